//! How many forms without a common question the bank can give.
//!
//! From below: forms are drawn, one after another, and counted. From above: if `n` forms exist, then the questions of all of
//! them together keep every request `n` times over, so where no set of questions does, there are fewer forms. Both are
//! certain; where they meet the number is exact. An anchor is taken to stand in the same section in every form.

use crate::solver::{Goal, STEPS};
use crate::source::Span;
use crate::spec::{Blueprint, Forms, Measure};

use super::Item;
use super::build::{Besides, Several};
use super::demand::{Demand, Line, Sort};
use super::forms::{Plan, Refusal};
use super::model::{Chosen, Limits, Model, Reply};
use super::reach::reach;

/// Draws from below: by chance, and with scarce questions kept back.
const TRIES: u64 = 3;

/// Numbers of questions that are tried.
const MOST_COMBINATIONS: usize = 12;

/// Columns that are searched for several forms at once, and how.
const MOST_JOINT_COLUMNS: usize = 5_000;
const JOINT: (Goal, u64) = (Goal::Any, 300_000_000);

/// What the bank can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// So many forms were drawn.
    pub at_least: usize,
    /// So many there are at most, for certain.
    pub at_most: usize,
    /// What keeps the bank from one form more than at most: requests that together ask for too much.
    pub bottleneck: Vec<Bottleneck>,
}

/// A request that forms together ask for more of than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bottleneck {
    /// What the user's file calls it.
    pub request: String,
    /// Where it is asked for.
    pub span: Option<Span>,
    /// What is counted.
    pub measure: Measure,
    /// What one form more than at most would need in all.
    pub wanted: i64,
    /// What there is.
    pub there: i64,
    /// It names questions that every form has to have.
    pub in_every_form: bool,
    /// What is missing for that form, if nothing else changes; `None` where no number of it helps.
    pub missing: Option<i64>,
}

/// How many forms of a blueprint there are, no two with a question in common but the anchors. What the blueprint says of
/// forms is left aside.
pub fn capacity(items: &[Item], levels: &[String], blueprint: &Blueprint, seed: &str) -> Result<Capacity, Refusal> {
    let forms = Forms { anchors: blueprint.forms.anchors.clone(), ..Forms::default() };
    let blueprint = &Blueprint { forms, ..blueprint.clone() };
    let plan = Plan::new(items, levels, blueprint);
    let model = plan.model();
    plan.draw(&model, seed)?;
    let (demands, limits) = plan.loosened(&model);
    let anchors: Vec<bool> = (0..plan.pool.units.len()).map(|unit| plan.free_items(unit) == 0).collect();
    let limits = plan.widened(&model, &demands, &limits);
    let survey = Survey { plan: &plan, model, demands, limits, anchors };
    let at_most = survey.at_most(1);
    let at_least = survey.at_least(seed, at_most);
    Ok(Capacity { at_least, at_most, bottleneck: survey.bottleneck(at_most + 1) })
}

struct Survey<'s, 'a> {
    plan: &'s Plan<'a>,
    model: Model<'a, 's>,
    demands: Vec<Demand>,
    /// What every form keeps, whatever its number of questions.
    limits: Limits,
    anchors: Vec<bool>,
}

impl Survey<'_, '_> {
    /// The greatest number of forms that were drawn, over numbers of questions and attempts.
    fn at_least(&self, seed: &str, at_most: usize) -> usize {
        let mut best = 1;
        for counts in self.plan.counts(&self.model, &self.demands, seed).into_iter().take(MOST_COMBINATIONS) {
            let limits = Limits::of(&self.plan.demands(&counts));
            for attempt in 0..TRIES {
                if best < at_most {
                    best = best.max(self.drawn(&limits, seed, attempt, at_most));
                }
            }
            best = self.drawn_jointly(&limits, seed, best, at_most);
        }
        best
    }

    /// Forms drawn one after another until none is left, or there are `most`.
    fn drawn(&self, limits: &Limits, seed: &str, attempt: u64, most: usize) -> usize {
        let keys = self.plan.costs(seed, &format!("capacity {attempt}"));
        let scarcity = self.scarcity();
        let spared = |keys: &Vec<i64>| keys.iter().zip(&scarcity).map(|(key, scarce)| (key >> 12) + scarce).collect();
        let costs: Vec<Vec<i64>> = if attempt == 0 { keys } else { keys.iter().map(spared).collect() };
        let mut besides = Besides { barred: vec![false; scarcity.len()], ..Besides::default() };
        for forms in 0..most {
            let Reply::Found(chosen) = self.model.solve(limits, &besides, &costs, (Goal::Smallest, STEPS)) else {
                return forms;
            };
            if self.bar(&mut besides, &chosen) == 0 {
                return forms + 1;
            }
        }
        most
    }

