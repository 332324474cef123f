//! Who sits an exam: a table in CSV, a line for each candidate, whose first line names its columns.
//!
//! Columns stand between commas or semicolons, whichever the first line has more of. Each candidate stands on one line of
//! the file, also where quotation marks would let text go on: so a mark that was never closed cannot swallow others.

use std::collections::BTreeMap;
use std::ops::Range;

use csv::{ByteRecord, ReaderBuilder};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::wording::{count, nearest};

/// The column that tells candidates apart.
pub const ID: &str = "id";

/// Most characters of an id: it becomes part of the names of files.
const LONGEST_ID: usize = 60;

/// What is said of a line that ends inside quotation marks.
const OPEN: (&str, &str, &str) = (
    "a quotation mark is not closed on its line",
    "an odd number of them",
    "close it, and keep each candidate on one line; in a field between marks, write a mark that is to be printed twice",
);

/// Who sits an exam, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// At least one.
    pub candidates: Vec<Candidate>,
}

/// A line of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What no other candidate is called.
    pub id: String,
    /// What the line says, the id too, by column.
    pub values: BTreeMap<String, String>,
    /// The line.
    pub span: Span,
}

/// Reads a roster, or tells everything that is wrong with it. The text has no byte order mark.
pub fn read(text: &str, source: SourceId) -> Result<Roster, Vec<Diagnostic>> {
    let lines = lines(text);
    let Some((first, rest)) = lines.split_first() else {
        return Err(vec![empty(Span::new(source, 0..0), "no line")]);
    };
    let separator = separator(&text[first.clone()]);
    let read = |line: &Range<usize>| fields(&text[line.clone()], separator);
    let place = |line: &Range<usize>| Span::new(source, line.clone());
    if is_open(&text[first.clone()]) {
        return Err(vec![Diagnostic::new(place(first), OPEN.0, OPEN.1, OPEN.2)]);
    }
    let columns = columns(read(first), place(first))?;
    let mut reader = Reader { columns: &columns, told: BTreeMap::new(), problems: Vec::new() };
    let candidates: Vec<Candidate> =
        rest.iter().filter_map(|line| reader.candidate(&text[line.clone()], read(line), place(line))).collect();
    if candidates.is_empty() && reader.problems.is_empty() {
        return Err(vec![empty(place(first), "no line after this one")]);
    }
    if reader.problems.is_empty() { Ok(Roster { columns, candidates }) } else { Err(reader.problems) }
}

/// The byte order mark is no part of a text.
#[must_use]
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The lines that hold anything.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        let bare = line.trim_end_matches(['\n', '\r']);
        if bare.chars().any(|character| !character.is_whitespace() && !",;\"".contains(character)) {
            lines.push(start..start + bare.len());
        }
        start += line.len();
    }
    lines
}

fn separator(head: &str) -> u8 {
    let number = |separator: char| head.matches(separator).count();
    if number(';') > number(',') { b';' } else { b',' }
}

/// The texts of one line, without the room around them.
fn fields(line: &str, separator: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(line.as_bytes());
    let mut record = ByteRecord::new();
    // Bytes in memory can always be read, and a line alone may have any number of fields.
    let is_there = reader.read_byte_record(&mut record).unwrap_or(false);
    let fields = record.iter().filter(|_| is_there);
    fields.map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect()
}

/// The names of the columns, or what is wrong with them.
fn columns(names: Vec<String>, head: Span) -> Result<Vec<String>, Vec<Diagnostic>> {
    let problem = |message: String, help: String| Diagnostic::new(head, message, "the names of the columns", help);
    let mut problems = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() {
            let help = "give it a name, or take the column out";
            problems.push(problem(format!("column {} has no name", at + 1), help.to_owned()));
        } else if names[..at].contains(name) {
            let help = "give each column a name of its own";
            problems.push(problem(format!("two columns are called `{name}`"), help.to_owned()));
        }
    }
    if !names.iter().any(|name| name == ID) {
        let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        let like = lower.iter().position(|name| name == ID).map(|at| names[at].as_str());
        let like = like.or_else(|| nearest(ID, names.iter().map(String::as_str)));
        let help = match like {
            Some(like) => format!("call the column `{like}` `{ID}`"),
            None => format!(
                "write the names of the columns into the first line, such as `{ID},name`, between commas or semicolons"
            ),
        };
        problems.push(problem(format!("no column is called `{ID}`"), help));
    }
    if problems.is_empty() { Ok(names) } else { Err(problems) }
}

