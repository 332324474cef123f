//! A dual simplex for the linear relaxation, in floating point.
//!
//! Row `r` reads `Σ a x − y_r = 0`, its sum `y_r` a variable with the row's bounds. Every variable has two bounds, so every
//! basis is dual feasible once each variable outside it stands at the bound that its reduced cost asks for. Any change, a
//! fixed column, a new column, a new row, leaves the basis usable. The leaving variable is chosen by dual steepest edge
//! (Forrest and Goldfarb 1992) with exact norms, the entering one by a ratio test that passes over variables which flip
//! from bound to bound (Maros 2003).

use super::inverse::inverted;

const TOLERANCE: f64 = 1e-9;
const SMALLEST_PIVOT: f64 = 1e-7;
const PIVOTS_BETWEEN_INVERSIONS: usize = 60;

/// How a linear program ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum End {
    /// The optimum is reached.
    Optimal,
    /// No values keep the rows: multipliers of the rows show it.
    Infeasible(Vec<f64>),
    /// The optimum is above the limit.
    AboveLimit,
    /// Rounding got in the way.
    Stuck,
}

/// A variable: a column, or the sum of a row.
#[derive(Debug, Clone)]
struct Variable {
    entries: Vec<(usize, f64)>,
    cost: f64,
    low: f64,
    high: f64,
    /// Its row in the basis.
    basic: Option<usize>,
    at_high: bool,
    reduced_cost: f64,
}

/// The linear program with its basis.
#[derive(Debug, Clone, Default)]
pub(super) struct Simplex {
    variables: Vec<Variable>,
    columns: Vec<usize>,
    sums: Vec<usize>,
    /// The variable of each row of the basis.
    basis: Vec<usize>,
    /// The inverse of the basis, row by row.
    inverse: Vec<f64>,
    /// The values of the basic variables.
    values: Vec<f64>,
    /// The numbers of the row that is being left, zero for basic variables.
    pivot_row: Vec<f64>,
    pivots: usize,
    /// Numbers touched since that was last asked.
    work: u64,
}

impl Simplex {
    /// Number of rows.
    fn size(&self) -> usize {
        self.sums.len()
    }

    /// Adds a row with these bounds and the numbers of the columns there are.
    pub(super) fn add_row(&mut self, low: i64, high: i64, entries: &[(usize, i64)]) {
        let row = self.size();
        for &(column, number) in entries {
            self.variables[self.columns[column]].entries.push((row, number as f64));
        }
        self.sums.push(self.variables.len());
        self.basis.push(self.variables.len());
        self.variables.push(Variable {
            entries: vec![(row, -1.0)],
            cost: 0.0,
            low: low as f64,
            high: high as f64,
            basic: Some(row),
            at_high: false,
            reduced_cost: 0.0,
        });
        self.pivots = PIVOTS_BETWEEN_INVERSIONS;
    }

    /// Adds a column that may be taken or not.
    pub(super) fn add_column(&mut self, cost: f64, entries: Vec<(usize, f64)>) {
        self.columns.push(self.variables.len());
        let reduced_cost = 0.0;
        self.variables.push(Variable { entries, cost, low: 0.0, high: 1.0, basic: None, at_high: false, reduced_cost });
    }

    /// Sets the bounds of a column.
    pub(super) fn bound(&mut self, column: usize, low: f64, high: f64) {
        let variable = &mut self.variables[self.columns[column]];
        (variable.low, variable.high) = (low, high);
    }

    /// How many numbers were touched, about, since this was last asked.
    pub(super) fn take_work(&mut self) -> u64 {
        std::mem::take(&mut self.work)
    }

    /// The value of a column.
    pub(super) fn value(&self, column: usize) -> f64 {
        self.value_of(self.columns[column])
    }

    fn value_of(&self, variable: usize) -> f64 {
        let variable = &self.variables[variable];
        match variable.basic {
            Some(row) => self.values[row],
            None if variable.at_high => variable.high,
            None => variable.low,
        }
    }

    /// How much the cost rises at least when a basic column falls to 0 and when it rises to 1 (Driebeek 1966); nothing for
    /// a column that is whole.
    pub(super) fn penalties(&self, column: usize) -> Option<[f64; 2]> {
        let row = self.variables[self.columns[column]].basic?;
        let value = self.values[row];
        if (value - value.round()).abs() < 1e-6 {
            return None;
        }
        let multipliers = self.inverse_row(row);
        let mut rates = [f64::INFINITY; 2];
        for variable in
            self.variables.iter().filter(|variable| variable.basic.is_none() && variable.high > variable.low)
        {
            let pivot = dot(&variable.entries, multipliers);
            if pivot.abs() > TOLERANCE {
                let rate = &mut rates[usize::from((pivot < 0.0) != variable.at_high)];
                *rate = rate.min(variable.reduced_cost.abs() / pivot.abs());
            }
        }
        Some([rates[0] * value, rates[1] * (1.0 - value)])
    }

