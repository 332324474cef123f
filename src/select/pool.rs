//! The questions as the draw sees them: units that are drawn whole, and what keeps units apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Attribute, Filter, Measure, Preference};
use crate::stream::{Keys, Streams};

use super::Item;

/// A question, or the questions of a linked set.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    first: &'a Item,
    rest: Vec<&'a Item>,
}

impl<'a> Unit<'a> {
    /// Its questions, in order of their ids.
    pub(super) fn items(&self) -> impl Iterator<Item = &'a Item> + Clone + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    /// How many questions it has.
    pub(super) fn len(&self) -> usize {
        1 + self.rest.len()
    }

    /// What its key is divided by.
    pub(super) fn weight(&self, prefer: &[Preference]) -> i64 {
        self.items().map(|item| weight(item, prefer)).max().unwrap_or(1)
    }
}

/// All units, and the groups of which at most one may be in a form.
#[derive(Debug)]
pub(super) struct Pool<'a> {
    /// In order of their first ids, whatever the order of the bank.
    pub(super) units: Vec<Unit<'a>>,
    /// For each concept of several units, those, in order.
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
                units.push(Unit { first: item, rest: Vec::new() });
            } else {
                units[at].rest.push(item);
            }
        }
        let concepts = concepts(&units);
        let excludes = excludes(&units);
        Self { units, concepts, excludes }
    }

    /// The cost of each unit: its key, as often as it has questions, so that a set has the chance of a single question.
    pub(super) fn costs(&self, keys: &Keys, prefer: &[Preference]) -> Vec<i64> {
        let cost = |unit: &Unit<'_>| {
            let weight = unit.weight(prefer);
            (key(keys, unit.first) >> 16) as i64 / weight * unit.len() as i64
        };
        self.units.iter().map(cost).collect()
    }
}

/// The keys of a section, counted from 0. A question has another key in each, so that no two ways to part the same questions
/// cost the same.
#[must_use]
pub fn keys(streams: &Streams, section: usize) -> Keys {
    match section {
        0 => streams.keys("draw"),
        _ => streams.keys(&format!("draw section {}", section + 1)),
    }
}

/// The key of a question, or of the linked set that it belongs to.
#[must_use]
pub fn key(keys: &Keys, item: &Item) -> u64 {
    item.set.as_deref().map_or_else(|| keys.of(&item.id), |set| keys.of(&format!("set {set}")))
}

/// Keys are divided by no more than this, so that they stay apart.
const MOST_WEIGHT: i64 = 1_000_000;

/// The product of the weights of the preferences that a question meets.
fn weight(item: &Item, prefer: &[Preference]) -> i64 {
    let weights = prefer.iter().filter(|preference| preference.filter.fits(item)).map(|preference| preference.weight);
    weights.fold(1, |product: i64, weight| product.saturating_mul(weight as i64).min(MOST_WEIGHT))
}

#[expect(clippy::disallowed_types, reason = "names are looked up, their order is never seen; large banks have many")]
fn concepts(units: &[Unit<'_>]) -> Vec<Vec<usize>> {
    let mut places: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut concepts: Vec<Vec<usize>> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        for concept in unit.items().filter_map(|item| item.concept.as_deref()) {
            let place = *places.entry(concept).or_insert(concepts.len());
            if place == concepts.len() {
                concepts.push(vec![at]);
            } else if concepts[place].last() != Some(&at) {
                concepts[place].push(at);
            }
        }
    }
    concepts.retain(|units| units.len() > 1);
    concepts
}

fn excludes(units: &[Unit<'_>]) -> Vec<Vec<usize>> {
    if units.iter().all(|unit| unit.items().all(|item| item.excludes.is_empty())) {
        return Vec::new();
    }
    let places: BTreeMap<&str, usize> =
        units.iter().enumerate().flat_map(|(at, unit)| unit.items().map(move |item| (item.id.as_str(), at))).collect();
    let mut pairs: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (at, unit) in units.iter().enumerate() {
        for other in unit.items().flat_map(|item| &item.excludes) {
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
    #[must_use]
    pub fn fits(&self, item: &Item) -> bool {
        let named = || self.of.iter().all(|(attribute, values)| attribute.any(item, |value| values.contains(value)));
        !self.except.contains(&item.id) && named() != self.inverted
    }
}

impl Attribute {
    /// Whether something holds for one of the words that a question has as this attribute.
    pub(super) fn any<'i>(self, item: &'i Item, mut holds: impl FnMut(&'i str) -> bool) -> bool {
        match self {
            Self::Id => holds(&item.id),
            Self::Level => holds(&item.level),
            Self::Topic => holds(&item.topic),
            Self::Kind => holds(&item.kind),
            Self::File => holds(&item.file),
            Self::Tag => item.tags.iter().any(|tag| holds(tag)),
            Self::Concept => item.concept.as_deref().is_some_and(holds),
        }
    }
}
