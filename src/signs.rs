//! Characters that nobody sees. Some make text read otherwise than it stands, and are refused wherever a text is read;
//! others have a use in some languages, and are only told of.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// Most characters told of in one text.
const MOST_TOLD: usize = 20;

/// What a character is that no text may hold.
#[must_use]
pub fn refused(character: char) -> Option<&'static str> {
    Some(match character {
        '\t' | '\n' | '\r' => return None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "a control character",
        '\u{202a}'..='\u{202e}' => "turns the direction of text, so that it reads otherwise than it stands",
        '\u{2028}' | '\u{2029}' => "ends a line where no editor shows it",
        '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => "a mark that nobody sees",
        '\u{e000}'..='\u{e01f}' => "of private use, and this program uses it",
        _ => return None,
    })
}

/// Whether nobody sees a character that has a use in some text.
#[must_use]
pub fn invisible(character: char) -> bool {
    matches!(
        character,
        '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

/// The first character of a text that it may not hold, with its byte and what it is.
#[must_use]
pub fn first_refused(text: &str) -> Option<(usize, char, &'static str)> {
    all_refused(text).next()
}

fn all_refused(text: &str) -> impl Iterator<Item = (usize, char, &'static str)> {
    // Letters of English are most of what is read, and never refused.
    let starts = text.bytes().enumerate().filter(|(_, byte)| !matches!(byte, b' '..=b'~' | b'\n' | 0x80..=0xbf));
    starts.filter_map(|(at, _)| {
        let character = text[at..].chars().next()?;
        Some((at, character, refused(character)?))
    })
}

/// Every character of a text that it may not hold, as far as they can be read at one go.
#[must_use]
pub fn problems(text: &str, source: SourceId) -> Vec<Diagnostic> {
    all_refused(text)
        .take(MOST_TOLD)
        .map(|(at, character, what)| problem(Span::new(source, at..at + character.len_utf8()), character, what))
        .collect()
}

/// The problem of a character that a text may not hold.
#[must_use]
pub fn problem(span: Span, character: char, what: &str) -> Diagnostic {
    Diagnostic::new(span, told(character), what, REMEDY)
}

/// What to do about a character that a text may not hold.
pub const REMEDY: &str = "take it out; an editor that shows invisible characters helps to find it";

/// What is said of a character that a text may not hold.
#[must_use]
pub fn told(character: char) -> String {
    format!("the character U+{:04X} cannot stand here", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_not_told_of_again_and_what_is_seen_is_neither() {
        for character in '\0'..=char::MAX {
            assert!(refused(character).is_none() || !invisible(character), "{character:?}");
        }
        for seen in ['a', ' ', '\u{a0}', '\u{ad}', '\t', '\n', 'é', '漢', '\u{5d0}', '\u{301}', '\u{fe0f}', '\u{f8ff}']
        {
            assert!(refused(seen).is_none() && !invisible(seen), "{seen:?}");
        }
    }
}
