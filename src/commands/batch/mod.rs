//! `exampress generate` for many: papers for every candidate of a roster, or all forms in one print file.
//!
//! `plan` says who gets which papers under which names, and `check` looks for what is wrong with them before anything is
//! written. Then each thread takes the next candidate, makes the papers (`papers`), writes them and forgets them; with
//! `--merge` they are collected instead (`merged`). The manifest grows with them in the order of the roster (`record`).

mod check;
mod merged;
mod papers;
mod plan;
mod roster;
mod single;
mod summary;

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::Path;

use crate::export::Password;
use crate::history::Had;
use crate::manifest::{Batch, FileRecord, FormRecord, Growth, Line, Made, RosterRecord, Shard, Share};
use crate::parallel;
use crate::roster::Roster;
use crate::spec::Spec;
use crate::stop;

use super::generate::seed;
use super::guard::Guard;
use super::past::{News, Past, had};
use super::press::paper_words;
use super::project::{Project, Request};
use super::stock::snapshot;
use super::write::{Growing, NewFile, OUT, may_write, write_all};
use super::{Context, Failure};
use merged::plural;
use papers::{Desk, Sheets};
use plan::Plan;
use summary::{Sums, summary};

pub(super) use plan::known;
pub(super) use roster::{first_candidate, read as read_roster};

/// How papers for many are made.
#[derive(Debug, Clone, Default)]
pub struct BatchOptions {
    /// All candidate sheets in one file, all keys in another.
    pub merge: bool,
    /// The share to make.
    pub shard: Option<Shard>,
    /// Threads to work on; `None` is one for each core.
    pub threads: Option<NonZero<usize>>,
}

impl BatchOptions {
    /// Threads to work on.
    pub(super) fn threads(&self) -> NonZero<usize> {
        self.threads.unwrap_or_else(parallel::cores)
    }
}

/// Makes the papers of all candidates, or of all forms, and tells what was made.
pub(super) fn run(
    project: &Project,
    spec: &Spec,
    request: &Request,
    password: Option<&Password>,
    context: &mut Context,
) -> Result<String, Failure> {
    let seed = seed(spec, request)?;
    let roster = spec.roster.as_ref().map(|path| roster::read(Path::new(&path.value), context)).transpose()?;
    let looks = project.looks(&spec.theme, &spec.words.language, context)?;
    let words = paper_words(spec, context)?;
    let past = Past::read(project, spec, &seed, roster.as_ref().map(|(roster, _)| roster))?;
    let news = past.news(spec)?;
    let draw = || project.draw(spec, &past.used_by(None), &seed, context);
    let together = plan::draws_together(spec).then(draw).transpose()?;
    let plan = Plan::new(spec, roster.as_ref().map(|(roster, _)| roster), together.as_deref(), request, context)?;
    let guard = match &together {
        Some(forms) => Guard::new(&project.bank, spec, &looks, forms, &seed),
        None => Guard::of_all(&project.bank, spec, &looks, &seed),
    };
    let desk = Desk {
        guard,
        password,
        project,
        spec,
        looks: &looks,
        seed: &seed,
        past: &past,
        words,
        together: together.as_deref(),
        is_merged: plan.is_merged,
        context,
    };
    let threads = request.batch.threads();
    stop::listen();
    check::names(roster.as_ref().map(|(roster, _)| roster), &desk)?;
    check::first(&plan, &desk)?;
    check::draws(&plan, &desk, threads)?;
    if let Some(news) = &news {
        news.stands_apart(&spec.output.folder, plan.files())?;
    }
    for name in plan.files() {
        may_write(&spec.output.folder.join(name), request.force, OUT)?;
    }
    let record = roster.as_ref().map(|(roster, sha256)| record(roster, sha256.clone(), together.is_some()));
    let manifest = Growing::begin(&spec.output.folder, &plan.manifest, request.force)?;
    let press = Press { desk: &desk, plan: &plan, force: request.force, threads };
    let (sums, told) = press.run(record, manifest, news, request.batch.shard)?;
    Ok(summary(&desk, &plan, &sums) + &told)
}

fn record(roster: &Roster, sha256: String, shares_forms: bool) -> RosterRecord {
    RosterRecord { sha256, candidates: roster.candidates.len(), shares_forms }
}

