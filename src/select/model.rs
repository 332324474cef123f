//! Demands and questions as a 0-1 program, and back.
//!
//! A column stands for a unit in a section of a form. Demands are rows, one for each form; what few forms ever break is
//! lazy: one question a concept, exclusions, a unit in one section only. (van der Linden 2005, chapters 3 to 5: bounds on
//! attributes, enemy items, item sets, and simultaneous assembly of parallel forms.)

use std::collections::{BTreeSet, HashMap};

use crate::solver::{self, Answer, Goal, Program, Row};
use crate::spec::{Attribute, Bounds};

use super::demand::{Demand, Line, Sort};
use super::pool::{Pool, Unit};

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
        build.groups(std::slice::from_ref(&cells), &besides.forms);
        let bars = std::mem::take(&mut build.bars);
        let (program, rows) = build.finish();
        let column_costs: Vec<i64> = cells.iter().map(|&(unit, section)| costs[section][unit]).collect();
        match solver::solve(&program, &column_costs, goal, solver::STEPS) {
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

/// For each unit what it adds to the lines. Lines are looked up by one attribute, so that most lines cost nothing.
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
    let looked_up: BTreeSet<Attribute> = by_value.keys().map(|(attribute, _)| *attribute).collect();
    let mut own: Vec<(usize, i64)> = Vec::new();
    let of_unit = |unit: &Unit<'_>| {
        let mut sums: Vec<(usize, i64)> = Vec::with_capacity(8);
        for item in &unit.items {
            let mut add = |line: usize| {
                if lines[line].filter.fits(item) {
                    own.push((line, lines[line].measure.of(item)));
                }
            };
            for_all.iter().for_each(|&line| add(line));
            for &attribute in &looked_up {
                attribute.any(item, |value| {
                    by_value.get(&(attribute, value)).into_iter().flatten().for_each(|&line| add(line));
                    false
                });
            }
            // A question that has two tags of a line adds to it once.
            own.sort_unstable();
            own.dedup();
            sums.append(&mut own);
        }
        sums.sort_unstable_by_key(|sum| sum.0);
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

/// A program in the making.
pub(super) struct Builder<'m, 'a, 'p> {
    model: &'m Model<'a, 'p>,
    limits: &'m Limits,
    rows: Vec<(Row, Origin)>,
    lazy: Vec<(Row, Origin)>,
    /// Lines that leave no room for some unit, which is no column then.
    bars: BTreeSet<usize>,
    columns: usize,
    /// What columns add to rows and to lazy rows: column, row, amount; for each column by ascending row.
    entries: [Vec<(usize, usize, i64)>; 2],
}

impl<'m, 'a, 'p> Builder<'m, 'a, 'p> {
    pub(super) fn new(model: &'m Model<'a, 'p>, limits: &'m Limits) -> Self {
        let (rows, lazy) = (Vec::new(), Vec::new());
        Self { model, limits, rows, lazy, bars: BTreeSet::new(), columns: 0, entries: [Vec::new(), Vec::new()] }
    }

    pub(super) fn row(&mut self, low: i64, high: i64, origin: Origin) -> usize {
        self.rows.push((Row { low, high, lazy: false }, origin));
        self.rows.len() - 1
    }

    pub(super) fn column(&mut self) -> usize {
        self.columns += 1;
        self.columns - 1
    }

    pub(super) fn count(&mut self, column: usize, row: usize, amount: i64) {
        self.entries[0].push((column, row, amount));
    }

    /// A lazy row over some columns.
    pub(super) fn lazily(&mut self, high: i64, origin: Origin, entries: impl IntoIterator<Item = (usize, i64)>) {
        let row = self.lazy.len();
        let mut low = 0;
        for (column, amount) in entries {
            low += amount.min(0);
            self.entries[1].push((column, row, amount));
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
                    let about = |line: usize| self.model.of_section[line].is_none_or(|of| of == section);
                    self.model.amounts[unit].iter().filter(move |entry| about(entry.0))
                };
                let bars =
                    |&&(line, amount): &&(usize, i64)| self.limits.lines[line].is_some_and(|(_, high)| amount > high);
                if own().any(|entry| bars(&entry)) {
                    self.bars.extend(own().filter(bars).map(|entry| entry.0));
                    continue;
                }
                let column = self.columns;
                let amounts = own().filter_map(|&(line, amount)| Some((row_of[line]?, amount * several.times(unit))));
                let sums = besides.sums.iter().zip(&extra).map(|((amounts, _), &row)| (row, amounts[unit]));
                let entries = amounts.chain(sums.filter(|(_, amount)| *amount > 0));
                self.entries[0].extend(entries.map(|(row, amount)| (column, row, amount)));
                self.columns += 1;
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

    /// The program, and where each of its rows comes from.
    pub(super) fn finish(self) -> (Program, Vec<Origin>) {
        let busy = self.rows.len();
        let (rows, origins): (Vec<Row>, Vec<Origin>) = self.rows.into_iter().chain(self.lazy).unzip();
        let mut program = Program::new(rows);
        let [entries, lazy] = self.entries.map(|entries| ByColumn::new(&entries, self.columns));
        for column in 0..self.columns {
            let lazy = lazy.of(column).iter().map(|&(row, amount)| (busy + row, amount));
            program.push(entries.of(column).iter().copied().chain(lazy));
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
