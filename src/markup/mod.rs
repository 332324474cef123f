//! Markdown as questions and templates use it, read into blocks: `CommonMark` with tables and formulas. Every piece of text remembers
//! where it was written. What cannot be printed (HTML, footnotes, a picture in the middle of a line) is a problem with
//! its place, never silently dropped.

mod code;
mod formula;
mod highlight;
mod inline;
mod limits;
mod picture;
mod reader;
mod table;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Image, Inline};
use crate::source::{SourceId, Span};

/// Where a piece of Markdown was written.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    whole: Span,
    verbatim: bool,
    /// Bytes that were put before the text and are in no file.
    lead: usize,
}

impl Origin {
    /// A value of a TOML file: `value` is what the quoted text in `span` of `file` means. Places in it are exact when the
    /// file holds it letter for letter, and the whole value otherwise.
    #[must_use]
    pub fn of_value(source: SourceId, file: &str, span: std::ops::Range<usize>, value: &str) -> Self {
        let typed = &file[span.clone()];
        let opening = typed.len() - typed.trim_start_matches(['"', '\'', '\r', '\n']).len();
        // What is quoted mostly follows its opening quotes; only odd values have to be searched for.
        let at = (0..=opening).rev().find(|at| typed[*at..].starts_with(value)).or_else(|| typed.find(value));
        match at {
            Some(at) => {
                let start = span.start + at;
                Self { whole: Span::new(source, start..start + value.len()), verbatim: true, lead: 0 }
            }
            None => Self { whole: Span::new(source, span), verbatim: false, lead: 0 },
        }
    }

    /// A range of a file that is Markdown itself.
    #[must_use]
    pub fn of_text(span: Span) -> Self {
        Self { whole: span, verbatim: true, lead: 0 }
    }

    /// The same without its first bytes.
    fn skip(self, bytes: usize) -> Self {
        let skipped = if self.verbatim { bytes } else { 0 };
        Self { whole: Span { start: self.whole.start + skipped, ..self.whole }, ..self }
    }

    /// Where a part of the Markdown was written.
    fn part(&self, range: std::ops::Range<usize>) -> Self {
        Self { whole: self.span(range), lead: 0, ..*self }
    }

    /// The place of a range of the Markdown.
    #[must_use]
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        if self.verbatim {
            Span {
                start: self.whole.start + range.start.saturating_sub(self.lead),
                end: self.whole.start + range.end.saturating_sub(self.lead),
                ..self.whole
            }
        } else {
            self.whole
        }
    }
}

/// What a piece of Markdown may hold.
pub struct Dialect<'a> {
    /// Headings and rules, which belong to templates.
    pub structure: bool,
    /// Three or more underscores are a blank this many digits wide.
    pub blanks: Option<u16>,
    /// What code blocks may be for besides being read.
    pub purposes: &'a [Purpose],
    /// Finds a picture by the path written, or says why it cannot.
    pub pictures: &'a dyn Fn(&str) -> Result<Arc<Image>, String>,
}

/// What a piece of Markdown says.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// What is printed of it.
    pub blocks: Vec<Block>,
    /// Its code blocks as they were written, tests among them.
    pub listings: Vec<Listing>,
}

/// A code block as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The language its fence names, or nothing.
    pub language: String,
    /// What its fence says that it is for.
    pub purpose: Purpose,
    /// The number of blanks before it in its text.
    pub blanks_before: usize,
    /// Its lines without line ends, with their places.
    pub lines: Vec<(String, Span)>,
    /// Where it stands, fences and all.
    pub span: Span,
}

impl Listing {
    /// Whether it is code of the language that can be run.
    #[must_use]
    pub fn is_python(&self) -> bool {
        highlight::is_python(&self.language)
    }
}

/// What a code block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be read.
    Shown,
    /// To be run: what it prints is known.
    Run,
    /// To be run after the answer's code, and never printed on paper.
    Test,
    /// What the code after it builds on.
    Given,
    /// To be refused by the language.
    Broken,
}

impl Purpose {
    /// The purpose that a word after the language names.
    fn of_word(word: &str) -> Option<Self> {
        [Self::Run, Self::Test, Self::Given, Self::Broken].into_iter().find(|purpose| purpose.word() == word)
    }

    /// The word that names it; code to be read has none in texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Run => "run",
            Self::Test => "test",
            Self::Given => "given",
            Self::Broken => "broken",
        }
    }
}

