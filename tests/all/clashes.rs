//! What is told of an exam that cannot be, whole messages, as they stand for an `exam.toml`.

use crate::workshop::Workshop;

/// Twenty-four questions: eight a level, four a topic, marks from 2 to 4 in even and odd topics; two sets of three and
/// two concepts of two questions each.
fn bank() -> String {
    let question = |at: usize| {
        let level = ["junior", "mid", "senior"][at % 3];
        let marks = if at % 6 < 3 { 2 } else { 4 };
        let extra = match at {
            0 | 6 | 12 => "set = \"poem\"\n",
            1 | 2 => "concept = \"light\"\n",
            7 => "excludes = [\"q08\"]\n",
            _ => "",
        };
        let rubric = format!("rubric = [{{ marks = {marks}, text = \"r\" }}]");
        format!(
            "[[question]]\nid = \"q{at:02}\"\nlevel = \"{level}\"\ntopic = \"t{}\"\nkind = \"open\"\nmarks = {marks}\n\
                 minutes = 3\nprompt = \"p\"\nanswer = \"a\"\n{rubric}\n{extra}\n",
            at % 6
        )
    };
    (0..24).map(question).collect()
}

#[track_caller]
fn refused(spec: &str, message: &str) {
    Workshop::new().file("questions/a.toml", bank()).file("exam.toml", spec).run(&["generate"]).fails(1, message);
}

#[test]
fn a_total_that_no_choice_has() {
    refused(
        "count = 10\nmarks = 31\n",
        "\
exam.toml: no exam keeps this request

  line  request
     2  marks = 31

help: write `marks = 30` or `marks = 32`",
    );
}

#[test]
fn a_count_that_the_bank_cannot_fill() {
    refused(
        "count = 40\n",
        "\
exam.toml: the bank has too little for what is asked

  line  request        wanted  there  missing
     1  count              40     23       17
     1  count: junior      14      8        6
     1  count: mid         13      8        5
     1  count: senior      13      8        5

help: write `count = 22`, or add questions that fit, with new concepts",
    );
}

#[test]
fn required_questions_of_one_concept() {
    refused(
        "count = 6\nrequire = [\"q01\", \"q02\"]\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request                 nearest change that helps
     2  require \"q01\"           leave out `require \"q01\"`
     2  require \"q02\"           leave out `require \"q02\"`
     -  one question a concept  write `one_per_concept = false`

help: make one of these changes",
    );
}

#[test]
fn a_required_question_of_a_level_without_a_number() {
    refused(
        "levels = { junior = 2, mid = 2 }\nrequire = [\"q02\"]\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request        nearest change that helps
     1  levels         name the other levels in `levels` too
     2  require \"q02\"  leave out `require \"q02\"`

help: make one of these changes",
    );
}

#[test]
fn a_condition_that_the_split_over_the_levels_does_not_allow() {
    refused(
        "count = 4\nconditions = [\n  { topic = \"t0\", min = 3 },\n  { topic = \"t1\", min = 2 },\n]\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request                                nearest change that helps
     1  count = 4 (2 junior, 1 mid, 1 senior)  write `count = 7`
     3  condition topic = \"t0\", min = 3        no small change of it alone helps

help: make one of these changes",
    );
}

#[test]
fn required_questions_that_exclude_each_other() {
    refused(
        "count = 6\nrequire = [\"q07\", \"q08\"]\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request                      nearest change that helps
     2  require \"q07\"                leave out `require \"q07\"`
     2  require \"q08\"                leave out `require \"q08\"`
     -  `excludes` of the questions  change `excludes` of the questions

help: make one of these changes",
    );
}

#[test]
fn required_questions_that_are_enemies() {
    refused(
        "count = 6\nenemies = [[\"q03\", \"q04\"]]\nrequire = [\"q03\", \"q04\"]\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request               nearest change that helps
     3  require \"q03\"         leave out `require \"q03\"`
     3  require \"q04\"         leave out `require \"q04\"`
     2  enemies \"q03\", \"q04\"  leave out `enemies \"q03\", \"q04\"`

help: make one of these changes",
    );
}

#[test]
fn a_level_with_too_few_questions() {
    refused(
        "levels = { junior = 2, mid = 9 }\nmarks = \"..10\"\n",
        "\
exam.toml: the bank has too little for what is asked

  line  request         wanted  there  missing
     1  levels.mid = 9       9      8        1

help: write `levels.mid = 2`",
    );
}

