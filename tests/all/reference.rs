//! An exam that other tools have printed too (`reference/`), beside what they made of it: twelve questions, 58 marks, ruled
//! lines 7.5 mm apart, A4 with margins of 20 and 22 mm, text of 11 points and a key of 10, as Typst set it on four pages and
//! three (pdfLaTeX with its `exam` class: four and four).

use toml::{Table, Value};

use crate::pdf;
use crate::workshop::Workshop;

const BANK: &str = include_str!("reference/questions/bank.toml");
const QUESTIONS: &str = include_str!("reference/questions/reference.toml");
const EXAM: &str = include_str!("reference/exam.toml");

const CANDIDATE_PAGES: usize = 4;
const KEY_PAGES: usize = 3;

/// The program's theme with the sizes, and the distances from line to line, of Typst's papers.
fn theme() -> String {
    let mut theme: Table = include_str!("../../templates/theme.toml").parse().unwrap();
    let lengths = [
        ("page", "margin_top", 20.0),
        ("page", "margin_bottom", 22.0),
        ("page", "margin_left", 20.0),
        ("page", "margin_right", 20.0),
        ("room", "line", 7.5),
        ("room", "gap", 0.0),
        ("item", "gap", 4.8),
    ];
    for (section, key, millimetres) in lengths {
        put(&mut theme, section, key, Value::Float(millimetres));
    }
    put(&mut theme, "room", "style", Value::String("dotted".into()));
    let styles =
        [("title", 18.0, 23.0, 0.0), ("body", 11.0, 14.4, 6.0), ("option", 11.0, 14.3, 0.0), ("code", 9.0, 12.7, 7.0)];
    for (name, size, leading, above) in styles {
        let style = theme["type"][name].as_table_mut().unwrap();
        for (key, points) in [("size", size), ("leading", leading), ("above", above)] {
            style.insert(key.into(), Value::Float(points));
        }
    }
    for key in ["justify", "hyphenate"] {
        theme["type"]["body"].as_table_mut().unwrap().insert(key.into(), Value::Boolean(true));
    }
    toml::to_string(&theme).unwrap()
}

fn put(theme: &mut Table, section: &str, key: &str, value: Value) {
    let before = theme[section].as_table_mut().unwrap().insert(key.into(), value);
    assert!(before.is_some(), "the theme has no {section}.{key}");
}

/// The key's template with type of 10 points where the text of papers has 11.
fn of_ten_points(template: &str) -> String {
    assert_eq!(template.matches("::scale 84\n").count(), 1);
    template.replace("::scale 84\n", "::scale 91\n")
}

/// The key's template without the totals, which the other tools do not print.
fn without_totals(template: &str) -> String {
    let (before, rest) = template.split_once("## {{words.totals}}").unwrap();
    let (_, after) = rest.split_once("## {{words.answers_in_full}}").unwrap();
    format!("{before}## {{{{words.answers_in_full}}}}{after}")
}

/// The reference exam, printed with this template for its key.
fn printed(key: &str) -> Workshop {
    let shop = Workshop::new()
        .file("questions/bank.toml", BANK)
        .file("questions/reference.toml", QUESTIONS)
        .file("templates/theme.toml", theme())
        .file("templates/key.hbs", key)
        .file("exam.toml", EXAM);
    shop.run(&["generate"]).done();
    shop
}

const KEY: &str = include_str!("../../templates/key.hbs");

#[test]
fn the_reference_exam_needs_no_more_pages_than_from_other_tools() {
    let shop = printed(&of_ten_points(&without_totals(KEY)));
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    let ids: Vec<&str> =
        manifest["questions"].as_array().unwrap().iter().map(|question| question["id"].as_str().unwrap()).collect();
    let file: Table = QUESTIONS.parse().unwrap();
    let questions = file["question"].as_array().unwrap();
    let in_file: Vec<&str> = questions.iter().map(|question| question["id"].as_str().unwrap()).collect();
    assert_eq!(ids, in_file, "its questions stand in their order");
    let marks: i64 = questions.iter().map(|question| question["marks"].as_integer().unwrap()).sum();
    let lines = questions.iter().filter_map(|question| question.get("space")).map(|space| space["lines"].as_integer());
    assert_eq!((ids.len(), marks, lines.map(Option::unwrap).sum()), (12, 58, 42_i64));

    let [candidate, key] = ["candidate.pdf", "key.pdf"].map(|file| pdf::pages(&shop.read(file)));
    assert!(candidate <= CANDIDATE_PAGES && key <= KEY_PAGES, "{candidate} and {key} pages");
}

#[test]
fn the_key_has_room_for_its_totals_besides() {
    let pages = pdf::pages(&printed(KEY).read("key.pdf"));
    assert!(pages <= KEY_PAGES, "{pages} pages");
}
