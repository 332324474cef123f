//! What `exampress check` warns of in a bank with which nothing is wrong, with the whole message.

use crate::workshop::{Run, Workshop};

/// Checks a bank of these files.
fn check(files: &[(&str, &str)], flags: &[&str]) -> Run {
    let shop = files.iter().fold(Workshop::new(), |shop, (path, text)| shop.file(path, text));
    shop.run(&[&["check", "--bank", "questions", "--count", "1..4"], flags].concat())
}

/// A bank of one file, and with it this `bank.toml`, gets exactly these warnings, which do not make it fail.
#[track_caller]
fn headed_warns(head: &str, questions: &str, report: &str) {
    let run = check(&[("questions/a.toml", questions), ("questions/bank.toml", head)], &[]);
    assert_eq!(run.err.trim_end(), report.trim_end());
    let number = report.matches("warning[").count();
    let told = if number == 1 { "1 warning".to_owned() } else { format!("{number} warnings") };
    assert!(run.out.ends_with(&format!(": no problem found, {told}\n")), "{}", run.out);
    assert_eq!(run.code, 0);
}

/// The same with no more in `bank.toml` than that one question is enough for the bank.
#[track_caller]
fn warns(questions: &str, report: &str) {
    headed_warns("", questions, report);
}

#[track_caller]
fn headed_is_quiet(head: &str, questions: &str) {
    let told = check(&[("questions/a.toml", questions), ("questions/bank.toml", head)], &["--strict"]).done();
    assert!(told.ends_with(": no problem found\n"), "{told}");
}

#[track_caller]
fn is_quiet(questions: &str) {
    headed_is_quiet("", questions);
}

/// A question of some kind with these lines.
fn question(id: &str, kind: &str, lines: &str) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\nlevel = \"mid\"\ntopic = \"sea\"\nkind = \"{kind}\"\nmarks = 1\nminutes = 1\n{lines}\n"
    )
}

/// A single choice with these options, the one at `right` correct, each with its reason; they begin in line 10.
fn choice(id: &str, prompt: &str, right: usize, options: &[&str]) -> String {
    let option = |(at, text): (usize, &&str)| {
        let correct = if at == right { ", correct = true" } else { "" };
        format!("  {{ text = \"{text}\"{correct}, why = \"It is so.\" }},\n")
    };
    let options: String = options.iter().enumerate().map(option).collect();
    question(id, "single-choice", &format!("prompt = \"{prompt}\"\noptions = [\n{options}]"))
}

/// An open question for one mark.
fn open(id: &str, lines: &str) -> String {
    question(id, "open", &format!("answer = \"Because.\"\n{lines}"))
}

// What is done about warnings.

#[test]
fn warnings_fail_if_the_check_is_strict() {
    let questions = open("tides", "prompt = \"Why?\"").replace("marks = 1", "marks = 2");
    let report = r#"warning[missing-rubric]: nothing says what earns the 2 marks of this question
 --> questions/a.toml:2:6
  |
2 | id = "tides"
  |      ^^^^^^^ without a rubric
  |
  = help: add `rubric = [{ marks = 1, text = "…" }]`, or write `allow = { missing-rubric = "the reason" }` into the question

"#;
    let run = check(&[("questions/a.toml", &questions)], &[]);
    assert_eq!((run.code, run.err.as_str()), (0, report));
    assert_eq!(run.out, "Questions, 1 question in 1 topic: no problem found, 1 warning\n");
    check(&[("questions/a.toml", &questions)], &["--strict"])
        .fails(1, &format!("{report}1 warning found, and --strict allows none"));
    is_quiet(&open("tides", "prompt = \"Why?\""));
}

#[test]
fn what_is_wrong_comes_before_what_is_only_odd() {
    let questions = open("tides", "prompt = \"\"").replace("marks = 1", "marks = 2");
    check(&[("questions/a.toml", &questions)], &[]).fails(
        1,
        r#"error: the prompt is empty
 --> questions/a.toml:9:10
  |
9 | prompt = ""
  |          ^^ nothing in it
  |
  = help: write the prompt

1 problem found"#,
    );
}

