//! Branch and bound over a core of columns (Land and Doig 1960), with reduced-cost fixing at every step.
//!
//! Columns that count alike in every row form a class, of which only the cheapest are ever taken: leaving one out leaves out
//! those after it, taking one takes those before it.

use std::collections::BTreeMap;

use super::Goal;
use super::bound::Multipliers;
use super::program::Program;
use super::relaxation::{Outcome, Relaxation};

/// A choice that keeps all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Sum of its costs.
    pub(super) cost: i128,
    /// Its columns, in order.
    pub(super) columns: Vec<usize>,
}

impl Choice {
    /// Whether it costs less or, where it costs the same, takes the first column in which they differ.
    fn is_better_than(&self, other: &Self) -> bool {
        let columns = |choice: &Self| -> Vec<usize> { choice.columns.iter().copied().chain([usize::MAX]).collect() };
        (self.cost, columns(self)) < (other.cost, columns(other))
    }
}

/// The steps do not suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutOfSteps;

/// Why a search ended before it had seen everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// A choice was found, and any is good.
    Enough,
    /// No step is left.
    OutOfSteps,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Free,
    Out,
    In,
}

/// A search under way.
struct Search<'a> {
    program: &'a Program,
    costs: &'a [i64],
    goal: Goal,
    relaxation: Relaxation<'a>,
    states: Vec<State>,
    /// For each column the one before and the one after it in its class.
    neighbours: Vec<[Option<usize>; 2]>,
    /// Columns decided, in the order of decision.
    trail: Vec<usize>,
    best: Option<Choice>,
    steps: &'a mut u64,
}

/// The best choice of all columns if it is better than `best`, else `best`. Steps are counted down.
pub(super) fn search(
    program: &Program,
    costs: &[i64],
    goal: Goal,
    best: Option<Choice>,
    steps: &mut u64,
) -> Result<Option<Choice>, OutOfSteps> {
    let mut relaxation = Relaxation::new(program, costs);
    for column in 0..program.columns() {
        relaxation.add_column(column);
    }
    let mut search = Search {
        program,
        costs,
        goal,
        relaxation,
        states: vec![State::Free; program.columns()],
        neighbours: neighbours(program, costs),
        trail: Vec::new(),
        best,
        steps,
    };
    match search.explore() {
        Err(Stop::OutOfSteps) => Err(OutOfSteps),
        Ok(()) | Err(Stop::Enough) => Ok(search.best),
    }
}

/// For each column the next cheaper and the next dearer one that counts alike.
fn neighbours(program: &Program, costs: &[i64]) -> Vec<[Option<usize>; 2]> {
    let mut classes: BTreeMap<&[(u32, i64)], Vec<usize>> = BTreeMap::new();
    for column in 0..program.columns() {
        classes.entry(program.slice(column)).or_default().push(column);
    }
    let mut neighbours = vec![[None; 2]; program.columns()];
    for class in classes.values_mut() {
        class.sort_by_key(|&column| (costs[column], column));
        for pair in class.windows(2) {
            neighbours[pair[0]][1] = Some(pair[1]);
            neighbours[pair[1]][0] = Some(pair[0]);
        }
    }
    neighbours
}

