//! From drawn questions to a paper: numbers, the order of questions and options, letters, totals and the form code.
//! Randomness ends here.
//!
//! A [`Paper`] knows everything. The [`CandidateSheet`] made from it has no field for an answer, a mark of correctness,
//! a note or the seed; the [`KeySheet`] has them all.

mod candidate;
mod key;
mod space;

use std::collections::BTreeSet;

pub use candidate::{Ask, CandidatePart, CandidateQuestion, CandidateSheet, Lettered, candidate_sheet};
pub use key::{KeyPart, KeyQuestion, KeySheet, MarkedOption, Right, Solution, Total, key_sheet};

use crate::bank::{Bank, Body, ChoiceOption, Question, Response, Task};
use crate::digest::{joined, sha256};
use crate::flow::Block;
use crate::spec::Order;
use crate::stream::{DRAW_VERSION, Streams};

/// One form of an exam, complete.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What stands around the questions.
    pub front: Front,
    /// The seed that gives this paper again.
    pub seed: String,
    /// The form's name.
    pub form: String,
    /// The questions in printed order.
    pub questions: Vec<Numbered>,
}

/// What candidate sheet and key have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Front {
    /// The title.
    pub title: String,
    /// A line under the title.
    pub subtitle: Option<String>,
    /// The user's instructions; `None` prints the usual ones.
    pub instructions: Option<Vec<Block>>,
    /// The date to print.
    pub date: Option<String>,
    /// The language of the fixed words.
    pub language: String,
    /// A digest of the paper, which gives away neither seed nor key.
    pub form_code: String,
    /// Marks in all.
    pub marks: u32,
    /// Minutes in all.
    pub minutes: u32,
}

/// The words of a [`Front`] that the user chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The title.
    pub title: String,
    /// A line under the title.
    pub subtitle: Option<String>,
    /// The user's instructions.
    pub instructions: Option<Vec<Block>>,
    /// The date to print.
    pub date: Option<String>,
    /// The language of the fixed words.
    pub language: String,
}

/// A question with its number and the order of what can be shuffled in it.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// Counts from one.
    pub number: usize,
    /// The question.
    pub question: Question,
    /// For the task, or for each part, the places in the file in printed order; empty where nothing is shuffled.
    pub orders: Vec<Vec<usize>>,
}

/// Puts drawn questions onto a paper.
#[must_use]
pub fn assemble(
    bank: &Bank,
    drawn: &BTreeSet<String>,
    words: Words,
    order: Order,
    shuffle_options: bool,
    streams: &Streams,
) -> Paper {
    let mut questions: Vec<&Question> = drawn.iter().map(|id| &bank.questions[id]).collect();
    let place = |names: &[crate::bank::Name], id: &str| names.iter().position(|name| name.id == id);
    let level = |question: &Question| place(&bank.levels, &question.level);
    let topic = |question: &Question| place(&bank.topics, &question.topic);
    questions.sort_by_cached_key(|question| {
        let by_chance = streams.key("order", &question.id);
        let (first, second) = match order {
            Order::Level | Order::Section | Order::EasyFirst => (level(question), None),
            Order::Topic => (topic(question), level(question)),
            Order::Random => (None, None),
        };
        (first, second, by_chance, question.id.clone())
    });
    let questions: Vec<Numbered> = questions
        .into_iter()
        .enumerate()
        .map(|(at, question)| Numbered {
            number: at + 1,
            question: question.clone(),
            orders: orders(question, shuffle_options, streams),
        })
        .collect();
    Paper {
        front: Front {
            title: words.title,
            subtitle: words.subtitle,
            instructions: words.instructions,
            date: words.date,
            language: words.language,
            form_code: form_code(&questions, streams),
            marks: questions.iter().map(|numbered| numbered.question.marks).sum(),
            minutes: questions.iter().map(|numbered| numbered.question.minutes).sum(),
        },
        seed: streams.seed().to_owned(),
        form: streams.form().to_owned(),
        questions,
    }
}

fn orders(question: &Question, shuffle_options: bool, streams: &Streams) -> Vec<Vec<usize>> {
    match &question.body {
        Body::Whole(task) => vec![printed_order(task, &question.id, shuffle_options, streams)],
        Body::Parts(parts) => parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let name = format!("{}/{}", question.id, letter(at));
                printed_order(&part.task, &name, shuffle_options, streams)
            })
            .collect(),
    }
}

/// The places in the file in printed order. What has to be matched or put in order is shuffled even where options are
/// not: the file has it in the right order.
fn printed_order(task: &Task, name: &str, shuffle_options: bool, streams: &Streams) -> Vec<usize> {
    match &task.response {
        Response::Choice { options, .. } if shuffle_options => around_pins(options, name, streams),
        Response::Choice { options, .. } => (0..options.len()).collect(),
        Response::Matching { pairs, extra } => streams.permutation("matching", name, pairs.len() + extra.len()),
        Response::Ordering { items } => streams.permutation("ordering", name, items.len()),
        _ => Vec::new(),
    }
}

/// A shuffle in which pinned options keep their places.
fn around_pins(options: &[ChoiceOption], name: &str, streams: &Streams) -> Vec<usize> {
    let free: Vec<usize> = (0..options.len()).filter(|&at| !options[at].pin).collect();
    let shuffled = streams.permutation("options", name, free.len());
    let mut order: Vec<usize> = (0..options.len()).collect();
    for (place, from) in free.iter().zip(shuffled) {
        order[*place] = free[from];
    }
    order
}

/// Eight characters of Crockford's base 32 (no I, L, O, U) from a digest over the seed, the questions' ids and their
/// orders. Which option is right has no part in it, so no byte of the candidate sheet depends on that.
fn form_code(questions: &[Numbered], streams: &Streams) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let version = DRAW_VERSION.to_string();
    let orders: Vec<String> = questions.iter().map(|numbered| format!("{:?}", numbered.orders)).collect();
    let mut fields = vec!["form code", &version, streams.seed(), streams.form()];
    for (numbered, order) in questions.iter().zip(&orders) {
        fields.extend([numbered.question.id.as_str(), order]);
    }
    let digest = sha256(&joined(&fields));
    let number = digest[..5].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let digits: String = (0..8).rev().map(|place| char::from(DIGITS[(number >> (5 * place) & 31) as usize])).collect();
    format!("{}-{}", &digits[..4], &digits[4..])
}

/// `A` for the first option, `AA` after `Z`.
fn option_letter(at: usize) -> String {
    letter(at).to_uppercase()
}

/// `a` for the first part, `aa` after `z`.
#[must_use]
pub fn letter(at: usize) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { letter(at / 26 - 1) + &last.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!(letter(0), "a");
        assert_eq!(letter(25), "z");
        assert_eq!(option_letter(26), "AA");
    }

    #[test]
    fn pinned_options_keep_their_places_and_the_others_all_move() {
        let option = |pin| ChoiceOption { text: Vec::new(), correct: false, why: Vec::new(), pin };
        let options = [option(false), option(true), option(false), option(false), option(true)];
        let mut firsts = BTreeSet::new();
        for seed in 0..200 {
            let order = around_pins(&options, "q", &Streams::new(&seed.to_string(), "A"));
            assert_eq!((order[1], order[4]), (1, 4));
            firsts.insert(order[0]);
        }
        assert_eq!(firsts, BTreeSet::from([0, 2, 3]));
    }
}
