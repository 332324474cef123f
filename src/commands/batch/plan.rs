//! Who gets which papers, and what their files are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::manifest::Shard;
use crate::roster::{Candidate, Roster};
use crate::select::Selection;
use crate::spec::Spec;
use crate::wording::nearest;

use super::super::generate::with_form;
use super::super::merged::title;
use super::super::project::Request;
use super::super::stock::snapshot_name;
use super::super::{Context, Failure};
use super::plural;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same with a digit after them.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// All that is to be made in this run.
pub(super) struct Plan<'a> {
    /// Those of this share, in the order of the roster or of the forms.
    pub(super) sitters: Vec<Sitter<'a>>,
    /// The papers of all shares.
    pub(super) papers: usize,
    /// Keys that several candidates have in common, by the place of their form; empty where each has their own.
    pub(super) keys: Vec<FormKey>,
    pub(super) manifest: String,
    /// The name of the snapshot, if one is wanted.
    pub(super) snapshot: Option<String>,
    pub(super) is_merged: bool,
    /// The names of the two files for all.
    pub(super) merged: [String; 2],
}

/// Somebody who gets a paper: a candidate, or without a roster anybody who gets this form.
pub(super) struct Sitter<'a> {
    pub(super) candidate: Option<&'a Candidate>,
    /// The name of the form.
    pub(super) name: &'a str,
    /// Its place among those that were drawn together.
    pub(super) form: usize,
    /// The name of the candidate sheet's file.
    pub(super) sheet: String,
    /// The name of the key's file, if the key is theirs alone.
    pub(super) key: Option<String>,
}

/// The key of a form.
pub(super) struct FormKey {
    /// Place of the form.
    pub(super) at: usize,
    /// What the outline calls it.
    pub(super) title: String,
    /// The name of its file, if any candidate of this share has the form.
    pub(super) file: Option<String>,
    /// Whether this share is to write it: the one with the first candidate who has the form.
    pub(super) is_ours: bool,
}

/// Whether forms are drawn together, and not one for each candidate.
pub(super) fn draws_together(spec: &Spec) -> bool {
    spec.roster.is_none() || spec.blueprint.forms.is_asked
}

impl Sitter<'_> {
    /// What outlines and messages call them: by their name, else by their id.
    pub(super) fn title(&self) -> String {
        title(self.candidate.map(|candidate| &candidate.values), self.name)
    }
}

impl<'a> Plan<'a> {
    /// Plans the share of this run; `together` are the forms that were drawn together.
    pub(super) fn new(
        spec: &'a Spec,
        roster: Option<&'a Roster>,
        together: Option<&'a [Selection]>,
        request: &Request,
        context: &Context,
    ) -> Result<Self, Failure> {
        let Some(roster) = roster else {
            return Ok(Self::of_forms(spec, together.unwrap_or_default(), request.snapshot));
        };
        let names = names(roster).map_err(|problems| context.problems(&problems))?;
        let all: Vec<Sitter<'a>> =
            roster.candidates.iter().zip(names).enumerate().map(|(at, one)| sitter(spec, together, at, one)).collect();
        collide(&all, spec)?;
        let wanted = spec.form.as_deref();
        let all: Vec<Sitter<'a>> =
            all.into_iter().filter(|sitter| wanted.is_none_or(|form| sitter.name == form)).collect();
        if let (true, Some(wanted), None) = (all.is_empty(), wanted, together) {
            return Err(unknown(spec, roster, wanted));
        }
        let papers = all.len();
        let shard = request.batch.shard.unwrap_or(Shard { number: 1, of: 1 });
        let ours = shard.range(papers);
        let first_of = |form: usize| all.iter().position(|sitter| sitter.form == form);
        let key = |(at, selection): (usize, &Selection)| {
            let is_had = all[ours.clone()].iter().any(|sitter| sitter.form == at);
            FormKey {
                at,
                title: selection.form.clone(),
                file: is_had.then(|| with_form(&spec.output.key, &selection.form)),
                is_ours: first_of(at).is_some_and(|first| ours.contains(&first)),
            }
        };
        let keys = together.unwrap_or_default().iter().enumerate().map(key).collect();
        let sitters = all.into_iter().skip(ours.start).take(ours.len()).collect();
        let manifest = match request.batch.shard {
            Some(Shard { number, of }) => with_form(&spec.output.manifest, &format!("{number}-of-{of}")),
            None => spec.output.manifest.clone(),
        };
        let snapshot = request.snapshot.then(|| snapshot_name(&manifest));
        Ok(Self { sitters, papers, keys, manifest, snapshot, is_merged: request.batch.merge, merged: merged(spec) })
    }

