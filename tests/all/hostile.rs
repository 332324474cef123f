//! Banks, specs and templates that mean harm, or are larger than anybody means: each is told with its place, and soon.

use std::fmt::Write;
use std::fs::File;

use crate::oracle::Random;
use crate::workshop::{GOOD, Workshop, bank_fails};

const CHECK: &[&str] = &["check", "--bank", "questions", "--count", "1"];

/// Checks a question with this prompt and expects a report of this message, which marks the whole prompt.
#[track_caller]
fn prompt_fails(prompt: &str, message: &str, label: &str, help: &str) {
    let run = Workshop::new().file("questions/a.toml", with_prompt(prompt)).run(CHECK);
    let told: Vec<&str> = run.err.lines().map(str::trim_end).collect();
    let mark = told[4].trim_start_matches([' ', '|', '.', '^']);
    assert_eq!((run.code, told[0], mark, told[6]), (1, message, label, &*format!("  = help: {help}")), "{}", run.err);
    assert!(told[1].starts_with(" --> questions/a.toml:9:"), "{}", run.err);
    assert_eq!(told[7..], ["", "1 problem found"]);
}

fn with_prompt(prompt: &str) -> String {
    GOOD.replace("\"Why?\"", &format!("'''\n{prompt}\n'''"))
}

#[test]
fn a_text_is_no_longer_than_anybody_reads() {
    for text in ["*".repeat(9_000_000), "[".repeat(200_000), "`a``".repeat(2_000_000), "> ".repeat(100_000)] {
        prompt_fails(
            &text,
            &format!("error: this text has {} bytes; more than 200000 cannot be printed", text.len() + 1),
            "about fifty pages would fit",
            "shorten it, or part it into several",
        );
    }
}

#[test]
fn a_paragraph_is_no_longer_than_pages_can_hold() {
    let listed = format!("- {}", "word ".repeat(5_000));
    let table = format!("|a|\n|-|\n|{}|", "word ".repeat(5_000));
    for text in ["*a*".repeat(60_000), "a".repeat(20_001), "`a`".repeat(30_000), listed] {
        let message = "error: a paragraph this long cannot be printed";
        prompt_fails(&text, message, "here", "part it by empty lines; about five pages fit into one");
    }
    let run = Workshop::new().file("questions/a.toml", with_prompt(&table)).run(CHECK);
    assert!(
        run.err.starts_with("error: a paragraph this long cannot be printed\n  --> questions/a.toml:11:2"),
        "{}",
        run.err
    );
}

#[test]
fn what_is_just_short_enough_is_printed_soon() {
    let texts =
        ["a".repeat(20_000), "**a_".repeat(5_000), "`a``b".repeat(3_000), format!("|{0}\n|{0}", "-|".repeat(20))];
    for text in texts {
        let run = Workshop::new().file("questions/a.toml", with_prompt(&text)).run(CHECK);
        assert_eq!(run.code, 0, "{}", run.err);
    }
}

#[test]
fn a_table_fits_a_page_and_a_reader() {
    let wide = format!("{}|\n{}|", "|a".repeat(21), "|-".repeat(21));
    prompt_fails(
        &wide,
        "error: a table of 21 columns cannot be printed",
        "here",
        "write no more than 20, or make several tables of it",
    );
    prompt_fails(
        &format!("|a|\n|-|\n{}", "|x|\n".repeat(501)),
        "error: a table of 501 rows cannot be printed",
        "here",
        "write no more than 500, or make several tables of it",
    );
}

#[test]
fn lists_and_quotes_are_no_deeper_than_anybody_reads() {
    for text in ["> ".repeat(50_000) + "a", "- ".repeat(6) + "a"] {
        prompt_fails(
            &text,
            "error: text nested this deep cannot be printed",
            "here",
            "keep lists, quotes and emphasis to five levels",
        );
    }
}

