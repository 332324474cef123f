//! `exampress list`: the questions of a bank.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::json;

use crate::bank::{Bank, Question};
use crate::wording::{count, instead};

use super::project::{Project, Request};
use super::table::laid_out;
use super::{Context, Failure};

/// Which questions to list; an empty field takes all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this level.
    pub level: Option<String>,
    /// Of this topic.
    pub topic: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
}

/// How to list them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For reading.
    #[default]
    Table,
    /// For programs.
    Json,
}

/// The questions that a filter lets through, in order of their ids.
pub fn list(request: &Request, filter: &Filter, format: Format, context: &mut Context) -> Result<String, Failure> {
    let bank = Project::open(request, context)?.bank;
    let ids = |names: &[crate::bank::Name]| names.iter().map(|name| name.id.clone()).collect::<Vec<_>>();
    known("level", filter.level.as_ref(), &ids(&bank.levels))?;
    known("topic", filter.topic.as_ref(), &ids(&bank.topics))?;
    known("tag", filter.tag.as_ref(), &tags(&bank))?;
    let fits = |wanted: &Option<String>, word: &str| wanted.as_ref().is_none_or(|wanted| wanted == word);
    let questions: Vec<&Question> = bank
        .questions
        .values()
        .filter(|question| {
            fits(&filter.level, &question.level)
                && fits(&filter.topic, &question.topic)
                && filter.tag.as_ref().is_none_or(|tag| question.tags.contains(tag))
                && fits(&filter.kind, question.kind.word())
        })
        .collect();
    Ok(match format {
        Format::Table => table(&questions),
        Format::Json => json_list(&questions),
    })
}

/// Every tag of the bank, once and in order.
fn tags(bank: &Bank) -> Vec<String> {
    let tags: BTreeSet<&String> = bank.questions.values().flat_map(|question| &question.tags).collect();
    tags.into_iter().cloned().collect()
}

fn known(what: &str, typed: Option<&String>, names: &[String]) -> Result<(), Failure> {
    match typed {
        Some(typed) if !names.contains(typed) => {
            let help = if names.is_empty() {
                format!("this bank has no {what}s; leave `--{what}` out")
            } else {
                instead(typed, names.iter().map(String::as_str))
            };
            Err(Failure::User(format!("command line: unknown {what} `{typed}`\nhelp: {help}")))
        }
        _ => Ok(()),
    }
}

fn table(questions: &[&Question]) -> String {
    let head = ["id", "level", "topic", "kind", "marks", "minutes"];
    let rows: Vec<Vec<String>> = questions
        .iter()
        .map(|question| {
            vec![
                question.id.clone(),
                question.level.clone(),
                question.topic.clone(),
                question.kind.word().to_owned(),
                question.marks.to_string(),
                question.minutes.to_string(),
            ]
        })
        .collect();
    let lines = laid_out(&head, &rows, |at| at >= 4);
    let mut text = lines.join("\n") + "\n";
    writeln!(text, "\n{}", count(questions.len(), "question")).expect("writing into a string cannot fail");
    text
}

fn json_list(questions: &[&Question]) -> String {
    let list: Vec<serde_json::Value> = questions
        .iter()
        .map(|question| {
            json!({
                "id": question.id,
                "level": question.level,
                "topic": question.topic,
                "concept": question.concept,
                "tags": question.tags,
                "excludes": question.excludes,
                "set": question.set,
                "kind": question.kind.word(),
                "marks": question.marks,
                "minutes": question.minutes,
                "file": question.file,
                "digest": question.digest,
            })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&list).expect("text and numbers are always JSON");
    text.push('\n');
    text
}
