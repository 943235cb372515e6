//! Places for the nodes of a picture: Fruchterman and Reingold's forces by fdg-sim, with gravity, from the same start
//! each time; then places for as many labels as fit without touching each other.

use fdg_sim::force::{Force, handy};
use fdg_sim::glam::Vec3;
use fdg_sim::{ForceGraph, ForceGraphHelper};
use unicode_width::UnicodeWidthStr;

/// The distance that the forces aim at between neighbours.
const DISTANCE: f32 = 45.0;
const ROUNDS: usize = 300;
/// The turn from one node to the next on the spiral on which all begin: sunflowers leave no gaps with it.
const TURN: f32 = 2.399_963_2;
/// Height of a letter, and how wide half a wide letter is beside it.
pub const LETTER: f64 = 11.0;
const ASPECT: f64 = 0.56;

/// A point of the picture.
pub type Point = (f64, f64);

/// Places of `nodes` nodes joined by `edges`, in a picture of a width and height with a margin.
#[must_use]
pub fn places(nodes: usize, edges: &[(usize, usize)], (width, height): Point, margin: f64) -> Vec<Point> {
    let mut graph: ForceGraph<(), ()> = ForceGraph::default();
    let indices: Vec<_> = (0..nodes)
        .map(|i| {
            let (angle, radius) = (i as f32 * TURN, DISTANCE * (i as f32 + 0.5).sqrt());
            graph.add_force_node_with_coords("", (), Vec3::new(radius * angle.cos(), radius * angle.sin(), 0.0))
        })
        .collect();
    for (a, b) in edges {
        graph.add_edge(indices[*a], indices[*b], ());
    }
    let force = handy(DISTANCE, 1.0, true, true);
    let hot = DISTANCE * (nodes as f32).sqrt() / 4.0;
    for round in 0..ROUNDS {
        step(&mut graph, &force, hot * (1.0 - round as f32 / ROUNDS as f32));
    }
    let found: Vec<Point> = indices.iter().map(|i| (f64::from(graph[*i].location.x), f64::from(graph[*i].location.y))).collect();
    fitted(&found, (width, height), margin)
}

/// One round, in which no node goes further than the temperature allows.
fn step(graph: &mut ForceGraph<(), ()>, force: &Force<(), ()>, temperature: f32) {
    graph.node_weights_mut().for_each(|node| node.velocity = Vec3::ZERO);
    force.update(graph, 1.0);
    for node in graph.node_weights_mut() {
        let way = node.location - node.old_location;
        let length = way.length();
        if !length.is_finite() {
            node.location = node.old_location;
        } else if length > temperature {
            node.location = node.old_location + way * (temperature / length);
        }
    }
}

/// Moves and stretches points to fill a picture, each direction for itself.
fn fitted(points: &[Point], (width, height): Point, margin: f64) -> Vec<Point> {
    let range = |values: &mut dyn Iterator<Item = f64>| values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let (left, right) = range(&mut points.iter().map(|p| p.0));
    let (top, bottom) = range(&mut points.iter().map(|p| p.1));
    let place = |value: f64, low: f64, high: f64, room: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        margin + share * (room - 2.0 * margin)
    };
    points.iter().map(|(x, y)| (place(*x, left, right, width), place(*y, top, bottom, height))).collect()
}

/// A box: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

fn touch(a: &Area, b: &Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Where labels begin (left end of the base line), in the order of the nodes; `None` where no place is free. Those
/// that come first in `order` choose first.
#[must_use]
pub fn labels(texts: &[String], nodes: &[(Point, f64)], order: &[usize], (width, height): Point) -> Vec<Option<Point>> {
    let mut taken: Vec<Area> = nodes.iter().map(|((x, y), r)| (x - r, y - r, x + r, y + r)).collect();
    let mut found = vec![None; texts.len()];
    for &node in order {
        let ((x, y), radius) = nodes[node];
        let (wide, high) = (texts[node].width() as f64 * LETTER * ASPECT, LETTER);
        let gap = radius + 2.0;
        let corners =
            [(x + gap, y - high / 2.0), (x - gap - wide, y - high / 2.0), (x - wide / 2.0, y - gap - high), (x - wide / 2.0, y + gap)];
        let areas = corners.into_iter().map(|(left, top)| (left, top, left + wide, top + high));
        let mut inside = areas.filter(|a| a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= width && a.3 <= height);
        if let Some(area) = inside.find(|area| !taken.iter().any(|other| touch(area, other))) {
            found[node] = Some((area.0, area.3 - high * 0.2));
            taken.push(area);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_closer_than_strangers() {
        let edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
        let found = places(6, &edges, (1000.0, 800.0), 40.0);
        let distance = |a: usize, b: usize| (found[a].0 - found[b].0).hypot(found[a].1 - found[b].1);
        assert!(distance(0, 1) < distance(0, 5) && distance(4, 5) < distance(1, 5), "{found:?}");
        assert!(found.iter().all(|(x, y)| (40.0..=960.0).contains(x) && (40.0..=760.0).contains(y)));
        assert_eq!(found, places(6, &edges, (1000.0, 800.0), 40.0));
        assert!(places(0, &[], (10.0, 10.0), 1.0).is_empty());
    }

    #[test]
    fn labels_do_not_touch() {
        let nodes: Vec<(Point, f64)> = (0..20).map(|i| ((100.0 + f64::from(i) * 9.0, 100.0), 4.0)).collect();
        let texts: Vec<String> = (0..20).map(|i| format!("a label of {i}")).collect();
        let order: Vec<usize> = (0..20).collect();
        let found = labels(&texts, &nodes, &order, (400.0, 200.0));
        let areas: Vec<Area> = found
            .iter()
            .zip(&texts)
            .filter_map(|(place, text)| {
                place.map(|(x, y)| (x, y - LETTER * 0.8, x + text.width() as f64 * LETTER * ASPECT, y + LETTER * 0.2))
            })
            .collect();
        assert!(areas.len() >= 4, "some find a place");
        for (i, a) in areas.iter().enumerate() {
            assert!(areas[i + 1..].iter().all(|b| !touch(a, b)), "{areas:?}");
        }
    }
}
