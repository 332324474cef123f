//! The draw: literals that stay for ever, and what holds for every seed.

use std::collections::{BTreeMap, BTreeSet};

use exampress::bank::{self, Bank, Origin};
use exampress::paper::{self, DrawnSection, Paper, Right, Words};
use exampress::select::{Item, draw};
use exampress::source::Sources;
use exampress::spec::{Attribute, Blueprint, Bounds, Filter, Measure, Order, Request, Section, Style};
use exampress::stream::Streams;

const LEVELS: [&str; 3] = ["junior", "mid", "senior"];

/// Sixty questions, twenty a level; every fifth concept is shared by two levels.
fn items() -> Vec<Item> {
    (0..60)
        .map(|at| Item {
            id: format!("q{at:02}"),
            level: LEVELS[at % 3].to_owned(),
            topic: format!("t{}", at % 4),
            concept: (at % 5 < 2).then(|| format!("c{}", at / 5)),
            ..Item::default()
        })
        .collect()
}

fn levels() -> Vec<String> {
    LEVELS.map(str::to_owned).to_vec()
}

fn counts(numbers: [usize; 3]) -> Blueprint {
    let requests = LEVELS.into_iter().zip(numbers).map(|(level, number)| {
        let bounds = Bounds::Within { low: number as u64, high: Some(number as u64) };
        request(&format!("levels.{level}"), Filter::by(Attribute::Level, [level.to_owned()]), bounds)
    });
    Blueprint { sections: vec![Section::default()], requests: requests.collect(), ..Blueprint::default() }
}

fn request(name: &str, filter: Filter, bounds: Bounds) -> Request {
    let (name, span, section, measure, style) = (name.to_owned(), None, None, Measure::Questions, Style::Rule);
    Request { name, span, section, filter, measure, bounds, style }
}

const NONE: Bounds = Bounds::Within { low: 0, high: Some(0) };

fn drawn(items: &[Item], blueprint: &Blueprint, seed: &str) -> BTreeSet<String> {
    draw(items, &levels(), blueprint, seed).unwrap()[0].ids()
}

fn built_in() -> Bank {
    bank::load(&Origin::BuiltIn, &mut Sources::default()).unwrap()
}

fn items_of(bank: &Bank) -> Vec<Item> {
    bank.questions
        .values()
        .map(|question| Item {
            id: question.id.clone(),
            level: question.level.clone(),
            topic: question.topic.clone(),
            concept: question.concept.clone(),
            ..Item::default()
        })
        .collect()
}

fn assembled(bank: &Bank, ids: &BTreeSet<String>, streams: &Streams) -> Paper {
    let words = Words { title: "T".into(), language: "en".into(), ..Words::default() };
    let section = DrawnSection { ids: ids.clone(), ..DrawnSection::default() };
    paper::assemble(bank, &[section], words, Order::Level, true, streams)
}

#[test]
fn golden_draws_stay_for_ever() {
    let golden = [
        ("spring-7", "A", "q00 q12 q16 q31 q42 q47 q53 q55"),
        ("spring-7", "B", "q04 q06 q11 q18 q20 q24 q52 q58"),
        ("", "A", "q00 q10 q23 q29 q46 q52 q54 q57"),
        ("Prüfung 漢字", "A", "q10 q13 q18 q40 q42 q44 q45 q47"),
    ];
    for (seed, form, ids) in golden {
        let mut blueprint = counts([3, 3, 2]);
        blueprint.forms.names = vec![form.to_owned()];
        assert_eq!(drawn(&items(), &blueprint, seed).into_iter().collect::<Vec<_>>().join(" "), ids, "{seed} {form}");
    }
}