#[test]
fn an_allowance_silences_its_warning_and_is_told_where_there_is_none() {
    let odd = "prompt = \"Why?\"\n[question.allow]\nmissing-rubric = \"The answer is one word.\"";
    is_quiet(&open("tides", odd).replace("marks = 1", "marks = 2"));
    warns(
        &open("tides", odd),
        r#"warning[unused-allowance]: there is no `missing-rubric` here to allow
  --> questions/a.toml:11:1
   |
11 | missing-rubric = "The answer is one word."
   | ^^^^^^^^^^^^^^ silences nothing
   |
   = help: leave it out"#,
    );
}

// Options.

#[test]
fn the_right_option_is_longest_by_far() {
    let options = ["The Moon pulls at the water more than at the Earth", "Wind pushes the water", "Rivers swell"];
    let questions = choice("tides", "Why are there tides?", 0, &options);
    warns(
        &questions,
        r#"warning[longest-option]: the right option has 50 characters, the longest wrong one 21
  --> questions/a.toml:10:13
   |
10 |   { text = "The Moon pulls at the water more than at the Earth", correct = true, why = "It is so." },
   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ its length gives it away
   |
   = help: shorten it, or let a wrong option say as much, or write `allow = { longest-option = "the reason" }` into the question"#,
    );
    is_quiet(&questions.replace("minutes = 1", "minutes = 1\nallow = { longest-option = \"It needs both halves.\" }"));
    is_quiet(&choice("tides", "Why are there tides?", 1, &options));
    is_quiet(&choice("tides", "Why are there tides?", 0, &options[..2]));
    is_quiet(&choice("tides", "Why are there tides?", 0, &["2345678901234567890123456789", "23456789012345", "x"]));
}

/// Single choices with four options. In the first few the right one is the longest, by more and more characters, in all others
/// a wrong one is. The right one goes from place to place, and the concepts differ.
fn fours(number: usize, longest: usize) -> String {
    let one = |at: usize| {
        let right = at % 4;
        let long = if at < longest { right } else { (right + 1) % 4 };
        let tail = |place: usize| if place == long { "x".repeat(1 + at) } else { String::new() };
        let texts = [0, 1, 2, 3].map(|place| format!("word-{at:02}-{place}{}", tail(place)));
        let texts = texts.each_ref().map(String::as_str);
        let text = choice(&format!("q-{at:02}"), &format!("Which word is number {at}?"), right, &texts);
        text.replace("kind", &format!("concept = \"c-{at}\"\nkind"))
    };
    (0..number).map(one).collect()
}

#[test]
fn the_right_option_is_the_longest_more_often_than_by_chance() {
    headed_warns(
        "language = \"en\"\ntitle = \"The sea\"\n",
        &fours(12, 7),
        r#"warning[longest-option]: the right option is the longest in 7 of 12 questions with four options; by chance in about 3
 --> questions/bank.toml:2:9
  |
2 | title = "The sea"
  |         ^^^^^^^^^ in the bank as a whole
  |
  = help: shorten right options or let wrong ones say more, first in `q-06`, `q-05`, `q-04`, `q-03` and `q-02`"#,
    );
    let run = check(&[("questions/a.toml", &fours(12, 7))], &[]);
    assert!(run.err.contains("--> questions/a.toml:2:6\n"), "{}", run.err);
    is_quiet(&fours(12, 6));
    is_quiet(&fours(11, 11));
}

#[test]
fn the_right_option_is_the_longest_less_often_than_by_chance() {
    headed_warns(
        "title = \"The sea\"\n",
        &fours(17, 0),
        r#"warning[longest-option]: the right option is the longest in only 0 of 17 questions with four options; by chance in about 4
 --> questions/bank.toml:1:9
  |
1 | title = "The sea"
  |         ^^^^^^^^^ in the bank as a whole
  |
  = help: let more right options be the longest, or candidates cross the longest out"#,
    );
    is_quiet(&fours(16, 0));
}

