//! Tables: columns as wide as they need, narrower in proportion where the page is too narrow; a row is never cut.

use crate::diagnostic::Diagnostic;
use crate::flow::{Align, Inline, Table};
use crate::theme::{Side, Style};

use super::beside::{Beside, side_by_side};
use super::document::{Mark, NodeId, Tag, Tagged};
use super::measure::{Column, Measurer};
use super::piece::{Carry, NEVER, UGLY, shifted};
use super::text::Shaped;

/// Where the columns of a table stand.
struct Grid {
    /// Left edge of the table.
    x: f32,
    /// Width of the table.
    width: f32,
    /// From the table's edge to the text of the first column.
    edge: f32,
    /// Between the texts of two columns.
    gap: f32,
    /// Widths of the columns' texts.
    columns: Vec<f32>,
    /// Above and below the text of a row.
    padding: f32,
}

impl Measurer<'_> {
    /// A table, each row a piece.
    pub(super) fn table(&mut self, table: &Table, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let body = self.shaper.theme.text.table;
        let head = Style { bold: true, ..body };
        let mut rows: Vec<(Tag, Vec<Shaped>)> = Vec::new();
        if !table.head.is_empty() {
            rows.push((Tag::HeadCell, self.shape_cells(&table.head, head)));
        }
        for row in &table.rows {
            rows.push((Tag::Cell, self.shape_cells(row, body)));
        }
        let grid = self.grid_of(table, &rows, column);
        let node = self.node(Tag::Table, parent);
        let last = rows.len().saturating_sub(1);
        let mut repeated = None;
        self.strip.space(body.above);
        for (at, (tag, cells)) in rows.into_iter().enumerate() {
            if at > 0 {
                let under_head = at == 1 && !table.head.is_empty();
                self.strip.cost(if under_head || at == last { NEVER } else { UGLY });
            }
            let row = self.node(Tag::Row, Some(node));
            let (height, mut marks) = self.row(cells, table, &grid, &tag, row)?;
            if table.ruled {
                marks.extend(self.rules(&grid, height, at == 0, at == last));
            }
            if at == 0 && tag == Tag::HeadCell {
                let marks = marks.iter().map(|tagged| tagged.mark.clone()).collect();
                repeated = Some(Carry { height, marks });
            }
            self.strip.push(height, marks);
            if at > 1
                && let Some(piece) = self.strip.pieces.last_mut()
            {
                piece.opening.extend(repeated.clone());
            }
        }
        self.strip.space(body.below);
        Ok(())
    }

    fn shape_cells(&mut self, cells: &[Vec<Inline>], style: Style) -> Vec<Shaped> {
        cells.iter().map(|cell| self.shaper.shape(cell, style, None)).collect()
    }

    fn grid_of(&self, table: &Table, rows: &[(Tag, Vec<Shaped>)], column: Column) -> Grid {
        let theme = self.shaper.theme.table;
        let gap = 2.0 * theme.cell.pt();
        let edge = if table.ruled { theme.cell.pt() } else { 0.0 };
        let gaps = 2.0 * edge + gap * (table.columns.len() as f32 - 1.0);
        let columns = column_widths(rows, table, column.width - gaps);
        let padding = if table.ruled { theme.row.pt() } else { theme.row.pt() * 0.6 };
        Grid { x: column.x, width: columns.iter().sum::<f32>() + gaps, edge, gap, columns, padding }
    }

    /// The height of a row and its text.
    fn row(
        &mut self,
        cells: Vec<Shaped>,
        table: &Table,
        grid: &Grid,
        tag: &Tag,
        row: NodeId,
    ) -> Result<(f32, Vec<Tagged>), Diagnostic> {
        let body = self.shaper.theme.text.table;
        let mut texts = Vec::new();
        let mut x = grid.x + grid.edge;
        for ((cell, width), kind) in cells.into_iter().zip(&grid.columns).zip(&table.columns) {
            let node = self.node(tag.clone(), Some(row));
            let side = match kind.align {
                Align::Left => Side::Left,
                Align::Centre => Side::Centre,
                Align::Right => Side::Right,
            };
            let lines = self.shaper.lines(&cell, *width, side)?;
            texts.push(Beside { node, x, style: body, lines });
            x += width + grid.gap;
        }
        let mut row = side_by_side(texts, body);
        row.shift(grid.padding);
        Ok((row.height + 2.0 * grid.padding, row.marks))
    }

    /// The lines above the first row, below each, and below the last.
    fn rules(&self, grid: &Grid, height: f32, first: bool, last: bool) -> Vec<Tagged> {
        let theme = self.shaper.theme.table;
        let rule = |y: f32, width: f32| Mark::Line { from: (grid.x, y), to: (grid.x + grid.width, y), width, grey: 0 };
        let above = first.then(|| rule(0.0, theme.outer.pt()));
        let below = rule(height, if last { theme.outer.pt() } else { theme.rule.pt() });
        shifted(None, above.into_iter().chain([below]).collect(), 0.0, 0.0)
    }
}

/// The width of each column: what its widest cell needs on one line, if all fit; else no less than its longest word, and
/// the rest in proportion to what each would like. A column that fills takes what is left.
fn column_widths(rows: &[(Tag, Vec<Shaped>)], table: &Table, room: f32) -> Vec<f32> {
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
        let share = room / columns as f32;
        let small: f32 = least.iter().filter(|width| **width <= share).sum();
        let wide = least.iter().filter(|width| **width > share).count() as f32;
        least.iter().map(|width| if *width <= share { *width } else { (room - small) / wide }).collect()
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
