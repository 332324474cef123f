//! Several forms in one program: the smallest sum of the keys of all of them. Where forms may share questions or have to be
//! alike in marks, columns that say so cost next to nothing, so that there is one way to set them.

use crate::solver::{self, Answer, Goal, STEPS};
use crate::spec::Overlap;

use super::build::{Besides, Builder, Columns, Origin, Several};
use super::forms::Plan;
use super::model::{Chosen, Limits, Model, Reply};

/// Columns that are searched at once.
const MOST_COLUMNS: usize = 50_000;

/// Cells of units and pairs of forms that are searched at once.
const MOST_PAIRS: usize = 200_000;

impl Plan<'_> {
    /// All forms in one program; units come out with their section and, times the number of sections, their form.
    pub(super) fn jointly(
        &self,
        model: &Model<'_, '_>,
        limits: &Limits,
        seed: &str,
        names: &[String],
        (goal, steps): (Goal, u64),
    ) -> Reply {
        let mut build = Builder::new(model, limits);
        let mut costs: Vec<i64> = Vec::new();
        let mut forms: Vec<Vec<(usize, usize)>> = Vec::new();
        for name in names {
            let cells = build.form(&Besides::default());
            let keys = self.costs(seed, name);
            costs.extend(cells.iter().map(|&(unit, section)| keys[section][unit]));
            forms.push(cells);
        }
        if costs.len() > MOST_COLUMNS {
            return Reply::Undecided;
        }
        build.groups(&forms, &Several::default());
        let mut start = 0;
        let columns: Vec<Columns> = forms
            .iter()
            .map(|cells| {
                let columns = Columns::new(cells, start, self.pool.units.len());
                start += cells.len();
                columns
            })
            .collect();
        if !self.keep_apart(&mut build, &columns, &mut costs) {
            return Reply::Undecided;
        }
        self.keep_level(&mut build, &forms, &mut costs);
        let (program, _) = build.finish();
        match solver::solve(&program, &costs, goal, steps) {
            Answer::Undecided => Reply::Undecided,
            Answer::Impossible(_) => Reply::Impossible(Vec::new()),
            Answer::Found(taken) => {
                let cells: Vec<(usize, usize)> = forms
                    .iter()
                    .enumerate()
                    .flat_map(|(form, cells)| {
                        let sections = self.blueprint.sections.len();
                        cells.iter().map(move |&(unit, section)| (unit, section + form * sections))
                    })
                    .collect();
                Reply::Found(taken.into_iter().filter_map(|column| cells.get(column).copied()).collect())
            }
        }
    }

    /// Whether so many forms ask for more in all than there is, which is soon seen.
    pub(super) fn are_too_many(&self, model: &Model<'_, '_>, limits: &Limits, seed: &str) -> bool {
        let forms = &self.blueprint.forms;
        // An anchor may stand in another section in each form, which their sum does not know.
        if forms.overlap != Overlap::AtMost(0) || model.sections > 1 && !forms.anchors.is_empty() {
            return false;
        }
        let anchors = (0..self.pool.units.len()).map(|unit| self.free_items(unit) == 0).collect();
        let several = Several { number: forms.names.len() as i64, anchors, less: None };
        let besides = Besides { forms: several, ..Besides::default() };
        let costs = self.costs(seed, &forms.names[0]);
        matches!(model.solve(limits, &besides, &costs, (Goal::Any, STEPS / 16)), Reply::Impossible(_))
    }

    /// Rows that keep two forms from sharing more than they may; whether that is not too much to search.
    fn keep_apart(&self, build: &mut Builder<'_, '_, '_>, columns: &[Columns], costs: &mut Vec<i64>) -> bool {
        let Overlap::AtMost(shared) = self.blueprint.forms.overlap else { return true };
        let free: Vec<usize> = (0..self.pool.units.len()).filter(|&unit| self.free_items(unit) > 0).collect();
        if shared == 0 {
            for &unit in &free {
                let all = columns.iter().flat_map(|form| form.of(unit)).map(|column| (column, 1));
                build.lazily(1, Origin::Form, all);
            }
            return true;
        }
        if free.len() * columns.len() * columns.len() / 2 > MOST_PAIRS {
            return false;
        }
        for (second, later) in columns.iter().enumerate() {
            for earlier in &columns[..second] {
                let row = build.row(0, shared as i64, Origin::Form);
                for &unit in &free {
                    let both = build.column();
                    costs.push(1);
                    build.count(both, row, self.free_items(unit));
                    let either = earlier.of(unit).chain(later.of(unit)).map(|column| (column, 1));
                    build.lazily(1, Origin::Form, either.chain([(both, -1)]));
                }
            }
        }
        true
    }

    /// Rows that keep the forms' marks and minutes within their bands: each is a common least sum, written in binary
    /// digits, and at most the band.
    fn keep_level(&self, build: &mut Builder<'_, '_, '_>, forms: &[Vec<(usize, usize)>], costs: &mut Vec<i64>) {
        for (measure, apart) in self.bands() {
            let total: i64 = (0..self.pool.units.len()).map(|unit| self.amount(unit, measure)).sum();
            let digits: Vec<(usize, i64)> = (0..=total.max(1).ilog2())
                .map(|digit| {
                    costs.push(1 << digit);
                    (build.column(), 1 << digit)
                })
                .collect();
            let mut column = 0;
            for cells in forms {
                let row = build.row(0, apart, Origin::Form);
                for &(unit, _) in cells {
                    build.count(column, row, self.amount(unit, measure));
                    column += 1;
                }
                for &(digit, value) in &digits {
                    build.count(digit, row, -value);
                }
            }
        }
    }

    /// The forms of what was chosen jointly.
    pub(super) fn parted(&self, together: Chosen) -> Vec<Chosen> {
        let sections = self.blueprint.sections.len();
        let mut forms = vec![Chosen::new(); self.blueprint.forms.names.len()];
        for (unit, place) in together {
            forms[place / sections].push((unit, place % sections));
        }
        forms
    }
}
