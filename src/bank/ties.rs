//! What questions say of one another: ids, sets, and what is never drawn together.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::wording::nearest;

use super::check::Checker;
use super::head::is_kebab_case;
use super::raw::RawQuestion;

type Placed = (String, Span);

/// What a question says of itself and of others, with the places where it does.
pub(super) struct Ties {
    id: Option<Placed>,
    excludes: Vec<Placed>,
    set: Option<Placed>,
}

impl Ties {
    /// The ties of a question as its file has them.
    pub(super) fn of(raw: &RawQuestion, source: SourceId) -> Self {
        let placed = |word: &Spanned<String>| (word.get_ref().clone(), Span::new(source, word.span()));
        Self {
            id: raw.id.as_ref().map(placed),
            excludes: raw.excludes.iter().flat_map(Spanned::get_ref).map(placed).collect(),
            set: raw.set.as_ref().map(placed),
        }
    }

    fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|(id, _)| id.as_str())
    }

    fn set(&self) -> Option<&str> {
        self.set.as_ref().map(|(set, _)| set.as_str())
    }

    /// What it excludes, itself aside.
    fn enemies(&self) -> impl Iterator<Item = &Placed> {
        self.excludes.iter().filter(|(other, _)| Some(other.as_str()) != self.id())
    }

    /// Its id and its set are names that others can mean.
    fn can_be_named(&self) -> bool {
        self.id().is_some_and(is_kebab_case) && self.set().is_none_or(is_kebab_case)
    }
}

impl Checker<'_> {
    /// A question names others as those it is never drawn with, and each of them once.
    pub(super) fn excludes_others(&mut self, raw: &RawQuestion) {
        let excludes = raw.excludes.as_ref().map_or(&[][..], |excludes| excludes.get_ref());
        self.all_different(excludes, "id");
        let own = raw.id.as_ref().map(Spanned::get_ref);
        for other in excludes.iter().filter(|other| Some(other.get_ref()) == own) {
            let span = self.span(other);
            let message = format!("the question `{}` excludes itself", other.get_ref());
            self.problem(span, message, "its own id", "write the id of another question, or leave it out");
        }
    }
}

/// The problems that show only when all questions are read. Where some could not be read (`whole` is false) or cannot be
/// named, what is missing may be among them and is not told.
pub(super) fn problems(ties: &[Ties], whole: bool) -> Vec<Diagnostic> {
    let mut problems = duplicates(ties);
    problems.extend(enemies_in_one_set(ties));
    if whole && ties.iter().all(Ties::can_be_named) {
        problems.extend(unknown_enemies(ties));
        problems.extend(sets_of_one(ties));
    }
    problems
}

fn duplicates(ties: &[Ties]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let problem = |(id, here): &'_ Placed, first: Span| {
        let message = format!("two questions have the id `{id}`");
        let help = "give one of them another id; an id stands for one question for ever";
        Diagnostic::new(*here, message, "the second one", help).related(first, "the first one")
    };
    let mut problems = Vec::new();
    for id in ties.iter().filter_map(|tie| tie.id.as_ref()) {
        let first = *seen.entry(&id.0).or_insert(id.1);
        if first != id.1 {
            problems.push(problem(id, first));
        }
    }
    problems
}

fn enemies_in_one_set(ties: &[Ties]) -> Vec<Diagnostic> {
    let members: BTreeMap<(&str, &str), Span> =
        ties.iter().filter_map(|tie| Some(((tie.set()?, tie.id()?), tie.set.as_ref()?.1))).collect();
    let mut problems = Vec::new();
    for tie in ties {
        let Some(set) = tie.set() else {
            continue;
        };
        for (other, here) in tie.enemies() {
            let Some(its_set) = members.get(&(set, other.as_str())) else {
                continue;
            };
            problems.push(
                Diagnostic::new(
                    *here,
                    format!("a question of the set `{set}` excludes `{other}`, which is in the set too"),
                    "never together with this one",
                    "leave it out, or give one of the two another `set`: a set is drawn all together",
                )
                .related(*its_set, "always together with this set"),
            );
        }
    }
    problems
}

fn unknown_enemies(ties: &[Ties]) -> Vec<Diagnostic> {
    let known: BTreeMap<&str, &Ties> = ties.iter().filter_map(|tie| Some((tie.id()?, tie))).collect();
    let mut problems = Vec::new();
    for tie in ties {
        for (other, here) in tie.enemies().filter(|(other, _)| !known.contains_key(other.as_str())) {
            let others = known.keys().copied().filter(|id| Some(*id) != tie.id());
            let help = nearest(other, others).map_or_else(
                || "write the id of another question of this bank, or leave it out".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("unknown question `{other}`");
            problems.push(Diagnostic::new(*here, message, "no such question in the bank", help));
        }
    }
    problems
}

fn sets_of_one(ties: &[Ties]) -> Vec<Diagnostic> {
    let mut sets: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (set, here) in ties.iter().filter_map(|tie| tie.set.as_ref()) {
        sets.entry(set).or_default().push(*here);
    }
    let problem = |(set, places): (&str, Vec<Span>)| {
        let [here] = places[..] else {
            return None;
        };
        let message = format!("the set `{set}` has only this question");
        let help = "give another question the same `set`, or leave it out";
        Some(Diagnostic::new(here, message, "in no other question", help))
    };
    sets.into_iter().filter_map(problem).collect()
}
