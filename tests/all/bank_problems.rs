//! Every problem of a question bank that `exampress check` tells, with the whole message.

use crate::workshop::{GOOD, Workshop, bank_fails};

const CHECK: &[&str] = &["check", "--bank", "questions", "--count", "1"];

/// Checks a bank of these files and expects exactly this report.
#[track_caller]
fn files_fail(files: &[(&str, &str)], report: &str) {
    files.iter().fold(Workshop::new(), |workshop, (path, text)| workshop.file(path, text)).run(CHECK).fails(1, report);
}

/// Writes something else in one place of a good bank.
#[track_caller]
fn line_fails(old: &str, new: &str, report: &str) {
    assert_eq!(GOOD.matches(old).count(), 1);
    bank_fails(GOOD.replace(old, new), report);
}

/// Gives a good bank another prompt, whose first line is line 9 of the file.
#[track_caller]
fn prompt_fails(prompt: &str, report: &str) {
    line_fails(r#""Why?""#, &format!("'''\n{prompt}\n'''"), report);
}

/// A good question with this id and these lines after it, which begin at the third line.
fn question(id: &str, lines: &str) -> String {
    GOOD.replace("id = \"one\"", &format!("id = \"{id}\"\n{lines}"))
}

/// Checks a bank of these good questions, each with an id and lines of its own.
#[track_caller]
fn questions_fail(questions: &[(&str, &str)], report: &str) {
    bank_fails(questions.iter().map(|(id, lines)| question(id, lines)).collect::<String>(), report);
}

/// Puts the six lines that a question of any kind needs before those that its kind needs.
#[track_caller]
fn kind_fails(rest: &str, report: &str) {
    let head = r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
marks = 1
minutes = 1
"#;
    bank_fails(format!("{head}{rest}"), report);
}

// Keys that every question has.

#[test]
fn two_questions_of_one_file_cannot_share_an_id() {
    bank_fails(
        r#"[[question]]
id = "tides"
level = "junior"
topic = "sea"
kind = "open"
marks = 1
minutes = 1
prompt = "What are tides?"
answer = "The sea rises and falls."

[[question]]
id = "tides"
level = "mid"
topic = "sea"
kind = "open"
marks = 1
minutes = 1
prompt = "Why are there tides?"
answer = "The Moon pulls."
"#,
        r#"error: two questions have the id `tides`
  --> questions/a.toml:12:6
   |
 2 | id = "tides"
   |      ------- the first one
...
12 | id = "tides"
   |      ^^^^^^^ the second one
   |
   = help: give one of them another id; an id stands for one question for ever

1 problem found"#,
    );
}

#[test]
fn questions_of_two_files_cannot_share_an_id() {
    files_fail(
        &[("questions/a.toml", GOOD), ("questions/deep/b.toml", GOOD)],
        r#"error: two questions have the id `one`
 --> questions/deep/b.toml:2:6
  |
2 | id = "one"
  |      ^^^^^ the second one
  |
 ::: questions/a.toml:2:6
  |
2 | id = "one"
  |      ----- the first one
  |
  = help: give one of them another id; an id stands for one question for ever

1 problem found"#,
    );
}

#[test]
fn what_else_is_wrong_with_a_question_of_a_taken_id_is_told_too() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]

[[question]]
id = "one"
level = "juniro"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
        r#"error: two questions have the id `one`
  --> questions/a.toml:13:6
   |
 2 | id = "one"
   |      ----- the first one
...
13 | id = "one"
   |      ^^^^^ the second one
   |
   = help: give one of them another id; an id stands for one question for ever

error: unknown level `juniro`
  --> questions/a.toml:14:9
   |
14 | level = "juniro"
   |         ^^^^^^^^ no such level in the bank
   |
   = help: did you mean `junior`?

2 problems found"#,
    );
}

#[test]
fn an_id_has_only_small_letters_digits_and_hyphens() {
    line_fails(
        r#""one""#,
        r#""The Tides_2""#,
        r#"error: `The Tides_2` cannot be used as a name
 --> questions/a.toml:2:6
  |
2 | id = "The Tides_2"
  |      ^^^^^^^^^^^^^ this name
  |
  = help: write `the-tides-2`: small letters, digits and single hyphens

1 problem found"#,
    );
}

#[test]
fn an_id_says_something() {
    line_fails(
        r#""one""#,
        r#""…""#,
        r#"error: `…` cannot be used as a name
 --> questions/a.toml:2:6
  |
2 | id = "…"
  |      ^^^ this name
  |
  = help: use small letters, digits and single hyphens

1 problem found"#,
    );
}

#[test]
fn a_concept_is_written_like_an_id() {
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\nconcept = \"Moon and Sun\"",
        r#"error: `Moon and Sun` cannot be used as a name
 --> questions/a.toml:3:11
  |
3 | concept = "Moon and Sun"
  |           ^^^^^^^^^^^^^^ this name
  |
  = help: write `moon-and-sun`: small letters, digits and single hyphens

1 problem found"#,
    );
}

#[test]
fn a_tag_is_written_like_an_id() {
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\ntags = [\"new\", \"Data Types\"]",
        r#"error: `Data Types` cannot be used as a name
 --> questions/a.toml:3:16
  |
3 | tags = ["new", "Data Types"]
  |                ^^^^^^^^^^^^ this name
  |
  = help: write `data-types`: small letters, digits and single hyphens

1 problem found"#,
    );
}

#[test]
fn a_tag_is_there_once() {
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\ntags = [\"new\", \"lambda\", \"new\"]",
        r#"error: the tag `new` is there twice
 --> questions/a.toml:3:26
  |
3 | tags = ["new", "lambda", "new"]
  |         -----            ^^^^^ again
  |         |
  |         the first time
  |
  = help: change one of them or leave it out

1 problem found"#,
    );
}

#[test]
fn tags_are_a_list() {
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\ntags = \"new\"",
        r#"error: a list is expected here
 --> questions/a.toml:3:8
  |
3 | tags = "new"
  |        ^^^^^ this is text
  |
  = help: put it into brackets, `[ … ]`; a heading on a line of its own has two, `[[ … ]]`

1 problem found"#,
    );
}

#[test]
fn a_set_is_written_like_an_id() {
    questions_fail(
        &[("one", "set = \"Case 7\""), ("two", "set = \"case-7\"")],
        r#"error: `Case 7` cannot be used as a name
 --> questions/a.toml:3:7
  |
3 | set = "Case 7"
  |       ^^^^^^^^ this name
  |
  = help: write `case-7`: small letters, digits and single hyphens

1 problem found"#,
    );
}

#[test]
fn a_set_has_more_than_one_question() {
    questions_fail(
        &[("one", "set = \"case-7\""), ("two", ""), ("three", "set = \"case-8\""), ("four", "set = \"case-8\"")],
        r#"error: the set `case-7` has only this question
 --> questions/a.toml:3:7
  |
3 | set = "case-7"
  |       ^^^^^^^^ in no other question
  |
  = help: give another question the same `set`, or leave it out

1 problem found"#,
    );
}

#[test]
fn what_a_question_allows_is_a_warning() {
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\nallow = { long-prosa = \"It has to be long.\" }",
        r#"error: unknown warning `long-prosa`
 --> questions/a.toml:3:11
  |
3 | allow = { long-prosa = "It has to be long." }
  |           ^^^^^^^^^^ no such warning
  |
  = help: did you mean `long-prose`?

1 problem found"#,
    );
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\nallow = { right-position = \"It is first.\" }",
        r#"error: a question cannot allow `right-position`
 --> questions/a.toml:3:11
  |
3 | allow = { right-position = "It is first." }
  |           ^^^^^^^^^^^^^^ not about one question
  |
  = help: leave it out; use `longest-option`, `near-duplicate`, `absolute-word`, `negative-stem`, `repeated-option`, `gives-away`, `proportion`, `long-prose`, `unlisted-concept`, `vocabulary`, `missing-why`, `missing-rubric`, `untested-code`, `turned-code`, `missing-alt` or `invisible-character`

1 problem found"#,
    );
}

#[test]
fn what_a_question_allows_has_a_reason() {
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\nallow = { long-prose = \" \" }",
        r#"error: no reason is given to allow `long-prose`
 --> questions/a.toml:3:24
  |
3 | allow = { long-prose = " " }
  |                        ^^^ nothing in it
  |
  = help: write why the warning does not matter here

1 problem found"#,
    );
    line_fails(
        r#"id = "one""#,
        "id = \"one\"\nallow = \"long-prose\"",
        r#"error: something in braces is expected here
 --> questions/a.toml:3:9
  |
3 | allow = "long-prose"
  |         ^^^^^^^^^^^^ this is text
  |
  = help: write it in braces: `{ key = value }`

1 problem found"#,
    );
}

#[test]
fn concepts_of_the_bank_are_names_and_there_once() {
    files_fail(
        &[("questions/bank.toml", "concepts = [\"tides\", \"The Moon\", \"tides\"]\n"), ("questions/one.toml", GOOD)],
        r#"error: `The Moon` cannot be used as a name
 --> questions/bank.toml:1:22
  |
1 | concepts = ["tides", "The Moon", "tides"]
  |                      ^^^^^^^^^^ this name
  |
  = help: write `the-moon`: small letters, digits and single hyphens

error: the concept `tides` is there twice
 --> questions/bank.toml:1:34
  |
1 | concepts = ["tides", "The Moon", "tides"]
  |             -------              ^^^^^^^ again
  |             |
  |             the first time
  |
  = help: leave one of them out

2 problems found"#,
    );
}

#[test]
fn the_vocabulary_has_each_word_once() {
    files_fail(
        &[
            ("questions/bank.toml", "vocabulary = [\"NumPy\", \"GitHub Actions\", \"numpy\", \"3\"]\n"),
            ("questions/one.toml", GOOD),
        ],
        r#"error: `GitHub Actions` is not one word
 --> questions/bank.toml:1:24
  |
1 | vocabulary = ["NumPy", "GitHub Actions", "numpy", "3"]
  |                        ^^^^^^^^^^^^^^^^ this entry
  |
  = help: write words as they are spelt, each on its own, such as `NumPy`

error: the word `numpy` is there twice
 --> questions/bank.toml:1:42
  |
1 | vocabulary = ["NumPy", "GitHub Actions", "numpy", "3"]
  |               ------- the first time     ^^^^^^^ again
  |
  = help: leave one of them out

error: `3` is not one word
 --> questions/bank.toml:1:51
  |
1 | vocabulary = ["NumPy", "GitHub Actions", "numpy", "3"]
  |                                                   ^^^ this entry
  |
  = help: write words as they are spelt, each on its own, such as `NumPy`

3 problems found"#,
    );
}

