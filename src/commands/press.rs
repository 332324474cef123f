//! From a selection to the pages of its two papers.

use crate::bank::Bank;
use crate::flow::{Arrangement, Block, Flow};
use crate::layout::{self, Document, LayoutError, PageSize, Typesetter};
use crate::markup::{self, Dialect, Origin};
use crate::paper::{self, DrawnSection, Paper, Words};
use crate::select::Selection;
use crate::spec::{Layout, PaperSize, Placed, Spec};
use crate::stream::Streams;
use crate::template::{self, TemplateError};

use super::furniture::furniture;
use super::project::{Looks, Project};
use super::{Context, Failure};

/// The exam of a selection, and what candidate sheet and key say.
pub(super) fn compose(
    project: &Project,
    spec: &Spec,
    looks: &Looks,
    seed: &str,
    selection: &Selection,
    context: &mut Context,
) -> Result<(Paper, [Flow; 2]), Failure> {
    let words = paper_words(spec, context)?;
    compose_with(words, &project.bank, spec, looks, seed, selection, context)
}

/// The same from any bank, with words that are read already.
pub(super) fn compose_with(
    words: Words,
    bank: &Bank,
    spec: &Spec,
    looks: &Looks,
    seed: &str,
    selection: &Selection,
    context: &mut Context,
) -> Result<(Paper, [Flow; 2]), Failure> {
    let streams = Streams::new(seed, &selection.form);
    let sections = drawn_sections(spec, selection);
    let paper = paper::assemble(bank, &sections, words, spec.order, spec.shuffle_options, &streams);
    let mut flows = flows(&paper, bank, looks, context)?;
    arrange(&mut flows, spec.layout);
    Ok((paper, flows))
}

/// What was drawn, by section.
pub(super) fn drawn_sections(spec: &Spec, selection: &Selection) -> Vec<DrawnSection> {
    let sections = spec.blueprint.sections.iter().zip(&selection.sections);
    sections
        .map(|(section, ids)| DrawnSection { title: section.title.clone(), order: section.order, ids: ids.clone() })
        .collect()
}

/// The words around the questions, with the user's instructions read.
pub(super) fn paper_words(spec: &Spec, context: &Context) -> Result<Words, Failure> {
    let words = &spec.words;
    let instructions = words.instructions.as_ref().map(|text| read_instructions(text, context)).transpose()?;
    Ok(Words {
        title: words.title.clone(),
        subtitle: words.subtitle.clone(),
        instructions,
        date: words.date.clone(),
        language: words.language.clone(),
        candidate: None,
        furniture: furniture(spec, context)?,
    })
}

fn read_instructions(text: &Placed<String>, context: &Context) -> Result<Vec<Block>, Failure> {
    let file = &context.sources.get(text.span.source).text;
    let origin = Origin::of_value(text.span.source, file, text.span.range(), &text.value);
    let no_pictures = |_: &str| Err("instructions cannot hold a picture".to_owned());
    let dialect = Dialect { structure: false, blanks: None, purposes: &[], pictures: &no_pictures };
    markup::blocks(&text.value, origin, &dialect).map_err(|problems| context.problems(&problems))
}

/// The words of candidate sheet and key.
pub(super) fn flows(paper: &Paper, bank: &Bank, looks: &Looks, context: &mut Context) -> Result<[Flow; 2], Failure> {
    let sheet = paper::candidate_sheet(paper);
    let candidate = template::candidate(&sheet, &looks.candidate, &looks.words, &mut context.sources);
    let candidate = candidate.map_err(|error| template_failure(error, context))?;
    let sheet = paper::key_sheet(paper, bank);
    let key = template::key(&sheet, &looks.key, &looks.words, &mut context.sources);
    let key = key.map_err(|error| template_failure(error, context))?;
    Ok([candidate, key])
}

/// Tells how pages are filled; the key has no room to write that would want a page of its own.
fn arrange([candidate, key]: &mut [Flow; 2], layout: Layout) {
    (candidate.arrangement, key.arrangement) = match layout {
        Layout::Fill => (Arrangement::Fill, Arrangement::Fill),
        Layout::Compact => (Arrangement::Compact, Arrangement::Compact),
        Layout::OnePerPage => (Arrangement::OnePerPage, Arrangement::Fill),
    };
}

fn template_failure(error: TemplateError, context: &Context) -> Failure {
    match error {
        TemplateError::Fill(message) => Failure::User(message),
        TemplateError::Page(problems) => context.problems(&problems),
    }
}

/// A flow as pages.
pub(super) fn lay_out(flow: &Flow, looks: &Looks, size: PageSize, context: &Context) -> Result<Document, Failure> {
    let new = || Typesetter::new(looks.fonts.clone());
    looks.setters.with(new, |setter| lay_out_by(setter, flow, looks, size, context))
}

/// A flow as pages, set by this typesetter.
pub(super) fn lay_out_by(
    setter: &mut Typesetter,
    flow: &Flow,
    looks: &Looks,
    size: PageSize,
    context: &Context,
) -> Result<Document, Failure> {
    layout::lay_out(flow, &looks.theme, size, setter).map_err(|error| match error {
        LayoutError::Unprintable(problem) => context.problems(&[*problem]),
        LayoutError::NoFamily { family, known } => Failure::User(format!(
            "theme.toml: no font file holds the family `{family}`\nhelp: {}",
            crate::wording::instead(&family, known.iter().map(String::as_str))
        )),
        LayoutError::NoRoom => Failure::User(
            "theme.toml: the margins leave no room for text\nhelp: make the margins, or the widths of label and aside, smaller"
                .to_owned(),
        ),
        LayoutError::CodeTooLarge { height, margin } => Failure::User(format!(
            "theme.toml: the QR code with the empty paper around it is {} mm high, its margin {} mm\n\
             help: make `qr.size` smaller or the margin larger, or write `on = false` under [qr]",
            millimetres(height),
            millimetres(margin)
        )),
        LayoutError::TooTall(words) => Failure::User(format!(
            "the block that begins `{words}` is taller than a page\nhelp: make it smaller, or cut it into several"
        )),
    })
}

/// Points in millimetres, to a tenth.
fn millimetres(points: f32) -> String {
    format!("{:.1}", points * 25.4 / 72.0)
}

/// The size of a sheet in points.
pub(super) fn page_size(paper: PaperSize) -> PageSize {
    match paper {
        PaperSize::A4 => PageSize { width: 595.28, height: 841.89 },
        PaperSize::Letter => PageSize { width: 612.0, height: 792.0 },
    }
}
