//! The program itself: rows with bounds, and columns with whole numbers in some of the rows.

use std::collections::BTreeMap;

/// The bounds of the sum of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The least sum.
    pub low: i64,
    /// The greatest sum.
    pub high: i64,
    /// Rarely broken, and one of many: it takes part only once it is.
    pub lazy: bool,
}

/// Rows and columns of a 0-1 program; columns are kept one after another.
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub(super) rows: Vec<Row>,
    entries: Vec<(u32, i64)>,
    ends: Vec<usize>,
    /// For each row whether a column counts in it with a number below zero.
    with_negative: Vec<bool>,
}

impl Program {
    /// A program of these rows, the lazy ones last, without columns yet.
    #[must_use]
    pub fn new(rows: Vec<Row>) -> Self {
        debug_assert!(rows.is_sorted_by_key(|row| row.lazy), "lazy rows come last");
        debug_assert!(
            rows.iter().all(|row| !row.lazy || row.low <= 0 && row.high >= 0),
            "no column breaks no lazy row"
        );
        Self { with_negative: vec![false; rows.len()], rows, ..Self::default() }
    }

    /// Adds a column that counts in these rows: pairs of a row and a number other than zero, by ascending row.
    pub fn push(&mut self, entries: impl IntoIterator<Item = (usize, i64)>) {
        let start = self.entries.len();
        let row = |row| u32::try_from(row).expect("fewer than 2^32 rows");
        self.entries.extend(entries.into_iter().map(|(at, number)| (row(at), number)));
        debug_assert!(self.entries[start..].is_sorted_by(|a, b| a.0 < b.0), "rows ascend");
        debug_assert!(self.entries[start..].iter().all(|entry| entry.1 != 0), "a column counts or does not");
        for &(row, number) in &self.entries[start..] {
            self.with_negative[row as usize] |= number < 0;
        }
        self.ends.push(self.entries.len());
    }

    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.ends.len()
    }

    /// The rows a column counts in, with its number in each.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = (usize, i64)> + Clone {
        self.slice(column).iter().map(|&(row, number)| (row as usize, number))
    }

    /// The same as it is kept, to compare columns.
    pub(super) fn slice(&self, column: usize) -> &[(u32, i64)] {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.entries[start..self.ends[column]]
    }

    /// How many columns that count as this one does the rows allow at most.
    pub(super) fn most_alike(&self, column: usize) -> usize {
        let rows = self.column(column).filter(|&(row, _)| !self.with_negative[row]);
        let most = rows.map(|(row, number)| self.rows[row].high.max(0) / number).min();
        most.map_or(usize::MAX, |most| most as usize)
    }

    /// The sum of each row over the columns taken.
    pub(super) fn sums(&self, taken: &[usize]) -> Vec<i64> {
        let mut sums = vec![0; self.rows.len()];
        for &column in taken {
            for (row, number) in self.column(column) {
                sums[row] += number;
            }
        }
        sums
    }

    /// Whether the columns taken keep all rows.
    pub(super) fn keeps_all_rows(&self, taken: &[usize]) -> bool {
        self.sums(taken).iter().zip(&self.rows).all(|(sum, row)| (row.low..=row.high).contains(sum))
    }

    /// The program of some of the columns alone. Lazy rows that these cannot break are left out.
    pub(super) fn part(&self, columns: &[usize]) -> Self {
        let mut reach: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
        for &column in columns {
            for &(row, number) in self.slice(column).iter().filter(|entry| self.rows[entry.0 as usize].lazy) {
                let (least, most) = reach.entry(row).or_default();
                *least += number.min(0);
                *most += number.max(0);
            }
        }
        let breakable = |row: usize| {
            let Row { low, high, .. } = self.rows[row];
            reach.get(&(row as u32)).is_some_and(|&(least, most)| least < low || most > high)
        };
        let kept: Vec<usize> = (0..self.rows.len()).filter(|&row| !self.rows[row].lazy || breakable(row)).collect();
        let mut part = Self::new(kept.iter().map(|&row| self.rows[row]).collect());
        for &column in columns {
            part.push(self.column(column).filter_map(|(row, number)| Some((kept.binary_search(&row).ok()?, number))));
        }
        part
    }

    /// The same program with other bounds of some rows.
    #[must_use]
    pub fn with_rows(&self, change: impl FnOnce(&mut [Row])) -> Self {
        let mut program = self.clone();
        change(&mut program.rows);
        program
    }
}
