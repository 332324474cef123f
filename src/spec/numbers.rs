//! Numbers of questions, and sums of marks and minutes, of the exam or of a section.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::wording::count as counted;

use super::blueprint::{Attribute, Bounds, Count, Filter, Measure, Request, Split, Style};
use super::check::{Check, MOST_OF_ALL_ELSE, MOST_QUESTIONS};
use super::fields::{Amounts, Wanted, Words};
use super::range::Allowed;
use super::sections::Scope;

/// Questions of an exam that asks for no number.
const USUAL_COUNT: usize = 12;

/// Whether some condition is about levels.
pub(super) fn asks_for_levels(wanted: &Wanted) -> bool {
    wanted.conditions.iter().any(|condition| condition.of.iter().any(|(of, _)| *of == Attribute::Level))
}

impl Check<'_> {
    /// Adds the requests behind `levels`, and gives what they add up to.
    pub(super) fn levels(&mut self, wanted: &Wanted, scope: &Scope<'_>, requests: &mut Vec<Request>) -> Option<Bounds> {
        let levels = wanted.levels.as_ref()?;
        if let Some(shares) = &wanted.shares {
            self.problems.push(
                Diagnostic::new(
                    shares.span,
                    "`levels` and `shares` cannot both be asked for",
                    "parts of the whole",
                    "leave one out: `levels` are numbers of questions, `shares` parts of `count`",
                )
                .related(levels.span, "numbers of questions"),
            );
        }
        let mut sum = Some((0, Some(0)));
        let mut named = Vec::new();
        for (level, amount) in self.by_level(levels) {
            let bounds = self.amount(amount, Allowed::Range, Measure::Questions);
            if let Some(bounds @ Bounds::Within { low, high }) = bounds {
                sum = sum.map(|(lows, highs)| (lows + low, highs.zip(high).map(|(highs, high)| highs + high)));
                let filter = Filter::by(Attribute::Level, [level.clone()]);
                requests.push(scope.request(&format!("levels.{level}"), amount.span, filter, bounds, Style::Number));
            } else {
                sum = None;
            }
            named.push(level);
        }
        if self.known.levels.iter().any(|level| !named.contains(level)) {
            let filter = Filter { inverted: true, ..Filter::by(Attribute::Level, named) };
            let none = Bounds::Within { low: 0, high: Some(0) };
            requests.push(scope.request("levels", levels.span, filter, none, Style::Rule));
        }
        let (low, high) = sum?;
        if low > MOST_QUESTIONS {
            let message = format!("{low} questions are too many for one exam");
            self.problem(levels, message, format!("ask for {MOST_QUESTIONS} or fewer"));
            return None;
        }
        Some(Bounds::Within { low, high })
    }

    /// Adds the requests for marks and minutes in all, and tells whether one of them needs questions to hold.
    pub(super) fn totals(
        &mut self,
        wanted: &Wanted,
        allowed: Allowed,
        scope: &Scope<'_>,
        requests: &mut Vec<Request>,
    ) -> bool {
        let mut demanding = false;
        for (name, asked, measure) in
            [("marks", &wanted.marks, Measure::Marks), ("minutes", &wanted.minutes, Measure::Minutes)]
        {
            let Some(asked) = asked else { continue };
            let bounds = self.amount(asked, allowed, measure);
            demanding |= !matches!(bounds, Some(Bounds::Within { low: 0, .. }));
            requests.extend(bounds.map(|bounds| {
                let request = scope.request(name, asked.span, Filter::default(), bounds, Style::Number);
                Request { measure, ..request }
            }));
        }
        demanding
    }

    /// The number of questions of the exam or a section, and its split over the levels. `sum` is what `levels` add up to;
    /// `demanding` totals bring questions with them; `by_requests` the split is left to other requests.
    pub(super) fn count_and_split(
        &mut self,
        wanted: &Wanted,
        sum: Option<Bounds>,
        demanding: bool,
        by_requests: bool,
        scope: &Scope<'_>,
    ) -> (Option<Count>, Split) {
        let asked = wanted.count.as_ref().and_then(|count| self.count(wanted, count, sum, scope));
        let unasked = |low, high| Count { name: format!("{}count", scope.lead), span: None, low, high };
        let usual = unasked(USUAL_COUNT, USUAL_COUNT);
        if wanted.levels.is_some() {
            let of_levels = sum.map(|sum| {
                let (low, high) = ends(sum);
                unasked(low, high)
            });
            return (asked.or(of_levels), Split::Free);
        }
        if let Some(shares) = &wanted.shares {
            let split = Split::Shares { shares: self.shares(shares), span: Some(shares.span) };
            return (asked.or(Some(usual)), split);
        }
        match asked {
            None if demanding => (None, Split::Free),
            asked if by_requests => (asked.or(Some(usual)), Split::Free),
            asked => (asked.or(Some(usual)), Split::Even),
        }
    }

    fn count(&mut self, wanted: &Wanted, asked: &Words, sum: Option<Bounds>, scope: &Scope<'_>) -> Option<Count> {
        let bounds = self.amount(asked, Allowed::Closed, Measure::Questions)?;
        self.count_fits(wanted, bounds, sum);
        let (low, high) = ends(bounds);
        Some(Count { name: format!("{}count", scope.lead), span: Some(asked.span), low, high })
    }

    /// Tells of a `count` that `levels` do not allow.
    pub(super) fn count_fits(&mut self, wanted: &Wanted, count: Bounds, sum: Option<Bounds>) {
        let (Some(asked), Some(levels), Some(sum)) = (&wanted.count, &wanted.levels, sum) else { return };
        let ((low, high), (least, most)) = (ends(count), ends(sum));
        if least <= low && high <= most {
            return;
        }
        let (adds_up, within) = match sum {
            _ if least == most => (counted(least, "question"), least.to_string()),
            Bounds::Within { low, high: None } => {
                (format!("{low} or more questions"), format!("a number or a range from {low} up"))
            }
            _ => {
                let sum = sum.written(Style::Number);
                (format!("{sum} questions"), format!("a number or a range within {sum}"))
            }
        };
        let help = format!("write {within}, or leave `count` out");
        let message = format!("`count` is {}, but `levels` add up to {adds_up}", count.written(Style::Number));
        self.problems.push(
            Diagnostic::new(asked.span, message, "the number in all", help).related(levels.span, "numbers by level"),
        );
    }

    fn shares(&mut self, shares: &Amounts) -> BTreeMap<String, u64> {
        let mut parts = BTreeMap::new();
        let mut readable = true;
        for (level, amount) in self.by_level(shares) {
            let part = self.number(amount, MOST_OF_ALL_ELSE, "parts");
            readable &= part.is_some();
            parts.insert(level, part.unwrap_or(0));
        }
        if readable && parts.values().all(|part| *part == 0) {
            self.problem(shares, "all shares are zero", "give one level or more a share above zero");
        }
        parts
    }

    /// The amount for each level, in the order of the bank's levels.
    fn by_level<'f>(&mut self, amounts: &'f Amounts) -> Vec<(String, &'f Words)> {
        let mut checked: Vec<(String, &Words)> = Vec::new();
        for (name, amount) in &amounts.value {
            self.known_name(name, "level", self.known.levels);
            if checked.iter().any(|(level, _)| *level == name.value) {
                self.problem(name, format!("the level `{}` is there twice", name.value), "leave one of them out");
            } else {
                checked.push((name.value.clone(), amount));
            }
        }
        checked.sort_by_key(|(level, _)| self.known.levels.iter().position(|known| known == level));
        checked
    }
}

/// The least and the greatest number of questions.
fn ends(bounds: Bounds) -> (usize, usize) {
    let number = |number: u64| number.min(MOST_QUESTIONS) as usize;
    match bounds {
        Bounds::Within { low, high } => (number(low), number(high.unwrap_or(MOST_QUESTIONS))),
        Bounds::Near(near) => (number(near), number(near)),
    }
}
