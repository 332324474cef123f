//! How much there is of something at most, counted without the other requests.

use std::collections::BTreeMap;

use super::model::{Limits, Model};

/// The greatest sum of a line over the units that nothing bars, with one unit for each concept if that is asked for. No
/// form has more.
pub(super) fn reach(model: &Model<'_, '_>, limits: &Limits, line: usize, one_per_concept: bool) -> i64 {
    let mut of_concept: BTreeMap<&str, i64> = BTreeMap::new();
    let mut rest = 0;
    for (at, unit) in model.pool.units.iter().enumerate() {
        let Some(&(_, amount)) = model.amounts(at).iter().find(|entry| entry.0 == line) else { continue };
        if barred(model, limits, at, model.section(line)) {
            continue;
        }
        let mut concepts: Vec<&str> = unit.items.iter().filter_map(|item| item.concept.as_deref()).collect();
        concepts.dedup();
        match concepts[..] {
            [concept] if one_per_concept => {
                let most = of_concept.entry(concept).or_default();
                *most = amount.max(*most);
            }
            _ => rest += amount,
        }
    }
    rest + of_concept.values().sum::<i64>()
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
