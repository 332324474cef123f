//! What holds for every seed on a bank of a usual size, each request checked by other code than that which draws.

use std::collections::{BTreeMap, BTreeSet};

use exampress::select::{Item, Selection, draw};
use exampress::spec::{
    Attribute, Blueprint, Bounds, Count, Filter, Forms, Measure, Overlap, Preference, Request, Section, Split, Style,
};

use crate::oracle::{Case, Form, Random, Rule, go_together};

const LEVELS: [&str; 3] = ["junior", "mid", "senior"];
const SEEDS: u64 = 60;

/// Three hundred questions of all sorts: a third test a concept that another tests too, some belong to linked sets, some
/// exclude others.
fn bank() -> Vec<Item> {
    let mut random = Random(7);
    (0..300)
        .map(|at| {
            let marks = random.within(1, 6) as u32;
            Item {
                id: format!("q{at:03}"),
                level: LEVELS[random.below(3)].to_owned(),
                topic: format!("t{}", random.below(6)),
                kind: (*random.pick(&["open", "ordering", "matching", "single-choice"])).to_owned(),
                tags: ["x", "y", "z"].into_iter().filter(|_| random.chance(25)).map(str::to_owned).collect(),
                concept: random.chance(40).then(|| format!("c{}", random.below(60))),
                file: format!("f{}.toml", random.below(8)),
                marks,
                minutes: marks + random.within(0, 5) as u32,
                excludes: if random.chance(10) { vec![format!("q{:03}", random.below(300))] } else { Vec::new() },
                set: (at % 50 < 3).then(|| format!("s{}", at / 50)),
            }
        })
        .collect()
}

fn request(name: &str, filter: Filter, measure: Measure, low: u64, high: Option<u64>) -> Request {
    let bounds = Bounds::Within { low, high };
    Request { name: name.to_owned(), span: None, section: None, filter, measure, bounds, style: Style::Number }
}

fn by(attribute: Attribute, values: &[&str]) -> Filter {
    Filter::by(attribute, values.iter().map(|&value| value.to_owned()))
}

/// A blueprint with a request of every sort.
fn rich() -> Blueprint {
    let questions = Measure::Questions;
    let number = |name: &str, low, high| Some(Count { name: name.to_owned(), span: None, low, high });
    let senior_x = Filter {
        of: by(Attribute::Level, &["senior"]).of.into_iter().chain(by(Attribute::Tag, &["x"]).of).collect(),
        ..Filter::default()
    };
    let shares = LEVELS.iter().zip([5, 3, 2]).map(|(level, part)| ((*level).to_owned(), part)).collect();
    let mut of_second = request("second", by(Attribute::Kind, &["open"]), questions, 4, None);
    of_second.section = Some(1);
    Blueprint {
        sections: vec![
            Section {
                count: number("first", 12, 12),
                split: Split::Shares { shares, span: None },
                ..Section::default()
            },
            Section { count: number("second", 8, 11), ..Section::default() },
        ],
        requests: vec![
            request("marks", Filter::default(), Measure::Marks, 68, Some(72)),
            request("minutes", Filter::default(), Measure::Minutes, 0, Some(128)),
            request("t0", by(Attribute::Topic, &["t0"]), questions, 3, Some(6)),
            request("t1 and t2", by(Attribute::Topic, &["t1", "t2"]), questions, 5, Some(5)),
            request("senior with x", senior_x, questions, 2, None),
            request("f3", by(Attribute::File, &["f3.toml"]), questions, 0, Some(2)),
            request("marks of t0", by(Attribute::Topic, &["t0"]), Measure::Marks, 9, Some(20)),
            request("require q004", by(Attribute::Id, &["q004"]), questions, 1, None),
            request("exclude", by(Attribute::Id, &["q005", "q006", "new"]), questions, 0, Some(0)),
            request("enemies", by(Attribute::Id, &["q007", "q008", "q009", "q010"]), questions, 0, Some(1)),
            of_second,
        ],
        ..Blueprint::default()
    }
}

fn case(blueprint: Blueprint) -> Case {
    Case { items: bank(), levels: LEVELS.map(str::to_owned).to_vec(), blueprint, seed: String::new() }
}

fn drawn(case: &Case, seed: u64) -> Vec<Selection> {
    draw(&case.items, &case.levels, &case.blueprint, &format!("seed {seed}")).unwrap()
}

/// The ids of each section of the first form.
fn sections(case: &Case, seed: u64) -> Vec<BTreeSet<String>> {
    drawn(case, seed).swap_remove(0).sections
}

