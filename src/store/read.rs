//! What is read of a graph without a query: the values of an entity, who says a value, names and texts to search in.

use super::index::search::names::{Hit, Names};
use super::index::search::passages::Passages;
use super::index::search::{self, Places};
use super::index::{Graphs, Order, key};
use super::sparql::{bare, failed};
use super::term::Term;
use super::texts::Texts;
use super::{Graph, StoreError};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad};
use std::collections::BTreeSet;
use std::io;

impl Graph {
    /// Subjects and objects of a predicate, in no order, each pair once.
    pub fn pairs(&self, predicate: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let Some(predicate) = self.id(predicate)? else { return Ok(Vec::new()) };
        let pairs = self.index.quads([None, Some(predicate), None], Graphs::Union).map_err(failed)?;
        let mut pairs = pairs.map(|quad| quad.map(|[s, _, o, _]| (s, o))).collect::<Result<Vec<_>, _>>().map_err(failed)?;
        // Neighbours in the dictionary are read together.
        pairs.sort_unstable();
        pairs.into_iter().map(|(s, o)| Ok((bare(&self.term(s)?), self.term(o)?))).collect()
    }

    /// The different objects of a predicate.
    pub fn objects(&self, predicate: &str) -> Result<Vec<Term>, StoreError> {
        let Some(predicate) = self.id(predicate)? else { return Ok(Vec::new()) };
        let objects = self.index.heads(Order::Pos, &[predicate]).map_err(failed)?;
        objects.into_iter().map(|object| self.term(object)).collect()
    }

    /// What a node says: predicates with their values, sorted.
    pub fn about(&self, iri: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let Some(subject) = self.id(iri)? else { return Ok(Vec::new()) };
        let quads = self.index.quads([Some(subject), None, None], Graphs::Union).map_err(failed)?;
        let pairs = quads.map(|quad| {
            let [_, p, o, _] = quad.map_err(failed)?;
            Ok((bare(&self.term(p)?), self.term(o)?))
        });
        let mut all = pairs.collect::<Result<Vec<_>, StoreError>>()?;
        all.sort_by_cached_key(|(predicate, value)| (predicate.clone(), value.to_string()));
        Ok(all)
    }

    /// The nodes that say a value, each with the predicate by which it says so.
    pub fn sayers(&self, value: &Term) -> Result<BTreeSet<(String, String)>, StoreError> {
        let Some(object) = self.index.id(&key::of(value)).map_err(failed)? else { return Ok(BTreeSet::new()) };
        let quads = self.index.quads([None, None, Some(object)], Graphs::Union).map_err(failed)?;
        quads
            .map(|quad| {
                let [s, p, _, _] = quad.map_err(failed)?;
                Ok((bare(&self.term(s)?), bare(&self.term(p)?)))
            })
            .collect()
    }

    /// The nodes that say each of some values by its predicate. What they are called is read of those alone that say all.
    pub fn sayers_of_all(&self, said: &[(&str, &Term)]) -> Result<BTreeSet<String>, StoreError> {
        let mut kept: Option<BTreeSet<u32>> = None;
        for (predicate, value) in said {
            let object = self.index.id(&key::of(value)).map_err(failed)?;
            let (Some(predicate), Some(object)) = (self.id(predicate)?, object) else { return Ok(BTreeSet::new()) };
            let quads = self.index.quads([None, Some(predicate), Some(object)], Graphs::Union).map_err(failed)?;
            let found = quads.map(|quad| quad.map(|[s, ..]| s));
            let fits = |id: &io::Result<u32>| kept.as_ref().is_none_or(|kept| id.as_ref().map_or(true, |id| kept.contains(id)));
            kept = Some(found.filter(fits).collect::<Result<_, _>>().map_err(failed)?);
        }
        kept.into_iter().flatten().map(|id| Ok(bare(&self.term(id)?))).collect()
    }

    /// The names of its entities, to search in.
    pub fn names(&self) -> Result<Names, StoreError> {
        match self.places.as_ref().map(Places::names) {
            Some(Ok(names)) => Ok(names),
            // Derived, so that what is missing or damaged can be made again.
            _ => search::names_in_memory(&self.index, &self.base).map_err(failed),
        }
    }

    /// The words of its texts, to search in; nothing where there are none.
    pub fn passages(&self, texts: &Texts) -> Passages {
        self.places.as_ref().and_then(|places| places.passages(texts).ok()).unwrap_or_default()
    }

    /// The entities that a text may mean, best first; only those that are called exactly so, if asked for.
    pub fn find(&self, names: &Names, text: &str, exactly: bool) -> Result<Vec<Hit>, StoreError> {
        let read = |id| self.term(id);
        if exactly { names.exact(text, &read) } else { names.find(text, &read) }
    }

    /// The entity that was found.
    pub fn found(&self, hit: &Hit) -> Result<String, StoreError> {
        Ok(bare(&self.term(hit.entity)?))
    }

    /// The name by which it was found.
    pub fn found_by(&self, hit: &Hit) -> Result<Term, StoreError> {
        self.term(hit.text)
    }

    /// Whether a graph says anything of an IRI, as subject or as object.
    #[must_use]
    pub fn knows(&self, iri: &str) -> bool {
        let Ok(Some(id)) = self.id(iri) else { return false };
        let any = |pattern| self.index.quads(pattern, Graphs::Union).is_ok_and(|mut quads| quads.next().is_some());
        any([Some(id), None, None]) || any([None, None, Some(id)])
    }

    /// Whether an IRI occurs at all, as a predicate too.
    #[must_use]
    pub fn uses(&self, iri: &str) -> bool {
        self.knows(iri) || self.count(iri).is_ok_and(|count| count > 0)
    }

    /// How many triples of the union have a predicate.
    pub fn count(&self, predicate: &str) -> Result<usize, StoreError> {
        let Some(predicate) = self.id(predicate)? else { return Ok(0) };
        Ok(self.index.quads([None, Some(predicate), None], Graphs::Union).map_err(failed)?.count())
    }

    pub(super) fn id(&self, iri: &str) -> Result<Option<u32>, StoreError> {
        self.index.id(&key::of_iri(iri)).map_err(failed)
    }

    pub(super) fn term(&self, id: u32) -> Result<Term, StoreError> {
        self.index.term(id).map_err(failed)
    }

    /// All quads in a fixed order: of the named graphs, or of the union.
    pub(super) fn quads(&self, named: bool) -> Result<Vec<Quad>, StoreError> {
        let graphs = if named { Graphs::Named } else { Graphs::Union };
        let quads = self.index.quads([None; 3], graphs).map_err(failed)?;
        let mut all = quads.map(|quad| self.quad(quad.map_err(failed)?)).collect::<Result<Vec<Quad>, _>>()?;
        all.sort_by_cached_key(|quad| format!("{} {} {} {}", quad.graph_name, quad.subject, quad.predicate, quad.object));
        Ok(all)
    }

    fn quad(&self, [s, p, o, g]: [u32; 4]) -> Result<Quad, StoreError> {
        let wrong = |_| failed("a literal stands where none may");
        let subject = NamedOrBlankNode::try_from(self.term(s)?).map_err(wrong)?;
        let graph = match g {
            key::NO_GRAPH => GraphName::DefaultGraph,
            g => GraphName::from(NamedOrBlankNode::try_from(self.term(g)?).map_err(wrong)?),
        };
        Ok(Quad::new(subject, NamedNode::new_unchecked(bare(&self.term(p)?)), self.term(o)?, graph))
    }
}
