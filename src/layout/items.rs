//! Blocks with a label that hangs at their left: numbered items, bulleted lists, options with boxes.

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Choice, Inline};
use crate::markup;
use crate::source::Span;
use crate::theme::{MarksPlace, Side, Style};

use super::bonds::is_task;
use super::brief::named;
use super::carry::plain_label;
use super::document::{Glyphs, Mark, NodeId, Tag};
use super::measure::{Column, Measurer, Within};
use super::piece::{Piece, TORN, UGLY, boxes_inside, shifted};
use super::text::{SCORE_GAP, baseline, tick_marks};

/// Least room between a label and what it belongs to, points.
const LABEL_GAP: f32 = 5.0;
/// Longest title of an outline entry, in characters.
const OUTLINE_LENGTH: usize = 60;

impl Measurer<'_> {
    pub(super) fn item(
        &mut self,
        label: &[Inline],
        aside: &[Inline],
        body: &[Block],
        column: Column,
        list: NodeId,
        within: Within,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        self.strip.space(if within == Within::Page { theme.item.gap.pt() } else { theme.text.body.above });
        if self.labels.is_empty() {
            let title = outline_title(label, body);
            self.enter(title, self.heading_depth.map_or(0, |depth| depth + 1));
        }
        let node = self.node(Tag::Item, Some(list));
        let label_node = self.node(Tag::Label, Some(node));
        let body_node = self.node(Tag::Body, Some(node));
        let first = self.strip.pieces.len();
        self.labels.push(plain_label(label));
        let mut label = self.shaper.shape(label, theme.text.label, None);
        let room = (label.widths().1 + LABEL_GAP).min(column.width / 2.0).max(theme.item.label.pt());
        let kind = if body.iter().any(|block| matches!(block, Block::Brief(_))) {
            Within::Repeat
        } else if body.iter().any(is_task) {
            Within::Task
        } else {
            Within::Text
        };
        let in_brackets = theme.marks.place == MarksPlace::Brackets && kind != Within::Repeat;
        let inside = Column { aside: if in_brackets { 0.0 } else { self.aside_width() }, ..column.indented(room) };
        let relaxed = std::mem::replace(&mut self.strip.relaxed, kind == Within::Repeat);
        let outer = std::mem::replace(&mut self.in_task, kind == Within::Task);
        if in_brackets {
            self.asked_in_brackets(aside, body, inside, body_node, kind)?;
        } else {
            self.blocks(body, inside, Some(body_node), kind)?;
        }
        self.label_the_rest(first, column.x)?;
        self.in_task = outer;
        self.labels.pop();
        self.strip.relaxed = relaxed;
        if self.strip.pieces.len() == first {
            self.strip.push(theme.text.body.leading, Vec::new());
        }
        let line = first_baseline(&self.strip.pieces[first]).unwrap_or_else(|| baseline(theme.text.body));
        let drop = |style: Style| line - baseline(style);
        if !in_brackets {
            self.aside(first, aside, column, Some(body_node))?;
        }
        let labels = self.shaper.lines(&mut label, room - LABEL_GAP / 2.0, Side::Left)?;
        for (line, row) in labels.into_iter().zip((0_u8..).map(f32::from)) {
            let y = drop(theme.text.label) + row * theme.text.label.leading;
            self.strip.add_to(first, Some(label_node), line.marks, column.x, y);
        }
        Ok(())
    }

    /// The width that asides take.
    pub(super) fn aside_width(&self) -> f32 {
        let theme = self.shaper.theme;
        let boxes = if self.scored && theme.marks.score_box { theme.marks.width.pt() + SCORE_GAP } else { 0.0 };
        theme.item.aside.pt() + boxes
    }

    /// A text at the right of a piece, its first line level with the piece's.
    pub(super) fn aside(
        &mut self,
        piece: usize,
        text: &[Inline],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        if text.is_empty() {
            return Ok(());
        }
        let theme = self.shaper.theme;
        let style = theme.text.aside;
        let width = self.aside_width();
        let line = first_baseline(&self.strip.pieces[piece]).unwrap_or_else(|| baseline(theme.text.body));
        let node = self.node(Tag::Paragraph, parent);
        let mut marks = Vec::new();
        for (at, set) in self.shaper.paragraph(text, style, width)?.into_iter().enumerate() {
            let y = line - baseline(style) + at as f32 * style.leading;
            marks.extend(shifted(Some(node), set.marks, column.x + column.width - width, y));
        }
        let lowest = boxes_inside(&mut marks);
        let is_last = piece + 1 == self.strip.pieces.len();
        let piece = &mut self.strip.pieces[piece];
        piece.marks.splice(0..0, marks);
        if is_last {
            piece.height = piece.height.max(lowest);
        }
        Ok(())
    }

    pub(super) fn list(
        &mut self,
        first: Option<u64>,
        items: &[Vec<Block>],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let body = theme.text.body;
        let list = self.node(Tag::List, parent);
        let digits = first.map_or(1, |first| (first + items.len() as u64).to_string().len());
        let indent = theme.list.indent.pt().max((digits as f32 * 0.55 + 0.6) * body.size);
        for (at, blocks) in items.iter().enumerate() {
            self.strip.space(body.above / 2.0);
            if at > 0 {
                self.strip.cost(UGLY);
            }
            let node = self.node(Tag::Item, Some(list));
            let label_node = self.node(Tag::Label, Some(node));
            let body_node = self.node(Tag::Body, Some(node));
            let start = self.strip.pieces.len();
            self.blocks(blocks, column.indented(indent), Some(body_node), Within::Inner)?;
            if let Some(span) = blocks.iter().find_map(first_span) {
                let sign = first.map_or_else(|| "•".to_owned(), |first| format!("{}.", first + at as u64));
                let marks = self.shaper.sign(&sign, body, span)?;
                let line = self.strip.pieces.get(start).and_then(first_baseline).unwrap_or_default();
                let drop = (line - baseline(body)).max(0.0);
                self.strip.add_to(start, Some(label_node), marks, column.x + 1.0, drop);
            }
        }
        self.strip.space(body.below);
        Ok(())
    }

    pub(super) fn choices(
        &mut self,
        choices: &[Choice],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        if choices.iter().any(|choice| !choice.note.is_empty()) {
            return self.reasoned_choices(choices, column, parent);
        }
        let theme = self.shaper.theme;
        let style = theme.text.option;
        let indent = theme.tick.size.pt() + theme.tick.gap.pt();
        let list = self.node(Tag::List, parent);
        for (at, choice) in choices.iter().enumerate() {
            self.strip.space(style.above);
            if at > 0 {
                self.strip.cost(TORN);
            }
            let node = self.node(Tag::Item, Some(list));
            let label_node = self.node(Tag::Label, Some(node));
            let body_node = self.node(Tag::Body, Some(node));
            let inside = column.indented(indent + if choice.label.is_empty() { 0.0 } else { theme.tick.letter.pt() });
            let start = self.strip.pieces.len();
            let lines = self.shaper.paragraph(&choice.text, style, inside.text_width())?;
            self.lines(lines, style, inside.x, Some(body_node));
            let line = self.strip.pieces.get(start).and_then(first_baseline).unwrap_or_else(|| baseline(style));
            let letter = theme.text.label;
            if let Some(span) = choice.text.iter().find_map(inline_span).filter(|_| !choice.label.is_empty()) {
                let marks = self.shaper.sign(&choice.label, letter, span)?;
                self.strip.add_to(start, Some(label_node), marks, column.x + indent, line - baseline(letter));
            }
            let ticks = tick_marks(choice.tick, theme, column.x, line);
            self.strip.add_to(start, None, ticks, 0.0, 0.0);
        }
        self.strip.space(style.below);
        Ok(())
    }
}