#[test]
fn statements_to_be_judged_are_mostly_false() {
    let bank = |right: usize, number: usize| -> String {
        let one = |at: usize| {
            let lines = format!("concept = \"c-{at}\"\nprompt = \"Fish number {at} swims.\"\ncorrect = {}", at < right);
            question(&format!("q-{at:02}"), "true-false", &lines)
        };
        (0..number).map(one).collect()
    };
    headed_warns(
        "title = \"The sea\"\n",
        &bank(1, 12),
        r#"warning[right-position]: 12 statements are to be judged: 1 true, 11 false
 --> questions/bank.toml:1:9
  |
1 | title = "The sea"
  |         ^^^^^^^^^ in the bank as a whole
  |
  = help: turn statements round until about half of them are true"#,
    );
    is_quiet(&bank(2, 12));
    is_quiet(&bank(11, 11));
}

#[test]
fn the_code_of_an_answer_has_a_test_where_the_bank_names_a_python() {
    let answer = |rest: &str| {
        let text = format!("prompt = \"Double.\"\nanswer = '''\n```python\ntwice = 2\n```\n{rest}'''");
        question("one", "code", &text).replace("marks = 1", "marks = 2\nrubric = [{ marks = 2, text = \"twice\" }]")
    };
    headed_warns(
        "python = \"3.12\"",
        &answer(""),
        r#"warning[untested-code]: nothing tests the code of this answer
  --> questions/a.toml:11:1
   |
11 | ```python
   | ^^^^^^^^^ is not run
   |
   = help: add a block of `assert`s below it that begins with ```` ```python test ````, or write `allow = { untested-code = "the reason" }` into the question"#,
    );
    headed_is_quiet("python = \"3.12\"", &answer("```python test\nassert twice == 2\n```\n"));
    headed_is_quiet("", &answer(""));
}

#[test]
fn a_line_of_code_is_longer_than_a_line_of_print() {
    let code =
        |columns: usize| open("one", &format!("prompt = '''\nWhy?\n\n```python\n{}\n```\n'''", "x".repeat(columns)));
    let run = check(&[("questions/a.toml", &code(100))], &[]);
    let told = run.err.replace(&"x".repeat(100), "x…x").replace(&"^".repeat(100), "^…^");
    assert_eq!(
        told.trim_end(),
        r#"warning[turned-code]: this line of code is longer than a line of print
  --> questions/a.toml:13:1
   |
13 | x…x
   | ^…^ goes on in the next line
   |
   = help: shorten it, or break it where you want it to be broken, or write `allow = { turned-code = "the reason" }` into the question"#
    );
    is_quiet(&code(72));
}

#[test]
fn right_options_stand_mostly_in_one_place() {
    let texts = [["a1", "b2", "c3", "d4"], ["e5", "f6", "g7", "h8"]];
    let bank = |first: usize, number: usize| -> String {
        let one = |at: usize| {
            let right = if at < first { 0 } else { 1 + at % 3 };
            let text = choice(&format!("q-{at:02}"), &format!("Which of these, {at}?"), right, &texts[at % 2]);
            text.replace("kind", &format!("concept = \"c-{at}\"\nkind"))
        };
        (0..number).map(one).collect()
    };
    warns(
        &bank(12, 20),
        r"warning[right-position]: of 20 right options among four, 12 stand first, 3 second, 3 third and 2 fourth
 --> questions/bank.toml:1:1
  |
1 |
  | ^ in the bank as a whole
  |
  = help: move right options to other places; it shows wherever options are not shuffled",
    );
    is_quiet(&bank(11, 20));
    is_quiet(&bank(19, 19));
}

