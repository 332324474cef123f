//! `exam.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::toml_text;

use super::fields::{Fields, Names, Numbers, Placed};
use super::{Order, PaperSize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpec {
    title: Option<Spanned<String>>,
    subtitle: Option<Spanned<String>>,
    instructions: Option<Spanned<String>>,
    date: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    seed: Option<Spanned<String>>,
    form: Option<Spanned<String>>,
    count: Option<Spanned<u64>>,
    levels: Option<Spanned<BTreeMap<Spanned<String>, u64>>>,
    shares: Option<Spanned<BTreeMap<Spanned<String>, u64>>>,
    topics: Option<Spanned<Vec<Spanned<String>>>>,
    exclude_topics: Option<Spanned<Vec<Spanned<String>>>>,
    require: Option<Spanned<Vec<Spanned<String>>>>,
    exclude: Option<Spanned<Vec<Spanned<String>>>>,
    order: Option<Order>,
    shuffle_options: Option<bool>,
    paper: Option<PaperSize>,
    #[serde(default)]
    output: RawOutput,
    bank: Option<Spanned<String>>,
    templates: Option<Spanned<String>>,
    fonts: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutput {
    folder: Option<Spanned<String>>,
    candidate: Option<Spanned<String>>,
    key: Option<Spanned<String>>,
    manifest: Option<Spanned<String>>,
}

/// Reads the text of an `exam.toml`, or tells what does not fit.
pub fn read(text: &str, source: SourceId) -> Result<Fields, Vec<Diagnostic>> {
    let raw: RawSpec = toml_text::file(text, source)?;
    let place = Place(source);
    Ok(Fields {
        title: place.one(raw.title),
        subtitle: place.one(raw.subtitle),
        instructions: place.one(raw.instructions),
        date: place.one(raw.date),
        language: place.one(raw.language),
        seed: place.one(raw.seed),
        form: place.one(raw.form),
        count: place.one(raw.count),
        levels: place.numbers(raw.levels),
        shares: place.numbers(raw.shares),
        topics: place.names(raw.topics),
        exclude_topics: place.names(raw.exclude_topics),
        require: place.names(raw.require),
        exclude: place.names(raw.exclude),
        order: raw.order,
        shuffle_options: raw.shuffle_options,
        paper: raw.paper,
        folder: place.one(raw.output.folder),
        candidate: place.one(raw.output.candidate),
        key: place.one(raw.output.key),
        manifest: place.one(raw.output.manifest),
        bank: place.one(raw.bank),
        templates: place.one(raw.templates),
        fonts: place.one(raw.fonts),
    })
}

/// Knows which file it reads.
struct Place(SourceId);

impl Place {
    fn placed<T>(&self, value: Spanned<T>) -> Placed<T> {
        Placed { span: Span::new(self.0, value.span()), value: value.into_inner() }
    }

    fn one<T>(&self, value: Option<Spanned<T>>) -> Option<Placed<T>> {
        value.map(|value| self.placed(value))
    }

    fn names(&self, names: Option<Spanned<Vec<Spanned<String>>>>) -> Option<Names> {
        let names = self.placed(names?);
        Some(Placed { value: names.value.into_iter().map(|name| self.placed(name)).collect(), span: names.span })
    }

    fn numbers(&self, numbers: Option<Spanned<BTreeMap<Spanned<String>, u64>>>) -> Option<Numbers> {
        let numbers = self.placed(numbers?);
        Some(Placed {
            value: numbers.value.into_iter().map(|(name, number)| (self.placed(name), number)).collect(),
            span: numbers.span,
        })
    }
}
