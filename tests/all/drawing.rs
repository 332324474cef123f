//! `exampress draw`: what it shows of a draw, and what moved since an earlier one and why.

use serde_json::{Value, json};

use crate::workshop::Workshop;

/// A question of the bank below.
fn question(id: &str, level: &str, topic: &str, marks: u32) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\nlevel = \"{level}\"\ntopic = \"{topic}\"\nkind = \"open\"\nmarks = {marks}\n\
         minutes = {}\nprompt = \"Why?\"\nanswer = \"Because.\"\n\n",
        marks + 1
    )
}

/// Twelve questions: of junior and mid, three about birds and three about cats each.
fn bank() -> String {
    let number = |at: usize| {
        let (level, topic) = (["junior", "mid"][at % 2], ["birds", "cats"][at / 2 % 2]);
        question(&format!("q{at:02}"), level, topic, 1 + at as u32 % 3)
    };
    (0..12).map(number).collect()
}

fn shop(spec: &str, bank: &str) -> Workshop {
    Workshop::new().file("exam.toml", spec).file("questions/a.toml", bank)
}

#[test]
fn a_draw_is_shown_as_it_is_printed_and_no_file_is_written() {
    let shop = shop("count = 4\nseed = \"s\"\n", &bank());
    let shown = shop.run(&["draw"]).done();
    assert_eq!(
        shown,
        "\
form A, seed s: 4 questions, 10 marks, 14 minutes

  number  id   level   topic  kind  marks  minutes
       1  q00  junior  birds  open      1        2
       2  q02  junior  cats   open      3        4
       3  q11  mid     cats   open      3        4
       4  q05  mid     birds  open      3        4
"
    );
    assert_eq!(shop.names(), ["exam.toml", "questions"]);
    shop.run(&["generate"]).done();
    let manifest: Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    let printed = manifest["questions"].as_array().unwrap().iter().map(|question| question["id"].as_str().unwrap());
    let rows = shown.lines().skip(3).map(|row| row.split_whitespace().nth(1).unwrap());
    assert!(printed.eq(rows));
}

#[test]
fn the_section_of_each_question_is_shown() {
    let spec =
        "seed = \"s\"\n[[section]]\ntitle = \"Birds\"\ntopics = [\"birds\"]\ncount = 2\n[[section]]\ncount = 2\n";
    assert_eq!(
        shop(spec, &bank()).run(&["draw"]).done(),
        "\
form A, seed s: 4 questions, 8 marks, 12 minutes

  number  section  id   level   topic  kind  marks  minutes
       1  1 Birds  q00  junior  birds  open      1        2
       2  1 Birds  q05  mid     birds  open      3        4
       3  2        q04  junior  birds  open      2        3
       4  2        q07  mid     cats   open      2        3
"
    );
}

#[test]
fn every_request_is_explained() {
    let spec = r#"seed = "s"
levels = { junior = "1..3", mid = 2 }
count = "3..5"
marks = "near 9"
minutes = "..20"
exclude = ["q00"]
require = ["q02"]
enemies = [["q05", "q07"]]
conditions = [{ topic = "cats", min = 1, marks = "2.." }]
topics = ["cats", "birds"]
"#;
    assert_eq!(
        shop(spec, &bank()).run(&["draw", "--explain", "--condition", "kind=open,max=8"]).done(),
        "\
form A, seed s: 4 questions, 9 marks, 13 minutes

  number  id   level   topic  kind  marks  minutes
       1  q04  junior  birds  open      2        3
       2  q02  junior  cats   open      3        4
       3  q03  mid     cats   open      1        2
       4  q05  mid     birds  open      3        4

  request                          line         wanted      got  slack
  count                            3            3..5          4  1 down, 1 up
  levels.junior                    2            1..3          2  1 down, 1 up
  levels.mid                       2            2             2  0
  levels                           2            no other      0  0
  marks                            4            near 9        9  -
  minutes                          5            ..20         13  7 up
  condition topic = \"cats\"         9            min = 1       2  1 down
  condition topic = \"cats\", marks  9            2..           4  2 down
  condition kind = \"open\"          --condition  max = 8       4  4 up
  topics                           10           no other      0  0
  require \"q02\"                    7            at least 1    1  0 down
  exclude                          6            none          0  0
  enemies \"q05\", \"q07\"             8            at most 1     1  0 up
"
    );
}

