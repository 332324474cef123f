//! Why no form can be drawn, and the smallest changes that help.
//!
//! First the requests that ask for more than there is, each for itself. Else a set of requests that cannot hold together
//! while any fewer of them can, and for each the nearest change that makes the exam possible when all others stay; where
//! none does, the cheapest change of two.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::solver::{Goal, STEPS};
use crate::source::Span;
use crate::spec::Measure;

use super::build::Besides;
use super::change::Change;
use super::demand::{Demand, ENDLESS, Sort};
use super::forms::{Plan, Refusal};
use super::model::{Limits, Model, Reply};
use super::reach::reach;

/// Steps of each search for a smaller clash or a change.
const SHORT: u64 = STEPS / 16;

/// Pairs of requests that are tried where no single change helps.
const MOST_PAIRS: usize = 60;

/// How far from the number of questions asked for another number is looked for.
const MOST_STEPS: i64 = 60;

/// How far from other numbers.
const LONGEST_STEP: i64 = 1 << 20;

/// Requests that cannot all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// Each of these asks for more than there is.
    Short(Vec<Shortage>),
    /// These cannot hold together.
    Together {
        /// The requests.
        members: Vec<Member>,
        /// That any fewer of them can hold is certain.
        fewest: bool,
        /// Two changes that help together where no single one does.
        pair: Option<[Change; 2]>,
    },
}

/// A request that asks for more than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// The request, as the user's file writes it.
    pub request: String,
    /// Where it is asked for.
    pub span: Option<Span>,
    /// What is counted.
    pub measure: Measure,
    /// The least sum wanted.
    pub wanted: i64,
    /// The greatest sum there is.
    pub there: i64,
    /// There is more, but only with several questions of a concept.
    pub by_concept: bool,
    /// Lists such as `exclude`, without which there is more.
    pub barred_by: Vec<String>,
    /// Other requests leave even less room than the bank does.
    pub others_too: bool,
    /// The request as it can hold, if it is a number.
    pub change: Option<Change>,
}

/// A request that clashes with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The request, as the user's file writes it.
    pub request: String,
    /// Where it is asked for.
    pub span: Option<Span>,
    /// The nearest changes of it that make the exam possible, downwards and upwards; empty if none does.
    pub changes: Vec<Change>,
}

/// Finds out why no combination of numbers of questions gives a form.
pub(super) fn explain(plan: &Plan<'_>, model: &Model<'_, '_>) -> Refusal {
    let inquiry = Inquiry::new(plan, model);
    let short = inquiry.shortages();
    if !short.is_empty() {
        return Refusal::Clash(Clash::Short(short));
    }
    inquiry.clash()
}

struct Inquiry<'i, 'a> {
    plan: &'i Plan<'a>,
    model: &'i Model<'a, 'i>,
    demands: Vec<Demand>,
    limits: Limits,
    costs: Vec<Vec<i64>>,
}

impl<'i, 'a> Inquiry<'i, 'a> {
    fn new(plan: &'i Plan<'a>, model: &'i Model<'a, 'i>) -> Self {
        let (demands, limits) = plan.loosened(model);
        let costs = plan.costs("explain", "");
        let mut inquiry = Self { plan, model, demands, limits, costs };
        inquiry.limits = plan.widened(model, &inquiry.demands, &inquiry.limits);
        inquiry
    }

    fn shortages(&self) -> Vec<Shortage> {
        let mut shortages: Vec<Shortage> = Vec::new();
        let mut short = BTreeSet::new();
        for (at, demand) in self.demands.iter().enumerate().filter(|(_, demand)| demand.sort != Sort::Rule) {
            let first = self.model.first_line(at);
            for (line, asked) in (first..).zip(&demand.lines) {
                let Some((wanted, _)) = self.limits.lines[line].filter(|(low, _)| *low > 0) else { continue };
                let there = reach(self.model, &self.limits, line, self.plan.per_concept(1), |_| 1);
                if there < wanted {
                    short.insert(at);
                    shortages.push(Shortage {
                        request: if demand.lines.len() > 1 { asked.name.clone() } else { demand.written() },
                        span: demand.span,
                        measure: asked.measure,
                        wanted,
                        there,
                        barred_by: self.barring(line, there),
                        by_concept: reach(self.model, &self.limits, line, usize::MAX, |_| 1) > there,
                        others_too: false,
                        change: self.lowered(at, there),
                    });
                }
            }
        }
        // Where one demand alone asks for too much, the rest may ask for less of it still.
        if let (1, Some(&only)) = (short.len(), short.first())
            && let Some(step) = self.nearest(&self.limits, only).into_iter().next()
        {
            for shortage in &mut shortages {
                shortage.others_too = shortage.change.as_ref() != Some(&step.change);
                shortage.change = Some(step.change.clone());
            }
        }
        shortages
    }

