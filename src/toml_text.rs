//! TOML with places: turns what the parser and serde say into problems in our words.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use crate::diagnostic::Diagnostic;
use crate::signs;
use crate::source::{SourceId, Span};
use crate::wording::instead;

/// Most problems told of one value, or of one file that cannot be read: the others mostly follow from them.
const MOST_TOLD: usize = 50;

/// What the parser says, in our words, for whoever never heard of parsers.
struct Slip {
    /// How what the parser says begins.
    said: &'static [&'static str],
    message: &'static str,
    help: &'static str,
    /// The lines after it can still be understood.
    alone: bool,
}

const SLIPS: &[Slip] = &[
    Slip {
        said: &["string values must be quoted", "invalid boolean", "unexpected leading zero", "missing opening quote"],
        message: "this value cannot be read",
        help: "write text in straight quotes, \"…\", a number as `2` or `0.5`, yes and no as `true` and `false`; inside brackets put a comma after it",
        alone: true,
    },
    Slip {
        said: &["invalid basic string", "invalid literal string"],
        message: "a quote is missing at the end of this text",
        help: "close the text on the line it starts on; text over several lines goes between ''' and '''",
        alone: false,
    },
    Slip {
        said: &["missing escaped value", "too few unicode value digits"],
        message: "a backslash cannot stand here like this",
        help: "write `\\\\` for a backslash, or put the text between single quotes: '…'",
        alone: true,
    },
    Slip {
        said: &["key with no value", "invalid unquoted key", "unquoted keys cannot be empty"],
        message: "this line is not of the form `key = value`",
        help: "write `key = value`; if it belongs to a text, see that ''' stands before and after that text; a remark begins with #",
        alone: false,
    },
    Slip {
        said: &["unclosed array table", "unclosed table"],
        message: "this heading is not closed",
        help: "close it as it was opened, with `]` or with `]]`",
        alone: false,
    },
    Slip {
        said: &["missing comma between array elements", "unclosed array"],
        message: "a comma or a closing bracket is missing before this",
        help: "put a comma between the entries of a list, and `]` after the last one",
        alone: false,
    },
    Slip {
        said: &[
            "missing comma between key-value pairs",
            "unclosed inline table",
            "invalid inline table element",
            "missing key for inline table element",
        ],
        message: "a comma or a closing brace is missing before this",
        help: "put a comma between the entries in braces, and `}` after the last one",
        alone: false,
    },
    Slip {
        said: &["unexpected key or value"],
        message: "the line should have ended before this",
        help: "write one `key = value` a line, a quote inside \"…\" as `\\\"`, and a number with a point, not a comma",
        alone: false,
    },
    Slip { said: &["extra comma"], message: "there is a comma too many", help: "leave it out", alone: true },
];

/// Reads a file as its table, or tells what in it is no TOML. One slip often makes the parser stumble over all that
/// follows, so that no more than one is told of a line, and none after the first that the parser cannot get over.
pub fn table(text: &str, source: SourceId) -> Result<DeTable<'_>, Vec<Diagnostic>> {
    let unseen = signs::problems(text, source);
    if !unseen.is_empty() {
        return Err(unseen);
    }
    let (table, mut errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let table = table.into_inner();
        let mut unseen = Vec::new();
        table.iter().for_each(|(_, value)| escaped(value, source, &mut unseen));
        return if unseen.is_empty() { Ok(table) } else { Err(unseen) };
    }
    errors.sort_by_key(|error| error.span().map(|range| range.start));
    // All that follows a list without its end is read as if it belonged to the list.
    let unclosed = errors.iter().any(|error| error.message().starts_with("unclosed array,"));
    let mut told = Vec::new();
    let mut last_line = None;
    for error in errors.iter().take(MOST_TOLD) {
        let range = error.span().unwrap_or(0..0);
        let line = text[..range.start].matches('\n').count();
        let before = text[..range.start].rsplit('\n').next().unwrap_or("");
        let starts_line = before.trim_matches([' ', '[']).is_empty();
        let mut said = error.message();
        if unclosed && starts_line && slip(said).is_none_or(|slip| slip.alone) {
            said = "unclosed array";
        }
        if last_line != Some(line) {
            told.push(syntax(said, text, Span::new(source, range)));
        }
        last_line = Some(line);
        if slip(said).is_none_or(|slip| !slip.alone) {
            break;
        }
    }
    Err(told)
}

/// Finds the characters in texts that they may not hold and that are written as escapes.
fn escaped(value: &Spanned<DeValue<'_>>, source: SourceId, found: &mut Vec<Diagnostic>) {
    match value.get_ref() {
        DeValue::String(Cow::Owned(text)) => {
            let unseen = signs::first_refused(text);
            found.extend(unseen.map(|(_, sign, what)| signs::problem(Span::new(source, value.span()), sign, what)));
        }
        DeValue::Array(entries) => entries.iter().for_each(|entry| escaped(entry, source, found)),
        DeValue::Table(table) => table.iter().for_each(|(_, value)| escaped(value, source, found)),
        _ => {}
    }
}