/// What has to hold of forms of a case, for each number of questions of the second section.
struct Judge {
    units: BTreeMap<String, usize>,
    rules: BTreeMap<usize, Vec<Rule>>,
    sizes: Vec<usize>,
}

impl Judge {
    fn new(case: &Case) -> Self {
        let units: Vec<Vec<&Item>> = case.units();
        let ids = units.iter().enumerate().flat_map(|(at, unit)| unit.iter().map(move |item| (item.id.clone(), at)));
        let rules = (8..=11).map(|second| (second, case.rules(&[Some(12), Some(second)])));
        Self { units: ids.collect(), rules: rules.collect(), sizes: units.iter().map(Vec::len).collect() }
    }

    fn form(&self, selection: &Selection) -> Form {
        let cells = selection.sections.iter().enumerate();
        let cells = cells.flat_map(|(section, ids)| ids.iter().map(move |id| (id, section)));
        let form: BTreeSet<(usize, usize)> = cells.map(|(id, section)| (self.units[id], section)).collect();
        form.into_iter().collect()
    }

    /// Every request holds, sets are whole, and no two questions are together that may not be.
    fn check(&self, selection: &Selection) -> Form {
        let form = self.form(selection);
        let questions: usize = form.iter().map(|&(unit, _)| self.sizes[unit]).sum();
        assert_eq!(questions, selection.sections.iter().map(BTreeSet::len).sum::<usize>(), "a set is torn apart");
        let units: BTreeSet<usize> = form.iter().map(|cell| cell.0).collect();
        assert_eq!(units.len(), form.len(), "a question is in two sections");
        for rule in &self.rules[&selection.sections[1].len()] {
            for sum in &rule.sums {
                assert!((sum.low..=sum.high).contains(&sum.over(&form)), "{}", sum.name);
            }
            let rivals = rule.rivals.iter().find(|group| group.iter().all(|unit| units.contains(unit)));
            assert_eq!(rivals, None, "{}", rule.name);
        }
        form
    }
}

#[test]
fn every_request_holds_for_every_seed() {
    let case = case(rich());
    let judge = Judge::new(&case);
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for seed in 0..SEEDS {
        let selection = &drawn(&case, seed)[0];
        judge.check(selection);
        *numbers.entry(selection.sections[1].len()).or_default() += 1;
    }
    assert_eq!(numbers.keys().copied().collect::<Vec<_>>(), [8, 9, 10, 11]);
    assert!(numbers.values().all(|&times| times > 5), "{numbers:?}");
}

#[test]
fn the_account_of_a_form_tells_its_sums() {
    let case = case(rich());
    let judge = Judge::new(&case);
    let selection = &drawn(&case, 0)[0];
    let form = judge.form(selection);
    let rules = &judge.rules[&selection.sections[1].len()];
    let mut told = 0;
    for sum in rules.iter().flat_map(|rule| &rule.sums) {
        let entries = selection.account.iter().filter(|entry| entry.request == sum.name);
        assert!(entries.clone().any(|entry| entry.got == sum.over(&form)), "{}", sum.name);
        told += 1;
    }
    assert_eq!(told, selection.account.iter().filter(|entry| !entry.wanted.is_empty()).count());
}

#[test]
fn what_does_not_constrain_the_draw_does_not_change_it() {
    let plain = case(rich());
    let mut random = Random(1);
    let mut turned = plain.clone();
    random.shuffle(&mut turned.items);
    let mut larger = plain.clone();
    larger.items.push(Item { id: "new".to_owned(), concept: Some("c1".to_owned()), ..larger.items[20].clone() });
    let mut of_other_kinds = plain.clone();
    for item in &mut of_other_kinds.items {
        item.tags.push(format!("tag of {}", item.id));
        item.topic = item.topic.replace('5', "6");
    }
    for seed in 0..SEEDS / 4 {
        let expected = sections(&plain, seed);
        assert_eq!(sections(&turned, seed), expected, "in another order");
        assert_eq!(sections(&larger, seed), expected, "with a question that is excluded");
        assert_eq!(sections(&of_other_kinds, seed), expected, "with other tags and topics");
    }
}

#[test]
fn names_of_files_matter_only_to_conditions_on_files() {
    let mut plain = case(rich());
    plain.blueprint.requests.retain(|request| !request.filter.of.contains_key(&Attribute::File));
    let mut renamed = plain.clone();
    renamed.items.iter_mut().for_each(|item| item.file = format!("other/{}", item.id));
    for seed in 0..SEEDS / 4 {
        assert_eq!(sections(&renamed, seed), sections(&plain, seed));
    }
}

