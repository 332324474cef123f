//! How long the draw takes on synthetic banks: `cargo bench --bench draw`, or `… -- 1000` for one
//! size of bank. Thirty questions and thirty requests on skewed banks in order of ids, as files give them;
//! "range" gives every request but the levels some room, "tight" none. Times are those of one call on one thread.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints times")]

#[path = "synthetic/numbers.rs"]
mod numbers;

use std::time::Instant;

use exampress::select::{Item, capacity, draw};
use exampress::spec::{Attribute, Blueprint, Bounds, Filter, Forms, Measure, Request, Section, Style};

use numbers::Numbers;

const LEVELS: [&str; 4] = ["junior", "mid", "senior", "expert"];

fn bank(size: u64, numbers: &mut Numbers) -> Vec<Item> {
    let mut bank: Vec<Item> = (0..size)
        .map(|at| {
            let marks = 1 + numbers.skewed(10) as u32;
            Item {
                id: format!("question-{at}"),
                level: LEVELS[numbers.skewed(4) as usize].to_owned(),
                topic: format!("topic-{}", numbers.skewed(16)),
                kind: format!("kind-{}", numbers.skewed(8)),
                concept: Some(format!("concept-{}", numbers.below(size / 3))),
                marks,
                minutes: marks + numbers.below(6) as u32,
                ..Item::default()
            }
        })
        .collect();
    bank.sort_by(|a, b| a.id.cmp(&b.id));
    bank
}

/// Thirty questions of different concepts, so that there is a form.
fn planted<'b>(bank: &'b [Item], numbers: &mut Numbers) -> Vec<&'b Item> {
    let mut form: Vec<&Item> = Vec::new();
    while form.len() < 30 {
        let item = &bank[numbers.below(bank.len() as u64) as usize];
        if form.iter().all(|other| other.concept != item.concept) {
            form.push(item);
        }
    }
    form
}

/// Thirty requests that a form keeps.
fn blueprint(form: &[&Item], tight: bool) -> Blueprint {
    let mut requests = Vec::new();
    let mut ask = |filter: Filter, measure: Measure, sum: u64, room: [u64; 2]| {
        let [down, up] = if tight { [0, 0] } else { room };
        requests.push(Request {
            name: format!("request {}", requests.len() + 1),
            span: None,
            section: None,
            filter,
            measure,
            bounds: Bounds::Within { low: sum.saturating_sub(down), high: Some(sum + up) },
            style: Style::Number,
        });
    };
    let count = |fits: &dyn Fn(&Item) -> bool| form.iter().filter(|item| fits(item)).count() as u64;
    for level in LEVELS {
        let number = count(&|item| item.level == level);
        ask(Filter::by(Attribute::Level, [level.to_owned()]), Measure::Questions, number, [0, 0]);
    }
    for topic in (0..16).map(|topic| format!("topic-{topic}")) {
        let number = count(&|item| item.topic == topic);
        ask(Filter::by(Attribute::Topic, [topic]), Measure::Questions, number, [1, 1]);
    }
    for kind in (0..8).map(|kind| format!("kind-{kind}")) {
        let number = count(&|item| item.kind == kind);
        ask(Filter::by(Attribute::Kind, [kind]), Measure::Questions, number, [1, 1]);
    }
    let marks = form.iter().map(|item| u64::from(item.marks)).sum();
    let minutes = form.iter().map(|item| u64::from(item.minutes)).sum();
    ask(Filter::default(), Measure::Marks, marks, [3, 3]);
    ask(Filter::default(), Measure::Minutes, minutes, [minutes, 0]);
    Blueprint { sections: vec![Section::default()], requests, ..Blueprint::default() }
}

fn levels() -> Vec<String> {
    LEVELS.map(str::to_owned).to_vec()
}

/// Median and greatest of some times in milliseconds, printed.
fn report(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{what:44} {median:9.2} {most:9.2}   {:5}", times.len());
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64() * 1e3, result)
}

