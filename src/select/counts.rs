//! Which numbers of questions the sections may have, and which of them is tried first.

use crate::solver::{Goal, STEPS};
use crate::spec::Section;
use crate::stream::Streams;

use super::build::Besides;
use super::demand::{Demand, Sort};
use super::forms::Plan;
use super::model::{Limits, Model, Reply};
use super::reach::reach;

/// Combinations of numbers of questions that are tried where sections ask for ranges.
pub(super) const MOST_COMBINATIONS: usize = 500;

/// A number of questions for each section; `None` leaves it to the requests.
pub(super) type Counts = Vec<Option<usize>>;

impl Plan<'_> {
    /// Combinations of numbers of questions, in an order that the seed gives: section by section, each possible number is as
    /// likely as any other. Numbers that are not possible for certain are left out.
    pub(super) fn counts(&self, model: &Model<'_, '_>, demands: &[Demand], seed: &str) -> Vec<Counts> {
        let streams = Streams::new(seed, &self.blueprint.forms.names[0]);
        let sections = self.blueprint.sections.iter().enumerate();
        let mut numbers: Vec<Vec<Option<usize>>> = sections
            .map(|(at, section)| {
                let Some(count) = &section.count else { return vec![None] };
                if count.low == count.high {
                    return vec![Some(count.low)];
                }
                let there = self.there(model, demands, at);
                let order = streams.permutation("count", &at.to_string(), count.high - count.low + 1);
                let numbers = order.into_iter().map(|more| count.low + more);
                numbers.filter(|&number| number <= there.max(count.low)).map(Some).collect()
            })
            .collect();
        if numbers.iter().map(|numbers| numbers.len() as f64).product::<f64>() > MOST_COMBINATIONS as f64 {
            for (at, numbers) in numbers.iter_mut().enumerate().filter(|(_, numbers)| numbers.len() > 1) {
                numbers.retain(|number| self.section_may_have(model, at, *number));
            }
        }
        let mut combinations: Vec<Counts> = vec![Vec::new()];
        for numbers in &numbers {
            let longer = |counts: &Counts, number: Option<usize>| counts.iter().copied().chain([number]).collect();
            combinations = combinations
                .iter()
                .flat_map(|counts| numbers.iter().map(move |&number| longer(counts, number)))
                .take(MOST_COMBINATIONS + 1)
                .collect();
        }
        combinations
    }

    /// The limits with another number of questions for a section.
    pub(super) fn with_count(
        &self,
        model: &Model<'_, '_>,
        demands: &[Demand],
        limits: &Limits,
        section: usize,
        count: usize,
    ) -> Limits {
        let mut counts = self.least();
        counts[section] = Some(count);
        let mut limits = limits.clone();
        if let Some(at) = demands.iter().position(|demand| demand.sort == (Sort::Count { section })) {
            let first = model.first_line(at);
            for (line, asked) in (first..).zip(&self.demands(&counts)[at].lines) {
                limits.lines[line] = Some(asked.range());
            }
        }
        limits
    }

    /// The limits that any of the numbers of questions allows.
    pub(super) fn widened(&self, model: &Model<'_, '_>, demands: &[Demand], limits: &Limits) -> Limits {
        let mut widened = limits.clone();
        for (at, demand) in demands.iter().enumerate().filter(|(at, _)| limits.demands[*at]) {
            let Sort::Count { section } = demand.sort else { continue };
            let Some(count) = &self.blueprint.sections[section].count else { continue };
            let first = model.first_line(at);
            let lines = first..first + demand.lines.len();
            for number in count.low..=count.high {
                let other = self.with_count(model, demands, limits, section, number);
                for (wide, other) in widened.lines[lines.clone()].iter_mut().zip(&other.lines[lines.clone()]) {
                    *wide = wide.zip(*other).map(|(wide, other)| (wide.0.min(other.0), wide.1.max(other.1)));
                }
            }
        }
        widened
    }

    /// More questions than these no section has.
    fn there(&self, model: &Model<'_, '_>, demands: &[Demand], section: usize) -> usize {
        let count = demands.iter().position(|demand| demand.sort == Sort::Count { section });
        let line = model.first_line(count.expect("a section with a number has a demand for it"));
        reach(model, &Limits::of(demands), line, self.per_concept(1), |_| 1) as usize
    }

    /// Whether a section may have a number of questions, whatever the others have.
    fn section_may_have(&self, model: &Model<'_, '_>, section: usize, number: Option<usize>) -> bool {
        let number_of = |(at, section_of): (usize, &Section)| {
            if at == section { number } else { section_of.count.as_ref().map(|count| count.low) }
        };
        let counts: Counts = self.blueprint.sections.iter().enumerate().map(number_of).collect();
        let demands = self.demands(&counts);
        let mut limits = Limits::of(&demands);
        for (at, demand) in demands.iter().enumerate() {
            if matches!(demand.sort, Sort::Count { section: of } if of != section) {
                let first = model.first_line(at);
                limits.lines[first..first + demand.lines.len()].fill(None);
            }
        }
        let costs = self.costs("count", "");
        !matches!(model.solve(&limits, &Besides::default(), &costs, (Goal::Any, STEPS / 16)), Reply::Impossible(_))
    }
}
