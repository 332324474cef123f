//! The item bank: reads every TOML file of a folder, or the files inside the program, and gives a [`Bank`] in which
//! every question can be drawn and printed.
//!
//! Files are read in path order. `bank.toml` names levels, topics and defaults; all others hold questions. What a file
//! says is first read as it stands (`raw`), then checked question by question (`check` for what all questions have,
//! `task` for what a kind needs, `code` for what is said of code); `said` gives it back. Files are read side by side; ids, and what questions say of one another (`ties`), are
//! compared when all are read. All problems of all files come in one report.

mod allow;
mod check;
mod code;
mod file;
mod files;
mod head;
mod lists;
mod question;
mod raw;
mod said;
mod task;
mod ties;

use std::collections::BTreeMap;

pub use allow::{Allowance, WarningCode};
pub use files::{Kept, Origin};
pub use question::{
    Bank, Body, ChoiceOption, Concepts, Kind, Name, Notes, Number, Part, Question, Response, RubricRow, Space, Task,
};

pub use said::as_toml;

use crate::diagnostic::Diagnostic;
use crate::digest::{joined, sha256_hex};
use crate::parallel::each;
use crate::source::{SourceId, Sources, Span};
use check::Checker;
use file::read_file;
use files::File;
use head::Head;
use ties::Ties;

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
        .filter_map(|mut file| {
            let id = add_text(&mut file, sources, &mut problems)?;
            Some((file, id))
        })
        .collect();

    let mut whole = problems.is_empty() && !matches!(origin, Origin::Kept(_));
    let head_file = texts.iter().find(|(file, _)| file.is_head());
    let head = match head_file {
        Some((_, id)) => Head::read(&sources.get(*id).text, *id),
        None => Ok(Head::default()),
    };
    let head = head.unwrap_or_else(|found| {
        problems.extend(found);
        Head::lenient()
    });

    let question_files: Vec<&(File, SourceId)> = texts.iter().filter(|(file, _)| !file.is_head()).collect();
    let readings = each(&question_files, |(file, id)| {
        let picture = |path: &str| origin.picture(file, path);
        read_file(Checker::new(&sources.get(*id).text, *id, &file.path, &head, &picture))
    });
    let mut questions = BTreeMap::new();
    let mut ties: Vec<Ties> = Vec::new();
    for reading in readings {
        problems.extend(reading.problems);
        whole &= reading.whole;
        ties.extend(reading.ties);
        let before = questions.len();
        questions.extend(reading.questions.into_iter().map(|question| {
            let place = before + question.place;
            (question.id.clone(), Question { place, ..question })
        }));
    }
    problems.extend(ties::problems(&ties, whole));
    if !problems.is_empty() {
        return Err(BankError::Problems(problems));
    }
    Ok(assemble(head, questions))
}

/// Moves the text of a file to the sources, even of one that is not UTF-8, so that a message can show the line.
fn add_text(file: &mut File, sources: &mut Sources, problems: &mut Vec<Diagnostic>) -> Option<SourceId> {
    match String::from_utf8(std::mem::take(&mut file.bytes)) {
        Ok(text) => Some(sources.add(&file.name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let id = sources.add(&file.name, String::from_utf8_lossy(error.as_bytes()));
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
        python: head.python,
        questions,
        digest,
        concepts: head.concepts,
        vocabulary: head.vocabulary,
        span: head.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &std::path::Path, file: &str, ids: [&str; 2]) {
        let question = |id: &str| {
            let head = "[[question]]\nlevel = \"mid\"\ntopic = \"sea\"\nkind = \"open\"\nmarks = 1\nminutes = 1\n";
            format!("{head}id = \"{id}\"\nprompt = \"Why?\"\nanswer = \"Because.\"\n")
        };
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        std::fs::write(path, ids.map(question).concat()).expect("files can be written");
    }

    #[test]
    fn questions_know_their_file_and_their_place() {
        let folder = tempfile::tempdir().expect("folders can be made");
        write(folder.path(), "b.toml", ["e", "d"]);
        write(folder.path(), "a/z.toml", ["f", "c"]);
        let bank = load(&Origin::Folder(folder.path().to_owned()), &mut Sources::default()).expect("a good bank");
        let mut questions: Vec<&Question> = bank.questions.values().collect();
        questions.sort_by_key(|question| question.place);
        let told: Vec<(usize, &str, &str)> =
            questions.iter().map(|question| (question.place, &*question.file, &*question.id)).collect();
        assert_eq!(told, [(0, "a/z.toml", "f"), (1, "a/z.toml", "c"), (2, "b.toml", "e"), (3, "b.toml", "d")]);
    }

    #[test]
    fn files_inside_the_program_are_named_from_the_top_of_their_bank() {
        let bank = load(&Origin::BuiltIn, &mut Sources::default()).expect("a good bank");
        assert_eq!(bank.questions["gil-cpu-bound-threads"].file, "concurrency/mid.toml");
    }
}
