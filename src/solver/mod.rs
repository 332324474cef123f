//! Exact 0-1 programs: which columns to take so that every row keeps its bounds and the costs add up to the least.
//!
//! The models it is made for are those of test assembly (van der Linden 2005, *Linear Models for Optimal Test Design*): some
//! dozens of rows, up to hundreds of thousands of columns, of which few are taken. The way to the answer:
//!
//! 1. `root` solves the linear relaxation. A dual simplex (`simplex`) works on a few hundred columns; all others are priced
//!    and join when they are worth it (sifting: Bixby et al. 1992). Lazy rows join when they are broken.
//! 2. The columns of smallest reduced cost are a core, searched by branch and bound (`search`).
//! 3. The multipliers of the root prove that no column outside the core can be in a better answer (reduced-cost fixing), or
//!    tell which columns the core lacks.
//! 4. Where the search takes long, `lattice` looks for bounds that no whole numbers can meet.
//!
//! Floating point only guides. `bound` rounds multipliers to integers and computes the Lagrangean bound (Geoffrion 1974) exactly;
//! a part of the search is left only where that bound, or a Farkas certificate of the same making, says so. What cannot be
//! certified is branched on, down to single answers, which are checked in integers. So the answer does not depend on the
//! path taken: of equal sums, the one whose first columns come first.

mod bound;
mod lattice;
mod program;
mod relaxation;
mod root;
mod search;
mod simplex;

pub use program::{Program, Row};

/// What is known of the best choice of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The columns to take, in order.
    Found(Vec<usize>),
    /// No choice keeps these rows, which are all or, where that is known, fewer.
    Impossible(Vec<usize>),
    /// The search took more steps than it was given.
    Undecided,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The choice with the smallest sum of costs; of equal sums the one whose sorted columns come first.
    Smallest,
    /// Any choice that keeps all rows; costs only say where to look first.
    Any,
}

/// Steps of the search (linear programs solved) after which the answer is [`Answer::Undecided`].
pub const STEPS: usize = 60_000;

/// Steps within which most programs are solved without a look at their lattice.
const EASY: usize = 3000;

/// Solves `program` for `costs`, one for each column, of at most 2^50 either way. The effort is bounded by `steps`, a number
/// of linear programs solved, so that the answer is the same on every machine.
#[must_use]
pub fn solve(program: &Program, costs: &[i64], goal: Goal, steps: usize) -> Answer {
    assert_eq!(costs.len(), program.columns(), "every column has a cost");
    let first = root::solve(program, costs, goal, steps.min(EASY));
    if first != Answer::Undecided || steps <= EASY {
        return first;
    }
    match lattice::tighten(program) {
        None => Answer::Impossible((0..program.rows.len()).collect()),
        Some(tightened) => root::solve(&tightened, costs, goal, steps - EASY),
    }
}
