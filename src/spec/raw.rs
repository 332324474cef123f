//! `exam.toml` as serde reads it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use toml::Spanned;

use super::{Layout, Order, PaperSize};

type Text = Option<Spanned<String>>;
type Amount = Option<Spanned<RawAmount>>;
type Amounts = Option<Spanned<BTreeMap<Spanned<String>, Spanned<RawAmount>>>>;
type List = Option<Spanned<Vec<Spanned<String>>>>;
type OneOrMore = Option<Spanned<RawNames>>;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSpec {
    pub(super) title: Text,
    pub(super) subtitle: Text,
    pub(super) instructions: Text,
    pub(super) date: Text,
    pub(super) language: Text,
    pub(super) seed: Text,
    pub(super) form: Text,
    pub(super) institution: Text,
    pub(super) logo: Text,
    pub(super) time: Amount,
    pub(super) cover: Option<bool>,
    pub(super) watermark: Text,
    pub(super) duplex: Option<bool>,
    pub(super) booklet: Option<bool>,
    pub(super) count: Amount,
    pub(super) levels: Amounts,
    pub(super) shares: Amounts,
    pub(super) marks: Amount,
    pub(super) minutes: Amount,
    pub(super) topics: List,
    pub(super) exclude_topics: List,
    pub(super) require: List,
    pub(super) exclude: List,
    #[serde(default)]
    pub(super) conditions: Vec<Spanned<RawCondition>>,
    pub(super) enemies: Option<Vec<Spanned<Vec<Spanned<String>>>>>,
    pub(super) one_per_concept: Option<bool>,
    pub(super) prefer: Option<Vec<Spanned<RawFavour>>>,
    pub(super) used: List,
    pub(super) history: Text,
    pub(super) avoid: Option<Spanned<RawAvoid>>,
    pub(super) roster: Text,
    pub(super) forms: Option<Spanned<RawForms>>,
    pub(super) overlap: Amount,
    pub(super) anchors: List,
    pub(super) band: Option<Spanned<RawBand>>,
    pub(super) order: Option<Order>,
    pub(super) shuffle_options: Option<bool>,
    pub(super) paper: Option<PaperSize>,
    pub(super) layout: Option<Layout>,
    pub(super) theme: Text,
    #[serde(default)]
    pub(super) section: Vec<Spanned<RawSection>>,
    #[serde(default)]
    pub(super) output: RawOutput,
    pub(super) bank: Text,
    pub(super) templates: Text,
    pub(super) fonts: Text,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) title: Text,
    pub(super) order: Option<Spanned<Order>>,
    pub(super) count: Amount,
    pub(super) levels: Amounts,
    pub(super) shares: Amounts,
    pub(super) marks: Amount,
    pub(super) minutes: Amount,
    pub(super) topics: List,
    pub(super) exclude_topics: List,
    pub(super) require: List,
    #[serde(default)]
    pub(super) conditions: Vec<Spanned<RawCondition>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    pub(super) level: OneOrMore,
    pub(super) topic: OneOrMore,
    pub(super) kind: OneOrMore,
    pub(super) tag: OneOrMore,
    pub(super) concept: OneOrMore,
    pub(super) file: OneOrMore,
    pub(super) id: OneOrMore,
    pub(super) min: Amount,
    pub(super) max: Amount,
    pub(super) count: Amount,
    pub(super) marks: Amount,
    pub(super) minutes: Amount,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFavour {
    pub(super) level: OneOrMore,
    pub(super) topic: OneOrMore,
    pub(super) kind: OneOrMore,
    pub(super) tag: OneOrMore,
    pub(super) concept: OneOrMore,
    pub(super) file: OneOrMore,
    pub(super) id: OneOrMore,
    pub(super) used: Option<Spanned<bool>>,
    pub(super) weight: Amount,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBand {
    pub(super) marks: Amount,
    pub(super) minutes: Amount,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOutput {
    pub(super) folder: Text,
    pub(super) candidate: Text,
    pub(super) key: Text,
    pub(super) manifest: Text,
}

/// A number, or a text that may be a range.
pub(super) type RawAmount = RawValue<true, false>;

/// A name or a list of names.
pub(super) type RawNames = RawValue<false, true>;

/// A number or a list of names.
pub(super) type RawForms = RawValue<true, true>;

/// A text, and where they are taken a number, which becomes a text, or a list.
#[derive(Debug)]
pub(super) enum RawValue<const NUMBERS: bool, const LISTS: bool> {
    One(String),
    More(Vec<Spanned<String>>),
}

impl<'de, const NUMBERS: bool, const LISTS: bool> Deserialize<'de> for RawValue<NUMBERS, LISTS> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor::<NUMBERS, LISTS>)
    }
}

struct ValueVisitor<const NUMBERS: bool, const LISTS: bool>;

impl<'de, const NUMBERS: bool, const LISTS: bool> Visitor<'de> for ValueVisitor<NUMBERS, LISTS> {
    type Value = RawValue<NUMBERS, LISTS>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (NUMBERS, LISTS) {
            (true, true) => "a number or a list of names",
            (true, false) => "a number or a range",
            (false, _) => "a name or a list of names",
        })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(RawValue::One(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        if NUMBERS {
            return Ok(RawValue::One(number.to_string()));
        }
        Err(E::invalid_type(Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        if NUMBERS {
            return Ok(RawValue::One(format!("{number:?}")));
        }
        Err(E::invalid_type(Unexpected::Float(number), &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        if !LISTS {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        }
        let mut names = Vec::new();
        while let Some(name) = entries.next_element()? {
            names.push(name);
        }
        Ok(RawValue::More(names))
    }
}

/// A text, or a table with a weight.
#[derive(Debug)]
pub(super) enum RawAvoid {
    From(String),
    Table { from: Text, weight: Amount },
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAvoidTable {
    from: Text,
    weight: Amount,
}

impl<'de> Deserialize<'de> for RawAvoid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AvoidVisitor)
    }
}

struct AvoidVisitor;

impl<'de> Visitor<'de> for AvoidVisitor {
    type Value = RawAvoid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what to avoid")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<RawAvoid, E> {
        Ok(RawAvoid::From(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawAvoid, A::Error> {
        let RawAvoidTable { from, weight } = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        Ok(RawAvoid::Table { from, weight })
    }
}
