//! `exampress merge-manifests`: the manifests of all shares of a batch as the one of the whole.
//!
//! They are read line by line, so that no more than a record is in memory, and what they say is taken over as it stands.

use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};

use crate::manifest::{Entry, FORMS, Growth, Line, Share};
use crate::wording::{all_of, count};

use super::Failure;
use super::write::Growing;

/// What the manifest of a share has and that of the whole has not.
const SHARE: &str = "share";

/// The manifest of a share, of which the lines before the records are read.
struct Part {
    path: PathBuf,
    /// What stands before the records, but for the share.
    head: Vec<Entry>,
    share: Share,
    /// The same with the share, for its seal.
    growth: Growth,
    rest: Lines<BufReader<File>>,
}

/// Joins the manifests of shares, named one by one or by their folder; tells where the manifest of the whole is.
pub fn merge_manifests(places: &[PathBuf], force: bool) -> Result<String, Failure> {
    let mut parts = paths(places)?.into_iter().map(Part::open).collect::<Result<Vec<_>, _>>()?;
    parts.sort_by_key(|part| part.share.shard.number);
    fit(&parts)?;
    let first = &parts[0];
    let (folder, name) = (first.path.parent().unwrap_or(Path::new("")).to_owned(), whole_name(&first.path)?);
    let (shares, papers) = (parts.len(), first.share.papers);
    let mut whole = Growing::begin(&folder, &name, force)?;
    let (mut growth, text) = Growth::begin(first.head.clone());
    whole.write(&text)?;
    for part in parts {
        part.records(|record| whole.write(&growth.add(record)))?;
    }
    let (text, _) = growth.end(&[]).map_err(|error| Failure::Bug(error.to_string()))?;
    whole.write(&text)?;
    whole.finish()?;
    let path = folder.join(name);
    Ok(format!("manifest   {} ({} from {})\n", path.display(), count(papers, "paper"), count(shares, "share")))
}

/// The files that are named, and in folders those that are called as shares are.
fn paths(places: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for place in places {
        if !place.is_dir() {
            paths.push(place.clone());
            continue;
        }
        let entries = std::fs::read_dir(place).map_err(|error| unreadable(place, &error))?;
        let mut found = Vec::new();
        for entry in entries {
            found.push(entry.map_err(|error| unreadable(place, &error))?.path());
        }
        found.retain(|path| whole_name(path).is_ok());
        if found.is_empty() {
            return Err(Failure::User(format!(
                "{}: there is no manifest of a share in this folder\n\
                 help: name the folder that `exampress generate --shard` wrote into",
                place.display()
            )));
        }
        found.sort();
        paths.extend(found);
    }
    Ok(paths)
}

/// `manifest.json` for `manifest-3-of-16.json`.
fn whole_name(path: &Path) -> Result<String, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let whole = || {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        let (stem, of) = stem.rsplit_once("-of-")?;
        let (stem, number) = stem.rsplit_once('-')?;
        let are_numbers =
            [of, number].iter().all(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
        (are_numbers && ending == "json").then(|| format!("{stem}.{ending}"))
    };
    whole().ok_or_else(|| {
        Failure::User(format!(
            "{}: this is not the name of a share's manifest\nhelp: name files such as manifest-3-of-16.json",
            path.display()
        ))
    })
}

