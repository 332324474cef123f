//! Forms drawn together: one after another where that works, else all at once.

use std::collections::BTreeSet;

use crate::solver::{self, Goal};
use crate::spec::{Attribute, Blueprint, Bounds, Measure, Overlap, Request, Section, Split, Style};
use crate::stream::Streams;

use super::build::Besides;
use super::counts::{Counts, MOST_COMBINATIONS};
use super::demand::{Demand, ENDLESS, Line, Sort, demands};
use super::explain::{Clash, explain};
use super::model::{Chosen, Limits, Model, Reply};
use super::pool::{Pool, keys};
use super::{Entry, Item, Selection};

/// Why nothing was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The request adds up to no question.
    NothingWanted,
    /// Requests that cannot all hold.
    Clash(Clash),
    /// Single forms can be drawn, but not so many together.
    TooFewForms {
        /// How many were asked for.
        wanted: usize,
        /// How many were drawn one after another.
        drawn: usize,
    },
    /// The search took more steps than it may.
    Undecided {
        /// The steps of one search.
        steps: u64,
    },
}

/// Everything a draw works with.
pub(super) struct Plan<'a> {
    pub(super) pool: Pool<'a>,
    pub(super) levels: &'a [String],
    pub(super) blueprint: &'a Blueprint,
}

/// Draws the forms of a blueprint from `items`, or tells why that cannot be. `levels` are the bank's, easiest first.
pub fn draw(items: &[Item], levels: &[String], blueprint: &Blueprint, seed: &str) -> Result<Vec<Selection>, Refusal> {
    let plan = Plan::new(items, levels, blueprint);
    plan.draw(&plan.model(), seed)
}

impl<'a> Plan<'a> {
    pub(super) fn new(items: &'a [Item], levels: &'a [String], blueprint: &'a Blueprint) -> Self {
        Self { pool: Pool::new(items), levels, blueprint }
    }

    /// The model of all draws, whatever their seeds and numbers of questions.
    pub(super) fn model(&self) -> Model<'a, '_> {
        Model::new(&self.pool, self.blueprint.sections.len(), &self.demands(&self.least()))
    }

    /// The least number of questions of each section.
    pub(super) fn least(&self) -> Counts {
        self.blueprint.sections.iter().map(|section| Some(section.count.as_ref()?.low)).collect()
    }

    pub(super) fn draw(&self, model: &Model<'a, '_>, seed: &str) -> Result<Vec<Selection>, Refusal> {
        let combinations = self.counts(model, &self.demands(&self.least()), seed);
        let mut refusal = None;
        for (tried, counts) in combinations.iter().enumerate() {
            if tried == MOST_COMBINATIONS {
                return Err(Refusal::Undecided { steps: solver::STEPS });
            }
            match self.draw_with(model, counts, seed) {
                Ok(selections) => return Ok(selections),
                Err(Some(undecided @ Refusal::Undecided { .. })) => return Err(undecided),
                Err(Some(Refusal::TooFewForms { wanted, drawn })) => {
                    let before = if let Some(Refusal::TooFewForms { drawn, .. }) = refusal { drawn } else { 0 };
                    refusal = Some(Refusal::TooFewForms { wanted, drawn: drawn.max(before) });
                }
                Err(other) => refusal = refusal.or(other),
            }
        }
        Err(refusal.unwrap_or_else(|| explain(self, model)))
    }

    pub(super) fn demands(&self, counts: &Counts) -> Vec<Demand> {
        demands(self.blueprint, &self.pool, self.levels, counts)
    }

    /// The demands as the user's file has them: a number of questions is the range asked for, unless it is split over the
    /// levels, and one that follows from the numbers by level is none of them.
    pub(super) fn loosened(&self, model: &Model<'_, '_>) -> (Vec<Demand>, Limits) {
        let mut demands = self.demands(&self.least());
        let mut limits = Limits::of(&demands);
        for (at, demand) in demands.iter_mut().enumerate() {
            let Sort::Count { section: place } = demand.sort else { continue };
            let Section { count: Some(count), split, .. } = &self.blueprint.sections[place] else { continue };
            let line = model.first_line(at);
            demand.lines[0].bounds = Bounds::Within { low: count.low as u64, high: Some(count.high as u64) };
            if *split == Split::Free {
                limits.lines[line] = Some((count.low as i64, count.high as i64));
                if count.span.is_none() && self.has_levels(place) {
                    limits.lines[line] = None;
                    limits.demands[at] = false;
                }
            }
        }
        (demands, limits)
    }

