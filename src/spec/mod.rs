//! What the user asks for: `exam.toml` and the command line become one [`Spec`].
//!
//! Each field may stand in the file (`file`) or on the command line (`flags`); both give [`Fields`] that may be empty, and
//! the command line wins. `resolve` fills in what nobody asked for and checks names against the bank's, with the place
//! of each wrong one, be it a line of the file or a flag. What is asked of the draw becomes a [`Blueprint`]: numbers of
//! questions (`numbers`, `sections`), conditions and rules (`conditions`), and forms (`forms`), to which comes what the history
//! keeps out (`avoid`); what stands around the questions a [`Front`].

mod avoid;
mod blueprint;
mod check;
mod conditions;
mod fields;
mod file;
mod flags;
mod forms;
mod front;
mod numbers;
mod range;
mod raw;
mod resolve;
mod sections;
mod typed;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use avoid::{Avoid, AvoidFrom};
pub use blueprint::{
    Attribute, Blueprint, Bounds, Count, Filter, Forms, Measure, Overlap, Preference, Request, Section, Split, Style,
};
pub use fields::{Fields, Placed};
pub use file::read;
pub use flags::{Flag, Switches, from_flags};
pub use front::Front;
pub use resolve::{Vocabulary, resolve};

/// An exam as asked for, complete and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The words on the paper.
    pub words: PaperWords,
    /// What stands around the questions, and how the sheet is printed.
    pub front: Front,
    /// What the draw comes from; `None` asks for a fresh one.
    pub seed: Option<String>,
    /// The one of several forms to print, or of several candidates without `forms`; `None` prints all there are.
    pub form: Option<String>,
    /// The file that says who sits the exam; `None` makes an exam for anybody.
    pub roster: Option<Placed<String>>,
    /// The file that remembers what was drawn.
    pub history: Option<Placed<String>>,
    /// What draws avoid of it.
    pub avoid: Option<Avoid>,
    /// Which questions are wanted.
    pub blueprint: Blueprint,
    /// How questions follow each other.
    pub order: Order,
    /// Options are shuffled.
    pub shuffle_options: bool,
    /// The size of the paper.
    pub paper: PaperSize,
    /// How pages are filled.
    pub layout: Layout,
    /// The name of the theme.
    pub theme: String,
    /// The names of the files to write.
    pub output: Output,
}

/// What the paper says besides its questions.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperWords {
    /// The title.
    pub title: String,
    /// A line under the title.
    pub subtitle: Option<String>,
    /// Instructions to candidates, in Markdown; `None` prints the usual ones.
    pub instructions: Option<Placed<String>>,
    /// The date to print, as the user writes it.
    pub date: Option<String>,
    /// The language of the fixed words.
    pub language: String,
}

/// How questions follow each other on the paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Easiest level first, at random within a level.
    #[default]
    Level,
    /// By topic in the bank's order, then by level.
    Topic,
    /// At random.
    Random,
    /// Section after section, within each in its own order.
    Section,
    /// The easiest level that was drawn comes first, then all others at random.
    EasyFirst,
}

/// The size of the paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PaperSize {
    /// 210 by 297 millimetres.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// How pages are filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Questions stay whole, and answer spaces get the spare room of their page.
    #[default]
    Fill,
    /// On few pages.
    Compact,
    /// Each question of the candidate sheet starts a page, the first under the title.
    OnePerPage,
}

/// The names of the files to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The folder they go into.
    pub folder: PathBuf,
    /// The candidate sheet.
    pub candidate: String,
    /// The answer key.
    pub key: String,
    /// The manifest.
    pub manifest: String,
}
