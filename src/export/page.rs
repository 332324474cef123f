//! Pages to sides of sheets, marks to operators. Marks of one element, and runs of furniture, are each enclosed in a tag.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use printpdf::{
    Codepoint, Color, CurTransMat, DictItem, Greyscale, Line, LineCapStyle, LineDashPattern, LinePoint, Op, PaintMode,
    PdfFontHandle, PdfPage, Point, Polygon, PolygonRing, Pt, Rect, TextItem, TextMatrix, WindingOrder,
    XObjectTransform,
};

use crate::layout::{Document, Glyph, Glyphs, Mark, Page, PageSize, Tagged};
use crate::math::Step;

use super::faces::{EmbeddedFaces, resource};
use super::impose::Sides;
use super::pictures::Pictures;
use super::structure::Structure;

/// Control points of a quarter circle lie at this part of the radius (the usual approximation by a cubic curve).
const CURVE: f32 = 0.552_285;

/// The direction of an ordinary baseline.
const LEVEL: (f32, f32) = (1.0, 0.0);

/// Length of a dash that prints as a dot, points; not all printers print one of no length.
const DOT: f32 = 0.02;

/// The sides of all sheets, with the pages of a document on them in reading order.
pub(super) fn translate(
    document: &Document,
    sides: &Sides,
    faces: &EmbeddedFaces,
    pictures: &Pictures,
    structure: &mut Structure<'_>,
) -> Vec<PdfPage> {
    let mut ops: Vec<Vec<Op>> = vec![Vec::new(); sides.count];
    for (page, place) in document.pages.iter().zip(&sides.places) {
        let page = operators(page, place.side, document.size, faces, pictures, structure);
        if sides.size == document.size {
            ops[place.side] = page;
            continue;
        }
        let matrix = CurTransMat::Translate(Pt(place.x), Pt(0.0));
        ops[place.side].extend([Op::SaveGraphicsState, Op::SetTransformationMatrix { matrix }]);
        ops[place.side].extend(page);
        ops[place.side].push(Op::RestoreGraphicsState);
    }
    let whole = Rect::from_wh(Pt(sides.size.width), Pt(sides.size.height));
    let side = |ops| PdfPage { media_box: whole.clone(), trim_box: whole.clone(), crop_box: whole.clone(), ops };
    ops.into_iter().map(side).collect()
}

/// The operators of a page on the side with this number.
fn operators(
    page: &Page,
    number: usize,
    size: PageSize,
    faces: &EmbeddedFaces,
    pictures: &Pictures,
    structure: &mut Structure<'_>,
) -> Vec<Op> {
    let state = vec![Op::SetLineCapStyle { cap: LineCapStyle::Butt }];
    let mut writer = Writer { height: size.height, faces, pictures, ops: Vec::new(), state };
    for group in page.marks.chunk_by(|a, b| a.node == b.node) {
        match group[0].node {
            None => writer.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
            Some(node) => {
                let (tag, id) = structure.content(node, number);
                writer.ops.push(Op::BeginMarkedContentWithProperties {
                    tag: tag.to_owned(),
                    properties: dictionary("MCID", DictItem::Int(id)),
                });
            }
        }
        match &group[0].mark {
            // A reader of the text gets what was written, not the signs in the order of their places.
            Mark::Formula { source, .. } if group[0].node.is_some() => {
                writer.stated(source, |writer| writer.group(group));
            }
            _ => writer.group(group),
        }
        writer.ops.push(Op::EndMarkedContent);
    }
    writer.ops
}

fn dictionary(key: &str, value: DictItem) -> DictItem {
    DictItem::Dict { map: BTreeMap::from([(key.to_owned(), value)]) }
}

struct Writer<'a> {
    height: f32,
    faces: &'a EmbeddedFaces,
    pictures: &'a Pictures,
    ops: Vec<Op>,
    /// The settings that hold, so that none is set again.
    state: Vec<Op>,
}

