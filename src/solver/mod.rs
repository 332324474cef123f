//! Exact 0-1 programs: which columns to take so that every row keeps its bounds and the costs add up to the least.
//!
//! The models it is made for are those of test assembly (van der Linden 2005, *Linear Models for Optimal Test Design*): some
//! dozens of rows, up to hundreds of thousands of columns, of which few are taken. The way to the answer:
//!
//! 0. `forced` takes the columns that there is no choice about.
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
//! path taken: of equal sums, the one that takes the first column in which they differ.

mod bound;
mod forced;
mod inverse;
mod lattice;
mod program;
mod relaxation;
mod root;
mod search;
mod simplex;

pub use program::{Program, Row};

use forced::Rest;

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
    /// The choice with the smallest sum of costs; of equal sums the one that takes the first column in
    /// which they differ.
    Smallest,
    /// Any choice that keeps all rows; costs only say where to look first.
    Any,
}

/// Steps of the search, numbers touched, after which the answer is [`Answer::Undecided`].
pub const STEPS: u64 = 4_000_000_000;

/// Steps within which most programs are solved without a look at their lattice.
const EASY: u64 = 60_000_000;

/// Solves `program` for `costs`, one for each column, of at most 2^60 either way. The effort is bounded by `steps`, numbers
/// touched, not by time, so that the answer is the same on every machine.
#[must_use]
pub fn solve(program: &Program, costs: &[i64], goal: Goal, steps: u64) -> Answer {
    assert_eq!(costs.len(), program.columns(), "every column has a cost");
    let Some(rest) = Rest::of(program) else {
        return search(program, costs, goal, steps);
    };
    let costs: Vec<i64> = rest.columns.iter().map(|&column| costs[column]).collect();
    rest.whole(search(&rest.program, &costs, goal, steps))
}

