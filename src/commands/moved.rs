//! A difference between two exams, for reading and for programs.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::wording::count;

use super::diff::{Change, Diff};
use super::table::table;

/// For reading: one line where nothing moved.
pub(super) fn text(diff: &Diff<'_>) -> String {
    let mut text =
        format!("form {}, seed {}, against {}: {}\n", diff.form, diff.seed, diff.earlier.name, summary(diff));
    let mut line = |line: String| writeln!(text, "{line}").expect("writing into a string cannot fail");
    let shown = |value: &Option<String>| match value.as_deref() {
        None => "-".to_owned(),
        Some("") => "yes".to_owned(),
        Some(words) => words.to_owned(),
    };
    for Change { what, was, is } in &diff.settings {
        line(format!("the {what} was {}, is {}; that alone makes another draw", shown(was), shown(is)));
    }
    if let Some(Change { what, was, is }) = &diff.program {
        line(format!("the {what} of exampress was {}, is {}", shown(was), shown(is)));
    }
    let mut section = |title: &str, head: &[&str], rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            write!(text, "\n{title}\n{}", table(head, &rows)).expect("writing into a string cannot fail");
        }
    };
    let requests = diff.requests.iter().map(|change| vec![change.what.clone(), shown(&change.was), shown(&change.is)]);
    section("requests that changed", &["request", "was", "is"], requests.collect());
    let left = diff.left.iter().map(|left| {
        let facts = &left.had.facts;
        vec![left.had.id.clone(), facts.level.clone(), facts.topic.clone(), left.why.clone()]
    });
    section("left", &["id", "level", "topic", "why"], left.collect());
    let came = diff.came.iter().map(|came| {
        let question = came.question;
        let instead = came.instead.unwrap_or("-").to_owned();
        vec![question.id.clone(), question.level.clone(), question.topic.clone(), instead]
    });
    section("came", &["id", "level", "topic", "takes the place of"], came.collect());
    let changed = diff.changed.iter().map(|changed| vec![changed.id.to_owned(), changed.how.join("; ")]);
    section("stayed, but changed", &["id", "what changed"], changed.collect());
    text
}

fn summary(diff: &Diff<'_>) -> String {
    let unchanged = count(diff.unchanged, "question");
    if diff.left.is_empty() && diff.came.is_empty() && diff.changed.is_empty() {
        return format!("nothing moved, {unchanged} as before");
    }
    format!(
        "{} left, {} came, {} changed, {} as before",
        diff.left.len(),
        diff.came.len(),
        diff.changed.len(),
        diff.unchanged
    )
}

/// For programs.
pub(super) fn json(diff: &Diff<'_>) -> Value {
    let change = |change: &Change| json!({ "what": change.what, "was": change.was, "is": change.is });
    let left = diff.left.iter().map(|left| {
        let facts = &left.had.facts;
        json!({ "id": left.had.id, "level": facts.level, "topic": facts.topic, "why": left.why })
    });
    let came = diff.came.iter().map(|came| {
        let question = came.question;
        json!({ "id": question.id, "level": question.level, "topic": question.topic, "instead_of": came.instead })
    });
    let changed = diff.changed.iter().map(|changed| json!({ "id": changed.id, "what": changed.how }));
    json!({
        "manifest": diff.earlier.name,
        "form": diff.form,
        "seed": diff.seed,
        "settings": diff.settings.iter().chain(&diff.program).map(change).collect::<Vec<_>>(),
        "requests": diff.requests.iter().map(change).collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
        "came": came.collect::<Vec<_>>(),
        "changed": changed.collect::<Vec<_>>(),
        "unchanged": diff.unchanged,
    })
}
