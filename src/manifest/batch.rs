//! The manifest of a batch: what all its papers have in common, and a record for each of them.
//!
//! It is JSON in which every record stands on a line of its own, and so does each part of what comes before them. So it can
//! be written while papers are made, and shares of a batch can be joined line by line.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::bank::Bank;
use crate::paper::{DrawnSection, Furniture, Paper};
use crate::spec::Spec;
use crate::stream::DRAW_VERSION;

use super::{FileRecord, PROGRAM, QuestionRecord, bank_record, question_records, spec_record};

/// The line after which the records come.
pub const FORMS: &str = "\"forms\":[";

/// Who the papers of a batch are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRecord {
    /// SHA-256 of the roster.
    pub sha256: String,
    /// How many candidates it has.
    pub candidates: usize,
}

/// One of several shares of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Counts from one.
    pub number: usize,
    /// How many shares there are.
    pub of: usize,
}

impl Shard {
    /// Its part of so many things: one after the other, and no two shares differ by more than one.
    #[must_use]
    pub fn range(self, things: usize) -> std::ops::Range<usize> {
        let until = |shares: usize| (things as u128 * shares as u128 / self.of as u128) as usize;
        until(self.number - 1)..until(self.number)
    }
}

/// What the shares of a batch are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which one it is.
    #[serde(flatten)]
    pub shard: Shard,
    /// The papers of the whole batch.
    pub papers: usize,
}

/// What all papers of a batch have in common.
#[derive(Debug)]
pub struct Batch<'a> {
    /// What was asked for.
    pub spec: &'a Spec,
    /// What was drawn from.
    pub bank: &'a Bank,
    /// What stands around the questions, with its files read.
    pub furniture: &'a Furniture,
    /// What everything was drawn from.
    pub seed: &'a str,
    /// Who it is for; nothing where forms are for anybody.
    pub roster: Option<RosterRecord>,
    /// The share that this is of it, if it is not all of it.
    pub share: Option<Share>,
}

impl Batch<'_> {
    /// The lines up to the records.
    #[must_use]
    pub fn head(&self) -> String {
        let mut lines = "{\n".to_owned();
        let mut line = |key: &str, value: String| {
            writeln!(lines, "\"{key}\":{value},").expect("writing into a string cannot fail");
        };
        line("program", json(&PROGRAM));
        line("version", json(&env!("CARGO_PKG_VERSION")));
        line("draw_version", json(&DRAW_VERSION));
        line("seed", json(&self.seed));
        line("spec", json(&spec_record(self.spec, self.furniture)));
        line("bank", json(&bank_record(self.bank)));
        line("roster", json(&self.roster));
        if let Some(share) = &self.share {
            line("share", json(share));
        }
        lines + FORMS
    }
}

/// A file with a paper of a batch: a file of its own, or pages of one that is for all.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Made<'a> {
    /// A file of its own, or of its form.
    File(FileRecord<'a>),
    /// Pages of a file for all.
    Pages {
        /// Its name.
        file: &'a str,
        /// The first page, counted from one.
        first_page: usize,
        /// How many pages.
        pages: usize,
    },
}

/// A paper of a batch: the fields of a manifest that are about its form, and whose it is.
#[derive(Debug, Serialize)]
pub struct FormRecord<'a> {
    form: &'a str,
    form_code: &'a str,
    candidate_id: Option<&'a str>,
    marks: u32,
    minutes: u32,
    questions: Vec<QuestionRecord<'a>>,
    candidate: Made<'a>,
    key: Made<'a>,
}

impl<'a> FormRecord<'a> {
    /// The record of a paper as a line.
    #[must_use]
    pub fn line(
        paper: &'a Paper,
        sections: &[DrawnSection],
        candidate_id: Option<&'a str>,
        [candidate, key]: [Made<'a>; 2],
    ) -> String {
        json(&Self {
            form: &paper.form,
            form_code: &paper.front.form_code,
            candidate_id,
            marks: paper.front.marks,
            minutes: paper.front.minutes,
            questions: question_records(sections, paper),
            candidate,
            key,
        })
    }
}

/// What comes after the records: the files for all, if there are such.
#[derive(Debug)]
pub struct Tail<'a>(pub &'a [FileRecord<'a>]);

impl Tail<'_> {
    /// The lines after the last record.
    #[must_use]
    pub fn lines(&self) -> String {
        if self.0.is_empty() { "\n]\n}\n".to_owned() } else { format!("\n],\n\"files\":{}\n}}\n", json(&self.0)) }
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("text and numbers are always JSON")
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn shares_follow_each_other_and_are_even() {
        for (things, of) in [(0, 1), (1, 3), (10, 3), (16, 16), (299, 16)] {
            let ranges: Vec<_> = (1..=of).map(|number| Shard { number, of }.range(things)).collect();
            assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
            assert_eq!((ranges[0].start, ranges[of - 1].end), (0, things));
            let sizes: Vec<usize> = ranges.iter().map(ExactSizeIterator::len).collect();
            assert!(sizes.iter().max().zip(sizes.iter().min()).is_some_and(|(most, least)| most - least <= 1));
        }
    }
}
