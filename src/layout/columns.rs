//! Blocks side by side, and blocks in smaller type.

use crate::diagnostic::Diagnostic;
use crate::flow::Block;
use crate::source::Span;

use super::document::{Mark, NodeId, Tagged};
use super::measure::{Column, Measurer, Within};
use super::piece::Strip;
use super::room::points;

/// Narrowest column of those side by side, millimetres.
const LEAST_COLUMN: u16 = 20;

impl Measurer<'_> {
    /// Columns of equal width as one piece; columns that are higher than a page come one under the other.
    pub(super) fn columns(
        &mut self,
        columns: &[Vec<Block>],
        span: Span,
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let gap = self.shaper.theme.columns.gap.pt();
        let count = columns.len().max(1) as f32;
        let width = (column.width - gap * (count - 1.0)) / count;
        if width < points(LEAST_COLUMN) {
            return Err(Diagnostic::new(
                span,
                format!("{} columns are too many to stand side by side here", columns.len()),
                "begin here",
                format!("take out some `::next`: a column has to be {LEAST_COLUMN} mm wide"),
            ));
        }
        let before = (self.nodes.len(), self.outline.len(), self.turned.len());
        let outer = std::mem::take(&mut self.strip);
        let mut height = 0.0_f32;
        let mut marks = Vec::new();
        let mut x = column.x;
        for blocks in columns {
            self.blocks(blocks, Column { x, width, aside: 0.0 }, parent, Within::Inner)?;
            let (lowest, placed) = stacked(std::mem::take(&mut self.strip));
            height = height.max(lowest);
            marks.extend(placed);
            x += width + gap;
        }
        self.strip = outer;
        let around = self.shaper.theme.columns.around.pt();
        self.strip.space(around);
        if height <= self.page_height {
            let entries = before.1..self.outline.len();
            entries.for_each(|entry| self.strip.entry(entry));
            self.strip.push(height, marks);
        } else {
            self.nodes.truncate(before.0);
            self.outline.truncate(before.1);
            self.turned.truncate(before.2);
            for blocks in columns {
                self.blocks(blocks, Column { aside: 0.0, ..column }, parent, Within::Page)?;
            }
        }
        self.strip.space(around);
        Ok(())
    }

    /// Blocks in smaller type, over the full width.
    pub(super) fn small(&mut self, blocks: &[Block], column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let within = if self.strip.relaxed { Within::Repeated } else { Within::Inner };
        let usual = std::mem::replace(&mut self.shaper.theme, self.small);
        let done = self.blocks(blocks, Column { aside: 0.0, ..column }, parent, within);
        self.shaper.theme = usual;
        done
    }
}

/// The pieces of a strip one under the other: their height and their marks.
fn stacked(strip: Strip) -> (f32, Vec<Tagged>) {
    let mut marks = Vec::new();
    let mut y = 0.0;
    let mut before = Vec::new();
    for (at, piece) in strip.pieces.into_iter().enumerate() {
        y += if at > 0 { piece.gap } else { 0.0 };
        marks.extend(piece.bars.iter().map(|bar| {
            let gap = if before.contains(bar) { piece.gap } else { 0.0 };
            let mark = Mark::Fill { at: (bar.x, y - gap), size: (bar.width, piece.height + gap), grey: bar.grey };
            Tagged { node: None, mark }
        }));
        marks.extend(piece.marks.into_iter().map(|mut tagged| {
            tagged.mark.shift(0.0, y);
            tagged
        }));
        y += piece.height;
        before = piece.bars;
    }
    (y, marks)
}