    /// Lists without which there is more of a line.
    fn barring(&self, line: usize, there: i64) -> Vec<String> {
        let lists = (0..self.demands.len()).filter(|&at| self.demands[at].sort == Sort::Rule);
        let more = |at: &usize| {
            reach(self.model, &self.model.without(&self.limits, *at), line, self.plan.per_concept(1), |_| 1) > there
        };
        lists.filter(more).map(|at| self.demands[at].name.clone()).collect()
    }

    /// A demand with so much as there is.
    fn lowered(&self, demand: usize, there: i64) -> Option<Change> {
        let lowered = &self.demands[demand];
        match lowered.sort {
            Sort::Number(_) => {
                let (low, high) = self.limits.lines[self.model.first_line(demand)]?;
                Some(lowered.changed(there, if low == high { there } else { high }))
            }
            Sort::Count { section } => {
                let asked = self.limits.lines[self.model.first_line(demand)]?.0;
                let bars = |at: &usize| matches!(self.demands[*at].sort, Sort::Rule | Sort::Concepts | Sort::Excludes);
                let alone: Vec<usize> = (0..self.demands.len()).filter(|at| *at == demand || bars(at)).collect();
                let alone = self.model.only(&self.limits, &alone);
                let enough = |count: &i64| self.possible(&self.with_count(&alone, section, *count));
                (1..asked).rev().find(enough).map(|count| lowered.changed(count, count))
            }
            _ => None,
        }
    }

    fn clash(&self) -> Refusal {
        let mut members = match self.ask(&self.limits, STEPS) {
            Reply::Impossible(members) => members,
            Reply::Found(_) | Reply::Undecided => return Refusal::Undecided { steps: STEPS },
        };
        members.retain(|&member| self.limits.demands[member]);
        let fewest = Cell::new(true);
        let members = self.model.fewest(&self.limits, members, |limits| match self.ask(limits, SHORT) {
            Reply::Impossible(enough) => Some(enough),
            Reply::Found(_) => None,
            Reply::Undecided => {
                fewest.set(false);
                None
            }
        });
        let described: Vec<Member> = members
            .iter()
            .map(|&member| Member {
                request: self.demands[member].described(),
                span: self.demands[member].span,
                changes: self.nearest(&self.limits, member).into_iter().map(|step| step.change).collect(),
            })
            .collect();
        let helpless = described.iter().all(|member| member.changes.is_empty());
        let pair = if helpless { self.pair(&members) } else { None };
        Refusal::Clash(Clash::Together { members: described, fewest: fewest.get(), pair })
    }

    fn ask(&self, limits: &Limits, steps: u64) -> Reply {
        self.solve(limits, &Besides::default(), steps)
    }

    /// Whether a form that has a question is soon found.
    fn possible(&self, limits: &Limits) -> bool {
        let questions = self.model.pool.units.iter().map(|unit| unit.len() as i64).collect();
        let besides = Besides { sums: vec![(questions, (1, ENDLESS))], ..Besides::default() };
        matches!(self.solve(limits, &besides, SHORT), Reply::Found(_))
    }

    /// Looks for a form with any of the numbers of questions. Where these are split over the levels, the limits for all of
    /// them together may allow what those for none do, so each is looked at.
    fn solve(&self, limits: &Limits, besides: &Besides, steps: u64) -> Reply {
        let reply = self.model.solve(limits, besides, &self.costs, (Goal::Any, steps));
        let of_split = self.demands.iter().enumerate().find_map(|(at, demand)| {
            let Sort::Count { section } = demand.sort else { return None };
            let (low, high) = limits.lines[self.model.first_line(at)]?;
            (demand.lines.len() > 1 && low < high).then_some((at, section, low..=high))
        });
        let (Reply::Found(_), Some((split, section, numbers))) = (&reply, of_split) else { return reply };
        let mut together = vec![split];
        for number in numbers {
            match self.solve(&self.with_count(limits, section, number), besides, steps) {
                Reply::Impossible(members) => together.extend(members),
                other => return other,
            }
        }
        together.sort_unstable();
        together.dedup();
        Reply::Impossible(together)
    }