#[test]
fn numbers_that_nobody_asked_for_are_explained_too() {
    let spec = "seed = \"s\"\n";
    assert_eq!(
        shop(spec, &bank()).run(&["draw", "--explain", "--shares", "mid=1", "--count", "2"]).done(),
        "\
form A, seed s: 2 questions, 6 marks, 8 minutes

  number  id   level  topic  kind  marks  minutes
       1  q11  mid    cats   open      3        4
       2  q05  mid    birds  open      3        4

  request        line     wanted  got  slack
  count          --count       2    2      0
  count: junior  --count       0    0      0
  count: mid     --count       2    2      0
  count: senior  --count       0    0      0
  count: expert  --count       0    0      0
"
    );
    let sections = "seed = \"s\"\n[[section]]\nlevels = { mid = 1 }\n[[section]]\nmarks = \"3..\"\n";
    assert_eq!(
        shop(sections, &bank()).run(&["draw", "--explain"]).done(),
        "\
form A, seed s: 3 questions, 7 marks, 10 minutes

  number  section  id   level   topic  kind  marks  minutes
       1        1  q05  mid     birds  open      3        4
       2        2  q04  junior  birds  open      2        3
       3        2  q07  mid     cats   open      2        3

  request                line  wanted    got  slack
  section 1: count          -  1           1  0
  section 1: levels.mid     3  1           1  0
  section 1: levels         3  no other    0  0
  section 2: marks          5  3..         4  1 down
"
    );
}

const FORMS: &str =
    "seed = \"s\"\ncount = 4\nforms = 3\noverlap = 1\nanchors = [\"q03\"]\nband = { marks = 1, minutes = 2 }\n";

#[test]
fn several_forms_are_set_side_by_side() {
    assert_eq!(
        shop(FORMS, &bank()).run(&["draw"]).done(),
        "\
form A, seed s: 4 questions, 8 marks, 12 minutes

  number  id   level   topic  kind  marks  minutes
       1  q00  junior  birds  open      1        2
       2  q02  junior  cats   open      3        4
       3  q03  mid     cats   open      1        2
       4  q05  mid     birds  open      3        4

form B, seed s: 4 questions, 7 marks, 11 minutes

  number  id   level   topic  kind  marks  minutes
       1  q02  junior  cats   open      3        4
       2  q04  junior  birds  open      2        3
       3  q09  mid     birds  open      1        2
       4  q03  mid     cats   open      1        2

form C, seed s: 4 questions, 7 marks, 11 minutes

  number  id   level   topic  kind  marks  minutes
       1  q06  junior  cats   open      1        2
       2  q10  junior  cats   open      2        3
       3  q05  mid     birds  open      3        4
       4  q03  mid     cats   open      1        2

by level
  form  junior  mid  marks  minutes
  A          2    2      8       12
  B          2    2      7       11
  C          2    2      7       11

by topic
  topic  A  B  C
  birds  2  2  1
  cats   2  2  3

questions in common, besides 1 anchor (`q03`)
  form  A  B  C
  A     -  1  1
  B     1  -  0
  C     1  0  -

how often questions are used
  forms  questions
      1          5
      2          2
      3          1

in more than one form
  id   forms
  q02  A, B
  q03  A, B, C
  q05  A, C
"
    );
}

#[test]
fn forms_that_share_nothing_have_no_list_of_shared_questions() {
    let shop = shop("seed = \"s\"\ncount = 2\nforms = 2\n", &bank());
    let shown = shop.run(&["draw"]).done();
    assert_eq!(
        &shown[shown.find("by level").unwrap()..],
        "\
by level
  form  junior  mid  marks  minutes
  A          1    1      6        8
  B          1    1      3        5

by topic
  topic  A  B
  birds  1  2
  cats   1  0

questions in common
  form  A  B
  A     -  0
  B     0  -

how often questions are used
  forms  questions
      1          4
"
    );
}

#[test]
fn one_of_several_forms_is_shown_alone() {
    let shop = shop(FORMS, &bank());
    let all = shop.run(&["draw"]).done();
    let one = shop.run(&["draw", "--form", "B"]).done();
    assert!(one.starts_with("form B, seed s: 4 questions, "), "{one}");
    assert!(all.contains(&format!("\n{one}\nform C, ")), "{one}");
}

