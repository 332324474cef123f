//! One file of questions.

use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::toml_text;

use super::check::Checker;
use super::question::Question;
use super::raw::RawQuestion;
use super::ties::Ties;

/// What a file holds.
pub(super) struct Reading {
    /// What each of its questions says of itself and of others.
    pub(super) ties: Vec<Ties>,
    /// Every question in it could be read, so that `ties` has them all.
    pub(super) whole: bool,
    /// Its questions that have no problem of their own.
    pub(super) questions: Vec<Question>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads and checks a file of questions.
pub(super) fn read_file(mut checker: Checker<'_>) -> Reading {
    let mut ties = Vec::new();
    let mut questions = Vec::new();
    let mut whole = true;
    match toml_text::table(checker.text, checker.id) {
        Err(found) => {
            checker.problems.extend(found);
            whole = false;
        }
        Ok(table) => {
            let mut homeless: Vec<Diagnostic> = Vec::new();
            for (key, value) in table {
                let span = Span::new(checker.id, key.span());
                match value.into_inner() {
                    DeValue::Array(entries) if key.get_ref() == "question" => {
                        for entry in entries {
                            let header = Span::new(checker.id, entry.span());
                            let Some(raw) = read_question(entry, &mut checker) else {
                                whole = false;
                                continue;
                            };
                            ties.push(Ties::of(&raw, checker.id));
                            questions.extend(checker.question(&raw, header, questions.len()));
                        }
                    }
                    _ => {
                        misplaced(key.get_ref(), span, &mut checker, &mut homeless);
                        whole = false;
                    }
                }
            }
            // Where the first heading was forgotten, all keys below it are homeless for one reason.
            checker.problems.extend(homeless.into_iter().min_by_key(|problem| problem.span));
        }
    }
    Reading { ties, whole, questions, problems: checker.problems }
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

fn read_question(entry: Spanned<DeValue<'_>>, checker: &mut Checker<'_>) -> Option<RawQuestion> {
    toml_text::value(entry, checker.id).map_err(|found| checker.problems.extend(found)).ok()
}
