//! The manifest: what was drawn from what, so that an exam can be told from any other and made again.
//!
//! It is a lock file: what it says, the drawn questions, and the files that it names by their digests are all that an exam
//! is printed from. Its last line is a digest of all the others, so that a change by accident or by hand shows; it is no
//! signature, for whoever can change the file can write that line anew.

mod batch;
mod record;
mod requests;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::bank::{Bank, Name, Question};
use crate::digest::sha256_hex;
use crate::paper::{DrawnSection, Furniture, Numbered, Paper};
use crate::spec::Spec;
use crate::stream::DRAW_VERSION;

pub use batch::{Batch, Entry, FORMS, FormRecord, Growth, Line, Made, RosterRecord, Shard, Share};
pub use record::{
    BankRecord, Facts, FileRecord, FrontRecord, HistoryRecord, LookRecord, Manifest, NameRecord, QuestionRecord,
    SectionRecord, SpecRecord,
};
pub use requests::{RequestRecord, requests};

const PROGRAM: &str = "exampress";

impl NameRecord {
    fn of(name: &Name) -> Self {
        Self { id: name.id.clone(), name: name.name.clone() }
    }
}

impl LookRecord {
    /// The record of a file.
    #[must_use]
    pub fn of(file: &str, bytes: &[u8]) -> Self {
        Self { file: file.to_owned(), sha256: sha256_hex(bytes) }
    }
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

impl FileRecord {
    /// The record of a PDF with this many pages.
    #[must_use]
    pub fn new(file: &str, pages: usize, bytes: &[u8]) -> Self {
        Self { file: file.to_owned(), pages, bytes: bytes.len(), sha256: sha256_hex(bytes), encryption: None }
    }

    /// The same of a PDF that a password opens.
    #[must_use]
    pub fn locked(self) -> Self {
        Self { encryption: Some("AES-256".to_owned()), ..self }
    }
}

/// The manifest of a paper that was drawn from a bank after these lines of a history, if it avoids any, and printed with the files of `looks`.
#[must_use]
pub fn manifest(
    spec: &Spec,
    history: Option<HistoryRecord>,
    bank: &Bank,
    looks: Vec<LookRecord>,
    sections: &[DrawnSection],
    paper: &Paper,
    [candidate, key]: [FileRecord; 2],
) -> Manifest {
    let drawn = || paper.questions.iter().map(|numbered| &numbered.question);
    let mut record = Manifest {
        program: PROGRAM.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        draw_version: DRAW_VERSION,
        seed: paper.seed.clone(),
        form: paper.form.clone(),
        form_code: paper.front.form_code.clone(),
        spec: spec_record(spec, history, &paper.front.furniture),
        bank: bank_record(bank, |topic| drawn().any(|question| question.topic == topic)),
        looks,
        marks: paper.front.marks,
        minutes: paper.front.minutes,
        questions: question_records(sections, paper),
        candidate,
        key,
        seal: String::new(),
    };
    record.seal = seal(value(&record));
    record
}

/// What was drawn from, with the topics that are wanted.
fn bank_record(bank: &Bank, is_wanted: impl Fn(&str) -> bool) -> BankRecord {
    BankRecord {
        title: bank.title.clone(),
        licence: bank.licence.clone(),
        digest: bank.digest.clone(),
        questions: bank.questions.len(),
        levels: bank.levels.iter().map(NameRecord::of).collect(),
        topics: bank.topics.iter().filter(|topic| is_wanted(&topic.id)).map(NameRecord::of).collect(),
    }
}

fn question_records(sections: &[DrawnSection], paper: &Paper) -> Vec<QuestionRecord> {
    let record = |numbered: &Numbered| QuestionRecord {
        number: numbered.number,
        id: numbered.question.id.clone(),
        facts: Facts::of(&numbered.question, sections),
        order: numbered.orders.clone(),
        texts: numbered.question.digests(),
        pictures: picture_digests(&numbered.question),
    };
    paper.questions.iter().map(record).collect()
}

fn spec_record(spec: &Spec, history: Option<HistoryRecord>, furniture: &Furniture) -> SpecRecord {
    let (words, front) = (&spec.words, &spec.front);
    let sections = spec.blueprint.sections.iter();
    SpecRecord {
        title: words.title.clone(),
        subtitle: words.subtitle.clone(),
        instructions: words.instructions.as_ref().map(|text| text.value.clone()),
        date: words.date.clone(),
        language: words.language.clone(),
        front: FrontRecord {
            institution: front.institution.clone(),
            logo: furniture.logo.as_ref().map(|logo| sha256_hex(&logo.data.bytes)),
            time: front.time,
            cover: front.cover,
            watermark: front.watermark.as_ref().map(|words| words.value.clone()),
            duplex: front.duplex,
            booklet: front.booklet,
        },
        sections: sections.map(|part| SectionRecord { title: part.title.clone(), order: part.order }).collect(),
        requests: requests(spec),
        history,
        order: spec.order,
        shuffle_options: spec.shuffle_options,
        paper: spec.paper,
        layout: spec.layout,
        theme: spec.theme.clone(),
    }
}

/// SHA-256 of a question's pictures, by the path they have in its text.
#[must_use]
pub fn picture_digests(question: &Question) -> BTreeMap<String, String> {
    question.pictures.iter().map(|(path, image)| (path.clone(), sha256_hex(&image.bytes))).collect()
}

/// SHA-256 of a manifest without its seal, written as JSON without spaces and with keys in alphabetic order. That of a batch
/// goes over the digests of its forms and then over the rest ([`Growth`]).
#[must_use]
pub fn seal(mut manifest: Value) -> String {
    let forms = manifest.as_object_mut().and_then(|entries| {
        entries.remove("seal");
        entries.remove("forms")
    });
    let chain = forms.as_ref().and_then(Value::as_array).map(|forms| batch::chain(forms));
    chain.unwrap_or_default().sealed(manifest)
}

/// SHA-256 of JSON without spaces and with keys in alphabetic order.
fn digest(mut json: Value) -> String {
    json.sort_all_objects();
    sha256_hex(json.to_string().as_bytes())
}

fn value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).expect("text and numbers are always JSON")
}

impl Manifest {
    /// The manifest as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("text and numbers are always JSON");
        json.push('\n');
        json
    }
}
