//! Mistakes in templates, words, theme and fonts.

use crate::workshop::{GOOD, Run, Workshop};

/// Changes one text in one of the starter's templates and expects exactly this message.
#[track_caller]
fn refused(file: &str, from: &str, to: &str, message: &str) {
    let shop = Workshop::new();
    shop.run(&["init"]).done();
    let path = format!("templates/{file}");
    let text = String::from_utf8(shop.read(&path)).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    let shop = shop.file(&path, text.replacen(from, to, 1));
    shop.run(&["generate", "--levels", "junior=1", "--require", "primes"]).fails(1, message);
}

#[test]
fn a_value_that_is_not_there_is_told_with_its_line() {
    refused(
        "candidate.hbs",
        "{{title}}",
        "{{titel}}",
        "templates/candidate.hbs:2:8: there is no value `titel`\nhelp: docs/templates.md of Exampress lists the values of each paper",
    );
}

#[test]
fn the_candidate_sheet_cannot_name_the_seed() {
    refused(
        "candidate.hbs",
        "::closing {{words.end}}",
        "::closing {{seed}}",
        "templates/candidate.hbs:66:11: there is no value `seed`\nhelp: docs/templates.md of Exampress lists the values of each paper",
    );
}

#[test]
fn a_block_of_handlebars_has_to_end() {
    refused(
        "candidate.hbs",
        "{{/if}}",
        "",
        "templates/candidate.hbs:67:1: what stands in `{{…}}` is not understood from here on\n\
         help: check that every {{#…}} has its {{/…}} and every {{ its }}",
    );
    refused(
        "candidate.hbs",
        "{{/if}}",
        "{{/unless}}",
        "templates/candidate.hbs:2:53: `{{#if}}` ends with `{{/unless}}`\n\
         help: check that every {{#…}} has its {{/…}} and every {{ its }}",
    );
}

#[test]
fn a_template_cannot_call_itself() {
    refused(
        "key.hbs",
        "## {{words.totals}}",
        "{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}",
        "templates/key.hbs:22:1: a template cannot call another one\nhelp: write what it says here",
    );
}

#[test]
fn a_template_cannot_call_itself_in_any_spelling() {
    for call in ["{{~#*inline \"a\"}}{{~> a}}{{~/inline}}{{~> a}}", "{{ > page}}", "{{#if title}}{{~> page}}{{/if}}"] {
        let column = if call.starts_with("{{#if") { 14 } else { 1 };
        let place = format!("templates/key.hbs:22:{column}");
        refused(
            "key.hbs",
            "## {{words.totals}}",
            call,
            &format!("{place}: a template cannot call another one\nhelp: write what it says here"),
        );
    }
}

#[test]
fn a_template_nests_no_deeper_than_anybody_reads() {
    let message = "templates/key.hbs:22:281: more than 20 blocks or brackets stand inside one another\n\
         help: write the template with fewer {{#…}} inside {{#…}}; `{{else if …}}` nests nothing";
    refused("key.hbs", "## {{words.totals}}", &"{{#if title}} ".repeat(100_000), message);
    let message = message.replace("22:281", "22:1");
    refused("key.hbs", "## {{words.totals}}", &format!("{{{{plural {}}}}}", "(plural ".repeat(50_000)), &message);
}

#[test]
fn a_template_comes_to_an_end() {
    let nested = format!("{}x{}", "{{#each @root.questions}}".repeat(19), "{{/each}}".repeat(19));
    let silent = nested.replace('x', "");
    let refused = |text: &str, message: &str| {
        let bank: String = (0..3)
            .map(|at| GOOD.replace("\"one\"", &format!("\"one-{at}\"")).replace("Why?", &format!("Why {at}?")))
            .collect();
        Workshop::new()
            .file("questions/a.toml", bank)
            .file("templates/candidate.hbs", text)
            .run(&["check", "--bank", "questions", "--templates", "templates", "--count", "3"])
            .fails(1, message);
    };
    let rounds = "templates/candidate.hbs:1:426: the blocks of this template are gone through more than 1000000 times\n\
         help: take out {{#each}} where it is not needed";
    refused(&nested, rounds);
    refused(&silent, rounds);
    let long = format!("{}{}{}", "{{#each @root.questions}}".repeat(9), "x".repeat(10_000), "{{/each}}".repeat(9));
    refused(
        &long,
        "templates/candidate.hbs:1:226: what comes out has more than 20 megabytes\n\
         help: take out {{#each}} where it is not needed",
    );
}

