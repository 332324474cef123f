//! What stands on the papers, read back from the finished files.

use exampress::bank::{self, Body, Origin, Question, Task};
use exampress::flow::{Block, CodePiece, Inline};
use exampress::markup;
use exampress::source::Sources;

use crate::pdf;
use crate::workshop::Workshop;

/// Shorter texts than this many characters, white space aside, stand on every paper by chance.
const TELLING: usize = 12;

#[test]
fn nothing_of_the_key_is_on_the_candidate_sheet() {
    let bank = bank::load(&Origin::BuiltIn, &mut Sources::default()).unwrap();
    let mut secrets_seen = 0;
    for seed in 0..6 {
        let shop = Workshop::new();
        let seed = format!("leak-{seed}-a7f3");
        shop.run(&["generate", "--seed", &seed, "--count", "16"]).done();
        let candidate = pdf::everything(&shop.read("candidate.pdf"));
        let key = pdf::everything(&shop.read("key.pdf"));
        assert!(!candidate.contains(&seed), "the seed is on the candidate sheet");
        assert!(key.contains(&seed));
        let ids = drawn(&shop);
        // A line of one question's answer may stand in another question's prompt.
        let open: Vec<String> = ids.iter().flat_map(|id| public(&bank.questions[id])).collect();
        for id in ids {
            let question = &bank.questions[&id];
            assert!(!candidate.contains(&id), "the id {id} is on the candidate sheet");
            for secret in secrets(question).into_iter().filter(|secret| secret.chars().count() >= TELLING) {
                if open.iter().any(|open| open.contains(&secret)) {
                    continue;
                }
                assert!(!candidate.contains(&secret), "{id}: {secret}");
                assert!(key.contains(&secret), "the key lacks, for {id}: {secret}");
                secrets_seen += 1;
            }
        }
    }
    assert!(secrets_seen > 500, "only {secrets_seen} texts were looked for");
}

