//! What is wrong with papers, found before anything is written.

use std::collections::BTreeMap;
use std::num::NonZero;

use crate::diagnostic::Diagnostic;
use crate::parallel::in_order;
use crate::progress::Progress;
use crate::roster::Roster;
use crate::stop;

use super::super::Failure;
use super::super::project::Looks;
use super::papers::Desk;
use super::plan::Plan;

/// Most candidates that are told of.
const MOST_TOLD: usize = 20;

/// Whether there is a face for every character of what templates print of candidates.
pub(super) fn names(roster: Option<&Roster>, desk: &Desk<'_>) -> Result<(), Failure> {
    let Some(roster) = roster else { return Ok(()) };
    let problems = unprintable(roster, desk.looks);
    if problems.is_empty() { Ok(()) } else { Err(desk.context.problems(&problems)) }
}

fn unprintable(roster: &Roster, looks: &Looks) -> Vec<Diagnostic> {
    let is_printed = |column: &&String| {
        let value = format!("candidate.{column}");
        [&looks.candidate, &looks.key].iter().any(|template| template.text.contains(&value))
    };
    let columns: Vec<&String> = roster.columns.iter().filter(is_printed).collect();
    let mut known = BTreeMap::new();
    let mut can_print = |letter: char| *known.entry(letter).or_insert_with(|| has_face(letter, looks));
    let mut problems = Vec::new();
    for candidate in &roster.candidates {
        let texts = columns.iter().filter_map(|column| Some((column, candidate.values.get(*column)?)));
        for (column, text) in texts {
            let Some(letter) = text.chars().find(|letter| !can_print(*letter)) else { continue };
            problems.push(Diagnostic::new(
                candidate.span,
                format!("no font has the character `{letter}` (U+{:04X})", u32::from(letter)),
                format!("in `{column}`"),
                "write it another way, or put a font that has it into a folder named by `fonts` or --fonts and \
                 name its family in `faces.fallback` of theme.toml",
            ));
        }
        if problems.len() >= MOST_TOLD {
            break;
        }
    }
    problems
}

/// Whether any face of the theme has a character, or it is one that is not drawn.
fn has_face(letter: char, looks: &Looks) -> bool {
    let faces = &looks.theme.faces;
    let families = [&faces.serif, &faces.sans, &faces.mono].into_iter().chain(&faces.fallback);
    let is_drawn = !letter.is_whitespace()
        && !matches!(letter, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}');
    !is_drawn || families.into_iter().any(|family| looks.fonts.has(family, letter))
}

/// Whether the templates can be filled in for the first candidate: then they mostly can for all.
pub(super) fn first(plan: &Plan<'_>, desk: &Desk<'_>) -> Result<(), Failure> {
    plan.sitters.first().map_or(Ok(()), |sitter| desk.compose(sitter).map(|_| ()))
}

/// Whether every candidate's exam can be drawn; what is drawn is not kept, for it is drawn again in little time.
pub(super) fn draws(plan: &Plan<'_>, desk: &Desk<'_>, threads: NonZero<usize>) -> Result<(), Failure> {
    if desk.together.is_some() {
        return Ok(());
    }
    let progress = Progress::new(plan.sitters.len(), "draws");
    let draw = |sitter: &_| {
        if stop::asked() {
            return Err(Failure::Stopped("stopped: no file was written".to_owned()));
        }
        desk.selection(sitter).map(|_| ())
    };
    in_order(&plan.sitters, threads, draw, |()| {
        progress.step();
        Ok(())
    })
}
