//! What each unit adds to each sum.

use std::collections::BTreeMap;

use crate::spec::Attribute;

use super::Item;
use super::demand::Line;
use super::pool::Pool;

/// For each unit the lines it counts in, by ascending line, and what it adds; kept one unit after another.
#[derive(Debug)]
pub(super) struct Amounts {
    entries: Vec<(usize, i64)>,
    ends: Vec<usize>,
}

impl Amounts {
    pub(super) fn new(pool: &Pool<'_>, lines: &[&Line]) -> Self {
        let index = Index::new(lines);
        let mut amounts = Self { entries: Vec::new(), ends: Vec::with_capacity(pool.units.len()) };
        let mut of_unit: Vec<(usize, i64)> = Vec::new();
        for unit in &pool.units {
            of_unit.extend(unit.items().flat_map(|item| index.lines_of(item)));
            of_unit.sort_unstable_by_key(|entry| entry.0);
            of_unit.dedup_by(|next, sum| {
                let same = next.0 == sum.0;
                if same {
                    sum.1 += next.1;
                }
                same
            });
            amounts.entries.append(&mut of_unit);
            amounts.ends.push(amounts.entries.len());
        }
        amounts
    }

    /// What a unit adds.
    pub(super) fn of(&self, unit: usize) -> &[(usize, i64)] {
        let start = if unit == 0 { 0 } else { self.ends[unit - 1] };
        &self.entries[start..self.ends[unit]]
    }
}

/// Lines by what a question has to have to count in them, so that most lines cost a question nothing.
struct Index<'l> {
    lines: &'l [&'l Line],
    /// For each attribute that a line is looked up by, the lines of each value.
    by_value: BTreeMap<Attribute, BTreeMap<&'l str, Vec<usize>>>,
    /// Lines that cannot be looked up.
    others: Vec<usize>,
    /// For each line whether whoever is found in the index counts in it.
    certain: Vec<bool>,
}

impl<'l> Index<'l> {
    fn new(lines: &'l [&'l Line]) -> Self {
        let mut index = Self { lines, by_value: BTreeMap::new(), others: Vec::new(), certain: Vec::new() };
        for (at, line) in lines.iter().enumerate() {
            let filter = &line.filter;
            index.certain.push(filter.of.len() <= 1 && filter.except.is_empty() && !filter.inverted);
            match filter.of.iter().min_by_key(|(_, values)| values.len()) {
                Some((attribute, values)) if !filter.inverted => {
                    let by_value = index.by_value.entry(*attribute).or_default();
                    for value in values {
                        by_value.entry(value).or_default().push(at);
                    }
                }
                _ => index.others.push(at),
            }
        }
        index
    }

    /// The lines that a question counts in, each once, with what it adds.
    fn lines_of(&self, item: &Item) -> Vec<(usize, i64)> {
        let mut found = Vec::with_capacity(8);
        let mut add = |line: usize| {
            if self.certain[line] || self.lines[line].filter.fits(item) {
                found.push((line, self.lines[line].measure.of(item)));
            }
        };
        for &line in &self.others {
            add(line);
        }
        for (attribute, by_value) in &self.by_value {
            attribute.any(item, |value| {
                for &line in by_value.get(value).into_iter().flatten() {
                    add(line);
                }
                false
            });
        }
        // A question that has two tags of a line is found twice.
        found.sort_unstable();
        found.dedup();
        found
    }
}
