//! What is printed only where a page break falls: the label of a question that goes on, the head of a table, a note that code
//! goes on.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Text, TextStyle};
use crate::markup;

use super::document::Mark;
use super::items::inline_span;
use super::measure::Measurer;
use super::piece::Carry;

impl Measurer<'_> {
    /// Lets each page that begins in the midst of a labelled block, after its piece `first`, begin with its label and those
    /// around it: `3 (b) (continued)`.
    pub(super) fn label_the_rest(&mut self, first: usize, x: f32) -> Result<(), Diagnostic> {
        let Some(span) = self.flow.continued.iter().find_map(inline_span) else { return Ok(()) };
        if self.labels.iter().all(String::is_empty) || first + 1 >= self.strip.pieces.len() {
            return Ok(());
        }
        let labels: Vec<&str> = self.labels.iter().map(|label| label.trim_end_matches('.')).collect();
        let style = TextStyle { bold: true, ..TextStyle::default() };
        let label = Text { text: labels.join(" ") + "\u{a0}", style, span };
        let text: Vec<Inline> = [Inline::Text(label)].into_iter().chain(self.flow.continued.iter().cloned()).collect();
        let below = self.shaper.theme.text.body.below;
        let carry = self.note(&text, x, 0.0, below)?;
        for piece in &mut self.strip.pieces[first + 1..] {
            if !piece.labelled {
                piece.labelled = true;
                piece.opening.insert(0, carry.clone());
            }
        }
        Ok(())
    }

    /// A note that something goes on, for the foot of a page.
    pub(super) fn goes_on(&mut self, x: f32) -> Result<Option<Carry>, Diagnostic> {
        let flow = self.flow;
        let above = self.shaper.theme.text.note.above;
        if flow.continues.is_empty() { Ok(None) } else { self.note(&flow.continues, x, above, 0.0).map(Some) }
    }

    fn note(&mut self, text: &[Inline], x: f32, above: f32, below: f32) -> Result<Carry, Diagnostic> {
        let style = self.shaper.theme.text.note;
        let shaped = self.shaper.shape(text, style, None);
        let first = self.shaper.lines(&shaped, f32::MAX, style.align)?.into_iter().next().unwrap_or_default();
        let shift = |mut mark: Mark| {
            mark.shift(x, above);
            mark
        };
        let marks: Arc<[Mark]> = first.marks.into_iter().map(shift).collect();
        Ok(Carry { height: above + style.leading + below, marks })
    }
}

/// What a label says, as one that stands before others says it.
pub(super) fn plain_label(label: &[Inline]) -> String {
    markup::plain(label).trim().to_owned()
}
