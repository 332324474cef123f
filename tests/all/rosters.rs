//! Every mistake in a roster, with the whole message.

use crate::workshop::{GOOD, Workshop};

fn shop(roster: impl AsRef<[u8]>) -> Workshop {
    Workshop::new().file("questions/a.toml", GOOD).file("r.csv", roster)
}

const GENERATE: [&str; 7] = ["generate", "--bank", "questions", "--count", "1", "--roster", "r.csv"];

/// Nothing is written, and this is told.
#[track_caller]
fn fails(roster: impl AsRef<[u8]>, message: &str) {
    let shop = shop(roster);
    shop.run(&GENERATE).fails(1, message);
    assert_eq!(shop.names(), ["questions", "r.csv"]);
}

#[test]
fn a_roster_that_is_not_there_is_told() {
    let shop = Workshop::new().file("questions/a.toml", GOOD);
    let told = shop.run(&GENERATE);
    assert_eq!(told.code, 1);
    assert!(told.err.starts_with("r.csv: cannot be read: "), "{}", told.err);
    assert!(told.err.ends_with("\nhelp: name a CSV file of candidates by `roster` or --roster\n"), "{}", told.err);
}

#[test]
fn a_roster_in_another_encoding_is_told() {
    fails(b"id,name\n1,Ann\n2,J\xf6rg\n", "r.csv:3: this file is not UTF-8\nhelp: save the roster as CSV in UTF-8");
}

#[test]
fn an_empty_roster_is_told() {
    fails(
        "id,name\n\n,\n",
        "\
error: there is no candidate in this roster
 --> r.csv:1:1
  |
1 | id,name
  | ^^^^^^^ no line after this one
  |
  = help: write a line for each candidate

1 problem found",
    );
    let told = shop("").run(&GENERATE).err;
    assert!(told.starts_with("error: there is no candidate in this roster\n"), "{told}");
}

#[test]
fn columns_have_names_of_their_own_and_one_is_the_id() {
    fails(
        "ID;name;name;\n1;Ann;x;y\n",
        "\
error: two columns are called `name`
 --> r.csv:1:1
  |
1 | ID;name;name;
  | ^^^^^^^^^^^^^ the names of the columns
  |
  = help: give each column a name of its own

error: column 4 has no name
 --> r.csv:1:1
  |
1 | ID;name;name;
  | ^^^^^^^^^^^^^ the names of the columns
  |
  = help: give it a name, or take the column out

error: no column is called `id`
 --> r.csv:1:1
  |
1 | ID;name;name;
  | ^^^^^^^^^^^^^ the names of the columns
  |
  = help: call the column `ID` `id`

3 problems found",
    );
}

#[test]
fn every_line_with_too_many_or_too_few_fields_is_told() {
    fails(
        "id,name\n1,Lee, Ann\n2\n3,Bo\n",
        "\
error: this line has 3 fields, the first one 2
 --> r.csv:2:1
  |
2 | 1,Lee, Ann
  | ^^^^^^^^^^ too many
  |
  = help: write each field, also an empty one; put a text with separators into quotation marks

error: this line has 1 field, the first one 2
 --> r.csv:3:1
  |
3 | 2
  | ^ too few
  |
  = help: write each field, also an empty one; put a text with separators into quotation marks

2 problems found",
    );
}

#[test]
fn an_id_is_there_once() {
    fails(
        "id,name\n7,Ann\n8,Bo\n7,Cy\n,Di\n",
        "\
error: the id `7` is there twice
 --> r.csv:4:1
  |
2 | 7,Ann
  | ----- first here
3 | 8,Bo
4 | 7,Cy
  | ^^^^ again
  |
  = help: give each candidate an id of their own, or take one of the lines out

error: this candidate has no `id`
 --> r.csv:5:1
  |
5 | ,Di
  | ^^^ an empty field
  |
  = help: write what no other candidate is called

2 problems found",
    );
}

