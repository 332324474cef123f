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
error: `twelve` is not a number or a range
 --> command line:1:9
  |
1 | --count twelve
  |         ^^^^^^ asked for here
  |
  = help: write a number such as `12`, or a range such as `10..14`

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
exam.toml: the bank has too little for what is asked

  line      request            wanted  there  missing
  --levels  levels.junior = 9       9      5        4
  --levels  levels.senior = 2       2      1        1

help: write `levels.junior = 5` and `levels.senior = 1`, or add questions that fit",
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
exam.toml: these requests cannot all hold, though any fewer of them can

  line       request              nearest change that helps
  --levels   levels.junior = 1    write `levels.junior = 2`
  --require  require \"primes\"     leave out `require \"primes\"`
  --require  require \"zero-even\"  leave out `require \"zero-even\"`

help: make one of these changes",
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
command line: the bank has too little for what is asked

  line      request         wanted  there  missing
  --levels  levels.mid = 2       2      1        1

help: write `levels.mid = 1`, or add 1 question that fits, with a new concept",
        );
}

#[test]
fn required_questions_of_one_concept_clash_though_there_are_others() {
    let question = |id: &str, concept: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\nlevel = \"mid\"\ntopic = \"t\"\nconcept = \"{concept}\"\nkind = \"true-false\"\nmarks = 1\nminutes = 1\nprompt = \"p\"\ncorrect = true\n"
        )
    };
    Workshop::new()
        .file("questions/a.toml", question("one", "c") + &question("two", "c") + &question("three", "d"))
        .run(&["generate", "--bank", "questions", "--require", "one,two", "--levels", "mid=2"])
        .fails(
            1,
            "\
command line: these requests cannot all hold, though any fewer of them can

  line       request                 nearest change that helps
  --require  require \"one\"           leave out `require \"one\"`
  --require  require \"two\"           leave out `require \"two\"`
  -          one question a concept  write `one_per_concept = false`

help: make one of these changes",
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
exam.toml: the bank has too little for what is asked

  line     request  wanted  there  missing
  --count  count         3      0        3

help: let `topics` and `exclude_topics` allow more, or add 3 questions that fit",
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
  = help: use `level`, `topic`, `random`, `section` or `easy-first`

1 problem found",
    );
}