#[test]
fn only_wrong_options_sound_absolute() {
    let ask = |options: &[&str; 4]| choice("tides", "What is true of tides?", 3, options);
    let strong = ["They Always come at noon", "They never reach a lake", "Wind makes them", "The Moon makes them"];
    warns(
        &ask(&strong),
        r#"warning[absolute-word]: only wrong options say `always` and `never`
  --> questions/a.toml:10:18
   |
10 |   { text = "They Always come at noon", why = "It is so." },
   |                  ^^^^^^ sounds too strong to be right
   |
   = help: say it in weaker words, or let the right option sound as strong, or write `allow = { absolute-word = "the reason" }` into the question"#,
    );
    is_quiet(&ask(&["They always come at noon", "They reach a lake", "Wind makes them", "The Moon makes them"]));
    is_quiet(&ask(&[
        "They always come at noon",
        "They never reach a lake",
        "Wind makes them",
        "The Moon must make them",
    ]));
    is_quiet(&ask(&["Calls `all(x)`", "Calls `only(x)`", "Calls `none(x)`", "Calls `x`"]));
    is_quiet(&ask(&strong).replace("noon\"", "noon\", pin = true"));
    headed_is_quiet("language = \"de\"", &ask(&strong));
    let three = ["They always come at noon", "Wind makes them", "The Moon makes them"];
    let run = check(&[("questions/a.toml", &choice("tides", "What is true of tides?", 2, &three))], &[]);
    assert!(run.err.starts_with("warning[absolute-word]: only wrong options say `always`\n"), "{}", run.err);
}

#[test]
fn two_options_are_the_same_but_for_punctuation() {
    let ask = |one: &str, two: &str| choice("tides", "Which is right?", 2, &[one, two, "at noon"]);
    warns(
        &ask("The Moon, mostly", "the moon mostly."),
        r#"warning[repeated-option]: two options are the same but for capitals, spaces and punctuation
  --> questions/a.toml:11:13
   |
10 |   { text = "The Moon, mostly", why = "It is so." },
   |             ---------------- the first time
11 |   { text = "the moon mostly.", why = "It is so." },
   |             ^^^^^^^^^^^^^^^^ again
   |
   = help: change one of them or leave it out, or write `allow = { repeated-option = "the reason" }` into the question"#,
    );
    for (one, two) in [("1", "-1"), ("1.5", "15"), ("a+b", "a*b"), ("`True`", "`true`"), ("`[1]`", "`(1)`")] {
        is_quiet(&ask(one, two));
    }
}

#[test]
fn all_options_begin_or_end_with_the_same_words() {
    let ask = |options: &[&str]| choice("tides", "What do tides do?", 0, options);
    warns(
        &ask(&["They come and go with the Moon", "They come and go with the wind", "They come and go with rain"]),
        r#"warning[repeated-option]: all options begin with `they come and go with`
  --> questions/a.toml:10:13
   |
10 |   { text = "They come and go with the Moon", correct = true, why = "It is so." },
   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ and so do the others
   |
   = help: say these words once, in the prompt, or write `allow = { repeated-option = "the reason" }` into the question"#,
    );
    let run = check(&[("questions/a.toml", &ask(&["The Moon moves the sea daily", "Wind moves the sea daily"]))], &[]);
    assert!(
        run.err.starts_with("warning[repeated-option]: all options end with `moves the sea daily`\n"),
        "{}",
        run.err
    );
    is_quiet(&ask(&["They come and go", "They come and stay"]));
    is_quiet(&ask(&["1 2 3 4 5", "1 2 3 4 6"]));
    is_quiet(&ask(&["It prints `a` and then", "It prints `b` and then"]));
}

#[test]
fn an_option_without_a_reason_is_told() {
    let questions = choice("tides", "Which is right?", 0, &["The Moon", "Wind", "Rain"]);
    warns(
        &questions.replacen(", why = \"It is so.\"", "", 2),
        r#"warning[missing-why]: 2 of 3 options have no `why`
  --> questions/a.toml:10:13
   |
10 |   { text = "The Moon", correct = true },
   |             ^^^^^^^^ why is it right?
   |
   = help: add `why = "…"`, which the key prints, or write `allow = { missing-why = "the reason" }` into the question"#,
    );
    is_quiet(&questions);
}

// What is asked.