/// Whether these are all shares of one run.
fn fit(parts: &[Part]) -> Result<(), Failure> {
    let Some(first) = parts.first() else {
        return Err(Failure::User("command line: there is no manifest to merge\nhelp: name a folder".to_owned()));
    };
    for part in &parts[1..] {
        if part.head != first.head
            || part.share.papers != first.share.papers
            || part.share.shard.of != first.share.shard.of
        {
            return Err(Failure::User(format!(
                "{}: this share and {} are not of the same run: {}\nhelp: make all shares with the same program, bank, spec, seed and roster",
                part.path.display(),
                first.path.display(),
                difference(part, first)
            )));
        }
    }
    if let Some(twice) = parts.windows(2).find(|pair| pair[0].share.shard == pair[1].share.shard) {
        return Err(Failure::User(format!(
            "{}: this is the same share as {}\nhelp: name each share once",
            twice[1].path.display(),
            twice[0].path.display()
        )));
    }
    let of = first.share.shard.of;
    let missing: Vec<String> = (1..=of)
        .filter(|number| parts.iter().all(|part| part.share.shard.number != *number))
        .map(|number| format!("{number}/{of}"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let place = first.path.parent().filter(|place| !place.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Err(Failure::User(format!(
        "{}: missing of the {of} shares: {}\nhelp: make it with `--shard {}`",
        place.display(),
        all_of(&missing),
        missing[0]
    )))
}

/// What two shares differ in.
fn difference(one: &Part, other: &Part) -> String {
    if one.share.shard.of != other.share.shard.of {
        return format!("one is of {}, the other of {}", one.share.shard.of, other.share.shard.of);
    }
    let differing = one.head.iter().zip(&other.head).find(|(one, other)| one != other);
    format!("`{}` differs", differing.map_or("roster", |(entry, _)| &entry.key))
}

impl Part {
    fn open(path: PathBuf) -> Result<Self, Failure> {
        whole_name(&path)?;
        let file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
        let mut rest = BufReader::new(file).lines();
        if next(&mut rest, &path)? != "{" {
            return Err(damaged(&path));
        }
        let mut all = Vec::new();
        loop {
            let line = next(&mut rest, &path)?;
            if line == FORMS {
                break;
            }
            all.push(Entry::read(&line).ok_or_else(|| damaged(&path))?);
        }
        let (shares, head): (Vec<Entry>, Vec<Entry>) = all.iter().cloned().partition(|entry| entry.key == SHARE);
        let share: Option<Share> = shares.first().and_then(|entry| serde_json::from_str(&entry.json).ok());
        let share = share.filter(|share| (1..=share.shard.of).contains(&share.shard.number));
        let share = share.ok_or_else(|| damaged(&path))?;
        Ok(Self { path, head, share, growth: Growth::begin(all).0, rest })
    }

    /// Hands over its records one after the other, if it is whole and as it was written.
    fn records(mut self, mut hand_over: impl FnMut(&Line) -> Result<(), Failure>) -> Result<(), Failure> {
        let wanted = self.share.shard.range(self.share.papers).len();
        for at in 0..wanted {
            let line = next(&mut self.rest, &self.path)?;
            let record = if at + 1 < wanted { line.strip_suffix(',') } else { Some(line.as_str()) };
            let record = record.and_then(Line::read).ok_or_else(|| damaged(&self.path))?;
            self.growth.add(&record);
            hand_over(&record)?;
        }
        let (end, _) = self.growth.end(&[]).map_err(|_| damaged(&self.path))?;
        let end = end.trim_start_matches('\n');
        let is_seal = |line: &str| line.starts_with("\"seal\":\"");
        let mut is_changed = false;
        for wanted in end.lines() {
            let line = next(&mut self.rest, &self.path)?;
            if line != wanted && !(is_seal(&line) && is_seal(wanted)) {
                return Err(damaged(&self.path));
            }
            is_changed |= line != wanted;
        }
        if self.rest.next().is_some() {
            return Err(damaged(&self.path));
        }
        if is_changed { Err(changed(&self.path)) } else { Ok(()) }
    }
}

fn next(lines: &mut Lines<BufReader<File>>, path: &Path) -> Result<String, Failure> {
    let line = lines.next().ok_or_else(|| damaged(path))?;
    line.map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::User(format!("{}: cannot be read: {}\nhelp: make it readable", path.display(), error.kind()))
}

fn damaged(path: &Path) -> Failure {
    Failure::User(format!(
        "{}: this is not the whole manifest of a share\nhelp: make the share again with `exampress generate --shard`",
        path.display()
    ))
}

fn changed(path: &Path) -> Failure {
    Failure::User(format!(
        "{}: this manifest was changed after it was written\nhelp: take a copy as `exampress generate` wrote it",
        path.display()
    ))
}
