//! Requests that cannot be met: what stands in `exam.toml`, and what is typed.

use crate::workshop::Workshop;

/// Asks the starter bank for an exam and expects exactly this message, and no file.
#[track_caller]
fn refused(arguments: &[&str], message: &str) {
    let shop = Workshop::new();
    shop.run(&["init"]).done();
    let before = shop.names();
    shop.run(&[&["generate"], arguments].concat()).fails(1, message);
    assert_eq!(shop.names(), before);
}

/// The same for the text of an `exam.toml`.
#[track_caller]
fn file_refused(text: impl AsRef<[u8]>, message: &str) {
    let shop = Workshop::new();
    shop.run(&["init"]).done();
    let shop = shop.file("exam.toml", text);
    shop.run(&["generate"]).fails(1, message);
}

#[test]
fn a_level_that_is_not_there_is_shown_in_its_flag() {
    refused(
        &["--levels", "junior=4,mdi=4"],
        "\
error: unknown level `mdi`
 --> command line:1:19
  |
1 | --levels junior=4,mdi=4
  |                   ^^^ asked for here
  |
  = help: use `junior`, `mid` or `senior`

1 problem found",
    );
}

#[test]
fn a_number_has_to_be_a_number() {
    refused(
        &["--count", "twelve"],
        "\
error: `twelve` is not a whole number
 --> command line:1:9
  |
1 | --count twelve
  |         ^^^^^^ this
  |
  = help: write digits only

1 problem found",
    );
}

#[test]
fn levels_need_their_numbers() {
    refused(
        &["--levels", "junior=4,mid"],
        "\
error: `mid` is not of the form `level=number`
 --> command line:1:19
  |
1 | --levels junior=4,mid
  |                   ^^^ this
  |
  = help: write for example `junior=4,mid=4,senior=4`

1 problem found",
    );
}

#[test]
fn too_few_questions_are_told_in_a_table_with_the_smallest_change() {
    refused(
        &["--levels", "junior=9,senior=2"],
        "\
exam.toml: the bank has too few questions of different concepts

  level   wanted  there  missing
  junior       9      5        4
  senior       2      1        1

help: ask for 5 at level junior and 1 at level senior with `levels`, or add 4 questions at level junior and 1 question \
at level senior that test a new concept",
    );
}

#[test]
fn the_change_that_is_proposed_works() {
    let shop = Workshop::new();
    shop.run(&["init"]).done();
    shop.run(&["generate", "--levels", "junior=5,senior=1"]).done();
}

#[test]
fn a_question_that_is_not_there_cannot_be_required() {
    refused(
        &["--require", "why-season"],
        "\
error: unknown question `why-season`
 --> command line:1:11
  |
1 | --require why-season
  |           ^^^^^^^^^^ asked for here
  |
  = help: did you mean `why-seasons`?

1 problem found",
    );
}

#[test]
fn a_question_cannot_be_required_and_excluded() {
    refused(
        &["--require", "primes", "--exclude", "primes,zero-even"],
        "\
error: `primes` is both required and excluded
 --> command line:1:11
  |
1 | --exclude primes,zero-even
  |           ^^^^^^ asked for here
  |
  = help: take it out of one list

1 problem found",
    );
}

#[test]
fn more_required_questions_than_places_clash() {
    refused(
        &["--require", "primes,zero-even", "--levels", "junior=1"],
        "\
exam.toml: 2 questions are required at level junior, which has 1 place
help: ask for 2 at level junior, or require 1",
    );
}

#[test]
fn required_questions_of_one_concept_clash() {
    let question = |id: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\nlevel = \"mid\"\ntopic = \"t\"\nconcept = \"c\"\nkind = \"true-false\"\nmarks = 1\nminutes = 1\nprompt = \"p\"\ncorrect = true\n"
        )
    };
    Workshop::new()
        .file("questions/a.toml", question("one") + &question("two"))
        .run(&["generate", "--bank", "questions", "--require", "one,two", "--levels", "mid=2"])
        .fails(
            1,
            "\
command line: `one` and `two` are both required, but both test `c`
help: require only one of them; two questions of one concept are never drawn together",
        );
}

#[test]
fn an_unknown_topic_finds_the_nearest_one() {
    refused(
        &["--topics", "sience"],
        "\
error: unknown topic `sience`
 --> command line:1:10
  |
1 | --topics sience
  |          ^^^^^^ asked for here
  |
  = help: did you mean `science`?

1 problem found",
    );
}

#[test]
fn topics_that_leave_nothing_are_told() {
    refused(
        &["--topics", "science", "--exclude-topics", "science", "--count", "3"],
        "\
exam.toml: 3 questions are wanted, but no question in the bank fits
help: put questions into the bank, or include more topics",
    );
}

#[test]
fn a_language_without_words_is_refused() {
    refused(
        &["--language", "fr"],
        "\
error: unknown language `fr`
 --> command line:1:12
  |
1 | --language fr
  |            ^^ asked for here
  |
  = help: use `de` or `en`

1 problem found",
    );
}

