//! The roster as a file.

use std::collections::BTreeMap;
use std::path::Path;

use crate::digest::sha256_hex;
use crate::roster::{self, Roster};
use crate::spec::Spec;

use super::super::{Context, Failure};

/// Reads a roster; gives the digest of its file too.
pub(in super::super) fn read(path: &Path, context: &mut Context) -> Result<(Roster, String), Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::User(format!(
            "{name}: cannot be read: {error}\nhelp: name a CSV file of candidates by `roster` or --roster"
        ))
    })?;
    let digest = sha256_hex(&bytes);
    let text = String::from_utf8(bytes).map_err(|error| {
        let readable = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = readable.split(|byte| *byte == b'\n').count();
        Failure::User(format!("{name}:{line}: this file is not UTF-8\nhelp: save the roster as CSV in UTF-8"))
    })?;
    let text = roster::without_mark(&text);
    let source = context.sources.add(name, text);
    let roster = roster::read(text, source).map_err(|problems| context.problems(&problems))?;
    Ok((roster, digest))
}

/// What the roster says of its first candidate, if there is a roster.
pub(in super::super) fn first_candidate(
    spec: &Spec,
    context: &mut Context,
) -> Result<Option<BTreeMap<String, String>>, Failure> {
    let roster = spec.roster.as_ref().map(|path| read(Path::new(&path.value), context)).transpose()?;
    Ok(roster.and_then(|(roster, _)| roster.candidates.into_iter().next()).map(|candidate| candidate.values))
}
