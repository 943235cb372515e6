//! `stats`: the numbers of a graph.

use super::output::grouped;
use super::{DONE, GraphOption, output};
use anyhow::Result;
use clap::Args;
use rapporteur::measures::derive;
use rapporteur::model::spelling::shortened;
use rapporteur::query::table::grid;
use rapporteur::stats::{self, Counted, Stats};
use rapporteur::store::Graph;

/// Most characters of a label in a table.
const LABEL: usize = 60;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur stats
  rapporteur stats --graph un-graph --top 50 --language fr
  rapporteur stats --json > stats.json
  rapporteur stats --derive && rapporteur query -e 'SELECT ?s ?rank { ?s rap:pageRank ?rank } ORDER BY DESC(?rank)'")]
pub struct StatsArguments {
    /// Rows of the lists of documents and entities
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Language of the names (ar, en, es, fr, ru, zh); the next best where there is none
    #[arg(short, long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write degree, PageRank, betweenness, component and community of each entity into the derived graph
    #[arg(long)]
    derive: bool,
    #[command(flatten)]
    graph: GraphOption,
}

pub fn run(arguments: &StatsArguments) -> Result<u8> {
    let directory = arguments.graph.directory();
    let graph = Graph::open(&directory)?;
    if arguments.derive {
        let derived = stats::derived(&graph)?;
        directory.update(|manifest| {
            manifest.graphs.insert(derive::GRAPH.to_owned(), directory.write_shard(&derived)?);
            Ok::<_, anyhow::Error>(())
        })?;
    }
    let stats = stats::stats(&graph, &arguments.language, arguments.top)?;
    let text = if arguments.json { format!("{}\n", serde_json::to_string_pretty(&stats)?) } else { tables(&stats) };
    output::write(&text)?;
    Ok(DONE)
}

fn tables(stats: &Stats) -> String {
    let classes = stats.classes.iter().map(|c| vec![c.class.clone(), grouped(c.entities), grouped(c.in_facts)]);
    let relations = stats.relations.iter().map(|r| vec![r.relation.clone(), grouped(r.facts), grouped(r.statements)]);
    let languages = stats.languages.iter().map(|l| vec![l.language.clone(), grouped(l.copies), grouped(l.sentences)]);
    let links = stats.links.iter().map(|l| vec![l.kind.clone(), grouped(l.entities), grouped(l.linked)]);
    let most = label_width(output::width());
    let connected = stats.most_connected.iter().map(|c| {
        let between = c.betweenness.map_or_else(String::new, |b| format!("{b:.4}"));
        let mut row =
            vec![shortened(&c.label, most), c.id.clone(), c.kind.clone(), grouped(c.degree), format!("{:.5}", c.page_rank), between];
        row.extend([c.component, c.community].map(|number| number.to_string()));
        row
    });
    let shape = &stats.network;
    [
        format!("{} documents, {} triples\n", grouped(stats.documents_read), grouped(stats.triples)),
        table(&["class", "entities", "in facts"], classes),
        table(&["relation", "facts", "statements"], relations),
        table(&["language", "copies", "sentences"], languages),
        table(&["linked outside", "entities", "with a link"], links),
        table(&["document", "id", "statements"], counted(&stats.documents, most)),
        table(&["most cited", "id", "by documents"], counted(&stats.most_cited, most)),
        table(&["most connected", "id", "kind", "degree", "PageRank", "betweenness", "component", "community"], connected),
        format!(
            "{} entities with {} relations, in {} components and {} communities\n",
            grouped(shape.nodes),
            grouped(shape.edges),
            grouped(shape.components),
            grouped(shape.communities)
        ),
    ]
    .join("\n")
}

/// Characters of a label: titles are long, and what stands beside them is to be seen too. Ids are there to be copied,
/// and stay whole.
fn label_width(terminal: Option<u16>) -> usize {
    terminal.map_or(LABEL, |width| (usize::from(width) / 3).clamp(LABEL / 3, LABEL))
}

fn counted(list: &[Counted], most: usize) -> impl Iterator<Item = Vec<String>> {
    list.iter().map(move |entry| vec![shortened(&entry.label, most), entry.id.clone(), grouped(entry.number)])
}

fn table(names: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    format!("{}\n", grid(&names, rows.collect(), output::width()))
}