    /// Whether a section has a number of questions for each level.
    fn has_levels(&self, section: usize) -> bool {
        let about = |of: Option<usize>| of.map_or(self.blueprint.sections.len() == 1, |of| of == section);
        let by_level = |request: &Request| {
            request.style == Style::Number
                && request.measure == Measure::Questions
                && request.filter.of.contains_key(&Attribute::Level)
        };
        self.blueprint.requests.iter().any(|request| about(request.section) && by_level(request))
    }

    /// How many questions of a concept so many forms may have.
    pub(super) fn per_concept(&self, forms: usize) -> usize {
        if self.blueprint.one_per_concept { forms } else { usize::MAX }
    }

    /// The forms with these numbers of questions. The error is empty where there is no form at all.
    fn draw_with(&self, model: &Model<'_, '_>, counts: &Counts, seed: &str) -> Result<Vec<Selection>, Option<Refusal>> {
        let demands = self.demands(counts);
        let limits = Limits::of(&demands);
        let names = &self.blueprint.forms.names;
        let alone: &[String] = if self.blueprint.forms.overlap == Overlap::Same { &names[..1] } else { names };
        let mut drawn: Vec<Chosen> = Vec::new();
        for name in alone {
            let besides = self.besides(&drawn);
            let costs = self.costs(seed, name);
            let next =
                nearest(&demands, &limits, |limits, goal| model.solve(limits, &besides, &costs, (goal, solver::STEPS)));
            match next {
                Reply::Found(chosen) => drawn.push(chosen),
                Reply::Undecided => return Err(Some(Refusal::Undecided { steps: solver::STEPS })),
                Reply::Impossible(_) if drawn.is_empty() => return Err(None),
                Reply::Impossible(_) => {
                    drawn = self.all_at_once(model, &demands, &limits, drawn.len(), seed)?;
                    break;
                }
            }
        }
        if drawn.iter().any(Vec::is_empty) {
            return Err(Some(Refusal::NothingWanted));
        }
        let forms = names.iter().enumerate();
        let selections = forms.map(|(at, name)| {
            let chosen = &drawn[at.min(drawn.len() - 1)];
            self.selection(name, model, &demands, chosen)
        });
        Ok(selections.collect())
    }

    /// All forms in one draw, where so many could be drawn one after another.
    fn all_at_once(
        &self,
        model: &Model<'_, '_>,
        demands: &[Demand],
        limits: &Limits,
        drawn: usize,
        seed: &str,
    ) -> Result<Vec<Chosen>, Refusal> {
        let names = &self.blueprint.forms.names;
        if self.are_too_many(model, limits, seed) {
            return Err(Refusal::TooFewForms { wanted: names.len(), drawn });
        }
        let draw = |limits: &Limits, goal| self.jointly(model, limits, seed, names, (goal, solver::STEPS));
        match nearest(demands, limits, draw) {
            Reply::Found(together) => Ok(self.parted(together)),
            Reply::Undecided => Err(Refusal::Undecided { steps: solver::STEPS }),
            Reply::Impossible(_) => Err(Refusal::TooFewForms { wanted: self.blueprint.forms.names.len(), drawn }),
        }
    }

    /// For each section the cost of each unit in it.
    pub(super) fn costs(&self, seed: &str, form: &str) -> Vec<Vec<i64>> {
        let streams = Streams::new(seed, form);
        let sections = 0..self.blueprint.sections.len();
        sections.map(|section| self.pool.costs(&keys(&streams, section), &self.blueprint.prefer)).collect()
    }

