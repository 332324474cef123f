//! Forms that are drawn together: their names, and what they have in common.

use std::collections::BTreeSet;

use crate::wording::letter;

use super::blueprint::{Forms, Overlap};
use super::check::{Check, MOST_OF_ALL_ELSE, MOST_QUESTIONS};
use super::fields::{AskedForms, Fields, Names, Words};
use super::range;

/// Most forms of an exam.
const MOST_FORMS: usize = 100;

/// Most characters of a form's name: it becomes part of the names of files.
const LONGEST_NAME: usize = 40;

impl Check<'_> {
    /// The forms asked for; without any, one that is called as `form` says.
    pub(super) fn forms(&mut self, fields: &Fields) -> Forms {
        let Some(asked) = &fields.forms else {
            self.without_forms(fields);
            let name = fields.form.as_ref().map_or("A", |form| &form.value);
            return Forms { names: vec![name.to_owned()], ..Forms::default() };
        };
        let names = match asked {
            AskedForms::Number(number) => self.numbered(number),
            AskedForms::Names(names) => self.named(names),
        };
        if let Some(form) = fields.form.as_ref().filter(|form| !form.value.trim().is_empty() && !names.is_empty()) {
            self.known_name(form, "form", &names);
        }
        let band = fields.band.as_ref().map(|band| &band.value);
        let mut apart = |asked: Option<&Words>, noun: &str| self.number(asked?, MOST_OF_ALL_ELSE, noun);
        let marks_apart = apart(band.and_then(|band| band.marks.as_ref()), "marks");
        let minutes_apart = apart(band.and_then(|band| band.minutes.as_ref()), "minutes");
        let anchors = fields.anchors.iter().flat_map(|names| &names.value).map(|id| id.value.clone()).collect();
        let overlap = fields.overlap.as_ref().map_or(Overlap::AtMost(0), |overlap| self.overlap(overlap));
        Forms { is_asked: true, names, overlap, anchors, marks_apart, minutes_apart }
    }

    fn without_forms(&mut self, fields: &Fields) {
        let asked = [
            ("overlap", fields.overlap.as_ref().map(|overlap| overlap.span)),
            ("anchors", fields.anchors.as_ref().map(|anchors| anchors.span)),
            ("band", fields.band.as_ref().map(|band| band.span)),
        ];
        for (key, span) in asked {
            if let Some(span) = span {
                let help = format!("ask for `forms` too, such as 4, or leave `{key}` out");
                self.problem_at(span, format!("`{key}` is about several forms, but `forms` is not there"), help);
            }
        }
    }

    fn numbered(&mut self, asked: &Words) -> Vec<String> {
        match range::number(&asked.value) {
            Some(number) if (1..=MOST_FORMS as u64).contains(&number) => {
                (0..number as usize).map(|at| letter(at).to_uppercase()).collect()
            }
            _ => {
                let help = format!("write a number from 1 to {MOST_FORMS}, or a list of names");
                self.problem(asked, format!("`{}` is not a number of forms", asked.value), help);
                Vec::new()
            }
        }
    }

    fn named(&mut self, asked: &Names) -> Vec<String> {
        if asked.value.is_empty() {
            self.problem(asked, "this list names no form", "name one form or more, or leave `forms` out");
        }
        if asked.value.len() > MOST_FORMS {
            let message = format!("{} forms are too many for one exam", asked.value.len());
            self.problem(asked, message, format!("ask for {MOST_FORMS} or fewer"));
        }
        let mut told = BTreeSet::new();
        for name in &asked.value {
            let text = &name.value;
            let fits = |letter: char| letter.is_alphanumeric() || "-_ ".contains(letter);
            if text.is_empty() || text.trim() != text || text.chars().count() > LONGEST_NAME || !text.chars().all(fits)
            {
                let help = format!("use up to {LONGEST_NAME} letters, digits, hyphens, and spaces between them");
                self.problem(name, format!("`{text}` cannot be part of the name of a file"), help);
            }
            if !told.insert(text.to_lowercase()) {
                let help = "give each form a name of its own; small and capital letters count as the same";
                self.problem(name, format!("the form `{text}` is there twice"), help);
            }
        }
        asked.value.iter().map(|name| name.value.clone()).collect()
    }

    fn overlap(&mut self, asked: &Words) -> Overlap {
        match range::number(&asked.value) {
            Some(number) if number <= MOST_QUESTIONS => Overlap::AtMost(number as usize),
            _ if asked.value == "same" => Overlap::Same,
            _ => {
                let help = "write a number of questions such as `2`, or `same` for forms that differ in order only";
                self.problem(asked, format!("`{}` is not an overlap of forms", asked.value), help);
                Overlap::Same
            }
        }
    }
}
