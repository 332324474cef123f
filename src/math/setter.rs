//! Formulas by `RaTeX`, which follows `KaTeX`.

use std::ops::Range;

use ratex_font::{FontId, katex_ttf_glyph_char};
use ratex_layout::{LayoutOptions, layout, to_display_list, validate_layout};
use ratex_parser::{ParseError, parse};
use ratex_types::{Color, DisplayItem, MathStyle, PathCommand};

use super::{Formula, Ink, Shape, Slip, Step};

/// Longest formula in bytes; the longest that fits a page has a few hundred.
const LONGEST: usize = 4000;
/// Most things printed in a formula.
const MOST_INKS: usize = 4000;
/// Widest and tallest formula, parts of the type size: more than any page has.
const LARGEST: f64 = 300.0;
/// Thickness of lines that have none of their own, such as those that strike something out, as `KaTeX` draws them.
const LINE: f32 = 0.046;

const HELP: &str = "write it as LaTeX would have it; a dollar sign that begins no formula is written `\\$`";

pub(super) fn set(source: &str, displayed: bool) -> Result<Formula, Slip> {
    if source.len() > LONGEST {
        return Err(whole("this formula is longer than a page".to_owned(), "make several formulas of it"));
    }
    if source.trim().is_empty() {
        return Err(whole("this formula is empty".to_owned(), HELP));
    }
    let nodes = parse(source).map_err(|error| slip(&error, source))?;
    let style = if displayed { MathStyle::Display } else { MathStyle::Text };
    let laid = layout(&nodes, &LayoutOptions { style, ..LayoutOptions::default() });
    let too_large = || whole("this formula is larger than a page".to_owned(), "make several formulas of it");
    validate_layout(&laid).map_err(|_| too_large())?;
    let list = to_display_list(&laid);
    let sizes = [list.width, list.height, list.depth];
    if list.items.len() > MOST_INKS || sizes.iter().any(|size| !size.is_finite() || size.abs() > LARGEST) {
        return Err(too_large());
    }
    let inks = list.items.iter().filter_map(|item| ink(item, list.height).transpose()).collect::<Result<_, _>>()?;
    Ok(Formula {
        source: source.split_whitespace().collect::<Vec<_>>().join(" "),
        displayed,
        width: rounded(list.width),
        height: rounded(list.height),
        depth: rounded(list.depth),
        inks,
    })
}

fn whole(message: String, help: &'static str) -> Slip {
    Slip { message, at: None, help }
}

/// What the parser says, with its place.
fn slip(error: &ParseError, source: &str) -> Slip {
    let said = &error.message;
    let message = if let Some(name) = said.strip_prefix("Undefined control sequence: ") {
        format!("there is no `{name}` in formulas")
    } else if let Some(sign) = said.strip_prefix("Expected 'EOF', got '").and_then(|rest| rest.strip_suffix('\'')) {
        format!("`{sign}` cannot stand here in a formula")
    } else if said.ends_with("got 'EOF'") {
        "this formula ends too early: a brace, a bracket or an `\\end` is missing".to_owned()
    } else {
        let mut letters = said.chars();
        let first = letters.next().map_or(' ', |letter| letter.to_ascii_lowercase());
        format!("this formula cannot be read: {first}{}", letters.as_str())
    };
    let at = error.loc.as_ref().map(|place| place.start..place.end).filter(|at| fits(at, source));
    Slip { message, at, help: HELP }
}

/// Whether a place is one of the text; what a macro stands for has places of its own.
fn fits(at: &Range<usize>, source: &str) -> bool {
    at.start <= at.end && source.is_char_boundary(at.start) && source.is_char_boundary(at.end)
}

