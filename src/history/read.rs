//! Reading a history.
//!
//! An exam comes after the lines that were there when it was first drawn, and before its own and all later ones. So what it
//! avoids does not change when it is made again, or by shares of it that are made at different times.

use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Seek};
use std::path::Path;

use serde::Deserialize;
use serde_json::error::Category;

use crate::digest::Running;
use crate::reading;

use super::{ELSEWHERE, Line, VERSION};

/// Most bytes of a line: an exam has a thousand questions at most.
const LONGEST_LINE: u64 = 1_000_000;

/// What to do about a line that cannot be read.
const MEND: &str = "put the line as `exampress generate` wrote it, or take it out";

/// The lines that an exam comes after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// How many.
    pub lines: usize,
    /// SHA-256 of them, each with a line feed.
    pub sha256: String,
}

/// Reads all lines, and hands over those that the exam with this id comes after. A file that is not there has none. The error
/// says where, what, and what to do.
pub fn read(path: &Path, exam: &str, mut visit: impl FnMut(Line)) -> Result<Before, String> {
    let mut digest = Running::default();
    let Some(mut file) = open(path)? else {
        return Ok(Before { lines: 0, sha256: digest.hex() });
    };
    let mut there = 0;
    let mut before = None;
    for line in Lines::of(&mut file, path)? {
        let (_, line) = line?;
        if before.is_none() && line.exam == exam {
            before = Some(line.after.min(there));
        }
        there += 1;
    }
    let lines = before.unwrap_or(there);
    for line in Lines::of(&mut file, path)?.take(lines) {
        let (text, line) = line?;
        digest.add(text.as_bytes());
        digest.add(b"\n");
        visit(line);
    }
    Ok(Before { lines, sha256: digest.hex() })
}

/// The file under a lock shared with other readers, if it is there.
fn open(path: &Path) -> Result<Option<File>, String> {
    let unreadable = |error: &Error| format!("{}: cannot be read: {error}\nhelp: {ELSEWHERE}", path.display());
    if !is_there(path)? {
        return Ok(None);
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    file.lock_shared().map_err(|error| unlockable(path, &error))?;
    let size = file.metadata().map_err(|error| unreadable(&error))?.len();
    reading::fits(size, reading::MOST_HISTORY).map_err(|error| {
        let help = "take the lines of old exams out, or begin another file";
        format!("{}: cannot be read: {error}\nhelp: {help}", path.display())
    })?;
    Ok(Some(file))
}

/// Whether there is a plain file; what is there and is none is an error.
pub(super) fn is_there(path: &Path) -> Result<bool, String> {
    let place = path.display();
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(format!("{place}: this is a folder\nhelp: {ELSEWHERE}")),
        Ok(found) if !found.is_file() => Err(format!("{place}: this is not a plain file\nhelp: {ELSEWHERE}")),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(format!("{place}: cannot be read: {}\nhelp: {ELSEWHERE}", error.kind())),
    }
}

pub(super) fn unlockable(path: &Path, error: &Error) -> String {
    format!(
        "{}: cannot be locked: {error}\nhelp: put the history into a folder whose file system knows locks",
        path.display()
    )
}

/// The lines of a file, with their text; empty ones are left out.
struct Lines<'h> {
    path: &'h Path,
    reader: BufReader<&'h mut File>,
    number: usize,
}

impl<'h> Lines<'h> {
    /// From the start of the file.
    fn of(file: &'h mut File, path: &'h Path) -> Result<Self, String> {
        file.rewind().map_err(|error| format!("{}: cannot be read: {error}\nhelp: {ELSEWHERE}", path.display()))?;
        Ok(Self { path, reader: BufReader::new(file), number: 0 })
    }

    /// The next line that holds anything.
    fn text(&mut self) -> Result<Option<String>, String> {
        loop {
            self.number += 1;
            let mut bytes = Vec::new();
            let read = (&mut self.reader).take(LONGEST_LINE + 1).read_until(b'\n', &mut bytes);
            if read.map_err(|error| self.problem(&format!("cannot be read: {error}"), ELSEWHERE))? == 0 {
                return Ok(None);
            }
            if bytes.len() as u64 > LONGEST_LINE {
                return Err(self.problem("this line has more than a megabyte", MEND));
            }
            let text = String::from_utf8(bytes).map_err(|_| self.problem("this line is not UTF-8", MEND))?;
            let text = text.trim();
            if !text.is_empty() {
                return Ok(Some(text.to_owned()));
            }
        }
    }

    fn line(&self, text: &str) -> Result<Line, String> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        if !text.starts_with('{') {
            return Err(self.problem("this is no line of a history: it does not begin with `{`", MEND));
        }
        let unlike = |error: serde_json::Error| self.unlike(&error);
        let Versioned { version } = serde_json::from_str(text).map_err(unlike)?;
        if version != VERSION {
            let message = format!("this line has version {version}, and only version {VERSION} is read");
            return Err(self.problem(&message, "use the exampress that wrote it, or another file"));
        }
        serde_json::from_str(text).map_err(unlike)
    }

    fn unlike(&self, error: &serde_json::Error) -> String {
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        match error.classify() {
            Category::Data => self.problem(&format!("this is no line of a history: {reason}"), MEND),
            _ => self.problem(&format!("this is not JSON: {reason} at column {}", error.column()), MEND),
        }
    }

    fn problem(&self, message: &str, help: &str) -> String {
        format!("{}:{}: {message}\nhelp: {help}", self.path.display(), self.number)
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<(String, Line), String>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.text().transpose()?;
        Some(text.and_then(|text| self.line(&text).map(|line| (text, line))))
    }
}
