//! `exampress check`: is everything right with bank, spec and templates?

use std::collections::BTreeSet;

use crate::paper::{self, DrawnSection};
use crate::stream::Streams;
use crate::wording::count;

use super::generate::{flows, lay_out, page_size, paper_words};
use super::project::{Project, Request};
use super::{Context, Failure};

/// Reads everything, draws once, and lays out every question of the bank, so that what passes can be printed.
pub fn check(request: &Request, context: &mut Context) -> Result<String, Failure> {
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
    Ok(format!(
        "{}, {} in {}: no problem found\n",
        project.bank.title,
        count(paper.questions.len(), "question"),
        count(topics.len(), "topic")
    ))
}
