//! A theme said in layers: what a file leaves unsaid is as the file below has it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Theme, limits};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use crate::toml_text;

/// A theme file: its text and its name in messages.
pub type Layer<'t> = (&'t str, SourceId);

/// The theme of a file over what is below it, and all that is said so far.
pub(super) fn lay<'t>(below: DeTable<'t>, (text, source): Layer<'t>) -> Result<(Theme, DeTable<'t>), Vec<Diagnostic>> {
    let stated = toml_text::table(text, source)?;
    let whole = over(without_places(below), stated.clone());
    let theme = toml_text::value(Spanned::new(0..text.len(), DeValue::Table(whole.clone())), source)?;
    let problems = limits::broken(&stated, &whole, source);
    if problems.is_empty() { Ok((theme, whole)) } else { Err(problems) }
}

fn over<'t>(mut below: DeTable<'t>, stated: DeTable<'t>) -> DeTable<'t> {
    for (key, value) in stated {
        let place = value.span();
        let value = match (below.remove(&key).map(Spanned::into_inner), value.into_inner()) {
            (Some(DeValue::Table(below)), DeValue::Table(stated)) => DeValue::Table(over(below, stated)),
            (_, stated) => stated,
        };
        below.insert(key, Spanned::new(place, value));
    }
    below
}

/// The same values, none of which a place in the file above can be taken for.
fn without_places(table: DeTable<'_>) -> DeTable<'_> {
    let mut bare = DeTable::new();
    for (key, value) in table {
        let value = match value.into_inner() {
            DeValue::Table(inner) => DeValue::Table(without_places(inner)),
            other => other,
        };
        bare.insert(Spanned::new(0..0, key.into_inner()), Spanned::new(0..0, value));
    }
    bare
}
