//! The audit of the draw: how often each question is drawn over many seeds.

use crate::workshop::{GOOD, Workshop};

/// Four junior questions, two mid ones that share a concept, and one of a level that nobody asks for.
fn shop() -> Workshop {
    let question = |id: &str, level: &str, more: &str| {
        GOOD.replace("id = \"one\"", &format!("id = \"{id}\"\n{more}"))
            .replace("level = \"junior\"", &format!("level = \"{level}\""))
    };
    let bank = ["a1", "a2", "a3", "a4"].map(|id| question(id, "junior", "")).concat()
        + &question("b1", "mid", "concept = \"c\"")
        + &question("b2", "mid", "concept = \"c\"")
        + &question("c1", "senior", "");
    Workshop::new().file("questions/a.toml", bank)
}

const AUDIT: [&str; 7] = ["draw", "--bank", "questions", "--seed", "spring-7", "--levels", "junior=2,mid=1"];

fn audit(shop: &Workshop, more: &[&str]) -> String {
    shop.run(&[&AUDIT[..], more].concat()).done()
}

#[test]
fn a_small_bank_is_told_question_by_question() {
    assert_eq!(
        audit(&shop(), &["--audit", "100"]),
        "\
draws  100 of form A, seeds `spring-7 1` to `spring-7 100`
bank   Questions, 7 questions

  level   questions  drawn a form  share of a question     expected
  junior          4          2.00          43.0–59.0 %  40.0–60.0 %
  mid             2          1.00          49.0–51.0 %  40.0–60.0 %
  senior          1          0.00                0.0 %            -

  topic  questions  drawn a form  share of a question     expected
  topic          7          3.00           0.0–59.0 %  40.0–60.0 %

  share of draws; │ is the mean of questions that are alike
  junior
    a1  ██████████████████████████████████│█████  59.0 %
    a2  █████████████████████████████████ │       49.0 %
    a3  █████████████████████████████     │       43.0 %
    a4  █████████████████████████████████ │       49.0 %
  mid, concept c
    b1  █████████████████████████████████ │       49.0 %
    b2  ██████████████████████████████████│       51.0 %
  like no other
    c1                                            0.0 %

  questions that are alike  number  drawn a form  mean share  chi-square  df      p
  junior                         4          2.00      50.0 %         4.0   3  0.266
  mid, concept c                 2          1.00      50.0 %         0.0   1  0.841
  like no other                  1          0.00       0.0 %           -   -      -

never drawn: c1

all together: chi-square 4.0, df 4, p about 0.406; smallest p times 2 tests: 0.532
By chance alone, differences as large as these come in about 41 of 100 audits: nothing here speaks against
equal chances for questions that are alike. Questions that differ in what you ask for have chances that
follow from it; they are counted above, and no test judges them.
"
    );
}

#[test]
fn programs_get_all_figures() {
    let told: serde_json::Value =
        serde_json::from_str(&audit(&shop(), &["--audit", "100", "--format", "json"])).unwrap();
    assert_eq!((&told["draws"], &told["seed"], &told["form"]), (&100.into(), &"spring-7".into(), &"A".into()));
    let drawn = |part: &str| -> Vec<(String, u64)> {
        let parts = told[part].as_array().unwrap().iter();
        parts.map(|part| (part["name"].as_str().unwrap().to_owned(), part["drawn"].as_u64().unwrap())).collect()
    };
    let numbers = [("junior", 200), ("mid", 100), ("senior", 0)].map(|(name, drawn)| (name.to_owned(), drawn));
    assert_eq!(drawn("levels"), numbers);
    assert_eq!(drawn("topics"), [("topic".to_owned(), 300)]);
    let questions = told["questions"].as_array().unwrap();
    assert_eq!(questions.iter().map(|question| question["drawn"].as_u64().unwrap()).sum::<u64>(), 300);
    let groups = told["groups"].as_array().unwrap();
    assert_eq!(groups[0]["questions"], serde_json::json!(["a1", "a2", "a3", "a4"]));
    assert_eq!(groups[0]["test"]["df"], 3);
    assert_eq!((&groups[1]["label"], &groups[1]["test"]["df"]), (&"mid, concept c".into(), &1.into()));
    assert_eq!((&groups[2]["label"], &groups[2]["test"]), (&"c1".into(), &serde_json::Value::Null));
    assert_eq!((&told["tests"], &told["overall"]["df"]), (&2.into(), &4.into()));
}