    /// The multiplier of each row: what one more of its sum would cost.
    pub(super) fn multipliers(&self) -> Vec<f64> {
        self.sums.iter().map(|&sum| self.variables[sum].reduced_cost).collect()
    }

    /// Solves, or stops once the optimum is known to be above `limit`.
    pub(super) fn solve(&mut self, limit: f64) -> End {
        for pivot in 0..100 * (self.size() + 20) {
            if self.pivots >= PIVOTS_BETWEEN_INVERSIONS {
                self.invert();
                self.start();
            } else if pivot == 0 {
                self.start();
            }
            let Some((row, missing)) = self.leaving_row() else {
                return End::Optimal;
            };
            if self.dual_objective() > limit {
                return End::AboveLimit;
            }
            let multipliers: Vec<f64> = self.inverse_row(row).to_vec();
            let Some(entering) = self.entering(&multipliers, missing) else {
                let sign = if missing > 0.0 { -1.0 } else { 1.0 };
                return End::Infeasible(multipliers.iter().map(|number| number * sign).collect());
            };
            let Entering { variable, pivot, flips } = entering;
            if pivot.abs() < SMALLEST_PIVOT {
                if self.pivots == 0 {
                    return End::Stuck;
                }
                self.invert();
                self.start();
                continue;
            }
            self.flip(&flips);
            self.pivot(row, variable, missing > 0.0, &multipliers);
        }
        End::Stuck
    }

    /// Reduced costs, bounds that they ask for, and values, from the basis.
    fn start(&mut self) {
        let size = self.size();
        self.work += (6 * self.variables.len() + size * size) as u64;
        let mut multipliers = vec![0.0; size];
        for (row, &variable) in self.basis.iter().enumerate() {
            let cost = self.variables[variable].cost;
            if cost != 0.0 {
                for (multiplier, number) in multipliers.iter_mut().zip(&self.inverse[row * size..(row + 1) * size]) {
                    *multiplier += cost * number;
                }
            }
        }
        let mut load = vec![0.0; size];
        for variable in &mut self.variables {
            if variable.basic.is_some() {
                variable.reduced_cost = 0.0;
                continue;
            }
            variable.reduced_cost = variable.cost - dot(&variable.entries, &multipliers);
            variable.at_high = variable.reduced_cost < 0.0;
            let value = if variable.at_high { variable.high } else { variable.low };
            if value != 0.0 {
                for &(row, number) in &variable.entries {
                    load[row] += number * value;
                }
            }
        }
        self.values = (0..size)
            .map(|row| -self.inverse_row(row).iter().zip(&load).map(|(number, load)| number * load).sum::<f64>())
            .collect();
    }

    fn inverse_row(&self, row: usize) -> &[f64] {
        &self.inverse[row * self.size()..(row + 1) * self.size()]
    }

    /// The basic variable furthest outside its bounds, and how far it has to rise (or, if negative, fall).
    fn leaving_row(&self) -> Option<(usize, f64)> {
        let mut best: Option<(f64, usize, f64)> = None;
        for (row, (&variable, &value)) in self.basis.iter().zip(&self.values).enumerate() {
            let Variable { low, high, .. } = self.variables[variable];
            let missing = if value < low - TOLERANCE * (1.0 + low.abs()) {
                low - value
            } else if value > high + TOLERANCE * (1.0 + high.abs()) {
                high - value
            } else {
                continue;
            };
            let norm: f64 = self.inverse_row(row).iter().map(|number| number * number).sum();
            let merit = missing * missing / norm;
            if best.is_none_or(|(most, ..)| merit > most) {
                best = Some((merit, row, missing));
            }
        }
        best.map(|(_, row, missing)| (row, missing))
    }

    fn dual_objective(&self) -> f64 {
        let at_bound = |variable: &Variable| if variable.at_high { variable.high } else { variable.low };
        let nonbasic = self.variables.iter().filter(|variable| variable.basic.is_none());
        nonbasic.map(|variable| variable.reduced_cost * at_bound(variable)).sum()
    }

