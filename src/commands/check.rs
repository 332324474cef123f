//! `exampress check`: is everything right with bank, spec and templates?

use std::collections::BTreeSet;
use std::path::Path;

use crate::bank::{Bank, Question};
use crate::diagnostic::{Diagnostic, render_all};
use crate::lint;
use crate::paper::{self, DrawnSection, Words};
use crate::parallel::{cores, in_order};
use crate::source::Span;
use crate::spec::Spec;
use crate::stream::Streams;
use crate::wording::count;

use super::batch::{first_candidate, read_roster};
use super::past::Past;
use super::press::{flows, lay_out, page_size, paper_words};
use super::project::{Looks, Project, Request};
use super::trial::{Trial, run_code};
use super::{Context, Failure};

/// Questions laid out as one paper: few enough that large banks take little memory.
const ON_A_PAPER: usize = 200;

/// Reads everything, draws once, and lays out every question of the bank, so that what passes can be printed. Then tells what
/// would better be otherwise in the bank, which fails only if it is `strict`. Runs the code in the questions only if it is
/// told how.
pub fn check(request: &Request, strict: bool, trial: Option<&Trial>, context: &mut Context) -> Result<String, Failure> {
    let project = Project::open(request, context)?;
    let spec = project.spec(context)?;
    let looks = project.looks(&spec.theme, &spec.words.language, context)?;
    let seed = spec.seed.as_deref().unwrap_or("check");
    try_draws(&project, &spec, seed, context)?;
    let turned = print_all(&project.bank, &spec, seed, &looks, context)?;
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
        count(project.bank.questions.len(), "question"),
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
    in_order(&persons, cores(), draw, |()| Ok(()))
}

/// Lays out every question of a bank, and tells the places of lines of code that paper has no room for.
fn print_all(bank: &Bank, spec: &Spec, seed: &str, looks: &Looks, context: &mut Context) -> Result<Vec<Span>, Failure> {
    let streams = Streams::new(seed, &spec.blueprint.forms.names[0]);
    let candidate = first_candidate(spec, context)?;
    let words = Words { candidate, ..paper_words(spec, context)? };
    let mut questions: Vec<&Question> = bank.questions.values().collect();
    questions.sort_by_key(|question| question.place);
    let context = &*context;
    let print = |some: &&[&Question]| {
        let ids = some.iter().map(|question| question.id.clone()).collect();
        let section = DrawnSection { ids, ..DrawnSection::default() };
        let paper = paper::assemble(bank, &[section], words.clone(), spec.order, spec.shuffle_options, &streams);
        let mut context = context.clone();
        let mut turned = Vec::new();
        for flow in flows(&paper, bank, looks, &mut context)? {
            turned.extend(lay_out(&flow, looks, page_size(spec.paper), &context)?.turned);
        }
        Ok(turned)
    };
    let mut turned = Vec::new();
    let papers: Vec<&[&Question]> = questions.chunks(ON_A_PAPER).collect();
    in_order(&papers, cores(), print, |some| {
        turned.extend(some);
        Ok::<(), Failure>(())
    })?;
    turned.sort_unstable();
    Ok(turned)
}

fn warnings(bank: &Bank, turned: &[Span]) -> Vec<Diagnostic> {
    lint::warnings(bank, turned).into_iter().map(|warning| warning.diagnostic).collect()
}
