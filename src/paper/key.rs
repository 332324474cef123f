//! What a marker gets to see: everything.

use std::collections::BTreeSet;

use crate::bank::{Bank, Body, Kind, Name, Notes, Number, Question, Response, RubricRow, Task};
use crate::flow::{Block, Inline};
use crate::wording::letter;

use super::{Front, Numbered, Paper, letters, option_letter};

/// The answer key.
#[derive(Debug, Clone)]
pub struct KeySheet {
    /// Title, totals, form code.
    pub front: Front,
    /// The seed that gives this paper again.
    pub seed: String,
    /// The form's name.
    pub form: String,
    /// The bank's title.
    pub bank_title: String,
    /// The bank's digest.
    pub bank_digest: String,
    /// Totals by level, easiest first.
    pub levels: Vec<Total>,
    /// Totals by topic, in the bank's order.
    pub topics: Vec<Total>,
    /// For each topic of the totals its marks on each level of the totals.
    pub spread: Vec<Vec<u32>>,
    /// The questions in order.
    pub questions: Vec<KeyQuestion>,
}

/// What the questions of a level or topic add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Its name as printed.
    pub name: String,
    /// Questions.
    pub questions: usize,
    /// Marks.
    pub marks: u32,
    /// Minutes.
    pub minutes: u32,
}

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct KeyQuestion {
    /// Counts from one.
    pub number: usize,
    /// The title of the section that begins with it.
    pub heading: Option<String>,
    /// Its id in the bank.
    pub id: String,
    /// Its level as printed.
    pub level: String,
    /// Its topic as printed.
    pub topic: String,
    /// How it is answered.
    pub kind: Kind,
    /// Marks in all.
    pub marks: u32,
    /// Minutes it takes.
    pub minutes: u32,
    /// Minutes from the start until it is done.
    pub clock: u32,
    /// What is asked.
    pub prompt: Vec<Block>,
    /// The answer; `None` where parts have theirs.
    pub solution: Option<Solution>,
    /// The parts, if any.
    pub parts: Vec<KeyPart>,
    /// For whoever marks or interviews.
    pub notes: Notes,
}

/// A part with its answer.
#[derive(Debug, Clone)]
pub struct KeyPart {
    /// `a`, `b`, …
    pub letter: String,
    /// Its marks.
    pub marks: u32,
    /// What is asked.
    pub prompt: Vec<Block>,
    /// The answer.
    pub solution: Solution,
}

/// An answer and how it is marked.
#[derive(Debug, Clone)]
pub struct Solution {
    /// What is right.
    pub right: Right,
    /// The model answer, or the explanation.
    pub answer: Vec<Block>,
    /// What earns marks; may be empty.
    pub rubric: Vec<RubricRow>,
}

/// What is right.
#[derive(Debug, Clone)]
pub enum Right {
    /// See the model answer.
    Words,
    /// These options.
    Options {
        /// More than one may be right.
        several: bool,
        /// The options as printed.
        options: Vec<MarkedOption>,
    },
    /// The statement holds, or does not.
    Truth(bool),
    /// For each blank what may stand in it.
    Blanks(Vec<Vec<String>>),
    /// A number.
    Number {
        /// The right one.
        value: Number,
        /// How far off is still right.
        tolerance: Option<Number>,
        /// What it counts.
        unit: Option<String>,
    },
    /// Left sides with the letters and texts of their right sides.
    Matches(Vec<(Vec<Inline>, String, Vec<Inline>)>),
    /// The items as printed: letter, number that belongs into the box, text.
    Sequence(Vec<(String, usize, Vec<Inline>)>),
}

/// An option with what there is to say of it.
#[derive(Debug, Clone)]
pub struct MarkedOption {
    /// Its letter as printed.
    pub letter: String,
    /// Its text.
    pub text: Vec<Inline>,
    /// Whether it is right.
    pub correct: bool,
    /// Why it is right or wrong; may be empty.
    pub why: Vec<Inline>,
}

/// The marker's side of a paper.
#[must_use]
pub fn key_sheet(paper: &Paper, bank: &Bank) -> KeySheet {
    let mut clock = 0;
    let questions: Vec<KeyQuestion> = paper
        .questions
        .iter()
        .map(|numbered| {
            clock += numbered.question.minutes;
            question(numbered, bank, clock)
        })
        .collect();
    KeySheet {
        front: paper.front.clone(),
        seed: paper.seed.clone(),
        form: paper.form.clone(),
        bank_title: bank.title.clone(),
        bank_digest: bank.digest.clone(),
        levels: totals(paper, &bank.levels, |question| &question.level),
        topics: totals(paper, &bank.topics, |question| &question.topic),
        spread: spread(paper, bank),
        questions,
    }
}

