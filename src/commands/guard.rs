//! No candidate sheet leaves the program before its finished bytes have been read back and searched for secrets.

use std::collections::BTreeSet;

use crate::bank::Bank;
use crate::export;
use crate::leak::{Leak, Secrets, Sheets, Words};
use crate::select::Selection;
use crate::spec::Spec;

use super::Failure;
use super::project::Looks;

/// The secrets of the papers of a run.
pub(super) struct Guard(Secrets);

impl Guard {
    /// Collects the secrets of all papers that are printed.
    pub(super) fn new<'s>(
        bank: &Bank,
        spec: &Spec,
        looks: &Looks,
        printed: impl IntoIterator<Item = &'s Selection>,
        seed: &str,
    ) -> Self {
        let ids = printed.into_iter().flat_map(|selection| &selection.sections).flatten();
        let ids: BTreeSet<&String> = ids.collect();
        let questions = ids.into_iter().map(|id| &bank.questions[id]);
        Self(Secrets::new(questions, seed, &bank.digest, &words(spec, looks)))
    }

    /// Collects the secrets of all questions of a bank, any of which may be printed.
    pub(super) fn of_all(bank: &Bank, spec: &Spec, looks: &Looks, seed: &str) -> Self {
        Self(Secrets::new(bank.questions.values(), seed, &bank.digest, &words(spec, looks)))
    }

    /// Reads a finished candidate sheet, or a file of several, back and searches it.
    pub(super) fn check(&self, pdf: &[u8], sheets: &Sheets) -> Result<(), Failure> {
        let passages = export::passages(pdf)
            .map_err(|reason| Failure::Bug(format!("the candidate sheet cannot be read back: {reason}")))?;
        self.0.look(&passages, sheets).map_err(|leak| match leak {
            Leak::Theirs(message) => Failure::User(message),
            Leak::Ours(message) => Failure::Bug(message),
        })
    }
}

/// Everything that the user may have around the questions of all papers.
fn words<'a>(spec: &'a Spec, looks: &'a Looks) -> Vec<Words<'a>> {
    let words = &spec.words;
    let mut all = vec![("the title", words.title.as_str())];
    let mut add = |name, text: Option<&'a String>| all.extend(text.map(|text| (name, text.as_str())));
    add("the subtitle", words.subtitle.as_ref());
    add("the institution", spec.front.institution.as_ref());
    add("the date", words.date.as_ref());
    add("the instructions", words.instructions.as_ref().map(|text| &text.value));
    add("the watermark", spec.front.watermark.as_ref().map(|text| &text.value));
    for section in &spec.blueprint.sections {
        add("the title of a section", section.title.as_ref());
    }
    let files = [&looks.candidate, &looks.words_file].map(|file| (file.name.as_str(), file.text.as_str()));
    let words = |(name, text)| Words { name, text };
    all.into_iter().chain(files).chain([("exampress", PRODUCER)]).map(words).collect()
}

/// What the program calls itself in metadata.
const PRODUCER: &str = concat!("Exampress ", env!("CARGO_PKG_VERSION"));
