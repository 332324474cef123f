//! Numbers drawn as cells or bars, in filled rectangles with labels. All of a plot is content of one figure.

use crate::diagnostic::Diagnostic;
use crate::flow::{Drawn, Inline, Plot, Text, TextStyle};
use crate::source::Span;
use crate::theme::{Side, Style};

use super::document::{Mark, NodeId, Tag, Tagged};
use super::items::inline_span;
use super::measure::{Column, Measurer};
use super::piece::{NEVER, UGLY, shifted};

/// Least room between two labels, points.
const LABEL_GAP: f32 = 3.0;

impl Measurer<'_> {
    pub(super) fn plot(&mut self, plot: &Plot, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let body = self.shaper.theme.text.body;
        let node = self.node(Tag::Figure(plot.alt.clone()), parent);
        self.strip.space(body.above);
        match &plot.drawn {
            Drawn::Cells { columns, rows } => self.cells(columns, rows, column, node)?,
            Drawn::Bars(bars) => self.bars(bars, column, node)?,
        }
        self.strip.space(body.below);
        Ok(())
    }

    /// A row of cells for each name; rows are pieces of their own.
    fn cells(
        &mut self,
        columns: &[Vec<Inline>],
        rows: &[(Vec<Inline>, Vec<u32>)],
        column: Column,
        node: NodeId,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme.plot;
        let style = self.shaper.theme.text.note;
        let names = rows.iter().map(|(name, _)| self.shaper.shape(name, style, None).widths().1);
        let label = (names.fold(0.0, f32::max).ceil() + LABEL_GAP).min(column.width / 2.0);
        let width = ((column.width - label) / columns.len().max(1) as f32).min(theme.height.pt());
        let left = |at: usize| column.x + label + at as f32 * width;
        let mut marks = Vec::new();
        let mut lines = 1;
        for (at, name) in columns.iter().enumerate() {
            lines = lines.max(self.label(&mut marks, name, style, Side::Centre, (left(at), 0.0), width)?);
        }
        self.figure(lines as f32 * style.leading, marks, node);
        let most = rows.iter().flat_map(|(_, numbers)| numbers).copied().max().unwrap_or(0);
        let gap = theme.gap.pt();
        for (at, (name, numbers)) in rows.iter().enumerate() {
            self.strip.cost(if at == 0 { NEVER } else { UGLY });
            self.strip.space(gap);
            let mut texts = Vec::new();
            let cell = theme.cell.pt().max(style.leading);
            let lines =
                self.label(&mut texts, name, style, Side::Left, (column.x, (cell - style.leading) / 2.0), label)?;
            let height = cell + (lines.max(1) - 1) as f32 * style.leading;
            let mut marks = Vec::new();
            for (place, &number) in numbers.iter().enumerate() {
                let grey = if number == 0 { 98 } else { shade(number, most, theme.light, theme.dark) };
                marks.push(Mark::Fill { at: (left(place), 0.0), size: (width - gap, height), grey });
                if number > 0 {
                    let text = numeral(number, name);
                    let style = Style { grey: 0, ..style };
                    let top = (height - style.leading) / 2.0;
                    self.label(&mut texts, &text, style, Side::Centre, (left(place), top), width - gap)?;
                }
            }
            marks.extend(texts);
            self.figure(height, marks, node);
        }
        Ok(())
    }

    /// Bars on a line, their names under it and their numbers above them; names that would touch are left out in turn.
    fn bars(&mut self, bars: &[(Vec<Inline>, u32)], column: Column, node: NodeId) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme.plot;
        let style = self.shaper.theme.text.note;
        let width = (column.width / bars.len().max(1) as f32).min(theme.height.pt() / 2.0);
        let most = bars.iter().map(|(_, number)| *number).max().unwrap_or(0).max(1);
        let widest = |texts: Vec<Vec<Inline>>, measurer: &mut Self| {
            texts.iter().map(|text| measurer.shaper.shape(text, style, None).widths().1).fold(0.0, f32::max) + LABEL_GAP
        };
        let names = widest(bars.iter().map(|(name, _)| name.clone()).collect(), self);
        let numbers = widest(bars.iter().map(|(name, number)| numeral(*number, name)).collect(), self);
        let step = (names / width).ceil().max(1.0) as usize;
        let base = style.leading + theme.height.pt();
        let mut marks = Vec::new();
        for (at, (name, number)) in bars.iter().enumerate() {
            let height = theme.height.pt() * (*number as f32) / most as f32;
            let x = column.x + at as f32 * width;
            let thick = width * theme.bar;
            let at_middle = x + (width - thick) / 2.0;
            marks.push(Mark::Fill { at: (at_middle, base - height), size: (thick, height), grey: theme.bar_grey });
            let wide = width * step as f32;
            let left = (x + (width - wide) / 2.0).max(column.x);
            if at.is_multiple_of(step) && left + wide <= column.x + column.width + 0.01 {
                self.label(&mut marks, name, style, Side::Centre, (left, base + 1.0), wide)?;
            }
            if numbers <= width {
                let top = base - height - style.leading;
                let style = Style { grey: 0, ..style };
                self.label(&mut marks, &numeral(*number, name), style, Side::Centre, (x, top), width)?;
            }
        }
        marks.push(Mark::Line {
            from: (column.x, base),
            to: (column.x + column.width, base),
            width: self.shaper.theme.table.rule.pt(),
            grey: 0,
        });
        self.figure(base + 1.0 + style.leading, marks, node);
        Ok(())
    }

    /// Adds the lines of a label; gives their number.
    fn label(
        &mut self,
        marks: &mut Vec<Mark>,
        text: &[Inline],
        style: Style,
        align: Side,
        at: (f32, f32),
        width: f32,
    ) -> Result<usize, Diagnostic> {
        let lines = self.shaper.paragraph(text, Style { align, ..style }, width)?;
        let count = lines.len();
        for (row, line) in lines.into_iter().enumerate() {
            let placed = shifted(None, line.marks, at.0, at.1 + row as f32 * style.leading);
            marks.extend(placed.into_iter().map(|tagged| tagged.mark));
        }
        Ok(count)
    }

    fn figure(&mut self, height: f32, marks: Vec<Mark>, node: NodeId) {
        self.strip.push(height, marks.into_iter().map(|mark| Tagged { node: Some(node), mark }).collect());
    }
}

/// A number as a label of what `name` names.
fn numeral(number: u32, name: &[Inline]) -> Vec<Inline> {
    let span = name.iter().find_map(inline_span);
    let text = |span: Span| Inline::Text(Text { text: number.to_string(), style: TextStyle::default(), span });
    span.map(text).into_iter().collect()
}

/// The grey of a number between 1 and the greatest.
fn shade(number: u32, most: u32, light: u8, dark: u8) -> u8 {
    let part = number * u32::from(light.saturating_sub(dark)) / most.max(1);
    light.saturating_sub(part as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_number_is_the_darkest() {
        assert_eq!([1, 5, 10].map(|number| shade(number, 10, 90, 60)), [87, 75, 60]);
    }
}
