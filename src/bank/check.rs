//! What every question has to have, whatever its kind.

use std::cell::RefCell;
use std::sync::Arc;

use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::digest::sha256_hex;
use crate::flow::{Image, Inline};
use crate::markup::{self, Dialect, Origin, Purpose, Text};
use crate::source::{SourceId, Span};
use crate::wording::count;

use super::code::IN_PROMPTS;
use super::head::{self, Head, is_kebab_case, not_kebab_case};
use super::question::{Body, Name, Notes, Part, Question};
use super::raw::{Kind, RawQuestion};
use super::task::{MOST_LETTERS, MOST_ROWS};

/// Turns what a file says into questions and collects every problem on the way.
pub(super) struct Checker<'a> {
    pub(super) text: &'a str,
    pub(super) id: SourceId,
    /// The path of the file inside the bank.
    file: &'a str,
    pub(super) problems: Vec<Diagnostic>,
    head: &'a Head,
    pictures: &'a dyn Fn(&str) -> Result<Arc<Image>, String>,
    /// The pictures of the question that is being checked, under the paths it has for them.
    shown: Vec<(String, Arc<Image>)>,
}

impl<'a> Checker<'a> {
    /// A checker for one file.
    pub(super) fn new(
        text: &'a str,
        id: SourceId,
        file: &'a str,
        head: &'a Head,
        pictures: &'a dyn Fn(&str) -> Result<Arc<Image>, String>,
    ) -> Self {
        Self { text, id, file, problems: Vec::new(), head, pictures, shown: Vec::new() }
    }

    /// The question at this place of its file, if nothing is wrong with it.
    pub(super) fn question(&mut self, raw: &RawQuestion, header: Span, place: usize) -> Option<Question> {
        let problems_before = self.problems.len();
        self.shown.clear();
        let defaults = &self.head.defaults;
        let id = self.required(raw.id.as_ref(), "id", header);
        let level = self.usual(raw.level.as_ref(), defaults.level.as_ref(), "level", header);
        let topic = self.usual(raw.topic.as_ref(), defaults.topic.as_ref(), "topic", header);
        let kind = self.usual(raw.kind.as_ref(), defaults.kind.as_ref(), "kind", header);
        let minutes = self.usual(raw.minutes.as_ref(), defaults.minutes.as_ref(), "minutes", header);
        let marks = self.usual(raw.marks.as_ref(), defaults.marks.as_ref(), "marks", header);
        let tags = raw.tags.as_ref().map_or(&[][..], |tags| tags.get_ref());
        self.all_different(tags, "tag");
        self.excludes_others(raw);
        let allow = self.allowances(raw);
        for name in [&raw.id, &raw.concept, &raw.set].into_iter().flatten().chain(tags) {
            if !is_kebab_case(name.get_ref()) {
                let problem = not_kebab_case(self.span(name), name.get_ref());
                self.problems.push(problem);
            }
        }
        if let Some(level) = &raw.level {
            self.known(level, "level", Some(&self.head.levels));
        }
        if let Some(topic) = &raw.topic {
            self.known(topic, "topic", self.head.topics.as_deref());
        }
        let minutes = minutes.and_then(|minutes| self.positive(minutes, "minutes"));
        let marks = marks.and_then(|marks| self.positive(marks, "marks"));
        let marks_span = raw.marks.as_ref().map_or(header, |marks| self.span(marks));
        let kind = kind.map(|kind| *kind.get_ref());

        self.packages(raw);
        let prompt = self.prompt(raw, kind.unwrap_or(Kind::Open), header);
        let body = match (&raw.parts, kind) {
            (_, None) => None,
            (Some(parts), Some(kind)) => self.parts(raw, parts, kind, marks, marks_span).map(Body::Parts),
            (None, Some(kind)) => self.task(raw, kind, marks, header).map(Body::Whole),
        };
        let notes = Notes {
            look_for: self.lines(raw.look_for.as_ref()),
            red_flags: self.lines(raw.red_flags.as_ref()),
            follow_ups: self.lines(raw.follow_ups.as_ref()),
        };
        if self.problems.len() > problems_before {
            return None;
        }
        let said = serde_json::to_string(raw).expect("a question of text and numbers is always JSON");
        Some(Question {
            span: self.span(id?),
            id: id?.get_ref().clone(),
            level: level?.get_ref().clone(),
            topic: topic?.get_ref().clone(),
            concept: raw.concept.as_ref().map(|concept| concept.get_ref().clone()),
            tags: words(raw.tags.as_ref()),
            excludes: words(raw.excludes.as_ref()),
            set: raw.set.as_ref().map(|set| set.get_ref().clone()),
            kind: kind?,
            marks: marks?,
            minutes: minutes?,
            needs: words(raw.needs.as_ref()),
            prompt: prompt.blocks,
            listings: prompt.listings,
            body: body?,
            notes,
            file: self.file.to_owned(),
            place,
            digest: sha256_hex(said.as_bytes()),
            said: said.into(),
            pictures: std::mem::take(&mut self.shown),
            allow,
        })
    }