#[test]
fn a_question_more_or_less_moves_few_places() {
    let all = case(rich());
    let mut moved = 0;
    let mut changed = 0;
    for seed in 0..SEEDS {
        let before = drawn(&all, seed).swap_remove(0).ids();
        let mut fewer = all.clone();
        // A question that was drawn, single and not required, goes.
        let goes = |item: &&Item| before.contains(&item.id) && item.set.is_none() && item.id != "q004";
        let gone = all.items.iter().filter(goes).nth(seed as usize % 10).unwrap().id.clone();
        fewer.items.retain(|item| item.id != gone);
        let after = drawn(&fewer, seed).swap_remove(0).ids();
        assert!(!after.contains(&gone));
        moved += after.difference(&before).count();
        // A question that was not drawn goes.
        let stays = all.items.iter().find(|item| !before.contains(&item.id) && item.set.is_none()).unwrap();
        fewer.items = all.items.iter().filter(|item| item.id != stays.id).cloned().collect();
        changed += usize::from(drawn(&fewer, seed).swap_remove(0).ids() != before);
    }
    assert_eq!(changed, 0, "a question that was not drawn is missed");
    let mean = moved as f64 / SEEDS as f64;
    assert!((1.0..3.5).contains(&mean), "{mean} places of about 21 move for each question that goes");
}

#[test]
fn a_preference_raises_the_share_of_what_it_favours_and_breaks_no_request() {
    let plain = case(rich());
    let judge = Judge::new(&plain);
    let mut favouring = plain.clone();
    let filter = by(Attribute::Topic, &["t4"]);
    favouring.blueprint.prefer = vec![Preference { filter, weight: 4 }];
    let share = |case: &Case| -> usize {
        let of_topic = |id: &String| case.items.iter().any(|item| item.id == *id && item.topic == "t4");
        let forms = (0..SEEDS / 2).map(|seed| drawn(case, seed).swap_remove(0));
        forms
            .map(|selection| {
                judge.check(&selection);
                selection.ids().into_iter().filter(of_topic).count()
            })
            .sum()
    };
    let (before, after) = (share(&plain), share(&favouring));
    assert!(2 * after > 3 * before, "{after} questions of topic t4 are drawn, {before} without the preference");
}

#[test]
fn forms_share_anchors_and_little_else_and_are_alike_in_marks_and_minutes() {
    let mut blueprint = rich();
    blueprint.forms = Forms {
        is_asked: true,
        names: ["A", "B", "C", "D"].map(str::to_owned).to_vec(),
        overlap: Overlap::AtMost(3),
        anchors: BTreeSet::from(["q004".to_owned(), "q020".to_owned()]),
        marks_apart: Some(1),
        minutes_apart: Some(5),
    };
    blueprint.requests.push(request("anchors", by(Attribute::Id, &["q020"]), Measure::Questions, 1, None));
    let case = case(blueprint);
    let judge = Judge::new(&case);
    for seed in 0..SEEDS / 10 {
        let selections = drawn(&case, seed);
        let forms: Vec<Form> = selections.iter().map(|selection| judge.check(selection)).collect();
        assert_eq!(forms.len(), 4);
        for (at, one) in forms.iter().enumerate() {
            assert!(forms[..at].iter().all(|other| go_together(&case, one, other)), "seed {seed}");
        }
        let ids: Vec<BTreeSet<String>> = selections.iter().map(Selection::ids).collect();
        assert!(ids.iter().all(|ids| ids.contains("q004") && ids.contains("q020")));
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 4, "forms differ");
        let mut alone = case.clone();
        alone.blueprint.forms = Forms { names: vec!["A".to_owned()], ..case.blueprint.forms.clone() };
        assert_eq!(selections[0].sections, sections(&alone, seed), "form A alone");
    }
}

#[test]
fn forms_that_differ_in_order_only_have_the_same_questions() {
    let mut blueprint = rich();
    let names = ["A", "B", "C"].map(str::to_owned).to_vec();
    blueprint.forms = Forms { names, overlap: Overlap::Same, ..Forms::default() };
    let selections = drawn(&case(blueprint), 3);
    let names: Vec<&str> = selections.iter().map(|selection| selection.form.as_str()).collect();
    assert_eq!(names, ["A", "B", "C"]);
    assert!(selections.iter().all(|selection| selection.sections == selections[0].sections));
    assert_eq!(selections[0].sections, sections(&case(rich()), 3));
}