    /// The variable that takes the leaving one's place, or nothing if none can.
    fn entering(&mut self, multipliers: &[f64], missing: f64) -> Option<Entering> {
        let mut candidates: Vec<(f64, usize)> = Vec::new();
        self.pivot_row.clear();
        for (at, variable) in self.variables.iter().enumerate() {
            let pivot = if variable.basic.is_some() { 0.0 } else { dot(&variable.entries, multipliers) };
            self.pivot_row.push(pivot);
            let helps = (pivot < 0.0) == (variable.at_high == (missing < 0.0));
            if helps && pivot.abs() >= TOLERANCE && variable.high > variable.low {
                candidates.push((variable.reduced_cost.abs() / pivot.abs(), at));
            }
        }
        let mut slope = missing.abs();
        let mut flips = Vec::new();
        loop {
            let cheapest = (0..candidates.len()).min_by(|&a, &b| candidates[a].0.total_cmp(&candidates[b].0))?;
            let (_, at) = candidates.swap_remove(cheapest);
            let variable = &self.variables[at];
            let pivot = self.pivot_row[at];
            slope -= pivot.abs() * (variable.high - variable.low);
            if slope <= TOLERANCE * (1.0 + missing.abs()) {
                return Some(Entering { variable: at, pivot, flips });
            }
            flips.push(at);
        }
    }

    /// Moves variables to their other bounds.
    fn flip(&mut self, flips: &[usize]) {
        if flips.is_empty() {
            return;
        }
        let size = self.size();
        let mut load = vec![0.0; size];
        for &at in flips {
            let variable = &mut self.variables[at];
            let change = if variable.at_high { variable.low - variable.high } else { variable.high - variable.low };
            variable.at_high = !variable.at_high;
            for &(row, number) in &variable.entries {
                load[row] += number * change;
            }
        }
        for row in 0..size {
            let change: f64 = self.inverse_row(row).iter().zip(&load).map(|(number, load)| number * load).sum();
            self.values[row] -= change;
        }
    }

    /// Lets `entering` take the place of the variable of `row`, which goes to its low or high bound.
    fn pivot(&mut self, row: usize, entering: usize, to_low: bool, multipliers: &[f64]) {
        let size = self.size();
        let column: Vec<f64> =
            (0..size).map(|at| dot(&self.variables[entering].entries, self.inverse_row(at))).collect();
        let leaving = self.basis[row];
        let bound = if to_low { self.variables[leaving].low } else { self.variables[leaving].high };
        let step = (self.values[row] - bound) / column[row];
        let rate = self.variables[entering].reduced_cost / column[row];
        for (variable, number) in self.variables.iter_mut().zip(&self.pivot_row) {
            variable.reduced_cost -= rate * number;
        }
        let entering_value = self.value_of(entering) + step;
        for (value, number) in self.values.iter_mut().zip(&column) {
            *value -= step * number;
        }
        self.values[row] = entering_value;
        let out = &mut self.variables[leaving];
        (out.basic, out.at_high, out.reduced_cost) = (None, !to_low, -rate);
        let into = &mut self.variables[entering];
        (into.basic, into.reduced_cost) = (Some(row), 0.0);
        self.basis[row] = entering;

        let pivot_row: Vec<f64> = multipliers.iter().map(|number| number / column[row]).collect();
        for (at, &factor) in column.iter().enumerate() {
            let target = &mut self.inverse[at * size..(at + 1) * size];
            if at == row {
                target.copy_from_slice(&pivot_row);
            } else if factor != 0.0 {
                for (number, pivot) in target.iter_mut().zip(&pivot_row) {
                    *number -= factor * pivot;
                }
            }
        }
        self.pivots += 1;
        self.work += (6 * self.variables.len() + size * size) as u64;
    }

    /// Inverts the basis anew (Gauss and Jordan, largest pivots); a basis without inverse gives way to the rows' sums.
    fn invert(&mut self) {
        let size = self.size();
        self.pivots = 0;
        self.work += (size * size * size / 4) as u64;
        let mut matrix = vec![0.0; size * size];
        for (at, &variable) in self.basis.iter().enumerate() {
            for &(row, number) in &self.variables[variable].entries {
                matrix[row * size + at] = number;
            }
        }
        if let Some(inverse) = inverted(matrix, size) {
            self.inverse = inverse;
            return;
        }
        for variable in &mut self.variables {
            variable.basic = None;
        }
        self.basis.clone_from(&self.sums);
        self.inverse = vec![0.0; size * size];
        for (row, &sum) in self.sums.iter().enumerate() {
            self.variables[sum].basic = Some(row);
            self.inverse[row * size + row] = -1.0;
        }
    }
}

/// The variable that comes into the basis, its number in the pivot row, and the variables that change bounds before.
struct Entering {
    variable: usize,
    pivot: f64,
    flips: Vec<usize>,
}

fn dot(entries: &[(usize, f64)], numbers: &[f64]) -> f64 {
    entries.iter().map(|&(row, number)| number * numbers[row]).sum()
}
