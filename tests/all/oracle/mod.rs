//! A second opinion on the draw that shares no code with it: all forms of a small bank one after another, each request
//! checked from the blueprint.

mod explained;
mod forms;
mod random;

use std::collections::BTreeMap;

use exampress::select::Item;
use exampress::spec::{Attribute, Blueprint, Bounds, Filter, Measure, Split};

pub(crate) use explained::check_clash;
pub(crate) use forms::{Outcome, combinations, go_together, outcome};
pub(crate) use random::Random;

/// The greatest sum where none is asked for.
pub(crate) const ENDLESS: i64 = i64::MAX / 4;

/// A bank and what is asked of it.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) items: Vec<Item>,
    pub(crate) levels: Vec<String>,
    pub(crate) blueprint: Blueprint,
    pub(crate) seed: String,
}

/// Something that has to hold of a form.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) sums: Vec<Sum>,
    /// Units of which one at most is in the form.
    pub(crate) rivals: Vec<Vec<usize>>,
}

/// A sum over units and its bounds.
#[derive(Debug, Clone)]
pub(crate) struct Sum {
    pub(crate) name: String,
    pub(crate) section: Option<usize>,
    /// What each unit adds.
    pub(crate) amounts: Vec<i64>,
    pub(crate) low: i64,
    pub(crate) high: i64,
}

/// Units with their sections.
pub(crate) type Form = Vec<(usize, usize)>;

/// Whether a filter is about a question.
pub(crate) fn fits(filter: &Filter, item: &Item) -> bool {
    let meets = |(attribute, wanted): (&Attribute, &std::collections::BTreeSet<String>)| match attribute {
        Attribute::Id => wanted.contains(&item.id),
        Attribute::Level => wanted.contains(&item.level),
        Attribute::Topic => wanted.contains(&item.topic),
        Attribute::Kind => wanted.contains(&item.kind),
        Attribute::File => wanted.contains(&item.file),
        Attribute::Tag => item.tags.iter().any(|tag| wanted.contains(tag)),
        Attribute::Concept => item.concept.as_ref().is_some_and(|concept| wanted.contains(concept)),
    };
    if filter.except.contains(&item.id) {
        return false;
    }
    filter.of.iter().all(meets) != filter.inverted
}

pub(crate) fn amount(measure: Measure, item: &Item) -> i64 {
    match measure {
        Measure::Questions => 1,
        Measure::Marks => i64::from(item.marks),
        Measure::Minutes => i64::from(item.minutes),
    }
}

/// Bounds as numbers; what shall be near a number has none.
pub(crate) fn ends(bounds: Bounds) -> (i64, i64) {
    match bounds {
        Bounds::Within { low, high } => (low as i64, high.map_or(ENDLESS, |high| high as i64)),
        Bounds::Near(_) => (0, ENDLESS),
    }
}

impl Case {
    /// Linked sets and single questions, by the first id of each.
    pub(crate) fn units(&self) -> Vec<Vec<&Item>> {
        let mut units: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
        let mut items: Vec<&Item> = self.items.iter().collect();
        items.sort_by_key(|item| &item.id);
        for item in &items {
            let together = |other: &&&Item| item.set.is_some() && other.set == item.set;
            let first = items.iter().find(together).map_or(&item.id, |first| &first.id);
            units.entry(first.clone()).or_default().push(item);
        }
        units.into_values().collect()
    }

    fn sum(&self, name: &str, section: Option<usize>, filter: &Filter, measure: Measure, bounds: (i64, i64)) -> Sum {
        let of_unit = |unit: Vec<&Item>| {
            unit.into_iter().filter(|item| fits(filter, item)).map(|item| amount(measure, item)).sum()
        };
        let amounts = self.units().into_iter().map(of_unit).collect();
        Sum { name: name.to_owned(), section, amounts, low: bounds.0, high: bounds.1 }
    }

