//! Rules about right answers all over the bank: whoever knows that they are mostly short, or stand first, or that statements
//! are mostly false, need not know the matter.

use crate::bank::{Bank, ChoiceOption, Question, Response, WarningCode};
use crate::markup::length;
use crate::source::Span;
use crate::wording::all_of;

use super::Warning;
use super::options::lengths;
use super::text::asks;

/// Fewest questions that let the longest option be judged.
const FEWEST_FOR_LENGTH: usize = 12;
/// Fewest questions that let the places of right options be judged: five for each of four places, as the chi-square
/// test asks.
const FEWEST_FOR_PLACES: usize = 20;
/// Fewest statements that let their truth be judged.
const FEWEST_FOR_TRUTH: usize = 12;

/// The warnings about right answers all over the bank.
pub(super) fn of_bank(bank: &Bank, questions: &[&Question]) -> Vec<Warning> {
    let mut fours: Vec<(&Question, &[ChoiceOption])> = Vec::new();
    let mut statements: Vec<(&Question, bool)> = Vec::new();
    for question in questions {
        for ask in asks(question) {
            match &ask.task.response {
                Response::Choice { several: false, options } if options.len() == 4 => fours.push((question, options)),
                Response::TrueFalse { truth } => statements.push((question, *truth)),
                _ => {}
            }
        }
    }
    [telling_lengths(bank, &fours), uneven_places(bank, &fours), uneven_truth(bank, &statements)]
        .into_iter()
        .flatten()
        .collect()
}

/// Where a warning about the bank stands: at its head, or at the first of the questions.
fn place<'q>(bank: &Bank, questions: impl Iterator<Item = &'q Question>) -> Option<Span> {
    bank.span.or_else(|| questions.map(|question| question.span).min())
}

/// Whether the right option is the longest more often, or less often, than by chance. Of options of which one is the
/// longest, it is the right one by chance in a quarter of `n` questions, with variance 3n/16; 2.33 standard deviations
/// above that are passed by chance once in a hundred banks, and so are 2.33 below.
fn telling_lengths(bank: &Bank, fours: &[(&Question, &[ChoiceOption])]) -> Option<Warning> {
    let mut judged = 0;
    let mut longest: Vec<(usize, &Question)> = Vec::new();
    for (question, options) in fours {
        let mut sizes: Vec<usize> = options.iter().map(|option| length(&option.text)).collect();
        sizes.sort_unstable();
        if sizes[2] < sizes[3] {
            judged += 1;
            let (right, wrong) = lengths(options);
            if right > wrong {
                longest.push((right - wrong, question));
            }
        }
    }
    // With k of n: |k − n/4| > 2.33 √(3n)/4, both sides times 400, squared.
    let number = longest.len();
    let away = (400 * number).abs_diff(100 * judged);
    if judged < FEWEST_FOR_LENGTH || away * away <= 233 * 233 * 3 * judged {
        return None;
    }
    let chance = (judged + 2) / 4;
    let (only, help) = if number > chance {
        longest.sort_by_key(|(by, question)| (std::cmp::Reverse(*by), question.place));
        longest.dedup_by_key(|(_, question)| question.place);
        let first = all_of(longest.iter().take(5).map(|(_, question)| format!("`{}`", question.id)));
        ("", format!("shorten right options or let wrong ones say more, first in {first}"))
    } else {
        ("only ", "let more right options be the longest, or candidates cross the longest out".to_owned())
    };
    let message = format!(
        "the right option is the longest in {only}{number} of {judged} questions with four options; by chance in about {chance}"
    );
    let span = place(bank, fours.iter().map(|(question, _)| *question))?;
    Some(Warning::of_bank(WarningCode::LongestOption, span, message, "in the bank as a whole", &help))
}

/// Whether the right option has its place in the file by chance: Pearson's chi-square against even places, three degrees
/// of freedom, at the level of 1 %, which is 11.345.
fn uneven_places(bank: &Bank, fours: &[(&Question, &[ChoiceOption])]) -> Option<Warning> {
    let mut places = [0; 4];
    for (_, options) in fours {
        places[options.iter().position(|option| option.correct)?] += 1;
    }
    let number = fours.len();
    // The sum of (o − n/4)² / (n/4) is 4/n times that of o², less n.
    let squares: usize = places.iter().map(|place| place * place).sum();
    if number < FEWEST_FOR_PLACES || 4000 * squares <= (1000 * number + 11_345) * number {
        return None;
    }
    let [first, second, third, fourth] = places;
    let message = format!(
        "of {number} right options among four, {first} stand first, {second} second, {third} third and {fourth} fourth"
    );
    let help = "move right options to other places; it shows wherever options are not shuffled";
    let span = place(bank, fours.iter().map(|(question, _)| *question))?;
    Some(Warning::of_bank(WarningCode::RightPosition, span, message, "in the bank as a whole", help))
}

/// Whether about half of the statements to be judged are true: chi-square against halves, one degree of freedom, at the
/// level of 1 %, which is 6.635.
fn uneven_truth(bank: &Bank, statements: &[(&Question, bool)]) -> Option<Warning> {
    let number = statements.len();
    let right = statements.iter().filter(|(_, truth)| *truth).count();
    // With k of n true it is (2k − n)² / n.
    let away = (2 * right).abs_diff(number);
    if number < FEWEST_FOR_TRUTH || 1000 * away * away <= 6635 * number {
        return None;
    }
    let message = format!("{number} statements are to be judged: {right} true, {} false", number - right);
    let help = "turn statements round until about half of them are true";
    let span = place(bank, statements.iter().map(|(question, _)| *question))?;
    Some(Warning::of_bank(WarningCode::RightPosition, span, message, "in the bank as a whole", help))
}
