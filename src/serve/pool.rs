//! Processes that do tasks: cheap ones at once, dear ones a few at a time and after the others.
//!
//! Every task begins in one of the places for cheap ones, and soon has the lowest claim to the processor. What takes
//! longer than a moment is dear: it makes room, and is ended where too many run already or its time is up. A task
//! whose caller is gone ends with its process.

use super::worker::{Head, READY, Task};
use rustc_hash::FxHashSet;
use std::io;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// What takes longer lets others go first.
const SOON: Duration = Duration::from_millis(50);
/// What takes longer is dear.
const MOMENT: Duration = Duration::from_millis(400);
/// Tasks that may begin at once: none holds its place for more than a moment.
const LIGHT: usize = 16;
/// Processes that wait for the next task, at most and at least: to start one takes longer than a cheap task.
const IDLE: usize = 6;
const READY_ONES: usize = 3;
/// How long a task may wait for a place.
const PATIENCE: Duration = Duration::from_secs(8);
/// Tasks that were dear are remembered, up to so many.
const REMEMBERED: usize = 4096;

/// Makes the command of a process.
pub type Starter = Arc<dyn Fn() -> std::process::Command + Send + Sync>;

/// How a task came out.
#[derive(Debug)]
pub enum Outcome {
    Done(Head, Vec<u8>),
    /// The time was up.
    TooLong,
    /// The process died, which is what becomes of it when its memory is used up.
    TooMuch,
    /// Too many dear tasks run.
    Busy,
    /// The process holds another state of the graph than the one that was asked.
    Moved,
    /// No process could be started.
    Failed(io::Error),
}

/// What processes may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Time of a task.
    pub time: Duration,
    /// Dear tasks at once.
    pub dear: usize,
}

/// The processes that hold one state of the graph.
pub struct Pool {
    source: Arc<Source>,
    limits: Limits,
    light: Arc<Semaphore>,
    dear: Arc<Semaphore>,
    /// Digests of tasks that were dear: the next time they wait where dear ones do.
    known: Mutex<FxHashSet<u64>>,
}

/// Where processes come from, and those that wait.
struct Source {
    start: Starter,
    stamp: String,
    idle: Mutex<Vec<Worker>>,
    /// Processes that are being started to wait.
    coming: AtomicUsize,
}

struct Worker {
    /// Ended when it is dropped.
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Pool {
    #[must_use]
    pub fn new(start: Starter, stamp: String, limits: Limits) -> Self {
        let dear = limits.dear.max(1);
        let (light, dear) = (Arc::new(Semaphore::new(dear.max(LIGHT))), Arc::new(Semaphore::new(dear)));
        let source = Arc::new(Source { start, stamp, idle: Mutex::default(), coming: AtomicUsize::new(0) });
        Self { source, limits, light, dear, known: Mutex::default() }
    }

    /// Starts a process before anybody asks, so that a graph that cannot be read is told at once.
    ///
    /// # Errors
    /// No process can be started, or it cannot read the graph.
    pub async fn warm(&self) -> io::Result<()> {
        if let Some(worker) = self.source.started().await? {
            self.source.keep(worker);
        }
        Ok(())
    }

    /// Does a task.
    pub async fn ask(&self, task: &Task) -> Outcome {
        let digest = digest(task);
        let is_known = self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(&digest);
        let places = if is_known { &self.dear } else { &self.light };
        let Ok(Ok(place)) = timeout(PATIENCE, Arc::clone(places).acquire_owned()).await else { return Outcome::Busy };
        let kept = self.source.waiting().pop();
        self.source.replenish();
        let worker = match kept {
            Some(worker) => worker,
            None => match self.source.started().await {
                Ok(Some(worker)) => worker,
                Ok(None) => return Outcome::Moved,
                Err(error) => return Outcome::Failed(error),
            },
        };
        self.done_by(worker, task, digest, place, is_known).await
    }

    async fn done_by(&self, worker: Worker, task: &Task, digest: u64, place: OwnedSemaphorePermit, is_known: bool) -> Outcome {
        let process = worker.child.id();
        let exchange = worker.exchange(task);
        tokio::pin!(exchange);
        let mut place = Some(place);
        if !is_known {
            if let Ok(said) = timeout(SOON, &mut exchange).await {
                return self.ended(said, false);
            }
            last(process);
            if let Ok(said) = timeout(MOMENT.saturating_sub(SOON), &mut exchange).await {
                return self.ended(said, true);
            }
            self.remember(digest);
            let Ok(dear) = Arc::clone(&self.dear).try_acquire_owned() else { return Outcome::Busy };
            // The place for cheap tasks is free from here on.
            place = Some(dear);
        } else {
            last(process);
        }
        let said = timeout(self.limits.time, &mut exchange).await;
        drop(place);
        said.map_or(Outcome::TooLong, |said| self.ended(said, true))
    }

    fn ended(&self, said: io::Result<(Worker, Head, Vec<u8>)>, is_last: bool) -> Outcome {
        match said {
            Ok((worker, head, bytes)) => {
                // One that was set behind the others stays there: another is started in its place.
                if !is_last {
                    self.source.keep(worker);
                }
                Outcome::Done(head, bytes)
            }
            Err(_) => Outcome::TooMuch,
        }
    }

    fn remember(&self, digest: u64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(digest);
    }
}

impl Source {
    fn waiting(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, worker: Worker) {
        let mut idle = self.waiting();
        if idle.len() < IDLE {
            idle.push(worker);
        }
    }

