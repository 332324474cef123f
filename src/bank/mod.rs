//! The item bank: reads every TOML file of a folder, or the files inside the program, and gives a [`Bank`] in which
//! every question can be drawn and printed.
//!
//! Files are read in path order. `bank.toml` names levels, topics and defaults; all others hold questions. What a file
//! says is first read as it stands (`raw`), then checked question by question (`check` for what all questions have,
//! `task` for what a kind needs). All problems of all files come in one report.

mod check;
mod files;
mod head;
mod question;
mod raw;
mod task;

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeValue;

pub use files::Origin;
pub use question::{
    Bank, Body, ChoiceOption, Kind, Name, Notes, Number, Part, Question, Response, RubricRow, Space, Task,
};

use crate::diagnostic::Diagnostic;
use crate::digest::{joined, sha256_hex};
use crate::source::{SourceId, Sources, Span};
use crate::toml_text;
use check::Checker;
use files::File;
use head::Head;
use raw::RawQuestion;

/// Why a bank cannot be used.
#[derive(Debug)]
pub enum BankError {
    /// A file or folder cannot be read; the text names it.
    Unreadable(String),
    /// What the files say is wrong.
    Problems(Vec<Diagnostic>),
}

/// Reads and checks a bank. The texts of its files are added to `sources`, where problems point into them.
pub fn load(origin: &Origin, sources: &mut Sources) -> Result<Bank, BankError> {
    let files = origin.files().map_err(BankError::Unreadable)?;
    let mut problems = Vec::new();
    let texts: Vec<(File, SourceId)> = files
        .into_iter()
        .filter_map(|file| {
            let id = add_text(&file, sources, &mut problems)?;
            Some((file, id))
        })
        .collect();

    let head_file = texts.iter().find(|(file, _)| file.is_head);
    let head = match head_file {
        Some((_, id)) => Head::read(&sources.get(*id).text, *id),
        None => Ok(Head::default()),
    };
    let head = head.unwrap_or_else(|found| {
        problems.extend(found);
        Head::lenient()
    });

    let mut questions = BTreeMap::new();
    let mut seen = BTreeMap::new();
    for (file, id) in texts.iter().filter(|(file, _)| !file.is_head) {
        let picture = |path: &str| origin.picture(file, path);
        let mut checker = Checker::new(&sources.get(*id).text, *id, &head, &picture);
        for question in read_questions(&mut checker, &mut seen) {
            questions.insert(question.id.clone(), question);
        }
        problems.append(&mut checker.problems);
    }
    if !problems.is_empty() {
        return Err(BankError::Problems(problems));
    }
    Ok(assemble(head, questions))
}

/// Keeps the text of a file, even of one that is not UTF-8, so that a message can show the line.
fn add_text(file: &File, sources: &mut Sources, problems: &mut Vec<Diagnostic>) -> Option<SourceId> {
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => Some(sources.add(&file.name, text)),
        Err(error) => {
            let at = error.valid_up_to();
            let id = sources.add(&file.name, String::from_utf8_lossy(&file.bytes));
            problems.push(Diagnostic::new(
                Span::new(id, at..at + char::REPLACEMENT_CHARACTER.len_utf8()),
                "this file is not UTF-8",
                "this character cannot be read",
                "save the file as UTF-8 in your editor",
            ));
            None
        }
    }
}

/// The questions of one file that have no problem; `seen` holds the ids of the files before it.
fn read_questions(checker: &mut Checker<'_>, seen: &mut BTreeMap<String, Span>) -> Vec<Question> {
    let table = match toml_text::table(checker.text, checker.id) {
        Ok(table) => table,
        Err(found) => {
            checker.problems.extend(found);
            return Vec::new();
        }
    };
    let start = "start each question with a line `[[question]]`; levels and topics go into bank.toml";
    let mut questions = Vec::new();
    let mut homeless: Vec<Diagnostic> = Vec::new();
    for (key, value) in table {
        let span = Span::new(checker.id, key.span());
        let key = key.into_inner();
        let heading = checker.text[..span.start].trim_end().ends_with('[');
        match value.into_inner() {
            DeValue::Array(entries) if key == "question" => {
                for entry in entries {
                    questions.extend(read_question(entry, checker, seen));
                }
            }
            _ if !heading => {
                let message = format!("`{key}` stands before the first question");
                homeless.push(Diagnostic::new(span, message, "of no question", start));
            }
            _ if key == "question" => {
                checker.problem(span, "a question starts with two brackets", "here", "write `[[question]]`");
            }
            _ => checker.problem(span, format!("unknown heading `{key}`"), "not known here", start),
        }
    }
    // Where the first heading was forgotten, all keys below it are homeless for one reason.
    checker.problems.extend(homeless.into_iter().min_by_key(|problem| problem.span));
    questions
}

fn read_question(
    entry: Spanned<DeValue<'_>>,
    checker: &mut Checker<'_>,
    seen: &mut BTreeMap<String, Span>,
) -> Option<Question> {
    let span = Span::new(checker.id, entry.span());
    let raw: RawQuestion = match toml_text::value(entry, checker.id) {
        Ok(raw) => raw,
        Err(found) => {
            checker.problems.extend(found);
            return None;
        }
    };
    let mut again = false;
    if let Some(id) = &raw.id {
        let here = Span::new(checker.id, id.span());
        let first = *seen.entry(id.get_ref().clone()).or_insert(here);
        again = first != here;
        if again {
            checker.problems.push(
                Diagnostic::new(
                    here,
                    format!("two questions have the id `{}`", id.get_ref()),
                    "the second one",
                    "give one of them another id; an id stands for one question for ever",
                )
                .related(first, "the first one"),
            );
        }
    }
    checker.question(&raw, span).filter(|_| !again)
}

fn assemble(head: Head, questions: BTreeMap<String, Question>) -> Bank {
    let fields: Vec<&str> =
        questions.values().flat_map(|question| [question.id.as_str(), question.digest.as_str()]).collect();
    let digest = sha256_hex(&joined(&fields));
    let topics = head.topics.unwrap_or_else(|| {
        let used: std::collections::BTreeSet<&str> =
            questions.values().map(|question| question.topic.as_str()).collect();
        used.into_iter().map(head::named).collect()
    });
    Bank {
        title: head.title,
        language: head.language,
        licence: head.licence,
        levels: head.levels,
        topics,
        questions,
        digest,
    }
}
