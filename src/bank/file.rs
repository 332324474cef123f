//! One file of questions.

use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::toml_text;

use super::check::Checker;
use super::question::Question;
use super::raw::RawQuestion;

/// What a file holds.
pub(super) struct Reading {
    /// The ids of all its questions and where they stand.
    pub(super) ids: Vec<(String, Span)>,
    /// Its questions that have no problem of their own.
    pub(super) questions: Vec<Question>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads and checks a file of questions.
pub(super) fn read_file(mut checker: Checker<'_>) -> Reading {
    let mut ids = Vec::new();
    let mut questions = Vec::new();
    match toml_text::table(checker.text, checker.id) {
        Err(found) => checker.problems.extend(found),
        Ok(table) => {
            let mut homeless: Vec<Diagnostic> = Vec::new();
            for (key, value) in table {
                let span = Span::new(checker.id, key.span());
                match value.into_inner() {
                    DeValue::Array(entries) if key.get_ref() == "question" => {
                        for entry in entries {
                            questions.extend(read_question(entry, &mut checker, &mut ids));
                        }
                    }
                    _ => misplaced(key.get_ref(), span, &mut checker, &mut homeless),
                }
            }
            // Where the first heading was forgotten, all keys below it are homeless for one reason.
            checker.problems.extend(homeless.into_iter().min_by_key(|problem| problem.span));
        }
    }
    Reading { ids, questions, problems: checker.problems }
}

/// Tells of a key that is no `[[question]]`.
fn misplaced(key: &str, span: Span, checker: &mut Checker<'_>, homeless: &mut Vec<Diagnostic>) {
    let start = "start each question with a line `[[question]]`; levels and topics go into bank.toml";
    let is_heading = checker.text[..span.start].trim_end().ends_with('[');
    if !is_heading {
        let message = format!("`{key}` stands before the first question");
        homeless.push(Diagnostic::new(span, message, "of no question", start));
    } else if key == "question" {
        checker.problem(span, "a question starts with two brackets", "here", "write `[[question]]`");
    } else {
        checker.problem(span, format!("unknown heading `{key}`"), "not known here", start);
    }
}

fn read_question(
    entry: Spanned<DeValue<'_>>,
    checker: &mut Checker<'_>,
    ids: &mut Vec<(String, Span)>,
) -> Option<Question> {
    let span = Span::new(checker.id, entry.span());
    match toml_text::value::<RawQuestion>(entry, checker.id) {
        Ok(raw) => {
            let id = raw.id.as_ref().map(|id| (id.get_ref().clone(), Span::new(checker.id, id.span())));
            ids.extend(id);
            checker.question(&raw, span)
        }
        Err(found) => {
            checker.problems.extend(found);
            None
        }
    }
}