#[test]
fn programs_are_told_all_of_it() {
    let shop = shop(FORMS, &bank());
    let told: Value = serde_json::from_str(&shop.run(&["draw", "--format", "json"]).done()).unwrap();
    assert_eq!((&told["seed"], &told["draw_version"]), (&json!("s"), &json!(2)));
    assert_eq!(told["sections"], json!([null]));
    let form = &told["forms"][1];
    assert_eq!(form["form"], "B");
    assert_eq!(form["questions"].as_array().unwrap().len(), 4);
    assert_eq!(
        form["questions"][0],
        json!({
            "number": 1, "section": 1, "id": "q02", "level": "junior", "topic": "cats", "kind": "open", "marks": 3, "minutes": 4
        })
    );
    let tight = |request: &str, line: &str, number: u32| {
        json!({
            "request": request, "line": line, "wanted": number.to_string(), "got": number,
            "slack": { "down": 0, "up": 0 }
        })
    };
    let anchor = json!({
        "request": "anchors \"q03\"", "line": "5", "wanted": "at least 1", "got": 1, "slack": { "down": 0, "up": null }
    });
    let account = [
        tight("count", "2", 4),
        tight("count: junior", "2", 2),
        tight("count: mid", "2", 2),
        json!({
            "request": "count: senior", "line": "2", "wanted": "0", "got": 0, "slack": { "down": null, "up": 0 }
        }),
        json!({
            "request": "count: expert", "line": "2", "wanted": "0", "got": 0, "slack": { "down": null, "up": 0 }
        }),
        anchor,
    ];
    assert_eq!(form["account"], json!(account));
    let numbers = |form: &str, [birds, cats]: [u32; 2], [marks, minutes]: [u32; 2]| {
        json!({
            "form": form, "levels": { "junior": 2, "mid": 2, "senior": 0, "expert": 0 },
            "topics": { "birds": birds, "cats": cats }, "marks": marks, "minutes": minutes
        })
    };
    assert_eq!(
        told["proof"],
        json!({
            "forms": [numbers("A", [2, 2], [8, 12]), numbers("B", [2, 2], [7, 11]), numbers("C", [1, 3], [7, 11])],
            "anchors": ["q03"],
            "overlap": [[null, 1, 1], [1, null, 0], [1, 0, null]],
            "used": [
                { "forms": 1, "questions": 5 },
                { "forms": 2, "questions": 2 },
                { "forms": 3, "questions": 1 },
            ],
            "in_several": { "q02": ["A", "B"], "q03": ["A", "B", "C"], "q05": ["A", "C"] },
        })
    );
    let one: Value = serde_json::from_str(&shop.run(&["draw", "--form", "B", "--format", "json"]).done()).unwrap();
    assert_eq!(one["forms"], json!([form]));
    assert_eq!(one["proof"], Value::Null);
}

/// An exam made from one bank and spec, and what moved with another bank and spec, by these flags.
fn moved(before: [&str; 2], now: [&str; 2], flags: &[&str]) -> String {
    let shop = shop(before[0], before[1]);
    shop.run(&["generate", "--out", "old"]).done();
    let shop = shop.file("exam.toml", now[0]).file("questions/a.toml", now[1]);
    shop.run(&[&["draw", "--diff", "old/manifest.json"], flags].concat()).done()
}

const FOUR: &str = "count = 4\nseed = \"s\"\n";

/// The bank with one question written otherwise.
fn with(id: &str, from: &str, to: &str) -> String {
    let bank = bank();
    let start = bank.find(&format!("id = \"{id}\"")).unwrap();
    let end = bank[start..].find("[[question]]").map_or(bank.len(), |end| start + end);
    let question = bank[start..end].replace(from, to);
    assert_ne!(question, bank[start..end]);
    format!("{}{question}{}", &bank[..start], &bank[end..])
}

/// The bank without one question.
fn without(id: &str) -> String {
    let bank = bank();
    let questions = bank.split_inclusive("\n\n").filter(|question| !question.contains(&format!("id = \"{id}\"")));
    questions.collect()
}

#[test]
fn one_line_tells_that_nothing_moved() {
    assert_eq!(
        moved([FOUR, &bank()], [FOUR, &bank()], &[]),
        "form A, seed s, against old/manifest.json: nothing moved, 4 questions as before\n"
    );
}