#[test]
fn a_negative_word_without_emphasis_is_told() {
    let ask = |prompt: &str| choice("tides", prompt, 0, &["The Moon", "Wind", "Rain"]);
    warns(
        &ask("Think of a lake. Which of these doesn't move it?"),
        r#"warning[negative-stem]: what is asked hangs on `doesn't`, which is easy to miss
 --> questions/a.toml:8:43
  |
8 | prompt = "Think of a lake. Which of these doesn't move it?"
  |                                           ^^^^^^^ no emphasis on it
  |
  = help: ask for what holds, or write **doesn't**, or write `allow = { negative-stem = "the reason" }` into the question"#,
    );
    is_quiet(&ask("Which of these does **not** move it?"));
    is_quiet(&ask("Which of these does NOT move it?"));
    is_quiet(&ask("It does not move by itself. Which of these moves it?"));
    is_quiet(&ask("Which of these is `not x`?"));
    headed_is_quiet("language = \"de\"", &ask("Which of these does not move it?"));
    is_quiet(&open("tides", "prompt = \"What does not move the sea?\""));
}

#[test]
fn the_asking_sentence_may_stand_before_code_and_lists() {
    let prompt = "'''\nWhich line of this is never reached?\n\n```python\nstop()\n```\n\n- one\n- two\n'''";
    warns(
        &question("tides", "true-false", &format!("correct = true\nprompt = {prompt}")),
        r#"warning[negative-stem]: what is asked hangs on `never`, which is easy to miss
  --> questions/a.toml:10:23
   |
10 | Which line of this is never reached?
   |                       ^^^^^ no emphasis on it
   |
   = help: ask for what holds, or write **never**, or write `allow = { negative-stem = "the reason" }` into the question"#,
    );
}

#[test]
fn a_prompt_is_longer_than_a_page() {
    let prompt = |words: usize, code: usize| {
        let (words, code) = ("word ".repeat(words), "x = 1\n".repeat(code));
        open("tides", &format!("prompt = '''\n{words}\n\n```python\n{code}```\n'''"))
    };
    warns(
        &prompt(301, 15),
        r#"warning[long-prose]: the prompt takes as much room as 451 words; about 450 fit a page
 --> questions/a.toml:2:6
  |
2 | id = "tides"
  |      ^^^^^^^ a line of code counts as ten
  |
  = help: shorten it, or make two questions of it, or write `allow = { long-prose = "the reason" }` into the question"#,
    );
    is_quiet(&prompt(300, 15));
}

#[test]
fn marks_and_minutes_are_out_of_proportion() {
    let with = |kind: &str, marks: u32, minutes: u32, lines: &str| {
        let text = question("tides", kind, &format!("prompt = \"Why?\"\n{lines}"));
        text.replace("marks = 1", &format!("marks = {marks}")).replace("minutes = 1", &format!("minutes = {minutes}"))
    };
    let numeric = |marks: u32, minutes: u32| with("numeric", marks, minutes, "value = 1");
    warns(
        &numeric(2, 9),
        r#"warning[proportion]: there are 9 minutes for 2 marks
 --> questions/a.toml:2:6
  |
2 | id = "tides"
  |      ^^^^^^^ more than four minutes a mark
  |
  = help: change `minutes` or `marks`, or write `allow = { proportion = "the reason" }` into the question"#,
    );
    warns(
        &numeric(7, 3),
        r#"warning[proportion]: there are 3 minutes for 7 marks
 --> questions/a.toml:2:6
  |
2 | id = "tides"
  |      ^^^^^^^ less than half a minute a mark
  |
  = help: change `minutes` or `marks`, or write `allow = { proportion = "the reason" }` into the question

warning[proportion]: 7 marks for a question of the kind `numeric`
 --> questions/a.toml:2:6
  |
2 | id = "tides"
  |      ^^^^^^^ 1 to 6 are usual
  |
  = help: change `marks`, or give the question parts, or write `allow = { proportion = "the reason" }` into the question"#,
    );
    let run = check(&[("questions/a.toml", &with("code", 1, 1, "answer = \"x\""))], &[]);
    assert!(run.err.starts_with("warning[proportion]: 1 mark for a question of the kind `code`\n"), "{}", run.err);
    is_quiet(&numeric(6, 3));
    is_quiet(&numeric(2, 8));
    let part = "[[question.parts]]\nprompt = \"One\"\nmarks = 4\nvalue = 1\n";
    is_quiet(&with("numeric", 8, 8, &part.repeat(2)));
}