#[test]
fn an_unknown_helper_and_an_unknown_noun_are_told() {
    refused(
        "candidate.hbs",
        "plural count \"question\"",
        "plurals count \"question\"",
        "templates/candidate.hbs:16:8: there is no helper `plurals`\n\
         help: use `plural`, or one that Handlebars has: if, unless, each, with",
    );
    refused(
        "candidate.hbs",
        "plural count \"question\"",
        "plural count \"quest\"",
        "templates/candidate.hbs:16:8: `plural` needs a number and one of \"question\", \"mark\", \"minute\"\n\
         help: docs/templates.md of Exampress shows what templates can say",
    );
}

#[test]
fn a_mistyped_slot_is_shown_where_it_was_filled_in() {
    refused(
        "candidate.hbs",
        "::prompt {{number}}",
        "::promt {{number}}",
        "\
error: `::promt` means nothing here
  --> templates/candidate.hbs (filled in):19:1
   |
19 | ::promt 1
   | ^^^^^^^^^ this line
   |
   = help: did you mean `prompt`?

1 problem found",
    );
}

#[test]
fn the_candidate_sheet_has_no_slot_for_an_answer() {
    refused(
        "candidate.hbs",
        "::response {{number}}",
        "::answer {{number}}",
        "\
error: `::answer` means nothing here
  --> templates/candidate.hbs (filled in):20:1
   |
20 | ::answer 1
   | ^^^^^^^^^^ this line
   |
   = help: use `instructions`, `logo`, `prompt`, `response`, `score_table`, `head`, `foot`, `turn`, `blank`, \
`masthead`, `institution`, `section`, `lead`, `note`, `closing`, `fields`, `boxes`, `item`, `panel`, `small`, \
`brief`, `columns`, `next`, `end`, `page`, `space` or `scale`

1 problem found",
    );
}

#[test]
fn a_slot_of_no_question_is_told() {
    refused(
        "candidate.hbs",
        "::prompt {{number}}",
        "::prompt 99",
        "\
error: there is no slot `prompt 99`
  --> templates/candidate.hbs (filled in):19:1
   |
19 | ::prompt 99
   | ^^^^^^^^^^^ this line
   |
   = help: the number after its name is that of no question

1 problem found",
    );
}

#[test]
fn a_template_has_to_print_every_question() {
    refused(
        "candidate.hbs",
        "::prompt {{number}}\n",
        "",
        "templates/candidate.hbs: `::prompt 1` is printed nowhere\n\
         help: write `::prompt {{number}}` for each question, and `::prompt {{../number}}{{letter}}` for each part",
    );
}

#[test]
fn blocks_have_to_be_closed_and_opened() {
    refused(
        "candidate.hbs",
        "::end\n{{/each}}\n\n",
        "{{/each}}\n\n",
        "\
error: this block is not closed
  --> templates/candidate.hbs (filled in):18:1
   |
18 | ::item 1. | 2\u{a0}marks\u{e012}
   | ^^^^^^^^^^^^^^^^^^^^ begins here
   |
   = help: write `::end` where it ends

1 problem found",
    );
    refused(
        "candidate.hbs",
        "::closing",
        "::end\n::closing",
        "\
error: nothing is open here
  --> templates/candidate.hbs (filled in):23:1
   |
23 | ::end
   | ^^^^^ closes nothing
   |
   = help: take this line out

1 problem found",
    );
}

/// Puts a line before the first question and expects exactly this problem in it.
#[track_caller]
fn refused_line(line: &str, message: &str, label: &str, help: &str) {
    let marks = "^".repeat(line.len());
    refused(
        "candidate.hbs",
        "{{#each questions}}",
        &format!("{line}\n{{{{#each questions}}}}"),
        &format!(
            "error: {message}\n  --> templates/candidate.hbs (filled in):18:1\n   |\n18 | {line}\n   | {marks} {label}\n   |\n   \
             = help: {help}\n\n1 problem found"
        ),
    );
}

#[test]
fn a_line_has_no_more_parts_than_are_printed() {
    for (line, message) in [
        ("::section first | second | third", "`::section` has 2 parts at most, and here are 3"),
        ("::boxes first | 2 | third", "`::boxes` has 2 parts at most, and here are 3"),
        ("::head a|b|c|d", "`::head` has 3 parts at most, and here are 4"),
        ("::foot a|b|c|d|e", "`::foot` has 3 parts at most, and here are 5"),
    ] {
        let help = "take out what is too much; a bar `|` that is to be printed is written `\\|`";
        refused_line(line, message, "this line", help);
    }
    refused(
        "candidate.hbs",
        "{{#each questions}}",
        "::item 9 | second | third\n::end\n{{#each questions}}",
        "\
error: `::item` has 2 parts at most, and here are 3
  --> templates/candidate.hbs (filled in):18:1
   |
18 | ::item 9 | second | third
   | ^^^^^^^^^^^^^^^^^^^^^^^^^ this line
   |
   = help: take out what is too much; a bar `|` that is to be printed is written `\\|`

1 problem found",
    );
}

