//! The manifest as a lock file: what is told of changes since, and the same papers again, or none.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::workshop::Workshop;

const EXAM: &str = r#"
title = "Weather"
seed = "s"
institution = "School"
logo = "sign.png"
theme = "ours"
instructions = "Write *clearly*."
date = "2026-05-04"
language = "de"
watermark = "Draft"
cover = true
time = 45
paper = "letter"
layout = "compact"

[[section]]
title = "First"
order = "random"
count = 3
require = ["set-b", "tree"]

[[section]]
title = "Second"
require = ["parts"]
count = 1
"#;

const TREE: &str = r#"
[[question]]
id = "tree"
prompt = """
What is this?

![a pattern](../pictures/tree.png)
"""
kind = "single-choice"
tags = ["new"]
excludes = ["spare"]
options = [{ text = "A tree", correct = true }, { text = "A house" }, { text = "A car" }, { text = "None", pin = true }]
"#;

const PARTS: &str = r#"
[[question]]
id = "parts"
prompt = "Of rain."
kind = "open"
marks = 3
look_for = ["Clouds."]
[[question.parts]]
marks = 1
prompt = "Why?"
answer = "It falls."
[[question.parts]]
kind = "ordering"
marks = 2
prompt = "In which order?"
items = ["first", "second", "third"]
"#;

const SET: &str = r#"
[[question]]
id = "set-b"
set = "pair"
prompt = "How warm is it?"
kind = "numeric"
value = 14.0
tolerance = 1e-1

[[question]]
id = "set-a"
set = "pair"
prompt = "Which day is it?"
kind = "open"
answer = "Monday."
rubric = [{ marks = 2, text = "the day" }]
"#;

const SPARE: &str = r#"
[[question]]
id = "spare"
prompt = "Spare?"
kind = "true-false"
correct = true
"#;

const HEAD: &str = r#"
title = "Weather bank"
licence = "CC0"
topic = [{ id = "sky" }]
defaults = { level = "mid", topic = "sky", marks = 2, minutes = 2 }
"#;

const THEME: &str = "[faces]\nserif = \"KaTeX_Typewriter\"\n";

fn picture(size: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size, 4);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&vec![90; 4 * size as usize]).unwrap();
    bytes
}

fn font(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(name)).unwrap()
}

/// A project that has all that a reprint depends on: pictures outside the bank, a set, parts, exclusions, sections, a logo,
/// a theme and a font of its own.
fn shop() -> Workshop {
    Workshop::new()
        .file("exam.toml", EXAM)
        .file("sign.png", picture(3))
        .file("questions/pictures/tree.png", picture(5))
        .file("questions/bank.toml", HEAD)
        .file("questions/deep/tree.toml", TREE)
        .file("questions/parts.toml", PARTS)
        .file("questions/set.toml", SET)
        .file("questions/spare.toml", SPARE)
        .file("templates/themes/ours.toml", THEME)
        .file("fonts/Typewriter.ttf", font("math/KaTeX_Typewriter-Regular.ttf"))
}

/// The same with its exam made.
fn made(flags: &[&str]) -> Workshop {
    let shop = shop();
    shop.run(&[&["generate", "--out", "out"], flags].concat()).done();
    shop
}

fn papers(shop: &Workshop, folder: &str) -> [Vec<u8>; 2] {
    ["candidate.pdf", "key.pdf"].map(|file| shop.read(Path::new(folder).join(file).to_str().unwrap()))
}

/// A manifest with something changed and its seal made anew, as another program could have written it.
fn resealed(shop: &Workshop, change: impl Fn(&mut Value)) -> String {
    let mut manifest: Value = serde_json::from_slice(&shop.read("out/manifest.json")).unwrap();
    change(&mut manifest);
    manifest["seal"] = json!(exampress::manifest::seal(manifest.clone()));
    manifest.to_string()
}

