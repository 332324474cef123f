//! What was drawn is remembered, and later draws avoid it.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use exampress::history;
use serde_json::Value;

use crate::workshop::{Run, Workshop};

/// Questions `q00`, `q01` and so on, of four topics.
fn bank(questions: usize) -> String {
    let question = |at: usize| {
        format!(
            "[[question]]\nid = \"q{at:02}\"\nlevel = \"junior\"\ntopic = \"t{}\"\nkind = \"open\"\nmarks = 2\nminutes = 3\n\
             prompt = \"Why {at}?\"\nanswer = \"Because.\"\nrubric = [{{ marks = 2, text = \"r\" }}]\n\n",
            at % 4
        )
    };
    (0..questions).map(question).collect()
}

const SPEC: &str = "title = \"Quiz\"\nseed = \"s\"\ncount = 4\nhistory = \"used.jsonl\"\n";

fn shop_of(questions: usize, spec: &str) -> Workshop {
    Workshop::new().file("questions/a.toml", bank(questions)).file("exam.toml", spec)
}

/// Twelve questions, of which exams of four avoid all that were used.
fn shop() -> Workshop {
    shop_of(12, &format!("{SPEC}avoid = \"all\"\n"))
}

fn generate(shop: &Workshop, seed: &str, more: &[&str]) -> Run {
    shop.run(&[&["generate", "--seed", seed, "--out", seed], more].concat())
}

fn text(shop: &Workshop) -> String {
    String::from_utf8(shop.read("used.jsonl")).unwrap()
}