#[test]
fn output_names_stay_in_their_folder_and_differ() {
    refused(
        &["--candidate", "../b.pdf"],
        "\
error: `../b.pdf` is not the name of a file
 --> command line:1:13
  |
1 | --candidate ../b.pdf
  |             ^^^^^^^^ asked for here
  |
  = help: write a name without slashes; the folder goes into `--out` or `output.folder`

1 problem found",
    );
    refused(
        &["--candidate", "x.pdf", "--key", "x.pdf"],
        "\
error: two files would be called `x.pdf`
 --> command line:1:7
  |
1 | --key x.pdf
  |       ^^^^^ asked for here
  |
  = help: give each file a name of its own

1 problem found",
    );
}

#[test]
fn an_exam_has_one_question_or_more_and_a_thousand_or_fewer() {
    refused(
        &["--count", "0"],
        "\
exam.toml: the exam would have no question
help: ask for one or more with `count`, `levels` or `shares`",
    );
    refused(
        &["--count", "5000"],
        "\
error: 5000 questions are too many for one exam
 --> command line:1:9
  |
1 | --count 5000
  |         ^^^^ asked for here
  |
  = help: ask for 1000 or fewer

1 problem found",
    );
}

#[test]
fn a_count_has_to_be_the_sum_of_the_levels() {
    refused(
        &["--levels", "junior=3", "--count", "4"],
        "\
error: `count` is 4, but `levels` add up to 3 questions
 --> command line:1:9
  |
1 | --count 4
  |         ^ the number in all
  |
 ::: command line:1:10
  |
1 | --levels junior=3
  |          -------- numbers by level
  |
  = help: write 3, or leave `count` out

1 problem found",
    );
}

#[test]
fn levels_and_shares_exclude_each_other() {
    refused(
        &["--levels", "junior=1", "--shares", "mid=3"],
        "\
error: `levels` and `shares` cannot both be asked for
 --> command line:1:10
  |
1 | --shares mid=3
  |          ^^^^^ parts of the whole
  |
 ::: command line:1:10
  |
1 | --levels junior=1
  |          -------- numbers of questions
  |
  = help: leave one out: `levels` are numbers of questions, `shares` parts of `count`

1 problem found",
    );
}

#[test]
fn a_seed_has_to_be_readable_on_paper() {
    refused(
        &["--seed", "a  b"],
        "\
error: this seed cannot be read off paper
 --> command line:1:8
  |
1 | --seed a  b
  |        ^^^^ asked for here
  |
  = help: use up to 60 characters, with single spaces between words

1 problem found",
    );
}

#[test]
fn shares_have_to_share_something() {
    refused(
        &["--shares", "junior=0"],
        "\
error: all shares are zero
 --> command line:1:10
  |
1 | --shares junior=0
  |          ^^^^^^^^ asked for here
  |
  = help: give one level or more a share above zero

1 problem found",
    );
}

#[test]
fn a_spec_that_is_not_there_is_named() {
    refused(
        &["nothere.toml"],
        "\
nothere.toml: cannot be read: No such file or directory (os error 2)
help: `exampress init` writes an exam.toml to start from",
    );
}

#[test]
fn an_unknown_word_in_the_file_is_shown_in_its_line() {
    file_refused(
        "count = 5\norder = \"chance\"\n",
        "\
error: unknown value `chance`
 --> exam.toml:2:9
  |
2 | order = \"chance\"
  |         ^^^^^^^^ not known here
  |
  = help: use `level`, `topic`, `random`, `easy-first` or `section`

1 problem found",
    );
}

#[test]
fn an_unknown_key_in_the_file_finds_the_nearest_one() {
    file_refused(
        "titel = \"x\"\n",
        "\
error: unknown key `titel`
 --> exam.toml:1:1
  |
1 | titel = \"x\"
  | ^^^^^ not known here
  |
  = help: did you mean `title`?

1 problem found",
    );
}

#[test]
fn a_spec_that_is_not_utf_8_is_told_with_its_line() {
    file_refused(
        b"count = 3\ntitle = \"\xff\"\n",
        "\
exam.toml:2: this file is not UTF-8
help: save the file as UTF-8 in your editor",
    );
}

#[test]
fn instructions_are_checked_in_their_place() {
    file_refused(
        "levels = { junior = 1 }\ninstructions = '''\nRead *well*.\n\nThen <b>write</b>.\n'''\n",
        "\
error: HTML cannot be printed
 --> exam.toml:5:6
  |
5 | Then <b>write</b>.
  |      ^^^ here
  |
  = help: write it as Markdown, or as `code` if it is meant to be seen

error: HTML cannot be printed
 --> exam.toml:5:14
  |
5 | Then <b>write</b>.
  |              ^^^^ here
  |
  = help: write it as Markdown, or as `code` if it is meant to be seen

2 problems found",
    );
}
