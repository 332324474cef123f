//! Handlebars, strictly: a value that is not there is an error with its line, and every value is escaped for Markdown.

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason, TemplateErrorReason,
};
use serde_json::Value;

use super::places::hide_places;
use super::{FixedWords, Template};

/// Fills in a template, or says in which line it cannot.
pub(super) fn fill(template: &Template, values: &Value, words: &FixedWords) -> Result<String, String> {
    if let Some(at) = ["{{>", "{{#>", "{{#*", "{{*"].iter().filter_map(|sign| template.text.find(sign)).min() {
        let line = template.text[..at].matches('\n').count() + 1;
        return Err(format!(
            "{}:{line}: a template cannot call another one\nhelp: write what it says here",
            template.name
        ));
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
    handlebars.register_template_string("page", hide_places(&template.text)).map_err(|error| {
        let (line, column) = error.pos().unwrap_or((1, 1));
        let reason = match error.reason() {
            TemplateErrorReason::MismatchingClosedHelper(opened, closed) => {
                format!("`{{{{#{opened}}}}}` ends with `{{{{/{closed}}}}}`")
            }
            _ => "what stands in `{{…}}` is not understood from here on".to_owned(),
        };
        format!(
            "{}:{line}:{column}: {reason}\n\
             help: check that every {{{{#…}}}} has its {{{{/…}}}} and every {{{{ its }}}}",
            template.name
        )
    })?;
    handlebars.render("page", values).map_err(|error| {
        let (line, column) = (error.line_no.unwrap_or(1), error.column_no.unwrap_or(1));
        let (reason, help) = match error.reason() {
            RenderErrorReason::MissingVariable(Some(name)) => {
                (format!("there is no value `{name}`"), "docs/templates.md of Exampress lists the values of each paper")
            }
            RenderErrorReason::HelperNotFound(name) => (
                format!("there is no helper `{name}`"),
                "use `plural`, or one that Handlebars has: if, unless, each, with",
            ),
            other => (other.to_string(), "docs/templates.md of Exampress shows what templates can say"),
        };
        format!("{}:{line}:{column}: {reason}\nhelp: {help}", template.name)
    })
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