#[test]
fn golden_papers_stay_for_ever() {
    let bank = format!("{}{}", golden_choice("b", "mid"), golden_choice("a", "junior") + &golden_choice("c", "junior"));
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("x.toml"), bank).unwrap();
    let bank = bank::load(&Origin::Folder(folder.path().to_owned()), &mut Sources::default()).unwrap();
    let streams = Streams::new("spring-7", "A");
    let ids = bank.questions.keys().cloned().collect();
    let paper = assembled(&bank, &ids, &streams);
    let printed: Vec<String> =
        paper.questions.iter().map(|numbered| format!("{} {:?}", numbered.question.id, numbered.orders)).collect();
    assert_eq!(printed, ["c [[2, 1, 0, 3]]", "a [[2, 1, 0, 3]]", "b [[1, 0, 2, 3]]"]);
    assert_eq!(paper.front.form_code, "F3WP-5FY6");
}

fn golden_choice(id: &str, level: &str) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\nlevel = \"{level}\"\ntopic = \"t\"\nkind = \"single-choice\"\nmarks = 1\nminutes = 1\n\
         prompt = \"p\"\noptions = [{{ text = \"1\", correct = true }}, {{ text = \"2\" }}, {{ text = \"3\" }}, \
         {{ text = \"4\", pin = true }}]\n"
    )
}

#[test]
fn a_thousand_seeds_meet_their_quotas_and_repeat_no_concept() {
    let bank = built_in();
    let items = items_of(&bank);
    let levels: Vec<String> = bank.levels.iter().map(|level| level.id.clone()).collect();
    let wanted: BTreeMap<String, usize> =
        [("junior", 4), ("mid", 4), ("senior", 4)].map(|(level, number)| (level.to_owned(), number)).into();
    let blueprint = counts([4, 4, 4]);
    for seed in 0..1000 {
        let streams = Streams::new(&format!("seed {seed}"), "A");
        let ids = draw(&items, &levels, &blueprint, streams.seed()).unwrap()[0].ids();
        let questions: Vec<_> = ids.iter().map(|id| &bank.questions[id]).collect();
        for (level, number) in &wanted {
            assert_eq!(questions.iter().filter(|question| question.level == *level).count(), *number);
        }
        let concepts: Vec<_> = questions.iter().filter_map(|question| question.concept.as_ref()).collect();
        assert_eq!(concepts.iter().collect::<BTreeSet<_>>().len(), concepts.len(), "seed {seed}");
        let paper = assembled(&bank, &ids, &streams);
        key_agrees_with_sheet(&paper, &bank);
    }
}

