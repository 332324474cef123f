//! Formulas between dollar signs: which dollars begin one, and what is wrong in it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Event;

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, Role};
use crate::math::{self, Formula};
use crate::source::Span;

use super::inline::has_blank;
use super::reader::Reader;

/// Stands for a dollar sign that begins no formula; as many bytes as it is.
const DOLLAR: char = '\u{2}';

/// Hides the dollar signs that begin or end no formula, byte for byte, where the Markdown parser would take one for the
/// end of a formula that is none: in `$5-$6` the second has a digit right of it, which no closing dollar has.
pub(super) fn hide_dollars(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let dollars = dollars(bytes);
    let is_space = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let is_double = |at: usize| dollars.get(at).zip(dollars.get(at + 1)).is_some_and(|(one, two)| one + 1 == *two);
    let mut alone = Vec::new();
    let mut is_wanted = false;
    let mut next = 0;
    while let Some(&opening) = dollars.get(next) {
        if is_double(next) && is_double(next + 2) {
            next += 4;
            continue;
        }
        let closing = dollars.get(next + 1).copied().filter(|closing| {
            !is_double(next)
                && !is_space(opening + 1)
                && !is_space(closing - 1)
                && !text[opening..*closing].contains("\n\n")
        });
        match closing {
            Some(closing) if !bytes.get(closing + 1).is_some_and(u8::is_ascii_digit) => next += 2,
            clash => {
                is_wanted |= clash.is_some();
                alone.push(opening);
                next += 1;
            }
        }
    }
    if !is_wanted {
        return None;
    }
    let mut hidden = bytes.to_vec();
    for at in alone {
        hidden[at] = DOLLAR as u8;
    }
    Some(String::from_utf8(hidden).expect("one ASCII character took the place of another"))
}

/// The places of dollar signs that no backslash takes the meaning of.
fn dollars(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'$' => found.push(at),
            _ => {}
        }
        at += 1;
    }
    found
}

/// The first brace that closes none, or the last one that none closes.
fn odd_brace(formula: &[u8]) -> Option<usize> {
    let mut open = Vec::new();
    let mut is_escaped = false;
    for (at, byte) in formula.iter().enumerate() {
        match byte {
            _ if is_escaped => {}
            b'{' => open.push(at),
            b'}' if open.pop().is_none() => return Some(at),
            _ => {}
        }
        is_escaped = !is_escaped && *byte == b'\\';
    }
    open.pop()
}

/// The dollar signs again.
pub(super) fn shown_dollars(text: &str) -> Cow<'_, str> {
    if text.contains(DOLLAR) { Cow::Owned(text.replace(DOLLAR, "$")) } else { Cow::Borrowed(text) }
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    /// Sets a formula; what is wrong in it is a problem at its place.
    pub(super) fn formula(
        &mut self,
        source: &str,
        displayed: bool,
        range: Range<usize>,
    ) -> Option<(Arc<Formula>, Span)> {
        let signs = if displayed { 2 } else { 1 };
        let inside = range.start + signs..range.end.saturating_sub(signs);
        let whole = self.origin.span(range);
        if has_blank(source) {
            self.problems.push(Diagnostic::new(
                whole,
                "a blank cannot stand in a formula",
                "in this formula",
                "end the formula before the blank and begin another after it",
            ));
            return None;
        }
        match math::set(source, displayed) {
            Ok(formula) => Some((Arc::new(formula), whole)),
            Err(slip) => {
                // In a quotation or a table the parser leaves out characters, so that no place in the formula is exact.
                let exact = self.text.get(inside.clone()) == Some(source);
                let at = slip.at.filter(|_| exact);
                let place = at.map_or(whole, |at| self.origin.span(inside.start + at.start..inside.start + at.end));
                self.problems.push(Diagnostic::new(place, slip.message, "here", slip.help));
                None
            }
        }
    }

    /// Remembers the dollar signs in a text that the parser made no formula of.
    pub(super) fn note_dollars(&mut self, range: Range<usize>) {
        // A backslash before the range took the meaning of its first character.
        let is_plain = self.text[..range.start].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0;
        let start = range.start + usize::from(!is_plain);
        let written = self.text.as_bytes().get(start..range.end).unwrap_or_default();
        self.dollars.extend(dollars(written).iter().map(|at| start + at));
    }

    /// Tells of the dollar signs left in a paragraph, or the like, that would make a formula if its braces did balance:
    /// the parser takes these for text.
    pub(super) fn unbalanced_formulas(&mut self) {
        let dollars = std::mem::take(&mut self.dollars);
        let bytes = self.text.as_bytes();
        let is_space = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        let is_double = |at: usize| dollars.get(at).zip(dollars.get(at + 1)).is_some_and(|(one, two)| one + 1 == *two);
        let mut next = 0;
        while let Some((&opening, &closing)) = dollars.get(next).zip(dollars.get(next + 1)) {
            let (inside, signs) = if is_double(next) && is_double(next + 2) {
                (opening + 2..dollars[next + 2], 4)
            } else {
                let is_formula = !is_double(next)
                    && !is_space(opening + 1)
                    && !is_space(closing - 1)
                    && !bytes.get(closing + 1).is_some_and(u8::is_ascii_digit);
                (opening + 1..if is_formula { closing } else { opening + 1 }, 2)
            };
            let Some(brace) = odd_brace(&bytes[inside.clone()]) else {
                next += if signs == 4 { 4 } else { 1 };
                continue;
            };
            let at = inside.start + brace;
            let (message, label) = match bytes[at] {
                b'{' => ("a brace of this formula is not closed", "opened here"),
                _ => ("a brace of this formula was not opened", "closed here"),
            };
            self.problems.push(Diagnostic::new(
                self.origin.span(at..at + 1),
                message,
                label,
                "write as many `{` as `}`; a brace to be seen is `\\{`, and a dollar sign that begins no formula `\\$`",
            ));
            next += signs;
        }
    }

    /// Paragraphs and the displayed formulas between them.
    pub(super) fn paragraphs(text: Vec<Inline>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut line = Vec::new();
        for inline in text {
            match inline {
                Inline::Formula(formula, span) if formula.displayed => {
                    blocks.extend(paragraph(std::mem::take(&mut line)));
                    blocks.push(Block::Formula(formula, span));
                }
                other => line.push(other),
            }
        }
        blocks.extend(paragraph(line));
        blocks
    }

    /// Tells of displayed formulas where there is but a line.
    pub(super) fn one_line(&mut self, text: Vec<Inline>) -> Vec<Inline> {
        let displayed = text.iter().filter_map(|inline| match inline {
            Inline::Formula(formula, span) if formula.displayed => Some(*span),
            _ => None,
        });
        self.problems.extend(displayed.map(|span| {
            Diagnostic::new(
                span,
                "a formula on a line of its own cannot stand here",
                "begins with two dollar signs",
                "write it between single dollar signs",
            )
        }));
        text
    }
}

