//! Demands and questions as a 0-1 program, and back.
//!
//! The models are those of van der Linden 2005, chapters 3 to 5: bounds on attributes, enemy items, item sets, and
//! simultaneous assembly of parallel forms.

use std::collections::BTreeSet;

use crate::solver::{self, Answer, Goal};
use crate::spec::Bounds;

use super::amounts::Amounts;
use super::build::{Besides, Builder, Origin};
use super::demand::{Demand, Line, Sort};
use super::pool::Pool;

/// The sums of all lines, with what each unit adds to them.
#[derive(Debug)]
pub(super) struct Model<'a, 'p> {
    pub(super) pool: &'p Pool<'a>,
    pub(super) sections: usize,
    amounts: Amounts,
    /// For each line its section.
    of_section: Vec<Option<usize>>,
    /// For each demand the place of its first line.
    starts: Vec<usize>,
    pub(super) sorts: Vec<Sort>,
}

/// Which demands hold and how: for each line its bounds, if it holds, and for each demand whether it holds.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    pub(super) lines: Vec<Option<(i64, i64)>>,
    pub(super) demands: Vec<bool>,
}

impl Limits {
    /// All demands hold as they are asked for.
    pub(super) fn of(demands: &[Demand]) -> Self {
        let bounds = |line: &Line| (!matches!(line.bounds, Bounds::Near(_))).then(|| line.range());
        Self {
            lines: demands.iter().flat_map(|demand| demand.lines.iter().map(bounds)).collect(),
            demands: vec![true; demands.len()],
        }
    }
}

/// What was chosen: units with their sections, in order.
pub(super) type Chosen = Vec<(usize, usize)>;

/// The answer to a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    /// The units of a form with their sections.
    Found(Chosen),
    /// These demands, by number, cannot all hold.
    Impossible(Vec<usize>),
    /// The search took too long.
    Undecided,
}

impl<'a, 'p> Model<'a, 'p> {
    pub(super) fn new(pool: &'p Pool<'a>, sections: usize, demands: &[Demand]) -> Self {
        let lines: Vec<&Line> = demands.iter().flat_map(|demand| &demand.lines).collect();
        let starts = demands.iter().scan(0, |next, demand| {
            let start = *next;
            *next += demand.lines.len();
            Some(start)
        });
        Self {
            pool,
            sections,
            amounts: Amounts::new(pool, &lines),
            of_section: lines.iter().map(|line| line.section).collect(),
            starts: starts.collect(),
            sorts: demands.iter().map(|demand| demand.sort).collect(),
        }
    }

    /// What a unit adds to each line, by ascending line.
    pub(super) fn amounts(&self, unit: usize) -> &[(usize, i64)] {
        self.amounts.of(unit)
    }

    /// The place of a demand's first line among all lines.
    pub(super) fn first_line(&self, demand: usize) -> usize {
        self.starts[demand]
    }

    /// The lines of a demand.
    fn lines(&self, demand: usize) -> std::ops::Range<usize> {
        self.starts[demand]..self.starts.get(demand + 1).copied().unwrap_or(self.of_section.len())
    }

    /// The limits without a demand.
    pub(super) fn without(&self, limits: &Limits, demand: usize) -> Limits {
        let mut limits = limits.clone();
        limits.demands[demand] = false;
        limits.lines[self.lines(demand)].fill(None);
        limits
    }

    /// The limits with these of their demands only.
    pub(super) fn only(&self, limits: &Limits, demands: &[usize]) -> Limits {
        let others = (0..self.sorts.len()).filter(|demand| !demands.contains(demand));
        others.fold(limits.clone(), |limits, demand| self.without(&limits, demand))
    }

    /// The limits with a demand as it is in `whole`.
    pub(super) fn restored(&self, mut limits: Limits, demand: usize, whole: &Limits) -> Limits {
        limits.demands[demand] = whole.demands[demand];
        limits.lines[self.lines(demand)].copy_from_slice(&whole.lines[self.lines(demand)]);
        limits
    }

    /// Of demands that cannot all hold, some that cannot either, while any fewer of them can: one after another is left
    /// out where the others still cannot hold (deletion filter: Chinneck 2008, section 6.2). `clashing` gives demands that
    /// clash under limits, if they do.
    pub(super) fn fewest(
        &self,
        limits: &Limits,
        mut members: Vec<usize>,
        clashing: impl Fn(&Limits) -> Option<Vec<usize>>,
    ) -> Vec<usize> {
        let mut at = members.len();
        while at > 0 {
            at -= 1;
            let fewer: Vec<usize> = members.iter().copied().filter(|member| *member != members[at]).collect();
            if let Some(enough) = clashing(&self.only(limits, &fewer)) {
                members = fewer.into_iter().filter(|member| enough.contains(member)).collect();
                at = at.min(members.len());
            }
        }
        members
    }

    fn demand_of(&self, line: usize) -> usize {
        self.starts.partition_point(|&start| start <= line) - 1
    }

    /// Whether a line is that of a list such as `exclude`.
    pub(super) fn is_rule(&self, line: usize) -> bool {
        self.sorts[self.demand_of(line)] == Sort::Rule
    }

    /// The section of a line, if it is about one.
    pub(super) fn section(&self, line: usize) -> Option<usize> {
        self.of_section[line]
    }

    /// The sums of all lines over what was chosen.
    pub(super) fn sums(&self, chosen: &Chosen) -> Vec<i64> {
        let mut sums = vec![0; self.of_section.len()];
        for &(unit, section) in chosen {
            for &(line, amount) in self.amounts(unit) {
                if self.section(line).is_none_or(|of| of == section) {
                    sums[line] += amount;
                }
            }
        }
        sums
    }

    /// Looks for a form.
    pub(super) fn solve(
        &self,
        limits: &Limits,
        besides: &Besides,
        costs: &[Vec<i64>],
        (goal, steps): (Goal, u64),
    ) -> Reply {
        let mut build = Builder::new(self, limits);
        let cells = build.form(besides);
        build.groups(std::slice::from_ref(&cells), &besides.forms);
        let bars = std::mem::take(&mut build.bars);
        let (program, rows) = build.finish();
        let column_costs: Vec<i64> = cells.iter().map(|&(unit, section)| costs[section][unit]).collect();
        match solver::solve(&program, &column_costs, goal, steps) {
            Answer::Found(columns) => Reply::Found(columns.into_iter().map(|column| cells[column]).collect()),
            Answer::Impossible(broken) => Reply::Impossible(self.demands_of(&broken, &rows, &bars)),
            Answer::Undecided => Reply::Undecided,
        }
    }

    /// The demands behind rows, and those that keep units from being columns.
    fn demands_of(&self, broken: &[usize], rows: &[Origin], bars: &BTreeSet<usize>) -> Vec<usize> {
        let sort = |sort: Sort| self.sorts.iter().position(|other| *other == sort);
        let of_rows = broken.iter().filter_map(|&row| match rows[row] {
            Origin::Line(line) => Some(self.demand_of(line)),
            Origin::Concept => sort(Sort::Concepts),
            Origin::Excludes => sort(Sort::Excludes),
            Origin::Form => None,
        });
        let of_bars = bars.iter().map(|&line| self.demand_of(line));
        let demands: BTreeSet<usize> = of_rows.chain(of_bars).collect();
        demands.into_iter().collect()
    }
}
