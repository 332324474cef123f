//! Questions that have passed every check.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::flow::{Block, Image, Inline, Room};
use crate::markup::Listing;
use crate::source::Span;

use super::allow::Allowance;
pub use super::raw::{Kind, Number};

/// An item bank: every question in it can be drawn and printed.
#[derive(Debug, Clone)]
pub struct Bank {
    /// What the bank calls itself.
    pub title: String,
    /// BCP 47 tag of the language the questions are written in.
    pub language: String,
    /// The terms it may be used under, if it states any.
    pub licence: Option<String>,
    /// The levels, easiest first.
    pub levels: Vec<Name>,
    /// The topics, in the order papers follow.
    pub topics: Vec<Name>,
    /// The oldest Python that its code is written for, as (3, 12).
    pub python: Option<(u32, u32)>,
    /// The questions by id.
    pub questions: BTreeMap<String, Question>,
    /// SHA-256 over the ids and digests of all questions, in hexadecimal.
    pub digest: String,
    /// The concepts it has to cover, if it lists them.
    pub concepts: Option<Concepts>,
    /// Words whose spelling is fixed.
    pub vocabulary: Vec<String>,
    /// Where `bank.toml` says what the bank is called, or begins, if there is one.
    pub span: Option<Span>,
}

/// The concepts that a bank has to cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concepts {
    /// Each of them once.
    pub ids: Vec<String>,
    /// Where they are listed.
    pub span: Span,
}

impl Bank {
    /// What paper shows for a level.
    #[must_use]
    pub fn level_name(&self, id: &str) -> String {
        name_of(&self.levels, id)
    }

    /// What paper shows for a topic.
    #[must_use]
    pub fn topic_name(&self, id: &str) -> String {
        name_of(&self.topics, id)
    }
}

fn name_of(names: &[Name], id: &str) -> String {
    names.iter().find(|name| name.id == id).map_or_else(|| id.to_owned(), |name| name.name.clone())
}

/// A level or a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// What files write.
    pub id: String,
    /// What paper shows.
    pub name: String,
}

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// Kebab-case, stable for ever.
    pub id: String,
    /// Id of its level.
    pub level: String,
    /// Id of its topic.
    pub topic: String,
    /// What it tests; two questions of one concept are never drawn together.
    pub concept: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Ids of questions that are never drawn together with it, as its file names them; what only the other one's file
    /// says is not here.
    pub excludes: Vec<String>,
    /// The set it belongs to, whose questions are drawn all together or not at all.
    pub set: Option<String>,
    /// How it is answered.
    pub kind: Kind,
    /// Marks in all.
    pub marks: u32,
    /// Minutes a candidate needs.
    pub minutes: u32,
    /// Packages that its code imports, besides what comes with Python.
    pub needs: Vec<String>,
    /// What is asked, or the stem common to its parts.
    pub prompt: Vec<Block>,
    /// The code in its prompt.
    pub listings: Vec<Listing>,
    /// What is to be done.
    pub body: Body,
    /// For whoever marks or interviews.
    pub notes: Notes,
    /// The path of its file inside the bank, with `/` between folders.
    pub file: String,
    /// Its place in the bank: files go in path order, questions as they stand in their file.
    pub place: usize,
    /// What its file says of it as JSON, without what no paper depends on.
    pub said: Arc<str>,
    /// SHA-256 of `said`, in hexadecimal.
    pub digest: String,
    /// The picture files it shows, each once, under its path as the text has it.
    pub pictures: Vec<(String, Arc<Image>)>,
    /// Where its id stands.
    pub span: Span,
    /// Warnings that are not to be given.
    pub allow: Vec<Allowance>,
}

impl Question {
    /// Its parts; a question that is one whole has none.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        match &self.body {
            Body::Whole(_) => &[],
            Body::Parts(parts) => parts,
        }
    }
}

/// One task, or several parts.
#[derive(Debug, Clone)]
pub enum Body {
    /// One task for all the marks.
    Whole(Task),
    /// Parts (a), (b), … that share the marks.
    Parts(Vec<Part>),
}

/// A part of a question.
#[derive(Debug, Clone)]
pub struct Part {
    /// What is asked.
    pub prompt: Vec<Block>,
    /// The code in its prompt.
    pub listings: Vec<Listing>,
    /// Marks of this part.
    pub marks: u32,
    /// What is to be done.
    pub task: Task,
}

/// Something to be done, and how it is marked.
#[derive(Debug, Clone)]
pub struct Task {
    /// How it is answered, with the right answer of a closed kind.
    pub response: Response,
    /// The model answer, or the explanation of a closed kind.
    pub answer: Vec<Block>,
    /// The code in the answer, tests among it.
    pub listings: Vec<Listing>,
    /// What earns marks; adds up to the task's marks, or is empty.
    pub rubric: Vec<RubricRow>,
    /// Room for the answer, where the file asks for it.
    pub space: Option<Space>,
}

/// Room for an answer, as a file asks for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Space {
    /// This room.
    Room(Room),
    /// None: the answer goes onto other paper.
    None,
}

/// A row of a rubric.
#[derive(Debug, Clone)]
pub struct RubricRow {
    /// Marks it earns.
    pub marks: u32,
    /// What earns them.
    pub text: Vec<Inline>,
}

/// How a task is answered, with the right answer of a closed kind.
#[derive(Debug, Clone)]
pub enum Response {
    /// In words.
    Open,
    /// In code.
    Code,
    /// By ticking.
    Choice {
        /// More than one option may be right.
        several: bool,
        /// The options in the file's order.
        options: Vec<ChoiceOption>,
    },
    /// By telling whether the prompt holds.
    TrueFalse {
        /// Whether it does.
        truth: bool,
    },
    /// By completing the prompt.
    FillIn {
        /// For each blank what may stand in it.
        blanks: Vec<Vec<String>>,
    },
    /// By a number.
    Numeric {
        /// The right number.
        value: Number,
        /// How far off a right answer may be.
        tolerance: Option<Number>,
        /// What it counts, printed beside the room for it.
        unit: Option<String>,
    },
    /// By joining left and right sides.
    Matching {
        /// Left and right sides that belong together.
        pairs: Vec<(Vec<Inline>, Vec<Inline>)>,
        /// Right sides that belong to nothing.
        extra: Vec<Vec<Inline>>,
    },
    /// By putting items in order.
    Ordering {
        /// The items in the right order.
        items: Vec<Vec<Inline>>,
    },
}

/// An option of a choice.
#[derive(Debug, Clone)]
pub struct ChoiceOption {
    /// Its text.
    pub text: Vec<Inline>,
    /// Whether ticking it is right.
    pub correct: bool,
    /// Why it is right or wrong; may be empty.
    pub why: Vec<Inline>,
    /// Keeps its place when options are shuffled.
    pub pin: bool,
}

/// For whoever marks or interviews; printed on the key only.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// Signs of understanding.
    pub look_for: Vec<Vec<Inline>>,
    /// Signs of the lack of it.
    pub red_flags: Vec<Vec<Inline>>,
    /// What to ask next.
    pub follow_ups: Vec<Vec<Inline>>,
}
