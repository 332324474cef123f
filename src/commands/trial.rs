//! The code in a bank's questions, run and told of.

use std::path::PathBuf;
use std::time::Duration;

use crate::bank::Bank;
use crate::trial::{self, Python, Report};
use crate::wording::{all_of, count};

use super::{Context, Failure};

/// How the code in questions is run.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Name or path of the interpreter.
    pub python: PathBuf,
    /// The most time that a block may take.
    pub limit: Duration,
}

/// Runs the code in a bank's questions and tells how much of it. Code that has to be skipped fails only if it is `strict`.
pub(super) fn run_code(bank: &Bank, trial: &Trial, strict: bool, context: &Context) -> Result<String, Failure> {
    let another = |reason: String| Failure::User(format!("{reason}\nhelp: name a Python interpreter with --python"));
    let python = Python::find(&trial.python).map_err(another)?;
    if let Some((major, minor)) = bank.python.filter(|oldest| python.version < *oldest) {
        return Err(another(format!(
            "{}: this is Python {}, and the bank is written for {major}.{minor} or later",
            trial.python.display(),
            python.release
        )));
    }
    let report = trial::run(bank, &python, trial.limit).map_err(Failure::User)?;
    let told = told(&report, &python);
    if !report.problems.is_empty() {
        return Err(Failure::User(format!("{}\n{}", context.report(&report.problems), told.trim_end())));
    }
    if strict && report.skipped > 0 {
        let help = "help: install what is missing for this Python, or leave --strict out";
        return Err(Failure::User(format!("{told}{help}")));
    }
    Ok(told)
}

fn told(report: &Report, python: &Python) -> String {
    let counts = format!(
        "{} of code, {} run with Python {}: {} passed, {} failed, {} skipped\n",
        count(report.blocks, "block"),
        report.passed + report.failed,
        python.release,
        report.passed,
        report.failed,
        report.skipped
    );
    let skipped = report.missing.iter().map(|(package, ids)| {
        format!("skipped: `{package}` is missing, needed by {}\n", all_of(ids.iter().map(|id| format!("`{id}`"))))
    });
    std::iter::once(counts).chain(skipped).collect()
}
