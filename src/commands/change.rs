//! What is not as it was when an exam was made.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::sha256_hex;
use crate::manifest::{Facts, LookRecord, Manifest, QuestionRecord, picture_digests};
use crate::stream::DRAW_VERSION;
use crate::wording::count;

use super::diff::differences;
use super::project::Looks;
use super::stock::Stock;
use super::table::table;
use super::{Context, Failure};

const UNDO: &str = "undo it, or reprint from a snapshot";
const MAKER: &str = "use the exampress that made it";
const NOTHING: &str = "nothing: no paper depends on it";

/// Something that changed.
pub(super) struct Change {
    place: String,
    what: String,
    help: String,
    /// Whether papers depend on it.
    pub(super) matters: bool,
}

impl Change {
    /// A change that papers depend on.
    pub(super) fn new(place: impl Into<String>, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), help: help.into(), matters: true }
    }

    fn beside(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { matters: false, ..Self::new(place, what, NOTHING) }
    }
}

/// Changes as a table.
pub(super) fn as_table<'c>(changes: impl IntoIterator<Item = &'c Change>) -> String {
    let row = |change: &Change| vec![change.place.clone(), change.what.clone(), change.help.clone()];
    table(&["where", "what", "what to do"], &changes.into_iter().map(row).collect::<Vec<_>>())
}

/// All that changed in the program, the bank and the looks since an exam was made.
pub(super) fn since(manifest: &Manifest, stock: &Stock, context: &mut Context) -> Vec<Change> {
    let mut changes = program(manifest);
    let bank = &stock.project.bank;
    let mut all_as_before = true;
    for record in &manifest.questions {
        let place = format!("question `{}`", record.id);
        let Some(question) = bank.questions.get(&record.id) else {
            all_as_before = false;
            changes.push(Change::new(place, "no longer in the bank", "put it back, or reprint from a snapshot"));
            continue;
        };
        let facts = Facts { section: record.facts.section, ..Facts::of(question, &[]) };
        all_as_before &= facts.digest == record.facts.digest;
        let mut printed = differences(&record.facts, &as_printed(&record.facts, &facts));
        let beside: Vec<String> =
            differences(&record.facts, &facts).into_iter().filter(|change| !printed.contains(change)).collect();
        printed.extend(texts(record, &question.digests()));
        printed.extend(pictures(record, &picture_digests(question)));
        if !printed.is_empty() {
            changes.push(Change::new(place.clone(), printed.join("; "), UNDO));
        }
        if !beside.is_empty() {
            changes.push(Change::beside(place, beside.join("; ")));
        }
    }
    if manifest.bank.questions != bank.questions.len() {
        let (was, is) = (count(manifest.bank.questions, "question"), bank.questions.len());
        changes.push(Change::beside("bank", format!("changed elsewhere: {was} then, {is} now")));
    } else if all_as_before && manifest.bank.digest != bank.digest {
        changes.push(Change::beside("bank", "changed elsewhere"));
    }
    match stock.project.looks(&manifest.spec.theme, &manifest.spec.language, context) {
        Ok(looks) => changes.extend(of_looks(&manifest.looks, &looks)),
        Err(Failure::User(message) | Failure::Bug(message) | Failure::Stopped(message)) => {
            let what = message.lines().next().unwrap_or_default().to_owned();
            changes.push(Change::new("looks", what, UNDO));
        }
    }
    changes.extend(logo(manifest, stock));
    changes
}

fn program(manifest: &Manifest) -> Vec<Change> {
    let (was, is) = (&manifest.version, env!("CARGO_PKG_VERSION"));
    let version = Change::new("program", format!("version was {was}, is {is}"), format!("use exampress {was}"));
    let (draw_was, draw_is) = (manifest.draw_version, DRAW_VERSION);
    let draw = Change::new("program", format!("draw version was {draw_was}, is {draw_is}"), MAKER);
    let changes = [(was != is, version), (draw_was != draw_is, draw)];
    changes.into_iter().filter_map(|(changed, change)| changed.then_some(change)).collect()
}

/// The facts as they are now, but for those that no paper depends on.
fn as_printed(was: &Facts, is: &Facts) -> Facts {
    Facts {
        concept: was.concept.clone(),
        tags: was.tags.clone(),
        excludes: was.excludes.clone(),
        file: was.file.clone(),
        ..is.clone()
    }
}

/// The keys of a question whose texts changed.
fn texts(was: &QuestionRecord, is: &BTreeMap<String, String>) -> Option<String> {
    let keys: BTreeSet<&String> = was.texts.keys().chain(is.keys()).collect();
    let changed = keys.into_iter().filter(|key| was.texts.get(*key) != is.get(*key));
    let changed: Vec<String> = changed.map(|key| format!("`{key}`")).collect();
    (!changed.is_empty()).then(|| format!("changed: {}", changed.join(", ")))
}

fn pictures(was: &QuestionRecord, is: &BTreeMap<String, String>) -> Vec<String> {
    // A picture that came or left is a change of the text too.
    let changed = was.pictures.iter().filter(|(path, digest)| is.get(*path).is_some_and(|now| now != *digest));
    changed.map(|(path, _)| format!("another picture `{path}`")).collect()
}

fn of_looks(was: &[LookRecord], looks: &Looks) -> Vec<Change> {
    let is = looks.records();
    let find = |records: &[LookRecord], file: &str| records.iter().find(|record| record.file == file).cloned();
    let mut changes = Vec::new();
    for record in was {
        match find(&is, &record.file) {
            None => {
                changes.push(Change::new(&record.file, "no longer there", "put it back, or reprint from a snapshot"));
            }
            Some(now) if now != *record => {
                let help = if record.file.starts_with("built-in/") { MAKER } else { UNDO };
                changes.push(Change::new(&record.file, "changed", help));
            }
            Some(_) => {}
        }
    }
    let new = is.iter().filter(|record| find(was, &record.file).is_none());
    changes.extend(
        new.map(|record| Change::new(&record.file, "was not there", "take it away, or reprint from a snapshot")),
    );
    changes
}

fn logo(manifest: &Manifest, stock: &Stock) -> Option<Change> {
    let was = manifest.spec.front.logo.as_ref()?;
    let name = "name its file with --logo, or reprint from a snapshot";
    match &stock.logo {
        None => Some(Change::new("logo", "not asked for here", name)),
        Some(Err(reason)) => Some(Change::new("logo", reason, name)),
        Some(Ok(bytes)) => (sha256_hex(bytes) != *was).then(|| Change::new("logo", "changed", UNDO)),
    }
}
