//! `bank.toml`: the names that questions may use, and what they have by default.

use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::toml_text;
use crate::wording::instead;

use super::code;
use super::lists;
use super::question::{Concepts, Name};
use super::raw::{RawBank, RawDefaults, RawName};

/// Most marks or minutes a question may have.
const MOST: i64 = 1000;

/// What `bank.toml` says, or what holds without it.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) language: String,
    pub(super) licence: Option<String>,
    pub(super) levels: Vec<Name>,
    /// `None` lets questions name any topic.
    pub(super) topics: Option<Vec<Name>>,
    /// The oldest Python that the code in questions is written for.
    pub(super) python: Option<(u32, u32)>,
    pub(super) defaults: RawDefaults,
    pub(super) concepts: Option<Concepts>,
    pub(super) vocabulary: Vec<String>,
    /// Where the file says what the bank is called, or begins.
    pub(super) span: Option<Span>,
    /// The names are not known because the file could not be read, so none is called unknown.
    pub(super) lenient: bool,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            title: "Questions".to_owned(),
            language: "en".to_owned(),
            licence: None,
            levels: ["junior", "mid", "senior", "expert"].map(named).to_vec(),
            topics: None,
            python: None,
            defaults: RawDefaults::default(),
            concepts: None,
            vocabulary: Vec::new(),
            span: None,
            lenient: false,
        }
    }
}

impl Head {
    /// Stands in for a `bank.toml` with problems while the other files are checked.
    pub(super) fn lenient() -> Self {
        Self { lenient: true, ..Self::default() }
    }

    /// Reads `bank.toml`.
    pub(super) fn read(text: &str, id: SourceId) -> Result<Self, Vec<Diagnostic>> {
        let raw: RawBank = toml_text::file(text, id)?;
        let mut problems = Vec::new();
        let levels = names(&raw.level, "level", id, &mut problems);
        let topics = names(&raw.topic, "topic", id, &mut problems);
        let python = raw.python.map(|python| code::version(python.get_ref(), Span::new(id, python.span())));
        let python = python.transpose().unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let concepts = lists::concepts(raw.concepts.as_ref(), id, &mut problems);
        let vocabulary = lists::vocabulary(raw.vocabulary.as_ref(), id, &mut problems);
        let place = raw.title.as_ref().map_or(0..text.len(), Spanned::span);
        let usual = Self::default();
        let head = Self {
            title: raw.title.map_or(usual.title, Spanned::into_inner),
            language: raw.language.unwrap_or(usual.language),
            licence: raw.licence,
            levels: if levels.is_empty() { usual.levels } else { levels },
            topics: (!topics.is_empty()).then_some(topics),
            python,
            defaults: raw.defaults,
            concepts,
            vocabulary,
            span: Some(Span::new(id, place)),
            lenient: false,
        };
        // Names that are wrong themselves say nothing about the defaults.
        if problems.is_empty() {
            problems = head.wrong_defaults(id);
        }
        if problems.is_empty() { Ok(head) } else { Err(problems) }
    }

    fn wrong_defaults(&self, id: SourceId) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let levels = Some(&self.levels);
        for (word, what, names) in
            [(&self.defaults.level, "level", levels), (&self.defaults.topic, "topic", self.topics.as_ref())]
        {
            let Some(word) = word else {
                continue;
            };
            let (typed, span) = (word.get_ref(), Span::new(id, word.span()));
            match names {
                Some(names) if !names.iter().any(|name| &name.id == typed) => {
                    problems.push(unknown(span, typed, what, names));
                }
                None if !is_kebab_case(typed) => problems.push(not_kebab_case(span, typed)),
                _ => {}
            }
        }
        for (number, what) in [(&self.defaults.marks, "marks"), (&self.defaults.minutes, "minutes")] {
            let number = number.as_ref();
            problems
                .extend(number.and_then(|number| impossible(Span::new(id, number.span()), *number.get_ref(), what)));
        }
        problems
    }
}

/// The problem of a level or topic that the bank does not have.
pub(super) fn unknown(span: Span, word: &str, what: &str, names: &[Name]) -> Diagnostic {
    let help = instead(word, names.iter().map(|name| name.id.as_str()));
    Diagnostic::new(span, format!("unknown {what} `{word}`"), format!("no such {what} in the bank"), help)
}

/// The problem of a number of marks or minutes that cannot be, if it is one.
pub(super) fn impossible(span: Span, number: i64, what: &str) -> Option<Diagnostic> {
    let help = format!("write a number from 1 to {MOST}");
    let problem = || Diagnostic::new(span, format!("{number} {what} are not possible"), "this number", help);
    (!(1..=MOST).contains(&number)).then(problem)
}

fn names(raw: &[RawName], what: &str, id: SourceId, problems: &mut Vec<Diagnostic>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for entry in raw {
        let word = entry.id.get_ref();
        let span = Span::new(id, entry.id.span());
        if !is_kebab_case(word) {
            problems.push(not_kebab_case(span, word));
        } else if names.iter().any(|name| &name.id == word) {
            let message = format!("the {what} `{word}` is there twice");
            let first = raw
                .iter()
                .find(|other| other.id.get_ref() == word)
                .map_or(span, |other| Span::new(id, other.id.span()));
            problems.push(
                Diagnostic::new(span, message, "again", "leave one of them out").related(first, "the first time"),
            );
        } else {
            let mut name = named(word);
            if let Some(shown) = &entry.name {
                name.name.clone_from(shown);
            }
            names.push(name);
        }
    }
    names
}

/// A name that is shown as its id with a capital and spaces.
pub(super) fn named(id: &str) -> Name {
    let spaced = id.replace('-', " ");
    let mut letters = spaced.chars();
    let name =
        letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str());
    Name { id: id.to_owned(), name }
}

/// Whether a word is lower-case letters and digits with single hyphens between them.
pub(super) fn is_kebab_case(word: &str) -> bool {
    !word.is_empty()
        && word.split('-').all(|piece| {
            !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// The problem of a word that is not kebab-case, with the nearest one that is.
pub(super) fn not_kebab_case(span: Span, word: &str) -> Diagnostic {
    let mended: String = word
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let help = if mended.is_empty() {
        "use small letters, digits and single hyphens".to_owned()
    } else {
        format!("write `{mended}`: small letters, digits and single hyphens")
    };
    Diagnostic::new(span, format!("`{word}` cannot be used as a name"), "this name", help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kebab_case_has_single_hyphens_inside() {
        assert!(is_kebab_case("gil-cpu-2"));
        for wrong in ["", "-a", "a-", "a--b", "Gil", "a_b", "é"] {
            assert!(!is_kebab_case(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_name_is_made_from_its_id() {
        assert_eq!(named("data-types").name, "Data types");
    }
}
