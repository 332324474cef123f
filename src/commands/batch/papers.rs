//! The papers of one candidate.

use std::borrow::Cow;

use crate::export::Password;
use crate::flow::Flow;
use crate::layout::Document;
use crate::leak;
use crate::paper::{DrawnSection, Paper, Words};
use crate::select::Selection;
use crate::spec::Spec;
use crate::stop;

use super::super::furniture::DUPLEX;
use super::super::generate::{Printed, print};
use super::super::guard::Guard;
use super::super::past::Past;
use super::super::press::{compose_with, drawn_sections, lay_out, page_size};
use super::super::project::{Looks, Project};
use super::super::{Context, Failure};
use super::plan::Sitter;
use super::summary::Sums;

/// All that papers are made with.
pub(super) struct Desk<'a> {
    pub(super) project: &'a Project,
    pub(super) spec: &'a Spec,
    pub(super) looks: &'a Looks,
    pub(super) seed: &'a str,
    /// What draws avoid.
    pub(super) past: &'a Past<'a>,
    pub(super) words: Words,
    /// The forms that were drawn together; without them each candidate has a draw of their own.
    pub(super) together: Option<&'a [Selection]>,
    /// Papers stand one behind the other, so that also each key begins on a sheet of its own.
    pub(super) is_merged: bool,
    /// Looks for answers in finished candidate sheets.
    pub(super) guard: Guard,
    /// Encrypts keys.
    pub(super) password: Option<&'a Password>,
    pub(super) context: &'a Context,
}

/// The exam of a candidate, and what its papers say.
pub(super) struct Sheets {
    pub(super) paper: Paper,
    pub(super) sections: Vec<DrawnSection>,
    pub(super) sums: Sums,
    sheet: Flow,
    key: Flow,
    /// With the texts that these flows point into.
    context: Context,
}

impl Desk<'_> {
    /// What a candidate gets.
    pub(super) fn selection(&self, sitter: &Sitter<'_>) -> Result<Cow<'_, Selection>, Failure> {
        if let Some(forms) = self.together {
            return Ok(Cow::Borrowed(&forms[sitter.form]));
        }
        let used = self.past.used_by(sitter.candidate.map(|candidate| candidate.id.as_str()));
        let drawn = self.project.draw_for(sitter.name, self.spec, &used, self.seed, self.context);
        drawn.map(Cow::Owned).map_err(|failure| self.about(sitter, failure))
    }

    /// The exam of a candidate in words.
    pub(super) fn compose(&self, sitter: &Sitter<'_>) -> Result<Sheets, Failure> {
        if stop::asked() {
            return Err(Failure::Stopped("stopped".to_owned()));
        }
        let selection = self.selection(sitter)?;
        let candidate = sitter.candidate.map(|candidate| candidate.values.clone());
        let words = Words { candidate, ..self.words.clone() };
        self.sheets(words, &selection).map_err(|failure| self.about(sitter, failure))
    }

    fn sheets(&self, words: Words, selection: &Selection) -> Result<Sheets, Failure> {
        let mut context = self.context.clone();
        let bank = &self.project.bank;
        let (paper, [sheet, mut key]) =
            compose_with(words, bank, self.spec, self.looks, self.seed, selection, &mut context)?;
        if self.is_merged && self.spec.front.duplex {
            key.stamps.pages_a_sheet = DUPLEX;
        }
        let sections = drawn_sections(self.spec, selection);
        Ok(Sheets { sums: Sums::of(&paper), paper, sections, sheet, key, context })
    }

    pub(super) fn print_sheet(&self, sitter: &Sitter<'_>, sheets: &Sheets) -> Result<Printed, Failure> {
        let print = || {
            let printed = self.print(&sheets.sheet, self.spec.front.booklet, sheets)?;
            self.guard.check(&printed.pdf, &leak::Sheets::of(&sheets.paper))?;
            Ok(printed)
        };
        print().map_err(|failure| self.about(sitter, failure))
    }

    pub(super) fn print_own_key(&self, sitter: &Sitter<'_>, sheets: &Sheets) -> Result<Printed, Failure> {
        self.print(&sheets.key, false, sheets)
            .and_then(|key| key.locked(self.password))
            .map_err(|failure| self.about(sitter, failure))
    }

    /// The key of a form that several candidates have.
    pub(super) fn print_key(&self, form: usize) -> Result<Printed, Failure> {
        let sheets = self.of_form(form)?;
        self.print(&sheets.key, false, &sheets)?.locked(self.password)
    }

    pub(super) fn lay_out_sheet(&self, sitter: &Sitter<'_>, sheets: &Sheets) -> Result<Document, Failure> {
        self.lay_out(&sheets.sheet, sheets).map_err(|failure| self.about(sitter, failure))
    }

    pub(super) fn lay_out_own_key(&self, sitter: &Sitter<'_>, sheets: &Sheets) -> Result<Document, Failure> {
        self.lay_out(&sheets.key, sheets).map_err(|failure| self.about(sitter, failure))
    }

    pub(super) fn lay_out_key(&self, form: usize) -> Result<Document, Failure> {
        let sheets = self.of_form(form)?;
        self.lay_out(&sheets.key, &sheets)
    }

    fn of_form(&self, form: usize) -> Result<Sheets, Failure> {
        self.sheets(self.words.clone(), &self.together.unwrap_or_default()[form])
    }

    fn print(&self, flow: &Flow, booklet: bool, sheets: &Sheets) -> Result<Printed, Failure> {
        print(flow, booklet, self.looks, self.spec, &sheets.context)
    }

    fn lay_out(&self, flow: &Flow, sheets: &Sheets) -> Result<Document, Failure> {
        lay_out(flow, self.looks, page_size(self.spec.paper), &sheets.context)
    }

    /// A failure with the candidate it is about.
    fn about(&self, sitter: &Sitter<'_>, failure: Failure) -> Failure {
        let (Failure::User(message), Some(candidate)) = (&failure, sitter.candidate) else { return failure };
        let source = self.context.sources.get(candidate.span.source);
        let line = source.line(candidate.span.start).0 + 1;
        let lead = format!("{}:{line}: the papers of candidate `{}` cannot be made", source.name, candidate.id);
        Failure::User(format!("{lead}\n\n{message}"))
    }
}
