//! Pages to sides of sheets, marks to operators. Marks of one element, and runs of furniture, are each enclosed in a tag.

use std::borrow::Cow;
use std::ops::Range;

use crate::fonts::FaceId;
use crate::layout::{Document, Glyph, Glyphs, Mark, Page, PageSize, Tagged};
use crate::math::Step;

use super::content::{Content, hundredths};
use super::faces::{CutFace, EmbeddedFaces, resource};
use super::impose::Sides;
use super::pictures::Pictures;
use super::structure::Structure;

/// Control points of a quarter circle lie at this part of the radius (the usual approximation by a cubic curve).
const CURVE: f32 = 0.552_285;

/// The direction of an ordinary baseline.
const LEVEL: (f32, f32) = (1.0, 0.0);

/// Length of a dash that prints as a dot, points; not all printers print one of no length.
const DOT: f32 = 0.02;

/// The content of the sides of all sheets, with the pages of a document on them in reading order.
pub(super) fn translate(
    document: &Document,
    sides: &Sides,
    faces: &EmbeddedFaces,
    pictures: &Pictures,
    structure: &mut Structure<'_>,
) -> Vec<Vec<u8>> {
    let mut contents: Vec<Content> = (0..sides.count).map(|_| Content::default()).collect();
    for (page, place) in document.pages.iter().zip(&sides.places) {
        let page = operators(page, place.side, document.size, faces, pictures, structure);
        let side = &mut contents[place.side];
        if sides.size == document.size {
            *side = page;
            continue;
        }
        side.operator("q");
        side.raw("1 0 0 1 ").number(place.x).number(0.0).operator("cm");
        side.append(page);
        side.operator("Q");
    }
    contents.into_iter().map(Content::bytes).collect()
}

/// The operators of a page on the side with this number.
fn operators(
    page: &Page,
    number: usize,
    size: PageSize,
    faces: &EmbeddedFaces,
    pictures: &Pictures,
    structure: &mut Structure<'_>,
) -> Content {
    let mut writer = Writer { height: size.height, faces, pictures, out: Content::default(), state: State::default() };
    for group in page.marks.chunk_by(|a, b| a.node == b.node) {
        match group[0].node {
            None => writer.out.operator("/Artifact BMC"),
            Some(node) => {
                let (tag, id) = structure.content(node, number);
                writer.out.raw("/").raw(tag).raw("<</MCID ").integer(id).operator(">>BDC");
            }
        }
        match &group[0].mark {
            // A reader of the text gets what was written, not the signs in the order of their places.
            Mark::Formula { source, .. } if group[0].node.is_some() => {
                writer.stated(source, |writer| writer.group(group));
            }
            _ => writer.group(group),
        }
        writer.out.operator("EMC");
    }
    writer.out
}

struct Writer<'a> {
    height: f32,
    faces: &'a EmbeddedFaces,
    pictures: &'a Pictures,
    out: Content,
    state: State,
}

/// The settings that hold, so that none is set again; at first those of ISO 32000-1, 8.4.1.
struct State {
    /// The face, and its size.
    font: Option<(FaceId, f32)>,
    ink: u8,
    pen: Pen,
    /// Where the line of text began, in hundredths of a point, if it is level.
    line: Option<(i64, i64)>,
}

impl Default for State {
    fn default() -> Self {
        Self { font: None, ink: 0, pen: Pen { width: 100, grey: 0, dots: None }, line: None }
    }
}

#[derive(Clone, Copy, PartialEq)]
struct Pen {
    /// Hundredths of a point.
    width: i64,
    grey: u8,
    /// The points from dot to dot, if it draws dots.
    dots: Option<f32>,
}

