//! Drawings in SVG as plain outlines. What could not be printed as it is meant (text, gradients, masks, pictures inside)
//! is a problem, never left out.

mod clip;

use std::sync::Arc;

use usvg::roxmltree::{Document, ParsingOptions};
use usvg::tiny_skia_path::{PathSegment, Transform};
use usvg::{FillRule, Group, Node, Options, Paint, PaintOrder, Tree};

/// Largest file in bytes.
const MAX_BYTES: usize = 4_000_000;
/// Most elements and attributes of a file.
const MAX_NODES: u32 = 200_000;
/// Most steps of all outlines; those of clips count each time they are written.
const MAX_STEPS: usize = 400_000;
/// Deepest nesting of groups.
const MAX_DEPTH: usize = 60;

/// A drawing; `x` grows to the right and `y` downwards from its left upper corner, in pixels of which an inch has 96.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Width and height.
    pub size: (f32, f32),
    /// What is drawn, the first below the others.
    pub shapes: Vec<Shape>,
}

/// An outline that is filled, drawn with a line, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its parts.
    pub steps: Vec<Step>,
    /// How it is filled.
    pub fill: Option<Fill>,
    /// How its line is drawn, above the filling.
    pub line: Option<Line>,
    /// Nothing is drawn outside of any of these; shapes of one group share them.
    pub clips: Clips,
}

/// A part of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the names say it; a curve has two control points and an end")]
pub enum Step {
    Move((f32, f32)),
    Line((f32, f32)),
    Curve((f32, f32), (f32, f32), (f32, f32)),
    Close,
}

/// How an outline is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// From 0 (clear) to 1.
    pub opacity: f32,
    /// What lies inside an even number of rings is left out.
    pub even_odd: bool,
}

/// How a line is drawn; cap and join are the numbers of PDF (ISO 32000-1, 8.4.3).
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names are those of SVG")]
pub struct Line {
    pub colour: [u8; 3],
    pub opacity: f32,
    pub width: f32,
    pub cap: u8,
    pub join: u8,
    pub miter_limit: f32,
    pub dashes: Vec<f32>,
    pub dash_offset: f32,
}

/// An outline that bounds what is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// Its parts.
    pub steps: Vec<Step>,
    /// What lies inside an even number of rings is outside.
    pub even_odd: bool,
}

/// The clips of a group, from the outermost.
pub type Clips = Arc<[Arc<Clip>]>;

/// Reads a drawing, or says why it cannot be printed.
pub fn read(bytes: &[u8]) -> Result<Drawing, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("this SVG file has more than {} megabytes", MAX_BYTES / 1_000_000));
    }
    let damaged = || "this SVG file is damaged".to_owned();
    let text = std::str::from_utf8(bytes).map_err(|_| damaged())?;
    let parsing = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let xml = Document::parse_with_options(text, parsing).map_err(|_| damaged())?;
    for (name, what) in [
        ("text", "text: turn it into paths in the program it was drawn with"),
        ("foreignObject", "foreign objects: draw them as paths"),
        ("image", "a picture: show that beside it"),
    ] {
        if xml.descendants().any(|node| node.tag_name().name() == name) {
            return Err(format!("this SVG file has {what}"));
        }
    }
    let tree = Tree::from_xmltree(&xml, &Options::default()).map_err(|_| damaged())?;
    let mut reader = Reader { shapes: Vec::new(), steps: 0 };
    reader.group(tree.root(), 1.0, &Clips::from([]), 0)?;
    Ok(Drawing { size: (tree.size().width(), tree.size().height()), shapes: reader.shapes })
}

struct Reader {
    shapes: Vec<Shape>,
    steps: usize,
}