#[test]
fn a_question_that_is_gone_from_the_bank_is_told_with_the_one_that_came() {
    assert_eq!(
        moved([FOUR, &bank()], [FOUR, &without("q02")], &[]),
        "\
form A, seed s, against old/manifest.json: 1 left, 1 came, 0 changed, 3 as before

left
  id   level   topic  why
  q02  junior  cats   no longer in the bank

came
  id   level   topic  takes the place of
  q06  junior  cats   q02
"
    );
}

#[test]
fn the_request_that_bars_a_question_is_named_with_its_place() {
    let spec = "count = 4\nseed = \"s\"\nexclude = [\"q02\"]\n";
    assert_eq!(
        moved([FOUR, &bank()], [spec, &bank()], &[]),
        "\
form A, seed s, against old/manifest.json: 1 left, 1 came, 0 changed, 3 as before

requests that changed
  request  was  is
  exclude    -  q02

left
  id   level   topic  why
  q02  junior  cats   barred by `exclude` (line 3)

came
  id   level   topic  takes the place of
  q06  junior  cats   q02
"
    );
    assert_eq!(
        moved([FOUR, &bank()], [FOUR, &bank()], &["--exclude-topics", "birds"]),
        "\
form A, seed s, against old/manifest.json: 2 left, 2 came, 0 changed, 2 as before

requests that changed
  request         was  is
  exclude_topics    -  birds

left
  id   level   topic  why
  q00  junior  birds  barred by `exclude_topics` (--exclude-topics)
  q05  mid     birds  barred by `exclude_topics` (--exclude-topics)

came
  id   level   topic  takes the place of
  q06  junior  cats   q00
  q03  mid     cats   q05
"
    );
}

#[test]
fn a_bar_of_the_old_section_is_named_where_no_section_is_left() {
    let before = "seed = \"s\"\n[[section]]\ntitle = \"One\"\ncount = 2\n[[section]]\ntitle = \"Two\"\ncount = 2\n";
    let now = "seed = \"s\"\n[[section]]\ntitle = \"One\"\ncount = 2\nexclude_topics = [\"cats\"]\n\
               [[section]]\ntitle = \"Two\"\ncount = 2\ntopics = [\"birds\"]\n";
    assert_eq!(
        moved([before, &bank()], [now, &bank()], &[]),
        "\
form A, seed s, against old/manifest.json: 2 left, 2 came, 0 changed, 2 as before

requests that changed
  request                        was  is
  section \"One\": exclude_topics    -  cats
  section \"Two\": topics            -  birds

left
  id   level   topic  why
  q02  junior  cats   barred by `section \"One\": exclude_topics` (line 5)
  q07  mid     cats   barred by `section \"Two\": topics` (line 9)

came
  id   level   topic  takes the place of
  q00  junior  birds  q02
  q09  mid     birds  q07
"
    );
}

#[test]
fn what_changed_of_a_question_is_told() {
    let level = with("q02", "level = \"junior\"", "level = \"mid\"\ntags = [\"new\"]\nconcept = \"wings\"");
    assert_eq!(
        moved([FOUR, &bank()], [FOUR, &level], &[]),
        "\
form A, seed s, against old/manifest.json: 1 left, 1 came, 1 changed, 2 as before

left
  id   level  topic  why
  q11  mid    cats   others fit better now: `q06` came in

came
  id   level   topic  takes the place of
  q06  junior  cats   q11

stayed, but changed
  id   what changed
  q02  level was junior, is mid; concept was none, is wings; tags were none, are new
"
    );
    assert_eq!(
        moved([FOUR, &bank()], [FOUR, &with("q02", "Why?", "Why not?")], &[]),
        "\
form A, seed s, against old/manifest.json: 0 left, 0 came, 1 changed, 3 as before

stayed, but changed
  id   what changed
  q02  its text
"
    );
}