impl Writer<'_> {
    fn group(&mut self, marks: &[Tagged]) {
        let parts: Vec<Cow<'_, [Mark]>> = marks.iter().map(|tagged| tagged.mark.parts()).collect();
        let marks: Vec<&Mark> = parts.iter().flat_map(|parts| parts.iter()).collect();
        let is_text = |mark: &Mark| mark.glyphs().is_some();
        for alike in marks.chunk_by(|a, b| is_text(a) == is_text(b)) {
            if is_text(alike[0]) {
                self.out.operator("BT");
                self.state.line = Some((0, 0));
            }
            for mark in alike {
                self.mark(mark);
            }
            if is_text(alike[0]) {
                self.out.operator("ET");
            }
        }
    }

    /// Writes something that stands for a text.
    fn stated(&mut self, text: &str, write: impl FnOnce(&mut Self)) {
        self.out.raw("/Span<</ActualText").text(text).operator(">>BDC");
        write(self);
        self.out.operator("EMC");
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Glyphs(run) => self.glyphs(run, LEVEL),
            Mark::Slanted { run, slope } => self.glyphs(run, *slope),
            Mark::Line { from, to, width, grey } => {
                self.pen(*width, *grey);
                self.stroke(*from, *to);
            }
            Mark::Frame { at, size, width, grey } => {
                self.pen(*width, *grey);
                self.rectangle(*at, *size, "S");
            }
            Mark::Fill { at, size, grey } => {
                self.ink(*grey);
                self.rectangle(*at, *size, "f");
            }
            Mark::Cells { at, side, rectangles } => {
                self.ink(0);
                self.cells(*at, *side, rectangles);
            }
            Mark::Circle { at, radius, width, grey } => {
                self.pen(*width, *grey);
                self.circle(*at, *radius);
            }
            Mark::Outline { at, steps, line, grey } => self.outline(*at, steps, *line, *grey),
            Mark::Formula { .. } => unreachable!("formulas are written by their parts"),
            Mark::Dots { at, count, step, size, grey } => {
                self.take(Pen { width: hundredths(*size), grey: *grey, dots: Some(*step) });
                self.stroke(*at, (at.0 + (f32::from(*count) - 0.5) * step, at.1));
            }
            Mark::Picture { at, size, image } => {
                self.out.operator("q");
                self.out.number(size.0).raw("0 0 ").number(size.1);
                self.point((at.0, at.1 + size.1)).operator("cm");
                self.out.raw("/").raw(&self.pictures.resource(image).0).operator(" Do");
                self.out.operator("Q");
            }
        }
    }

    fn ink(&mut self, grey: u8) {
        if self.state.ink != grey {
            self.state.ink = grey;
            self.out.number(f32::from(grey) / 100.0).operator("g");
        }
    }

    fn pen(&mut self, width: f32, grey: u8) {
        self.take(Pen { width: hundredths(width), grey, dots: None });
    }

    fn take(&mut self, pen: Pen) {
        let held = std::mem::replace(&mut self.state.pen, pen);
        if held.width != pen.width {
            self.out.hundredths(pen.width).operator("w");
        }
        if held.grey != pen.grey {
            self.out.number(f32::from(pen.grey) / 100.0).operator("G");
        }
        if held.dots != pen.dots {
            match pen.dots {
                // Dashes of hardly any length, which round ends make dots.
                Some(step) => {
                    self.out.raw("[").number(DOT).factor(step - DOT).raw("]0 d ");
                }
                None => _ = self.out.raw("[]0 d "),
            }
        }
        if held.dots.is_some() != pen.dots.is_some() {
            self.out.operator(if pen.dots.is_some() { "1 J" } else { "0 J" });
        }
    }

    /// A place of a page from its upper left corner, as PDF has it from its lower left one.
    fn point(&mut self, (x, y): (f32, f32)) -> &mut Content {
        let y = self.height - y;
        self.out.number(x).number(y)
    }

    fn stroke(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.point(from).raw("m ");
        self.point(to).operator("l S");
    }

    fn outline(&mut self, at: (f32, f32), steps: &[Step], line: Option<f32>, grey: u8) {
        match line {
            Some(line) => self.pen(line, grey),
            None => self.ink(grey),
        }
        let place = |(x, y): (f32, f32)| (at.0 + x, at.1 + y);
        for step in steps {
            match step {
                Step::Move(to) => self.point(place(*to)).operator("m"),
                Step::Line(to) => self.point(place(*to)).operator("l"),
                Step::Curve(first, second, to) => {
                    self.point(place(*first));
                    self.point(place(*second));
                    self.point(place(*to)).operator("c");
                }
            }
        }
        self.out.operator(if line.is_some() { "S" } else { "f" });
    }

    fn rectangle(&mut self, at: (f32, f32), size: (f32, f32), paint: &str) {
        self.point((at.0, at.1 + size.1)).number(size.0).number(size.1).raw("re ").operator(paint);
    }

    /// Rectangles as one path: no seam shows where they touch. Whole numbers deflate better than points.
    fn cells(&mut self, at: (f32, f32), side: f32, rectangles: &[[u16; 4]]) {
        self.out.operator("q");
        self.out.factor(side).raw("0 0 ").factor(-side);
        self.point(at).operator("cm");
        for &[left, top, right, bottom] in rectangles {
            for number in [left, top, right - left, bottom - top] {
                self.out.integer(number.into()).raw(" ");
            }
            self.out.operator("re");
        }
        self.out.operator("f");
        self.out.operator("Q");
    }

    /// Four curves, each a quarter of the circle.
    fn circle(&mut self, (x, y): (f32, f32), radius: f32) {
        let c = CURVE;
        let quarters: [[(f32, f32); 3]; 4] = [
            [(1.0, c), (c, 1.0), (0.0, 1.0)],
            [(-c, 1.0), (-1.0, c), (-1.0, 0.0)],
            [(-1.0, -c), (-c, -1.0), (0.0, -1.0)],
            [(c, -1.0), (1.0, -c), (1.0, 0.0)],
        ];
        let at = |(dx, dy): (f32, f32)| (x + dx * radius, y + dy * radius);
        self.point(at((1.0, 0.0))).raw("m ");
        for quarter in quarters {
            for place in quarter {
                self.point(at(place));
            }
            self.out.operator("c");
        }
        self.out.operator("s");
    }

    /// A run of glyphs. Where the face's character map gives back another text than the one meant, the text is stated.
    fn glyphs(&mut self, run: &Glyphs, slope: (f32, f32)) {
        if self.state.font != Some((run.face, run.size)) {
            self.state.font = Some((run.face, run.size));
            self.out.raw("/").raw(&resource(run.face)).raw(" ").factor(run.size).operator("Tf");
        }
        self.ink(run.grey);
        let faces = self.faces;
        let face = faces.face(run.face);
        let is_plain = |cluster: &[Glyph]| cluster.len() == 1 && face.glyph(cluster[0].id).text == cluster[0].text;
        let (mut from, mut until) = (0, 0);
        for cluster in run.glyphs.chunk_by(|_, next| next.text.is_empty()) {
            if !is_plain(cluster) {
                self.show(run, face, slope, from..until);
                from = until + cluster.len();
                let part = until..from;
                self.stated(&cluster[0].text, |writer| writer.show(run, face, slope, part));
            }
            until += cluster.len();
        }
        self.show(run, face, slope, from..until);
    }

    fn show(&mut self, run: &Glyphs, face: &CutFace, slope: (f32, f32), part: Range<usize>) {
        let glyphs = &run.glyphs[part];
        let Some(first) = glyphs.first() else { return };
        self.begin((run.at.0 + first.x * slope.0, run.at.1 + first.x * slope.1), slope);
        self.out.raw("[");
        self.out.open();
        let mut pen = 0_i64;
        for (at, glyph) in glyphs.iter().enumerate() {
            let cut = face.glyph(glyph.id);
            self.out.code(cut.id);
            pen += cut.width;
            let Some(next) = glyphs.get(at + 1) else { break };
            let target = ((next.x - first.x) * 1000.0 / run.size).round() as i64;
            if target != pen {
                self.out.close();
                self.out.integer(pen - target);
                self.out.open();
                pen = target;
            }
        }
        self.out.close();
        self.out.operator("]TJ");
    }

    /// Goes to where a line of text begins: from that of the line before, if both are level.
    fn begin(&mut self, (x, y): (f32, f32), slope: (f32, f32)) {
        let to = (hundredths(x), hundredths(self.height - y));
        let line = (slope == LEVEL).then_some(to);
        match std::mem::replace(&mut self.state.line, line) {
            Some(from) if line.is_some() => {
                self.out.hundredths(to.0 - from.0).hundredths(to.1 - from.1).operator("Td");
            }
            _ => {
                self.out.factor(slope.0).factor(-slope.1).factor(slope.1).factor(slope.0);
                self.out.hundredths(to.0).hundredths(to.1).operator("Tm");
            }
        }
    }
}
