//! From what was asked for to a complete spec: defaults, and names that the bank knows.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;

use super::check::Check;
use super::fields::{Fields, Words};
use super::{Order, Output, PaperWords, Spec};

/// Most characters of a seed: it has to fit the foot of the key.
const LONGEST_SEED: usize = 60;

/// The names that a spec may use.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'a> {
    /// Ids of the bank's levels.
    pub levels: &'a [String],
    /// Ids of the bank's topics.
    pub topics: &'a [String],
    /// Ids of the bank's questions.
    pub ids: &'a [String],
    /// The words for kinds of question.
    pub kinds: &'a [String],
    /// Tags of the bank's questions.
    pub tags: &'a [String],
    /// What the bank's questions test.
    pub concepts: &'a [String],
    /// The bank's files.
    pub files: &'a [String],
    /// Languages there are fixed words for.
    pub languages: &'a [String],
    /// Themes there are.
    pub themes: &'a [String],
    /// The language of the bank.
    pub language: &'a str,
    /// The title of the bank.
    pub title: &'a str,
}

/// Completes and checks what was asked for, or tells everything that is wrong with it.
pub fn resolve(fields: Fields, known: &Vocabulary<'_>) -> Result<Spec, Vec<Diagnostic>> {
    let mut check = Check { known, problems: Vec::new() };
    let blueprint = check.blueprint(&fields);
    let avoid = check.avoid(&fields);
    let language = check.language(fields.language.as_ref());
    let theme = check.theme(fields.theme.as_ref());
    let output = check.output(&fields);
    let front = check.front(&fields.front);
    let texts = [
        (&fields.seed, "seed"),
        (&fields.form, "form name"),
        (&fields.title, "title"),
        (&fields.roster, "roster"),
        (&fields.history, "history"),
    ];
    for (field, what) in texts {
        if let Some(field) = field.as_ref().filter(|field| field.value.trim().is_empty()) {
            check.problem(field, format!("the {what} is empty"), "write it, or leave it out");
        }
    }
    if let Some(seed) = &fields.seed {
        check.seed(seed);
    }
    if !check.problems.is_empty() {
        return Err(check.problems);
    }
    let value = |field: Option<Words>| field.map(|field| field.value);
    let usual_order = if fields.sections.is_empty() { Order::Level } else { Order::Section };
    Ok(Spec {
        words: PaperWords {
            title: value(fields.title).unwrap_or_else(|| known.title.to_owned()),
            subtitle: value(fields.subtitle),
            instructions: fields.instructions.clone(),
            date: value(fields.date),
            language,
        },
        front,
        seed: value(fields.seed),
        form: value(fields.form.filter(|_| fields.forms.is_some() || fields.roster.is_some())),
        roster: fields.roster,
        history: fields.history,
        avoid,
        blueprint,
        order: fields.order.unwrap_or(usual_order),
        shuffle_options: fields.shuffle_options.unwrap_or(true),
        paper: fields.paper.unwrap_or_default(),
        layout: fields.layout.unwrap_or_default(),
        theme,
        output,
    })
}

impl Check<'_> {
    fn output(&mut self, fields: &Fields) -> Output {
        let candidate = self.file_name(fields.candidate.as_ref(), "candidate.pdf");
        let key = self.file_name(fields.key.as_ref(), "key.pdf");
        let manifest = self.file_name(fields.manifest.as_ref(), "manifest.json");
        for (one, other) in [(&key, &candidate), (&manifest, &candidate), (&manifest, &key)] {
            if one.0.to_lowercase() == other.0.to_lowercase()
                && let Some(place) = one.1.or(other.1)
            {
                let message = format!("two files would be called `{}`", one.0);
                self.problem(place, message, "give each file a name of its own");
            }
        }
        Output {
            folder: fields.folder.as_ref().map_or_else(PathBuf::new, |folder| PathBuf::from(&folder.value)),
            candidate: candidate.0.to_owned(),
            key: key.0.to_owned(),
            manifest: manifest.0.to_owned(),
        }
    }

    fn seed(&mut self, seed: &Words) {
        let printed = seed.value.split_whitespace().collect::<Vec<_>>().join(" ");
        if printed != seed.value || printed.chars().count() > LONGEST_SEED {
            let help = format!("use up to {LONGEST_SEED} characters, with single spaces between words");
            self.problem(seed, "this seed cannot be read off paper", help);
        }
    }
}