#[test]
fn a_request_that_is_another_now_is_told() {
    let three = "count = 2\nseed = \"s\"\n";
    assert_eq!(
        moved([FOUR, &bank()], [three, &bank()], &[]),
        "\
form A, seed s, against old/manifest.json: 2 left, 0 came, 0 changed, 2 as before

requests that changed
  request  was  is
  count      4   2

left
  id   level   topic  why
  q00  junior  birds  `count` was 4, is 2
  q11  mid     cats   `count` was 4, is 2
"
    );
    assert_eq!(
        moved([FOUR, &bank()], [three, &bank()], &["--require", "q01", "--prefer", "topic=cats,weight=9"]),
        "\
form A, seed s, against old/manifest.json: 3 left, 1 came, 0 changed, 1 as before

requests that changed
  request        was  is
  count            4  2
  require \"q01\"    -  yes
  prefer           -  topic = cats, weight = 9

left
  id   level   topic  why
  q00  junior  birds  the requests changed
  q11  mid     cats   the requests changed
  q05  mid     birds  the requests changed

came
  id   level  topic  takes the place of
  q01  mid    birds  q05
"
    );
}

#[test]
fn a_request_that_came_or_went_is_told() {
    let required = "count = 4\nseed = \"s\"\nrequire = [\"q01\"]\n";
    assert_eq!(
        moved([FOUR, &bank()], [required, &bank()], &[]),
        "\
form A, seed s, against old/manifest.json: 1 left, 1 came, 0 changed, 3 as before

requests that changed
  request        was  is
  require \"q01\"    -  yes

left
  id   level  topic  why
  q11  mid    cats   `require \"q01\"` is asked for now

came
  id   level  topic  takes the place of
  q01  mid    birds  q11
"
    );
    assert_eq!(
        moved([required, &bank()], [FOUR, &bank()], &[]),
        "\
form A, seed s, against old/manifest.json: 1 left, 1 came, 0 changed, 3 as before

requests that changed
  request        was  is
  require \"q01\"  yes   -

left
  id   level  topic  why
  q01  mid    birds  `require \"q01\"` is not asked for now

came
  id   level  topic  takes the place of
  q11  mid    cats   q01
"
    );
}

#[test]
fn a_question_in_another_section_is_told() {
    let sections = |first: &str, second: &str| {
        format!(
            "seed = \"s\"\n[[section]]\ncount = 1\nrequire = [\"{first}\"]\n[[section]]\ncount = 1\nrequire = [\"{second}\"]\n"
        )
    };
    assert_eq!(
        moved([&sections("q00", "q02"), &bank()], [&sections("q02", "q00"), &bank()], &[]),
        "\
form A, seed s, against old/manifest.json: 0 left, 0 came, 2 changed, 0 as before

requests that changed
  request                   was  is
  section 1: require \"q00\"  yes  -
  section 2: require \"q02\"  yes  -
  section 1: require \"q02\"  -    yes
  section 2: require \"q00\"  -    yes

stayed, but changed
  id   what changed
  q02  section was 2, is 1
  q00  section was 1, is 2
"
    );
}

#[test]
fn a_question_may_leave_because_others_fit_better() {
    let more = bank() + &question("eel", "junior", "birds", 1);
    assert_eq!(
        moved([FOUR, &bank()], [FOUR, &more], &[]),
        "\
form A, seed s, against old/manifest.json: 1 left, 1 came, 0 changed, 3 as before

left
  id   level   topic  why
  q00  junior  birds  others fit better now: `eel` came in with a smaller number in the draw

came
  id   level   topic  takes the place of
  eel  junior  birds  q00
"
    );
}

#[test]
fn another_seed_or_form_is_told_first() {
    assert_eq!(
        moved([FOUR, &bank()], [FOUR, &bank()], &["--form", "B"]),
        "\
form B, seed s, against old/manifest.json: 4 left, 4 came, 0 changed, 0 as before
the form was A, is B; that alone makes another draw

left
  id   level   topic  why
  q00  junior  birds  another form
  q02  junior  cats   another form
  q11  mid     cats   another form
  q05  mid     birds  another form

came
  id   level   topic  takes the place of
  q04  junior  birds  q00
  q10  junior  cats   q02
  q09  mid     birds  q05
  q01  mid     birds  q11
"
    );
    assert_eq!(
        moved([FOUR, &bank()], ["count = 4\nseed = \"t\"\n", &bank()], &[]),
        "\
form A, seed t, against old/manifest.json: 3 left, 3 came, 0 changed, 1 as before
the seed was s, is t; that alone makes another draw

left
  id   level   topic  why
  q02  junior  cats   another seed
  q11  mid     cats   another seed
  q05  mid     birds  another seed

came
  id   level   topic  takes the place of
  q08  junior  birds  q02
  q01  mid     birds  q05
  q07  mid     cats   q11
"
    );
}

