//! `link`: an external table joined to the graph.

use super::output::grouped;
use super::{DONE, GraphOption, WITH_PROBLEMS};
use anyhow::{Context, Result, bail};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapporteur::store::{Graph, GraphDirectory};
use rapporteur::tables::columns::Type;
use rapporteur::tables::corrections::{self, Corrections};
use rapporteur::tables::facts::graph_name;
use rapporteur::tables::key::KeyKind;
use rapporteur::tables::read::Table;
use rapporteur::tables::{self, Joined, Request, kept};
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur link memberships.csv --key ccode --as cow
  rapporteur link gdp.csv --key iso --as iso3 --columns year,gdp
  rapporteur link votes.csv --key state --as name --class State --columns symbol --link symbol=symbol \\
    --where vote=yes --predicate rap:votedFor --name votes-for
  rapporteur link names.csv --key name --as name --corrections graph/names.unmatched.csv
  rapporteur link --remove names

Rows that match nothing, or more than one entity, are left out and written to DIR/NAME.unmatched.csv; fill in its last
column (state/TJK, TJK, a candidate as it is offered, a Wikidata item, an IRI; `-` for nothing) and give it back with
--corrections. What is filled in is kept with the table, in DIR/NAME.corrections.csv, and holds the next time as well.")]
pub struct LinkArguments {
    /// The table: CSV with a header, separated by commas, semicolons or tabs
    #[arg(value_name = "TABLE.csv", required_unless_present = "remove")]
    table: Option<PathBuf>,
    /// Column by which rows are matched
    #[arg(short, long, value_name = "COLUMN", required_unless_present = "remove")]
    key: Option<String>,
    /// What stands in it
    #[arg(long = "as", value_name = "KIND", value_parser = kind_parser(), required_unless_present = "remove")]
    kind: Option<KeyKind>,
    /// Class of the entities: State, Organisation, Instrument, Person, Place, ...
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// Predicate for the only value column (IRI or prefixed name); else each header becomes one
    #[arg(long, value_name = "IRI")]
    predicate: Option<String>,
    /// Value columns; all but the key without it
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    columns: Vec<String>,
    /// A value column that has keys of entities itself; may be given more than once
    #[arg(long, value_name = "COLUMN=KIND")]
    link: Vec<String>,
    /// Type of a column (year, integer, decimal, double, date, month, datetime, address, boolean, text) where the one
    /// found out from its cells is wrong; may be given more than once
    #[arg(long = "type", value_name = "COLUMN=TYPE")]
    types: Vec<String>,
    /// Only rows with this value; may be given more than once
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    conditions: Vec<String>,
    /// Name of the table in the graph; that of the file without it
    #[arg(long)]
    name: Option<String>,
    /// What a person filled in for keys that matched nothing or several
    #[arg(long, value_name = "FILE.csv")]
    corrections: Option<PathBuf>,
    /// Where such keys are written
    #[arg(long, value_name = "FILE.csv")]
    unmatched: Option<PathBuf>,
    /// Take a joined table out of the graph
    #[arg(long, value_name = "NAME", conflicts_with_all = ["table", "key", "kind"])]
    remove: Option<String>,
    #[command(flatten)]
    graph: GraphOption,
}

fn kind_parser() -> impl TypedValueParser<Value = KeyKind> {
    let names: Vec<&str> = KeyKind::ALL.iter().map(|(name, _)| *name).collect();
    PossibleValuesParser::new(names).try_map(|name| KeyKind::named(&name).ok_or("no such kind"))
}

