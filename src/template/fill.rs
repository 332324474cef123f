//! Handlebars, strictly: a value that is not there is an error with its line, and every value is escaped for Markdown.

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason, TemplateErrorReason,
};
use serde_json::Value;

use crate::signs;

use super::guard;
use super::places::hide_places;
use super::{FixedWords, Template};

/// Fills in a template, or says in which line it cannot.
pub(super) fn fill(template: &Template, values: &Value, words: &FixedWords) -> Result<String, String> {
    let told = |(line, column): (usize, usize), (reason, help): guard::Refused| {
        format!("{}:{line}:{column}: {reason}\nhelp: {help}", template.name)
    };
    let place = |at: usize| {
        let before = &template.text[..at];
        (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
    };
    if let Some((at, sign, what)) = signs::first_refused(&template.text) {
        return Err(told(place(at), (format!("{}: {what}", signs::told(sign)), signs::REMEDY)));
    }
    if let Some(at) = guard::too_deep(&template.text) {
        return Err(told(place(at), guard::depth_refused()));
    }
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    handlebars.register_escape_fn(escape);
    let counted = words.clone();
    handlebars.register_helper(
        "plural",
        Box::new(
            move |helper: &Helper<'_>,
                  _: &Handlebars<'_>,
                  _: &Context,
                  _: &mut RenderContext<'_, '_>,
                  out: &mut dyn Output|
                  -> HelperResult { write_plural(helper, &counted, out) },
        ),
    );
    guard::register(&mut handlebars);
    let compiled = handlebars::Template::compile_with_name(hide_places(&template.text), "page".to_owned());
    let mut page = compiled.map_err(|error| {
        let reason = match error.reason() {
            TemplateErrorReason::MismatchingClosedHelper(opened, closed) => {
                format!("`{{{{#{opened}}}}}` ends with `{{{{/{closed}}}}}`")
            }
            _ => "what stands in `{{…}}` is not understood from here on".to_owned(),
        };
        let help = "check that every {{#…}} has its {{/…}} and every {{ its }}";
        told(error.pos().unwrap_or((1, 1)), (reason, help))
    })?;
    if let Some(place) = guard::call(&page) {
        return Err(told(place, ("a template cannot call another one".to_owned(), "write what it says here")));
    }
    guard::count_rounds(&mut page);
    handlebars.register_template("page", page);
    let mut filled = guard::Limited::default();
    handlebars.render_to_write("page", values, &mut filled).map_err(|error| {
        let (reason, help) = match error.reason() {
            RenderErrorReason::MissingVariable(Some(name)) => {
                (format!("there is no value `{name}`"), "docs/templates.md of Exampress lists the values of each paper")
            }
            RenderErrorReason::HelperNotFound(name) => (
                format!("there is no helper `{name}`"),
                "use `plural`, or one that Handlebars has: if, unless, each, with",
            ),
            RenderErrorReason::IOError(error) => (error.to_string(), "take out {{#each}} where it is not needed"),
            other => (other.to_string(), "docs/templates.md of Exampress shows what templates can say"),
        };
        told((error.line_no.unwrap_or(1), error.column_no.unwrap_or(1)), (reason, help))
    })?;
    Ok(String::from_utf8(filled.bytes).expect("text and values are UTF-8"))
}

/// `{{plural marks "mark"}}` writes `1 mark` or `4 marks`.
fn write_plural(helper: &Helper<'_>, words: &FixedWords, out: &mut dyn Output) -> HelperResult {
    let number = helper.param(0).and_then(|value| value.value().as_u64());
    let noun = helper.param(1).and_then(|value| value.value().as_str());
    let text = number.zip(noun).and_then(|(number, noun)| words.count(number, noun));
    let Some(text) = text else {
        return Err(RenderErrorReason::Other(
            "`plural` needs a number and one of \"question\", \"mark\", \"minute\"".to_owned(),
        )
        .into());
    };
    out.write(&escape(&text))?;
    Ok(())
}

/// Writes a value so that Markdown takes it as it stands: on one line, punctuation behind backslashes.
fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 8);
    let words = value.split(|c: char| c.is_whitespace() && c != '\u{a0}').filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        if at > 0 {
            escaped.push(' ');
        }
        for character in word.chars() {
            if character.is_ascii_punctuation() {
                escaped.push('\\');
            }
            escaped.push(character);
        }
    }
    escaped
}