#[test]
fn seed_and_form_are_those_of_the_manifest() {
    let shop = shop("count = 2\nforms = 3\n", &bank());
    shop.run(&["generate", "--seed", "secret"]).done();
    for form in ["A", "B", "C"] {
        let manifest = format!("manifest-{form}.json");
        assert_eq!(
            shop.run(&["draw", "--diff", &manifest]).done(),
            format!("form {form}, seed secret, against {manifest}: nothing moved, 2 questions as before\n")
        );
    }
}

#[test]
fn other_versions_are_told() {
    let shop = shop(FOUR, &bank());
    shop.run(&["generate"]).done();
    let manifest = String::from_utf8(shop.read("manifest.json")).unwrap();
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let manifest = manifest.replacen(&version, "\"version\": \"0.0.9\"", 1);
    let manifest = manifest.replacen("\"draw_version\": 2", "\"draw_version\": 1", 1);
    let shop = shop.file("manifest.json", manifest);
    assert_eq!(
        shop.run(&["draw", "--diff", "manifest.json"]).done(),
        format!(
            "\
form A, seed s, against manifest.json: nothing moved, 4 questions as before
the draw version was 1, is 2; that alone makes another draw
the version of exampress was 0.0.9, is {}
",
            env!("CARGO_PKG_VERSION")
        )
    );
}

#[test]
fn a_question_that_another_form_has_now_is_told() {
    let shop = shop("seed = \"b\"\ncount = 4\nforms = 2\n", &bank());
    shop.run(&["generate"]).done();
    let shop = shop.file("questions/a.toml", without("q00"));
    assert_eq!(
        shop.run(&["draw", "--diff", "manifest-B.json"]).done(),
        "\
form B, seed b, against manifest-B.json: 1 left, 1 came, 0 changed, 3 as before

left
  id   level   topic  why
  q10  junior  cats   form A has it now

came
  id   level   topic  takes the place of
  q06  junior  cats   q10
"
    );
}

#[test]
fn programs_are_told_what_moved() {
    let spec = "count = 4\nseed = \"s\"\nexclude = [\"q02\"]\n";
    let bank_now = with("q00", "Why?", "Why not?");
    let told = moved([FOUR, &bank()], [spec, &bank_now], &["--format", "json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let expected = json!({
        "manifest": "old/manifest.json",
        "form": "A",
        "seed": "s",
        "settings": [],
        "requests": [{ "what": "exclude", "was": null, "is": "q02" }],
        "left": [{ "id": "q02", "level": "junior", "topic": "cats", "why": "barred by `exclude` (line 3)" }],
        "came": [{ "id": "q06", "level": "junior", "topic": "cats", "instead_of": "q02" }],
        "changed": [{ "id": "q00", "what": ["its text"] }],
        "unchanged": 2,
    });
    assert_eq!(told, expected);
}

#[test]
fn what_moved_can_be_explained_too() {
    let told = moved([FOUR, &bank()], [FOUR, &bank()], &["--explain"]);
    assert_eq!(
        told,
        "\
form A, seed s, against old/manifest.json: nothing moved, 4 questions as before

  request        line  wanted  got  slack
  count             1       4    4      0
  count: junior     1       2    2      0
  count: mid        1       2    2      0
  count: senior     1       0    0      0
  count: expert     1       0    0      0
"
    );
}

