//! `exampress reprint`: the same papers again, to the byte, or none.
//!
//! What was drawn, and in which sections, comes from the manifest, as does all that papers say of the bank; the order of
//! questions and options comes from the seed as it did. So a reprint depends on the drawn questions only, not on the rest of
//! the bank. Papers with other digests than those of the manifest are never written.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::bank::{Bank, Name, Question};
use crate::digest::sha256_hex;
use crate::export::Password;
use crate::manifest::{FileRecord, Manifest, NameRecord, QuestionRecord, SpecRecord};
use crate::select::Selection;
use crate::source::Span;
use crate::spec::{Blueprint, Front, Output, PaperWords, Placed, Section, Spec};
use crate::wording::count;

use super::change::{Change, as_table, since};
use super::furniture::logo;
use super::generate::print_both;
use super::guard::Guard;
use super::lock::Lock;
use super::press::{compose_with, paper_words};
use super::project::Request;
use super::stock::{Stock, snapshot_name};
use super::write::{NewFile, write_all};
use super::{Context, Failure, password};

/// What is to be printed again.
#[derive(Debug, Clone, Default)]
pub struct ReprintRequest {
    /// Its manifests.
    pub manifests: Vec<PathBuf>,
    /// Where bank, templates, fonts and logo are; `--force`.
    pub project: Request,
    /// The folder to write into; `None` is that of each manifest.
    pub out: Option<PathBuf>,
    /// The snapshot to print from; `None` looks beside the manifest, if the request names nothing else.
    pub snapshot: Option<PathBuf>,
}

/// A paper that came out as it was.
struct Again {
    path: PathBuf,
    pages: usize,
    pdf: Vec<u8>,
}

/// Prints exams again; tells where they are.
pub fn reprint(request: &ReprintRequest, context: &mut Context) -> Result<String, Failure> {
    let password = request.project.key_password.as_deref().map(password::read).transpose()?;
    let locks = request.manifests.iter().map(|path| Lock::read(path)).collect::<Result<Vec<_>, _>>()?;
    let mut project = None;
    let mut papers = Vec::new();
    let mut text = String::new();
    for lock in &locks {
        let folder = request.out.as_deref().unwrap_or(&lock.folder);
        let again = if let Some(path) = snapshot_for(lock, request) {
            again(lock, &Stock::of_snapshot(&path, lock, context)?, password.as_ref(), folder, context)?
        } else {
            let stock = project.take().map_or_else(|| Stock::of_project(&request.project, context), Ok)?;
            again(lock, project.insert(stock), password.as_ref(), folder, context)?
        };
        let manifest = &lock.manifest;
        line(&mut text, format_args!("form {}, {}: as it was, to the byte", manifest.form, manifest.form_code));
        for (label, paper) in ["candidate", "key"].into_iter().zip(&again) {
            let there = if is_there(paper) { ", was there" } else { "" };
            let pages = count(paper.pages, "page");
            line(&mut text, format_args!("{label:10} {} ({pages}{there})", paper.path.display()));
        }
        papers.extend(again);
    }
    write(&papers, request.project.force)?;
    Ok(text)
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    writeln!(text, "{words}").expect("writing into a string cannot fail");
}

/// The snapshot to print from, if there is one.
fn snapshot_for(lock: &Lock, request: &ReprintRequest) -> Option<PathBuf> {
    let names_others = request.project.spec.is_some() || !request.project.flags.is_empty();
    let beside = lock.folder.join(snapshot_name(&lock.file));
    request.snapshot.clone().or_else(|| (!names_others && beside.is_file()).then_some(beside))
}

fn is_there(paper: &Again) -> bool {
    std::fs::read(&paper.path).is_ok_and(|bytes| bytes == paper.pdf)
}

