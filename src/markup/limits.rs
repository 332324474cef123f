//! How much text can be meant to be printed. More of it would take long, and no reader would thank for it.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::diagnostic::Diagnostic;
use crate::flow::Inline;

use super::Origin;
use super::reader::Reader;

/// Most bytes of one text: about fifty pages.
const MOST_TEXT: usize = 200_000;
/// Most bytes of one paragraph: about five pages.
const MOST_PARAGRAPH: usize = 20_000;
/// Most columns of a table; on A4 each has 8 mm.
const MOST_COLUMNS: usize = 20;
/// Most rows of a table below its head: about fifteen pages.
const MOST_ROWS: usize = 500;

/// The problem of a text that is too long to be read at all, if it is.
pub(super) fn too_long(text: &str, origin: Origin) -> Option<Diagnostic> {
    (text.len() > MOST_TEXT).then(|| {
        Diagnostic::new(
            origin.span(0..text.len()),
            format!("this text has {} bytes; more than {MOST_TEXT} cannot be printed", text.len()),
            "about fifty pages would fit",
            "shorten it, or part it into several",
        )
    })
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    /// The same text, or nothing and a problem if it is too long for a paragraph.
    pub(super) fn of_fair_length(&mut self, text: Vec<Inline>, range: Range<usize>) -> Vec<Inline> {
        let length = |inline: &Inline| if let Inline::Text(text) = inline { text.text.len() } else { 1 };
        if text.iter().map(length).sum::<usize>() <= MOST_PARAGRAPH {
            return text;
        }
        self.refuse(range, "a paragraph this long", "part it by empty lines; about five pages fit into one");
        Vec::new()
    }

    /// Tells of a table that fits no page, or is longer than anybody reads.
    pub(super) fn has_fair_size(&mut self, columns: usize, rows: usize, range: Range<usize>) {
        if columns > MOST_COLUMNS {
            let what = format!("a table of {columns} columns");
            self.refuse(range, &what, &format!("write no more than {MOST_COLUMNS}, or make several tables of it"));
        } else if rows > MOST_ROWS {
            let what = format!("a table of {rows} rows");
            self.refuse(range, &what, &format!("write no more than {MOST_ROWS}, or make several tables of it"));
        }
    }
}
