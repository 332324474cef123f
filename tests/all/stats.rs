//! What `stats` tells of a bank.

use crate::workshop::Workshop;

/// A bank of two levels and two topics, in which nobody has written for mid-level stars.
fn small() -> Workshop {
    let question = |id: &str, level: &str, topic: &str, concept: &str, marks: u32| {
        format!(
            "[[question]]\nid = \"{id}\"\nlevel = \"{level}\"\ntopic = \"{topic}\"\nconcept = \"{concept}\"\nkind = \"open\"\n\
             marks = {marks}\nminutes = {}\nprompt = \"Why?\"\nanswer = \"Because.\"\n",
            2 * marks
        )
    };
    let bank = [
        question("tide", "junior", "sea", "moon", 2),
        question("ebb", "mid", "sea", "moon", 3),
        question("salt", "mid", "sea", "rain", 1),
        question("dawn", "junior", "stars", "spin", 4),
    ];
    let part = "[[question.parts]]\nmarks = 1\nprompt = \"Is it?\"\nkind = \"true-false\"\ncorrect = true\n";
    let parts = question("dusk", "junior", "stars", "spin", 1).replace("answer = \"Because.\"\n", part);
    let head = "title = \"Sky and sea\"\nconcepts = [\"moon\", \"rain\", \"snow\", \"spin\"]\n\
                level = [{ id = \"junior\" }, { id = \"mid\" }]\ntopic = [{ id = \"sea\" }, { id = \"stars\", name = \"The stars\" }]\n";
    Workshop::new().file("questions/bank.toml", head).file("questions/a.toml", bank.concat() + &parts)
}

#[test]
fn a_bank_is_told_by_level_topic_kind_and_concept() {
    let told = small().run(&["stats", "--bank", "questions"]).done();
    assert_eq!(
        told,
        "Sky and sea: 5 questions with 11 marks and 22 minutes, 1 with parts

  topic   junior      mid    all   marks  minutes
  sea        1 ▄      2 █      3       6       12
  stars      2 █      0        2       5       10
  all        3        2        5      11       22

  kind  questions  share  marks  minutes  minutes a mark
  open          5  100 %     11       22            2.00

concepts: 3 of the 4 listed, 2 more than once
  without a question: snow

what to write next:
  topic  level   questions
  stars  mid             0
  sea    junior          1
"
    );
}

#[test]
fn a_terminal_gets_colours_in_place_of_bars() {
    let told = small().run_with(&["stats", "--bank", "questions"], &[("CLICOLOR_FORCE", "1")]).done();
    assert!(told.contains("  stars   \u{1b}[38;5;231m\u{1b}[48;5;22m   2  \u{1b}[0m"), "{told}");
    assert!(told.contains("\u{1b}[38;5;231m\u{1b}[48;5;124m   0  \u{1b}[0m      2       5       10\n"), "{told}");
}

#[test]
fn programs_get_the_same_as_json() {
    let told = small().run(&["stats", "--bank", "questions", "--format", "json"]).done();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["all"], serde_json::json!({ "questions": 5, "marks": 11, "minutes": 22 }));
    assert_eq!(
        told["thinnest"][0],
        serde_json::json!({ "topic": "stars", "level": "mid", "questions": 0, "marks": 0, "minutes": 0 })
    );
    assert_eq!(told["concepts"]["uncovered"], serde_json::json!(["snow"]));
    assert_eq!(told["concepts"]["questions"]["moon"], 2);
    assert_eq!(told["kinds"][0]["id"], "open");
}
