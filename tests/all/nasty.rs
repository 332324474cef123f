//! Blueprints that are hard to decide or easy to get wrong, each with what has to come of it.

use std::collections::BTreeSet;

use exampress::select::{Change, Clash, Item, Refusal, draw};
use exampress::spec::{Attribute, Blueprint, Bounds, Count, Filter, Measure, Request, Section, Split, Style};

/// So many questions of one level, each changed by its number.
fn bank(size: usize, change: impl Fn(usize, &mut Item)) -> Vec<Item> {
    let item = |at: usize| {
        let mut item = Item {
            id: format!("q{at:04}"),
            level: "junior".to_owned(),
            topic: "t".to_owned(),
            kind: "open".to_owned(),
            marks: 1 + at as u32 % 6,
            minutes: 2,
            ..Item::default()
        };
        change(at, &mut item);
        item
    };
    (0..size).map(item).collect()
}

fn exam(low: usize, high: usize, requests: Vec<Request>) -> Blueprint {
    let count = Count { name: "count".to_owned(), span: None, low, high };
    Blueprint { sections: vec![Section { count: Some(count), ..Section::default() }], requests, ..Blueprint::default() }
}

fn request(name: &str, filter: Filter, measure: Measure, bounds: Bounds) -> Request {
    let style = if measure == Measure::Questions { Style::MinMax } else { Style::Number };
    Request { name: name.to_owned(), span: None, section: None, filter, measure, bounds, style }
}

fn within(low: u64, high: u64) -> Bounds {
    Bounds::Within { low, high: Some(high) }
}

fn marks(bounds: Bounds) -> Request {
    request("marks", Filter::default(), Measure::Marks, bounds)
}

fn questions(attribute: Attribute, value: &str, bounds: Bounds) -> Request {
    request(value, Filter::by(attribute, [value.to_owned()]), Measure::Questions, bounds)
}

fn required(id: &str) -> Request {
    let request = questions(Attribute::Id, id, Bounds::Within { low: 1, high: None });
    Request { style: Style::Rule, name: format!("require \"{id}\""), ..request }
}

fn drawn(items: &[Item], blueprint: &Blueprint, seed: &str) -> Result<BTreeSet<String>, Refusal> {
    draw(items, &["junior".to_owned(), "senior".to_owned()], blueprint, seed).map(|forms| forms[0].ids())
}