#[test]
fn nothing_changed() {
    let shop = made(&[]);
    assert_eq!(shop.run(&["verify", "out/manifest.json"]).done(), "out/manifest.json: all as it was, 4 questions\n");
    let code: Value = serde_json::from_slice(&shop.read("out/manifest.json")).unwrap();
    let code = code["form_code"].as_str().unwrap();
    assert_eq!(
        shop.run(&["reprint", "out/manifest.json"]).done(),
        format!(
            "\
form A, {code}: as it was, to the byte
candidate  out/candidate.pdf (2 pages, was there)
key        out/key.pdf (2 pages, was there)
"
        )
    );
    assert_eq!(
        shop.run(&["reprint", "out/manifest.json", "--out", "again"]).done(),
        format!(
            "\
form A, {code}: as it was, to the byte
candidate  again/candidate.pdf (2 pages)
key        again/key.pdf (2 pages)
"
        )
    );
    assert_eq!(papers(&shop, "again"), papers(&shop, "out"));
}

#[test]
fn what_no_paper_depends_on_may_change() {
    let shop = made(&[])
        .file("exam.toml", "title = \"Another\"\nlogo = \"sign.png\"\ncount = 1\nlanguage = \"en\"\n")
        .file(
            "questions/bank.toml",
            HEAD.replace("CC0", "none")
                .replace("Weather", "Sea")
                .replace("id = \"sky\"", "id = \"sea\" }, { id = \"sky\", name = \"The sky\""),
        )
        .file(
            "questions/deep/tree.toml",
            TREE.replace("[\"new\"]", "[]\nconcept = \"wood\"").replace("[\"spare\"]", "[]"),
        )
        .file("questions/a/first.toml", SET.split("[[").nth(2).map(|set| format!("[[{set}")).unwrap())
        .file("questions/set.toml", SET.split("\n[[question]]\nid = \"set-a\"").next().unwrap())
        .file("questions/spare.toml", SPARE.replace("Spare?", "Other?") + &SPARE.replace("spare", "more"));
    assert_eq!(
        shop.run(&["verify", "out/manifest.json"]).done(),
        "\
out/manifest.json: all that papers depend on is as it was, 4 questions

  where             what                                                                               what to do
  question `tree`   concept was none, is wood; tags were new, are none; excludes were spare, are none  nothing: no paper depends on it
  question `set-a`  file was set.toml, is a/first.toml                                                 nothing: no paper depends on it
  bank              changed elsewhere: 5 questions then, 6 now                                         nothing: no paper depends on it
"
    );
    shop.run(&["reprint", "out/manifest.json", "--out", "again"]).done();
    assert_eq!(papers(&shop, "again"), papers(&shop, "out"));
}

