//! Runs the Python in a bank's questions, so that what they say of it is true.
//!
//! `program` finds the blocks, with the code that each builds on and what it should come to; `python` is the interpreter;
//! `verdict` compares. Nothing here decides what is drawn or printed.

mod program;
mod python;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub use python::Python;

use crate::bank::Bank;
use crate::diagnostic::Diagnostic;
use crate::markup::Purpose;
use crate::parallel::each;
use crate::stop;

use program::{Block, Line};

/// What reading and running the code of a bank came to.
#[derive(Debug, Default)]
pub struct Report {
    /// All blocks of Python.
    pub blocks: usize,
    /// Blocks that were run and came to what they should.
    pub passed: usize,
    /// Blocks that did not, and those that were not run because something is wrong with them.
    pub failed: usize,
    /// Blocks that were not run because a package is missing.
    pub skipped: usize,
    /// The missing packages, each with the ids of the questions that need it.
    pub missing: BTreeMap<String, Vec<String>>,
    /// What failed, in no order.
    pub problems: Vec<Diagnostic>,
}

/// Reads every block of Python in a bank and runs those that say so, each for `limit` at most.
///
/// Fails with a text where the interpreter itself does not do its work.
pub fn run(bank: &Bank, python: &Python, limit: Duration) -> Result<Report, String> {
    let blocks = program::blocks(bank);
    let needs: BTreeSet<&str> = blocks.iter().flat_map(|block| &block.question.needs).map(String::as_str).collect();
    let codes: Vec<(String, &str)> = blocks.iter().map(|block| (text(&block.lines), block.purpose.word())).collect();
    stop::listen();
    let found = python.probe(&needs.into_iter().collect::<Vec<_>>(), &codes)?;

    let mut report = Report { blocks: blocks.len(), ..Report::default() };
    let mut runnable = Vec::new();
    for (block, fault) in blocks.iter().zip(&found.faults) {
        let missing: Vec<&String> =
            found.missing.iter().filter(|package| block.question.needs.contains(package)).collect();
        match verdict::unfit(block, fault.as_ref()) {
            Some(problem) => report.fail(problem),
            None if !block.is_run() => {}
            None if missing.is_empty() => runnable.push(block),
            None => report.skip(block, &missing),
        }
    }
    for problem in each(&runnable, |block| run_block(block, python, limit)) {
        match problem? {
            Some(problem) => report.fail(problem),
            None => report.passed += 1,
        }
    }
    Ok(report)
}

impl Report {
    fn fail(&mut self, problem: Diagnostic) {
        self.failed += 1;
        self.problems.push(problem);
    }

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
    let end = match block.purpose {
        Purpose::Test => format!("\n__import__(\"os\").write(2, b\"\\n{}\\n\")\n", verdict::AT_THE_END),
        _ => String::new(),
    };
    let ran = python.run(&(text(&script) + &end), limit)?;
    Ok(verdict::wrong(block, &script, &ran, limit.as_secs()))
}

fn text(lines: &[Line]) -> String {
    lines.iter().flat_map(|(line, _)| [line, "\n"]).collect()
}