/// The names of requests that clash with each other, and the changes that each alone makes an exam possible.
#[track_caller]
fn clash(items: &[Item], blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    match drawn(items, blueprint, "seed") {
        Err(Refusal::Clash(Clash::Together { members, .. })) => {
            members.into_iter().map(|member| (member.request, member.changes.iter().map(words).collect())).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// The requests that ask for too much, with what there is.
#[track_caller]
fn short(items: &[Item], blueprint: &Blueprint) -> Vec<(String, i64)> {
    match drawn(items, blueprint, "seed") {
        Err(Refusal::Clash(Clash::Short(short))) => {
            short.into_iter().map(|shortage| (shortage.request, shortage.there)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn words(change: &Change) -> String {
    match change {
        Change::Write(text) => text.clone(),
        Change::LeaveOut(name) => format!("without {name}"),
    }
}

fn told(members: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    members.iter().map(|(name, changes)| ((*name).to_owned(), owned(changes))).collect()
}

/// Questions of kind `open` have odd marks, all others even ones.
fn odd_only_in_open(at: usize, item: &mut Item) {
    item.marks = 1 + at as u32 % 6;
    item.kind = ["open", "ordering"][at % 2].into();
}

#[test]
fn a_hidden_parity_is_found() {
    for size in [60, 300] {
        let items = bank(size, odd_only_in_open);
        let three_open = questions(Attribute::Kind, "open", within(3, 3));
        assert!(drawn(&items, &exam(12, 12, vec![three_open.clone(), marks(within(41, 41))]), "seed").is_ok());
        let impossible = exam(12, 12, vec![three_open, marks(within(40, 40))]);
        let expected = [
            ("open, count = 3", &["open, count = 2", "open, count = 4"][..]),
            ("marks = 40", &["marks = 39", "marks = 41"]),
        ];
        assert_eq!(clash(&items, &impossible), told(&expected), "{size} questions");
    }
}

#[test]
fn a_parity_is_found_behind_other_requests() {
    for size in [60, 300] {
        let mut items = bank(size, odd_only_in_open);
        for (at, item) in items.iter_mut().enumerate() {
            item.topic = format!("t{}", at % 7);
            item.concept = at.is_multiple_of(3).then(|| format!("c{}", at % 40));
            item.minutes = 1 + at as u32 % 9;
        }
        let mut requests: Vec<Request> =
            (0..7).map(|topic| questions(Attribute::Topic, &format!("t{topic}"), within(1, 3))).collect();
        requests.push(questions(Attribute::Kind, "open", within(3, 3)));
        requests.push(request("minutes", Filter::default(), Measure::Minutes, within(50, 60)));
        requests.push(marks(within(40, 40)));
        let names: Vec<String> = clash(&items, &exam(12, 12, requests)).into_iter().map(|member| member.0).collect();
        assert_eq!(names, ["open, count = 3", "marks = 40"], "{size} questions");
    }
}

#[test]
fn an_odd_total_of_even_marks_is_impossible() {
    for size in [60, 300] {
        let items = bank(size, |at, item| item.marks = 2 + 2 * (at as u32 % 4));
        let members = clash(&items, &exam(12, 12, vec![marks(within(55, 55))]));
        assert_eq!(members, told(&[("marks = 55", &["marks = 54", "marks = 56"])]), "{size} questions");
    }
}

#[test]
fn marks_that_are_all_multiples_of_five_make_no_total_beside_them() {
    let items = bank(300, |at, item| item.marks = 5 + 5 * (at as u32 % 3));
    let members = clash(&items, &exam(8, 10, vec![marks(within(81, 84))]));
    assert_eq!(members, told(&[("marks = \"81..84\"", &["marks = \"80..84\"", "marks = \"81..85\""])]));
    let total = |target: u64| -> u32 {
        let ids = drawn(&items, &exam(10, 10, vec![marks(Bounds::Near(target))]), "seed").unwrap();
        items.iter().filter(|item| ids.contains(&item.id)).map(|item| item.marks).sum()
    };
    assert_eq!([total(83), total(81), total(80), total(2), total(1000)], [85, 80, 80, 50, 150]);
}

#[test]
fn minimums_that_sum_to_the_count_leave_no_freedom_but_are_possible() {
    let items = bank(120, |at, item| item.topic = format!("t{}", at % 6));
    let requests = || (0..6).map(|topic| questions(Attribute::Topic, &format!("t{topic}"), at_least(2))).collect();
    for seed in 0..20 {
        let ids = drawn(&items, &exam(12, 12, requests()), &seed.to_string()).unwrap();
        for topic in 0..6 {
            let of_topic = items.iter().filter(|item| item.topic == format!("t{topic}") && ids.contains(&item.id));
            assert_eq!(of_topic.count(), 2);
        }
    }
    let members = clash(&items, &exam(11, 11, requests()));
    assert_eq!(members.len(), 7);
    assert_eq!(members[0], ("count = 11".to_owned(), vec!["count = 12".to_owned()]));
    assert_eq!(members[1], ("t0, min = 2".to_owned(), vec!["t0, min = 1".to_owned()]));
}

fn at_least(low: u64) -> Bounds {
    Bounds::Within { low, high: None }
}

#[test]
fn a_hundred_topics_with_a_minimum_each() {
    let items = bank(300, |at, item| item.topic = format!("t{}", at % 100));
    let requests = || (0..100).map(|topic| questions(Attribute::Topic, &format!("t{topic}"), at_least(1))).collect();
    assert_eq!(drawn(&items, &exam(100, 100, requests()), "seed").unwrap().len(), 100);
    assert_eq!(clash(&items, &exam(99, 99, requests())).len(), 101);
}

#[test]
fn an_exam_of_no_question_is_not_drawn() {
    let items = bank(10, |_, _| {});
    assert_eq!(drawn(&items, &exam(0, 0, Vec::new()), "seed"), Err(Refusal::NothingWanted));
    for seed in 0..20 {
        let ids = drawn(&items, &exam(0, 2, Vec::new()), &seed.to_string()).unwrap();
        assert!((1..=2).contains(&ids.len()), "of a range with zero another number is taken");
    }
}

#[test]
fn all_questions_required_leave_nothing_to_draw() {
    for size in [12, 1000] {
        let items = bank(size, |_, _| {});
        let requests: Vec<Request> = items.iter().map(|item| required(&item.id)).collect();
        let ids = drawn(&items, &exam(size, size, requests), "seed").unwrap();
        assert_eq!(ids.len(), size);
    }
}

#[test]
fn one_place_too_few_for_what_is_required() {
    let items = bank(12, |_, _| {});
    let requests: Vec<Request> = items[..4].iter().map(|item| required(&item.id)).collect();
    let members = clash(&items, &exam(3, 3, requests));
    assert_eq!(members.len(), 5);
    assert_eq!(members[0], ("count = 3".to_owned(), vec!["count = 4".to_owned()]));
    assert_eq!(members[4], ("require \"q0003\"".to_owned(), vec!["without require \"q0003\"".to_owned()]));
}

#[test]
fn enemies_that_are_both_required_clash() {
    let items = bank(12, |_, _| {});
    let ids = Filter::by(Attribute::Id, ["q0001", "q0002", "q0003"].map(str::to_owned));
    let enemies = Request { style: Style::Rule, ..request("enemies", ids, Measure::Questions, within(0, 1)) };
    let members = clash(&items, &exam(5, 5, vec![required("q0001"), enemies.clone(), required("q0002")]));
    let names: Vec<&str> = members.iter().map(|member| member.0.as_str()).collect();
    assert_eq!(names, ["require \"q0001\"", "enemies", "require \"q0002\""]);
    let ids = drawn(&items, &exam(10, 10, vec![required("q0001"), enemies]), "seed").unwrap();
    assert!(!ids.contains("q0002") && !ids.contains("q0003"));
}

#[test]
fn a_bank_of_one_question() {
    let items = bank(1, |_, _| {});
    assert_eq!(drawn(&items, &exam(1, 1, Vec::new()), "seed").unwrap().len(), 1);
    assert_eq!(short(&items, &exam(2, 2, Vec::new())), [("count = 2".to_owned(), 1)]);
    assert_eq!(short(&[], &exam(1, 1, Vec::new())), [("count = 1".to_owned(), 0)]);
}

#[test]
fn a_set_is_drawn_whole_or_not_at_all() {
    let items = bank(20, |at, item| item.set = (at < 5).then(|| "s".to_owned()));
    for seed in 0..20 {
        let ids = drawn(&items, &exam(4, 4, Vec::new()), &seed.to_string()).unwrap();
        assert!(ids.iter().all(|id| id.as_str() > "q0004"), "a set of five in an exam of four");
    }
    let members = clash(&items, &exam(4, 4, vec![required("q0002")]));
    let expected = [("count = 4", &["count = 5"][..]), ("require \"q0002\"", &["without require \"q0002\""])];
    assert_eq!(members, told(&expected));
    let all_sets = bank(20, |at, item| item.set = Some(format!("s{}", at / 5)));
    assert_eq!(clash(&all_sets, &exam(8, 8, Vec::new())), told(&[("count = 8", &["count = 5", "count = 10"])]));
    assert_eq!(drawn(&all_sets, &exam(8, 11, Vec::new()), "seed").unwrap().len(), 10);
}

#[test]
fn ranges_that_contradict_each_other_are_both_told() {
    let items = bank(40, |at, item| item.topic = format!("t{}", at % 4));
    let most = Request { name: "t1 again".to_owned(), ..questions(Attribute::Topic, "t1", within(0, 3)) };
    let members = clash(&items, &exam(12, 12, vec![questions(Attribute::Topic, "t1", within(5, 9)), most]));
    let expected =
        [("t1, min = 5, max = 9", &["t1, min = 3, max = 9"][..]), ("t1 again, max = 3", &["t1 again, max = 5"])];
    assert_eq!(members, told(&expected));
}

#[test]
fn of_a_range_the_only_number_that_is_possible_is_taken() {
    let items = bank(300, |_, item| item.marks = 4);
    for seed in 0..20 {
        let ids = drawn(&items, &exam(3, 300, vec![marks(within(20, 20))]), &seed.to_string()).unwrap();
        assert_eq!(ids.len(), 5);
    }
}

#[test]
fn a_range_without_an_end_reaches_as_far_as_the_bank() {
    let items = bank(8, |_, _| {});
    let mut seen = BTreeSet::new();
    for seed in 0..60 {
        seen.insert(drawn(&items, &exam(3, 1000, Vec::new()), &seed.to_string()).unwrap().len());
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
}

#[test]
fn wide_ranges_of_several_sections_are_decided() {
    let items = bank(60, |at, item| item.level = ["junior", "senior"][at % 2].to_owned());
    let section = |at: usize| {
        let count = Count { name: format!("section {at}: count"), span: None, low: 1, high: 60 };
        Section { count: Some(count), split: Split::Free, ..Section::default() }
    };
    let of_first = |request: Request| Request { section: Some(0), ..request };
    let few = of_first(marks(within(1, 4)));
    let blueprint = Blueprint {
        sections: vec![section(1), section(2), section(3)],
        requests: vec![few, request("in all", Filter::default(), Measure::Questions, within(0, 9))],
        ..Blueprint::default()
    };
    for seed in 0..5 {
        let ids = drawn(&items, &blueprint, &seed.to_string());
        assert!(ids.as_ref().is_ok_and(|ids| ids.len() <= 9), "{ids:?}");
    }
}

#[test]
fn a_number_that_is_out_of_reach_is_come_near_to() {
    let items = bank(60, |_, _| {});
    let total = |target: u64| -> u32 {
        let ids = drawn(&items, &exam(10, 10, vec![marks(Bounds::Near(target))]), "seed").unwrap();
        items.iter().filter(|item| ids.contains(&item.id)).map(|item| item.marks).sum()
    };
    assert_eq!([total(1_000_000), total(0), total(33)], [60, 10, 33]);
}

#[test]
fn to_ask_twice_is_to_ask_once() {
    let items = bank(60, |at, item| item.topic = format!("t{}", at % 5));
    let wish = || questions(Attribute::Topic, "t3", within(4, 5));
    for seed in 0..20 {
        let seed = seed.to_string();
        let once = drawn(&items, &exam(10, 10, vec![wish()]), &seed).unwrap();
        assert_eq!(drawn(&items, &exam(10, 10, vec![wish(), wish(), wish()]), &seed).unwrap(), once);
    }
    let too_much = || questions(Attribute::Topic, "t3", at_least(13));
    assert_eq!(short(&items, &exam(20, 20, vec![too_much(), too_much()])).len(), 2);
}

#[test]
fn the_strongest_preferences_leave_the_draw_random() {
    let items = bank(40, |_, _| {});
    let preference =
        exampress::spec::Preference { filter: Filter::by(Attribute::Topic, ["t".to_owned()]), weight: 1000 };
    let blueprint = Blueprint { prefer: vec![preference; 6], ..exam(5, 5, Vec::new()) };
    let seen: BTreeSet<BTreeSet<String>> =
        (0..30).map(|seed| drawn(&items, &blueprint, &seed.to_string()).unwrap()).collect();
    assert_eq!(seen.len(), 30);
}
