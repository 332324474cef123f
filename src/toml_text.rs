//! TOML with places: turns what the parser and serde say into problems in our words.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::wording::instead;

/// Reads a file that is no TOML as every error in it, and one that is as its table.
pub fn table(text: &str, source: SourceId) -> Result<DeTable<'_>, Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table.into_inner());
    }
    Err(errors
        .iter()
        .map(|error| {
            Diagnostic::new(
                Span::new(source, error.span().unwrap_or(0..0)),
                format!("this is not TOML: {}", error.message()),
                "here",
                "mend this line; text goes into \"…\", or into ''' … ''' over several lines",
            )
        })
        .collect())
}

/// Turns a value into a type of ours, or tells the first thing that does not fit.
pub fn value<T: DeserializeOwned>(value: Spanned<DeValue<'_>>, source: SourceId) -> Result<T, Diagnostic> {
    let span = value.span();
    T::deserialize(ValueDeserializer::from(value)).map_err(|error| misfit(&error, source, span))
}

/// Turns a whole file into a type of ours, or tells what does not fit.
pub fn file<T: DeserializeOwned>(text: &str, source: SourceId) -> Result<T, Vec<Diagnostic>> {
    let table = table(text, source)?;
    let whole = Spanned::new(0..text.len(), DeValue::Table(table));
    value(whole, source).map_err(|problem| vec![problem])
}

fn misfit(error: &Error, source: SourceId, whole: Range<usize>) -> Diagnostic {
    let span = Span::new(source, error.span().unwrap_or(whole));
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (first, rest) = quoted.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    if message.starts_with("unknown field") {
        return Diagnostic::new(
            span,
            format!("unknown key `{first}`"),
            "not known here",
            instead(first, rest.iter().copied()),
        );
    }
    if message.starts_with("unknown variant") {
        return Diagnostic::new(
            span,
            format!("unknown value `{first}`"),
            "not known here",
            instead(first, rest.iter().copied()),
        );
    }
    if message.starts_with("missing field") {
        return Diagnostic::new(span, format!("the key `{first}` is missing"), "in this", format!("add `{first} = …`"));
    }
    Diagnostic::new(
        span,
        message.replace("i64", "a whole number").replace("u16", "a whole number from 0 to 65535"),
        "this value",
        "write a value of the kind that is expected here",
    )
}
