//! Whatever stands in a file: the program tells what is wrong with it, or prints it. It never stops itself.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use exampress::cli::{self, Outcome};
use exampress::commands::{Colour, Failure};

use crate::oracle::Random;
use crate::workshop::Workshop;

/// Files of a project that nothing is wrong with, as far as they are changed here.
const FILES: [(&str, &str); 8] = [
    ("questions/sample.toml", include_str!("../../templates/start/questions/sample.toml")),
    ("questions/more.toml", MORE),
    ("questions/bank.toml", include_str!("../../templates/start/questions/bank.toml")),
    ("exam.toml", SPEC),
    ("templates/candidate.hbs", include_str!("../../templates/candidate.hbs")),
    ("templates/key.hbs", include_str!("../../templates/key.hbs")),
    ("templates/theme.toml", include_str!("../../templates/theme.toml")),
    ("templates/words/en.toml", include_str!("../../templates/words/en.toml")),
];

/// What Markdown has, and parts.
const MORE: &str = r#"
[[question]]
id = "all-of-markdown"
level = "mid"
topic = "science"
kind = "open"
marks = 3
prompt = '''
Some *text* with `code`, $\frac{a}{\sqrt{b}}$ and [a link](https://example.org).

1. one
   - two

> quoted

| a | b |
|:--|--:|
| 1 | $x$ |

```python numbered
def f(x):
    return "a"  # b
```

$$\sum_{i=0}^n \left(i\right)$$
'''

[[question.parts]]
kind = "numeric"
marks = 1
prompt = "How many?"
value = 2

[[question.parts]]
marks = 2
prompt = "Why?"
answer = "Because."
space = { table = { columns = ["a", "b"], rows = 3 } }
"#;

const SPEC: &str = r#"
title = "Sample exam"
subtitle = "Closed book"
date = "2026-05-04"
institution = "Example School"
time = 60
cover = true
watermark = "Draft"
duplex = true
instructions = '''
Answer **every** question, see $x^2$.
'''
seed = "spring-7"
shares = { junior = 50, mid = 30, senior = 20 }
count = "4..6"
marks = "near 12"
require = ["square-root"]
enemies = [["primes", "zero-even"]]
conditions = [{ kind = ["open", "code"], max = 2 }, { topic = "language", marks = "0..9" }]
prefer = [{ topic = "language", weight = 2 }]
forms = 2
overlap = "same"
order = "topic"
paper = "letter"
layout = "compact"
"#;

/// What most programs stumble over.
const NASTY: [&str; 64] = [
    "",
    "\"",
    "'''",
    "\\",
    "\\u202e",
    "\\u0000",
    "\\uD800",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "\u{5e9}\u{5dc}",
    "漢",
    "😀",
    "\0",
    "\r",
    "\t",
    "\n\n\n",
    "___",
    "`",
    "```",
    "```python run\n",
    "~~~",
    "$",
    "$$",
    "$\\frac{",
    "\\left(",
    "{",
    "}",
    "{{",
    "}}",
    "{{#each questions}}",
    "{{/each}}",
    "{{> page}}",
    "{{{title}}}",
    "{{number}}",
    "::",
    "::item",
    "::end",
    "::columns",
    "::next",
    "::prompt 1",
    "{page}",
    "{score}",
    "|",
    "|a|b|\n|-|\n",
    "> > > > > > > ",
    "- - - - - - -",
    "![x](../../etc/passwd)",
    "![](a.png \"b\"){width=9mm}",
    "<b>",
    "[^1]",
    "[x]: y",
    "0",
    "-1",
    "1e999",
    "nan",
    "99999999999999999999",
    "[[question]]\n",
    "[question.parts]\n",
    "]",
    "= =",
    "true",
    "#",
];

