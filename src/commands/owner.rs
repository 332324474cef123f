//! `exampress key`: whose form a code is, where its key lies, and its answers at a glance.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::bank::Bank;
use crate::paper;
use crate::template;
use crate::wording::{all_of, count, one_of};

use super::project::{Project, Request};
use super::table::table;
use super::{Context, Failure};

/// Most codes that are told of.
const MOST_TOLD: usize = 4;
/// How alike two codes are that may be mistaken for each other.
const ALIKE: f64 = 0.6;

/// Which form is looked for.
#[derive(Debug, Clone, Default)]
pub struct OwnerRequest {
    /// Its code, or a part of it.
    pub code: String,
    /// Where to look.
    pub manifests: Vec<PathBuf>,
    /// Where the bank is.
    pub project: Request,
}

/// A manifest of one paper or of many, as far as it is needed here.
#[derive(Debug, Deserialize)]
struct Manifest {
    spec: Asked,
    forms: Option<Vec<Form>>,
    form: Option<String>,
    form_code: Option<String>,
    questions: Option<Vec<Question>>,
    candidate: Option<Place>,
    key: Option<Place>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    language: String,
    theme: String,
}

#[derive(Debug, Deserialize)]
struct Form {
    #[serde(rename = "form")]
    name: String,
    #[serde(rename = "form_code")]
    code: String,
    candidate_id: Option<String>,
    questions: Vec<Question>,
    candidate: Place,
    key: Place,
}

#[derive(Debug, Deserialize)]
struct Question {
    id: String,
    digest: String,
    order: Vec<Vec<usize>>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Place {
    file: String,
    first_page: Option<usize>,
    pages: usize,
}

/// A form with the manifest it stands in.
struct Found<'a> {
    path: &'a Path,
    asked: &'a Asked,
    form: &'a Form,
}

/// Finds a form by its code.
pub fn owner(request: &OwnerRequest, context: &mut Context) -> Result<String, Failure> {
    let mut manifests = Vec::new();
    for path in &request.manifests {
        manifests.push((path.as_path(), read(path)?));
    }
    let all: Vec<Found<'_>> = manifests
        .iter()
        .flat_map(|(path, (asked, forms))| forms.iter().map(|form| Found { path, asked, form }))
        .collect();
    let wanted = plain(&request.code);
    let mut found: BTreeMap<&str, Vec<&Found<'_>>> = BTreeMap::new();
    for one in all.iter().filter(|one| !wanted.is_empty() && plain(&one.form.code).contains(&wanted)) {
        found.entry(&one.form.code).or_default().push(one);
    }
    if let Some(exact) = found.keys().find(|code| plain(code) == wanted).copied() {
        found.retain(|code, _| *code == exact);
    }
    let mut codes = found.into_iter();
    match (codes.next(), codes.next()) {
        (None, _) => Err(unknown(request, &all, &wanted)),
        (Some((_, owners)), None) => Ok(told(&owners, request, context)),
        (Some((first, _)), Some((second, _))) => {
            let named = [first, second].into_iter().chain(codes.map(|(code, _)| code));
            let named: Vec<String> = named.take(MOST_TOLD).map(|code| format!("`{code}`")).collect();
            let code = &request.code;
            Err(Failure::User(format!(
                "command line: several forms have `{code}` in their codes\nhelp: write more of the code: {}",
                one_of(named)
            )))
        }
    }
}

/// A code as it may be typed: without hyphens, and with the letters that Crockford's digits leave out as what they look like.
pub(super) fn plain(code: &str) -> String {
    let digit = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    code.chars().filter(char::is_ascii_alphanumeric).map(digit).collect()
}