#[test]
fn each_change_is_told_and_no_other_exam_is_printed() {
    let undo = "undo it, or reprint from a snapshot";
    let gone = "put it back, or reprint from a snapshot";
    let new = "take it away, or reprint from a snapshot";
    let exam = |was: &str, is: &str| ("exam.toml", EXAM.replace(was, is).into_bytes());
    let tree = |was: &str, is: &str| ("questions/deep/tree.toml", TREE.replace(was, is).into_bytes());
    let set = |was: &str, is: &str| ("questions/set.toml", SET.replace(was, is).into_bytes());
    let parts = |was: &str, is: &str| ("questions/parts.toml", PARTS.replace(was, is).into_bytes());
    let words = include_str!("../../templates/words/de.toml").replace("Seite", "Blatt").into_bytes();
    let template = include_str!("../../templates/candidate.hbs").to_owned() + "\n::note More.\n";
    for ((file, bytes), place, what, help) in [
        (tree("\"tree\"", "\"bush\""), "question `tree`", "no longer in the bank", gone),
        (tree("What is", "What was"), "question `tree`", "changed: `prompt`", undo),
        (tree("A house", "The house"), "question `tree`", "changed: `options`", undo),
        (tree("\nkind", "\nlevel = \"senior\"\nkind"), "question `tree`", "level was mid, is senior", undo),
        (tree("\nkind", "\nminutes = 3\nkind"), "question `tree`", "minutes were 2, are 3", undo),
        (
            tree("\nkind = \"single", "\nmarks = 3\nkind = \"multiple"),
            "question `tree`",
            "kind was single-choice, is multiple-choice; marks were 2, are 3",
            undo,
        ),
        (set("Monday", "Friday"), "question `set-a`", "changed: `answer`", undo),
        (set("the day", "a day"), "question `set-a`", "changed: `rubric`", undo),
        (set("14.0", "14.5"), "question `set-b`", "changed: `value`", undo),
        (parts("It falls", "It drops"), "question `parts`", "changed: `(a) answer`", undo),
        (parts("\"third\"", "\"last\""), "question `parts`", "changed: `(b) items`", undo),
        (parts("Clouds", "Storms"), "question `parts`", "changed: `look_for`", undo),
        (
            ("questions/pictures/tree.png", picture(6)),
            "question `tree`",
            "another picture `../pictures/tree.png`",
            undo,
        ),
        (("templates/candidate.hbs", template.into_bytes()), "templates/candidate.hbs", "changed", undo),
        (("templates/words/de.toml", words), "templates/words/de.toml", "changed", undo),
        (("templates/themes/ours.toml", b"[page]\nhead = 9\n".to_vec()), "templates/themes/ours.toml", "changed", undo),
        (("templates/theme.toml", b"[page]\nhead = 9\n".to_vec()), "templates/theme.toml", "was not there", new),
        (("fonts/Typewriter.ttf", font("math/KaTeX_Main-Regular.ttf")), "fonts/Typewriter.ttf", "changed", undo),
        (("sign.png", picture(4)), "logo", "changed", undo),
        (
            exam("\nlogo", "\n# logo"),
            "logo",
            "not asked for here",
            "name its file with --logo, or reprint from a snapshot",
        ),
        (
            exam("sign.png", "gone.png"),
            "logo",
            "`gone.png` is not there",
            "name its file with --logo, or reprint from a snapshot",
        ),
    ] {
        let shop = made(&[]).file(file, bytes);
        let widths = [place.chars().count().max(5), what.chars().count().max(4)];
        let line = |cells: [&str; 3]| {
            format!("  {:w0$}  {:w1$}  {}\n", cells[0], cells[1], cells[2], w0 = widths[0], w1 = widths[1])
        };
        let table = line(["where", "what", "what to do"]) + &line([place, what, help]);
        shop.run(&["verify", "out/manifest.json"])
            .fails(1, &format!("out/manifest.json: 1 thing not as it was\n\n{table}"));
        let lead = "out/manifest.json: this exam would not be as it was, so nothing is written";
        shop.run(&["reprint", "out/manifest.json", "--out", "again"]).fails(1, &format!("{lead}\n\n{table}"));
        assert!(!shop.path("again").exists());
    }
}

#[test]
fn what_is_gone_from_the_templates_is_told() {
    let shop = made(&[]).file("templates/key.hbs", include_str!("../../templates/key.hbs"));
    std::fs::remove_file(shop.path("templates/themes/ours.toml")).unwrap();
    std::fs::remove_file(shop.path("out/key.pdf")).unwrap();
    let shop = shop.file("out/candidate.pdf", "mine");
    shop.run(&["verify", "out/manifest.json"]).fails(
        1,
        "\
out/manifest.json: 3 things not as it was

  where              what                                     what to do
  out/candidate.pdf  not the file that was made               `exampress reprint --force` makes it again
  out/key.pdf        not there                                `exampress reprint` makes it again
  looks              there is no template `themes/ours.toml`  undo it, or reprint from a snapshot
",
    );
}

#[test]
fn papers_that_are_gone_or_spoilt_are_made_again() {
    let shop = made(&[]);
    let before = papers(&shop, "out");
    std::fs::remove_file(shop.path("out/key.pdf")).unwrap();
    let told = shop.run(&["reprint", "out/manifest.json"]).done();
    assert!(told.ends_with("candidate  out/candidate.pdf (2 pages, was there)\nkey        out/key.pdf (2 pages)\n"));
    let shop = shop.file("out/candidate.pdf", "mine");
    shop.run(&["reprint", "out/manifest.json"]).fails(
        1,
        "out/candidate.pdf: this file exists\nhelp: add --force to replace it, or choose another folder with --out",
    );
    assert_eq!(shop.read("out/candidate.pdf"), b"mine");
    shop.run(&["reprint", "out/manifest.json", "--force"]).done();
    assert_eq!(papers(&shop, "out"), before);
}