/// The text with a few things done to it that a slip of the hand, or an enemy, might do.
fn mutated(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..random.within(1, 4) {
        let boundary = |random: &mut Random, text: &str| text.floor_char_boundary(random.below(text.len() + 1));
        let at = boundary(random, &text);
        match random.below(6) {
            0 => {
                let end = text.floor_char_boundary((at + random.within(1, 40)).min(text.len()));
                text.replace_range(at..end, "");
            }
            1 | 2 => text.insert_str(at, NASTY[random.below(NASTY.len())]),
            3 => swap_lines(&mut text, random),
            4 => replace_value(&mut text, random),
            _ => {
                let from = boundary(random, &text);
                let end = text.floor_char_boundary((from + random.within(1, 200)).min(text.len()));
                let piece = text[from..end].repeat(random.within(1, 3));
                text.insert_str(at, &piece);
            }
        }
    }
    text
}

fn swap_lines(text: &mut String, random: &mut Random) {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.len() > 1 {
        let (one, other) = (random.below(lines.len()), random.below(lines.len()));
        lines.swap(one, other);
        *text = lines.concat();
    }
}

/// Puts something nasty in the place of what follows an equals sign.
fn replace_value(text: &mut String, random: &mut Random) {
    let signs: Vec<usize> = text.match_indices("= ").map(|(at, _)| at + 2).collect();
    if signs.is_empty() {
        return;
    }
    let start = *random.pick(&signs);
    let end = start + text[start..].find([',', '\n', '}']).unwrap_or(0);
    let nasty = NASTY[random.below(NASTY.len())];
    let quoted = if random.chance(50) { format!("\"{nasty}\"") } else { nasty.to_owned() };
    text.replace_range(start..end, &quoted);
}

/// Runs the program, or gives what it said when it called itself wrong.
fn run(arguments: &[&str], folder: &Path) -> Result<i32, String> {
    let place = |argument: &&str| match argument.strip_prefix("./") {
        Some(path) => folder.join(path).into_os_string(),
        None => OsString::from(argument),
    };
    let arguments: Vec<OsString> =
        std::iter::once("exampress").chain(arguments.iter().copied()).map(|argument| place(&argument)).collect();
    match catch_unwind(AssertUnwindSafe(|| cli::run(arguments, Colour::default()))) {
        Ok(Outcome::Done { .. }) => Ok(0),
        Ok(Outcome::Failed(Failure::User(message))) => {
            let helps = message.contains("help: ");
            if helps { Ok(1) } else { Err(format!("no help is given: {message}")) }
        }
        Ok(Outcome::Failed(Failure::Bug(message) | Failure::Stopped(message))) => Err(message),
        Ok(Outcome::Usage(_)) => Ok(2),
        Err(_) => Err("the program stopped itself".to_owned()),
    }
}

#[test]
fn whatever_stands_in_a_file_is_told_or_printed() {
    let rounds = std::env::var("EXAMPRESS_MUTATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(200);
    let shop = FILES.iter().fold(Workshop::new(), |shop, (path, text)| shop.file(path, text));
    let folder = shop.path("");
    assert_eq!(run(&["check", "./exam.toml"], &folder), Ok(0), "the files are right before they are changed");
    let mut codes = [0; 3];
    for round in 0..rounds {
        let mut random = Random(round);
        let (path, text) = FILES[random.below(FILES.len())];
        std::fs::write(shop.path(path), mutated(text, &mut random)).unwrap();
        let arguments: &[&str] = match round % 3 {
            0 => &["generate", "./exam.toml", "--force", "--out", "./out"],
            _ => &["check", "./exam.toml"],
        };
        match run(arguments, &folder) {
            Ok(code) => codes[code as usize] += 1,
            Err(message) => panic!("EXAMPRESS_MUTATIONS={} fails last in {path}: {message}", round + 1),
        }
        std::fs::write(shop.path(path), text).unwrap();
    }
    assert!(codes[0] > rounds as usize / 10 && codes[1] > rounds as usize / 4 && codes[2] == 0, "{codes:?}");
}
