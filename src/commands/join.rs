//! `exampress merge-manifests`: the manifests of all shares of a batch as the one of the whole.
//!
//! They are read line by line, so that no more than a record is in memory, and what they say is taken over as it stands.

use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;

use crate::manifest::{FORMS, Share, Tail};
use crate::wording::{all_of, count};

use super::Failure;
use super::write::Growing;

/// What the manifest of a share has and that of the whole has not.
const SHARE: &str = "\"share\":";

/// The manifest of a share, of which the lines before the records are read.
struct Part {
    path: PathBuf,
    /// The lines before the records, but for that of the share.
    head: String,
    share: Share,
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
    whole.write(&first.head)?;
    whole.write(FORMS)?;
    let mut is_first = true;
    for part in parts {
        part.records(|record| {
            whole.write(if is_first { "\n" } else { ",\n" })?;
            is_first = false;
            whole.write(record)
        })?;
    }
    whole.write(&Tail(&[]).lines())?;
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
    let key = |line: &str| line.split(':').next().unwrap_or_default().trim_matches('"').to_owned();
    let differing = one.head.lines().zip(other.head.lines()).find(|(one, other)| one != other);
    format!("`{}` differs", differing.map_or_else(|| "roster".to_owned(), |(line, _)| key(line)))
}

impl Part {
    fn open(path: PathBuf) -> Result<Self, Failure> {
        whole_name(&path)?;
        let file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
        let mut rest = BufReader::new(file).lines();
        let mut head = String::new();
        let mut share = None;
        loop {
            let line = next(&mut rest, &path)?;
            if line == FORMS {
                break;
            }
            match line.strip_prefix(SHARE) {
                Some(text) => share = serde_json::from_str(text.trim_end_matches(',')).ok(),
                None => head.extend([line.as_str(), "\n"]),
            }
        }
        let share: Option<Share> = share;
        let share = share.filter(|share| (1..=share.shard.of).contains(&share.shard.number));
        let share = share.ok_or_else(|| damaged(&path))?;
        Ok(Self { path, head, share, rest })
    }

    /// Hands over its records one after the other, if it is whole.
    fn records(mut self, mut hand_over: impl FnMut(&str) -> Result<(), Failure>) -> Result<(), Failure> {
        let wanted = self.share.shard.range(self.share.papers).len();
        for at in 0..wanted {
            let line = next(&mut self.rest, &self.path)?;
            let record = if at + 1 < wanted { line.strip_suffix(',') } else { Some(line.as_str()) };
            let is_record = |text: &&str| text.starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok();
            hand_over(record.filter(is_record).ok_or_else(|| damaged(&self.path))?)?;
        }
        let lines = [next(&mut self.rest, &self.path)?, next(&mut self.rest, &self.path)?];
        if lines != ["]", "}"] || self.rest.next().is_some() {
            return Err(damaged(&self.path));
        }
        Ok(())
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