#[test]
fn the_seeds_are_those_that_draw_the_same_forms() {
    let shop = shop();
    let told: serde_json::Value = serde_json::from_str(&audit(&shop, &["--audit", "1", "--format", "json"])).unwrap();
    let questions = told["questions"].as_array().unwrap().iter();
    let mut drawn: Vec<&str> =
        questions.filter(|question| question["drawn"] == 1).map(|question| question["id"].as_str().unwrap()).collect();
    drawn.sort_unstable();
    let levels = ["--bank", "questions", "--seed", "spring-7 1", "--levels", "junior=2,mid=1"];
    shop.run(&[&["generate"], &levels[..]].concat()).done();
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    let listed = manifest["questions"].as_array().unwrap().iter();
    let mut ids: Vec<&str> = listed.map(|question| question["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(drawn, ids);
}

#[test]
fn the_plot_has_a_dot_for_each_question() {
    let shop = shop();
    let told = audit(&shop, &["--audit", "100", "--svg", "plots/shares.svg"]);
    assert!(told.contains("\nplot   plots/shares.svg\n"), "{told}");
    let svg = String::from_utf8(shop.read("plots/shares.svg")).unwrap();
    assert_eq!(svg.matches("<circle class=\"dot\" cx").count() + svg.matches("<circle class=\"far\" cx").count(), 8);
    for id in ["a1", "a2", "a3", "a4", "b1", "b2", "c1"] {
        assert_eq!(svg.matches(&format!("<title>{id}: ")).count(), 1, "{id}");
    }
    assert!(svg.contains("<title>c1: 0.00 %</title>") && svg.contains(">never<"), "{svg}");
    for tag in ["svg", "title", "text", "style"] {
        let (open, closed) = (svg.matches(&format!("<{tag}")).count(), svg.matches(&format!("</{tag}>")).count());
        assert_eq!(open, closed, "{tag}");
    }
    assert!(!svg.contains("<script") && !svg.contains("NaN") && !svg.contains("href"), "{svg}");
}

#[test]
fn a_plot_that_exists_survives_unless_it_is_forced() {
    let shop = shop().file("shares.svg", "mine");
    let arguments = [&AUDIT[..], &["--audit", "20", "--svg", "shares.svg"]].concat();
    shop.run(&arguments)
        .fails(1, "shares.svg: this file exists\nhelp: add --force to replace it, or choose another name with --svg");
    assert_eq!(shop.read("shares.svg"), b"mine");
    shop.run(&[&arguments[..], &["--force"]].concat()).done();
    assert!(shop.read("shares.svg").starts_with(b"<svg "));
}

#[test]
fn a_folder_in_the_place_of_the_plot_is_told() {
    shop()
        .run(&[&AUDIT[..], &["--audit", "20", "--svg", "questions"]].concat())
        .fails(1, "questions: this is a folder\nhelp: choose another name or another folder with --svg");
}

#[test]
fn the_number_of_draws_has_its_bounds() {
    for number in ["0", "1000001"] {
        shop().run(&["draw", "--audit", number]).fails(
            2,
            &format!(
                "error: invalid value '{number}' for '--audit <N>': {number} is not in 1..=1000000\n\n\
                 For more information, try '--help'."
            ),
        );
    }
}

#[test]
fn what_cannot_be_drawn_cannot_be_audited() {
    let run = shop().run(&["draw", "--bank", "questions", "--levels", "junior=5", "--audit", "10"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.starts_with("command line: the bank has too little for what is asked\n"), "{}", run.err);
}

#[test]
fn a_bank_in_which_nothing_is_alike_has_no_test() {
    let told = Workshop::new().file("questions/a.toml", GOOD).run(&[
        "draw",
        "--bank",
        "questions",
        "--seed",
        "s",
        "--count",
        "1",
        "--audit",
        "10",
    ]);
    let told = told.done();
    assert!(told.contains("\nalways drawn: one\n\nThere is no test: "), "{told}");
}

#[test]
fn a_large_bank_is_told_group_by_group() {
    let told = Workshop::new().run(&["draw", "--seed", "spring-7", "--audit", "300"]).done();
    assert!(told.contains("\n  by chance, on average  ▁▁▁▁▁▁▂▂▄▄▇▇████▇▇▄▄▂▂▁▁▁▁▁▁\n"), "{told}");
    assert!(told.contains("nothing here speaks against"), "{told}");
}
