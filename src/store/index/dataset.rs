//! The index as a dataset that oxigraph's evaluator asks.

use super::key::{self, NUMBER};
use super::{Graphs, Order, Snapshot};
use oxigraph::model::{Literal, Term};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::io;
use std::sync::Arc;

/// A term of a query: one that the index knows, or one that only the query has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    Known(u32),
    Other(Arc<Term>),
}

/// An index that answers for as long as it lives.
#[derive(Debug, Clone, Copy)]
pub struct View<'a>(pub &'a Snapshot);

type Quads<'a> = Box<dyn Iterator<Item = io::Result<InternalQuad<Id>>> + 'a>;

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = Id;
    type Error = io::Error;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Id>,
        predicate: Option<&Id>,
        object: Option<&Id>,
        graph_name: Option<Option<&Id>>,
    ) -> impl Iterator<Item = io::Result<InternalQuad<Id>>> + use<'a> {
        let none: Quads<'a> = Box::new(std::iter::empty());
        let mut pattern = [None; 3];
        for (place, wanted) in pattern.iter_mut().zip([subject, predicate, object]) {
            match wanted {
                Some(Id::Known(id)) => *place = Some(*id),
                Some(Id::Other(_)) => return none,
                None => {}
            }
        }
        let graphs = match graph_name {
            Some(None) => Graphs::Union,
            Some(Some(Id::Known(graph))) => Graphs::One(*graph),
            Some(Some(Id::Other(_))) => return none,
            None => Graphs::Named,
        };
        let quads = match self.0.quads(pattern, graphs) {
            Ok(quads) => quads,
            Err(error) => return Box::new(std::iter::once(Err(error))),
        };
        let is_union = graphs == Graphs::Union;
        Box::new(quads.map(move |quad| {
            let [subject, predicate, object, graph] = quad?.map(Id::Known);
            Ok(InternalQuad { subject, predicate, object, graph_name: (!is_union).then_some(graph) })
        }))
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = io::Result<Id>> + use<'a> {
        let (graphs, failed) = match self.0.heads(Order::Gspo, &[]) {
            Ok(graphs) => (graphs, None),
            Err(error) => (Vec::new(), Some(Err(error))),
        };
        let named = graphs.into_iter().filter(|graph| *graph != key::NO_GRAPH);
        failed.into_iter().chain(named.map(|graph| Ok(Id::Known(graph))))
    }

    fn internalize_term(&self, term: Term) -> io::Result<Id> {
        let known = self.0.id(&key::of(&term))?;
        Ok(known.map_or_else(|| Id::Other(Arc::new(term)), Id::Known))
    }

    fn externalize_term(&self, term: Id) -> io::Result<Term> {
        match term {
            Id::Known(id) => self.0.term(id),
            Id::Other(term) => Ok(Arc::unwrap_or_clone(term)),
        }
    }

    // The two below spare numbers the way through their characters.

    fn externalize_expression_term(&self, term: Id) -> io::Result<ExpressionTerm> {
        match term {
            Id::Known(id) if id & NUMBER != 0 => Ok(ExpressionTerm::IntegerLiteral(i64::from(id & !NUMBER).into())),
            other => Ok(self.externalize_term(other)?.into()),
        }
    }

    fn internalize_expression_term(&self, term: ExpressionTerm) -> io::Result<Id> {
        match term {
            ExpressionTerm::IntegerLiteral(value) => {
                let small = u32::try_from(i64::from(value)).ok().filter(|value| value & NUMBER == 0);
                match small {
                    Some(value) => Ok(Id::Known(value | NUMBER)),
                    None => self.internalize_term(Literal::from(i64::from(value)).into()),
                }
            }
            other => self.internalize_term(other.into()),
        }
    }
}