fn slip(said: &str) -> Option<&'static Slip> {
    SLIPS.iter().find(|slip| slip.said.iter().any(|start| said.starts_with(start)))
}

fn syntax(said: &str, text: &str, span: Span) -> Diagnostic {
    if said == "duplicate key" {
        let key = &text[span.range()];
        let message = format!("the key `{key}` is there twice");
        return Diagnostic::new(
            span,
            message,
            "again",
            "leave one of them out, or put a new heading `[[ … ]]` before it",
        );
    }
    if said.starts_with("invalid multi-line") {
        // The text runs to the end of the file, so that no other delimiter comes after the one that opened it.
        let start = ["'''", "\"\"\""].iter().filter_map(|quotes| text.rfind(quotes)).max().unwrap_or(span.start);
        let opening = Span { start, end: start + 3, ..span };
        let help = "write the same three quotes after the last line of the text";
        return Diagnostic::new(opening, "this text has no end", "starts here", help);
    }
    let (message, help) = slip(said).map_or(
        ("this line cannot be read", "write `key = value`; text goes into \"…\", or into ''' … ''' over several lines"),
        |slip| (slip.message, slip.help),
    );
    Diagnostic::new(span, message, "here", help)
}

/// Turns a value into a type of ours, or tells every key in it that does not fit.
pub fn value<T: DeserializeOwned>(value: Spanned<DeValue<'_>>, source: SourceId) -> Result<T, Vec<Diagnostic>> {
    let mut value = value;
    let mut problems = Vec::new();
    loop {
        match T::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(fit) if problems.is_empty() => return Ok(fit),
            Ok(_) => return Err(problems),
            Err(error) => {
                let problem = misfit(&error, source, value.span());
                let at = problem.span.start;
                let whole = problem.span.range() == value.span();
                if !whole || problems.is_empty() {
                    problems.push(problem);
                }
                if problems.len() == MOST_TOLD {
                    return Err(problems);
                }
                // What is left without the key just told shows the next one.
                if whole || !remove(&mut value, at) {
                    return Err(problems);
                }
            }
        }
    }
}

/// Takes the key that holds this byte out of a table, or tells that there is none.
fn remove(value: &mut Spanned<DeValue<'_>>, at: usize) -> bool {
    let DeValue::Table(table) = value.get_mut() else {
        return false;
    };
    let holds = |(key, value): &(&Spanned<_>, &Spanned<_>)| key.span().contains(&at) || value.span().contains(&at);
    let key = table.iter().find(holds).map(|(key, _)| key.clone());
    key.is_some_and(|key| table.remove(&key).is_some())
}

/// Turns a whole file into a type of ours, or tells what does not fit.
pub fn file<T: DeserializeOwned>(text: &str, source: SourceId) -> Result<T, Vec<Diagnostic>> {
    let table = table(text, source)?;
    let whole = Spanned::new(0..text.len(), DeValue::Table(table));
    value(whole, source)
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
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return word_or_entry(span);
    };
    if found.starts_with("invalid value") || found.contains("i128") {
        let help =
            if found.contains("`-") { "write a number that is not below zero" } else { "write a smaller number" };
        return Diagnostic::new(span, "this number is not possible", "this number", help);
    }
    let label = match found.trim_start_matches("invalid type: ").split(' ').next() {
        Some("string") => "this is text",
        Some("integer") => "this is a number",
        Some("floating") => "this is a decimal number",
        Some("boolean") => "this is `true` or `false`",
        Some("sequence") => "this is a list",
        _ => "this value",
    };
    let (expected, help) = match expected {
        "a string" => ("text", "put it into quotes: \"…\""),
        "a boolean" => ("`true` or `false`", "write one of the two, in small letters and without quotes"),
        "a sequence" => ("a list", "put it into brackets, `[ … ]`; a heading on a line of its own has two, `[[ … ]]`"),
        "a number" | "f32" | "f64" => ("a number", "write a number such as `3` or `0.5`, without quotes"),
        "i64" | "u64" | "u16" | "u8" => ("a whole number", "write digits only, such as `3`, without quotes"),
        "a number or a range" => (expected, "write a number such as `12`, or a range in quotes such as `\"10..14\"`"),
        "a name or a list of names" => (expected, "write a name in quotes, or several in brackets: [\"…\", \"…\"]"),
        "a number or a list of names" => (expected, "write a number such as `4`, or names in brackets: [\"…\", \"…\"]"),
        "what to avoid" => {
            (expected, "write `\"person\"`, `\"last 3 exams\"`, `\"all\"`, or `{ from = \"all\", weight = 5 }`")
        }
        "newtype variant" => return word_or_entry(span),
        form if form.starts_with('{') || form.starts_with('`') => (form, "write it in this form"),
        _ => ("something in braces", "write it in braces: `{ key = value }`"),
    };
    Diagnostic::new(span, format!("{expected} is expected here"), label, help)
}

/// The problem of a value that can be a word or, where it has a size, a word with its number.
fn word_or_entry(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "this value is not possible here",
        "this value",
        "write one word in quotes, such as `\"none\"`, or one word with its number, such as `{ lines = 6 }`",
    )
}
