//! Runs the Python in a bank's questions, so that what they say of it is true.
//!
//! `program` finds the blocks, with the code that each builds on and what it should come to; `python` is the interpreter;
//! `verdict` compares. Nothing here decides what is drawn or printed.

mod program;
mod python;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub use python::Python;

use crate::bank::Bank;
use crate::diagnostic::Diagnostic;

use program::{Block, Line};

/// What reading and running the code of a bank came to.
#[derive(Debug, Default)]
pub struct Report {
    /// All blocks of Python.
    pub blocks: usize,
    /// Blocks that were run and came to what they should.
    pub passed: usize,
    /// Blocks that were run and did not.
    pub failed: usize,
    /// Blocks that were not run because a package is missing.
    pub skipped: usize,
    /// The missing packages, each with the ids of the questions that need it.
    pub missing: BTreeMap<String, Vec<String>>,
    /// What is wrong, in no order: what failed, and what could not be read or could where it should not.
    pub problems: Vec<Diagnostic>,
}

/// Reads every block of Python in a bank and runs those that say so, each for `limit` at most.
///
/// Fails with a text where the interpreter itself does not do its work.
pub fn run(bank: &Bank, python: &Python, limit: Duration) -> Result<Report, String> {
    let blocks = program::blocks(bank);
    let needs: BTreeSet<&str> = blocks.iter().flat_map(|block| &block.question.needs).map(String::as_str).collect();
    let codes: Vec<String> = blocks.iter().map(|block| text(&block.lines)).collect();
    let found = python.probe(&needs.into_iter().collect::<Vec<_>>(), &codes)?;

    let mut report = Report { blocks: blocks.len(), ..Report::default() };
    let mut runnable = Vec::new();
    for (block, fault) in blocks.iter().zip(&found.faults) {
        let missing: Vec<&String> =
            found.missing.iter().filter(|package| block.question.needs.contains(package)).collect();
        match verdict::unreadable(block, fault.as_ref()) {
            Some(problem) => report.problems.push(problem),
            None if !block.is_run() => {}
            None if missing.is_empty() => runnable.push(block),
            None => report.skip(block, &missing),
        }
    }
    for problem in side_by_side(&runnable, |block| run_block(block, python, limit)) {
        match problem? {
            Some(problem) => {
                report.failed += 1;
                report.problems.push(problem);
            }
            None => report.passed += 1,
        }
    }
    Ok(report)
}

impl Report {
    fn skip(&mut self, block: &Block<'_>, missing: &[&String]) {
        self.skipped += 1;
        for package in missing {
            let ids = self.missing.entry((*package).clone()).or_default();
            if ids.last() != Some(&block.question.id) {
                ids.push(block.question.id.clone());
            }
        }
    }
}

fn run_block(block: &Block<'_>, python: &Python, limit: Duration) -> Result<Option<Diagnostic>, String> {
    let mut script = block.base.clone();
    program::append(&mut script, &block.lines);
    let ran =
        python.run(&text(&script), limit).map_err(|error| format!("`{}` cannot be run: {error}", block.question.id))?;
    Ok(verdict::wrong(block, &script, &ran, limit.as_secs()))
}

fn text(lines: &[Line]) -> String {
    lines.iter().flat_map(|(line, _)| [line, "\n"]).collect()
}

/// Does the same to every item, on every core the next as soon as it is free; what comes out is in the order of the items.
fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some((at, item)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?)))
                {
                    let result = work(item);
                    done.lock().expect("no thread fails while it holds this").insert(at, result);
                }
            });
        }
    });
    done.into_inner().expect("no thread fails while it holds this").into_values().collect()
}
