//! Texts side by side whose first lines stand on one baseline.

use crate::theme::Style;

use super::document::{NodeId, Tagged};
use super::piece::shifted;
use super::text::{Line, baseline};

/// The lines of a text, one under the other.
pub(super) struct Beside {
    /// The element they belong to.
    pub(super) node: NodeId,
    /// Their left edge.
    pub(super) x: f32,
    pub(super) style: Style,
    pub(super) lines: Vec<Line>,
}

/// Texts that have been set side by side.
pub(super) struct Row {
    /// To the lower edge of the longest.
    pub(super) height: f32,
    /// Where the first lines stand.
    pub(super) baseline: f32,
    /// What is printed, in the order of the texts.
    pub(super) marks: Vec<Tagged>,
}

impl Row {
    /// Moves it down.
    pub(super) fn shift(&mut self, points: f32) {
        self.baseline += points;
        for tagged in &mut self.marks {
            tagged.mark.shift(0.0, points);
        }
    }
}

/// Sets texts side by side; there is room for a line in this style whatever they are.
pub(super) fn side_by_side(texts: Vec<Beside>, style: Style) -> Row {
    let stands = |text: &Beside| text.lines.first().map(|line| line.above + baseline(text.style));
    let first = texts.iter().filter_map(stands).fold(baseline(style), f32::max);
    let mut row = Row { height: style.leading, baseline: first, marks: Vec::new() };
    for text in texts {
        let mut y = first - stands(&text).unwrap_or(first);
        for line in text.lines {
            row.marks.extend(shifted(Some(text.node), line.marks, text.x, y + line.above));
            y += text.style.leading + line.above + line.below;
        }
        row.height = row.height.max(y);
    }
    row
}
