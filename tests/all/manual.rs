//! The manual of the looks, `docs/theme.md` and `docs/templates.md`: it tells all that the program knows, with its
//! numbers, and what it shows is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use exampress::source::Sources;
use exampress::theme::{Theme, limit, orders};
use toml::{Table, Value};

use crate::workshop::Workshop;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

fn usual() -> Table {
    text("templates/theme.toml").parse().unwrap()
}

/// A page of the manual.
struct Page {
    /// All of it but its examples.
    prose: String,
    /// Examples with a picture under them: the name of the picture, and the example.
    examples: Vec<(String, String)>,
}

fn page(name: &str) -> Page {
    let text = text(name);
    let mut page = Page { prose: String::new(), examples: Vec::new() };
    let (mut fence, mut example) = ("", String::new());
    for line in text.split_inclusive('\n') {
        if fence.is_empty() && line.starts_with("```") {
            fence = line.trim_end().trim_end_matches(char::is_alphabetic);
            example.clear();
        } else if !fence.is_empty() && line.trim_end() == fence {
            fence = "";
        } else if !fence.is_empty() {
            example += line;
        } else {
            page.prose += line;
            if let Some((_, picture)) = line.split_once("](looks/").filter(|_| line.starts_with("![")) {
                let picture = picture.trim_end().trim_end_matches(".png)");
                page.examples.push((picture.to_owned(), std::mem::take(&mut example)));
            }
        }
    }
    assert_eq!(fence, "", "an example in {name} does not end");
    page
}

/// What stands under the heading that begins like this, up to the next one that is not below it.
#[track_caller]
fn part<'t>(text: &'t str, heading: &str) -> &'t str {
    let start = text.find(&format!("\n{heading}")).unwrap_or_else(|| panic!("no heading begins with {heading}")) + 1;
    let depth = heading.bytes().take_while(|byte| *byte == b'#').count();
    let body = &text[start + heading.len()..];
    let ends = (1..=depth).filter_map(|depth| body.find(&format!("\n{} ", "#".repeat(depth))));
    &body[..ends.min().unwrap_or(body.len())]
}

