//! What is printed can be read back: every question of the built-in bank, word by word and code line by line.
//! `EXAMPRESS_READBACK=folder cargo test readback` leaves the files in a folder.

use exampress::bank::{self, Bank, Body, Origin};
use exampress::export;
use exampress::flow::{Block, CodePiece, Inline};
use exampress::fonts::Fonts;
use exampress::layout::{Memory, PageSize, Typesetter, lay_out};
use exampress::markup;
use exampress::paper::{self, Ask, CandidateQuestion, CandidateSheet, DrawnSection, Lettered};
use exampress::source::Sources;
use exampress::spec::Order;
use exampress::stream::Streams;
use exampress::template::{self, FixedWords, Template};
use exampress::theme::Theme;

use crate::heard::{Heard, heard};

/// Parts a word where a line ends.
const SOFT_HYPHEN: char = '\u{ad}';

const THEME: &str = include_str!("../../templates/theme.toml");

/// A candidate sheet with every question of a bank, as text and as a file.
fn printed(bank: &Bank, theme: &str) -> (CandidateSheet, Vec<u8>) {
    let mut sources = Sources::default();
    let words = paper::Words { title: "Everything".into(), language: "en".into(), ..paper::Words::default() };
    let section = DrawnSection { ids: bank.questions.keys().cloned().collect(), ..DrawnSection::default() };
    let paper = paper::assemble(bank, &[section], words, Order::Level, true, &Streams::new("read", "A"));
    let sheet = paper::candidate_sheet(&paper);
    let text = include_str!("../../templates/words/en.toml");
    let fixed = FixedWords::read(text, sources.add("en.toml", text)).unwrap();
    let template = Template::new("candidate.hbs", include_str!("../../templates/candidate.hbs"));
    let flow = template::candidate(&sheet, &template, &fixed, &mut sources).unwrap();
    let theme = Theme::read((theme, sources.add("theme.toml", theme)), &[]).unwrap();
    let fonts = Fonts::load(None).unwrap();
    let document = lay_out(
        &flow,
        &theme,
        PageSize { width: 595.28, height: 841.89 },
        &mut Typesetter::new(fonts.clone(), Memory::default()),
    )
    .unwrap();
    (sheet, export::Exporter::new(fonts.clone()).pdf(&document, None).unwrap())
}

/// Reads every question back from a paper in this theme.
fn read_back(theme: &str, file_name: &str) {
    let bank = bank::load(&Origin::BuiltIn, &mut Sources::default()).unwrap();
    let (sheet, file) = printed(&bank, theme);
    if let Ok(folder) = std::env::var("EXAMPRESS_READBACK") {
        std::fs::write(format!("{folder}/{file_name}"), &file).unwrap();
    }
    let heard = questions(&heard(&file));
    assert_eq!(heard.len(), sheet.questions.len());
    for (question, heard) in sheet.questions.iter().zip(heard) {
        assert_eq!(heard, told(question), "question {}", question.number);
    }
}

#[test]
fn every_question_of_the_bank_can_be_read_back_as_it_was_written() {
    read_back(THEME, "bank.pdf");
}

#[test]
fn words_that_were_parted_can_be_read_back_whole() {
    let body = "body       = { face = \"serif\", size = 11.0,";
    assert_eq!(THEME.matches(body).count(), 1);
    let theme = THEME.replace(body, &format!("{body} justify = true, hyphenate = true,"));
    read_back(&theme, "justified.pdf");
}

/// What the files hold, letter for letter, against what is printed; the other tests tell that this can be read back.
#[test]
fn prompts_are_printed_as_the_files_have_them() {
    let bank = bank::load(&Origin::BuiltIn, &mut Sources::default()).unwrap();
    let mut sources = Vec::new();
    for topic in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/questions")).unwrap() {
        let topic = topic.unwrap().path();
        for file in topic.is_dir().then(|| std::fs::read_dir(&topic).unwrap()).into_iter().flatten() {
            let file: toml::Table = std::fs::read_to_string(file.unwrap().path()).unwrap().parse().unwrap();
            sources.extend(file["question"].as_array().unwrap().clone());
        }
    }
    assert_eq!(sources.len(), bank.questions.len());
    for source in sources {
        let id = source["id"].as_str().unwrap();
        let question = &bank.questions[id];
        let mut prompts = vec![(source["prompt"].as_str().unwrap(), &question.prompt)];
        if let Body::Parts(parts) = &question.body {
            let written = source["parts"].as_array().unwrap();
            prompts
                .extend(written.iter().zip(parts).map(|(part, read)| (part["prompt"].as_str().unwrap(), &read.prompt)));
        }
        for (source, prompt) in prompts {
            let (code, words) = parted(source);
            let (listings, others): (Vec<_>, Vec<_>) = told_of(prompt).into_iter().partition(|(is_code, _)| *is_code);
            let printed: Vec<String> = listings.into_iter().map(|(_, text)| text).collect();
            assert_eq!(printed.join("\n"), lines(&code), "{id}");
            let printed: String = others.iter().map(|(_, text)| letters(text)).collect();
            assert_eq!(printed, letters(&words), "{id}");
        }
    }
}

