//! Targets whose bytes are a file beside an `exam.toml`: what the commands make of it.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use exampress::assets::Assets;
use exampress::commands::{
    BatchOptions, Context, DrawOptions, Failure, ReprintRequest, Request, draw, generate, reprint, verify,
};
use exampress::manifest::seal;
use exampress::roster;
use exampress::source::Sources;
use serde_json::Value;

use crate::{bench, put, show};

/// Most candidates of a roster that is printed: more take time, and say nothing that fewer do not.
const MOST_CANDIDATES: usize = 4;

/// Prints all that a roster says of a candidate.
const ALL_COLUMNS: &str = "\n{{#each candidate}}\n{{@key}} = {{this}}\n\n{{/each}}\n";

/// A roster, whose candidates get papers that print all of it. An even number of them shares forms; with an even number of
/// columns all papers stand in one file. What is made lies in its folder, and comes out again to the byte.
pub fn roster(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = roster::without_mark(text);
    let mut sources = Sources::default();
    let source = sources.add("r.csv", text);
    let roster = match roster::read(text, source) {
        Ok(roster) if roster.candidates.len() <= MOST_CANDIDATES => roster,
        Ok(_) => return,
        Err(problems) => return show(&problems, &sources),
    };
    let candidates = roster.candidates.len();
    let (shares_forms, is_merged) = (candidates.is_multiple_of(2), roster.columns.len().is_multiple_of(2));
    let forms = if shares_forms { "forms = 2\n" } else { "" };
    let sheet = Assets::built_in("candidate.hbs").expect("the program has this file").text + ALL_COLUMNS;
    let home = project("roster/deep/er", &format!("seed = \"a\"\ncount = 2\nroster = \"r.csv\"\n{forms}"));
    put(&home.join("templates/candidate.hbs"), sheet.as_bytes());
    put(&home.join("r.csv"), data);
    let top = bench::folder("");
    let mut request = request(&home);
    request.batch.merge = is_merged;
    let before = files(&top);
    if passed(generate(&request, &mut Context::default())).is_some() {
        let made = files(&home.join("out")).len();
        let keys = if shares_forms { 2 } else { candidates };
        assert_eq!(made, if is_merged { 3 } else { candidates + keys + 1 }, "files");
        again(&home, &request);
    }
    clear(&home);
    assert_eq!(before, files(&top), "a file elsewhere");
}

/// A history, of which draws avoid something. Making an exam adds to its end once, and whoever makes it again gets the same.
pub fn history(data: &[u8]) {
    let all = "seed = \"a\"\ncount = 2\nhistory = \"used.jsonl\"\navoid = \"all\"\n";
    let home = project("history", all);
    let past = home.join("used.jsonl");
    put(&past, data);
    put(&home.join("r.csv"), b"id,name\na,Ann\nb,Bo\n");
    for (name, more) in [("last.toml", ""), ("person.toml", "roster = \"r.csv\"\nform = \"a\"\n")] {
        let from = if more.is_empty() { "{ from = \"last 2 exams\", weight = 3 }" } else { "\"person\"" };
        let text = all.replace("\"all\"", from) + more;
        put(&home.join(name), text.as_bytes());
        let request = Request { spec: Some(home.join(name)), ..request(&home) };
        let options = DrawOptions { explain: true, ..DrawOptions::default() };
        passed(draw(&request, &options, &mut Context::default()));
    }
    let request = request(&home);
    if passed(generate(&request, &mut Context::default())).is_some() {
        let (papers, lines) = (texts(&home.join("out")), std::fs::read(&past).expect("the history is there"));
        assert!(lines.starts_with(data), "lines that were there before are others");
        clear(&home);
        must_pass(generate(&request, &mut Context::default()));
        assert!(papers == texts(&home.join("out")), "the same exam has other papers");
        assert_eq!(lines, std::fs::read(&past).expect("the history is there"), "the same exam is remembered twice");
    }
    clear(&home);
}

/// A manifest of one paper or of a batch, whose seal is made right: a new draw is set against it, and its papers are looked
/// for and printed again.
pub fn manifest(data: &[u8]) {
    let home = project("manifest", "seed = \"a\"\ncount = 6\n");
    let path = home.join("manifest.json");
    put(&path, &sealed(data));
    let request = request(&home);
    let options = DrawOptions { diff: Some(path.clone()), explain: true, ..DrawOptions::default() };
    passed(draw(&request, &options, &mut Context::default()));
    passed(verify(std::slice::from_ref(&path), None, &request, &mut Context::default()));
    let again = ReprintRequest {
        manifests: vec![path],
        project: request,
        out: Some(home.join("again")),
        ..ReprintRequest::default()
    };
    passed(reprint(&again, &mut Context::default()));
    clear(&home);
}

/// A folder of the process with the sample bank and this `exam.toml`.
fn project(name: &str, exam: &str) -> PathBuf {
    let home = bench::folder(name);
    put(&home.join("exam.toml"), exam.as_bytes());
    if !home.join("questions").exists() {
        put(&home.join("questions/bank.toml"), include_bytes!("../../templates/start/questions/bank.toml"));
        put(&home.join("questions/a.toml"), include_bytes!("../../templates/start/questions/sample.toml"));
    }
    home
}

fn request(home: &Path) -> Request {
    let out = exampress::spec::Flag { name: "out", value: home.join("out").display().to_string() };
    let batch = BatchOptions { threads: Some(NonZero::<usize>::MIN), ..BatchOptions::default() };
    Request { spec: Some(home.join("exam.toml")), flags: vec![out], batch, ..Request::default() }
}

/// What was made has to be as it was, and to come out again.
fn again(home: &Path, request: &Request) {
    let manifests = vec![home.join("out/manifest.json")];
    must_pass(verify(&manifests, None, request, &mut Context::default()));
    let out = Some(home.join("again"));
    let again = ReprintRequest { manifests, project: request.clone(), out, ..ReprintRequest::default() };
    must_pass(reprint(&again, &mut Context::default()));
    let mut made = texts(&home.join("out"));
    made.retain(|path, _| !path.ends_with("manifest.json"));
    assert!(made == texts(&home.join("again")), "other papers");
}

/// A manifest with the seal that belongs to it, if it is JSON.
fn sealed(data: &[u8]) -> Vec<u8> {
    let Ok(mut manifest) = serde_json::from_slice::<Value>(data) else { return data.to_vec() };
    if manifest.get("seal").is_some() {
        manifest["seal"] = seal(manifest.clone()).into();
    }
    manifest.to_string().into_bytes()
}

/// What a command gave, if it was not refused; a mistake of the program is a find.
fn passed(result: Result<String, Failure>) -> Option<String> {
    match result {
        Ok(text) => Some(text),
        Err(Failure::Bug(reason)) => panic!("{reason}"),
        Err(_) => None,
    }
}

/// Panics with what was refused.
fn must_pass(result: Result<String, Failure>) {
    match result {
        Err(Failure::User(reason) | Failure::Bug(reason)) => panic!("{reason}"),
        Ok(_) | Err(Failure::Stopped(_)) => {}
    }
}

/// Takes away what was made.
fn clear(home: &Path) {
    for name in ["out", "again"] {
        drop(std::fs::remove_dir_all(home.join(name)));
    }
}

/// All files in a folder and below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The names of all files in a folder, and what they hold.
fn texts(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let of = |path: PathBuf| {
        let bytes = std::fs::read(&path).expect("what was written can be read");
        (path.strip_prefix(folder).expect("files lie in their folder").to_owned(), bytes)
    };
    files(folder).into_iter().map(of).collect()
}