/// The rows of each table, its head first.
fn tables(text: &str) -> Vec<Vec<Vec<&str>>> {
    let lines: Vec<&str> = text.lines().collect();
    let groups = lines.chunk_by(|one, other| one.starts_with('|') == other.starts_with('|'));
    groups
        .filter(|group| group[0].starts_with('|'))
        .map(|group| group.iter().filter(|line| !line.starts_with("|-")).map(|line| cells(line)).collect())
        .collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn code(value: &Value) -> String {
    format!("`{value}`")
}

/// The usual theme with these lines over it, or the first help.
fn theme_with(lines: &str) -> Result<Theme, String> {
    let mut sources = Sources::default();
    let (below, above) = (text("templates/theme.toml"), lines.to_owned());
    let [one, other] = [&below, &above].map(|text| sources.add("theme", text.clone()));
    Theme::read((&below, one), &[(&above, other)]).map_err(|mut problems| problems.remove(0).help)
}

/// The words that a key may be, in order of the alphabet.
fn words_of(key: &str) -> Vec<String> {
    let help = theme_with(&format!("{key} = \"qqq\"\n")).unwrap_err();
    let words: BTreeSet<&str> = quoted(&help).into_iter().collect();
    words.into_iter().map(|word| format!("\"{word}\"")).collect()
}

/// What stands between backticks, in order of the alphabet.
fn in_order(text: &str) -> Vec<&str> {
    quoted(text).into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

/// What the column of numbers has to say.
fn may_be(key: &str, value: &Value) -> Option<String> {
    match value {
        Value::Boolean(_) => Some("`true` or `false`".to_owned()),
        Value::Integer(_) | Value::Float(_) => limit(key),
        _ => None,
    }
}

#[test]
fn every_key_of_the_theme_is_told_with_its_usual_value_and_what_it_may_be() {
    let manual = page("docs/theme.md").prose;
    for (section, keys) in usual().iter().filter(|(section, _)| *section != "type") {
        let keys = keys.as_table().unwrap();
        let told = tables(part(&manual, &format!("### `[{section}]`: "))).remove(0).split_off(1);
        let names: Vec<String> = told.iter().map(|row| row[0].replace('`', "")).collect();
        let known: BTreeSet<&String> = keys.keys().collect();
        assert_eq!((names.iter().collect::<BTreeSet<_>>(), names.len()), (known, keys.len()), "[{section}]");
        for (name, row) in names.iter().zip(&told) {
            let (key, value) = (format!("{section}.{name}"), &keys[name]);
            assert_eq!(row[2], code(value), "{key}");
            match (may_be(&key, value), value) {
                (Some(told), _) => assert_eq!(row[3], told, "{key}"),
                (None, Value::String(_)) if section != "faces" => assert_eq!(in_order(row[3]), words_of(&key), "{key}"),
                _ => assert_eq!(section, "faces"),
            }
        }
    }
}

#[test]
fn every_style_is_told_with_its_usual_values() {
    let manual = page("docs/theme.md").prose;
    let told = tables(part(&manual, "### `[type]`: ")).remove(0);
    let columns: Vec<&str> = told[0][2..].iter().map(|head| quoted(head)[0]).collect();
    let rows: BTreeMap<&str, &[&str]> = told[1..].iter().map(|row| (quoted(row[0])[0], &row[2..])).collect();
    let usual = usual();
    let styles = usual["type"].as_table().unwrap();
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), styles.keys().collect::<Vec<_>>());
    for (name, style) in styles {
        let stated = style.as_table().unwrap();
        assert!(stated.keys().all(|key| columns.contains(&key.as_str())), "{name}");
        for (column, cell) in columns.iter().zip(rows[name.as_str()]) {
            assert_eq!(*cell, stated.get(*column).map(code).unwrap_or_default(), "{name}.{column}");
        }
    }
}

#[test]
fn every_key_of_a_style_is_told_with_what_it_is_unsaid_and_may_be() {
    let manual = page("docs/theme.md").prose;
    let told = tables(part(&manual, "### `[type]`: ")).remove(1).split_off(1);
    let known = theme_with("type.body.qqq = 1\n").unwrap_err();
    assert_eq!(told.iter().map(|row| quoted(row[0])[0]).collect::<Vec<_>>(), quoted(&known));
    let usual = usual();
    let styles = usual["type"].as_table().unwrap();
    for row in told {
        let key = quoted(row[0])[0];
        let without = styles.iter().find(|(_, style)| style.get(key).is_none());
        let Some((style, _)) = without else {
            assert_eq!(row[2], "every style says it", "{key}");
            let told = limit(&format!("type.*.{key}")).unwrap_or_else(|| row[3].to_owned());
            assert_eq!(row[3], told, "{key}");
            continue;
        };
        let unsaid = quoted(row[2])[0];
        let said = theme_with(&format!("type.{style}.{key} = {unsaid}\n")).unwrap();
        assert_eq!(format!("{said:?}"), format!("{:?}", theme_with("").unwrap()), "{key}");
        let value: Table = format!("value = {unsaid}").parse().unwrap();
        match may_be(&format!("type.body.{key}"), &value["value"]) {
            Some(told) => assert_eq!(row[3], told, "{key}"),
            None => assert_eq!(in_order(row[3]), words_of(&format!("type.body.{key}")), "{key}"),
        }
    }
}

#[test]
fn numbers_of_the_theme_that_depend_on_each_other_are_told() {
    let manual = page("docs/theme.md").prose;
    for (smaller, greater) in orders() {
        let told = format!("`{smaller}` is at most `{greater}`");
        assert!(manual.contains(&told), "{told}");
    }
}

/// A question with a part.
const BANK: &str = r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"

[[question.parts]]
marks = 2
prompt = "How?"
answer = "So."
"#;