/// Every letter that the key calls right stands on the sheet beside a text that the bank calls right.
fn key_agrees_with_sheet(paper: &Paper, bank: &Bank) {
    let sheet = paper::candidate_sheet(paper);
    let key = paper::key_sheet(paper, bank);
    assert_eq!(sheet.front, key.front);
    for (asked, solved) in sheet.questions.iter().zip(&key.questions) {
        assert_eq!((asked.number, asked.marks), (solved.number, solved.marks));
        assert_eq!(asked.prompt, solved.prompt);
        let (Some(ask), Some(solution)) = (&asked.ask, &solved.solution) else { continue };
        let shown = |letters: &[paper::Lettered], letter: &str| {
            letters.iter().find(|option| option.letter == letter).unwrap().text.clone()
        };
        match (ask, &solution.right) {
            (paper::Ask::Tick { options, .. }, Right::Options { options: marked, .. }) => {
                let bank::Body::Whole(task) = &bank.questions[&solved.id].body else { unreachable!() };
                let bank::Response::Choice { options: filed, .. } = &task.response else { unreachable!() };
                for option in marked {
                    assert_eq!(shown(options, &option.letter), option.text);
                    let right = filed.iter().find(|filed| filed.text == option.text).unwrap().correct;
                    assert_eq!(right, option.correct);
                }
            }
            (paper::Ask::Match { left, right }, Right::Matches(matches)) => {
                for (place, (side, letter, text)) in matches.iter().enumerate() {
                    assert_eq!(left[place], *side);
                    assert_eq!(shown(right, letter), *text);
                }
            }
            (paper::Ask::Order(items), Right::Sequence(sequence)) => {
                let bank::Body::Whole(task) = &bank.questions[&solved.id].body else { unreachable!() };
                let bank::Response::Ordering { items: filed } = &task.response else { unreachable!() };
                for (letter, number, text) in sequence {
                    assert_eq!(shown(items, letter), *text);
                    assert_eq!(filed[number - 1], *text);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn with_levels_alone_every_form_is_equally_likely() {
    let items: Vec<Item> = (0..10)
        .map(|at| Item { id: format!("q{at}"), level: "junior".into(), topic: "t".into(), ..Item::default() })
        .collect();
    let mut seen: BTreeMap<BTreeSet<String>, u32> = BTreeMap::new();
    for seed in 0..12_000 {
        *seen.entry(drawn(&items, &counts([3, 0, 0]), &seed.to_string())).or_default() += 1;
    }
    assert_eq!(seen.len(), 120);
    let chi_square: f64 = seen.values().map(|&times| (f64::from(times) - 100.0).powi(2) / 100.0).sum();
    assert!(chi_square < 157.8, "{chi_square} is not below the 1 % point for 119 degrees of freedom");
}

#[test]
fn the_order_of_the_bank_does_not_matter() {
    let mut turned = items();
    turned.reverse();
    for seed in 0..100 {
        let seed = seed.to_string();
        assert_eq!(drawn(&items(), &counts([4, 4, 4]), &seed), drawn(&turned, &counts([4, 4, 4]), &seed));
    }
}

#[test]
fn one_question_more_moves_at_most_one_place_a_level() {
    let without: Vec<Item> = items().into_iter().map(|item| Item { concept: None, ..item }).collect();
    let mut with = without.clone();
    with.push(Item { id: "new".into(), level: "mid".into(), topic: "t0".into(), ..Item::default() });
    let mut moved = 0;
    for seed in 0..300 {
        let seed = seed.to_string();
        let (before, after) = (drawn(&without, &counts([4, 4, 4]), &seed), drawn(&with, &counts([4, 4, 4]), &seed));
        let new: Vec<_> = after.difference(&before).collect();
        assert!(new.is_empty() || new == ["new"], "{new:?}");
        moved += new.len();
    }
    assert!((20..100).contains(&moved), "the new question was drawn {moved} times of 300, 57 are expected");
}

#[test]
fn an_excluded_question_changes_nothing_for_those_that_were_drawn_without_it() {
    for seed in 0..100 {
        let seed = seed.to_string();
        let before = drawn(&items(), &counts([3, 3, 3]), &seed);
        let out = items().into_iter().map(|item| item.id).find(|id| !before.contains(id)).unwrap();
        let mut blueprint = counts([3, 3, 3]);
        blueprint.requests.push(request("exclude", Filter::by(Attribute::Id, [out]), NONE));
        assert_eq!(drawn(&items(), &blueprint, &seed), before);
    }
}

#[test]
fn topics_and_required_questions_are_kept() {
    for seed in 0..100 {
        let mut blueprint = counts([2, 2, 2]);
        let topics = |names: &[&str]| Filter {
            except: BTreeSet::from(["q00".to_owned()]),
            ..Filter::by(Attribute::Topic, names.iter().map(|name| (*name).to_owned()))
        };
        blueprint.requests.extend([
            request("topics", Filter { inverted: true, ..topics(&["t1", "t2"]) }, NONE),
            request("exclude_topics", topics(&["t2"]), NONE),
            request(
                "require \"q00\"",
                Filter::by(Attribute::Id, ["q00".to_owned()]),
                Bounds::Within { low: 1, high: None },
            ),
        ]);
        let ids = drawn(&items(), &blueprint, &seed.to_string());
        assert!(ids.contains("q00"));
        for item in items().iter().filter(|item| ids.contains(&item.id) && item.id != "q00") {
            assert_eq!(item.topic, "t1");
        }
    }
}
