//! Names in braces that stand for what is no text: `{page}`, `{pages}`, `{score}`, `{line}`.

use crate::flow::{Inline, Text};

/// Stand for what is no text while a template is filled in, so that no value can look like them.
const PLACES: [(&str, &str, Inline); 4] = [
    ("{page}", "\u{E010}", Inline::PageNumber),
    ("{pages}", "\u{E011}", Inline::PageCount),
    ("{score}", "\u{E012}", Inline::ScoreBox),
    ("{line}", "\u{E013}", Inline::Blank { width: 0 }),
];

/// Puts signs that no value holds in these places; `{{page}}` is a value's.
pub(super) fn hide_places(text: &str) -> String {
    PLACES.iter().fold(text.to_owned(), |text, (name, sign, _)| {
        let mut hidden = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(name) {
            let is_value = rest[..at].ends_with('{');
            hidden.push_str(&rest[..at]);
            hidden.push_str(if is_value { name } else { sign });
            rest = &rest[at + name.len()..];
        }
        hidden + rest
    })
}

/// Puts into their places what has the names `known`.
pub(super) fn with_places(text: Vec<Inline>, known: &[&str]) -> Vec<Inline> {
    text.into_iter()
        .flat_map(|inline| match inline {
            Inline::Text(text) => split_at_places(&text, known),
            other => vec![other],
        })
        .collect()
}

fn split_at_places(text: &Text, known: &[&str]) -> Vec<Inline> {
    let mut pieces = Vec::new();
    let mut rest = text.text.as_str();
    while !rest.is_empty() {
        let found = PLACES
            .iter()
            .filter(|(name, ..)| known.contains(name))
            .filter_map(|(_, sign, inline)| Some((rest.find(sign)?, *sign, inline.clone())))
            .min_by_key(|(at, ..)| *at);
        let (before, inline, after) = match found {
            Some((at, sign, inline)) => (&rest[..at], Some(inline), &rest[at + sign.len()..]),
            None => (rest, None, ""),
        };
        if !before.is_empty() {
            pieces.push(Inline::Text(Text { text: before.to_owned(), ..text.clone() }));
        }
        pieces.extend(inline);
        rest = after;
    }
    pieces
}