#[test]
fn a_quotation_mark_that_is_not_closed_swallows_no_other_candidate() {
    fails(
        "id,name\n1,\"Ann\n2,\"Bo\n",
        "\
error: a quotation mark is not closed on its line
 --> r.csv:2:1
  |
2 | 1,\"Ann
  | ^^^^^^ an odd number of them
  |
  = help: close it, and keep each candidate on one line; in a field between marks, write a mark that is to be printed twice

error: a quotation mark is not closed on its line
 --> r.csv:3:1
  |
3 | 2,\"Bo
  | ^^^^^ an odd number of them
  |
  = help: close it, and keep each candidate on one line; in a field between marks, write a mark that is to be printed twice

2 problems found",
    );
}

#[test]
fn files_of_two_candidates_never_meet_on_any_system() {
    fails(
        "id\nann/1\nAnn_1\nstrasse\nSTRAßE\nNUL\n",
        "\
error: the files of `ann/1` and `Ann_1` would have the same names
 --> r.csv:3:1
  |
2 | ann/1
  | ----- and this one
3 | Ann_1
  | ^^^^^ this line
  |
  = help: write ids that differ in more than capitals, and in letters, digits, hyphens, underscores or dots

error: the files of `strasse` and `STRAßE` would have the same names
 --> r.csv:5:1
  |
4 | strasse
  | ------- and this one
5 | STRAßE
  | ^^^^^^ this line
  |
  = help: write ids that differ in more than capitals, and in letters, digits, hyphens, underscores or dots

error: the id `NUL` is a name that Windows keeps for itself
 --> r.csv:6:1
  |
6 | NUL
  | ^^^ this line
  |
  = help: write another id

3 problems found",
    );
}

#[test]
fn a_sheet_and_a_key_never_meet() {
    let shop = shop("id\n1\nb-1\n");
    let names = ["--candidate", "a.pdf", "--key", "a-b.pdf"];
    shop.run(&[&GENERATE[..], &names].concat()).fails(
        1,
        "a-b-1.pdf: two files would have this name\n\
         help: give `candidate`, `key` and `manifest` names that begin otherwise",
    );
}

#[test]
fn a_character_that_no_font_has_is_told_before_anything_is_written() {
    fails(
        "id,name,note\n1,Ann,漢\n2,李,-\n",
        "\
error: no font has the character `李` (U+674E)
 --> r.csv:3:1
  |
3 | 2,李,-
  | ^^^^^^ in `name`
  |
  = help: write it another way, or put a font that has it into a folder named by `fonts` or --fonts and name its family in `faces.fallback` of theme.toml

1 problem found",
    );
}

#[test]
fn a_control_character_is_told() {
    fails(
        "id,name\n1,A\u{1b}nn\n",
        "\
error: the character U+001B cannot be printed
 --> r.csv:2:1
  |
2 | 1,A␛nn
  | ^^^^^^ in this line
  |
  = help: take it out

1 problem found",
    );
}

#[test]
fn a_column_that_is_not_there_is_a_value_that_is_not_there() {
    let shop = shop("id,name\n1,Ann\n").file(
        "t/candidate.hbs",
        "{{candidate.room}}\n{{#each questions}}\n::prompt {{number}}\n::response {{number}}\n{{/each}}\n",
    );
    shop.run(&[&GENERATE[..], &["--templates", "t"]].concat()).fails(
        1,
        "\
r.csv:2: the papers of candidate `1` cannot be made

t/candidate.hbs:1:1: there is no value `candidate.room`
help: docs/templates.md of Exampress lists the values of each paper",
    );
    assert_eq!(shop.names(), ["questions", "r.csv", "t"]);
}

#[test]
fn check_reads_the_roster_too_and_fills_templates_with_its_first_candidate() {
    let template = "{{candidate.room}}\n{{#each questions}}\n::prompt {{number}}\n::response {{number}}\n{{/each}}\n";
    let check = ["check", "--bank", "questions", "--count", "1", "--roster", "r.csv", "--templates", "t"];
    let shop = shop("id;room\n1;B2\n").file("t/candidate.hbs", template);
    assert!(shop.run(&check).done().ends_with(": no problem found\n"));
    let shop = shop.file("r.csv", "id;room\n1;B2\n1;B3\n");
    assert!(shop.run(&check).err.starts_with("error: the id `1` is there twice\n"));
}
