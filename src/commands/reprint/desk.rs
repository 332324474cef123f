//! A manifest's forms on paper again: the drawn questions as they are now, and all else as the manifest says.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::bank::{Bank, Name, Question};
use crate::export::Password;
use crate::leak::Sheets;
use crate::manifest::{Manifest, NameRecord, QuestionRecord, SpecRecord};
use crate::paper::Words;
use crate::select::Selection;
use crate::source::Span;
use crate::spec::{Blueprint, Front, Output, PaperWords, Placed, Section, Spec};

use super::super::furniture::logo;
use super::super::generate::{Printed, print, print_both};
use super::super::guard::Guard;
use super::super::lock::Form;
use super::super::press::{compose_with, paper_words};
use super::super::project::Looks;
use super::super::stock::Stock;
use super::super::{Context, Failure};

/// All that the forms of an exam are printed with.
pub(super) struct Desk<'a> {
    spec: Spec,
    looks: Looks,
    words: Words,
    /// The questions of all forms.
    bank: Bank,
    guard: Guard,
    password: Option<&'a Password>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        whole: &Manifest,
        stock: &Stock,
        bank: Bank,
        password: Option<&'a Password>,
        context: &mut Context,
    ) -> Result<Self, Failure> {
        let (spec, place) = spec(&whole.spec, context);
        let looks = stock.project.looks(&spec.theme, &spec.words.language, context)?;
        let mut words = paper_words(&spec, context)?;
        if let (Some(_), Some(Ok(bytes))) = (&whole.spec.front.logo, &stock.logo) {
            words.furniture.logo = Some(logo(bytes.clone(), &spec, place).map_err(Failure::User)?);
        }
        let guard = Guard::of_all(&bank, &spec, &looks, &whole.seed);
        Ok(Self { spec, looks, words, bank, guard, password })
    }

    /// Adds the papers of a form by the names of their files; a key that is there already is not made twice.
    pub(super) fn print(
        &self,
        form: &Form,
        papers: &mut BTreeMap<String, Printed>,
        context: &Context,
    ) -> Result<(), Failure> {
        let Form { manifest, candidate, shares_key } = form;
        let mut context = context.clone();
        let bank = bank(manifest, &self.bank).unwrap_or_else(|| self.bank.clone());
        let selection = selection(manifest);
        let mut compose = |candidate: Option<&BTreeMap<String, String>>| {
            let words = Words { candidate: candidate.cloned(), ..self.words.clone() };
            compose_with(words, &bank, &self.spec, &self.looks, &manifest.seed, &selection, &mut context)
        };
        let (paper, mut flows) = compose(candidate.as_ref())?;
        let sheet = if *shares_key && papers.contains_key(&manifest.key.file) {
            print(&flows[0], self.spec.front.booklet, &self.looks, &self.spec, &context)?
        } else {
            if *shares_key {
                let [_, key] = compose(None)?.1;
                flows[1] = key;
            }
            let [sheet, key] = print_both(&flows, &self.looks, &self.spec, self.password, &context)?;
            papers.insert(manifest.key.file.clone(), key);
            sheet
        };
        self.guard.check(&sheet.pdf, &Sheets::of(&paper))?;
        papers.insert(manifest.candidate.file.clone(), sheet);
        Ok(())
    }
}

/// The drawn questions as they are now, in a bank that is else as it was; nothing if that cannot be put together.
pub(super) fn bank(manifest: &Manifest, now: &Bank) -> Option<Bank> {
    let was = &manifest.bank;
    let names = |records: &[NameRecord]| -> Vec<Name> {
        records.iter().map(|record| Name { id: record.id.clone(), name: record.name.clone() }).collect()
    };
    let (levels, topics) = (names(&was.levels), names(&was.topics));
    let knows = |names: &[Name], id: &str| names.iter().any(|name| name.id == id);
    let drawn = |record: &QuestionRecord| {
        let question = now.questions.get(&record.id)?;
        let is_known = knows(&levels, &question.level) && knows(&topics, &question.topic);
        // Questions of a set follow each other as they did, wherever their files are now.
        is_known.then(|| (record.id.clone(), Question { place: record.number, ..question.clone() }))
    };
    Some(Bank {
        questions: manifest.questions.iter().map(drawn).collect::<Option<_>>()?,
        title: was.title.clone(),
        licence: was.licence.clone(),
        digest: was.digest.clone(),
        levels,
        topics,
        ..now.clone()
    })
}

/// What was drawn for each section.
fn selection(manifest: &Manifest) -> Selection {
    let of_section = |place: usize| {
        let is_of =
            |record: &&QuestionRecord| record.facts.section.map_or(0, |number| number.saturating_sub(1)) == place;
        manifest.questions.iter().filter(is_of).map(|record| record.id.clone()).collect()
    };
    Selection {
        form: manifest.form.clone(),
        sections: (0..manifest.spec.sections.len()).map(of_section).collect(),
        account: Vec::new(),
    }
}

/// What was asked for, as far as papers depend on it, and where it stands; the logo is another's to read.
fn spec(record: &SpecRecord, context: &mut Context) -> (Spec, Span) {
    let mut placed = |what: &str, value: &String| {
        let source = context.sources.add(format!("manifest, {what}"), value.clone());
        Placed { value: value.clone(), span: Span::new(source, 0..value.len()) }
    };
    let front = &record.front;
    let place = placed("title", &record.title).span;
    let sections = record.sections.iter();
    let spec = Spec {
        words: PaperWords {
            title: record.title.clone(),
            subtitle: record.subtitle.clone(),
            instructions: record.instructions.as_ref().map(|text| placed("instructions", text)),
            date: record.date.clone(),
            language: record.language.clone(),
        },
        front: Front {
            institution: front.institution.clone(),
            logo: None,
            time: front.time,
            cover: front.cover,
            watermark: front.watermark.as_ref().map(|words| placed("watermark", words)),
            duplex: front.duplex,
            booklet: front.booklet,
        },
        seed: None,
        form: None,
        roster: None,
        blueprint: Blueprint {
            sections: sections
                .map(|part| Section { title: part.title.clone(), order: part.order, ..Section::default() })
                .collect(),
            ..Blueprint::default()
        },
        order: record.order,
        shuffle_options: record.shuffle_options,
        paper: record.paper,
        layout: record.layout,
        theme: record.theme.clone(),
        output: Output {
            folder: PathBuf::new(),
            candidate: String::new(),
            key: String::new(),
            manifest: String::new(),
        },
    };
    (spec, place)
}
