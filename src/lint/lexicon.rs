//! Words as numbers, so that texts are compared fast.

use std::borrow::Cow;
use std::collections::BTreeMap;

use siphasher::sip128::SipHasher13;

use crate::bank::Question;
use crate::flow::Inline;
use crate::parallel::each;

use super::text::{pieces, pieces_of, prompts, runs, words};

/// Stands for a word, whatever its capitals: its SipHash-1-3 of 128 bits (Aumasson and Bernstein 2012), the same for no
/// two words of any bank. Numbers are found faster than texts.
pub(super) type Sign = u128;

/// The words of all prompts, whatever their capitals.
pub(super) struct Lexicon {
    /// A number for each word, in order of first use.
    numbers: BTreeMap<Sign, u32>,
    /// For each question the words of its prompt and of those of its parts.
    pub(super) prompts: Vec<Vec<u32>>,
    /// For each word the questions that have it in a prompt, in order.
    holders: Vec<Vec<usize>>,
}

impl Lexicon {
    /// Reads the prompts of questions.
    pub(super) fn of(questions: &[&Question]) -> Self {
        let mut lexicon = Self { numbers: BTreeMap::new(), prompts: Vec::new(), holders: Vec::new() };
        for (at, signs) in each(questions, |question| prompt_signs(question)).into_iter().enumerate() {
            let prompt = signs.into_iter().map(|sign| lexicon.number_of(sign, at)).collect();
            lexicon.prompts.push(prompt);
        }
        lexicon
    }

    fn number_of(&mut self, sign: Sign, question: usize) -> u32 {
        let next = self.holders.len() as u32;
        let number = *self.numbers.entry(sign).or_insert(next);
        if number == next {
            self.holders.push(Vec::new());
        }
        let holders = &mut self.holders[number as usize];
        if holders.last() != Some(&question) {
            holders.push(question);
        }
        number
    }

    /// The number of a word, if it is in a prompt.
    pub(super) fn number(&self, sign: Sign) -> Option<u32> {
        self.numbers.get(&sign).copied()
    }

    /// The words of a text, unless one is in no prompt.
    pub(super) fn known(&self, text: &str) -> Option<Vec<u32>> {
        words(text).map(|(_, word)| self.number(sign(word))).collect()
    }

    /// The questions whose prompts have the word of these that the fewest have.
    pub(super) fn holders_of_rarest(&self, words: &[u32]) -> &[usize] {
        words.iter().map(|word| self.holders[*word as usize].as_slice()).min_by_key(|found| found.len()).unwrap_or(&[])
    }
}

/// The words of a line, in small letters.
pub(super) fn line_words(line: &[Inline]) -> Vec<Cow<'_, str>> {
    pieces(line).flat_map(|piece| words(piece.text)).map(|(_, word)| in_small_letters(word)).collect()
}

/// The words of a line.
pub(super) fn line_signs(line: &[Inline]) -> Vec<Sign> {
    pieces(line).flat_map(|piece| words(piece.text)).map(|(_, word)| sign(word)).collect()
}

/// The words of a question's prompt and of those of its parts.
fn prompt_signs(question: &Question) -> Vec<Sign> {
    let pieces = prompts(question).into_iter().flat_map(runs).flat_map(|run| pieces_of(&run));
    pieces.flat_map(|piece| words(piece.text)).map(|(_, word)| sign(word)).collect()
}

fn sign(word: &str) -> Sign {
    SipHasher13::new().hash(in_small_letters(word).as_bytes()).as_u128()
}

/// Most words have no capitals, and are not copied.
fn in_small_letters(word: &str) -> Cow<'_, str> {
    let is_small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}
