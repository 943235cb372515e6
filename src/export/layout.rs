//! Places for the nodes of a network: Fruchterman and Reingold's forces, those from afar by Barnes and Hut's tree, with
//! gravity, from the same start each time. Five thousand nodes take seconds.

/// A point of a picture.
pub type Point = (f64, f64);

/// The distance that the forces aim at between neighbours.
const DISTANCE: f64 = 45.0;
const ROUNDS: usize = 240;
/// The turn from one node to the next on the spiral on which all begin: sunflowers leave no gaps with it.
const TURN: f64 = 2.399_963_229_728_653;
/// What is seen under a smaller angle counts as one.
const ANGLE: f64 = 0.9;
/// How strongly all are drawn to the middle.
const GRAVITY: f64 = 0.5;
/// Halvings of the plane: what stands nearer together is one.
const DEPTH: usize = 24;

/// Places of `nodes` nodes joined by `edges`, in the plane's own measure.
#[must_use]
pub fn forces(nodes: usize, edges: &[(usize, usize)]) -> Vec<Point> {
    let spiral = |i: usize| {
        let (angle, radius) = (i as f64 * TURN, DISTANCE * (i as f64 + 0.5).sqrt());
        (radius * angle.cos(), radius * angle.sin())
    };
    let mut points: Vec<Point> = (0..nodes).map(spiral).collect();
    let hot = DISTANCE * (nodes as f64).sqrt() / 3.0;
    for round in 0..ROUNDS {
        let temperature = hot * (1.0 - round as f64 / ROUNDS as f64).powi(2) + 0.5;
        step(&mut points, edges, temperature);
    }
    points
}

/// One round, in which no node goes further than the temperature allows.
fn step(points: &mut [Point], edges: &[(usize, usize)], temperature: f64) {
    let tree = Tree::of(points);
    let mut ways: Vec<Point> = points
        .iter()
        .map(|point| {
            let (x, y) = tree.push(*point);
            (x - point.0 * GRAVITY, y - point.1 * GRAVITY)
        })
        .collect();
    for &(a, b) in edges {
        let (dx, dy) = (points[b].0 - points[a].0, points[b].1 - points[a].1);
        let pull = dx.hypot(dy) / DISTANCE;
        ways[a] = (ways[a].0 + dx * pull, ways[a].1 + dy * pull);
        ways[b] = (ways[b].0 - dx * pull, ways[b].1 - dy * pull);
    }
    for (point, way) in points.iter_mut().zip(ways) {
        let length = way.0.hypot(way.1);
        if length.is_finite() && length > 0.0 {
            let share = (temperature / length).min(1.0);
            *point = (point.0 + way.0 * share, point.1 + way.1 * share);
        }
    }
}

/// A square of the plane with the weight and middle of what is in it.
#[derive(Debug, Clone, Copy, Default)]
struct Square {
    weight: f64,
    x: f64,
    y: f64,
    /// The first of its four quarters; 0 where it has none.
    quarters: usize,
}

/// The plane in squares of squares.
struct Tree {
    squares: Vec<Square>,
    middle: Point,
    half: f64,
}

impl Tree {
    fn of(points: &[Point]) -> Self {
        let range = |of: fn(&Point) -> f64| points.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        let ((left, right), (top, bottom)) = (range(|p| p.0), range(|p| p.1));
        let half = ((right - left).max(bottom - top) / 2.0).max(1.0);
        let mut tree = Self { squares: vec![Square::default()], middle: ((left + right) / 2.0, (top + bottom) / 2.0), half };
        for point in points {
            tree.insert(*point);
        }
        tree
    }

    fn insert(&mut self, point: Point) {
        let (mut at, mut middle, mut half) = (0, self.middle, self.half);
        for _ in 0..DEPTH {
            let square = &mut self.squares[at];
            let before = *square;
            let weight = before.weight + 1.0;
            (square.x, square.y) = ((before.x * before.weight + point.0) / weight, (before.y * before.weight + point.1) / weight);
            square.weight = weight;
            if before.weight == 0.0 {
                return;
            }
            if before.quarters == 0 {
                let first = self.squares.len();
                self.squares[at].quarters = first;
                self.squares.extend([Square::default(); 4]);
                // Who was alone here moves down.
                let quarter = first + quarter(middle, (before.x, before.y)).0;
                self.squares[quarter] = Square { quarters: 0, ..before };
            }
            let (number, shift) = quarter(middle, point);
            half /= 2.0;
            middle = (middle.0 + shift.0 * half, middle.1 + shift.1 * half);
            at = self.squares[at].quarters + number;
        }
        let square = &mut self.squares[at];
        square.weight += 1.0;
    }

    /// How all others push a point away.
    fn push(&self, point: Point) -> Point {
        let mut way = (0.0, 0.0);
        let mut open = vec![(0, self.half * 2.0)];
        while let Some((at, size)) = open.pop() {
            let square = &self.squares[at];
            if square.weight == 0.0 {
                continue;
            }
            let (dx, dy) = (point.0 - square.x, point.1 - square.y);
            let distance = dx.hypot(dy);
            if square.quarters == 0 || size < ANGLE * distance {
                if distance > 1e-9 {
                    let force = square.weight * DISTANCE * DISTANCE / (distance * distance).max(1.0);
                    way = (way.0 + dx * force, way.1 + dy * force);
                }
            } else {
                open.extend((0..4).map(|number| (square.quarters + number, size / 2.0)));
            }
        }
        way
    }
}

/// The quarter of a square in which a point is, and where its middle is seen from the square's.
fn quarter(middle: Point, point: Point) -> (usize, Point) {
    match (point.0 >= middle.0, point.1 >= middle.1) {
        (false, false) => (0, (-1.0, -1.0)),
        (true, false) => (1, (1.0, -1.0)),
        (false, true) => (2, (-1.0, 1.0)),
        (true, true) => (3, (1.0, 1.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_closer_than_strangers() {
        let edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
        let found = forces(6, &edges);
        let distance = |a: usize, b: usize| (found[a].0 - found[b].0).hypot(found[a].1 - found[b].1);
        assert!(distance(0, 1) < distance(0, 5) && distance(4, 5) < distance(1, 5), "{found:?}");
        assert_eq!(found, forces(6, &edges));
    }

    #[test]
    fn many_nodes_are_placed_and_apart() {
        let edges: Vec<(usize, usize)> = (1..500).map(|i| (i / 3, i)).collect();
        let found = forces(500, &edges);
        assert!(found.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
        let close = (0..500)
            .flat_map(|a| (a + 1..500).map(move |b| (a, b)))
            .filter(|(a, b)| (found[*a].0 - found[*b].0).hypot(found[*a].1 - found[*b].1) < 1.0);
        assert!(close.count() < 20);
        assert!(forces(0, &[]).is_empty() && forces(1, &[]).len() == 1);
    }
}
