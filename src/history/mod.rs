//! The history: a file that remembers what was drawn, for whom and when. It has a line of JSON for each form of an exam, and
//! only ever grows at its end.
//!
//! Whoever reads it shares a lock with other readers, and whoever adds to it has the lock alone, so that no line is read before
//! it is whole, and none of two programs at once is lost. A form of an exam is remembered once, however often it is made.

mod append;
mod read;

use serde::{Deserialize, Serialize};

use crate::digest::{joined, sha256_hex};

pub use append::{append, may_append};
pub use read::{Before, read};

/// The version of the lines that are written, and the only one that is read.
pub const VERSION: u32 = 1;

/// Digits of the digest that tells exams apart.
const DIGITS: usize = 16;

/// What messages tell to do where the file is of no use.
const ELSEWHERE: &str = "name a file by `history` or --history that can be read and written";

/// What all lines of an exam have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exam {
    /// Tells it from all others, and is the same whenever the same exam is made.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its date as the user writes it.
    pub date: Option<String>,
}

/// What one form of an exam had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Had {
    /// The name of the form.
    pub form: String,
    /// The code on its papers.
    pub form_code: String,
    /// The id of the candidate that it is for; `None` is anybody.
    pub person: Option<String>,
    /// The ids of its questions, in printed order.
    pub questions: Vec<String>,
}

/// A line of the file, in the order of its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    version: u32,
    /// Tells the exam from all others.
    pub exam: String,
    title: String,
    date: Option<String>,
    form: String,
    form_code: String,
    /// The id of the candidate that it is for; `None` is anybody.
    pub person: Option<String>,
    /// The ids of its questions, in printed order.
    pub questions: Vec<String>,
    /// How many lines the exam comes after.
    after: usize,
}

impl Line {
    /// The line of a form of an exam that comes after so many lines.
    #[must_use]
    pub fn new(exam: &Exam, had: Had, after: usize) -> Self {
        let Had { form, form_code, person, questions } = had;
        Self {
            version: VERSION,
            exam: exam.id.clone(),
            title: exam.title.clone(),
            date: exam.date.clone(),
            form,
            form_code,
            person,
            questions,
            after,
        }
    }

    /// The line as JSON, without its end.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).expect("text and numbers are always JSON")
    }
}

/// What tells an exam from all others, made from all that makes it another one.
#[must_use]
pub fn exam_id(fields: &[&str]) -> String {
    let mut digest = sha256_hex(&joined(fields));
    digest.truncate(DIGITS);
    digest
}
