//! The printed order of what is shuffled in a task, and with it the letter of the right option.
//!
//! Where options are shuffled, no letter is right three times in a row. The rule looks at tasks with exactly one right
//! option, questions and parts alike, in printed order; other tasks neither count nor break a row. If the letter of such a
//! task would be that of the two before it, its options are shuffled again until the letter is another one. Where the right
//! option has fewer than three places to go, the rule would give it away, so there it may come a third time.
//!
//! What this means for guessing:
//!
//! - After two different letters every place that is open to the right option is equally likely, whatever came before.
//!   After a letter that came twice, every other open place is.
//! - Where all tasks have the same number of options and no pins, each letter is equally likely in every task.
//! - Whoever is sure of two equal letters among three neighbours can rule out that letter for the third: of four options
//!   three are left.
//! - Whoever is sure of one letter knows that its neighbours are equal less often than by pure chance: with four options
//!   about once in five times rather than once in four.
//! - Which option is right has a part in the printed order through this rule alone.

use crate::bank::{Body, ChoiceOption, Question, Response, Task};
use crate::flow::Inline;
use crate::markup::plain;
use crate::stream::Streams;
use crate::wording::letter;

/// Shuffles task after task of a paper.
pub(super) struct Shuffle<'a> {
    streams: &'a Streams,
    options_too: bool,
    /// The printed places of the right options in the two tasks before that had one.
    before: [Option<usize>; 2],
}

impl<'a> Shuffle<'a> {
    /// At the start of a paper.
    pub(super) fn new(streams: &'a Streams, options_too: bool) -> Self {
        Self { streams, options_too, before: [None; 2] }
    }

    /// For the next question's task, or for each of its parts, the places in the file in printed order.
    pub(super) fn question(&mut self, question: &Question) -> Vec<Vec<usize>> {
        match &question.body {
            Body::Whole(task) => vec![self.task(task, &question.id)],
            Body::Parts(parts) => parts
                .iter()
                .enumerate()
                .map(|(at, part)| self.task(&part.task, &format!("{}/{}", question.id, letter(at))))
                .collect(),
        }
    }

    /// What has to be matched or put in order is shuffled even where options are not: the file has it in the right order. It
    /// is shuffled from the order of its texts, so that what is right has no part in what is printed.
    fn task(&mut self, task: &Task, name: &str) -> Vec<usize> {
        match &task.response {
            Response::Choice { options, .. } if self.options_too => self.choice(options, name),
            Response::Choice { options, .. } => (0..options.len()).collect(),
            Response::Matching { .. } => self.shuffled("matching", task, name),
            Response::Ordering { .. } => self.shuffled("ordering", task, name),
            _ => Vec::new(),
        }
    }

    fn shuffled(&self, purpose: &str, task: &Task, name: &str) -> Vec<usize> {
        let places = by_text(task);
        self.streams.permutation(purpose, name, places.len()).into_iter().map(|at| places[at]).collect()
    }

    /// Shuffles options until the letter of the only right one may follow the letters before it.
    fn choice(&mut self, options: &[ChoiceOption], name: &str) -> Vec<usize> {
        let mut order = around_pins(options, name, 0, self.streams);
        let Some(right) = only_right(options) else { return order };
        let printed = |order: &[usize]| order.iter().position(|&at| at == right);
        let barred = self.before[0].filter(|_| self.before[0] == self.before[1] && may_yield(options, right));
        let mut attempt = 0;
        while barred.is_some() && printed(&order) == barred {
            attempt += 1;
            order = around_pins(options, name, attempt, self.streams);
        }
        self.before = [self.before[1], printed(&order)];
        order
    }
}

/// How many things of a task can be shuffled.
pub(super) fn places(task: &Task) -> usize {
    match &task.response {
        Response::Choice { options, .. } => options.len(),
        _ => by_text(task).len(),
    }
}

/// The places in the file of what has to be matched or put in order, in the order of its texts; of other tasks none.
pub(super) fn by_text(task: &Task) -> Vec<usize> {
    let texts: Vec<&Vec<Inline>> = match &task.response {
        Response::Matching { pairs, extra } => pairs.iter().map(|(_, right)| right).chain(extra).collect(),
        Response::Ordering { items } => items.iter().collect(),
        _ => Vec::new(),
    };
    let mut places: Vec<usize> = (0..texts.len()).collect();
    places.sort_by_cached_key(|place| plain(texts[*place]));
    places
}

