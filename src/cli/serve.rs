//! `serve`: the graph over HTTP, for people and programs.

use super::{DONE, GraphOption};
use anyhow::{Context, Result};
use clap::Args;
use rapporteur::serve::{self, Limits, Settings, Starter, worker};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur serve
  rapporteur serve --graph un-graph --bind 127.0.0.1:8080 --seconds 20
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?s { ?s a rap:State }' http://127.0.0.1:7878/sparql

Reading only. Pages for people at /, entities at /id/..., SPARQL at /sparql, reconciliation for OpenRefine at /reconcile.
Queries run in processes of their own; one that takes too long or too much memory is ended.")]
pub struct ServeArguments {
    /// Address and port (localhost:8080, 0.0.0.0:80), or a port alone
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878", value_parser = address)]
    bind: SocketAddr,
    /// Time that a query may take
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Memory that a query may use, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(64..))]
    memory: u64,
    /// Expensive queries at once
    #[arg(long, value_name = "N", default_value_t = 2)]
    workers: usize,
    /// Answer the queries that come on standard input (what the server starts)
    #[arg(long, hide = true)]
    worker: bool,
    #[command(flatten)]
    graph: GraphOption,
}

/// An address by number or by name. The first address of a name counts, version 4 before 6: that is what a person who
/// writes localhost types into a browser.
fn address(text: &str) -> Result<SocketAddr, String> {
    let text = if text.bytes().all(|b| b.is_ascii_digit()) { format!("127.0.0.1:{text}") } else { text.to_owned() };
    let mut all: Vec<SocketAddr> = text.to_socket_addrs().map_err(|error| format!("{error}; write it as localhost:7878"))?.collect();
    all.sort_by_key(SocketAddr::is_ipv6);
    all.into_iter().next().ok_or_else(|| "the name has no address".to_owned())
}

pub fn run(arguments: &ServeArguments) -> Result<u8> {
    let directory = arguments.graph.directory();
    let memory = arguments.memory << 20;
    if arguments.worker {
        worker::work(&directory, memory)?;
        return Ok(DONE);
    }
    directory.existing()?;
    let program = std::env::current_exe().context("the program does not find itself")?;
    let (graph, megabytes) = (arguments.graph.graph.clone(), arguments.memory.to_string());
    let start: Starter = Arc::new(move || {
        let mut command = Command::new(&program);
        command.args(["serve", "--worker", "--memory", &megabytes, "--graph"]).arg(&graph);
        command
    });
    let limits = Limits { time: Duration::from_secs(arguments.seconds), dear: arguments.workers };
    let ready = |address: SocketAddr| eprintln!("http://{address} (the SPARQL endpoint is http://{address}/sparql); Ctrl+C ends it");
    serve::serve(Settings { bind: arguments.bind, directory, start, limits }, ready)
        .with_context(|| format!("{} cannot be served", arguments.bind))?;
    Ok(DONE)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_may_be_names() {
        assert_eq!(address("localhost:8080").unwrap().port(), 8080);
        assert_eq!(address("8080").unwrap().to_string(), "127.0.0.1:8080");
        assert_eq!(address("[::1]:80").unwrap().to_string(), "[::1]:80");
        assert!(address("localhost").unwrap_err().contains("localhost:7878"));
    }
}
