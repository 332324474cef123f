//! What shows that forms are alike: their numbers side by side, the questions they share, and how often each is used.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::bank::{Name, Question};
use crate::wording::{all_of, count};

use super::draw::{Drawn, Form};
use super::table::table;

/// The tables.
pub(super) fn text(drawn: &Drawn<'_>) -> String {
    let uses = uses(drawn);
    let times = by_times(&uses).into_iter().map(|(times, questions)| vec![times.to_string(), questions.to_string()]);
    let several = in_several(&uses).into_iter().map(|(id, forms)| vec![id.to_owned(), forms.join(", ")]);
    let several: Vec<Vec<String>> = several.collect();
    let mut tables = vec![
        ("by level".to_owned(), levels(drawn)),
        ("by topic".to_owned(), topics(drawn)),
        (shared_head(drawn), shared(drawn)),
        ("how often questions are used".to_owned(), table(&["forms", "questions"], &times.collect::<Vec<_>>())),
    ];
    if !several.is_empty() {
        tables.push(("in more than one form".to_owned(), table(&["id", "forms"], &several)));
    }
    tables.into_iter().map(|(head, table)| format!("{head}\n{table}")).collect::<Vec<_>>().join("\n")
}

/// The same for programs.
pub(super) fn json(drawn: &Drawn<'_>) -> Value {
    let numbers = |names: &[Name], of: fn(&Question) -> &str, form: &Form<'_>| -> BTreeMap<String, usize> {
        names.iter().map(|name| (name.id.clone(), number(form, &name.id, of))).collect()
    };
    let forms = drawn.forms.iter().map(|form| {
        json!({
            "form": form.selection.form,
            "levels": numbers(&drawn.bank.levels, |question| &question.level, form),
            "topics": numbers(&drawn.bank.topics, |question| &question.topic, form),
            "marks": form.marks(),
            "minutes": form.minutes(),
        })
    });
    let uses = uses(drawn);
    let times = by_times(&uses).into_iter().map(|(times, questions)| json!({ "forms": times, "questions": questions }));
    json!({
        "forms": forms.collect::<Vec<_>>(),
        "anchors": drawn.spec.blueprint.forms.anchors,
        "overlap": overlaps(drawn),
        "used": times.collect::<Vec<_>>(),
        "in_several": in_several(&uses),
    })
}

/// A row for each form: its questions of each level, its marks and minutes.
fn levels(drawn: &Drawn<'_>) -> String {
    let levels = seen(drawn, &drawn.bank.levels, |question| &question.level);
    let row = |form: &Form<'_>| {
        let numbers = levels.iter().map(|level| number(form, level, |question| &question.level).to_string());
        let sums = [form.marks(), form.minutes()].map(|sum| sum.to_string());
        std::iter::once(form.selection.form.clone()).chain(numbers).chain(sums).collect()
    };
    let rows: Vec<Vec<String>> = drawn.forms.iter().map(row).collect();
    let head = std::iter::once("form").chain(levels.iter().copied()).chain(["marks", "minutes"]);
    table(&head.collect::<Vec<_>>(), &rows)
}

/// A row for each topic: its questions in each form.
fn topics(drawn: &Drawn<'_>) -> String {
    let row = |topic: &&str| {
        let numbers = drawn.forms.iter().map(|form| number(form, topic, |question| &question.topic).to_string());
        std::iter::once((*topic).to_owned()).chain(numbers).collect()
    };
    let rows: Vec<Vec<String>> = seen(drawn, &drawn.bank.topics, |question| &question.topic).iter().map(row).collect();
    table(&head(drawn, "topic"), &rows)
}

/// The levels or topics of which some form has a question.
fn seen<'a>(drawn: &'a Drawn<'_>, names: &'a [Name], of: fn(&Question) -> &str) -> Vec<&'a str> {
    let seen = |name: &&str| drawn.forms.iter().any(|form| number(form, name, of) > 0);
    names.iter().map(|name| name.id.as_str()).filter(seen).collect()
}

/// A column for each form, after one of this name.
fn head<'a>(drawn: &'a Drawn<'_>, first: &'a str) -> Vec<&'a str> {
    std::iter::once(first).chain(drawn.forms.iter().map(|form| form.selection.form.as_str())).collect()
}

fn number(form: &Form<'_>, name: &str, of: fn(&Question) -> &str) -> usize {
    form.questions.iter().filter(|question| of(question) == name).count()
}

fn shared_head(drawn: &Drawn<'_>) -> String {
    let anchors = &drawn.spec.blueprint.forms.anchors;
    if anchors.is_empty() {
        return "questions in common".to_owned();
    }
    let ids = all_of(anchors.iter().map(|id| format!("`{id}`")));
    format!("questions in common, besides {} ({ids})", count(anchors.len(), "anchor"))
}

fn shared(drawn: &Drawn<'_>) -> String {
    let cell = |number: &Option<usize>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let row = |(form, numbers): (&Form<'_>, &Vec<Option<usize>>)| -> Vec<String> {
        std::iter::once(form.selection.form.clone()).chain(numbers.iter().map(cell)).collect()
    };
    let rows: Vec<Vec<String>> = drawn.forms.iter().zip(&overlaps(drawn)).map(row).collect();
    table(&head(drawn, "form"), &rows)
}

/// For each form and each other one the questions both have, anchors aside.
fn overlaps(drawn: &Drawn<'_>) -> Vec<Vec<Option<usize>>> {
    let anchors = &drawn.spec.blueprint.forms.anchors;
    let free: Vec<BTreeSet<String>> =
        drawn.forms.iter().map(|form| form.selection.ids().difference(anchors).cloned().collect()).collect();
    let others = |(at, one): (usize, &BTreeSet<String>)| {
        let both = free.iter().enumerate().map(|(other, ids)| (other != at).then(|| one.intersection(ids).count()));
        both.collect()
    };
    free.iter().enumerate().map(others).collect()
}

/// For each question the forms that have it.
fn uses<'a>(drawn: &'a Drawn<'_>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut uses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for form in &drawn.forms {
        for question in &form.questions {
            uses.entry(&question.id).or_default().push(&form.selection.form);
        }
    }
    uses
}

/// How many questions are in how many forms.
fn by_times(uses: &BTreeMap<&str, Vec<&str>>) -> BTreeMap<usize, usize> {
    let mut times = BTreeMap::new();
    for forms in uses.values() {
        *times.entry(forms.len()).or_default() += 1;
    }
    times
}

/// The questions that more than one form has.
fn in_several<'a>(uses: &BTreeMap<&'a str, Vec<&'a str>>) -> BTreeMap<&'a str, Vec<&'a str>> {
    uses.iter().filter(|(_, forms)| forms.len() > 1).map(|(id, forms)| (*id, forms.clone())).collect()
}
