//! `exampress draw --explain`: what was asked for, and what came of it.

use serde_json::{Value, json};

use crate::select::{Entry, Selection};
use crate::spec::{Blueprint, Bounds, Count, Request, Spec, Style};

use super::Context;
use super::refusal::place;
use super::table::table;

/// A request and what came of it, in words.
struct Row {
    request: String,
    line: String,
    wanted: String,
    got: i64,
    /// How far the sum could go down and up.
    slack: [Option<i64>; 2],
}

/// A table with a row for each request.
pub(super) fn text(spec: &Spec, selection: &Selection, context: &Context) -> String {
    let rows: Vec<Vec<String>> = rows(&spec.blueprint, selection, context)
        .into_iter()
        .map(|row| {
            let slack = words(row.slack, row.got);
            vec![row.request, row.line, row.wanted, row.got.to_string(), slack]
        })
        .collect();
    table(&["request", "line", "wanted", "got", "slack"], &rows)
}

/// The same for programs.
pub(super) fn json(spec: &Spec, selection: &Selection, context: &Context) -> Value {
    let rows = rows(&spec.blueprint, selection, context).into_iter().map(|row| {
        let [down, up] = row.slack;
        json!({
            "request": row.request,
            "line": row.line,
            "wanted": row.wanted,
            "got": row.got,
            "slack": { "down": down, "up": up },
        })
    });
    rows.collect()
}

/// The account ends with one entry for each request of the blueprint; before it are those of the numbers of questions.
fn rows(blueprint: &Blueprint, selection: &Selection, context: &Context) -> Vec<Row> {
    let numbers = selection.account.len() - blueprint.requests.len();
    let (numbers, requests) = selection.account.split_at(numbers);
    let counts: Vec<&Count> = blueprint.sections.iter().filter_map(|section| section.count.as_ref()).collect();
    let number =
        |entry: &Entry| match counts.iter().find(|count| count.name == entry.request && count.span == entry.span) {
            Some(count) => of_count(entry, count),
            None => (entry.wanted.clone(), entry.slack),
        };
    let request = |(entry, request): (&Entry, &Request)| (wanted(entry, request), entry.slack);
    let asked = numbers.iter().map(number).chain(requests.iter().zip(&blueprint.requests).map(request));
    selection
        .account
        .iter()
        .zip(asked)
        .map(|(entry, (wanted, slack))| Row {
            request: entry.request.clone(),
            line: place(entry.span, &context.sources),
            wanted,
            got: entry.got,
            slack,
        })
        .collect()
}

/// A number of questions as it was asked for, before chance chose one of its range.
fn of_count(entry: &Entry, count: &Count) -> (String, [Option<i64>; 2]) {
    let bounds = Bounds::Within { low: count.low as u64, high: Some(count.high as u64) };
    let slack = [entry.got - count.low as i64, count.high as i64 - entry.got];
    (bounds.written(Style::Number), slack.map(Some))
}

/// What was asked for; rules, which only name questions, say it in words.
fn wanted(entry: &Entry, request: &Request) -> String {
    match (request.style, request.bounds) {
        (Style::Rule, Bounds::Within { high: Some(0), .. }) if request.filter.inverted => "no other".to_owned(),
        (Style::Rule, Bounds::Within { high: Some(0), .. }) => "none".to_owned(),
        (Style::Rule, Bounds::Within { low: 0, high: Some(high) }) => format!("at most {high}"),
        (Style::Rule, Bounds::Within { low, .. }) => format!("at least {low}"),
        _ => entry.wanted.clone(),
    }
}

/// `1 down, 2 up`; `0` where the sum can go neither way, `-` where nothing holds it.
fn words([down, up]: [Option<i64>; 2], got: i64) -> String {
    let down = if got == 0 { Some(0) } else { down };
    match (down, up) {
        (None, None) => "-".to_owned(),
        (Some(0), Some(0)) => "0".to_owned(),
        (Some(down), Some(up)) => format!("{down} down, {up} up"),
        (Some(down), None) => format!("{down} down"),
        (None, Some(up)) => format!("{up} up"),
    }
}
