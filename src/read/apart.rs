//! Reading in a process of its own: a file may use up the stack, the memory or the time of whoever reads it.
//!
//! The command starts itself a second time for each PDF (`rapporteur read-apart`): bytes go in, the text or the problem
//! comes out, and when the limits are broken only that process ends. The name of the file goes in with the bytes: as an
//! argument it could keep the process from starting. Where one cannot be started the file is not read at all. A program
//! that uses the library reads in its own process until it names such a program with `use_program`.

use crate::model::{Problem, RawText, Severity};
use std::io::{BufRead, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

/// What a reader gives.
pub type Outcome = Result<(RawText, Vec<Problem>), Problem>;

/// The hidden command that reads one file from its standard input.
pub const COMMAND: &str = "read-apart";

/// Time of the processor that the reading of one file may use: more was made to take long, a page of a real one takes
/// milliseconds. That of the processor, so that a busy machine gives the same facts as an idle one.
#[cfg(unix)]
const WORK: Duration = Duration::from_secs(120);

/// When a process is given up that has neither answered nor used up its time.
pub const PATIENCE: Duration = Duration::from_secs(1800);

/// Memory that the reading of one file may use.
#[cfg(unix)]
const MEMORY: u64 = 3 << 30;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that is started to read a file apart; the first call counts.
pub fn use_program(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// Reads a PDF apart; none where no program was named.
pub fn read(path: &str, bytes: &[u8]) -> Option<Outcome> {
    let mut command = Command::new(PROGRAM.get()?);
    command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            let message = format!("no process could be started to read the PDF ({error}): try again with fewer --jobs");
            return Some(Err(Problem::new(path, Severity::Error, message)));
        }
    };
    let mut input = serde_json::to_vec(path).unwrap_or_default();
    input.push(b'\n');
    let said = talk(&mut child, &input, bytes);
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
fn talk(child: &mut Child, name: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
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
            let _ = input.write_all(name).and_then(|()| input.write_all(bytes));
        });
        let said = receive.recv_timeout(PATIENCE).ok();
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
pub fn serve() -> std::io::Result<()> {
    limit();
    let (mut input, mut name, mut bytes) = (std::io::stdin().lock(), Vec::new(), Vec::new());
    input.read_until(b'\n', &mut name)?;
    let path: String = serde_json::from_slice(&name)?;
    input.take(super::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let outcome: Outcome = super::pdf::read_here(&path, &bytes);
    let said = serde_json::to_vec(&outcome).map_err(std::io::Error::other)?;
    std::io::stdout().lock().write_all(&said)
}

/// Where the system keeps no limits, the time limit of the one who waits remains.
fn limit() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let _ = Resource::AS.set(MEMORY, MEMORY);
        let _ = Resource::CPU.set(WORK.as_secs(), WORK.as_secs());
        // No picture of the memory is left behind when a limit is broken.
        let _ = Resource::CORE.set(0, 0);
    }
}
