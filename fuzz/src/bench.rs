//! What all targets share: the sample bank, its paper, and the tools to print with.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use exampress::assets::Assets;
use exampress::bank::{self, Bank, Kind, Origin};
use exampress::export::Exporter;
use exampress::flow::{Flow, Image};
use exampress::fonts::Fonts;
use exampress::layout::{self, LayoutError, Memory, PageSize, Typesetter};
use exampress::paper::{CandidateSheet, KeySheet, Paper, candidate_sheet, key_sheet};
use exampress::picture;
use exampress::select::Item;
use exampress::source::{Sources, Span};
use exampress::spec::Vocabulary;
use exampress::template::{self, FixedWords, Template, TemplateError};
use exampress::theme::Theme;

pub(crate) mod paper;

const A4: PageSize = PageSize { width: 595.28, height: 841.89 };

pub(crate) struct Bench {
    pub(crate) bank: Bank,
    pub(crate) items: Vec<Item>,
    pub(crate) levels: Vec<String>,
    pub(crate) words: FixedWords,
    pub(crate) theme: Theme,
    pub(crate) sheet: CandidateSheet,
    pub(crate) key_sheet: KeySheet,
    /// Both papers of the sample bank.
    pub(crate) flows: Vec<Flow>,
    pub(crate) image: Arc<Image>,
    fonts: Fonts,
    exporter: Exporter,
    candidate: Template,
    key: Template,
}

/// A folder of this process, in memory where the system has such a place.
pub(crate) fn folder(name: &str) -> PathBuf {
    static TOP: OnceLock<PathBuf> = OnceLock::new();
    let top = TOP.get_or_init(|| {
        let memory = PathBuf::from("/dev/shm");
        let home = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let top = home.join(format!("exampress-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&top).expect("folders can be made");
        top
    });
    let folder = top.join(name);
    std::fs::create_dir_all(&folder).expect("folders can be made");
    folder
}

impl Bench {
    pub(crate) fn get() -> &'static Self {
        static BENCH: OnceLock<Bench> = OnceLock::new();
        BENCH.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut sources = Sources::default();
        let built_in = |name: &str| Assets::built_in(name).expect("the program has this file");
        let mut layer = |name: &str| {
            let text = built_in(name).text;
            let source = sources.add(name, text.clone());
            (text, source)
        };
        let (usual, words) = (layer("theme.toml"), layer("words/en.toml"));
        let home = folder("sample");
        crate::put(&home.join("bank.toml"), include_bytes!("../../templates/start/questions/bank.toml"));
        crate::put(&home.join("a.toml"), include_bytes!("../../templates/start/questions/sample.toml"));
        let bank = bank::load(&Origin::Folder(home), &mut sources).expect("the sample bank is right");
        let of_all = paper::of_all(&bank);
        let fonts = Fonts::load(None).expect("the program's fonts can be read");
        let mut bench = Self {
            items: bank.questions.values().map(paper::item).collect(),
            levels: bank.levels.iter().map(|level| level.id.clone()).collect(),
            words: FixedWords::read(&words.0, words.1).expect("the words are right"),
            theme: Theme::read((&*usual.0, usual.1), &[]).expect("the theme is right"),
            sheet: candidate_sheet(&of_all),
            key_sheet: key_sheet(&of_all, &bank),
            flows: Vec::new(),
            image: Arc::new(picture::inspect(include_bytes!("../a.png").to_vec()).expect("a picture")),
            exporter: Exporter::new(fonts.clone()),
            fonts,
            candidate: built_in("candidate.hbs"),
            key: built_in("key.hbs"),
            bank,
        };
        bench.flows = bench.flows_of(&of_all, &bench.bank, &mut sources);
        bench
    }

    /// Hands what the sample bank names to `use_it`.
    pub(crate) fn vocabulary<T>(&self, use_it: impl FnOnce(&Vocabulary<'_>) -> T) -> T {
        let names = |names: &[bank::Name]| names.iter().map(|name| name.id.clone()).collect::<Vec<_>>();
        let ids: Vec<String> = self.bank.questions.keys().cloned().collect();
        let concepts: Vec<String> = self.items.iter().filter_map(|item| item.concept.clone()).collect();
        use_it(&Vocabulary {
            levels: &names(&self.bank.levels),
            topics: &names(&self.bank.topics),
            ids: &ids,
            kinds: &Kind::ALL.map(|kind| kind.word().to_owned()),
            tags: &[],
            concepts: &concepts,
            files: &["a.toml".to_owned()],
            languages: &["de".to_owned(), "en".to_owned()],
            themes: &["compact".to_owned(), "sans".to_owned(), "serif".to_owned()],
            language: "en",
            title: "Sample bank",
        })
    }

    fn flows_of(&self, paper: &Paper, bank: &Bank, sources: &mut Sources) -> Vec<Flow> {
        let candidate = template::candidate(&candidate_sheet(paper), &self.candidate, &self.words, sources);
        let key = template::key(&key_sheet(paper, bank), &self.key, &self.words, sources);
        [candidate, key].into_iter().map(|flow| flow.unwrap_or_else(|error| self.not_ours(error, sources))).collect()
    }

    /// The program's own templates take every paper.
    fn not_ours(&self, error: TemplateError, sources: &Sources) -> Flow {
        match error {
            TemplateError::Fill(message) => panic!("{message}"),
            TemplateError::Page(problems) => {
                panic!("{}", exampress::diagnostic::render_all(&problems, sources, false))
            }
        }
    }

    /// Prints candidate sheet and key; gives the places of code that had to be turned.
    pub(crate) fn print_both(&self, paper: &Paper, bank: &Bank, sources: &mut Sources) -> Vec<Span> {
        let flows = self.flows_of(paper, bank, sources);
        flows.iter().flat_map(|flow| self.print(flow, &self.theme, sources)).collect()
    }

    /// Lays out and writes a flow; what is refused has to have a text.
    pub(crate) fn print(&self, flow: &Flow, theme: &Theme, sources: &Sources) -> Vec<Span> {
        // What is remembered of other papers must not decide whether this one fails.
        let mut setter = Typesetter::new(self.fonts.clone(), Memory::default());
        match layout::lay_out(flow, theme, A4, &mut setter) {
            Ok(document) => {
                // So many pages take time, and say nothing that fewer do not.
                if document.pages.len() < 40 {
                    let pdf = self.exporter.pdf(&document, None).unwrap_or_else(|error| panic!("{error:?}"));
                    assert!(pdf.starts_with(b"%PDF"), "a file of another kind");
                }
                document.turned
            }
            Err(LayoutError::Unprintable(problem)) => {
                crate::show(&[*problem], sources);
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }
}
