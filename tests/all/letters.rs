//! The letters of right options: none three times in a row, and all as likely as each other.

use exampress::bank::{Bank, Body, Question, Response, Task};
use exampress::paper::Paper;
use exampress::select::{Item, draw};
use exampress::spec::{Blueprint, Count, Order, Section};

use crate::sequences::{loaded, paper, section};
use crate::workshop::Workshop;

/// Twelve questions of four options; which is right goes round.
fn bank_of_choices() -> Bank {
    let question = |at: usize| {
        let options = options(&[at % 4], &[]);
        format!("[[question]]\nid = \"q{at:02}\"\nkind = \"single-choice\"\nmarks = 1\n{HEAD}prompt = \"p\"\n{options}")
    };
    loaded(&Workshop::new().file("a.toml", (0..12).map(question).collect::<String>()))
}

const HEAD: &str = "level = \"junior\"\ntopic = \"t\"\nminutes = 1\n";

fn options(rights: &[usize], pins: &[usize]) -> String {
    let option =
        |at: usize| format!("{{ text = \"{at}\", correct = {}, pin = {} }}", rights.contains(&at), pins.contains(&at));
    format!("options = [{}]\n", (0..4).map(option).collect::<Vec<_>>().join(", "))
}

/// The printed places of the right options, task by task, for tasks with exactly one.
fn letters(paper: &Paper) -> Vec<usize> {
    let tasks = paper.questions.iter().flat_map(|numbered| tasks(&numbered.question).into_iter().zip(&numbered.orders));
    tasks
        .filter_map(|(task, order)| {
            let Response::Choice { options, .. } = &task.response else { return None };
            let right: Vec<usize> = (0..order.len()).filter(|&at| options[order[at]].correct).collect();
            (right.len() == 1).then(|| right[0])
        })
        .collect()
}

fn tasks(question: &Question) -> Vec<&Task> {
    match &question.body {
        Body::Whole(task) => vec![task],
        Body::Parts(parts) => parts.iter().map(|part| &part.task).collect(),
    }
}

/// Whether each three neighbours hold two letters or more.
fn no_three_in_a_row(letters: &[usize]) -> bool {
    letters.windows(3).all(|three| three[0] != three[1] || three[1] != three[2])
}

#[test]
fn no_letter_is_right_three_times_in_a_row() {
    let bank = bank_of_choices();
    let all = [section(bank.questions.keys())];
    let mut pairs = 0;
    for seed in 0..2000 {
        let letters = letters(&paper(&bank, &all, Order::Level, true, seed));
        assert_eq!(letters.len(), 12);
        assert!(no_three_in_a_row(&letters), "seed {seed}: {letters:?}");
        pairs += letters.windows(2).filter(|two| two[0] == two[1]).count();
    }
    assert!(pairs > 4000, "only {pairs} letters came twice in a row");
}

/// Questions of two parts with one right option, a part between them that has two, and single choices among them.
#[test]
fn parts_count_and_tasks_with_two_right_options_do_not() {
    let parts: String = [("single", &[1][..]), ("multiple", &[0, 2]), ("multiple", &[3])]
        .map(|(kind, rights)| {
            let options = options(rights, &[]);
            format!("[[question.parts]]\nkind = \"{kind}-choice\"\nmarks = 1\nprompt = \"p\"\n{options}")
        })
        .concat();
    let question = |at: usize| {
        let (marks, body) = if at.is_multiple_of(2) { (3, &parts) } else { (1, &options(&[at % 4], &[])) };
        let kind = "kind = \"single-choice\"";
        format!("[[question]]\nid = \"q{at}\"\n{kind}\nmarks = {marks}\n{HEAD}prompt = \"p\"\n{body}")
    };
    let bank = loaded(&Workshop::new().file("a.toml", (0..8).map(question).collect::<String>()));
    for seed in 0..500 {
        let letters = letters(&paper(&bank, &[section(bank.questions.keys())], Order::Random, true, seed));
        assert_eq!(letters.len(), 12);
        assert!(no_three_in_a_row(&letters), "seed {seed}: {letters:?}");
    }
}

