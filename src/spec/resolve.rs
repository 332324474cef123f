//! From what was asked for to a complete spec: defaults, and names that the bank knows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::wording::{count, instead};

use super::fields::{Fields, Names, Numbers, Placed};
use super::{Blueprint, Output, PaperWords, Spec, Wanted};

/// Most questions an exam may have.
const MOST_QUESTIONS: u64 = 1000;

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
    /// Languages there are fixed words for.
    pub languages: &'a [String],
    /// The language of the bank.
    pub language: &'a str,
    /// The title of the bank.
    pub title: &'a str,
}

/// Completes and checks what was asked for, or tells everything that is wrong with it.
pub fn resolve(fields: Fields, known: &Vocabulary<'_>) -> Result<Spec, Vec<Diagnostic>> {
    let mut check = Check { known, problems: Vec::new() };
    let wanted = check.wanted(&fields);
    let blueprint = Blueprint {
        wanted,
        topics: check.names(fields.topics.as_ref(), "topic", known.topics),
        exclude_topics: check.names(fields.exclude_topics.as_ref(), "topic", known.topics),
        required: check.names(fields.require.as_ref(), "question", known.ids),
        excluded: check.names(fields.exclude.as_ref(), "question", known.ids),
    };
    for name in fields.exclude.iter().flat_map(|names| &names.value) {
        if blueprint.required.contains(&name.value) {
            check.problem(name, format!("`{}` is both required and excluded", name.value), "take it out of one list");
        }
    }
    let language = check.language(fields.language.as_ref());
    let candidate = check.file_name(fields.candidate.as_ref(), "candidate.pdf");
    let key = check.file_name(fields.key.as_ref(), "key.pdf");
    let manifest = check.file_name(fields.manifest.as_ref(), "manifest.json");
    for (one, other) in [(&key, &candidate), (&manifest, &candidate), (&manifest, &key)] {
        if one.0.to_lowercase() == other.0.to_lowercase()
            && let Some(place) = one.1.or(other.1)
        {
            check.problem(place, format!("two files would be called `{}`", one.0), "give each file a name of its own");
        }
    }
    for (field, what) in [(&fields.seed, "seed"), (&fields.form, "form name"), (&fields.title, "title")] {
        if let Some(field) = field.as_ref().filter(|field| field.value.trim().is_empty()) {
            check.problem(field, format!("the {what} is empty"), "write it, or leave it out");
        }
    }
    if let Some(seed) = &fields.seed {
        let printed = seed.value.split_whitespace().collect::<Vec<_>>().join(" ");
        if printed != seed.value || printed.chars().count() > LONGEST_SEED {
            let message = "this seed cannot be read off paper";
            check.problem(
                seed,
                message,
                format!("use up to {LONGEST_SEED} characters, with single spaces between words"),
            );
        }
    }
    if !check.problems.is_empty() {
        return Err(check.problems);
    }
    let value = |field: Option<Placed<String>>| field.map(|field| field.value);
    Ok(Spec {
        words: PaperWords {
            title: value(fields.title).unwrap_or_else(|| known.title.to_owned()),
            subtitle: value(fields.subtitle),
            instructions: fields.instructions.clone(),
            date: value(fields.date),
            language,
        },
        seed: value(fields.seed),
        form: value(fields.form).unwrap_or_else(|| "A".to_owned()),
        blueprint,
        order: fields.order.unwrap_or_default(),
        shuffle_options: fields.shuffle_options.unwrap_or(true),
        paper: fields.paper.unwrap_or_default(),
        output: Output {
            folder: value(fields.folder).map_or_else(PathBuf::new, PathBuf::from),
            candidate: candidate.0.to_owned(),
            key: key.0.to_owned(),
            manifest: manifest.0.to_owned(),
        },
    })
}

struct Check<'a> {
    known: &'a Vocabulary<'a>,
    problems: Vec<Diagnostic>,
}