fn read(path: &Path) -> Result<(Asked, Vec<Form>), Failure> {
    let name = path.display();
    let help = "name the manifest.json that `exampress generate` wrote beside the papers with --manifest";
    let file = File::open(path)
        .map_err(|error| Failure::User(format!("{name}: cannot be read: {}\nhelp: {help}", error.kind())))?;
    let unlike = |reason: String| {
        Failure::User(format!("{name}: this is not a manifest of this version of exampress: {reason}\nhelp: {help}"))
    };
    let manifest: Manifest =
        serde_json::from_reader(BufReader::new(file)).map_err(|error| unlike(error.to_string()))?;
    match (manifest.forms, manifest.form) {
        (Some(forms), _) => Ok((manifest.spec, forms)),
        (None, Some(form)) => {
            let single = Form {
                name: form,
                code: manifest.form_code.unwrap_or_default(),
                candidate_id: None,
                questions: manifest.questions.unwrap_or_default(),
                candidate: manifest.candidate.ok_or_else(|| unlike("no candidate sheet".to_owned()))?,
                key: manifest.key.ok_or_else(|| unlike("no key".to_owned()))?,
            };
            Ok((manifest.spec, vec![single]))
        }
        (None, None) => Err(unlike("no form".to_owned())),
    }
}

fn unknown(request: &OwnerRequest, all: &[Found<'_>], wanted: &str) -> Failure {
    let names: Vec<String> = request.manifests.iter().map(|path| path.display().to_string()).collect();
    let mut near: Vec<(f64, &str)> = all
        .iter()
        .map(|one| (strsim::normalized_levenshtein(wanted, &plain(&one.form.code)), one.form.code.as_str()))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    near.dedup_by_key(|(_, code)| *code);
    let help = if near.is_empty() {
        "the code stands at the top of every page; name other manifests with --manifest".to_owned()
    } else {
        format!("did you mean {}?", one_of(near.iter().take(MOST_TOLD).map(|(_, code)| format!("`{code}`"))))
    };
    Failure::User(format!("{}: no form has the code `{}`\nhelp: {help}", names.join(", "), request.code))
}

fn told(owners: &[&Found<'_>], request: &OwnerRequest, context: &mut Context) -> String {
    let (first, form) = (owners[0], owners[0].form);
    let folder = first.path.parent().unwrap_or(Path::new(""));
    let whose = all_of(owners.iter().filter_map(|one| one.form.candidate_id.as_deref()));
    let mut lines = vec![("form", format!("{}, {}", form.name, form.code))];
    if !whose.is_empty() {
        lines.push(("candidate", whose));
    }
    let sheets: Vec<String> = owners.iter().map(|one| place(folder, &one.form.candidate)).collect();
    lines.push(("sheet", all_of(sheets)));
    lines.push(("key", place(folder, &form.key)));
    let table = match answers(first, &request.project, context) {
        Ok(answers) => format!("\n{answers}"),
        Err(reason) => {
            lines.push(("answers", reason));
            String::new()
        }
    };
    let lines = lines.iter().map(|(label, words)| format!("{label:10} {words}\n"));
    lines.chain([table]).collect()
}

/// Such as `out/keys.pdf, pages 13 to 16`.
fn place(folder: &Path, place: &Place) -> String {
    let path = folder.join(&place.file).display().to_string();
    match place.first_page {
        Some(first) if place.pages > 1 => format!("{path}, pages {first} to {}", first + place.pages - 1),
        Some(first) => format!("{path}, page {first}"),
        None => format!("{path} ({})", count(place.pages, "page")),
    }
}

/// The answers at a glance, or why they cannot be told.
fn answers(found: &Found<'_>, request: &Request, context: &mut Context) -> Result<String, String> {
    let elsewhere = "see the key; its bank, named by --spec or --bank, would tell more";
    let other = |_| format!("the bank cannot be read here: {elsewhere}");
    let project = Project::open(request, context).map_err(other)?;
    let looks = project.looks(&found.asked.theme, &found.asked.language, context).map_err(other)?;
    let changed = |id: &str| format!("question `{id}` is not in this bank as it was drawn: {elsewhere}");
    let mut rows = Vec::new();
    for (at, question) in found.form.questions.iter().enumerate() {
        let right = right(question, &project.bank).ok_or_else(|| changed(&question.id))?;
        rows.push(vec![(at + 1).to_string(), question.id.clone(), template::at_a_glance(&right, &looks.words)]);
    }
    Ok(table(&["number", "id", "answer"], &rows))
}

/// What is right of a question, if it is the one that was drawn.
fn right(question: &Question, bank: &Bank) -> Option<paper::KeyQuestion> {
    let drawn = bank.questions.get(&question.id).filter(|drawn| drawn.digest == question.digest)?;
    paper::key_question(drawn, &question.order, bank)
}
