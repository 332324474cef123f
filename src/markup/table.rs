//! Tables.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::flow::{Align, Column, Inline, Table};

use super::reader::Reader;

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    pub(super) fn table(&mut self, alignments: &[Alignment]) -> Table {
        let columns = alignments
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
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(self.cells()),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Table { columns, head, rows, ruled: true }
    }

    fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), _)) = self.events.next() {
            cells.push(self.inlines());
        }
        cells
    }
}
