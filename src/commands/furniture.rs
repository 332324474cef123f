//! What stands around the questions, with its files read.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Picture, Text, TextStyle};
use crate::paper::Furniture;
use crate::picture;
use crate::source::Span;
use crate::spec::{Placed, Spec};

use super::{Context, Failure};

/// Pages of a sheet of paper that is printed on both sides.
pub(super) const DUPLEX: usize = 2;
/// The same of one that is folded too.
pub(super) const BOOKLET: usize = 4;

/// What the user wants around the questions; the logo has to be a picture.
pub(super) fn furniture(spec: &Spec, context: &Context) -> Result<Furniture, Failure> {
    let front = &spec.front;
    let logo = front.logo.as_ref().map(|path| read_logo(path, spec)).transpose();
    let bold = TextStyle { bold: true, ..TextStyle::default() };
    Ok(Furniture {
        institution: front.institution.clone(),
        logo: logo.map_err(|problem| context.problems(&[problem]))?,
        time: front.time,
        cover: front.cover,
        watermark: front
            .watermark
            .as_ref()
            .map(|words| vec![Inline::Text(Text { text: words.value.clone(), style: bold, span: words.span })]),
        pages_a_sheet: match (front.booklet, front.duplex) {
            (true, _) => BOOKLET,
            (false, true) => DUPLEX,
            (false, false) => 1,
        },
    })
}

fn read_logo(path: &Placed<String>, spec: &Spec) -> Result<Picture, Diagnostic> {
    let problem = |reason: String| {
        let message = format!("the logo `{}` {reason}", path.value);
        Diagnostic::new(path.span, message, "asked for here", "name a PNG, JPEG or SVG file")
    };
    let bytes = picture::read(Path::new(&path.value)).map_err(problem)?;
    logo(bytes, spec, path.span).map_err(|reason| problem(format!("cannot be printed: {reason}")))
}

/// The logo of an exam from the bytes of its file, or why it cannot be printed.
pub(super) fn logo(bytes: Vec<u8>, spec: &Spec, span: Span) -> Result<Picture, String> {
    let data = Arc::new(picture::inspect(bytes)?);
    let alt = spec.front.institution.clone().unwrap_or_else(|| spec.words.title.clone());
    Ok(Picture { data, alt, width: None, caption: Vec::new(), span })
}