    /// Forms drawn all at once, as long as that gives more and is soon decided.
    fn drawn_jointly(&self, limits: &Limits, seed: &str, at_least: usize, at_most: usize) -> usize {
        let possible = |forms: &usize| {
            let names: Vec<String> = (0..*forms).map(|form| form.to_string()).collect();
            let small = forms * self.anchors.len() <= MOST_JOINT_COLUMNS;
            small && matches!(self.plan.jointly(&self.model, limits, seed, &names, JOINT), Reply::Found(_))
        };
        (at_least + 1..=at_most).take_while(possible).last().unwrap_or(at_least)
    }

    /// Bars what a form has used; how many units that is.
    fn bar(&self, besides: &mut Besides, chosen: &Chosen) -> usize {
        let used: Vec<usize> = chosen.iter().map(|&(unit, _)| unit).filter(|&unit| !self.anchors[unit]).collect();
        for &unit in &used {
            besides.barred[unit] = true;
        }
        used.len()
    }

    /// For each unit how much of what is asked for it takes away from what there is.
    fn scarcity(&self) -> Vec<i64> {
        const WHOLE: i64 = 1 << 46;
        let rates: Vec<i64> = (0..self.limits.lines.len())
            .map(|line| match self.limits.lines[line] {
                Some((low, _)) if low > 0 => {
                    WHOLE / self.reach(line, self.anchors.len()).max(1).saturating_mul(8) * low
                }
                _ => 0,
            })
            .collect();
        let scarce =
            |unit: usize| self.model.amounts(unit).iter().map(|&(line, amount)| rates[line] * amount).sum::<i64>();
        (0..self.anchors.len()).map(|unit| scarce(unit).min(WHOLE)).collect()
    }

    fn reach(&self, line: usize, forms: usize) -> i64 {
        let anchored = |unit: usize| if self.anchors[unit] { forms as i64 } else { 1 };
        reach(&self.model, &self.limits, line, self.plan.per_concept(forms), anchored)
    }

    /// That a set of questions could be that of so many forms, of which so much `less` of a line is wanted in all, or the
    /// demands that say it cannot.
    fn ask(&self, limits: &Limits, forms: usize, less: Option<(usize, i64)>) -> Result<(), Vec<usize>> {
        let several = Several { number: forms as i64, anchors: self.anchors.clone(), less };
        let besides = Besides { forms: several, ..Besides::default() };
        match self.model.solve(limits, &besides, &self.plan.costs("capacity", ""), JOINT) {
            Reply::Found(_) | Reply::Undecided => Ok(()),
            Reply::Impossible(demands) => Err(demands),
        }
    }

    /// The greatest number of forms that is not impossible.
    fn at_most(&self, at_least: usize) -> usize {
        let most = self.anchors.len().max(at_least);
        let mut possible = at_least;
        let mut step = 1;
        let mut impossible = loop {
            let tried = (possible + step).min(most + 1);
            if tried > most || self.ask(&self.limits, tried, None).is_err() {
                break tried;
            }
            possible = tried;
            step *= 2;
        };
        while impossible - possible > 1 {
            let middle = possible + (impossible - possible) / 2;
            if self.ask(&self.limits, middle, None).is_ok() { possible = middle } else { impossible = middle }
        }
        possible
    }

    /// The requests that keep so many forms from being.
    fn bottleneck(&self, forms: usize) -> Vec<Bottleneck> {
        let Err(members) = self.ask(&self.limits, forms, None) else { return Vec::new() };
        let members = self.model.fewest(&self.limits, members, |limits| self.ask(limits, forms, None).err());
        let lines = members.iter().flat_map(|&member| {
            let first = self.model.first_line(member);
            (first..).zip(&self.demands[member].lines).map(move |(line, asked)| (member, line, asked))
        });
        let row = |(member, line, asked): (usize, usize, &Line)| {
            let (low, _) = self.limits.lines[line].filter(|(low, _)| *low > 0)?;
            let wanted = low * forms as i64;
            let there = self.reach(line, forms);
            let alone = members.len() == 1 && self.demands[member].lines.len() == 1;
            let total_of_split = self.demands[member].lines.len() > 1 && line == self.model.first_line(member);
            if total_of_split || self.demands[member].lines.len() > 1 && there >= wanted {
                return None;
            }
            Some(Bottleneck {
                in_every_form: self.demands[member].sort == Sort::Rule,
                request: asked.name.clone(),
                span: self.demands[member].span,
                measure: asked.measure,
                wanted,
                there,
                missing: if alone || there < wanted { Some(wanted - there) } else { self.missing(line, forms) },
            })
        };
        lines.filter_map(row).collect()
    }

    /// How much less of a line would have to be wanted of all forms together.
    fn missing(&self, line: usize, forms: usize) -> Option<i64> {
        let wanted = self.limits.lines[line]?.0 * forms as i64;
        let possible = |less: i64| self.ask(&self.limits, forms, Some((line, less))).is_ok();
        if !possible(wanted) {
            return None;
        }
        let (mut too_little, mut enough) = (0, wanted);
        while enough - too_little > 1 {
            let middle = too_little + (enough - too_little) / 2;
            if possible(middle) { enough = middle } else { too_little = middle }
        }
        Some(enough)
    }
}
