//! What an exam is to be made of, as requests that each can be counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Span;

use super::Order;

/// Which questions are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blueprint {
    /// The parts of the exam in order; where the user names none, one without a title.
    pub sections: Vec<Section>,
    /// What has to hold besides the number of questions and its split over the levels.
    pub requests: Vec<Request>,
    /// No two questions of one concept are drawn together.
    pub one_per_concept: bool,
    /// Questions to favour where the requests leave a choice.
    pub prefer: Vec<Preference>,
    /// The forms that are drawn together.
    pub forms: Forms,
}

/// A part of the exam with a number of questions of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: Option<String>,
    /// How its questions follow each other, if not as in the rest.
    pub order: Option<Order>,
    /// The number of its questions; where it is a range, each number that is possible is equally likely. `None` leaves it to
    /// the requests.
    pub count: Option<Count>,
    /// How the number is split over the levels.
    pub split: Split,
}

/// A number of questions, as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What the user's file calls it, such as `count` or `section 2: count`.
    pub name: String,
    /// Where it is asked for; `None` where it is what holds without asking.
    pub span: Option<Span>,
    /// The least number.
    pub low: usize,
    /// The greatest number.
    pub high: usize,
}

/// How a number of questions is split over the levels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Split {
    /// Only as requests ask for.
    #[default]
    Free,
    /// Evenly over the levels that have questions.
    Even,
    /// In this proportion.
    Shares {
        /// Parts for each level; a level without one gets no question.
        shares: BTreeMap<String, u64>,
        /// Where they are asked for.
        span: Option<Span>,
    },
}

/// A sum over some questions, and the bounds it has to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What the user's file calls it, such as `levels.senior` or `condition level = "senior", topic = "oop"`.
    pub name: String,
    /// Where it is asked for.
    pub span: Option<Span>,
    /// The place of the section it is about; `None` for the whole exam.
    pub section: Option<usize>,
    /// The questions it is about.
    pub filter: Filter,
    /// What is added up.
    pub measure: Measure,
    /// What the sum has to be.
    pub bounds: Bounds,
    /// How it is written.
    pub style: Style,
}

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// One for each question.
    Questions,
    /// The questions' marks.
    Marks,
    /// The questions' minutes.
    Minutes,
}

/// What a sum has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    /// From `low` to `high`, both included.
    Within {
        /// The least sum.
        low: u64,
        /// The greatest sum, if there is one.
        high: Option<u64>,
    },
    /// As near to this as the other requests allow.
    Near(u64),
}

/// How a request is written in the user's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `name = 4`, `name = "3..5"`, `name = "near 60"`.
    Number,
    /// With `min`, `max` or `count` after the name.
    MinMax,
    /// A list of names, such as `require` or `exclude_topics`: it holds or it is left out.
    Rule,
}

/// Tells some questions from the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// For each attribute named, the values of which a question has one.
    pub of: BTreeMap<Attribute, BTreeSet<String>>,
    /// Means all questions but those.
    pub inverted: bool,
    /// Questions it is never about, by id.
    pub except: BTreeSet<String>,
}

/// An attribute of a question that may constrain the draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// Its id.
    Id,
    /// Id of its level.
    Level,
    /// Id of its topic.
    Topic,
    /// The word for its kind.
    Kind,
    /// One of its tags.
    Tag,
    /// What it tests.
    Concept,
    /// The file it stands in, relative to the bank's folder.
    File,
}

/// Questions to favour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preference {
    /// Which.
    pub filter: Filter,
    /// From 1 (not at all) to 1000: a question's key is divided by it.
    pub weight: u64,
}

/// Forms that are drawn together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// Whether several are asked for, be it one in the end.
    pub is_asked: bool,
    /// Their names; at least one.
    pub names: Vec<String>,
    /// Questions two forms may have in common, besides the anchors.
    pub overlap: Overlap,
    /// Questions that are in every form, by id.
    pub anchors: BTreeSet<String>,
    /// How far the marks of two forms may be apart.
    pub marks_apart: Option<u64>,
    /// How far the minutes of two forms may be apart.
    pub minutes_apart: Option<u64>,
}

/// Questions that two forms may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// At most this many.
    AtMost(usize),
    /// All: the forms differ in order only.
    Same,
}

impl Filter {
    /// The questions that have one of `values` as `attribute`.
    #[must_use]
    pub fn by(attribute: Attribute, values: impl IntoIterator<Item = String>) -> Self {
        Self { of: BTreeMap::from([(attribute, values.into_iter().collect())]), ..Self::default() }
    }
}

impl Default for Forms {
    fn default() -> Self {
        Self {
            is_asked: false,
            names: vec!["A".to_owned()],
            overlap: Overlap::AtMost(0),
            anchors: BTreeSet::new(),
            marks_apart: None,
            minutes_apart: None,
        }
    }
}

impl Default for Blueprint {
    fn default() -> Self {
        let count = Count { name: "count".to_owned(), span: None, low: 12, high: 12 };
        Self {
            sections: vec![Section { count: Some(count), split: Split::Even, ..Section::default() }],
            requests: Vec::new(),
            one_per_concept: true,
            prefer: Vec::new(),
            forms: Forms::default(),
        }
    }
}

impl Attribute {
    /// Every attribute, in the order that messages follow.
    pub const ALL: [Self; 7] = [Self::Level, Self::Topic, Self::Kind, Self::Tag, Self::Concept, Self::File, Self::Id];

    /// The key that files use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Level => "level",
            Self::Topic => "topic",
            Self::Kind => "kind",
            Self::Tag => "tag",
            Self::Concept => "concept",
            Self::File => "file",
        }
    }
}

impl Bounds {
    /// The bounds as they stand after a name: `4`, `3..5`, `near 60`, or `min = 2, max = 4`; nothing for a rule.
    #[must_use]
    pub fn written(self, style: Style) -> String {
        match (style, self) {
            (Style::Rule, _) => String::new(),
            (_, Self::Near(number)) => format!("near {number}"),
            (Style::Number, Self::Within { low, high: Some(high) }) if low == high => low.to_string(),
            (Style::Number, Self::Within { low: 0, high: Some(high) }) => format!("..{high}"),
            (Style::Number, Self::Within { low, high: Some(high) }) => format!("{low}..{high}"),
            (Style::Number, Self::Within { low, high: None }) => format!("{low}.."),
            (Style::MinMax, Self::Within { low: 0, high: Some(high) }) => format!("max = {high}"),
            (Style::MinMax, Self::Within { low, high: Some(high) }) if low == high => format!("count = {low}"),
            (Style::MinMax, Self::Within { low, high: Some(high) }) => format!("min = {low}, max = {high}"),
            (Style::MinMax, Self::Within { low, high: None }) => format!("min = {low}"),
        }
    }
}

impl Request {
    /// What is asked for, as it is written after the name.
    #[must_use]
    pub fn asked(&self) -> String {
        self.bounds.written(self.style)
    }
}
