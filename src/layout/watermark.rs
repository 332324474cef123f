//! A word or two behind the text, along the diagonal of the page.

use crate::diagnostic::Diagnostic;
use crate::flow::Inline;
use crate::theme::{Face, Side, Style};

use super::document::{Mark, PageSize};
use super::text::{Shaper, baseline};

/// The part of the page's diagonal that the words take at most.
const LENGTH: f32 = 0.68;
/// Half the height of capitals, against the size of the type.
const MIDDLE: f32 = 0.35;
/// The size at which the words are measured.
const TRIAL: f32 = 100.0;

/// The marks of a watermark, the middle of its words on the middle of the page.
pub(super) fn watermark(text: &[Inline], size: PageSize, setter: &mut Shaper<'_>) -> Result<Vec<Mark>, Diagnostic> {
    let diagonal = (size.width * size.width + size.height * size.height).sqrt();
    // `y` grows downwards.
    let slope = (size.width / diagonal, -size.height / diagonal);
    let mut style = style(TRIAL, setter.theme.watermark.grey);
    let width = setter.shape(text, style, None).widths().1.max(1.0);
    let fitting = TRIAL * LENGTH * diagonal / width;
    style = self::style(fitting.min(setter.theme.watermark.size).floor(), style.grey);
    let mut shaped = setter.shape(text, style, None);
    let width = shaped.widths().1;
    let middle = (width / 2.0, baseline(style) - MIDDLE * style.size);
    let lines = setter.lines(&mut shaped, f32::MAX, Side::Left)?;
    let turned = lines.into_iter().flat_map(|line| line.marks).filter_map(|mark| match mark {
        Mark::Glyphs(mut run) => {
            let (along, down) = (run.at.0 - middle.0, run.at.1 - middle.1);
            run.at.0 = size.width / 2.0 + along * slope.0 - down * slope.1;
            run.at.1 = size.height / 2.0 + along * slope.1 + down * slope.0;
            Some(Mark::Slanted { run, slope })
        }
        _ => None,
    });
    Ok(turned.collect())
}

fn style(size: f32, grey: u8) -> Style {
    Style {
        face: Face::Sans,
        size,
        leading: size,
        bold: false,
        italic: false,
        grey,
        align: Side::Left,
        justify: false,
        hyphenate: false,
        above: 0.0,
        below: 0.0,
    }
}
