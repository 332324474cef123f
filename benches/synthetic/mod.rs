//! Made-up banks of question files: all nine kinds about as often as in the built-in bank, with code, lists, tables,
//! formulas and emphasis, some 1,100 bytes a question. Nothing is wrong with them, and the rules of `lint` find little.

mod numbers;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use numbers::Numbers;

const LEVELS: [&str; 4] = ["junior", "mid", "senior", "expert"];
const TOPICS: u64 = 24;
/// Questions of a file.
const IN_A_FILE: u64 = 50;
/// Words that texts are made of.
const WORDS: u64 = 4000;
/// How many of a hundred questions are of each kind.
const KINDS: [(&str, u64); 9] = [
    ("open", 27),
    ("code", 26),
    ("single-choice", 13),
    ("multiple-choice", 9),
    ("fill-in", 8),
    ("true-false", 6),
    ("matching", 5),
    ("numeric", 3),
    ("ordering", 3),
];

/// Writes a bank of so many questions into a folder, and tells how many bytes its files have.
pub(crate) fn write_bank(folder: &Path, size: u64) -> usize {
    let mut writer = Writer { numbers: Numbers(size), size, text: String::new() };
    writer.head();
    let mut bytes = 0;
    let mut save = |path: &str, text: &str| {
        bytes += text.len();
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("files lie in the folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    };
    save("bank.toml", &writer.text);
    for first in (0..size).step_by(IN_A_FILE as usize) {
        let file = first / IN_A_FILE;
        let topic = file % TOPICS;
        writer.text.clear();
        (first..size.min(first + IN_A_FILE)).for_each(|at| writer.question(at, topic));
        save(&format!("topic-{topic}/{file:05}.toml"), &writer.text);
    }
    bytes
}

struct Writer {
    numbers: Numbers,
    /// Questions of the bank.
    size: u64,
    text: String,
}

impl Writer {
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn head(&mut self) {
        self.add("title = \"Made up\"\nlanguage = \"en\"\nlevel = [");
        for level in LEVELS {
            self.add(&format!("{{ id = \"{level}\" }}, "));
        }
        self.add("]\ntopic = [");
        for topic in 0..TOPICS {
            self.add(&format!("{{ id = \"topic-{topic}\" }}, "));
        }
        self.add("]\nvocabulary = [\"Python\", \"NumPy\", \"SQL\", \"HTTP\", \"JSON\", \"asyncio\"]\n");
    }

    fn question(&mut self, at: u64, topic: u64) {
        let mut lot = self.numbers.below(100);
        let of_lot = |(_, share): &&(&str, u64)| {
            let is_it = lot < *share;
            lot = lot.wrapping_sub(*share);
            is_it
        };
        let (kind, _) = KINDS.iter().find(of_lot).expect("the shares make a hundred");
        let marks = match *kind {
            "open" | "code" => 2 + self.numbers.skewed(8),
            "single-choice" | "true-false" => 1 + self.numbers.below(2),
            _ => 2 + self.numbers.below(3),
        };
        let level = LEVELS[self.numbers.skewed(4) as usize];
        let concept = self.numbers.below(1 + self.size / 3);
        let minutes = marks + self.numbers.below(marks);
        let head = format!(
            "[[question]]\nid = \"question-{at}\"\nlevel = \"{level}\"\ntopic = \"topic-{topic}\"\n\
             concept = \"concept-{topic}-{concept}\"\nkind = \"{kind}\"\nmarks = {marks}\nminutes = {minutes}\n"
        );
        self.add(&head);
        if self.numbers.below(4) == 0 {
            let tag = self.numbers.below(30);
            self.add(&format!("tags = [\"tag-{tag}\"]\n"));
        }
        self.prompt(kind);
        match *kind {
            "open" | "code" => self.answer_by_hand(kind, marks),
            "single-choice" | "multiple-choice" => self.options(*kind == "multiple-choice"),
            "true-false" => {
                let truth = self.numbers.below(2) == 0;
                self.add(&format!("correct = {truth}\n"));
            }
            "fill-in" => {
                let [one, two] = [self.word(), self.word()];
                self.add(&format!("blanks = [{{ accept = [\"{one}\"] }}, {{ accept = [\"{two}\", \"{one}s\"] }}]\n"));
            }
            "matching" => self.list("pairs", |writer, at| {
                let [left, right] = [writer.phrase(5), writer.phrase(3)];
                format!("{{ left = \"{left} {at}\", right = \"{right} {at}\" }}")
            }),
            "numeric" => {
                let value = self.numbers.below(1000);
                self.add(&format!("value = {value}.5\ntolerance = 0.5\nunit = \"ms\"\n"));
            }
            _ => self.list("items", |writer, at| format!("\"{} {at}\"", writer.phrase(6))),
        }
        if !matches!(*kind, "open" | "code") {
            self.add("answer = '''\n");
            self.paragraph(2);
            self.add("'''\n");
        }
        self.add("\n");
    }

    fn prompt(&mut self, kind: &str) {
        self.add("prompt = '''\n");
        self.paragraph(2);
        match self.numbers.below(10) {
            0 => self.table(),
            1 | 2 => (0..3).for_each(|_| {
                let item = self.phrase(6);
                self.add(&format!("\n- {item}"));
            }),
            3..6 => self.code(),
            6 if kind == "numeric" => self.add("\nHere $t_n = \\frac{n}{2} + \\sqrt{n}$ holds.\n"),
            _ => {}
        }
        self.add("\n\n");
        if kind == "fill-in" {
            let [one, two] = [self.phrase(4), self.phrase(4)];
            self.add(&format!("{one} ___ and {two} ___.\n"));
        } else {
            self.paragraph(1);
        }
        self.add("'''\n");
    }

    fn answer_by_hand(&mut self, kind: &str, marks: u64) {
        self.add("answer = '''\n");
        if kind == "code" {
            self.code();
            self.add("\n");
        }
        self.paragraph(3);
        self.add("'''\n");
        let rows = [1, marks - 1].map(|marks| format!("{{ marks = {marks}, text = \"{}\" }}", self.phrase(8)));
        self.add(&format!("rubric = [\n  {},\n]\n", rows.join(",\n  ")));
        let signs = [self.phrase(6), self.phrase(6)];
        self.add(&format!("look_for = [\"{}\", \"{}\"]\n", signs[0], signs[1]));
    }

    fn options(&mut self, several: bool) {
        let right = self.numbers.below(4);
        self.list("options", |writer, at| {
            let [text, why] = [writer.phrase(7), writer.phrase(8)];
            let correct = if at == right || (several && at == (right + 1) % 4) { ", correct = true" } else { "" };
            format!("{{ text = \"{text}\"{correct}, why = \"{why}\" }}")
        });
    }

    /// Four entries, one a line.
    fn list(&mut self, key: &str, mut entry: impl FnMut(&mut Self, u64) -> String) {
        let entries: Vec<String> = (0..4).map(|at| entry(self, at)).collect();
        self.add(&format!("{key} = [\n  {},\n]\n", entries.join(",\n  ")));
    }

    /// Sentences, of which some have a word in code or with emphasis.
    fn paragraph(&mut self, sentences: usize) {
        for _ in 0..sentences {
            let words = 6 + self.numbers.below(10);
            let phrase = self.phrase(words);
            let word = self.word();
            let end = match self.numbers.below(6) {
                0 | 1 => format!(" `{word}()`"),
                2 => format!(" **{word}**"),
                3 => format!(" *{word}*"),
                _ => String::new(),
            };
            self.add(&format!("{phrase}{end}.\n"));
        }
    }

    fn table(&mut self) {
        self.add("\n| Name | Number |\n|---|---:|\n");
        for _ in 0..3 {
            let (word, number) = (self.word(), self.numbers.below(1000));
            self.add(&format!("| `{word}` | {number} |\n"));
        }
    }

    fn code(&mut self) {
        let [name, list, item] = [self.word(), self.word(), self.word()];
        let number = self.numbers.below(100);
        self.add(&format!("\n```python\ndef {name}_of({list}):\n    # {item} by {item}\n    found = []\n"));
        for _ in 0..2 + self.numbers.below(6) {
            let [one, two] = [self.word(), self.word()];
            self.add(&format!("    if {list}[\"{one}\"] > {number}:\n        found.append({two}_{one})\n"));
        }
        self.add(&format!("    return [{item} for {item} in found if {item} is not None]\n```\n"));
    }

    /// Words with a capital.
    fn phrase(&mut self, words: u64) -> String {
        let mut text = self.word();
        text[..1].make_ascii_uppercase();
        for _ in 1..words {
            let word = self.word();
            write!(text, " {word}").expect("writing into a string cannot fail");
        }
        text
    }

    /// A word of two to four syllables.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] =
            ["ba", "ter", "lo", "min", "sa", "ret", "ku", "den", "vi", "por", "ne", "tal", "gi", "mos", "fe", "rin"];
        let mut number = self.numbers.skewed(WORDS) as usize + 16;
        let mut word = String::new();
        while number > 0 {
            word.push_str(SYLLABLES[number % 16]);
            number /= 16;
        }
        word
    }
}
