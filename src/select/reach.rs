//! How much there is of something at most, counted without the other requests.

use std::collections::BTreeMap;

use super::model::{Limits, Model};

/// The greatest sum of a line over the units that nothing bars, with so many units for each concept at most, each unit as
/// often as `times` says. No form, or no forms together, have more.
pub(super) fn reach(
    model: &Model<'_, '_>,
    limits: &Limits,
    line: usize,
    per_concept: usize,
    times: impl Fn(usize) -> i64,
) -> i64 {
    let mut of_concept: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let mut rest = 0;
    for (at, unit) in model.pool.units.iter().enumerate() {
        let Some(&(_, amount)) = model.amounts(at).iter().find(|entry| entry.0 == line) else { continue };
        let amount = amount * times(at);
        if barred(model, limits, at, model.section(line)) {
            continue;
        }
        let mut concepts: Vec<&str> = unit.items().filter_map(|item| item.concept.as_deref()).collect();
        concepts.dedup();
        match concepts[..] {
            [concept] => of_concept.entry(concept).or_default().push(amount),
            _ => rest += amount,
        }
    }
    for mut amounts in of_concept.into_values() {
        amounts.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
        rest += amounts.into_iter().take(per_concept).sum::<i64>();
    }
    rest
}

/// Whether lists such as `exclude` keep a unit out of a section, or where none is given, out of all.
fn barred(model: &Model<'_, '_>, limits: &Limits, unit: usize, section: Option<usize>) -> bool {
    let Some(section) = section else {
        return (0..model.sections).all(|section| barred(model, limits, unit, Some(section)));
    };
    let bars = |line: usize| model.is_rule(line) && limits.lines[line].is_some_and(|(_, high)| high == 0);
    let about = |line: usize| model.section(line).is_none_or(|of| of == section);
    model.amounts(unit).iter().any(|&(line, _)| about(line) && bars(line))
}
