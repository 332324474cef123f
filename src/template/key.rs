//! The key's values and slots: `prompt`, `answer` and `rubric` of each question and part, `notes` of each question.

use serde_json::{Value, json};

use crate::bank::{Notes, RubricRow};
use crate::flow::{Align, Block, Choice, Column, Inline, Role, Stamps, Table, Tick, TickShape};
use crate::paper::{KeyPart, KeyQuestion, KeySheet, MarkedOption, Right, Solution, Total};

use super::{FixedWords, View, front_values, logo, overview, slot};

/// Digits of the bank's digest that are printed.
const SHORT_DIGEST: usize = 16;

/// What the key's template may use.
pub(super) fn view(sheet: &KeySheet, words: &FixedWords) -> View {
    let mut slots = overview::slots(sheet, words);
    slots.extend([logo(&sheet.front)]);
    for question in &sheet.questions {
        let number = question.number;
        slots.insert(slot("prompt", number, ""), question.prompt.clone());
        slots.insert(slot("notes", number, ""), notes(&question.notes, words));
        let (answer, rubric) = solved(question.solution.as_ref(), words);
        slots.insert(slot("answer", number, ""), answer);
        slots.insert(slot("rubric", number, ""), rubric);
        for part in &question.parts {
            let (answer, rubric) = solved(Some(&part.solution), words);
            slots.insert(slot("prompt", number, &part.letter), part.prompt.clone());
            slots.insert(slot("answer", number, &part.letter), answer);
            slots.insert(slot("rubric", number, &part.letter), rubric);
        }
    }
    let mut values = front_values(&sheet.front, sheet.questions.len(), words);
    let digest: String = sheet.bank_digest.chars().take(SHORT_DIGEST).collect();
    let own = [
        ("seed", json!(sheet.seed)),
        ("form", json!(sheet.form)),
        ("bank_title", json!(sheet.bank_title)),
        ("bank_digest", json!(digest)),
        ("levels", sheet.levels.iter().map(total).collect()),
        ("topics", sheet.topics.iter().map(total).collect()),
        ("questions", sheet.questions.iter().map(|question| question_values(question, words)).collect()),
    ];
    values.extend(own.map(|(name, value)| (name.to_owned(), value)));
    View {
        title: format!("{}: {}", sheet.front.title, words.words.answer_key),
        language: sheet.front.language.clone(),
        values: values.into(),
        slots,
        stamps: Stamps {
            code: format!("EXAMPRESS-KEY {}", sheet.front.form_code),
            watermark: sheet.front.furniture.watermark.clone().unwrap_or_default(),
            ..Stamps::default()
        },
        required: &["answer"],
    }
}

fn total(total: &Total) -> Value {
    json!({ "name": total.name, "questions": total.questions, "marks": total.marks, "minutes": total.minutes })
}

fn question_values(question: &KeyQuestion, words: &FixedWords) -> Value {
    let parts: Vec<Value> = question
        .parts
        .iter()
        .map(|part| json!({ "letter": part.letter, "marks": part.marks, "short": short(&part.solution.right, words) }))
        .collect();
    json!({
        "number": question.number,
        "heading": question.heading,
        "id": question.id,
        "level": question.level,
        "topic": question.topic,
        "kind": question.kind.word(),
        "marks": question.marks,
        "minutes": question.minutes,
        "clock": format!("{}:{:02}", question.clock / 60, question.clock % 60),
        "short": at_a_glance(question, words),
        "parts": parts,
    })
}

/// The right answer of a question or of its parts in a few characters, where it has that few.
#[must_use]
pub fn at_a_glance(question: &KeyQuestion, words: &FixedWords) -> String {
    let part = |part: &KeyPart| format!("({}) {}", part.letter, short(&part.solution.right, words));
    match &question.solution {
        Some(solution) => short(&solution.right, words),
        None => question.parts.iter().map(part).collect::<Vec<_>>().join(" "),
    }
}

/// The right answer in a few characters, where it has that few.
pub(super) fn short(right: &Right, words: &FixedWords) -> String {
    match right {
        Right::Words => "–".to_owned(),
        Right::Options { options, .. } => {
            let letters: Vec<&str> =
                options.iter().filter(|option| option.correct).map(|option| option.letter.as_str()).collect();
            letters.join(", ")
        }
        Right::Truth(truth) => truth_word(*truth, words).to_owned(),
        Right::Blanks(blanks) => {
            blanks.iter().filter_map(|accepted| accepted.first().map(String::as_str)).collect::<Vec<_>>().join(" · ")
        }
        Right::Number { value, unit, .. } => with_unit(&value.to_string(), unit.as_deref()),
        Right::Matches(matches) => matches.iter().map(|(_, letter, _)| letter.as_str()).collect::<Vec<_>>().join(" "),
        Right::Sequence(items) => {
            items.iter().map(|(letter, number, _)| format!("{letter}{number}")).collect::<Vec<_>>().join(" ")
        }
    }
}