/// Solves a program in which no column is forced.
fn search(program: &Program, costs: &[i64], goal: Goal, steps: u64) -> Answer {
    let first = root::solve(program, costs, goal, steps.min(EASY));
    if first != Answer::Undecided || steps <= EASY {
        return first;
    }
    let tightened = lattice::tighten(program).map(|tightened| root::solve(&tightened, costs, goal, steps - EASY));
    match tightened {
        // Tightened bounds rest on other rows too.
        None | Some(Answer::Impossible(_)) => Answer::Impossible((0..program.rows.len()).collect()),
        Some(answer) => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A linear congruential generator (Knuth 1997, section 3.3.4) is random enough to make up programs.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, bound: u64) -> i64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) % bound) as i64
        }
    }

    /// Some rows, some of them lazy, and up to ten columns with small numbers.
    fn made_up(numbers: &mut Numbers) -> Program {
        let (busy, lazy) = (1 + numbers.below(5) as usize, numbers.below(4) as usize);
        let mut rows = Vec::new();
        for row in 0..busy + lazy {
            let low = if row < busy { numbers.below(6) } else { -numbers.below(2) };
            let high = if row < busy { low + numbers.below(3) } else { 1 };
            rows.push(Row { low, high, lazy: row >= busy });
        }
        let mut program = Program::new(rows);
        for _ in 0..3 + numbers.below(8) {
            let entries: Vec<(usize, i64)> = (0..busy + lazy)
                .filter_map(|row| {
                    let number = if row < busy { 1 + numbers.below(4) } else { 1 - 2 * numbers.below(2) };
                    (numbers.below(2) == 0).then_some((row, number))
                })
                .collect();
            program.push(entries);
        }
        program
    }

    /// The best choice, found by trying all.
    fn best_of_all(program: &Program, costs: &[i64]) -> Option<Vec<usize>> {
        let choices = (0..1_u32 << program.columns())
            .map(|bits| (0..program.columns()).filter(|column| bits >> column & 1 == 1).collect::<Vec<usize>>());
        let kept = choices.filter(|taken| program.keeps_all_rows(taken));
        kept.min_by_key(|taken| {
            let order: Vec<usize> = taken.iter().copied().chain([usize::MAX]).collect();
            (taken.iter().map(|&column| costs[column]).sum::<i64>(), order)
        })
    }

    #[test]
    fn answers_are_those_of_trying_all() {
        let mut impossible = 0;
        for case in 0..1_500 {
            let mut numbers = Numbers(case);
            let program = made_up(&mut numbers);
            let few = [4, 1 << 48][(case % 2) as usize];
            let costs: Vec<i64> = (0..program.columns()).map(|_| numbers.below(few) - few as i64 / 8).collect();
            let found = match solve(&program, &costs, Goal::Smallest, STEPS) {
                Answer::Found(columns) => Some(columns),
                Answer::Impossible(rows) => {
                    let fewer = program.with_rows(|all| {
                        for (at, row) in all.iter_mut().enumerate().filter(|(at, _)| !rows.contains(at)) {
                            (row.low, row.high) = (-1_000, 1_000 + at as i64);
                        }
                    });
                    assert_eq!(best_of_all(&fewer, &costs), None, "case {case}: {rows:?} do not suffice");
                    None
                }
                Answer::Undecided => panic!("case {case} is not decided"),
            };
            assert_eq!(found, best_of_all(&program, &costs), "case {case}");
            match solve(&program, &costs, Goal::Any, STEPS) {
                Answer::Found(columns) => assert!(program.keeps_all_rows(&columns), "case {case}"),
                answer => assert!(found.is_none() && matches!(answer, Answer::Impossible(_)), "case {case}"),
            }
            impossible += usize::from(found.is_none());
        }
        assert!((300..1_200).contains(&impossible), "{impossible} of 1500 programs are impossible");
    }

    /// Sixty columns count 2 or 4, and ten count 1 or 3, of which four have to be taken: no sum is odd.
    #[test]
    fn a_parity_that_no_bound_shows_is_decided() {
        let row = |low, high| Row { low, high, lazy: false };
        let mut program = Program::new(vec![row(20, 20), row(4, 4), row(47, 47)]);
        for column in 0..70 {
            let odd = column % 7 == 0;
            let amount = if odd { 1 + 2 * (column % 2) } else { 2 + 2 * (column % 2) };
            program.push([(0, 1), (1, i64::from(odd)), (2, amount)].into_iter().filter(|entry| entry.1 > 0));
        }
        let costs: Vec<i64> = (0..70).map(|column| 1_000 + column * column % 71).collect();
        assert!(matches!(solve(&program, &costs, Goal::Smallest, STEPS), Answer::Impossible(_)));
        let even = program.with_rows(|rows| (rows[2].low, rows[2].high) = (48, 48));
        assert!(matches!(solve(&even, &costs, Goal::Smallest, STEPS), Answer::Found(_)));
    }

    /// Two rows fix the parity of a third, which alone rules out what the last one asks for; it has to be among the witnesses.
    #[test]
    fn what_a_parity_rests_on_is_told_with_it() {
        let row = |low, high| Row { low, high, lazy: false };
        let mut program = Program::new(vec![row(30, 30), row(4, 4), row(4_001, 10_000), row(0, 4_001)]);
        for column in 0..300_i64 {
            let odd = column % 7 == 0;
            let amount = 2 * (column * 37 % 200) + if odd { 1 } else { 2 };
            let entries = [(0, 1), (1, i64::from(odd)), (2, amount), (3, amount)];
            program.push(entries.into_iter().filter(|entry| entry.1 > 0));
        }
        let costs: Vec<i64> = (0..300).map(|column| 1_000 + column * column % 307).collect();
        let Answer::Impossible(rows) = solve(&program, &costs, Goal::Any, STEPS) else { panic!("no sum is odd") };
        assert!(rows.contains(&0) && rows.contains(&1), "{rows:?}");
    }

    #[test]
    fn an_answer_that_takes_more_steps_than_allowed_is_left_open() {
        let mut program = Program::new(vec![Row { low: 7, high: 7, lazy: false }]);
        (0..12).for_each(|column| program.push([(0, 2 + column % 3)]));
        assert_eq!(solve(&program, &[5, 4, 9, 2, 8, 7, 1, 3, 6, 11, 10, 12], Goal::Smallest, 1), Answer::Undecided);
    }
}
