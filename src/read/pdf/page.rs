//! The order of a page's lines where the columns do not tell it: labels beside their rows.

use super::line::Line;

/// A label is short and ends in a colon: `Members:` beside the first row of a roster.
const LABEL_WIDTH: f32 = 0.16;
/// How far from its row a label may stand, in widths of the page.
const LABEL_GAP: f32 = 0.08;

/// How far leader dots may end before what they lead to.
const DOTS_GAP: f32 = 0.12;

/// Joins labels with the rows beside them; what stood between them and their rows is put back in its place.
pub fn order(mut lines: Vec<Line>, width: f32) -> Vec<Line> {
    let mut joined = 0;
    let mut at = 0;
    while at < lines.len() {
        match row_of(&lines, at, width) {
            Some(row) => {
                let label = lines.remove(at);
                let row = if row > at { row - 1 } else { row };
                lines[row].text = format!("{} {}", label.text, lines[row].text);
                lines[row].x0 = label.x0;
                lines[row].row |= label.row;
                if joined == 0 {
                    joined = at + 1;
                }
            }
            None => at += 1,
        }
    }
    if joined > 0 {
        // The labels were a column of their own; with them gone, the rest of it stands where its height says.
        lines[joined - 1..].sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    }
    lines
}

/// The line beside a label, or where leader dots lead.
fn row_of(lines: &[Line], label: usize, width: f32) -> Option<usize> {
    let first = &lines[label];
    let reach = if first.text.ends_with(" ...") {
        DOTS_GAP
    } else if first.text.ends_with([':', '\u{FF1A}']) && first.width() < width * LABEL_WIDTH {
        LABEL_GAP
    } else {
        return None;
    };
    let beside = |l: &Line| {
        let gap = l.x0 - first.x1;
        (l.y - first.y).abs() < first.size * 0.4 && gap > -1.0 && gap < width * reach
    };
    (0..lines.len()).find(|&i| i != label && beside(&lines[i]))
}
