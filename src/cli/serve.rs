//! `serve`: the graph over HTTP.

use super::{DONE, GraphOption};
use anyhow::{Context, Result};
use clap::Args;
use rapporteur::serve::{self, Answerer, Settings, worker};
use rapporteur::store::Graph;
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur serve
  rapporteur serve --graph un-graph --bind 127.0.0.1:8080 --seconds 20
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?s { ?s a rap:State }' http://127.0.0.1:7878/sparql

Reading only. Each of the workers is a process that holds the graph; one whose query takes too long is ended.")]
pub struct ServeArguments {
    /// Address and port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// Time that a query may take
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Queries at once
    #[arg(long, value_name = "N", default_value_t = 2)]
    workers: usize,
    /// Answer the queries that come on standard input (what the server starts)
    #[arg(long, hide = true)]
    worker: bool,
    #[command(flatten)]
    graph: GraphOption,
}

pub fn run(arguments: &ServeArguments) -> Result<u8> {
    let directory = arguments.graph.directory();
    if arguments.worker {
        worker::work(&Graph::open(&directory)?, std::io::stdin().lock(), &mut std::io::stdout().lock())?;
        return Ok(DONE);
    }
    directory.existing()?;
    let program = std::env::current_exe().context("the program does not find itself")?;
    let graph = arguments.graph.graph.clone();
    let start = move || {
        let mut command = Command::new(&program);
        command.args(["serve", "--worker", "--graph"]).arg(&graph);
        command
    };
    let limit = Duration::from_secs(arguments.seconds);
    let answerer = Answerer::new(Box::new(start), arguments.workers, limit)?;
    eprintln!("http://{} (the SPARQL endpoint is http://{}/sparql); Ctrl+C ends it", arguments.bind, arguments.bind);
    let settings = Settings { bind: arguments.bind, limit, workers: arguments.workers };
    serve::serve(&settings, answerer).with_context(|| format!("{} cannot be served", arguments.bind))?;
    Ok(DONE)
}