fn empty(place: Span, label: &str) -> Diagnostic {
    Diagnostic::new(place, "there is no candidate in this roster", label, "write a line for each candidate")
}

struct Reader<'a> {
    columns: &'a [String],
    /// The line of each id.
    told: BTreeMap<String, Span>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn candidate(&mut self, line: &str, fields: Vec<String>, span: Span) -> Option<Candidate> {
        let before = self.problems.len();
        let (is, wanted) = (fields.len(), self.columns.len());
        if is_open(line) {
            self.problem(span, OPEN.0, OPEN.1, OPEN.2);
        } else if is != wanted {
            let message = format!("this line has {}, the first one {wanted}", count(is, "field"));
            let label = if is > wanted { "too many" } else { "too few" };
            self.problem(
                span,
                message,
                label,
                "write each field, also an empty one; put a text with separators into quotation marks",
            );
        }
        if let Some(control) = line.chars().find(|character| is_hidden(*character)) {
            let message = format!("the character U+{:04X} cannot be printed", u32::from(control));
            self.problem(span, message, "in this line", "take it out");
        }
        if self.problems.len() > before {
            return None;
        }
        let values: BTreeMap<String, String> = self.columns.iter().cloned().zip(fields).collect();
        let id = values.get(ID).cloned().unwrap_or_default();
        if id.is_empty() {
            let help = "write what no other candidate is called";
            self.problem(span, format!("this candidate has no `{ID}`"), "an empty field", help);
        } else if id.chars().count() > LONGEST_ID {
            let help = format!("write up to {LONGEST_ID} characters");
            self.problem(span, format!("this `{ID}` is too long for the name of a file"), "this line", &help);
        } else if let Some(other) = self.told.insert(id.clone(), span) {
            let help = "give each candidate an id of their own, or take one of the lines out";
            let twice = Diagnostic::new(span, format!("the id `{id}` is there twice"), "again", help);
            self.problems.push(twice.related(other, "first here"));
        }
        (self.problems.len() == before).then_some(Candidate { id, values, span })
    }

    fn problem(&mut self, span: Span, message: impl Into<String>, label: &str, help: &str) {
        self.problems.push(Diagnostic::new(span, message, label, help));
    }
}

/// Whether a line ends inside quotation marks.
fn is_open(line: &str) -> bool {
    line.matches('"').count() % 2 == 1
}

/// Whether a character is a control character, or one that stands for something else while a template is filled in.
fn is_hidden(character: char) -> bool {
    (character.is_control() && character != '\t') || ('\u{e000}'..='\u{e01f}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn ids(text: &str) -> Vec<String> {
        let source = Sources::default().add("r.csv", text);
        read(text, source).expect("a good roster").candidates.into_iter().map(|candidate| candidate.id).collect()
    }

    #[test]
    fn lines_may_end_in_any_way_and_empty_ones_are_skipped() {
        assert_eq!(ids("id;name\r\n\r\n1;Ann\r\n;\r\n 2 ;Bo\r\n"), ["1", "2"]);
        assert_eq!(ids("id\r1\r2"), ["1", "2"]);
        assert_eq!(ids("id,name\n1,\"a;b\"\n"), ["1"]);
    }

    #[test]
    fn a_mark_in_quotation_marks_is_doubled() {
        let text = "name,id\n\"Ann \"\"Z\"\" Lee, MA\",7\n";
        let roster = read(text, Sources::default().add("r.csv", text)).expect("a good roster");
        assert_eq!(roster.candidates[0].values["name"], "Ann \"Z\" Lee, MA");
    }
}