#[test]
fn an_excluded_question_that_is_unknown_finds_the_nearest_one() {
    questions_fail(
        &[("tides-1", "excludes = [\"tides-3\", \"tide-2\"]"), ("tides-2", "")],
        r#"error: unknown question `tides-3`
 --> questions/a.toml:3:13
  |
3 | excludes = ["tides-3", "tide-2"]
  |             ^^^^^^^^^ no such question in the bank
  |
  = help: did you mean `tides-2`?

error: unknown question `tide-2`
 --> questions/a.toml:3:24
  |
3 | excludes = ["tides-3", "tide-2"]
  |                        ^^^^^^^^ no such question in the bank
  |
  = help: did you mean `tides-2`?

2 problems found"#,
    );
}

#[test]
fn an_excluded_question_like_none_of_the_bank_is_told() {
    questions_fail(
        &[("one", "excludes = [\"zzz\"]"), ("two", "")],
        r#"error: unknown question `zzz`
 --> questions/a.toml:3:13
  |
3 | excludes = ["zzz"]
  |             ^^^^^ no such question in the bank
  |
  = help: write the id of another question of this bank, or leave it out

1 problem found"#,
    );
}

#[test]
fn an_excluded_question_is_named_once() {
    questions_fail(
        &[("one", "excludes = [\"two\", \"two\"]"), ("two", "")],
        r#"error: the id `two` is there twice
 --> questions/a.toml:3:20
  |
3 | excludes = ["two", "two"]
  |             -----  ^^^^^ again
  |             |
  |             the first time
  |
  = help: change one of them or leave it out

1 problem found"#,
    );
}

#[test]
fn a_question_does_not_exclude_itself() {
    questions_fail(
        &[("one", "excludes = [\"one\"]\nset = \"case-7\""), ("two", "set = \"case-7\"")],
        r#"error: the question `one` excludes itself
 --> questions/a.toml:3:13
  |
3 | excludes = ["one"]
  |             ^^^^^ its own id
  |
  = help: write the id of another question, or leave it out

1 problem found"#,
    );
}

#[test]
fn a_question_does_not_exclude_another_of_its_set() {
    files_fail(
        &[
            ("questions/a.toml", &question("one", "set = \"case-7\"\nexcludes = [\"two\", \"three\"]")),
            ("questions/b.toml", &(question("two", "set = \"case-7\"") + &question("three", ""))),
        ],
        r#"error: a question of the set `case-7` excludes `two`, which is in the set too
 --> questions/a.toml:4:13
  |
4 | excludes = ["two", "three"]
  |             ^^^^^ never together with this one
  |
 ::: questions/b.toml:3:7
  |
3 | set = "case-7"
  |       -------- always together with this set
  |
  = help: leave it out, or give one of the two another `set`: a set is drawn all together

1 problem found"#,
    );
}

#[test]
fn what_questions_say_of_one_another_is_told_with_all_other_problems() {
    questions_fail(
        &[("one", "excludes = [\"twoo\"]\nlook_for = [\"\"]"), ("two", "set = \"case-7\"\nred_flags = [\"\"]")],
        r#"error: unknown question `twoo`
 --> questions/a.toml:3:13
  |
3 | excludes = ["twoo"]
  |             ^^^^^^ no such question in the bank
  |
  = help: did you mean `two`?

error: this text is empty
 --> questions/a.toml:4:13
  |
4 | look_for = [""]
  |             ^^ nothing in it
  |
  = help: write it, or leave the entry out

error: the set `case-7` has only this question
  --> questions/a.toml:15:7
   |
15 | set = "case-7"
   |       ^^^^^^^^ in no other question
   |
   = help: give another question the same `set`, or leave it out

error: this text is empty
  --> questions/a.toml:16:14
   |
16 | red_flags = [""]
   |              ^^ nothing in it
   |
   = help: write it, or leave the entry out

4 problems found"#,
    );
}

#[test]
fn a_question_that_cannot_be_read_may_be_the_missing_one() {
    let ties = question("one", "excludes = [\"two\"]\nset = \"case-7\"");
    files_fail(
        &[("questions/a.toml", &ties), ("questions/b.toml", &question("two", "set = \"case-7\"\nlevle = \"mid\""))],
        r#"error: unknown key `levle`
 --> questions/b.toml:4:1
  |
4 | levle = "mid"
  | ^^^^^ not known here
  |
  = help: did you mean `level`?

1 problem found"#,
    );
    files_fail(
        &[("questions/a.toml", &ties), ("questions/b.toml", &GOOD.replace("[[question]]", "[[qestion]]"))],
        r"error: unknown heading `qestion`
 --> questions/b.toml:1:3
  |
1 | [[qestion]]
  |   ^^^^^^^ not known here
  |
  = help: start each question with a line `[[question]]`; levels and topics go into bank.toml

1 problem found",
    );
    files_fail(
        &[("questions/a.toml", &ties), ("questions/b.toml", "[[question]")],
        r"error: this heading is not closed
 --> questions/b.toml:1:12
  |
1 | [[question]
  |            ^ here
  |
  = help: close it as it was opened, with `]` or with `]]`

1 problem found",
    );
    Workshop::new().file("questions/a.toml", &ties).file("questions/b.toml", b"# caf\xe9\n").run(CHECK).fails(
        1,
        r"error: this file is not UTF-8
 --> questions/b.toml:1:6
  |
1 | # caf�
  |      ^ this character cannot be read
  |
  = help: save the file as UTF-8 in your editor

1 problem found",
    );
}

#[test]
fn a_question_whose_id_is_wrong_or_missing_may_be_the_missing_one() {
    let ties = question("one", "excludes = [\"two\"]");
    bank_fails(
        ties.clone() + &question("Two", ""),
        r#"error: `Two` cannot be used as a name
  --> questions/a.toml:13:6
   |
13 | id = "Two"
   |      ^^^^^ this name
   |
   = help: write `two`: small letters, digits and single hyphens

1 problem found"#,
    );
    bank_fails(
        ties + &GOOD.replace("id = \"one\"\n", ""),
        r"error: the key `id` is missing
  --> questions/a.toml:12:1
   |
12 | [[question]]
   | ^^^^^^^^^^^^ in what starts here
   |
   = help: add `id = …`

1 problem found",
    );
}

#[test]
fn a_topic_is_written_like_an_id() {
    line_fails(
        r#""topic""#,
        r#""The sea""#,
        r#"error: `The sea` cannot be used as a name
 --> questions/a.toml:4:9
  |
4 | topic = "The sea"
  |         ^^^^^^^^^ this name
  |
  = help: write `the-sea`: small letters, digits and single hyphens

1 problem found"#,
    );
}

#[test]
fn an_unknown_level_finds_the_nearest_one() {
    line_fails(
        r#""junior""#,
        r#""junoir""#,
        r#"error: unknown level `junoir`
 --> questions/a.toml:3:9
  |
3 | level = "junoir"
  |         ^^^^^^^^ no such level in the bank
  |
  = help: did you mean `junior`?

1 problem found"#,
    );
}

#[test]
fn a_level_like_none_of_the_bank_finds_them_all() {
    line_fails(
        r#""junior""#,
        r#""bachelor""#,
        r#"error: unknown level `bachelor`
 --> questions/a.toml:3:9
  |
3 | level = "bachelor"
  |         ^^^^^^^^^^ no such level in the bank
  |
  = help: use `junior`, `mid`, `senior` or `expert`

1 problem found"#,
    );
}

#[test]
fn an_unknown_topic_finds_the_nearest_one_of_the_bank() {
    files_fail(
        &[
            (
                "questions/bank.toml",
                r#"[[topic]]
id = "weather"

[[topic]]
id = "sea"
"#,
            ),
            (
                "questions/one.toml",
                r#"[[question]]
id = "one"
level = "junior"
topic = "wether"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
            ),
        ],
        r#"error: unknown topic `wether`
 --> questions/one.toml:4:9
  |
4 | topic = "wether"
  |         ^^^^^^^^ no such topic in the bank
  |
  = help: did you mean `weather`?

1 problem found"#,
    );
}

#[test]
fn a_mistyped_key_finds_the_nearest_one() {
    line_fails(
        "marks = 2\n",
        "marsk = 2\n",
        r"error: unknown key `marsk`
 --> questions/a.toml:6:1
  |
6 | marsk = 2
  | ^^^^^ not known here
  |
  = help: did you mean `marks`?

1 problem found",
    );
}

#[test]
fn a_key_like_no_other_finds_them_all() {
    line_fails(
        "minutes = 3",
        "zzz = 3",
        r"error: unknown key `zzz`
 --> questions/a.toml:7:1
  |
7 | zzz = 3
  | ^^^ not known here
  |
  = help: use `id`, `level`, `topic`, `concept`, `tags`, `excludes`, `set`, `allow`, `kind`, `marks`, `minutes`, `needs`, `prompt`, `answer`, `rubric`, `look_for`, `red_flags`, `follow_ups`, `space`, `options`, `correct`, `blanks`, `value`, `tolerance`, `unit`, `pairs`, `extra`, `items` or `parts`

1 problem found",
    );
}

#[test]
fn every_key_that_does_not_fit_is_told() {
    line_fails(
        "marks = 2\nminutes = 3\nprompt =",
        "marsk = 2\nminutes = \"three\"\npromt =",
        r#"error: unknown key `marsk`
 --> questions/a.toml:6:1
  |
6 | marsk = 2
  | ^^^^^ not known here
  |
  = help: did you mean `marks`?

error: a whole number is expected here
 --> questions/a.toml:7:11
  |
7 | minutes = "three"
  |           ^^^^^^^ this is text
  |
  = help: write digits only, such as `3`, without quotes

error: unknown key `promt`
 --> questions/a.toml:8:1
  |
8 | promt = "Why?"
  | ^^^^^ not known here
  |
  = help: did you mean `prompt`?

3 problems found"#,
    );
}

#[test]
fn a_mistyped_kind_finds_the_nearest_one() {
    line_fails(
        r#""open""#,
        r#""opne""#,
        r#"error: unknown value `opne`
 --> questions/a.toml:5:8
  |
5 | kind = "opne"
  |        ^^^^^^ not known here
  |
  = help: did you mean `open`?

1 problem found"#,
    );
}

#[test]
fn an_unknown_kind_finds_them_all() {
    line_fails(
        r#""open""#,
        r#""essay""#,
        r#"error: unknown value `essay`
 --> questions/a.toml:5:8
  |
5 | kind = "essay"
  |        ^^^^^^^ not known here
  |
  = help: use `open`, `code`, `single-choice`, `multiple-choice`, `true-false`, `fill-in`, `numeric`, `matching` or `ordering`

1 problem found"#,
    );
}

#[test]
fn all_missing_keys_are_told_at_once() {
    bank_fails(
        r#"[[question]]
concept = "nothing"
"#,
        r"error: the key `id` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `id = …`

error: the key `level` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `level = …`

error: the key `topic` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `topic = …`

error: the key `kind` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `kind = …`

error: the key `minutes` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `minutes = …`

error: the key `marks` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `marks = …`

error: the key `prompt` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `prompt = …`

7 problems found",
    );
}

#[test]
fn a_question_without_marks_is_checked_all_the_same() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
minutes = 1
prompt = "Why?"
"#,
        r"error: the key `marks` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `marks = …`

error: the key `answer` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `answer = …`

2 problems found",
    );
}

