//! Places for the nodes of a picture, and for as many labels as fit without touching each other.

pub use super::layout::Point;
use super::layout::forces;
use unicode_width::UnicodeWidthStr;

/// Height of a letter, and how wide half a wide letter is beside it.
pub const LETTER: f64 = 11.0;
const ASPECT: f64 = 0.56;

/// Places of `nodes` nodes joined by `edges`, in a picture of a width and height with a margin.
#[must_use]
pub fn places(nodes: usize, edges: &[(usize, usize)], size: Point, margin: f64) -> Vec<Point> {
    fitted(&forces(nodes, edges), size, margin)
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

/// Nodes whose names are there in any case, over other nodes if need be.
const HUBS: usize = 15;

/// Where labels begin (left end of the base line), in the order of the nodes; `None` where no place is free. Those
/// that come first in `order` choose first.
#[must_use]
pub fn labels(texts: &[String], nodes: &[(Point, f64)], order: &[usize], (width, height): Point) -> Vec<Option<Point>> {
    let circles: Vec<Area> = nodes.iter().map(|((x, y), r)| (x - r, y - r, x + r, y + r)).collect();
    let mut taken: Vec<Area> = Vec::new();
    let mut found = vec![None; texts.len()];
    for (rank, &node) in order.iter().enumerate() {
        let ((x, y), radius) = nodes[node];
        let (wide, high) = (texts[node].width() as f64 * LETTER * ASPECT, LETTER);
        let gap = radius + 2.0;
        let corners =
            [(x + gap, y - high / 2.0), (x - gap - wide, y - high / 2.0), (x - wide / 2.0, y - gap - high), (x - wide / 2.0, y + gap)];
        let areas = corners.into_iter().map(|(left, top)| (left, top, left + wide, top + high));
        let inside = areas.filter(|a| a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= width && a.3 <= height);
        let open: Vec<Area> = inside.filter(|area| !taken.iter().any(|other| touch(area, other))).collect();
        let free = open.iter().find(|area| !circles.iter().any(|other| touch(area, other)));
        if let Some(area) = free.or_else(|| open.first().filter(|_| rank < HUBS)).copied() {
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
