//! What the user asks for: `exam.toml` and the command line become one [`Spec`].
//!
//! Each field may stand in the file (`file`) or on the command line (`flags`); both give [`Fields`] that may be empty, and
//! the command line wins. `resolve` fills in what nobody asked for and checks names against the bank's, with the place
//! of each wrong one, be it a line of the file or a flag.

mod fields;
mod file;
mod flags;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use fields::{Fields, Placed};
pub use file::read;
pub use flags::{Flag, from_flags};
pub use resolve::{Vocabulary, resolve};

/// An exam as asked for, complete and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The words on the paper.
    pub words: PaperWords,
    /// What the draw comes from; `None` asks for a fresh one.
    pub seed: Option<String>,
    /// The name of the form, such as `A`.
    pub form: String,
    /// Which questions are wanted.
    pub blueprint: Blueprint,
    /// How questions follow each other.
    pub order: Order,
    /// Options are shuffled.
    pub shuffle_options: bool,
    /// The size of the paper.
    pub paper: PaperSize,
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

/// Which questions are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blueprint {
    /// How many, and of which level.
    pub wanted: Wanted,
    /// Only these topics; empty for all.
    pub topics: BTreeSet<String>,
    /// None of these topics.
    pub exclude_topics: BTreeSet<String>,
    /// These questions, whatever their topic.
    pub required: BTreeSet<String>,
    /// None of these questions.
    pub excluded: BTreeSet<String>,
}

impl Blueprint {
    /// Whether a question that is not required may be drawn.
    #[must_use]
    pub fn allows(&self, id: &str, topic: &str) -> bool {
        (self.topics.is_empty() || self.topics.contains(topic))
            && !self.exclude_topics.contains(topic)
            && !self.excluded.contains(id)
    }
}

/// How many questions are wanted, and of which level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This many of each level; none of a level not named.
    Counts(BTreeMap<String, usize>),
    /// This many, split over the levels in this proportion.
    Shares {
        /// Questions in all.
        count: usize,
        /// Parts for each level.
        shares: BTreeMap<String, u64>,
    },
    /// This many, split evenly over the levels that have questions.
    Balanced {
        /// Questions in all.
        count: usize,
    },
}

impl Default for Wanted {
    fn default() -> Self {
        Self::Balanced { count: 12 }
    }
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
    /// The easiest level that was drawn first, then all others at random, whatever their level.
    EasyFirst,
    /// Section after section, each in its own order.
    Section,
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