impl Check<'_> {
    fn problem<T>(&mut self, place: &Placed<T>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Diagnostic::new(place.span, message, "asked for here", help));
    }

    fn wanted(&mut self, fields: &Fields) -> Wanted {
        if let (Some(levels), Some(shares)) = (&fields.levels, &fields.shares) {
            self.problems.push(
                Diagnostic::new(
                    shares.span,
                    "`levels` and `shares` cannot both be asked for",
                    "parts of the whole",
                    "leave one out: `levels` are numbers of questions, `shares` parts of `count`",
                )
                .related(levels.span, "numbers of questions"),
            );
        }
        if let Some(count) = fields.count.as_ref().filter(|count| count.value > MOST_QUESTIONS) {
            self.problem(
                count,
                format!("{} questions are too many for one exam", count.value),
                format!("ask for {MOST_QUESTIONS} or fewer"),
            );
        }
        let number = fields.count.as_ref().map_or(12, |count| count.value.min(MOST_QUESTIONS) as usize);
        if let Some(levels) = &fields.levels {
            return Wanted::Counts(self.counts(levels, fields.count.as_ref()));
        }
        let Some(shares) = &fields.shares else {
            return Wanted::Balanced { count: number };
        };
        let checked = self.levels(shares);
        if checked.values().all(|share| *share == 0) {
            self.problem(shares, "all shares are zero", "give one level or more a share above zero");
        }
        Wanted::Shares { count: number, shares: checked }
    }

    fn counts(&mut self, levels: &Numbers, total: Option<&Placed<u64>>) -> BTreeMap<String, usize> {
        let counts = self.levels(levels);
        let sum = counts.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
        if sum > MOST_QUESTIONS {
            self.problem(
                levels,
                format!("{sum} questions are too many for one exam"),
                format!("ask for {MOST_QUESTIONS} or fewer"),
            );
        }
        if let Some(total) = total.filter(|total| total.value != sum) {
            self.problems.push(
                Diagnostic::new(
                    total.span,
                    format!("`count` is {}, but `levels` add up to {}", total.value, count(sum as usize, "question")),
                    "the number in all",
                    format!("write {sum}, or leave `count` out"),
                )
                .related(levels.span, "numbers by level"),
            );
        }
        let number = |(level, count): (String, u64)| (level, count.min(MOST_QUESTIONS) as usize);
        counts.into_iter().map(number).collect()
    }

    fn levels(&mut self, numbers: &Numbers) -> BTreeMap<String, u64> {
        let mut checked = BTreeMap::new();
        for (name, number) in &numbers.value {
            self.known_name(name, "level", self.known.levels);
            if checked.insert(name.value.clone(), *number).is_some() {
                self.problem(name, format!("the level `{}` is there twice", name.value), "leave one of them out");
            }
        }
        checked
    }

    fn names(&mut self, names: Option<&Names>, what: &str, known: &[String]) -> BTreeSet<String> {
        let names = names.map_or(&[][..], |names| &names.value);
        for name in names {
            self.known_name(name, what, known);
        }
        names.iter().map(|name| name.value.clone()).collect()
    }

    fn known_name(&mut self, name: &Placed<String>, what: &str, known: &[String]) {
        if known.contains(&name.value) {
            return;
        }
        let names = known.iter().map(String::as_str);
        let help = match what {
            "question" => crate::wording::nearest(&name.value, names).map_or_else(
                || "`exampress list` shows the ids there are".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            ),
            _ => instead(&name.value, names),
        };
        self.problem(name, format!("unknown {what} `{}`", name.value), help);
    }

    fn language(&mut self, asked: Option<&Placed<String>>) -> String {
        if let Some(asked) = asked {
            self.known_name(asked, "language", self.known.languages);
            return asked.value.clone();
        }
        let of_bank = self.known.language;
        let spoken = self.known.languages.iter().any(|language| language == of_bank);
        if spoken { of_bank } else { "en" }.to_owned()
    }

    /// A name inside the output folder, with the place that asked for it.
    fn file_name<'a>(
        &mut self,
        asked: Option<&'a Placed<String>>,
        usual: &'a str,
    ) -> (&'a str, Option<&'a Placed<String>>) {
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