#[test]
fn zero_marks_are_refused() {
    line_fails(
        "marks = 2\n",
        "marks = 0\n",
        r"error: 0 marks are not possible
 --> questions/a.toml:6:9
  |
6 | marks = 0
  |         ^ this number
  |
  = help: write a number from 1 to 1000

1 problem found",
    );
}

#[test]
fn marks_below_zero_are_refused() {
    line_fails(
        "marks = 2\n",
        "marks = -2\n",
        r"error: -2 marks are not possible
 --> questions/a.toml:6:9
  |
6 | marks = -2
  |         ^^ this number
  |
  = help: write a number from 1 to 1000

1 problem found",
    );
}

#[test]
fn more_marks_than_anyone_can_give_are_refused() {
    line_fails(
        "marks = 2\n",
        "marks = 1001\n",
        r"error: 1001 marks are not possible
 --> questions/a.toml:6:9
  |
6 | marks = 1001
  |         ^^^^ this number
  |
  = help: write a number from 1 to 1000

1 problem found",
    );
}

#[test]
fn zero_minutes_are_refused() {
    line_fails(
        "minutes = 3",
        "minutes = 0",
        r"error: 0 minutes are not possible
 --> questions/a.toml:7:11
  |
7 | minutes = 0
  |           ^ this number
  |
  = help: write a number from 1 to 1000

1 problem found",
    );
}

#[test]
fn a_rubric_adds_up_to_the_marks() {
    line_fails(
        "marks = 2\n",
        "marks = 3\n",
        r#"error: the rubric adds up to 2 marks, not to 3
  --> questions/a.toml:10:10
   |
10 | rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ these rows
   |
   = help: change the rows until they add up to 3, or write `marks = 2`

1 problem found"#,
    );
}

#[test]
fn a_row_of_a_rubric_has_marks() {
    line_fails(
        r#"{ marks = 1, text = "second" }"#,
        r#"{ marks = 0, text = "second" }"#,
        r#"error: 0 marks are not possible
  --> questions/a.toml:10:52
   |
10 | rubric = [{ marks = 1, text = "first" }, { marks = 0, text = "second" }]
   |                                                    ^ this number
   |
   = help: write a number from 1 to 1000

1 problem found"#,
    );
}

#[test]
fn an_empty_prompt_is_refused() {
    line_fails(
        r#""Why?""#,
        r#""""#,
        r#"error: the prompt is empty
 --> questions/a.toml:8:10
  |
8 | prompt = ""
  |          ^^ nothing in it
  |
  = help: write the prompt

1 problem found"#,
    );
}

