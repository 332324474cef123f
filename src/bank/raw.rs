//! The bank's files as they are written, before anything is checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

/// `bank.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBank {
    pub(super) title: Option<Spanned<String>>,
    pub(super) language: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) python: Option<Spanned<String>>,
    pub(super) concepts: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) vocabulary: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    pub(super) level: Vec<RawName>,
    #[serde(default)]
    pub(super) topic: Vec<RawName>,
    #[serde(default)]
    pub(super) defaults: RawDefaults,
}

/// A level or a topic: what files write and what paper shows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawName {
    pub(super) id: Spanned<String>,
    pub(super) name: Option<String>,
}

/// What a question has where it does not say otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDefaults {
    pub(super) level: Option<Spanned<String>>,
    pub(super) topic: Option<Spanned<String>>,
    pub(super) kind: Option<Spanned<Kind>>,
    pub(super) marks: Option<Spanned<i64>>,
    pub(super) minutes: Option<Spanned<i64>>,
}

/// A question or a part of one. Its digest is taken from this, so that spaces and remarks in the file do not count; of the
/// keys `tags`, `excludes` and `set`, only those that are written do; `needs` and `allow` never do, for no paper depends on them.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestion {
    pub(super) id: Option<Spanned<String>>,
    pub(super) level: Option<Spanned<String>>,
    pub(super) topic: Option<Spanned<String>>,
    pub(super) concept: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tags: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) excludes: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) set: Option<Spanned<String>>,
    #[serde(skip_serializing)]
    pub(super) allow: Option<Spanned<BTreeMap<Spanned<String>, Spanned<String>>>>,
    pub(super) kind: Option<Spanned<Kind>>,
    pub(super) marks: Option<Spanned<i64>>,
    pub(super) minutes: Option<Spanned<i64>>,
    #[serde(skip_serializing)]
    pub(super) needs: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) prompt: Option<Spanned<String>>,
    pub(super) answer: Option<Spanned<String>>,
    pub(super) rubric: Option<Spanned<Vec<RawRow>>>,
    pub(super) look_for: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) red_flags: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) follow_ups: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) space: Option<Spanned<RawSpace>>,
    pub(super) options: Option<Spanned<Vec<RawOption>>>,
    pub(super) correct: Option<Spanned<bool>>,
    pub(super) blanks: Option<Spanned<Vec<RawBlank>>>,
    pub(super) value: Option<Spanned<Number>>,
    pub(super) tolerance: Option<Spanned<Number>>,
    pub(super) unit: Option<Spanned<String>>,
    pub(super) pairs: Option<Spanned<Vec<RawPair>>>,
    pub(super) extra: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) items: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) parts: Option<Spanned<Vec<Spanned<RawQuestion>>>>,
}

/// A row of a rubric.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "`{ marks = …, text = \"…\" }`")]
pub(super) struct RawRow {
    pub(super) marks: Spanned<i64>,
    pub(super) text: Spanned<String>,
}

/// An option of a choice.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "`{ text = \"…\", why = \"…\" }`")]
pub(super) struct RawOption {
    pub(super) text: Spanned<String>,
    #[serde(default)]
    pub(super) correct: bool,
    pub(super) why: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) pin: bool,
}

/// What may be written into a blank.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "`{ accept = [\"…\"] }`")]
pub(super) struct RawBlank {
    pub(super) accept: Spanned<Vec<String>>,
}

/// Two things that belong together.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "`{ left = \"…\", right = \"…\" }`")]
pub(super) struct RawPair {
    pub(super) left: Spanned<String>,
    pub(super) right: Spanned<String>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// In words.
    Open,
    /// In code.
    Code,
    /// By ticking one option.
    SingleChoice,
    /// By ticking every right option.
    MultipleChoice,
    /// By telling whether a statement holds.
    TrueFalse,
    /// By completing a text.
    FillIn,
    /// By a number.
    Numeric,
    /// By joining what belongs together.
    Matching,
    /// By putting things in order.
    Ordering,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Code,
        Self::SingleChoice,
        Self::MultipleChoice,
        Self::TrueFalse,
        Self::FillIn,
        Self::Numeric,
        Self::Matching,
        Self::Ordering,
    ];

    /// The word that files use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Code => "code",
            Self::SingleChoice => "single-choice",
            Self::MultipleChoice => "multiple-choice",
            Self::TrueFalse => "true-false",
            Self::FillIn => "fill-in",
            Self::Numeric => "numeric",
            Self::Matching => "matching",
            Self::Ordering => "ordering",
        }
    }
}

/// Room for the answer, as a file asks for it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawSpace {
    /// Ruled lines.
    Lines(u16),
    /// Ruled lines that are farther apart.
    WideLines(u16),
    /// An empty frame, millimetres high.
    Box(u16),
    /// Squared paper, millimetres high.
    Grid(u16),
    /// Dots in squares, millimetres high.
    Dots(u16),
    /// Numbered lines for code.
    Code(u16),
    /// A table to fill.
    Table(RawTable),
    /// No room: the answer goes onto other paper.
    None,
}

/// A table to fill.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "`{ columns = [\"…\"], rows = … }`")]
pub(super) struct RawTable {
    pub(super) columns: Spanned<Vec<Spanned<String>>>,
    pub(super) rows: u16,
}

/// A number as a file has it: whole or decimal.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(untagged, expecting = "this value, expected a number")]
pub enum Number {
    /// A whole number.
    Whole(i64),
    /// A decimal number.
    Decimal(f64),
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            Self::Decimal(number) => write!(f, "{number}"),
        }
    }
}

impl Number {
    /// Its value as far as a floating-point number can hold it.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Whole(number) => number as f64,
            Self::Decimal(number) => number,
        }
    }
}
