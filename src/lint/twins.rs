//! The rule about questions that ask nearly the same.
//!
//! What two questions share is measured by the pairs of neighbouring words in what the candidate reads, prompt and options:
//! the pairs in both, of those in either (Jaccard's measure). Pairs tell texts apart that merely use the same words, and
//! one word changed in a text costs two of them, so that a share of 2/3 means about one word in ten is another, a share of
//! 1/2 about one in six, and a share of 2/5 about one in five. The first is enough; the second where both are answered in
//! free words, and the third where the right answer is the same. Options count because "Which of these is true?" asks
//! what its options ask. Prompts with a picture are left out: the picture may be all that differs.

use std::collections::BTreeMap;

use crate::bank::{Question, Response, WarningCode};
use crate::parallel::each;

use super::Warning;
use super::lexicon::{Lexicon, Sign, line_signs, line_words};
use super::text::{Run, asks, choices, prompts, runs};

/// A share of pairs, as a fraction.
#[derive(Clone, Copy)]
struct Share(usize, usize);

/// Shared by two questions that ask nearly the same.
const ALIKE: Share = Share(2, 3);
/// Shared by two questions that ask nearly the same if both are answered in free words.
const ALIKE_IN_FREE_WORDS: Share = Share(1, 2);
/// Shared by two questions that ask nearly the same if they have the same answer.
const ALIKE_WITH_ANSWER: Share = Share(2, 5);
/// A pair that stands in so many questions before says nothing any more; keeps the time near-linear in large banks.
const MOST_HOLDERS: usize = 64;
/// Stands before the first and after the last word of a text.
const EDGE: u32 = u32::MAX;

/// What is compared of a question.
struct Text {
    /// Pairs of words, each once, in order.
    pairs: Vec<u64>,
    /// Its right answer, where that says more than yes or no.
    answer: Option<String>,
}

/// What is read of a question beside its prompt.
struct Asked {
    /// The words of each line to choose from; nothing where a picture may be all that differs.
    choices: Option<Vec<Vec<Sign>>>,
    answer: Option<String>,
}

/// The warnings about questions of one concept, or of one topic and no concept, that ask nearly the same.
pub(super) fn of_bank(questions: &[&Question], lexicon: &Lexicon) -> Vec<Warning> {
    let mut numbers = Numbers { lexicon, others: BTreeMap::new() };
    let asked = each(questions, |question| Asked { choices: choice_signs(question), answer: answer(question) });
    let texts: Vec<Text> =
        lexicon.prompts.iter().zip(asked).map(|(prompt, asked)| text(prompt, asked, &mut numbers)).collect();
    let mut groups: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    for (at, question) in questions.iter().enumerate().filter(|(at, _)| !texts[*at].pairs.is_empty()) {
        let name = question.concept.as_deref().unwrap_or(&question.topic);
        groups.entry((question.concept.is_some(), name)).or_default().push(at);
    }
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups.into_values().filter(|group| group.len() > 1) {
        found.extend(alike(&group, &texts, ALIKE));
        let mut by_answer: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for at in group {
            by_answer.entry(texts[at].answer.as_deref()).or_default().push(at);
        }
        for (answer, group) in by_answer.into_iter().filter(|(_, group)| group.len() > 1) {
            let share = if answer.is_some() { ALIKE_WITH_ANSWER } else { ALIKE_IN_FREE_WORDS };
            for (later, first) in alike(&group, &texts, share) {
                found.entry(later).or_insert(first);
            }
        }
    }
    found.into_iter().map(|(later, first)| warning(questions, &texts, later, first)).collect()
}

fn warning(questions: &[&Question], texts: &[Text], later: usize, first: usize) -> Warning {
    let (question, other) = (questions[later], questions[first]);
    let (one, two) = (&texts[later], &texts[first]);
    let shared = shared(&one.pairs, &two.pairs);
    let percent = 100 * shared / (one.pairs.len() + two.pairs.len() - shared);
    let answer = if one.answer.is_some() && one.answer == two.answer { ", and the answer is the same" } else { "" };
    let message = format!("this asks nearly the same as `{}`: {percent} % of the wording is in both{answer}", other.id);
    let help = "leave one of them out, or let it ask for something else";
    Warning::new(WarningCode::NearDuplicate, question, question.span, message, "the second one", help).with(
        other,
        other.span,
        "the first one",
    )
}

/// Numbers for all words: those of prompts, and after them those that stand elsewhere only.
struct Numbers<'a> {
    lexicon: &'a Lexicon,
    others: BTreeMap<Sign, u32>,
}

impl Numbers<'_> {
    fn of(&mut self, word: Sign) -> u32 {
        let next = EDGE - 1 - self.others.len() as u32;
        self.lexicon.number(word).unwrap_or_else(|| *self.others.entry(word).or_insert(next))
    }
}

fn choice_signs(question: &Question) -> Option<Vec<Vec<Sign>>> {
    let has_picture = prompts(question).into_iter().flat_map(runs).any(|run| matches!(run, Run::Picture));
    let lines = || asks(question).into_iter().flat_map(|ask| choices(ask.task)).map(line_signs).collect();
    (!has_picture).then(lines)
}

fn text(prompt: &[u32], asked: Asked, numbers: &mut Numbers<'_>) -> Text {
    let Some(choices) = asked.choices else {
        return Text { pairs: Vec::new(), answer: None };
    };
    let mut pairs = Vec::new();
    add_pairs(prompt, &mut pairs);
    for line in choices {
        let words: Vec<u32> = line.into_iter().map(|word| numbers.of(word)).collect();
        add_pairs(&words, &mut pairs);
    }
    pairs.sort_unstable();
    pairs.dedup();
    Text { pairs, answer: asked.answer }
}

