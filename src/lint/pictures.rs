//! A rule about pictures: whoever does not see one hears what it shows.

use crate::bank::{Question, WarningCode};
use crate::flow::{Block, Picture};

use super::Warning;
use super::text::{asks, prompts};

/// The warnings about the pictures of one question.
pub(super) fn of_question(question: &Question, found: &mut Vec<Warning>) {
    let answers = asks(question).into_iter().map(|ask| ask.task.answer.as_slice());
    let mut pictures = Vec::new();
    prompts(question).into_iter().chain(answers).for_each(|blocks| collect(blocks, &mut pictures));
    found.extend(pictures.into_iter().filter(|picture| picture.alt.is_empty()).map(|picture| {
        Warning::new(
            WarningCode::MissingAlt,
            question,
            picture.span,
            "nothing says what this picture shows".to_owned(),
            "nothing for whoever does not see it",
            "write it between the brackets, as in `![a bar magnet and its field](…)`",
        )
    }));
}

fn collect<'a>(blocks: &'a [Block], into: &mut Vec<&'a Picture>) {
    for block in blocks {
        match block {
            Block::Picture(picture) => into.push(picture),
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, into)),
            Block::Quote(inner) => collect(inner, into),
            _ => {}
        }
    }
}
