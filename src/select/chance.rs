//! Whether chance alone explains how often questions are drawn.
//!
//! Let `c` questions be alike, and let draw `t` take `k_t` of them. If each choice of `k_t` of the `c` is equally likely, the
//! number of times a question is drawn has the variance `V = Σ k_t/c · (1 − k_t/c)` given the `k_t`, and any two such numbers
//! have the covariance `−V/(c−1)`, since all of them add up to `Σ k_t`. That covariance matrix is `V·c/(c−1)` times the
//! projection onto differences, so over many draws `Q = (c−1)/(c·V) · Σ (O_i − Ō)²` is distributed as chi-square with
//! `c − 1` degrees of freedom.

/// Variance of a number of draws below which chi-square is too rough to go by.
const LEAST_VARIANCE: f64 = 5.0;

/// A test of equal chances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// How far the counts are apart.
    pub chi_square: f64,
    /// Degrees of freedom.
    pub degrees: usize,
    /// How likely counts so far apart, or further, are if chances are equal.
    pub p: f64,
}

impl Test {
    /// Tests how often each of some like questions was drawn. There is no test of less than two, or if one of them came to be
    /// drawn, or not to be, too seldom.
    pub(super) fn of(drawn: &[u64], variance: f64) -> Option<Self> {
        if drawn.len() < 2 || variance < LEAST_VARIANCE {
            return None;
        }
        let number = drawn.len() as f64;
        let mean = drawn.iter().sum::<u64>() as f64 / number;
        let squares: f64 = drawn.iter().map(|&drawn| (drawn as f64 - mean).powi(2)).sum();
        Some(Self::new((number - 1.0) / (number * variance) * squares, drawn.len() - 1))
    }

    /// Several tests as one, as if they were independent.
    #[must_use]
    pub fn joined(tests: impl Iterator<Item = Self>) -> Option<Self> {
        let (chi_square, degrees) =
            tests.fold((0.0, 0), |(chi_square, degrees), test| (chi_square + test.chi_square, degrees + test.degrees));
        (degrees > 0).then(|| Self::new(chi_square, degrees))
    }

    fn new(chi_square: f64, degrees: usize) -> Self {
        Self { chi_square, degrees, p: upper_tail(chi_square, degrees) }
    }
}

/// The chance that a chi-square variable is `chi_square` or more: the finite sums for whole degrees of freedom (Abramowitz
/// and Stegun 1964, 26.4.4 and 26.4.5).
fn upper_tail(chi_square: f64, degrees: usize) -> f64 {
    let half = chi_square / 2.0;
    if half <= 0.0 {
        return 1.0;
    }
    let ends = degrees as f64 / 2.0;
    let half_gamma = libm::log(libm::sqrt(std::f64::consts::PI) / 2.0);
    let (mut power, mut term, mut sum) = if degrees.is_multiple_of(2) {
        (0.0, -half, 0.0)
    } else {
        (0.5, libm::log(half) / 2.0 - half - half_gamma, libm::erfc(libm::sqrt(half)))
    };
    while power < ends {
        sum += libm::exp(term);
        power += 1.0;
        term += libm::log(half / power);
    }
    f64::min(sum, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_printed_tables() {
        let table = [
            (3.841_458_820_694_124, 1, 0.05),
            (18.307_038_053_275_146, 10, 0.05),
            (124.342_113_404_004_08, 100, 0.05),
            (6.634_896_601_021_213, 1, 0.01),
            (29.588_298_445_074_42, 10, 0.001),
            (0.0, 3, 1.0),
            (1e6, 3, 0.0),
        ];
        for (chi_square, degrees, p) in table {
            let got = upper_tail(chi_square, degrees);
            assert!((got - p).abs() < 1e-11, "{chi_square} with {degrees} degrees of freedom: {got}, not {p}");
        }
        let middle = upper_tail(99_999.0, 100_000);
        assert!((middle - 0.5).abs() < 0.002, "{middle}");
    }

    #[test]
    fn unequal_chances_are_found_and_equal_ones_are_not() {
        // Four questions, one of them drawn in each of 1000 draws: Pearson's statistic.
        let variance = 1000.0 * 0.25 * 0.75;
        let fair = Test::of(&[262, 241, 236, 261], variance).unwrap();
        assert!((fair.chi_square - 2.168).abs() < 1e-9 && fair.degrees == 3, "{fair:?}");
        assert!(fair.p > 0.5, "{fair:?}");
        let planted = Test::of(&[310, 230, 230, 230], variance).unwrap();
        assert!(planted.p < 1e-3, "{planted:?}");
    }

    #[test]
    fn what_chance_has_no_hand_in_is_not_tested() {
        assert_eq!(Test::of(&[100], 20.0), None);
        assert_eq!(Test::of(&[100, 100], 0.0), None);
        assert_eq!(Test::of(&[3, 1], 2.0), None);
        assert_eq!(Test::joined([].into_iter()), None);
    }
}
