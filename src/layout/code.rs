//! Program code, line by line: a bar at its left, line numbers on request, and long lines turned over.

use crate::diagnostic::Diagnostic;
use crate::flow::{Code, CodePiece};
use crate::theme::{Side, Style};

use super::document::{Mark, NodeId, Tag};
use super::measure::{Column, Measurer};
use super::piece::{NEVER, TORN, UGLY, shifted};
use super::room::number_width;

impl Measurer<'_> {
    pub(super) fn code(&mut self, code: &Code, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = theme.text.code;
        let node = self.node(Tag::Code, parent);
        let digits = code.lines.len().to_string().len();
        let number_width = if code.numbered { number_width(digits, style) } else { 0.0 };
        let inside = column.indented(theme.code.indent.pt() + number_width);
        self.strip.space(style.above);
        let goes_on = self.goes_on(inside.x)?;
        let first = self.strip.pieces.len();
        self.strip.open_bar(column.x, theme.code.bar.pt(), theme.code.bar_grey);
        for (at, line) in code.lines.iter().enumerate() {
            if at > 0 {
                let near_edge = at == 1 || at == code.lines.len() - 1;
                self.strip.cost(if near_edge { TORN } else { UGLY });
            }
            let shaped = self.shaper.shape_code(line, style);
            let lines = self.shaper.lines(&shaped, inside.width, Side::Left)?;
            if lines.is_empty() {
                let part = if self.strip.relaxed { theme.key.blank_line } else { 1.0 };
                self.strip.push(style.leading * part, Vec::new());
            }
            if lines.len() > 1 {
                self.turned.extend(line.iter().find_map(CodePiece::span));
            }
            for (turn, line) in lines.into_iter().enumerate() {
                if turn > 0 {
                    self.strip.cost(NEVER);
                }
                self.strip.push(style.leading, shifted(Some(node), line.marks, inside.x, 0.0));
                if code.numbered && turn == 0 {
                    let marks = self.line_number(at + 1, digits, style, code)?;
                    let piece = self.strip.pieces.len() - 1;
                    let x = column.x + theme.code.indent.pt();
                    self.strip.add_to(piece, None, marks, x, 0.0);
                }
            }
        }
        self.strip.close_bar();
        for piece in self.strip.pieces.iter_mut().skip(first + 1) {
            piece.closing.clone_from(&goes_on);
        }
        self.strip.space(style.below);
        Ok(())
    }

    fn line_number(
        &mut self,
        number: usize,
        digits: usize,
        style: Style,
        code: &Code,
    ) -> Result<Vec<Mark>, Diagnostic> {
        let grey = self.shaper.theme.code.comment_grey;
        self.shaper.sign(&format!("{number:>digits$}"), Style { grey, ..style }, code.span)
    }
}
