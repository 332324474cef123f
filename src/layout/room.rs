//! Room to write: lines, boxes, squares, lines of code, and fields for a name or a date.

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Room};
use crate::theme::{self, Ruling, Side, Style};

use super::document::{Mark, NodeId, Tag, Tagged};
use super::measure::{Column, Measurer};
use super::piece::{CUT, NEVER, TORN, shifted};
use super::text::{Line, baseline};

/// Lines that stay with the question they answer, and least number that goes over to the next page.
const FIRST_LINES: u16 = 3;
/// From a ruled line to the lower edge of its piece, points.
const BELOW_RULE: f32 = 0.5;
/// From a ruled line of code up to the baseline of its number, points.
const NUMBER_RISE: f32 = 3.6;
/// A field as wide as this many of the others: the first, which is for a name.
const WIDE_FIELD: f32 = 2.2;
/// Between the line of a field and the texts beside it, points.
const BESIDE_LINE: f32 = 5.0;
/// Shortest line of a field that has texts beside it, points.
const LEAST_LINE: f32 = 28.0;

impl Measurer<'_> {
    /// Room for an answer, over the full width.
    pub(super) fn room(&mut self, room: &Room, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme.room;
        self.strip.space(theme.gap.pt());
        let first = self.strip.pieces.len();
        match *room {
            Room::Lines(lines) => self.ruled(lines, theme.line.pt(), column),
            Room::WideLines(lines) => self.ruled(lines, theme.wide_line.pt(), column),
            Room::Code(lines) => self.code_lines(lines, column)?,
            Room::Table { ref head, rows } => self.form(head, rows, column, parent)?,
            Room::Box(millimetres) => {
                let height = points(millimetres);
                let frame = self.frame(column, height);
                self.strip.push(height, shifted(None, vec![frame], 0.0, 0.0));
            }
            Room::Grid(millimetres) => {
                let (height, marks) = self.grid(column, points(millimetres));
                self.strip.push(height, shifted(None, marks, 0.0, 0.0));
            }
            Room::Dots(millimetres) => {
                let (height, marks) = self.dots(column, points(millimetres));
                self.strip.push(height, shifted(None, marks, 0.0, 0.0));
            }
        }
        if let Some(step) = step(room, self.shaper.theme.room) {
            self.strip.grows(first, step);
        }
        self.strip.space(theme.gap.pt());
        Ok(())
    }

    /// The first lines stay with what comes before them, and as many stand on the next page if any.
    pub(super) fn line_cost(&mut self, at: u16, lines: u16) {
        if at > 0 {
            let torn = at < FIRST_LINES || lines - at < FIRST_LINES;
            self.strip.cost(if torn { TORN } else { CUT });
        }
    }

    fn ruled(&mut self, lines: u16, pitch: f32, column: Column) {
        for at in 0..lines {
            self.line_cost(at, lines);
            let rule = match self.shaper.theme.room.style {
                Ruling::Solid => self.rule(column.x, column.x + column.width, pitch - BELOW_RULE),
                Ruling::Dotted => self.dotted_rule(column, pitch - BELOW_RULE),
            };
            self.strip.push(pitch, shifted(None, vec![rule], 0.0, 0.0));
        }
    }

    /// Lines with their numbers, crossed by guides that show how far code is indented.
    fn code_lines(&mut self, lines: u16, column: Column) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let pitch = theme.room.code_line.pt();
        let style = Style { grey: theme.code.comment_grey, ..theme.text.code };
        // Room may grow to twice its size.
        let digits = (2 * usize::from(lines)).to_string().len();
        let numbers = if theme.room.code_numbers { number_width(digits, style) } else { 0.0 };
        let inside = column.indented(theme.code.indent.pt() + numbers);
        self.strip.open_bar(column.x, theme.code.bar.pt(), theme.code.bar_grey);
        for at in 0..lines {
            self.line_cost(at, lines);
            let mut marks = self.guides(inside, pitch - if at + 1 == lines { BELOW_RULE } else { 0.0 });
            marks.push(self.rule(inside.x, inside.x + inside.width, pitch - BELOW_RULE));
            let mut marks = shifted(None, marks, 0.0, 0.0);
            marks.extend(self.line_number_of_room(at + 1, digits, column)?);
            self.strip.push(pitch, marks);
        }
        if theme.room.code_numbers {
            let more = (lines + 1..=2 * lines).map(|number| self.line_number_of_room(number, digits, column));
            let more = more.collect::<Result<_, _>>()?;
            self.strip.steps(more);
        }
        self.strip.close_bar();
        Ok(())
    }

    /// The number before a line to write code on, where the theme asks for it.
    fn line_number_of_room(&mut self, number: u16, digits: usize, column: Column) -> Result<Vec<Tagged>, Diagnostic> {
        let theme = self.shaper.theme;
        if !theme.room.code_numbers {
            return Ok(Vec::new());
        }
        let style = Style { grey: theme.code.comment_grey, ..theme.text.code };
        let number = self.shaper.number(usize::from(number), digits, style)?;
        let drop = theme.room.code_line.pt() - BELOW_RULE - NUMBER_RISE - baseline(style);
        Ok(shifted(None, number, column.x + theme.code.indent.pt(), drop))
    }

    /// The guides beside a line of code, from its top down to `height`.
    fn guides(&self, inside: Column, height: f32) -> Vec<Mark> {
        let room = self.shaper.theme.room;
        let places = (1..=room.guides).map(|at| f32::from(at) * room.guide.pt()).filter(|x| *x < inside.width);
        places
            .map(|x| Mark::Line {
                from: (inside.x + x, 0.0),
                to: (inside.x + x, height),
                width: room.rule.pt(),
                grey: room.guide_grey,
            })
            .collect()
    }

    pub(super) fn rule(&self, from: f32, to: f32, y: f32) -> Mark {
        let theme = self.shaper.theme.room;
        Mark::Line { from: (from, y), to: (to, y), width: theme.rule.pt(), grey: theme.grey }
    }

    fn frame(&self, column: Column, height: f32) -> Mark {
        let theme = self.shaper.theme.room;
        Mark::Frame { at: (column.x, 0.0), size: (column.width, height), width: theme.frame.pt(), grey: theme.grey }
    }

    /// Whole squares only; the frame ends with the last one.
    fn grid(&self, column: Column, height: f32) -> (f32, Vec<Mark>) {
        let theme = self.shaper.theme.room;
        let side = theme.grid.pt();
        let across = (column.width / side).floor().max(1.0);
        let down = (height / side).round().max(1.0);
        let (width, height) = (across * side, down * side);
        let line = |from: (f32, f32), to: (f32, f32)| Mark::Line {
            from: (column.x + from.0, from.1),
            to: (column.x + to.0, to.1),
            width: theme.rule.pt(),
            grey: theme.grey + (100 - theme.grey) / 3,
        };
        let mut marks: Vec<Mark> =
            (0..=across as u16).map(|at| f32::from(at) * side).map(|x| line((x, 0.0), (x, height))).collect();
        marks.extend((0..=down as u16).map(|at| f32::from(at) * side).map(|y| line((0.0, y), (width, y))));
        (height, marks)
    }

    /// Labelled lines side by side; the first is the widest. Where a label leaves too little of its line, or what stands at
    /// the end of the line does, it stands above the line or below it.
    pub(super) fn fields(
        &mut self,
        fields: &[Vec<Inline>],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = theme.text.field;
        let gap = 14.0;
        let shares = WIDE_FIELD + fields.len() as f32 - 1.0;
        let unit = (column.width - gap * (fields.len() as f32 - 1.0)) / shares;
        let mut x = column.x;
        let mut set = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let width = unit * if at == 0 { WIDE_FIELD } else { 1.0 };
            let node = self.node(Tag::Paragraph, parent);
            let is_line = |inline: &Inline| matches!(inline, Inline::Blank { .. });
            let (label, after) = field.split_at(field.iter().position(is_line).unwrap_or(field.len()));
            let after = after.get(1..).unwrap_or_default();
            let texts = [label, after];
            let mut shaped = texts.map(|text| self.shaper.shape(text, style, None));
            let mut beside =
                [0, 1].map(|at| if texts[at].is_empty() { 0.0 } else { shaped[at].widths().1 + BESIDE_LINE });
            let ends_below = beside[1] + LEAST_LINE > width;
            beside[1] = if ends_below { 0.0 } else { beside[1] };
            let starts_above = beside[0] + beside[1] + LEAST_LINE > width;
            beside[0] = if starts_above { 0.0 } else { beside[0] };
            set.push(Field {
                node,
                line: (x + beside[0], x + width - beside[1]),
                x,
                label: self.shaper.lines(&mut shaped[0], width, style.align)?,
                starts_above,
                after: self.shaper.lines(&mut shaped[1], width, Side::Right)?,
                ends_below,
            });
            x += width + gap;
        }
        let most = |lines: fn(&Field) -> usize| set.iter().map(lines).max().unwrap_or(0) as f32 * style.leading;
        let line = most(|field| if field.starts_above { field.label.len() } else { 0 });
        let below = most(|field| if field.ends_below { field.after.len() } else { 0 });
        let mut marks = Vec::new();
        for field in set {
            let first = if field.starts_above { line - field.label.len() as f32 * style.leading } else { line };
            let last = if field.ends_below { line + style.leading } else { line };
            for (lines, first) in [(field.label, first), (field.after, last)] {
                for (at, text) in lines.into_iter().enumerate() {
                    marks.extend(shifted(Some(field.node), text.marks, field.x, first + at as f32 * style.leading));
                }
            }
            let rule = self.rule(field.line.0, field.line.1, line + baseline(style) + 2.0);
            marks.extend(shifted(None, vec![rule], 0.0, 0.0));
        }
        self.strip.space(style.above);
        self.strip.cost(NEVER);
        self.strip.push(line + style.leading + below, marks);
        self.strip.space(style.below);
        Ok(())
    }
}

/// A labelled line to write on.
struct Field {
    node: NodeId,
    /// Where the line begins and ends.
    line: (f32, f32),
    /// Left edge of its texts.
    x: f32,
    label: Vec<Line>,
    /// The label stands above the line.
    starts_above: bool,
    /// What stands at its end.
    after: Vec<Line>,
    /// That stands below the line.
    ends_below: bool,
}

/// The step by which room may grow, points; a table stays as it is.
fn step(room: &Room, theme: theme::Room) -> Option<f32> {
    match room {
        Room::Lines(_) => Some(theme.line.pt()),
        Room::WideLines(_) => Some(theme.wide_line.pt()),
        Room::Code(_) => Some(theme.code_line.pt()),
        Room::Table { .. } => None,
        Room::Box(_) => Some(points(1)),
        Room::Grid(_) | Room::Dots(_) => Some(theme.grid.pt()),
    }
}

/// Room for line numbers of so many digits.
pub(super) fn number_width(digits: usize, style: Style) -> f32 {
    (digits + 2) as f32 * style.size * 0.6
}

/// Millimetres in points.
pub(super) fn points(millimetres: u16) -> f32 {
    f32::from(millimetres) * 72.0 / 25.4
}