    /// All that has to hold where the sections have these numbers of questions.
    pub(crate) fn rules(&self, counts: &[Option<usize>]) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (at, (section, count)) in self.blueprint.sections.iter().zip(counts).enumerate() {
            let (Some(asked), Some(count)) = (&section.count, *count) else { continue };
            let number = count as i64;
            let all = Filter::default();
            let mut sums = vec![self.sum(&asked.name, Some(at), &all, Measure::Questions, (number, number))];
            for (level, number) in self.split(&section.split, count, at) {
                let name = format!("{}: {level}", asked.name);
                let filter = Filter::by(Attribute::Level, [level]);
                sums.push(self.sum(&name, Some(at), &filter, Measure::Questions, (number, number)));
            }
            rules.push(Rule { name: asked.name.clone(), sums, rivals: Vec::new() });
        }
        for request in &self.blueprint.requests {
            let bounds = ends(request.bounds);
            let sums = vec![self.sum(&request.name, request.section, &request.filter, request.measure, bounds)];
            rules.push(Rule { name: request.name.clone(), sums, rivals: Vec::new() });
        }
        let units = self.units();
        let pairs = |rivals: &dyn Fn(&Item, &Item) -> bool| -> Vec<Vec<usize>> {
            let all = (0..units.len()).flat_map(|a| (0..a).map(move |b| vec![a, b]));
            all.filter(|pair| units[pair[0]].iter().any(|a| units[pair[1]].iter().any(|b| rivals(a, b)))).collect()
        };
        if self.blueprint.one_per_concept {
            let rivals = pairs(&|a, b| a.concept.is_some() && a.concept == b.concept);
            rules.push(Rule { name: "one question a concept".to_owned(), sums: Vec::new(), rivals });
        }
        let rivals = pairs(&|a, b| a.excludes.contains(&b.id) || b.excludes.contains(&a.id));
        rules.push(Rule { name: "`excludes` of the questions".to_owned(), sums: Vec::new(), rivals });
        rules
    }

    /// How many questions each level has of `count`.
    fn split(&self, split: &Split, count: usize, section: usize) -> Vec<(String, i64)> {
        let share = |level: &String| match split {
            Split::Free => None,
            Split::Even => Some(u64::from(self.has(level, section))),
            Split::Shares { shares, .. } => Some(shares.get(level).copied().unwrap_or(0)),
        };
        let Some(shares) = self.levels.iter().map(share).collect::<Option<Vec<u64>>>() else { return Vec::new() };
        let total: u64 = shares.iter().sum();
        if total == 0 {
            return self.levels.iter().map(|level| (level.clone(), 0)).collect();
        }
        // One after another goes to the level that is furthest below its whole part, then to the largest remainders.
        let mut parts: Vec<u64> = shares.iter().map(|share| share * count as u64 / total).collect();
        let mut given = vec![false; parts.len()];
        while parts.iter().sum::<u64>() < count as u64 {
            let remainder = |at: usize| shares[at] * count as u64 % total;
            let open = (0..parts.len()).filter(|&at| !given[at]);
            let largest = open.rev().max_by_key(|&at| remainder(at)).unwrap();
            given[largest] = true;
            parts[largest] += 1;
        }
        self.levels.iter().cloned().zip(parts.into_iter().map(|part| part as i64)).collect()
    }

    /// Whether a section may have a question of a level, going by what bars questions altogether.
    fn has(&self, level: &str, section: usize) -> bool {
        let barred = |item: &Item| {
            self.blueprint.requests.iter().any(|request| {
                let about = request.section.is_none_or(|of| of == section);
                about && ends(request.bounds).1 == 0 && fits(&request.filter, item)
            })
        };
        let units = self.units();
        let usable = units.iter().filter(|unit| !unit.iter().any(|item| barred(item)));
        usable.flatten().any(|item| item.level == level)
    }

    /// All forms that keep these rules.
    pub(crate) fn forms<'r>(&self, rules: impl IntoIterator<Item = &'r Rule>) -> Vec<Form> {
        let units = self.units().len();
        let mut search = Search { sums: Vec::new(), rivals: vec![0; units], sections: self.blueprint.sections.len() };
        for rule in rules {
            search.sums.extend(&rule.sums);
            for group in &rule.rivals {
                for &unit in group {
                    let others = group.iter().filter(|&&other| other != unit);
                    search.rivals[unit] |= others.fold(0_u32, |set, other| set | 1 << other);
                }
            }
        }
        let mut found = Vec::new();
        let mut sums = vec![0; search.sums.len()];
        search.explore(0, 0, &mut Vec::new(), &mut sums, &mut found);
        found
    }
}

struct Search<'r> {
    sums: Vec<&'r Sum>,
    /// For each unit those it cannot be with.
    rivals: Vec<u32>,
    sections: usize,
}

impl Search<'_> {
    fn explore(&self, unit: usize, taken: u32, form: &mut Form, sums: &mut [i64], found: &mut Vec<Form>) {
        if self.sums.iter().zip(&*sums).any(|(sum, got)| *got > sum.high) {
            return;
        }
        if unit == self.rivals.len() {
            if self.sums.iter().zip(&*sums).all(|(sum, got)| *got >= sum.low) {
                found.push(form.clone());
            }
            return;
        }
        self.explore(unit + 1, taken, form, sums, found);
        if taken & self.rivals[unit] != 0 {
            return;
        }
        for section in 0..self.sections {
            self.add(unit, section, 1, sums);
            form.push((unit, section));
            self.explore(unit + 1, taken | 1 << unit, form, sums, found);
            form.pop();
            self.add(unit, section, -1, sums);
        }
    }

    fn add(&self, unit: usize, section: usize, times: i64, sums: &mut [i64]) {
        for (sum, got) in self.sums.iter().zip(sums) {
            if sum.section.is_none_or(|of| of == section) {
                *got += times * sum.amounts[unit];
            }
        }
    }
}

impl Sum {
    pub(crate) fn over(&self, form: &Form) -> i64 {
        let own = form.iter().filter(|(_, section)| self.section.is_none_or(|of| of == *section));
        own.map(|&(unit, _)| self.amounts[unit]).sum()
    }
}
