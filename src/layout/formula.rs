//! Formulas: in a line they stand on its baseline, on lines of their own in the middle of the column.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::math::{self, Shape, Step};
use crate::source::Span;
use crate::theme::{Side, Style};

use super::document::{Glyph, Glyphs, Mark, Node, NodeId, Tag};
use super::measure::{Column, Measurer};
use super::piece::{Piece, TORN, UGLY, shifted};
use super::text::{Line, Shaper, baseline};

/// A displayed formula that is wider than its column is set smaller, but not below this part of its size.
const SMALLEST: f32 = 0.75;
/// Least room between a formula and the lines around it, as a part of its size.
const AIR: f32 = 0.1;

impl Shaper<'_> {
    /// A formula as a mark whose place is the left end of its baseline, or the character that no face has.
    pub(super) fn formula(&self, formula: &math::Formula, span: Span, size: f32, grey: u8) -> Result<Mark, Diagnostic> {
        let mut marks: Vec<Mark> = Vec::new();
        for ink in &formula.inks {
            let at = (ink.at.0 * size, ink.at.1 * size);
            let grey = ink.grey.unwrap_or(grey);
            match &ink.shape {
                Shape::Glyph { face, character, size: part } => {
                    let (face, id) =
                        self.setter.fonts.for_formula(face, *character).ok_or_else(|| missing(*character, span))?;
                    let size = size * part;
                    let text = character.to_string();
                    match marks.last_mut() {
                        Some(Mark::Glyphs(run))
                            if (run.face, run.grey) == (face, grey)
                                && (run.size - size).abs() < 0.001
                                && (run.at.1 - at.1).abs() < 0.001 =>
                        {
                            Arc::make_mut(&mut run.glyphs).push(Glyph { id, x: at.0 - run.at.0, text: text.into() });
                        }
                        _ => {
                            let glyphs = Arc::new(vec![Glyph { id, x: 0.0, text: text.into() }]);
                            marks.push(Mark::Glyphs(Glyphs { face, size, grey, at, glyphs }));
                        }
                    }
                }
                Shape::Fill { size: (width, height) } => {
                    marks.push(Mark::Fill { at, size: (width * size, height * size), grey });
                }
                Shape::Outline { steps, line } => {
                    let steps = steps.iter().map(|step| scaled(*step, size)).collect();
                    marks.push(Mark::Outline { at, steps, line: line.map(|line| line * size), grey });
                }
            }
        }
        Ok(Mark::Formula { at: (0.0, 0.0), source: formula.source.clone(), width: formula.width * size, marks })
    }

    /// Adds a formula to a line, which grows where the formula is taller than its leading.
    pub(super) fn add_formula(
        &self,
        formula: &math::Formula,
        span: Span,
        x: f32,
        style: Style,
        line: &mut Line,
    ) -> Result<(), Diagnostic> {
        let size = self.formula_size(style.size);
        let mut mark = self.formula(formula, span, size, style.grey)?;
        let baseline = baseline(style);
        mark.shift(x, baseline);
        line.marks.push(mark);
        line.above = line.above.max((formula.height + AIR) * size - baseline);
        line.below = line.below.max((formula.depth + AIR) * size - (style.leading - baseline));
        Ok(())
    }

    /// The size of formulas in text of this size.
    pub(super) fn formula_size(&self, text: f32) -> f32 {
        text * self.theme.formula.scale
    }
}

impl Measurer<'_> {
    /// A formula on lines of its own; it stays with the words before it.
    pub(super) fn displayed(
        &mut self,
        formula: &Arc<math::Formula>,
        span: Span,
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let body = theme.text.body;
        let size = self.shaper.formula_size(body.size);
        let room = column.text_width();
        let fit = room / (formula.width * size).max(0.001);
        if fit < SMALLEST {
            return Err(too_wide(span));
        }
        let size = size * fit.min(1.0);
        let left = match theme.formula.align {
            Side::Left => 0.0,
            Side::Centre => (room - formula.width * size) / 2.0,
            Side::Right => room - formula.width * size,
        };
        let node = self.node(Tag::Paragraph, parent);
        let mark = self.shaper.formula(formula, span, size, body.grey)?;
        self.strip.space(body.above);
        self.strip.cost(TORN);
        let height = (formula.height + formula.depth) * size;
        self.strip.push(height, shifted(Some(node), vec![mark], column.x + left, formula.height * size));
        self.strip.space(body.below);
        self.strip.cost(UGLY);
        Ok(())
    }
}

/// Makes each formula an element of its own, part of the one it stood in.
pub(super) fn tag(pieces: &mut [Piece], nodes: &mut Vec<Node>) {
    for tagged in pieces.iter_mut().flat_map(|piece| &mut piece.marks) {
        if let (Some(parent), Mark::Formula { source, .. }) = (tagged.node, &tagged.mark) {
            tagged.node = Some(NodeId(nodes.len()));
            nodes.push(Node { tag: Tag::Formula(source.clone()), parent: Some(parent) });
        }
    }
}

/// The problem of a formula without the room it needs.
pub(super) fn too_wide(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "this formula is wider than the room it has",
        "does not fit",
        "make several formulas of it, or break it with `\\begin{aligned} … \\\\ … \\end{aligned}` between `$$`",
    )
}

fn missing(character: char, span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        format!("formulas have no character `{character}` (U+{:04X})", u32::from(character)),
        "in this formula",
        "write it another way, or put the word outside the dollar signs",
    )
}

fn scaled(step: Step, by: f32) -> Step {
    let point = |(x, y): (f32, f32)| (x * by, y * by);
    match step {
        Step::Move(to) => Step::Move(point(to)),
        Step::Line(to) => Step::Line(point(to)),
        Step::Curve(first, second, to) => Step::Curve(point(first), point(second), point(to)),
    }
}