/// The place of the right option, if there is exactly one.
fn only_right(options: &[ChoiceOption]) -> Option<usize> {
    let mut right = (0..options.len()).filter(|&at| options[at].correct);
    right.next().filter(|_| right.next().is_none())
}

/// Whether an option that gives way has more than one other place to go.
fn may_yield(options: &[ChoiceOption], at: usize) -> bool {
    !options[at].pin && options.iter().filter(|option| !option.pin).count() > 2
}

/// A shuffle in which pinned options keep their places; each attempt gives another one.
fn around_pins(options: &[ChoiceOption], name: &str, attempt: u32, streams: &Streams) -> Vec<usize> {
    let free: Vec<usize> = (0..options.len()).filter(|&at| !options[at].pin).collect();
    let purpose = if attempt == 0 { "options".to_owned() } else { format!("options {attempt}") };
    let shuffled = streams.permutation(&purpose, name, free.len());
    let mut order: Vec<usize> = (0..options.len()).collect();
    for (place, from) in free.iter().zip(shuffled) {
        order[*place] = free[from];
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn options(rights: &[usize], pins: &[usize], number: usize) -> Vec<ChoiceOption> {
        (0..number)
            .map(|at| ChoiceOption {
                text: Vec::new(),
                correct: rights.contains(&at),
                why: Vec::new(),
                pin: pins.contains(&at),
            })
            .collect()
    }

    #[test]
    fn pinned_options_keep_their_places_and_the_others_all_move() {
        let options = options(&[], &[1, 4], 5);
        let mut firsts = BTreeSet::new();
        for seed in 0..200 {
            let order = around_pins(&options, "q", 0, &Streams::new(&seed.to_string(), "A"));
            assert_eq!((order[1], order[4]), (1, 4));
            firsts.insert(order[0]);
        }
        assert_eq!(firsts, BTreeSet::from([0, 2, 3]));
    }

    #[test]
    fn a_task_is_shuffled_again_only_for_a_third_equal_letter() {
        let options = options(&[2], &[], 4);
        let mut again = 0;
        for seed in 0..400 {
            let streams = Streams::new(&seed.to_string(), "A");
            let plain = around_pins(&options, "q", 0, &streams);
            let in_a_row = plain[1] == 2;
            for (before, barred) in [([Some(1); 2], in_a_row), ([Some(0), Some(1)], false), ([None, Some(1)], false)] {
                let mut shuffle = Shuffle { before, ..Shuffle::new(&streams, true) };
                let order = shuffle.choice(&options, "q");
                assert_eq!(order != plain, barred, "{before:?}: {order:?} for {plain:?}");
                assert!(!(barred && order[1] == 2));
                assert_eq!(shuffle.before, [before[1], order.iter().position(|&at| at == 2)]);
            }
            again += u32::from(in_a_row);
        }
        assert!((70..130).contains(&again), "{again} of 400");
    }

    #[test]
    fn a_right_option_with_fewer_than_three_places_follows_chance_alone() {
        for (right, pins) in [(1, &[1][..]), (1, &[0, 2, 3]), (1, &[0, 2])] {
            let options = options(&[right], pins, 4);
            for seed in 0..20 {
                let streams = Streams::new(&seed.to_string(), "A");
                let mut shuffle = Shuffle { before: [Some(1); 2], ..Shuffle::new(&streams, true) };
                assert_eq!(shuffle.choice(&options, "q"), around_pins(&options, "q", 0, &streams));
            }
        }
    }

    #[test]
    fn tasks_with_several_right_options_do_not_count() {
        let streams = Streams::new("s", "A");
        let mut shuffle = Shuffle { before: [Some(1); 2], ..Shuffle::new(&streams, true) };
        for rights in [&[][..], &[0, 3]] {
            shuffle.choice(&options(rights, &[], 4), "q");
            assert_eq!(shuffle.before, [Some(1); 2]);
        }
    }
}
