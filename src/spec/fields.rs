//! The fields of a spec as they are asked for, each with its place. Amounts are kept as the text they are written in.

use std::path::Path;

use crate::source::Span;

use super::blueprint::Attribute;
use super::front::AskedFront;
use super::{Layout, Order, PaperSize};

/// A value and where it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed<T> {
    /// What was asked for.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// A text with its place.
pub(super) type Words = Placed<String>;

/// A list of names, each with its place.
pub(super) type Names = Placed<Vec<Words>>;

/// An amount for each of some names.
pub(super) type Amounts = Placed<Vec<(Words, Words)>>;

/// For some attributes the values that a question may have.
pub(super) type Of = Vec<(Attribute, Names)>;

/// Everything that may be asked for; an empty field was not.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pub(super) title: Option<Words>,
    pub(super) subtitle: Option<Words>,
    pub(super) instructions: Option<Words>,
    pub(super) date: Option<Words>,
    pub(super) language: Option<Words>,
    pub(super) seed: Option<Words>,
    pub(super) form: Option<Words>,
    pub(super) front: AskedFront,
    pub(super) wanted: Wanted,
    pub(super) sections: Vec<AskedSection>,
    pub(super) exclude: Option<Names>,
    pub(super) enemies: Option<Vec<Names>>,
    pub(super) one_per_concept: Option<bool>,
    pub(super) prefer: Option<Vec<Favour>>,
    pub(super) used: Option<Names>,
    pub(super) history: Option<Words>,
    pub(super) avoid: Option<Placed<AskedAvoid>>,
    pub(super) roster: Option<Words>,
    pub(super) forms: Option<AskedForms>,
    pub(super) overlap: Option<Words>,
    pub(super) anchors: Option<Names>,
    pub(super) band: Option<Placed<Band>>,
    pub(super) order: Option<Order>,
    pub(super) shuffle_options: Option<bool>,
    pub(super) paper: Option<PaperSize>,
    pub(super) layout: Option<Layout>,
    pub(super) theme: Option<Words>,
    pub(super) folder: Option<Words>,
    pub(super) candidate: Option<Words>,
    pub(super) key: Option<Words>,
    pub(super) manifest: Option<Words>,
    pub(super) bank: Option<Words>,
    pub(super) templates: Option<Words>,
    pub(super) fonts: Option<Words>,
}

/// What may be asked of the whole exam, and of a section.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub(super) count: Option<Words>,
    pub(super) levels: Option<Amounts>,
    pub(super) shares: Option<Amounts>,
    pub(super) marks: Option<Words>,
    pub(super) minutes: Option<Words>,
    pub(super) topics: Option<Names>,
    pub(super) exclude_topics: Option<Names>,
    pub(super) require: Option<Names>,
    pub(super) conditions: Vec<Condition>,
}

/// A `[[section]]`.
#[derive(Debug, Clone)]
pub(super) struct AskedSection {
    pub(super) span: Span,
    pub(super) title: Option<Words>,
    pub(super) order: Option<Placed<Order>>,
    pub(super) wanted: Wanted,
}

/// Bounds for the questions of some kind.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) span: Span,
    pub(super) of: Of,
    pub(super) min: Option<Words>,
    pub(super) max: Option<Words>,
    pub(super) count: Option<Words>,
    pub(super) marks: Option<Words>,
    pub(super) minutes: Option<Words>,
}

/// An entry of `prefer`.
#[derive(Debug, Clone)]
pub(super) struct Favour {
    pub(super) span: Span,
    pub(super) of: Of,
    pub(super) used: Option<Placed<bool>>,
    pub(super) weight: Option<Words>,
}

/// What to avoid of the history.
#[derive(Debug, Clone)]
pub(super) struct AskedAvoid {
    pub(super) from: Option<Words>,
    pub(super) weight: Option<Words>,
}

/// Forms by their number or by their names.
#[derive(Debug, Clone)]
pub(super) enum AskedForms {
    Number(Words),
    Names(Names),
}

