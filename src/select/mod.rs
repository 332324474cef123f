//! The draw. Each question has a key for each section, a keyed hash of its id; the form drawn is, of all that keep every
//! request, the one with the smallest sum of keys. The draw sees only what constrains it: no text, no place in the bank.
//!
//! 1. `pool` makes units of questions (a linked set is one unit) and knows which may not be together.
//! 2. `demand` turns the blueprint into sums with bounds, for one choice of the numbers of questions. A number asked for as a
//!    range is drawn first (`counts`), all possible ones equally likely; `quota` splits it over the levels.
//! 3. `model` knows what each unit adds to each sum (`amounts`), and `build` writes that as a 0-1 program for
//!    [`crate::solver`], which is exact.
//! 4. `forms` draws the forms one after another, each without what the earlier ones have used, and all together (`joint`)
//!    where that fails.
//! 5. `explain` finds out why nothing can be drawn (`reach` counts what there is), and the smallest `change`s that help;
//!    `capacity` how many forms there are.
//! 6. `audit` counts how often each question is drawn over many seeds, and `chance` tests whether that is fair.
//!
//! A preference divides the key of the questions it favours by its weight, so it never breaks a request.

mod amounts;
mod audit;
mod build;
mod capacity;
mod chance;
mod change;
mod counts;
mod demand;
mod explain;
mod forms;
mod joint;
mod model;
mod pool;
mod quota;
mod reach;

use std::collections::BTreeSet;

pub use audit::{Audit, Group, Part, Tally, audit};
pub use capacity::{Bottleneck, Capacity, capacity};
pub use chance::Test;
pub use change::Change;
pub use explain::{Clash, Member, Shortage};
pub use forms::{Refusal, draw};
pub use pool::{key, keys};
pub use quota::largest_remainder;

use crate::source::Span;

/// What the draw may know of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Id of its level.
    pub level: String,
    /// Id of its topic.
    pub topic: String,
    /// The word for its kind.
    pub kind: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it tests.
    pub concept: Option<String>,
    /// The file it stands in.
    pub file: String,
    /// Its marks.
    pub marks: u32,
    /// Its minutes.
    pub minutes: u32,
    /// Questions that are not drawn with it, by id.
    pub excludes: Vec<String>,
    /// The linked set it belongs to.
    pub set: Option<String>,
}

/// The questions drawn for a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The name of the form.
    pub form: String,
    /// The ids drawn for each section, in alphabetic order.
    pub sections: Vec<BTreeSet<String>>,
    /// What was asked for and what came of it.
    pub account: Vec<Entry>,
}

impl Selection {
    /// The ids of all sections.
    #[must_use]
    pub fn ids(&self) -> BTreeSet<String> {
        self.sections.iter().flatten().cloned().collect()
    }
}

/// A request and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the user's file calls it.
    pub request: String,
    /// Where it is asked for.
    pub span: Option<Span>,
    /// What was wanted, in the way of the user's file.
    pub wanted: String,
    /// The sum that was drawn.
    pub got: i64,
    /// How far the sum is from its least and its greatest value; `None` where there is no such bound.
    pub slack: [Option<i64>; 2],
}
