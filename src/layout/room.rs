//! Room to write: lines, boxes, squares, lines of code, and fields for a name or a date.

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Room};
use crate::theme::Side;

use super::document::{Mark, NodeId, Tag};
use super::measure::{Column, Measurer};
use super::piece::{CUT, NEVER, TORN, shifted};
use super::text::baseline;

/// Lines that stay with the question they answer.
const FIRST_LINES: u16 = 3;
/// A field as wide as this many of the others: the first, which is for a name.
const WIDE_FIELD: f32 = 2.2;

impl Measurer<'_> {
    /// Room for an answer, over the full width.
    pub(super) fn room(&mut self, room: Room, column: Column) {
        let theme = self.shaper.theme.room;
        self.strip.space(theme.gap.pt());
        match room {
            Room::Lines(lines) => self.ruled(lines, theme.line.pt(), column),
            Room::Code(lines) => self.code_lines(lines, column),
            Room::Box(millimetres) => {
                let height = points(millimetres);
                let frame = self.frame(column, height);
                self.strip.push(height, shifted(None, vec![frame], 0.0, 0.0));
            }
            Room::Grid(millimetres) => {
                let (height, marks) = self.grid(column, points(millimetres));
                self.strip.push(height, shifted(None, marks, 0.0, 0.0));
            }
        }
        self.strip.space(theme.gap.pt());
    }

    /// The first lines stay with what comes before them, and no line stands alone on the next page.
    fn line_cost(&mut self, at: u16, lines: u16) {
        if at > 0 {
            let torn = at < FIRST_LINES || at == lines - 1;
            self.strip.cost(if torn { TORN } else { CUT });
        }
    }

    fn ruled(&mut self, lines: u16, pitch: f32, column: Column) {
        for at in 0..lines {
            self.line_cost(at, lines);
            let rule = self.rule(column.x, column.x + column.width, pitch - 0.5);
            self.strip.push(pitch, shifted(None, vec![rule], 0.0, 0.0));
        }
    }

    fn code_lines(&mut self, lines: u16, column: Column) {
        let theme = self.shaper.theme;
        let pitch = theme.room.code_line.pt();
        self.strip.open_bar(column.x, theme.code.bar.pt(), theme.code.bar_grey);
        for at in 0..lines {
            self.line_cost(at, lines);
            let rule = self.rule(column.x + theme.code.indent.pt(), column.x + column.width, pitch - 0.5);
            self.strip.push(pitch, shifted(None, vec![rule], 0.0, 0.0));
        }
        self.strip.close_bar();
    }

    fn rule(&self, from: f32, to: f32, y: f32) -> Mark {
        let theme = self.shaper.theme.room;
        Mark::Line { from: (from, y), to: (to, y), width: theme.rule.pt(), grey: theme.grey }
    }

    fn frame(&self, column: Column, height: f32) -> Mark {
        let theme = self.shaper.theme.room;
        Mark::Frame { at: (column.x, 0.0), size: (column.width, height), width: theme.frame.pt(), grey: theme.grey }
    }

    /// Whole squares only; the frame ends with the last one.
    fn grid(&self, column: Column, height: f32) -> (f32, Vec<Mark>) {
        let theme = self.shaper.theme.room;
        let side = theme.grid.pt();
        let across = (column.width / side).floor().max(1.0);
        let down = (height / side).round().max(1.0);
        let (width, height) = (across * side, down * side);
        let line = |from: (f32, f32), to: (f32, f32)| Mark::Line {
            from: (column.x + from.0, from.1),
            to: (column.x + to.0, to.1),
            width: theme.rule.pt(),
            grey: theme.grey + (100 - theme.grey) / 3,
        };
        let mut marks: Vec<Mark> =
            (0..=across as u16).map(|at| f32::from(at) * side).map(|x| line((x, 0.0), (x, height))).collect();
        marks.extend((0..=down as u16).map(|at| f32::from(at) * side).map(|y| line((0.0, y), (width, y))));
        (height, marks)
    }

    /// Labelled lines side by side; the first is the widest.
    pub(super) fn fields(
        &mut self,
        fields: &[Vec<Inline>],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = theme.text.field;
        let gap = 14.0;
        let shares = WIDE_FIELD + fields.len() as f32 - 1.0;
        let unit = (column.width - gap * (fields.len() as f32 - 1.0)) / shares;
        let mut x = column.x;
        let mut marks = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let width = unit * if at == 0 { WIDE_FIELD } else { 1.0 };
            let node = self.node(Tag::Paragraph, parent);
            let is_line = |inline: &Inline| matches!(inline, Inline::Blank { .. });
            let (label, after) = field.split_at(field.iter().position(is_line).unwrap_or(field.len()));
            let mut shaped = self.shaper.shape(label, style, None);
            let (_, label) = shaped.widths();
            for line in self.shaper.lines(&mut shaped, width, style.align)?.into_iter().take(1) {
                marks.extend(shifted(Some(node), line.marks, x, 0.0));
            }
            let mut shaped = self.shaper.shape(after.get(1..).unwrap_or_default(), style, None);
            let (_, end) = shaped.widths();
            for line in self.shaper.lines(&mut shaped, width, Side::Right)?.into_iter().take(1) {
                marks.extend(shifted(Some(node), line.marks, x, 0.0));
            }
            let y = baseline(style) + 2.0;
            let until = x + width - if after.is_empty() { 0.0 } else { end + 5.0 };
            let rule = self.rule((x + label + 5.0).min(until), until, y);
            marks.extend(shifted(None, vec![rule], 0.0, 0.0));
            x += width + gap;
        }
        self.strip.space(style.above);
        self.strip.cost(NEVER);
        self.strip.push(style.leading, marks);
        self.strip.space(style.below);
        Ok(())
    }
}

/// Millimetres in points.
pub(super) fn points(millimetres: u16) -> f32 {
    f32::from(millimetres) * 72.0 / 25.4
}