#[test]
fn everything_that_is_asked_is_on_the_candidate_sheet() {
    let bank = bank::load(&Origin::BuiltIn, &mut Sources::default()).unwrap();
    let shop = Workshop::new();
    shop.run(&["generate", "--seed", "asked", "--count", "24"]).done();
    let candidate = pdf::everything(&shop.read("candidate.pdf"));
    for id in drawn(&shop) {
        for text in public(&bank.questions[&id]) {
            assert!(candidate.contains(&text), "{id}: {text}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_wherever_it_is_used() {
    let arguments = ["generate", "--seed", "same", "--count", "8"];
    let (here, there) = (Workshop::new(), Workshop::new());
    here.run_with(&arguments, &[("TZ", "UTC"), ("LANG", "C")]).done();
    there.run_with(&arguments, &[("TZ", "Asia/Tokyo"), ("LANG", "tr_TR.UTF-8"), ("SOURCE_DATE_EPOCH", "1")]).done();
    for file in ["candidate.pdf", "key.pdf", "manifest.json"] {
        assert_eq!(here.read(file), there.read(file), "{file}");
    }
}

#[test]
fn another_form_is_another_paper() {
    let shop = Workshop::new();
    shop.run(&["generate", "--seed", "s", "--out", "a"]).done();
    shop.run(&["generate", "--seed", "s", "--form", "B", "--out", "b"]).done();
    assert_ne!(shop.read("a/candidate.pdf"), shop.read("b/candidate.pdf"));
}

/// The paper is too short for a letter that would be right three times in a row, through which alone it could.
#[test]
fn which_option_is_right_changes_no_byte_of_the_candidate_sheet() {
    let bank = |right: [bool; 2]| {
        format!(
            "[[question]]\nid = \"one\"\nlevel = \"mid\"\ntopic = \"t\"\nkind = \"single-choice\"\nmarks = 1\nminutes = 1\n\
             space = {{ lines = 2 }}\nprompt = \"Which?\"\noptions = [{{ text = \"this\", correct = {} }}, {{ text = \"that\", correct = {} }}]\n",
            right[0], right[1]
        )
    };
    let papers = [[true, false], [false, true]].map(|right| {
        let shop = Workshop::new().file("questions/a.toml", bank(right));
        shop.run(&["generate", "--bank", "questions", "--count", "1", "--seed", "s"]).done();
        (shop.read("candidate.pdf"), shop.read("key.pdf"))
    });
    assert_eq!(papers[0].0, papers[1].0);
    assert_ne!(papers[0].1, papers[1].1);
}

#[test]
fn blanks_tell_hardly_anything_of_the_answer() {
    let paper = |answers: [&str; 2]| {
        let blanks = answers.map(|answer| format!("{{ accept = [\"{answer}\"] }}")).join(", ");
        let question = format!(
            "[[question]]\nid = \"one\"\nlevel = \"mid\"\ntopic = \"t\"\nkind = \"fill-in\"\nmarks = 1\nminutes = 1\n\
             prompt = \"From ___ to ___.\"\nblanks = [{blanks}]\n"
        );
        let shop = Workshop::new().file("questions/a.toml", question);
        shop.run(&["generate", "--bank", "questions", "--count", "1", "--seed", "s"]).done();
        shop.read("candidate.pdf")
    };
    assert_eq!(paper(["here", "there"]), paper(["A", "B"]));
    assert_eq!(paper(["east", "the far west"]), paper(["the far south", "north"]));
    assert_ne!(paper(["east", "the far west"]), paper(["A", "B"]));
}

#[test]
fn the_manifest_names_the_files_it_lies_beside() {
    let shop = Workshop::new();
    shop.run(&["generate", "--seed", "m", "--levels", "junior=2"]).done();
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    for (paper, file) in [("candidate", "candidate.pdf"), ("key", "key.pdf")] {
        let bytes = shop.read(file);
        let record = &manifest[paper];
        assert_eq!(record["file"], file);
        assert_eq!(record["bytes"], bytes.len());
        assert_eq!(record["pages"], pdf::pages(&bytes));
        assert_eq!(record["sha256"], exampress::digest::sha256_hex(&bytes));
    }
    assert_eq!(manifest["seed"], "m");
    assert_eq!(manifest["draw_version"], 2);
    let requests: Vec<[&str; 2]> = manifest["spec"]["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| ["request", "asked"].map(|key| record[key].as_str().unwrap()))
        .collect();
    assert_eq!(requests, [["count", "2"], ["levels.junior", "2"], ["levels", "junior"], ["one_per_concept", "true"]]);
    assert_eq!(manifest["questions"].as_array().unwrap().len(), 2);
}

#[test]
fn a_layout_is_asked_for_by_file_or_flag_and_the_flag_wins() {
    let pages = |file: &str, flags: &[&str]| {
        let shop = Workshop::new().file("exam.toml", file);
        shop.run(&[&["generate", "--seed", "pages", "--count", "8"], flags].concat()).done();
        let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
        (manifest["spec"]["layout"].as_str().unwrap().to_owned(), pdf::pages(&shop.read("candidate.pdf")))
    };
    let (name, usual) = pages("", &[]);
    assert_eq!(name, "fill");
    let (name, compact) = pages("layout = \"compact\"\n", &[]);
    assert!(name == "compact" && compact < usual, "{name} {compact} {usual}");
    assert_eq!(pages("", &["--compact"]), (name.clone(), compact));
    assert_eq!(pages("", &["--layout", "compact"]), (name, compact));
    let (name, alone) = pages("layout = \"compact\"\n", &["--one-per-page"]);
    assert!(name == "one-per-page" && alone >= 8 && alone > usual, "{name} {alone} {usual}");
    let clash = Workshop::new().run(&["generate", "--compact", "--one-per-page"]);
    assert_eq!(clash.code, 2, "{}", clash.err);
}

/// The notes are furniture: a reader who hears the page is not told them, and they are on the page nonetheless.
#[test]
fn what_goes_on_on_the_next_page_says_so_and_heads_of_tables_are_repeated() {
    let code = (0..70).fold(String::new(), |code, line| code + &format!("x{line} = {line}\n"));
    let rows = (0..50).fold(String::new(), |rows, row| rows + &format!("| {row} | {} |\n", row * row));
    let prompt =
        format!("What is `x7`?\n\n```python\n{code}```\n\n| Number | Square |\n|---|---|\n{rows}\nWhich is wrong?");
    let question = crate::workshop::GOOD
        .replace("\"Why?\"", &format!("'''\n{prompt}\n'''"))
        .replace("answer = ", "space = { lines = 40 }\nanswer = ");
    let shop = Workshop::new().file("questions/a.toml", question);
    shop.run(&["generate", "--bank", "questions", "--count", "1"]).done();
    let candidate = shop.read("candidate.pdf");
    let text = pdf::everything(&candidate);
    assert_eq!(text.matches("continuesonthenextpage").count(), 1, "{text}");
    assert_eq!(text.matches("1(continued)").count(), pdf::pages(&candidate) - 1, "{text}");
    assert_eq!(text.matches("NumberSquare").count(), 2, "{text}");
}

#[test]
fn an_exam_without_a_seed_can_be_made_again_from_its_manifest() {
    let shop = Workshop::new();
    shop.run(&["generate", "--count", "4", "--out", "first"]).done();
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("first/manifest.json")).unwrap();
    let seed = manifest["seed"].as_str().unwrap();
    shop.run(&["generate", "--count", "4", "--out", "second", "--seed", seed]).done();
    assert_eq!(shop.read("first/candidate.pdf"), shop.read("second/candidate.pdf"));
    assert_eq!(shop.read("first/key.pdf"), shop.read("second/key.pdf"));
}

#[test]
fn hostile_text_is_refused_or_printed_but_never_a_mistake_of_the_program() {
    let prompts = [
        ">".repeat(6000),
        "*".repeat(20_000) + "x" + &"*".repeat(20_000),
        (0..3000).map(|depth| " ".repeat(depth * 2) + "- x\n").collect(),
        "> `é\n> 漢`".to_owned(),
        "[x]: http://aaaaaaaaaaaaaaaaaaaa/漢\n\n[x] éééééééééééééééééééé".to_owned(),
        "x".repeat(5000),
        format!("|{}\n|{}\n|{}", "a|".repeat(60), "-|".repeat(60), "longword|".repeat(60)),
        "a\tb \u{202e} c \u{200b} d".to_owned(),
    ];
    for prompt in prompts {
        let question = crate::workshop::GOOD.replace("\"Why?\"", &format!("'''\n{prompt}\n'''"));
        let run = Workshop::new().file("questions/a.toml", question).run(&[
            "generate",
            "--bank",
            "questions",
            "--count",
            "1",
        ]);
        assert!(run.code <= 1, "{} {}", run.code, run.err);
    }
}

#[test]
fn a_title_is_printed_as_it_is_written() {
    let shop = Workshop::new();
    let title = "# {page} | *a* _b_ `c` \\ <d> {{seed}}";
    shop.run(&["generate", "--title", title, "--count", "4"]).done();
    let candidate = pdf::everything(&shop.read("candidate.pdf"));
    assert!(candidate.contains(&pdf::squeeze(title)), "{candidate}");
}

#[test]
fn levels_of_one_name_keep_totals_of_their_own() {
    let bank = "level = [{ id = \"a\", name = \"Same\" }, { id = \"b\", name = \"Same\" }]\n";
    let question = |id: &str, level: &str| crate::workshop::GOOD.replace("\"one\"", id).replace("\"junior\"", level);
    let shop = Workshop::new()
        .file("questions/bank.toml", bank)
        .file("questions/x.toml", question("\"one\"", "\"a\"") + &question("\"two\"", "\"b\""));
    shop.run(&["generate", "--bank", "questions", "--count", "2"]).done();
    let key = pdf::everything(&shop.read("key.pdf"));
    assert!(key.contains("Same123Same123"), "{key}");
}

#[test]
fn pictures_are_printed() {
    let png = {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
        encoder.set_color(png::ColorType::Rgba);
        encoder.write_header().unwrap().write_image_data(&[200; 16]).unwrap();
        bytes
    };
    let question = crate::workshop::GOOD.replace("\"Why?\"", "'''Look:\n\n![a grey square](img/grey.png)\n\nWhy?'''");
    let shop = Workshop::new().file("questions/a.toml", question).file("questions/img/grey.png", png);
    shop.run(&["generate", "--bank", "questions", "--count", "1"]).done();
    let candidate = lopdf::Document::load_mem(&shop.read("candidate.pdf")).unwrap();
    let images = candidate.objects.values().filter(|object| {
        object.as_stream().is_ok_and(|stream| stream.dict.get(b"Subtype").is_ok_and(|kind| kind == &"Image".into()))
    });
    assert_eq!(images.count(), 2, "the picture and its mask");
    assert!(pdf::everything(&shop.read("candidate.pdf")).contains("agreysquare"));
}

fn drawn(shop: &Workshop) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    let questions = manifest["questions"].as_array().unwrap();
    questions.iter().map(|question| question["id"].as_str().unwrap().to_owned()).collect()
}

/// Each paragraph and line of code that the candidate is meant to read.
fn public(question: &Question) -> Vec<String> {
    let mut texts = block_texts(&question.prompt);
    for task in tasks(question) {
        match &task.response {
            bank::Response::Choice { options, .. } => {
                texts.extend(options.iter().flat_map(|option| words(&option.text)));
            }
            bank::Response::Matching { pairs, extra } => {
                texts.extend(pairs.iter().flat_map(|(left, right)| [words(left), words(right)]).flatten());
                texts.extend(extra.iter().flat_map(|side| words(side)));
            }
            bank::Response::Ordering { items } => texts.extend(items.iter().flat_map(|item| words(item))),
            _ => {}
        }
    }
    if let Body::Parts(parts) = &question.body {
        texts.extend(parts.iter().flat_map(|part| block_texts(&part.prompt)));
    }
    texts
}

/// Each paragraph and line of code that only the marker may read.
fn secrets(question: &Question) -> Vec<String> {
    let notes = &question.notes;
    let mut texts: Vec<String> = [&notes.look_for, &notes.red_flags, &notes.follow_ups]
        .into_iter()
        .flatten()
        .flat_map(|line| words(line))
        .collect();
    for task in tasks(question) {
        texts.extend(block_texts(&task.answer));
        texts.extend(task.rubric.iter().flat_map(|row| words(&row.text)));
        if let bank::Response::Choice { options, .. } = &task.response {
            texts.extend(options.iter().flat_map(|option| words(&option.why)));
        }
    }
    texts
}

fn tasks(question: &Question) -> Vec<&Task> {
    match &question.body {
        Body::Whole(task) => vec![task],
        Body::Parts(parts) => parts.iter().map(|part| &part.task).collect(),
    }
}

/// The words of a text without white space, cut where something that is no text stands between them.
fn words(text: &[Inline]) -> Vec<String> {
    text.split(|inline| matches!(inline, Inline::Blank { .. }))
        .map(|piece| pdf::squeeze(&markup::plain(piece)))
        .filter(|text| !text.is_empty())
        .collect()
}

fn block_texts(blocks: &[Block]) -> Vec<String> {
    let code_line = |line: &Vec<CodePiece>| {
        let text: String = line
            .iter()
            .map(|piece| match piece {
                CodePiece::Text { text, .. } => text.as_str(),
                CodePiece::Blank { .. } => "\u{0}",
            })
            .collect();
        text.split('\u{0}').map(pdf::squeeze).filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    blocks
        .iter()
        .flat_map(|block| match block {
            Block::Paragraph { text, .. } => words(text),
            Block::Code(code) => code.lines.iter().flat_map(code_line).collect(),
            Block::List { items, .. } => items.iter().flat_map(|item| block_texts(item)).collect(),
            Block::Quote(inner) => block_texts(inner),
            Block::Table(table) => {
                table.rows.iter().chain([&table.head]).flatten().flat_map(|cell| words(cell)).collect()
            }
            _ => Vec::new(),
        })
        .collect()
}
