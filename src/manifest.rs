//! The manifest: what was drawn from what, so that an exam can be told from any other and made again.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::bank::Bank;
use crate::digest::sha256_hex;
use crate::paper::Paper;
use crate::spec::{Order, PaperSize, Spec, Wanted};
use crate::stream::DRAW_VERSION;

/// The whole manifest, in the order of its JSON.
#[derive(Debug, Serialize)]
struct Manifest<'a> {
    program: &'static str,
    version: &'static str,
    draw_version: u32,
    seed: &'a str,
    form: &'a str,
    form_code: &'a str,
    spec: SpecRecord<'a>,
    bank: BankRecord<'a>,
    marks: u32,
    minutes: u32,
    questions: Vec<QuestionRecord<'a>>,
    candidate: FileRecord<'a>,
    key: FileRecord<'a>,
}

#[derive(Debug, Serialize)]
struct SpecRecord<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    instructions: Option<&'a str>,
    date: Option<&'a str>,
    language: &'a str,
    #[serde(flatten)]
    wanted: WantedRecord<'a>,
    topics: &'a BTreeSet<String>,
    exclude_topics: &'a BTreeSet<String>,
    require: &'a BTreeSet<String>,
    exclude: &'a BTreeSet<String>,
    order: Order,
    shuffle_options: bool,
    paper: PaperSize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum WantedRecord<'a> {
    Levels(&'a BTreeMap<String, usize>),
    Shares { count: usize, shares: &'a BTreeMap<String, u64> },
    Count(usize),
}

#[derive(Debug, Serialize)]
struct BankRecord<'a> {
    title: &'a str,
    licence: Option<&'a str>,
    digest: &'a str,
    questions: usize,
}

#[derive(Debug, Serialize)]
struct QuestionRecord<'a> {
    number: usize,
    id: &'a str,
    digest: &'a str,
    level: &'a str,
    topic: &'a str,
    marks: u32,
    minutes: u32,
    /// For the task, or for each part, the places in the file (from 0) in printed order; empty where nothing is shuffled.
    order: &'a [Vec<usize>],
}

/// A file that was written.
#[derive(Debug, Serialize)]
pub struct FileRecord<'a> {
    file: &'a str,
    pages: usize,
    bytes: usize,
    sha256: String,
}

impl<'a> FileRecord<'a> {
    /// The record of a PDF with this many pages.
    #[must_use]
    pub fn new(file: &'a str, pages: usize, bytes: &[u8]) -> Self {
        Self { file, pages, bytes: bytes.len(), sha256: sha256_hex(bytes) }
    }
}

/// The manifest as JSON.
#[must_use]
pub fn manifest(spec: &Spec, bank: &Bank, paper: &Paper, candidate: FileRecord<'_>, key: FileRecord<'_>) -> String {
    let blueprint = &spec.blueprint;
    let record = Manifest {
        program: "exampress",
        version: env!("CARGO_PKG_VERSION"),
        draw_version: DRAW_VERSION,
        seed: &paper.seed,
        form: &paper.form,
        form_code: &paper.front.form_code,
        spec: SpecRecord {
            title: &spec.words.title,
            subtitle: spec.words.subtitle.as_deref(),
            instructions: spec.words.instructions.as_ref().map(|text| text.value.as_str()),
            date: spec.words.date.as_deref(),
            language: &spec.words.language,
            wanted: match &blueprint.wanted {
                Wanted::Counts(levels) => WantedRecord::Levels(levels),
                Wanted::Shares { count, shares } => WantedRecord::Shares { count: *count, shares },
                Wanted::Balanced { count } => WantedRecord::Count(*count),
            },
            topics: &blueprint.topics,
            exclude_topics: &blueprint.exclude_topics,
            require: &blueprint.required,
            exclude: &blueprint.excluded,
            order: spec.order,
            shuffle_options: spec.shuffle_options,
            paper: spec.paper,
        },
        bank: BankRecord {
            title: &bank.title,
            licence: bank.licence.as_deref(),
            digest: &bank.digest,
            questions: bank.questions.len(),
        },
        marks: paper.front.marks,
        minutes: paper.front.minutes,
        questions: paper
            .questions
            .iter()
            .map(|numbered| QuestionRecord {
                number: numbered.number,
                id: &numbered.question.id,
                digest: &numbered.question.digest,
                level: &numbered.question.level,
                topic: &numbered.question.topic,
                marks: numbered.question.marks,
                minutes: numbered.question.minutes,
                order: &numbered.orders,
            })
            .collect(),
        candidate,
        key,
    };
    let mut json = serde_json::to_string_pretty(&record).expect("text and numbers are always JSON");
    json.push('\n');
    json
}
