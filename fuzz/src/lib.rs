//! What each fuzz target does with its bytes: as much of a run as they can get through. Nothing is written but into a
//! folder of the process. What is refused is fine; what panics, or is called a mistake of the program, is a find.

mod bench;
mod runs;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use exampress::assets::Assets;
use exampress::bank::{self, Origin};
use exampress::diagnostic::{Diagnostic, render_all};
use exampress::flow::{Arrangement, Block, Flow, Picture, Running, Stamps};
use exampress::markup::{self, Dialect, Origin as Place};
use exampress::source::{Sources, Span};
use exampress::theme::Theme;
use exampress::{lint, picture, select, spec, template};

use bench::{Bench, paper};

pub use runs::{history, manifest, roster};

/// A line of this form parts the text of `bank.toml` from that of a file of questions.
const PARTING: &str = "\n#####\n";

/// A file of questions, with a `bank.toml` before it if there is a line `#####`.
pub fn bank(data: &[u8]) {
    let folder = bench::folder("bank");
    let text = String::from_utf8_lossy(data);
    let (head, questions) = match text.split_once(PARTING) {
        Some((head, rest)) => (Some(head), rest.as_bytes()),
        None => (None, data),
    };
    let head_file = folder.join("bank.toml");
    match head {
        Some(head) => put(&head_file, head.as_bytes()),
        None => drop(std::fs::remove_file(&head_file)),
    }
    put(&folder.join("a.toml"), questions);
    let mut sources = Sources::default();
    match bank::load(&Origin::Folder(folder), &mut sources) {
        Err(bank::BankError::Problems(problems)) => show(&problems, &sources),
        Err(bank::BankError::Unreadable(_)) => {}
        Ok(bank) if bank.questions.is_empty() => {}
        Ok(bank) => {
            let bench = Bench::get();
            let paper = paper::of_all(&bank);
            let turned = bench.print_both(&paper, &bank, &mut sources);
            let warnings: Vec<Diagnostic> =
                lint::warnings(&bank, &turned).into_iter().map(|warning| warning.diagnostic).collect();
            show(&warnings, &sources);
        }
    }
}

/// An `exam.toml`, drawn from a small bank.
pub fn spec(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let source = sources.add("exam.toml", text);
    let fields = match spec::read(text, source) {
        Ok(fields) => fields.relative_to(Path::new("")),
        Err(problems) => return show(&problems, &sources),
    };
    let bench = Bench::get();
    let spec = match bench.vocabulary(|vocabulary| spec::resolve(fields, vocabulary)) {
        Ok(spec) => spec,
        Err(problems) => return show(&problems, &sources),
    };
    let seed = spec.seed.as_deref().unwrap_or("seed");
    let Ok(selections) = select::draw(&bench.items, &bench.levels, &spec.blueprint, seed) else { return };
    // One form of many is as good as the others.
    for selection in selections.iter().take(1) {
        let Some(paper) = paper::drawn(&bench.bank, &spec, selection, seed, &sources) else { return };
        bench.print_both(&paper, &bench.bank, &mut sources);
    }
}

/// The template of the answer key if it begins with `k`, else that of the candidate sheet; its first byte is not part of it.
pub fn template(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let bench = Bench::get();
    let own = template::Template::new("own.hbs", text);
    let mut sources = Sources::default();
    let flow = if *first == b'k' {
        template::key(&bench.key_sheet, &own, &bench.words, &mut sources)
    } else {
        template::candidate(&bench.sheet, &own, &bench.words, &mut sources)
    };
    match flow {
        Ok(flow) => drop(bench.print(&flow, &bench.theme, &sources)),
        Err(template::TemplateError::Page(problems)) => show(&problems, &sources),
        Err(template::TemplateError::Fill(_)) => {}
    }
}

/// Markdown as prompts have it, or as templates do if its first byte is `t`; the first byte is not part of it.
pub fn markdown(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let mut sources = Sources::default();
    let source = sources.add("text", text);
    let image = Bench::get().image.clone();
    let pictures = move |path: &str| if path == "a.png" { Ok(image.clone()) } else { Err("is not there".to_owned()) };
    let dialect = Dialect {
        structure: *first == b't',
        blanks: (*first == b'b').then_some(12),
        purposes: &[],
        pictures: &pictures,
    };
    let origin = Place::of_text(Span::new(source, 0..text.len()));
    let _ = markup::line(text, origin);
    match markup::blocks(text, origin, &dialect) {
        Ok(blocks) => drop(Bench::get().print(&plain_flow(blocks), &Bench::get().theme, &sources)),
        Err(problems) => show(&problems, &sources),
    }
}

/// A user's `theme.toml`, over the usual one.
pub fn theme(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let usual = Assets::built_in("theme.toml").expect("the program has a theme");
    let usual_source = sources.add("usual", usual.text.clone());
    let own = sources.add("theme.toml", text);
    match Theme::read((&*usual.text, usual_source), &[(text, own)]) {
        Ok(theme) => {
            let bench = Bench::get();
            for flow in &bench.flows {
                let _ = bench.print(flow, &theme, &sources);
            }
        }
        Err(problems) => show(&problems, &sources),
    }
}

/// A picture file: PNG, JPEG or SVG.
pub fn picture(data: &[u8]) {
    let Ok(image) = picture::inspect(data.to_vec()) else { return };
    let mut sources = Sources::default();
    let span = Span::new(sources.add("text", "picture"), 0..7);
    let picture =
        Picture { data: Arc::new(image), alt: "a picture".to_owned(), width: None, caption: Vec::new(), span };
    let _ = Bench::get().print(&plain_flow(vec![Block::Picture(picture)]), &Bench::get().theme, &sources);
}

fn plain_flow(blocks: Vec<Block>) -> Flow {
    Flow {
        title: "title".to_owned(),
        language: "en".to_owned(),
        scale: 100,
        head: Running::default(),
        foot: Running::default(),
        stamps: Stamps::default(),
        continued: Vec::new(),
        continues: Vec::new(),
        arrangement: Arrangement::Fill,
        blocks,
    }
}

/// Draws problems, as a run would.
fn show(problems: &[Diagnostic], sources: &Sources) {
    let _ = render_all(problems, sources, false);
}

fn put(path: &PathBuf, bytes: &[u8]) {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).expect("folders can be made");
    }
    std::fs::write(path, bytes).expect("files can be written");
}
