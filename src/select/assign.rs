//! The cheapest way to fill every level with questions of different concepts.
//!
//! It is a minimum-cost flow from levels to concepts, solved one question at a time along the cheapest augmenting path
//! (successive shortest paths: Ahuja, Magnanti and Orlin 1993, section 9.7): a level takes a free concept, or takes one
//! from another level, which then looks for a replacement. Sums of keys are exact integers. Where a level cannot be
//! filled, the levels the path reached are a set that wants more concepts than it has (Hall 1935).

use std::collections::{BTreeMap, BTreeSet};

/// The question of lowest key for a concept at a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell<'a> {
    pub(super) key: u64,
    pub(super) id: &'a str,
}

/// Levels that together want more questions than they have concepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shortage {
    /// The level that could not be filled.
    pub(super) at: usize,
    /// All levels that compete for the same concepts, the level itself among them.
    pub(super) levels: BTreeSet<usize>,
    /// Concepts there for them.
    pub(super) there: usize,
    /// How many questions are missing.
    pub(super) missing: usize,
}

/// The ids drawn for `wanted` questions a level out of `concepts` (each with its best question a level), or where
/// there are too few.
pub(super) fn assign<'a>(
    concepts: &[BTreeMap<usize, Cell<'a>>],
    wanted: &[usize],
) -> Result<Vec<&'a str>, Vec<Shortage>> {
    let mut owner: Vec<Option<usize>> = vec![None; concepts.len()];
    let mut shortages: Vec<Shortage> = Vec::new();
    for (level, &number) in wanted.iter().enumerate() {
        for filled in 0..number {
            let paths = Paths::from(level, concepts, &owner, wanted.len());
            if let Some(end) = paths.cheapest_end {
                paths.follow(end, &mut owner);
            } else {
                shortages.push(paths.shortage(level, number - filled, concepts));
                break;
            }
        }
    }
    if !shortages.is_empty() {
        return Err(shortages);
    }
    Ok(concepts.iter().zip(&owner).filter_map(|(cells, owner)| cells.get(&(*owner)?).map(|cell| cell.id)).collect())
}

/// Cost of a path to a level and, but for the first level, the level before it and the concept taken by that.
type Reached = (i128, Option<(usize, usize)>);

/// The cheapest paths from one level to all others by concepts that change hands.
struct Paths {
    /// For each level the cheapest path to it, if there is one.
    reached: Vec<Option<Reached>>,
    /// The free concept that ends the cheapest path, and the level that takes it.
    cheapest_end: Option<(usize, usize)>,
}

impl Paths {
    fn from(start: usize, concepts: &[BTreeMap<usize, Cell<'_>>], owner: &[Option<usize>], levels: usize) -> Self {
        let cost = |concept: usize, level: usize| Some(i128::from(concepts[concept].get(&level)?.key));
        let taken: Vec<(usize, usize)> =
            owner.iter().enumerate().filter_map(|(concept, owner)| Some((concept, (*owner)?))).collect();
        let mut reached: Vec<Option<Reached>> = vec![None; levels];
        reached[start] = Some((0, None));
        let mut changed = true;
        while changed {
            changed = false;
            for &(concept, holder) in &taken {
                for taker in 0..levels {
                    let (Some((so_far, _)), Some(gain), Some(loss)) =
                        (reached[taker], cost(concept, taker), cost(concept, holder))
                    else {
                        continue;
                    };
                    let total = so_far + gain - loss;
                    if taker != holder && reached[holder].is_none_or(|(best, _)| total < best) {
                        reached[holder] = Some((total, Some((taker, concept))));
                        changed = true;
                    }
                }
            }
        }
        let mut best: Option<(i128, usize, usize)> = None;
        for concept in (0..concepts.len()).filter(|concept| owner[*concept].is_none()) {
            for (&level, cell) in &concepts[concept] {
                let Some((so_far, _)) = reached[level] else { continue };
                let total = so_far + i128::from(cell.key);
                if best.is_none_or(|(least, ..)| total < least) {
                    best = Some((total, concept, level));
                }
            }
        }
        Self { reached, cheapest_end: best.map(|(_, concept, level)| (concept, level)) }
    }

    /// Hands the concepts on along the path that ends with a level taking a free one.
    fn follow(&self, (concept, level): (usize, usize), owner: &mut [Option<usize>]) {
        owner[concept] = Some(level);
        let mut at = level;
        while let Some((_, Some((taker, concept)))) = self.reached[at] {
            owner[concept] = Some(taker);
            at = taker;
        }
    }

    fn shortage(&self, at: usize, missing: usize, concepts: &[BTreeMap<usize, Cell<'_>>]) -> Shortage {
        let levels: BTreeSet<usize> = (0..self.reached.len()).filter(|level| self.reached[*level].is_some()).collect();
        let there = concepts.iter().filter(|cells| cells.keys().any(|level| levels.contains(level))).count();
        Shortage { at, levels, there, missing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every way to give concepts to levels, the slow and certain way.
    fn cheapest_by_trying(concepts: &[BTreeMap<usize, Cell<'_>>], wanted: &[usize]) -> Option<i128> {
        let Some((first, rest)) = concepts.split_first() else {
            return wanted.iter().all(|number| *number == 0).then_some(0);
        };
        let mut best = cheapest_by_trying(rest, wanted);
        for (&level, cell) in first {
            let mut left = wanted.to_vec();
            if left[level] == 0 {
                continue;
            }
            left[level] -= 1;
            if let Some(others) = cheapest_by_trying(rest, &left) {
                let total = others + i128::from(cell.key);
                best = Some(best.map_or(total, |best| best.min(total)));
            }
        }
        best
    }

    #[test]
    fn the_sum_of_keys_is_the_smallest_there_is() {
        let mut feasible = 0;
        for case in 0_u64..600 {
            let mut number = case.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let mut next = |bound: u64| {
                number ^= number << 13;
                number ^= number >> 7;
                number ^= number << 17;
                number % bound
            };
            let names: Vec<String> = (0..8 * 3).map(|id| format!("q{id:02}")).collect();
            let concepts: Vec<BTreeMap<usize, Cell<'_>>> = (0..4 + next(4) as usize)
                .map(|concept| {
                    (0..3)
                        .filter(|_| next(2) == 0)
                        .collect::<Vec<usize>>()
                        .into_iter()
                        .map(|level| (level, Cell { key: next(50), id: names[concept * 3 + level].as_str() }))
                        .collect()
                })
                .collect();
            let wanted = [next(3) as usize, next(3) as usize, next(3) as usize];
            let sum = assign(&concepts, &wanted).ok().map(|ids| {
                concepts
                    .iter()
                    .flat_map(BTreeMap::values)
                    .filter(|cell| ids.contains(&cell.id))
                    .map(|cell| i128::from(cell.key))
                    .sum::<i128>()
            });
            feasible += usize::from(sum.is_some());
            assert_eq!(sum, cheapest_by_trying(&concepts, &wanted), "case {case}");
        }
        assert!((200..500).contains(&feasible), "{feasible} of 600 cases can be filled");
    }
}
