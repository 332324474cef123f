//! How many questions each level gets.

use std::collections::BTreeSet;

use super::clash::Clash;
use super::shim::Wanted;

/// The number of questions for each level, in the bank's order; `there` are the levels that have any question.
pub(super) fn by_level(
    wanted: &Wanted,
    levels: &[String],
    there: &BTreeSet<&str>,
) -> Result<Vec<(String, usize)>, Clash> {
    let named = |numbers: Vec<usize>| levels.iter().cloned().zip(numbers).collect::<Vec<_>>();
    let quotas = match wanted {
        Wanted::Counts(counts) => named(levels.iter().map(|level| counts.get(level).copied().unwrap_or(0)).collect()),
        Wanted::Shares { count, shares } => {
            let shares: Vec<u64> = levels.iter().map(|level| shares.get(level).copied().unwrap_or(0)).collect();
            named(largest_remainder(*count, &shares))
        }
        Wanted::Balanced { count } => {
            let shares: Vec<u64> = levels.iter().map(|level| u64::from(there.contains(level.as_str()))).collect();
            if there.is_empty() {
                return Err(Clash::NothingThere { wanted: *count });
            }
            named(largest_remainder(*count, &shares))
        }
    };
    if quotas.iter().all(|(_, number)| *number == 0) {
        return Err(Clash::NothingWanted);
    }
    Ok(quotas)
}

/// Splits `count` in the proportion of `shares` by the method of the largest remainder (Hamilton 1792): each gets its
/// whole part, then those with the largest remainders get one more; of equal remainders the earlier one comes first.
/// All zero where the shares are.
#[must_use]
pub fn largest_remainder(count: usize, shares: &[u64]) -> Vec<usize> {
    let total: u128 = shares.iter().map(|share| u128::from(*share)).sum();
    if total == 0 {
        return vec![0; shares.len()];
    }
    let exact = |share: u64| count as u128 * u128::from(share);
    let mut parts: Vec<usize> = shares.iter().map(|share| (exact(*share) / total) as usize).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(exact(shares[at]) % total));
    let left = count - parts.iter().sum::<usize>();
    for at in order.into_iter().take(left) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remainders_decide_and_ties_go_to_the_easier_level() {
        assert_eq!(largest_remainder(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(largest_remainder(10, &[50, 30, 20]), [5, 3, 2]);
        assert_eq!(largest_remainder(7, &[50, 30, 20]), [4, 2, 1]);
        assert_eq!(largest_remainder(3, &[0, 0]), [0, 0]);
        assert_eq!(largest_remainder(0, &[1, 2]), [0, 0]);
    }

    #[test]
    fn parts_always_add_up_and_none_is_more_than_one_off() {
        for count in 0..40 {
            let shares = [7_u64, 0, 13, 29, 1];
            let parts = largest_remainder(count, &shares);
            assert_eq!(parts.iter().sum::<usize>(), count);
            for (part, share) in parts.iter().zip(shares) {
                let exact = count as f64 * share as f64 / 50.0;
                assert!((*part as f64 - exact).abs() < 1.0);
            }
        }
    }
}
