//! `exampress reprint`: the same papers again, to the byte, or none.
//!
//! What was drawn, and in which sections, comes from the manifest, as does all that papers say of the bank; the order of
//! questions and options comes from the seed as it did. So a reprint depends on the drawn questions only, not on the rest of
//! the bank. Papers with other digests than those of the manifest are never written.

mod desk;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::digest::sha256_hex;
use crate::export::Password;
use crate::manifest::{FileRecord, Manifest};
use crate::wording::count;

use super::change::{Change, as_table, since};
use super::generate::Printed;
use super::lock::Lock;
use super::project::Request;
use super::stock::{Stock, snapshot_name};
use super::write::{NewFile, write_all};
use super::{Context, Failure, password};
use desk::{Desk, bank};

/// What is to be printed again.
#[derive(Debug, Clone, Default)]
pub struct ReprintRequest {
    /// Its manifests.
    pub manifests: Vec<PathBuf>,
    /// Where bank, templates, fonts and logo are; `--force`.
    pub project: Request,
    /// The folder to write into; `None` is that of each manifest.
    pub out: Option<PathBuf>,
    /// The code of the form to print; `None` is all.
    pub form: Option<String>,
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
    let locks = Lock::read_all(&request.manifests, request.form.as_deref())?;
    if let (Some(lock), Some(_)) = (locks.iter().find(|lock| lock.is_merged), &request.form) {
        return Err(Failure::User(format!(
            "{}: the papers of all forms stand in one file\nhelp: leave --form out to print the whole file again",
            lock.name
        )));
    }
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
        told(&mut text, lock, &again);
        papers.extend(again);
    }
    write(&papers, request.project.force)?;
    Ok(text)
}

/// Tells where each paper is, or of many how many there are.
fn told(text: &mut String, lock: &Lock, papers: &[Again]) {
    let mut line = |words: String| writeln!(text, "{words}").expect("writing into a string cannot fail");
    if let ([form], [_, _]) = (&*lock.forms, papers) {
        let manifest = &form.manifest;
        line(format!("form {}, {}: as it was, to the byte", manifest.form, manifest.form_code));
        for (label, paper) in ["candidate", "key"].into_iter().zip(papers) {
            let there = if is_there(paper) { ", was there" } else { "" };
            let pages = count(paper.pages, "page");
            line(format!("{label:10} {} ({pages}{there})", paper.path.display()));
        }
    } else {
        let there = papers.iter().filter(|paper| is_there(paper)).count();
        let pages = count(papers.iter().map(|paper| paper.pages).sum(), "page");
        line(format!("{}: {}, all as they were, to the byte", lock.name, count(lock.forms.len(), "paper")));
        let folder = papers[0].path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        line(format!(
            "{:10} {} in {} ({pages}; {there} were there)",
            "files",
            count(papers.len(), "file"),
            folder.display()
        ));
    }
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

/// All papers, if they are those of the manifest.
fn again(
    lock: &Lock,
    stock: &Stock,
    password: Option<&Password>,
    folder: &Path,
    context: &mut Context,
) -> Result<Vec<Again>, Failure> {
    let whole = &lock.whole;
    let password = password::for_key(&lock.name, whole.key.encryption.is_some(), password)?;
    let changes = since(whole, stock, context);
    let Some(bank) = bank(whole, &stock.project.bank).filter(|_| has_logo(whole, stock)) else {
        return Err(refused(lock, &changes));
    };
    let printed = || {
        let desk = Desk::new(whole, stock, bank, password, context)?;
        if lock.is_merged { desk.print_together(&lock.forms, context) } else { desk.print_each(&lock.forms, context) }
    };
    let mut papers: BTreeMap<String, Printed> = match printed() {
        Err(Failure::User(_)) if changes.iter().any(|change| change.matters) => return Err(refused(lock, &changes)),
        result => result?,
    };
    let digests: BTreeMap<&str, String> =
        papers.iter().map(|(file, paper)| (file.as_str(), sha256_hex(&paper.pdf))).collect();
    let is_as_it_was = |record: &FileRecord| digests.get(record.file.as_str()) == Some(&record.sha256);
    let mut keys = lock.forms.iter().map(|form| &form.manifest.key);
    let mut sheets = lock.forms.iter().map(|form| &form.manifest.candidate);
    let are_sheets = sheets.all(is_as_it_was);
    if !are_sheets || !keys.all(is_as_it_was) {
        let is_password = are_sheets && password.is_some() && changes.iter().all(|change| !change.matters);
        return Err(if is_password { password::another(&lock.name) } else { refused(lock, &changes) });
    }
    let files = lock.forms.iter().flat_map(|form| [&form.manifest.candidate.file, &form.manifest.key.file]);
    Ok(files
        .filter_map(|file| papers.remove_entry(file))
        .map(|(file, paper)| Again { path: folder.join(file), pages: paper.pages, pdf: paper.pdf })
        .collect())
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

fn has_logo(manifest: &Manifest, stock: &Stock) -> bool {
    manifest.spec.front.logo.is_none() || matches!(stock.logo, Some(Ok(_)))
}