#[test]
fn another_version_is_told() {
    let shop = made(&[]);
    let older = resealed(&shop, |manifest| manifest["version"] = json!("0.0.9"));
    let other_draw = resealed(&shop, |manifest| manifest["draw_version"] = json!(1));
    let much_older = resealed(&shop, |manifest| {
        manifest["version"] = json!("0.0.1");
        manifest.as_object_mut().unwrap().remove("looks");
    });
    let shop = shop.file("out/older.json", older).file("out/draw.json", other_draw).file("out/old.json", much_older);
    shop.run(&["verify", "out/older.json"]).fails(
        1,
        "\
out/older.json: 1 thing not as it was

  where    what                         what to do
  program  version was 0.0.9, is 0.1.0  use exampress 0.0.9
",
    );
    // What counts is whether the bytes are the same.
    shop.run(&["reprint", "out/older.json", "--out", "again"]).done();
    assert_eq!(papers(&shop, "again"), papers(&shop, "out"));
    shop.run(&["verify", "out/draw.json"]).fails(
        1,
        "\
out/draw.json: 1 thing not as it was

  where    what                      what to do
  program  draw version was 1, is 2  use the exampress that made it
",
    );
    for command in ["verify", "reprint"] {
        shop.run(&[command, "out/old.json"]).fails(
            1,
            "out/old.json: exampress 0.0.1 wrote this manifest, and this is exampress 0.1.0\nhelp: use exampress 0.0.1",
        );
    }
}

#[test]
fn a_manifest_that_was_changed_by_hand_is_refused() {
    let shop = made(&[]);
    let text = String::from_utf8(shop.read("out/manifest.json")).unwrap();
    for (was, is) in [
        ("\"seed\": \"s\"", "\"seed\": \"t\""),
        ("\"shuffle_options\": true", "\"shuffle_options\": false"),
        ("\"Weather\"", "\"Whether\""),
        ("\"number\": 1,", "\"number\": 2,"),
        ("\"cover\": true,", ""),
        ("{", "{ \"more\": 1,"),
    ] {
        let changed = text.replacen(was, is, 1);
        assert_ne!(changed, text);
        let shop = shop_with(&changed);
        for command in ["verify", "reprint"] {
            shop.run(&[command, "manifest.json"]).fails(
                1,
                "\
manifest.json: this manifest was changed after it was written
help: take a copy as `exampress generate` wrote it; to have another exam, change `exam.toml` and generate it",
            );
        }
    }
    // Spaces, lines and the order of keys say nothing.
    let value: Value = serde_json::from_str(&text).unwrap();
    let shop = shop.file("out/manifest.json", value.to_string());
    shop.run(&["verify", "out/manifest.json"]).done();
}

fn shop_with(manifest: &str) -> Workshop {
    Workshop::new().file("manifest.json", manifest)
}

#[test]
fn a_manifest_whose_seal_was_made_anew_gives_no_other_exam_either() {
    let shop = made(&[]);
    let lead = "this exam would not be as it was, so nothing is written, though nothing that the manifest names has changed\n\
                help: use the exampress 0.1.0 that made it; this one was built otherwise";
    let changes: [fn(&mut Value); 6] = [
        |manifest| manifest["seed"] = json!("t"),
        |manifest| manifest["spec"]["title"] = json!("Whether"),
        |manifest| manifest["spec"]["sections"] = json!([]),
        |manifest| manifest["questions"][0]["section"] = json!(7),
        |manifest| manifest["questions"] = json!([]),
        |manifest| manifest["candidate"]["sha256"] = json!("0"),
    ];
    for change in changes {
        let text = resealed(&shop, change);
        std::fs::write(shop.path("out/odd.json"), text).unwrap();
        shop.run(&["reprint", "out/odd.json", "--out", "again"]).fails(1, &format!("out/odd.json: {lead}"));
    }
    for name in ["", "..", "a/b.pdf", "a\\b.pdf"] {
        let text = resealed(&shop, |manifest| manifest["key"]["file"] = json!(name));
        std::fs::write(shop.path("out/odd.json"), text).unwrap();
        shop.run(&["reprint", "out/odd.json"]).fails(
            1,
            &format!(
                "out/odd.json: `{name}` is not the name of a file\n\
                 help: take a copy of the manifest as `exampress generate` wrote it"
            ),
        );
    }
    assert!(!shop.path("again").exists());
}

#[test]
fn what_is_no_manifest_is_told() {
    let shop = Workshop::new().file("list.json", "[1]").file("text.json", "{ oops }");
    for command in ["verify", "reprint"] {
        shop.run(&[command, "gone.json"]).fails(
            1,
            "\
gone.json: cannot be read: No such file or directory (os error 2)
help: name a manifest that `exampress generate` wrote",
        );
        shop.run(&[command, "text.json"]).fails(
            1,
            "\
text.json:1:3: this is not JSON: key must be a string
help: name the manifest.json that `exampress generate` wrote beside the papers",
        );
        let run = shop.run(&[command, "list.json"]);
        assert_eq!(run.code, 1);
        assert!(run.err.starts_with("list.json: this is not a manifest of this version of exampress: "), "{}", run.err);
    }
}