#[test]
fn a_question_has_no_more_options_than_letters() {
    let fails = |kind: &str, lines: &str, number: usize, what: &str, most: usize| {
        let start = GOOD.split("answer").next().unwrap().replace("\"open\"", &format!("\"{kind}\""));
        let run = Workshop::new().file("questions/a.toml", format!("{start}{lines}")).run(CHECK);
        let told: Vec<&str> = run.err.lines().collect();
        assert_eq!((run.code, told[0]), (1, &*format!("error: there are {number} {what}")), "{}", run.err);
        assert_eq!(told[6], format!("  = help: write {most} or fewer; make several questions of it"));
    };
    let list = |number: usize, entry: &dyn Fn(usize) -> String| (0..number).map(entry).collect::<Vec<_>>().join(", ");
    let option = |at: usize| format!("{{ text = \"{at}\", correct = {} }}", at == 0);
    fails("single-choice", &format!("options = [{}]", list(27, &option)), 27, "options", 26);
    fails("multiple-choice", &format!("options = [{}]", list(5000, &option)), 5000, "options", 26);
    fails("ordering", &format!("items = [{}]", list(27, &|at| format!("\"{at}\""))), 27, "items", 26);
    let pairs = list(20, &|at| format!("{{ left = \"{at}\", right = \"{at}\" }}"));
    let extra = list(7, &|at| format!("\"x{at}\""));
    fails("matching", &format!("pairs = [{pairs}]\nextra = [{extra}]"), 27, "pairs and extra sides", 26);
    let blanks = format!(
        "prompt = '''{}'''\nblanks = [{}]",
        "___ ".repeat(101),
        list(101, &|_| "{ accept = [\"a\"] }".to_owned())
    );
    let start = GOOD.split("prompt").next().unwrap().replace("\"open\"", "\"fill-in\"");
    let run = Workshop::new().file("questions/a.toml", start + &blanks).run(CHECK);
    assert!(run.err.starts_with("error: there are 101 blanks\n"), "{}", run.err);
    let parts = "[[question.parts]]\nmarks = 1\nprompt = \"a\"\nanswer = \"b\"\n".repeat(27);
    let whole = GOOD.split("answer").next().unwrap().replace("marks = 2", "marks = 27");
    let run = Workshop::new().file("questions/a.toml", whole + &parts).run(CHECK);
    assert!(run.err.starts_with("error: there are 27 parts\n"), "{}", run.err);
    let rows = list(101, &|_| "{ marks = 1, text = \"a\" }".to_owned());
    let rubric = GOOD.split("rubric").next().unwrap().replace("marks = 2", "marks = 101");
    let run = Workshop::new().file("questions/a.toml", format!("{rubric}rubric = [{rows}]")).run(CHECK);
    assert!(run.err.starts_with("error: there are 101 rows\n"), "{}", run.err);
    let remarks = list(101, &|at| format!("\"{at}\""));
    let run = Workshop::new().file("questions/a.toml", format!("{GOOD}look_for = [{remarks}]")).run(CHECK);
    assert!(run.err.starts_with("error: there are 101 lines\n"), "{}", run.err);
}

#[test]
fn toml_that_nests_without_end_is_told() {
    for text in [
        format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a = {}{}", "{a=".repeat(100_000), "}".repeat(100_000)),
        format!("{} = 1", vec!["a"; 100_000].join(".")),
        format!("[{}]", vec!["a"; 100_000].join(".")),
        "[[question]]\n[question.".to_owned() + &vec!["a"; 100_000].join(".") + "]\n",
    ] {
        let shop = Workshop::new().file("questions/a.toml", &text).file("exam.toml", &text);
        for run in [shop.run(CHECK), shop.run(&["check", "exam.toml"])] {
            assert!(run.code == 1 && run.err.starts_with("error: "), "{} {}", run.code, run.err);
        }
    }
}

#[test]
fn a_report_ends() {
    let run = Workshop::new().file("questions/a.toml", "[[question]]\n".repeat(5000)).run(CHECK);
    assert_eq!(run.err.matches("error: ").count(), 200);
    assert!(
        run.err.ends_with("\n\n35000 problems found; these are the first 200\n"),
        "{}",
        &run.err[run.err.len() - 90..]
    );
    let mut unknown = String::from("[[question]]\n");
    (0..100_000).for_each(|at| writeln!(unknown, "k{at} = 1").unwrap());
    let run = Workshop::new().file("questions/a.toml", unknown).run(CHECK);
    assert!(run.err.ends_with("\n\n50 problems found\n"), "{}", run.err);
    let run = Workshop::new().file("questions/a.toml", "]] x \n".repeat(100_000)).run(CHECK);
    assert_eq!(run.code, 1);
}