fn single_forms(size: u64, tight: bool) {
    let times = (0..60).map(|run| {
        let mut numbers = Numbers(size * 1_000 + run);
        let bank = bank(size, &mut numbers);
        let blueprint = blueprint(&planted(&bank, &mut numbers), tight);
        let (time, drawn) = timed(|| draw(&bank, &levels(), &blueprint, &run.to_string()));
        drawn.expect("a form was planted");
        time
    });
    report(&format!("{size} questions, {}", if tight { "tight" } else { "range" }), times.collect());
}

fn ten_forms() {
    let times = (0..10).map(|run| {
        let mut numbers = Numbers(run);
        let bank = bank(10_000, &mut numbers);
        let names = (0..10).map(|form| form.to_string()).collect();
        let forms = Forms { names, ..Forms::default() };
        let blueprint = Blueprint { forms, ..blueprint(&planted(&bank, &mut numbers), false) };
        timed(|| draw(&bank, &levels(), &blueprint, &run.to_string()).expect("ten forms were found")).0
    });
    report("ten forms without overlap of 10000", times.collect());
}

/// Blueprints of which one request is moved out of reach.
fn clashes() {
    let times = (0..40).filter_map(|run| {
        let mut numbers = Numbers(run);
        let bank = bank(10_000, &mut numbers);
        let mut blueprint = blueprint(&planted(&bank, &mut numbers), run % 2 == 0);
        let moved = if run % 4 < 2 { 28 } else { 29 };
        let sum = 35 + numbers.below(10);
        blueprint.requests[moved].bounds = Bounds::Within { low: sum, high: Some(sum) };
        let (time, drawn) = timed(|| draw(&bank, &levels(), &blueprint, &run.to_string()));
        drawn.is_err().then_some(time)
    });
    report("a clash explained, 10000 questions", times.collect());
}

/// Places of thirty that move when a question is added.
fn edits() {
    let mut moved = [0, 0, 0];
    for run in 0..200 {
        let mut numbers = Numbers(run);
        let bank = bank(1_000, &mut numbers);
        let blueprint = blueprint(&planted(&bank, &mut numbers), false);
        let drawn = |bank: &[Item]| draw(bank, &levels(), &blueprint, "edits").expect("a form was planted")[0].ids();
        let before = drawn(&bank);
        let at = numbers.below(1_000) as usize;
        let added: Vec<Item> =
            bank.iter().cloned().chain([Item { id: format!("new-{run}"), ..bank[at].clone() }]).collect();
        let mut changed = bank.clone();
        changed[at].marks = 1 + changed[at].marks % 10;
        let mut without = bank.clone();
        without.remove(at);
        for (moved, bank) in moved.iter_mut().zip([added, without, changed]) {
            *moved += draw(&bank, &levels(), &blueprint, "edits")
                .map_or(0, |forms| before.difference(&forms[0].ids()).count());
        }
    }
    println!(
        "places moved by adding, deleting, changing a question, mean of 200: {:?}",
        moved.map(|all| f64::from(all as u32) / 200.0)
    );
}

fn capacities() {
    let times = (0..3).map(|run| {
        let mut numbers = Numbers(run);
        let bank = bank(1_000, &mut numbers);
        let blueprint = blueprint(&planted(&bank, &mut numbers), false);
        let (time, found) = timed(|| capacity(&bank, &levels(), &blueprint, "capacity").expect("a form was planted"));
        println!("  {} to {} forms", found.at_least, found.at_most);
        time
    });
    report("capacity, 1000 questions", times.collect());
}

fn main() {
    println!("{:44} {:>9} {:>9}   {:>5}", "milliseconds", "median", "most", "runs");
    let only: Option<u64> = std::env::args().find_map(|argument| argument.parse().ok());
    for tight in [false, true] {
        for size in [1_000, 10_000, 100_000].into_iter().filter(|size| only.is_none_or(|only| only == *size)) {
            single_forms(size, tight);
        }
    }
    if only.is_some() {
        return;
    }
    ten_forms();
    clashes();
    edits();
    capacities();
}
