//! Why no form can be drawn, in the user's words, with the smallest change that helps.

use std::fmt;

use crate::wording::{all_of, count};

use super::assign::Shortage;

/// Requests that cannot all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// The bank, after its filters, has no question at all.
    NothingThere {
        /// Questions asked for.
        wanted: usize,
    },
    /// The request adds up to no question.
    NothingWanted,
    /// Two required questions test the same.
    SameConcept {
        /// Id of one.
        first: String,
        /// Id of the other.
        second: String,
        /// What both test.
        concept: String,
    },
    /// A level has more required questions than places.
    TooManyRequired {
        /// Id of the level.
        level: String,
        /// Its places.
        wanted: usize,
        /// Its required questions.
        required: usize,
    },
    /// Levels have too few questions.
    Short(Vec<Missing>),
}

/// Levels that have too few questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The levels that share the concepts that are there.
    pub levels: Vec<String>,
    /// Questions wanted of them.
    pub wanted: usize,
    /// Questions of different concepts there for them.
    pub there: usize,
    /// Questions missing.
    pub missing: usize,
    /// The level to ask less of, and how many it then has.
    pub lower: (String, usize),
}

/// Turns what `assign` found into rows; required questions count as wanted and as there.
pub(super) fn short(shortages: &[Shortage], wanted: &[(String, usize)], open: &[usize]) -> Clash {
    let rows = shortages.iter().map(|shortage| {
        let sum = |numbers: &dyn Fn(usize) -> usize| shortage.levels.iter().map(|&level| numbers(level)).sum::<usize>();
        let all = sum(&|level| wanted[level].1);
        let (name, number) = &wanted[shortage.at];
        Missing {
            levels: shortage.levels.iter().map(|&level| wanted[level].0.clone()).collect(),
            wanted: all,
            there: shortage.there + all - sum(&|level| open[level]),
            missing: shortage.missing,
            lower: (name.clone(), number - shortage.missing),
        }
    });
    Clash::Short(rows.collect())
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingThere { wanted } => write!(
                f,
                "{} wanted, but no question in the bank fits\n\
                 help: put questions into the bank, or include more topics",
                if *wanted == 1 { "1 question is".to_owned() } else { format!("{wanted} questions are") }
            ),
            Self::NothingWanted => write!(
                f,
                "the exam would have no question\nhelp: ask for one or more with `count`, `levels` or `shares`"
            ),
            Self::SameConcept { first, second, concept } => write!(
                f,
                "`{first}` and `{second}` are both required, but both test `{concept}`\n\
                 help: require only one of them; two questions of one concept are never drawn together"
            ),
            Self::TooManyRequired { level, wanted, required } => write!(
                f,
                "{} required at level {level}, which has {}\n\
                 help: ask for {required} at level {level}, or require {wanted}",
                if *required == 1 { "1 question is".to_owned() } else { format!("{required} questions are") },
                count(*wanted, "place"),
            ),
            Self::Short(rows) => write_table(f, rows),
        }
    }
}

fn write_table(f: &mut fmt::Formatter<'_>, rows: &[Missing]) -> fmt::Result {
    writeln!(f, "the bank has too few questions of different concepts\n")?;
    let names: Vec<String> = rows.iter().map(|row| row.levels.join(" + ")).collect();
    let width = names.iter().map(String::len).max().unwrap_or(0).max("level".len());
    writeln!(f, "  {:width$}  wanted  there  missing", "level")?;
    for (name, row) in names.iter().zip(rows) {
        writeln!(f, "  {name:width$}  {:>6}  {:>5}  {:>7}", row.wanted, row.there, row.missing)?;
    }
    let lower = all_of(rows.iter().map(|row| format!("{} at level {}", row.lower.1, row.lower.0)));
    let more = all_of(rows.iter().map(|row| format!("{} at level {}", count(row.missing, "question"), row.lower.0)));
    write!(
        f,
        "\nhelp: ask for {lower} with `levels`, or add {more} that {} a new concept",
        if rows.len() == 1 && rows[0].missing == 1 { "tests" } else { "test" }
    )
}
