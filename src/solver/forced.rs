//! Columns that there is no choice about, before anything is solved: a row that wants as much as all its columns add up to
//! takes all that add to it, and none that takes away from it, and leaves the program with them.

use super::Answer;
use super::program::{Program, Row};

/// A program without its forced columns and the rows that force them.
pub(super) struct Rest {
    pub(super) program: Program,
    /// The columns of the whole program that it has.
    pub(super) columns: Vec<usize>,
    /// The rows of the whole program that it has.
    rows: Vec<usize>,
    /// The columns that have to be taken.
    forced: Vec<usize>,
    /// The rows that force them.
    forcing: Vec<usize>,
}

impl Rest {
    /// What is left of a program, if columns are forced and no other row is broken by them.
    pub(super) fn of(program: &Program) -> Option<Self> {
        let mut most = vec![0; program.rows.len()];
        for (row, number) in (0..program.columns()).flat_map(|column| program.column(column)) {
            most[row] += number.max(0);
        }
        let wants_all = |row: &usize| program.rows[*row].low > 0 && program.rows[*row].low == most[*row];
        let (forcing, rows): (Vec<usize>, Vec<usize>) = (0..program.rows.len()).partition(wants_all);
        let is_forced = |row: usize| forcing.binary_search(&row).is_ok();
        let (touched, columns): (Vec<usize>, Vec<usize>) =
            (0..program.columns()).partition(|&column| program.column(column).any(|(row, _)| is_forced(row)));
        // A number below zero would take away from the sum of a row that wants all.
        let only_adds = |column: &usize| program.column(*column).all(|(row, number)| number > 0 || !is_forced(row));
        let forced: Vec<usize> = touched.into_iter().filter(only_adds).collect();
        let taken = program.sums(&forced);
        let left = |&row: &usize| {
            let Row { low, high, lazy } = program.rows[row];
            Row { low: low - taken[row], high: high - taken[row], lazy }
        };
        let left: Vec<Row> = rows.iter().map(left).collect();
        if forced.is_empty() || left.iter().any(|row| row.high < 0 || row.lazy && row.low > 0) {
            return None;
        }
        let mut rest = Program::new(left);
        for &column in &columns {
            rest.push(
                program.column(column).filter_map(|(row, number)| Some((rows.binary_search(&row).ok()?, number))),
            );
        }
        Some(Self { program: rest, columns, rows, forced, forcing })
    }

    /// The answer for the whole program.
    pub(super) fn whole(&self, answer: Answer) -> Answer {
        let together = |some: Vec<usize>, of: &[usize], more: &[usize]| {
            let mut all: Vec<usize> = some.into_iter().map(|at| of[at]).chain(more.iter().copied()).collect();
            all.sort_unstable();
            all
        };
        match answer {
            Answer::Found(columns) => Answer::Found(together(columns, &self.columns, &self.forced)),
            Answer::Impossible(rows) => Answer::Impossible(together(rows, &self.rows, &self.forcing)),
            Answer::Undecided => Answer::Undecided,
        }
    }
}
