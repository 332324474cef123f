//! Options with their reasons beside them.

use crate::diagnostic::Diagnostic;
use crate::flow::Choice;

use super::beside::{Beside, side_by_side};
use super::document::{NodeId, Tag};
use super::items::inline_span;
use super::measure::{Column, Measurer};
use super::piece::{UGLY, shifted};
use super::text::{Shaped, baseline, tick_marks};

impl Measurer<'_> {
    /// A row for each option: box, letter, text, and in smaller type why it is right or wrong. An option without a reason has
    /// the whole width.
    pub(super) fn reasoned_choices(
        &mut self,
        choices: &[Choice],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let (style, small, letter) = (theme.text.option, theme.text.note, theme.text.label);
        let gap = 2.0 * theme.table.cell.pt();
        let indent = theme.tick.size.pt() + theme.tick.gap.pt();
        let lettered = choices.iter().any(|choice| !choice.label.is_empty());
        let inside = column.indented(indent + if lettered { theme.tick.letter.pt() } else { 0.0 });
        let rows: Vec<[Shaped; 2]> = choices
            .iter()
            .map(|choice| [self.shaper.shape(&choice.text, style, None), self.shaper.shape(&choice.note, small, None)])
            .collect();
        let reasoned = || rows.iter().zip(choices).filter(|(_, choice)| !choice.note.is_empty());
        let widest = |of: usize| reasoned().map(|(row, _)| row[of].widths().1.ceil() + 0.5).fold(0.0, f32::max);
        let widths = shared(widest(0), widest(1), inside.text_width() - gap, theme.key.option);
        let list = self.node(Tag::List, parent);
        for (at, (choice, [mut text, mut note])) in choices.iter().zip(rows).enumerate() {
            self.strip.space(style.above);
            if at > 0 {
                self.strip.cost(UGLY);
            }
            let node = self.node(Tag::Item, Some(list));
            let label = self.node(Tag::Label, Some(node));
            let body = self.node(Tag::Body, Some(node));
            let width = if choice.note.is_empty() { inside.text_width() } else { widths.0 };
            let texts = vec![
                Beside { node: body, x: inside.x, style, lines: self.shaper.lines(&mut text, width, style.align)? },
                Beside {
                    node: body,
                    x: inside.x + widths.0 + gap,
                    style: small,
                    lines: self.shaper.lines(&mut note, widths.1, small.align)?,
                },
            ];
            let row = side_by_side(texts, style);
            let mut marks = shifted(None, tick_marks(choice.tick, theme, column.x, row.baseline), 0.0, 0.0);
            if let Some(span) = choice.text.iter().find_map(inline_span).filter(|_| !choice.label.is_empty()) {
                let sign = self.shaper.sign(&choice.label, letter, span)?;
                marks.extend(shifted(Some(label), sign, column.x + indent, row.baseline - baseline(letter)));
            }
            marks.extend(row.marks);
            self.strip.push(row.height, marks);
        }
        self.strip.space(style.below);
        Ok(())
    }
}

/// The widths of two texts side by side: what the first needs, if there is room; else in proportion to what both need,
/// and to the first no more than a part of the room.
fn shared(first: f32, second: f32, room: f32, most: f32) -> (f32, f32) {
    let width = if first + second <= room { first } else { (room * first / (first + second)).max(room * (1.0 - most)) };
    let width = width.min(first).min(room * most);
    (width, room - width)
}
