//! The forms that are to be drawn, found by looking at all there are.

use std::cmp::Reverse;

use exampress::spec::{Bounds, Measure, Overlap};
use exampress::stream::Streams;

use super::{Case, Form, Rule, amount, fits};

/// What a draw has to come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Forms(Vec<Form>),
    Nothing,
    TooFew { drawn: usize },
    Clash,
}

/// What the draw of a case has to come to.
pub(crate) fn outcome(case: &Case) -> Outcome {
    let mut refusal = Outcome::Clash;
    for counts in combinations(case) {
        match forms_of(case, &case.forms(&case.rules(&counts))) {
            forms @ Outcome::Forms(_) => return forms,
            Outcome::Clash => {}
            Outcome::Nothing if matches!(refusal, Outcome::TooFew { .. }) => {}
            other => refusal = other,
        }
    }
    refusal
}

/// The numbers of questions of the sections, in the order that the seed gives.
pub(crate) fn combinations(case: &Case) -> Vec<Vec<Option<usize>>> {
    let streams = Streams::new(&case.seed, &case.blueprint.forms.names[0]);
    let mut all: Vec<Vec<Option<usize>>> = vec![Vec::new()];
    for (at, section) in case.blueprint.sections.iter().enumerate() {
        let numbers = section.count.as_ref().map_or(vec![None], |count| {
            let order = streams.permutation("count", &at.to_string(), count.high + 1 - count.low);
            order.into_iter().map(|more| Some(count.low + more)).collect()
        });
        let longer = |begun: &Vec<Option<usize>>| -> Vec<Vec<Option<usize>>> {
            numbers.iter().map(|&number| begun.iter().copied().chain([number]).collect()).collect()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

fn forms_of(case: &Case, possible: &[Form]) -> Outcome {
    let wanted = &case.blueprint.forms;
    let Some(first) = best(case, possible, &wanted.names[0]) else { return Outcome::Clash };
    if first.is_empty() {
        return Outcome::Nothing;
    }
    if wanted.overlap == Overlap::Same || wanted.names.len() == 1 {
        return Outcome::Forms(vec![first; wanted.names.len()]);
    }
    let [a, b] = &wanted.names[..] else { unreachable!("two forms at most") };
    let beside: Vec<Form> = possible.iter().filter(|second| go_together(case, &first, second)).cloned().collect();
    if let Some(second) = best(case, &beside, b) {
        return if second.is_empty() { Outcome::Nothing } else { Outcome::Forms(vec![first, second]) };
    }
    let mut pairs: Vec<[&Form; 2]> = Vec::new();
    for one in possible {
        pairs.extend(possible.iter().filter(|other| go_together(case, one, other)).map(|other| [one, other]));
    }
    for (sum, target) in targets(case) {
        let far = |pair: &[&Form; 2]| pair.iter().map(|form| (sum.over(form) - target).abs()).max();
        let least = pairs.iter().map(far).min().flatten();
        pairs.retain(|pair| far(pair) == least);
    }
    let [of_a, of_b] = [costs(case, a), costs(case, b)];
    match pairs.into_iter().min_by_key(|[one, other]| (cost(&of_a, one) + cost(&of_b, other), *one, *other)) {
        None => Outcome::TooFew { drawn: 1 },
        Some(pair) if pair.iter().any(|form| form.is_empty()) => Outcome::Nothing,
        Some(pair) => Outcome::Forms(pair.map(Clone::clone).to_vec()),
    }
}

/// The form nearest to its targets, one after the other, with the least sum of keys.
fn best(case: &Case, possible: &[Form], name: &str) -> Option<Form> {
    let mut left: Vec<&Form> = possible.iter().collect();
    for (sum, target) in targets(case) {
        let far = |form: &Form| (sum.over(form) - target).abs();
        let least = left.iter().map(|form| far(form)).min()?;
        left.retain(|form| far(form) == least);
    }
    let costs = costs(case, name);
    left.into_iter().min_by_key(|form| (cost(&costs, form), *form)).cloned()
}

fn targets(case: &Case) -> Vec<(super::Sum, i64)> {
    let near = case.blueprint.requests.iter().filter_map(|request| match request.bounds {
        Bounds::Near(target) => {
            let sum = case.sum(&request.name, request.section, &request.filter, request.measure, (0, 0));
            Some((sum, target as i64))
        }
        Bounds::Within { .. } => None,
    });
    near.collect()
}

fn cost(costs: &[Vec<i128>], form: &Form) -> i128 {
    form.iter().map(|&(unit, section)| costs[section][unit]).sum()
}

/// For each section the key of each unit, over its weight, times its questions.
fn costs(case: &Case, form: &str) -> Vec<Vec<i128>> {
    let purposes = ["draw", "draw section 2"].into_iter().take(case.blueprint.sections.len());
    purposes.map(|purpose| costs_for(case, form, purpose)).collect()
}

fn costs_for(case: &Case, form: &str, purpose: &str) -> Vec<i128> {
    let streams = Streams::new(&case.seed, form);
    let of_unit = |unit: Vec<&exampress::select::Item>| {
        let name = unit[0].set.as_ref().map_or(unit[0].id.clone(), |set| format!("set {set}"));
        let key = i128::from(streams.key(purpose, &name) / 65536);
        let weights = unit.iter().map(|item| {
            let met = case.blueprint.prefer.iter().filter(|preference| fits(&preference.filter, item));
            met.map(|preference| i128::from(preference.weight)).product::<i128>()
        });
        key / weights.max().unwrap() * unit.len() as i128
    };
    case.units().into_iter().map(of_unit).collect()
}

/// Whether two forms share as few questions, and are as close in marks and minutes, as is asked.
pub(crate) fn go_together(case: &Case, one: &Form, other: &Form) -> bool {
    let wanted = &case.blueprint.forms;
    let units = case.units();
    let shared = one.iter().filter(|(unit, _)| other.iter().any(|(another, _)| unit == another));
    let shared: usize = shared
        .map(
            |&(unit, _)| {
                if units[unit].iter().any(|item| wanted.anchors.contains(&item.id)) { 0 } else { units[unit].len() }
            },
        )
        .sum();
    let total = |form: &Form, measure| -> i64 {
        form.iter().flat_map(|&(unit, _)| &units[unit]).map(|item| amount(measure, item)).sum()
    };
    let near = |measure, apart: Option<u64>| {
        apart.is_none_or(|apart| (total(one, measure) - total(other, measure)).unsigned_abs() <= apart)
    };
    let apart = match wanted.overlap {
        Overlap::AtMost(most) => shared <= most,
        Overlap::Same => true,
    };
    apart && near(Measure::Marks, wanted.marks_apart) && near(Measure::Minutes, wanted.minutes_apart)
}

/// Whether some number of questions allows a form that is not empty.
pub(crate) fn is_possible(case: &Case) -> bool {
    combinations(case).iter().any(|counts| case.forms(&case.rules(counts)).iter().any(|form| !form.is_empty()))
}

/// The rules without those that are not named.
pub(crate) fn only<'r>(rules: &'r [Rule], names: &[&str]) -> Vec<&'r Rule> {
    let mut kept: Vec<&Rule> = rules.iter().filter(|rule| names.contains(&rule.name.as_str())).collect();
    kept.sort_by_key(|rule| Reverse(rule.sums.len()));
    kept
}
