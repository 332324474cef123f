//! What each kind of question has to have.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Room};
use crate::markup::{self, Text};
use crate::source::Span;
use crate::wording::{all_of, count};

use super::check::Checker;
use super::code::{IN_ANSWERS, IN_PROMPTS};
use super::question::{ChoiceOption, Response, RubricRow, Space, Task};
use super::raw::{Kind, RawOption, RawQuestion, RawSpace, RawTable};

/// Most lines, and most millimetres, of answer space that fit a page.
const MOST_SPACE: u16 = 200;
/// Most columns of a table to fill that can be written in.
const MOST_COLUMNS: usize = 8;

/// Most options, pairs, items or parts: each has a letter.
pub(super) const MOST_LETTERS: usize = 26;
/// Most rows of a rubric, blanks of a prompt, or remarks of a kind.
pub(super) const MOST_ROWS: usize = 100;

impl Checker<'_> {
    /// The task of a question or part, if nothing is wrong with it.
    pub(super) fn task(&mut self, raw: &RawQuestion, kind: Kind, marks: Option<u32>, header: Span) -> Option<Task> {
        let problems_before = self.problems.len();
        self.refuse_other_keys(raw, kind);
        if matches!(kind, Kind::Open | Kind::Code) {
            self.required(raw.answer.as_ref(), "answer", header);
        }
        let answer =
            raw.answer.as_ref().map_or_else(Text::default, |answer| self.markdown(answer, "answer", None, &IN_ANSWERS));
        let rubric = self.rubric(raw, marks);
        let response = self.response(raw, kind, header);
        let space = raw.space.as_ref().map(|space| self.space(space, kind));
        if self.problems.len() > problems_before {
            return None;
        }
        Some(Task { response: response?, answer: answer.blocks, listings: answer.listings, rubric, space })
    }

    fn response(&mut self, raw: &RawQuestion, kind: Kind, header: Span) -> Option<Response> {
        Some(match kind {
            Kind::Open => Response::Open,
            Kind::Code => Response::Code,
            Kind::SingleChoice | Kind::MultipleChoice => {
                let options = self.required(raw.options.as_ref(), "options", header)?;
                self.choice(options, kind == Kind::MultipleChoice)
            }
            Kind::TrueFalse => {
                Response::TrueFalse { truth: *self.required(raw.correct.as_ref(), "correct", header)?.get_ref() }
            }
            Kind::FillIn => self.fill_in(raw, header)?,
            Kind::Numeric => self.numeric(raw, header)?,
            Kind::Matching => self.matching(raw, header)?,
            Kind::Ordering => {
                let items = self.required(raw.items.as_ref(), "items", header)?;
                self.at_least_two(items.get_ref().len(), "items", self.span(items));
                self.at_most(MOST_LETTERS, items.get_ref().len(), "items", self.span(items));
                self.all_different(items.get_ref(), "item");
                Response::Ordering { items: self.lines(Some(items)) }
            }
        })
    }

    fn choice(&mut self, options: &Spanned<Vec<RawOption>>, several: bool) -> Response {
        let span = self.span(options);
        let options = options.get_ref();
        let right = options.iter().filter(|option| option.correct).count();
        self.at_least_two(options.len(), "options", span);
        self.at_most(MOST_LETTERS, options.len(), "options", span);
        if right == 0 && !options.is_empty() {
            self.problem(span, "no option is correct", "none of these", "add `correct = true` to the right option");
        } else if right > 1 && !several {
            let second = options.iter().filter(|option| option.correct).nth(1);
            let span = second.map_or(span, |option| self.span(&option.text));
            self.problem(
                span,
                format!("{right} options are correct, a single choice has one"),
                "this is the second one",
                "take `correct = true` from all but one, or write `kind = \"multiple-choice\"`",
            );
        }
        self.all_different(options.iter().map(|option| &option.text), "option");
        let options = options
            .iter()
            .map(|option| ChoiceOption {
                text: self.line(&option.text),
                correct: option.correct,
                why: option.why.as_ref().map_or_else(Vec::new, |why| self.line(why)),
                pin: option.pin,
            })
            .collect();
        Response::Choice { several, options }
    }

    fn fill_in(&mut self, raw: &RawQuestion, header: Span) -> Option<Response> {
        let blanks = self.required(raw.blanks.as_ref(), "blanks", header)?;
        let prompt = raw.prompt.as_ref()?;
        let problems_before = self.problems.len();
        let printed = markup::count_blanks(&self.markdown(prompt, "prompt", Some(8), &IN_PROMPTS).blocks);
        let readable = self.problems.len() == problems_before;
        self.problems.truncate(problems_before);
        let answers = blanks.get_ref().len();
        if readable && (printed != answers || answers == 0) {
            let span = self.span(prompt);
            self.problem(
                span,
                format!("the prompt has {}, `blanks` has {}", count(printed, "blank"), count(answers, "answer")),
                "these do not match",
                "write `___` in the prompt for each entry of `blanks`, in the same order",
            );
        }
        self.at_most(MOST_ROWS, answers, "blanks", self.span(blanks));
        for blank in blanks.get_ref() {
            let accept = blank.accept.get_ref();
            if accept.is_empty() || accept.iter().any(|answer| answer.trim().is_empty()) {
                let span = self.span(&blank.accept);
                self.problem(span, "a blank has no answer", "nothing to accept", "write what is right in this blank");
            }
        }
        Some(Response::FillIn { blanks: blanks.get_ref().iter().map(|blank| blank.accept.get_ref().clone()).collect() })
    }

    fn numeric(&mut self, raw: &RawQuestion, header: Span) -> Option<Response> {
        let value = self.required(raw.value.as_ref(), "value", header)?;
        if !value.get_ref().value().is_finite() {
            let span = self.span(value);
            self.problem(span, "the value is not a number", "this value", "write a number such as `3` or `0.5`");
        }
        if let Some(tolerance) = &raw.tolerance {
            let size = tolerance.get_ref().value();
            if !size.is_finite() || size < 0.0 {
                let span = self.span(tolerance);
                self.problem(span, "the tolerance is below zero", "this value", "write zero or a positive number");
            }
        }
        Some(Response::Numeric {
            value: *value.get_ref(),
            tolerance: raw.tolerance.as_ref().map(|tolerance| *tolerance.get_ref()),
            unit: raw.unit.as_ref().map(|unit| unit.get_ref().clone()),
        })
    }

    fn matching(&mut self, raw: &RawQuestion, header: Span) -> Option<Response> {
        let pairs = self.required(raw.pairs.as_ref(), "pairs", header)?;
        self.at_least_two(pairs.get_ref().len(), "pairs", self.span(pairs));
        self.all_different(pairs.get_ref().iter().map(|pair| &pair.left), "left side");
        let extra = raw.extra.as_ref().map_or(&[][..], |extra| extra.get_ref());
        self.at_most(MOST_LETTERS, pairs.get_ref().len() + extra.len(), "pairs and extra sides", self.span(pairs));
        let right = pairs.get_ref().iter().map(|pair| &pair.right).chain(extra);
        self.all_different(right, "right side");
        Some(Response::Matching {
            pairs: pairs.get_ref().iter().map(|pair| (self.line(&pair.left), self.line(&pair.right))).collect(),
            extra: self.lines(raw.extra.as_ref()),
        })
    }

    fn rubric(&mut self, raw: &RawQuestion, marks: Option<u32>) -> Vec<RubricRow> {
        let Some(rows) = &raw.rubric else {
            return Vec::new();
        };
        self.at_most(MOST_ROWS, rows.get_ref().len(), "rows", self.span(rows));
        let checked: Vec<(Option<u32>, Vec<Inline>)> =
            rows.get_ref().iter().map(|row| (self.positive(&row.marks, "marks"), self.line(&row.text))).collect();
        let checked: Option<Vec<RubricRow>> =
            checked.into_iter().map(|(marks, text)| Some(RubricRow { marks: marks?, text })).collect();
        let (Some(checked), Some(marks)) = (checked, marks) else {
            return Vec::new();
        };
        let sum: u32 = checked.iter().map(|row| row.marks).sum();
        if sum != marks {
            let span = self.span(rows);
            self.problem(
                span,
                format!("the rubric adds up to {}, not to {marks}", count(sum as usize, "mark")),
                "these rows",
                format!("change the rows until they add up to {marks}, or write `marks = {sum}`"),
            );
        }
        checked
    }

    /// Room for the answer, if the kind has any.
    fn space(&mut self, space: &Spanned<RawSpace>, kind: Kind) -> Space {
        let span = self.span(space);
        let elsewhere = match kind {
            Kind::FillIn => Some("into the blanks of the prompt"),
            Kind::Matching => Some("beside the pairs"),
            Kind::Ordering => Some("into the boxes of the items"),
            _ => None,
        };
        if let Some(elsewhere) = elsewhere {
            self.problem(
                span,
                format!("the kind `{}` has no `space`", kind.word()),
                "of another kind",
                format!("leave it out: the answer goes {elsewhere}"),
            );
        }
        let (room, size) = match *space.get_ref() {
            RawSpace::Lines(lines) => (Room::Lines(lines), lines),
            RawSpace::WideLines(lines) => (Room::WideLines(lines), lines),
            RawSpace::Box(height) => (Room::Box(height), height),
            RawSpace::Grid(height) => (Room::Grid(height), height),
            RawSpace::Dots(height) => (Room::Dots(height), height),
            RawSpace::Code(lines) => (Room::Code(lines), lines),
            RawSpace::Table(ref table) => (Room::Table { head: self.columns(table), rows: table.rows }, table.rows),
            RawSpace::None => return Space::None,
        };
        if size == 0 || size > MOST_SPACE {
            self.problem(
                span,
                format!("an answer space of {size} is not possible"),
                "this size",
                format!("write a number from 1 to {MOST_SPACE}, or `space = \"none\"`"),
            );
        }
        Space::Room(room)
    }

    /// What stands over the columns of a table to fill.
    fn columns(&mut self, table: &RawTable) -> Vec<Vec<Inline>> {
        let count = table.columns.get_ref().len();
        if count == 0 || count > MOST_COLUMNS {
            let span = self.span(&table.columns);
            self.problem(
                span,
                format!("a table of {count} columns cannot be filled in"),
                "these columns",
                format!("write from 1 to {MOST_COLUMNS} texts, one for each column"),
            );
        }
        self.lines(Some(&table.columns))
    }

    fn at_least_two(&mut self, number: usize, what: &str, span: Span) {
        if number < 2 {
            self.problem(
                span,
                format!("there are fewer than two {what}"),
                "too few",
                format!("write two {what} or more"),
            );
        }
    }

    pub(super) fn at_most(&mut self, most: usize, number: usize, what: &str, span: Span) {
        if number > most {
            self.problem(
                span,
                format!("there are {number} {what}"),
                "too many",
                format!("write {most} or fewer; make several questions of it"),
            );
        }
    }

    /// Refuses a text that comes twice.
    pub(super) fn all_different<'v>(&mut self, texts: impl IntoIterator<Item = &'v Spanned<String>>, what: &str) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for text in texts {
            let span = self.span(text);
            if let Some(first) = seen.insert(text.get_ref().trim(), span) {
                self.problems.push(
                    Diagnostic::new(
                        span,
                        format!("the {what} `{}` is there twice", text.get_ref()),
                        "again",
                        "change one of them or leave it out",
                    )
                    .related(first, "the first time"),
                );
            }
        }
    }

    /// Keys of other kinds are mistakes: nothing is silently dropped.
    fn refuse_other_keys(&mut self, raw: &RawQuestion, kind: Kind) {
        let own: &[&str] = match kind {
            Kind::Open | Kind::Code => &[],
            Kind::SingleChoice | Kind::MultipleChoice => &["options"],
            Kind::TrueFalse => &["correct"],
            Kind::FillIn => &["blanks"],
            Kind::Numeric => &["value", "tolerance", "unit"],
            Kind::Matching => &["pairs", "extra"],
            Kind::Ordering => &["items"],
        };
        for (key, range) in kind_keys(raw) {
            if !own.contains(&key) {
                let span = Span::new(self.id, range);
                let help = if own.is_empty() {
                    format!("leave it out, or change the kind; `{}` needs `prompt` and `answer`", kind.word())
                } else {
                    let own = all_of(own.iter().map(|key| format!("`{key}`")));
                    format!("leave it out, or change the kind; `{}` has {own}", kind.word())
                };
                self.problem(span, format!("the kind `{}` has no `{key}`", kind.word()), "of another kind", help);
            }
        }
    }

    /// Where there are parts, answers belong to them.
    pub(super) fn refuse_task_keys(&mut self, raw: &RawQuestion, what: &str) {
        let shared = [
            ("answer", raw.answer.as_ref().map(Spanned::span)),
            ("rubric", raw.rubric.as_ref().map(Spanned::span)),
            ("space", raw.space.as_ref().map(Spanned::span)),
        ];
        let shared = shared.into_iter().filter_map(|(key, range)| Some((key, range?)));
        for (key, range) in shared.chain(kind_keys(raw)) {
            self.problem(
                Span::new(self.id, range),
                format!("{what} has no `{key}` of its own"),
                "belongs to a part",
                "move it below a `[[question.parts]]`",
            );
        }
    }
}

/// The keys of closed kinds that are there, with their places.
fn kind_keys(raw: &RawQuestion) -> impl Iterator<Item = (&'static str, Range<usize>)> + use<> {
    [
        ("options", raw.options.as_ref().map(Spanned::span)),
        ("correct", raw.correct.as_ref().map(Spanned::span)),
        ("blanks", raw.blanks.as_ref().map(Spanned::span)),
        ("value", raw.value.as_ref().map(Spanned::span)),
        ("tolerance", raw.tolerance.as_ref().map(Spanned::span)),
        ("unit", raw.unit.as_ref().map(Spanned::span)),
        ("pairs", raw.pairs.as_ref().map(Spanned::span)),
        ("extra", raw.extra.as_ref().map(Spanned::span)),
        ("items", raw.items.as_ref().map(Spanned::span)),
    ]
    .into_iter()
    .filter_map(|(key, range)| Some((key, range?)))
}
