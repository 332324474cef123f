//! Rules about code: that it fits the paper, and that a test holds what an answer promises.

use crate::bank::{Bank, Body, Question, Response, WarningCode};
use crate::markup::{Listing, Purpose};
use crate::source::Span;

use super::Warning;
use super::text::asks;

/// The warnings about the code of one question; `turned` are the places of lines that paper has no room for.
pub(super) fn of_question(bank: &Bank, question: &Question, turned: &[Span], found: &mut Vec<Warning>) {
    if bank.python.is_some() {
        found.extend(untested(question));
    }
    for (_, line) in listings(question).iter().flat_map(|listing| &listing.lines) {
        let is_turned = turned.iter().any(|at| at.source == line.source && line.range().contains(&at.start));
        if is_turned {
            let message = "this line of code is longer than a line of print".to_owned();
            let help = "shorten it, or break it where you want it to be broken";
            let label = "goes on in the next line";
            found.push(Warning::new(WarningCode::TurnedCode, question, *line, message, label, help));
        }
    }
}

/// Code in Python that answers a question without a test, in a bank that says which Python it is for.
fn untested(question: &Question) -> Option<Warning> {
    let shown = |listing: &&Listing| listing.is_python() && listing.purpose != Purpose::Test;
    let ask = asks(question).into_iter().find(|ask| {
        let listings = &ask.task.listings;
        matches!(ask.task.response, Response::Code)
            && listings.iter().any(|listing| shown(&listing))
            && listings.iter().all(|listing| listing.purpose != Purpose::Test)
    })?;
    let span = ask.task.listings.iter().find(shown).map_or(question.span, |listing| listing.span);
    let message = "nothing tests the code of this answer".to_owned();
    let help = "add a block of `assert`s below it that begins with ```` ```python test ````";
    Some(Warning::new(WarningCode::UntestedCode, question, span, message, "is not run", help))
}

/// All code of a question.
fn listings(question: &Question) -> Vec<&Listing> {
    let of_parts = match &question.body {
        Body::Whole(_) => &[][..],
        Body::Parts(parts) => parts,
    };
    let answers = asks(question).into_iter().flat_map(|ask| &ask.task.listings);
    question.listings.iter().chain(of_parts.iter().flat_map(|part| &part.listings)).chain(answers).collect()
}
