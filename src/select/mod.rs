//! The draw. Each question has a key, a keyed hash of its id; the form drawn is the feasible one with the smallest sum
//! of keys. It sees only what constrains it: id, level, topic and concept.
//!
//! First the request becomes a number for each level (`quota`). Required questions take their places. Then `assign`
//! finds, exactly and in integers, the cheapest set that fills every level and uses no concept twice. With levels
//! alone that set is the lowest keys of each level, and every possible form is equally likely.

mod assign;
mod clash;
mod quota;
mod shim;

use std::collections::{BTreeMap, BTreeSet};

pub use clash::{Clash, Missing};
pub use quota::largest_remainder;

use crate::spec::Blueprint;
use crate::stream::Streams;
use assign::{Cell, assign};

/// What the draw may know of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Id of its level.
    pub level: String,
    /// Id of its topic.
    pub topic: String,
    /// What it tests; no two drawn questions share one.
    pub concept: Option<String>,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Ids in alphabetic order.
    pub ids: BTreeSet<String>,
    /// Questions wanted, and drawn, for each level in the bank's order; levels with none are left out.
    pub levels: Vec<(String, usize)>,
}

/// Draws the questions of one form, or tells which requests clash and the smallest change that helps. `levels` are the
/// bank's, easiest first.
pub fn draw(items: &[Item], levels: &[String], blueprint: &Blueprint, streams: &Streams) -> Result<Selection, Clash> {
    let required: Vec<&Item> = items.iter().filter(|item| shim::required(blueprint, item)).collect();
    let pool: Vec<&Item> =
        items.iter().filter(|item| shim::allows(blueprint, item) && !shim::required(blueprint, item)).collect();
    let there: BTreeSet<&str> = pool.iter().chain(&required).map(|item| item.level.as_str()).collect();
    let wanted = quota::by_level(&shim::wanted(blueprint), levels, &there)?;
    let open = subtract_required(&wanted, &required)?;

    let used: BTreeSet<&str> = required.iter().filter_map(|item| item.concept.as_deref()).collect();
    let mut cells: BTreeMap<(bool, &str), BTreeMap<usize, Cell<'_>>> = BTreeMap::new();
    for item in &pool {
        let level = wanted.iter().position(|(level, _)| *level == item.level);
        let concept = item.concept.as_deref();
        let (Some(level), false) = (level, concept.is_some_and(|concept| used.contains(concept))) else {
            continue;
        };
        let cell = Cell { key: streams.key("draw", &item.id), id: &item.id };
        let group = (concept.is_some(), concept.unwrap_or(&item.id));
        let best = cells.entry(group).or_default().entry(level).or_insert(cell);
        *best = (*best).min(cell);
    }
    let cells: Vec<BTreeMap<usize, Cell<'_>>> = cells.into_values().collect();
    let drawn = assign(&cells, &open).map_err(|shortages| clash::short(&shortages, &wanted, &open))?;

    let ids = required.iter().map(|item| item.id.as_str()).chain(drawn).map(str::to_owned).collect();
    Ok(Selection { ids, levels: wanted.into_iter().filter(|(_, number)| *number > 0).collect() })
}

/// What is left to draw at each level once the required questions have their places.
fn subtract_required(wanted: &[(String, usize)], required: &[&Item]) -> Result<Vec<usize>, Clash> {
    let mut concepts: BTreeMap<&str, &str> = BTreeMap::new();
    for item in required {
        if let Some(concept) = &item.concept
            && let Some(first) = concepts.insert(concept, &item.id)
        {
            return Err(Clash::SameConcept {
                first: first.to_owned(),
                second: item.id.clone(),
                concept: concept.clone(),
            });
        }
    }
    let places = |level: &str| wanted.iter().find(|(name, _)| name == level).map_or(0, |(_, number)| *number);
    for item in required {
        let asked = required.iter().filter(|other| other.level == item.level).count();
        if asked > places(&item.level) {
            return Err(Clash::TooManyRequired {
                level: item.level.clone(),
                wanted: places(&item.level),
                required: asked,
            });
        }
    }
    Ok(wanted
        .iter()
        .map(|(level, number)| number - required.iter().filter(|item| item.level == *level).count())
        .collect())
}
