//! The manifest: what was drawn from what, so that an exam can be told from any other and made again.

mod batch;

use std::collections::BTreeSet;

pub use batch::{Batch, FORMS, FormRecord, Made, RosterRecord, Shard, Share, Tail};

use serde::{Deserialize, Serialize};

use crate::bank::{Bank, Question};
use crate::digest::sha256_hex;
use crate::paper::{DrawnSection, Furniture, Numbered, Paper};
use crate::spec::{Blueprint, Bounds, Filter, Layout, Order, Overlap, PaperSize, Spec, Split, Style};
use crate::stream::DRAW_VERSION;

const PROGRAM: &str = "exampress";

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
    front: FrontRecord<'a>,
    requests: Vec<RequestRecord>,
    order: Order,
    shuffle_options: bool,
    paper: PaperSize,
    layout: Layout,
    theme: &'a str,
}

/// What stands around the questions; of the logo the digest of its file.
#[derive(Debug, Serialize)]
struct FrontRecord<'a> {
    institution: Option<&'a str>,
    logo: Option<String>,
    time: Option<u32>,
    cover: bool,
    watermark: Option<&'a str>,
    duplex: bool,
    booklet: bool,
}

/// Something asked of the draw, as the user's file writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRecord {
    /// What the user's file calls it.
    pub request: String,
    /// The number of the section it is about; none is the whole exam.
    pub section: Option<usize>,
    /// What is asked for: a number, bounds, or names.
    pub asked: String,
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
    #[serde(flatten)]
    facts: Facts,
    /// For the task, or for each part, the places in the file (from 0) in printed order; empty where nothing is shuffled.
    order: &'a [Vec<usize>],
}

/// What the draw knew of a question that was drawn, and the digest of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// SHA-256 of what its file says of it.
    pub digest: String,
    /// The number of the section it was drawn for, if there are several.
    pub section: Option<usize>,
    /// Id of its level.
    pub level: String,
    /// Id of its topic.
    pub topic: String,
    /// The word for its kind.
    pub kind: String,
    /// What it tests.
    pub concept: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Questions that are not drawn with it.
    pub excludes: Vec<String>,
    /// The linked set it belongs to.
    pub set: Option<String>,
    /// The file it stands in.
    pub file: String,
    /// Its marks.
    pub marks: u32,
    /// Its minutes.
    pub minutes: u32,
}

impl Facts {
    /// The facts of a question that was drawn for one of these sections.
    #[must_use]
    pub fn of(question: &Question, sections: &[DrawnSection]) -> Self {
        let place = sections.iter().position(|section| section.ids.contains(&question.id));
        Self {
            digest: question.digest.clone(),
            section: place.filter(|_| sections.len() > 1).map(|place| place + 1),
            level: question.level.clone(),
            topic: question.topic.clone(),
            kind: question.kind.word().to_owned(),
            concept: question.concept.clone(),
            tags: question.tags.clone(),
            excludes: question.excludes.clone(),
            set: question.set.clone(),
            file: question.file.clone(),
            marks: question.marks,
            minutes: question.minutes,
        }
    }
}

/// A file that was written.
#[derive(Debug, Clone, Serialize)]
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

    /// Its pages.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages
    }
}

/// The manifest as JSON.
#[must_use]
pub fn manifest(
    spec: &Spec,
    bank: &Bank,
    sections: &[DrawnSection],
    paper: &Paper,
    [candidate, key]: [FileRecord<'_>; 2],
) -> String {
    let record = Manifest {
        program: PROGRAM,
        version: env!("CARGO_PKG_VERSION"),
        draw_version: DRAW_VERSION,
        seed: &paper.seed,
        form: &paper.form,
        form_code: &paper.front.form_code,
        spec: spec_record(spec, &paper.front.furniture),
        bank: bank_record(bank),
        marks: paper.front.marks,
        minutes: paper.front.minutes,
        questions: question_records(sections, paper),
        candidate,
        key,
    };
    let mut json = serde_json::to_string_pretty(&record).expect("text and numbers are always JSON");
    json.push('\n');
    json
}

fn spec_record<'a>(spec: &'a Spec, furniture: &Furniture) -> SpecRecord<'a> {
    SpecRecord {
        title: &spec.words.title,
        subtitle: spec.words.subtitle.as_deref(),
        instructions: spec.words.instructions.as_ref().map(|text| text.value.as_str()),
        date: spec.words.date.as_deref(),
        language: &spec.words.language,
        front: FrontRecord {
            institution: spec.front.institution.as_deref(),
            logo: furniture.logo.as_ref().map(|logo| sha256_hex(&logo.data.bytes)),
            time: spec.front.time,
            cover: spec.front.cover,
            watermark: spec.front.watermark.as_ref().map(|words| words.value.as_str()),
            duplex: spec.front.duplex,
            booklet: spec.front.booklet,
        },
        requests: requests(&spec.blueprint),
        order: spec.order,
        shuffle_options: spec.shuffle_options,
        paper: spec.paper,
        layout: spec.layout,
        theme: &spec.theme,
    }
}

