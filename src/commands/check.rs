//! `exampress check`: is everything right with bank, spec and templates?

use std::collections::BTreeSet;
use std::path::Path;

use crate::bank::Bank;
use crate::diagnostic::{Diagnostic, render_all};
use crate::lint;
use crate::paper::{self, DrawnSection, Words};
use crate::parallel::{self, in_order};
use crate::source::Span;
use crate::spec::Spec;
use crate::stream::Streams;
use crate::wording::count;

use super::batch::{first_candidate, read_roster};
use super::past::Past;
use super::press::{flows, lay_out, page_size, paper_words};
use super::project::{Project, Request};
use super::trial::{Trial, run_code};
use super::{Context, Failure};

/// Reads everything, draws once, and lays out every question of the bank, so that what passes can be printed. Then tells what
/// would better be otherwise in the bank, which fails only if it is `strict`. Runs the code in the questions only if it is
/// told how.
pub fn check(request: &Request, strict: bool, trial: Option<&Trial>, context: &mut Context) -> Result<String, Failure> {
    let project = Project::open(request, context)?;
    let spec = project.spec(context)?;
    let looks = project.looks(&spec.theme, &spec.words.language, context)?;
    let seed = spec.seed.as_deref().unwrap_or("check");
    try_draws(&project, &spec, seed, context)?;
    let streams = Streams::new(seed, &spec.blueprint.forms.names[0]);
    let candidate = first_candidate(&spec, context)?;
    let words = Words { candidate, ..paper_words(&spec, context)? };
    let all = DrawnSection { ids: project.bank.questions.keys().cloned().collect(), ..DrawnSection::default() };
    let paper = paper::assemble(&project.bank, &[all], words, spec.order, spec.shuffle_options, &streams);
    let mut turned = Vec::new();
    for flow in flows(&paper, &project.bank, &looks, context)? {
        turned.extend(lay_out(&flow, &looks, page_size(spec.paper), context)?.turned);
    }
    let code = trial.map(|trial| run_code(&project.bank, trial, strict, context)).transpose()?.unwrap_or_default();
    let warnings = warnings(&project.bank, &turned);
    let topics: BTreeSet<&str> = project.bank.questions.values().map(|question| question.topic.as_str()).collect();
    let number = count(warnings.len(), "warning");
    let drawn = render_all(&warnings, &context.sources, context.colour.messages);
    if strict && !warnings.is_empty() {
        let text = format!("{drawn}\n\n{number} found, and --strict allows none\n{code}");
        return Err(Failure::User(text.trim_end().to_owned()));
    }
    context.warnings = drawn;
    Ok(format!(
        "{}, {} in {}: no problem found{}\n{code}",
        project.bank.title,
        count(paper.questions.len(), "question"),
        count(topics.len(), "topic"),
        if warnings.is_empty() { String::new() } else { format!(", {number}") }
    ))
}

/// Draws once; where candidates avoid what they had, for each who had anything.
fn try_draws(project: &Project, spec: &Spec, seed: &str, context: &mut Context) -> Result<(), Failure> {
    let roster = spec.roster.as_ref().map(|path| read_roster(Path::new(&path.value), context)).transpose()?;
    let past = Past::read(project, spec, seed, roster.as_ref().map(|(roster, _)| roster))?;
    project.draw(spec, &past.used_by(None), seed, context)?;
    let persons: Vec<&str> = past.persons().collect();
    let context = &*context;
    let draw = |person: &&str| {
        let drawn = project.draw_for(person, spec, &past.used_by(Some(person)), seed, context);
        drawn.map(drop).map_err(|failure| match failure {
            Failure::User(message) => Failure::User(format!("candidate `{person}`: no exam can be drawn\n\n{message}")),
            other => other,
        })
    };
    in_order(&persons, parallel::cores(), draw, |()| Ok(()))
}

fn warnings(bank: &Bank, turned: &[Span]) -> Vec<Diagnostic> {
    lint::warnings(bank, turned).into_iter().map(|warning| warning.diagnostic).collect()
}
