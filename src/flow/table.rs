//! Tables, and numbers that are drawn.

use super::Inline;

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How each column is set.
    pub columns: Vec<Column>,
    /// The head row; empty for none.
    pub head: Vec<Vec<Inline>>,
    /// The other rows; each has a cell for every column.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// Whether lines are drawn.
    pub ruled: bool,
}

/// How a column of a table is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column {
    /// Side its text is set to.
    pub align: Align,
    /// Takes what room the others leave.
    pub fill: bool,
}

/// Side that text is set to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// A table whose records stand side by side; it goes on in the next row where the width ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Ribbon {
    /// What the fields of a record are.
    pub heads: Vec<Vec<Inline>>,
    /// The records; each has a field for every head, and its first one names it.
    pub records: Vec<Vec<Vec<Inline>>>,
}

/// Numbers drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// The numbers in words, for readers who do not see it.
    pub alt: String,
    /// How they are drawn.
    pub drawn: Drawn,
}

/// How numbers are drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawn {
    /// Cells, the darker the greater their number.
    Cells {
        /// Names of the columns.
        columns: Vec<Vec<Inline>>,
        /// Each row with its name and a number for every column.
        rows: Vec<(Vec<Inline>, Vec<u32>)>,
    },
    /// A bar for each number, with its name.
    Bars(Vec<(Vec<Inline>, u32)>),
}