/// What the program says of these templates.
fn told_of(candidate: &str, key: &str) -> String {
    let shop = Workshop::new()
        .file("questions/a.toml", BANK)
        .file("exam.toml", "count = 1\n")
        .file("templates/candidate.hbs", candidate)
        .file("templates/key.hbs", key);
    let run = shop.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.err);
    run.err
}

/// Prints nothing wrong.
const CANDIDATE: &str = "{{#each questions}}\n::prompt {{number}}\n{{#each parts}}\n\
    ::prompt {{../number}}{{letter}}\n::response {{../number}}{{letter}}\n{{/each}}\n{{/each}}\n";

/// Tells the names of all values at these places, in the names of lines that there are not.
const ASKING: &str = "::qqtop-{{#each this}}{{@key}}-{{/each}}\n{{#each questions}}\n\
    ::qqquestion-{{#each this}}{{@key}}-{{/each}}\n{{#each parts}}\n::qqpart-{{#each this}}{{@key}}-{{/each}}\n\
    {{/each}}\n{{/each}}\n";
const ASKING_KEY: &str = "{{#each levels}}\n::qqlevel-{{#each this}}{{@key}}-{{/each}}\n{{/each}}\n\
    {{#each topics}}\n::qqtopic-{{#each this}}{{@key}}-{{/each}}\n{{/each}}\n";

/// The names that the program told at a place.
#[track_caller]
fn names_at<'t>(place: &str, told: &'t str) -> BTreeSet<&'t str> {
    let start = format!("`::qq{place}-");
    let at = told.find(&start).unwrap_or_else(|| panic!("{place} in {told}")) + start.len();
    told[at..].split('`').next().unwrap().split('-').filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_value_of_templates_is_told_and_no_other() {
    let manual = page("docs/templates.md").prose;
    let candidate = told_of(ASKING, CANDIDATE).replace('\\', "");
    let key = told_of(CANDIDATE, &format!("{ASKING}{ASKING_KEY}")).replace('\\', "");
    let told = |heading: &str, papers: &[&str]| -> BTreeSet<&str> {
        let rows = tables(part(&manual, heading)).remove(0).split_off(1);
        let of_papers = rows.into_iter().filter(|row| papers.is_empty() || papers.contains(&row[1]));
        of_papers.flat_map(|row| quoted(row[0])).collect()
    };
    let both = told("### On both papers", &[]);
    assert_eq!(both, names_at("top", &candidate));
    assert_eq!(&both | &told("### On the key only", &[]), names_at("top", &key));
    for (heading, place) in [("### Of a question", "question"), ("### Of a part", "part")] {
        assert_eq!(told(heading, &["both", "candidate"]), names_at(place, &candidate), "{heading}");
        assert_eq!(told(heading, &["both", "key"]), names_at(place, &key), "{heading}");
    }
    for place in ["level", "topic"] {
        assert_eq!(told("### Of a level or a topic", &[]), names_at(place, &key));
    }
}

#[test]
fn every_fixed_word_is_told_as_it_is_printed() {
    let manual = page("docs/templates.md").prose;
    let words: BTreeMap<String, String> = toml::from_str(&text("templates/words/en.toml")).unwrap();
    let rows = tables(part(&manual, "### Fixed words")).remove(0).split_off(1);
    let told = rows.iter().map(|row| (quoted(row[0])[0].to_owned(), row[1].to_owned()));
    assert_eq!(told.collect::<BTreeMap<_, _>>(), words);
}

#[test]
fn every_line_and_slot_of_templates_is_told_and_no_other() {
    let manual = page("docs/templates.md").prose;
    let headings = ["## Lines", "## Slots"].map(|heading| part(&manual, heading));
    let told = headings.iter().flat_map(|part| part.lines()).filter_map(|line| line.strip_prefix("### "));
    let told: BTreeSet<&str> = told.flat_map(quoted).filter_map(|name| name.strip_prefix("::")).collect();
    let reports = [told_of("::qq\n", CANDIDATE), told_of(CANDIDATE, "::qq\n")];
    let known = reports.iter().flat_map(|report| quoted(report.split("help: use ").nth(1).unwrap()));
    assert_eq!(told, known.collect());
}

