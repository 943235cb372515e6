//! The graph over HTTP, for reading: pages for people, the SPARQL 1.1 protocol, entities at their addresses, and the
//! reconciliation service.
//!
//! Pages read the graph in this process; what may take long runs in processes of its own (`pool`), which can be ended.
//! All of it belongs to one state of the graph (`snapshot`): when the directory changes, the server moves over whole.

mod description;
mod facts;
mod http;
mod listen;
mod negotiate;
mod pages;
mod pool;
mod protocol;
mod reconcile;
mod route;
mod rows;
mod snapshot;
mod suggest;
pub mod worker;

pub use pool::{Limits, Starter};

use crate::store::GraphDirectory;
use pool::Pool;
use snapshot::Snapshot;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

/// What the server depends on.
pub struct Settings {
    pub bind: SocketAddr,
    pub directory: GraphDirectory,
    pub start: Starter,
    pub limits: Limits,
}

/// How often it is looked whether the graph is another.
const LOOK: Duration = Duration::from_millis(500);

/// A running server.
pub struct Server {
    settings: Settings,
    current: RwLock<Arc<Snapshot>>,
    /// One at a time moves to a new state.
    moving: tokio::sync::Mutex<()>,
}

/// Serves until the program is told to end; `ready` is called when connections are taken.
///
/// # Errors
/// The graph cannot be read, or the address is not to be had.
pub fn serve(settings: Settings, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    #[cfg(unix)]
    let _ = rlimit::increase_nofile_limit(8192);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        let listener = TcpListener::bind(settings.bind).await?;
        let snapshot = open(&settings).await?;
        let server = Arc::new(Server { settings, current: RwLock::new(snapshot), moving: tokio::sync::Mutex::new(()) });
        server.index();
        ready(listener.local_addr()?);
        tokio::spawn(watch(Arc::clone(&server)));
        listen::accept(listener, server).await
    });
    // Pages that are still being made do not hold up the end.
    runtime.shutdown_background();
    done
}

/// Opens the graph as it is now, and starts a process that holds it.
async fn open(settings: &Settings) -> io::Result<Arc<Snapshot>> {
    let directory = settings.directory.clone();
    let stamp = stamp(&directory)?;
    let pool = Pool::new(Arc::clone(&settings.start), stamp.clone(), settings.limits);
    pool.warm().await?;
    let opened = spawn_blocking(move || Snapshot::open(&directory, stamp, pool)).await;
    opened.map_err(io::Error::other)?.map(Arc::new).map_err(io::Error::other)
}

impl Server {
    /// The state of the graph that is answered from.
    #[must_use]
    pub fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens what is searched in before anybody searches.
    fn index(&self) {
        let snapshot = self.current();
        drop(spawn_blocking(move || {
            snapshot.names();
            snapshot.passages();
        }));
    }

    /// Moves to the state of the graph as it is now, if it is another.
    pub async fn move_over(&self) {
        let _one = self.moving.lock().await;
        if stamp(&self.settings.directory).is_ok_and(|stamp| stamp == self.current().stamp) {
            return;
        }
        // A graph that is being written opens a moment later.
        if let Ok(snapshot) = open(&self.settings).await {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
            self.index();
        }
    }
}

/// What tells one state of a graph directory from the next.
fn stamp(directory: &GraphDirectory) -> io::Result<String> {
    directory.head().map(|head| head.stamp).map_err(io::Error::other)
}

async fn watch(server: Arc<Server>) {
    let manifest = server.settings.directory.path().join("manifest.json");
    let mut seen = None;
    loop {
        tokio::time::sleep(LOOK).await;
        // The manifest itself may be long: it is read when its file is another.
        let found = std::fs::metadata(&manifest).and_then(|file| Ok((file.modified()?, file.len()))).ok();
        if found != seen {
            server.move_over().await;
            seen = found;
        }
    }
}
