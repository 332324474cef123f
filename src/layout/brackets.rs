//! Marks in brackets after what is asked: `[4 marks]` at the right of its last line, or on a line of their own.

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, Role, Text, TextStyle};
use crate::theme::Side;

use super::bonds::{bond, break_cost};
use super::document::{Mark, NodeId, Tag};
use super::items::{first_baseline, inline_span};
use super::measure::{Column, Measurer, Within};
use super::piece::{NEVER, Piece, boxes_inside, shifted};
use super::text::baseline;

/// Least room between the last words and the bracket, points.
const GAP: f32 = 12.0;
/// The advance of a glyph against its size, at most: only the places of glyphs are known.
const WIDE: f32 = 0.9;

impl Measurer<'_> {
    /// The blocks of an item with its marks after those that ask.
    pub(super) fn asked_in_brackets(
        &mut self,
        marks: &[Inline],
        body: &[Block],
        column: Column,
        node: NodeId,
        kind: Within,
    ) -> Result<(), Diagnostic> {
        let (asked, response) = body.split_at(body.iter().position(is_for_answer).unwrap_or(body.len()));
        self.blocks(asked, column, Some(node), kind)?;
        self.brackets(marks, asked.last(), column, node)?;
        if let (Some(last), Some(first)) = (asked.last(), response.first()) {
            self.strip.cost(break_cost(last, first, kind));
            self.strip.cost(bond(last));
        }
        self.blocks(response, column, Some(node), kind)
    }

    fn brackets(
        &mut self,
        marks: &[Inline],
        after: Option<&Block>,
        column: Column,
        parent: NodeId,
    ) -> Result<(), Diagnostic> {
        let Some(span) = marks.iter().find_map(inline_span) else {
            return Ok(());
        };
        let style = self.shaper.theme.text.aside;
        let sign = |sign: &str| Inline::Text(Text { text: sign.to_owned(), style: TextStyle::default(), span });
        let (boxes, words): (Vec<_>, Vec<_>) = marks.iter().cloned().partition(|inline| *inline == Inline::ScoreBox);
        let text: Vec<Inline> = [sign("[")].into_iter().chain(words).chain([sign("]")]).chain(boxes).collect();
        let mut shaped = self.shaper.shape(&text, style, None);
        let left = column.x + column.width - shaped.widths().1;
        let lines = self.shaper.lines(&mut shaped, column.width, Side::Right)?;
        let node = self.node(Tag::Paragraph, Some(parent));
        let set = lines.into_iter().flat_map(|line| line.marks).collect();
        let beside = self
            .strip
            .pieces
            .last_mut()
            .filter(|piece| matches!(after, Some(Block::Paragraph { .. })) && right_edge(piece) + GAP < left);
        if let Some(piece) = beside {
            let line = first_baseline(piece).unwrap_or_else(|| baseline(style));
            let mut marks = shifted(Some(node), set, column.x, line - baseline(style));
            piece.height = piece.height.max(boxes_inside(&mut marks));
            piece.marks.extend(marks);
        } else {
            let mut marks = shifted(Some(node), set, column.x, 0.0);
            let height = boxes_inside(&mut marks).max(style.leading);
            self.strip.cost(NEVER);
            self.strip.push(height, marks);
        }
        Ok(())
    }
}

/// Whether a block is for the answer, or begins a part.
fn is_for_answer(block: &Block) -> bool {
    match block {
        Block::Room(_)
        | Block::Choices(_)
        | Block::Matching(_)
        | Block::Item { .. }
        | Block::Panel(_)
        | Block::Fields(_) => true,
        Block::Paragraph { role, .. } => matches!(role, Role::Note | Role::Answer),
        Block::Table(table) => !table.ruled,
        _ => false,
    }
}

/// How far right a piece's text goes.
fn right_edge(piece: &Piece) -> f32 {
    let edges = piece.marks.iter().map(|tagged| match &tagged.mark {
        Mark::Glyphs(run) => run.at.0 + run.glyphs.last().map_or(0.0, |last| last.x + WIDE * run.size),
        Mark::Formula { at, width, .. } => at.0 + width,
        Mark::Line { from, to, .. } => from.0.max(to.0),
        _ => 0.0,
    });
    edges.fold(0.0, f32::max)
}
