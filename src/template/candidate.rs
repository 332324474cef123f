//! The candidate sheet's values and slots: `prompt` and `response` of each question and part, `instructions`, `logo`, and
//! `score_table`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::flow::{Block, Choice, Column, Inline, Matching, Role, Room, Scores, Stamps, Table, Tick, TickShape};
use crate::paper::{Ask, CandidateQuestion, CandidateSheet, Lettered};

use super::{FixedWords, View, front_values, logo, slot};

/// What the candidate's template may use.
pub(super) fn view(sheet: &CandidateSheet, words: &FixedWords) -> View {
    let mut slots = BTreeMap::from([logo(&sheet.front)]);
    slots.insert("score_table".to_owned(), vec![Block::Scores(scores(sheet, words))]);
    slots.insert("instructions".to_owned(), instructions(sheet, words));
    for question in &sheet.questions {
        let number = question.number;
        slots.insert(slot("prompt", number, ""), question.prompt.clone());
        let response = question.ask.as_ref().map_or_else(Vec::new, |ask| response(ask, words));
        slots.insert(slot("response", number, ""), response);
        for part in &question.parts {
            slots.insert(slot("prompt", number, &part.letter), part.prompt.clone());
            slots.insert(slot("response", number, &part.letter), self::response(&part.ask, words));
        }
    }
    let mut values = front_values(&sheet.front, sheet.questions.len(), words);
    let questions: Vec<Value> = sheet
        .questions
        .iter()
        .enumerate()
        .map(|(at, question)| {
            let parts: Vec<Value> =
                question.parts.iter().map(|part| json!({ "letter": part.letter, "marks": part.marks })).collect();
            json!({
                "number": question.number,
                "heading": question.heading,
                "heading_marks": section_marks(&sheet.questions[at..]),
                "marks": question.marks,
                "parts": parts,
            })
        })
        .collect();
    values.insert("questions".to_owned(), questions.into());
    View {
        title: sheet.front.title.clone(),
        language: sheet.front.language.clone(),
        values: values.into(),
        slots,
        stamps: Stamps {
            code: format!("EXAMPRESS {}", sheet.front.form_code),
            watermark: sheet.front.furniture.watermark.clone().unwrap_or_default(),
            pages_a_sheet: sheet.front.furniture.pages_a_sheet,
            ..Stamps::default()
        },
        required: &["prompt", "response"],
    }
}

/// The marks of the section that begins with the first of these questions.
fn section_marks(questions: &[CandidateQuestion]) -> u32 {
    let rest = questions.iter().skip(1).take_while(|question| question.heading.is_none());
    questions.iter().take(1).chain(rest).map(|question| question.marks).sum()
}

/// A column for each question, and one for all.
fn scores(sheet: &CandidateSheet, words: &FixedWords) -> Scores {
    let fixed = &words.words;
    let column = |name: &str, marks: u32| [vec![words.plain(name)], vec![words.plain(&marks.to_string())]];
    let questions = sheet.questions.iter().map(|question| column(&question.number.to_string(), question.marks));
    Scores {
        heads: [&fixed.question_head, &fixed.marks_head, &fixed.score].map(|word| vec![words.plain(word)]),
        columns: questions.chain([column(&fixed.total, sheet.front.marks)]).collect(),
    }
}

fn instructions(sheet: &CandidateSheet, words: &FixedWords) -> Vec<Block> {
    sheet.front.instructions.clone().unwrap_or_else(|| {
        vec![Block::Paragraph { text: vec![words.plain(&words.words.instructions)], role: Role::Body }]
    })
}

fn response(ask: &Ask, words: &FixedWords) -> Vec<Block> {
    let fixed = &words.words;
    let mut blocks = Vec::new();
    match ask {
        Ask::Write(room) => blocks.extend(room.clone().map(Block::Room)),
        Ask::Complete => {}
        Ask::Tick { several, options, reason } => {
            blocks.push(note(words, if *several { &fixed.tick_all } else { &fixed.tick_one }));
            let shape = if *several { TickShape::Square } else { TickShape::Round };
            blocks.push(choices(shape, options));
            add_room(&mut blocks, reason.as_ref(), &fixed.explain, words);
        }
        Ask::Judge { reason } => {
            blocks.push(truth_boxes(words));
            add_room(&mut blocks, reason.as_ref(), &fixed.reason, words);
        }
        Ask::Number { unit, working } => {
            add_room(&mut blocks, working.as_ref(), &fixed.working, words);
            let mut text = vec![words.plain(&format!("{}: ", fixed.answer)), Inline::Blank { width: 14 }];
            if let Some(unit) = unit {
                text.push(words.plain(&format!(" {unit}")));
            }
            blocks.push(Block::Paragraph { text, role: Role::Answer });
        }
        Ask::Match { left, right } => blocks.push(Block::Matching(Matching {
            by_letters: vec![words.plain(&fixed.r#match)],
            by_lines: vec![words.plain(&fixed.join)],
            left: left.clone(),
            right: right.iter().map(|side| (vec![words.label(&side.letter)], side.text.clone())).collect(),
        })),
        Ask::Order(items) => {
            blocks.push(note(words, &fixed.order));
            blocks.push(choices(TickShape::Square, items));
        }
    }
    blocks
}

fn note(words: &FixedWords, text: &str) -> Block {
    Block::Paragraph { text: vec![words.plain(text)], role: Role::Note }
}

fn add_room(blocks: &mut Vec<Block>, room: Option<&Room>, label: &str, words: &FixedWords) {
    if let Some(room) = room {
        blocks.push(note(words, &format!("{label}:")));
        blocks.push(Block::Room(room.clone()));
    }
}

fn empty(shape: TickShape) -> Tick {
    Tick { shape, marked: false }
}

fn choices(shape: TickShape, options: &[Lettered]) -> Block {
    let choice = |option: &Lettered| Choice {
        tick: empty(shape),
        label: option.letter.clone(),
        text: option.text.clone(),
        note: Vec::new(),
    };
    Block::Choices(options.iter().map(choice).collect())
}

fn truth_boxes(words: &FixedWords) -> Block {
    let boxed = |word: &str| {
        vec![Inline::Tick(empty(TickShape::Round)), words.plain(&format!("\u{a0}\u{a0}{word}\u{a0}\u{a0}"))]
    };
    Block::Table(Table {
        columns: vec![Column::default(); 2],
        head: Vec::new(),
        rows: vec![vec![boxed(&words.words.r#true), boxed(&words.words.r#false)]],
        ruled: false,
    })
}
