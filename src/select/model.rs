//! Demands and questions as a 0-1 program, and back.
//!
//! A column stands for a unit in a section of a form. Demands are rows, one for each form; what few forms ever break is
//! lazy: one question a concept, exclusions, a unit in one section only. (van der Linden 2005, chapters 3 to 5: bounds on
//! attributes, enemy items, item sets, and simultaneous assembly of parallel forms.)

use std::collections::{BTreeSet, HashMap};

use crate::solver::{self, Answer, Goal, Program, Row};
use crate::spec::{Attribute, Bounds};

use super::demand::{Demand, Line, Sort};
use super::pool::Pool;

/// The sums of all lines, with what each unit adds to them.
#[derive(Debug)]
pub(super) struct Model<'a, 'p> {
    pub(super) pool: &'p Pool<'a>,
    pub(super) sections: usize,
    /// For each unit the lines it counts in, by ascending line, and what it adds.
    amounts: Vec<Vec<(usize, i64)>>,
    /// For each line its section.
    of_section: Vec<Option<usize>>,
    /// For each demand the place of its first line.
    starts: Vec<usize>,
    sorts: Vec<Sort>,
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

/// What holds for a form besides the demands.
#[derive(Debug, Clone, Default)]
pub(super) struct Besides {
    /// Units that may not be in it.
    pub(super) barred: Vec<bool>,
    /// Sums that it has to keep besides: what each unit adds, and the bounds.
    pub(super) sums: Vec<(Vec<i64>, (i64, i64))>,
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
            amounts: amounts(pool, &lines),
            of_section: lines.iter().map(|line| line.section).collect(),
            starts: starts.collect(),
            sorts: demands.iter().map(|demand| demand.sort).collect(),
        }
    }

    /// What a unit adds to each line, by ascending line.
    pub(super) fn amounts(&self, unit: usize) -> &[(usize, i64)] {
        &self.amounts[unit]
    }

    /// The place of a demand's first line among all lines.
    pub(super) fn first_line(&self, demand: usize) -> usize {
        self.starts[demand]
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
                if self.of_section[line].is_none_or(|of| of == section) {
                    sums[line] += amount;
                }
            }
        }
        sums
    }

    /// Looks for a form.
    pub(super) fn solve(&self, limits: &Limits, besides: &Besides, costs: &[Vec<i64>], goal: Goal) -> Reply {
        let mut build = Builder::new(self, limits);
        let cells = build.form(besides);
        build.groups(&[cells.clone()]);
        let barring = std::mem::take(&mut build.barring);
        let (program, rows) = build.finish();
        let column_costs: Vec<i64> = cells.iter().map(|&(unit, section)| costs[section][unit]).collect();
        match solver::solve(&program, &column_costs, goal, solver::STEPS) {
            Answer::Found(columns) => Reply::Found(columns.into_iter().map(|column| cells[column]).collect()),
            Answer::Impossible(broken) => Reply::Impossible(self.demands_of(&broken, &rows, &barring)),
            Answer::Undecided => Reply::Undecided,
        }
    }

    /// The demands behind rows, and behind lines that bar units.
    fn demands_of(&self, broken: &[usize], rows: &[Origin], barring: &BTreeSet<usize>) -> Vec<usize> {
        let sort = |sort: Sort| self.sorts.iter().position(|other| *other == sort);
        let mut demands: Vec<usize> = broken
            .iter()
            .filter_map(|&row| match rows[row] {
                Origin::Line(line) => Some(self.demand_of(line)),
                Origin::Concept => sort(Sort::Concepts),
                Origin::Excludes => sort(Sort::Excludes),
                Origin::Form => None,
            })
            .collect();
        // Units that a demand bars are no columns, so that demand may be part of any clash.
        demands.extend(barring.iter().map(|&line| self.demand_of(line)));
        demands.sort_unstable();
        demands.dedup();
        demands
    }
}

/// For each unit what it adds to the lines. Each line is looked up by one attribute, so that most lines cost nothing.
fn amounts(pool: &Pool<'_>, lines: &[&Line]) -> Vec<Vec<(usize, i64)>> {
    let mut by_value: HashMap<(Attribute, &str), Vec<usize>> = HashMap::new();
    let mut for_all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match line.filter.of.iter().min_by_key(|(_, values)| values.len()) {
            Some((attribute, values)) if !line.filter.inverted => {
                for value in values {
                    by_value.entry((*attribute, value)).or_default().push(at);
                }
            }
            _ => for_all.push(at),
        }
    }
    let mut looked_up: Vec<Attribute> = by_value.keys().map(|(attribute, _)| *attribute).collect();
    looked_up.sort_unstable();
    looked_up.dedup();
    let of_unit = |unit: &super::pool::Unit<'_>| {
        let mut sums: Vec<(usize, i64)> = Vec::with_capacity(8);
        for item in &unit.items {
            let mut candidates = for_all.clone();
            for &attribute in &looked_up {
                for value in attribute.of(item) {
                    candidates.extend(by_value.get(&(attribute, value)).into_iter().flatten());
                }
            }
            candidates.sort_unstable();
            candidates.dedup();
            sums.extend(
                candidates
                    .into_iter()
                    .filter(|&line| lines[line].filter.fits(item))
                    .map(|line| (line, lines[line].measure.of(item))),
            );
        }
        sums.sort_unstable();
        sums.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1 += next.1;
            }
            same
        });
        sums
    };
    pool.units.iter().map(of_unit).collect()
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A line of a demand.
    Line(usize),
    /// One question a concept.
    Concept,
    /// An exclusion.
    Excludes,
    /// What makes forms of questions.
    Form,
}

