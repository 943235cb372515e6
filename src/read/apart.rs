//! Reading in a process of its own: a file may use up the stack, the memory or the time of whoever reads it.
//!
//! The command starts itself a second time for each PDF (`rapporteur read-apart`): bytes go in, the text or the problem
//! comes out, and when the limits are broken only that process ends. A program that uses the library reads in its own
//! process until it names such a program with `use_program`.

use crate::model::{Problem, RawText, Severity};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

/// What a reader gives.
pub type Outcome = Result<(RawText, Vec<Problem>), Problem>;

/// The hidden command that reads one file from its standard input.
pub const COMMAND: &str = "read-apart";

/// A file that takes longer than this was made to take long: a page of a real one takes milliseconds.
pub const TIME: Duration = Duration::from_secs(120);

/// Memory that the reading of one file may use.
#[cfg(unix)]
const MEMORY: u64 = 3 << 30;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that is started to read a file apart; the first call counts.
pub fn use_program(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// Reads a PDF apart; none where no program was named or it cannot be started.
pub fn read(path: &str, bytes: &[u8]) -> Option<Outcome> {
    let mut command = Command::new(PROGRAM.get()?);
    command.args([COMMAND, "--", path]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let said = talk(&mut child, bytes);
    // It has ended, or is ended here; its state does not matter any more.
    let _ = child.kill();
    let _ = child.wait();
    let fail = |message: &str| Err(Problem::new(path, Severity::Error, message));
    Some(match said {
        Some(said) => serde_json::from_slice(&said).unwrap_or_else(|_| {
            fail("the PDF cannot be read within the limits of memory and depth: damaged, or made to; print it to a new PDF or get a whole copy")
        }),
        None => fail("the PDF takes too long to read: damaged, or made to; print it to a new PDF or get a whole copy"),
    })
}

/// Gives the bytes and takes the answer; none when the time is over.
fn talk(child: &mut Child, bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut input, mut output) = (child.stdin.take()?, child.stdout.take()?);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut said = Vec::new();
            let _ = output.read_to_end(&mut said);
            let _ = send.send(said);
        });
        scope.spawn(move || {
            // A process that has ended reads no more: what it said tells why.
            let _ = input.write_all(bytes);
        });
        let said = receive.recv_timeout(TIME).ok();
        if said.is_none() {
            let _ = child.kill();
        }
        said
    })
}

/// What the process apart does: reads standard input, writes the outcome to standard output.
///
/// # Errors
/// Standard input or output fails.
pub fn serve(path: &str) -> std::io::Result<()> {
    limit();
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(super::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let outcome: Outcome = super::pdf::read_here(path, &bytes);
    let said = serde_json::to_vec(&outcome).map_err(std::io::Error::other)?;
    std::io::stdout().lock().write_all(&said)
}

/// Where the system keeps no limits, the time limit of the one who waits remains.
fn limit() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let _ = Resource::AS.set(MEMORY, MEMORY);
        let _ = Resource::CPU.set(TIME.as_secs(), TIME.as_secs());
        // No picture of the memory is left behind when a limit is broken.
        let _ = Resource::CORE.set(0, 0);
    }
}