#[test]
fn an_unknown_layout_is_shown_in_its_line() {
    file_refused(
        "layout = \"tight\"\n",
        "\
error: unknown value `tight`
 --> exam.toml:1:10
  |
1 | layout = \"tight\"
  |          ^^^^^^^ not known here
  |
  = help: use `fill`, `compact` or `one-per-page`

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

#[test]
fn a_range_has_to_be_one() {
    refused(
        &["--count", "5..3"],
        "\
error: `5..3` ends before it begins
 --> command line:1:9
  |
1 | --count 5..3
  |         ^^^^ asked for here
  |
  = help: write the smaller number first: `3..5`

1 problem found",
    );
    file_refused(
        "count = -4\n",
        "\
error: `-4` is below zero
 --> exam.toml:1:9
  |
1 | count = -4
  |         ^^ asked for here
  |
  = help: write a number such as `12`, or a range such as `10..14`

1 problem found",
    );
    file_refused(
        "levels = { junior = \"a few\" }\n",
        "\
error: `a few` is not a number or a range
 --> exam.toml:1:21
  |
1 | levels = { junior = \"a few\" }
  |                     ^^^^^^^ asked for here
  |
  = help: write a number such as `4`, or a range such as `3..5`, `3..` or `..5`

1 problem found",
    );
    file_refused(
        "marks = \"near x\"\n",
        "\
error: `near x` is not a number or a range
 --> exam.toml:1:9
  |
1 | marks = \"near x\"
  |         ^^^^^^^^ asked for here
  |
  = help: write a number such as `60`, a range such as `55..65`, `55..` or `..65`, or `near 60`

1 problem found",
    );
    file_refused(
        "count = 1.5\n",
        "\
error: `1.5` is not a number or a range
 --> exam.toml:1:9
  |
1 | count = 1.5
  |         ^^^ asked for here
  |
  = help: write a number such as `12`, or a range such as `10..14`

1 problem found",
    );
    file_refused(
        "minutes = true\n",
        "\
error: a number or a range is expected here
 --> exam.toml:1:11
  |
1 | minutes = true
  |           ^^^^ this is `true` or `false`
  |
  = help: write a number such as `12`, or a range in quotes such as `\"10..14\"`

1 problem found",
    );
}

#[test]
fn a_count_needs_both_ends_and_is_never_near() {
    refused(
        &["--count", "8.."],
        "\
error: `8..` cannot be asked for here
 --> command line:1:9
  |
1 | --count 8..
  |         ^^^ asked for here
  |
  = help: write a number such as `12`, or a range such as `10..14`

1 problem found",
    );
    refused(
        &["--count", "near 8"],
        "\
error: `near 8` cannot be asked for here
 --> command line:1:9
  |
1 | --count near 8
  |         ^^^^^^ asked for here
  |
  = help: write a number such as `12`, or a range such as `10..14`

1 problem found",
    );
    file_refused(
        "conditions = [{ level = \"mid\", marks = \"near 10\" }]\n",
        "\
error: `near 10` cannot be asked for here
 --> exam.toml:1:40
  |
1 | conditions = [{ level = \"mid\", marks = \"near 10\" }]
  |                                        ^^^^^^^^^ asked for here
  |
  = help: write a number such as `4`, or a range such as `3..5`, `3..` or `..5`

1 problem found",
    );
}

#[test]
fn marks_and_minutes_have_their_limits_too() {
    refused(
        &["--marks", "2000000"],
        "\
error: 2000000 marks are too many for one exam
 --> command line:1:9
  |
1 | --marks 2000000
  |         ^^^^^^^ asked for here
  |
  = help: ask for 1000000 or fewer

1 problem found",
    );
    refused(
        &["--condition", "level=mid,max=1001"],
        "\
error: 1001 questions are too many for one exam
 --> command line:1:27
  |
1 | --condition level=mid,max=1001
  |                           ^^^^ asked for here
  |
  = help: ask for 1000 or fewer

1 problem found",
    );
    refused(
        &["--levels", "junior=800,mid=800"],
        "\
error: 1600 questions are too many for one exam
 --> command line:1:10
  |
1 | --levels junior=800,mid=800
  |          ^^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: ask for 1000 or fewer

1 problem found",
    );
    file_refused(
        "count = 99999999999999999999\n",
        "\
error: this number is not possible
 --> exam.toml:1:9
  |
1 | count = 99999999999999999999
  |         ^^^^^^^^^^^^^^^^^^^^ this number
  |
  = help: write a smaller number

1 problem found",
    );
}

#[test]
fn a_range_of_questions_lies_within_its_levels() {
    refused(
        &["--levels", "junior=2..3,mid=1..", "--count", "2..4"],
        "\
error: `count` is 2..4, but `levels` add up to 3 or more questions
 --> command line:1:9
  |
1 | --count 2..4
  |         ^^^^ the number in all
  |
 ::: command line:1:10
  |
1 | --levels junior=2..3,mid=1..
  |          ------------------- numbers by level
  |
  = help: write a number or a range from 3 up, or leave `count` out

1 problem found",
    );
    refused(
        &["--levels", "junior=2..3,mid=1..2", "--count", "6"],
        "\
error: `count` is 6, but `levels` add up to 3..5 questions
 --> command line:1:9
  |
1 | --count 6
  |         ^ the number in all
  |
 ::: command line:1:10
  |
1 | --levels junior=2..3,mid=1..2
  |          -------------------- numbers by level
  |
  = help: write a number or a range within 3..5, or leave `count` out

1 problem found",
    );
}

#[test]
fn a_level_is_there_once() {
    refused(
        &["--levels", "junior=1,junior=2"],
        "\
error: the level `junior` is there twice
 --> command line:1:19
  |
1 | --levels junior=1,junior=2
  |                   ^^^^^^ asked for here
  |
  = help: leave one of them out

1 problem found",
    );
}

#[test]
fn a_condition_needs_questions_and_a_bound() {
    file_refused(
        "conditions = [\n  { level = \"mid\" },\n  { min = 2 },\n]\n",
        "\
error: this condition sets no bound
 --> exam.toml:2:3
  |
2 |   { level = \"mid\" },
  |   ^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: add `min`, `max` or `count` for the number of questions, or `marks` or `minutes`

error: this condition does not say which questions it is about
 --> exam.toml:3:3
  |
3 |   { min = 2 },
  |   ^^^^^^^^^^^ asked for here
  |
  = help: add `level`, `topic`, `kind`, `tag`, `concept`, `file` or `id`, each with a name or several

2 problems found",
    );
    file_refused(
        "[[conditions]]\ntopic = []\nmax = 2\n",
        "\
error: `topic` names nothing
 --> exam.toml:2:9
  |
2 | topic = []
  |         ^^ asked for here
  |
  = help: write one name or more, or leave the key out

1 problem found",
    );
}

#[test]
fn the_bounds_of_a_condition_agree() {
    refused(
        &["--condition", "level=mid,min=4,max=2"],
        "\
error: `max` is 2, but `min` is 4
 --> command line:1:33
  |
1 | --condition level=mid,min=4,max=2
  |                                 ^ asked for here
  |
  = help: make `min` the smaller number

1 problem found",
    );
    refused(
        &["--condition", "level=mid,count=3,max=4"],
        "\
error: `count` does not go with `min` or `max`
 --> command line:1:29
  |
1 | --condition level=mid,count=3,max=4
  |                             ^ asked for here
  |
  = help: write a range as `count`, or leave `count` out

1 problem found",
    );
    refused(
        &["--condition", "level=mid,min=1..2"],
        "\
error: `1..2` cannot be asked for here
 --> command line:1:27
  |
1 | --condition level=mid,min=1..2
  |                           ^^^^ asked for here
  |
  = help: write digits only, such as `3`

1 problem found",
    );
}

#[test]
fn names_in_a_condition_are_known() {
    refused(
        &["--condition", "level=mdi,topic=sience,min=1"],
        "\
error: unknown level `mdi`
 --> command line:1:19
  |
1 | --condition level=mdi,topic=sience,min=1
  |                   ^^^ asked for here
  |
  = help: use `junior`, `mid` or `senior`

error: unknown topic `sience`
 --> command line:1:29
  |
1 | --condition level=mdi,topic=sience,min=1
  |                             ^^^^^^ asked for here
  |
  = help: did you mean `science`?

2 problems found",
    );
    refused(
        &["--condition", "kind=essay,max=1"],
        "\
error: unknown kind `essay`
 --> command line:1:18
  |
1 | --condition kind=essay,max=1
  |                  ^^^^^ asked for here
  |
  = help: use `open`, `code`, `single-choice`, `multiple-choice`, `true-false`, `fill-in`, `numeric`, `matching` or `ordering`

1 problem found",
    );
    refused(
        &["--condition", "kind=cod,max=1"],
        "\
error: unknown kind `cod`
 --> command line:1:18
  |
1 | --condition kind=cod,max=1
  |                  ^^^ asked for here
  |
  = help: did you mean `code`?

1 problem found",
    );
    refused(
        &["--condition", "concept=seasns,max=0"],
        "\
error: unknown concept `seasns`
 --> command line:1:21
  |
1 | --condition concept=seasns,max=0
  |                     ^^^^^^ asked for here
  |
  = help: did you mean `seasons`?

1 problem found",
    );
    refused(
        &["--condition", "id=prims,max=1"],
        "\
error: unknown question `prims`
 --> command line:1:16
  |
1 | --condition id=prims,max=1
  |                ^^^^^ asked for here
  |
  = help: did you mean `primes`?

1 problem found",
    );
}

#[test]
fn a_condition_is_made_of_known_keys() {
    refused(
        &["--condition", "levle=mid,min=1"],
        "\
error: unknown key `levle`
 --> command line:1:13
  |
1 | --condition levle=mid,min=1
  |             ^^^^^ not known here
  |
  = help: did you mean `level`?

1 problem found",
    );
    refused(
        &["--condition", "level=mid,level=junior,min=1"],
        "\
error: the key `level` is there twice
 --> command line:1:23
  |
1 | --condition level=mid,level=junior,min=1
  |                       ^^^^^ again
  |
  = help: leave one of them out

1 problem found",
    );
    refused(
        &["--condition", "level=mid,2"],
        "\
error: `2` is not of the form `key=value`
 --> command line:1:23
  |
1 | --condition level=mid,2
  |                       ^ this
  |
  = help: write for example `level=senior,topic=oop,min=2`

1 problem found",
    );
    file_refused(
        "conditions = [{ levle = \"mid\", min = 1 }]\n",
        "\
error: unknown key `levle`
 --> exam.toml:1:17
  |
1 | conditions = [{ levle = \"mid\", min = 1 }]
  |                 ^^^^^ not known here
  |
  = help: did you mean `level`?

1 problem found",
    );
    file_refused(
        "conditions = [{ level = 2, min = 1 }]\n",
        "\
error: a name or a list of names is expected here
 --> exam.toml:1:25
  |
1 | conditions = [{ level = 2, min = 1 }]
  |                         ^ this is a number
  |
  = help: write a name in quotes, or several in brackets: [\"…\", \"…\"]

1 problem found",
    );
}

#[test]
fn enemies_are_two_or_more() {
    file_refused(
        "enemies = [[\"primes\"], [\"primes\", \"primes\"]]\n",
        "\
error: this list does not name two questions
 --> exam.toml:1:12
  |
1 | enemies = [[\"primes\"], [\"primes\", \"primes\"]]
  |            ^^^^^^^^^^ asked for here
  |
  = help: name two questions or more, of which at most one is to be drawn

error: this list does not name two questions
 --> exam.toml:1:24
  |
1 | enemies = [[\"primes\"], [\"primes\", \"primes\"]]
  |                        ^^^^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: name two questions or more, of which at most one is to be drawn

2 problems found",
    );
    refused(
        &["--enemies", "primes,zero-evn"],
        "\
error: unknown question `zero-evn`
 --> command line:1:18
  |
1 | --enemies primes,zero-evn
  |                  ^^^^^^^^ asked for here
  |
  = help: did you mean `zero-even`?

1 problem found",
    );
}

#[test]
fn a_preference_has_questions_and_a_weight() {
    refused(
        &["--prefer", "level=mid"],
        "\
error: this preference has no weight
 --> command line:1:10
  |
1 | --prefer level=mid
  |          ^^^^^^^^^ asked for here
  |
  = help: write `weight`, a whole number from 1 to 1000

1 problem found",
    );
    refused(
        &["--prefer", "weight=3"],
        "\
error: this preference does not say which questions it is about
 --> command line:1:10
  |
1 | --prefer weight=3
  |          ^^^^^^^^ asked for here
  |
  = help: add `level`, `topic`, `kind`, `tag`, `concept`, `file` or `id`, each with a name or several

1 problem found",
    );
    refused(
        &["--prefer", "level=mid,weight=0"],
        "\
error: `0` is not a weight
 --> command line:1:27
  |
1 | --prefer level=mid,weight=0
  |                           ^ asked for here
  |
  = help: write `weight`, a whole number from 1 to 1000

1 problem found",
    );
    file_refused(
        "prefer = [{ level = \"mid\", weight = 1001 }, { used = false, weight = 2 }]\n",
        "\
error: `1001` is not a weight
 --> exam.toml:1:37
  |
1 | prefer = [{ level = \"mid\", weight = 1001 }, { used = false, weight = 2 }]
  |                                     ^^^^ asked for here
  |
  = help: write `weight`, a whole number from 1 to 1000

error: there is no list of used questions
 --> exam.toml:1:54
  |
1 | prefer = [{ level = \"mid\", weight = 1001 }, { used = false, weight = 2 }]
  |                                                      ^^^^^ asked for here
  |
  = help: add `used = [\"…\"]`, the ids of questions of earlier exams

2 problems found",
    );
    refused(
        &["--prefer", "used=no,weight=2"],
        "\
error: `no` is not `true` or `false`
 --> command line:1:15
  |
1 | --prefer used=no,weight=2
  |               ^^ this
  |
  = help: write one of the two, in small letters

1 problem found",
    );
}

#[test]
fn forms_have_names_of_their_own() {
    refused(
        &["--forms", "0"],
        "\
error: `0` is not a number of forms
 --> command line:1:9
  |
1 | --forms 0
  |         ^ asked for here
  |
  = help: write a number from 1 to 100, or a list of names

1 problem found",
    );
    refused(
        &["--forms", "red,Red"],
        "\
error: the form `Red` is there twice
 --> command line:1:13
  |
1 | --forms red,Red
  |             ^^^ asked for here
  |
  = help: give each form a name of its own; small and capital letters count as the same

1 problem found",
    );
    refused(
        &["--forms", "a/b,c"],
        "\
error: `a/b` cannot be part of the name of a file
 --> command line:1:9
  |
1 | --forms a/b,c
  |         ^^^ asked for here
  |
  = help: use up to 40 letters, digits, hyphens, and spaces between them

1 problem found",
    );
    file_refused(
        "forms = []\n",
        "\
error: this list names no form
 --> exam.toml:1:9
  |
1 | forms = []
  |         ^^ asked for here
  |
  = help: name one form or more, or leave `forms` out

1 problem found",
    );
    file_refused(
        "forms = \"red\"\n",
        "\
error: `red` is not a number of forms
 --> exam.toml:1:9
  |
1 | forms = \"red\"
  |         ^^^^^ asked for here
  |
  = help: write a number from 1 to 100, or a list of names

1 problem found",
    );
    file_refused(
        "forms = true\n",
        "\
error: a number or a list of names is expected here
 --> exam.toml:1:9
  |
1 | forms = true
  |         ^^^^ this is `true` or `false`
  |
  = help: write a number such as `4`, or names in brackets: [\"…\", \"…\"]

1 problem found",
    );
}

#[test]
fn the_form_to_print_is_one_of_the_forms() {
    refused(
        &["--forms", "red,blue", "--form", "bleu"],
        "\
error: unknown form `bleu`
 --> command line:1:8
  |
1 | --form bleu
  |        ^^^^ asked for here
  |
  = help: did you mean `blue`?

1 problem found",
    );
}

#[test]
fn what_is_about_several_forms_needs_them() {
    file_refused(
        "overlap = 2\nanchors = [\"primes\"]\nband = { marks = 2 }\n",
        "\
error: `overlap` is about several forms, but `forms` is not there
 --> exam.toml:1:11
  |
1 | overlap = 2
  |           ^ asked for here
  |
  = help: ask for `forms` too, such as 4, or leave `overlap` out

error: `anchors` is about several forms, but `forms` is not there
 --> exam.toml:2:11
  |
2 | anchors = [\"primes\"]
  |           ^^^^^^^^^^ asked for here
  |
  = help: ask for `forms` too, such as 4, or leave `anchors` out

error: `band` is about several forms, but `forms` is not there
 --> exam.toml:3:8
  |
3 | band = { marks = 2 }
  |        ^^^^^^^^^^^^^ asked for here
  |
  = help: ask for `forms` too, such as 4, or leave `band` out

3 problems found",
    );
}

#[test]
fn what_forms_have_in_common_is_understood() {
    refused(
        &["--forms", "2", "--overlap", "some"],
        "\
error: `some` is not an overlap of forms
 --> command line:1:11
  |
1 | --overlap some
  |           ^^^^ asked for here
  |
  = help: write a number of questions such as `2`, or `same` for forms that differ in order only

1 problem found",
    );
    refused(
        &["--forms", "2", "--anchors", "prims"],
        "\
error: unknown question `prims`
 --> command line:1:11
  |
1 | --anchors prims
  |           ^^^^^ asked for here
  |
  = help: did you mean `primes`?

1 problem found",
    );
    refused(
        &["--forms", "2", "--band", "mark=2"],
        "\
error: unknown key `mark`
 --> command line:1:8
  |
1 | --band mark=2
  |        ^^^^ not known here
  |
  = help: did you mean `marks`?

1 problem found",
    );
    refused(
        &["--forms", "2", "--band", "marks=few"],
        "\
error: `few` is not a whole number
 --> command line:1:14
  |
1 | --band marks=few
  |              ^^^ asked for here
  |
  = help: write digits only, such as `3`

1 problem found",
    );
    refused(
        &["--forms", "2", "--anchors", "primes", "--exclude", "primes"],
        "\
error: `primes` is both required and excluded
 --> command line:1:11
  |
1 | --exclude primes
  |           ^^^^^^ asked for here
  |
  = help: take it out of one list

1 problem found",
    );
}

#[test]
fn a_section_says_how_many_questions_it_has() {
    file_refused(
        "[[section]]\ntitle = \"Reading\"\ncount = 2\n\n[[section]]\ntitle = \"Writing\"\nmarks = \"..10\"\n",
        "\
error: this section does not say how many questions it has
 --> exam.toml:5:1
  |
5 | [[section]]
  | ^^^^^^^^^^^ asked for here
  |
  = help: add `count` or `levels`, or `marks` or `minutes` with a lower end

1 problem found",
    );
}

#[test]
fn shares_over_sections_are_refused() {
    file_refused(
        "shares = { junior = 1 }\n\n[[section]]\ncount = 2\n",
        "\
error: `shares` cannot be asked for over all sections
 --> exam.toml:1:10
  |
1 | shares = { junior = 1 }
  |          ^^^^^^^^^^^^^^ asked for here
  |
  = help: leave them out, or write `shares` into each section

1 problem found",
    );
}

#[test]
fn a_section_is_checked_as_an_exam_is() {
    file_refused(
        "[[section]]\ntitle = \" \"\norder = \"section\"\nlevels = { juni = 2 }\ntopics = [\"sience\"]\nrequire = [\"prims\"]\nmarks = \"near 20\"\nconditions = [{ topic = \"language\" }]\n",
        "\
error: the title is empty
 --> exam.toml:2:9
  |
2 | title = \" \"
  |         ^^^ asked for here
  |
  = help: write it, or leave it out

error: a section has no sections to be ordered by
 --> exam.toml:3:9
  |
3 | order = \"section\"
  |         ^^^^^^^^^ asked for here
  |
  = help: use `level`, `topic`, `random` or `easy-first`

error: unknown level `juni`
 --> exam.toml:4:12
  |
4 | levels = { juni = 2 }
  |            ^^^^ asked for here
  |
  = help: did you mean `junior`?

error: unknown topic `sience`
 --> exam.toml:5:11
  |
5 | topics = [\"sience\"]
  |           ^^^^^^^^ asked for here
  |
  = help: did you mean `science`?

error: unknown question `prims`
 --> exam.toml:6:12
  |
6 | require = [\"prims\"]
  |            ^^^^^^^ asked for here
  |
  = help: did you mean `primes`?

error: `near 20` cannot be asked for here
 --> exam.toml:7:9
  |
7 | marks = \"near 20\"
  |         ^^^^^^^^^ asked for here
  |
  = help: write a number such as `4`, or a range such as `3..5`, `3..` or `..5`

error: this condition sets no bound
 --> exam.toml:8:15
  |
8 | conditions = [{ topic = \"language\" }]
  |               ^^^^^^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: add `min`, `max` or `count` for the number of questions, or `marks` or `minutes`

7 problems found",
    );
    file_refused(
        "[[section]]\nsize = 2\n",
        "\
error: unknown key `size`
 --> exam.toml:2:1
  |
2 | size = 2
  | ^^^^ not known here
  |
  = help: use `title`, `order`, `count`, `levels`, `shares`, `marks`, `minutes`, `topics`, `exclude_topics`, `require` or `conditions`

1 problem found",
    );
}

#[test]
fn an_exam_has_a_hundred_forms_or_fewer() {
    let names: Vec<String> = (0..101).map(|at| format!("\n\"f{at}\"")).collect();
    file_refused(
        format!("forms = [{}]\n", names.join(",")),
        "\
error: 101 forms are too many for one exam
 --> exam.toml:1:9
  |
1 | forms = [
  |         ^ asked for here
  |
  = help: ask for 100 or fewer

1 problem found",
    );
}

#[test]
fn what_stands_around_the_questions_has_to_be_printable() {
    refused(
        &["--institution", "", "--time", "1h", "--watermark", "A watermark that is far too long to read"],
        "\
error: the institution is empty
 --> command line:1:15
  |
1 | --institution 
  |               ^ asked for here
  |
  = help: write it, or leave it out

error: `1h` is no time for an exam
 --> command line:1:8
  |
1 | --time 1h
  |        ^^ asked for here
  |
  = help: write a whole number of minutes from 1 to 1440

error: this watermark is too long to be large
 --> command line:1:13
  |
1 | --watermark A watermark that is far too long to read
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ asked for here
  |
  = help: write one or two words, up to 30 characters

3 problems found",
    );
    file_refused(
        "time = 0\n",
        "\
error: `0` is no time for an exam
 --> exam.toml:1:8
  |
1 | time = 0
  |        ^ asked for here
  |
  = help: write a whole number of minutes from 1 to 1440

1 problem found",
    );
}

#[test]
fn a_logo_has_to_be_a_picture() {
    file_refused(
        "logo = \"crest.png\"\nlevels = { junior = 1 }\n",
        "\
error: the logo `crest.png` is not there
 --> exam.toml:1:8
  |
1 | logo = \"crest.png\"
  |        ^^^^^^^^^^^ asked for here
  |
  = help: name a PNG, JPEG or SVG file

1 problem found",
    );
    refused(
        &["--logo", "exam.toml"],
        "\
error: the logo `exam.toml` cannot be printed: this file is neither PNG nor JPEG nor SVG
 --> command line:1:8
  |
1 | --logo exam.toml
  |        ^^^^^^^^^ asked for here
  |
  = help: name a PNG, JPEG or SVG file

1 problem found",
    );
}

#[test]
fn a_watermark_is_one_line() {
    file_refused(
        "count = 2\nwatermark = \"Draft\\nfor us\"\n",
        "\
error: this watermark has more than one line
 --> exam.toml:2:13
  |
2 | watermark = \"Draft\\nfor us\"
  |             ^^^^^^^^^^^^^^^ asked for here
  |
  = help: write it in one

1 problem found",
    );
}

#[test]
fn a_watermark_needs_glyphs() {
    refused(
        &["--watermark", "Draft \u{1f600}"],
        "\
error: no font has the character `\u{1f600}` (U+1F600)
 --> command line:1:19
  |
1 | --watermark Draft \u{1f600}
  |                   ^^ cannot be printed
  |
  = help: write it another way, or put a font that has it into a folder named by `fonts` or --fonts and name its \
family in `faces.fallback` of theme.toml

1 problem found",
    );
}
