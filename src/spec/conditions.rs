//! Conditions, rules and preferences: which questions they are about, and what has to hold of them.

use std::collections::BTreeSet;

use crate::source::Span;

use super::blueprint::{Attribute, Bounds, Filter, Measure, Preference, Request, Style};
use super::check::Check;
use super::fields::{Condition, Favour, Fields, Names, Of, Wanted, Words};
use super::range::{self, Allowed};
use super::sections::Scope;

/// No question at all.
pub(super) const NONE: Bounds = Bounds::Within { low: 0, high: Some(0) };

/// The greatest weight of a preference.
const MOST_WEIGHT: u64 = 1000;

impl Check<'_> {
    /// The requests of a condition: one for questions, one for marks, one for minutes.
    pub(super) fn condition(&mut self, condition: &Condition, scope: &Scope<'_>) -> Vec<Request> {
        let filter = self.filter(&condition.of, condition.span, "condition");
        let bounds = [
            (Measure::Questions, "", self.questions(condition)),
            (Measure::Marks, ", marks", self.sum(condition.marks.as_ref(), Measure::Marks)),
            (Measure::Minutes, ", minutes", self.sum(condition.minutes.as_ref(), Measure::Minutes)),
        ];
        let asked = [&condition.min, &condition.max, &condition.count, &condition.marks, &condition.minutes];
        if asked.into_iter().all(Option::is_none) {
            self.problem_at(
                condition.span,
                "this condition sets no bound",
                "add `min`, `max` or `count` for the number of questions, or `marks` or `minutes`",
            );
        }
        let name = format!("condition {}", written(&condition.of));
        let request = |(measure, ending, bounds): (Measure, &str, Option<Bounds>)| {
            let style = if measure == Measure::Questions { Style::MinMax } else { Style::Number };
            let request = scope.request(&format!("{name}{ending}"), condition.span, filter.clone(), bounds?, style);
            Some(Request { measure, ..request })
        };
        bounds.into_iter().filter_map(request).collect()
    }

    fn sum(&mut self, asked: Option<&Words>, measure: Measure) -> Option<Bounds> {
        self.amount(asked?, Allowed::Range, measure)
    }

    fn questions(&mut self, condition: &Condition) -> Option<Bounds> {
        let Condition { min, max, count, .. } = condition;
        if let Some(count) = count {
            if min.is_some() || max.is_some() {
                let help = "write a range as `count`, or leave `count` out";
                self.problem(count, "`count` does not go with `min` or `max`", help);
            }
            return self.amount(count, Allowed::Range, Measure::Questions);
        }
        let mut number = |asked: &Option<Words>| {
            let bounds = self.amount(asked.as_ref()?, Allowed::Number, Measure::Questions)?;
            let (Bounds::Within { low, .. } | Bounds::Near(low)) = bounds;
            Some(low)
        };
        let (low, high) = (number(min), number(max));
        if let (Some(low), Some(high), Some(place)) = (low, high, max)
            && low > high
        {
            self.problem(place, format!("`max` is {high}, but `min` is {low}"), "make `min` the smaller number");
        }
        (low.is_some() || high.is_some()).then_some(Bounds::Within { low: low.unwrap_or(0), high })
    }

    /// The questions that have one of the values named for each attribute.
    fn filter(&mut self, of: &Of, span: Span, what: &str) -> Filter {
        if of.is_empty() {
            self.problem_at(
                span,
                format!("this {what} does not say which questions it is about"),
                "add `level`, `topic`, `kind`, `tag`, `concept`, `file` or `id`, each with a name or several",
            );
        }
        for (attribute, names) in of {
            if names.value.is_empty() {
                let help = "write one name or more, or leave the key out";
                self.problem(names, format!("`{}` names nothing", attribute.word()), help);
            }
        }
        let of = of.iter().map(|(attribute, names)| (*attribute, self.values(names, *attribute)));
        Filter { of: of.collect(), ..Filter::default() }
    }

    /// The requests behind `topics`, `exclude_topics` and `require`.
    pub(super) fn rules(&mut self, wanted: &Wanted, scope: &Scope<'_>) -> Vec<Request> {
        let mut rules = Vec::new();
        for (name, topics, inverted) in
            [("topics", &wanted.topics, true), ("exclude_topics", &wanted.exclude_topics, false)]
        {
            if let Some(topics) = topics.as_ref().filter(|topics| !topics.value.is_empty()) {
                let values = self.values(topics, Attribute::Topic);
                let except = scope.required.clone();
                let filter = Filter { inverted, except, ..Filter::by(Attribute::Topic, values) };
                rules.push(scope.request(name, topics.span, filter, NONE, Style::Rule));
            }
        }
        rules.extend(self.required("require", wanted.require.as_ref(), scope));
        rules
    }

    /// A request for each id of a list of questions that have to be drawn.
    pub(super) fn required(&mut self, key: &str, names: Option<&Names>, scope: &Scope<'_>) -> Vec<Request> {
        let Some(names) = names else { return Vec::new() };
        self.values(names, Attribute::Id);
        let bounds = Bounds::Within { low: 1, high: None };
        let mut told = BTreeSet::new();
        let first = names.value.iter().filter(|id| told.insert(&id.value));
        first
            .map(|id| {
                let filter = Filter::by(Attribute::Id, [id.value.clone()]);
                scope.request(&format!("{key} \"{}\"", id.value), id.span, filter, bounds, Style::Rule)
            })
            .collect()
    }

    /// The request behind `exclude`; `required` are the questions that cannot be in it.
    pub(super) fn excluded(&mut self, exclude: Option<&Names>, scope: &Scope<'_>) -> Option<Request> {
        let exclude = exclude.filter(|names| !names.value.is_empty())?;
        let ids = self.values(exclude, Attribute::Id);
        for name in exclude.value.iter().filter(|name| scope.required.contains(&name.value)) {
            self.problem(name, format!("`{}` is both required and excluded", name.value), "take it out of one list");
        }
        let filter = Filter::by(Attribute::Id, ids);
        Some(scope.request("exclude", exclude.span, filter, NONE, Style::Rule))
    }

    /// The request behind a list of questions of which at most one is drawn.
    pub(super) fn enemies(&mut self, list: &Names, scope: &Scope<'_>) -> Request {
        let ids = self.values(list, Attribute::Id);
        if ids.len() < 2 {
            let help = "name two questions or more, of which at most one is to be drawn";
            self.problem(list, "this list does not name two questions", help);
        }
        let quoted: Vec<String> = list.value.iter().map(|id| format!("\"{}\"", id.value)).collect();
        let bounds = Bounds::Within { low: 0, high: Some(1) };
        let name = format!("enemies {}", quoted.join(", "));
        scope.request(&name, list.span, Filter::by(Attribute::Id, ids), bounds, Style::Rule)
    }

    /// The questions to favour.
    pub(super) fn preferences(&mut self, fields: &Fields) -> Vec<Preference> {
        let favours = fields.prefer.iter().flatten();
        favours.map(|favour| self.preference(favour, fields.used.as_ref())).collect()
    }

    /// `used` may name questions that the bank does not have: old exams can hold some that are gone since.
    fn preference(&mut self, favour: &Favour, used: Option<&Names>) -> Preference {
        let mut filter = if favour.used.is_some() && favour.of.is_empty() {
            Filter::default()
        } else {
            self.filter(&favour.of, favour.span, "preference")
        };
        if let Some(wanted) = &favour.used {
            if used.is_none() {
                let help = "add `used = [\"…\"]`, the ids of questions of earlier exams";
                self.problem(wanted, "there is no list of used questions", help);
            }
            let before: BTreeSet<String> =
                used.iter().flat_map(|list| &list.value).map(|id| id.value.clone()).collect();
            if wanted.value {
                let ids = filter.of.entry(Attribute::Id).or_insert_with(|| before.clone());
                ids.retain(|id| before.contains(id));
            } else {
                filter.except = before;
            }
        }
        Preference { filter, weight: self.weight(favour.weight.as_ref(), favour.span) }
    }

    /// The weight of a preference that stands at `span`.
    pub(super) fn weight(&mut self, asked: Option<&Words>, span: Span) -> u64 {
        let help = format!("write `weight`, a whole number from 1 to {MOST_WEIGHT}");
        let Some(asked) = asked else {
            self.problem_at(span, "this preference has no weight", help);
            return 1;
        };
        let weight = range::number(&asked.value).filter(|weight| (1..=MOST_WEIGHT).contains(weight));
        weight.unwrap_or_else(|| {
            self.problem(asked, format!("`{}` is not a weight", asked.value), help);
            1
        })
    }
}

/// `level = "senior", tag = ["a", "b"]`.
fn written(of: &Of) -> String {
    let pairs: Vec<String> = of
        .iter()
        .map(|(attribute, names)| {
            let quoted: Vec<String> = names.value.iter().map(|name| format!("\"{}\"", name.value)).collect();
            match &quoted[..] {
                [only] => format!("{} = {only}", attribute.word()),
                several => format!("{} = [{}]", attribute.word(), several.join(", ")),
            }
        })
        .collect();
    pairs.join(", ")
}
