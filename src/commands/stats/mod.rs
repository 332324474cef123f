//! `exampress stats`: what a bank holds, by level, topic and kind, and where it is thin.

mod text;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bank::{Bank, Kind, Name, Question};

use super::project::{Project, Request};
use super::{Context, Failure, Format};

/// Most cells that are named as the thinnest.
const MOST_THIN: usize = 10;

/// Tells what the bank of a request holds.
pub fn stats(request: &Request, format: Format, context: &mut Context) -> Result<String, Failure> {
    let bank = Project::open(request, context)?.bank;
    let stats = Stats::of(&bank);
    Ok(match format {
        Format::Table => stats.text(context.colour.text),
        Format::Json => serde_json::to_string_pretty(&stats.json()).expect("text and numbers are always JSON") + "\n",
    })
}

/// Questions of one sort, with what they add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    questions: usize,
    marks: u32,
    minutes: u32,
}

impl<'a> FromIterator<&'a Question> for Sum {
    fn from_iter<I: IntoIterator<Item = &'a Question>>(questions: I) -> Self {
        questions.into_iter().fold(Self::default(), |sum, question| Self {
            questions: sum.questions + 1,
            marks: sum.marks + question.marks,
            minutes: sum.minutes + question.minutes,
        })
    }
}

/// The questions of one topic and one level.
#[derive(Debug, Clone, Copy)]
struct Cell<'a> {
    topic: &'a Name,
    level: &'a Name,
    sum: Sum,
}

/// What a bank holds.
#[derive(Debug)]
struct Stats<'a> {
    bank: &'a Bank,
    all: Sum,
    levels: Vec<(&'a Name, Sum)>,
    topics: Vec<(&'a Name, Sum)>,
    /// Those that there are, in the order of the manual.
    kinds: Vec<(Kind, Sum)>,
    /// Topic by topic, and in each level by level.
    cells: Vec<Cell<'a>>,
    /// How many questions each concept has; those of the bank's list that have none are there too.
    concepts: BTreeMap<&'a str, usize>,
}

impl<'a> Stats<'a> {
    fn of(bank: &'a Bank) -> Self {
        let sum = |wanted: &dyn Fn(&Question) -> bool| -> Sum {
            bank.questions.values().filter(|question| wanted(question)).collect()
        };
        let cell = |topic: &'a Name, level: &'a Name| Cell {
            topic,
            level,
            sum: sum(&|question| question.topic == topic.id && question.level == level.id),
        };
        let kinds = Kind::ALL.map(|kind| (kind, sum(&|question| question.kind == kind)));
        let mut concepts: BTreeMap<&str, usize> = listed(bank).iter().map(|concept| (concept.as_str(), 0)).collect();
        for concept in bank.questions.values().filter_map(|question| question.concept.as_deref()) {
            *concepts.entry(concept).or_default() += 1;
        }
        Self {
            bank,
            all: sum(&|_| true),
            levels: bank.levels.iter().map(|level| (level, sum(&|question| question.level == level.id))).collect(),
            topics: bank.topics.iter().map(|topic| (topic, sum(&|question| question.topic == topic.id))).collect(),
            kinds: kinds.into_iter().filter(|(_, sum)| sum.questions > 0).collect(),
            cells: bank
                .topics
                .iter()
                .flat_map(|topic| bank.levels.iter().map(move |level| cell(topic, level)))
                .collect(),
            concepts,
        }
    }

    /// The cells with the fewest questions: what to write next. Of like cells those of the thinner topic come first.
    fn thinnest(&self) -> Vec<Cell<'a>> {
        let of_topic: BTreeMap<&str, usize> =
            self.topics.iter().map(|(topic, sum)| (topic.id.as_str(), sum.questions)).collect();
        let mut cells = self.cells.clone();
        cells.sort_by_key(|cell| (cell.sum.questions, of_topic[cell.topic.id.as_str()]));
        let fullest = cells.last().map_or(0, |cell| cell.sum.questions);
        cells.retain(|cell| cell.sum.questions < fullest);
        cells.truncate(MOST_THIN);
        cells
    }

    /// The concepts of the bank's list that no question has.
    fn uncovered(&self) -> Vec<&'a str> {
        self.concepts.iter().filter(|(_, questions)| **questions == 0).map(|(concept, _)| *concept).collect()
    }

    /// Concepts of two questions or more.
    fn asked_again(&self) -> usize {
        self.concepts.values().filter(|questions| **questions > 1).count()
    }

    /// Questions with parts.
    fn with_parts(&self) -> usize {
        self.bank.questions.values().filter(|question| !question.parts().is_empty()).count()
    }

    fn json(&self) -> Value {
        let sum = |sum: &Sum| json!({ "questions": sum.questions, "marks": sum.marks, "minutes": sum.minutes });
        let with = |key: &str, value: &str, numbers: &Sum| {
            let mut object = json!({ key: value });
            if let (Some(object), Value::Object(numbers)) = (object.as_object_mut(), sum(numbers)) {
                object.extend(numbers);
            }
            object
        };
        let named = |names: &[(&Name, Sum)]| -> Vec<Value> {
            names.iter().map(|(name, sum)| with("id", &name.id, sum)).collect()
        };
        let cell = |cell: &Cell<'_>| {
            let mut value = with("topic", &cell.topic.id, &cell.sum);
            value["level"] = json!(cell.level.id);
            value
        };
        json!({
            "bank": self.bank.title,
            "all": sum(&self.all),
            "with_parts": self.with_parts(),
            "levels": named(&self.levels),
            "topics": named(&self.topics),
            "kinds": self.kinds.iter().map(|(kind, sum)| with("id", kind.word(), sum)).collect::<Vec<_>>(),
            "cells": self.cells.iter().map(cell).collect::<Vec<_>>(),
            "thinnest": self.thinnest().iter().map(cell).collect::<Vec<_>>(),
            "concepts": {
                "listed": listed(self.bank).len(),
                "questions": self.concepts,
                "uncovered": self.uncovered(),
            },
        })
    }
}

/// The concepts that a bank has to cover, if it lists any.
fn listed(bank: &Bank) -> &[String] {
    bank.concepts.as_ref().map_or(&[], |concepts| &concepts.ids)
}
