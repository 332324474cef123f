//! Code blocks: their language, their lines, and their blanks.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event};

use crate::diagnostic::Diagnostic;
use crate::flow::{Code, CodePiece};

use super::highlight;
use super::inline::{Stretch, stretches};
use super::reader::Reader;

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    pub(super) fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Code {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let mut words = info.split_whitespace();
        let language = words.next().unwrap_or("");
        let mut numbered = false;
        for word in words {
            if word == "numbered" {
                numbered = true;
            } else {
                self.problems.push(Diagnostic::new(
                    self.origin.span(range.clone()),
                    format!("`{word}` means nothing after the language of a code block"),
                    "in this line",
                    "only `numbered` can stand there: it prints line numbers",
                ));
            }
        }
        let mut text = String::new();
        let mut offsets = Vec::new();
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Text(chunk) => {
                    for line in chunk.split_inclusive('\n') {
                        if text.is_empty() || text.ends_with('\n') {
                            offsets.push(range.start + (line.as_ptr() as usize - chunk.as_ptr() as usize));
                        }
                        text.push_str(line);
                    }
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Code {
            lines: self.code_lines(text.trim_end_matches('\n'), language, &offsets),
            numbered,
            span: self.origin.span(range),
        }
    }

    fn code_lines(&self, text: &str, language: &str, offsets: &[usize]) -> Vec<Vec<CodePiece>> {
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
                            let width = self.dialect.blanks.unwrap_or(6);
                            column += usize::from(width);
                            pieces.push(CodePiece::Blank { width });
                        }
                    }
                }
            }
            lines.push(pieces);
            line_start = line_end + 1;
        }
        lines
    }
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