    /// The parts of a question, whose marks have to add up to the question's.
    fn parts(
        &mut self,
        raw: &RawQuestion,
        parts: &Spanned<Vec<Spanned<RawQuestion>>>,
        kind: Kind,
        marks: Option<u32>,
        marks_span: Span,
    ) -> Option<Vec<Part>> {
        self.refuse_task_keys(raw, "a question with parts");
        self.at_most(MOST_LETTERS, parts.get_ref().len(), "parts", self.span(parts));
        let checked: Vec<Option<Part>> = parts.get_ref().iter().map(|part| self.part(part, kind)).collect();
        let checked: Vec<Part> = checked.into_iter().collect::<Option<_>>()?;
        if checked.is_empty() {
            let span = self.span(parts);
            self.problem(span, "there are no parts", "empty", "write `[[question.parts]]` below, or leave `parts` out");
            return None;
        }
        let sum: u32 = checked.iter().map(|part| part.marks).sum();
        if let Some(marks) = marks.filter(|marks| *marks != sum) {
            self.problems.push(Diagnostic::new(
                marks_span,
                format!("the parts have {} together, the question has {marks}", count(sum as usize, "mark")),
                "does not fit the parts",
                format!("write `marks = {sum}`, or change the marks of the parts"),
            ));
        }
        Some(checked)
    }

    fn part(&mut self, part: &Spanned<RawQuestion>, kind: Kind) -> Option<Part> {
        let raw = part.get_ref();
        let header = Span::new(self.id, part.span());
        let question_keys = [
            ("id", raw.id.as_ref().map(Spanned::span)),
            ("level", raw.level.as_ref().map(Spanned::span)),
            ("topic", raw.topic.as_ref().map(Spanned::span)),
            ("concept", raw.concept.as_ref().map(Spanned::span)),
            ("tags", raw.tags.as_ref().map(Spanned::span)),
            ("excludes", raw.excludes.as_ref().map(Spanned::span)),
            ("set", raw.set.as_ref().map(Spanned::span)),
            ("allow", raw.allow.as_ref().map(Spanned::span)),
            ("minutes", raw.minutes.as_ref().map(Spanned::span)),
            ("needs", raw.needs.as_ref().map(Spanned::span)),
            ("look_for", raw.look_for.as_ref().map(Spanned::span)),
            ("red_flags", raw.red_flags.as_ref().map(Spanned::span)),
            ("follow_ups", raw.follow_ups.as_ref().map(Spanned::span)),
            ("parts", raw.parts.as_ref().map(Spanned::span)),
        ];
        for (key, range) in question_keys {
            if let Some(range) = range {
                self.problem(
                    Span::new(self.id, range),
                    format!("a part has no `{key}`"),
                    "belongs to the question",
                    "move it before the first `[[question.parts]]`",
                );
            }
        }
        let kind = raw.kind.as_ref().map_or(kind, |kind| *kind.get_ref());
        let marks = self.required(raw.marks.as_ref(), "marks", header);
        let marks = marks.and_then(|marks| self.positive(marks, "marks"));
        let prompt = self.prompt(raw, kind, header);
        let task = self.task(raw, kind, marks, header)?;
        Some(Part { prompt: prompt.blocks, listings: prompt.listings, marks: marks?, task })
    }

    /// The prompt; in a fill-in question all its blanks are as wide as its longest answer needs when written by hand. Widths
    /// go in steps, so that they tell little of it.
    fn prompt(&mut self, raw: &RawQuestion, kind: Kind, header: Span) -> Text {
        let Some(prompt) = self.required(raw.prompt.as_ref(), "prompt", header) else {
            return Text::default();
        };
        let longest = raw
            .blanks
            .iter()
            .flat_map(Spanned::get_ref)
            .flat_map(|blank| blank.accept.get_ref())
            .map(|answer| answer.chars().count())
            .max()
            .unwrap_or(0);
        let width = u16::try_from((longest + 2).next_multiple_of(4)).unwrap_or(40).clamp(8, 40);
        let blanks = (kind == Kind::FillIn && raw.parts.is_none()).then_some(width);
        self.markdown(prompt, "prompt", blanks, &IN_PROMPTS)
    }