/// How far forms may be apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Band {
    pub(super) marks: Option<Words>,
    pub(super) minutes: Option<Words>,
}

impl Wanted {
    /// What is asked for here, and in `under` where it is not. Numbers of questions hang together: who asks for `levels`
    /// or `shares` asks anew for all of them, who asks for `count` alone takes over `shares` but not `levels`. Conditions
    /// add up.
    fn over(self, mut under: Self) -> Self {
        let anew = self.levels.is_some() || self.shares.is_some();
        let count_anew = self.count.is_some();
        under.conditions.extend(self.conditions);
        Self {
            count: self.count.or(under.count.filter(|_| self.levels.is_none())),
            levels: self.levels.or(under.levels.filter(|_| !anew && !count_anew)),
            shares: self.shares.or(under.shares.filter(|_| !anew)),
            marks: self.marks.or(under.marks),
            minutes: self.minutes.or(under.minutes),
            topics: self.topics.or(under.topics),
            exclude_topics: self.exclude_topics.or(under.exclude_topics),
            require: self.require.or(under.require),
            conditions: under.conditions,
        }
    }
}

impl Fields {
    /// These fields, and those of `under` where these are empty.
    #[must_use]
    pub fn over(self, under: Self) -> Self {
        Self {
            title: self.title.or(under.title),
            subtitle: self.subtitle.or(under.subtitle),
            instructions: self.instructions.or(under.instructions),
            date: self.date.or(under.date),
            language: self.language.or(under.language),
            seed: self.seed.or(under.seed),
            form: self.form.or(under.form),
            front: self.front.over(under.front),
            wanted: self.wanted.over(under.wanted),
            sections: if self.sections.is_empty() { under.sections } else { self.sections },
            exclude: self.exclude.or(under.exclude),
            enemies: self.enemies.or(under.enemies),
            one_per_concept: self.one_per_concept.or(under.one_per_concept),
            prefer: self.prefer.or(under.prefer),
            used: self.used.or(under.used),
            history: self.history.or(under.history),
            avoid: self.avoid.or(under.avoid),
            roster: self.roster.or(under.roster),
            forms: self.forms.or(under.forms),
            overlap: self.overlap.or(under.overlap),
            anchors: self.anchors.or(under.anchors),
            band: self.band.or(under.band),
            order: self.order.or(under.order),
            shuffle_options: self.shuffle_options.or(under.shuffle_options),
            paper: self.paper.or(under.paper),
            layout: self.layout.or(under.layout),
            theme: self.theme.or(under.theme),
            folder: self.folder.or(under.folder),
            candidate: self.candidate.or(under.candidate),
            key: self.key.or(under.key),
            manifest: self.manifest.or(under.manifest),
            bank: self.bank.or(under.bank),
            templates: self.templates.or(under.templates),
            fonts: self.fonts.or(under.fonts),
        }
    }

    /// These fields, with the seed and the form of an earlier exam where they ask for none.
    #[must_use]
    pub fn or_as_before(self, seed: Placed<String>, form: Placed<String>) -> Self {
        Self { seed: self.seed.or(Some(seed)), form: self.form.or(Some(form)), ..self }
    }

    /// The same, with its relative folders starting from `folder`.
    #[must_use]
    pub fn relative_to(mut self, folder: &Path) -> Self {
        let files = [&mut self.front.logo, &mut self.roster, &mut self.history];
        let folders = [&mut self.folder, &mut self.bank, &mut self.templates, &mut self.fonts];
        for path in files.into_iter().chain(folders).flatten() {
            path.value = folder.join(&path.value).display().to_string();
        }
        self
    }

    /// The picture file asked for as a logo.
    #[must_use]
    pub fn logo(&self) -> Option<&str> {
        self.front.logo.as_ref().map(|path| path.value.as_str())
    }

    /// The folders asked for: bank, templates, fonts.
    #[must_use]
    pub fn folders(&self) -> [Option<&Placed<String>>; 3] {
        [self.bank.as_ref(), self.templates.as_ref(), self.fonts.as_ref()]
    }
}
