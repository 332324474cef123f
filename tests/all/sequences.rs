//! What follows what on a paper: questions, linked sets and sections.

use std::collections::{BTreeMap, BTreeSet};

use exampress::bank::{self, Bank, Origin, Question};
use exampress::paper::{self, DrawnSection, Paper, Words};
use exampress::source::Sources;
use exampress::spec::Order;
use exampress::stream::Streams;

use crate::workshop::{GOOD, Workshop};

const LEVELS: [&str; 3] = ["junior", "mid", "senior"];
const TOPICS: [&str; 2] = ["zebras", "ants"];
const ORDERS: [Order; 5] = [Order::Level, Order::Topic, Order::Random, Order::EasyFirst, Order::Section];

/// Twelve open questions, two for each level and topic; ids are not in reading order.
fn bank_of_levels() -> Bank {
    let question = |at: usize| {
        GOOD.replace("\"one\"", &format!("\"q{:02}\"", at * 5 % 12))
            .replace("\"junior\"", &format!("\"{}\"", LEVELS[at % 3]))
            .replace("\"topic\"", &format!("\"{}\"", TOPICS[at / 3 % 2]))
    };
    let head = "[[topic]]\nid = \"zebras\"\n[[topic]]\nid = \"ants\"\n";
    loaded(&Workshop::new().file("bank.toml", head).file("a.toml", (0..12).map(question).collect::<String>()))
}

/// The bank in the folder of a workshop.
pub(crate) fn loaded(shop: &Workshop) -> Bank {
    bank::load(&Origin::Folder(shop.path("")), &mut Sources::default()).unwrap()
}

/// One section without title or order.
pub(crate) fn section<'a>(ids: impl IntoIterator<Item = &'a String>) -> DrawnSection {
    DrawnSection { ids: ids.into_iter().cloned().collect(), ..DrawnSection::default() }
}

pub(crate) fn paper(bank: &Bank, sections: &[DrawnSection], order: Order, shuffle_options: bool, seed: u32) -> Paper {
    let words = Words { title: "T".into(), language: "en".into(), ..Words::default() };
    paper::assemble(bank, sections, words, order, shuffle_options, &Streams::new(&seed.to_string(), "A"))
}

/// The questions of a paper in printed order.
fn printed(bank: &Bank, sections: &[DrawnSection], order: Order, seed: u32) -> Vec<Question> {
    paper(bank, sections, order, true, seed).questions.into_iter().map(|numbered| numbered.question).collect()
}

fn ids(questions: &[Question]) -> Vec<String> {
    questions.iter().map(|question| question.id.clone()).collect()
}

fn level(question: &Question) -> usize {
    LEVELS.iter().position(|level| *level == question.level).unwrap()
}

fn topic(question: &Question) -> usize {
    TOPICS.iter().position(|topic| *topic == question.topic).unwrap()
}

#[test]
fn by_level_the_easiest_come_first_and_chance_decides_within_a_level() {
    let bank = bank_of_levels();
    let mut seen = BTreeSet::new();
    for seed in 0..300 {
        let printed = printed(&bank, &[section(bank.questions.keys())], Order::Level, seed);
        assert_eq!(printed.len(), 12);
        assert!(printed.is_sorted_by_key(level));
        seen.insert(ids(&printed[..4]));
    }
    assert_eq!(seen.len(), 24);
}

#[test]
fn by_topic_the_bank_says_which_comes_first_and_levels_rise_within_it() {
    let bank = bank_of_levels();
    let mut seen = BTreeSet::new();
    for seed in 0..100 {
        let printed = printed(&bank, &[section(bank.questions.keys())], Order::Topic, seed);
        assert!(printed.is_sorted_by_key(|question| (topic(question), level(question))));
        seen.insert(ids(&printed[..2]));
    }
    assert_eq!(seen.len(), 2);
}

#[test]
fn at_random_every_question_comes_first_about_equally_often() {
    let bank = bank_of_levels();
    let mut firsts: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..1200 {
        let printed = printed(&bank, &[section(bank.questions.keys())], Order::Random, seed);
        *firsts.entry(printed[0].id.clone()).or_default() += 1;
    }
    assert_eq!(firsts.len(), 12);
    let chi_square: f64 = firsts.values().map(|&times| (f64::from(times) - 100.0).powi(2) / 100.0).sum();
    assert!(chi_square < 24.73, "{chi_square} is not below the 1 % point for 11 degrees of freedom");
}