#[test]
fn no_page_starts_between_columns() {
    refused(
        "key.hbs",
        "::next\n",
        "::page\n::next\n",
        "\
error: no page can start between columns
  --> templates/key.hbs (filled in):28:1
   |
28 | ::page
   | ^^^^^^ this line
   |
   = help: write `::page` before `::columns` or after its `::end`

1 problem found",
    );
}

#[test]
fn columns_are_no_narrower_than_words() {
    refused(
        "key.hbs",
        "::next\n",
        "::next\n::next\n::next\n::next\n::next\n::next\n::next\n::next\n",
        "\
error: 9 columns are too many to stand side by side here
  --> templates/key.hbs (filled in):20:1
   |
20 | ::columns
   | ^^^^^^^^^ begin here
   |
   = help: take out some `::next`: a column has to be 20 mm wide

1 problem found",
    );
}

#[test]
fn a_next_column_needs_columns() {
    refused(
        "key.hbs",
        "::columns\n",
        "::small\n",
        "\
error: no columns are open here
  --> templates/key.hbs (filled in):28:1
   |
28 | ::next
   | ^^^^^^ ends none
   |
   = help: write `::columns` before the first

1 problem found",
    );
}

#[test]
fn every_number_of_a_theme_that_no_page_can_be_made_with_is_told_in_its_place() {
    let theme = "\
[type]
note = { grey = 60 }

[room]
line = 0.2
fill = 130
";
    themed(theme).fails(
        1,
        "\
error: `type.note.grey` cannot be 60
 --> looks/theme.toml:2:17
  |
2 | note = { grey = 60 }
  |                 ^^ out of range
  |
  = help: it goes from 0 to 46 (0 is black; paler text has less contrast to the paper than 4.5 to 1)

error: `room.line` cannot be 0.2
 --> looks/theme.toml:5:8
  |
5 | line = 0.2
  |        ^^^ out of range
  |
  = help: it goes from 1 to 50 millimetres

error: `room.fill` cannot be 130
 --> looks/theme.toml:6:8
  |
6 | fill = 130
  |        ^^^ out of range
  |
  = help: it goes from 0 to 100 hundredths of the spare room

3 problems found",
    );
}

#[test]
fn numbers_of_a_theme_have_to_go_together() {
    let theme = "[type]\nbody = { size = 15 }\n\n[page]\nmargin_top = 12\n";
    themed(theme).fails(
        1,
        "\
error: `type.body.size` is 15, which is more than `type.body.leading`, 14.6
 --> looks/theme.toml:2:17
  |
2 | body = { size = 15 }
  |                 ^^ this number
  |
  = help: lines of type would touch: make the leading at least as large as the size

error: `page.head` is 13, which is more than `page.margin_top`, 12
 --> looks/theme.toml:5:14
  |
5 | margin_top = 12
  |              ^^ this number
  |
  = help: the running head would stand in the text: make the margin larger or `page.head` smaller

2 problems found",
    );
}

#[test]
fn a_theme_is_one_there_is() {
    Workshop::new().run(&["generate", "--theme", "sanz"]).fails(
        1,
        "\
error: unknown theme `sanz`
 --> command line:1:9
  |
1 | --theme sanz
  |         ^^^^ asked for here
  |
  = help: did you mean `sans`?

1 problem found",
    );
}

#[test]
fn a_size_of_type_that_cannot_be_is_told() {
    refused(
        "key.hbs",
        "::scale 84",
        "::scale 8",
        "\
error: `8` is no size of type
 --> templates/key.hbs (filled in):1:1
  |
1 | ::scale 8
  | ^^^^^^^^^ this line
  |
  = help: write a number of hundredths from 50 to 200

1 problem found",
    );
}

#[test]
fn a_missing_word_is_an_error() {
    refused(
        "words/en.toml",
        "score           = \"Score\"\n",
        "",
        "\
error: the key `score` is missing
 --> templates/words/en.toml:1:1
  |
1 | # The fixed words of both papers in English.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in this
  |
  = help: add `score = …`

1 problem found",
    );
}

/// A run with a `theme.toml` that states this.
fn themed(text: &str) -> Run {
    Workshop::new().file("looks/theme.toml", text).run(&["generate", "--templates", "looks"])
}

