//! How long each stage takes for a paper of the built-in bank and its key, one after the other on one thread, as in a batch:
//! `cargo bench --bench papers`, or `… -- 500` for so many papers.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints times")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use exampress::bank::{self, Bank, Origin};
use exampress::export::{self, Exporter};
use exampress::flow::{Arrangement, Flow};
use exampress::fonts::Fonts;
use exampress::layout::{Document, Memory, PageSize, Typesetter, lay_out};
use exampress::leak::{Secrets, Sheets};
use exampress::paper::{self, DrawnSection, Furniture, Paper, Words};
use exampress::source::Sources;
use exampress::spec::Order;
use exampress::stream::Streams;
use exampress::template::{self, FixedWords, Template};
use exampress::theme::Theme;

const SHEET: PageSize = PageSize { width: 595.28, height: 841.89 };
/// Questions of each paper, so that a sheet and a key have about four pages.
const QUESTIONS: usize = 6;
const STAGES: [&str; 6] = ["assemble", "fill in", "lay out", "export sheet", "export key", "search for leaks"];

struct Desk {
    bank: Bank,
    theme: Theme,
    words: FixedWords,
    templates: [Template; 2],
    sources: Sources,
}

impl Desk {
    fn new() -> Self {
        let mut sources = Sources::default();
        let text = include_str!("../templates/theme.toml");
        let theme = Theme::read((text, sources.add("theme.toml", text)), &[]).expect("the theme is right");
        let text = include_str!("../templates/words/en.toml");
        let words = FixedWords::read(text, sources.add("en.toml", text)).expect("the words are right");
        Self {
            bank: bank::load(&Origin::BuiltIn, &mut sources).expect("the bank is right"),
            theme,
            words,
            templates: [
                Template::new("candidate.hbs", include_str!("../templates/candidate.hbs")),
                Template::new("key.hbs", include_str!("../templates/key.hbs")),
            ],
            sources,
        }
    }

    fn paper(&self, seed: &str) -> Paper {
        let streams = Streams::new(seed, "A");
        let keys = streams.keys("draw");
        let mut ids: Vec<String> = self.bank.questions.keys().cloned().collect();
        ids.sort_by_key(|id| keys.of(id));
        ids.truncate(QUESTIONS);
        let words = Words {
            title: "Papers".into(),
            subtitle: None,
            instructions: None,
            date: None,
            language: "en".into(),
            furniture: Furniture::default(),
            candidate: None,
        };
        let sections = [DrawnSection { ids: ids.into_iter().collect(), ..DrawnSection::default() }];
        paper::assemble(&self.bank, &sections, words, Order::Level, true, &streams)
    }

    fn flows(&mut self, paper: &Paper) -> [Flow; 2] {
        let [sheet, key] = &self.templates;
        let candidate = template::candidate(&paper::candidate_sheet(paper), sheet, &self.words, &mut self.sources);
        let key = template::key(&paper::key_sheet(paper, &self.bank), key, &self.words, &mut self.sources);
        [candidate, key]
            .map(|flow| Flow { arrangement: Arrangement::Compact, ..flow.expect("the templates are right") })
    }
}

fn main() {
    let papers = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(200);
    let mut desk = Desk::new();
    let fonts = Fonts::load(None).expect("the fonts are right");
    let mut setter = Typesetter::new(fonts.clone(), Memory::default());
    let exporter = Exporter::new(fonts);
    let secrets = Secrets::new(desk.bank.questions.values(), "no seed of these", &desk.bank.digest, &[]);
    let mut spent = [Duration::ZERO; STAGES.len()];
    let (mut pages, mut bytes) = ([0; 2], [0; 2]);
    for number in 0..papers {
        let mut stage = 0;
        let mut last = Instant::now();
        let mut done = || {
            spent[stage] += last.elapsed();
            stage += 1;
            last = Instant::now();
        };
        let paper = desk.paper(&number.to_string());
        done();
        let flows = desk.flows(&paper);
        done();
        let documents: [Document; 2] =
            flows.map(|flow| lay_out(&flow, &desk.theme, SHEET, &mut setter).expect("papers can be laid out"));
        done();
        let files: Vec<Vec<u8>> = documents
            .iter()
            .map(|document| {
                let file = exporter.pdf(document, None).expect("papers can be exported");
                done();
                file
            })
            .collect();
        let passages = export::passages(&files[0]).expect("papers can be read back");
        // What is drawn here may exclude each other, and so say too much.
        black_box(secrets.look(&passages, &Sheets::of(&paper)).is_ok());
        done();
        for at in 0..2 {
            pages[at] += documents[at].pages.len();
            bytes[at] += files[at].len();
        }
    }
    println!(
        "{papers} papers; pages {:.1?} and bytes {:.0?} of sheet and key, means",
        mean(pages, papers),
        mean(bytes, papers)
    );
    for (name, time) in STAGES.iter().zip(spent) {
        println!("{name:18} {:8.3} ms", time.as_secs_f64() * 1e3 / papers as f64);
    }
    println!("{:18} {:8.3} ms", "all", spent.iter().sum::<Duration>().as_secs_f64() * 1e3 / papers as f64);
}

fn mean(sums: [usize; 2], papers: usize) -> [f64; 2] {
    sums.map(|sum| sum as f64 / papers as f64)
}