    /// All forms, for anybody, in one file.
    fn of_forms(spec: &'a Spec, forms: &'a [Selection], snapshot: bool) -> Self {
        let forms = forms.iter().enumerate();
        let wanted = forms.filter(|(_, form)| spec.form.as_ref().is_none_or(|wanted| *wanted == form.form));
        let sitters: Vec<Sitter<'a>> = wanted
            .map(|(at, form)| Sitter {
                candidate: None,
                name: &form.form,
                form: at,
                sheet: with_form(&spec.output.candidate, &form.form),
                key: Some(with_form(&spec.output.key, &form.form)),
            })
            .collect();
        Self {
            papers: sitters.len(),
            sitters,
            keys: Vec::new(),
            manifest: spec.output.manifest.clone(),
            snapshot: snapshot.then(|| snapshot_name(&spec.output.manifest)),
            is_merged: true,
            merged: merged(spec),
        }
    }

    /// The names of all files that this run writes.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        let single = self.sitters.iter().flat_map(|sitter| std::iter::once(&sitter.sheet).chain(&sitter.key));
        let keys = self.keys.iter().filter(|key| key.is_ours).filter_map(|key| key.file.as_ref());
        let papers: Vec<&String> =
            if self.is_merged { self.merged.iter().collect() } else { single.chain(keys).collect() };
        papers.into_iter().chain(&self.snapshot).chain([&self.manifest]).map(String::as_str)
    }
}

fn merged(spec: &Spec) -> [String; 2] {
    [plural(&spec.output.candidate), plural(&spec.output.key)]
}

fn sitter<'a>(
    spec: &Spec,
    together: Option<&'a [Selection]>,
    at: usize,
    (candidate, name): (&'a Candidate, String),
) -> Sitter<'a> {
    let sheet = with_form(&spec.output.candidate, &name);
    if let Some(forms) = together {
        let form = at % forms.len();
        Sitter { candidate: Some(candidate), name: &forms[form].form, form, sheet, key: None }
    } else {
        let key = Some(with_form(&spec.output.key, &name));
        Sitter { candidate: Some(candidate), name: &candidate.id, form: at, sheet, key }
    }
}

/// For each candidate what stands for them in the names of files.
fn names(roster: &Roster) -> Result<Vec<String>, Vec<Diagnostic>> {
    let mut told: BTreeMap<String, &Candidate> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut names = Vec::new();
    for candidate in &roster.candidates {
        let keep = |letter: char| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '_' };
        let name: String = candidate.id.chars().map(keep).collect();
        if is_device(&name) {
            let message = format!("the id `{}` is a name that Windows keeps for itself", candidate.id);
            problems.push(Diagnostic::new(candidate.span, message, "this line", "write another id"));
        } else if let Some(other) = told.insert(folded(&name), candidate) {
            let message = format!("the files of `{}` and `{}` would have the same names", other.id, candidate.id);
            let help =
                "write ids that differ in more than capitals, and in letters, digits, hyphens, underscores or dots";
            let problem = Diagnostic::new(candidate.span, message, "this line", help);
            problems.push(problem.related(other.span, "and this one"));
        }
        names.push(name);
    }
    if problems.is_empty() { Ok(names) } else { Err(problems) }
}

/// What a name is to a file system that does not tell capitals from small letters.
fn folded(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [digit] if digit.is_ascii_digit()))
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(|device| numbered(device))
}

/// No two files of a batch may have one name, also where one is a sheet and the other a key.
fn collide(sitters: &[Sitter<'_>], spec: &Spec) -> Result<(), Failure> {
    let mut told = BTreeSet::new();
    let manifest = spec.output.manifest.as_str();
    let names = sitters.iter().flat_map(|sitter| std::iter::once(&sitter.sheet).chain(&sitter.key));
    for name in names.map(String::as_str).chain([manifest]) {
        if !told.insert(folded(name)) {
            return Err(Failure::User(format!(
                "{name}: two files would have this name\nhelp: give `candidate`, `key` and `manifest` names that begin otherwise"
            )));
        }
    }
    Ok(())
}

/// Whether a roster has a candidate.
pub(in super::super) fn known(spec: &Spec, roster: &Roster, wanted: &str) -> Result<(), Failure> {
    let is_there = roster.candidates.iter().any(|candidate| candidate.id == wanted);
    if is_there { Ok(()) } else { Err(unknown(spec, roster, wanted)) }
}

fn unknown(spec: &Spec, roster: &Roster, wanted: &str) -> Failure {
    let file = spec.roster.as_ref().map_or("", |roster| roster.value.as_str());
    let help = match nearest(wanted, roster.candidates.iter().map(|candidate| candidate.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "without `forms`, `form` is the id of the one candidate to print; leave it out for all".to_owned(),
    };
    Failure::User(format!("{file}: no candidate has the id `{wanted}`\nhelp: {help}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_of_windows_are_known_whatever_their_ending() {
        for device in ["con", "NUL", "Aux.x", "com1", "LPT9.pdf"] {
            assert!(is_device(device), "{device}");
        }
        for other in ["cons", "com", "com10", "x.con", "1"] {
            assert!(!is_device(other), "{other}");
        }
    }
}
