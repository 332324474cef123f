//! What the key shows at a glance: `letters`, the answers in few characters side by side, and the plots `spread` and
//! `marks`.

use std::collections::BTreeMap;

use crate::flow::{Block, Drawn, Inline, Plot, Ribbon, Role};
use crate::paper::{KeyQuestion, KeySheet, Solution};

use super::FixedWords;
use super::key::short;

/// Longest answer, and longest word of one, that is told at a glance, in characters.
const LONGEST: [usize; 2] = [18, 8];
/// Stands for an answer that is not told at a glance.
const DASH: &str = "–";

/// The slots that belong to no question.
pub(super) fn slots(sheet: &KeySheet, words: &FixedWords) -> BTreeMap<String, Vec<Block>> {
    let plots = [("spread", spread(sheet, words)), ("marks", marks(sheet, words))];
    let mut slots: BTreeMap<String, Vec<Block>> =
        plots.into_iter().map(|(name, plot)| (name.to_owned(), vec![Block::Plot(plot)])).collect();
    slots.insert("letters".to_owned(), letters(sheet, words));
    slots
}

/// A record for each question, or for each of its parts.
fn letters(sheet: &KeySheet, words: &FixedWords) -> Vec<Block> {
    let fixed = &words.words;
    let records: Vec<Vec<Vec<Inline>>> = sheet.questions.iter().flat_map(|question| cells(question, words)).collect();
    let has_dash = records.iter().any(|record| crate::markup::plain(&record[1]) == DASH);
    let heads = [&fixed.number, &fixed.answer, &fixed.marks_head].map(|head| vec![words.plain(head)]).into();
    let mut blocks = vec![Block::Ribbon(Ribbon { heads, records })];
    if has_dash {
        let text = vec![words.plain(&format!("{DASH} {}", fixed.in_full))];
        blocks.push(Block::Paragraph { text, role: Role::Note });
    }
    blocks
}

fn cells(question: &KeyQuestion, words: &FixedWords) -> Vec<Vec<Vec<Inline>>> {
    let cell = |letter: &str, marks: u32, solution: &Solution| {
        let answer = short(&solution.right, words);
        let told = if is_short(&answer) { answer } else { DASH.to_owned() };
        vec![
            vec![words.plain(&format!("{}{letter}", question.number))],
            vec![words.bold(&told)],
            vec![words.plain(&marks.to_string())],
        ]
    };
    let whole = question.solution.iter().map(|solution| cell("", question.marks, solution));
    let parts = question.parts.iter().map(|part| cell(&part.letter, part.marks, &part.solution));
    whole.chain(parts).collect()
}

/// Whether an answer fits a small cell.
fn is_short(answer: &str) -> bool {
    let [whole, word] = LONGEST;
    answer.chars().count() <= whole && answer.split(' ').all(|part| part.chars().count() <= word)
}

fn spread(sheet: &KeySheet, words: &FixedWords) -> Plot {
    let levels: Vec<&str> = sheet.levels.iter().map(|level| level.name.as_str()).collect();
    let named = sheet.topics.iter().map(|topic| topic.name.as_str()).zip(&sheet.spread);
    let told: Vec<String> = named
        .clone()
        .map(|(topic, marks)| {
            let some = levels.iter().zip(marks).filter(|(_, marks)| **marks > 0);
            let of_levels: Vec<String> = some.map(|(level, marks)| format!("{level} {marks}")).collect();
            format!("{topic}: {}", of_levels.join(", "))
        })
        .collect();
    Plot {
        alt: format!("{}. {}", words.words.marks_spread, told.join("; ")),
        drawn: Drawn::Cells {
            columns: levels.iter().map(|level| vec![words.plain(level)]).collect(),
            rows: named.map(|(topic, marks)| (vec![words.plain(topic)], marks.clone())).collect(),
        },
    }
}

fn marks(sheet: &KeySheet, words: &FixedWords) -> Plot {
    let bars = || sheet.questions.iter().map(|question| (question.number.to_string(), question.marks));
    let told: Vec<String> = bars().map(|(number, marks)| format!("{number}: {marks}")).collect();
    Plot {
        alt: format!("{}. {}", words.words.marks_by_question, told.join(", ")),
        drawn: Drawn::Bars(bars().map(|(number, marks)| (vec![words.plain(&number)], marks)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_short_words_are_told_at_a_glance() {
        for answer in ["B", "A, C", "F G B A D", "Richtig", "2.5 ms", "A3 B1 C2 D5 E4"] {
            assert!(is_short(answer), "{answer}");
        }
        for answer in ["staticmethod", "a b c d e f g h i j", "classmethod · cls"] {
            assert!(!is_short(answer), "{answer}");
        }
    }
}
