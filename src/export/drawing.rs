//! A drawing as a form of PDF (ISO 32000-1, 8.10) that fills the unit square, as pictures do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use printpdf::{DictItem, ExternalStream};

use crate::svg::{Clip, Drawing, Fill, Line, Shape, Step};

/// The form of a drawing.
pub(super) fn form(drawing: &Drawing) -> ExternalStream {
    let (width, height) = drawing.size;
    let name = |name: &str| DictItem::Name(name.into());
    let reals = |numbers: &[f32]| DictItem::Array(numbers.iter().copied().map(DictItem::Real).collect());
    let mut opacities = BTreeSet::new();
    let mut content = String::new();
    for shapes in drawing.shapes.chunk_by(|one, next| Arc::ptr_eq(&one.clips, &next.clips)) {
        content.push_str("q\n");
        for Clip { steps, even_odd } in shapes[0].clips.iter().map(AsRef::as_ref) {
            outline(steps, &mut content);
            content.push_str(if *even_odd { "W* n\n" } else { "W n\n" });
        }
        for shape in shapes {
            write_shape(shape, &mut opacities, &mut content);
        }
        content.push_str("Q\n");
    }
    let states = opacities.into_iter().map(|percent| {
        let opacity = DictItem::Real(f32::from(percent) / 100.0);
        let map = BTreeMap::from([("ca".to_owned(), opacity.clone()), ("CA".to_owned(), opacity)]);
        (state(percent), DictItem::Dict { map })
    });
    let states = DictItem::Dict { map: states.collect() };
    let resources = DictItem::Dict { map: BTreeMap::from([("ExtGState".to_owned(), states)]) };
    let dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Form")),
        ("BBox".to_owned(), reals(&[0.0, 0.0, width, height])),
        ("Matrix".to_owned(), reals(&[1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0])),
        ("Resources".to_owned(), resources),
    ]);
    ExternalStream { dict, content: content.into_bytes(), compress: true }
}

fn state(percent: u8) -> String {
    format!("O{percent}")
}

/// Each shape states all of how it is painted, so that nothing of the one before it stays.
fn write_shape(shape: &Shape, opacities: &mut BTreeSet<u8>, content: &mut String) {
    if let Some(Fill { colour, opacity, even_odd }) = &shape.fill {
        see_through(*opacity, opacities, content);
        paint(*colour, "rg", content);
        outline(&shape.steps, content);
        content.push_str(if *even_odd { "f*\n" } else { "f\n" });
    }
    if let Some(line) = &shape.line {
        see_through(line.opacity, opacities, content);
        paint(line.colour, "RG", content);
        pen(line, content);
        outline(&shape.steps, content);
        content.push_str("S\n");
    }
}

fn see_through(opacity: f32, opacities: &mut BTreeSet<u8>, content: &mut String) {
    let percent = (opacity * 100.0).round().clamp(0.0, 100.0) as u8;
    opacities.insert(percent);
    add(content, format_args!("/{} gs\n", state(percent)));
}

fn paint(colour: [u8; 3], operator: &str, content: &mut String) {
    let [red, green, blue] = colour.map(|part| number(f32::from(part) / 255.0));
    add(content, format_args!("{red} {green} {blue} {operator}\n"));
}

fn pen(line: &Line, content: &mut String) {
    let dashes: Vec<String> = line.dashes.iter().copied().map(number).collect();
    let (width, miter, offset) = (number(line.width), number(line.miter_limit), number(line.dash_offset));
    let (cap, join) = (line.cap, line.join);
    add(content, format_args!("{width} w {cap} J {join} j {miter} M [{}] {offset} d\n", dashes.join(" ")));
}

fn outline(steps: &[Step], content: &mut String) {
    for step in steps {
        let point = |(x, y): (f32, f32)| format!("{} {}", number(x), number(y));
        match *step {
            Step::Move(to) => add(content, format_args!("{} m\n", point(to))),
            Step::Line(to) => add(content, format_args!("{} l\n", point(to))),
            Step::Curve(first, second, to) => {
                add(content, format_args!("{} {} {} c\n", point(first), point(second), point(to)));
            }
            Step::Close => content.push_str("h\n"),
        }
    }
}

/// A number of PDF: at most three places, none of them in vain.
fn number(number: f32) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn add(content: &mut String, text: std::fmt::Arguments<'_>) {
    content.write_fmt(text).expect("writing into a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([1.0, -0.0001, 0.5, 10.0, 100.125].map(number), ["1", "0", "0.5", "10", "100.125"]);
    }
}
