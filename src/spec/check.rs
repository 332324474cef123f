//! What all checks of a spec share: the names there are, and the problems found so far.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::wording::{instead, nearest};

use super::blueprint::{Attribute, Bounds, Measure};
use super::fields::{Names, Placed, Words};
use super::range::{self, Allowed};
use super::resolve::Vocabulary;

/// Most questions an exam may have.
pub(super) const MOST_QUESTIONS: u64 = 1000;

/// Most marks, minutes, or parts of a share.
pub(super) const MOST_OF_ALL_ELSE: u64 = 1_000_000;

/// Most names that a message lists.
const MOST_LISTED: usize = 12;

/// Collects problems.
pub(super) struct Check<'a> {
    pub(super) known: &'a Vocabulary<'a>,
    pub(super) problems: Vec<Diagnostic>,
}

impl Check<'_> {
    /// Tells what is wrong with a value.
    pub(super) fn problem<T>(&mut self, place: &Placed<T>, message: impl Into<String>, help: impl Into<String>) {
        self.problem_at(place.span, message, help);
    }

    /// Tells what is wrong at a place.
    pub(super) fn problem_at(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Diagnostic::new(span, message, "asked for here", help));
    }

    /// The bounds that an amount stands for, if it is one.
    pub(super) fn amount(&mut self, asked: &Words, allowed: Allowed, measure: Measure) -> Option<Bounds> {
        let (most, noun) = match measure {
            Measure::Questions => (MOST_QUESTIONS, "questions"),
            Measure::Marks => (MOST_OF_ALL_ELSE, "marks"),
            Measure::Minutes => (MOST_OF_ALL_ELSE, "minutes"),
        };
        self.limited(asked, allowed, most, noun)
    }

    /// The same for an amount of at most `most` things called `noun`.
    pub(super) fn limited(&mut self, asked: &Words, allowed: Allowed, most: u64, noun: &str) -> Option<Bounds> {
        match range::read(&asked.value, allowed, most, noun) {
            Ok(bounds) => Some(bounds),
            Err(fault) => {
                self.problem(asked, fault.message, fault.help);
                None
            }
        }
    }

    /// A plain number of at most `most` things called `noun`.
    pub(super) fn number(&mut self, asked: &Words, most: u64, noun: &str) -> Option<u64> {
        match self.limited(asked, Allowed::Number, most, noun)? {
            Bounds::Within { low, .. } | Bounds::Near(low) => Some(low),
        }
    }

    /// The values of an attribute that a list names.
    pub(super) fn values(&mut self, names: &Names, attribute: Attribute) -> BTreeSet<String> {
        let known = self.known;
        let (what, known) = match attribute {
            Attribute::Id => ("question", known.ids),
            Attribute::Level => ("level", known.levels),
            Attribute::Topic => ("topic", known.topics),
            Attribute::Kind => ("kind", known.kinds),
            Attribute::Tag => ("tag", known.tags),
            Attribute::Concept => ("concept", known.concepts),
            Attribute::File => ("file", known.files),
        };
        for name in &names.value {
            self.known_name(name, what, known);
        }
        names.value.iter().map(|name| name.value.clone()).collect()
    }

    /// A name that has to be one of those that are known.
    pub(super) fn known_name(&mut self, name: &Words, what: &str, known: &[String]) {
        if known.contains(&name.value) {
            return;
        }
        let names = known.iter().map(String::as_str);
        let help = match nearest(&name.value, names.clone()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if what == "question" => "`exampress list` shows the ids there are".to_owned(),
            None if known.is_empty() => format!("no question of the bank has a {what}"),
            None if known.len() > MOST_LISTED => format!("write a {what} that a question of the bank has"),
            None => instead(&name.value, names),
        };
        self.problem(name, format!("unknown {what} `{}`", name.value), help);
    }

    /// The language asked for, or that of the bank.
    pub(super) fn language(&mut self, asked: Option<&Words>) -> String {
        if let Some(asked) = asked {
            self.known_name(asked, "language", self.known.languages);
            return asked.value.clone();
        }
        let of_bank = self.known.language;
        let spoken = self.known.languages.iter().any(|language| language == of_bank);
        if spoken { of_bank } else { "en" }.to_owned()
    }

    /// The theme asked for, or the usual one.
    pub(super) fn theme(&mut self, asked: Option<&Words>) -> String {
        let Some(asked) = asked else {
            return "serif".to_owned();
        };
        self.known_name(asked, "theme", self.known.themes);
        asked.value.clone()
    }

    /// A name inside the output folder, with the place that asked for it.
    pub(super) fn file_name<'f>(&mut self, asked: Option<&'f Words>, usual: &'f str) -> (&'f str, Option<&'f Words>) {
        let Some(place) = asked else {
            return (usual, None);
        };
        let name = place.value.as_str();
        if name.is_empty() || name.contains(['/', '\\', '\0']) || name == "." || name == ".." {
            self.problem(
                place,
                format!("`{name}` is not the name of a file"),
                "write a name without slashes; the folder goes into `--out` or `output.folder`",
            );
        }
        (name, asked)
    }
}
