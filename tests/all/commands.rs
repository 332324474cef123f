//! What each command prints and writes.

use crate::workshop::{GOOD, Workshop};

#[test]
fn generate_writes_three_files_and_tells_what_it_drew() {
    let shop = Workshop::new();
    let arguments =
        ["generate", "--seed", "spring-7", "--count", "12", "--levels", "junior=4,mid=4,senior=4", "--out", "out"];
    let told = shop.run(&arguments).done();
    assert!(told.starts_with("drawn      12 questions, "), "{told}");
    assert!(told.contains("(junior 4, mid 4, senior 4)\nbank       Python interviews, "), "{told}");
    assert!(told.contains(" questions\nseed       spring-7\nform       A, "), "{told}");
    assert!(told.contains("\nmanifest   out/manifest.json\n"), "{told}");
    assert_eq!(shop.names(), ["out"]);
    for file in ["candidate.pdf", "key.pdf"] {
        assert!(shop.read(&format!("out/{file}")).starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn an_existing_file_survives_unless_it_is_forced() {
    let shop = Workshop::new().file("key.pdf", "mine");
    shop.run(&["generate"])
        .fails(1, "key.pdf: this file exists\nhelp: add --force to replace it, or choose another folder with --out");
    assert_eq!(shop.names(), ["key.pdf"]);
    assert_eq!(shop.read("key.pdf"), b"mine");
    shop.run(&["generate", "--force"]).done();
    assert!(shop.read("key.pdf").starts_with(b"%PDF"));
    assert_eq!(shop.names(), ["candidate.pdf", "key.pdf", "manifest.json"]);
}

#[test]
fn a_folder_that_cannot_be_made_leaves_nothing_behind() {
    let shop = Workshop::new().file("blocked", "");
    shop.run(&["generate", "--out", "blocked/x"]).fails(
        1,
        "blocked/x: cannot be written: not a directory\n\
         help: choose a folder you may write to with --out",
    );
    assert_eq!(shop.names(), ["blocked"]);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_told() {
    let shop = Workshop::new().file("key.pdf/x", "");
    shop.run(&["generate", "--force"])
        .fails(1, "key.pdf: this is a folder\nhelp: choose another name or another folder with --out");
    assert_eq!(shop.names(), ["key.pdf"]);
}

#[test]
fn init_writes_what_generate_and_check_can_use_and_overwrites_nothing() {
    let shop = Workshop::new().file("exam.toml", "levels = { junior = 1 }\n");
    let told = shop.run(&["init"]).done();
    assert!(told.starts_with("kept     ./exam.toml\nwritten  ./questions/bank.toml\n"), "{told}");
    assert_eq!(shop.read("exam.toml"), b"levels = { junior = 1 }\n");
    assert_eq!(shop.run(&["check"]).done(), "Sample bank, 10 questions in 3 topics: no problem found\n");
    shop.run(&["generate"]).done();
    let again = shop.run(&["init"]).done();
    assert!(!again.contains("written"), "{again}");
}

#[test]
fn the_starter_prints_every_kind_of_question() {
    let shop = Workshop::new();
    shop.run(&["init", "."]).done();
    shop.run(&["generate", "--levels", "junior=5,mid=4,senior=1"]).done();
    let listed = shop.run(&["list", "--format", "json"]).done();
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let kinds: std::collections::BTreeSet<&str> =
        listed.as_array().unwrap().iter().map(|question| question["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 9);
}

#[test]
fn the_built_in_bank_has_no_problem() {
    let told = Workshop::new().run(&["check", "--strict"]).done();
    assert!(told.ends_with(" topics: no problem found\n"), "{told}");
}

#[test]
fn list_takes_filters() {
    let shop = Workshop::new().file("questions/a.toml", GOOD);
    let bank = ["--bank", "questions"];
    assert_eq!(
        shop.run(&[&["list"], &bank[..]].concat()).done(),
        "\
id   level   topic  kind  marks  minutes
one  junior  topic  open      2        3

1 question
"
    );
    let none = shop.run(&[&["list", "--level", "mid", "--format", "json"], &bank[..]].concat()).done();
    assert_eq!(none, "[]\n");
    shop.run(&[&["list", "--level", "middle"], &bank[..]].concat())
        .fails(1, "command line: unknown level `middle`\nhelp: did you mean `mid`?");
}

/// A bank in which questions say something of one another.
fn tied() -> Workshop {
    let question = |id: &str, lines: &str| GOOD.replace("id = \"one\"", &format!("id = \"{id}\"\n{lines}"));
    let deep = question("three", "tags = []\nexcludes = [\"one\"]\nset = \"case-7\"")
        + &question("four", "tags = [\"lambda\"]");
    Workshop::new()
        .file("questions/deep/b.toml", deep)
        .file("questions/b.toml", question("two", "tags = [\"lambda\", \"new\"]\nset = \"case-7\""))
        .file("questions/a.toml", GOOD)
}

#[test]
fn list_finds_questions_by_tag() {
    let shop = tied();
    assert_eq!(
        shop.run(&["list", "--bank", "questions", "--tag", "lambda"]).done(),
        "\
id    level   topic  kind  marks  minutes
four  junior  topic  open      2        3
two   junior  topic  open      2        3

2 questions
"
    );
    shop.run(&["list", "--bank", "questions", "--tag", "lamda"])
        .fails(1, "command line: unknown tag `lamda`\nhelp: did you mean `lambda`?");
    shop.run(&["list", "--bank", "questions", "--tag", "zzz"])
        .fails(1, "command line: unknown tag `zzz`\nhelp: use `lambda` or `new`");
    shop.run(&["list", "--tag", "lambda"])
        .fails(1, "command line: unknown tag `lambda`\nhelp: this bank has no tags; leave `--tag` out");
}

#[test]
fn list_tells_programs_what_questions_say_of_one_another() {
    let listed = tied().run(&["list", "--bank", "questions", "--format", "json"]).done();
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let ties: Vec<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|question| ["id", "tags", "excludes", "set", "file"].map(|key| question[key].to_string()).join(" "))
        .collect();
    assert_eq!(
        ties,
        [
            r#""four" ["lambda"] [] null "deep/b.toml""#,
            r#""one" [] [] null "a.toml""#,
            r#""three" [] ["one"] "case-7" "deep/b.toml""#,
            r#""two" ["lambda","new"] [] "case-7" "b.toml""#,
        ]
    );
}

#[test]
fn the_digest_of_a_question_depends_on_what_its_file_says() {
    let digest = |lines: &str| {
        let shop = Workshop::new().file("questions/a.toml", format!("{GOOD}{lines}"));
        let listed = shop.run(&["list", "--bank", "questions", "--format", "json"]).done();
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        listed[0]["digest"].as_str().unwrap().to_owned()
    };
    let plain = "91a958e1f598fabeda51e1b0b1948e5224e62c73755eeb3fdf67bf722db17159";
    assert_eq!(digest(""), plain);
    assert_eq!(digest("# remark"), plain);
    assert_eq!(digest("allow = { long-prose = \"It needs a long text.\" }"), plain);
    assert_ne!(digest("tags = [\"new\"]"), plain);
}

#[test]
fn show_tells_tags_set_and_exclusions() {
    let shop = tied();
    let shown = shop.run(&["show", "two", "--bank", "questions"]).done();
    assert!(
        shown.starts_with("two: junior, topic, open, 2 marks, 3 minutes\nTags: lambda, new\nSet: case-7\n\nWhy?\n"),
        "{shown}"
    );
    let shown = shop.run(&["show", "three", "--bank", "questions"]).done();
    assert!(
        shown.starts_with("three: junior, topic, open, 2 marks, 3 minutes\nSet: case-7\nExcludes: one\n\nWhy?\n"),
        "{shown}"
    );
}

#[test]
fn show_prints_a_question_with_its_answer() {
    let shop = Workshop::new().file("questions/a.toml", GOOD);
    assert_eq!(
        shop.run(&["show", "one", "--bank", "questions"]).done(),
        "\
one: junior, topic, open, 2 marks, 3 minutes

Why?

Answer:
    Because.

Rubric:
    1 mark: first
    1 mark: second
"
    );
    shop.run(&["show", "on", "--bank", "questions"])
        .fails(1, "command line: there is no question `on`\nhelp: did you mean `one`?");
}

#[test]
fn every_built_in_question_can_be_shown() {
    let shop = Workshop::new();
    let listed = shop.run(&["list", "--format", "json"]).done();
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    for question in listed.as_array().unwrap().iter().step_by(7) {
        let id = question["id"].as_str().unwrap();
        assert!(shop.run(&["show", id]).done().starts_with(&format!("{id}: ")));
    }
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    let shop = Workshop::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(shop.run(&["completions", shell]).done().contains("exampress"), "{shell}");
    }
    assert!(shop.run(&["man"]).done().contains(".TH exampress 1"));
}

#[test]
fn wrong_usage_has_a_code_of_its_own() {
    let shop = Workshop::new();
    for arguments in [&[][..], &["generate", "--frob"], &["frobnicate"], &["list", "two"]] {
        let run = shop.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains("Usage: exampress"), "{}", run.err);
    }
    assert_eq!(shop.run(&["--help"]).code, 0);
    assert_eq!(shop.run(&["--version"]).done(), format!("exampress {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn an_empty_bank_is_told() {
    Workshop::new().file("questions/note.txt", "").run(&["generate", "--bank", "questions"]).fails(
        1,
        "questions: there is no question in this bank\n\
         help: put TOML files with `[[question]]` into it; `exampress init` writes one to start from",
    );
}

#[test]
fn flags_win_over_the_file_and_its_paths_start_from_its_folder() {
    let shop = Workshop::new()
        .file("exams/exam.toml", "title = \"File\"\nbank = \"../bank\"\ncount = 1\n[output]\nfolder = \"made\"\n")
        .file("bank/a.toml", GOOD);
    shop.run(&["generate", "exams/exam.toml", "--title", "Flag"]).done();
    let candidate = crate::pdf::everything(&shop.read("exams/made/candidate.pdf"));
    assert!(candidate.contains("Flag") && !candidate.contains("File"), "{candidate}");
}

#[test]
fn letter_paper_and_german_words_are_printed() {
    let shop = Workshop::new();
    shop.run(&["generate", "--paper", "letter", "--language", "de", "--count", "4"]).done();
    let bytes = shop.read("candidate.pdf");
    let text = crate::pdf::everything(&bytes);
    assert!(text.contains("4Aufgaben·") && text.contains("Seite1von"), "{text}");
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let page = document.get_dictionary(document.page_iter().next().unwrap()).unwrap();
    let sides: Vec<f32> =
        page.get(b"MediaBox").unwrap().as_array().unwrap().iter().map(|side| side.as_float().unwrap()).collect();
    assert_eq!(sides, [0.0, 0.0, 612.0, 792.0]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_back_to_itself_is_told() {
    let shop = Workshop::new().file("questions/a.toml", GOOD);
    std::os::unix::fs::symlink(".", shop.path("questions/again")).unwrap();
    shop.run(&["list", "--bank", "questions"]).fails(
        1,
        "questions/again: this link leads back to a folder that it is in\n\
         help: name a folder with question files by --bank, or leave it out for the built-in bank",
    );
}