/// In every second question the right option is pinned to the last place; in the others the first option to the first.
#[test]
fn pinned_options_keep_their_places_and_only_they_make_a_letter_come_three_times() {
    let question = |at: usize| {
        let (right, pin) = if at.is_multiple_of(2) { (3, 3) } else { (1, 0) };
        let options = options(&[right], &[pin]);
        format!("[[question]]\nid = \"q{at:02}\"\nkind = \"single-choice\"\nmarks = 1\n{HEAD}prompt = \"p\"\n{options}")
    };
    let bank = loaded(&Workshop::new().file("a.toml", (0..12).map(question).collect::<String>()));
    let mut forced = 0;
    for seed in 0..500 {
        let paper = paper(&bank, &[section(bank.questions.keys())], Order::Random, true, seed);
        let is_pinned: Vec<bool> =
            paper.questions.iter().map(|numbered| numbered.question.place.is_multiple_of(2)).collect();
        for (numbered, right_is_pinned) in paper.questions.iter().zip(&is_pinned) {
            let pin = if *right_is_pinned { 3 } else { 0 };
            assert_eq!(numbered.orders[0][pin], pin);
        }
        for (three, pinned) in letters(&paper).windows(3).zip(is_pinned.windows(3)) {
            if three[0] == three[1] && three[1] == three[2] {
                assert!(pinned[2], "seed {seed}");
                forced += 1;
            }
        }
    }
    assert!(forced > 500, "pins forced only {forced} letters");
}

/// The letters of a thousand papers of ten questions, drawn from twelve.
fn ten_thousand_letters() -> Vec<Vec<usize>> {
    let bank = bank_of_choices();
    let items: Vec<Item> = bank
        .questions
        .values()
        .map(|question| Item {
            id: question.id.clone(),
            level: question.level.clone(),
            topic: question.topic.clone(),
            ..Item::default()
        })
        .collect();
    let count = Count { name: "count".to_owned(), span: None, low: 10, high: 10 };
    let whole = Section { count: Some(count), ..Section::default() };
    let blueprint = Blueprint { sections: vec![whole], ..Blueprint::default() };
    (0..1000)
        .map(|seed| {
            let drawn = draw(&items, &["junior".to_owned()], &blueprint, &seed.to_string()).unwrap();
            letters(&paper(&bank, &[section(&drawn[0].ids())], Order::Level, true, seed))
        })
        .collect()
}

#[test]
fn every_letter_is_right_about_equally_often() {
    let mut times = [0.0_f64; 4];
    for letter in ten_thousand_letters().into_iter().flatten() {
        times[letter] += 1.0;
    }
    let chi_square: f64 = times.iter().map(|times| (times - 2500.0).powi(2) / 2500.0).sum();
    assert!(chi_square < 11.34, "{chi_square} is not below the 1 % point for 3 degrees of freedom");
}

#[test]
fn after_one_letter_every_letter_is_as_likely_as_before() {
    let mut times = [[0.0_f64; 4]; 4];
    for letters in ten_thousand_letters() {
        for at in (1..letters.len()).filter(|&at| at == 1 || letters[at - 1] != letters[at - 2]) {
            times[letters[at - 1]][letters[at]] += 1.0;
        }
    }
    let total: f64 = times.iter().flatten().sum();
    let chi_square: f64 = (0..16)
        .map(|cell| {
            let (before, after) = (cell / 4, cell % 4);
            let row: f64 = times[before].iter().sum();
            let column: f64 = times.iter().map(|row| row[after]).sum();
            let expected = row * column / total;
            (times[before][after] - expected).powi(2) / expected
        })
        .sum();
    assert!(total > 7000.0);
    assert!(chi_square < 21.67, "{chi_square} is not below the 1 % point for 9 degrees of freedom");
}

#[test]
fn options_that_are_not_shuffled_keep_the_letters_of_the_file() {
    let mut bank = bank_of_choices();
    for question in bank.questions.values_mut() {
        let Body::Whole(Task { response: Response::Choice { options, .. }, .. }) = &mut question.body else {
            unreachable!("all are single choices")
        };
        for (at, option) in options.iter_mut().enumerate() {
            option.correct = at == 2;
        }
    }
    for seed in 0..20 {
        let paper = paper(&bank, &[section(bank.questions.keys())], Order::Random, false, seed);
        assert_eq!(letters(&paper), [2; 12]);
    }
}
