//! What draws avoid of the history: questions of earlier exams, or those that a candidate had.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use crate::source::Span;
use crate::wording::instead;

use super::Spec;
use super::blueprint::{Attribute, Blueprint, Filter, Measure, Preference, Request, Style};
use super::check::Check;
use super::conditions::NONE;
use super::fields::{AskedAvoid, Fields, Words};
use super::range;

/// Most exams that `last … exams` may count.
const MOST_EXAMS: u64 = 1000;

/// Questions of the history that are not drawn, or less often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avoid {
    /// Which.
    pub from: AvoidFrom,
    /// By how much all others are favoured, as by [`Preference`]; `None` bars them.
    pub weight: Option<u64>,
    /// Where it is asked for.
    pub span: Span,
}

/// Which questions of the history are avoided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AvoidFrom {
    /// Those that the candidate had.
    Person,
    /// Those of so many exams before this one.
    Last(usize),
    /// Those of all exams.
    All,
}

impl fmt::Display for AvoidFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person => f.write_str("person"),
            Self::Last(1) => f.write_str("last exam"),
            Self::Last(exams) => write!(f, "last {exams} exams"),
            Self::All => f.write_str("all"),
        }
    }
}

impl AvoidFrom {
    fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            ["person"] => Some(Self::Person),
            ["all"] => Some(Self::All),
            ["last", "exam"] => Some(Self::Last(1)),
            ["last", number, "exam" | "exams"] => {
                let exams = range::number(number).filter(|exams| (1..=MOST_EXAMS).contains(exams))?;
                Some(Self::Last(exams as usize))
            }
            _ => None,
        }
    }
}

impl Avoid {
    /// What tables call it where it bars questions.
    #[must_use]
    pub fn name(&self) -> String {
        format!("avoid \"{}\"", self.from)
    }

    /// What is asked for, in words.
    #[must_use]
    pub fn asked(&self) -> String {
        let weight = self.weight.map(|weight| format!(", weight = {weight}"));
        self.from.to_string() + &weight.unwrap_or_default()
    }
}

impl Spec {
    /// The blueprint with `used` avoided as is asked for: questions of the history, by id.
    #[must_use]
    pub fn avoiding(&self, used: &BTreeSet<String>) -> Cow<'_, Blueprint> {
        let Some(avoid) = &self.avoid else { return Cow::Borrowed(&self.blueprint) };
        let mut blueprint = self.blueprint.clone();
        match avoid.weight {
            Some(weight) => {
                let filter = Filter { except: used.clone(), ..Filter::default() };
                blueprint.prefer.push(Preference { filter, weight });
            }
            None => blueprint.requests.push(Request {
                name: avoid.name(),
                span: Some(avoid.span),
                section: None,
                filter: Filter::by(Attribute::Id, used.iter().cloned()),
                measure: Measure::Questions,
                bounds: NONE,
                style: Style::Rule,
            }),
        }
        Cow::Owned(blueprint)
    }
}

impl Check<'_> {
    /// What is to be avoided, if anything.
    pub(super) fn avoid(&mut self, fields: &Fields) -> Option<Avoid> {
        let asked = fields.avoid.as_ref()?;
        let AskedAvoid { from, weight } = &asked.value;
        let weight = weight.as_ref().map(|weight| self.weight(Some(weight), asked.span));
        let from = from.as_ref().or_else(|| {
            let help = "add `from`, such as `from = \"all\"`";
            self.problem(asked, "this does not say what to avoid", help);
            None
        })?;
        if fields.history.is_none() {
            let help = "name its file by `history`, such as `history = \"used.jsonl\"`";
            self.problem(asked, "`avoid` is about a history, but `history` is not there", help);
        }
        let avoid = Avoid { from: self.avoided(from)?, weight, span: asked.span };
        if avoid.from == AvoidFrom::Person && fields.roster.is_none() {
            let help = "name the candidates by `roster`, or avoid `all` or `last 3 exams`";
            self.problem(asked, "to avoid what a person had, it has to be known who sits the exam", help);
        }
        Some(avoid)
    }

    fn avoided(&mut self, from: &Words) -> Option<AvoidFrom> {
        let read = AvoidFrom::read(&from.value);
        if read.is_none() {
            let help = if from.value.trim_start().starts_with("last") {
                format!("write a number from 1 to {MOST_EXAMS}, as in `last 3 exams`")
            } else {
                instead(&from.value, ["person", "last 3 exams", "all"])
            };
            self.problem(from, format!("`{}` is nothing to avoid", from.value), help);
        }
        read
    }
}