#[test]
fn a_snapshot_needs_no_bank() {
    let shop = made(&["--snapshot", "--force"]);
    let names = |folder: &str| {
        let mut names: Vec<String> = std::fs::read_dir(shop.path(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("out"), ["candidate.pdf", "key.pdf", "manifest.json", "manifest.snapshot.tar"]);
    let away = Workshop::new()
        .file("m.json", shop.read("out/manifest.json"))
        .file("m.snapshot.tar", shop.read("out/manifest.snapshot.tar"));
    away.run(&["reprint", "m.json"]).done();
    assert_eq!(papers(&away, ""), papers(&shop, "out"));
    std::fs::rename(away.path("m.snapshot.tar"), away.path("safe.tar")).unwrap();
    away.run(&["reprint", "m.json", "--snapshot", "safe.tar", "--out", "again"]).done();
    assert_eq!(papers(&away, "again"), papers(&shop, "out"));
}

#[test]
fn a_snapshot_is_the_same_for_the_same_exam_and_changes_nothing_else() {
    let shop = made(&["--snapshot"]);
    shop.run(&["generate", "--out", "again", "--snapshot"]).done();
    shop.run(&["generate", "--out", "plain"]).done();
    assert_eq!(shop.read("again/manifest.snapshot.tar"), shop.read("out/manifest.snapshot.tar"));
    for file in ["candidate.pdf", "key.pdf", "manifest.json"] {
        assert_eq!(shop.read(&format!("plain/{file}")), shop.read(&format!("out/{file}")));
    }
}

#[test]
fn generate_tells_where_the_snapshot_is_and_what_it_holds() {
    let told = shop().run(&["generate", "--snapshot"]).done();
    assert!(
        told.ends_with("manifest   manifest.json\nsnapshot   manifest.snapshot.tar (holds the answers)\n"),
        "{told}"
    );
}

#[test]
fn flags_lead_past_the_snapshot() {
    let shop = made(&["--snapshot"]).file("questions/set.toml", SET.replace("Monday", "Friday"));
    shop.run(&["reprint", "out/manifest.json", "--out", "again"]).done();
    shop.run(&["reprint", "out/manifest.json", "--out", "other", "--spec", "exam.toml"]).fails(
        1,
        "\
out/manifest.json: this exam would not be as it was, so nothing is written

  where             what               what to do
  question `set-a`  changed: `answer`  undo it, or reprint from a snapshot
",
    );
    let moved = ["--bank", "old/questions", "--templates", "templates", "--fonts", "fonts", "--logo", "sign.png"];
    let shop = shop
        .file("old/questions/bank.toml", HEAD)
        .file("old/questions/deep/tree.toml", TREE)
        .file("old/questions/pictures/tree.png", picture(5))
        .file("old/questions/parts.toml", PARTS)
        .file("old/questions/set.toml", SET)
        .file("old/questions/spare.toml", SPARE);
    std::fs::remove_file(shop.path("exam.toml")).unwrap();
    shop.run(&[&["reprint", "out/manifest.json", "--out", "third"], &moved[..]].concat()).done();
    assert_eq!(papers(&shop, "third"), papers(&shop, "out"));
    shop.run(&[&["verify", "out/manifest.json"], &moved[..]].concat()).done();
}

#[test]
fn a_snapshot_of_another_exam_or_a_damaged_one_is_refused() {
    let shop = made(&["--snapshot"]);
    shop.run(&["generate", "--seed", "t", "--out", "other", "--snapshot"]).done();
    let other = "help: name another file with --snapshot, or name the bank with --bank to do without one";
    let fails = |snapshot: &str, what: &str| {
        shop.run(&["reprint", "out/manifest.json", "--snapshot", snapshot, "--out", "again"])
            .fails(1, &format!("{snapshot}: {what}\n{other}"));
    };
    fails("other/manifest.snapshot.tar", "this snapshot belongs to another exam than out/manifest.json");
    fails("gone.tar", "cannot be read: No such file or directory (os error 2)");
    fails("exam.toml", "this is not a snapshot: failed to read entire block");
    let mut bytes = shop.read("out/manifest.snapshot.tar");
    let at = bytes.windows(7).position(|window| window == b"Monday.").unwrap();
    bytes[at] = b'S';
    std::fs::write(shop.path("changed.tar"), bytes).unwrap();
    shop.run(&["reprint", "out/manifest.json", "--snapshot", "changed.tar", "--out", "again"]).fails(
        1,
        "\
out/manifest.json: this exam would not be as it was, so nothing is written

  where             what               what to do
  question `set-a`  changed: `answer`  undo it, or reprint from a snapshot
",
    );
    assert!(!shop.path("again").exists());
}

#[test]
fn the_built_in_bank_and_every_form() {
    let shop = Workshop::new();
    let made =
        ["generate", "--seed", "s", "--forms", "3", "--count", "4", "--theme", "sans", "--booklet", "--snapshot"];
    shop.run(&made).done();
    let manifests = ["manifest-A.json", "manifest-B.json", "manifest-C.json"];
    assert_eq!(
        shop.run(&[&["verify"], &manifests[..]].concat()).done(),
        "\
manifest-A.json: all as it was, 4 questions

manifest-B.json: all as it was, 4 questions

manifest-C.json: all as it was, 4 questions
"
    );
    shop.run(&[&["reprint", "--out", "again"], &manifests[..]].concat()).done();
    for manifest in manifests {
        std::fs::remove_file(shop.path(&manifest.replace(".json", ".snapshot.tar"))).unwrap();
    }
    shop.run(&[&["reprint", "--out", "bank"], &manifests[..]].concat()).done();
    for form in ["A", "B", "C"] {
        for paper in ["candidate", "key"] {
            let file = format!("{paper}-{form}.pdf");
            assert_eq!(shop.read(&format!("again/{file}")), shop.read(&file));
            assert_eq!(shop.read(&format!("bank/{file}")), shop.read(&file));
        }
    }
    shop.run(&["reprint", "--out", "twice", "manifest-A.json", "manifest-A.json"]).fails(
        1,
        "\
twice/candidate-A.pdf: two of these exams have a file of this name
help: reprint them one by one, each with --out",
    );
}

/// The same project with papers for four candidates.
fn batch(flags: &[&str]) -> Workshop {
    let shop = shop().file("r.csv", "id,name,room\n1,Ann Lee,B2\n2,Bo *Ng*,B3\n3,,B3\n4,Åsa,B2\n");
    shop.run(&[&["generate", "--out", "out", "--roster", "r.csv"], flags].concat()).done();
    std::fs::remove_file(shop.path("r.csv")).unwrap();
    shop
}

fn all_papers(shop: &Workshop, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(shop.path(folder)).unwrap().map(|file| file.unwrap().path());
    let papers = files.filter(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    papers.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn papers_of_all_candidates_come_out_as_they_were_without_the_roster() {
    for (flags, files) in [(&[][..], 8), (&["--forms", "3", "--overlap", "same"], 7), (&["--booklet"], 8)] {
        let shop = batch(flags);
        let told = shop.run(&["verify", "out/manifest.json"]).done();
        assert_eq!(told, "out/manifest.json: all as it was, 4 papers, 4 questions\n", "{flags:?}");
        let told = shop.run(&["reprint", "out/manifest.json", "--out", "again"]).done();
        let lead =
            format!("out/manifest.json: 4 papers, all as they were, to the byte\nfiles      {files} files in again (");
        assert!(told.starts_with(&lead) && told.ends_with("; 0 were there)\n"), "{told}");
        assert!(all_papers(&shop, "again") == all_papers(&shop, "out"), "{flags:?}");
        std::fs::remove_file(shop.path("out/candidate-2.pdf")).unwrap();
        let shop = shop.file("out/candidate-3.pdf", "mine");
        shop.run(&["verify", "out/manifest.json"]).fails(
            1,
            "\
out/manifest.json: 2 things not as it was

  where                what                        what to do
  out/candidate-2.pdf  not there                   `exampress reprint` makes it again
  out/candidate-3.pdf  not the file that was made  `exampress reprint --force` makes it again
",
        );
        shop.run(&["reprint", "out/manifest.json", "--force"]).done();
        assert!(all_papers(&shop, "again") == all_papers(&shop, "out"), "{flags:?}");
    }
}

#[test]
fn a_code_chooses_a_form_and_all_who_have_it() {
    let shop = batch(&[]);
    let record: Value = serde_json::from_slice(&shop.read("out/manifest.json")).unwrap();
    let code = record["forms"][1]["form_code"].as_str().unwrap();
    let typed = code.replace('-', "").to_lowercase();
    let told = shop.run(&["reprint", "out/manifest.json", "--form", &typed, "--out", "again"]).done();
    assert!(
        told.starts_with(&format!("form 2, {code}: as it was, to the byte\ncandidate  again/candidate-2.pdf (")),
        "{told}"
    );
    assert_eq!(all_papers(&shop, "again").into_keys().collect::<Vec<_>>(), ["candidate-2.pdf", "key-2.pdf"]);
    std::fs::remove_file(shop.path("out/key-1.pdf")).unwrap();
    let told = shop.run(&["verify", "out/manifest.json", "--form", code]).done();
    assert_eq!(told, "out/manifest.json: all as it was, 4 questions\n");
    for command in ["verify", "reprint"] {
        shop.run(&[command, "out/manifest.json", "--form", "7777"]).fails(
            1,
            "out/manifest.json: no form has the code `7777`\n\
             help: the code stands at the top of every page; `exampress key` finds it by a part",
        );
    }

    let shop = batch(&["--forms", "2", "--overlap", "same"]);
    let record: Value = serde_json::from_slice(&shop.read("out/manifest.json")).unwrap();
    let code = record["forms"][1]["form_code"].as_str().unwrap();
    shop.run(&["reprint", "out/manifest.json", "--form", code, "--out", "again"]).done();
    let names: Vec<String> = all_papers(&shop, "again").into_keys().collect();
    assert_eq!(names, ["candidate-2.pdf", "candidate-4.pdf", "key-B.pdf"]);
}

#[test]
fn a_change_that_any_of_a_batch_depends_on_is_told_once() {
    let shop = batch(&[]).file("questions/set.toml", SET.replace("Monday", "Friday"));
    let table = "  where             what               what to do
  question `set-a`  changed: `answer`  undo it, or reprint from a snapshot
";
    shop.run(&["verify", "out/manifest.json"])
        .fails(1, &format!("out/manifest.json: 1 thing not as it was\n\n{table}"));
    let lead = "out/manifest.json: this exam would not be as it was, so nothing is written";
    shop.run(&["reprint", "out/manifest.json", "--out", "again"]).fails(1, &format!("{lead}\n\n{table}"));
    assert!(!shop.path("again").exists());
}

#[test]
fn a_batch_has_one_snapshot_from_which_all_is_printed() {
    for flags in [&[][..], &["--shard", "1/1"]] {
        let shop = batch(&[flags, &["--snapshot"]].concat());
        let name = if flags.is_empty() { "manifest" } else { "manifest-1-of-1" };
        assert!(shop.path(&format!("out/{name}.snapshot.tar")).is_file());
        for folder in ["questions", "templates", "fonts"] {
            std::fs::remove_dir_all(shop.path(folder)).unwrap();
        }
        for file in ["exam.toml", "sign.png"] {
            std::fs::remove_file(shop.path(file)).unwrap();
        }
        shop.run(&["reprint", &format!("out/{name}.json"), "--out", "again"]).done();
        assert!(all_papers(&shop, "again") == all_papers(&shop, "out"));
    }
}

#[test]
fn print_files_come_out_as_they_were_and_only_as_a_whole() {
    for flags in [&[][..], &["--duplex"], &["--booklet"], &["--forms", "3", "--overlap", "same"]] {
        let shop = batch(&[&["--merge"], flags].concat());
        let told = shop.run(&["verify", "out/manifest.json"]).done();
        assert_eq!(told, "out/manifest.json: all as it was, 4 papers, 4 questions\n");
        let told = shop.run(&["reprint", "out/manifest.json", "--out", "again"]).done();
        let lead = "out/manifest.json: 4 papers, all as they were, to the byte\nfiles      2 files in again (";
        assert!(told.starts_with(lead), "{told}");
        assert!(all_papers(&shop, "again") == all_papers(&shop, "out"), "{flags:?}");
        let code: Value = serde_json::from_slice(&shop.read("out/manifest.json")).unwrap();
        let code = code["forms"][0]["form_code"].as_str().unwrap();
        shop.run(&["reprint", "out/manifest.json", "--form", code]).fails(
            1,
            "out/manifest.json: the papers of all forms stand in one file\n\
             help: leave --form out to print the whole file again",
        );
        let mut sheets = shop.read("out/candidates.pdf");
        sheets.push(b'\n');
        std::fs::remove_file(shop.path("out/keys.pdf")).unwrap();
        let shop = shop.file("out/candidates.pdf", sheets);
        shop.run(&["verify", "out/manifest.json"]).fails(
            1,
            "\
out/manifest.json: 2 things not as it was

  where               what                        what to do
  out/candidates.pdf  not the file that was made  `exampress reprint --force` makes it again
  out/keys.pdf        not there                   `exampress reprint` makes it again
",
        );
    }
}

#[test]
fn a_print_file_of_forms_for_anybody_comes_out_as_it_was() {
    let shop = made(&["--forms", "2", "--overlap", "same", "--merge"]);
    shop.run(&["reprint", "out/manifest.json", "--out", "again"]).done();
    assert!(all_papers(&shop, "again") == all_papers(&shop, "out"));
}

#[test]
fn a_manifest_of_a_batch_that_was_changed_by_hand_is_told() {
    let shop = batch(&[]);
    let good: Value = serde_json::from_slice(&shop.read("out/manifest.json")).unwrap();
    let changes: [fn(&mut Value); 6] = [
        |manifest| manifest["forms"][1]["roster"]["name"] = json!("Bob"),
        |manifest| manifest["forms"].as_array_mut().unwrap().swap(0, 1),
        |manifest| drop(manifest["forms"].as_array_mut().unwrap().pop()),
        |manifest| manifest["forms"].as_array_mut().unwrap().clear(),
        |manifest| manifest["roster"]["candidates"] = json!(5),
        |manifest| manifest["more"] = json!(1),
    ];
    for change in changes {
        let mut manifest = good.clone();
        change(&mut manifest);
        let shop = Workshop::new().file("m.json", manifest.to_string());
        for command in ["verify", "reprint"] {
            shop.run(&[command, "m.json"]).fails(
                1,
                "m.json: this manifest was changed after it was written\n\
                 help: take a copy as `exampress generate` wrote it; to have another exam, change `exam.toml` and generate it",
            );
        }
    }
    let shop = shop.file("out/pretty.json", serde_json::to_string_pretty(&good).unwrap());
    shop.run(&["verify", "out/pretty.json"]).done();
}

#[test]
fn keys_of_a_batch_that_are_locked_come_out_as_they_were() {
    let shop = shop().file("word", "open sesame").file("other", "open says me").file("r.csv", "id\n1\n2\n3\n");
    for flags in [&[][..], &["--forms", "2", "--overlap", "same"], &["--merge"]] {
        let make = ["generate", "--force", "--out", "out", "--roster", "r.csv", "--key-password-file", "word"];
        shop.run(&[&make[..], flags].concat()).done();
        let with =
            |more: &[&str]| shop.run(&[&["reprint", "out/manifest.json", "--force", "--out", "again"], more].concat());
        with(&[]).fails(
            1,
            "out/manifest.json: the key of this exam is encrypted\n\
             help: name the file with its password with --key-password-file",
        );
        with(&["--key-password-file", "other"]).fails(
            1,
            "out/manifest.json: the key of this exam was encrypted with another password, so nothing is written\n\
             help: name the file with that password with --key-password-file",
        );
        with(&["--key-password-file", "word"]).done();
        assert!(all_papers(&shop, "again") == all_papers(&shop, "out"), "{flags:?}");
        for folder in ["again", "out"] {
            std::fs::remove_dir_all(shop.path(folder)).unwrap();
        }
    }
}

#[test]
fn a_share_without_papers_is_told() {
    let shop = shop().file("r.csv", "id\n1\n");
    shop.run(&["generate", "--out", "out", "--roster", "r.csv", "--shard", "1/2"]).done();
    shop.run(&["verify", "out/manifest-1-of-2.json"]).fails(
        1,
        "out/manifest-1-of-2.json: there is no paper in this share\n\
         help: name the manifest of another share, or of all",
    );
}
