//! How nodes look in pictures: a colour for each kind, a size by the number of neighbours.

use super::network::Node;

/// Red, green, blue.
pub type Colour = (u8, u8, u8);

/// Colours that people with colour blindness can tell apart (after Okabe and Ito, and Tol), by class of the graph.
const KINDS: &[(&str, Colour)] = &[
    ("State", (0, 114, 178)),
    ("Organisation", (230, 159, 0)),
    ("Person", (0, 158, 115)),
    ("Post", (153, 153, 51)),
    ("Resolution", (213, 94, 0)),
    ("Letter", (204, 121, 167)),
    ("Instrument", (136, 34, 85)),
    ("Meeting", (86, 180, 233)),
    ("VerbatimRecord", (51, 34, 136)),
    ("Speech", (68, 170, 153)),
    ("AgendaItem", (221, 204, 119)),
    ("Event", (170, 68, 153)),
    ("Place", (17, 119, 51)),
    ("Declaration", (204, 102, 119)),
];

/// What has no colour of its own: other documents, years.
const OTHER: Colour = (136, 136, 136);

/// Sizes of nodes without and with the most neighbours.
const SMALLEST: f64 = 4.0;
const LARGEST: f64 = 30.0;

/// Colours of what has a place in a row and no colour of its own: relations, communities.
const SERIES: &[&str] =
    &["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#882255", "#999933", "#44aa99", "#332288", "#aa4499", "#117733"];

/// The colour of a place in a row; beyond the last, grey.
#[must_use]
pub fn series(number: usize) -> &'static str {
    SERIES.get(number).copied().unwrap_or("#888888")
}

/// As a browser writes it.
#[must_use]
pub fn hex(kind: &str) -> String {
    let (red, green, blue) = colour(kind);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[must_use]
pub fn colour(kind: &str) -> Colour {
    KINDS.iter().find(|(known, _)| *known == kind).map_or(OTHER, |(_, colour)| *colour)
}

/// The number of neighbours that was measured.
#[must_use]
pub fn degree(node: &Node) -> usize {
    node.attributes.get("degree").and_then(|degree| degree.parse().ok()).unwrap_or(0)
}

/// The diameter of a node, its area as its degree.
#[must_use]
pub fn size(node: &Node, most: usize) -> f64 {
    let share = degree(node) as f64 / most.max(1) as f64;
    SMALLEST + (LARGEST - SMALLEST) * share.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_with_neighbours() {
        let mut node = Node::default();
        assert!((size(&node, 9) - SMALLEST).abs() < 1e-9);
        node.attributes.insert("degree", "9".to_owned());
        assert!((size(&node, 9) - LARGEST).abs() < 1e-9);
        assert_ne!(colour("State"), colour("Organisation"));
        assert_eq!(colour("Unheard"), OTHER);
    }
}