    /// What earlier forms leave to the next one.
    fn besides(&self, earlier: &[Chosen]) -> Besides {
        let forms = &self.blueprint.forms;
        let mut besides = Besides::default();
        if let Overlap::AtMost(shared) = forms.overlap {
            for chosen in earlier {
                let mut amounts = vec![0; self.pool.units.len()];
                for &(unit, _) in chosen {
                    amounts[unit] = self.free_items(unit);
                }
                if shared == 0 {
                    besides.barred.resize(amounts.len(), false);
                    let taken = besides.barred.iter_mut().zip(&amounts).filter(|(_, amount)| **amount > 0);
                    taken.for_each(|(barred, _)| *barred = true);
                } else {
                    besides.sums.push((amounts, (0, shared as i64)));
                }
            }
        }
        for (measure, apart) in self.bands() {
            let amounts: Vec<i64> = (0..self.pool.units.len()).map(|unit| self.amount(unit, measure)).collect();
            let sums = earlier.iter().map(|chosen| chosen.iter().map(|&(unit, _)| amounts[unit]).sum::<i64>());
            let (least, most) = sums.fold((ENDLESS, 0), |(least, most), sum: i64| (least.min(sum), most.max(sum)));
            if !earlier.is_empty() {
                besides.sums.push((amounts, ((most - apart).max(0), least + apart)));
            }
        }
        besides
    }

    pub(super) fn bands(&self) -> impl Iterator<Item = (Measure, i64)> {
        let forms = &self.blueprint.forms;
        let bands = [(Measure::Marks, forms.marks_apart), (Measure::Minutes, forms.minutes_apart)];
        bands.into_iter().filter_map(|(measure, apart)| Some((measure, apart? as i64)))
    }

    pub(super) fn amount(&self, unit: usize, measure: Measure) -> i64 {
        self.pool.units[unit].items().map(|item| measure.of(item)).sum()
    }

    /// How many questions of a unit count as shared where two forms have it: none of an anchor, or of a set that has one.
    pub(super) fn free_items(&self, unit: usize) -> i64 {
        let unit = &self.pool.units[unit];
        let is_anchor = unit.items().any(|item| self.blueprint.forms.anchors.contains(&item.id));
        if is_anchor { 0 } else { unit.len() as i64 }
    }

    fn selection(&self, form: &str, model: &Model<'_, '_>, demands: &[Demand], chosen: &Chosen) -> Selection {
        let mut sections = vec![BTreeSet::new(); self.blueprint.sections.len()];
        for &(unit, section) in chosen {
            sections[section].extend(self.pool.units[unit].items().map(|item| item.id.clone()));
        }
        let sums = model.sums(chosen);
        let lines = demands.iter().flat_map(|demand| demand.lines.iter().map(move |line| (demand, line)));
        let account = lines.zip(sums).map(|((demand, line), got)| {
            let style = match demand.sort {
                Sort::Number(style) => style,
                _ => Style::Number,
            };
            let (low, high) = line.range();
            Entry {
                request: line.name.clone(),
                span: demand.span,
                wanted: line.bounds.written(style),
                got,
                slack: [(low > 0).then(|| got - low), (high < ENDLESS).then(|| high - got)],
            }
        });
        Selection { form: form.to_owned(), sections, account: account.collect() }
    }
}

/// The lines whose sum shall be near a number, and the number.
fn targets(demands: &[Demand]) -> Vec<(usize, i64)> {
    let lines = demands.iter().flat_map(|demand| &demand.lines).enumerate();
    let target = |(at, line): (usize, &Line)| match line.bounds {
        Bounds::Near(target) => Some((at, target as i64)),
        Bounds::Within { .. } => None,
    };
    lines.filter_map(target).collect()
}

/// Solves a model whose sums that shall be near a number are as near as can be, one after the other.
fn nearest(demands: &[Demand], limits: &Limits, solve: impl Fn(&Limits, Goal) -> Reply) -> Reply {
    let mut limits = limits.clone();
    for (at, target) in targets(demands) {
        match solve(&limits, Goal::Any) {
            Reply::Found(_) => {}
            other => return other,
        }
        let mut within = |distance: i64| {
            limits.lines[at] = Some(((target - distance).max(0), target + distance));
            solve(&limits, Goal::Any)
        };
        let (mut too_near, mut far_enough) = (-1, 0);
        loop {
            match within(far_enough) {
                Reply::Found(_) => break,
                Reply::Impossible(_) => (too_near, far_enough) = (far_enough, far_enough * 2 + 1),
                Reply::Undecided => return Reply::Undecided,
            }
        }
        while far_enough - too_near > 1 {
            let middle = too_near + (far_enough - too_near) / 2;
            match within(middle) {
                Reply::Found(_) => far_enough = middle,
                Reply::Impossible(_) => too_near = middle,
                Reply::Undecided => return Reply::Undecided,
            }
        }
        limits.lines[at] = Some(((target - far_enough).max(0), target + far_enough));
    }
    solve(&limits, Goal::Smallest)
}
