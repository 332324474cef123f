//! The rule about what a choice asks for: a `not` that is easy to miss.

use crate::bank::{Question, Response, WarningCode};
use crate::flow::{Block, Inline};
use crate::source::Span;

use super::Warning;
use super::text::{Piece, Run, asks, pieces, runs, words};

/// The warning about negative words in what one question asks.
pub(super) fn of_question(question: &Question, found: &mut Vec<Warning>) {
    for ask in asks(question) {
        if !matches!(ask.task.response, Response::Choice { .. } | Response::TrueFalse { .. }) {
            continue;
        }
        let Some((span, word)) = asking_line(ask.prompt).and_then(missed) else {
            continue;
        };
        found.push(Warning::new(
            WarningCode::NegativeStem,
            question,
            span,
            format!("what is asked hangs on `{word}`, which is easy to miss"),
            "no emphasis on it",
            &format!("ask for what holds, or write **{word}**"),
        ));
    }
}

/// The last paragraph of a prompt: what is asked, wherever code or lists stand. Without one the last line of all.
fn asking_line(prompt: &[Block]) -> Option<&[Inline]> {
    let paragraph = prompt.iter().rev().find_map(|block| match block {
        Block::Paragraph { text, .. } => Some(text.as_slice()),
        _ => None,
    });
    let last = || {
        runs(prompt).into_iter().rev().find_map(|run| match run {
            Run::Line(line) => Some(line),
            Run::Code(_) | Run::Picture => None,
        })
    };
    paragraph.or_else(last)
}

/// The first negative word without emphasis in the last sentence of a line, with its place.
fn missed(line: &[Inline]) -> Option<(Span, String)> {
    let mut text = String::new();
    let mut starts: Vec<(usize, Piece<'_>)> = Vec::new();
    for inline in line {
        for piece in pieces(std::slice::from_ref(inline)) {
            starts.push((text.len(), piece));
            // A full stop in code ends no sentence, and a `not` there is no word of the question.
            text.push_str(if piece.code { "x" } else { piece.text });
        }
        if *inline == Inline::Break {
            text.push(' ');
        }
    }
    let sentence = last_sentence(&text);
    words(&text[sentence..]).find_map(|(at, word)| {
        let at = sentence + at;
        let (start, piece) = starts.iter().rev().find(|(start, _)| *start <= at)?;
        let shouted = word.chars().all(|c| !c.is_lowercase());
        if !is_negative(word) || piece.emphasis || piece.code || shouted {
            return None;
        }
        Some((piece.place(at - start..at - start + word.len()), word.to_owned()))
    })
}

fn is_negative(word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    ["not", "never", "except"].contains(&word.as_str()) || word.ends_with("n't")
}

/// The byte at which the last sentence begins.
fn last_sentence(text: &str) -> usize {
    let text = text.trim_end();
    let mut ends = text.match_indices(['.', '?', '!']).map(|(at, _)| at + 1);
    ends.rfind(|end| text[*end..].starts_with(char::is_whitespace)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_a_space_only() {
        let last = |text: &'static str| text[last_sentence(text)..].trim();
        assert_eq!(last("It is not. Is 2.5 more? "), "Is 2.5 more?");
        assert_eq!(last("Is it?"), "Is it?");
    }
}