#[test]
fn topics_that_leave_no_total() {
    refused(
        "count = 3\ntopics = [\"t5\"]\nmarks = \"5..7\"\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request         nearest change that helps
     3  marks = \"5..7\"  write `marks = \"5..12\"`
     2  topics          leave out `topics`

help: make one of these changes",
    );
}

#[test]
fn sections_that_together_want_too_much() {
    refused(
        "[[section]]\ntitle = \"One\"\ncount = 20\n\n[[section]]\ntitle = \"Two\"\ncount = 6\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request                                                nearest change that helps
     3  section \"One\": count = 20 (7 junior, 7 mid, 6 senior)  write `count = 16` in section \"One\"
     7  section \"Two\": count = 6 (2 junior, 2 mid, 2 senior)   write `count = 2` in section \"Two\"

help: make one of these changes",
    );
}

#[test]
fn forms_that_want_more_than_there_is() {
    refused(
        "count = 12\nseed = \"s\"\nforms = 3\n",
        "\
exam.toml: 3 forms cannot be drawn together; one after another, 1 was found with this seed
help: ask for fewer with `forms`, allow more with `overlap` or `band`, or put questions that every form may have into \
`anchors`: a required question counts as shared; `exampress capacity` tells how many forms there are and what is missing",
    );
}

#[test]
fn a_set_larger_than_the_exam() {
    refused(
        "count = 2\nlevels = { junior = 2 }\nrequire = [\"q06\"]\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request        nearest change that helps
     1  count = 2      no small change of it alone helps
     3  require \"q06\"  leave out `require \"q06\"`

help: make one of these changes",
    );
}

#[test]
fn a_count_that_nobody_wrote() {
    refused(
        "conditions = [{ level = \"senior\", min = 1, max = 2 }]\nexclude_topics = [\"t0\", \"t1\", \"t2\", \"t3\"]\n",
        "\
exam.toml: the bank has too little for what is asked

  line  request     wanted  there  missing
     -  count = 12      12      8        4

help: write `count = 6`",
    );
}

#[test]
fn shares_of_a_level_that_is_excluded() {
    refused(
        "count = 6\nexclude_topics = [\"t2\", \"t5\"]\nshares = { senior = 1 }\n",
        "\
exam.toml: the bank has too little for what is asked

  line  request        wanted  there  missing
     1  count: senior       6      0        6

help: let `exclude_topics` allow more, or add 6 questions that fit",
    );
}

#[test]
fn marks_that_take_too_long() {
    refused(
        "marks = 60\nminutes = \"..30\"\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request           nearest change that helps
     1  marks = 60        write `marks = 40`
     2  minutes = \"..30\"  write `minutes = \"..54\"`

help: make one of these changes",
    );
}

#[test]
fn a_range_too_small_for_its_marks() {
    refused(
        "count = \"4..6\"\nmarks = \"30..\"\n",
        "\
exam.toml: these requests cannot all hold, though any fewer of them can

  line  request                                 nearest change that helps
     1  count = \"4..6\" (split over the levels)  write `count = 8`
     2  marks = \"30..\"                          write `marks = \"24..\"`

help: make one of these changes",
    );
}

#[test]
fn a_bank_without_questions() {
    let shop = Workshop::new().file("questions/a.toml", "").file("exam.toml", "count = 1\n");
    shop.run(&["generate"]).fails(
        1,
        "\
questions: there is no question in this bank
help: put TOML files with `[[question]]` into it; `exampress init` writes one to start from",
    );
}

/// What a message proposes can be written as it stands.
#[test]
fn changes_that_are_proposed_work() {
    for spec in [
        "count = 10\nmarks = 30\n",
        "count = 22\n",
        "count = 6\nrequire = [\"q01\", \"q02\"]\none_per_concept = false\n",
        "count = 7\nconditions = [{ topic = \"t0\", min = 3 }, { topic = \"t1\", min = 2 }]\n",
        "count = 3\ntopics = [\"t5\"]\nmarks = \"5..12\"\n",
        "[[section]]\ncount = 16\n\n[[section]]\ncount = 6\n",
        "marks = 40\nminutes = \"..30\"\n",
        "count = 8\nmarks = \"30..\"\n",
    ] {
        Workshop::new().file("questions/a.toml", bank()).file("exam.toml", spec).run(&["generate"]).done();
    }
}
