//! Adding to a history.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Error, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::Deserialize;

use super::ELSEWHERE;
use super::read::{is_there, unlockable};

/// What tells a form of an exam from all others.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Which {
    exam: String,
    form: String,
    form_code: String,
    person: Option<String>,
}

/// Whether lines can be added, as far as can be told without adding any; the error says where, what, and what to do.
pub fn may_append(path: &Path) -> Result<(), String> {
    if is_there(path)? {
        let is_protected = std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly());
        if is_protected {
            return Err(format!(
                "{}: this file is protected from writing\nhelp: make it writable, or {ELSEWHERE}",
                path.display()
            ));
        }
        return OpenOptions::new().append(true).open(path).map(drop).map_err(|error| unwritable(path, &error));
    }
    let folder = folder(path);
    if folder.is_dir() {
        return tempfile::tempfile_in(folder).map(drop).map_err(|error| unwritable(path, &error));
    }
    Ok(())
}

/// Adds lines, which are JSON as [`super::Line::json`] gives it, all or none; those of forms that are remembered already are left
/// out. Gives how many were added. The file and its folder are made if they are not there. The error says where, what, and what
/// to do.
pub fn append(path: &Path, lines: &[String]) -> Result<usize, String> {
    if lines.is_empty() {
        return Ok(0);
    }
    let unwritable = |error: Error| unwritable(path, &error);
    std::fs::create_dir_all(folder(path)).map_err(unwritable)?;
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(unwritable)?;
    file.lock().map_err(|error| unlockable(path, &error))?;
    let known = known(&mut file, lines).map_err(unwritable)?;
    let is_new = |line: &&String| which(line.as_bytes()).is_none_or(|which| !known.contains(&which));
    let new: Vec<&String> = lines.iter().filter(is_new).collect();
    if new.is_empty() {
        return Ok(0);
    }
    let end = file.seek(SeekFrom::End(0)).map_err(unwritable)?;
    // A program that was stopped while it wrote may have left a line without an end.
    let mut text = if is_open(&mut file, end).map_err(unwritable)? { "\n".to_owned() } else { String::new() };
    for line in &new {
        text.push_str(line);
        text.push('\n');
    }
    if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        // The error that led here is the one to tell; where a file cannot be cut, half a line stays and is told of when read.
        let _ = file.set_len(end);
        return Err(unwritable(error));
    }
    Ok(new.len())
}

/// The forms of these lines' exam that are remembered. What cannot be read is none of them.
fn known(file: &mut File, lines: &[String]) -> Result<BTreeSet<Which>, Error> {
    let exams: BTreeSet<String> = lines.iter().filter_map(|line| Some(which(line.as_bytes())?.exam)).collect();
    let mut known = BTreeSet::new();
    file.rewind()?;
    for line in BufReader::new(file).split(b'\n') {
        known.extend(which(&line?).filter(|which| exams.contains(&which.exam)));
    }
    Ok(known)
}

fn which(line: &[u8]) -> Option<Which> {
    serde_json::from_slice(line).ok()
}

/// Whether the last line has no end.
fn is_open(file: &mut File, end: u64) -> Result<bool, Error> {
    if end == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(end - 1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn unwritable(path: &Path, error: &Error) -> String {
    format!("{}: cannot be written: {}\nhelp: {ELSEWHERE}", path.display(), error.kind())
}
