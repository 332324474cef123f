//! The front of a paper: the title block with its logo, boxes for letters, the table of marks.

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, Picture, Scores};
use crate::theme::{Side, Style};

use super::document::{Mark, NodeId, Tag, Tagged};
use super::measure::{Column, Measurer, Within};
use super::piece::{NEVER, shifted};
use super::text::baseline;

/// Most of the text's width that a logo takes.
const WIDEST_LOGO: f32 = 0.4;
/// Widest cell of the table of marks against the least one, so that few questions give no broad table.
const WIDEST_CELL: f32 = 1.5;

impl Measurer<'_> {
    /// Blocks with a logo at their right, none of it on another page.
    pub(super) fn masthead(
        &mut self,
        logo: Option<&Picture>,
        body: &[Block],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let first = self.strip.pieces.len();
        let Some(logo) = logo else {
            self.blocks(body, column, parent, Within::Inner)?;
            self.keep_together(first);
            return Ok(());
        };
        let most = (column.width * WIDEST_LOGO, theme.masthead.logo.pt());
        let (width, height) = logo.data.size();
        let shape = width / height;
        let height = most.1.min(most.0 / shape);
        let size = (height * shape, height);
        let beside = Column { width: column.width - size.0 - theme.masthead.gap.pt(), ..column };
        self.blocks(body, beside, parent, Within::Inner)?;
        let node = self.node(Tag::Figure(logo.alt.clone()), parent);
        let mark = Mark::Picture { at: (column.x + column.width - size.0, 0.0), size, image: logo.data.clone() };
        let pieces = self.strip.pieces.get(first..).unwrap_or_default();
        let text: f32 =
            pieces.iter().enumerate().map(|(at, piece)| piece.height + if at > 0 { piece.gap } else { 0.0 }).sum();
        if pieces.is_empty() {
            self.strip.push(height, shifted(Some(node), vec![mark], 0.0, 0.0));
        } else {
            self.strip.pieces[first].marks.extend(shifted(Some(node), vec![mark], 0.0, 0.0));
            if text < height {
                self.strip.clear_space();
                self.strip.push(height - text, Vec::new());
            }
        }
        self.keep_together(first);
        Ok(())
    }

    fn keep_together(&mut self, first: usize) {
        for piece in self.strip.pieces.iter_mut().skip(first + 1) {
            piece.cost = NEVER;
        }
    }

    /// A label and boxes in a row, a letter or digit each.
    pub(super) fn boxes(
        &mut self,
        label: &[Inline],
        count: u16,
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = theme.text.field;
        let node = self.node(Tag::Paragraph, parent);
        let mut shaped = self.shaper.shape(label, style, None);
        let label_width = (shaped.widths().1 + 0.5).min(column.width / 2.0);
        let left = column.x + label_width + theme.tick.gap.pt();
        let side = theme.boxes.width.pt().min((column.x + column.width - left) / f32::from(count));
        let lines = self.shaper.lines(&mut shaped, label_width, Side::Left)?;
        let text = lines.len().saturating_sub(1) as f32 * style.leading;
        let box_height = theme.boxes.height.pt();
        let height = box_height.max(text + style.leading);
        let first = (height - text) / 2.0 + style.size * 0.35 - baseline(style);
        let mut marks = Vec::new();
        for (at, line) in lines.into_iter().enumerate() {
            marks.extend(shifted(Some(node), line.marks, column.x, first + at as f32 * style.leading));
        }
        let (width, grey) = (theme.room.frame.pt(), theme.room.grey / 2);
        let across = side * f32::from(count);
        let top = (height - box_height) / 2.0;
        let mut drawn = vec![Mark::Frame { at: (left, top), size: (across, box_height), width, grey }];
        drawn.extend((1..count).map(|at| {
            let x = left + f32::from(at) * side;
            Mark::Line { from: (x, top), to: (x, top + box_height), width, grey }
        }));
        marks.extend(shifted(None, drawn, 0.0, 0.0));
        self.strip.space(style.above);
        self.strip.push(height, marks);
        self.strip.space(style.below);
        Ok(())
    }

    /// A table with a column for each question, in as many bands as the width asks for.
    pub(super) fn scores(&mut self, scores: &Scores, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = theme.text.table;
        let padding = theme.table.cell.pt();
        let heads: Vec<f32> =
            scores.heads.iter().map(|head| self.shaper.shape(head, bold(style), None).widths().1).collect();
        let widest = scores.columns.iter().flatten().map(|cell| self.shaper.shape(cell, bold(style), None).widths().1);
        let least = widest.fold(theme.scores.cell.pt(), |least, width| least.max(width + padding));
        let most = (column.width - least).max(column.width / 3.0);
        let head = (heads.into_iter().fold(0.0, f32::max).ceil() + 2.0 * padding).min(most);
        let fitting = (((column.width - head) / least).floor() as usize).max(1);
        let bands = scores.columns.len().div_ceil(fitting).max(1);
        let in_band = scores.columns.len().div_ceil(bands).max(1);
        let cell = ((column.width - head) / in_band as f32).min(least * WIDEST_CELL);
        for (at, columns) in scores.columns.chunks(in_band).enumerate() {
            self.strip.space(style.above);
            if at > 0 {
                self.strip.cost(NEVER);
            }
            self.band(&scores.heads, columns, (column.x, head, cell), parent)?;
        }
        self.strip.space(style.below);
        Ok(())
    }

    /// Three rows: questions, marks, and empty cells for scores. `head` and `cell` are widths.
    fn band(
        &mut self,
        heads: &[Vec<Inline>; 3],
        columns: &[[Vec<Inline>; 2]],
        (x, head, cell): (f32, f32, f32),
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = theme.text.table;
        let padding = theme.table.cell.pt();
        let table = self.node(Tag::Table, parent);
        let mut marks: Vec<Tagged> = Vec::new();
        let mut levels = [0.0; 4];
        for (at, label) in heads.iter().enumerate() {
            let row = self.node(Tag::Row, Some(table));
            let strong = Style { align: Side::Left, ..bold(style) };
            let node = self.node(Tag::SideCell, Some(row));
            let mut cells = vec![(node, x + padding, self.shaper.paragraph(label, strong, head - padding)?)];
            let style = Style { align: Side::Centre, ..if at == 0 { strong } else { style } };
            for (place, texts) in columns.iter().enumerate() {
                let Some(text) = texts.get(at) else { continue };
                let node = self.node(if at == 0 { Tag::HeadCell } else { Tag::Cell }, Some(row));
                cells.push((node, x + head + place as f32 * cell, self.shaper.paragraph(text, style, cell)?));
            }
            let most = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1).max(1) as f32 * style.leading;
            let least = if at == 2 { theme.scores.row.pt() } else { 0.0 };
            let height = least.max(most + 2.0 * theme.table.row.pt());
            for (node, left, lines) in cells {
                let mut y = levels[at] + (height - lines.len() as f32 * style.leading) / 2.0;
                for line in lines {
                    marks.extend(shifted(Some(node), line.marks, left, y));
                    y += style.leading;
                }
            }
            levels[at + 1] = levels[at] + height;
        }
        let top = levels[3];
        let width = head + cell * columns.len() as f32;
        let thin = theme.table.rule.pt();
        let rule = |from, to| Mark::Line { from, to, width: thin, grey: 0 };
        let mut rules = vec![Mark::Frame { at: (x, 0.0), size: (width, top), width: theme.table.outer.pt(), grey: 0 }];
        rules.extend([levels[1], levels[2]].map(|y| rule((x, y), (x + width, y))));
        rules.extend((0..columns.len()).map(|at| x + head + at as f32 * cell).map(|x| rule((x, 0.0), (x, top))));
        marks.extend(shifted(None, rules, 0.0, 0.0));
        self.strip.push(top, marks);
        Ok(())
    }
}

fn bold(style: Style) -> Style {
    Style { bold: true, ..style }
}
