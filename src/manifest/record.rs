//! What a manifest says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::spec::{Layout, Order, PaperSize};

use super::requests::RequestRecord;

/// The whole manifest, in the order of its JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The name of the program.
    pub program: String,
    /// The version of the program.
    pub version: String,
    /// The version of the draw.
    pub draw_version: u32,
    /// What everything was drawn from.
    pub seed: String,
    /// The name of the form.
    pub form: String,
    /// The code on the papers.
    pub form_code: String,
    /// What was asked for.
    pub spec: SpecRecord,
    /// What was drawn from.
    pub bank: BankRecord,
    /// The files that decide how papers look, in the order in which they are read.
    pub looks: Vec<LookRecord>,
    /// Marks in all.
    pub marks: u32,
    /// Minutes in all.
    pub minutes: u32,
    /// The questions in printed order.
    pub questions: Vec<QuestionRecord>,
    /// The candidate sheet.
    pub candidate: FileRecord,
    /// The answer key.
    pub key: FileRecord,
    /// SHA-256 of all that stands above.
    pub seal: String,
}

/// What was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SpecRecord {
    /// The title.
    pub title: String,
    /// A line under the title.
    pub subtitle: Option<String>,
    /// Instructions to candidates, in Markdown.
    pub instructions: Option<String>,
    /// The date as the user writes it.
    pub date: Option<String>,
    /// The language of the fixed words.
    pub language: String,
    /// What stands around the questions.
    pub front: FrontRecord,
    /// The parts of the exam.
    pub sections: Vec<SectionRecord>,
    /// What was asked of the draw.
    pub requests: Vec<RequestRecord>,
    /// The lines of the history that `avoid` was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<HistoryRecord>,
    /// How questions follow each other.
    pub order: Order,
    /// Whether options are shuffled.
    pub shuffle_options: bool,
    /// The size of the paper.
    pub paper: PaperSize,
    /// How pages are filled.
    pub layout: Layout,
    /// The name of the theme.
    pub theme: String,
}

/// The lines of a history that an exam comes after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRecord {
    /// How many, from the first one on.
    pub lines: usize,
    /// SHA-256 of them, each with a line feed.
    pub sha256: String,
}

/// What stands around the questions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FrontRecord {
    /// Who sets the exam.
    pub institution: Option<String>,
    /// SHA-256 of the picture file of its sign.
    pub logo: Option<String>,
    /// Minutes that candidates have.
    pub time: Option<u32>,
    /// The first page is a cover.
    pub cover: bool,
    /// Behind the text.
    pub watermark: Option<String>,
    /// The candidate sheet is printed on both sides.
    pub duplex: bool,
    /// The candidate sheet is printed two pages to a side.
    pub booklet: bool,
}

/// A part of the exam; an exam without parts is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SectionRecord {
    /// Its heading.
    pub title: Option<String>,
    /// How its questions follow each other, if not as in the rest.
    pub order: Option<Order>,
}

/// What was drawn from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BankRecord {
    /// The title.
    pub title: String,
    /// Its terms of use.
    pub licence: Option<String>,
    /// SHA-256 over all its questions.
    pub digest: String,
    /// How many there are.
    pub questions: usize,
    /// All levels, easiest first.
    pub levels: Vec<NameRecord>,
    /// The topics of the drawn questions, in the order of the bank.
    pub topics: Vec<NameRecord>,
}

/// A level or a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRecord {
    /// What files write.
    pub id: String,
    /// What paper shows.
    pub name: String,
}

/// A file that decides how papers look: a template, words, a theme, or a font that is not the program's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookRecord {
    /// Such as `templates/candidate.hbs`, be it the user's or the program's.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A question that was drawn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuestionRecord {
    /// Counts from one.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// What the draw knew of it.
    #[serde(flatten)]
    pub facts: Facts,
    /// For the task, or for each part, the places in the file (from 0) in printed order; empty where nothing is shuffled.
    pub order: Vec<Vec<usize>>,
    /// The first digits of the SHA-256 of each of its texts, by the key they stand under, such as `(a) prompt`.
    pub texts: BTreeMap<String, String>,
    /// SHA-256 of its pictures, by the path they have in its text.
    pub pictures: BTreeMap<String, String>,
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

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its name.
    pub file: String,
    /// Its pages.
    pub pages: usize,
    /// Its length.
    pub bytes: usize,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How it is encrypted, if a password opens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption: Option<String>,
}