#[test]
fn a_part_of_some_marks_has_a_rubric_of_its_own() {
    let part = "[[question.parts]]\nprompt = \"Which?\"\nmarks = 2\nanswer = \"This.\"\n";
    let rubric = "rubric = [{ marks = 2, text = \"this\" }]\n";
    let with = |lines: &str| {
        let text = question("tides", "open", &format!("prompt = \"Think.\"\n{lines}"));
        text.replace("marks = 1", "marks = 4").replace("minutes = 1", "minutes = 4")
    };
    warns(
        &with(&format!("{part}{rubric}{part}")),
        r#"warning[missing-rubric]: nothing says what earns the 2 marks of part (b)
  --> questions/a.toml:15:11
   |
15 | prompt = "Which?"
   |           ^^^^^^ without a rubric
   |
   = help: add `rubric = [{ marks = 1, text = "…" }]`, or write `allow = { missing-rubric = "the reason" }` into the question"#,
    );
    is_quiet(&with(&format!("{part}{rubric}{part}{rubric}")));
}

// Two questions.

#[test]
fn two_questions_ask_nearly_the_same() {
    let ask = |id: &str, concept: &str, allow: &str| {
        let prompt = format!("Explain in two or three sentences why the sea at the coast rises twice a {id}.");
        open(id, &format!("concept = \"{concept}\"\nprompt = \"{prompt}\"\n{allow}"))
    };
    warns(
        &(ask("day", "tides", "") + &ask("month", "tides", "")),
        r#"warning[near-duplicate]: this asks nearly the same as `day`: 78 % of the wording is in both
  --> questions/a.toml:13:6
   |
 2 | id = "day"
   |      ----- the first one
...
13 | id = "month"
   |      ^^^^^^^ the second one
   |
   = help: leave one of them out, or let it ask for something else, or write `allow = { near-duplicate = "the reason" }` into the question"#,
    );
    let allow = "allow = { near-duplicate = \"A pair for two forms.\" }";
    is_quiet(&(ask("day", "tides", allow) + &ask("month", "tides", "")));
    is_quiet(&(ask("day", "tides", "") + &ask("month", "tides", allow)));
    is_quiet(&(ask("day", "tides", "") + &ask("month", "moon", "")));
}

#[test]
fn two_questions_with_one_answer_may_share_less() {
    let ask = |id: &str, prompt: &str, value: u32| {
        question(id, "numeric", &format!("prompt = \"{prompt}\"\nvalue = {value}\nunit = \"m\""))
    };
    let (one, two) = ("How deep is a lake of 12 cubic metres?", "How deep is a lake that holds 12 cubic metres?");
    warns(
        &(ask("one", one, 3) + &ask("two", two, 3)),
        r#"warning[near-duplicate]: this asks nearly the same as `one`: 61 % of the wording is in both, and the answer is the same
  --> questions/a.toml:12:6
   |
 2 | id = "one"
   |      ----- the first one
...
12 | id = "two"
   |      ^^^^^ the second one
   |
   = help: leave one of them out, or let it ask for something else, or write `allow = { near-duplicate = "the reason" }` into the question"#,
    );
    is_quiet(&(ask("one", one, 3) + &ask("two", two, 4)));
}

#[test]
fn two_questions_in_free_words_share_a_half() {
    let ask = |id: &str, prompt: &str| open(id, &format!("concept = \"tides\"\nprompt = \"{prompt}\""));
    let one = ask("one", "Explain in your own words how the Moon makes the tides of the sea.");
    let run = check(
        &[("questions/a.toml", &(one.clone() + &ask("two", "Explain how the Moon makes the tides of the sea.")))],
        &[],
    );
    assert!(
        run.err.starts_with("warning[near-duplicate]: this asks nearly the same as `one`: 62 % of the"),
        "{}",
        run.err
    );
    is_quiet(&(one + &ask("two", "Explain how the wind makes the waves of the sea.")));
}