fn lines(shop: &Workshop) -> Vec<Value> {
    text(shop).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(line: &Value) -> BTreeSet<String> {
    line["questions"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// A line as it could have been written, about questions with these numbers.
fn line(exam: &str, person: Option<&str>, questions: &[usize]) -> String {
    let person = person.map_or("null".to_owned(), |person| format!("\"{person}\""));
    let questions: Vec<String> = questions.iter().map(|at| format!("\"q{at:02}\"")).collect();
    format!(
        "{{\"version\":1,\"exam\":\"{exam}\",\"title\":\"T\",\"date\":null,\"form\":\"A\",\"form_code\":\"0000-0000\",\
         \"person\":{person},\"questions\":[{}],\"after\":0}}\n",
        questions.join(",")
    )
}

/// Every file of a folder with its bytes.
fn folder(shop: &Workshop, name: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(shop.path(name)).unwrap().map(|entry| entry.unwrap());
    let mut files: Vec<(String, Vec<u8>)> =
        entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_form_that_is_made_is_remembered_on_a_line() {
    let shop = shop();
    let told = generate(&shop, "s", &["--date", "4 May"]).done();
    assert!(told.ends_with("\nmanifest   s/manifest.json\nhistory    used.jsonl (1 line added)\n"), "{told}");
    let manifest: Value = serde_json::from_slice(&shop.read("s/manifest.json")).unwrap();
    let drawn: Vec<&str> =
        manifest["questions"].as_array().unwrap().iter().map(|question| question["id"].as_str().unwrap()).collect();
    let exam = lines(&shop)[0]["exam"].as_str().unwrap().to_owned();
    assert_eq!(exam.len(), 16);
    assert_eq!(
        text(&shop),
        format!(
            "{{\"version\":1,\"exam\":\"{exam}\",\"title\":\"Quiz\",\"date\":\"4 May\",\"form\":\"A\",\
             \"form_code\":{},\"person\":null,\"questions\":[\"{}\"],\"after\":0}}\n",
            manifest["form_code"],
            drawn.join("\",\"")
        )
    );
}

#[test]
fn of_a_candidate_only_the_id_is_remembered() {
    let shop = shop_of(12, SPEC).file("r.csv", "id,name\n7,Ann Lee\n8,Bo Ng\n");
    let told = generate(&shop, "s", &["--roster", "r.csv"]).done();
    assert!(told.ends_with("\nhistory    used.jsonl (2 lines added)\n"), "{told}");
    let people: Vec<Value> = lines(&shop).iter().map(|line| line["person"].clone()).collect();
    assert_eq!(people, ["7", "8"]);
    assert!(!text(&shop).contains("Ann"));
    let told = generate(&shop, "t", &["--roster", "r.csv", "--forms", "2", "--merge"]).done();
    assert!(told.ends_with("\nhistory    used.jsonl (2 lines added)\n"), "{told}");
    let forms: Vec<[Value; 2]> =
        lines(&shop)[2..].iter().map(|line| [line["form"].clone(), line["person"].clone()]).collect();
    assert_eq!(forms, [["A", "7"], ["B", "8"]]);
}

#[test]
fn all_forms_of_an_exam_are_remembered_or_the_one_that_is_printed() {
    let shop = shop_of(12, SPEC);
    let told = generate(&shop, "s", &["--forms", "3"]).done();
    assert!(told.ends_with("s/manifest-C.json\n\nhistory    used.jsonl (3 lines added)\n"), "{told}");
    generate(&shop, "t", &["--forms", "3", "--form", "B"]).done();
    generate(&shop, "u", &["--forms", "2", "--merge"]).done();
    let forms: Vec<Value> = lines(&shop).iter().map(|line| line["form"].clone()).collect();
    assert_eq!(forms, ["A", "B", "C", "B", "A", "B"]);
}

#[test]
fn the_day_comes_from_the_user_or_the_environment_and_from_no_clock() {
    let shop = shop_of(40, SPEC);
    let with = |seed: &str, more: &[&str], epoch: &str| {
        let arguments = [&["generate", "--seed", seed, "--out", seed], more].concat();
        shop.run_with(&arguments, &[("SOURCE_DATE_EPOCH", epoch)])
    };
    generate(&shop, "a", &[]).done();
    with("b", &[], "1777852800").done();
    with("c", &["--date", "2026-06-01"], "1777852800").done();
    let dates: Vec<Value> = lines(&shop).iter().map(|line| line["date"].clone()).collect();
    assert_eq!(dates, [Value::Null, "2026-05-04".into(), "2026-06-01".into()]);
    with("d", &[], "yesterday").fails(
        1,
        "environment: `yesterday` in SOURCE_DATE_EPOCH is not a number of seconds since 1970\n\
         help: write one, take the variable out, or give a `date`",
    );
}

#[test]
fn no_question_of_any_exam_comes_again_until_there_are_too_few() {
    let shop = shop();
    for seed in ["a", "b", "c"] {
        generate(&shop, seed, &[]).done();
    }
    let all: BTreeSet<String> = lines(&shop).iter().flat_map(ids).collect();
    assert_eq!(all.len(), 12);
    generate(&shop, "d", &[]).fails(
        1,
        "\
exam.toml: the bank has too little for what is asked

  line  request  wanted  there  missing
     3  count         4      0        4

12 questions were left out because used.jsonl has them
help: write `avoid = { from = \"all\", weight = 5 }`, which only makes them rarer, or add 4 questions that fit",
    );
    assert_eq!(shop.names(), ["a", "b", "c", "exam.toml", "questions", "used.jsonl"]);
}

#[test]
fn a_weight_makes_what_was_used_rarer_and_bars_nothing() {
    let shop = shop_of(12, &format!("{SPEC}avoid = {{ from = \"all\", weight = 1000 }}\n"));
    let shop = shop.file("used.jsonl", line("x", None, &[0, 1, 2, 3, 4, 5, 6, 7]));
    let mut again = 0;
    for seed in 0..20 {
        let seed = seed.to_string();
        let drawn: Value =
            serde_json::from_str(&shop.run(&["draw", "--seed", &seed, "--format", "json"]).done()).unwrap();
        let questions = drawn["forms"][0]["questions"].as_array().unwrap();
        again += questions.iter().filter(|question| question["id"].as_str().unwrap() < "q08").count();
    }
    assert!(again < 8, "{again} of 80 questions were used before, without a weight it would be 53");
    shop.run(&["draw", "--count", "12"]).done();
    let manifest = |more: &[&str]| -> Value {
        generate(&shop, "m", &[&["--force"], more].concat()).done();
        serde_json::from_slice(&shop.read("m/manifest.json")).unwrap()
    };
    let requests = |manifest: &Value| manifest["spec"]["requests"].as_array().unwrap().clone();
    let avoid = serde_json::json!({ "request": "avoid", "section": null, "asked": "all, weight = 1000" });
    assert!(requests(&manifest(&[])).contains(&avoid));
    let avoid = serde_json::json!({ "request": "avoid", "section": null, "asked": "last 2 exams, weight = 3" });
    assert!(requests(&manifest(&["--avoid", "from=last 2 exams, weight=3"])).contains(&avoid));
}

#[test]
fn the_last_exams_are_counted_as_exams_whatever_their_forms_and_lines() {
    let history = [
        line("x", None, &[0, 1]),
        line("y", Some("1"), &[2, 3]),
        line("y", Some("2"), &[4]),
        line("z", None, &[5]),
        // A candidate who came late does not make the exam a later one.
        line("x", Some("late"), &[6]),
    ];
    let shop = shop_of(12, SPEC).file("used.jsonl", history.concat());
    let left = |avoid: &str| {
        let out = shop.run(&["capacity", "--count", "1", "--avoid", avoid]).done();
        let words: Vec<&str> = out.split(' ').collect();
        words[3].parse::<usize>().unwrap()
    };
    assert_eq!(left("last exam"), 11);
    assert_eq!(left("last 1 exam"), 11);
    assert_eq!(left("last 2 exams"), 8);
    assert_eq!(left("last 3 exams"), 5);
    assert_eq!(left("last 9 exams"), 5);
    assert_eq!(left("all"), 5);
}

#[test]
fn a_candidate_never_gets_what_they_had() {
    let shop = shop_of(12, &format!("{SPEC}avoid = \"person\"\nroster = \"r.csv\"\n"));
    let shop = shop.file("r.csv", "id\n1\n2\n");
    for seed in ["a", "b", "c"] {
        generate(&shop, seed, &[]).done();
    }
    for person in ["1", "2"] {
        let had: Vec<BTreeSet<String>> = lines(&shop).iter().filter(|line| line["person"] == person).map(ids).collect();
        assert_eq!(had.len(), 3);
        assert_eq!(had.iter().flatten().collect::<BTreeSet<_>>().len(), 12, "{person}");
    }
    let refusal = "\
exam.toml: the bank has too little for what is asked

  line  request  wanted  there  missing
     3  count         4      0        4

12 questions were left out because used.jsonl has them
help: write `avoid = { from = \"person\", weight = 5 }`, which only makes them rarer, or add 4 questions that fit";
    let message = format!("r.csv:2: the papers of candidate `1` cannot be made\n\n{refusal}");
    generate(&shop, "d", &[]).fails(1, &message);
    shop.run(&["check"]).fails(1, &format!("candidate `1`: no exam can be drawn\n\n{refusal}"));
    shop.run(&["draw", "--form", "2"]).fails(1, refusal);
    let shop = shop.file("r.csv", "id\n3\n");
    generate(&shop, "d", &[]).done();
    let differs = "exam.toml: what is avoided differs from candidate to candidate\n\
                   help: name one by `form` or --form, or avoid `all` or `last 3 exams`";
    for command in ["draw", "capacity"] {
        shop.run(&[command]).fails(1, differs);
    }
    shop.run(&["draw", "--form", "4"])
        .fails(1, "r.csv: no candidate has the id `4`\nhelp: without `forms`, `form` is the id of the one candidate to print; leave it out for all");
}

#[test]
fn forms_that_candidates_share_have_nothing_that_any_of_them_had() {
    let history = [line("x", Some("1"), &[0, 1]), line("y", Some("2"), &[2, 3]), line("z", Some("3"), &[4, 5, 6, 7])];
    let shop = shop_of(12, &format!("{SPEC}avoid = \"person\"\nroster = \"r.csv\"\nforms = 2\n"));
    let shop = shop.file("r.csv", "id\n1\n2\n").file("used.jsonl", history.concat());
    generate(&shop, "s", &[]).done();
    let had: BTreeSet<String> = lines(&shop)[3..].iter().flat_map(ids).collect();
    let wanted: Vec<String> = (4..12).map(|at| format!("q{at:02}")).collect();
    assert_eq!(had.into_iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn the_same_command_gives_the_same_bytes_and_is_remembered_once() {
    let shop = shop();
    generate(&shop, "a", &[]).done();
    generate(&shop, "b", &[]).done();
    let (first, second, history) = (folder(&shop, "a"), folder(&shop, "b"), text(&shop));
    generate(&shop, "c", &[]).done();
    for (seed, before) in [("a", first), ("b", second)] {
        let told = generate(&shop, seed, &["--force"]).done();
        assert!(told.ends_with("\nhistory    used.jsonl (0 lines added, 1 there before)\n"), "{told}");
        assert!(folder(&shop, seed) == before);
    }
    assert!(text(&shop).starts_with(&history));
    assert_eq!(lines(&shop).len(), 3);
}

#[test]
fn another_date_title_or_bank_makes_another_exam() {
    let shop = shop_of(60, &format!("{SPEC}avoid = \"all\"\n"));
    for (number, more) in
        [&["--date", "1 May"][..], &["--date", "2 May"], &["--title", "T"], &["--form", "B"]].into_iter().enumerate()
    {
        generate(&shop, "s", &[more, &["--force"]].concat()).done();
        assert_eq!(lines(&shop).len(), number + 1);
    }
    let shop = shop.file("questions/a.toml", bank(61));
    generate(&shop, "s", &["--form", "B", "--force"]).done();
    let all: BTreeSet<String> = lines(&shop).iter().flat_map(ids).collect();
    assert_eq!((lines(&shop).len(), all.len()), (5, 20));
}

#[test]
fn shares_made_at_different_times_are_those_of_the_whole() {
    let spec = format!("{SPEC}avoid = \"all\"\nroster = \"r.csv\"\n");
    let shop = shop_of(20, &spec).file("r.csv", "id\n1\n2\n3\n4\n5\n");
    generate(&shop, "before", &["--form", "5"]).done();
    generate(&shop, "s", &["--shard", "1/2"]).done();
    generate(&shop, "between", &["--form", "5"]).done();
    generate(&shop, "s", &["--shard", "2/2"]).done();
    let told = shop.run(&["merge-manifests", "s"]).done();
    assert_eq!(told, "manifest   s/manifest.json (5 papers from 2 shares)\n");
    assert_eq!(lines(&shop).len(), 7);
    let told = shop.run(&["generate", "--out", "whole"]).done();
    assert!(told.ends_with("\nhistory    used.jsonl (0 lines added, 5 there before)\n"), "{told}");
    let whole = folder(&shop, "whole");
    let shares = folder(&shop, "s");
    let is_share = |name: &str| name.contains("-of-");
    assert!(shares.into_iter().filter(|(name, _)| !is_share(name)).eq(whole));
}

#[test]
fn shares_that_read_other_histories_are_not_joined() {
    let spec = format!("{SPEC}avoid = \"all\"\nroster = \"r.csv\"\n");
    let shop = shop_of(20, &spec).file("r.csv", "id\n1\n2\n").file("other.jsonl", line("x", None, &[1]));
    generate(&shop, "s", &["--shard", "1/2"]).done();
    generate(&shop, "s", &["--shard", "2/2", "--history", "other.jsonl"]).done();
    let run = shop.run(&["merge-manifests", "s"]);
    assert!(run.err.contains("`spec` differs"), "{run:?}");
}

#[test]
fn rooms_with_rosters_of_their_own_sit_one_exam() {
    let shop = shop_of(8, &format!("{SPEC}avoid = \"all\"\n"));
    let shop = shop.file("one.csv", "id\n1\n2\n").file("two.csv", "id\n3\n");
    generate(&shop, "s", &["--roster", "one.csv"]).done();
    generate(&shop, "s", &["--roster", "two.csv", "--manifest", "two.json"]).done();
    let exams: BTreeSet<String> = lines(&shop).iter().map(|line| line["exam"].to_string()).collect();
    assert_eq!((lines(&shop).len(), exams.len()), (3, 1));
}

#[test]
fn only_generate_adds_to_the_history() {
    let shop = shop();
    for command in ["draw", "check", "capacity"] {
        shop.run(&[command]).done();
    }
    assert_eq!(shop.names(), ["exam.toml", "questions"]);
    generate(&shop, "a", &[]).done();
    let shown: Value = serde_json::from_str(&shop.run(&["draw", "--seed", "b", "--format", "json"]).done()).unwrap();
    generate(&shop, "b", &[]).done();
    assert_eq!(lines(&shop).len(), 2);
    let drawn = lines(&shop)[1]["questions"].clone();
    let shown = shown["forms"][0]["questions"].as_array().unwrap();
    assert_eq!(drawn, shown.iter().map(|question| question["id"].clone()).collect::<Value>());
    let capacity = shop.run(&["capacity"]).done();
    assert!(capacity.starts_with("The bank gives 1 form without a common question, and no more.\n"), "{capacity}");
    let explained = shop.run(&["draw", "--explain"]).done();
    assert!(explained.contains("\n  avoid \"all\"       5  none      0      0\n"), "{explained}");
    let audited = shop.run(&["draw", "--audit", "10", "--format", "json"]).done();
    let audited: Value = serde_json::from_str(&audited).unwrap();
    let never = audited["questions"].as_array().unwrap().iter().filter(|question| question["drawn"] == 0);
    assert_eq!(never.count(), 8);
}

#[test]
fn an_exam_can_be_verified_and_printed_again_without_the_history() {
    let shop = shop();
    generate(&shop, "a", &[]).done();
    generate(&shop, "b", &[]).done();
    let record: Value = serde_json::from_slice(&shop.read("b/manifest.json")).unwrap();
    let first = text(&shop).lines().next().unwrap().to_owned() + "\n";
    let digest = exampress::digest::sha256_hex(first.as_bytes());
    assert_eq!(record["spec"]["history"], serde_json::json!({ "lines": 1, "sha256": digest }));
    std::fs::remove_file(shop.path("used.jsonl")).unwrap();
    shop.run(&["verify", "b/manifest.json"]).done();
    let before = folder(&shop, "b");
    std::fs::remove_file(shop.path("b/key.pdf")).unwrap();
    shop.run(&["reprint", "b/manifest.json"]).done();
    assert!(folder(&shop, "b") == before);
    assert!(!shop.path("used.jsonl").exists());
}

#[test]
fn a_history_that_nothing_avoids_changes_no_byte() {
    let shop = shop_of(12, SPEC).file("used.jsonl", line("x", None, &[0, 1, 2]));
    generate(&shop, "s", &[]).done();
    let other = shop_of(12, "title = \"Quiz\"\nseed = \"s\"\ncount = 4\n");
    generate(&other, "s", &[]).done();
    assert!(folder(&shop, "s") == folder(&other, "s"));
}

#[test]
fn what_moved_tells_that_a_question_is_avoided_now() {
    let shop = shop_of(12, SPEC);
    generate(&shop, "s", &[]).done();
    let moved = shop.run(&["draw", "--seed", "t", "--avoid", "all", "--diff", "s/manifest.json"]).done();
    assert_eq!(moved.matches("barred by `avoid \"all\"` (--avoid)").count(), 4, "{moved}");
    assert!(moved.contains("\n  avoid      -  all\n"), "{moved}");
}

#[test]
fn processes_that_add_at_once_lose_nothing() {
    let shop = shop_of(60, &format!("{SPEC}forms = 2\n"));
    let seeds = ["a", "b", "c", "d", "e", "f", "f", "f"];
    let children: Vec<_> = seeds
        .iter()
        .enumerate()
        .map(|(number, seed)| {
            Command::new(env!("CARGO_BIN_EXE_exampress"))
                .args(["generate", "--seed", seed, "--out", &format!("o{number}")])
                .current_dir(shop.path(""))
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let lines = lines(&shop);
    let forms: BTreeSet<String> = lines.iter().map(|line| format!("{} {}", line["exam"], line["form"])).collect();
    assert_eq!((lines.len(), forms.len()), (12, 12));
    let made =
        |number: usize| -> Value { serde_json::from_slice(&shop.read(&format!("o{number}/manifest-B.json"))).unwrap() };
    for number in 0..seeds.len() {
        let code = made(number)["form_code"].clone();
        assert_eq!(lines.iter().filter(|line| line["form_code"] == code).count(), 1);
    }
}

#[test]
fn lines_added_at_once_are_whole_and_none_is_there_twice() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("u");
    let add = |exam: &str| {
        let new = line(exam, None, &[1, 2, 3]).trim_end().to_owned();
        history::append(&path, &[new]).unwrap()
    };
    let added: usize = std::thread::scope(|scope| {
        let work = |own: usize| {
            move || (0..20).map(|at| add(&format!("own {own} {at}")) + add(&format!("common {at}"))).sum::<usize>()
        };
        let threads: Vec<_> = (0..8).map(|own| scope.spawn(work(own))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let mut exams = BTreeSet::new();
    let before = history::read(&path, "z", |line| assert!(exams.insert(line.exam))).unwrap();
    assert_eq!((added, before.lines, exams.len()), (180, 180, 180));
}

#[test]
fn questions_that_are_gone_from_the_bank_are_no_error() {
    let shop = shop().file("used.jsonl", line("x", None, &[0, 77, 99]));
    generate(&shop, "s", &["--count", "11"]).done();
    generate(&shop, "t", &["--count", "1"]).fails(
        1,
        "\
exam.toml: the bank has too little for what is asked

  line     request  wanted  there  missing
  --count  count         1      0        1

12 questions were left out because used.jsonl has them
help: write `avoid = { from = \"all\", weight = 5 }`, which only makes them rarer, or add 1 question that fits",
    );
}

#[test]
fn a_clash_says_how_many_questions_the_history_has() {
    let shop = shop().file("used.jsonl", line("x", None, &[0]));
    generate(&shop, "s", &["--require", "q00"]).fails(
        1,
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line       request        nearest change that helps
  --require  require \"q00\"  leave out `require \"q00\"`
  5          avoid \"all\"    write `avoid = { from = \"all\", weight = 5 }`

1 question was left out because used.jsonl has it
help: make one of these changes",
    );
    let shop = shop.file("used.jsonl", line("x", None, &[0, 1, 2, 3, 4]));
    generate(&shop, "s", &["--forms", "2"]).fails(
        1,
        "exam.toml: 2 forms cannot be drawn together; one after another, 1 was found with this seed; 5 questions were \
         left out because used.jsonl has them\n\
         help: ask for fewer with `forms`, allow more with `overlap` or `band`, or put questions that every form may have \
         into `anchors`: a required question counts as shared; `exampress capacity` tells how many forms there are and \
         what is missing",
    );
}

#[test]
fn a_linked_set_with_a_used_question_is_not_drawn() {
    let linked = bank(6).replacen("id = \"q00\"\n", "id = \"q00\"\nset = \"poem\"\n", 1);
    let linked = linked.replacen("id = \"q02\"\n", "id = \"q02\"\nset = \"poem\"\n", 1);
    let shop = shop().file("questions/a.toml", linked).file("used.jsonl", line("x", None, &[0]));
    generate(&shop, "s", &[]).done();
    let drawn = ids(&lines(&shop)[1]);
    assert_eq!(drawn.into_iter().collect::<Vec<_>>(), ["q01", "q03", "q04", "q05"]);
}

#[test]
fn what_to_avoid_is_one_of_three_things() {
    let refused = |spec: &str, message: &str| {
        let shop = shop_of(4, spec);
        shop.run(&["draw"]).fails(1, message);
    };
    refused(
        "history = \"u\"\navoid = \"last 0 exams\"\n",
        "\
error: `last 0 exams` is nothing to avoid
 --> exam.toml:2:9
  |
2 | avoid = \"last 0 exams\"
  |         ^^^^^^^^^^^^^^ asked for here
  |
  = help: write a number from 1 to 1000, as in `last 3 exams`

1 problem found",
    );
    refused(
        "history = \"u\"\navoid = { from = \"everybody\", weight = 0 }\n",
        "\
error: `everybody` is nothing to avoid
 --> exam.toml:2:18
  |
2 | avoid = { from = \"everybody\", weight = 0 }
  |                  ^^^^^^^^^^^ asked for here
  |
  = help: use `person`, `last 3 exams` or `all`

error: `0` is not a weight
 --> exam.toml:2:40
  |
2 | avoid = { from = \"everybody\", weight = 0 }
  |                                        ^ asked for here
  |
  = help: write `weight`, a whole number from 1 to 1000

2 problems found",
    );
    refused(
        "history = \"u\"\navoid = { weight = 2 }\n",
        "\
error: this does not say what to avoid
 --> exam.toml:2:9
  |
2 | avoid = { weight = 2 }
  |         ^^^^^^^^^^^^^^ asked for here
  |
  = help: add `from`, such as `from = \"all\"`

1 problem found",
    );
    refused(
        "avoid = \"all\"\n",
        "\
error: `avoid` is about a history, but `history` is not there
 --> exam.toml:1:9
  |
1 | avoid = \"all\"
  |         ^^^^^ asked for here
  |
  = help: name its file by `history`, such as `history = \"used.jsonl\"`

1 problem found",
    );
    refused(
        "history = \"u\"\navoid = \"person\"\n",
        "\
error: to avoid what a person had, it has to be known who sits the exam
 --> exam.toml:2:9
  |
2 | avoid = \"person\"
  |         ^^^^^^^^ asked for here
  |
  = help: name the candidates by `roster`, or avoid `all` or `last 3 exams`

1 problem found",
    );
    refused(
        "history = \"u\"\navoid = 3\n",
        "\
error: what to avoid is expected here
 --> exam.toml:2:9
  |
2 | avoid = 3
  |         ^ this is a number
  |
  = help: write `\"person\"`, `\"last 3 exams\"`, `\"all\"`, or `{ from = \"all\", weight = 5 }`

1 problem found",
    );
    shop_of(4, "history = \"u\"\n").run(&["draw", "--avoid", "who=all"]).fails(
        1,
        "\
error: unknown key `who`
 --> command line:1:9
  |
1 | --avoid who=all
  |         ^^^ not known here
  |
  = help: use `from` or `weight`

1 problem found",
    );
}

#[test]
fn a_line_that_cannot_be_read_is_told_with_its_number_and_nothing_is_made() {
    const MEND: &str = "help: put the line as `exampress generate` wrote it, or take it out";
    let good = line("x", None, &[0]);
    let told = |second: &[u8], message: &str| {
        let shop = shop().file("used.jsonl", [good.as_bytes(), b"\n", second, b"\n", good.as_bytes()].concat());
        let before = shop.read("used.jsonl");
        for command in [&["generate"][..], &["generate", "--avoid", "from=all,weight=2"], &["draw"], &["check"]] {
            shop.run(command).fails(1, message);
        }
        assert_eq!(shop.names(), ["exam.toml", "questions", "used.jsonl"]);
        assert_eq!(shop.read("used.jsonl"), before);
    };
    told(
        b"{\"version\":1,",
        &format!("used.jsonl:3: this is not JSON: EOF while parsing a value at column 13\n{MEND}"),
    );
    told(b"[1]", &format!("used.jsonl:3: this is no line of a history: it does not begin with `{{`\n{MEND}"));
    told(b"{\"version\":1}", &format!("used.jsonl:3: this is no line of a history: missing field `exam`\n{MEND}"));
    told(b"{}", &format!("used.jsonl:3: this is no line of a history: missing field `version`\n{MEND}"));
    told(b"\xff", &format!("used.jsonl:3: this line is not UTF-8\n{MEND}"));
    told(&vec![b'7'; 1_000_001], &format!("used.jsonl:3: this line has more than a megabyte\n{MEND}"));
    told(
        good.replace("\"version\":1", "\"version\":2").as_bytes(),
        "used.jsonl:3: this line has version 2, and only version 1 is read\n\
         help: use the exampress that wrote it, or another file",
    );
}

#[test]
fn a_history_is_a_plain_file_that_can_be_written() {
    const ELSEWHERE: &str = "name a file by `history` or --history that can be read and written";
    let shop = shop();
    let with = |path: &str| shop.run(&["generate", "--history", path]);
    with("questions").fails(1, &format!("questions: this is a folder\nhelp: {ELSEWHERE}"));
    #[cfg(unix)]
    with("/dev/zero").fails(1, &format!("/dev/zero: this is not a plain file\nhelp: {ELSEWHERE}"));
    with("manifest.json").fails(
        1,
        "manifest.json: the history and a file of the exam would have this name\nhelp: give the history another name",
    );
    with("").fails(
        1,
        "\
error: the history is empty
 --> command line:1:11
  |
1 | --history 
  |           ^ asked for here
  |
  = help: write it, or leave it out

1 problem found",
    );
    let shop = shop.file("used.jsonl", line("x", None, &[0]));
    let file = std::fs::File::options().write(true).open(shop.path("used.jsonl")).unwrap();
    let size = file.metadata().unwrap().len();
    file.set_len(2_000_000_001).unwrap();
    shop.run(&["generate"]).fails(
        1,
        "used.jsonl: cannot be read: it has 2000 megabytes; more than 2000 are not read\n\
         help: take the lines of old exams out, or begin another file",
    );
    file.set_len(size).unwrap();
    let mut rights = file.metadata().unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(shop.path("used.jsonl"), rights).unwrap();
    shop.run(&["draw"]).done();
    shop.run(&["generate"])
        .fails(1, &format!("used.jsonl: this file is protected from writing\nhelp: make it writable, or {ELSEWHERE}"));
    assert_eq!(shop.names(), ["exam.toml", "questions", "used.jsonl"]);
}

#[cfg(unix)]
#[test]
fn papers_that_cannot_be_remembered_are_not_made() {
    let help = "help: name a file by `history` or --history that can be read and written";
    let shop = shop().file("r.csv", "id\n1\n2\n");
    let run = shop.run(&["generate", "--history", "key.pdf/u"]);
    run.fails(1, &format!("key.pdf/u: cannot be written: entity already exists\n{help}"));
    assert_eq!(shop.names(), ["exam.toml", "questions", "r.csv"]);
    let batch = ["generate", "--roster", "r.csv", "--history"];
    let run = shop.run(&[&batch[..], &["key-2.pdf/u"]].concat());
    run.fails(
        1,
        &format!(
            "key-2.pdf/u: cannot be written: entity already exists\n{help}\n\n2 of 2 papers are made: what was written is \
             whole, and the manifest was not; another run with --force makes all"
        ),
    );
    shop.run(&[&batch[..], &["used.jsonl", "--force"]].concat()).done();
    assert_eq!(lines(&shop).len(), 2);
}

#[test]
fn a_last_line_without_an_end_stays_a_line_of_its_own() {
    let first = line("x", None, &[0]);
    let shop = shop().file("used.jsonl", first.trim_end());
    generate(&shop, "s", &["--count", "11"]).done();
    assert!(text(&shop).starts_with(&first));
    assert_eq!(lines(&shop).len(), 2);
    // Another program was stopped after this one had read the file.
    let shop = shop.file("used.jsonl", &first[..40]);
    let new = line("y", None, &[1]);
    let added = history::append(&shop.path("used.jsonl"), &[new.trim_end().to_owned()]);
    assert_eq!((added, text(&shop)), (Ok(1), format!("{}\n{new}", &first[..40])));
    shop.run(&["draw"]).fails(
        1,
        "used.jsonl:1: this is not JSON: EOF while parsing a string at column 40\n\
         help: put the line as `exampress generate` wrote it, or take it out",
    );
}

#[test]
fn folders_of_a_new_history_are_made() {
    let shop = shop();
    generate(&shop, "s", &["--history", "years/2026/used.jsonl"]).done();
    assert!(shop.path("years/2026/used.jsonl").is_file());
}

#[test]
fn a_history_stands_where_its_spec_says() {
    let shop = Workshop::new().file("exam/questions/a.toml", bank(8)).file("exam/exam.toml", SPEC);
    shop.run(&["generate", "exam/exam.toml"]).done();
    assert!(shop.path("exam/used.jsonl").is_file());
}

#[test]
fn random_slips_in_a_history_are_told_or_make_no_difference() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("u");
    let good = [line("x", Some("1"), &[0, 1]), line("y", None, &[2])].concat();
    let mut told = 0;
    for at in 0..good.len() {
        for slip in [&b""[..], b"\"", b"{", b"\n", b"\x00", b"\xc3", b"9"] {
            let bytes = [&good.as_bytes()[..at], slip, &good.as_bytes()[at + 1..]].concat();
            std::fs::write(&path, bytes).unwrap();
            let place = path.display().to_string();
            let mut lines = 0;
            match history::read(&path, "z", |_| lines += 1) {
                Ok(before) => assert_eq!(before.lines, lines),
                Err(message) => {
                    told += 1;
                    let places = [format!("{place}:1: "), format!("{place}:2: "), format!("{place}:3: ")];
                    assert!(places.iter().any(|place| message.starts_with(place)), "{message}");
                    assert!(message.contains("\nhelp: "), "{message}");
                }
            }
        }
    }
    assert!(told > 1000, "{told}");
}