    /// A text that has to say something.
    pub(super) fn markdown(
        &mut self,
        text: &Spanned<String>,
        key: &str,
        blanks: Option<u16>,
        purposes: &[Purpose],
    ) -> Text {
        let origin = Origin::of_value(self.id, self.text, text.span(), text.get_ref());
        let shown = RefCell::new(std::mem::take(&mut self.shown));
        let pictures = |path: &str| {
            let image = (self.pictures)(path)?;
            let mut shown = shown.borrow_mut();
            if shown.iter().all(|(other, _)| other != path) {
                shown.push((path.to_owned(), Arc::clone(&image)));
            }
            Ok(image)
        };
        let dialect = Dialect { structure: false, blanks, purposes, pictures: &pictures };
        let read = markup::text(text.get_ref(), origin, &dialect);
        self.shown = shown.into_inner();
        match read {
            Ok(read) if read.blocks.is_empty() => {
                let span = self.span(text);
                self.problem(span, format!("the {key} is empty"), "nothing in it", format!("write the {key}"));
                read
            }
            Ok(read) => read,
            Err(found) => {
                self.problems.extend(found);
                Text::default()
            }
        }
    }

    /// One line of text that has to say something.
    pub(super) fn line(&mut self, text: &Spanned<String>) -> Vec<Inline> {
        if text.get_ref().trim().is_empty() {
            let span = self.span(text);
            self.problem(span, "this text is empty", "nothing in it", "write it, or leave the entry out");
        }
        let origin = Origin::of_value(self.id, self.text, text.span(), text.get_ref());
        markup::line(text.get_ref(), origin).unwrap_or_else(|found| {
            self.problems.extend(found);
            Vec::new()
        })
    }

    /// Several lines of text.
    pub(super) fn lines(&mut self, texts: Option<&Spanned<Vec<Spanned<String>>>>) -> Vec<Vec<Inline>> {
        let Some(texts) = texts else { return Vec::new() };
        self.at_most(MOST_ROWS, texts.get_ref().len(), "lines", self.span(texts));
        texts.get_ref().iter().map(|text| self.line(text)).collect()
    }

    /// A number of marks or minutes, if it is one that can be.
    pub(super) fn positive(&mut self, number: &Spanned<i64>, what: &str) -> Option<u32> {
        let problem = head::impossible(self.span(number), *number.get_ref(), what);
        let possible = problem.is_none();
        self.problems.extend(problem);
        possible.then_some(*number.get_ref() as u32)
    }

    /// A key that has to be there or in the defaults, which a `bank.toml` with problems may have.
    fn usual<'v, T>(
        &mut self,
        own: Option<&'v Spanned<T>>,
        default: Option<&'v Spanned<T>>,
        key: &str,
        header: Span,
    ) -> Option<&'v Spanned<T>> {
        let value = own.or(default);
        if self.head.lenient { value } else { self.required(value, key, header) }
    }

    /// A key that has to be there.
    pub(super) fn required<'v, T>(
        &mut self,
        value: Option<&'v Spanned<T>>,
        key: &str,
        header: Span,
    ) -> Option<&'v Spanned<T>> {
        if value.is_none() {
            self.problem(
                header,
                format!("the key `{key}` is missing"),
                "in what starts here",
                format!("add `{key} = …`"),
            );
        }
        value
    }

    fn known(&mut self, word: &Spanned<String>, what: &str, names: Option<&[Name]>) {
        let typed = word.get_ref();
        let span = self.span(word);
        match names {
            Some(names) if !self.head.lenient && !names.iter().any(|name| &name.id == typed) => {
                self.problems.push(head::unknown(span, typed, what, names));
            }
            None if !is_kebab_case(typed) => self.problems.push(not_kebab_case(span, typed)),
            _ => {}
        }
    }

    /// Adds a problem.
    pub(super) fn problem(
        &mut self,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Diagnostic::new(span, message, label, help));
    }

    /// The place of a value in this file.
    pub(super) fn span<T>(&self, value: &Spanned<T>) -> Span {
        Span::new(self.id, value.span())
    }
}

/// The words of a list.
fn words(list: Option<&Spanned<Vec<Spanned<String>>>>) -> Vec<String> {
    list.map_or(&[][..], |list| list.get_ref()).iter().map(|word| word.get_ref().clone()).collect()
}