/// Writes what is not there already.
fn write(papers: &[Again], force: bool) -> Result<(), Failure> {
    let mut paths = BTreeSet::new();
    if let Some(twice) = papers.iter().find(|paper| !paths.insert(&paper.path)) {
        let path = twice.path.display();
        return Err(Failure::User(format!(
            "{path}: two of these exams have a file of this name\nhelp: reprint them one by one, each with --out"
        )));
    }
    let folders: BTreeSet<&Path> = papers.iter().filter_map(|paper| paper.path.parent()).collect();
    for folder in folders {
        let missing = papers.iter().filter(|paper| paper.path.parent() == Some(folder) && !is_there(paper));
        let named: Vec<(String, &[u8])> = missing
            .map(|paper| (paper.path.file_name().unwrap_or_default().to_string_lossy().into_owned(), &*paper.pdf))
            .collect();
        let files: Vec<NewFile<'_>> = named.iter().map(|(name, bytes)| NewFile { name, bytes }).collect();
        write_all(folder, &files, force)?;
    }
    Ok(())
}

/// Both papers, if they are those of the manifest.
fn again(
    lock: &Lock,
    stock: &Stock,
    password: Option<&Password>,
    folder: &Path,
    context: &mut Context,
) -> Result<[Again; 2], Failure> {
    let manifest = &lock.manifest;
    let password = password::for_key(&lock.name, manifest.key.encryption.is_some(), password)?;
    let changes = since(manifest, stock, context);
    let Some(bank) = bank(manifest, &stock.project.bank).filter(|_| has_logo(manifest, stock)) else {
        return Err(refused(lock, &changes));
    };
    let mut printed = || {
        let (spec, place) = spec(&manifest.spec, context);
        let looks = stock.project.looks(&spec.theme, &spec.words.language, context)?;
        let mut words = paper_words(&spec, context)?;
        if let (Some(_), Some(Ok(bytes))) = (&manifest.spec.front.logo, &stock.logo) {
            words.furniture.logo = Some(logo(bytes.clone(), &spec, place).map_err(Failure::User)?);
        }
        let selection = selection(manifest);
        let (paper, flows) = compose_with(words, &bank, &spec, &looks, &manifest.seed, &selection, context)?;
        let papers = print_both(&flows, &looks, &spec, password, context)?;
        Guard::new(&bank, &spec, &looks, [&selection], &manifest.seed).check(&papers[0].pdf, &paper)?;
        Ok(papers)
    };
    let [candidate, key] = match printed() {
        Err(Failure::User(_)) if changes.iter().any(|change| change.matters) => return Err(refused(lock, &changes)),
        result => result?,
    };
    let is_as_it_was = |record: &FileRecord, pdf: &[u8]| record.sha256 == sha256_hex(pdf);
    let is_candidate = is_as_it_was(&manifest.candidate, &candidate.pdf);
    if !is_candidate || !is_as_it_was(&manifest.key, &key.pdf) {
        let is_password = is_candidate && password.is_some() && changes.iter().all(|change| !change.matters);
        return Err(if is_password { password::another(&lock.name) } else { refused(lock, &changes) });
    }
    let papers = [(&manifest.candidate, candidate), (&manifest.key, key)];
    Ok(papers.map(|(record, paper)| Again { path: folder.join(&record.file), pages: paper.pages, pdf: paper.pdf }))
}

fn refused(lock: &Lock, changes: &[Change]) -> Failure {
    let name = &lock.name;
    let version = env!("CARGO_PKG_VERSION");
    let lead = format!("{name}: this exam would not be as it was, so nothing is written");
    let changes: Vec<&Change> = changes.iter().filter(|change| change.matters).collect();
    Failure::User(if changes.is_empty() {
        format!(
            "{lead}, though nothing that the manifest names has changed\nhelp: use the exampress {version} that made it; this one was built otherwise"
        )
    } else {
        format!("{lead}\n\n{}", as_table(changes))
    })
}

/// The drawn questions as they are now, in a bank that is else as it was; nothing if that cannot be put together.
fn bank(manifest: &Manifest, now: &Bank) -> Option<Bank> {
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

fn has_logo(manifest: &Manifest, stock: &Stock) -> bool {
    manifest.spec.front.logo.is_none() || matches!(stock.logo, Some(Ok(_)))
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
