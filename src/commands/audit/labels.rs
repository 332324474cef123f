//! What the questions of a group have in common, as far as the draw looks at it.

use std::collections::{BTreeMap, BTreeSet};

use crate::select::{Audit, Group, Item};
use crate::spec::{Attribute, Blueprint, Filter, Measure};
use crate::wording::count;

/// What a blueprint looks at in a question.
struct Looks<'b> {
    attributes: BTreeSet<Attribute>,
    tags: BTreeSet<&'b str>,
    marks: bool,
    minutes: bool,
    concepts: bool,
}

/// A label for each group.
pub(super) fn of_groups(audit: &Audit, items: &[Item], blueprint: &Blueprint) -> Vec<String> {
    let by_id: BTreeMap<&str, &Item> = items.iter().map(|item| (item.id.as_str(), item)).collect();
    let looks = Looks::of(blueprint);
    let label = |group: &Group| {
        let items: Vec<&Item> = group.members.iter().map(|&at| by_id[audit.questions[at].id.as_str()]).collect();
        if group.alike > 1 { looks.label(&items) } else { single(items[0]) }
    };
    audit.groups.iter().map(label).collect()
}

fn single(item: &Item) -> String {
    item.set.as_ref().map_or_else(|| item.id.clone(), |set| format!("set {set}"))
}

impl<'b> Looks<'b> {
    fn of(blueprint: &'b Blueprint) -> Self {
        let asked = blueprint.requests.iter().map(|request| &request.filter);
        let filters: Vec<&Filter> = asked.chain(blueprint.prefer.iter().map(|prefer| &prefer.filter)).collect();
        let tags = filters.iter().filter_map(|filter| filter.of.get(&Attribute::Tag)).flatten();
        let measured = |measure: Measure| blueprint.requests.iter().any(|request| request.measure == measure);
        Self {
            attributes: filters.iter().flat_map(|filter| filter.of.keys().copied()).collect(),
            tags: tags.map(String::as_str).collect(),
            marks: measured(Measure::Marks),
            minutes: measured(Measure::Minutes),
            concepts: blueprint.one_per_concept,
        }
    }

    fn label<'i>(&self, items: &[&'i Item]) -> String {
        let about = |attribute: Attribute| attribute == Attribute::Level || self.attributes.contains(&attribute);
        let mut words: Vec<String> = Vec::new();
        for attribute in [Attribute::Level, Attribute::Topic, Attribute::Kind, Attribute::File] {
            let field = |item: &'i Item| match attribute {
                Attribute::Topic => &item.topic,
                Attribute::Kind => &item.kind,
                Attribute::File => &item.file,
                _ => &item.level,
            };
            words.extend(common(items, field).filter(|_| about(attribute)).cloned());
        }
        let tagged = |tag: &str| items.iter().all(|item| item.tags.iter().any(|own| own == tag));
        words.extend(self.tags.iter().filter(|tag| tagged(tag)).map(|tag| format!("tag {tag}")));
        if self.concepts || about(Attribute::Concept) {
            words.extend(common(items, |item| item.concept.as_deref()).flatten().map(|name| format!("concept {name}")));
        }
        let marks = common(items, |item| item.marks).filter(|_| self.marks);
        words.extend(marks.map(|marks| count(marks as usize, "mark")));
        let minutes = common(items, |item| item.minutes).filter(|_| self.minutes);
        words.extend(minutes.map(|minutes| count(minutes as usize, "minute")));
        if words.is_empty() { "any level".to_owned() } else { words.join(", ") }
    }
}

/// What a field holds in all of the questions.
fn common<'i, T: PartialEq>(items: &[&'i Item], field: impl Fn(&'i Item) -> T) -> Option<T> {
    let first = field(items[0]);
    items.iter().all(|&item| field(item) == first).then_some(first)
}
