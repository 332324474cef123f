//! What a candidate gets to see. No type here has a place for an answer.

use crate::bank::{Body, Response, Task};
use crate::flow::{Block, Inline, Room};
use crate::wording::letter;

use super::{Front, Numbered, Paper, option_letter, space};

/// The candidate's paper.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateSheet {
    /// Title, totals, form code.
    pub front: Front,
    /// The questions in order.
    pub questions: Vec<CandidateQuestion>,
}

/// A question as the candidate sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateQuestion {
    /// Counts from one.
    pub number: usize,
    /// The title of the section that begins with it.
    pub heading: Option<String>,
    /// Marks in all.
    pub marks: u32,
    /// What is asked, or the stem common to the parts.
    pub prompt: Vec<Block>,
    /// How to answer; `None` where parts ask.
    pub ask: Option<Ask>,
    /// The parts, if any.
    pub parts: Vec<CandidatePart>,
}

/// A part as the candidate sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidatePart {
    /// `a`, `b`, …
    pub letter: String,
    /// Its marks.
    pub marks: u32,
    /// What is asked.
    pub prompt: Vec<Block>,
    /// How to answer.
    pub ask: Ask,
}

/// How the candidate is to answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// In this room, or on other paper.
    Write(Option<Room>),
    /// By ticking options.
    Tick {
        /// More than one may be ticked.
        several: bool,
        /// The options as printed.
        options: Vec<Lettered>,
        /// Room for a reason, if one is wanted.
        reason: Option<Room>,
    },
    /// By ticking "true" or "false".
    Judge {
        /// Room for a reason, if one is wanted.
        reason: Option<Room>,
    },
    /// In the blanks of the prompt.
    Complete,
    /// With a number.
    Number {
        /// What it counts.
        unit: Option<String>,
        /// Room for the way there, if it is wanted.
        working: Option<Room>,
    },
    /// By writing letters of right sides beside left sides.
    Match {
        /// The left sides.
        left: Vec<Vec<Inline>>,
        /// The right sides as printed.
        right: Vec<Lettered>,
    },
    /// By numbering items.
    Order(Vec<Lettered>),
}

/// A text with its letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Lettered {
    /// `A`, `B`, …
    pub letter: String,
    /// The text.
    pub text: Vec<Inline>,
}

/// The candidate's side of a paper.
#[must_use]
pub fn candidate_sheet(paper: &Paper) -> CandidateSheet {
    CandidateSheet { front: paper.front.clone(), questions: paper.questions.iter().map(question).collect() }
}

fn question(numbered: &Numbered) -> CandidateQuestion {
    let question = &numbered.question;
    let (whole, parts) = match &question.body {
        Body::Whole(task) => (Some(ask(task, question.marks, &numbered.orders[0])), Vec::new()),
        Body::Parts(parts) => (
            None,
            parts
                .iter()
                .zip(&numbered.orders)
                .enumerate()
                .map(|(at, (part, order))| CandidatePart {
                    letter: letter(at),
                    marks: part.marks,
                    prompt: part.prompt.clone(),
                    ask: ask(&part.task, part.marks, order),
                })
                .collect(),
        ),
    };
    CandidateQuestion {
        number: numbered.number,
        heading: numbered.heading.clone(),
        marks: question.marks,
        prompt: question.prompt.clone(),
        ask: whole,
        parts,
    }
}

fn ask(task: &Task, marks: u32, order: &[usize]) -> Ask {
    let room = space::room(task, marks);
    match &task.response {
        Response::Open | Response::Code => Ask::Write(room),
        Response::Choice { several, options } => {
            Ask::Tick { several: *several, options: lettered(order.iter().map(|&at| &options[at].text)), reason: room }
        }
        Response::TrueFalse { .. } => Ask::Judge { reason: room },
        Response::FillIn { .. } => Ask::Complete,
        Response::Numeric { unit, .. } => Ask::Number { unit: unit.clone(), working: room },
        Response::Matching { pairs, extra } => Ask::Match {
            left: pairs.iter().map(|(left, _)| left.clone()).collect(),
            right: {
                let sides: Vec<&Vec<Inline>> = pairs.iter().map(|(_, right)| right).chain(extra).collect();
                lettered(order.iter().map(|&at| sides[at]))
            },
        },
        Response::Ordering { items } => Ask::Order(lettered(order.iter().map(|&at| &items[at]))),
    }
}

fn lettered<'a>(texts: impl IntoIterator<Item = &'a Vec<Inline>>) -> Vec<Lettered> {
    texts.into_iter().enumerate().map(|(at, text)| Lettered { letter: option_letter(at), text: text.clone() }).collect()
}
