//! Warnings that a question allows, each with the reason.

use std::fmt;

use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::wording::{instead, one_of};

use super::check::Checker;
use super::raw::RawQuestion;

/// What `exampress check` warns of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningCode {
    /// Its length gives the right option away.
    LongestOption,
    /// Right options stand unevenly in the files.
    RightPosition,
    /// Two questions ask nearly the same.
    NearDuplicate,
    /// Strong words stand in wrong options only.
    AbsoluteWord,
    /// What is asked hangs on a negative word that is easy to miss.
    NegativeStem,
    /// Options are the same, or begin or end with the same words.
    RepeatedOption,
    /// The prompt of another question holds the answer.
    GivesAway,
    /// Marks and minutes are unusual.
    Proportion,
    /// The prompt is longer than a page.
    LongProse,
    /// A listed concept has no question.
    UncoveredConcept,
    /// A question's concept is not listed.
    UnlistedConcept,
    /// A word of fixed spelling has other capitals.
    Vocabulary,
    /// An option does not say why it is right or wrong.
    MissingWhy,
    /// Nothing says what earns the marks.
    MissingRubric,
    /// Nothing tests the code of an answer.
    UntestedCode,
    /// A line of code is longer than a line of print.
    TurnedCode,
    /// Nothing says what a picture shows.
    MissingAlt,
    /// Nobody sees a character.
    InvisibleCharacter,
    /// An allowance silences nothing.
    UnusedAllowance,
}

impl WarningCode {
    /// The codes of warnings about one question, which it may allow.
    const OF_A_QUESTION: [Self; 16] = [
        Self::LongestOption,
        Self::NearDuplicate,
        Self::AbsoluteWord,
        Self::NegativeStem,
        Self::RepeatedOption,
        Self::GivesAway,
        Self::Proportion,
        Self::LongProse,
        Self::UnlistedConcept,
        Self::Vocabulary,
        Self::MissingWhy,
        Self::MissingRubric,
        Self::UntestedCode,
        Self::TurnedCode,
        Self::MissingAlt,
        Self::InvisibleCharacter,
    ];

    /// The codes of all other warnings.
    const OF_THE_BANK: [Self; 3] = [Self::RightPosition, Self::UncoveredConcept, Self::UnusedAllowance];

    /// The word that messages and files use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::LongestOption => "longest-option",
            Self::RightPosition => "right-position",
            Self::NearDuplicate => "near-duplicate",
            Self::AbsoluteWord => "absolute-word",
            Self::NegativeStem => "negative-stem",
            Self::RepeatedOption => "repeated-option",
            Self::GivesAway => "gives-away",
            Self::Proportion => "proportion",
            Self::LongProse => "long-prose",
            Self::UncoveredConcept => "uncovered-concept",
            Self::UnlistedConcept => "unlisted-concept",
            Self::Vocabulary => "vocabulary",
            Self::MissingWhy => "missing-why",
            Self::MissingRubric => "missing-rubric",
            Self::UntestedCode => "untested-code",
            Self::TurnedCode => "turned-code",
            Self::MissingAlt => "missing-alt",
            Self::InvisibleCharacter => "invisible-character",
            Self::UnusedAllowance => "unused-allowance",
        }
    }
}

impl fmt::Display for WarningCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A warning that a question allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Which one.
    pub code: WarningCode,
    /// Where it is allowed.
    pub span: Span,
}

impl Checker<'_> {
    /// What a question allows, each with a reason.
    pub(super) fn allowances(&mut self, raw: &RawQuestion) -> Vec<Allowance> {
        let mut allowances = Vec::new();
        for (word, reason) in raw.allow.iter().flat_map(Spanned::get_ref) {
            let span = self.span(word);
            match WarningCode::OF_A_QUESTION.into_iter().find(|code| code.word() == word.get_ref()) {
                Some(code) => allowances.push(Allowance { code, span }),
                None => self.problems.push(not_to_be_allowed(word.get_ref(), span)),
            }
            if reason.get_ref().trim().is_empty() {
                let message = format!("no reason is given to allow `{}`", word.get_ref());
                let span = self.span(reason);
                self.problem(span, message, "nothing in it", "write why the warning does not matter here");
            }
        }
        allowances
    }
}

fn not_to_be_allowed(word: &str, span: Span) -> Diagnostic {
    let codes = WarningCode::OF_A_QUESTION.map(WarningCode::word);
    if WarningCode::OF_THE_BANK.into_iter().any(|code| code.word() == word) {
        let message = format!("a question cannot allow `{word}`");
        let help = format!("leave it out; use {}", one_of(codes.map(|code| format!("`{code}`"))));
        return Diagnostic::new(span, message, "not about one question", help);
    }
    Diagnostic::new(span, format!("unknown warning `{word}`"), "no such warning", instead(word, codes))
}