#[test]
fn a_mistyped_key_of_the_theme_finds_the_nearest_one() {
    themed("[page]\nmargn = 3\n").fails(
        1,
        "\
error: unknown key `margn`
 --> looks/theme.toml:2:1
  |
2 | margn = 3
  | ^^^^^ not known here
  |
  = help: did you mean `margin_top`?

1 problem found",
    );
}

#[test]
fn a_family_that_no_font_file_holds_is_told() {
    themed("[faces]\nserif = \"Libertinus Sans\"\n").fails(
        1,
        "theme.toml: no font file holds the family `Libertinus Sans`\nhelp: did you mean `Libertinus Serif`?",
    );
}

#[test]
fn lines_to_write_on_are_of_a_known_style() {
    themed("[room]\nstyle = \"doted\"\n").fails(
        1,
        "\
error: unknown value `doted`
 --> looks/theme.toml:2:9
  |
2 | style = \"doted\"
  |         ^^^^^^^ not known here
  |
  = help: did you mean `dotted`?

1 problem found",
    );
}

#[test]
fn margins_have_to_leave_room() {
    themed("[page]\nmargin_left = 80\nmargin_right = 80\n").fails(
        1,
        "theme.toml: the margins leave no room for text\n\
         help: make the margins, or the widths of label and aside, smaller",
    );
}

#[test]
fn a_code_has_to_be_readable_and_to_fit_its_margin() {
    themed("[qr]\nsize = 8.0\n").fails(
        1,
        "\
error: `qr.size` cannot be 8
 --> looks/theme.toml:2:8
  |
2 | size = 8.0
  |        ^^^ out of range
  |
  = help: it goes from 10 to 40 millimetres; `on = false` prints none

1 problem found",
    );
    themed("[qr]\nsize = 18.0\n").fails(
        1,
        "theme.toml: the QR code with the empty paper around it is 23.8 mm high, its margin 22.0 mm\n\
         help: make `qr.size` smaller or the margin larger, or write `on = false` under [qr]",
    );
}

#[test]
fn boxes_to_write_into_have_to_be_possible() {
    themed("[boxes]\nwidth = 1.0\n\n[marks]\nheight = 6.5\n").fails(
        1,
        "\
error: `boxes.width` cannot be 1
 --> looks/theme.toml:2:9
  |
2 | width = 1.0
  |         ^^^ out of range
  |
  = help: it goes from 3 to 60 millimetres

error: `marks.height` cannot be 6.5
 --> looks/theme.toml:5:10
  |
5 | height = 6.5
  |          ^^^ out of range
  |
  = help: it goes from 3 to 6 millimetres (a higher box would touch the lines around it)

2 problems found",
    );
}

#[test]
fn boxes_and_room_have_to_be_numbers() {
    refused(
        "candidate.hbs",
        "::closing {{words.end}}",
        "::boxes Name | 99\n::space wide",
        "\
error: `99` is no number of boxes
  --> templates/candidate.hbs (filled in):23:1
   |
23 | ::boxes Name | 99
   | ^^^^^^^^^^^^^^^^^ this line
   |
   = help: write `::boxes LABEL | NUMBER` with a number from 1 to 40

error: `wide` is no room between blocks
  --> templates/candidate.hbs (filled in):24:1
   |
24 | ::space wide
   | ^^^^^^^^^^^^ this line
   |
   = help: write a number of millimetres from 0 to 200

2 problems found",
    );
}

#[test]
fn a_folder_of_templates_has_to_be_there() {
    Workshop::new()
        .run(&["generate", "--templates", "nowhere"])
        .fails(1, "nowhere: there is no such folder of templates\nhelp: `exampress init` writes one to start from");
}

#[test]
fn a_font_file_has_to_be_a_font() {
    Workshop::new().file("faces/a.ttf", "not a font").run(&["generate", "--fonts", "faces"]).fails(
        1,
        "faces/a.ttf: this is not a font that can be used\n\
         help: put TrueType or OpenType files (.ttf, .otf) into the folder",
    );
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_place() {
    Workshop::new().run(&["generate", "--title", "Prüfung 漢字"]).fails(
        1,
        "\
error: no font has the character `漢` (U+6F22)
 --> built-in/candidate.hbs (filled in):7:11
  |
7 | # Prüfung 漢字
  |           ^^ cannot be printed
  |
  = help: write it another way, or put a font that has it into a folder named by `fonts` or --fonts and name its \
family in `faces.fallback` of theme.toml

1 problem found",
    );
}
