//! The manifest: what was drawn from what, so that an exam can be told from any other and made again.

use serde::Serialize;

use crate::bank::Bank;
use crate::digest::sha256_hex;
use crate::paper::Paper;
use crate::spec::{Blueprint, Bounds, Order, PaperSize, Spec, Split, Style};
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
    requests: Vec<RequestRecord<'a>>,
    order: Order,
    shuffle_options: bool,
    paper: PaperSize,
}

/// Something asked of the draw, as the user's file writes it.
#[derive(Debug, Serialize)]
struct RequestRecord<'a> {
    request: &'a str,
    /// The number of the section it is about; none is the whole exam.
    section: Option<usize>,
    asked: String,
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
            requests: requests(&spec.blueprint),
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

/// The numbers of questions, their shares, and all other requests.
fn requests(blueprint: &Blueprint) -> Vec<RequestRecord<'_>> {
    let mut records = Vec::new();
    for (place, section) in blueprint.sections.iter().enumerate() {
        let number = (blueprint.sections.len() > 1).then_some(place + 1);
        if let Some(count) = &section.count {
            let bounds = Bounds::Within { low: count.low as u64, high: Some(count.high as u64) };
            records.push(RequestRecord { request: &count.name, section: number, asked: bounds.written(Style::Number) });
        }
        if let Split::Shares { shares, .. } = &section.split {
            let parts: Vec<String> = shares.iter().map(|(level, part)| format!("{level} = {part}")).collect();
            records.push(RequestRecord { request: "shares", section: number, asked: parts.join(", ") });
        }
    }
    records.extend(blueprint.requests.iter().map(|request| RequestRecord {
        request: &request.name,
        section: request.section.map(|place| place + 1),
        asked: request.asked(),
    }));
    records
}
