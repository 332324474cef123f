//! The rule about prompts that hold the answer of another question.
//!
//! It matters where both can be in one exam: questions of one topic, of different concepts, neither excluding the other, and
//! questions of one set, which always are. (Two questions of one concept are drawn together only in a set.) An answer is told
//! of when it stands there word for word: a whole right option of some length that no wrong option stands beside, or what a
//! blank accepts if it is rare in the bank. A word that many prompts have is a word of the field and no secret.

use crate::bank::{ChoiceOption, Question, Response, WarningCode};
use crate::markup::plain;
use crate::parallel::each;
use crate::source::Span;

use super::Warning;
use super::lexicon::Lexicon;
use super::text::{asks, pieces_of, place, prompts, runs, words};

/// Fewest words, or letters, of an option that cannot stand elsewhere by chance.
const WORDS_OF_OPTION: usize = 4;
const LETTERS_OF_OPTION: usize = 20;
/// Fewest letters of what a blank accepts, and most prompts it may be in.
const LETTERS_OF_BLANK: usize = 6;
const PROMPTS_WITH_BLANK: usize = 2;
/// Most prompts that have the rarest word of an option; keeps the time near-linear in large banks.
const PROMPTS_WITH_OPTION: usize = 64;

/// An answer to look for.
struct Answer {
    words: Vec<u32>,
    /// What must not stand beside it.
    wrong: Vec<Vec<u32>>,
    span: Span,
    /// Most prompts that its rarest word may be in.
    most: usize,
}

/// The warnings about answers that prompts of other questions hold.
pub(super) fn of_bank(questions: &[&Question], lexicon: &Lexicon) -> Vec<Warning> {
    let places: Vec<usize> = (0..questions.len()).collect();
    each(&places, |at| of_question(*at, questions, lexicon)).into_iter().flatten().collect()
}

fn of_question(at: usize, questions: &[&Question], lexicon: &Lexicon) -> Option<Warning> {
    let question = questions[at];
    answers(question, lexicon).into_iter().find_map(|answer| {
        let holds = |at: usize, words: &[u32]| lexicon.prompts[at].windows(words.len()).any(|some| some == words);
        let holders = lexicon.holders_of_rarest(&answer.words);
        if holders.len() > answer.most || holds(at, &answer.words) {
            return None;
        }
        let other = *holders.iter().find(|other| {
            can_meet(question, questions[**other])
                && holds(**other, &answer.words)
                && !answer.wrong.iter().any(|wrong| holds(**other, wrong))
        })?;
        Some(warning(question, questions[other], &answer, &lexicon.prompts[other]))
    })
}

fn warning(question: &Question, other: &Question, answer: &Answer, prompt: &[u32]) -> Warning {
    let start = prompt.windows(answer.words.len()).position(|some| some == answer.words);
    let there = start.and_then(|start| nth_words(other, start, answer.words.len())).unwrap_or(other.span);
    let help = match (&question.set, &other.set) {
        (Some(one), Some(two)) if one == two => "change one of the two".to_owned(),
        _ => format!("change one of the two, or write `excludes = [\"{}\"]`", other.id),
    };
    let message = format!("the prompt of `{}` holds the answer of `{}`", other.id, question.id);
    Warning::new(WarningCode::GivesAway, question, answer.span, message, "this answer", &help).with(
        other,
        there,
        "can be in the same exam",
    )
}

/// Whether both can be in one exam whose spec asks for nothing unusual.
fn can_meet(one: &Question, two: &Question) -> bool {
    if one.id == two.id {
        return false;
    }
    if one.set.is_some() && one.set == two.set {
        return true;
    }
    let same_concept = one.concept.is_some() && one.concept == two.concept;
    one.topic == two.topic && !same_concept && !one.excludes.contains(&two.id) && !two.excludes.contains(&one.id)
}

/// The answers of a question that are long or rare enough to be told of, as far as all their words are in prompts.
fn answers(question: &Question, lexicon: &Lexicon) -> Vec<Answer> {
    let mut found = Vec::new();
    for ask in asks(question) {
        match &ask.task.response {
            Response::Choice { options, .. } => {
                let is_right = |option: &&ChoiceOption| option.correct && !option.pin && is_long(&option.text);
                for right in options.iter().filter(is_right) {
                    let wrong = options.iter().filter(|option| !option.correct);
                    let wrong = wrong.filter_map(|option| lexicon.known(&plain(&option.text)));
                    found.extend(lexicon.known(&plain(&right.text)).map(|words| Answer {
                        words,
                        wrong: wrong.filter(|words| !words.is_empty()).collect(),
                        span: place(&right.text).unwrap_or(question.span),
                        most: PROMPTS_WITH_OPTION,
                    }));
                }
            }
            Response::FillIn { blanks } => {
                for answer in blanks.iter().flatten().filter(|answer| letters(answer) >= LETTERS_OF_BLANK) {
                    let (wrong, span, most) = (Vec::new(), question.span, PROMPTS_WITH_BLANK);
                    found.extend(lexicon.known(answer).map(|words| Answer { words, wrong, span, most }));
                }
            }
            _ => {}
        }
    }
    found.retain(|answer| !answer.words.is_empty());
    found
}

fn is_long(text: &[crate::flow::Inline]) -> bool {
    let text = plain(text);
    let spoken = words(&text).filter(|(_, word)| letters(word) > 0).count();
    spoken >= WORDS_OF_OPTION || letters(&text) >= LETTERS_OF_OPTION
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The place of some words of a question's prompts, counted as the lexicon counts them.
fn nth_words(question: &Question, start: usize, number: usize) -> Option<Span> {
    let runs: Vec<_> = prompts(question).into_iter().flat_map(runs).collect();
    let pieces = runs.iter().flat_map(pieces_of);
    let places = pieces.flat_map(|piece| words(piece.text).map(move |(at, word)| piece.place(at..at + word.len())));
    let mut places = places.skip(start).take(number);
    let first = places.next()?;
    Some(Span { end: places.last().unwrap_or(first).end, ..first })
}
