//! What answer keys print besides answers: letters at a glance, totals, plots, sums and sections.

use crate::pdf;
use crate::workshop::{GOOD, Workshop};

/// A bank with a letter, a number, and an answer in words.
fn bank() -> String {
    let of = |id: &str, level: &str, rest: &str| {
        format!("[[question]]\nid = \"{id}\"\nlevel = \"{level}\"\ntopic = \"{id}\"\nmarks = 2\nminutes = 3\n{rest}\n")
    };
    let choice = "kind = \"single-choice\"\nprompt = \"Which?\"\noptions = [\n\
                  { text = \"this\", correct = true, why = \"so it is\", pin = true }, { text = \"that\", why = \"so it is not\", pin = true }]";
    let number = "kind = \"numeric\"\nprompt = \"How many?\"\nvalue = 42\nunit = \"MB\"";
    of("letter", "junior", choice) + &of("number", "mid", number) + GOOD
}

fn key(shop: &Workshop, more: &[&str]) -> String {
    let arguments = ["generate", "--bank", "questions", "--count", "3", "--seed", "k", "--force"];
    shop.run(&[&arguments[..], more].concat()).done();
    pdf::everything(&shop.read("key.pdf"))
}

#[test]
fn short_answers_stand_at_a_glance_and_plots_say_their_numbers() {
    let shop = Workshop::new().file("questions/a.toml", bank());
    let key = key(&shop, &[]);
    assert!(key.contains("Answer–A42MB") || key.contains("AnswerA–42MB"), "{key}");
    assert!(key.contains("–seetheanswerinfull"), "{key}");
    assert!(key.contains("Marksbyquestion.1:2,2:2,3:2"), "{key}");
    assert!(key.contains("Marksbylevelandtopic.Letter:Junior2;Number:Mid2;Topic:Junior2"), "{key}");
}

#[test]
fn a_rubric_ends_with_its_sum() {
    let shop = Workshop::new().file("questions/a.toml", bank());
    let key = key(&shop, &[]);
    assert!(key.contains("first1marksecond1markSum2marks"), "{key}");
}

#[test]
fn reasons_follow_their_options() {
    let shop = Workshop::new().file("questions/a.toml", bank());
    let key = key(&shop, &[]);
    assert!(key.contains("AthissoitisBthatsoitisnot"), "{key}");
}

#[test]
fn a_key_repeats_first_words_of_a_prompt_or_all_of_it() {
    let theme = include_str!("../../templates/theme.toml");
    let short = theme.replace("words   = 30", "words   = 3");
    let full = short.replace("prompts = \"short\"", "prompts = \"full\"");
    let question = GOOD.replace("\"Why?\"", "\"Say why this is so.\"");
    let shop =
        Workshop::new().file("questions/a.toml", question).file("s/theme.toml", short).file("f/theme.toml", full);
    let arguments = ["generate", "--bank", "questions", "--count", "1", "--force", "--templates"];
    shop.run(&[&arguments[..], &["f"]].concat()).done();
    let full = pdf::everything(&shop.read("key.pdf"));
    assert!(full.contains("Saywhythisisso.") && !full.contains("…"), "{full}");
    shop.run(&[&arguments[..], &["s"]].concat()).done();
    let key = pdf::everything(&shop.read("key.pdf"));
    assert!(key.contains("Saywhythis…") && !key.contains("this…isso"), "{key}");
    assert!(pdf::everything(&shop.read("candidate.pdf")).contains("Saywhythisisso."));
}

#[test]
fn sections_have_their_headings_on_the_key() {
    let spec = "seed = \"s\"\norder = \"section\"\nbank = \"questions\"\n\
                [[section]]\ntitle = \"Warm-up\"\ncount = 1\n[[section]]\ntitle = \"Main part\"\ncount = 2\n";
    let shop = Workshop::new().file("questions/a.toml", bank()).file("exam.toml", spec);
    shop.run(&["generate"]).done();
    let key = pdf::everything(&shop.read("key.pdf"));
    let places = ["Answersinfull", "Warm-up", "Mainpart"].map(|heading| key.find(heading).unwrap());
    assert!(places.is_sorted(), "{key}");
}

#[test]
fn a_template_without_the_newer_lines_still_makes_a_key() {
    let template = "# {{title}}\n\n{{#each questions}}\n::item {{number}}. | {{plural marks \"mark\"}}\n\
                    ::prompt {{number}}\n::panel\n::answer {{number}}\n::rubric {{number}}\n::end\n\
                    ::notes {{number}}\n::note {{id}} · {{level}} · {{topic}} · {{clock}} {{short}}\n::end\n{{/each}}\n";
    let shop = Workshop::new().file("questions/a.toml", bank()).file("looks/key.hbs", template);
    let key = key(&shop, &["--templates", "looks"]);
    assert!(key.contains("soitis") && key.contains("Because."), "{key}");
}

#[test]
fn a_key_of_many_questions_levels_and_topics_is_made() {
    let question = |at: usize| {
        let own = format!("\"q{at}\"");
        GOOD.replace("\"one\"", &own).replace("\"topic\"", &own).replace("\"junior\"", &format!("\"l{}\"", at % 14))
    };
    let questions: String = (0..90).map(question).collect();
    let levels: Vec<String> = (0..14).map(|at| format!("{{ id = \"l{at}\", name = \"Level {at}\" }}")).collect();
    let bank = format!("level = [{}]\n", levels.join(", "));
    let shop = Workshop::new().file("questions/bank.toml", bank).file("questions/a.toml", questions);
    shop.run(&["generate", "--bank", "questions", "--count", "90"]).done();
    assert!(pdf::everything(&shop.read("key.pdf")).contains("90:2"));
}
