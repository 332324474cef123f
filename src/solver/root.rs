//! From the whole program to cores that can be searched, and back to a proof for the whole.

use std::collections::{BTreeMap, BinaryHeap};

use super::bound::Multipliers;
use super::program::Program;
use super::relaxation::{Outcome, Relaxation};
use super::search::{Choice, OutOfSteps, search};
use super::{Answer, Goal};

/// Columns of the first core besides those that the relaxation takes; where a core holds no choice, the next has twice as
/// many.
const FIRST_CORE: usize = 50;

/// Columns that join the relaxation at once.
const JOINING: usize = 200;

/// What the relaxation of the whole program says.
enum Root {
    /// For certain, no choice keeps these rows.
    Impossible(Vec<usize>),
    /// Multipliers for the bound.
    Solved(Multipliers),
}

/// Solves `program` within a number of steps.
pub(super) fn solve(program: &Program, costs: &[i64], goal: Goal, steps: u64) -> Answer {
    if let Some(row) = program.rows.iter().position(|row| row.low > row.high) {
        return Answer::Impossible(vec![row]);
    }
    let mut steps = steps;
    let multipliers = match relax(program, costs, &mut steps) {
        Ok(Root::Solved(multipliers)) => multipliers,
        Ok(Root::Impossible(rows)) => return Answer::Impossible(rows),
        Err(OutOfSteps) => return Answer::Undecided,
    };
    let all: Vec<usize> = (0..program.columns()).collect();
    let reduced: Vec<i128> =
        (0..program.columns()).map(|column| multipliers.reduced_cost(program, column, costs[column])).collect();
    let bound = multipliers.of_rows(program) + reduced.iter().map(|reduced| (*reduced).min(0)).sum::<i128>();
    let mut best: Option<Choice> = None;
    let taken = reduced.iter().filter(|reduced| **reduced < 0).count();
    let mut besides = FIRST_CORE;
    let mut core = cheapest(&all, &reduced, taken + besides);
    loop {
        let Ok(found) = search_core(program, costs, goal, &core, best, &mut steps) else {
            return Answer::Undecided;
        };
        let next: Vec<usize> = match &found {
            Some(choice) if goal == Goal::Any => return Answer::Found(choice.columns.clone()),
            Some(choice) => {
                let worth = |column: &usize| bound + reduced[*column] <= choice.cost;
                all.iter().copied().filter(worth).collect()
            }
            None => {
                besides *= 2;
                cheapest(&usable(program, costs), &reduced, taken + besides)
            }
        };
        // The core may hold more columns than are worth it.
        if next.iter().all(|column| core.binary_search(column).is_ok()) {
            let all_rows = || Answer::Impossible((0..program.rows.len()).collect());
            return found.map_or_else(all_rows, |choice| Answer::Found(choice.columns));
        }
        best = found;
        core = next;
    }
}

/// Searches some of the columns, and gives what it finds in the numbers of all.
fn search_core(
    program: &Program,
    costs: &[i64],
    goal: Goal,
    core: &[usize],
    best: Option<Choice>,
    steps: &mut u64,
) -> Result<Option<Choice>, OutOfSteps> {
    let part = program.part(core);
    let costs: Vec<i64> = core.iter().map(|&column| costs[column]).collect();
    let inside = |choice: Choice| {
        let columns = choice.columns.iter().map(|column| core.binary_search(column).ok()).collect::<Option<_>>();
        columns.map(|columns| Choice { columns, ..choice })
    };
    let best = best.map(|choice| inside(choice).expect("a larger core holds what a smaller one held"));
    let found = search(&part, &costs, goal, best, steps)?;
    Ok(found.map(|choice| Choice { columns: choice.columns.into_iter().map(|at| core[at]).collect(), ..choice }))
}

/// The columns of smallest reduced cost, in order.
fn cheapest(columns: &[usize], reduced: &[i128], number: usize) -> Vec<usize> {
    let mut columns = columns.to_vec();
    if number < columns.len() {
        columns.select_nth_unstable_by_key(number, |&column| (reduced[column], column));
        columns.truncate(number);
        columns.sort_unstable();
    }
    columns
}

