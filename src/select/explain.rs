//! Why no form can be drawn, and the smallest changes that help.
//!
//! First the requests that ask for more than there is, each for itself. Else a set of requests that cannot hold together
//! while any fewer of them can (found by taking one after another away: Chinneck 2008, section 6.2), and for each the nearest
//! change that makes the exam possible when all others stay; where none does, the cheapest change of two.

use crate::solver::Goal;
use crate::source::Span;
use crate::spec::{Bounds, Measure, Split, Style};

use super::demand::{Demand, ENDLESS, Sort};
use super::forms::{Counts, Plan, Refusal};
use super::model::{Besides, Limits, Model, Reply};
use super::reach::reach;

/// Pairs of requests that are tried where no single change helps.
const MOST_PAIRS: usize = 60;

/// How far from the number of questions asked for another number is looked for.
const MOST_STEPS: i64 = 24;

/// How far from other numbers.
const LONGEST_STEP: i64 = 1 << 20;

/// Requests that cannot all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// Each of these asks for more than there is.
    Short(Vec<Shortage>),
    /// These cannot hold together, though any fewer of them can.
    Together {
        /// The requests.
        members: Vec<Member>,
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

/// What to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The request with another number.
    Write(String),
    /// Leave the request out.
    LeaveOut(String),
}

/// Finds out why no combination of numbers of questions gives a form.
pub(super) fn explain(plan: &Plan<'_>, model: &Model<'_, '_>, combinations: &[Counts]) -> Refusal {
    let least = plan.least();
    let counts = if combinations.len() == 1 { &combinations[0] } else { &least };
    let inquiry = Inquiry::new(plan, model, counts);
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
    costs: Vec<i64>,
}

impl<'i, 'a> Inquiry<'i, 'a> {
    fn new(plan: &'i Plan<'a>, model: &'i Model<'a, 'i>, counts: &Counts) -> Self {
        let mut demands = plan.demands(counts);
        let mut limits = Limits::of(&demands);
        for (at, demand) in demands.iter_mut().enumerate() {
            let Sort::Count { section } = demand.sort else { continue };
            let section = &plan.blueprint.sections[section];
            let Some(count) = section.count.as_ref().filter(|_| section.split == Split::Free) else { continue };
            let line = model.first_line(at);
            if count.span.is_some() {
                demand.lines[0].bounds = Bounds::Within { low: count.low as u64, high: Some(count.high as u64) };
                limits.lines[line] = Some((count.low as i64, count.high as i64));
            } else {
                // It follows from the numbers by level, and may change with them.
                limits.lines[line] = None;
                limits.demands[at] = false;
            }
        }
        Self { plan, model, demands, limits, costs: plan.costs("explain", "") }
    }

