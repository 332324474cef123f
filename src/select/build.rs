//! The 0-1 program of a model, written row by row and column by column.
//!
//! A column stands for a unit in a section of a form. Demands are rows, one for each form; what few forms ever break is
//! lazy: one question a concept, exclusions, a unit in one section only.

use std::collections::BTreeSet;

use crate::solver::{Program, Row};

use super::demand::Sort;
use super::model::{Limits, Model};

/// What holds for a form besides the demands.
#[derive(Debug, Clone, Default)]
pub(super) struct Besides {
    /// More than one asks for the sum of several forms, in which a unit is once.
    pub(super) forms: Several,
    /// Units that may not be in it.
    pub(super) barred: Vec<bool>,
    /// Sums that it has to keep besides: what each unit adds, and the bounds.
    pub(super) sums: Vec<(Vec<i64>, (i64, i64))>,
}

/// Several forms taken as one: every bound is so many times as large.
#[derive(Debug, Clone)]
pub(super) struct Several {
    /// How many.
    pub(super) number: i64,
    /// Units that are in each of them, and count as often; empty for none.
    pub(super) anchors: Vec<bool>,
    /// A line of which so much less is wanted of all of them together.
    pub(super) less: Option<(usize, i64)>,
}

impl Default for Several {
    fn default() -> Self {
        Self { number: 1, anchors: Vec::new(), less: None }
    }
}

impl Several {
    /// The bounds of a line for all of them.
    fn bounds(&self, line: usize, (low, high): (i64, i64)) -> (i64, i64) {
        let less = self.less.filter(|less| less.0 == line).map_or(0, |(_, less)| less);
        (low * self.number - less, high * self.number)
    }

    /// How often a unit counts.
    fn times(&self, unit: usize) -> i64 {
        if self.anchors.get(unit).is_some_and(|anchor| *anchor) { self.number } else { 1 }
    }
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

/// Column, row, amount.
type Entry = (usize, usize, i64);

/// A program in the making.
pub(super) struct Builder<'m, 'a, 'p> {
    model: &'m Model<'a, 'p>,
    limits: &'m Limits,
    rows: Vec<(Row, Origin)>,
    lazy: Vec<(Row, Origin)>,
    /// Lines that leave no room for some unit, which is no column then.
    pub(super) bars: BTreeSet<usize>,
    /// What each column adds to rows, one column after another, and where each ends.
    entries: Vec<(usize, i64)>,
    ends: Vec<usize>,
    /// What columns add to rows that came after them, and to lazy rows.
    late: [Vec<Entry>; 2],
}

