//! Bounds that whole numbers cannot meet: parity, and its kin for other divisors.
//!
//! The sums of the rows over any columns lie in the lattice that the columns span. Where rows have one sum only, the sums of
//! every other row are a remainder plus multiples of a divisor, found by integer elimination (Hermite normal form:
//! Schrijver 1986, chapter 4), so its bounds move inwards to the nearest such sums. A row left with one sum joins the others.
//! Lazy rows, of which there are many, take no part.

use std::collections::BTreeSet;

use super::program::Program;

/// The program with bounds that its lattice allows, or `None` if it allows no sum for some row.
pub(super) fn tighten(program: &Program) -> Option<Program> {
    let mut program = program.clone();
    let rows = program.rows.iter().position(|row| row.lazy).unwrap_or(program.rows.len());
    loop {
        let exact: Vec<usize> = (0..rows).filter(|&row| program.rows[row].low == program.rows[row].high).collect();
        let Some(lattice) = Lattice::of(&program, &exact, rows) else {
            return Some(program);
        };
        let mut changed = false;
        let remainders = match lattice.remainders(&program) {
            Remainders::Of(remainders) => remainders,
            Remainders::TooLarge => return Some(program),
            Remainders::Impossible => return None,
        };
        for (row, (remainder, divisor)) in remainders.into_iter().enumerate() {
            let bounds = &mut program.rows[row];
            if bounds.low == bounds.high || divisor == 1 {
                continue;
            }
            let (low, high) = if divisor == 0 {
                (remainder, remainder)
            } else {
                (
                    i128::from(bounds.low) + (remainder - i128::from(bounds.low)).rem_euclid(divisor),
                    i128::from(bounds.high) - (i128::from(bounds.high) - remainder).rem_euclid(divisor),
                )
            };
            let (low, high) = (low.max(bounds.low.into()), high.min(bounds.high.into()));
            if low > high {
                return None;
            }
            let (low, high) = (low as i64, high as i64);
            changed |= (low, high) != (bounds.low, bounds.high);
            (bounds.low, bounds.high) = (low, high);
        }
        if !changed {
            return Some(program);
        }
    }
}

/// A basis in echelon form of the lattice that the columns span: first by the rows with one sum, then what is left.
struct Lattice<'a> {
    exact: &'a [usize],
    /// For each exact row a vector whose first number other than zero, among the exact rows, stands there.
    pivots: Vec<Option<Vec<i128>>>,
    /// For each row the greatest common divisor of its numbers in vectors that are zero in all exact rows.
    divisors: Vec<i128>,
}

impl<'a> Lattice<'a> {
    /// The lattice, unless its numbers grow too large.
    fn of(program: &Program, exact: &'a [usize], rows: usize) -> Option<Self> {
        let mut lattice = Self { exact, pivots: vec![None; exact.len()], divisors: vec![0; rows] };
        let usable = (0..program.columns()).filter(|&column| program.most_alike(column) > 0);
        let vectors: BTreeSet<Vec<(usize, i64)>> =
            usable.map(|column| program.column(column).take_while(|&(row, _)| row < rows).collect()).collect();
        for entries in vectors {
            let mut vector = vec![0; rows];
            for (row, number) in entries {
                vector[row] = i128::from(number);
            }
            lattice.add(vector)?;
        }
        Some(lattice)
    }

    fn add(&mut self, mut vector: Vec<i128>) -> Option<()> {
        for (at, &row) in self.exact.iter().enumerate() {
            let Some(mut pivot) = self.pivots[at].take() else {
                if vector[row] != 0 {
                    self.pivots[at] = Some(vector);
                    return Some(());
                }
                continue;
            };
            // Euclid's algorithm on the two vectors.
            while vector[row] != 0 {
                let times = pivot[row].div_euclid(vector[row]);
                subtract(&mut pivot, &vector, times)?;
                std::mem::swap(&mut pivot, &mut vector);
            }
            self.pivots[at] = Some(pivot);
        }
        for (divisor, number) in self.divisors.iter_mut().zip(vector) {
            *divisor = greatest_common_divisor(*divisor, number);
        }
        Some(())
    }

    /// What the exact rows leave to the others.
    fn remainders(&self, program: &Program) -> Remainders {
        let mut sums = vec![0_i128; self.divisors.len()];
        for (at, &row) in self.exact.iter().enumerate() {
            let missing = i128::from(program.rows[row].low) - sums[row];
            match &self.pivots[at] {
                Some(pivot) if missing % pivot[row] == 0 => {
                    if subtract(&mut sums, pivot, -(missing / pivot[row])).is_none() {
                        return Remainders::TooLarge;
                    }
                }
                None if missing == 0 => {}
                _ => return Remainders::Impossible,
            }
        }
        Remainders::Of(sums.into_iter().zip(self.divisors.iter().copied()).collect())
    }
}

/// What the exact rows leave to the others.
enum Remainders {
    /// For each row a sum it can have, and the divisor of the differences between its sums.
    Of(Vec<(i128, i128)>),
    /// The numbers grow too large to tell.
    TooLarge,
    /// The exact rows cannot have their sums.
    Impossible,
}

fn subtract(from: &mut [i128], vector: &[i128], times: i128) -> Option<()> {
    for (number, other) in from.iter_mut().zip(vector) {
        *number = number.checked_sub(other.checked_mul(times)?)?;
    }
    Some(())
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::Row;

    fn program(bounds: &[(i64, i64)], columns: &[&[(usize, i64)]]) -> Program {
        let mut program = Program::new(bounds.iter().map(|&(low, high)| Row { low, high, lazy: false }).collect());
        for column in columns {
            program.push(column.iter().copied());
        }
        program
    }

    fn tightened(bounds: &[(i64, i64)], columns: &[&[(usize, i64)]]) -> Option<Vec<(i64, i64)>> {
        Some(tighten(&program(bounds, columns))?.rows.iter().map(|row| (row.low, row.high)).collect())
    }

    #[test]
    fn bounds_move_to_multiples_of_the_divisor() {
        let columns: &[&[(usize, i64)]] = &[&[(0, 6)], &[(0, 10)], &[(0, 14)]];
        assert_eq!(tightened(&[(3, 11)], columns), Some(vec![(4, 10)]));
        assert_eq!(tightened(&[(11, 11)], columns), None);
        assert_eq!(tightened(&[(11, 11)], &[]), None);
    }

    #[test]
    fn a_row_with_one_sum_tells_the_parity_of_another() {
        // What counts in the second row counts 1 or 3 in the first, all else 2.
        let columns: &[&[(usize, i64)]] = &[&[(0, 1), (1, 1)], &[(0, 3), (1, 1)], &[(0, 2)]];
        assert_eq!(tightened(&[(9, 9), (2, 4)], columns), Some(vec![(9, 9), (3, 3)]));
        assert_eq!(tightened(&[(9, 9), (2, 2)], columns), None);
        assert_eq!(tightened(&[(8, 9), (2, 2)], columns), Some(vec![(8, 8), (2, 2)]));
    }

    #[test]
    fn columns_that_no_row_has_room_for_do_not_count() {
        let columns: &[&[(usize, i64)]] = &[&[(0, 2)], &[(0, 1), (1, 1)]];
        assert_eq!(tightened(&[(3, 3), (0, 0)], columns), None);
        assert_eq!(tightened(&[(3, 3), (0, 1)], columns), Some(vec![(3, 3), (1, 1)]));
    }
}