/// The code and the rest of a Markdown text, without blanks, fences and numbers of items.
fn parted(markdown: &str) -> (String, String) {
    let (mut code, mut rest) = (String::new(), String::new());
    let mut fence = None;
    for line in markdown.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        match fence {
            _ if text.starts_with("```") => fence = fence.xor(Some(indent)),
            Some(indent) => code.extend([line.get(indent..).unwrap_or_default(), "\n"]),
            None => rest.push_str(unnumbered(text)),
        }
    }
    (without_blanks(&code), without_blanks(&rest))
}

fn without_blanks(text: &str) -> String {
    text.split("___").map(|rest| rest.trim_start_matches('_')).collect()
}

/// A line of Markdown without the number of its item.
fn unnumbered(line: &str) -> &str {
    let text = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if text.len() < line.len() && text.starts_with(". ") { text } else { line }
}

/// Letters and digits alone.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The elements of each question, labels aside.
fn questions(elements: &[Heard]) -> Vec<Vec<String>> {
    let mut questions: Vec<Vec<String>> = Vec::new();
    for element in elements {
        let tags: Vec<&str> = element.tags.iter().map(String::as_str).collect();
        match tags[..] {
            ["L", "LI", "Lbl"] => questions.push(Vec::new()),
            ["L", "LI", .., "Lbl"] => {}
            ["L", "LI", .., last] => {
                let text = if last == "Code" { lines(&element.text) } else { flat(&element.text) };
                questions.last_mut().unwrap().push(text);
            }
            _ => {}
        }
    }
    questions
}

/// What a paragraph says: its lines joined as they stand, white space made even.
fn flat(text: &str) -> String {
    text.replace([SOFT_HYPHEN, '\n'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of code, with their indents and without empty ones.
fn lines(text: &str) -> String {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What a question should say, element by element.
fn told(question: &CandidateQuestion) -> Vec<String> {
    let mut told = blocks(&question.prompt);
    told.extend(question.ask.iter().flat_map(asked));
    for part in &question.parts {
        told.extend(blocks(&part.prompt));
        told.extend(asked(&part.ask));
        told.push(marks(part.marks));
    }
    told.push(marks(question.marks));
    told
}

fn marks(marks: u32) -> String {
    format!("{marks} mark{}", if marks == 1 { "" } else { "s" })
}

fn blocks(blocks: &[Block]) -> Vec<String> {
    told_of(blocks).into_iter().map(|(_, text)| text).collect()
}

/// What blocks should say, and whether it is code.
fn told_of(blocks: &[Block]) -> Vec<(bool, String)> {
    let plain = |text: &Vec<Inline>| (false, words(text));
    blocks
        .iter()
        .flat_map(|block| match block {
            Block::Paragraph { text, .. } => vec![plain(text)],
            Block::Code(code) => {
                let text: Vec<String> = code.lines.iter().map(|line| code_line(line)).collect();
                vec![(true, lines(&text.join("\n")))]
            }
            Block::List { items, .. } => items.iter().flat_map(|item| told_of(item)).collect(),
            Block::Quote(inner) => told_of(inner),
            Block::Table(table) => table.head.iter().chain(table.rows.iter().flatten()).map(plain).collect(),
            other => panic!("{other:?} in a prompt"),
        })
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn code_line(line: &[CodePiece]) -> String {
    let texts = line.iter().map(|piece| match piece {
        CodePiece::Text { text, .. } => text.as_str(),
        CodePiece::Blank { .. } => "",
    });
    texts.collect()
}

fn words(text: &[Inline]) -> String {
    flat(&markup::plain(text))
}

fn asked(ask: &Ask) -> Vec<String> {
    let texts = |texts: &[Lettered]| texts.iter().map(|text| words(&text.text)).collect::<Vec<_>>();
    let with = |before: &str, texts: Vec<String>, after: Option<&str>| {
        [before.to_owned()].into_iter().chain(texts).chain(after.map(str::to_owned)).collect::<Vec<_>>()
    };
    match ask {
        Ask::Write(_) | Ask::Complete => Vec::new(),
        Ask::Tick { several, options, reason } => with(
            if *several { "Tick every box that applies." } else { "Tick one box." },
            texts(options),
            reason.as_ref().map(|_| "Explain your choice:"),
        ),
        Ask::Judge { reason } => with("True", vec!["False".into()], reason.as_ref().map(|_| "Reason:")),
        Ask::Number { unit, working } => {
            let answer = unit.as_ref().map_or("Answer:".to_owned(), |unit| format!("Answer: {unit}"));
            working.iter().map(|_| "Working:".to_owned()).chain([answer]).collect()
        }
        Ask::Match { left, right } => {
            let rows = (0..left.len().max(right.len())).flat_map(|at| {
                let left = left.get(at).map(|side| words(side));
                let right = right.get(at).map(|side| [side.letter.clone(), words(&side.text)]);
                left.into_iter().chain(right.into_iter().flatten())
            });
            with(
                "Write the letter of the part on the right that belongs to each part on the left.",
                rows.collect(),
                None,
            )
        }
        Ask::Order(items) => with("Number the boxes in the right order, starting with 1.", texts(items), None),
    }
}
