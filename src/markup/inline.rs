//! Text with its blanks: how `___` survives a Markdown parser, and how it is found again.

use crate::flow::{Inline, Text, TextStyle};

use super::Origin;
use super::formula::shown_dollars;

/// Stands for the first three underscores of a blank; as many bytes as they are.
const BLANK: char = '\u{E000}';
/// Stands for each further underscore of a blank.
const MORE: char = '\u{1}';

/// Hides each run of three or more underscores from the Markdown parser, byte for byte, so that places stay right.
pub(super) fn hide_blanks(text: &str) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("___") {
        let run = rest[at..].bytes().take_while(|byte| *byte == b'_').count();
        hidden.push_str(&rest[..at]);
        hidden.push(BLANK);
        hidden.extend(std::iter::repeat_n(MORE, run - 3));
        rest = &rest[at + run..];
    }
    hidden.push_str(rest);
    hidden
}

/// The underscores and dollar signs again, where they were part of an address.
pub(super) fn shown_blanks(text: &str) -> String {
    let shown = shown_dollars(text);
    if has_blank(&shown) { shown.replace(BLANK, "___").replace(MORE, "_") } else { shown.into_owned() }
}

/// Whether a blank stands in a text.
pub(super) fn has_blank(text: &str) -> bool {
    text.contains(BLANK)
}

/// A stretch of text, or a blank in it.
pub(super) enum Stretch<'a> {
    /// Text that starts at this byte.
    Text(usize, &'a str),
    /// A blank.
    Blank,
}

/// The number of blanks in a text.
pub(super) fn count_blanks(text: &str) -> usize {
    text.matches(BLANK).count()
}

/// Splits text at its blanks.
pub(super) fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(at) = text[start..].find(BLANK) {
        if at > 0 {
            found.push(Stretch::Text(start, &text[start..start + at]));
        }
        found.push(Stretch::Blank);
        let after = start + at + BLANK.len_utf8();
        start = after + text[after..].chars().take_while(|c| *c == MORE).count();
    }
    if start < text.len() {
        found.push(Stretch::Text(start, &text[start..]));
    }
    found
}

/// Adds text in one style, which begins at byte `start` of its Markdown, with its blanks.
pub(super) fn push(
    into: &mut Vec<Inline>,
    text: &str,
    style: TextStyle,
    origin: &Origin,
    start: usize,
    blank: Option<u16>,
) {
    let plain = |at: usize, text: &str| {
        Inline::Text(Text {
            text: shown_dollars(text).replace('\t', " "),
            style,
            span: origin.span(start + at..start + at + text.len()),
        })
    };
    let Some(width) = blank else {
        into.push(plain(0, text));
        return;
    };
    into.extend(stretches(text).into_iter().map(|stretch| match stretch {
        Stretch::Text(at, text) => plain(at, text),
        Stretch::Blank => Inline::Blank { width },
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hiding_keeps_every_byte_in_its_place() {
        let text = "use ___ or _____ but not __init__";
        let hidden = hide_blanks(text);
        assert_eq!(hidden.len(), text.len());
        assert_eq!(hidden.find("but"), text.find("but"));
        assert!(hidden.ends_with("__init__"));
        let blanks = stretches(&hidden).iter().filter(|stretch| matches!(stretch, Stretch::Blank)).count();
        assert_eq!(blanks, 2);
    }
}