    /// Sees to it that some processes wait, beside everything else.
    fn replenish(self: &Arc<Self>) {
        let missing = READY_ONES.saturating_sub(self.waiting().len() + self.coming.load(Ordering::Relaxed));
        for _ in 0..missing {
            self.coming.fetch_add(1, Ordering::Relaxed);
            let source = Arc::clone(self);
            tokio::spawn(async move {
                // One that cannot be started is missed when it is needed.
                if let Ok(Some(worker)) = source.started().await {
                    source.keep(worker);
                }
                source.coming.fetch_sub(1, Ordering::Relaxed);
            });
        }
    }

    /// A new process that holds the graph; `None` where it holds another state of it.
    async fn started(&self) -> io::Result<Option<Worker>> {
        let mut command = Command::from((self.start)());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let gone = || io::Error::other("the process of a query has no pipes");
        let input = child.stdin.take().ok_or_else(gone)?;
        let output = BufReader::new(child.stdout.take().ok_or_else(gone)?);
        let mut worker = Worker { child, input, output };
        let mut line = String::new();
        worker.output.read_line(&mut line).await?;
        match line.trim_end().split_once(' ') {
            Some((READY, stamp)) => Ok((stamp == self.stamp).then_some(worker)),
            _ => Err(io::Error::other("the process of a query could not read the graph")),
        }
    }
}

impl Worker {
    async fn exchange(mut self, task: &Task) -> io::Result<(Self, Head, Vec<u8>)> {
        let mut line = serde_json::to_string(task)?;
        line.push('\n');
        self.input.write_all(line.as_bytes()).await?;
        self.input.flush().await?;
        let mut head = String::new();
        if self.output.read_line(&mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let head: Head = serde_json::from_str(&head)?;
        let mut bytes = vec![0; head.length];
        self.output.read_exact(&mut bytes).await?;
        Ok((self, head, bytes))
    }
}

fn digest(task: &Task) -> u64 {
    xxhash_rust::xxh3::xxh3_64(serde_json::to_string(task).unwrap_or_default().as_bytes())
}

/// Sets a process behind the others in their claim to the processor. Its evaluating thread was not the first; threads
/// are named by the folder of the process.
fn last(process: Option<u32>) {
    #[cfg(target_os = "linux")]
    {
        let Some(process) = process else { return };
        let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else { return };
        let numbers = threads.flatten().filter_map(|thread| thread.file_name().to_str()?.parse::<i32>().ok());
        for number in numbers.filter_map(rustix::process::Pid::from_raw) {
            let _ = rustix::process::setpriority_process(Some(number), 19);
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = process;
}