impl Search<'_> {
    /// Finds the best choice among those that agree with what is decided.
    fn explore(&mut self) -> Result<(), Stop> {
        let mark = self.trail.len();
        let result = self.explore_below();
        self.undo(mark);
        result
    }

    fn explore_below(&mut self) -> Result<(), Stop> {
        if self.relax()? == Verdict::Closed {
            return Ok(());
        }
        let Some(at) = self.branching_column() else {
            return self.offer(self.decided());
        };
        let first = self.relaxation.value(at) > 0.5;
        for take in [first, !first] {
            let mark = self.trail.len();
            if self.decide_with_class(at, take) {
                self.explore()?;
            }
            self.undo(mark);
        }
        Ok(())
    }

    /// Solves the relaxation and draws what conclusions it allows.
    fn relax(&mut self) -> Result<Verdict, Stop> {
        loop {
            let limit = self.best.as_ref().map(|best| best.cost);
            let outcome = self.relaxation.solve(limit);
            *self.steps = self.steps.checked_sub(self.relaxation.take_work()).ok_or(Stop::OutOfSteps)?;
            match outcome {
                Outcome::Infeasible(multipliers) if self.bound(&multipliers, false) > 0 => return Ok(Verdict::Closed),
                Outcome::AboveLimit(multipliers) => return Ok(self.fix_by(&multipliers)),
                Outcome::Optimal(multipliers) => {
                    if self.fix_by(&multipliers) == Verdict::Closed {
                        return Ok(Verdict::Closed);
                    }
                    if self.relaxation.add_broken_rows() {
                        continue;
                    }
                    let taken = self.rounded();
                    if self.program.keeps_all_rows(&taken) {
                        self.offer(taken)?;
                        return Ok(self.fix_by(&multipliers));
                    }
                    return Ok(Verdict::Open);
                }
                Outcome::Infeasible(_) | Outcome::Stuck => return Ok(Verdict::Open),
            }
        }
    }

    /// Decides every column that the bound allows only one way; `Closed` if nothing here can be better than the best.
    fn fix_by(&mut self, multipliers: &Multipliers) -> Verdict {
        let Some(best) = self.best.as_ref().map(|best| best.cost) else {
            return Verdict::Open;
        };
        let bound = self.bound(multipliers, true);
        if bound > best {
            return Verdict::Closed;
        }
        for at in 0..self.states.len() {
            if self.states[at] == State::Free {
                let reduced_cost = self.reduced_cost(multipliers, at, true);
                if bound + reduced_cost.abs() > best {
                    self.decide(at, reduced_cost < 0);
                }
            }
        }
        Verdict::Open
    }

    /// The least that any choice here costs; with costs left out, above zero if there is no choice.
    fn bound(&self, multipliers: &Multipliers, with_costs: bool) -> i128 {
        let part = |(at, state): (usize, &State)| match state {
            State::Out => 0,
            State::In => self.reduced_cost(multipliers, at, with_costs),
            State::Free => self.reduced_cost(multipliers, at, with_costs).min(0),
        };
        multipliers.of_rows(self.program) + self.states.iter().enumerate().map(part).sum::<i128>()
    }

    fn reduced_cost(&self, multipliers: &Multipliers, at: usize, with_costs: bool) -> i128 {
        multipliers.reduced_cost(self.program, at, if with_costs { self.costs[at] } else { 0 })
    }

    /// The free column whose decision costs most either way, or if the relaxation takes all in whole, any free one.
    fn branching_column(&self) -> Option<usize> {
        let free = (0..self.states.len()).filter(|&at| self.states[at] == State::Free);
        let merit = |at: usize| {
            let [against, for_it] = self.relaxation.penalties(at)?;
            Some(4.0 * against.min(for_it) + against.max(for_it).min(1.0))
        };
        let parted = free.clone().filter_map(|at| Some((merit(at)?, at)));
        parted.max_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(|| free.clone().next(), |(_, at)| Some(at))
    }

    fn offer(&mut self, columns: Vec<usize>) -> Result<(), Stop> {
        if !self.program.keeps_all_rows(&columns) {
            return Ok(());
        }
        let cost = columns.iter().map(|&column| i128::from(self.costs[column])).sum();
        let choice = Choice { cost, columns };
        if self.best.as_ref().is_none_or(|best| choice.is_better_than(best)) {
            self.best = Some(choice);
        }
        if self.goal == Goal::Any { Err(Stop::Enough) } else { Ok(()) }
    }

    /// The columns that the relaxation takes by more than half.
    fn rounded(&self) -> Vec<usize> {
        (0..self.states.len()).filter(|&at| self.relaxation.value(at) > 0.5).collect()
    }

    fn decided(&self) -> Vec<usize> {
        (0..self.states.len()).filter(|&at| self.states[at] == State::In).collect()
    }

    /// Takes or leaves out a column and what follows for its class; whether that agrees with what is decided.
    fn decide_with_class(&mut self, at: usize, take: bool) -> bool {
        let mut next = Some(at);
        while let Some(at) = next {
            match (self.states[at], take) {
                (State::Free, _) => self.decide(at, take),
                (State::In, false) | (State::Out, true) => return false,
                _ => {}
            }
            next = self.neighbours[at][usize::from(!take)];
        }
        true
    }

    fn decide(&mut self, at: usize, take: bool) {
        self.states[at] = if take { State::In } else { State::Out };
        self.relaxation.bound(at, take, take);
        self.trail.push(at);
    }

    fn undo(&mut self, mark: usize) {
        for at in self.trail.split_off(mark) {
            self.states[at] = State::Free;
            self.relaxation.bound(at, false, true);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Something better may be here.
    Open,
    /// It is certain that nothing is.
    Closed,
}