/// A program in the making: rows, and for each column its entries.
pub(super) struct Builder<'m, 'a, 'p> {
    model: &'m Model<'a, 'p>,
    limits: &'m Limits,
    rows: Vec<(Row, Origin)>,
    lazy: Vec<(Row, Origin)>,
    /// Entries in rows, and in lazy rows.
    columns: Vec<[Vec<(usize, i64)>; 2]>,
    /// Lines that bar a unit.
    barring: BTreeSet<usize>,
}

impl<'m, 'a, 'p> Builder<'m, 'a, 'p> {
    pub(super) fn new(model: &'m Model<'a, 'p>, limits: &'m Limits) -> Self {
        Self { model, limits, rows: Vec::new(), lazy: Vec::new(), columns: Vec::new(), barring: BTreeSet::new() }
    }

    pub(super) fn row(&mut self, low: i64, high: i64, origin: Origin) -> usize {
        self.rows.push((Row { low, high, lazy: false }, origin));
        self.rows.len() - 1
    }

    pub(super) fn column(&mut self) -> usize {
        self.columns.push([Vec::new(), Vec::new()]);
        self.columns.len() - 1
    }

    pub(super) fn count(&mut self, column: usize, row: usize, amount: i64) {
        self.columns[column][0].push((row, amount));
    }

    /// A lazy row over some columns.
    pub(super) fn lazily(&mut self, high: i64, origin: Origin, entries: impl IntoIterator<Item = (usize, i64)>) {
        let row = self.lazy.len();
        let mut low = 0;
        for (column, amount) in entries {
            low += amount.min(0);
            self.columns[column][1].push((row, amount));
        }
        self.lazy.push((Row { low, high, lazy: true }, origin));
    }

    /// Adds the rows and columns of one form; gives for each column the unit and its section.
    pub(super) fn form(&mut self, besides: &Besides) -> Vec<(usize, usize)> {
        let mut row_of: Vec<Option<usize>> = vec![None; self.limits.lines.len()];
        for (line, bounds) in self.limits.lines.iter().enumerate() {
            if let Some((low, high)) = *bounds {
                // A bar takes columns away and needs a row only where something has to be there all the same.
                if high > 0 || low > 0 {
                    row_of[line] = Some(self.row(low, high, Origin::Line(line)));
                }
            }
        }
        let extra: Vec<usize> =
            besides.sums.iter().map(|(_, (low, high))| self.row(*low, *high, Origin::Form)).collect();
        let mut cells = Vec::new();
        for unit in 0..self.model.pool.units.len() {
            if besides.barred.get(unit).is_some_and(|barred| *barred) {
                continue;
            }
            for section in 0..self.model.sections {
                let own = || {
                    let about = |line: usize| self.model.of_section[line].is_none_or(|of| of == section);
                    self.model.amounts[unit].iter().filter(move |entry| about(entry.0))
                };
                let bars =
                    |&&(line, amount): &&(usize, i64)| self.limits.lines[line].is_some_and(|(_, high)| amount > high);
                if own().any(|entry| bars(&entry)) {
                    self.barring.extend(own().filter(bars).map(|entry| entry.0));
                    continue;
                }
                let mut entries: Vec<(usize, i64)> =
                    own().filter_map(|&(line, amount)| Some((row_of[line]?, amount))).collect();
                let sums = besides.sums.iter().zip(&extra).map(|((amounts, _), &row)| (row, amounts[unit]));
                entries.extend(sums.filter(|(_, amount)| *amount > 0));
                self.columns.push([entries, Vec::new()]);
                cells.push((unit, section));
            }
        }
        cells
    }

    /// Adds what keeps units apart within forms, given the columns of each, which follow one another.
    pub(super) fn groups(&mut self, forms: &[Vec<(usize, usize)>]) {
        let pool = self.model.pool;
        let holds = |sort: Sort| {
            let mut demands = self.model.sorts.iter().zip(&self.limits.demands);
            demands.any(|(other, holds)| *other == sort && *holds)
        };
        let groups =
            [(Sort::Concepts, &pool.concepts, Origin::Concept), (Sort::Excludes, &pool.excludes, Origin::Excludes)];
        let groups: Vec<_> = groups.into_iter().filter(|(sort, ..)| holds(*sort)).collect();
        let mut start = 0;
        for cells in forms {
            let mut columns: Vec<Vec<usize>> = vec![Vec::new(); pool.units.len()];
            for (at, &(unit, _)) in cells.iter().enumerate() {
                columns[unit].push(start + at);
            }
            for (_, groups, origin) in &groups {
                for group in *groups {
                    let members: Vec<usize> = group.iter().flat_map(|&unit| columns[unit].iter().copied()).collect();
                    if members.len() > 1 {
                        self.lazily(1, *origin, members.into_iter().map(|column| (column, 1)));
                    }
                }
            }
            for members in columns.into_iter().filter(|columns| columns.len() > 1) {
                self.lazily(1, Origin::Form, members.into_iter().map(|column| (column, 1)));
            }
            start += cells.len();
        }
    }

    /// The program, and where each of its rows comes from.
    pub(super) fn finish(self) -> (Program, Vec<Origin>) {
        let Self { rows, lazy, columns, .. } = self;
        let busy = rows.len();
        let (rows, origins): (Vec<Row>, Vec<Origin>) = rows.into_iter().chain(lazy).unzip();
        let mut program = Program::new(rows);
        for [entries, lazy] in columns {
            program.push(entries.into_iter().chain(lazy.into_iter().map(|(row, amount)| (busy + row, amount))));
        }
        (program, origins)
    }
}