pub fn run(arguments: &LinkArguments) -> Result<u8> {
    let directory = arguments.graph.directory();
    if let Some(name) = &arguments.remove {
        return remove(&directory, name);
    }
    let (Some(path), Some(key), Some(kind)) = (&arguments.table, &arguments.key, arguments.kind) else {
        bail!("a table, --key and --as are needed");
    };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = arguments.name.clone().or(stem).unwrap_or_else(|| "table".to_owned());
    let request = Request {
        name: name.clone(),
        key: key.clone(),
        kind,
        class: arguments.class.clone(),
        predicate: arguments.predicate.clone(),
        columns: arguments.columns.clone(),
        linked: pairs(&arguments.link, KeyKind::named)?.into_iter().collect(),
        types: pairs(&arguments.types, Type::named)?.into_iter().collect::<BTreeMap<_, _>>(),
        conditions: pairs(&arguments.conditions, |value| Some(value.to_owned()))?,
    };
    let given = arguments.corrections.as_deref();
    if let (Some(given), Some(open)) = (given, arguments.unmatched.as_deref())
        && kept::is_same(given, open)
    {
        bail!("{} has the corrections: what is still open must go to another file", open.display());
    }
    if let Some(open) = arguments.unmatched.as_deref().filter(|open| kept::is_same(path, open) || kept::is_filled_in(open)) {
        bail!(
            "{} is no list of open keys, or has been filled in: it is not written over, name another file for --unmatched",
            open.display()
        );
    }
    let table = Table::open(path)?;
    let filled = given.map(Corrections::open).transpose()?.unwrap_or_default().after(kept::open(&directory, &name)?);
    let graph = Graph::open(&directory)?;
    let joined = tables::join(&graph, &table, &request, &filled).with_context(|| path.display().to_string())?;
    directory.update(|manifest| {
        manifest.graphs.insert(graph_name(&name), directory.write_shard(&joined.quads)?);
        // The file that was given is never written to, not even where it is the one that is kept.
        if given.is_none_or(|given| !kept::is_same(given, &kept::path(&directory, &name))) {
            kept::keep(&directory, &name, &filled, &joined.settled, graph.base())?;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    let open = arguments.unmatched.clone().unwrap_or_else(|| kept::place_for_open(&directory, &name, given));
    report(&joined, &graph_name(&name), &open)
}

fn report(joined: &Joined, graph: &str, open: &PathBuf) -> Result<u8> {
    let Joined { rows, matched, ambiguous, unmatched, left_out, facts, .. } = joined;
    let [rows, matched, facts] = [rows, matched, facts].map(|number| grouped(*number));
    eprintln!("{rows} rows: {matched} matched, {ambiguous} ambiguous, {unmatched} unmatched, {left_out} left out by correction");
    eprintln!("{facts} facts in graph/{graph}");
    for idle in &joined.idle {
        eprintln!("of no use: {idle}");
    }
    if joined.open.is_empty() {
        let _ = std::fs::remove_file(open);
        return Ok(if joined.idle.is_empty() { DONE } else { WITH_PROBLEMS });
    }
    let mut text = Vec::new();
    corrections::write(&joined.open, &mut text)?;
    std::fs::write(open, text).with_context(|| format!("{} cannot be written", open.display()))?;
    eprintln!("{} keys to settle: {}", joined.open.len(), open.display());
    if let Some(class) = &joined.hint {
        eprintln!("--class {class} would settle the ambiguous ones");
    }
    Ok(WITH_PROBLEMS)
}

fn remove(directory: &GraphDirectory, name: &str) -> Result<u8> {
    directory.update(|manifest| {
        if manifest.graphs.remove(&graph_name(name)).is_none() {
            let known: Vec<&str> = manifest.graphs.keys().filter_map(|graph| graph.strip_prefix("table/")).collect();
            bail!("no table `{name}` is joined; there are: {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") });
        }
        Ok(())
    })?;
    let corrections = kept::path(directory, name);
    if corrections.exists() {
        eprintln!("what was settled of it stays in {}; remove the file to start anew", corrections.display());
    }
    Ok(DONE)
}

/// Values of options of the form `COLUMN=VALUE`.
fn pairs<T>(options: &[String], read: impl Fn(&str) -> Option<T>) -> Result<Vec<(String, T)>> {
    let pair = |option: &String| {
        let found = option.split_once('=').and_then(|(column, value)| Some((column.to_owned(), read(value)?)));
        found.with_context(|| format!("`{option}` is not of the form COLUMN=VALUE, or the value is not one of those known (--help)"))
    };
    options.iter().map(pair).collect()
}