/// A paragraph without white space at its ends; none of nothing.
fn paragraph(mut text: Vec<Inline>) -> Option<Block> {
    let is_space = |inline: &Inline| matches!(inline, Inline::Text(text) if text.text.trim_matches(' ').is_empty());
    while text.last().is_some_and(|inline| is_space(inline) || *inline == Inline::Break) {
        text.pop();
    }
    let start = text.iter().take_while(|inline| is_space(inline) || **inline == Inline::Break).count();
    text.drain(..start);
    if let Some(Inline::Text(first)) = text.first_mut() {
        let kept = first.text.trim_start_matches(' ');
        let cut = first.text.len() - kept.len();
        if first.span.end - first.span.start == first.text.len() {
            first.span.start += cut;
        }
        first.text.drain(..cut);
    }
    (!text.is_empty()).then_some(Block::Paragraph { text, role: Role::Body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dollars_that_end_no_formula_are_hidden() {
        for kept in ["$5 and $6", "$x$", "a $x$ b $y$", "$$x$$5", r"\$5-$6", "$5", "costs 5$ or 6$", "", "é $x$ é"] {
            assert_eq!(hide_dollars(kept), None, "{kept}");
        }
        for (text, hidden) in [
            ("$5-$6", "~5-~6"),
            ("$5-$6-$7, é $x$", "~5-~6-~7, é $x$"),
            ("costs $5 and $6, or $7-$8. Let $x$ be", "costs ~5 and ~6, or ~7-~8. Let $x$ be"),
            ("$5-$6 $$y$$ $", "~5-~6 $$y$$ ~"),
            ("$5-$6$", "~5-$6$"),
        ] {
            assert_eq!(hide_dollars(text), Some(hidden.replace('~', "\u{2}")), "{text}");
        }
        assert_eq!(shown_dollars(&hide_dollars("$5/$6").unwrap()), "$5/$6");
    }

    #[test]
    fn the_brace_to_blame_is_found() {
        for (formula, brace) in [
            (r"\frac{1}{2}", None),
            (r"\{", None),
            (r"\\{", Some(2)),
            (r"\frac{1}{2", Some(8)),
            ("a}{", Some(1)),
            ("{a}}", Some(3)),
            ("{{a}", Some(0)),
        ] {
            assert_eq!(odd_brace(formula.as_bytes()), brace, "{formula}");
        }
    }

    #[test]
    fn no_paragraph_begins_with_a_space() {
        let span = Span::new(crate::source::Sources::default().add("test", "$$x$$ holds"), 5..11);
        let text = |text: &str, span| {
            let style = crate::flow::TextStyle::default();
            Inline::Text(crate::flow::Text { text: text.to_owned(), style, span })
        };
        let words = vec![text("holds", Span { start: 6, ..span })];
        assert_eq!(paragraph(vec![text(" holds", span)]), Some(Block::Paragraph { text: words, role: Role::Body }));
        assert_eq!(paragraph(vec![text(" ", span), Inline::Break]), None);
    }
}
