//! What an exam is printed from again: a project, or the snapshot that was taken when the exam was made.

use std::collections::BTreeMap;
use std::path::Path;

use crate::bank::{self, Bank, Kept, Origin, Question};
use crate::manifest::picture_digests;
use crate::paper::Furniture;
use crate::picture;
use crate::reading;
use crate::snapshot::Snapshot;
use crate::source::Sources;

use super::lock::Lock;
use super::project::{Looks, Project, Request};
use super::{Context, Failure};

/// The end of a snapshot's name.
const ENDING: &str = ".snapshot.tar";

/// What an exam is printed from.
pub(super) struct Stock {
    pub(super) project: Project,
    /// The picture file beside the title, or why it cannot be had.
    pub(super) logo: Option<Result<Vec<u8>, String>>,
}

impl Stock {
    /// A project as it is now.
    pub(super) fn of_project(request: &Request, context: &mut Context) -> Result<Self, Failure> {
        let project = Project::open(request, context)?;
        let read = |path: &str| picture::read(Path::new(path)).map_err(|reason| format!("`{path}` {reason}"));
        let logo = project.fields.logo().map(read);
        Ok(Self { project, logo })
    }

    /// The snapshot of an exam.
    pub(super) fn of_snapshot(path: &Path, lock: &Lock, context: &mut Context) -> Result<Self, Failure> {
        let name = path.display();
        let failed = |what: String, help: &str| Failure::User(format!("{name}: {what}\nhelp: {help}"));
        let other = "name another file with --snapshot, or name the bank with --bank to do without one";
        let bytes = reading::bytes(path, reading::MOST_SNAPSHOT)
            .map_err(|error| failed(format!("cannot be read: {error}"), other))?;
        let snapshot = Snapshot::unpack(&bytes).map_err(|reason| failed(reason, other))?;
        if snapshot.seal != lock.whole.seal {
            return Err(failed(format!("this snapshot belongs to another exam than {}", lock.name), other));
        }
        let logo = snapshot.logo.clone().map(Ok);
        Ok(Self { project: Project::kept(snapshot, context)?, logo })
    }
}

/// The name of the snapshot beside a manifest: `manifest.snapshot.tar` beside `manifest.json`.
pub(super) fn snapshot_name(manifest: &str) -> String {
    manifest.strip_suffix(".json").unwrap_or(manifest).to_owned() + ENDING
}

/// The snapshot of an exam whose manifest has this seal as a file, which holds all that the exam was printed from.
pub(super) fn snapshot<'d>(
    seal: &str,
    bank: &Bank,
    drawn: impl IntoIterator<Item = &'d str>,
    furniture: &Furniture,
    looks: &Looks,
    context: &Context,
) -> Result<Vec<u8>, Failure> {
    let drawn: Vec<&Question> = drawn.into_iter().map(|id| &bank.questions[id]).collect();
    let looks = looks.files.iter().filter(|file| !file.record.file.starts_with("built-in/"));
    let snapshot = Snapshot {
        seal: seal.to_owned(),
        bank: kept(bank, drawn.clone(), context).map_err(Failure::Bug)?,
        looks: looks.map(|file| (file.record.file.clone(), file.bytes.to_vec())).collect(),
        logo: furniture.logo.as_ref().map(|logo| logo.data.bytes.clone()),
    };
    let bytes = snapshot.pack().map_err(|reason| Failure::User(format!("{reason}\nhelp: give it a shorter name")))?;
    if is_whole(&bytes, &drawn) {
        Ok(bytes)
    } else {
        Err(Failure::Bug("the snapshot does not say what the bank says".to_owned()))
    }
}

/// Some questions of a bank with all they need.
fn kept(bank: &Bank, mut drawn: Vec<&Question>, context: &Context) -> Result<Kept, String> {
    drawn.sort_by_key(|question| question.place);
    let mut by_file: BTreeMap<&str, Vec<&Question>> = BTreeMap::new();
    let mut kept = Kept::default();
    for question in drawn {
        by_file.entry(&question.file).or_default().push(question);
        for (path, image) in &question.pictures {
            kept.pictures.insert((question.file.clone(), path.clone()), image.bytes.clone());
        }
    }
    if let Some(head) = bank.span {
        kept.files.insert("bank.toml".to_owned(), context.sources.get(head.source).text.clone());
    }
    for (file, questions) in by_file {
        kept.files.insert(file.to_owned(), bank::as_toml(questions)?);
    }
    Ok(kept)
}

/// Whether a snapshot, read again, holds these questions as they are.
fn is_whole(bytes: &[u8], drawn: &[&Question]) -> bool {
    let Ok(snapshot) = Snapshot::unpack(bytes) else { return false };
    let Ok(bank) = bank::load(&Origin::Kept(snapshot.bank.into()), &mut Sources::default()) else { return false };
    drawn.iter().all(|question| {
        bank.questions
            .get(&question.id)
            .is_some_and(|kept| kept.digest == question.digest && picture_digests(kept) == picture_digests(question))
    })
}