impl Writer<'_> {
    fn group(&mut self, marks: &[Tagged]) {
        let parts: Vec<Cow<'_, [Mark]>> = marks.iter().map(|tagged| tagged.mark.parts()).collect();
        let marks: Vec<&Mark> = parts.iter().flat_map(|parts| parts.iter()).collect();
        let is_text = |mark: &Mark| mark.glyphs().is_some();
        for alike in marks.chunk_by(|a, b| is_text(a) == is_text(b)) {
            if is_text(alike[0]) {
                self.ops.push(Op::StartTextSection);
            }
            for mark in alike {
                self.mark(mark);
            }
            if is_text(alike[0]) {
                self.ops.push(Op::EndTextSection);
            }
        }
    }

    /// Writes something that stands for a text.
    fn stated(&mut self, text: &str, write: impl FnOnce(&mut Self)) {
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: "Span".to_owned(),
            properties: dictionary("ActualText", utf16(text)),
        });
        write(self);
        self.ops.push(Op::EndMarkedContent);
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Glyphs(run) => self.glyphs(run, LEVEL),
            Mark::Slanted { run, slope } => self.glyphs(run, *slope),
            Mark::Line { from, to, width, grey } => {
                self.pen(*width, *grey);
                let points = [*from, *to].map(|point| self.corner(point)).to_vec();
                self.draw(points, false);
            }
            Mark::Frame { at, size, width, grey } => {
                self.pen(*width, *grey);
                self.rectangle(*at, *size, PaintMode::Stroke);
            }
            Mark::Fill { at, size, grey } => {
                self.ink(*grey);
                self.rectangle(*at, *size, PaintMode::Fill);
            }
            Mark::Cells { at, side, rectangles } => {
                self.ink(0);
                self.cells(*at, *side, rectangles);
            }
            Mark::Circle { at, radius, width, grey } => {
                self.pen(*width, *grey);
                let points = self.circle(*at, *radius);
                self.draw(points, true);
            }
            Mark::Outline { at, steps, line, grey } => self.outline(*at, steps, *line, *grey),
            Mark::Formula { .. } => unreachable!("formulas are written by their parts"),
            Mark::Dots { at, count, step, size, grey } => {
                self.stroke(*size, *grey, dotted(*step), LineCapStyle::Round);
                let end = (at.0 + (f32::from(*count) - 0.5) * step, at.1);
                let points = [*at, end].map(|point| self.corner(point)).to_vec();
                self.draw(points, false);
            }
            Mark::Picture { at, size, image } => self.ops.push(Op::UseXobject {
                id: self.pictures.resource(image),
                transform: XObjectTransform {
                    translate_x: Some(Pt(round(at.0))),
                    translate_y: Some(Pt(round(self.height - at.1 - size.1))),
                    scale_x: Some(round(size.0)),
                    scale_y: Some(round(size.1)),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                },
            }),
        }
    }

    /// Adds an operator unless it would set what is set already.
    fn set(&mut self, op: Op) {
        if self.state.contains(&op) {
            return;
        }
        self.state.retain(|held| std::mem::discriminant(held) != std::mem::discriminant(&op));
        self.state.push(op.clone());
        self.ops.push(op);
    }

    fn ink(&mut self, grey: u8) {
        self.set(Op::SetFillColor { col: shade(grey) });
    }

    fn pen(&mut self, width: f32, grey: u8) {
        self.stroke(width, grey, LineDashPattern::default(), LineCapStyle::Butt);
    }

    fn stroke(&mut self, width: f32, grey: u8, dash: LineDashPattern, cap: LineCapStyle) {
        self.set(Op::SetLineDashPattern { dash });
        self.set(Op::SetLineCapStyle { cap });
        self.set(Op::SetOutlineColor { col: shade(grey) });
        self.set(Op::SetOutlineThickness { pt: Pt(round(width)) });
    }

    fn draw(&mut self, points: Vec<LinePoint>, is_closed: bool) {
        self.ops.push(Op::DrawLine { line: Line { points, is_closed } });
    }

    fn outline(&mut self, at: (f32, f32), steps: &[Step], line: Option<f32>, grey: u8) {
        let mut rings: Vec<PolygonRing> = Vec::new();
        for step in steps {
            let point = |(x, y): (f32, f32), bezier: bool| LinePoint { p: self.point(at.0 + x, at.1 + y), bezier };
            match (step, rings.last_mut()) {
                (Step::Move(to), _) | (Step::Line(to) | Step::Curve(_, _, to), None) => {
                    rings.push(PolygonRing { points: vec![point(*to, false)] });
                }
                (Step::Line(to), Some(ring)) => ring.points.push(point(*to, false)),
                (Step::Curve(first, second, to), Some(ring)) => {
                    ring.points.extend([point(*first, true), point(*second, true), point(*to, false)]);
                }
            }
        }
        if let Some(line) = line {
            self.pen(line, grey);
            for ring in rings {
                self.draw(ring.points, false);
            }
        } else {
            self.ink(grey);
            let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
            self.ops.push(Op::DrawPolygon { polygon });
        }
    }

    fn rectangle(&mut self, at: (f32, f32), size: (f32, f32), mode: PaintMode) {
        self.ops.push(Op::DrawRectangle {
            rectangle: Rect {
                x: Pt(round(at.0)),
                y: Pt(round(self.height - at.1 - size.1)),
                width: Pt(round(size.0)),
                height: Pt(round(size.1)),
                mode: Some(mode),
                winding_order: None,
            },
        });
    }

    /// Rectangles as one path: no seam shows where they touch. Whole numbers deflate better than points.
    fn cells(&mut self, (x, y): (f32, f32), side: f32, rectangles: &[[u16; 4]]) {
        let corner =
            |(x, y): (u16, u16)| LinePoint { p: Point { x: Pt(f32::from(x)), y: Pt(f32::from(y)) }, bezier: false };
        let ring = |&[left, top, right, bottom]: &[u16; 4]| PolygonRing {
            points: [(left, top), (right, top), (right, bottom), (left, bottom)].map(corner).to_vec(),
        };
        let polygon = Polygon {
            rings: rectangles.iter().map(ring).collect(),
            mode: PaintMode::Fill,
            winding_order: WindingOrder::NonZero,
        };
        let side = (side * 10_000.0).round() / 10_000.0;
        let matrix = CurTransMat::Raw([side, 0.0, 0.0, -side, round(x), round(self.height - y)]);
        self.ops.extend([Op::SaveGraphicsState, Op::SetTransformationMatrix { matrix }]);
        self.ops.extend([Op::DrawPolygon { polygon }, Op::RestoreGraphicsState]);
    }

    fn corner(&self, (x, y): (f32, f32)) -> LinePoint {
        LinePoint { p: self.point(x, y), bezier: false }
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point { x: Pt(round(x)), y: Pt(round(self.height - y)) }
    }

    /// Four curves, each a quarter of the circle.
    fn circle(&self, (x, y): (f32, f32), radius: f32) -> Vec<LinePoint> {
        let c = CURVE;
        let quarters: [[(f32, f32); 3]; 4] = [
            [(1.0, c), (c, 1.0), (0.0, 1.0)],
            [(-c, 1.0), (-1.0, c), (-1.0, 0.0)],
            [(-1.0, -c), (-c, -1.0), (0.0, -1.0)],
            [(c, -1.0), (1.0, -c), (1.0, 0.0)],
        ];
        let at =
            |(dx, dy): (f32, f32), bezier: bool| LinePoint { p: self.point(x + dx * radius, y + dy * radius), bezier };
        let mut points = vec![at((1.0, 0.0), false)];
        for [first, second, end] in quarters {
            points.extend([at(first, true), at(second, true), at(end, false)]);
        }
        points
    }

    /// A run of glyphs. Where the face's character map gives back another text than the one meant, the text is stated.
    fn glyphs(&mut self, run: &Glyphs, slope: (f32, f32)) {
        self.set(Op::SetFont { font: PdfFontHandle::External(resource(run.face)), size: Pt(run.size) });
        self.ink(run.grey);
        let clusters: Vec<&[Glyph]> = run.glyphs.chunk_by(|_, next| next.text.is_empty()).collect();
        let plain =
            |cluster: &[Glyph]| cluster.len() == 1 && self.faces.glyph(run.face, cluster[0].id).text == cluster[0].text;
        let stated: Vec<bool> = clusters.iter().map(|cluster| !plain(cluster)).collect();
        let mut from = 0;
        let mut clusters = clusters.into_iter().zip(stated).peekable();
        while let Some((cluster, stated)) = clusters.next() {
            let mut until = from + cluster.len();
            if stated {
                self.ops.push(Op::BeginMarkedContentWithProperties {
                    tag: "Span".to_owned(),
                    properties: dictionary("ActualText", utf16(&cluster[0].text)),
                });
            } else {
                while let Some((more, _)) = clusters.next_if(|(_, stated)| !stated) {
                    until += more.len();
                }
            }
            self.show(run, slope, from..until);
            if stated {
                self.ops.push(Op::EndMarkedContent);
            }
            from = until;
        }
    }

    fn show(&mut self, run: &Glyphs, slope: (f32, f32), Range { start: from, end: until }: Range<usize>) {
        let start = run.glyphs[from].x;
        let baseline = self.point(run.at.0 + start * slope.0, run.at.1 + start * slope.1);
        let mut pen = 0_i64;
        let mut codepoints = Vec::with_capacity(until - from);
        for at in from..until {
            let glyph = &run.glyphs[at];
            let embedded = self.faces.glyph(run.face, glyph.id);
            pen += embedded.width;
            let target = run
                .glyphs
                .get(at + 1)
                .filter(|_| at + 1 < until)
                .map_or(pen, |next| ((next.x - start) * 1000.0 / run.size).round() as i64);
            codepoints.push(Codepoint {
                gid: embedded.id,
                offset: (pen - target) as f32,
                cid: Some(embedded.text.clone()),
            });
            pen = target;
        }
        let matrix = if slope == LEVEL {
            TextMatrix::Translate(baseline.x, baseline.y)
        } else {
            TextMatrix::Raw([slope.0, -slope.1, slope.1, slope.0, baseline.x.0, baseline.y.0])
        };
        self.ops.push(Op::SetTextMatrix { matrix });
        self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codepoints)] });
    }
}

fn shade(grey: u8) -> Color {
    Color::Greyscale(Greyscale { percent: f32::from(grey) / 100.0, icc_profile: None })
}

/// Dashes of hardly any length, which round ends make dots.
fn dotted(step: f32) -> LineDashPattern {
    let step = (step * 1000.0).round() / 1000.0;
    LineDashPattern::new(0.0, &[DOT, step - DOT])
}

/// Hundredths of a point are finer than any printer.
fn round(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

/// A text string of PDF: UTF-16 with its byte order mark.
fn utf16(text: &str) -> DictItem {
    let mut data = vec![0xfe, 0xff];
    data.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    DictItem::String { data, literal: false }
}
