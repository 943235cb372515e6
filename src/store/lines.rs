//! Lines of N-Quads as the program writes them: their triple, and the union of many of them.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_128;

/// The triple of a line, without its graph and its end; `None` where the line is no quad.
#[must_use]
pub fn triple(line: &str) -> Option<&str> {
    let body = line.trim_end().strip_suffix('.')?.trim_end();
    let object = body.match_indices(' ').nth(1)?.0 + 1;
    let graph = body.rfind(" <")?;
    // IRIs hold neither spaces nor quotation marks, so what ends a literal is not taken for a graph.
    let is_graph = graph > object && body.ends_with('>') && !body[graph..].contains('"');
    Some(if is_graph { &body[..graph] } else { body })
}

/// Gathers triples that may come from several graphs, each once.
#[derive(Debug, Default)]
pub struct Union {
    seen: FxHashSet<u128>,
}

impl Union {
    /// The triples of N-Quads text that have not come before, as N-Triples; lines that are no quads stay as they are,
    /// for a parser to complain of.
    pub fn new_triples(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let triple = triple(line);
            if self.seen.insert(xxh3_128(triple.unwrap_or(line).as_bytes())) {
                out.push_str(triple.unwrap_or(line));
                out.push_str(if triple.is_some() { " .\n" } else { "\n" });
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_graph_is_told_from_the_object() {
        assert_eq!(triple("<s> <p> <o> <g> ."), Some("<s> <p> <o>"));
        assert_eq!(triple("<s> <p> <o> ."), Some("<s> <p> <o>"));
        assert_eq!(triple("<s> <p> \"a <b> .\"@en <g> ."), Some("<s> <p> \"a <b> .\"@en"));
        assert_eq!(triple("<s> <p> \"a <b\"^^<t> ."), Some("<s> <p> \"a <b\"^^<t>"));
        assert_eq!(triple("nonsense"), None);
    }

    #[test]
    fn a_triple_of_two_graphs_comes_once() {
        let mut union = Union::default();
        assert_eq!(union.new_triples("<s> <p> <o> <g> .\n<s> <p> <o> <h> .\n"), "<s> <p> <o> .\n");
        assert_eq!(union.new_triples("<s> <p> <o> <i> .\n\n"), "");
    }
}