#[test]
fn easy_first_opens_with_the_easiest_level_that_was_drawn_and_mixes_all_others() {
    let bank = bank_of_levels();
    for (easiest, of_it) in [(0, 4), (1, 4)] {
        let drawn = bank.questions.values().filter(|question| level(question) >= easiest);
        let drawn = section(drawn.map(|question| &question.id));
        let mut openings = BTreeSet::new();
        let mut next: BTreeMap<usize, u32> = BTreeMap::new();
        for seed in 0..400 {
            let printed = printed(&bank, std::slice::from_ref(&drawn), Order::EasyFirst, seed);
            let is_easy: Vec<bool> = printed.iter().map(|question| level(question) == easiest).collect();
            assert_eq!(is_easy, (0..drawn.ids.len()).map(|at| at < of_it).collect::<Vec<_>>());
            openings.insert(ids(&printed[..of_it]));
            *next.entry(level(&printed[of_it])).or_default() += 1;
        }
        assert_eq!(openings.len(), 24);
        assert!(next.values().all(|times| *times > 150), "{next:?}");
    }
}

/// Sections of four questions that hold two topics and all levels each.
fn three_sections(bank: &Bank) -> [DrawnSection; 3] {
    let all: Vec<&String> = bank.questions.keys().collect();
    let part = |at: usize, order: Option<Order>| DrawnSection {
        title: Some(format!("Section {at}")),
        order,
        ids: all[4 * at..4 * at + 4].iter().map(|id| (*id).clone()).collect(),
    };
    [part(0, Some(Order::Random)), part(1, None), part(2, Some(Order::Topic))]
}

#[test]
fn sections_follow_each_other_and_keep_their_own_orders() {
    let bank = bank_of_levels();
    let sections = three_sections(&bank);
    let mut first = BTreeSet::new();
    for seed in 0..300 {
        let printed = printed(&bank, &sections, Order::Section, seed);
        for (section, questions) in sections.iter().zip(printed.chunks(4)) {
            assert_eq!(ids(questions).into_iter().collect::<BTreeSet<_>>(), section.ids);
        }
        first.insert(ids(&printed[..4]));
        assert!(printed[4..8].is_sorted_by_key(level));
        assert!(printed[8..].is_sorted_by_key(|question| (topic(question), level(question))));
    }
    assert_eq!(first.len(), 24);
}

#[test]
fn easy_first_in_a_section_looks_at_the_levels_of_that_section() {
    let bank = bank_of_levels();
    let of = |levels: &[usize]| {
        let chosen = bank.questions.values().filter(|question| levels.contains(&level(question)));
        DrawnSection { order: Some(Order::EasyFirst), ..section(chosen.map(|question| &question.id)) }
    };
    for seed in 0..50 {
        let printed = printed(&bank, &[of(&[1, 2]), of(&[0])], Order::Section, seed);
        let levels: Vec<usize> = printed.iter().map(level).collect();
        assert_eq!(levels, [1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0]);
    }
}

#[test]
fn every_other_order_goes_across_sections() {
    let bank = bank_of_levels();
    let sections = three_sections(&bank);
    let whole = [section(bank.questions.keys())];
    for order in ORDERS.into_iter().filter(|order| *order != Order::Section) {
        for seed in 0..50 {
            assert_eq!(ids(&printed(&bank, &sections, order, seed)), ids(&printed(&bank, &whole, order, seed)));
        }
    }
}

/// Makes questions, by their place in the bank's reading order, one set.
fn link(bank: &mut Bank, name: &str, places: &[usize]) {
    for question in bank.questions.values_mut().filter(|question| places.contains(&question.place)) {
        question.set = Some(name.to_owned());
    }
}

/// Where the questions of a set stand on a paper, from zero, and their places in the bank.
fn places_of_set(printed: &[Question], name: &str) -> (Vec<usize>, Vec<usize>) {
    let members = printed.iter().enumerate().filter(|(_, question)| question.set.as_deref() == Some(name));
    members.map(|(at, question)| (at, question.place)).unzip()
}

