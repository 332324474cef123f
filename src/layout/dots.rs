//! Room to write that is made of dots: dotted lines, and dots in squares.

use super::document::Mark;
use super::measure::{Column, Measurer};

impl Measurer<'_> {
    /// A row of dots from edge to edge of the column.
    pub(super) fn dotted_rule(&self, column: Column, y: f32) -> Mark {
        let room = self.shaper.theme.room;
        let size = room.line_dot.pt();
        let steps = ((column.width - size) / room.line_step.pt()).round().max(1.0);
        Mark::Dots {
            at: (column.x + size / 2.0, y),
            count: steps as u16 + 1,
            step: (column.width - size) / steps,
            size,
            grey: room.grey / 2,
        }
    }

    /// Dots at the corners of whole squares, as many as a grid has.
    pub(super) fn dots(&self, column: Column, height: f32) -> (f32, Vec<Mark>) {
        let room = self.shaper.theme.room;
        let (side, dot) = (room.grid.pt(), room.dot.pt());
        let across = ((column.width - dot) / side).floor().max(1.0);
        let down = (height / side).round().max(1.0);
        let row = |at: u16| Mark::Dots {
            at: (column.x + dot / 2.0, f32::from(at) * side + dot / 2.0),
            count: across as u16 + 1,
            step: side,
            size: dot,
            grey: room.grey / 2,
        };
        (down * side + dot, (0..=down as u16).map(row).collect())
    }
}