impl<'m, 'a, 'p> Builder<'m, 'a, 'p> {
    pub(super) fn new(model: &'m Model<'a, 'p>, limits: &'m Limits) -> Self {
        let (rows, lazy) = (Vec::new(), Vec::new());
        let (entries, ends, late) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new()]);
        Self { model, limits, rows, lazy, bars: BTreeSet::new(), entries, ends, late }
    }

    pub(super) fn row(&mut self, low: i64, high: i64, origin: Origin) -> usize {
        self.rows.push((Row { low, high, lazy: false }, origin));
        self.rows.len() - 1
    }

    pub(super) fn column(&mut self) -> usize {
        self.ends.push(self.entries.len());
        self.ends.len() - 1
    }

    pub(super) fn count(&mut self, column: usize, row: usize, amount: i64) {
        self.late[0].push((column, row, amount));
    }

    /// A lazy row over some columns.
    pub(super) fn lazily(&mut self, high: i64, origin: Origin, entries: impl IntoIterator<Item = (usize, i64)>) {
        let row = self.lazy.len();
        let mut low = 0;
        for (column, amount) in entries {
            low += amount.min(0);
            self.late[1].push((column, row, amount));
        }
        self.lazy.push((Row { low, high, lazy: true }, origin));
    }

    /// Adds the rows and columns of one form; gives for each column the unit and its section.
    pub(super) fn form(&mut self, besides: &Besides) -> Vec<(usize, usize)> {
        let several = &besides.forms;
        let mut row_of: Vec<Option<usize>> = vec![None; self.limits.lines.len()];
        for (line, bounds) in self.limits.lines.iter().enumerate() {
            // A bar takes columns away and needs a row only where something has to be there all the same.
            if let Some(bounds) = bounds.filter(|(low, high)| *low > 0 || *high > 0) {
                let (low, high) = several.bounds(line, bounds);
                row_of[line] = Some(self.row(low, high, Origin::Line(line)));
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
                    let about = |line: usize| self.model.section(line).is_none_or(|of| of == section);
                    self.model.amounts(unit).iter().filter(move |entry| about(entry.0))
                };
                let bars =
                    |&&(line, amount): &&(usize, i64)| self.limits.lines[line].is_some_and(|(_, high)| amount > high);
                if own().any(|entry| bars(&entry)) {
                    self.bars.extend(own().filter(bars).map(|entry| entry.0));
                    continue;
                }
                let amounts = own().filter_map(|&(line, amount)| Some((row_of[line]?, amount * several.times(unit))));
                let sums = besides.sums.iter().zip(&extra).map(|((amounts, _), &row)| (row, amounts[unit]));
                self.entries.extend(amounts.chain(sums).filter(|(_, amount)| *amount > 0));
                self.ends.push(self.entries.len());
                cells.push((unit, section));
            }
        }
        cells
    }

    /// Adds what keeps units apart within forms, given the columns of each, which follow one another.
    pub(super) fn groups(&mut self, forms: &[Vec<(usize, usize)>], several: &Several) {
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
            let columns = Columns::new(cells, start, pool.units.len());
            for (_, groups, origin) in &groups {
                for group in *groups {
                    let members = group
                        .iter()
                        .flat_map(|&unit| columns.of(unit).map(move |column| (column, several.times(unit))));
                    if members.clone().nth(1).is_some() {
                        self.lazily(several.number, *origin, members);
                    }
                }
            }
            for unit in (0..pool.units.len()).filter(|&unit| columns.of(unit).len() > 1) {
                self.lazily(1, Origin::Form, columns.of(unit).map(|column| (column, 1)));
            }
            start += cells.len();
        }
    }

    /// Lets no row end above what its columns add up to, so that numbers stay small.
    fn lower_ends(&mut self) {
        let mut most = vec![0; self.rows.len()];
        let late = self.late[0].iter().map(|&(_, row, amount)| (row, amount));
        for (row, amount) in self.entries.iter().copied().chain(late) {
            most[row] += amount.max(0);
        }
        for ((row, _), most) in self.rows.iter_mut().zip(most) {
            row.high = row.high.min(most);
        }
    }

    /// The program, and where each of its rows comes from.
    pub(super) fn finish(mut self) -> (Program, Vec<Origin>) {
        self.lower_ends();
        let busy = self.rows.len();
        let (rows, origins): (Vec<Row>, Vec<Origin>) = self.rows.into_iter().chain(self.lazy).unzip();
        let mut program = Program::new(rows);
        let [late, lazy] = self.late.map(|entries| ByColumn::new(&entries, self.ends.len()));
        let mut start = 0;
        for (column, &end) in self.ends.iter().enumerate() {
            let entries = self.entries[start..end].iter().chain(late.of(column)).copied();
            program.push(entries.chain(lazy.of(column).iter().map(|&(row, amount)| (busy + row, amount))));
            start = end;
        }
        (program, origins)
    }
}

/// Entries sorted by column.
struct ByColumn {
    ends: Vec<usize>,
    entries: Vec<(usize, i64)>,
}

impl ByColumn {
    /// Those of the same column stay in order.
    fn new(entries: &[(usize, usize, i64)], columns: usize) -> Self {
        let mut ends = vec![0; columns + 1];
        for &(column, ..) in entries {
            ends[column + 1] += 1;
        }
        for column in 0..columns {
            ends[column + 1] += ends[column];
        }
        let mut sorted = vec![(0, 0); entries.len()];
        for &(column, row, amount) in entries {
            sorted[ends[column]] = (row, amount);
            ends[column] += 1;
        }
        Self { ends, entries: sorted }
    }

    fn of(&self, column: usize) -> &[(usize, i64)] {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.entries[start..self.ends[column]]
    }
}

/// The columns of each unit within a form, whose cells are in the order of units.
pub(super) struct Columns {
    starts: Vec<usize>,
}

impl Columns {
    /// Of cells whose first column is `start`.
    pub(super) fn new(cells: &[(usize, usize)], start: usize, units: usize) -> Self {
        let mut starts = vec![0; units + 1];
        for &(unit, _) in cells {
            starts[unit + 1] += 1;
        }
        let mut next = start;
        for place in &mut starts {
            next += *place;
            *place = next;
        }
        Self { starts }
    }

    /// The columns of a unit, one for each section it may be in.
    pub(super) fn of(&self, unit: usize) -> std::ops::Range<usize> {
        self.starts[unit]..self.starts[unit + 1]
    }
}