fn bank_record(bank: &Bank) -> BankRecord<'_> {
    BankRecord {
        title: &bank.title,
        licence: bank.licence.as_deref(),
        digest: &bank.digest,
        questions: bank.questions.len(),
    }
}

fn question_records<'a>(sections: &[DrawnSection], paper: &'a Paper) -> Vec<QuestionRecord<'a>> {
    let record = |numbered: &'a Numbered| QuestionRecord {
        number: numbered.number,
        id: &numbered.question.id,
        facts: Facts::of(&numbered.question, sections),
        order: &numbered.orders,
    };
    paper.questions.iter().map(record).collect()
}

/// Everything asked of the draw: the numbers of questions and their shares, all other requests, preferences, and forms.
#[must_use]
pub fn requests(blueprint: &Blueprint) -> Vec<RequestRecord> {
    let record = |request: &str, section, asked| RequestRecord { request: request.to_owned(), section, asked };
    let mut records = Vec::new();
    for (place, section) in blueprint.sections.iter().enumerate() {
        let number = (blueprint.sections.len() > 1).then_some(place + 1);
        if let Some(count) = &section.count {
            let bounds = Bounds::Within { low: count.low as u64, high: Some(count.high as u64) };
            records.push(record(&count.name, number, bounds.written(Style::Number)));
        }
        if let Split::Shares { shares, .. } = &section.split {
            let parts: Vec<String> = shares.iter().map(|(level, part)| format!("{level} = {part}")).collect();
            records.push(record("shares", number, parts.join(", ")));
        }
    }
    for request in &blueprint.requests {
        let is_bar = request.style == Style::Rule && matches!(request.bounds, Bounds::Within { high: Some(0), .. });
        let asked = if is_bar { values(&request.filter) } else { request.asked() };
        records.push(record(&request.name, request.section.map(|place| place + 1), asked));
    }
    records.push(record("one_per_concept", None, blueprint.one_per_concept.to_string()));
    for preference in &blueprint.prefer {
        records.push(record("prefer", None, format!("{}, weight = {}", filter(&preference.filter), preference.weight)));
    }
    let forms = &blueprint.forms;
    if forms.names.len() > 1 {
        let overlap = match forms.overlap {
            Overlap::AtMost(shared) => shared.to_string(),
            Overlap::Same => "same".to_owned(),
        };
        records.push(record("forms", None, forms.names.join(", ")));
        records.push(record("overlap", None, overlap));
        for (name, apart) in [("band.marks", forms.marks_apart), ("band.minutes", forms.minutes_apart)] {
            records.extend(apart.map(|apart| record(name, None, apart.to_string())));
        }
    }
    records
}

/// The values that a list such as `exclude_topics` names.
fn values(filter: &Filter) -> String {
    let values: Vec<&str> = filter.of.values().flatten().map(String::as_str).collect();
    values.join(", ")
}

/// `level = senior, tag = new or lambda`, and after `not` the ids it is not about.
fn filter(filter: &Filter) -> String {
    let values = |values: &BTreeSet<String>| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        values.join(" or ")
    };
    let named = filter.of.iter().map(|(attribute, named)| format!("{} = {}", attribute.word(), values(named)));
    let not = (!filter.except.is_empty()).then(|| format!("not {}", values(&filter.except)));
    named.chain(not).collect::<Vec<_>>().join(", ")
}