impl Reader {
    fn group(&mut self, group: &Group, opacity: f32, clips: &Clips, depth: usize) -> Result<(), String> {
        let refused = |what: &str| Err(refusal(what));
        if depth > MAX_DEPTH {
            return refused("groups nested too deep");
        }
        if group.mask().is_some() || !group.filters().is_empty() {
            return refused("masks or filters");
        }
        if group.blend_mode() != usvg::BlendMode::Normal {
            return refused("blended colours");
        }
        let own = group.opacity().get();
        if own < 1.0 && paints(group) > 1 {
            return refused(match group.children() {
                [Node::Path(_)] => "a filled shape with a line that can be seen through as one",
                _ => "a group that can be seen through",
            });
        }
        let clips = &self.clips(group, clips)?;
        if clips.iter().any(|clip| clip.steps.is_empty()) {
            return Ok(());
        }
        for child in group.children() {
            match child {
                Node::Group(inner) => self.group(inner, opacity * own, clips, depth + 1)?,
                Node::Path(path) if path.is_visible() => self.path(path, opacity * own, clips)?,
                Node::Path(_) => {}
                Node::Image(_) | Node::Text(_) => return refused("text or a picture"),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &usvg::Path, opacity: f32, clips: &Clips) -> Result<(), String> {
        let transform = path.abs_transform();
        let steps = self.steps(path, transform)?;
        let fill = path.fill().map(|fill| {
            let even_odd = fill.rule() == FillRule::EvenOdd;
            Ok::<_, String>(Fill { colour: colour(fill.paint())?, opacity: fill.opacity().get() * opacity, even_odd })
        });
        let line = path.stroke().map(|stroke| {
            // A line in a skewed picture is drawn with the mean of its widths.
            let scale = (transform.sx * transform.sy - transform.kx * transform.ky).abs().sqrt();
            Ok::<_, String>(Line {
                colour: colour(stroke.paint())?,
                opacity: stroke.opacity().get() * opacity,
                width: stroke.width().get() * scale,
                cap: stroke.linecap() as u8,
                join: match stroke.linejoin() {
                    usvg::LineJoin::Round => 1,
                    usvg::LineJoin::Bevel => 2,
                    usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0,
                },
                miter_limit: stroke.miterlimit().get(),
                dashes: stroke.dasharray().unwrap_or_default().iter().map(|dash| dash * scale).collect(),
                dash_offset: stroke.dashoffset() * scale,
            })
        });
        let (fill, line) = (fill.transpose()?, line.transpose()?);
        // Shapes that follow each other have their clips written once.
        if !self.shapes.last().is_some_and(|last| Arc::ptr_eq(&last.clips, clips)) {
            self.count(clips.iter().map(|clip| clip.steps.len()).sum())?;
        }
        let clips = Arc::clone(clips);
        if path.paint_order() == PaintOrder::StrokeAndFill && fill.is_some() && line.is_some() {
            self.shapes.push(Shape { steps: steps.clone(), fill: None, line, clips: clips.clone() });
            self.shapes.push(Shape { steps, fill, line: None, clips });
        } else {
            self.shapes.push(Shape { steps, fill, line, clips });
        }
        Ok(())
    }

    fn steps(&mut self, path: &usvg::Path, transform: Transform) -> Result<Vec<Step>, String> {
        let outline = path.data().clone().transform(transform).ok_or("this SVG file has shapes without a place")?;
        let mut steps = Vec::new();
        let mut pen = (0.0, 0.0);
        for segment in outline.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    pen = (to.x, to.y);
                    steps.push(Step::Move(pen));
                }
                PathSegment::LineTo(to) => {
                    pen = (to.x, to.y);
                    steps.push(Step::Line(pen));
                }
                PathSegment::QuadTo(middle, to) => {
                    let third = |from: (f32, f32)| {
                        (from.0 + (middle.x - from.0) * 2.0 / 3.0, from.1 + (middle.y - from.1) * 2.0 / 3.0)
                    };
                    let (first, second) = (third(pen), third((to.x, to.y)));
                    pen = (to.x, to.y);
                    steps.push(Step::Curve(first, second, pen));
                }
                PathSegment::CubicTo(first, second, to) => {
                    pen = (to.x, to.y);
                    steps.push(Step::Curve((first.x, first.y), (second.x, second.y), pen));
                }
                PathSegment::Close => steps.push(Step::Close),
            }
        }
        self.count(steps.len())?;
        Ok(steps)
    }

    fn count(&mut self, steps: usize) -> Result<(), String> {
        self.steps += steps;
        if self.steps > MAX_STEPS {
            return Err("this SVG file has more lines than paper can show".to_owned());
        }
        Ok(())
    }
}

fn refusal(what: &str) -> String {
    format!("this SVG file has {what}, which cannot be printed")
}

/// How often something is painted in a group: opacity of the whole group is that of its parts only if they are one.
fn paints(group: &Group) -> usize {
    let of_child = |child: &Node| match child {
        Node::Group(inner) => paints(inner),
        Node::Path(path) if path.is_visible() => {
            usize::from(path.fill().is_some()) + usize::from(path.stroke().is_some())
        }
        _ => 0,
    };
    group.children().iter().map(of_child).sum()
}

fn colour(paint: &Paint) -> Result<[u8; 3], String> {
    match paint {
        Paint::Color(colour) => Ok([colour.red, colour.green, colour.blue]),
        _ => Err("this SVG file has gradients or patterns, which cannot be printed: use plain colours".to_owned()),
    }
}