/// A question alone, with the orders in which a paper has what can be shuffled in it; nothing if these are not of its kind.
#[must_use]
pub fn key_question(drawn: &Question, orders: &[Vec<usize>], bank: &Bank) -> Option<KeyQuestion> {
    let tasks: Vec<&Task> = match &drawn.body {
        Body::Whole(task) => vec![task],
        Body::Parts(parts) => parts.iter().map(|part| &part.task).collect(),
    };
    let fits = |(task, order): (&&Task, &Vec<usize>)| {
        let mut places = order.clone();
        places.sort_unstable();
        places.into_iter().eq(0..letters::places(task))
    };
    let all_fit = tasks.len() == orders.len() && tasks.iter().zip(orders).all(fits);
    let numbered = || Numbered { number: 1, heading: None, question: drawn.clone(), orders: orders.to_vec() };
    all_fit.then(|| question(&numbered(), bank, drawn.minutes))
}

/// For each topic that has questions the marks of each level that has questions.
fn spread(paper: &Paper, bank: &Bank) -> Vec<Vec<u32>> {
    let questions = || paper.questions.iter().map(|numbered| &numbered.question);
    let levels: Vec<&Name> = used(&bank.levels, questions().map(|question| &question.level));
    let topics: Vec<&Name> = used(&bank.topics, questions().map(|question| &question.topic));
    let marks = |topic: &Name, level: &Name| {
        let both = |question: &&Question| question.topic == topic.id && question.level == level.id;
        questions().filter(both).map(|question| question.marks).sum()
    };
    topics.iter().map(|topic| levels.iter().map(|level| marks(topic, level)).collect()).collect()
}

/// The names that are some question's.
fn used<'a>(names: &'a [Name], ids: impl Iterator<Item = &'a String>) -> Vec<&'a Name> {
    let ids: BTreeSet<&String> = ids.collect();
    names.iter().filter(|name| ids.contains(&name.id)).collect()
}

fn totals(paper: &Paper, names: &[Name], id_of: impl Fn(&Question) -> &String) -> Vec<Total> {
    names
        .iter()
        .map(|name| {
            let of_name = || {
                let questions = paper.questions.iter().map(|numbered| &numbered.question);
                questions.filter(|question| *id_of(question) == name.id)
            };
            Total {
                name: name.name.clone(),
                questions: of_name().count(),
                marks: of_name().map(|question| question.marks).sum(),
                minutes: of_name().map(|question| question.minutes).sum(),
            }
        })
        .filter(|total| total.questions > 0)
        .collect()
}

fn question(numbered: &Numbered, bank: &Bank, clock: u32) -> KeyQuestion {
    let question = &numbered.question;
    let (whole, parts) = match &question.body {
        Body::Whole(task) => (Some(solution(task, &numbered.orders[0])), Vec::new()),
        Body::Parts(parts) => (
            None,
            parts
                .iter()
                .zip(&numbered.orders)
                .enumerate()
                .map(|(at, (part, order))| KeyPart {
                    letter: letter(at),
                    marks: part.marks,
                    prompt: part.prompt.clone(),
                    solution: solution(&part.task, order),
                })
                .collect(),
        ),
    };
    KeyQuestion {
        number: numbered.number,
        heading: numbered.heading.clone(),
        id: question.id.clone(),
        level: bank.level_name(&question.level),
        topic: bank.topic_name(&question.topic),
        kind: question.kind,
        marks: question.marks,
        minutes: question.minutes,
        clock,
        prompt: question.prompt.clone(),
        solution: whole,
        parts,
        notes: question.notes.clone(),
    }
}

fn solution(task: &Task, order: &[usize]) -> Solution {
    Solution { right: right(&task.response, order), answer: task.answer.clone(), rubric: task.rubric.clone() }
}

fn right(response: &Response, order: &[usize]) -> Right {
    let letter_of = |place: usize| {
        let printed = order.iter().position(|&at| at == place);
        option_letter(printed.expect("a printed order holds every place"))
    };
    match response {
        Response::Open | Response::Code => Right::Words,
        Response::Choice { several, options } => Right::Options {
            several: *several,
            options: order
                .iter()
                .enumerate()
                .map(|(printed, &place)| MarkedOption {
                    letter: option_letter(printed),
                    text: options[place].text.clone(),
                    correct: options[place].correct,
                    why: options[place].why.clone(),
                })
                .collect(),
        },
        Response::TrueFalse { truth } => Right::Truth(*truth),
        Response::FillIn { blanks } => Right::Blanks(blanks.clone()),
        Response::Numeric { value, tolerance, unit } => {
            Right::Number { value: *value, tolerance: *tolerance, unit: unit.clone() }
        }
        Response::Matching { pairs, .. } => Right::Matches(
            pairs
                .iter()
                .enumerate()
                .map(|(place, (left, right))| (left.clone(), letter_of(place), right.clone()))
                .collect(),
        ),
        Response::Ordering { items } => Right::Sequence(
            order
                .iter()
                .enumerate()
                .map(|(printed, &place)| (option_letter(printed), place + 1, items[place].clone()))
                .collect(),
        ),
    }
}
