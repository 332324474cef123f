//! What is allowed in a bank, and still makes a worse exam: options that give themselves away, questions asked twice,
//! marks out of proportion, and the like. Each rule gives [`Warning`]s with a code and a place; a question silences the
//! code by `allow`, with a reason. Nothing that is drawn or printed depends on them.
//!
//! Rules are exact and prefer to be quiet: what they tell of is there, to be seen in the file. The rules of words
//! (`absolute-word`, `negative-stem`) know English only and are silent for banks in other languages.

mod balance;
mod code;
mod gives;
mod lexicon;
mod names;
mod options;
mod pictures;
mod shape;
mod signs;
mod stem;
mod text;
mod twins;

use std::collections::BTreeSet;

use crate::bank::{Allowance, Bank, Question, WarningCode};
use crate::diagnostic::Diagnostic;
use crate::parallel::each;
use crate::source::Span;

use lexicon::Lexicon;

/// Something in a bank that would better be otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Which rule it comes from.
    pub code: WarningCode,
    /// What to show.
    pub diagnostic: Diagnostic,
    /// Places of the questions that may allow it, those of their ids.
    allowed_by: Vec<Span>,
}

impl Warning {
    /// A warning that a question may allow.
    fn new(code: WarningCode, question: &Question, span: Span, message: String, label: &str, help: &str) -> Self {
        let help = format!("{help}, or write `allow = {{ {code} = \"the reason\" }}` into the question");
        let diagnostic = Diagnostic::new(span, message, label, help).warning(code.word());
        Self { code, diagnostic, allowed_by: vec![question.span] }
    }

    /// A warning about the bank as a whole, which goes away only with what it is about.
    fn of_bank(code: WarningCode, span: Span, message: String, label: &str, help: &str) -> Self {
        let diagnostic = Diagnostic::new(span, message, label, help).warning(code.word());
        Self { code, diagnostic, allowed_by: Vec::new() }
    }

    /// The same with the other of two questions, either of which may allow it.
    fn with(mut self, other: &Question, span: Span, label: &str) -> Self {
        self.diagnostic = self.diagnostic.related(span, label);
        self.allowed_by.push(other.span);
        self
    }
}

/// All warnings about a bank that its questions do not allow; `turned` are the places of lines of code that paper has no
/// room for, in order.
#[must_use]
pub fn warnings(bank: &Bank, turned: &[Span]) -> Vec<Warning> {
    let mut questions: Vec<&Question> = bank.questions.values().collect();
    questions.sort_by_key(|question| question.place);
    let english = bank.language.split('-').next() == Some("en");
    let of_question = |question: &&Question| {
        let mut found = Vec::new();
        options::of_question(question, english, &mut found);
        shape::of_question(question, &mut found);
        pictures::of_question(question, &mut found);
        signs::of_question(question, &mut found);
        code::of_question(bank, question, turned, &mut found);
        if english {
            stem::of_question(question, &mut found);
        }
        found
    };
    let mut found: Vec<Warning> = each(&questions, of_question).into_iter().flatten().collect();
    let lexicon = Lexicon::of(&questions);
    found.extend(balance::of_bank(bank, &questions));
    found.extend(names::of_bank(bank, &questions));
    found.extend(twins::of_bank(&questions, &lexicon));
    found.extend(gives::of_bank(&questions, &lexicon));
    not_allowed(found, &questions)
}

/// Leaves out what is allowed, and adds the allowances that silence nothing.
fn not_allowed(found: Vec<Warning>, questions: &[&Question]) -> Vec<Warning> {
    let allowed: BTreeSet<(Span, WarningCode)> = questions
        .iter()
        .flat_map(|question| question.allow.iter().map(|allowance| (question.span, allowance.code)))
        .collect();
    let mut used = BTreeSet::new();
    let mut left: Vec<Warning> = found
        .into_iter()
        .filter(|warning| {
            let by = warning.allowed_by.iter().map(|question| (*question, warning.code));
            let by: Vec<_> = by.filter(|allowance| allowed.contains(allowance)).collect();
            let is_left = by.is_empty();
            used.extend(by);
            is_left
        })
        .collect();
    for question in questions {
        // Which lines are turned depends on the paper, so an allowance for one paper may silence nothing on another.
        let is_unused = |allowance: &&Allowance| {
            allowance.code != WarningCode::TurnedCode && !used.contains(&(question.span, allowance.code))
        };
        for allowance in question.allow.iter().filter(is_unused) {
            let code = WarningCode::UnusedAllowance;
            let message = format!("there is no `{}` here to allow", allowance.code);
            left.push(Warning::of_bank(code, allowance.span, message, "silences nothing", "leave it out"));
        }
    }
    left
}