/// Sifting: the relaxation of a few columns is solved, and those of the others that would improve it join.
fn relax(program: &Program, costs: &[i64], steps: &mut u64) -> Result<Root, OutOfSteps> {
    let mut relaxation = Relaxation::new(program, costs);
    let mut inside = vec![false; program.columns()];
    let join = |relaxation: &mut Relaxation<'_>, columns: Vec<usize>, inside: &mut Vec<bool>| {
        for column in columns {
            inside[column] = true;
            relaxation.add_column(column);
        }
    };
    join(&mut relaxation, promising(program, costs), &mut inside);
    loop {
        let outcome = relaxation.solve(None);
        *steps = steps.checked_sub(relaxation.take_work()).ok_or(OutOfSteps)?;
        let (multipliers, with_costs) = match outcome {
            Outcome::Optimal(multipliers) | Outcome::AboveLimit(multipliers) => (multipliers, true),
            Outcome::Infeasible(multipliers) => (multipliers, false),
            Outcome::Stuck => return Ok(Root::Solved(Multipliers::none(program))),
        };
        let cost = |column: usize| if with_costs { costs[column] } else { 0 };
        let mut worth: Vec<(i128, i64, usize)> = (0..program.columns())
            .filter(|&column| !inside[column])
            .map(|column| (multipliers.reduced_cost(program, column, cost(column)), costs[column], column))
            .filter(|(reduced, ..)| *reduced < 0)
            .collect();
        if worth.is_empty() {
            if !with_costs {
                return Ok(certified(program, &multipliers));
            }
            if relaxation.add_broken_rows() {
                continue;
            }
            return Ok(Root::Solved(multipliers));
        }
        if worth.len() > JOINING {
            worth.select_nth_unstable(JOINING);
            worth.truncate(JOINING);
        }
        join(&mut relaxation, worth.into_iter().map(|(.., column)| column).collect(), &mut inside);
    }
}

/// Whether multipliers show that nothing is possible, all columns considered.
fn certified(program: &Program, multipliers: &Multipliers) -> Root {
    let columns = (0..program.columns()).map(|column| multipliers.reduced_cost(program, column, 0).min(0));
    if multipliers.of_rows(program) + columns.sum::<i128>() > 0 {
        Root::Impossible(multipliers.rows())
    } else {
        Root::Solved(Multipliers::none(program))
    }
}

/// Columns with the dearest first.
type Dearest = BinaryHeap<(i64, usize)>;

/// Columns to start with: for each row the cheapest that count in it.
fn promising(program: &Program, costs: &[i64]) -> Vec<usize> {
    let room = |row: &super::Row| if row.lazy { 0 } else { 8 + row.low.clamp(0, 40) as usize };
    let mut cheapest: Vec<(usize, Dearest)> = program.rows.iter().map(|row| (room(row), BinaryHeap::new())).collect();
    for (column, &cost) in costs.iter().enumerate() {
        for (row, _) in program.column(column) {
            let (room, heap) = &mut cheapest[row];
            if heap.len() < *room {
                heap.push((cost, column));
            } else if heap.peek().is_some_and(|dearest| (cost, column) < *dearest) {
                heap.pop();
                heap.push((cost, column));
            }
        }
    }
    let mut columns: Vec<usize> = cheapest.into_iter().flat_map(|(_, heap)| heap).map(|(_, column)| column).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// The columns without those that could never be taken: of a class of columns that count alike, no more are taken than
/// the rows they count in allow, and those are the cheapest.
fn usable(program: &Program, costs: &[i64]) -> Vec<usize> {
    let mut classes: BTreeMap<&[(u32, i64)], Dearest> = BTreeMap::new();
    for (column, &cost) in costs.iter().enumerate() {
        let class = classes.entry(program.slice(column)).or_default();
        class.push((cost, column));
        if class.len() > program.most_alike(column) {
            class.pop();
        }
    }
    let mut usable: Vec<usize> = classes.into_values().flatten().map(|(_, column)| column).collect();
    usable.sort_unstable();
    usable
}
