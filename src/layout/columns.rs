//! Blocks side by side, blocks in smaller type, and blocks of which the first words are enough.

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, Text};
use crate::theme::Prompts;

use super::document::{Mark, NodeId, Tag, Tagged};
use super::measure::{Column, Measurer, Within};
use super::piece::Strip;

impl Measurer<'_> {
    /// Columns of equal width as one piece; columns that are higher than a page come one under the other.
    pub(super) fn columns(
        &mut self,
        columns: &[Vec<Block>],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let gap = self.shaper.theme.columns.gap.pt();
        let count = columns.len().max(1) as f32;
        let width = (column.width - gap * (count - 1.0)) / count;
        let before = (self.nodes.len(), self.outline.len(), self.turned.len());
        let outer = std::mem::take(&mut self.strip);
        let mut height = 0.0_f32;
        let mut marks = Vec::new();
        let mut x = column.x;
        for blocks in columns {
            self.blocks(blocks, Column { x, width, aside: 0.0 }, parent, Within::Inner)?;
            let (lowest, placed) = stacked(std::mem::take(&mut self.strip));
            height = height.max(lowest);
            marks.extend(placed);
            x += width + gap;
        }
        self.strip = outer;
        let around = self.shaper.theme.columns.around.pt();
        self.strip.space(around);
        if height <= self.page_height {
            let entries = before.1..self.outline.len();
            entries.for_each(|entry| self.strip.entry(entry));
            self.strip.push(height, marks);
        } else {
            self.nodes.truncate(before.0);
            self.outline.truncate(before.1);
            self.turned.truncate(before.2);
            for blocks in columns {
                self.blocks(blocks, Column { aside: 0.0, ..column }, parent, Within::Page)?;
            }
        }
        self.strip.space(around);
        Ok(())
    }

    /// Blocks in smaller type, over the full width.
    pub(super) fn small(&mut self, blocks: &[Block], column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let within = if self.strip.relaxed { Within::Repeated } else { Within::Inner };
        let usual = std::mem::replace(&mut self.shaper.theme, self.small);
        let done = self.blocks(blocks, Column { aside: 0.0, ..column }, parent, within);
        self.shaper.theme = usual;
        done
    }

    /// Blocks that are printed elsewhere, or their first words.
    pub(super) fn brief(&mut self, blocks: &[Block], column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let key = self.shaper.theme.key;
        let short = match key.prompts {
            Prompts::Full => None,
            Prompts::Short => first_words(blocks, key.words.into()),
        };
        match short {
            None => self.small(blocks, column, parent),
            Some(text) => {
                let node = self.node(Tag::Paragraph, parent);
                self.paragraph(&text, self.small.text.body, Column { aside: 0.0, ..column }, Some(node))
            }
        }
    }
}

/// The pieces of a strip one under the other: their height and their marks.
fn stacked(strip: Strip) -> (f32, Vec<Tagged>) {
    let mut marks = Vec::new();
    let mut y = 0.0;
    for (at, piece) in strip.pieces.into_iter().enumerate() {
        y += if at > 0 { piece.gap } else { 0.0 };
        marks.extend(piece.bars.iter().map(|bar| Tagged {
            node: None,
            mark: Mark::Fill { at: (bar.x, y), size: (bar.width, piece.height), grey: bar.grey },
        }));
        marks.extend(piece.marks.into_iter().map(|mut tagged| {
            tagged.mark.shift(0.0, y);
            tagged
        }));
        y += piece.height;
    }
    (y, marks)
}

/// The first words of the first paragraph, and a sign where more would follow; `None` where there is no paragraph.
fn first_words(blocks: &[Block], most: usize) -> Option<Vec<Inline>> {
    let text = blocks.iter().find_map(|block| match block {
        Block::Paragraph { text, .. } => Some(text),
        _ => None,
    })?;
    let mut left = most;
    let mut words = Vec::new();
    for inline in text {
        match inline {
            Inline::Text(part) => {
                let kept = beginning(&part.text, left);
                left -= kept.split_whitespace().count();
                if kept.len() < part.text.len() {
                    words.push(Inline::Text(Text { text: format!("{} …", kept.trim_end()), ..part.clone() }));
                    return Some(words);
                }
                words.push(inline.clone());
            }
            Inline::Break => {}
            other => words.push(other.clone()),
        }
    }
    if blocks.len() > 1
        && let Some(Inline::Text(last)) = words.last_mut()
    {
        last.text.push_str(" …");
    }
    Some(words)
}

/// As much of a text as has no more than `most` words.
fn beginning(text: &str, most: usize) -> &str {
    let mut words = 0;
    let mut inside = false;
    for (at, character) in text.char_indices() {
        let is_space = character.is_whitespace();
        if !is_space && !inside {
            if words == most {
                return &text[..at];
            }
            words += 1;
        }
        inside = !is_space;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(beginning("one two three", 2), "one two ");
        assert_eq!(beginning("one two", 2), "one two");
        assert_eq!(beginning(" one ", 0), " ");
    }
}
