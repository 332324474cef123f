//! Lists of `bank.toml` that questions are measured by: concepts to cover, and words whose spelling is fixed.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

use super::head::{is_kebab_case, not_kebab_case};
use super::question::Concepts;

type RawList = Spanned<Vec<Spanned<String>>>;

/// The concepts that the bank has to cover, if it lists any.
pub(super) fn concepts(raw: Option<&RawList>, id: SourceId, problems: &mut Vec<Diagnostic>) -> Option<Concepts> {
    let raw = raw?;
    for word in raw.get_ref().iter().filter(|word| !is_kebab_case(word.get_ref())) {
        problems.push(not_kebab_case(Span::new(id, word.span()), word.get_ref()));
    }
    once_each(raw, "concept", id, problems);
    Some(Concepts { ids: words(raw), span: Span::new(id, raw.span()) })
}

/// The words whose spelling is fixed.
pub(super) fn vocabulary(raw: Option<&RawList>, id: SourceId, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let Some(raw) = raw else {
        return Vec::new();
    };
    for word in raw.get_ref() {
        let typed = word.get_ref();
        if typed.contains(char::is_whitespace) || !typed.contains(char::is_alphabetic) {
            let message = format!("`{typed}` is not one word");
            let help = "write words as they are spelt, each on its own, such as `NumPy`";
            problems.push(Diagnostic::new(Span::new(id, word.span()), message, "this entry", help));
        }
    }
    once_each(raw, "word", id, problems);
    words(raw)
}

/// Refuses what is there twice, in whatever capitals.
fn once_each(raw: &RawList, what: &str, id: SourceId, problems: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for word in raw.get_ref() {
        let span = Span::new(id, word.span());
        if let Some(first) = seen.insert(word.get_ref().to_lowercase(), span) {
            let message = format!("the {what} `{}` is there twice", word.get_ref());
            problems.push(
                Diagnostic::new(span, message, "again", "leave one of them out").related(first, "the first time"),
            );
        }
    }
}

fn words(raw: &RawList) -> Vec<String> {
    raw.get_ref().iter().map(|word| word.get_ref().clone()).collect()
}
