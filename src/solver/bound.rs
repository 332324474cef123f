//! Bounds that hold for certain, in whole numbers.
//!
//! For any multipliers `π` of the rows, every choice `x` that keeps the rows costs at least
//! `Σ_r min(π_r·low_r, π_r·high_r) + Σ_j min over x_j of (c_j − Σ_r π_r a_rj) x_j`
//! (Lagrangean relaxation: Geoffrion 1974). With all costs zero, a bound above zero says that no choice keeps the rows
//! (Farkas 1902). Any rounding of `π` is as valid as `π` itself.

use super::program::Program;

/// One multiplier for each row of the program.
#[derive(Debug, Clone)]
pub(super) struct Multipliers {
    of: Vec<i64>,
}

impl Multipliers {
    /// Multipliers of zero: they promise no more than the costs do.
    pub(super) fn none(program: &Program) -> Self {
        Self { of: vec![0; program.rows.len()] }
    }

    /// Multipliers of some rows, times `scale` and rounded.
    pub(super) fn rounded(program: &Program, multipliers: impl Iterator<Item = (usize, f64)>, scale: f64) -> Self {
        let mut rounded = Self::none(program);
        for (row, multiplier) in multipliers {
            // A number too large, or none at all, becomes the nearest there is, or zero.
            rounded.of[row] = (multiplier * scale).round() as i64;
        }
        rounded
    }

    /// The rows whose multiplier is not zero.
    pub(super) fn rows(&self) -> Vec<usize> {
        (0..self.of.len()).filter(|&row| self.of[row] != 0).collect()
    }

    /// What the rows add to the bound.
    pub(super) fn of_rows(&self, program: &Program) -> i128 {
        let part = |(&multiplier, row): (&i64, &super::Row)| {
            i128::from(multiplier) * i128::from(if multiplier > 0 { row.low } else { row.high })
        };
        self.of.iter().zip(&program.rows).map(part).sum()
    }

    /// What taking a column adds to the bound.
    pub(super) fn reduced_cost(&self, program: &Program, column: usize, cost: i64) -> i128 {
        let sum: i128 = program.column(column).map(|(row, number)| i128::from(self.of[row]) * i128::from(number)).sum();
        i128::from(cost) - sum
    }
}
