//! `explain`: facts with the sentences they stand on.

use super::{DONE, GraphOption, output};
use anyhow::Result;
use clap::Args;
use rapporteur::explain;
use rapporteur::explain::meaning::{Meaning, Meanings};
use rapporteur::explain::report::Writer;
use rapporteur::query::labels::Labels;
use rapporteur::store::Graph;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur explain TJK memberOf CSTO
  rapporteur explain A/RES/59/50
  rapporteur explain Kazakhstan chairs --language fr
  rapporteur explain document/S/PV.9688#speech-12 speaker

A term is a key (TJK), a symbol (A/RES/59/50), a path (state/TJK), a name in any language, an IRI, or the name of a
relation (memberOf, org:memberOf, \"member of\").")]
pub struct ExplainArguments {
    /// One or two things, with or without a relation, in any order
    #[arg(required = true, num_args = 1..=3, value_name = "TERM")]
    terms: Vec<String>,
    /// Language of the names (ar, en, es, fr, ru, zh); the next best where there is none
    #[arg(short, long, value_name = "CODE", default_value = "en")]
    language: String,
    #[command(flatten)]
    graph: GraphOption,
}

pub fn run(arguments: &ExplainArguments) -> Result<u8> {
    let graph = Graph::open(&arguments.graph.directory())?;
    let meanings = Meanings::new(&graph)?;
    let meant: Vec<Meaning> = arguments.terms.iter().map(|text| meanings.of(text)).collect::<Result<_, _>>()?;
    let facts = explain::explain(&graph, &meant)?;
    let named = meant.iter().flat_map(|meaning| &meaning.values).chain(facts.iter().flat_map(explain::Fact::named));
    let labels = Labels::of_terms(&graph, named)?.with_vocabulary();
    let writer = Writer { labels: &labels, base: graph.base(), language: &arguments.language };
    output::write(&writer.report(&meant, &facts))?;
    if facts.is_empty() {
        let relations: Vec<_> = meant.iter().map(|m| explain::relations(&graph, &m.values)).collect::<Result<_, _>>()?;
        output::write(&writer.instead(&meant, &relations))?;
    }
    Ok(DONE)
}
