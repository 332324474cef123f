//! `exampress verify`: whether all that an exam was made from, and the papers, are as its manifest says.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::digest::sha256_hex;
use crate::manifest::FileRecord;
use crate::wording::count;

use super::change::{Change, as_table, since};
use super::lock::Lock;
use super::project::Request;
use super::stock::Stock;
use super::{Context, Failure};

/// Compares exams, or only their forms with some code, with what there is now; fails if any of them could not be printed
/// again as it was.
pub fn verify(
    manifests: &[PathBuf],
    form: Option<&str>,
    request: &Request,
    context: &mut Context,
) -> Result<String, Failure> {
    let locks = Lock::read_all(manifests, form)?;
    let stock = Stock::of_project(request, context)?;
    let mut reports = Vec::new();
    let mut failed = false;
    for lock in &locks {
        let mut changes = papers(lock);
        changes.extend(since(&lock.whole, &stock, context));
        let number = changes.iter().filter(|change| change.matters).count();
        failed |= number > 0;
        let questions = count(lock.whole.questions.len(), "question");
        let questions = match lock.forms.len() {
            1 => questions,
            several => format!("{}, {questions}", count(several, "paper")),
        };
        let told = match number {
            0 if changes.is_empty() => format!("all as it was, {questions}"),
            0 => format!("all that papers depend on is as it was, {questions}"),
            _ => format!("{} not as it was", count(number, "thing")),
        };
        let table = if changes.is_empty() { String::new() } else { format!("\n{}", as_table(&changes)) };
        reports.push(format!("{}: {told}\n{table}", lock.name));
    }
    let report = reports.join("\n");
    if failed { Err(Failure::User(report)) } else { Ok(report) }
}

/// The papers beside a manifest that are not those it names.
fn papers(lock: &Lock) -> Vec<Change> {
    let mut seen = BTreeSet::new();
    let papers = lock.forms.iter().flat_map(|form| [&form.manifest.candidate, &form.manifest.key]);
    papers.filter(|paper| seen.insert(&paper.file)).filter_map(|paper| changed(lock, paper)).collect()
}

fn changed(lock: &Lock, paper: &FileRecord) -> Option<Change> {
    let path = lock.folder.join(&paper.file);
    let place = path.display().to_string();
    match std::fs::read(&path) {
        Ok(bytes) if sha256_hex(&bytes) == paper.sha256 => None,
        Ok(_) => Some(Change::new(place, "not the file that was made", "`exampress reprint --force` makes it again")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Some(Change::new(place, "not there", "`exampress reprint` makes it again"))
        }
        Err(error) => Some(Change::new(place, format!("cannot be read: {}", error.kind()), "make the file readable")),
    }
}