#[test]
fn a_prompt_of_spaces_is_refused() {
    line_fails(
        r#""Why?""#,
        "'''\n  \n'''",
        r"error: the prompt is empty
 --> questions/a.toml:8:10
  |
8 | prompt = '''
  |          ^^^ nothing in it
  |
  = help: write the prompt

1 problem found",
    );
}

#[test]
fn an_empty_answer_is_refused() {
    line_fails(
        r#""Because.""#,
        r#""""#,
        r#"error: the answer is empty
 --> questions/a.toml:9:10
  |
9 | answer = ""
  |          ^^ nothing in it
  |
  = help: write the answer

1 problem found"#,
    );
}

#[test]
fn an_empty_row_of_a_rubric_is_refused() {
    line_fails(
        r#""second""#,
        r#"" ""#,
        r#"error: this text is empty
  --> questions/a.toml:10:62
   |
10 | rubric = [{ marks = 1, text = "first" }, { marks = 1, text = " " }]
   |                                                              ^^^ nothing in it
   |
   = help: write it, or leave the entry out

1 problem found"#,
    );
}

#[test]
fn an_answer_space_has_a_size() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nspace = { lines = 0 }",
        r#"error: an answer space of 0 is not possible
 --> questions/a.toml:8:9
  |
8 | space = { lines = 0 }
  |         ^^^^^^^^^^^^^ this size
  |
  = help: write a number from 1 to 200, or `space = "none"`

1 problem found"#,
    );
}

#[test]
fn an_answer_space_fits_a_page() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nspace = { box = 300 }",
        r#"error: an answer space of 300 is not possible
 --> questions/a.toml:8:9
  |
8 | space = { box = 300 }
  |         ^^^^^^^^^^^^^ this size
  |
  = help: write a number from 1 to 200, or `space = "none"`

1 problem found"#,
    );
}

#[test]
fn an_open_question_has_no_options() {
    line_fails(
        "minutes = 3",
        "minutes = 3\noptions = [{ text = \"yes\", correct = true }, { text = \"no\" }]",
        r#"error: the kind `open` has no `options`
 --> questions/a.toml:8:11
  |
8 | options = [{ text = "yes", correct = true }, { text = "no" }]
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ of another kind
  |
  = help: leave it out, or change the kind; `open` needs `prompt` and `answer`

1 problem found"#,
    );
}

// Values of the wrong type.

#[test]
fn marks_are_a_number() {
    line_fails(
        "marks = 2\n",
        "marks = \"2\"\n",
        r#"error: a whole number is expected here
 --> questions/a.toml:6:9
  |
6 | marks = "2"
  |         ^^^ this is text
  |
  = help: write digits only, such as `3`, without quotes

1 problem found"#,
    );
}

#[test]
fn marks_are_a_whole_number() {
    line_fails(
        "marks = 2\n",
        "marks = 2.5\n",
        r"error: a whole number is expected here
 --> questions/a.toml:6:9
  |
6 | marks = 2.5
  |         ^^^ this is a decimal number
  |
  = help: write digits only, such as `3`, without quotes

1 problem found",
    );
}

#[test]
fn a_number_can_be_too_large_for_any_key() {
    line_fails(
        "marks = 2\n",
        "marks = 99999999999999999999\n",
        r"error: this number is not possible
 --> questions/a.toml:6:9
  |
6 | marks = 99999999999999999999
  |         ^^^^^^^^^^^^^^^^^^^^ this number
  |
  = help: write a smaller number

1 problem found",
    );
}

#[test]
fn an_id_is_text() {
    line_fails(
        r#""one""#,
        "1",
        r#"error: text is expected here
 --> questions/a.toml:2:6
  |
2 | id = 1
  |      ^ this is a number
  |
  = help: put it into quotes: "…"

1 problem found"#,
    );
}

#[test]
fn a_prompt_is_no_list() {
    line_fails(
        r#""Why?""#,
        r#"["Why?"]"#,
        r#"error: text is expected here
 --> questions/a.toml:8:10
  |
8 | prompt = ["Why?"]
  |          ^^^^^^^^ this is a list
  |
  = help: put it into quotes: "…"

1 problem found"#,
    );
}

#[test]
fn a_kind_is_a_word() {
    line_fails(
        r#""open""#,
        "1",
        r#"error: this value is not possible here
 --> questions/a.toml:5:8
  |
5 | kind = 1
  |        ^ this value
  |
  = help: write one word in quotes, such as `"none"`, or one word with its number, such as `{ lines = 6 }`

1 problem found"#,
    );
}

#[test]
fn red_flags_are_a_list() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nred_flags = \"Says nothing.\"",
        r#"error: a list is expected here
 --> questions/a.toml:8:13
  |
8 | red_flags = "Says nothing."
  |             ^^^^^^^^^^^^^^^ this is text
  |
  = help: put it into brackets, `[ … ]`; a heading on a line of its own has two, `[[ … ]]`

1 problem found"#,
    );
}

#[test]
fn a_row_of_a_rubric_is_in_braces() {
    line_fails(
        r#"{ marks = 1, text = "first" }"#,
        r#""first""#,
        r#"error: `{ marks = …, text = "…" }` is expected here
  --> questions/a.toml:10:11
   |
10 | rubric = ["first", { marks = 1, text = "second" }]
   |           ^^^^^^^ this is text
   |
   = help: write it in this form

1 problem found"#,
    );
}

#[test]
fn a_row_of_a_rubric_has_a_text() {
    line_fails(
        r#"{ marks = 1, text = "first" }"#,
        "{ marks = 1 }",
        r#"error: the key `text` is missing
  --> questions/a.toml:10:11
   |
10 | rubric = [{ marks = 1 }, { marks = 1, text = "second" }]
   |           ^^^^^^^^^^^^^ in this
   |
   = help: add `text = …`

1 problem found"#,
    );
}

#[test]
fn an_answer_space_is_no_bare_number() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nspace = 5",
        r#"error: this value is not possible here
 --> questions/a.toml:8:9
  |
8 | space = 5
  |         ^ this value
  |
  = help: write one word in quotes, such as `"none"`, or one word with its number, such as `{ lines = 6 }`

1 problem found"#,
    );
}

#[test]
fn a_table_to_fill_has_columns_that_can_be_written_in() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nspace = { table = { columns = [], rows = 4 } }",
        r"error: a table of 0 columns cannot be filled in
 --> questions/a.toml:8:31
  |
8 | space = { table = { columns = [], rows = 4 } }
  |                               ^^ these columns
  |
  = help: write from 1 to 8 texts, one for each column

1 problem found",
    );
    line_fails(
        "minutes = 3",
        r#"minutes = 3
space = { table = { columns = ["1", "2", "3", "4", "5", "6", "7", "8", "9"], rows = 4 } }"#,
        r#"error: a table of 9 columns cannot be filled in
 --> questions/a.toml:8:31
  |
8 | space = { table = { columns = ["1", "2", "3", "4", "5", "6", "7", "8", "9"], rows = 4 } }
  |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ these columns
  |
  = help: write from 1 to 8 texts, one for each column

1 problem found"#,
    );
}

#[test]
fn a_table_to_fill_has_a_text_over_each_column() {
    line_fails(
        "minutes = 3",
        r#"minutes = 3
space = { table = { columns = ["Input", ""], rows = 4 } }"#,
        r#"error: this text is empty
 --> questions/a.toml:8:41
  |
8 | space = { table = { columns = ["Input", ""], rows = 4 } }
  |                                         ^^ nothing in it
  |
  = help: write it, or leave the entry out

1 problem found"#,
    );
}

#[test]
fn a_table_to_fill_has_rows() {
    line_fails(
        "minutes = 3",
        r#"minutes = 3
space = { table = { columns = ["Input"], rows = 0 } }"#,
        r#"error: an answer space of 0 is not possible
 --> questions/a.toml:8:9
  |
8 | space = { table = { columns = ["Input"], rows = 0 } }
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this size
  |
  = help: write a number from 1 to 200, or `space = "none"`

1 problem found"#,
    );
    line_fails(
        "minutes = 3",
        r#"minutes = 3
space = { table = { columns = ["Input"] } }"#,
        r#"error: the key `rows` is missing
 --> questions/a.toml:8:19
  |
8 | space = { table = { columns = ["Input"] } }
  |                   ^^^^^^^^^^^^^^^^^^^^^^^ in this
  |
  = help: add `rows = …`

1 problem found"#,
    );
}

#[test]
fn a_table_to_fill_has_no_other_keys() {
    line_fails(
        "minutes = 3",
        r#"minutes = 3
space = { table = { columns = ["Input"], row = 4 } }"#,
        r#"error: unknown key `row`
 --> questions/a.toml:8:42
  |
8 | space = { table = { columns = ["Input"], row = 4 } }
  |                                          ^^^ not known here
  |
  = help: did you mean `rows`?

1 problem found"#,
    );
}

#[test]
fn an_answer_that_is_written_elsewhere_has_no_space() {
    kind_fails(
        r#"kind = "fill-in"
prompt = "One mouse, two ___."
blanks = [{ accept = ["mice"] }]
space = { lines = 2 }
"#,
        r"error: the kind `fill-in` has no `space`
  --> questions/a.toml:10:9
   |
10 | space = { lines = 2 }
   |         ^^^^^^^^^^^^^ of another kind
   |
   = help: leave it out: the answer goes into the blanks of the prompt

1 problem found",
    );
    kind_fails(
        r#"kind = "ordering"
prompt = "Sort."
items = ["first", "second"]
space = "none"
"#,
        r#"error: the kind `ordering` has no `space`
  --> questions/a.toml:10:9
   |
10 | space = "none"
   |         ^^^^^^ of another kind
   |
   = help: leave it out: the answer goes into the boxes of the items

1 problem found"#,
    );
}

#[test]
fn an_answer_space_is_not_below_zero() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nspace = { lines = -5 }",
        r"error: this number is not possible
 --> questions/a.toml:8:19
  |
8 | space = { lines = -5 }
  |                   ^^ this number
  |
  = help: write a number that is not below zero

1 problem found",
    );
}

#[test]
fn an_answer_space_is_of_a_known_sort() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nspace = { line = 5 }",
        r"error: unknown value `line`
 --> questions/a.toml:8:11
  |
8 | space = { line = 5 }
  |           ^^^^ not known here
  |
  = help: did you mean `lines`?

1 problem found",
    );
}

#[test]
fn true_is_not_text() {
    kind_fails(
        r#"kind = "true-false"
prompt = "Water boils."
correct = "true"
"#,
        r#"error: `true` or `false` is expected here
 --> questions/a.toml:9:11
  |
9 | correct = "true"
  |           ^^^^^^ this is text
  |
  = help: write one of the two, in small letters and without quotes

1 problem found"#,
    );
}

#[test]
fn the_value_of_a_numeric_question_is_not_text() {
    kind_fails(
        r#"kind = "numeric"
prompt = "How many?"
value = "3"
"#,
        r#"error: a number is expected here
 --> questions/a.toml:9:9
  |
9 | value = "3"
  |         ^^^ this value
  |
  = help: write a number such as `3` or `0.5`, without quotes

1 problem found"#,
    );
}

#[test]
fn an_option_is_in_braces() {
    kind_fails(
        r#"kind = "single-choice"
prompt = "Which?"
options = ["a", "b"]
"#,
        r#"error: `{ text = "…", why = "…" }` is expected here
 --> questions/a.toml:9:12
  |
9 | options = ["a", "b"]
  |            ^^^ this is text
  |
  = help: write it in this form

1 problem found"#,
    );
}

#[test]
fn what_a_blank_accepts_is_a_list() {
    kind_fails(
        r#"kind = "fill-in"
prompt = "One ___."
blanks = [{ accept = "mouse" }]
"#,
        r#"error: a list is expected here
 --> questions/a.toml:9:22
  |
9 | blanks = [{ accept = "mouse" }]
  |                      ^^^^^^^ this is text
  |
  = help: put it into brackets, `[ … ]`; a heading on a line of its own has two, `[[ … ]]`

1 problem found"#,
    );
}

// What each kind needs.

#[test]
fn a_choice_with_no_right_option_is_refused() {
    kind_fails(
        r#"kind = "single-choice"
prompt = "Which?"
options = [{ text = "a" }, { text = "b" }]
"#,
        r#"error: no option is correct
 --> questions/a.toml:9:11
  |
9 | options = [{ text = "a" }, { text = "b" }]
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ none of these
  |
  = help: add `correct = true` to the right option

1 problem found"#,
    );
}

#[test]
fn a_single_choice_with_two_right_options_is_refused() {
    kind_fails(
        r#"kind = "single-choice"
prompt = "Which?"
options = [
  { text = "a", correct = true },
  { text = "b", correct = true },
  { text = "c" },
]
"#,
        r#"error: 2 options are correct, a single choice has one
  --> questions/a.toml:11:12
   |
11 |   { text = "b", correct = true },
   |            ^^^ this is the second one
   |
   = help: take `correct = true` from all but one, or write `kind = "multiple-choice"`

1 problem found"#,
    );
}

#[test]
fn an_option_that_is_there_twice_is_refused() {
    kind_fails(
        r#"kind = "multiple-choice"
prompt = "Which?"
options = [
  { text = "a", correct = true },
  { text = "b" },
  { text = "a" },
]
"#,
        r#"error: the option `a` is there twice
  --> questions/a.toml:12:12
   |
10 |   { text = "a", correct = true },
   |            --- the first time
11 |   { text = "b" },
12 |   { text = "a" },
   |            ^^^ again
   |
   = help: change one of them or leave it out

1 problem found"#,
    );
}

#[test]
fn a_choice_of_one_option_is_refused() {
    kind_fails(
        r#"kind = "single-choice"
prompt = "Which?"
options = [{ text = "a", correct = true }]
"#,
        r#"error: there are fewer than two options
 --> questions/a.toml:9:11
  |
9 | options = [{ text = "a", correct = true }]
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ too few
  |
  = help: write two options or more

1 problem found"#,
    );
}

#[test]
fn a_choice_of_no_option_is_refused() {
    kind_fails(
        r#"kind = "multiple-choice"
prompt = "Which?"
options = []
"#,
        r"error: there are fewer than two options
 --> questions/a.toml:9:11
  |
9 | options = []
  |           ^^ too few
  |
  = help: write two options or more

1 problem found",
    );
}

#[test]
fn an_empty_option_is_refused() {
    kind_fails(
        r#"kind = "single-choice"
prompt = "Which?"
options = [{ text = "a", correct = true }, { text = "" }]
"#,
        r#"error: this text is empty
 --> questions/a.toml:9:53
  |
9 | options = [{ text = "a", correct = true }, { text = "" }]
  |                                                     ^^ nothing in it
  |
  = help: write it, or leave the entry out

1 problem found"#,
    );
}

#[test]
fn a_choice_without_options_is_refused() {
    kind_fails(
        r#"kind = "single-choice"
prompt = "Which?"
"#,
        r"error: the key `options` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `options = …`

1 problem found",
    );
}

#[test]
fn a_statement_is_true_or_false() {
    kind_fails(
        r#"kind = "true-false"
prompt = "Water boils."
"#,
        r"error: the key `correct` is missing
 --> questions/a.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ in what starts here
  |
  = help: add `correct = …`

1 problem found",
    );
}

#[test]
fn every_blank_has_its_answers() {
    kind_fails(
        r#"kind = "fill-in"
prompt = "One mouse, two ___. One sheep, two ___."
blanks = [{ accept = ["mice"] }]
"#,
        r#"error: the prompt has 2 blanks, `blanks` has 1 answer
 --> questions/a.toml:8:10
  |
8 | prompt = "One mouse, two ___. One sheep, two ___."
  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ these do not match
  |
  = help: write `___` in the prompt for each entry of `blanks`, in the same order

1 problem found"#,
    );
}

#[test]
fn a_blank_that_accepts_nothing_is_refused() {
    kind_fails(
        r#"kind = "fill-in"
prompt = "One mouse, two ___. One sheep, two ___."
blanks = [{ accept = ["mice"] }, { accept = [] }]
"#,
        r#"error: a blank has no answer
 --> questions/a.toml:9:45
  |
9 | blanks = [{ accept = ["mice"] }, { accept = [] }]
  |                                             ^^ nothing to accept
  |
  = help: write what is right in this blank

1 problem found"#,
    );
}

#[test]
fn a_blank_that_accepts_spaces_is_refused() {
    kind_fails(
        r#"kind = "fill-in"
prompt = "One mouse, two ___."
blanks = [{ accept = ["mice", " "] }]
"#,
        r#"error: a blank has no answer
 --> questions/a.toml:9:22
  |
9 | blanks = [{ accept = ["mice", " "] }]
  |                      ^^^^^^^^^^^^^ nothing to accept
  |
  = help: write what is right in this blank

1 problem found"#,
    );
}

#[test]
fn blanks_are_not_counted_in_a_prompt_that_cannot_be_read() {
    kind_fails(
        r#"kind = "fill-in"
prompt = "One <b>mouse</b>, two ___."
blanks = [{ accept = ["mice"] }]
"#,
        r#"error: HTML cannot be printed
 --> questions/a.toml:8:15
  |
8 | prompt = "One <b>mouse</b>, two ___."
  |               ^^^ here
  |
  = help: write it as Markdown, or as `code` if it is meant to be seen

error: HTML cannot be printed
 --> questions/a.toml:8:23
  |
8 | prompt = "One <b>mouse</b>, two ___."
  |                       ^^^^ here
  |
  = help: write it as Markdown, or as `code` if it is meant to be seen

2 problems found"#,
    );
}

#[test]
fn a_tolerance_below_zero_is_refused() {
    kind_fails(
        r#"kind = "numeric"
prompt = "How many?"
value = 3
tolerance = -0.5
"#,
        r"error: the tolerance is below zero
  --> questions/a.toml:10:13
   |
10 | tolerance = -0.5
   |             ^^^^ this value
   |
   = help: write zero or a positive number

1 problem found",
    );
}

#[test]
fn a_value_that_is_no_number_is_refused() {
    kind_fails(
        r#"kind = "numeric"
prompt = "How many?"
value = nan
"#,
        r"error: the value is not a number
 --> questions/a.toml:9:9
  |
9 | value = nan
  |         ^^^ this value
  |
  = help: write a number such as `3` or `0.5`

1 problem found",
    );
}

#[test]
fn a_left_side_that_is_there_twice_is_refused() {
    kind_fails(
        r#"kind = "matching"
prompt = "What belongs together?"
pairs = [
  { left = "quick", right = "fast" },
  { left = "quick", right = "quiet" },
]
"#,
        r#"error: the left side `quick` is there twice
  --> questions/a.toml:11:12
   |
10 |   { left = "quick", right = "fast" },
   |            ------- the first time
11 |   { left = "quick", right = "quiet" },
   |            ^^^^^^^ again
   |
   = help: change one of them or leave it out

1 problem found"#,
    );
}

#[test]
fn a_right_side_that_is_there_twice_is_refused() {
    kind_fails(
        r#"kind = "matching"
prompt = "What belongs together?"
pairs = [
  { left = "quick", right = "fast" },
  { left = "silent", right = "quiet" },
]
extra = ["fast"]
"#,
        r#"error: the right side `fast` is there twice
  --> questions/a.toml:13:10
   |
10 |   { left = "quick", right = "fast" },
   |                             ------ the first time
...
13 | extra = ["fast"]
   |          ^^^^^^ again
   |
   = help: change one of them or leave it out

1 problem found"#,
    );
}

#[test]
fn a_pair_has_two_sides() {
    kind_fails(
        r#"kind = "matching"
prompt = "What belongs together?"
pairs = [{ left = "quick" }, { left = "silent", right = "quiet" }]
"#,
        r#"error: the key `right` is missing
 --> questions/a.toml:9:10
  |
9 | pairs = [{ left = "quick" }, { left = "silent", right = "quiet" }]
  |          ^^^^^^^^^^^^^^^^^^ in this
  |
  = help: add `right = …`

1 problem found"#,
    );
}

#[test]
fn an_item_that_is_there_twice_is_refused() {
    kind_fails(
        r#"kind = "ordering"
prompt = "In which order?"
items = ["ice", "water", "ice"]
"#,
        r#"error: the item `ice` is there twice
 --> questions/a.toml:9:26
  |
9 | items = ["ice", "water", "ice"]
  |          -----           ^^^^^ again
  |          |
  |          the first time
  |
  = help: change one of them or leave it out

1 problem found"#,
    );
}

// Parts.

#[test]
fn parts_add_up_to_the_marks_of_their_question() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 3
minutes = 3
prompt = "A plank lies over a ditch."

[[question.parts]]
prompt = "Sketch it."
marks = 2
answer = "A sketch."
"#,
        r"error: the parts have 2 marks together, the question has 3
 --> questions/a.toml:6:9
  |
6 | marks = 3
  |         ^ does not fit the parts
  |
  = help: write `marks = 2`, or change the marks of the parts

1 problem found",
    );
}

#[test]
fn a_part_has_no_id() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "A plank lies over a ditch."

[[question.parts]]
id = "sketch"
prompt = "Sketch it."
marks = 2
answer = "A sketch."
"#,
        r#"error: a part has no `id`
  --> questions/a.toml:11:6
   |
11 | id = "sketch"
   |      ^^^^^^^^ belongs to the question
   |
   = help: move it before the first `[[question.parts]]`

1 problem found"#,
    );
}

#[test]
fn a_part_has_no_tags_exclusions_or_set() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "A plank lies over a ditch."

[[question.parts]]
tags = ["new"]
excludes = ["two"]
set = "case-7"
prompt = "Sketch it."
marks = 2
answer = "A sketch."
"#,
        r#"error: a part has no `tags`
  --> questions/a.toml:11:8
   |
11 | tags = ["new"]
   |        ^^^^^^^ belongs to the question
   |
   = help: move it before the first `[[question.parts]]`

error: a part has no `excludes`
  --> questions/a.toml:12:12
   |
12 | excludes = ["two"]
   |            ^^^^^^^ belongs to the question
   |
   = help: move it before the first `[[question.parts]]`

error: a part has no `set`
  --> questions/a.toml:13:7
   |
13 | set = "case-7"
   |       ^^^^^^^^ belongs to the question
   |
   = help: move it before the first `[[question.parts]]`

3 problems found"#,
    );
}

#[test]
fn a_question_with_parts_has_no_answer_of_its_own() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "A plank lies over a ditch."
answer = "It bends."
space = { lines = 3 }

[[question.parts]]
prompt = "Sketch it."
marks = 2
answer = "A sketch."
"#,
        r#"error: a question with parts has no `answer` of its own
 --> questions/a.toml:9:10
  |
9 | answer = "It bends."
  |          ^^^^^^^^^^^ belongs to a part
  |
  = help: move it below a `[[question.parts]]`

error: a question with parts has no `space` of its own
  --> questions/a.toml:10:9
   |
10 | space = { lines = 3 }
   |         ^^^^^^^^^^^^^ belongs to a part
   |
   = help: move it below a `[[question.parts]]`

2 problems found"#,
    );
}

#[test]
fn what_a_part_lacks_is_told_at_once() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 3
minutes = 3
prompt = "A plank lies over a ditch."

[[question.parts]]
kind = "numeric"
"#,
        r"error: the key `marks` is missing
  --> questions/a.toml:10:1
   |
10 | [[question.parts]]
   | ^^^^^^^^^^^^^^^^^^ in what starts here
   |
   = help: add `marks = …`

error: the key `prompt` is missing
  --> questions/a.toml:10:1
   |
10 | [[question.parts]]
   | ^^^^^^^^^^^^^^^^^^ in what starts here
   |
   = help: add `prompt = …`

error: the key `value` is missing
  --> questions/a.toml:10:1
   |
10 | [[question.parts]]
   | ^^^^^^^^^^^^^^^^^^ in what starts here
   |
   = help: add `value = …`

3 problems found",
    );
}

#[test]
fn parts_have_two_brackets() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 3
minutes = 3
prompt = "A plank lies over a ditch."

[question.parts]
prompt = "Sketch it."
marks = 2
answer = "A sketch."
"#,
        r"error: a list is expected here
  --> questions/a.toml:10:1
   |
10 | [question.parts]
   | ^^^^^^^^^^^^^^^^ this value
   |
   = help: put it into brackets, `[ … ]`; a heading on a line of its own has two, `[[ … ]]`

1 problem found",
    );
}

// Files.

#[test]
fn a_file_that_is_not_utf_8_is_shown_with_its_line() {
    bank_fails(
        b"[[question]]\nid = \"zw\xf6lf\"\n",
        r#"error: this file is not UTF-8
 --> questions/a.toml:2:9
  |
2 | id = "zw�lf"
  |         ^ this character cannot be read
  |
  = help: save the file as UTF-8 in your editor

1 problem found"#,
    );
}

#[test]
fn a_file_that_is_not_toml_does_not_hide_the_others() {
    files_fail(
        &[
            (
                "questions/a.toml",
                r"This is my question bank.
",
            ),
            (
                "questions/b.toml",
                r#"[[question]]
id = "one"
level = "junoir"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
            ),
        ],
        r#"error: this line is not of the form `key = value`
 --> questions/a.toml:1:6
  |
1 | This is my question bank.
  |      ^ here
  |
  = help: write `key = value`; if it belongs to a text, see that ''' stands before and after that text; a remark begins with #

error: unknown level `junoir`
 --> questions/b.toml:3:9
  |
3 | level = "junoir"
  |         ^^^^^^^^ no such level in the bank
  |
  = help: did you mean `junior`?

2 problems found"#,
    );
}

