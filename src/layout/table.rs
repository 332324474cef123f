//! Tables: columns as wide as they need, narrower in proportion where the page is too narrow; a row is never cut.

use crate::diagnostic::Diagnostic;
use crate::flow::{Align, Inline, Table};
use crate::theme::{Side, Style};

use super::document::{Mark, NodeId, Tag};
use super::measure::{Column, Measurer};
use super::piece::{NEVER, UGLY, shifted};
use super::text::Shaped;

impl Measurer<'_> {
    /// A table, each row a piece.
    pub(super) fn table(&mut self, table: &Table, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let body = theme.text.table;
        let head = Style { bold: true, ..body };
        let node = self.node(Tag::Table, parent);
        let mut rows: Vec<(bool, Vec<Shaped>)> = Vec::new();
        if !table.head.is_empty() {
            rows.push((true, self.shape_cells(&table.head, head)));
        }
        for row in &table.rows {
            rows.push((false, self.shape_cells(row, body)));
        }
        let cell_gap = theme.table.cell.pt();
        let edge = if table.ruled { cell_gap } else { 0.0 };
        let gaps = 2.0 * edge + 2.0 * cell_gap * (table.columns.len() as f32 - 1.0);
        let widths = column_widths(&rows, table, column.width - gaps);
        let total: f32 = widths.iter().sum::<f32>() + gaps;
        let rule = |y: f32, width: f32| Mark::Line { from: (column.x, y), to: (column.x + total, y), width, grey: 0 };
        let row_gap = if table.ruled { theme.table.row.pt() } else { theme.table.row.pt() * 0.6 };
        self.strip.space(body.above);
        let last = rows.len().saturating_sub(1);
        for (at, (is_head, cells)) in rows.into_iter().enumerate() {
            if at > 0 {
                let after_head = at == 1 && !table.head.is_empty();
                self.strip.cost(if after_head || at == last { NEVER } else { UGLY });
            }
            let row_node = self.node(Tag::Row, Some(node));
            let mut marks = Vec::new();
            let mut x = column.x + edge;
            let mut height = body.leading;
            for ((mut cell, width), kind) in cells.into_iter().zip(&widths).zip(&table.columns) {
                let tag = if is_head { Tag::HeadCell } else { Tag::Cell };
                let cell_node = self.node(tag, Some(row_node));
                let side = match kind.align {
                    Align::Left => Side::Left,
                    Align::Centre => Side::Centre,
                    Align::Right => Side::Right,
                };
                let mut y = row_gap;
                for line in self.shaper.lines(&mut cell, *width, side)? {
                    marks.extend(shifted(Some(cell_node), line.marks, x, y));
                    y += body.leading;
                }
                height = height.max(y - row_gap);
                x += width + 2.0 * cell_gap;
            }
            let height = height + 2.0 * row_gap;
            if table.ruled {
                let outer = theme.table.outer.pt();
                let mut rules = Vec::new();
                if at == 0 {
                    rules.push(rule(0.0, outer));
                }
                rules.push(rule(height, if at == last { outer } else { theme.table.rule.pt() }));
                marks.extend(shifted(None, rules, 0.0, 0.0));
            }
            self.strip.push(height, marks);
        }
        self.strip.space(body.below);
        Ok(())
    }

    fn shape_cells(&mut self, cells: &[Vec<Inline>], style: Style) -> Vec<Shaped> {
        cells.iter().map(|cell| self.shaper.shape(cell, style, None)).collect()
    }
}

/// The width of each column: what its widest cell needs on one line, if all fit; else no less than its longest word, and
/// the rest in proportion to what each would like. A column that fills takes what is left.
fn column_widths(rows: &[(bool, Vec<Shaped>)], table: &Table, room: f32) -> Vec<f32> {
    let columns = table.columns.len();
    let mut least = vec![0.0_f32; columns];
    let mut wish = vec![0.0_f32; columns];
    for (_, cells) in rows {
        for (at, cell) in cells.iter().enumerate().take(columns) {
            let (narrow, wide) = cell.widths();
            least[at] = least[at].max(narrow.ceil());
            wish[at] = wish[at].max(wide.ceil() + 0.5);
        }
    }
    let (least_sum, wish_sum): (f32, f32) = (least.iter().sum(), wish.iter().sum());
    let mut widths = if wish_sum <= room {
        wish
    } else if least_sum >= room {
        least.iter().map(|width| width * room / least_sum).collect()
    } else {
        let part = (room - least_sum) / (wish_sum - least_sum);
        least.iter().zip(&wish).map(|(least, wish)| least + (wish - least) * part).collect()
    };
    let left = room - widths.iter().sum::<f32>();
    if let Some(at) = table.columns.iter().position(|column| column.fill) {
        widths[at] += left.max(0.0);
    }
    widths
}
