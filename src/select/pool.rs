//! The questions as the draw sees them: units that are drawn whole, and what keeps units apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::spec::{Attribute, Filter, Measure, Preference};
use crate::stream::Keys;

use super::Item;

/// A question, or the questions of a linked set.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    /// In order of their ids.
    pub(super) items: Vec<&'a Item>,
}

/// All units, and the groups of which at most one may be in a form.
#[derive(Debug)]
pub(super) struct Pool<'a> {
    /// In order of their first ids, whatever the order of the bank.
    pub(super) units: Vec<Unit<'a>>,
    /// For each concept of several units, those.
    pub(super) concepts: Vec<Vec<usize>>,
    /// Units that exclude each other.
    pub(super) excludes: Vec<Vec<usize>>,
}

impl<'a> Pool<'a> {
    pub(super) fn new(items: &'a [Item]) -> Self {
        let mut sorted: Vec<&Item> = items.iter().collect();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        let mut units: Vec<Unit<'a>> = Vec::with_capacity(sorted.len());
        let mut sets: BTreeMap<&str, usize> = BTreeMap::new();
        for item in sorted {
            let next = units.len();
            let at = item.set.as_deref().map_or(next, |set| *sets.entry(set).or_insert(next));
            if at == next {
                units.push(Unit { items: vec![item] });
            } else {
                units[at].items.push(item);
            }
        }
        let concepts = concepts(&units);
        let excludes = excludes(&units);
        Self { units, concepts, excludes }
    }

    /// The cost of each unit: its key, as often as it has questions, so that a set has the chance of a single question.
    pub(super) fn costs(&self, keys: &Keys, prefer: &[Preference]) -> Vec<i64> {
        let key = |unit: &Unit<'_>| {
            let first = unit.items[0];
            let weight = unit.items.iter().map(|item| weight(item, prefer)).max().unwrap_or(1);
            let key = first.set.as_deref().map_or_else(|| keys.of(&first.id), |set| keys.of(&format!("set {set}")));
            (key >> 16) as i64 / weight * unit.items.len() as i64
        };
        self.units.iter().map(key).collect()
    }
}

/// Keys are divided by no more than this, so that they stay apart.
const MOST_WEIGHT: i64 = 1_000_000;

/// The product of the weights of the preferences that a question meets.
fn weight(item: &Item, prefer: &[Preference]) -> i64 {
    let weights = prefer.iter().filter(|preference| preference.filter.fits(item)).map(|preference| preference.weight);
    weights.fold(1, |product: i64, weight| product.saturating_mul(weight as i64).min(MOST_WEIGHT))
}

fn concepts(units: &[Unit<'_>]) -> Vec<Vec<usize>> {
    let mut concepts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        let own: BTreeSet<&str> = unit.items.iter().filter_map(|item| item.concept.as_deref()).collect();
        for concept in own {
            concepts.entry(concept).or_default().push(at);
        }
    }
    concepts.into_values().filter(|units| units.len() > 1).collect()
}

fn excludes(units: &[Unit<'_>]) -> Vec<Vec<usize>> {
    if units.iter().all(|unit| unit.items.iter().all(|item| item.excludes.is_empty())) {
        return Vec::new();
    }
    let places: HashMap<&str, usize> = units
        .iter()
        .enumerate()
        .flat_map(|(at, unit)| unit.items.iter().map(move |item| (item.id.as_str(), at)))
        .collect();
    let mut pairs: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (at, unit) in units.iter().enumerate() {
        for other in unit.items.iter().flat_map(|item| &item.excludes) {
            if let Some(&other) = places.get(other.as_str()).filter(|&&other| other != at) {
                pairs.insert(vec![at.min(other), at.max(other)]);
            }
        }
    }
    pairs.into_iter().collect()
}

impl Measure {
    /// What a question adds.
    pub(super) fn of(self, item: &Item) -> i64 {
        match self {
            Self::Questions => 1,
            Self::Marks => i64::from(item.marks),
            Self::Minutes => i64::from(item.minutes),
        }
    }
}

impl Filter {
    /// Whether it is about a question.
    pub(super) fn fits(&self, item: &Item) -> bool {
        let named =
            || self.of.iter().all(|(attribute, values)| attribute.of(item).iter().any(|value| values.contains(*value)));
        !self.except.contains(&item.id) && named() != self.inverted
    }
}

impl Attribute {
    /// What a question has as this attribute.
    pub(super) fn of<'i>(self, item: &'i Item) -> Vec<&'i str> {
        match self {
            Self::Id => vec![&item.id],
            Self::Level => vec![&item.level],
            Self::Topic => vec![&item.topic],
            Self::Kind => vec![&item.kind],
            Self::File => vec![&item.file],
            Self::Tag => item.tags.iter().map(String::as_str).collect(),
            Self::Concept => item.concept.as_deref().into_iter().collect(),
        }
    }
}
