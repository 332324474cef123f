//! The words around the questions. A Handlebars template is filled in with the plain values of a sheet; what comes out
//! is Markdown with lines that begin with `::` (`page`), and at its slots the blocks of the questions are put in as
//! they are. Question text never passes through Handlebars, so nothing in it has to be escaped.

mod candidate;
mod fill;
mod guard;
mod key;
mod overview;
mod page;
mod places;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use serde_json::Value;

pub use key::at_a_glance;
pub use words::{FixedWords, Vocabulary};

use crate::diagnostic::Diagnostic;
use crate::flow::{Arrangement, Block, Flow, Stamps};
use crate::paper::{CandidateSheet, KeySheet};
use crate::source::Sources;

/// A template file.
#[derive(Debug, Clone)]
pub struct Template {
    /// The name that messages show.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says to Handlebars, or why that does not understand it; known from the first time it is filled in.
    compiled: Arc<OnceLock<Result<handlebars::Template, String>>>,
}

impl Template {
    /// A template that messages call by this name.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), compiled: Arc::default() }
    }
}

/// Why a template cannot be used.
#[derive(Debug)]
pub enum TemplateError {
    /// Handlebars cannot fill it in; the text names file and line.
    Fill(String),
    /// What came out is wrong; the places lie in the filled-in text, which is among the sources.
    Page(Vec<Diagnostic>),
}

/// What a template may use: values by name, and blocks for its slots.
struct View {
    title: String,
    language: String,
    values: Value,
    slots: BTreeMap<String, Vec<Block>>,
    stamps: Stamps,
    /// Names of slots that have to be printed for every question where they hold anything.
    required: &'static [&'static str],
}

/// The candidate sheet in words.
pub fn candidate(
    sheet: &CandidateSheet,
    template: &Template,
    words: &FixedWords,
    sources: &mut Sources,
) -> Result<Flow, TemplateError> {
    flow(candidate::view(sheet, words), template, words, sources)
}

/// The answer key in words.
pub fn key(
    sheet: &KeySheet,
    template: &Template,
    words: &FixedWords,
    sources: &mut Sources,
) -> Result<Flow, TemplateError> {
    flow(key::view(sheet, words), template, words, sources)
}

fn flow(view: View, template: &Template, words: &FixedWords, sources: &mut Sources) -> Result<Flow, TemplateError> {
    let filled = fill::fill(template, &view.values, words).map_err(TemplateError::Fill)?;
    let source = sources.add(format!("{} (filled in)", template.name), filled.clone());
    let page = page::read(&filled, source, &view.slots).map_err(TemplateError::Page)?;
    if let Some(slot) = unprinted(&view, &page.used) {
        let name = slot.split(' ').next().unwrap_or(slot);
        return Err(TemplateError::Fill(format!(
            "{}: `::{slot}` is printed nowhere\n\
             help: write `::{name} {{{{number}}}}` for each question, and `::{name} {{{{../number}}}}{{{{letter}}}}` for each part",
            template.name
        )));
    }
    Ok(Flow {
        title: view.title,
        language: view.language,
        scale: page.scale,
        head: page.head,
        foot: page.foot,
        stamps: Stamps { turn: page.turn, blank: page.blank, ..view.stamps },
        continued: vec![words.plain(&words.words.continued)],
        continues: vec![words.plain(&words.words.continues)],
        arrangement: Arrangement::Fill,
        blocks: page.blocks,
    })
}

/// The first slot that a reader would miss.
fn unprinted<'a>(view: &'a View, used: &BTreeSet<String>) -> Option<&'a str> {
    view.slots
        .iter()
        .filter(|(slot, blocks)| !blocks.is_empty() && !used.contains(*slot))
        .map(|(slot, _)| slot.as_str())
        .find(|slot| view.required.iter().any(|name| slot.split(' ').next() == Some(name)))
}

/// The part of a view that both sheets have.
fn front_values(front: &crate::paper::Front, count: usize, words: &FixedWords) -> serde_json::Map<String, Value> {
    let words = Vocabulary { page_of: places::hide_places(&words.words.page_of), ..words.words.clone() };
    let values = serde_json::json!({
        "title": front.title,
        "subtitle": front.subtitle,
        "date": front.date,
        "candidate": front.candidate,
        "institution": front.furniture.institution,
        "time": front.furniture.time,
        "cover": front.furniture.cover,
        "form_code": front.form_code,
        "count": count,
        "marks": front.marks,
        "minutes": front.minutes,
        "words": words,
    });
    match values {
        Value::Object(map) => map,
        _ => unreachable!("the value above is an object"),
    }
}

/// The slot of the logo.
fn logo(front: &crate::paper::Front) -> (String, Vec<Block>) {
    ("logo".to_owned(), front.furniture.logo.clone().map(Block::Picture).into_iter().collect())
}

/// The name of a slot: `prompt 3`, `answer 3a`.
fn slot(name: &str, number: usize, letter: &str) -> String {
    format!("{name} {number}{letter}")
}