    fn shortages(&self) -> Vec<Shortage> {
        let mut shortages = Vec::new();
        for (at, demand) in self.demands.iter().enumerate() {
            let first = self.model.first_line(at);
            for (line, asked) in (first..).zip(&demand.lines) {
                let Some((wanted, _)) = self.limits.lines[line].filter(|(low, _)| *low > 0) else { continue };
                let there = reach(self.model, &self.limits, line, self.plan.blueprint.one_per_concept);
                if there < wanted {
                    shortages.push(Shortage {
                        request: if demand.lines.len() > 1 { asked.name.clone() } else { demand.written() },
                        span: demand.span,
                        measure: asked.measure,
                        wanted,
                        there,
                        change: self.lowered(at, there),
                    });
                }
            }
        }
        shortages
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
                let enough = |count: &i64| {
                    let limits = self.with_count(&self.limits, section, *count);
                    let first = self.model.first_line(demand);
                    (first..first + lowered.lines.len()).all(|line| {
                        let low = limits.lines[line].map_or(0, |(low, _)| low);
                        reach(self.model, &limits, line, self.plan.blueprint.one_per_concept) >= low
                    })
                };
                (1..asked).rev().find(enough).map(|count| lowered.changed(count, count))
            }
            _ => None,
        }
    }

    fn clash(&self) -> Refusal {
        let mut members = match self.ask(&self.limits) {
            Reply::Impossible(members) => members,
            Reply::Found(_) | Reply::Undecided => return Refusal::Undecided { steps: crate::solver::STEPS },
        };
        members.retain(|&member| self.limits.demands[member]);
        let mut at = members.len();
        while at > 0 {
            at -= 1;
            let Some(&tried) = members.get(at) else { continue };
            let fewer: Vec<usize> = members.iter().copied().filter(|&member| member != tried).collect();
            if let Reply::Impossible(enough) = self.ask(&self.only(&fewer)) {
                members = fewer.into_iter().filter(|member| enough.contains(member)).collect();
                at = at.min(members.len());
            }
        }
        let described: Vec<Member> = members
            .iter()
            .map(|&member| Member {
                request: self.demands[member].written(),
                span: self.demands[member].span,
                changes: self.nearest(&self.limits, member).into_iter().map(|step| step.change).collect(),
            })
            .collect();
        let helpless = described.iter().all(|member| member.changes.is_empty());
        let pair = if helpless { self.pair(&members) } else { None };
        Refusal::Clash(Clash::Together { members: described, pair })
    }

    fn ask(&self, limits: &Limits) -> Reply {
        self.model.solve(limits, &Besides::default(), &self.costs, Goal::Any)
    }

    fn possible(&self, limits: &Limits) -> bool {
        matches!(self.ask(limits), Reply::Found(_))
    }

    /// Only these demands hold.
    fn only(&self, demands: &[usize]) -> Limits {
        let mut limits = self.limits.clone();
        for at in (0..self.demands.len()).filter(|at| !demands.contains(at)) {
            self.drop(&mut limits, at);
        }
        limits
    }

    fn drop(&self, limits: &mut Limits, demand: usize) {
        let first = self.model.first_line(demand);
        limits.demands[demand] = false;
        limits.lines[first..first + self.demands[demand].lines.len()].fill(None);
    }

    fn without(&self, limits: &Limits, demand: usize) -> Limits {
        let mut limits = limits.clone();
        self.drop(&mut limits, demand);
        limits
    }

    fn with_count(&self, limits: &Limits, section: usize, count: i64) -> Limits {
        let mut counts = self.plan.least();
        counts[section] = Some(count as usize);
        let mut limits = limits.clone();
        if let Some(at) = self.demands.iter().position(|demand| demand.sort == (Sort::Count { section })) {
            let first = self.model.first_line(at);
            for (line, asked) in (first..).zip(&self.plan.demands(&counts)[at].lines) {
                limits.lines[line] = Some(asked.range());
            }
        }
        limits
    }

    /// The nearest changes of a demand that make an exam possible, downwards and upwards.
    fn nearest(&self, limits: &Limits, demand: usize) -> Vec<Step> {
        let asked = &self.demands[demand];
        let free = self.without(limits, demand);
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
            (Sort::Count { section }, Some((count, _))) => {
                let near = 1..=MOST_STEPS;
                let ways =
                    [near.clone().map(|by| count - by).collect::<Vec<i64>>(), near.map(|by| count + by).collect()];
                let found = ways.into_iter().filter_map(|way| {
                    let limits = |count: i64| self.with_count(limits, section, count);
                    let number =
                        way.into_iter().filter(|number| *number > 0).find(|&number| self.possible(&limits(number)))?;
                    let change = asked.changed(number, number);
                    Some(Step { by: (number - count).abs(), change, limits: limits(number) })
                });
                found.collect()
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
            for first in self.nearest(&self.without(&self.limits, other), one) {
                let limits = self.restored(first.limits, other);
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

    /// The limits with a demand as it is asked for.
    fn restored(&self, mut limits: Limits, demand: usize) -> Limits {
        let first = self.model.first_line(demand);
        let lines = first..first + self.demands[demand].lines.len();
        limits.lines[lines.clone()].copy_from_slice(&self.limits.lines[lines]);
        limits.demands[demand] = true;
        limits
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

impl Demand {
    /// The demand as the user's file writes it.
    fn written(&self) -> String {
        match (&self.sort, self.lines.first()) {
            (Sort::Number(_) | Sort::Count { .. }, Some(line)) => self.stated(line.bounds),
            _ => self.name.clone(),
        }
    }

    fn stated(&self, bounds: Bounds) -> String {
        match self.sort {
            Sort::Number(Style::MinMax) => format!("{}: {}", self.name, bounds.written(Style::MinMax)),
            _ => {
                let number = bounds.written(Style::Number);
                let plain = number.bytes().all(|byte| byte.is_ascii_digit());
                if plain { format!("{} = {number}", self.name) } else { format!("{} = \"{number}\"", self.name) }
            }
        }
    }

    fn changed(&self, low: i64, high: i64) -> Change {
        let high = (high < ENDLESS).then_some(high as u64);
        Change::Write(self.stated(Bounds::Within { low: low as u64, high }))
    }
}
