//! The linear relaxation of some columns and those rows that matter.

use super::bound::Multipliers;
use super::program::Program;
use super::simplex::{End, Simplex};

/// Costs are divided by this, so that the numbers of the simplex are of one size.
const COST_UNIT: f64 = (1_u64 << 48) as f64;

/// Certificates that nothing is possible are rounded to this many steps.
const RAY_STEPS: f64 = (1_u64 << 30) as f64;

/// How a relaxation ended.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// The optimum and its multipliers.
    Optimal(Multipliers),
    /// Multipliers that show a cost above the limit.
    AboveLimit(Multipliers),
    /// Multipliers that show that nothing is possible.
    Infeasible(Multipliers),
    /// Rounding got in the way.
    Stuck,
}

/// Columns and rows of a program in a simplex.
#[derive(Debug, Clone)]
pub(super) struct Relaxation<'a> {
    program: &'a Program,
    costs: &'a [i64],
    simplex: Simplex,
    /// The program's columns.
    pub(super) columns: Vec<usize>,
    /// The program's rows.
    rows: Vec<usize>,
    /// The row of the simplex for each of the program's.
    places: Vec<Option<usize>>,
}

impl<'a> Relaxation<'a> {
    /// The rows of a program that are not lazy, and no column.
    pub(super) fn new(program: &'a Program, costs: &'a [i64]) -> Self {
        let places = vec![None; program.rows.len()];
        let mut relaxation =
            Self { program, costs, simplex: Simplex::default(), columns: Vec::new(), rows: Vec::new(), places };
        for row in (0..program.rows.len()).filter(|&row| !program.rows[row].lazy) {
            relaxation.add_row(row);
        }
        relaxation
    }

    /// Adds a column of the program.
    pub(super) fn add_column(&mut self, column: usize) {
        let entries = self.program.column(column);
        let entries = entries.filter_map(|(row, number)| Some((self.places[row]?, number as f64))).collect();
        self.simplex.add_column(self.costs[column] as f64 / COST_UNIT, entries);
        self.columns.push(column);
    }

    fn add_row(&mut self, row: usize) {
        self.places[row] = Some(self.rows.len());
        self.rows.push(row);
        let number = |column: usize| self.program.column(column).find(|entry| entry.0 == row).map(|entry| entry.1);
        let entries: Vec<(usize, i64)> =
            self.columns.iter().enumerate().filter_map(|(at, &column)| Some((at, number(column)?))).collect();
        let bounds = self.program.rows[row];
        self.simplex.add_row(bounds.low, bounds.high, &entries);
    }

    /// Adds the lazy rows that the present values break; whether there was any.
    pub(super) fn add_broken_rows(&mut self) -> bool {
        let mut sums: std::collections::BTreeMap<usize, f64> = std::collections::BTreeMap::new();
        for (at, &column) in self.columns.iter().enumerate() {
            let value = self.simplex.value(at);
            if value > 1e-7 {
                for (row, number) in self.program.column(column).filter(|entry| self.places[entry.0].is_none()) {
                    *sums.entry(row).or_default() += number as f64 * value;
                }
            }
        }
        let bounds = |row: usize| self.program.rows[row];
        let broken: Vec<usize> = sums
            .into_iter()
            .filter(|&(row, sum)| sum > bounds(row).high as f64 + 1e-6 || sum < bounds(row).low as f64 - 1e-6)
            .map(|(row, _)| row)
            .collect();
        for &row in &broken {
            self.add_row(row);
        }
        !broken.is_empty()
    }

    /// Lets a column be taken or not, or decides it.
    pub(super) fn bound(&mut self, at: usize, low: bool, high: bool) {
        self.simplex.bound(at, f64::from(u8::from(low)), f64::from(u8::from(high)));
    }

    /// How much work was done since this was last asked.
    pub(super) fn take_work(&mut self) -> u64 {
        self.simplex.take_work()
    }

    /// How much of a column is taken.
    pub(super) fn value(&self, at: usize) -> f64 {
        self.simplex.value(at)
    }

    /// How much deciding a column against and for it costs at least, if the relaxation takes a part of it.
    pub(super) fn penalties(&self, at: usize) -> Option<[f64; 2]> {
        self.simplex.penalties(at)
    }

    /// Solves, or stops once the cost is known to be above `limit`.
    pub(super) fn solve(&mut self, limit: Option<i128>) -> Outcome {
        let limit = limit.map_or(f64::INFINITY, |limit| limit as f64 / COST_UNIT + 1e-9);
        match self.simplex.solve(limit) {
            End::Optimal => Outcome::Optimal(self.multipliers(&self.simplex.multipliers(), COST_UNIT)),
            End::AboveLimit => Outcome::AboveLimit(self.multipliers(&self.simplex.multipliers(), COST_UNIT)),
            End::Infeasible(ray) => {
                let largest = ray.iter().fold(0.0_f64, |most, number| most.max(number.abs()));
                Outcome::Infeasible(self.multipliers(&ray, RAY_STEPS / largest))
            }
            End::Stuck => Outcome::Stuck,
        }
    }

    fn multipliers(&self, of_rows: &[f64], scale: f64) -> Multipliers {
        Multipliers::rounded(self.program, self.rows.iter().copied().zip(of_rows.iter().copied()), scale)
    }
}