    fn with_count(&self, limits: &Limits, section: usize, count: i64) -> Limits {
        self.plan.with_count(self.model, &self.demands, limits, section, count as usize)
    }

    /// The nearest changes of a demand that make an exam possible, downwards and upwards.
    fn nearest(&self, limits: &Limits, demand: usize) -> Vec<Step> {
        let asked = &self.demands[demand];
        let free = self.model.without(limits, demand);
        if !self.possible(&free) {
            return Vec::new();
        }
        let bounds = asked.lines.first().and_then(|_| limits.lines[self.model.first_line(demand)]);
        match (asked.sort, bounds) {
            (Sort::Number(_), Some((low, high))) => {
                let down = self.least(low, |by| self.with_bounds(limits, demand, (low - by, high)));
                let up = self.least(ENDLESS - high, |by| self.with_bounds(limits, demand, (low, high + by)));
                let down = down.map(|by| (by, (low - by, if low == high { low - by } else { high })));
                let up = up.map(|by| (by, (if low == high { high + by } else { low }, high + by)));
                let step = |(by, bounds): (i64, (i64, i64))| Step {
                    by,
                    change: asked.changed(bounds.0, bounds.1),
                    limits: self.with_bounds(limits, demand, bounds),
                };
                [down, up].into_iter().flatten().map(step).collect()
            }
            (Sort::Count { section }, Some((low, high))) => {
                let ways = [[low, -1], [high, 1]].into_iter().filter_map(|[from, way]| {
                    let numbers = (1..=MOST_STEPS).map(|by| (by, from + way * by)).filter(|(_, number)| *number > 0);
                    let limits = |number: i64| self.with_count(limits, section, number);
                    let (by, number) = { numbers }.find(|(_, number)| self.possible(&limits(*number)))?;
                    Some(Step { by, change: asked.changed(number, number), limits: limits(number) })
                });
                ways.collect()
            }
            _ => vec![Step { by: 1, change: Change::LeaveOut(asked.name.clone()), limits: free }],
        }
    }

    fn with_bounds(&self, limits: &Limits, demand: usize, bounds: (i64, i64)) -> Limits {
        let mut limits = limits.clone();
        limits.lines[self.model.first_line(demand)] = Some(bounds);
        limits
    }

    /// The least step up to `most` that makes an exam possible; longer steps allow what shorter ones do.
    fn least(&self, most: i64, after: impl Fn(i64) -> Limits) -> Option<i64> {
        let helps = |by: i64| self.possible(&after(by));
        let mut enough = 1;
        while enough <= most && !helps(enough) {
            if enough == most || enough > LONGEST_STEP {
                return None;
            }
            enough = (enough * 2).min(most);
        }
        let mut too_short = enough / 2;
        while enough - too_short > 1 {
            let middle = too_short + (enough - too_short) / 2;
            if helps(middle) { enough = middle } else { too_short = middle }
        }
        (enough <= most).then_some(enough)
    }

    /// The cheapest change of two requests, one of them among `members`, that makes an exam possible.
    fn pair(&self, members: &[usize]) -> Option<[Change; 2]> {
        let others = (0..self.demands.len()).filter(|at| self.limits.demands[*at] && !members.contains(at));
        let all: Vec<usize> = members.iter().copied().chain(others).collect();
        let pairs =
            members.iter().enumerate().flat_map(|(at, &one)| all[at + 1..].iter().map(move |&other| (one, other)));
        let mut best: Option<(i64, [Change; 2])> = None;
        for (one, other) in pairs.take(MOST_PAIRS) {
            for first in self.nearest(&self.model.without(&self.limits, other), one) {
                let limits = self.model.restored(first.limits, other, &self.limits);
                for second in self.nearest(&limits, other) {
                    let by = first.by + second.by;
                    if best.as_ref().is_none_or(|(least, _)| by < *least) {
                        best = Some((by, [first.change.clone(), second.change]));
                    }
                }
            }
        }
        best.map(|(_, pair)| pair)
    }
}

/// A change of one request.
struct Step {
    /// How far the number moves; a rule left out counts as one.
    by: i64,
    change: Change,
    /// What holds then.
    limits: Limits,
}
