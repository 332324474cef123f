//! What a batch came to, in a few lines.

use std::fmt::Write;

use crate::paper::Paper;
use crate::wording::count;

use super::papers::Desk;
use super::plan::Plan;

/// Numbers of papers, added up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    questions: Range,
    marks: Range,
    minutes: Range,
    pub(super) sheet_pages: usize,
    pub(super) key_pages: usize,
}

/// The least and the greatest of some numbers, if there are any.
#[derive(Debug, Clone, Copy, Default)]
struct Range(Option<(usize, usize)>);

impl Range {
    fn of(number: usize) -> Self {
        Self(Some((number, number)))
    }

    fn and(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(two)) => Self(Some((one.0.min(two.0), one.1.max(two.1)))),
            (one, two) => Self(one.or(two)),
        }
    }

    fn words(self, noun: &str) -> String {
        match self.0 {
            Some((least, most)) if least < most => format!("{least} to {}", count(most, noun)),
            other => count(other.unwrap_or_default().0, noun),
        }
    }
}

impl Sums {
    /// Those of one paper, without pages.
    pub(super) fn of(paper: &Paper) -> Self {
        Self {
            questions: Range::of(paper.questions.len()),
            marks: Range::of(paper.front.marks as usize),
            minutes: Range::of(paper.front.minutes as usize),
            ..Self::default()
        }
    }

    /// Adds those of another.
    pub(super) fn add(&mut self, other: &Self) {
        self.questions = self.questions.and(other.questions);
        self.marks = self.marks.and(other.marks);
        self.minutes = self.minutes.and(other.minutes);
        self.sheet_pages += other.sheet_pages;
        self.key_pages += other.key_pages;
    }
}

/// What was made.
pub(super) fn summary(desk: &Desk<'_>, plan: &Plan<'_>, sums: &Sums) -> String {
    let mut text = String::new();
    let mut line = |label: &str, words: String| {
        writeln!(text, "{label:10} {words}").expect("writing into a string cannot fail");
    };
    let (spec, bank) = (desk.spec, &desk.project.bank);
    let number = plan.sitters.len();
    let share = if number < plan.papers { format!(" of {}", plan.papers) } else { String::new() };
    line("papers", format!("{number}{share}"));
    let words = [sums.questions.words("question"), sums.marks.words("mark"), sums.minutes.words("minute")];
    line("drawn", format!("{} each", words.join(", ")));
    line("bank", format!("{}, {}", bank.title, count(bank.questions.len(), "question")));
    line("seed", desk.seed.to_owned());
    let forms = desk.together.map(|forms| forms.iter().map(|form| form.form.as_str()).collect::<Vec<_>>());
    line("forms", forms.map_or_else(|| "one for each candidate".to_owned(), |names| names.join(", ")));
    let path = |name: &str| spec.output.folder.join(name).display().to_string();
    let files = |names: Vec<&str>, pages: usize| {
        let [first, .., last] = names[..] else {
            return names
                .first()
                .map_or_else(|| "none".to_owned(), |name| format!("{} ({})", path(name), count(pages, "page")));
        };
        format!("{} to {} ({}, {})", path(first), last, count(names.len(), "file"), count(pages, "page"))
    };
    if plan.is_merged {
        line("candidates", files(vec![&plan.merged[0]], sums.sheet_pages));
        line("keys", files(vec![&plan.merged[1]], sums.key_pages));
    } else {
        line("candidates", files(plan.sitters.iter().map(|sitter| sitter.sheet.as_str()).collect(), sums.sheet_pages));
        let own = plan.sitters.iter().filter_map(|sitter| sitter.key.as_deref());
        let shared = plan.keys.iter().filter(|key| key.is_ours).filter_map(|key| key.file.as_deref());
        line("keys", files(own.chain(shared).collect(), sums.key_pages));
    }
    line("manifest", path(&plan.manifest));
    if let Some(name) = &plan.snapshot {
        line("snapshot", format!("{} (holds the answers)", path(name)));
    }
    text
}
