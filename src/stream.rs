//! All randomness of the program. Everything comes from the seed by name, so that a change in one place moves nothing
//! in another; only [`fresh_seed`] asks the system.
//!
//! A key is the SipHash-2-4 (Aumasson and Bernstein 2012) of an id, keyed by the draw version, seed, form name and
//! purpose. A permutation is a Fisher-Yates shuffle fed by a `ChaCha20` stream of the same making, with numbers below
//! a bound taken by rejection, so that every order is equally likely.

use std::hash::Hasher;

use rand::rngs::SysRng;
use rand::{Rng, SeedableRng, TryRng};
use rand_chacha::ChaCha20Rng;
use siphasher::sip::SipHasher24;

use crate::digest::{hex, joined, sha256};

/// Changes whenever the same bank, spec and seed would give other questions or another order.
pub const DRAW_VERSION: u32 = 2;

/// Numbers that stand for ids, evenly spread over 64 bits.
#[derive(Debug, Clone, Copy)]
pub struct Keys(SipHasher24);

impl Keys {
    /// The key of an id.
    #[must_use]
    pub fn of(&self, id: &str) -> u64 {
        let mut hasher = self.0;
        hasher.write(id.as_bytes());
        hasher.finish()
    }
}

/// The source of all chance in one form of an exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streams {
    seed: String,
    form: String,
}

impl Streams {
    /// The streams of a form.
    #[must_use]
    pub fn new(seed: &str, form: &str) -> Self {
        Self { seed: seed.to_owned(), form: form.to_owned() }
    }

    /// The seed they come from.
    #[must_use]
    pub fn seed(&self) -> &str {
        &self.seed
    }

    /// The form they are for.
    #[must_use]
    pub fn form(&self) -> &str {
        &self.form
    }

    /// The keys of everything done for `purpose`.
    #[must_use]
    pub fn keys(&self, purpose: &str) -> Keys {
        let secret = self.secret(&[purpose]);
        let half = |at: usize| u64::from_le_bytes(std::array::from_fn(|byte| secret[at + byte]));
        Keys(SipHasher24::new_with_keys(half(0), half(8)))
    }

    /// The one key of `id` for `purpose`.
    #[must_use]
    pub fn key(&self, purpose: &str, id: &str) -> u64 {
        self.keys(purpose).of(id)
    }

    /// An order of `0..length`, every one equally likely, for `purpose` in the question `id`.
    #[must_use]
    pub fn permutation(&self, purpose: &str, id: &str, length: usize) -> Vec<usize> {
        let mut stream = ChaCha20Rng::from_seed(self.secret(&[purpose, id]));
        let mut order: Vec<usize> = (0..length).collect();
        for last in (1..length).rev() {
            order.swap(last, below(&mut stream, last as u64 + 1) as usize);
        }
        order
    }

    fn secret(&self, names: &[&str]) -> [u8; 32] {
        let version = DRAW_VERSION.to_string();
        let mut fields = vec!["exampress", &version, &self.seed, &self.form];
        fields.extend(names);
        sha256(&joined(&fields))
    }
}

/// A number from `0` to `bound - 1`, all equally likely: numbers from the incomplete last stretch are drawn again.
fn below(stream: &mut impl Rng, bound: u64) -> u64 {
    let whole = u64::MAX - u64::MAX % bound;
    loop {
        let number = stream.next_u64();
        if number < whole {
            return number % bound;
        }
    }
}

/// A seed nobody can guess, from the system's randomness, or why there is none.
pub fn fresh_seed() -> Result<String, String> {
    let mut bytes = [0; 10];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_apart() {
        let streams = Streams::new("ab", "c");
        assert_ne!(streams.key("draw", "x"), Streams::new("a", "bc").key("draw", "x"));
        assert_ne!(streams.key("draw", "x"), streams.key("order", "x"));
    }

    #[test]
    fn golden_keys_and_orders_stay_for_ever() {
        let streams = Streams::new("spring-7", "A");
        assert_eq!(streams.key("draw", "gil-cpu-bound-threads"), 4_434_392_564_211_586_561);
        assert_eq!(streams.permutation("options", "gil-cpu-bound-threads", 6), [5, 4, 1, 3, 2, 0]);
    }

    #[test]
    fn every_order_of_four_comes_up_about_equally_often() {
        let mut seen = std::collections::BTreeMap::new();
        for seed in 0..24_000 {
            let order = Streams::new(&seed.to_string(), "A").permutation("options", "q", 4);
            *seen.entry(order).or_insert(0_u32) += 1;
        }
        assert_eq!(seen.len(), 24);
        let chi_square: f64 = seen.values().map(|&times| (f64::from(times) - 1000.0).powi(2) / 1000.0).sum();
        assert!(chi_square < 41.6, "{chi_square} is not below the 1 % point for 23 degrees of freedom");
    }
}
