//! Records side by side: a row for each of their fields, under a band with their names.

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Ribbon};
use crate::theme::{Side, Style, Theme};

use super::document::{Mark, NodeId, Tag};
use super::measure::{Column, Measurer};
use super::piece::{UGLY, shifted};

/// Least room between the texts of two cells: two millimetres in points.
const AIR: f32 = 2.0 * 72.0 / 25.4;

/// Where the cells of a fold stand.
#[derive(Clone, Copy)]
struct Cells {
    x: f32,
    head: f32,
    cell: f32,
    padding: f32,
}

impl Measurer<'_> {
    /// A table for each fold, all of equal cells. Where a text would not fit on one line there are fewer cells in a row, down
    /// to half of what the theme allows; then texts wrap, and there are still fewer only where a word would not fit.
    pub(super) fn ribbon(&mut self, ribbon: &Ribbon, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let padding = theme.table.row.pt() * 0.6;
        let head_style = theme.text.note;
        let heads = ribbon.heads.iter().map(|head| self.shaper.shape(head, head_style, None).widths().1);
        let head = (heads.fold(0.0, f32::max).ceil() + theme.table.cell.pt() * 2.0).min(column.width / 3.0);
        let half = usize::from(theme.key.cells).div_ceil(2);
        let (mut word, mut whole) = (1.0_f32, 1.0_f32);
        for (field, text) in ribbon.records.iter().flat_map(|record| record.iter().enumerate()) {
            let widths = self.shaper.shape(text, cell_style(theme, field), None).widths();
            (word, whole) = (word.max(widths.0), whole.max(widths.1));
        }
        let fitting = |width: f32| ((column.width - head) / (width.ceil() + AIR)).floor() as usize;
        let most = fitting(whole).max(fitting(word).min(half)).clamp(1, usize::from(theme.key.cells));
        let count = ribbon.records.len();
        let each = count.div_ceil(count.div_ceil(most).max(1)).max(1);
        let cell = (column.width - head) / each.max(half.min(most)) as f32;
        let cells = Cells { x: column.x, head, cell, padding };
        self.strip.space(theme.text.table.above);
        for (at, records) in ribbon.records.chunks(each).enumerate() {
            if at > 0 {
                self.strip.cost(UGLY);
            }
            self.fold(&ribbon.heads, records, cells, parent)?;
            self.strip.space(theme.text.table.above * 0.7);
        }
        self.strip.space(theme.text.table.below);
        Ok(())
    }

    fn fold(
        &mut self,
        heads: &[Vec<Inline>],
        records: &[Vec<Vec<Inline>>],
        cells: Cells,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let (table, small) = (theme.text.table, theme.text.note);
        let width = cells.head + cells.cell * records.len() as f32;
        let node = self.node(Tag::Table, parent);
        let mut content = Vec::new();
        let mut ground = Vec::new();
        let mut y = 0.0;
        for (field, head) in heads.iter().enumerate() {
            let row = self.node(Tag::Row, Some(node));
            let side = self.node(Tag::SideCell, Some(row));
            let first = Style { leading: table.leading, ..small };
            let lines = self.shaper.paragraph(head, first, cells.head - theme.table.cell.pt())?;
            let mut most_lines = lines.len().max(1);
            for (at, line) in lines.into_iter().enumerate() {
                let down = y + cells.padding + at as f32 * first.leading;
                content.extend(shifted(Some(side), line.marks, cells.x + theme.table.cell.pt() / 2.0, down));
            }
            let style = cell_style(theme, field);
            let mut x = cells.x + cells.head;
            for record in records {
                let node = self.node(if field == 0 { Tag::HeadCell } else { Tag::Cell }, Some(row));
                let text = record.get(field).map_or(&[][..], Vec::as_slice);
                let lines = self.shaper.paragraph(text, style, cells.cell - AIR)?;
                most_lines = most_lines.max(lines.len());
                for (at, line) in lines.into_iter().enumerate() {
                    let down = y + cells.padding + at as f32 * style.leading;
                    content.extend(shifted(Some(node), line.marks, x + AIR / 2.0, down));
                }
                x += cells.cell;
            }
            let height = most_lines as f32 * style.leading + 2.0 * cells.padding;
            if field == 0 {
                ground.push(Mark::Fill { at: (cells.x, y), size: (width, height), grey: theme.key.band });
            }
            y += height;
        }
        let rule = |y: f32| Mark::Line {
            from: (cells.x, y),
            to: (cells.x + width, y),
            width: theme.table.rule.pt(),
            grey: theme.room.grey,
        };
        ground.push(rule(y));
        let mut marks = shifted(None, ground, 0.0, 0.0);
        marks.extend(content);
        self.strip.push(y, marks);
        Ok(())
    }
}

/// The style of the cells of a field; the first names the record.
fn cell_style(theme: &Theme, field: usize) -> Style {
    let (table, small) = (theme.text.table, theme.text.note);
    let style = if field == 0 { Style { bold: true, ..small } } else { table };
    Style { leading: table.leading, align: Side::Centre, ..style }
}