#[test]
fn huge_numbers_are_told() {
    for number in ["99999999999999999999999999", "1e400", "-9223372036854775808", "9223372036854775807", "inf", "nan"] {
        let shop = Workshop::new()
            .file("questions/a.toml", GOOD.replace("marks = 2", &format!("marks = {number}")))
            .file("exam.toml", format!("count = {number}"));
        for run in [shop.run(CHECK), shop.run(&["check", "exam.toml"])] {
            assert!(run.code == 1 && run.err.starts_with("error: "), "{number}: {} {}", run.code, run.err);
        }
    }
}

/// A file of so many megabytes that holds nothing.
fn sparse(shop: &Workshop, path: &str, megabytes: u64) {
    let path = shop.path(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().set_len(megabytes * 1_000_000).unwrap();
}

#[test]
fn a_file_that_is_too_large_is_told_by_its_size() {
    let shop = Workshop::new();
    sparse(&shop, "questions/a.toml", 100);
    shop.run(CHECK).fails(
        1,
        "questions/a.toml: cannot be read: it has 100 megabytes; more than 10 are not read\n\
         help: cut the file into several",
    );
    let shop = Workshop::new();
    sparse(&shop, "exam.toml", 100);
    shop.run(&["check"]).fails(
        1,
        "exam.toml: cannot be read: it has 100 megabytes; more than 10 are not read\n\
         help: `exampress init` writes an exam.toml to start from",
    );
    for (file, name) in
        [("candidate.hbs", "candidate.hbs"), ("theme.toml", "theme.toml"), ("words/en.toml", "words/en.toml")]
    {
        let shop = Workshop::new();
        sparse(&shop, &format!("templates/{file}"), 11);
        shop.run(&["check", "--templates", "templates"]).fails(
            1,
            &format!(
                "templates/{name}: cannot be read: it has 11 megabytes; more than 10 are not read\n\
                 help: make the file readable, or take it away to use the program's own"
            ),
        );
    }
    let shop = Workshop::new();
    sparse(&shop, "fonts/a.ttf", 1000);
    shop.run(&["check", "--fonts", "fonts"]).fails(
        1,
        "fonts/a.ttf: cannot be read: it has 1000 megabytes; more than 100 are not read\n\
         help: name a folder of font files, or leave it out for the built-in ones",
    );
    let shop = Workshop::new();
    sparse(&shop, "old.json", 201);
    shop.run(&["draw", "--diff", "old.json"]).fails(
        1,
        "old.json: cannot be read: it has 201 megabytes; more than 200 are not read\n\
         help: name a manifest that `exampress generate` wrote",
    );
    let shop = Workshop::new().file("exam.toml", "logo = \"crest.png\"\n");
    sparse(&shop, "crest.png", 51);
    let told = "error: the logo `crest.png` cannot be read: it has 51 megabytes; more than 50 are not read\n";
    assert!(shop.run(&["check"]).err.starts_with(told));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_bank_is_not_waited_for() {
    let shop = Workshop::new().file("questions/a.toml", GOOD);
    std::os::unix::fs::symlink("/dev/zero", shop.path("questions/b.toml")).unwrap();
    shop.run(CHECK).fails(
        1,
        "questions/b.toml: cannot be read: not a file\n\
         help: name a folder with question files by --bank, or leave it out for the built-in bank",
    );
}

/// The report on a prompt of one picture that lies outside of the bank.
fn outside(path: &str, shown: &str) -> String {
    let prompt = format!("![]({path})");
    format!(
        "error: the picture `{shown}` lies outside of the bank: put it into the folder `questions`\n --> questions/in/a.toml:8:11\n  |\n\
         8 | prompt = \"{prompt}\"\n  |           {} asked for here\n  |\n  = help: write the path as seen from the folder of \
         this file; PNG, JPEG and SVG files can be printed\n\n1 problem found",
        "^".repeat(prompt.len())
    )
}

const DOT: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0L9 9L9 0Z\"/></svg>";

#[test]
fn a_picture_outside_of_the_bank_is_not_even_looked_for() {
    let shop = |path: &str| {
        let question = GOOD.replace("Why?", &format!("![]({path})"));
        Workshop::new().file("questions/in/a.toml", question).file("dot.svg", DOT).file("questions/dot.svg", DOT)
    };
    for path in ["../../dot.svg", "../../nothere.svg", "../../questions/dot.svg"] {
        shop(path).run(CHECK).fails(1, &outside(path, &format!("questions/in/{path}")));
    }
    shop("/etc/passwd").run(CHECK).fails(1, &outside("/etc/passwd", "/etc/passwd"));
    assert_eq!(shop("../dot.svg").run(CHECK).code, 0);
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_a_picture_out_of_the_bank() {
    let question = |path: &str| GOOD.replace("Why?", &format!("![]({path})"));
    let shop = Workshop::new().file("questions/in/a.toml", question("link.svg")).file("dot.svg", DOT);
    std::os::unix::fs::symlink(shop.path("dot.svg"), shop.path("questions/in/link.svg")).unwrap();
    shop.run(CHECK).fails(1, &outside("link.svg", "questions/in/link.svg"));
    let shop = shop.file("questions/in/a.toml", question("folder/dot.svg")).file("mine/dot.svg", DOT);
    std::os::unix::fs::symlink("../../mine", shop.path("questions/in/folder")).unwrap();
    shop.run(CHECK).fails(1, &outside("folder/dot.svg", "questions/in/folder/dot.svg"));
    let shop = Workshop::new().file("bank/dot.svg", DOT).file("bank/in/a.toml", question("link.svg"));
    std::os::unix::fs::symlink("../dot.svg", shop.path("bank/in/link.svg")).unwrap();
    std::os::unix::fs::symlink("bank", shop.path("questions")).unwrap();
    assert_eq!(shop.run(CHECK).code, 0, "a link inside of the bank, and one to the bank, are the user's own");
}

#[test]
fn a_folder_is_no_picture() {
    let question = GOOD.replace("Why?", "![](.)");
    let run = Workshop::new().file("questions/a.toml", question).run(CHECK);
    assert!(run.err.starts_with("error: the picture `questions/.` is not a file\n"), "{}", run.err);
}

#[test]
fn the_logo_may_be_anywhere() {
    let shop = Workshop::new().file("dot.svg", DOT).file("exam/exam.toml", "logo = \"../dot.svg\"\ncount = 4\n");
    assert_eq!(shop.run(&["check", "exam/exam.toml"]).code, 0);
}

#[test]
fn characters_that_turn_text_are_refused_with_their_place_and_number() {
    let report = |text: &str, line: &str, place: &str, number: &str, under: &str, what: &str| {
        assert!(text.contains(line), "{text}");
        format!(
            "error: the character U+{number} cannot stand here\n --> {place}\n  |\n{} | {}\n  | {under} {what}\n  |\n  = help: take it out; an \
             editor that shows invisible characters helps to find it\n\n1 problem found",
            place.split(':').nth(1).unwrap(),
            line.replace('\u{202e}', "\u{fffd}").replace('\u{7f}', "\u{2421}"),
        )
    };
    let turns = "turns the direction of text, so that it reads otherwise than it stands";
    let bank = GOOD.replace("Why?", "Why \u{202e}not?");
    let line = "prompt = \"Why \u{202e}not?\"";
    bank_fails(&bank, &report(&bank, line, "questions/a.toml:8:15", "202E", "              ^", turns));
    let bank = format!("# \u{202e} a remark\n{GOOD}");
    bank_fails(&bank, &report(&bank, "# \u{202e} a remark", "questions/a.toml:1:3", "202E", "  ^", turns));
    let bank = GOOD.replace("Why?", r"Why \u202Anot?");
    let line = r#"prompt = "Why \u202Anot?""#;
    let under = format!("         {}", "^".repeat(16));
    bank_fails(&bank, &report(&bank, line, "questions/a.toml:8:10", "202A", &under, turns));
    let bank = GOOD.replace("Why?", r"Why \u0000not?");
    let line = r#"prompt = "Why \u0000not?""#;
    bank_fails(&bank, &report(&bank, line, "questions/a.toml:8:10", "0000", &under, "a control character"));
    let bank = GOOD.replace("Why?", "Why\u{7f}?");
    let line = "prompt = \"Why\u{7f}?\"";
    bank_fails(&bank, &report(&bank, line, "questions/a.toml:8:14", "007F", "             ^", "a control character"));
    let bank = GOOD.replace("Why?", r"Why \uE000?");
    let line = r#"prompt = "Why \uE000?""#;
    let under = format!("         {}", "^".repeat(13));
    let what = "of private use, and this program uses it";
    bank_fails(&bank, &report(&bank, line, "questions/a.toml:8:10", "E000", &under, what));
    let spec = "title = \"a \u{202e}b\"\n";
    let told = report(spec, "title = \"a \u{202e}b\"", "exam.toml:1:12", "202E", "           ^", turns);
    Workshop::new().file("exam.toml", spec).run(&["check"]).fails(1, &told);
    let flag = "--title a\u{202e}b";
    let told = report(flag, flag, "command line:1:10", "202E", "         ^", turns);
    Workshop::new().run(&["check", "--title", "a\u{202e}b"]).fails(1, &told);
}

#[test]
fn a_template_holds_no_character_that_turns_text() {
    let shop = Workshop::new().file("templates/key.hbs", "# {{title}}\n\na \u{202d}b\n");
    shop.run(&["check", "--templates", "templates"]).fails(
        1,
        "templates/key.hbs:3:3: the character U+202D cannot stand here: turns the direction of text, so that it reads otherwise \
         than it stands\nhelp: take it out; an editor that shows invisible characters helps to find it",
    );
}

#[test]
fn a_title_is_no_longer_than_a_page() {
    let run = Workshop::new().file("exam.toml", format!("title = \"{}\"", "word ".repeat(5_000))).run(&["check"]);
    assert!(run.code == 1 && run.err.starts_with("error: a paragraph this long cannot be printed\n"), "{}", run.err);
}

#[test]
fn an_exam_has_no_more_sections_than_anybody_sits() {
    let run = Workshop::new().file("exam.toml", "[[section]]\ncount = 1\n".repeat(3000)).run(&["draw"]);
    run.fails(
        1,
        "error: an exam of 3000 sections is not possible\n   --> exam.toml:101:1\n    |\n101 | [[section]]\n    | ^^^^^^^^^^^ \
         asked for here\n    |\n    = help: write 50 sections or fewer\n\n1 problem found",
    );
}

#[test]
fn a_damaged_font_of_the_users_is_no_mistake_of_the_program() {
    let font = include_bytes!("../../fonts/text/LibertinusSerif-Regular.otf");
    Workshop::new()
        .file("fonts/a.otf", &font[..font.len() / 2])
        .run(&["generate", "--count", "3", "--fonts", "fonts"])
        .fails(1, "fonts/a.otf: this font cannot be printed: unknown font kind\nhelp: the file is damaged: get it anew, or take it out of the folder");
}

#[test]
fn fonts_with_random_slips_in_them_are_told_or_printed() {
    let font = include_bytes!("../../fonts/text/LibertinusSerif-Regular.otf");
    for round in 0..8 {
        let mut random = Random(round);
        let mut bytes = font.to_vec();
        for _ in 0..random.within(1, 40) {
            let at = random.below(if round % 2 == 0 { 3000 } else { bytes.len() });
            bytes[at] = random.below(256) as u8;
        }
        let run = Workshop::new()
            .file("fonts/a.otf", bytes)
            .run(&["generate", "--count", "2", "--seed", "a", "--fonts", "fonts"]);
        assert!(run.code <= 1, "{round}: {}", run.err);
    }
}