#[test]
fn the_manifest_tells_what_was_asked_for() {
    let spec = "seed = \"s\"\ncount = 4\nforms = 2\noverlap = 2\nband = { marks = 3 }\none_per_concept = false\n\
                exclude_topics = [\"cats\"]\nenemies = [[\"q00\", \"q01\"]]\nused = [\"q04\"]\n\
                prefer = [{ used = false, weight = 5 }, { topic = [\"birds\", \"cats\"], weight = 2 }]\n\
                conditions = [{ level = \"mid\", min = 1 }]\n";
    let shop = shop(spec, &bank());
    shop.run(&["generate"]).done();
    let manifest: Value = serde_json::from_slice(&shop.read("manifest-B.json")).unwrap();
    let requests = manifest["spec"]["requests"].as_array().unwrap();
    let written: Vec<String> = requests
        .iter()
        .map(|request| format!("{}: {}", request["request"].as_str().unwrap(), request["asked"].as_str().unwrap()))
        .collect();
    let asked = [
        "count: 4",
        "condition level = \"mid\": min = 1",
        "exclude_topics: cats",
        "enemies \"q00\", \"q01\": ",
        "one_per_concept: false",
        "prefer: not q04, weight = 5",
        "prefer: topic = birds or cats, weight = 2",
        "forms: A, B",
        "overlap: 2",
        "band.marks: 3",
    ];
    assert_eq!(written, asked);
    let mut question = manifest["questions"][0].clone();
    question["digest"] = json!("…");
    for digest in question["texts"].as_object_mut().unwrap().values_mut() {
        assert_eq!(digest.as_str().unwrap().len(), 16);
        *digest = json!("…");
    }
    let expected = json!({
        "number": 1, "id": "q04", "digest": "…", "section": null, "level": "junior", "topic": "birds", "kind": "open",
        "concept": null, "tags": [], "excludes": [], "set": null, "file": "a.toml", "marks": 2, "minutes": 3, "order": [[]],
        "texts": { "answer": "…", "prompt": "…" }, "pictures": {}
    });
    assert_eq!(question, expected);
}

#[test]
fn a_manifest_that_cannot_be_used_is_told() {
    let shop = shop(FOUR, &bank()).file("text.json", "{\n  \"seed\": oops\n}").file("list.json", "[1, 2]");
    let shop = shop.file("other.json", "{ \"name\": \"x\", \"version\": \"1\" }").file("cut.json", "{ \"version\": ");
    let diff = |file: &str, message: &str| shop.run(&["draw", "--diff", file]).fails(1, message);
    diff(
        "gone.json",
        "\
gone.json: cannot be read: No such file or directory (os error 2)
help: name a manifest that `exampress generate` wrote",
    );
    diff(
        "text.json",
        "\
text.json:2:11: this is not JSON: expected value
help: name the manifest.json that `exampress generate` wrote beside the papers",
    );
    diff(
        "cut.json",
        "\
cut.json:1:13: this is not JSON: EOF while parsing a value
help: name the manifest.json that `exampress generate` wrote beside the papers",
    );
    diff(
        "list.json",
        "\
list.json: this is not a manifest of this version of exampress: invalid type: integer `1`, expected a string
help: name the manifest.json that `exampress generate` wrote beside the papers",
    );
    diff(
        "other.json",
        "\
other.json: this is not a manifest of this version of exampress: missing field `draw_version`
help: name the manifest.json that `exampress generate` wrote beside the papers",
    );
}

#[test]
fn a_form_that_is_not_drawn_any_more_is_told() {
    let shop = shop("seed = \"s\"\ncount = 2\nforms = 3\n", &bank());
    shop.run(&["generate"]).done();
    let shop = shop.file("exam.toml", "seed = \"s\"\ncount = 2\nforms = 2\n");
    shop.run(&["draw", "--diff", "manifest-C.json"]).fails(
        1,
        "\
error: unknown form `C`
 --> manifest-C.json:6:3
  |
6 |   \"form\": \"C\",
  |   ^^^^^^ asked for here
  |
  = help: use `A` or `B`

1 problem found",
    );
}

#[test]
fn a_flag_that_draw_does_not_have_is_told() {
    let shop = shop(FOUR, &bank());
    for (arguments, message) in [
        (&["draw", "--frob"][..], "error: unexpected argument '--frob' found\n"),
        (&["draw", "--diff"], "error: a value is required for '--diff <MANIFEST>' but none was supplied\n"),
        (
            &["draw", "--format", "xml"],
            "error: invalid value 'xml' for '--format <FORMAT>'\n  [possible values: table, json]\n",
        ),
    ] {
        let run = shop.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.starts_with(message), "{}", run.err);
    }
}

#[test]
fn help_manual_and_completions_know_draw() {
    let shop = Workshop::new();
    assert!(shop.run(&["help", "draw"]).out.contains("--diff <MANIFEST>"));
    assert!(shop.run(&["man"]).done().contains(".TH exampress-draw 1"));
    assert!(shop.run(&["completions", "bash"]).done().contains("exampress__subcmd__draw"));
}
