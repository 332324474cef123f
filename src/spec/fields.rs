//! The fields of a spec as they are asked for, each with its place.

use std::collections::BTreeMap;
use std::path::Path;

use crate::source::Span;

use super::{Order, PaperSize};

/// A value and where it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed<T> {
    /// What was asked for.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// A list of names, each with its place.
pub(super) type Names = Placed<Vec<Placed<String>>>;

/// A number for each of some names.
pub(super) type Numbers = Placed<BTreeMap<Placed<String>, u64>>;

/// Everything that may be asked for; an empty field was not.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pub(super) title: Option<Placed<String>>,
    pub(super) subtitle: Option<Placed<String>>,
    pub(super) instructions: Option<Placed<String>>,
    pub(super) date: Option<Placed<String>>,
    pub(super) language: Option<Placed<String>>,
    pub(super) seed: Option<Placed<String>>,
    pub(super) form: Option<Placed<String>>,
    pub(super) count: Option<Placed<u64>>,
    pub(super) levels: Option<Numbers>,
    pub(super) shares: Option<Numbers>,
    pub(super) topics: Option<Names>,
    pub(super) exclude_topics: Option<Names>,
    pub(super) require: Option<Names>,
    pub(super) exclude: Option<Names>,
    pub(super) order: Option<Order>,
    pub(super) shuffle_options: Option<bool>,
    pub(super) paper: Option<PaperSize>,
    pub(super) folder: Option<Placed<String>>,
    pub(super) candidate: Option<Placed<String>>,
    pub(super) key: Option<Placed<String>>,
    pub(super) manifest: Option<Placed<String>>,
    pub(super) bank: Option<Placed<String>>,
    pub(super) templates: Option<Placed<String>>,
    pub(super) fonts: Option<Placed<String>>,
}

impl Fields {
    /// These fields, and those of `under` where these are empty. Numbers of questions hang together: who asks for
    /// `levels` or `shares` asks anew for all of them, who asks for `count` alone takes over `shares` but not `levels`.
    #[must_use]
    pub fn over(self, under: Self) -> Self {
        let anew = self.levels.is_some() || self.shares.is_some();
        let count_anew = self.count.is_some();
        Self {
            title: self.title.or(under.title),
            subtitle: self.subtitle.or(under.subtitle),
            instructions: self.instructions.or(under.instructions),
            date: self.date.or(under.date),
            language: self.language.or(under.language),
            seed: self.seed.or(under.seed),
            form: self.form.or(under.form),
            count: self.count.or(under.count.filter(|_| self.levels.is_none())),
            levels: self.levels.or(under.levels.filter(|_| !anew && !count_anew)),
            shares: self.shares.or(under.shares.filter(|_| !anew)),
            topics: self.topics.or(under.topics),
            exclude_topics: self.exclude_topics.or(under.exclude_topics),
            require: self.require.or(under.require),
            exclude: self.exclude.or(under.exclude),
            order: self.order.or(under.order),
            shuffle_options: self.shuffle_options.or(under.shuffle_options),
            paper: self.paper.or(under.paper),
            folder: self.folder.or(under.folder),
            candidate: self.candidate.or(under.candidate),
            key: self.key.or(under.key),
            manifest: self.manifest.or(under.manifest),
            bank: self.bank.or(under.bank),
            templates: self.templates.or(under.templates),
            fonts: self.fonts.or(under.fonts),
        }
    }

    /// The same, with its relative folders starting from `folder`.
    #[must_use]
    pub fn relative_to(mut self, folder: &Path) -> Self {
        for path in [&mut self.folder, &mut self.bank, &mut self.templates, &mut self.fonts].into_iter().flatten() {
            path.value = folder.join(&path.value).display().to_string();
        }
        self
    }

    /// The folders asked for: bank, templates, fonts.
    #[must_use]
    pub fn folders(&self) -> [Option<&Placed<String>>; 3] {
        [self.bank.as_ref(), self.templates.as_ref(), self.fonts.as_ref()]
    }
}