fn truth_word(truth: bool, words: &FixedWords) -> &str {
    if truth { &words.words.r#true } else { &words.words.r#false }
}

fn with_unit(number: &str, unit: Option<&str>) -> String {
    unit.map_or_else(|| number.to_owned(), |unit| format!("{number} {unit}"))
}

/// The blocks of an answer and of its rubric.
fn solved(solution: Option<&Solution>, words: &FixedWords) -> (Vec<Block>, Vec<Block>) {
    let Some(solution) = solution else {
        return (Vec::new(), Vec::new());
    };
    (answer(solution, words), rubric(&solution.rubric, words))
}

fn answer(solution: &Solution, words: &FixedWords) -> Vec<Block> {
    let mut blocks = right(&solution.right, words);
    let lead = match solution.right {
        Right::Words => Some(format!("{}. ", words.words.answer)),
        _ => None,
    };
    let mut explanation = solution.answer.clone();
    if let Some(lead) = lead {
        match explanation.first_mut() {
            Some(Block::Paragraph { text, .. }) => text.insert(0, words.bold(&lead)),
            _ => blocks.push(body(vec![words.bold(&lead)])),
        }
    }
    blocks.extend(explanation);
    blocks
}

fn body(text: Vec<Inline>) -> Block {
    Block::Paragraph { text, role: Role::Body }
}

fn right(right: &Right, words: &FixedWords) -> Vec<Block> {
    let label = || words.bold(&format!("{}: ", words.words.answer));
    match right {
        Right::Words => Vec::new(),
        Right::Options { several, options } => {
            let shape = if *several { TickShape::Square } else { TickShape::Round };
            vec![Block::Choices(options.iter().map(|option| marked(option, shape)).collect())]
        }
        Right::Truth(truth) => vec![body(vec![label(), words.bold(truth_word(*truth, words))])],
        Right::Blanks(blanks) => {
            let mut text = vec![label()];
            for (at, accepted) in blanks.iter().enumerate() {
                let lead = if blanks.len() > 1 { format!("({}) ", at + 1) } else { String::new() };
                text.push(words.plain(&format!("{}{lead}", if at > 0 { "  " } else { "" })));
                for (other, answer) in accepted.iter().enumerate() {
                    if other > 0 {
                        text.push(words.plain(&format!(" {} ", words.words.or)));
                    }
                    let style = crate::flow::TextStyle { code: true, ..Default::default() };
                    text.push(words.text(answer, style));
                }
            }
            vec![body(text)]
        }
        Right::Number { value, tolerance, unit } => {
            let mut text = vec![label(), words.bold(&with_unit(&value.to_string(), unit.as_deref()))];
            if let Some(tolerance) = tolerance {
                text.push(words.plain(&format!(" (± {})", with_unit(&tolerance.to_string(), unit.as_deref()))));
            }
            vec![body(text)]
        }
        Right::Matches(matches) => vec![Block::Table(Table {
            columns: vec![Column::default(); 3],
            head: Vec::new(),
            rows: matches
                .iter()
                .map(|(left, letter, right)| vec![left.clone(), vec![words.label(letter)], right.clone()])
                .collect(),
            ruled: false,
        })],
        Right::Sequence(items) => vec![Block::Table(Table {
            columns: vec![Column::default(); 3],
            head: Vec::new(),
            rows: items
                .iter()
                .map(|(letter, number, item)| {
                    vec![vec![words.bold(&number.to_string())], vec![words.label(letter)], item.clone()]
                })
                .collect(),
            ruled: false,
        })],
    }
}

fn marked(option: &MarkedOption, shape: TickShape) -> Choice {
    Choice {
        tick: Tick { shape, marked: option.correct },
        label: option.letter.clone(),
        text: option.text.clone(),
        note: option.why.clone(),
    }
}

/// A row for each rubric line: a box to tick, what earns the marks, how many; and a line for the sum.
fn rubric(rows: &[RubricRow], words: &FixedWords) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    let empty = Tick { shape: TickShape::Square, marked: false };
    let fill = Column { fill: true, ..Column::default() };
    let right = Column { align: Align::Right, ..Column::default() };
    let marks = |marks: u32| words.count(u64::from(marks), "mark").unwrap_or_default();
    let earned =
        rows.iter().map(|row| vec![vec![Inline::Tick(empty)], row.text.clone(), vec![words.plain(&marks(row.marks))]]);
    let all = marks(rows.iter().map(|row| row.marks).sum());
    let sum = vec![words.bold(&format!("{}\u{a0} ", words.words.sum)), Inline::Blank { width: 6 }];
    let table = Table {
        columns: vec![Column::default(), fill, right],
        head: Vec::new(),
        rows: earned.chain([vec![Vec::new(), sum, vec![words.bold(&all)]]]).collect(),
        ruled: false,
    };
    vec![Block::Small(vec![Block::Table(table)])]
}

fn notes(notes: &Notes, words: &FixedWords) -> Vec<Block> {
    let fixed = &words.words;
    [(&fixed.look_for, &notes.look_for), (&fixed.red_flags, &notes.red_flags), (&fixed.follow_ups, &notes.follow_ups)]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(label, lines)| {
            let mut text = vec![words.bold(&format!("{label}: "))];
            for (at, line) in lines.iter().enumerate() {
                if at > 0 {
                    text.push(words.plain(" · "));
                }
                text.extend(line.iter().cloned());
            }
            Block::Paragraph { text, role: Role::Note }
        })
        .collect()
}
