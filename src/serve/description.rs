//! What the service says of itself: the description of the endpoint, the VoID description of the graph, and an entity
//! as triples.

use super::http::Reply;
use super::negotiate::{self, ROWS, TRIPLES};
use super::pages::Page;
use super::worker::triples_format;
use crate::store::serialise::{GraphFormat, write_triples};
use crate::store::term::{self, Term, Triple};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{PREFIXES, dcterms, rap, rdf, xsd};
use hyper::StatusCode;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// Statements that come with an entity.
const STATEMENTS: usize = 2_000;
/// Facts towards an entity that come with it.
const TOWARDS: usize = 10_000;

/// Formats by the names that the W3C gives them.
const NAMES: &[(&str, &str)] = &[
    ("json", "SPARQL_Results_JSON"),
    ("xml", "SPARQL_Results_XML"),
    ("csv", "SPARQL_Results_CSV"),
    ("tsv", "SPARQL_Results_TSV"),
    ("ttl", "Turtle"),
    ("nt", "N-Triples"),
    ("jsonld", "JSON-LD"),
    ("xml", "RDF_XML"),
    ("trig", "TriG"),
    ("nq", "N-Quads"),
];

/// Where the server is, as who asks has it.
#[must_use]
pub fn origin(page: &Page<'_>) -> String {
    let host = page.ask.header("host");
    let is_name = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    let scheme = if page.ask.header("x-forwarded-proto") == "https" { "https" } else { "http" };
    format!("{scheme}://{}", if is_name { host } else { "localhost" })
}

/// The description of the endpoint.
#[must_use]
pub fn service(page: &Page<'_>) -> Reply {
    let origin = origin(page);
    let (service, data) = (format!("{origin}/sparql"), format!("{origin}/.well-known/void"));
    let sd = |name: &str| format!("{SD}{name}");
    let mut said = vec![
        (service.clone(), rdf::TYPE.to_owned(), term::named(&sd("Service"))),
        (service.clone(), sd("endpoint"), term::named(&service)),
        (service.clone(), sd("supportedLanguage"), term::named(&sd("SPARQL11Query"))),
        (service.clone(), sd("feature"), term::named(&sd("UnionDefaultGraph"))),
        (service.clone(), sd("defaultDataset"), term::named(&data)),
        (data.clone(), rdf::TYPE.to_owned(), term::named(&sd("Dataset"))),
    ];
    said.extend(NAMES.iter().map(|(_, name)| (service.clone(), sd("resultFormat"), term::named(&format!("{FORMATS}{name}")))));
    reply(page, said)
}

/// The VoID description of the graph.
#[must_use]
pub fn void(page: &Page<'_>) -> Reply {
    let origin = origin(page);
    let data = format!("{origin}/.well-known/void");
    let void = |name: &str| format!("{VOID}{name}");
    let text = |text: &str, language: &str| Some(term::tagged(text, language));
    let number = |number: usize| Some(term::typed(&number.to_string(), xsd::INTEGER));
    let mut said = vec![
        (data.clone(), rdf::TYPE.to_owned(), term::named(&void("Dataset"))),
        (data.clone(), dcterms::TITLE.to_owned(), text("rapporteur", "en")),
        (data.clone(), void("sparqlEndpoint"), term::named(&format!("{origin}/sparql"))),
        (data.clone(), void("uriSpace"), Some(term::typed(page.base(), xsd::STRING))),
        (data.clone(), void("uriLookupEndpoint"), term::named(&format!("{origin}/suggest?q="))),
        (data.clone(), void("exampleResource"), term::named(&format!("{}state/TJK", page.base()))),
        (data.clone(), void("triples"), number(page.snapshot.size())),
    ];
    said.extend(PREFIXES.iter().map(|(_, namespace)| (data.clone(), void("vocabulary"), term::named(namespace))));
    said.push((data.clone(), void("entities"), number(page.snapshot.counts().values().sum())));
    let forms = NAMES.iter().filter(|(name, _)| triples_format(name).is_some());
    said.extend(forms.map(|(_, name)| (data.clone(), void("feature"), term::named(&format!("{FORMATS}{name}")))));
    reply(page, said)
}

fn reply(page: &Page<'_>, said: Vec<(String, String, Option<Term>)>) -> Reply {
    let triples: Vec<Triple> =
        said.into_iter().filter_map(|(subject, predicate, object)| term::triple(&subject, &predicate, object?)).collect();
    let Some(form) = negotiate::choose(page.ask, TRIPLES) else {
        // A browser that would have a page is shown Turtle.
        let is_page = page.ask.header("accept").contains("text/html");
        let turtle = written(&triples, "ttl", page.base());
        return if is_page { Reply::new(StatusCode::OK, "text/turtle; charset=utf-8", turtle).open() } else { refused() };
    };
    Reply::new(StatusCode::OK, form.kind, written(&triples, form.name, page.base())).open().with("vary", "Accept")
}

fn refused() -> Reply {
    Reply::message(StatusCode::NOT_ACCEPTABLE, format!("{}; rows {}", negotiate::on_offer(TRIPLES), negotiate::on_offer(ROWS))).open()
}

fn written(triples: &[Triple], name: &str, base: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Nothing can go wrong with writing to memory.
    let _ = write_triples(triples_format(name).unwrap_or(GraphFormat::Turtle), triples, base, &mut bytes);
    bytes
}

/// What the graph says of an entity: its triples, those towards it, its statements with their sentences.
pub fn of_entity(graph: &Graph, iri: &str) -> Result<Vec<Triple>, StoreError> {
    let mut triples = Vec::new();
    let all = |node: &str, triples: &mut Vec<Triple>| -> Result<Vec<String>, StoreError> {
        let mut evidence = Vec::new();
        for (predicate, value) in graph.about(node)? {
            if predicate == rap::EVIDENCE {
                evidence.extend(term::iri(&value).map(str::to_owned));
            }
            triples.extend(term::triple(node, &predicate, value));
        }
        Ok(evidence)
    };
    all(iri, &mut triples)?;
    let Some(value) = term::named(iri) else { return Ok(triples) };
    let statement = format!("{}statement/", graph.base());
    let (mut statements, mut towards) = (0, 0);
    for (node, predicate) in graph.first_sayers(&value, TOWARDS.max(STATEMENTS))? {
        if !node.starts_with(&statement) {
            towards += 1;
            triples.extend(term::triple(&node, &predicate, value.clone()).filter(|_| towards <= TOWARDS));
        } else if (predicate == rdf::SUBJECT || predicate == rdf::OBJECT) && statements < STATEMENTS {
            statements += 1;
            for evidence in all(&node, &mut triples)? {
                all(&evidence, &mut triples)?;
            }
        }
    }
    Ok(triples)
}

/// A line of facts for a preview: relations with the names of their ends.
pub fn summary(page: &Page<'_>, iri: &str, most: usize) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    let facts = super::facts::gather(&page.snapshot.graph, iri)?;
    let lines = facts.groups.iter().take(most).map(|group| {
        let ends = group.facts.iter().take(4).map(|fact| page.plain(&fact.other)).collect();
        (page.relation(&group.relation), ends)
    });
    Ok(lines.collect())
}
