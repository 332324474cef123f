//! Tables.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::flow::{Align, Column, Inline, Table};

use super::reader::Reader;

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    pub(super) fn table(&mut self, alignments: &[Alignment], range: Range<usize>) -> Table {
        let columns: Vec<Column> = alignments
            .iter()
            .map(|alignment| Column {
                align: match alignment {
                    Alignment::Right => Align::Right,
                    Alignment::Center => Align::Centre,
                    Alignment::None | Alignment::Left => Align::Left,
                },
                fill: false,
            })
            .collect();
        let mut rows = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    if written_cells(&self.text[range.clone()]) > alignments.len() {
                        self.refuse(range, "a cell without a column", "give every row as many cells as the head has");
                    }
                    rows.push(self.cells());
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        self.has_fair_size(columns.len(), rows.len().saturating_sub(1), range);
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Table { columns, head, rows, ruled: true }
    }

    fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), range)) = self.events.next() {
            let cell = self.inlines();
            let cell = self.of_fair_length(cell, range);
            cells.push(self.one_line(cell));
        }
        cells
    }
}

/// The cells that a row is written with; the parser drops those beyond the last column.
fn written_cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let bars = row.char_indices().filter(|(at, sign)| *sign == '|' && !row[..*at].ends_with('\\')).count();
    if row.ends_with('|') && !row.ends_with("\\|") { bars } else { bars + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_written() {
        assert_eq!(written_cells("| a | b |"), 2);
        assert_eq!(written_cells("a | b | c\n"), 3);
        assert_eq!(written_cells("| a \\| b | c \\|"), 2);
    }
}
