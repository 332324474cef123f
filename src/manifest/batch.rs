//! The manifest of a batch: what all its papers have in common, and a record for each of them.
//!
//! It is JSON in which every record stands on a line of its own, and so does each part of what comes before and after them.
//! So it can be written while papers are made, and shares of a batch can be joined line by line. Its seal is made on the way:
//! each record's digest goes into that of all up to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::bank::Bank;
use crate::digest::sha256_hex;
use crate::paper::{DrawnSection, Furniture, Paper};
use crate::spec::Spec;
use crate::stream::DRAW_VERSION;

use super::{
    FileRecord, HistoryRecord, LookRecord, PROGRAM, QuestionRecord, bank_record, digest, question_records, spec_record,
    value,
};

/// The line after which the records come.
pub const FORMS: &str = "\"forms\":[";

/// Who the papers of a batch are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRecord {
    /// SHA-256 of the roster.
    pub sha256: String,
    /// How many candidates it has.
    pub candidates: usize,
    /// Several candidates can have one form, whose key says nothing of them.
    pub shares_forms: bool,
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
    /// The lines of a history that it avoids something of.
    pub history: Option<HistoryRecord>,
    /// What was drawn from.
    pub bank: &'a Bank,
    /// The files that decide how papers look.
    pub looks: Vec<LookRecord>,
    /// What stands around the questions, with its files read.
    pub furniture: &'a Furniture,
    /// What everything was drawn from.
    pub seed: &'a str,
    /// Who it is for; nothing where forms are for anybody.
    pub roster: Option<RosterRecord>,
    /// The share that this is of it, if it is not all of it.
    pub share: Option<Share>,
}

/// A part of what stands before the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub key: String,
    /// What it says, as JSON.
    pub json: String,
}

impl Entry {
    fn new(key: &str, value: &impl Serialize) -> Self {
        Self { key: key.to_owned(), json: json(value) }
    }

    /// The entry of a line.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let (key, json) = line.strip_prefix('"')?.strip_suffix(',')?.split_once("\":")?;
        Some(Self { key: key.to_owned(), json: json.to_owned() })
    }

    fn line(&self) -> String {
        format!("\"{}\":{},\n", self.key, self.json)
    }
}

impl Batch<'_> {
    /// What stands before the records. All topics of the bank are in it, for nobody knows yet which will be drawn.
    #[must_use]
    pub fn head(&self) -> Vec<Entry> {
        let mut entries = vec![
            Entry::new("program", &PROGRAM),
            Entry::new("version", &env!("CARGO_PKG_VERSION")),
            Entry::new("draw_version", &DRAW_VERSION),
            Entry::new("seed", &self.seed),
            Entry::new("spec", &spec_record(self.spec, self.history.clone(), self.furniture)),
            Entry::new("bank", &bank_record(self.bank, |_| true)),
            Entry::new("looks", &self.looks),
            Entry::new("roster", &self.roster),
        ];
        entries.extend(self.share.as_ref().map(|share| Entry::new("share", share)));
        entries
    }
}

/// A file with a paper of a batch: a file of its own, or pages of one that is for all.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Made {
    /// A file of its own, or of its form.
    File(FileRecord),
    /// Pages of a file for all.
    Pages {
        /// Its name.
        file: String,
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
    candidate_id: Option<&'a String>,
    /// All that the roster says of them, by column; any of it may be printed.
    roster: Option<&'a BTreeMap<String, String>>,
    marks: u32,
    minutes: u32,
    questions: Vec<QuestionRecord>,
    candidate: Made,
    key: Made,
}

impl<'a> FormRecord<'a> {
    /// The record of a paper.
    #[must_use]
    pub fn new(paper: &'a Paper, sections: &[DrawnSection], [candidate, key]: [Made; 2]) -> Self {
        let roster = paper.front.candidate.as_ref();
        Self {
            form: &paper.form,
            form_code: &paper.front.form_code,
            candidate_id: roster.and_then(|values| values.get("id")),
            roster,
            marks: paper.front.marks,
            minutes: paper.front.minutes,
            questions: question_records(sections, paper),
            candidate,
            key,
        }
    }
}

/// A record as a line, and its digest.
#[derive(Debug)]
pub struct Line {
    text: String,
    digest: String,
}

impl Line {
    /// The line of a new record.
    #[must_use]
    pub fn new(record: &FormRecord<'_>) -> Self {
        Self { text: json(record), digest: digest(value(record)) }
    }

    /// A line that was written before, if it is a record.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let record: Map<String, Value> = serde_json::from_str(text).ok()?;
        Some(Self { text: text.to_owned(), digest: digest(Value::Object(record)) })
    }
}

/// The digest of all records so far.
#[derive(Debug, Default)]
pub(super) struct Chain(String);

impl Chain {
    fn add(&mut self, digest: &str) {
        self.0 = sha256_hex((std::mem::take(&mut self.0) + digest).as_bytes());
    }

    /// The seal of a manifest with these records and that rest; without records it is the digest of the rest.
    pub(super) fn sealed(mut self, rest: Value) -> String {
        let rest = digest(rest);
        if self.0.is_empty() {
            return rest;
        }
        self.add(&rest);
        self.0
    }
}

/// The digest of these records.
pub(super) fn chain(forms: &[Value]) -> Chain {
    let mut chain = Chain::default();
    for form in forms {
        chain.add(&digest(form.clone()));
    }
    chain
}

/// The text of a batch's manifest as it grows.
#[derive(Debug)]
pub struct Growth {
    entries: Vec<Entry>,
    chain: Chain,
    written: usize,
}

impl Growth {
    /// At the start, with what stands before the records; gives the text of that.
    #[must_use]
    pub fn begin(head: Vec<Entry>) -> (Self, String) {
        let lines: String = head.iter().map(Entry::line).collect();
        (Self { entries: head, chain: Chain::default(), written: 0 }, format!("{{\n{lines}{FORMS}"))
    }

    /// How many records there are.
    #[must_use]
    pub fn written(&self) -> usize {
        self.written
    }

    /// One more record; gives its text.
    pub fn add(&mut self, line: &Line) -> String {
        self.chain.add(&line.digest);
        self.written += 1;
        format!("{}{}", if self.written == 1 { "\n" } else { ",\n" }, line.text)
    }

    /// At the end, with the files for all if there are such; gives what stands after the records, and the seal in it. The
    /// entries must be JSON.
    pub fn end(mut self, files: &[FileRecord]) -> Result<(String, String), serde_json::Error> {
        let mut text = "\n],\n".to_owned();
        if !files.is_empty() {
            let files = Entry::new("files", &files);
            text += &files.line();
            self.entries.push(files);
        }
        let read = |entry: Entry| Ok((entry.key, serde_json::from_str(&entry.json)?));
        let rest: Map<String, Value> = self.entries.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?;
        let seal = self.chain.sealed(Value::Object(rest));
        Ok((format!("{text}\"seal\":\"{seal}\"\n}}\n"), seal))
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
