//! Changes to an index as a segment of their own, and small segments put together.

use super::dictionary;
use super::file::Output;
use super::rows::{Row, Section};
use super::scan::Scan;
use super::segment::{Description, Order, Segment};
use super::sorter::{IN_MEMORY, Sorted, Sorter};
use super::writer::{Intake, Orders, write_rows};
use super::{Snapshot, key};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Writes what the graphs of an intake have that the index has not, and the other way round. False where nothing has
/// changed.
pub fn write_changes(old: &Snapshot, intake: Intake, graphs: &BTreeSet<String>, folder: &Path, out: &mut Output<'_>) -> io::Result<bool> {
    let mut present = Sorter::new(folder, IN_MEMORY);
    let dictionary = intake.finish(old, out, |quad| present.push(Order::Gspo.row(quad)))?;
    let (mut added, mut removed) = (Orders::new(folder), Sorter::new(folder, IN_MEMORY));
    let mut has_changed = false;
    let mut before = rows_of(old, graphs)?;
    let mut present = present.finish()?;
    let (mut one, mut other) = (before.next().transpose()?, present.next()?);
    loop {
        match (one, other) {
            (None, None) => break,
            (Some(a), Some(b)) if a == b => (one, other) = (before.next().transpose()?, present.next()?),
            (Some(a), b) if b.is_none_or(|b| a < b) => {
                removed.push(Order::Spog.row(Order::Gspo.quad(a)))?;
                has_changed = true;
                one = before.next().transpose()?;
            }
            (_, Some(b)) => {
                added.push(Order::Gspo.quad(b))?;
                has_changed = true;
                other = present.next()?;
            }
            (Some(_), None) => unreachable!("a row without another is below it"),
        }
    }
    if !has_changed {
        return Ok(false);
    }
    let mut added = added.finish()?.map(|mut sorted| move || sorted.next());
    let added = write_rows(&mut added, out)?;
    let removed = write_removed(old, removed.finish()?, folder, out)?;
    Description { dictionary, added, removed }.write(out)?;
    Ok(true)
}

/// The rows of some graphs, in order.
fn rows_of<'i>(old: &'i Snapshot, graphs: &BTreeSet<String>) -> io::Result<impl Iterator<Item = io::Result<Row>> + 'i> {
    let mut ids = BTreeSet::new();
    for graph in graphs {
        // Quads without a graph are a graph, too.
        ids.extend(if graph.is_empty() { Some(key::NO_GRAPH) } else { old.id(graph.as_bytes())? });
    }
    let scans: Vec<Scan<'_>> = ids.into_iter().map(|id| Scan::new(old, Order::Gspo, &[id])).collect::<io::Result<_>>()?;
    Ok(scans.into_iter().flatten())
}

/// Writes removed quads; a triple leaves the union where no other graph has it. One that another graph gets now is
/// among what is added, which holds against this.
fn write_removed(old: &Snapshot, mut removed: Sorted, folder: &Path, out: &mut Output<'_>) -> io::Result<[Section; 4]> {
    let mut orders = Orders::new(folder);
    let mut group: Vec<Row> = Vec::new();
    loop {
        let next = removed.next()?;
        if let Some(first) = group.first()
            && next.is_none_or(|row| row[..3] != first[..3])
        {
            let mut is_gone = true;
            for row in Scan::new(old, Order::Spog, &first[..3])? {
                is_gone &= group.contains(&row?);
            }
            for row in group.drain(..) {
                if is_gone { orders.push(row)? } else { orders.push_quad_alone(row)? }
            }
        }
        match next {
            Some(row) => group.push(row),
            None => break,
        }
    }
    let mut rows = orders.finish()?.map(|mut sorted| move || sorted.next());
    write_rows(&mut rows, out)
}

/// Writes segments that follow each other, none of them the first, as one.
pub fn write_together(segments: Vec<Segment>, folder: &Path, out: &mut Output<'_>) -> io::Result<()> {
    let first = segments.first().map_or(1, |segment| segment.dictionary.section.first);
    let mut terms = dictionary::Writer::new(first, folder);
    for segment in &segments {
        for number in 0..segment.dictionary.blocks() {
            for term in segment.dictionary.block(number, &segment.file)?.keys() {
                terms.push(term, out)?;
            }
        }
    }
    let dictionary = terms.finish(out)?;
    let together = Snapshot::new(segments);
    let mut sections = [false, true].map(|_| [Section::default(); 4]);
    for (stands, sections) in [true, false].into_iter().zip(&mut sections) {
        let scans: Vec<Scan<'_>> = Order::ALL.iter().map(|order| Scan::new(&together, *order, &[])).collect::<io::Result<_>>()?;
        let mut scans = scans.into_iter();
        let mut rows = [scans.next(), scans.next(), scans.next(), scans.next()].map(|mut scan| {
            move || loop {
                match scan.as_mut().map(Scan::next_change).transpose()?.flatten() {
                    Some((row, now)) if now == stands => return Ok(Some(row)),
                    Some(_) => {}
                    None => return Ok(None),
                }
            }
        });
        *sections = write_rows(&mut rows, out)?;
    }
    let [added, removed] = sections;
    Description { dictionary, added, removed }.write(out)
}
