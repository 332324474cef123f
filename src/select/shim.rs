//! Reads the simple cases out of a blueprint.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Attribute, Blueprint, Bounds, Filter, Split, Style};

use super::Item;

pub(super) enum Wanted {
    Counts(BTreeMap<String, usize>),
    Shares { count: usize, shares: BTreeMap<String, u64> },
    Balanced { count: usize },
}

fn matches(filter: &Filter, item: &Item) -> bool {
    let has = |attribute: &Attribute, values: &BTreeSet<String>| match attribute {
        Attribute::Id => values.contains(&item.id),
        Attribute::Level => values.contains(&item.level),
        Attribute::Topic => values.contains(&item.topic),
        Attribute::Concept => item.concept.as_ref().is_some_and(|concept| values.contains(concept)),
        Attribute::Kind | Attribute::Tag | Attribute::File => false,
    };
    !filter.except.contains(&item.id)
        && filter.of.iter().all(|(attribute, values)| has(attribute, values)) != filter.inverted
}

pub(super) fn allows(blueprint: &Blueprint, item: &Item) -> bool {
    let none = Bounds::Within { low: 0, high: Some(0) };
    let mut rules = blueprint.requests.iter().filter(|request| request.style == Style::Rule && request.bounds == none);
    !rules.any(|rule| matches(&rule.filter, item))
}

pub(super) fn required(blueprint: &Blueprint, item: &Item) -> bool {
    let one = Bounds::Within { low: 1, high: None };
    blueprint
        .requests
        .iter()
        .any(|request| request.style == Style::Rule && request.bounds == one && matches(&request.filter, item))
}

pub(super) fn wanted(blueprint: &Blueprint) -> Wanted {
    let section = &blueprint.sections[0];
    let count = section.count.as_ref().map_or(12, |count| count.low);
    let mut counts = BTreeMap::new();
    for request in &blueprint.requests {
        if let (Some(level), Bounds::Within { low, .. }) = (request.name.strip_prefix("levels."), request.bounds) {
            counts.insert(level.to_owned(), low as usize);
        }
    }
    match &section.split {
        Split::Shares { shares, .. } => Wanted::Shares { count, shares: shares.clone() },
        Split::Free if !counts.is_empty() => Wanted::Counts(counts),
        Split::Free | Split::Even => Wanted::Balanced { count },
    }
}
