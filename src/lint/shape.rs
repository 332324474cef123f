//! Rules about the size of a question: marks, minutes, length, and what is there for whoever marks.

use crate::bank::{Body, Kind, Question, Response, WarningCode};
use crate::markup::plain;
use crate::wording::{count, letter};

use super::Warning;
use super::text::{Run, asks, prompts, runs, start};

/// Words of a prompt that fit a page with some room to answer.
const WORDS_A_PAGE: usize = 450;
/// Words that take as much of a page as a line of code.
const WORDS_A_LINE_OF_CODE: usize = 10;

/// The warnings about the size of one question.
pub(super) fn of_question(question: &Question, found: &mut Vec<Warning>) {
    found.extend(minutes_a_mark(question));
    found.extend(unusual_marks(question));
    found.extend(long_prose(question));
    missing_rubrics(question, found);
}

fn minutes_a_mark(question: &Question) -> Option<Warning> {
    let (minutes, marks) = (question.minutes, question.marks);
    let label = if 2 * minutes < marks {
        "less than half a minute a mark"
    } else if minutes > 4 * marks {
        "more than four minutes a mark"
    } else {
        return None;
    };
    let message = format!("there are {} for {}", count(minutes as usize, "minute"), count(marks as usize, "mark"));
    let help = "change `minutes` or `marks`";
    Some(Warning::new(WarningCode::Proportion, question, question.span, message, label, help))
}

/// Marks outside the usual range of the kind; with parts the range is free.
fn unusual_marks(question: &Question) -> Option<Warning> {
    let usual = match question.kind {
        Kind::SingleChoice => 1..=3,
        Kind::TrueFalse => 1..=4,
        Kind::MultipleChoice | Kind::Numeric => 1..=6,
        Kind::FillIn | Kind::Matching => 1..=10,
        Kind::Ordering => 1..=8,
        Kind::Open => 1..=20,
        Kind::Code => 2..=30,
    };
    if matches!(question.body, Body::Parts(_)) || usual.contains(&question.marks) {
        return None;
    }
    let marks = count(question.marks as usize, "mark");
    Some(Warning::new(
        WarningCode::Proportion,
        question,
        question.span,
        format!("{marks} for a question of the kind `{}`", question.kind.word()),
        &format!("{} to {} are usual", usual.start(), usual.end()),
        "change `marks`, or give the question parts",
    ))
}

fn long_prose(question: &Question) -> Option<Warning> {
    let words = |run: Run<'_>| match run {
        Run::Line(line) => plain(line).split_whitespace().count(),
        Run::Code(code) => WORDS_A_LINE_OF_CODE * code.lines.len(),
        Run::Picture => 0,
    };
    let words: usize = prompts(question).into_iter().flat_map(runs).map(words).sum();
    (words > WORDS_A_PAGE).then(|| {
        let message = format!("the prompt takes as much room as {words} words; about {WORDS_A_PAGE} fit a page");
        let help = "shorten it, or make two questions of it";
        Warning::new(WarningCode::LongProse, question, question.span, message, "a line of code counts as ten", help)
    })
}

fn missing_rubrics(question: &Question, found: &mut Vec<Warning>) {
    for ask in asks(question) {
        let is_marked_by_hand = matches!(ask.task.response, Response::Open | Response::Code);
        if !is_marked_by_hand || ask.marks < 2 || !ask.task.rubric.is_empty() {
            continue;
        }
        let marks = count(ask.marks as usize, "mark");
        let (span, whose) = match ask.part {
            None => (question.span, "this question".to_owned()),
            Some(at) => (start(ask.prompt).unwrap_or(question.span), format!("part ({})", letter(at))),
        };
        let message = format!("nothing says what earns the {marks} of {whose}");
        let help = "add `rubric = [{ marks = 1, text = \"…\" }]`";
        found.push(Warning::new(WarningCode::MissingRubric, question, span, message, "without a rubric", help));
    }
}