#[test]
fn text_without_quotes_is_refused() {
    line_fails(
        r#""junior""#,
        "junior",
        r#"error: this value cannot be read
 --> questions/a.toml:3:9
  |
3 | level = junior
  |         ^^^^^^ here
  |
  = help: write text in straight quotes, "…", a number as `2` or `0.5`, yes and no as `true` and `false`; inside brackets put a comma after it

1 problem found"#,
    );
}

#[test]
fn curly_quotes_are_refused() {
    line_fails(
        r#""junior""#,
        "“junior”",
        r#"error: this value cannot be read
 --> questions/a.toml:3:9
  |
3 | level = “junior”
  |         ^^^^^^^^ here
  |
  = help: write text in straight quotes, "…", a number as `2` or `0.5`, yes and no as `true` and `false`; inside brackets put a comma after it

1 problem found"#,
    );
}

#[test]
fn a_text_in_quotes_ends_on_its_line() {
    line_fails(
        r#""Why?""#,
        "\"Why,\nthen?\"",
        r#"error: a quote is missing at the end of this text
 --> questions/a.toml:8:15
  |
8 | prompt = "Why,
  |               ^ here
  |
  = help: close the text on the line it starts on; text over several lines goes between ''' and '''

1 problem found"#,
    );
}

#[test]
fn a_text_over_several_lines_has_an_end() {
    line_fails(
        r#""Why?""#,
        "'''\nWhy?\n",
        r"error: this text has no end
 --> questions/a.toml:8:10
  |
8 | prompt = '''
  |          ^^^ starts here
  |
  = help: write the same three quotes after the last line of the text

1 problem found",
    );
}

#[test]
fn a_quote_within_quotes_is_escaped() {
    line_fails(
        r#""Why?""#,
        r#""Why "now"?""#,
        r#"error: the line should have ended before this
 --> questions/a.toml:8:16
  |
8 | prompt = "Why "now"?"
  |                ^ here
  |
  = help: write one `key = value` a line, a quote inside "…" as `\"`, and a number with a point, not a comma

1 problem found"#,
    );
}

#[test]
fn a_backslash_is_escaped() {
    line_fails(
        r#""Why?""#,
        r#""Where is C:\path?""#,
        r#"error: a backslash cannot stand here like this
 --> questions/a.toml:8:23
  |
8 | prompt = "Where is C:\path?"
  |                       ^ here
  |
  = help: write `\\` for a backslash, or put the text between single quotes: '…'

1 problem found"#,
    );
}

#[test]
fn a_key_is_there_once() {
    line_fails(
        "minutes = 3",
        "minutes = 3\nmarks = 2",
        r"error: the key `marks` is there twice
 --> questions/a.toml:8:1
  |
8 | marks = 2
  | ^^^^^ again
  |
  = help: leave one of them out, or put a new heading `[[ … ]]` before it

1 problem found",
    );
}

#[test]
fn a_list_is_closed() {
    line_fails(
        "minutes = 3",
        "look_for = [\"a\", \"b\"\nminutes = 3",
        r"error: a comma or a closing bracket is missing before this
 --> questions/a.toml:8:1
  |
8 | minutes = 3
  | ^ here
  |
  = help: put a comma between the entries of a list, and `]` after the last one

1 problem found",
    );
}

#[test]
fn a_list_that_runs_into_the_next_question_is_not_closed() {
    bank_fails(
        r#"[[question]]
id = "one"
look_for = [
  "rain",
  "snow",

[[question]]
id = "two"
level = "junior"
"#,
        r"error: a comma or a closing bracket is missing before this
 --> questions/a.toml:7:3
  |
7 | [[question]]
  |   ^^^^^^^^ here
  |
  = help: put a comma between the entries of a list, and `]` after the last one

1 problem found",
    );
}

#[test]
fn a_brace_that_runs_into_the_next_line_is_not_closed() {
    bank_fails(
        r#"[[question]]
id = "one"
rubric = [
  { marks = 1, text = "rain",
  { marks = 1, text = "snow" },
]
"#,
        r#"error: a comma or a closing brace is missing before this
 --> questions/a.toml:5:3
  |
5 |   { marks = 1, text = "snow" },
  |   ^ here
  |
  = help: put a comma between the entries in braces, and `}` after the last one

1 problem found"#,
    );
}

#[test]
fn a_forgotten_heading_is_told_at_the_first_key_that_is_there_twice() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
marks = 1

id = "two"
level = "mid"
marks = 2
"#,
        r#"error: the key `id` is there twice
 --> questions/a.toml:6:1
  |
6 | id = "two"
  | ^^ again
  |
  = help: leave one of them out, or put a new heading `[[ … ]]` before it

1 problem found"#,
    );
}

#[test]
fn commas_part_what_stands_in_braces() {
    line_fails(
        r#"{ marks = 1, text = "first" }"#,
        r#"{ marks = 1 text = "first" }"#,
        r#"error: this value cannot be read
  --> questions/a.toml:10:21
   |
10 | rubric = [{ marks = 1 text = "first" }, { marks = 1, text = "second" }]
   |                     ^^^^^^ here
   |
   = help: write text in straight quotes, "…", a number as `2` or `0.5`, yes and no as `true` and `false`; inside brackets put a comma after it

1 problem found"#,
    );
}

#[test]
fn braces_are_closed() {
    line_fails(
        r#"text = "second" }]"#,
        r#"text = "second" ]"#,
        r#"error: a comma or a closing brace is missing before this
  --> questions/a.toml:10:71
   |
10 | rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" ]
   |                                                                       ^ here
   |
   = help: put a comma between the entries in braces, and `}` after the last one

1 problem found"#,
    );
}

#[test]
fn brackets_of_a_heading_are_closed() {
    line_fails(
        "[[question]]",
        "[[question]",
        r"error: this heading is not closed
 --> questions/a.toml:1:12
  |
1 | [[question]
  |            ^ here
  |
  = help: close it as it was opened, with `]` or with `]]`

1 problem found",
    );
}

#[test]
fn values_that_cannot_be_read_are_all_told() {
    bank_fails(
        r#"[[question]]
id = one
level = "junior"
kind = Open
marks = 2
correct = True
"#,
        r#"error: this value cannot be read
 --> questions/a.toml:2:6
  |
2 | id = one
  |      ^^^ here
  |
  = help: write text in straight quotes, "…", a number as `2` or `0.5`, yes and no as `true` and `false`; inside brackets put a comma after it

error: this value cannot be read
 --> questions/a.toml:4:8
  |
4 | kind = Open
  |        ^^^^ here
  |
  = help: write text in straight quotes, "…", a number as `2` or `0.5`, yes and no as `true` and `false`; inside brackets put a comma after it

error: this value cannot be read
 --> questions/a.toml:6:11
  |
6 | correct = True
  |           ^^^^ here
  |
  = help: write text in straight quotes, "…", a number as `2` or `0.5`, yes and no as `true` and `false`; inside brackets put a comma after it

3 problems found"#,
    );
}

#[test]
fn a_file_without_a_heading_is_told_once() {
    bank_fails(
        r#"id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
        r#"error: `id` stands before the first question
 --> questions/a.toml:1:1
  |
1 | id = "one"
  | ^^ of no question
  |
  = help: start each question with a line `[[question]]`; levels and topics go into bank.toml

1 problem found"#,
    );
}

#[test]
fn a_question_has_two_brackets() {
    line_fails(
        "[[question]]",
        "[question]",
        r"error: a question starts with two brackets
 --> questions/a.toml:1:2
  |
1 | [question]
  |  ^^^^^^^^ here
  |
  = help: write `[[question]]`

1 problem found",
    );
}

#[test]
fn a_mistyped_heading_is_refused() {
    line_fails(
        "[[question]]",
        "[[questions]]",
        r"error: unknown heading `questions`
 --> questions/a.toml:1:3
  |
1 | [[questions]]
  |   ^^^^^^^^^ not known here
  |
  = help: start each question with a line `[[question]]`; levels and topics go into bank.toml

1 problem found",
    );
}

#[test]
fn lines_and_columns_are_right_in_a_file_from_windows() {
    let text = GOOD.replace(r#""Why?""#, "'''\nWhy\n<b>then?\n'''");
    let bank = format!("\u{feff}{text}").replace('\n', "\r\n");
    bank_fails(
        bank,
        r"error: HTML cannot be printed
  --> questions/a.toml:10:1
   |
10 | <b>then?
   | ^^^ here
   |
   = help: write it as Markdown, or as `code` if it is meant to be seen

1 problem found",
    );
}

#[test]
fn an_empty_folder_is_no_bank() {
    files_fail(
        &[("questions/.keep", "")],
        r"questions: there is no question in this bank
help: put TOML files with `[[question]]` into it; `exampress init` writes one to start from",
    );
}

#[test]
fn a_folder_that_is_not_there_is_no_bank() {
    files_fail(
        &[],
        r"questions: there is no such folder
help: name a folder with question files by --bank, or leave it out for the built-in bank",
    );
}

#[test]
fn a_file_is_no_bank() {
    files_fail(
        &[("questions", GOOD)],
        r"questions: there is no such folder
help: name a folder with question files by --bank, or leave it out for the built-in bank",
    );
}

#[test]
fn all_problems_of_all_files_come_in_one_report_in_file_order() {
    files_fail(
        &[
            (
                "questions/a.toml",
                r#"[[question]]
id = "one"
level = "junoir"
topic = "topic"
kind = "open"
marks = 2
minutes = 0
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
            ),
            (
                "questions/b/c.toml",
                r#"[[question]]
id = "two"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"
answer = ""
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
            ),
            (
                "questions/d.toml",
                r#"[[question]]
id = "three"
level = "junior"
topic = "topic"
kind = "open"
marks = 4
minutes = 3
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
            ),
        ],
        r#"error: unknown level `junoir`
 --> questions/a.toml:3:9
  |
3 | level = "junoir"
  |         ^^^^^^^^ no such level in the bank
  |
  = help: did you mean `junior`?

error: 0 minutes are not possible
 --> questions/a.toml:7:11
  |
7 | minutes = 0
  |           ^ this number
  |
  = help: write a number from 1 to 1000

error: the answer is empty
 --> questions/b/c.toml:9:10
  |
9 | answer = ""
  |          ^^ nothing in it
  |
  = help: write the answer

error: the rubric adds up to 2 marks, not to 4
  --> questions/d.toml:10:10
   |
10 | rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ these rows
   |
   = help: change the rows until they add up to 4, or write `marks = 2`

4 problems found"#,
    );
}

// bank.toml.

#[test]
fn a_mistyped_key_of_bank_toml_finds_the_nearest_one() {
    files_fail(
        &[
            (
                "questions/bank.toml",
                r#"titel = "Sea"
language = "en"
"#,
            ),
            ("questions/one.toml", GOOD),
        ],
        r#"error: unknown key `titel`
 --> questions/bank.toml:1:1
  |
1 | titel = "Sea"
  | ^^^^^ not known here
  |
  = help: did you mean `title`?

1 problem found"#,
    );
}

#[test]
fn a_level_stands_in_bank_toml_once() {
    files_fail(
        &[
            (
                "questions/bank.toml",
                r#"[[level]]
id = "junior"

[[level]]
id = "junior"
"#,
            ),
            ("questions/one.toml", GOOD),
        ],
        r#"error: the level `junior` is there twice
 --> questions/bank.toml:5:6
  |
2 | id = "junior"
  |      -------- the first time
...
5 | id = "junior"
  |      ^^^^^^^^ again
  |
  = help: leave one of them out

1 problem found"#,
    );
}

#[test]
fn a_level_of_bank_toml_is_written_like_an_id() {
    files_fail(
        &[
            (
                "questions/bank.toml",
                r#"[[level]]
id = "Year 7"
name = "Year 7"
"#,
            ),
            ("questions/one.toml", GOOD),
        ],
        r#"error: `Year 7` cannot be used as a name
 --> questions/bank.toml:2:6
  |
2 | id = "Year 7"
  |      ^^^^^^^^ this name
  |
  = help: write `year-7`: small letters, digits and single hyphens

1 problem found"#,
    );
}

#[test]
fn defaults_are_checked_where_they_stand() {
    files_fail(
        &[
            (
                "questions/bank.toml",
                r#"[defaults]
level = "junoir"
topic = "The sea"
marks = 0
minutes = -1
"#,
            ),
            ("questions/one.toml", GOOD),
        ],
        r#"error: unknown level `junoir`
 --> questions/bank.toml:2:9
  |
2 | level = "junoir"
  |         ^^^^^^^^ no such level in the bank
  |
  = help: did you mean `junior`?

error: `The sea` cannot be used as a name
 --> questions/bank.toml:3:9
  |
3 | topic = "The sea"
  |         ^^^^^^^^^ this name
  |
  = help: write `the-sea`: small letters, digits and single hyphens

error: 0 marks are not possible
 --> questions/bank.toml:4:9
  |
4 | marks = 0
  |         ^ this number
  |
  = help: write a number from 1 to 1000

error: -1 minutes are not possible
 --> questions/bank.toml:5:11
  |
5 | minutes = -1
  |           ^^ this number
  |
  = help: write a number from 1 to 1000

4 problems found"#,
    );
}

#[test]
fn a_wrong_bank_toml_does_not_make_its_defaults_missing() {
    files_fail(
        &[
            (
                "questions/bank.toml",
                r#"titel = "Sea"
[defaults]
level = "junior"
minutes = 2
"#,
            ),
            (
                "questions/one.toml",
                r#"[[question]]
id = "one"
topic = "topic"
kind = "open"
marks = 2
prompt = "Why?"
answer = ""
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
            ),
        ],
        r#"error: unknown key `titel`
 --> questions/bank.toml:1:1
  |
1 | titel = "Sea"
  | ^^^^^ not known here
  |
  = help: did you mean `title`?

error: the answer is empty
 --> questions/one.toml:7:10
  |
7 | answer = ""
  |          ^^ nothing in it
  |
  = help: write the answer

2 problems found"#,
    );
}

#[test]
fn default_marks_that_do_not_fit_the_parts_are_told_at_the_question() {
    files_fail(
        &[
            (
                "questions/bank.toml",
                r"[defaults]
marks = 3
",
            ),
            (
                "questions/one.toml",
                r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
minutes = 3
prompt = "A plank lies over a ditch."

[[question.parts]]
prompt = "Sketch it."
marks = 2
answer = "A sketch."
"#,
            ),
        ],
        r"error: the parts have 2 marks together, the question has 3
 --> questions/one.toml:1:1
  |
1 | [[question]]
  | ^^^^^^^^^^^^ does not fit the parts
  |
  = help: write `marks = 2`, or change the marks of the parts

1 problem found",
    );
}

// Pictures and Markdown.

#[test]
fn a_picture_that_is_not_there_is_refused() {
    prompt_fails(
        "Look:\n\n![A tree](trees/oak.png)",
        r"error: the picture `questions/trees/oak.png` is not there
  --> questions/a.toml:11:1
   |
11 | ![A tree](trees/oak.png)
   | ^^^^^^^^^^^^^^^^^^^^^^^^ asked for here
   |
   = help: write the path as seen from the folder of this file; PNG, JPEG and SVG files can be printed

1 problem found",
    );
}

#[test]
fn a_file_that_is_no_picture_is_refused() {
    files_fail(
        &[
            (
                "questions/a.toml",
                r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "![A tree](oak.png)"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#,
            ),
            (
                "questions/oak.png",
                r"an oak
",
            ),
        ],
        r#"error: the picture `questions/oak.png` cannot be printed: this file is neither PNG nor JPEG nor SVG
 --> questions/a.toml:8:11
  |
8 | prompt = "![A tree](oak.png)"
  |           ^^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: write the path as seen from the folder of this file; PNG, JPEG and SVG files can be printed

1 problem found"#,
    );
}

#[test]
fn a_picture_in_the_middle_of_a_line_is_refused() {
    prompt_fails(
        "Look at ![a tree](oak.png) here.",
        r"error: a picture in a line of text cannot be printed
 --> questions/a.toml:9:9
  |
9 | Look at ![a tree](oak.png) here.
  |         ^^^^^^^^^^^^^^^^^^ here
  |
  = help: put the picture into a paragraph of its own

1 problem found",
    );
}

#[test]
fn a_picture_with_text_after_it_is_refused() {
    Workshop::new()
        .file("questions/a.toml", GOOD.replace("Why?", "![A tree](oak.jpg) What is this?"))
        .file("questions/oak.jpg", b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00\xff\xd9")
        .run(CHECK)
        .fails(
            1,
            r#"error: a picture in a line of text cannot be printed
 --> questions/a.toml:8:11
  |
8 | prompt = "![A tree](oak.jpg) What is this?"
  |           ^^^^^^^^^^^^^^^^^^ there is text beside it
  |
  = help: put the picture into a paragraph of its own, with an empty line before and after it

1 problem found"#,
        );
}

#[test]
fn html_is_refused() {
    prompt_fails(
        "One line,\nand <b>bold</b> words.",
        r"error: HTML cannot be printed
  --> questions/a.toml:10:5
   |
10 | and <b>bold</b> words.
   |     ^^^ here
   |
   = help: write it as Markdown, or as `code` if it is meant to be seen

error: HTML cannot be printed
  --> questions/a.toml:10:12
   |
10 | and <b>bold</b> words.
   |            ^^^^ here
   |
   = help: write it as Markdown, or as `code` if it is meant to be seen

2 problems found",
    );
}

#[test]
fn a_block_of_html_is_refused() {
    prompt_fails(
        "Look:\n\n<table>\n<tr><td>1</td></tr>\n</table>",
        r"error: HTML cannot be printed
  --> questions/a.toml:11:1
   |
11 | <table>
   | ^^^^^^^ here
   |
   = help: write it as Markdown, or as `code` if it is meant to be seen

1 problem found",
    );
}

#[test]
fn a_heading_is_refused() {
    prompt_fails(
        "Look:\n\n## Part two",
        r"error: a heading cannot be printed
  --> questions/a.toml:11:1
   |
11 | ## Part two
   | ^^^^^^^^^^^ here
   |
   = help: write it as a **strong** line of its own, without # before it or dashes below it

1 problem found",
    );
}

#[test]
fn a_line_of_dashes_below_a_text_makes_it_a_heading() {
    prompt_fails(
        "Read this.\n\nIt rains.\n---\nWhy?",
        r"error: a heading cannot be printed
  --> questions/a.toml:11:1
   |
11 | It rains.
   | ^^^^^^^^^ here
   |
   = help: write it as a **strong** line of its own, without # before it or dashes below it

1 problem found",
    );
}

#[test]
fn a_footnote_is_refused() {
    prompt_fails(
        "It rains.[^1]\n\n[^1]: In spring.",
        r"error: a footnote cannot be printed
 --> questions/a.toml:9:10
  |
9 | It rains.[^1]
  |          ^^^^ here
  |
  = help: say it in the text, or escape the bracket as `\[`

error: a footnote cannot be printed
  --> questions/a.toml:11:1
   |
11 | [^1]: In spring.
   | ^^^^^^^^^^^^^^^^ here
   |
   = help: say it in the text, or escape the bracket as `\[`

2 problems found",
    );
}

#[test]
fn a_task_list_is_refused() {
    prompt_fails(
        "Tick:\n\n- [ ] rain\n- [x] snow",
        r"error: a task list cannot be printed
  --> questions/a.toml:11:3
   |
11 | - [ ] rain
   |   ^^^ here
   |
   = help: use a choice question for boxes to tick

error: a task list cannot be printed
  --> questions/a.toml:12:3
   |
12 | - [x] snow
   |   ^^^ here
   |
   = help: use a choice question for boxes to tick

2 problems found",
    );
}

#[test]
fn a_rule_is_refused() {
    prompt_fails(
        "It rains.\n\n---\n\nWhy?",
        r"error: a line across the text cannot be printed
  --> questions/a.toml:11:1
   |
11 | ---
   | ^^^ here
   |
   = help: leave it out

1 problem found",
    );
}

#[test]
fn an_unknown_word_after_the_language_of_a_code_block_is_refused() {
    prompt_fails(
        "Look:\n\n```python numbred\nx = 1\n```",
        r"error: `numbred` means nothing after the language of a code block
  --> questions/a.toml:11:1
   |
11 | ```python numbred
   | ^^^^^^^^^^^^^^^^^ in this line
   |
   = help: `numbered` prints line numbers; `run`, `test`, `given` and `broken` tell `exampress check --run` what to do with `python`

1 problem found",
    );
}

#[test]
fn code_that_is_run_is_python_and_has_one_purpose() {
    prompt_fails(
        "Look:\n\n```text run\nx = 1\n```",
        r"error: `run` can follow `python` only
  --> questions/a.toml:11:1
   |
11 | ```text run
   | ^^^^^^^^^^^ in this line
   |
   = help: write `python` before it, or leave it out

1 problem found",
    );
    prompt_fails(
        "Look:\n\n```python run numbered given\nx = 1\n```",
        r"error: a code block has one purpose
  --> questions/a.toml:11:1
   |
11 | ```python run numbered given
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in this line
   |
   = help: leave one of `run`, `test`, `given` and `broken` in this line

1 problem found",
    );
}

#[test]
fn a_test_stands_in_an_answer_only() {
    let inside = |from: &str, to: &str| {
        let shop = Workshop::new().file("questions/a.toml", GOOD.replace(from, to));
        let run = shop.run(&["check", "--bank", "questions", "--count", "1"]);
        (run.code, run.err.lines().next().unwrap_or_default().to_owned())
    };
    let list = "answer = \"- Because.\\n\\n  ```python test\\n  assert x\\n  ```\"";
    assert_eq!(inside("answer = \"Because.\"", list), (1, "error: a test cannot stand here".to_owned()));
    let rubric = "text = \"first\\n\\n```python test\\nassert x\\n```\"";
    let nothing = "error: `test` means nothing after the language of a code block";
    assert_eq!(inside("text = \"first\"", rubric), (1, nothing.to_owned()));
    prompt_fails(
        "Look:\n\n```python test\nassert answer == 1\n```",
        r"error: a test cannot stand here
  --> questions/a.toml:11:1
   |
11 | ```python test
   | ^^^^^^^^^^^^^^ in this line
   |
   = help: it is not printed, and belongs into an `answer`, outside lists and quotes

1 problem found",
    );
}

#[test]
fn a_code_block_ends() {
    prompt_fails(
        "Look:\n\n```python\nx = 1\n\nWhat is x?",
        r"error: this code block does not end
  --> questions/a.toml:11:1
   |
11 | ```python
   | ^^^^^^^^^ all that follows is in it
   |
   = help: write its fence again in a line of its own below the code

1 problem found",
    );
    for good in
        ["~~~text\nx\n~~~", "- one\n\n  ````text\n  ```\n  ````\n- two", "> ```text\n> x\n> ```", "    indented"]
    {
        let bank = GOOD.replace("\"Why?\"", &format!("'''\nLook:\n\n{good}\n'''"));
        Workshop::new().file("questions/a.toml", bank).run(&["check", "--bank", "questions", "--count", "1"]).done();
    }
}

#[test]
fn a_version_of_python_is_two_numbers() {
    for wrong in ["3", "2.7", "3.x", "+3.12", "3.12.1"] {
        Workshop::new()
            .file("questions/bank.toml", format!("python = \"{wrong}\""))
            .file("questions/a.toml", GOOD)
            .run(&["check", "--bank", "questions", "--count", "1"])
            .fails(
                1,
                &format!(
                    "error: `{wrong}` is no version of Python 3\n --> questions/bank.toml:1:10\n  |\n1 | python = \"{wrong}\"\n  |          {} \
                     this value\n  |\n  = help: write two numbers with a full stop between them, such as `python = \"3.12\"`\n\n1 problem found",
                    "^".repeat(wrong.len() + 2)
                ),
            );
    }
}

#[test]
fn a_package_is_what_can_be_imported() {
    bank_fails(
        GOOD.replace("minutes = 3", "minutes = 3\nneeds = [\"numpy\", \"scikit-learn\"]"),
        r#"error: `scikit-learn` cannot be imported
 --> questions/a.toml:8:19
  |
8 | needs = ["numpy", "scikit-learn"]
  |                   ^^^^^^^^^^^^^^ no name of a module
  |
  = help: write what stands after `import`, such as `needs = ["numpy"]`

1 problem found"#,
    );
}

#[test]
fn lists_nested_too_deep_are_refused() {
    prompt_fails(
        "- 1\n  - 2\n    - 3\n      - 4\n        - 5\n          - 6",
        r"error: text nested this deep cannot be printed
  --> questions/a.toml:14:11
   |
14 |           - 6
   |           ^^^ here
   |
   = help: keep lists, quotes and emphasis to five levels

1 problem found",
    );
}

#[test]
fn a_row_of_a_rubric_is_one_paragraph() {
    line_fails(
        r#""first""#,
        "\"\"\"\nfirst\n\nand more\"\"\"",
        r"error: only one paragraph fits here
  --> questions/a.toml:11:1
   |
11 | first
   | ^^^^^ this is more than one line of text
   |
   = help: write it as one paragraph, without lists, tables, code blocks or formulas between `$$`

1 problem found",
    );
}

#[test]
fn a_place_is_right_after_spaces_at_the_start() {
    line_fails(
        r#""first""#,
        r#""  a <b> tag""#,
        r#"error: HTML cannot be printed
  --> questions/a.toml:10:36
   |
10 | rubric = [{ marks = 1, text = "  a <b> tag" }, { marks = 1, text = "second" }]
   |                                    ^^^ here
   |
   = help: write it as Markdown, or as `code` if it is meant to be seen

1 problem found"#,
    );
}

#[test]
fn a_place_in_a_text_with_escapes_is_the_whole_text() {
    line_fails(
        r#""Why?""#,
        r#""Why\u003f <b>then</b>""#,
        r#"error: HTML cannot be printed
 --> questions/a.toml:8:10
  |
8 | prompt = "Why\u003f <b>then</b>"
  |          ^^^^^^^^^^^^^^^^^^^^^^^ here
  |
  = help: write it as Markdown, or as `code` if it is meant to be seen

error: HTML cannot be printed
 --> questions/a.toml:8:10
  |
8 | prompt = "Why\u003f <b>then</b>"
  |          ^^^^^^^^^^^^^^^^^^^^^^^ here
  |
  = help: write it as Markdown, or as `code` if it is meant to be seen

2 problems found"#,
    );
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_place() {
    prompt_fails(
        "It rains.\nIt pours.\nIt is so wet 😀 today.",
        r"error: no font has the character `😀` (U+1F600)
  --> questions/a.toml:11:14
   |
11 | It is so wet 😀 today.
   |              ^^ cannot be printed
   |
   = help: write it another way, or put a font that has it into a folder named by `fonts` or --fonts and name its family in `faces.fallback` of theme.toml

1 problem found",
    );
}

// Formulas and pictures.

#[test]
#[cfg(feature = "math")]
fn a_slip_in_a_formula_is_told_at_its_character() {
    prompt_fails(
        "Why is $a + \\frca{1}{2}$ so?",
        r"error: there is no `\frca` in formulas
 --> questions/a.toml:9:13
  |
9 | Why is $a + \frca{1}{2}$ so?
  |             ^^^^^ here
  |
  = help: write it as LaTeX would have it; a dollar sign that begins no formula is written `\$`

1 problem found",
    );
}

#[test]
#[cfg(feature = "math")]
fn a_formula_that_does_not_end_is_told() {
    prompt_fails(
        "$$\n\\begin{pmatrix} a & b\n$$",
        r"error: this formula ends too early: a brace, a bracket or an `\end` is missing
 --> questions/a.toml:9:1
  |
9 | $$
  | ^^ here
  |
  = help: write it as LaTeX would have it; a dollar sign that begins no formula is written `\$`

1 problem found",
    );
}

#[test]
#[cfg(feature = "math")]
fn a_line_with_dashes_in_a_formula_is_told() {
    prompt_fails(
        r"So $\begin{array}{c} a \\ \hdashline b \end{array}$.",
        r"error: this formula has a line with dashes, which cannot be printed
 --> questions/a.toml:9:4
  |
9 | So $\begin{array}{c} a \\ \hdashline b \end{array}$.
  |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ here
  |
  = help: write `\hline` for `\hdashline`

1 problem found",
    );
}

#[test]
fn a_formula_whose_braces_do_not_balance_is_told() {
    let help = r"write as many `{` as `}`; a brace to be seen is `\{`, and a dollar sign that begins no formula `\$`";
    for (prompt, line, column, message, label) in [
        (r"So $\frac{1}{2$.", 9, 13, "a brace of this formula is not closed", "opened here"),
        (r"So $\frac{1}{$ for $5.", 9, 13, "a brace of this formula is not closed", "opened here"),
        ("So\n*$b_{2$* is é.", 10, 5, "a brace of this formula is not closed", "opened here"),
        (r"$$\frac{1}{2$$", 9, 11, "a brace of this formula is not closed", "opened here"),
        (r"- It costs $5: $x_2}$", 9, 20, "a brace of this formula was not opened", "closed here"),
    ] {
        let shown = prompt.lines().nth(line - 9).unwrap();
        let gutter = " ".repeat(line.to_string().len());
        let caret = " ".repeat(column - 1);
        prompt_fails(
            prompt,
            &format!(
                "error: {message}\n{gutter}--> questions/a.toml:{line}:{column}\n{gutter} |\n{line} | {shown}\n\
                 {gutter} | {caret}^ {label}\n{gutter} |\n{gutter} = help: {help}\n\n1 problem found"
            ),
        );
    }
}

#[test]
fn braces_in_code_and_between_prices_are_no_formula() {
    let question = GOOD.replace("\"Why?\"", r"'''Does `$x{$` cost \$x{\$, $5 {or $6, or { $ } $?'''");
    Workshop::new().file("questions/a.toml", question).run(CHECK).done();
}

#[test]
fn a_blank_cannot_stand_in_a_formula() {
    bank_fails(
        r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "fill-in"
marks = 1
minutes = 1
prompt = "Then $x = ___$."
blanks = [{ accept = ["2"] }]
"#,
        r#"error: a blank cannot stand in a formula
 --> questions/a.toml:8:16
  |
8 | prompt = "Then $x = ___$."
  |                ^^^^^^^^^ in this formula
  |
  = help: end the formula before the blank and begin another after it

1 problem found"#,
    );
}

#[test]
#[cfg(feature = "math")]
fn a_displayed_formula_needs_lines_of_its_own() {
    prompt_fails(
        "| a |\n|---|\n| $$x$$ |",
        r"error: a formula on a line of its own cannot stand here
  --> questions/a.toml:11:3
   |
11 | | $$x$$ |
   |   ^^^^^ begins with two dollar signs
   |
   = help: write it between single dollar signs

1 problem found",
    );
}

#[test]
#[cfg(feature = "math")]
fn a_formula_that_fits_no_line_is_told() {
    prompt_fails(
        "So $\\rule{60em}{1em}$.",
        r"error: this formula is wider than the room it has
 --> questions/a.toml:9:4
  |
9 | So $\rule{60em}{1em}$.
  |    ^^^^^^^^^^^^^^^^^^ does not fit
  |
  = help: make several formulas of it, or break it with `\begin{aligned} … \\ … \end{aligned}` between `$$`

1 problem found",
    );
}

#[test]
#[cfg(not(feature = "math"))]
fn without_the_feature_a_formula_says_so() {
    prompt_fails(
        "So $x$, for $5 and $6.",
        r"error: this program was built without formulas
 --> questions/a.toml:9:4
  |
9 | So $x$, for $5 and $6.
  |    ^^^ here
  |
  = help: write `\$` for a dollar sign; for formulas build the program with its feature `math`

1 problem found",
    );
}

#[test]
#[cfg(feature = "math")]
fn a_slip_in_a_caption_is_told_at_its_character() {
    Workshop::new()
        .file(
            "questions/a.toml",
            GOOD.replace("\"Why?\"", r#"'''![A tree](oak.jpg "An *oak* of $5 \$ and $\frca$")'''"#),
        )
        .file("questions/oak.jpg", b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00\xff\xd9")
        .run(CHECK)
        .fails(
            1,
            r#"error: there is no `\frca` in formulas
 --> questions/a.toml:8:55
  |
8 | prompt = '''![A tree](oak.jpg "An *oak* of $5 \$ and $\frca$")'''
  |                                                       ^^^^^ here
  |
  = help: write it as LaTeX would have it; a dollar sign that begins no formula is written `\$`

1 problem found"#,
        );
}

#[test]
fn an_odd_width_of_a_picture_is_told() {
    Workshop::new()
        .file("questions/a.toml", GOOD.replace("Why?", "![A tree](oak.jpg){width=60}"))
        .file("questions/oak.jpg", b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00\xff\xd9")
        .run(CHECK)
        .fails(
            1,
            r#"error: this is no width of a picture
 --> questions/a.toml:8:29
  |
8 | prompt = "![A tree](oak.jpg){width=60}"
  |                             ^^^^^^^^^^ after the picture
  |
  = help: write whole millimetres, 1 to 500, or hundredths of the line, 1 to 100: `{width=60mm}` or `{width=50%}`

1 problem found"#,
        );
}

#[test]
fn a_jpeg_file_that_was_cut_off_is_told() {
    Workshop::new()
        .file("questions/a.toml", GOOD.replace("Why?", "![A tree](oak.jpg)"))
        .file("questions/oak.jpg", b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00\xff\xda\x00\x02pix")
        .run(CHECK)
        .fails(
            1,
            r#"error: the picture `questions/oak.jpg` cannot be printed: this JPEG file is damaged
 --> questions/a.toml:8:11
  |
8 | prompt = "![A tree](oak.jpg)"
  |           ^^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: write the path as seen from the folder of this file; PNG, JPEG and SVG files can be printed

1 problem found"#,
        );
}

#[test]
fn a_huge_picture_file_is_not_read() {
    let shop = Workshop::new().file("questions/a.toml", GOOD.replace("Why?", "![A tree](oak.png)"));
    std::fs::File::create(shop.path("questions/oak.png")).unwrap().set_len(60_000_000).unwrap();
    shop.run(CHECK).fails(
        1,
        r#"error: the picture `questions/oak.png` cannot be read: it has 60 megabytes; more than 50 are not read
 --> questions/a.toml:8:11
  |
8 | prompt = "![A tree](oak.png)"
  |           ^^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: write the path as seen from the folder of this file; PNG, JPEG and SVG files can be printed

1 problem found"#,
    );
}