fn add_pairs(words: &[u32], pairs: &mut Vec<u64>) {
    let mut before = EDGE;
    for word in words.iter().chain((!words.is_empty()).then_some(&EDGE)) {
        pairs.push(u64::from(before) << 32 | u64::from(*word));
        before = *word;
    }
}

/// The right answer as text, if all tasks of the question have one that is more than yes or no.
fn answer(question: &Question) -> Option<String> {
    let of_task = |response: &Response| match response {
        Response::Choice { options, .. } => {
            let mut right: Vec<String> = options
                .iter()
                .filter(|option| option.correct)
                .map(|option| line_words(&option.text).join(" "))
                .collect();
            right.sort_unstable();
            Some(right.join("\n"))
        }
        Response::FillIn { blanks } => {
            let of_blank = |blank: &Vec<String>| {
                let mut accepted: Vec<String> = blank.iter().map(|answer| answer.trim().to_lowercase()).collect();
                accepted.sort_unstable();
                accepted.join("\t")
            };
            Some(blanks.iter().map(of_blank).collect::<Vec<_>>().join("\n"))
        }
        Response::Numeric { value, unit, .. } => Some(format!("{value} {}", unit.as_deref().unwrap_or(""))),
        Response::Matching { pairs, .. } => {
            let joined = |line| line_words(line).join(" ");
            let mut pairs: Vec<String> =
                pairs.iter().map(|(left, right)| format!("{}\t{}", joined(left), joined(right))).collect();
            pairs.sort_unstable();
            Some(pairs.join("\n"))
        }
        Response::Ordering { items } => {
            Some(items.iter().map(|item| line_words(item).join(" ")).collect::<Vec<_>>().join("\n"))
        }
        Response::Open | Response::Code | Response::TrueFalse { .. } => None,
    };
    asks(question).iter().map(|ask| of_task(&ask.task.response)).collect::<Option<Vec<_>>>().map(|all| all.join("\n\n"))
}

/// For the texts of a group, in order, the first before them that shares so much with them, if there is one.
///
/// Two texts share that much only if they have one of their rarest pairs in common (prefix filtering: Chaudhuri, Ganti and
/// Kaushik 2006), so that each is compared with those alone that do.
fn alike(group: &[usize], texts: &[Text], share: Share) -> Vec<(usize, usize)> {
    let mut numbers: BTreeMap<u64, usize> = BTreeMap::new();
    for pair in group.iter().flat_map(|at| &texts[*at].pairs) {
        *numbers.entry(*pair).or_default() += 1;
    }
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for at in group {
        let pairs = &texts[*at].pairs;
        let mut rare: Vec<(usize, u64)> = pairs.iter().map(|pair| (numbers[pair], *pair)).collect();
        rare.sort_unstable();
        rare.truncate(pairs.len() + 1 - (pairs.len() * share.0).div_ceil(share.1));
        let shared_by_any = rare.iter().filter(|(number, _)| *number > 1);
        let mut before: Vec<usize> =
            shared_by_any.filter_map(|(_, pair)| holders.get(pair)).flatten().copied().collect();
        before.sort_unstable();
        before.dedup();
        let first = before.into_iter().find(|other| is_shared(pairs, &texts[*other].pairs, share));
        found.extend(first.map(|first| (*at, first)));
        for (_, pair) in rare.into_iter().filter(|(number, _)| *number > 1) {
            let holders = holders.entry(pair).or_default();
            if holders.len() < MOST_HOLDERS {
                holders.push(*at);
            }
        }
    }
    found
}

fn is_shared(one: &[u64], two: &[u64], share: Share) -> bool {
    let shared = shared(one, two);
    shared * share.1 >= (one.len() + two.len() - shared) * share.0
}

/// How many numbers are in both of two sorted lists.
fn shared(one: &[u64], two: &[u64]) -> usize {
    let (mut at, mut number) = (0, 0);
    for pair in one {
        at += two[at..].iter().take_while(|other| *other < pair).count();
        number += usize::from(two.get(at) == Some(pair));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts over a small alphabet of pairs, so that many share some of them.
    fn texts() -> Vec<Text> {
        let mut state = 7_u64;
        let mut below = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % bound
        };
        let text = |_| {
            let mut pairs: Vec<u64> = (0..4 + below(8)).map(|_| below(14)).collect();
            pairs.sort_unstable();
            pairs.dedup();
            Text { pairs, answer: None }
        };
        (0..MOST_HOLDERS).map(text).collect()
    }

    #[test]
    fn rare_pairs_find_what_comparing_all_texts_finds() {
        let texts = texts();
        let group: Vec<usize> = (0..texts.len()).collect();
        for share in [ALIKE, ALIKE_WITH_ANSWER] {
            let first = |at: usize| (0..at).find(|other| is_shared(&texts[at].pairs, &texts[*other].pairs, share));
            let expected: Vec<(usize, usize)> = group.iter().filter_map(|at| Some((*at, first(*at)?))).collect();
            assert!(expected.len() > 3 && expected.len() < texts.len() - 3, "{}", expected.len());
            assert_eq!(alike(&group, &texts, share), expected);
        }
    }

    #[test]
    fn texts_that_are_all_the_same_are_told_with_the_first() {
        let texts: Vec<Text> = (0..5 * MOST_HOLDERS).map(|_| Text { pairs: vec![1, 2, 3], answer: None }).collect();
        let group: Vec<usize> = (0..texts.len()).collect();
        let found = alike(&group, &texts, ALIKE);
        assert_eq!(found, group.iter().skip(1).map(|at| (*at, 0)).collect::<Vec<_>>());
    }
}