/// Makes and writes what is planned.
struct Press<'a> {
    desk: &'a Desk<'a>,
    plan: &'a Plan<'a>,
    force: bool,
    threads: NonZero<usize>,
}

/// The manifest of a batch as it is written.
struct Records {
    file: Growing,
    growth: Growth,
    /// The ids of all questions that were drawn.
    drawn: BTreeSet<String>,
    /// What the history gets, if there is one.
    news: Option<News>,
}

/// What a candidate's papers came to.
struct Done {
    line: Line,
    had: Had,
    sums: Sums,
}

impl Done {
    fn new(sheets: &Sheets, sums: Sums, made: [Made; 2]) -> Self {
        let line = Line::new(&FormRecord::new(&sheets.paper, &sheets.sections, made));
        Self { line, had: had(&sheets.paper), sums }
    }
}

impl Records {
    fn begin(mut file: Growing, batch: &Batch<'_>, news: Option<News>) -> Result<Self, Failure> {
        let (growth, text) = Growth::begin(batch.head());
        file.write(&text)?;
        Ok(Self { file, growth, drawn: BTreeSet::new(), news })
    }

    fn add(&mut self, done: Done) -> Result<(), Failure> {
        self.drawn.extend(done.had.questions.iter().cloned());
        self.file.write(&self.growth.add(&done.line))?;
        if let Some(news) = &mut self.news {
            news.add(done.had);
        }
        Ok(())
    }

    /// Ends the manifest, which gets its name after `before` is done; that is told the seal and the questions.
    fn finish(
        mut self,
        files: &[FileRecord],
        before: impl FnOnce(&str, &BTreeSet<String>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (text, seal) = self.growth.end(files).map_err(|error| Failure::Bug(error.to_string()))?;
        self.file.write(&text)?;
        before(&seal, &self.drawn)?;
        self.file.finish()
    }
}

impl Press<'_> {
    /// Gives what the papers came to, and what is to be told of the history.
    fn run(
        &self,
        roster: Option<RosterRecord>,
        manifest: Growing,
        news: Option<News>,
        part: Option<Shard>,
    ) -> Result<(Sums, String), Failure> {
        let Desk { project, spec, looks, seed, words, past, .. } = self.desk;
        let share = part.map(|shard| Share { shard, papers: self.plan.papers });
        let (bank, looks) = (&project.bank, looks.records());
        let history = past.record.clone();
        let batch = Batch { spec, history, bank, looks, furniture: &words.furniture, seed, roster, share };
        let mut records = Records::begin(manifest, &batch, news)?;
        let made = if self.plan.is_merged {
            self.together(&mut records)
        } else {
            self.singly(&mut records).map(|sums| (sums, Vec::new()))
        };
        let (sums, files) = made.map_err(|failure| self.interrupted(failure, records.growth.written()))?;
        let done = records.growth.written();
        let news = records.news.take();
        let mut told = String::new();
        records.finish(&files, |seal, drawn| {
            self.keep(seal, drawn)?;
            if let Some(news) = news {
                told = news.append().map_err(|failure| self.interrupted(failure, done))?;
            }
            Ok(())
        })?;
        Ok((sums, told))
    }

    /// Writes the snapshot, if one is wanted.
    fn keep(&self, seal: &str, drawn: &BTreeSet<String>) -> Result<(), Failure> {
        let Some(name) = &self.plan.snapshot else { return Ok(()) };
        let Desk { project, looks, words, context, .. } = self.desk;
        let drawn = drawn.iter().map(String::as_str);
        self.write(name, &snapshot(seal, &project.bank, drawn, &words.furniture, looks, context)?)
    }

    /// Writes a file, whole or not at all.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        write_all(&self.desk.spec.output.folder, &[NewFile { name, bytes }], self.force)
    }

    /// A failure with what was done before it.
    fn interrupted(&self, failure: Failure, done: usize) -> Failure {
        let of = self.plan.sitters.len();
        let there = "what was written is whole, and the manifest was not; another run with --force makes all";
        match failure {
            Failure::User(message) => Failure::User(format!("{message}\n\n{done} of {of} papers are made: {there}")),
            Failure::Stopped(message) => Failure::Stopped(format!("{message} after {done} of {of} papers: {there}")),
            Failure::Bug(message) => Failure::Bug(message),
        }
    }
}

fn no_key() -> Failure {
    Failure::Bug("a form that a candidate has got no key".to_owned())
}
