//! Standard output that may be a terminal, a file or a pipe that closes early.

use std::io::{self, IsTerminal, Write};

/// Writes all of a text to standard output.
pub fn write(text: &str) -> io::Result<()> {
    write_bytes(text.as_bytes())
}

/// Writes bytes to standard output.
pub fn write_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Columns of the terminal; `None` where standard output is a file or a pipe.
#[must_use]
pub fn width() -> Option<u16> {
    let terminal = io::stdout().is_terminal();
    terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| width.0)
}

/// Whether a command only failed because nobody reads its output any more (`… | head`).
#[must_use]
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// A number with thin groups of three, as people read it.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}
