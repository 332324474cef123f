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

/// Runs the code in a bank's questions and tells how much of it.
pub(super) fn run_code(bank: &Bank, trial: &Trial, context: &Context) -> Result<String, Failure> {
    let another = |reason: String| Failure::User(format!("{reason}\nhelp: name a Python interpreter with --python"));
    let python = Python::find(&trial.python).map_err(another)?;
    if let Some((major, minor)) = bank.python.filter(|oldest| python.version < *oldest) {
        return Err(another(format!(
            "{}: this is Python {}, and the bank is written for {major}.{minor} or later",
            trial.python.display(),
            python.release
        )));
    }
    let report = trial::run(bank, &python, trial.limit).map_err(another)?;
    let told = told(&report, &python);
    if report.problems.is_empty() {
        return Ok(told);
    }
    Err(Failure::User(format!("{}\n{told}", context.report(&report.problems))))
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
    let skipped = report
        .missing
        .iter()
        .map(|(package, ids)| format!("skipped: {package} is missing, which {} need\n", all_of(ids)));
    std::iter::once(counts).chain(skipped).collect()
}
