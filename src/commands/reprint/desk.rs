//! A manifest's forms on paper again: the drawn questions as they are now, and all else as the manifest says.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::bank::{Bank, Name, Question};
use crate::export::Password;
use crate::flow::Flow;
use crate::leak::Sheets;
use crate::manifest::{Manifest, NameRecord, QuestionRecord, SpecRecord};
use crate::paper::{Paper, Words};
use crate::parallel::{cores, in_order};
use crate::progress::Progress;
use crate::select::Selection;
use crate::source::Span;
use crate::spec::{Blueprint, Front, Output, PaperWords, Placed, Section, Spec};

use super::super::furniture::{DUPLEX, logo};
use super::super::generate::{Printed, print, print_both};
use super::super::guard::Guard;
use super::super::lock::Form;
use super::super::merged::{Merged, title};
use super::super::press::{compose_with, lay_out, page_size, paper_words};
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

    /// The papers of all forms by the names of their files.
    pub(super) fn print_each(&self, forms: &[Form], context: &Context) -> Result<BTreeMap<String, Printed>, Failure> {
        let mut papers = BTreeMap::new();
        for form in forms.iter().filter(|form| form.shares_key) {
            let file = &form.manifest.key.file;
            if !papers.contains_key(file) {
                let mut context = context.clone();
                let [_, key] = self.compose(form, None, &mut context)?.1;
                let key = print(&key, false, &self.looks, &self.spec, &context)?;
                papers.insert(file.clone(), key.locked(self.password)?);
            }
        }
        let progress = Progress::new(forms.len(), "papers");
        in_order(
            forms,
            cores(),
            |form| self.print(form, context),
            |own| {
                papers.extend(own);
                progress.step();
                Ok::<_, Failure>(())
            },
        )?;
        Ok(papers)
    }

    /// The papers that only one candidate has.
    fn print(&self, form: &Form, context: &Context) -> Result<Vec<(String, Printed)>, Failure> {
        let mut context = context.clone();
        let Manifest { candidate, key, .. } = &form.manifest;
        let (paper, flows) = self.compose(form, form.candidate.as_ref(), &mut context)?;
        let mut printed = Vec::new();
        let sheet = if form.shares_key {
            print(&flows[0], self.spec.front.booklet, &self.looks, &self.spec, &context)?
        } else {
            let [sheet, own] = print_both(&flows, &self.looks, &self.spec, self.password, &context)?;
            printed.push((key.file.clone(), own));
            sheet
        };
        self.guard.check(&sheet.pdf, &Sheets::of(&paper))?;
        printed.push((candidate.file.clone(), sheet));
        Ok(printed)
    }

    /// The two files with the papers of all forms.
    pub(super) fn print_together(
        &self,
        forms: &[Form],
        context: &Context,
    ) -> Result<BTreeMap<String, Printed>, Failure> {
        let size = page_size(self.spec.paper);
        let mut sheets = Merged::new(&self.spec, &self.looks, self.spec.front.booklet);
        let mut said = Sheets::default();
        for form in forms {
            let mut context = context.clone();
            let (paper, [sheet, _]) = self.compose(form, form.candidate.as_ref(), &mut context)?;
            said.add(Sheets::of(&paper));
            let title = title(form.candidate.as_ref(), &form.manifest.form);
            sheets.add(&title, lay_out(&sheet, &self.looks, size, &context)?);
        }
        let sheets = sheets.print()?;
        self.guard.check(&sheets.pdf, &said)?;
        let mut keys = Merged::new(&self.spec, &self.looks, false);
        let by_page: BTreeMap<usize, &Form> = forms.iter().map(|form| (form.key_page, form)).collect();
        for form in by_page.values() {
            let mut context = context.clone();
            let candidate = form.candidate.as_ref().filter(|_| !form.shares_key);
            let [_, mut key] = self.compose(form, candidate, &mut context)?.1;
            if self.spec.front.duplex {
                key.stamps.pages_a_sheet = DUPLEX;
            }
            keys.add(&title(candidate, &form.manifest.form), lay_out(&key, &self.looks, size, &context)?);
        }
        let keys = keys.print()?.locked(self.password)?;
        let Some(Form { manifest, .. }) = forms.first() else { return Ok(BTreeMap::new()) };
        Ok(BTreeMap::from([(manifest.candidate.file.clone(), sheets), (manifest.key.file.clone(), keys)]))
    }

    /// The exam of a form for this candidate or for anybody, and what its papers say.
    fn compose(
        &self,
        form: &Form,
        candidate: Option<&BTreeMap<String, String>>,
        context: &mut Context,
    ) -> Result<(Paper, [Flow; 2]), Failure> {
        let manifest = &form.manifest;
        let bank = bank(manifest, &self.bank).unwrap_or_else(|| self.bank.clone());
        let words = Words { candidate: candidate.cloned(), ..self.words.clone() };
        let seed = &manifest.seed;
        compose_with(words, &bank, &self.spec, &self.looks, seed, &selection(manifest), context)
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
        history: None,
        avoid: None,
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
