//! What was asked of the draw, as the user's file writes it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::spec::{Bounds, Filter, Overlap, Spec, Split, Style};

/// Something asked of the draw, as the user's file writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRecord {
    /// What the user's file calls it.
    pub request: String,
    /// The number of the section it is about; none is the whole exam.
    pub section: Option<usize>,
    /// What is asked for: a number, bounds, or names.
    pub asked: String,
}

/// Everything asked of the draw: the numbers of questions and their shares, all other requests, preferences, what is avoided
/// of the history, and forms.
#[must_use]
pub fn requests(spec: &Spec) -> Vec<RequestRecord> {
    let blueprint = &spec.blueprint;
    let record = |request: &str, section, asked| RequestRecord { request: request.to_owned(), section, asked };
    let mut records = Vec::new();
    for (place, section) in blueprint.sections.iter().enumerate() {
        let number = (blueprint.sections.len() > 1).then_some(place + 1);
        if let Some(count) = &section.count {
            let bounds = Bounds::Within { low: count.low as u64, high: Some(count.high as u64) };
            records.push(record(&count.name, number, bounds.written(Style::Number)));
        }
        if let Split::Shares { shares, .. } = &section.split {
            let parts: Vec<String> = shares.iter().map(|(level, part)| format!("{level} = {part}")).collect();
            records.push(record("shares", number, parts.join(", ")));
        }
    }
    for request in &blueprint.requests {
        let is_bar = request.style == Style::Rule && matches!(request.bounds, Bounds::Within { high: Some(0), .. });
        let asked = if is_bar { values(&request.filter) } else { request.asked() };
        records.push(record(&request.name, request.section.map(|place| place + 1), asked));
    }
    records.push(record("one_per_concept", None, blueprint.one_per_concept.to_string()));
    for preference in &blueprint.prefer {
        records.push(record("prefer", None, format!("{}, weight = {}", filter(&preference.filter), preference.weight)));
    }
    records.extend(spec.avoid.as_ref().map(|avoid| record("avoid", None, avoid.asked())));
    let forms = &blueprint.forms;
    if forms.names.len() > 1 {
        let overlap = match forms.overlap {
            Overlap::AtMost(shared) => shared.to_string(),
            Overlap::Same => "same".to_owned(),
        };
        records.push(record("forms", None, forms.names.join(", ")));
        records.push(record("overlap", None, overlap));
        for (name, apart) in [("band.marks", forms.marks_apart), ("band.minutes", forms.minutes_apart)] {
            records.extend(apart.map(|apart| record(name, None, apart.to_string())));
        }
    }
    records
}

/// The values that a list such as `exclude_topics` names.
fn values(filter: &Filter) -> String {
    let values: Vec<&str> = filter.of.values().flatten().map(String::as_str).collect();
    values.join(", ")
}

/// `level = senior, tag = new or lambda`, and after `not` the ids it is not about.
fn filter(filter: &Filter) -> String {
    let values = |values: &BTreeSet<String>| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        values.join(" or ")
    };
    let named = filter.of.iter().map(|(attribute, named)| format!("{} = {}", attribute.word(), values(named)));
    let not = (!filter.except.is_empty()).then(|| format!("not {}", values(&filter.except)));
    named.chain(not).collect::<Vec<_>>().join(", ")
}