/// Whether a labelled block has a place for a box for its score.
pub(super) fn has_scores(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Item { aside, body, .. } => aside.contains(&Inline::ScoreBox) || has_scores(body),
        _ => false,
    })
}

pub(super) fn inline_span(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text(text) => Some(text.span),
        Inline::Formula(_, span) => Some(*span),
        _ => None,
    }
}

fn first_span(block: &Block) -> Option<Span> {
    match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => text.iter().find_map(inline_span),
        Block::Code(code) => Some(code.span),
        Block::List { items, .. } => items.iter().flatten().find_map(first_span),
        Block::Quote(inner) => inner.iter().find_map(first_span),
        Block::Picture(picture) => Some(picture.span),
        Block::Formula(_, span) => Some(*span),
        _ => None,
    }
}

/// The label and the first words of a labelled block, or of what it repeats; without words, what it shows.
fn outline_title(label: &[Inline], body: &[Block]) -> String {
    let repeated = body.iter().find_map(|block| match block {
        Block::Brief(inner) => Some(inner.as_slice()),
        _ => None,
    });
    let body = repeated.unwrap_or(body);
    let words = body.iter().find_map(|block| match block {
        Block::Paragraph { text, .. } => Some(markup::plain(text)),
        _ => None,
    });
    let shown = || {
        body.iter().find_map(|block| match block {
            Block::Picture(picture) => Some(markup::plain(&named(picture))),
            Block::Formula(formula, _) => Some(formula.source.clone()),
            _ => None,
        })
    };
    let title = format!("{} {}", markup::plain(label), words.or_else(shown).unwrap_or_default());
    let title = title.trim();
    if title.chars().count() <= OUTLINE_LENGTH {
        return title.to_owned();
    }
    let cut: String = title.chars().take(OUTLINE_LENGTH).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}

/// Where the first text of a piece stands.
pub(super) fn first_baseline(piece: &Piece) -> Option<f32> {
    piece.marks.iter().find_map(|tagged| match &tagged.mark {
        Mark::Glyphs(Glyphs { at, .. }) | Mark::Formula { at, .. } => Some(at.1),
        _ => None,
    })
}