/// Reads Markdown, or tells every problem in it.
pub fn text(text: &str, origin: Origin, dialect: &Dialect<'_>) -> Result<Text, Vec<Diagnostic>> {
    reader::read(text, origin, dialect)
}

/// What is printed of a piece of Markdown, or every problem in it.
pub fn blocks(text: &str, origin: Origin, dialect: &Dialect<'_>) -> Result<Vec<Block>, Vec<Diagnostic>> {
    Ok(reader::read(text, origin, dialect)?.blocks)
}

/// What is put before a line of text so that its first character begins no list, heading or quote.
const LEAD: &str = ".";

/// Reads one line of Markdown, such as an option or a label: emphasis and code, but no blocks, so that `1.` stays `1.`.
pub fn line(text: &str, origin: Origin) -> Result<Vec<Inline>, Vec<Diagnostic>> {
    let no_pictures = |_: &str| Err("a picture cannot stand in a line of text".to_owned());
    let dialect = Dialect { structure: false, blanks: None, purposes: &[], pictures: &no_pictures };
    let indent = text.len() - text.trim_start().len();
    let led = Origin { lead: LEAD.len(), ..origin.skip(indent) };
    let mut blocks = blocks(&format!("{LEAD}{}", text.trim()), led, &dialect)?;
    match (blocks.pop(), blocks.is_empty()) {
        (Some(Block::Paragraph { mut text, .. }), true) => {
            if let Some(Inline::Text(first)) = text.first_mut() {
                first.text.drain(..LEAD.len());
                if first.text.is_empty() {
                    text.remove(0);
                }
            }
            Ok(text)
        }
        _ => Err(vec![Diagnostic::new(
            origin.span(0..text.len()),
            "only one paragraph fits here",
            "this is more than one line of text",
            "write it as one paragraph, without lists, tables, code blocks or formulas between `$$`",
        )]),
    }
}

/// The number of blanks in some blocks.
#[must_use]
pub fn count_blanks(blocks: &[Block]) -> usize {
    let in_line = |text: &[Inline]| text.iter().filter(|inline| matches!(inline, Inline::Blank { .. })).count();
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { text, .. } | Block::Heading { text, .. } => in_line(text),
            Block::Code(code) => code
                .lines
                .iter()
                .flatten()
                .filter(|piece| matches!(piece, crate::flow::CodePiece::Blank { .. }))
                .count(),
            Block::List { items, .. } => items.iter().map(|item| count_blanks(item)).sum(),
            Block::Table(table) => table.rows.iter().chain([&table.head]).flatten().map(|cell| in_line(cell)).sum(),
            Block::Quote(inner) => count_blanks(inner),
            _ => 0,
        })
        .sum()
}

/// About how many characters wide a text is; a formula counts what is printed of it.
#[must_use]
pub fn length(text: &[Inline]) -> usize {
    text.iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.text.chars().count(),
            Inline::Formula(formula, _) => formula.inks.len(),
            Inline::Break => 1,
            _ => 0,
        })
        .sum()
}

/// The words of some text without their styles.
#[must_use]
pub fn plain(text: &[Inline]) -> String {
    text.iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.text.as_str(),
            Inline::Formula(formula, _) => formula.source.as_str(),
            Inline::Break => " ",
            _ => "",
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> Vec<Inline> {
        let mut sources = Sources::default();
        let id = sources.add("test", text);
        line(text, Origin::of_text(Span::new(id, 0..text.len()))).unwrap()
    }

    #[test]
    fn a_line_begins_no_list_and_keeps_its_places() {
        assert_eq!(plain(&read("1.")), "1.");
        assert_eq!(plain(&read("- # > x")), "- # > x");
        let text = read("_a_ b");
        assert_eq!(plain(&text), "a b");
        assert!(matches!(&text[0], Inline::Text(text) if text.style.italic && text.span.range() == (1..2)));
    }

    #[test]
    fn blanks_are_found_wherever_they_stand() {
        let text = "a ___ `b ____` (___) (___)\n\n- ___\n\n```python\nx = ___\n```\n\n|a|\n|-|\n|___|\n";
        let mut sources = Sources::default();
        let id = sources.add("test", text);
        let dialect = Dialect { structure: false, blanks: Some(9), purposes: &[], pictures: &|_| Err(String::new()) };
        let blocks = blocks(text, Origin::of_text(Span::new(id, 0..text.len())), &dialect).unwrap();
        assert_eq!(count_blanks(&blocks), 7);
    }
}
