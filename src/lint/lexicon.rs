//! Words as numbers, so that texts are compared fast.

use std::collections::BTreeMap;

use crate::bank::Question;
use crate::flow::Inline;

use super::text::{pieces, pieces_of, prompts, runs, words};

/// The words of all prompts, whatever their capitals.
pub(super) struct Lexicon {
    /// A number for each word, in order of first use.
    numbers: BTreeMap<String, u32>,
    /// For each question the words of its prompt and of those of its parts.
    pub(super) prompts: Vec<Vec<u32>>,
    /// For each word the questions that have it in a prompt, in order.
    holders: Vec<Vec<usize>>,
}

impl Lexicon {
    /// Reads the prompts of questions.
    pub(super) fn of(questions: &[&Question]) -> Self {
        let mut lexicon = Self { numbers: BTreeMap::new(), prompts: Vec::new(), holders: Vec::new() };
        for (at, question) in questions.iter().enumerate() {
            let mut prompt = Vec::new();
            for run in prompts(question).into_iter().flat_map(runs) {
                for (_, word) in pieces_of(&run).iter().flat_map(|piece| words(piece.text)) {
                    prompt.push(lexicon.number_of(word, at));
                }
            }
            lexicon.prompts.push(prompt);
        }
        lexicon
    }

    fn number_of(&mut self, word: &str, question: usize) -> u32 {
        let next = self.holders.len() as u32;
        let number = *self.numbers.entry(word.to_lowercase()).or_insert(next);
        if number == next {
            self.holders.push(Vec::new());
        }
        let holders = &mut self.holders[number as usize];
        if holders.last() != Some(&question) {
            holders.push(question);
        }
        number
    }

    /// The number of a word in small letters, if it is in a prompt.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// The words of a text, unless one is in no prompt.
    pub(super) fn known(&self, text: &str) -> Option<Vec<u32>> {
        words(text).map(|(_, word)| self.number(&word.to_lowercase())).collect()
    }

    /// The questions whose prompts have the word of these that the fewest have.
    pub(super) fn holders_of_rarest(&self, words: &[u32]) -> &[usize] {
        words.iter().map(|word| self.holders[*word as usize].as_slice()).min_by_key(|found| found.len()).unwrap_or(&[])
    }
}

/// The words of a line, in small letters.
pub(super) fn line_words(line: &[Inline]) -> Vec<String> {
    pieces(line).flat_map(|piece| words(piece.text)).map(|(_, word)| word.to_lowercase()).collect()
}
