//! `exampress check`: is everything right with bank, spec and templates?

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use crate::bank::Bank;
use crate::paper::{self, DrawnSection};
use crate::stream::Streams;
use crate::trial::{self, Python, Report};
use crate::wording::{all_of, count};

use super::generate::{flows, lay_out, page_size, paper_words};
use super::project::{Project, Request};
use super::{Context, Failure};

/// How the code in questions is run.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Name or path of the interpreter.
    pub python: PathBuf,
    /// The most time that a block may take.
    pub limit: Duration,
}

/// Reads everything, draws once, and lays out every question of the bank, so that what passes can be printed. Runs the
/// code in the questions only if it is told how.
pub fn check(request: &Request, trial: Option<&Trial>, context: &mut Context) -> Result<String, Failure> {
    let project = Project::open(request, context)?;
    let spec = project.spec(context)?;
    let looks = project.looks(&spec.words.language, context)?;
    let seed = spec.seed.as_deref().unwrap_or("check");
    project.draw(&spec, seed, context)?;
    let streams = Streams::new(seed, &spec.blueprint.forms.names[0]);
    let words = paper_words(&spec, context)?;
    let all = DrawnSection { ids: project.bank.questions.keys().cloned().collect(), ..DrawnSection::default() };
    let paper = paper::assemble(&project.bank, &[all], words, spec.order, spec.shuffle_options, &streams);
    for flow in flows(&paper, &project.bank, &looks, context)? {
        lay_out(&flow, &looks, page_size(spec.paper), context)?;
    }
    let topics: BTreeSet<&str> = project.bank.questions.values().map(|question| question.topic.as_str()).collect();
    let code = trial.map_or_else(|| Ok(String::new()), |trial| run_code(&project.bank, trial, context))?;
    Ok(format!(
        "{}, {} in {}: no problem found\n{code}",
        project.bank.title,
        count(paper.questions.len(), "question"),
        count(topics.len(), "topic")
    ))
}

/// Runs the code in a bank's questions and tells how much of it.
fn run_code(bank: &Bank, trial: &Trial, context: &Context) -> Result<String, Failure> {
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
