//! A table to fill: columns of equal width under their heads, and empty rows as high as a ruled line.

use crate::diagnostic::Diagnostic;
use crate::flow::Inline;
use crate::theme::{Side, Style};

use super::beside::{Beside, side_by_side};
use super::document::{Mark, NodeId, Tag};
use super::measure::{Column, Measurer};
use super::piece::{NEVER, shifted};

impl Measurer<'_> {
    /// Room to fill in; the head and each row are pieces.
    pub(super) fn form(
        &mut self,
        head: &[Vec<Inline>],
        rows: u16,
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = Style { bold: true, ..theme.text.table };
        let cell = column.width / head.len().max(1) as f32;
        let padding = theme.table.row.pt();
        let table = self.node(Tag::Table, parent);
        let row = self.node(Tag::Row, Some(table));
        let mut texts = Vec::new();
        for (at, text) in head.iter().enumerate() {
            let node = self.node(Tag::HeadCell, Some(row));
            let x = column.x + at as f32 * cell + theme.table.cell.pt();
            let shaped = self.shaper.shape(text, style, None);
            let lines = self.shaper.lines(&shaped, cell - 2.0 * theme.table.cell.pt(), Side::Left)?;
            texts.push(Beside { node, x, style, lines });
        }
        let mut heads = side_by_side(texts, style);
        heads.shift(padding);
        let height = heads.height + 2.0 * padding;
        let frame = theme.room.frame.pt();
        let mut rules = self.row_rules(head.len(), column, height, frame);
        rules.push(self.level(column, 0.0, frame));
        heads.marks.extend(shifted(None, rules, 0.0, 0.0));
        self.strip.push(height, heads.marks);
        let height = theme.room.line.pt();
        for at in 0..rows {
            self.line_cost(at, rows);
            self.strip.cost(if at == 0 { NEVER } else { 0.0 });
            let below = if at + 1 == rows { frame } else { theme.room.rule.pt() };
            let rules = self.row_rules(head.len(), column, height, below);
            self.strip.push(height, shifted(None, rules, 0.0, 0.0));
        }
        Ok(())
    }

    /// The lines between and beside the cells of a row, and the one below it.
    fn row_rules(&self, columns: usize, column: Column, height: f32, below: f32) -> Vec<Mark> {
        let room = self.shaper.theme.room;
        let upright = |at: usize| {
            let x = column.x + column.width * at as f32 / columns.max(1) as f32;
            let width = if at == 0 || at == columns { room.frame.pt() } else { room.rule.pt() };
            Mark::Line { from: (x, 0.0), to: (x, height), width, grey: room.grey }
        };
        let mut marks: Vec<Mark> = (0..=columns).map(upright).collect();
        marks.push(self.level(column, height, below));
        marks
    }

    /// A line across, to the outer edges of the frame.
    fn level(&self, column: Column, y: f32, width: f32) -> Mark {
        let room = self.shaper.theme.room;
        let edge = room.frame.pt() / 2.0;
        Mark::Line { from: (column.x - edge, y), to: (column.x + column.width + edge, y), width, grey: room.grey }
    }
}
