//! From drawn questions to a paper: numbers, the order of questions and options, letters, totals and the form code.
//! Randomness ends here.
//!
//! A [`Paper`] knows everything. The [`CandidateSheet`] made from it has no field for an answer, a mark of correctness,
//! a note or the seed; the [`KeySheet`] has them all.

mod candidate;
mod key;
mod letters;
mod sequence;
mod space;

pub use candidate::{Ask, CandidatePart, CandidateQuestion, CandidateSheet, Lettered, candidate_sheet};
pub use key::{KeyPart, KeyQuestion, KeySheet, MarkedOption, Right, Solution, Total, key_question, key_sheet};
pub use sequence::DrawnSection;

use std::collections::BTreeMap;

use crate::bank::{Bank, Body, Question, Task};
use crate::digest::{joined, sha256};
use crate::flow::{Block, Inline, Picture};
use crate::spec::Order;
use crate::stream::{DRAW_VERSION, Streams};
use crate::wording::letter;
use letters::Shuffle;

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
    /// Whose paper it is: what the roster says of them, by column; `None` is anybody's.
    pub candidate: Option<BTreeMap<String, String>>,
    /// What else stands around the questions.
    pub furniture: Furniture,
    /// A digest of the paper, which gives away neither seed nor key.
    pub form_code: String,
    /// Marks in all.
    pub marks: u32,
    /// Minutes in all.
    pub minutes: u32,
}

/// What stands around the questions beside words of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Furniture {
    /// Who sets the exam.
    pub institution: Option<String>,
    /// Its sign.
    pub logo: Option<Picture>,
    /// Minutes that candidates have.
    pub time: Option<u32>,
    /// The first page is a cover.
    pub cover: bool,
    /// Printed large and light behind the text.
    pub watermark: Option<Vec<Inline>>,
    /// Pages that a sheet of paper takes up; the last one gets empty pages where it has fewer.
    pub pages_a_sheet: usize,
}

impl Default for Furniture {
    fn default() -> Self {
        Self { institution: None, logo: None, time: None, cover: false, watermark: None, pages_a_sheet: 1 }
    }
}

/// The words of a [`Front`] that the user chose.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Whose paper it is: what the roster says of them, by column.
    pub candidate: Option<BTreeMap<String, String>>,
    /// What else stands around the questions.
    pub furniture: Furniture,
}

/// A question with its number and the order of what can be shuffled in it.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// Counts from one.
    pub number: usize,
    /// The title of the section that it is the first question of, where the paper goes section after section.
    pub heading: Option<String>,
    /// The question.
    pub question: Question,
    /// For the task, or for each part, the places in the file in printed order; empty where nothing is shuffled.
    pub orders: Vec<Vec<usize>>,
}

/// Puts drawn questions onto a paper.
#[must_use]
pub fn assemble(
    bank: &Bank,
    sections: &[DrawnSection],
    words: Words,
    order: Order,
    shuffle_options: bool,
    streams: &Streams,
) -> Paper {
    let mut shuffle = Shuffle::new(streams, shuffle_options);
    let ordered = sequence::in_order(bank, sections, order, streams);
    let headings = sequence::headings(&ordered, sections, order);
    let questions: Vec<Numbered> = ordered
        .into_iter()
        .zip(headings)
        .enumerate()
        .map(|(at, (question, heading))| Numbered {
            number: at + 1,
            heading,
            question: question.clone(),
            orders: shuffle.question(question),
        })
        .collect();
    Paper {
        front: Front {
            title: words.title,
            subtitle: words.subtitle,
            instructions: words.instructions,
            date: words.date,
            language: words.language,
            candidate: words.candidate,
            furniture: words.furniture,
            form_code: form_code(&questions, streams),
            marks: questions.iter().map(|numbered| numbered.question.marks).sum(),
            minutes: questions.iter().map(|numbered| numbered.question.minutes).sum(),
        },
        seed: streams.seed().to_owned(),
        form: streams.form().to_owned(),
        questions,
    }
}

/// Eight characters of Crockford's base 32 (no I, L, O, U) from a digest over the seed, the questions' ids and the orders of
/// what is printed. Which option is right has no part in it but through these orders, in which no letter is right three times
/// in a row; apart from that no byte of the candidate sheet depends on it.
fn form_code(questions: &[Numbered], streams: &Streams) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let version = DRAW_VERSION.to_string();
    let orders: Vec<String> = questions.iter().map(|numbered| format!("{:?}", printed_orders(numbered))).collect();
    let mut fields = vec!["form code", &version, streams.seed(), streams.form()];
    for (numbered, order) in questions.iter().zip(&orders) {
        fields.extend([numbered.question.id.as_str(), order]);
    }
    let digest = sha256(&joined(&fields));
    let number = digest[..5].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let digits: String = (0..8).rev().map(|place| char::from(DIGITS[(number >> (5 * place) & 31) as usize])).collect();
    format!("{}-{}", &digits[..4], &digits[4..])
}

/// The orders of a question, without what the file says of the right order: places are those among sorted texts.
fn printed_orders(numbered: &Numbered) -> Vec<Vec<usize>> {
    let tasks: Vec<&Task> = match &numbered.question.body {
        Body::Whole(task) => vec![task],
        Body::Parts(parts) => parts.iter().map(|part| &part.task).collect(),
    };
    let in_print = |(task, order): (&Task, &Vec<usize>)| {
        let sorted = letters::by_text(task);
        let rank = |place: &usize| sorted.iter().position(|at| at == place).unwrap_or(*place);
        order.iter().map(rank).collect()
    };
    tasks.into_iter().zip(&numbered.orders).map(in_print).collect()
}

/// `A` for the first option, `AA` after `Z`.
fn option_letter(at: usize) -> String {
    letter(at).to_uppercase()
}
