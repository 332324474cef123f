//! The exam and its sections as a blueprint.

use std::collections::BTreeSet;

use crate::source::Span;

use super::Order;
use super::blueprint::{Blueprint, Bounds, Filter, Measure, Request, Section, Style};
use super::check::Check;
use super::fields::{AskedSection, Fields, Names, Wanted, Words};
use super::numbers::asks_for_levels;
use super::range::Allowed;

/// The exam or a section of it, as names of requests tell them apart.
pub(super) struct Scope<'a> {
    /// The place of the section; `None` is the whole exam.
    pub(super) place: Option<usize>,
    /// What comes before the names of its requests, such as `section 2: `.
    pub(super) lead: String,
    /// Questions that are drawn whatever their topic, by id.
    pub(super) required: &'a BTreeSet<String>,
}

impl<'a> Scope<'a> {
    fn exam(required: &'a BTreeSet<String>) -> Self {
        Self { place: None, lead: String::new(), required }
    }

    fn section(place: usize, title: Option<&Words>, required: &'a BTreeSet<String>) -> Self {
        let name = title.map_or_else(|| (place + 1).to_string(), |title| format!("\"{}\"", title.value));
        Self { place: Some(place), lead: format!("section {name}: "), required }
    }

    /// A request about questions of this part.
    pub(super) fn request(&self, name: &str, span: Span, filter: Filter, bounds: Bounds, style: Style) -> Request {
        let name = format!("{}{name}", self.lead);
        Request { name, span: Some(span), section: self.place, filter, measure: Measure::Questions, bounds, style }
    }
}

/// Most sections of an exam: each has a sheet of its own or less.
const MOST_SECTIONS: usize = 50;

impl Check<'_> {
    /// All that is asked of the draw.
    pub(super) fn blueprint(&mut self, fields: &Fields) -> Blueprint {
        let lists = fields.sections.iter().map(|section| &section.wanted.require);
        let lists = lists.chain([&fields.wanted.require, &fields.anchors]).flatten();
        let required = lists.flat_map(|list: &Names| &list.value).map(|id| id.value.clone()).collect();
        let exam = Scope::exam(&required);

        let (mut requests, sections) =
            if fields.sections.is_empty() { self.whole(&fields.wanted, &exam) } else { self.divided(fields, &exam) };
        requests.extend(self.excluded(fields.exclude.as_ref(), &exam));
        requests.extend(fields.enemies.iter().flatten().map(|list| self.enemies(list, &exam)));
        let forms = self.forms(fields);
        requests.extend(self.required("anchors", fields.anchors.as_ref(), &exam));
        Blueprint {
            sections,
            requests,
            one_per_concept: fields.one_per_concept.unwrap_or(true),
            prefer: self.preferences(fields),
            forms,
        }
    }

    /// An exam without sections is one itself.
    fn whole(&mut self, wanted: &Wanted, exam: &Scope<'_>) -> (Vec<Request>, Vec<Section>) {
        let mut requests = Vec::new();
        let sum = self.levels(wanted, exam, &mut requests);
        let demanding = self.totals(wanted, Allowed::Near, exam, &mut requests);
        let (count, split) = self.count_and_split(wanted, sum, demanding, asks_for_levels(wanted), exam);
        requests.extend(self.conditions_and_rules(wanted, exam));
        (requests, vec![Section { count, split, ..Section::default() }])
    }

    /// An exam with sections, where what stands at the top holds for all of them together.
    fn divided(&mut self, fields: &Fields, exam: &Scope<'_>) -> (Vec<Request>, Vec<Section>) {
        let wanted = &fields.wanted;
        let mut requests = Vec::new();
        if let Some(shares) = &wanted.shares {
            let help = "leave them out, or write `shares` into each section";
            self.problem(shares, "`shares` cannot be asked for over all sections", help);
        }
        let sum = self.levels(wanted, exam, &mut requests);
        if let Some(count) = &wanted.count
            && let Some(bounds) = self.amount(count, Allowed::Range, Measure::Questions)
        {
            self.count_fits(wanted, bounds, sum);
            requests.push(exam.request("count", count.span, Filter::default(), bounds, Style::Number));
        }
        self.totals(wanted, Allowed::Near, exam, &mut requests);
        requests.extend(self.conditions_and_rules(wanted, exam));
        let levels_of_exam = wanted.levels.is_some() || asks_for_levels(wanted);
        let mut sections = Vec::new();
        if let Some(first) = fields.sections.get(MOST_SECTIONS) {
            let message = format!("an exam of {} sections is not possible", fields.sections.len());
            self.problem_at(first.span, message, format!("write {MOST_SECTIONS} sections or fewer"));
            return (requests, sections);
        }
        for (place, asked) in fields.sections.iter().enumerate() {
            let scope = Scope::section(place, asked.title.as_ref(), exam.required);
            sections.push(self.section(asked, levels_of_exam, &scope, &mut requests));
        }
        (requests, sections)
    }

    fn section(
        &mut self,
        asked: &AskedSection,
        levels_of_exam: bool,
        scope: &Scope<'_>,
        requests: &mut Vec<Request>,
    ) -> Section {
        let wanted = &asked.wanted;
        if let Some(title) = asked.title.as_ref().filter(|title| title.value.trim().is_empty()) {
            self.problem(title, "the title is empty", "write it, or leave it out");
        }
        if let Some(order) = asked.order.as_ref().filter(|order| order.value == Order::Section) {
            let help = "use `level`, `topic`, `random` or `easy-first`";
            self.problem(order, "a section has no sections to be ordered by", help);
        }
        let sum = self.levels(wanted, scope, requests);
        let demanding = self.totals(wanted, Allowed::Range, scope, requests);
        if wanted.count.is_none() && wanted.levels.is_none() && !demanding {
            self.problem_at(
                asked.span,
                "this section does not say how many questions it has",
                "add `count` or `levels`, or `marks` or `minutes` with a lower end",
            );
        }
        let by_requests = levels_of_exam || asks_for_levels(wanted);
        let (count, split) = self.count_and_split(wanted, sum, demanding, by_requests, scope);
        requests.extend(self.conditions_and_rules(wanted, scope));
        Section {
            title: asked.title.as_ref().map(|title| title.value.clone()),
            order: asked.order.as_ref().map(|order| order.value),
            count,
            split,
        }
    }

    fn conditions_and_rules(&mut self, wanted: &Wanted, scope: &Scope<'_>) -> Vec<Request> {
        let mut requests: Vec<Request> = Vec::new();
        for condition in &wanted.conditions {
            requests.extend(self.condition(condition, scope));
        }
        requests.extend(self.rules(wanted, scope));
        requests
    }
}
