//! Two columns of which the entries are to be joined: a blank for a letter before each left side, or dots to draw lines
//! between.

use crate::diagnostic::Diagnostic;
use crate::flow::{self, Inline, Matching, Table};
use crate::theme::{Joining, Side, Style};

use super::beside::{Beside, side_by_side};
use super::document::{Mark, NodeId, Tag};
use super::measure::{Column, Measurer};
use super::piece::{NEVER, TORN, shifted};
use super::text::Shaped;

/// From the baseline to the middle of a capital, as a part of the type size.
const MIDDLE: f32 = 0.32;
/// Letters that fit the blank before a left side.
const BLANK: u16 = 4;
/// Part of the column that the room between the dots takes at most.
const MOST_JOIN: f32 = 0.3;

/// Where the columns stand.
struct Sides {
    /// Width of the left texts.
    left: f32,
    /// From the left edge to the middles of the dots.
    dots: (f32, f32),
    /// From the left edge to the letters.
    letter: f32,
    /// From the left edge to the right texts.
    text: f32,
    /// Width of the right texts.
    right: f32,
}

impl Measurer<'_> {
    /// What is to be joined, and how to do it.
    pub(super) fn matching(
        &mut self,
        matching: &Matching,
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let joining = self.shaper.theme.room.matching;
        let how = match joining {
            Joining::Letters => &matching.by_letters,
            Joining::Dots => &matching.by_lines,
        };
        let node = self.node(Tag::Paragraph, parent);
        self.paragraph(how, self.shaper.theme.text.note, column, Some(node))?;
        self.strip.cost(TORN);
        match joining {
            Joining::Letters => self.table(&with_blanks(matching), column, parent),
            Joining::Dots => self.with_dots(matching, column, parent),
        }
    }

    /// The columns with a dot at each entry; no page break parts what a line may have to join.
    fn with_dots(&mut self, matching: &Matching, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let style = self.shaper.theme.text.option;
        // A letter makes no row higher.
        let letter = Style { leading: 0.0, ..self.shaper.theme.text.label };
        let left: Vec<Shaped> = matching.left.iter().map(|side| self.shaper.shape(side, style, None)).collect();
        let right: Vec<Shaped> = matching.right.iter().map(|(_, side)| self.shaper.shape(side, style, None)).collect();
        let sides = self.sides(&left, &right, column.width);
        let table = self.node(Tag::Table, parent);
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        for at in 0..matching.left.len().max(matching.right.len()) {
            self.strip.space(style.above + style.below);
            self.strip.cost(if at > 0 { NEVER } else { 0.0 });
            let row = self.node(Tag::Row, Some(table));
            let mut texts = Vec::new();
            let mut dots = Vec::new();
            let dot_x = column.x + sides.dots.0;
            for (side, x, width, dot) in [
                (left.next(), column.x, sides.left, dot_x),
                (right.next(), column.x + sides.text, sides.right, column.x + sides.dots.1),
            ] {
                let node = self.node(Tag::Cell, Some(row));
                let Some(shaped) = side else { continue };
                if dot > dot_x {
                    let lines = self.shaper.paragraph(&matching.right[at].0, letter, f32::MAX)?;
                    texts.push(Beside { node, x: column.x + sides.letter, style: letter, lines });
                }
                let lines = self.shaper.lines(&shaped, width, Side::Left)?;
                texts.push(Beside { node, x, style, lines });
                dots.push(dot);
            }
            let mut entries = side_by_side(texts, style);
            let middle = entries.baseline - style.size * MIDDLE;
            let dots = dots.into_iter().map(|x| self.dot(x, middle)).collect();
            entries.marks.extend(shifted(None, dots, 0.0, 0.0));
            self.strip.push(entries.height, entries.marks);
        }
        self.strip.space(style.below);
        Ok(())
    }

    fn dot(&self, x: f32, y: f32) -> Mark {
        let size = self.shaper.theme.room.join_dot.pt();
        Mark::Dots { at: (x, y), count: 1, step: 2.0 * size, size, grey: 0 }
    }

    /// Each text as wide as it needs, if all fit; else as much narrower as the other is in proportion.
    fn sides(&self, left: &[Shaped], right: &[Shaped], width: f32) -> Sides {
        let theme = self.shaper.theme;
        let widest = |side: &[Shaped]| side.iter().map(|text| text.widths().1.ceil() + 0.5).fold(0.0, f32::max);
        let (left, right) = (widest(left), widest(right));
        let (gap, letter) = (theme.tick.gap.pt(), theme.tick.letter.pt());
        let join = theme.room.join.pt().min(width * MOST_JOIN);
        let texts = width - 2.0 * gap - theme.room.join_dot.pt() - join - letter;
        let part = (texts / (left + right)).min(1.0);
        let (left, right) = (left * part, right * part);
        let radius = theme.room.join_dot.pt() / 2.0;
        let first = left + gap + radius;
        let second = first + join;
        let letter_x = second + radius + gap;
        Sides { left, dots: (first, second), letter: letter_x, text: letter_x + letter, right }
    }
}

/// Left sides with a blank before them, right sides with their letters.
fn with_blanks(matching: &Matching) -> Table {
    let Matching { left, right, .. } = matching;
    let row = |at: usize| {
        let blank = if at < left.len() { vec![Inline::Blank { width: BLANK }] } else { Vec::new() };
        let (letter, text) = right.get(at).cloned().unwrap_or_default();
        vec![blank, left.get(at).cloned().unwrap_or_default(), Vec::new(), letter, text]
    };
    Table {
        columns: vec![flow::Column::default(); 5],
        head: Vec::new(),
        rows: (0..left.len().max(right.len())).map(row).collect(),
        ruled: false,
    }
}
