//! Pictures: the file, what it shows, the width it is to have, and its caption.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, Picture, Width};
use crate::source::Span;

use super::Origin;
use super::inline::shown_blanks;
use super::reader::Reader;

/// Widest picture that can be asked for, millimetres.
const WIDEST: u16 = 500;

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    /// A paragraph, or the picture that it consists of.
    pub(super) fn paragraph(&mut self, range: Range<usize>) -> Vec<Block> {
        let picture = match self.events.peek() {
            Some((Event::Start(Tag::Image { .. }), _)) => self.picture(),
            _ => None,
        };
        let text = self.inlines();
        let Some(mut picture) = picture else {
            return Self::paragraphs(self.of_fair_length(text, range));
        };
        let beside = super::plain(&text);
        if beside.trim().is_empty() && text.iter().all(|inline| matches!(inline, Inline::Text(_))) {
            return vec![Block::Picture(picture)];
        }
        if let (Some(Inline::Text(first)), Some(Inline::Text(last))) = (text.first(), text.last())
            && let Some(asked) = beside.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        {
            picture.width = width(asked);
            if picture.width.is_none() {
                self.problems.push(no_width(Span { end: last.span.end, ..first.span }));
            }
            return vec![Block::Picture(picture)];
        }
        self.problems.push(Diagnostic::new(
            picture.span,
            "a picture in a line of text cannot be printed",
            "there is text beside it",
            "put the picture into a paragraph of its own, with an empty line before and after it",
        ));
        Vec::new()
    }

    fn picture(&mut self) -> Option<Picture> {
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = self.events.next()? else {
            return None;
        };
        let alt = super::plain(&self.inlines()).trim().to_owned();
        let span = self.origin.span(range.clone());
        let caption = if title.is_empty() { Vec::new() } else { self.caption(&title, range) };
        match (self.dialect.pictures)(&shown_blanks(&dest_url)) {
            Ok(data) => Some(Picture { data, alt, width: None, caption, span }),
            Err(reason) => {
                self.problems.push(Diagnostic::new(
                    span,
                    reason,
                    "asked for here",
                    "write the path as seen from the folder of this file; PNG, JPEG and SVG files can be printed",
                ));
                None
            }
        }
    }

    /// The caption as a line of text; `title` is what it says to the parser, which takes backslashes out of it.
    fn caption(&mut self, title: &str, range: Range<usize>) -> Vec<Inline> {
        let written = written_title(&self.text[range.clone()]).map(|at| range.start + at.start..range.start + at.end);
        let read = match written {
            Some(at) => super::line(&shown_blanks(&self.text[at.clone()]), self.origin.part(at)),
            None => super::line(&shown_blanks(title), Origin { verbatim: false, ..self.origin.part(range) }),
        };
        read.unwrap_or_else(|problems| {
            self.problems.extend(problems);
            Vec::new()
        })
    }
}

/// Where the title of a picture stands between its quotes, if it stands in the picture and on one line.
fn written_title(picture: &str) -> Option<Range<usize>> {
    let written = picture.strip_suffix(')')?.trim_end();
    let inside = written.strip_suffix(['"', '\'', ')'])?;
    let opening = if written.ends_with(')') { "(" } else { &written[inside.len()..] };
    let is_escaped = |at: usize| inside[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let (at, _) = inside.rmatch_indices(opening).find(|(at, _)| !is_escaped(*at))?;
    (!inside[at..].contains('\n')).then_some(at + 1..inside.len())
}

/// The width that `width=60mm` or `width=50%` asks for.
fn width(asked: &str) -> Option<Width> {
    let number = asked.trim().strip_prefix("width")?.trim_start().strip_prefix('=')?.trim();
    let (digits, width): (&str, fn(u16) -> Width) = match number.strip_suffix('%') {
        Some(digits) => (digits, Width::Percent),
        None => (number.strip_suffix("mm")?, Width::Millimetres),
    };
    let digits = digits.trim_end();
    let number = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let width = width(number);
    let is_possible = match width {
        Width::Percent(percent) => (1..=100).contains(&percent),
        Width::Millimetres(millimetres) => (1..=WIDEST).contains(&millimetres),
    };
    is_possible.then_some(width)
}

fn no_width(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "this is no width of a picture",
        "after the picture",
        "write whole millimetres, 1 to 500, or hundredths of the line, 1 to 100: `{width=60mm}` or `{width=50%}`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_between_its_quotes() {
        for (picture, title) in [
            (r#"![a](b.png "c $\{d\}$")"#, Some(r"c $\{d\}$")),
            (r#"![a](b.png "c \"d\"" )"#, Some(r#"c \"d\""#)),
            ("![a](b.png 'c')", Some("c")),
            ("![a](b.png (c))", Some("c")),
            ("![a](b.png \"c\nd\")", None),
            ("![a][b]", None),
        ] {
            assert_eq!(written_title(picture).map(|at| &picture[at]), title, "{picture}");
        }
    }

    #[test]
    fn widths_are_millimetres_or_hundredths() {
        assert_eq!(width("width=60mm"), Some(Width::Millimetres(60)));
        assert_eq!(width(" width = 50 % "), Some(Width::Percent(50)));
        for wrong in
            ["width=101%", "width=0mm", "width=60", "width=6.5mm", "width=+6mm", "height=60mm", "width=501mm", ""]
        {
            assert_eq!(width(wrong), None, "{wrong}");
        }
    }
}
