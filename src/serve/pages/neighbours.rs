//! A small picture of whom an entity stands beside: those with most statements around it, coloured by relation.

use super::Page;
use crate::export::looks;
use crate::serve::facts::{Facts, Relation};
use crate::store::term;
use crate::vocabulary::{dcterms, rap};
use maud::{Markup, html};
use std::cmp::Reverse;
use unicode_width::UnicodeWidthChar;

/// Neighbours of a picture.
const MOST: usize = 14;
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 400.0;
/// Columns of a label; a Chinese sign takes two.
const COLUMNS: usize = 17;

/// Parts and mentions are no company, unless there is no other.
const LESS: &[&str] = &[rap::MENTIONS, dcterms::HAS_PART, dcterms::IS_PART_OF, rap::ACTION];

struct Neighbour<'f> {
    relation: &'f Relation,
    iri: &'f str,
    statements: usize,
}

#[must_use]
pub fn draw(page: &Page<'_>, iri: &str, facts: &Facts) -> Markup {
    let mut all: Vec<Neighbour<'_>> = Vec::new();
    for group in &facts.groups {
        for fact in &group.facts {
            let Some(other) = term::iri(&fact.other).filter(|other| page.address(other).is_some() && *other != iri) else { continue };
            if !all.iter().any(|known| known.iri == other) {
                all.push(Neighbour { relation: &group.relation, iri: other, statements: fact.statements.len() });
            }
        }
    }
    all.sort_by_key(|n| (LESS.contains(&n.relation.predicate.as_str()), Reverse(n.statements)));
    all.truncate(MOST);
    // Neighbours in one relation stand side by side.
    all.sort_by_key(|n| facts.groups.iter().position(|group| group.relation == *n.relation));
    if all.len() < 2 {
        return html! {};
    }
    let mut relations: Vec<&Relation> = all.iter().map(|neighbour| neighbour.relation).collect();
    relations.dedup();
    let colour = |relation: &Relation| looks::series(relations.iter().position(|known| *known == relation).unwrap_or(0));
    let places: Vec<(f64, f64)> = (0..all.len()).map(|at| place(at, all.len())).collect();
    html! {
        section.neighbours { h2 { (page.words.get("neighbours")) }
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="group" aria-label=(page.words.get("neighbours")) {
                defs { @for (number, _) in relations.iter().enumerate() {
                    marker id=(format!("arrow-{number}")) viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse" { path d="M0 0L8 4L0 8z" fill=(looks::series(number)) {} }
                } }
                @for (neighbour, (x, y)) in all.iter().zip(&places) { (edge(neighbour, (*x, *y), &relations)) }
                circle.self cx=(WIDTH / 2.0) cy=(HEIGHT / 2.0) r="11" {}
                @for (neighbour, (x, y)) in all.iter().zip(&places) {
                    a href=[page.address(neighbour.iri)] {
                        circle cx=(x) cy=(y) r="7" fill=(colour(neighbour.relation)) {}
                        title { (page.title(neighbour.iri)) }
                        (label(&page.title(neighbour.iri), (*x, *y)))
                    }
                }
            }
            ul.legend { @for (number, relation) in relations.iter().enumerate() {
                li { svg.key viewBox="0 0 10 10" aria-hidden="true" { circle cx="5" cy="5" r="5" fill=(looks::series(number)) {} } (page.relation(relation)) }
            } }
        }
    }
}

/// Places on an ellipse, beginning at the top.
fn place(at: usize, of: usize) -> (f64, f64) {
    let angle = std::f64::consts::TAU * (at as f64 + 0.5) / of as f64 - std::f64::consts::FRAC_PI_2;
    let round = |value: f64| (value * 10.0).round() / 10.0;
    (round(WIDTH / 2.0 + 0.21 * WIDTH * angle.cos()), round(HEIGHT / 2.0 + 0.42 * HEIGHT * angle.sin()))
}

/// A line to the neighbour or from it, with its head at who it leads to.
fn edge(neighbour: &Neighbour<'_>, (x, y): (f64, f64), relations: &[&Relation]) -> Markup {
    let number = relations.iter().position(|known| *known == neighbour.relation).unwrap_or(0);
    let (cx, cy) = (WIDTH / 2.0, HEIGHT / 2.0);
    let length = (x - cx).hypot(y - cy);
    let along = |from: f64, to: f64, by: f64| ((from + (to - from) * by / length) * 10.0).round() / 10.0;
    let (x1, y1) = (along(cx, x, 13.0), along(cy, y, 13.0));
    let (x2, y2) = (along(x, cx, 9.0), along(y, cy, 9.0));
    let arrow = format!("url(#arrow-{number})");
    let (start, end) = if neighbour.relation.is_inverse { (Some(arrow.as_str()), None) } else { (None, Some(arrow.as_str())) };
    html! { line x1=(x1) y1=(y1) x2=(x2) y2=(y2) stroke=(looks::series(number)) stroke-width="1.6" marker-start=[start] marker-end=[end] {} }
}

/// A name beside its place, away from the middle.
fn label(name: &str, (x, y): (f64, f64)) -> Markup {
    let mut columns = 0;
    let within = |c: &char| {
        columns += c.width().unwrap_or(0);
        columns <= COLUMNS
    };
    let mut short: String = name.chars().take_while(within).collect();
    if short.len() < name.len() {
        short.push('\u{2026}');
    }
    let (anchor, dx) = if x >= WIDTH / 2.0 { ("start", 11.0) } else { ("end", -11.0) };
    html! { text x=(x + dx) y=(y + 5.0) text-anchor=(anchor) direction="ltr" { (short) } }
}
