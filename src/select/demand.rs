//! What is asked for, as sums with bounds.

use std::collections::BTreeSet;

use crate::source::Span;
use crate::spec::{Attribute, Blueprint, Bounds, Filter, Measure, Request, Split, Style};

use super::pool::{Pool, Unit};
use super::quota::largest_remainder;

/// Something the user asks for, or a rule of the draw, that holds or does not hold as a whole.
#[derive(Debug, Clone)]
pub(super) struct Demand {
    /// What the user's file calls it.
    pub(super) name: String,
    /// Where it is asked for.
    pub(super) span: Option<Span>,
    /// What kind of thing it is.
    pub(super) sort: Sort,
    /// Its sums.
    pub(super) lines: Vec<Line>,
}

/// What can be changed about a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A number, or bounds.
    Number(Style),
    /// The number of questions of a section, split over the levels.
    Count {
        /// Which section.
        section: usize,
    },
    /// A list that holds or is left out.
    Rule,
    /// No two questions of one concept.
    Concepts,
    /// No two questions of which one excludes the other.
    Excludes,
}

/// A sum over some questions of the exam or of a section.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What tables call it.
    pub(super) name: String,
    /// The section it is about, or the whole exam.
    pub(super) section: Option<usize>,
    pub(super) filter: Filter,
    pub(super) measure: Measure,
    pub(super) bounds: Bounds,
}

/// The greatest sum where none is asked for: more than any exam has.
pub(super) const ENDLESS: i64 = 1 << 40;

impl Line {
    /// The bounds as numbers; a sum that shall be near a number has none.
    pub(super) fn range(&self) -> (i64, i64) {
        match self.bounds {
            Bounds::Within { low, high } => (low as i64, high.map_or(ENDLESS, |high| high as i64)),
            Bounds::Near(_) => (0, ENDLESS),
        }
    }
}

/// All demands of a blueprint whose sections have these numbers of questions. The lines are the same, in the same order,
/// whatever the numbers.
pub(super) fn demands(
    blueprint: &Blueprint,
    pool: &Pool<'_>,
    levels: &[String],
    counts: &[Option<usize>],
) -> Vec<Demand> {
    let mut demands: Vec<Demand> = Vec::new();
    for (at, (section, count)) in blueprint.sections.iter().zip(counts).enumerate() {
        let (Some(asked), Some(count)) = (&section.count, *count) else { continue };
        let line = |name: String, filter, number| Line {
            name,
            section: Some(at),
            filter,
            measure: Measure::Questions,
            bounds: exactly(number),
        };
        let mut lines = vec![line(asked.name.clone(), Filter::default(), count)];
        for (level, number) in split(&section.split, count, levels, &|| there(blueprint, pool, at)) {
            let name = format!("{}: {level}", asked.name);
            lines.push(line(name, Filter::by(Attribute::Level, [level]), number));
        }
        let (name, span) = (asked.name.clone(), asked.span);
        demands.push(Demand { name, span, sort: Sort::Count { section: at }, lines });
    }
    demands.extend(blueprint.requests.iter().map(of_request));
    if blueprint.one_per_concept && !pool.concepts.is_empty() {
        demands.push(rule("one question a concept", Sort::Concepts));
    }
    if !pool.excludes.is_empty() {
        demands.push(rule("`excludes` of the questions", Sort::Excludes));
    }
    demands
}

fn rule(name: &str, sort: Sort) -> Demand {
    Demand { name: name.to_owned(), span: None, sort, lines: Vec::new() }
}

fn of_request(request: &Request) -> Demand {
    let line = Line {
        name: request.name.clone(),
        section: request.section,
        filter: request.filter.clone(),
        measure: request.measure,
        bounds: request.bounds,
    };
    let sort = if request.style == Style::Rule { Sort::Rule } else { Sort::Number(request.style) };
    Demand { name: request.name.clone(), span: request.span, sort, lines: vec![line] }
}

pub(super) fn exactly(number: usize) -> Bounds {
    Bounds::Within { low: number as u64, high: Some(number as u64) }
}

/// How many questions each level gets of `count`; nothing where the split is free.
fn split(split: &Split, count: usize, levels: &[String], there: &dyn Fn() -> Vec<String>) -> Vec<(String, usize)> {
    let shares: Vec<u64> = match split {
        Split::Free => return Vec::new(),
        Split::Even => {
            let there = there();
            levels.iter().map(|level| u64::from(there.contains(level))).collect()
        }
        Split::Shares { shares, .. } => levels.iter().map(|level| shares.get(level).copied().unwrap_or(0)).collect(),
    };
    levels.iter().cloned().zip(largest_remainder(count, &shares)).collect()
}

/// The levels of which a section may have questions at all.
fn there(blueprint: &Blueprint, pool: &Pool<'_>, section: usize) -> Vec<String> {
    let bars: Vec<&Filter> = blueprint
        .requests
        .iter()
        .filter(|request| request.section.is_none_or(|of| of == section))
        .filter(|request| matches!(request.bounds, Bounds::Within { high: Some(0), .. }))
        .map(|request| &request.filter)
        .collect();
    let usable = pool.units.iter().filter(|unit| !unit.items().any(|item| bars.iter().any(|bar| bar.fits(item))));
    let levels: BTreeSet<&str> = usable.flat_map(Unit::items).map(|item| item.level.as_str()).collect();
    levels.into_iter().map(str::to_owned).collect()
}