#[test]
fn options_are_a_part_of_what_is_asked() {
    let one = choice("one", "Which of these statements is true?", 0, &["The Moon pulls", "Wind heats water"]);
    let two = choice("two", "Which of these statements is true?", 0, &["Salt melts ice", "Rivers run uphill"]);
    is_quiet(&(one.clone() + &two));
    let again = choice("two", "Which of these statements is true?", 1, &["Wind heats water", "The Moon pulls"]);
    let run = check(&[("questions/a.toml", &(one + &again))], &[]);
    assert!(
        run.err.starts_with("warning[near-duplicate]: this asks nearly the same as `one`: 100 % of"),
        "{}",
        run.err
    );
}

#[test]
fn a_prompt_gives_away_the_answer_of_another_question() {
    let asks = |lines: &str| {
        let text =
            choice("tides", "Why are there tides?", 0, &["the Moon pulls at the sea", "wind blows over the sea"]);
        text.replace("kind", &format!("{lines}\nkind"))
    };
    let gives =
        |lines: &str| open("moon", &format!("{lines}\nprompt = \"Explain why the Moon *pulls* at the sea by night.\""));
    warns(
        &(asks("concept = \"tides\"") + &gives("concept = \"moon\"")),
        r#"warning[gives-away]: the prompt of `moon` holds the answer of `tides`
  --> questions/a.toml:11:13
   |
11 |   { text = "the Moon pulls at the sea", correct = true, why = "It is so." },
   |             ^^^^^^^^^^^^^^^^^^^^^^^^^ this answer
...
23 | prompt = "Explain why the Moon *pulls* at the sea by night."
   |                       --------------------------- can be in the same exam
   |
   = help: change one of the two, or write `excludes = ["moon"]`, or write `allow = { gives-away = "the reason" }` into the question"#,
    );
    is_quiet(&(asks("concept = \"tides\"") + &gives("concept = \"tides\"")));
    is_quiet(&(asks("") + &gives("excludes = [\"tides\"]")));
    is_quiet(&(asks("") + &gives("").replace("\"sea\"", "\"sky\"")));
    let named = asks("").replace("Why are there tides?", "Is it that the Moon pulls at the sea?");
    is_quiet(&(named + &gives("")));
}

#[test]
fn questions_of_a_set_are_read_one_after_the_other() {
    let blank = question(
        "tides",
        "fill-in",
        "set = \"sea\"\nprompt = \"Water rises by ___.\"\nblanks = [{ accept = [\"gravitation\"] }]",
    );
    let other = open("moon", "set = \"sea\"\nprompt = \"What is gravitation?\"");
    warns(
        &(blank.clone() + &other.replace("topic = \"sea\"", "topic = \"sky\"")),
        r#"warning[gives-away]: the prompt of `moon` holds the answer of `tides`
  --> questions/a.toml:2:6
   |
 2 | id = "tides"
   |      ^^^^^^^ this answer
...
20 | prompt = "What is gravitation?"
   |                   ----------- can be in the same exam
   |
   = help: change one of the two, or write `allow = { gives-away = "the reason" }` into the question"#,
    );
    // A word that many prompts have is a word of the field.
    let many: String = (0..3)
        .map(|at| {
            open(
                &format!("moon-{at}"),
                &format!("concept = \"c-{at}\"\nset = \"sea\"\nprompt = \"Is gravitation {at}?\""),
            )
        })
        .collect();
    is_quiet(&(blank + &many));
}

// The lists of bank.toml.

