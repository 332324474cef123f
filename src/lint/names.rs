//! Rules about the lists of `bank.toml`: concepts to cover, and words of fixed spelling.

use std::collections::{BTreeMap, BTreeSet};

use crate::bank::{Bank, Concepts, Question, WarningCode};
use crate::parallel::each;
use crate::source::Span;
use crate::wording::{all_of, count, nearest};

use super::Warning;
use super::text::{all_lines, pieces};

/// Most concepts that one message lists.
const MOST_LISTED: usize = 10;

/// The warnings about what `bank.toml` lists.
pub(super) fn of_bank(bank: &Bank, questions: &[&Question]) -> Vec<Warning> {
    let mut found = Vec::new();
    if let Some(concepts) = &bank.concepts {
        found.extend(uncovered(concepts, questions));
        found.extend(unlisted(concepts, questions));
    }
    if !bank.vocabulary.is_empty() {
        let words: BTreeMap<String, &str> =
            bank.vocabulary.iter().map(|word| (word.to_lowercase(), word.as_str())).collect();
        found.extend(each(questions, |question| misspelt(question, &words)).into_iter().flatten());
    }
    found
}

fn uncovered(concepts: &Concepts, questions: &[&Question]) -> Option<Warning> {
    let covered: BTreeSet<&str> = questions.iter().filter_map(|question| question.concept.as_deref()).collect();
    let missing: Vec<&str> = concepts.ids.iter().map(String::as_str).filter(|id| !covered.contains(id)).collect();
    if missing.is_empty() {
        return None;
    }
    let (number, rest) = (missing.len(), missing.len().saturating_sub(MOST_LISTED));
    let shown = missing.iter().take(MOST_LISTED).map(|id| format!("`{id}`"));
    let shown = all_of(shown.chain((rest > 0).then(|| format!("{rest} more"))));
    let verb = if number == 1 { "has" } else { "have" };
    let message = format!("{} {verb} no question: {shown}", count(number, "concept"));
    let help = "write questions for what is missing, or take it off the list";
    Some(Warning::of_bank(WarningCode::UncoveredConcept, concepts.span, message, "in this list", help))
}

fn unlisted(concepts: &Concepts, questions: &[&Question]) -> Vec<Warning> {
    let listed: BTreeSet<&str> = concepts.ids.iter().map(String::as_str).collect();
    let of_question = |question: &&Question| {
        let concept = question.concept.as_deref().filter(|concept| !listed.contains(concept))?;
        let near = nearest(concept, listed.iter().copied());
        let add = "add it to `concepts` in bank.toml";
        let help = near.map_or_else(|| add.to_owned(), |near| format!("write `{near}` if you mean that, or {add}"));
        let message = format!("the concept `{concept}` is not among those of the bank");
        let code = WarningCode::UnlistedConcept;
        Some(Warning::new(code, question, question.span, message, "of this question", &help))
    };
    questions.iter().filter_map(of_question).collect()
}

/// Words of a question whose capitals differ from the vocabulary's, each way of writing once.
fn misspelt(question: &Question, vocabulary: &BTreeMap<String, &str>) -> Vec<Warning> {
    let mut places: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for piece in all_lines(question).into_iter().flat_map(pieces).filter(|piece| !piece.code) {
        for (at, word) in spelt(piece.text) {
            if vocabulary.get(&word.to_lowercase()).is_some_and(|right| *right != word) {
                places.entry(word).or_default().push(piece.place(at..at + word.len()));
            }
        }
    }
    let warning = |(word, mut places): (&str, Vec<Span>)| {
        places.sort_unstable();
        let right = vocabulary[&word.to_lowercase()];
        let label = match places.len() {
            1 => "other capitals".to_owned(),
            number => format!("the first of {number}"),
        };
        let help = format!("write `{right}`; put it between backticks if it is code");
        Warning::new(
            WarningCode::Vocabulary,
            question,
            places[0],
            format!("`{word}` is spelt `{right}`"),
            &label,
            &help,
        )
    };
    places.into_iter().map(warning).collect()
}

/// The words of a text as a vocabulary has them, which may be `C++`, `Node.js` or `scikit-learn`, and the pieces that
/// hyphens, slashes and apostrophes make of them. Addresses are not spelt.
fn spelt(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_address = |run: &&str| run.contains("://") || run.contains('@') || run.contains("www.");
    let runs = text.split_whitespace().filter(move |run| !is_address(run));
    runs.flat_map(move |run| {
        let base = run.as_ptr() as usize - text.as_ptr() as usize;
        let lead = run.len() - run.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let whole = run[lead..].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '#');
        let mut found = vec![(base + lead, whole)];
        if whole.contains(is_joint) {
            let mut at = base + lead;
            for piece in whole.split_inclusive(is_joint) {
                found.push((at, piece.trim_end_matches(is_joint)));
                at += piece.len();
            }
        }
        found
    })
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '/' | '\'' | '’' | '–' | '—')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_tried_whole_and_in_pieces() {
        let found: Vec<(usize, &str)> = spelt("(NumPy’s) C++, node.js! see https://numpy.org scikit-learn").collect();
        let expected = [
            (1, "NumPy’s"),
            (1, "NumPy"),
            (9, "s"),
            (12, "C++"),
            (17, "node.js"),
            (26, "see"),
            (48, "scikit-learn"),
            (48, "scikit"),
            (55, "learn"),
        ];
        assert_eq!(found, expected);
    }
}
