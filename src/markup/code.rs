//! Code blocks: their language, their lines, and their blanks.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event};

use crate::diagnostic::Diagnostic;
use crate::flow::{Code, CodePiece};
use crate::source::Span;

use super::formula::shown_dollars;
use super::inline::{Stretch, shown_blanks, stretches};
use super::reader::Reader;
use super::{Listing, Purpose, highlight};

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    /// A code block, unless it is a test, which nobody prints.
    pub(super) fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Option<Code> {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let (language, words) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
        let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
        let is_closed = !is_fenced || ends_with_fence(&self.text[range.clone()]);
        let span = self.origin.span(range);
        let mut numbered = false;
        let mut purpose = Purpose::Shown;
        for word in words.split_whitespace() {
            let told = Purpose::of_word(word).filter(|_| !self.dialect.purposes.is_empty());
            match told {
                _ if word == "numbered" => numbered = true,
                Some(told) if purpose == Purpose::Shown && self.may_be(told, language) => purpose = told,
                _ => self.problems.push(self.misplaced(word, told, language, span)),
            }
        }
        if !is_closed {
            self.problems.push(Diagnostic::new(
                span,
                "this code block does not end",
                "all that follows is in it",
                "write its fence again in a line of its own below the code",
            ));
        }
        let (text, offsets) = self.code_text();
        let text = text.trim_end_matches('\n');
        let lines = text.split('\n').zip(offsets.iter().copied().chain(std::iter::repeat(0)));
        self.listings.push(Listing {
            language: language.to_owned(),
            purpose,
            blanks_before: self.blanks,
            lines: lines.map(|(line, at)| (shown_blanks(line), self.origin.span(at..at + line.len()))).collect(),
            span,
        });
        (purpose != Purpose::Test).then(|| Code { lines: self.code_lines(text, language, &offsets), numbered, span })
    }

    /// Whether a block of this language may be for that here; tests stand outside lists and quotes, which would be empty
    /// without them.
    fn may_be(&self, purpose: Purpose, language: &str) -> bool {
        highlight::is_python(language)
            && self.dialect.purposes.contains(&purpose)
            && (purpose != Purpose::Test || self.depth == 0)
    }

    /// The problem of a word after the language of a code block.
    fn misplaced(&self, word: &str, known: Option<Purpose>, language: &str, span: Span) -> Diagnostic {
        let (message, help) = match known {
            Some(_) if !highlight::is_python(language) => {
                (format!("`{word}` can follow `python` only"), "write `python` before it, or leave it out")
            }
            Some(Purpose::Test) if !self.may_be(Purpose::Test, language) => (
                "a test cannot stand here".to_owned(),
                "it is not printed, and belongs into an `answer`, outside lists and quotes",
            ),
            Some(_) => (
                "a code block has one purpose".to_owned(),
                "leave one of `run`, `test`, `given` and `broken` in this line",
            ),
            None if self.dialect.purposes.is_empty() => (
                format!("`{word}` means nothing after the language of a code block"),
                "only `numbered` can stand there: it prints line numbers",
            ),
            None => (
                format!("`{word}` means nothing after the language of a code block"),
                "`numbered` prints line numbers; `run`, `test`, `given` and `broken` tell `exampress check --run` what to do with `python`",
            ),
        };
        Diagnostic::new(span, message, "in this line", help)
    }

    /// The text of a code block, and where each of its lines starts.
    fn code_text(&mut self) -> (String, Vec<usize>) {
        let mut text = String::new();
        let mut offsets = Vec::new();
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Text(chunk) => {
                    for line in chunk.split_inclusive('\n') {
                        if text.is_empty() || text.ends_with('\n') {
                            offsets.push(range.start + (line.as_ptr() as usize - chunk.as_ptr() as usize));
                        }
                        text.push_str(&shown_dollars(line));
                    }
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        (text, offsets)
    }

    fn code_lines(&mut self, text: &str, language: &str, offsets: &[usize]) -> Vec<Vec<CodePiece>> {
        let classes = highlight::classify(language, text);
        let mut lines = Vec::new();
        let mut line_start = 0;
        for (number, line) in text.split('\n').enumerate() {
            let line_end = line_start + line.len();
            let home = offsets.get(number).copied().unwrap_or(0);
            let mut pieces = Vec::new();
            let mut column = 0;
            for (range, class) in &classes {
                let (start, end) = (range.start.max(line_start), range.end.min(line_end));
                if start >= end {
                    continue;
                }
                for stretch in stretches(&text[start..end]) {
                    match stretch {
                        Stretch::Text(at, words) => {
                            let from = home + start + at - line_start;
                            let text = without_tabs(words, &mut column);
                            let span = self.origin.span(from..from + words.len());
                            pieces.push(CodePiece::Text { text, class: *class, span });
                        }
                        Stretch::Blank => {
                            self.blanks += 1;
                            let width = self.dialect.blanks.unwrap_or(6);
                            column += usize::from(width);
                            pieces.push(CodePiece::Blank { width });
                        }
                    }
                }
            }
            pieces.shrink_to_fit();
            lines.push(pieces);
            line_start = line_end + 1;
        }
        lines
    }
}

/// Whether the last line of a fenced block is a fence.
fn ends_with_fence(block: &str) -> bool {
    let last = block.trim_end().lines().skip(1).last().unwrap_or("");
    let fence = last.trim_start_matches([' ', '\t', '>']);
    fence.len() >= 3 && ["`", "~"].iter().any(|mark| fence.trim_matches(|c| mark.contains(c)).is_empty())
}

/// Tabs become spaces up to the next multiple of four columns.
fn without_tabs(text: &str, column: &mut usize) -> String {
    let mut spaced = String::with_capacity(text.len());
    for character in text.chars() {
        let width = if character == '\t' { 4 - *column % 4 } else { 1 };
        if character == '\t' {
            spaced.extend(std::iter::repeat_n(' ', width));
        } else {
            spaced.push(character);
        }
        *column += width;
    }
    spaced
}
