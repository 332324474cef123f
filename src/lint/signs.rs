//! The rule about characters that nobody sees.

use crate::bank::{Question, WarningCode};
use crate::signs;
use crate::source::Span;
use crate::wording::count;

use super::Warning;
use super::text::{all_lines, all_runs, pieces, pieces_of};

/// The warning about invisible characters in a question, at the first of them.
pub(super) fn of_question(question: &Question, found: &mut Vec<Warning>) {
    let lines = all_lines(question).into_iter().flat_map(pieces);
    let code = all_runs(question).into_iter().flat_map(|run| pieces_of(&run));
    let mut places: Vec<(Span, char)> = Vec::new();
    for piece in lines.chain(code).filter(|piece| !piece.text.is_ascii()) {
        let unseen = piece.text.char_indices().filter(|(_, character)| signs::invisible(*character));
        places.extend(unseen.map(|(at, character)| (piece.place(at..at + character.len_utf8()), character)));
    }
    places.sort_unstable();
    places.dedup();
    let Some((first, character)) = places.first() else { return };
    let message = format!("nobody sees the character U+{:04X}", u32::from(*character));
    let label = match places.len() {
        1 => "here".to_owned(),
        number => format!("the first of {}", count(number, "such character")),
    };
    let help = "take it out if it came with copied text";
    found.push(Warning::new(WarningCode::InvisibleCharacter, question, *first, message, &label, help));
}