#[test]
fn a_set_stands_together_in_reading_order_whatever_the_order() {
    let mut bank = bank_of_levels();
    link(&mut bank, "one", &[1, 5, 9]);
    link(&mut bank, "other", &[2, 3]);
    for order in ORDERS {
        for seed in 0..200 {
            let printed = printed(&bank, &three_sections(&bank), order, seed);
            assert_eq!(ids(&printed).into_iter().collect::<BTreeSet<_>>().len(), 12);
            for (name, expected) in [("one", vec![1, 5, 9]), ("other", vec![2, 3])] {
                let (at, places) = places_of_set(&printed, name);
                assert_eq!(at, (at[0]..at[0] + expected.len()).collect::<Vec<_>>(), "{order:?} {seed}");
                assert_eq!(places, expected);
            }
        }
    }
}

#[test]
fn a_set_stands_where_its_easiest_question_would_and_anywhere_there() {
    let mut bank = bank_of_levels();
    // A senior, a mid and a junior question, read in this order.
    link(&mut bank, "set", &[2, 4, 6]);
    let mut starts: BTreeMap<usize, u32> = BTreeMap::new();
    for seed in 0..800 {
        let printed = printed(&bank, &[section(bank.questions.keys())], Order::Level, seed);
        *starts.entry(places_of_set(&printed, "set").0[0]).or_default() += 1;
        assert!(printed.iter().filter(|question| question.set.is_none()).is_sorted_by_key(level));
    }
    assert_eq!(starts.keys().copied().collect::<Vec<_>>(), [0, 1, 2, 3]);
    let chi_square: f64 = starts.values().map(|&times| (f64::from(times) - 200.0).powi(2) / 200.0).sum();
    assert!(chi_square < 11.34, "{chi_square} is not below the 1 % point for 3 degrees of freedom");
}

#[test]
fn a_set_drawn_for_two_sections_stands_in_the_first() {
    let mut bank = bank_of_levels();
    let sections = three_sections(&bank);
    let of_first = bank.questions[sections[0].ids.first().unwrap()].place;
    let of_last = bank.questions[sections[2].ids.first().unwrap()].place;
    link(&mut bank, "set", &[of_first, of_last]);
    for seed in 0..100 {
        let printed = printed(&bank, &sections, Order::Section, seed);
        assert!(places_of_set(&printed, "set").0[1] < 5);
    }
}

#[test]
fn the_place_of_a_set_belongs_to_its_name_and_not_to_who_was_drawn_of_it() {
    let mut bank = bank_of_levels();
    // The four junior questions stand at places 0, 3, 6 and 9.
    link(&mut bank, "set", &[0, 3, 6]);
    let without = |place: usize| section(bank.questions.values().filter(|q| q.place != place).map(|q| &q.id));
    for seed in 0..100 {
        let units = |place: usize| {
            let printed = printed(&bank, &[without(place)], Order::Random, seed);
            let mut units: Vec<String> =
                printed.iter().map(|question| question.set.clone().unwrap_or(question.id.clone())).collect();
            units.dedup();
            units
        };
        assert_eq!(units(0), units(6));
    }
}

#[test]
fn every_order_can_be_asked_for_in_the_file_and_by_flag() {
    for word in ["level", "topic", "random", "easy-first", "section"] {
        let shop = Workshop::new().file("exam.toml", format!("order = \"{word}\"\ncount = 1\n"));
        shop.run(&["generate", "--out", "file"]).done();
        shop.run(&["generate", "--order", word, "--count", "1", "--out", "flag"]).done();
        for folder in ["file", "flag"] {
            let manifest: serde_json::Value =
                serde_json::from_slice(&shop.read(&format!("{folder}/manifest.json"))).unwrap();
            assert_eq!(manifest["spec"]["order"], word);
        }
    }
}

#[test]
fn a_section_with_a_title_begins_with_it_where_the_paper_goes_section_after_section() {
    let bank = bank_of_levels();
    let ids: Vec<&String> = bank.questions.keys().collect();
    let titled =
        |title: &str, ids: &[&String]| DrawnSection { title: Some(title.to_owned()), ..section(ids.iter().copied()) };
    let sections = [titled("Reading", &ids[..5]), section(ids[5..8].iter().copied()), titled("Writing", &ids[8..])];
    for seed in 0..50 {
        let headings = |order| -> Vec<(usize, String)> {
            let questions = paper(&bank, &sections, order, true, seed).questions;
            questions.into_iter().filter_map(|numbered| Some((numbered.number, numbered.heading?))).collect()
        };
        assert_eq!(headings(Order::Section), [(1, "Reading".to_owned()), (9, "Writing".to_owned())]);
        assert_eq!(headings(Order::Random), []);
    }
}