/// What is printed of an item; some, such as the strut of `\vdots`, have no width. Or what of it cannot be
/// printed.
fn ink(item: &DisplayItem, baseline: f64) -> Result<Option<Ink>, Slip> {
    let place = |x: f64, y: f64| (rounded(x), rounded(y - baseline));
    Ok(match item {
        DisplayItem::GlyphPath { x, y, scale, font, char_code, color } => {
            let no_face = || format!("this formula has a sign of the face `{font}`, which cannot be printed");
            let face = FontId::parse(font).ok_or_else(|| whole(no_face(), "write another sign for it"))?;
            let character = katex_ttf_glyph_char(face, *char_code);
            let shape = Shape::Glyph { face: face.as_str(), character, size: rounded(*scale) };
            Some(Ink { shape, at: place(*x, *y), grey: grey(*color) })
        }
        DisplayItem::Line { dashed: true, .. } => {
            let message = "this formula has a line with dashes, which cannot be printed";
            return Err(whole(message.to_owned(), "write `\\hline` for `\\hdashline`"));
        }
        DisplayItem::Line { x, y, width, thickness, color, .. } => {
            fill(place(*x, y - thickness / 2.0), (*width, *thickness), *color)
        }
        DisplayItem::Rect { x, y, width, height, color } => fill(place(*x, *y), (*width, *height), *color),
        DisplayItem::Path { x, y, commands, fill, color } => {
            let shape = Shape::Outline { steps: outline(commands), line: (!fill).then_some(LINE) };
            (!commands.is_empty()).then(|| Ink { shape, at: place(*x, *y), grey: grey(*color) })
        }
    })
}

fn fill(at: (f32, f32), size: (f64, f64), color: Color) -> Option<Ink> {
    let size = (rounded(size.0), rounded(size.1));
    (size.0 > 0.0 && size.1 > 0.0).then(|| Ink { shape: Shape::Fill { size }, at, grey: grey(color) })
}

/// The outline with cubic curves only.
fn outline(commands: &[PathCommand]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(commands.len());
    let mut pen = (0.0, 0.0);
    let point = |(x, y): (f64, f64)| (rounded(x), rounded(y));
    for command in commands {
        match *command {
            PathCommand::MoveTo { x, y } => {
                pen = (x, y);
                steps.push(Step::Move(point(pen)));
            }
            PathCommand::LineTo { x, y } => {
                pen = (x, y);
                steps.push(Step::Line(point(pen)));
            }
            PathCommand::CubicTo { x1, y1, x2, y2, x, y } => {
                pen = (x, y);
                steps.push(Step::Curve(point((x1, y1)), point((x2, y2)), point(pen)));
            }
            PathCommand::QuadTo { x1, y1, x, y } => {
                let third = |from: (f64, f64)| (from.0 + (x1 - from.0) * 2.0 / 3.0, from.1 + (y1 - from.1) * 2.0 / 3.0);
                let (first, second) = (third(pen), third((x, y)));
                pen = (x, y);
                steps.push(Step::Curve(point(first), point(second), point(pen)));
            }
            PathCommand::Close => {}
        }
    }
    steps
}

/// The lightness of a colour that is named; formulas are black without one.
fn grey(color: Color) -> Option<u8> {
    // Weights of the primaries as in ITU-R BT.601.
    let light = 0.299 * color.r + 0.587 * color.g + 0.114 * color.b;
    (light > 0.0).then(|| (light * 100.0).round() as u8)
}

/// A ten thousandth of the type size is finer than any printer.
fn rounded(length: f64) -> f32 {
    ((length * 10_000.0).round() / 10_000.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_without_a_width_is_printed() {
        let dots = set(r"\vdots", false).unwrap();
        assert!(dots.inks.iter().all(|ink| !matches!(ink.shape, Shape::Fill { .. })), "{dots:?}");
        assert!(!dots.inks.is_empty());
    }

    #[test]
    fn a_slip_has_its_place() {
        let slip = set(r"a + \frca{1}{2}", false).unwrap_err();
        assert_eq!((slip.message.as_str(), slip.at), (r"there is no `\frca` in formulas", Some(4..9)));
        assert_eq!(set("a^2^3", false).unwrap_err().at, Some(3..4));
        assert_eq!(set(" ", false).unwrap_err().message, "this formula is empty");
    }

    #[test]
    fn what_cannot_be_printed_is_told() {
        let glyph = DisplayItem::GlyphPath {
            x: 0.0,
            y: 0.0,
            scale: 1.0,
            font: "Runes".to_owned(),
            char_code: 65,
            color: Color::BLACK,
        };
        let message = "this formula has a sign of the face `Runes`, which cannot be printed";
        assert_eq!(ink(&glyph, 0.0).unwrap_err().message, message);
        assert!(set(r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}", true).is_ok());
    }

    #[test]
    fn displayed_formulas_are_taller() {
        let [small, large] = [false, true].map(|displayed| set(r"\sum_{i=1}^n \frac{1}{i}", displayed).unwrap());
        assert!(large.height > small.height && large.depth > small.depth);
    }
}