#[test]
fn numbers_of_lines_are_told_as_the_program_tells_them() {
    let manual = page("docs/templates.md").prose;
    let report = told_of("::space q\n::scale q\n::boxes q\n", CANDIDATE);
    for (line, heading) in [("space", "### `::space`"), ("scale", "### `::space`"), ("boxes", "### `::fields`")] {
        let place = report.find(&format!("::{line} q\n")).unwrap();
        let help = report[place..].lines().find(|line| line.contains("= help: ")).unwrap();
        let numbers = &help[help.find("from ").unwrap()..];
        assert!(part(&manual, heading).contains(numbers), "{line}: {numbers}");
    }
}

/// The files that a page of the manual links to or shows.
fn linked(name: &str) -> BTreeSet<PathBuf> {
    let folder = path(name).parent().unwrap().to_owned();
    let text = page(name).prose;
    let bare: String = text.split('`').step_by(2).collect();
    let targets = bare.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next());
    targets.filter(|target| !target.is_empty() && !target.contains(':')).map(|target| folder.join(target)).collect()
}

#[test]
fn what_the_manual_shows_and_links_to_is_there_and_no_picture_is_left_over() {
    let manual = ["README.md", "docs/theme.md", "docs/templates.md"];
    let linked: BTreeSet<PathBuf> = manual.into_iter().flat_map(linked).collect();
    for file in &linked {
        assert!(file.exists(), "{}", file.display());
    }
    for entry in std::fs::read_dir(path("docs/looks")).unwrap() {
        let picture = entry.unwrap().path();
        assert!(linked.contains(&picture), "{} is shown nowhere", picture.display());
    }
}

#[test]
fn every_example_with_a_picture_can_be_printed() {
    let is_printable = |name: &str| cfg!(feature = "math") || !name.contains("formulas");
    let bank = path("templates/gallery/questions");
    let rest = |slots: &[&str]| -> String {
        let each = |slot: &&str| {
            format!(
                "{{{{#each questions}}}}\n::{slot} {{{{number}}}}\n{{{{#each parts}}}}\n\
                 ::{slot} {{{{../number}}}}{{{{letter}}}}\n{{{{/each}}}}\n{{{{/each}}}}\n"
            )
        };
        slots.iter().map(each).collect()
    };
    let found = [page("docs/theme.md").examples, page("docs/templates.md").examples].concat();
    assert!(found.len() > 20);
    for (name, example) in found.into_iter().filter(|(name, _)| is_printable(name)) {
        assert!(!example.is_empty(), "{name} has no example over it");
        let mut shop = Workshop::new();
        for entry in std::fs::read_dir(&bank).unwrap() {
            let file = entry.unwrap().path();
            let name = file.file_name().unwrap().to_str().unwrap();
            if is_printable(name) {
                shop = shop.file(&format!("questions/{name}"), std::fs::read(&file).unwrap());
            }
        }
        let mut exam = "time = 45\ncount = 3\nlevels = { easy = \"1..\", hard = \"1..\" }\nrequire = [\"single\", \"with-parts\"]\n";
        shop = match name.split('-').next().unwrap() {
            "candidate" => shop.file("templates/candidate.hbs", example + &rest(&["prompt", "response"])),
            "key" => shop.file("templates/key.hbs", example + &rest(&["answer"])),
            "theme" => shop.file("templates/theme.toml", example),
            _ => {
                exam = "count = 1\nlevels = { easy = 1 }\nrequire = [\"example\"]\n";
                let head =
                    "[[question]]\nid = \"example\"\ntopic = \"texts\"\nkind = \"open\"\nmarks = 1\nanswer = \"-\"\n";
                shop.file("questions/example.toml", format!("{head}prompt = '''\n{example}'''\n"))
            }
        };
        let run = shop.file("exam.toml", exam).run(&["generate"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
    }
}
