//! A manifest as a lock file: read whole, and only as it was written. That of a batch is taken apart into manifests of its
//! forms, each of which says what a manifest alone would.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::Error;
use serde_json::Value;

use crate::manifest::{FileRecord, Made, Manifest, RosterRecord, seal};

use super::owner::plain;
use super::{Failure, earlier};

/// A manifest and where it lies.
pub(super) struct Lock {
    /// What messages call it.
    pub(super) name: String,
    /// The folder it lies in.
    pub(super) folder: PathBuf,
    /// The name of its file.
    pub(super) file: String,
    /// What all its forms have in common; among its questions are those of all.
    pub(super) whole: Manifest,
    /// At least one.
    pub(super) forms: Vec<Form>,
    /// The papers are pages of files for all.
    pub(super) is_merged: bool,
}

/// A form and, in a batch, whose it is.
pub(super) struct Form {
    pub(super) manifest: Manifest,
    /// What the roster says of its candidate.
    pub(super) candidate: Option<BTreeMap<String, String>>,
    /// Its key says nothing of the candidate: others may have the same form.
    pub(super) shares_key: bool,
    /// The first page of its key in a file for all, else 0.
    pub(super) key_page: usize,
}

/// What the manifest of a batch says of all its papers, beside what that of one says too.
#[derive(Debug, Deserialize)]
struct Batch {
    roster: Option<RosterRecord>,
    #[serde(default)]
    files: Vec<FileRecord>,
}

/// What a record of a batch says beside what the manifest of one paper says too.
#[derive(Debug, Deserialize)]
struct Whose {
    roster: Option<BTreeMap<String, String>>,
    candidate: Made,
    key: Made,
}

impl Lock {
    /// Reads manifests that are as `exampress generate` wrote them; with a code, only the forms that have it.
    pub(super) fn read_all(paths: &[PathBuf], code: Option<&str>) -> Result<Vec<Self>, Failure> {
        let mut locks = Vec::new();
        for path in paths {
            locks.extend(Self::read(path, code)?);
        }
        if let (true, Some(code)) = (locks.is_empty(), code) {
            let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            return Err(Failure::User(format!(
                "{}: no form has the code `{code}`\nhelp: the code stands at the top of every page; `exampress key` finds it by a part",
                names.join(", ")
            )));
        }
        Ok(locks)
    }

    /// Reads a manifest; nothing is one without a form of this code.
    fn read(path: &Path, code: Option<&str>) -> Result<Option<Self>, Failure> {
        let name = path.display().to_string();
        let text = earlier::text(path)?;
        let value: Value =
            serde_json::from_str(&text).map_err(|error| Failure::User(earlier::problem(&name, &error)))?;
        if value["seal"].as_str().is_some_and(|written| written != seal(value.clone())) {
            return Err(Failure::User(format!(
                "{name}: this manifest was changed after it was written\n\
                 help: take a copy as `exampress generate` wrote it; to have another exam, change `exam.toml` and generate it"
            )));
        }
        let version = value["version"].as_str().filter(|version| *version != env!("CARGO_PKG_VERSION"));
        let other_version = version.map(|version| {
            format!(
                "{name}: exampress {version} wrote this manifest, and this is exampress {}\n\
                 help: use exampress {version}",
                env!("CARGO_PKG_VERSION")
            )
        });
        let (mut forms, is_merged) = forms(value)
            .map_err(|error| Failure::User(other_version.unwrap_or_else(|| earlier::problem(&name, &error))))?;
        let papers = forms.iter().flat_map(|form| [&form.manifest.candidate, &form.manifest.key]);
        for FileRecord { file, .. } in papers {
            if file.is_empty() || file.contains(['/', '\\', '\0']) || file == "." || file == ".." {
                return Err(Failure::User(format!(
                    "{name}: `{file}` is not the name of a file\n\
                     help: take a copy of the manifest as `exampress generate` wrote it"
                )));
            }
        }
        if forms.is_empty() {
            return Err(Failure::User(format!(
                "{name}: there is no paper in this share\nhelp: name the manifest of another share, or of all"
            )));
        }
        if let Some(code) = code {
            forms.retain(|form| plain(&form.manifest.form_code) == plain(code));
        }
        let Some(whole) = whole(&forms) else { return Ok(None) };
        Ok(Some(Self {
            name,
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            whole,
            forms,
            is_merged,
        }))
    }
}

/// The forms of a manifest, and whether their papers are pages of files for all.
fn forms(mut manifest: Value) -> Result<(Vec<Form>, bool), serde_json::Error> {
    let Some(Value::Array(records)) = manifest.get_mut("forms").map(Value::take) else {
        let manifest = serde_json::from_value(manifest)?;
        return Ok((vec![Form { manifest, candidate: None, shares_key: false, key_page: 0 }], false));
    };
    let batch: Batch = serde_json::from_value(manifest.clone())?;
    let forms = records.into_iter().map(|record| form(&manifest, &batch, record)).collect::<Result<_, _>>()?;
    Ok((forms, !batch.files.is_empty()))
}

/// A form of a batch as the manifest of one paper.
fn form(head: &Value, batch: &Batch, record: Value) -> Result<Form, serde_json::Error> {
    let whose: Whose = serde_json::from_value(record.clone())?;
    let key_page = match whose.key {
        Made::Pages { first_page, .. } => first_page,
        Made::File(_) => 0,
    };
    let mut all = head.clone();
    if let (Some(all), Value::Object(entries)) = (all.as_object_mut(), record) {
        all.extend(entries.into_iter().filter(|(key, _)| key != "seal"));
    }
    for (key, made) in [("candidate", whose.candidate), ("key", whose.key)] {
        all[key] = serde_json::to_value(file(made, &batch.files)?)?;
    }
    let mut manifest: Manifest = serde_json::from_value(all)?;
    let Manifest { bank, questions, .. } = &mut manifest;
    bank.topics.retain(|topic| questions.iter().any(|question| question.facts.topic == topic.id));
    let shares_key = batch.roster.as_ref().is_some_and(|roster| roster.shares_forms);
    Ok(Form { manifest, candidate: whose.roster, shares_key, key_page })
}

/// The file that holds a paper.
fn file(made: Made, files: &[FileRecord]) -> Result<FileRecord, serde_json::Error> {
    match made {
        Made::File(file) => Ok(file),
        Made::Pages { file: name, .. } => {
            let file = files.iter().find(|file| file.file == name).cloned();
            file.ok_or_else(|| Error::custom(format!("`{name}` is not among `files`")))
        }
    }
}

/// The manifest of the first form with the questions and topics of all; nothing if there is no form.
fn whole(forms: &[Form]) -> Option<Manifest> {
    let (first, others) = forms.split_first()?;
    let mut whole = first.manifest.clone();
    let mut known: BTreeSet<String> = whole.questions.iter().map(|question| question.id.clone()).collect();
    for form in others {
        let new = form.manifest.questions.iter().filter(|question| known.insert(question.id.clone()));
        whole.questions.extend(new.cloned());
        for topic in &form.manifest.bank.topics {
            if !whole.bank.topics.contains(topic) {
                whole.bank.topics.push(topic.clone());
            }
        }
    }
    Some(whole)
}
