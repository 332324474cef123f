//! What a template may not do, so that filling it in comes to an end: call another one, nest deep, go round without end,
//! or write more than anybody reads.

use std::io::{Error, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason, Template};

/// Deepest nesting of blocks, and of brackets in one pair of braces.
const MOST_NESTED: usize = 20;
/// Most times that all blocks together are gone through.
const MOST_ROUNDS: usize = 1_000_000;
/// Most bytes that come out.
const MOST_BYTES: usize = 20_000_000;

/// The helper that counts rounds; no template can write its name.
const ROUND: &str = "round of a block";

/// Why a template cannot be filled in: what is wrong, and what to do.
pub(super) type Refused = (String, &'static str);

/// The byte at which a template nests too deep. The parser is recursive, so it must not see that.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, _) in text.match_indices("{{") {
        let inside = text[at + 2..].trim_start_matches(['{', '~', '&', ' ', '\t', '\r', '\n']);
        let inside = inside.split("}}").next().unwrap_or("");
        match inside.bytes().next() {
            Some(b'#') => depth += 1,
            Some(b'^') if inside.len() > 1 => depth += 1,
            Some(b'/') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_NESTED || inside.matches(['(', '[']).count() > MOST_NESTED {
            return Some(at);
        }
    }
    None
}

/// What is said of a template that nests too deep.
pub(super) fn depth_refused() -> Refused {
    let what = format!("more than {MOST_NESTED} blocks or brackets stand inside one another");
    (what, "write the template with fewer {{#…}} inside {{#…}}; `{{else if …}}` nests nothing")
}

/// The line and column at which a template calls another one.
pub(super) fn call(template: &Template) -> Option<(usize, usize)> {
    template.elements.iter().zip(&template.mapping).find_map(|(element, place)| match element {
        TemplateElement::RawString(_) | TemplateElement::Comment(_) => None,
        TemplateElement::HtmlExpression(helper)
        | TemplateElement::Expression(helper)
        | TemplateElement::HelperBlock(helper) => inner(helper).find_map(call),
        _ => Some((place.0, place.1)),
    })
}

fn inner(helper: &HelperTemplate) -> impl Iterator<Item = &Template> {
    helper.template.iter().chain(&helper.inverse)
}

/// Puts the helper that counts into every block, so that one that writes nothing is counted too.
pub(super) fn count_rounds(template: &mut Template) {
    let counter = Template::compile("{{round}}").ok().and_then(|mut counter| counter.elements.pop());
    let mut counter = counter.expect("a template of one word is right");
    if let TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) = &mut counter {
        helper.name = Parameter::Name(ROUND.to_owned());
    }
    put_into_blocks(template, &counter);
}

fn put_into_blocks(template: &mut Template, counter: &TemplateElement) {
    for (element, place) in template.elements.iter_mut().zip(&template.mapping) {
        let TemplateElement::HelperBlock(helper) = element else { continue };
        for inner in helper.template.iter_mut().chain(&mut helper.inverse) {
            put_into_blocks(inner, counter);
            inner.elements.push(counter.clone());
            inner.mapping.push(place.clone());
        }
    }
}

/// Makes the counter known.
pub(super) fn register(handlebars: &mut Handlebars<'_>) {
    let rounds = AtomicUsize::new(0);
    let count = move |_: &Helper<'_>,
                      _: &Handlebars<'_>,
                      _: &Context,
                      _: &mut RenderContext<'_, '_>,
                      _: &mut dyn Output|
          -> HelperResult {
        if rounds.fetch_add(1, Ordering::Relaxed) < MOST_ROUNDS {
            return Ok(());
        }
        let reason = format!("the blocks of this template are gone through more than {MOST_ROUNDS} times");
        Err(RenderErrorReason::IOError(Error::other(reason)).into())
    };
    handlebars.register_helper(ROUND, Box::new(count));
}

/// Takes what comes out, up to a limit.
#[derive(Default)]
pub(super) struct Limited {
    pub(super) bytes: Vec<u8>,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            return Err(Error::other(format!("what comes out has more than {} megabytes", MOST_BYTES / 1_000_000)));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_follow_each_other_are_not_nested() {
        assert_eq!(too_deep(&"{{#if a}}x{{^}}y{{/if}} {{~^b}}{{/b~}}".repeat(100)), None);
        assert_eq!(too_deep(&"{{# each a}}".repeat(21)), Some(20 * "{{# each a}}".len()));
        assert_eq!(too_deep(&format!("{{{{a {}}}}}", "(".repeat(21))), Some(0));
    }

    #[test]
    fn a_call_is_found_wherever_it_stands() {
        for text in
            ["{{> a}}", "{{~ > a}}", "{{#> a}}{{/a}}", "{{#if a}}{{^}}{{> a}}{{/if}}", "{{~#*inline \"a\"}}{{/inline}}"]
        {
            assert!(call(&Template::compile(text).unwrap()).is_some(), "{text}");
        }
        assert_eq!(call(&Template::compile("{{#if a}}{{b}}{{/if}}").unwrap()), None);
    }
}