#[test]
fn a_concept_of_the_list_has_no_question() {
    let covered = open("one", "concept = \"tides\"\nprompt = \"Why?\"");
    headed_warns(
        "concepts = [\"moon\", \"tides\"]",
        &covered,
        r#"warning[uncovered-concept]: 1 concept has no question: `moon`
 --> questions/bank.toml:1:12
  |
1 | concepts = ["moon", "tides"]
  |            ^^^^^^^^^^^^^^^^^ in this list
  |
  = help: write questions for what is missing, or take it off the list"#,
    );
    let many: Vec<String> = (1..=12).map(|at| format!("\"c-{at}\"")).collect();
    let head = format!("concepts = [\n  \"tides\", {}\n]", many.join(", "));
    headed_warns(
        &head,
        &covered,
        "warning[uncovered-concept]: 12 concepts have no question: `c-1`, `c-2`, `c-3`, `c-4`, `c-5`, `c-6`, `c-7`, `c-8`, `c-9`, `c-10` and 2 more
 --> questions/bank.toml:1:12
  |
1 | concepts = [
  |            ^ in this list
  |
  = help: write questions for what is missing, or take it off the list",
    );
    headed_is_quiet("concepts = [\"tides\"]", &covered);
}

#[test]
fn a_concept_is_not_in_the_list() {
    let odd = |concept: &str| {
        open("one", "prompt = \"Why?\"") + &open("two", &format!("concept = \"{concept}\"\nprompt = \"Who?\""))
    };
    let covered = open("three", "concept = \"tides\"\nprompt = \"When?\"");
    headed_warns(
        "concepts = [\"tides\"]",
        &(odd("tydes") + &covered),
        r#"warning[unlisted-concept]: the concept `tydes` is not among those of the bank
  --> questions/a.toml:11:6
   |
11 | id = "two"
   |      ^^^^^ of this question
   |
   = help: write `tides` if you mean that, or add it to `concepts` in bank.toml, or write `allow = { unlisted-concept = "the reason" }` into the question"#,
    );
    headed_is_quiet("", &odd("tydes"));
}

#[test]
fn a_word_of_the_vocabulary_has_its_capitals() {
    let text = "prompt = \"Is numpy fast? Numpy-based code, `numpy`, numpy’s? See https://numpy.org and NumPy.\"";
    headed_warns(
        "vocabulary = [\"NumPy\", \"pytest\"]",
        &open("one", &format!("{text}\nfollow_ups = [\"And PyTest?\"]")),
        r#"warning[vocabulary]: `numpy` is spelt `NumPy`
 --> questions/a.toml:9:14
  |
9 | prompt = "Is numpy fast? Numpy-based code, `numpy`, numpy’s? See https://numpy.org and NumPy."
  |              ^^^^^ the first of 2
  |
  = help: write `NumPy`; put it between backticks if it is code, or write `allow = { vocabulary = "the reason" }` into the question

warning[vocabulary]: `Numpy` is spelt `NumPy`
 --> questions/a.toml:9:26
  |
9 | prompt = "Is numpy fast? Numpy-based code, `numpy`, numpy’s? See https://numpy.org and NumPy."
  |                          ^^^^^ other capitals
  |
  = help: write `NumPy`; put it between backticks if it is code, or write `allow = { vocabulary = "the reason" }` into the question

warning[vocabulary]: `PyTest` is spelt `pytest`
  --> questions/a.toml:10:20
   |
10 | follow_ups = ["And PyTest?"]
   |                    ^^^^^^ other capitals
   |
   = help: write `pytest`; put it between backticks if it is code, or write `allow = { vocabulary = "the reason" }` into the question"#,
    );
    is_quiet(&open("one", text));
}

#[test]
fn characters_that_nobody_sees_are_told() {
    let unseen = question("one", "open", "prompt = \"Why\u{200b} not \u{2066}x\u{2069}?\"\nanswer = \"Because.\"");
    warns(
        &unseen,
        "warning[invisible-character]: nobody sees the character U+200B\n --> questions/a.toml:8:14\n  |\n\
         8 | prompt = \"Why\u{200b} not \u{fffd}x\u{fffd}?\"\n  |              ^ the first of 3 such characters\n  |\n  \
         = help: take it out if it came with copied text, or write `allow = { invisible-character = \"the reason\" }` \
         into the question",
    );
    let allowed = "allow = { invisible-character = \"The isolates keep a name in one piece.\" }\n";
    is_quiet(&question("one", "open", &format!("{allowed}prompt = \"Why \u{2066}x\u{2069}?\"\nanswer = \"Because.\"")));
}
