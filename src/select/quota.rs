//! How many questions each level gets.

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
