//! Rules about code: that it fits the paper, and that a test holds what an answer promises.

use std::collections::BTreeSet;

use crate::bank::{Bank, Question, Response, WarningCode};
use crate::markup::{Listing, Purpose};
use crate::source::Span;

use super::Warning;
use super::text::asks;

/// The warnings about the code of one question; `turned` are the places of lines that paper has no room for, in order.
pub(super) fn of_question(bank: &Bank, question: &Question, turned: &[Span], found: &mut Vec<Warning>) {
    if bank.python.is_some() {
        found.extend(untested(question));
    }
    let listings = listings(question);
    let lines = listings.iter().flat_map(|listing| &listing.lines).map(|(_, line)| *line);
    let is_turned = |line: &Span| {
        let next = turned.partition_point(|at| (at.source, at.start) < (line.source, line.start));
        turned.get(next).is_some_and(|at| at.source == line.source && line.range().contains(&at.start))
    };
    for line in lines.filter(is_turned).collect::<BTreeSet<Span>>() {
        let message = "this line of code is longer than a line of print".to_owned();
        let help = "shorten it, or break it where you want it to be broken";
        let label = "goes on in the next line";
        found.push(Warning::new(WarningCode::TurnedCode, question, line, message, label, help));
    }
}

/// Code in Python that answers a question without a test, in a bank that says which Python it is for.
fn untested(question: &Question) -> Option<Warning> {
    let is_run = |listing: &Listing| matches!(listing.purpose, Purpose::Test | Purpose::Run);
    let mut code = asks(question).into_iter().filter(|ask| matches!(ask.task.response, Response::Code));
    let untested = code.find_map(|ask| {
        let shown = ask.task.listings.iter().find(|listing| listing.is_python());
        shown.filter(|_| !ask.task.listings.iter().any(is_run))
    })?;
    let message = "nothing tests the code of this answer".to_owned();
    let help = "add a block of `assert`s below it that begins with ```` ```python test ````";
    Some(Warning::new(WarningCode::UntestedCode, question, untested.span, message, "is not run", help))
}

/// All code of a question.
fn listings(question: &Question) -> Vec<&Listing> {
    let answers = asks(question).into_iter().flat_map(|ask| &ask.task.listings);
    question.listings.iter().chain(question.parts().iter().flat_map(|part| &part.listings)).chain(answers).collect()
}
