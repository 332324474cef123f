//! Blocks to pieces: how high everything is, and where a page break would hurt.

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Choice, Code, Inline, Picture, Role};
use crate::markup;
use crate::theme::{Side, Style};

use super::document::{Entry, Mark, Node, NodeId, Tag};
use super::piece::{NEVER, PITY, Piece, Strip, TORN, UGLY, shifted};
use super::text::{Line, Shaper, baseline, tick_marks};

/// Longest title of an outline entry, in characters.
const OUTLINE_LENGTH: usize = 60;

/// The part of the page's width that a block may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its left edge.
    pub(super) x: f32,
    /// From there to the right margin.
    pub(super) width: f32,
    /// Width at its right that running text leaves to asides.
    pub(super) aside: f32,
}

impl Column {
    /// The column without its first points.
    pub(super) fn indented(self, points: f32) -> Self {
        Self { x: self.x + points, width: self.width - points, ..self }
    }

    /// The width of running text.
    fn text_width(self) -> f32 {
        self.width - self.aside
    }
}

/// What a block stands in, which decides how bad a page break before it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// The page itself.
    Page,
    /// A labelled block in which something is to be written or ticked.
    Task,
    /// Another labelled block.
    Text,
    /// Anything else.
    Inner,
}

/// Measures the blocks of one document.
pub(super) struct Measurer<'a> {
    pub(super) shaper: Shaper<'a>,
    pub(super) strip: Strip,
    pub(super) nodes: Vec<Node>,
    pub(super) outline: Vec<Entry>,
    page_height: f32,
    depth: usize,
}

impl<'a> Measurer<'a> {
    /// A measurer for pages with this height of text.
    pub(super) fn new(shaper: Shaper<'a>, page_height: f32) -> Self {
        Self { shaper, strip: Strip::default(), nodes: Vec::new(), outline: Vec::new(), page_height, depth: 0 }
    }

    /// Measures the blocks of a whole document.
    pub(super) fn document(&mut self, blocks: &[Block], left: f32, width: f32) -> Result<(), Diagnostic> {
        let column = Column { x: left, width, aside: 0.0 };
        self.blocks(blocks, column, None, Within::Page)
    }

    /// Adds an element to the structure tree.
    pub(super) fn node(&mut self, tag: Tag, parent: Option<NodeId>) -> NodeId {
        self.nodes.push(Node { tag, parent });
        NodeId(self.nodes.len() - 1)
    }

    fn blocks(
        &mut self,
        blocks: &[Block],
        column: Column,
        parent: Option<NodeId>,
        within: Within,
    ) -> Result<(), Diagnostic> {
        let mut items = None;
        let mut under_heading = false;
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.strip.cost(break_cost(block, within));
            }
            if under_heading {
                self.strip.cost(NEVER);
            }
            under_heading = matches!(block, Block::Heading { .. });
            match block {
                Block::Item { label, aside, body } => {
                    let list = *items.get_or_insert_with(|| {
                        self.nodes.push(Node { tag: Tag::List, parent });
                        NodeId(self.nodes.len() - 1)
                    });
                    self.item(label, aside, body, column, list, within)?;
                }
                other => {
                    items = None;
                    self.block(other, column, parent)?;
                }
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &Block, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        match block {
            Block::Heading { level, text } => self.heading(*level, text, column, parent)?,
            Block::Paragraph { text, role } => {
                let style = match role {
                    Role::Body => theme.text.body,
                    Role::Lead => theme.text.lead,
                    Role::Note => theme.text.note,
                    Role::Closing => theme.text.closing,
                };
                let node = self.node(Tag::Paragraph, parent);
                self.paragraph(text, style, column, Some(node))?;
            }
            Block::Code(code) => self.code(code, column, parent)?,
            Block::List { first, items } => self.list(*first, items, column, parent)?,
            Block::Table(table) => self.table(table, column, parent)?,
            Block::Quote(inner) => {
                let node = self.node(Tag::Quote, parent);
                self.blocks(inner, column.indented(theme.quote.indent.pt()), Some(node), Within::Inner)?;
            }
            Block::Panel(inner) => {
                let panel = theme.panel;
                self.strip.space(theme.text.body.above);
                self.strip.open_bar(column.x, panel.bar.pt(), panel.grey);
                let inside = Column { aside: 0.0, ..column };
                self.blocks(inner, inside.indented(panel.indent.pt()), parent, Within::Inner)?;
                self.strip.close_bar();
                self.strip.space(theme.text.body.below);
            }
            Block::Picture(picture) => self.picture(picture, column, parent),
            Block::Rule => {
                self.strip.space(theme.text.body.above);
                let line = Mark::Line {
                    from: (column.x, 0.0),
                    to: (column.x + column.width, 0.0),
                    width: theme.room.rule.pt(),
                    grey: theme.room.grey,
                };
                self.strip.push(0.5, shifted(None, vec![line], 0.0, 0.0));
                self.strip.space(theme.text.body.below);
            }
            Block::Choices(choices) => self.choices(choices, column, parent)?,
            Block::Room(room) => self.room(*room, column),
            Block::Fields(fields) => self.fields(fields, column, parent)?,
            Block::PageBreak => self.strip.start_page(),
            Block::Item { .. } => unreachable!("items are measured with their list"),
        }
        Ok(())
    }

    fn heading(
        &mut self,
        level: u8,
        text: &[Inline],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let styles = &self.shaper.theme.text;
        let style = match level {
            1 => styles.title,
            2 => styles.section,
            _ => styles.subsection,
        };
        if level > 1 {
            let title = markup::plain(text);
            self.enter(title, 0);
        }
        let node = self.node(Tag::Heading(level), parent);
        self.paragraph(text, style, column, Some(node))
    }

    /// Lets an outline entry lead to what is measured next.
    fn enter(&mut self, title: String, depth: usize) {
        self.strip.entry(self.outline.len());
        self.outline.push(Entry { title, depth, page: 0, y: 0.0 });
    }

    /// A paragraph; no page begins with its last line or ends with its first.
    fn paragraph(
        &mut self,
        text: &[Inline],
        style: Style,
        column: Column,
        node: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let lines = self.shaper.paragraph(text, style, column.text_width())?;
        self.strip.space(style.above);
        self.lines(lines, style, column.x, node);
        self.strip.space(style.below);
        Ok(())
    }

    fn lines(&mut self, lines: Vec<Line>, style: Style, x: f32, node: Option<NodeId>) {
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                self.strip.cost(if at == 1 || at == count - 1 { TORN } else { UGLY });
            }
            self.strip.push(style.leading, shifted(node, line.marks, x, 0.0));
        }
    }

    fn item(
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
        if self.depth == 0 {
            let title = outline_title(label, body);
            let under_heading = self.outline.iter().any(|entry| entry.depth == 0);
            self.enter(title, usize::from(under_heading));
        }
        let node = self.node(Tag::Item, Some(list));
        let label_node = self.node(Tag::Label, Some(node));
        let body_node = self.node(Tag::Body, Some(node));
        let first = self.strip.pieces.len();
        let inside = Column { aside: theme.item.aside.pt(), ..column.indented(theme.item.label.pt()) };
        let kind = if body.iter().any(is_task) { Within::Task } else { Within::Text };
        self.depth += 1;
        self.blocks(body, inside, Some(body_node), kind)?;
        self.depth -= 1;
        if self.strip.pieces.len() == first {
            self.strip.push(theme.text.body.leading, Vec::new());
        }
        let line = first_baseline(&self.strip.pieces[first]).unwrap_or_else(|| baseline(theme.text.body));
        let drop = |style: Style| line - baseline(style);
        let aside_node = (!aside.is_empty()).then(|| self.node(Tag::Paragraph, Some(body_node)));
        let asides = self.shaper.paragraph(aside, theme.text.aside, theme.item.aside.pt())?;
        let aside_x = column.x + column.width - theme.item.aside.pt();
        for (line, top) in asides.into_iter().zip((0_u8..).map(f32::from)) {
            let y = drop(theme.text.aside) + top * theme.text.aside.leading;
            self.strip.add_to(first, aside_node, line.marks, aside_x, y);
        }
        let labels = self.shaper.paragraph(label, theme.text.label, theme.item.label.pt())?;
        if let Some(line) = labels.into_iter().next() {
            self.strip.add_to(first, Some(label_node), line.marks, column.x, drop(theme.text.label));
        }
        Ok(())
    }

    fn code(&mut self, code: &Code, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let style = theme.text.code;
        let node = self.node(Tag::Code, parent);
        let digits = code.lines.len().to_string().len();
        let number_width = if code.numbered { (digits + 2) as f32 * style.size * 0.6 } else { 0.0 };
        let inside = column.indented(theme.code.indent.pt() + number_width);
        self.strip.space(style.above);
        self.strip.open_bar(column.x, theme.code.bar.pt(), theme.code.bar_grey);
        for (at, line) in code.lines.iter().enumerate() {
            if at > 0 {
                let near_edge = at == 1 || at == code.lines.len() - 1;
                self.strip.cost(if near_edge { TORN } else { UGLY });
            }
            let mut shaped = self.shaper.shape_code(line, style);
            let lines = self.shaper.lines(&mut shaped, inside.width, Side::Left)?;
            if lines.is_empty() {
                self.strip.push(style.leading, Vec::new());
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
        self.numeral(&format!("{number:>digits$}"), Style { grey, ..style }, code.span)
    }

    fn list(
        &mut self,
        first: Option<u64>,
        items: &[Vec<Block>],
        column: Column,
        parent: Option<NodeId>,
    ) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let body = theme.text.body;
        let list = self.node(Tag::List, parent);
        for (at, blocks) in items.iter().enumerate() {
            self.strip.space(body.above / 2.0);
            if at > 0 {
                self.strip.cost(UGLY);
            }
            let node = self.node(Tag::Item, Some(list));
            let label_node = self.node(Tag::Label, Some(node));
            let body_node = self.node(Tag::Body, Some(node));
            let start = self.strip.pieces.len();
            self.blocks(blocks, column.indented(theme.list.indent.pt()), Some(body_node), Within::Inner)?;
            if let Some(span) = blocks.iter().find_map(first_span) {
                let sign = first.map_or_else(|| "•".to_owned(), |first| format!("{}.", first + at as u64));
                let marks = self.numeral(&sign, body, span)?;
                self.strip.add_to(start, Some(label_node), marks, column.x + 1.0, 0.0);
            }
        }
        self.strip.space(body.below);
        Ok(())
    }

    /// A sign of our own, such as a number, that stands beside a text at `span`.
    pub(super) fn numeral(
        &mut self,
        sign: &str,
        style: Style,
        span: crate::source::Span,
    ) -> Result<Vec<Mark>, Diagnostic> {
        let text =
            [Inline::Text(crate::flow::Text { text: sign.to_owned(), style: crate::flow::TextStyle::default(), span })];
        let mut shaped = self.shaper.shape(&text, style, None);
        let lines = self.shaper.lines(&mut shaped, f32::MAX, Side::Left)?;
        Ok(lines.into_iter().flat_map(|line| line.marks).collect())
    }

    fn choices(&mut self, choices: &[Choice], column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
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
            let letter = theme.text.label;
            if let Some(span) = choice.text.iter().find_map(inline_span).filter(|_| !choice.label.is_empty()) {
                let marks = self.numeral(&choice.label, letter, span)?;
                let drop = baseline(style) - baseline(letter);
                self.strip.add_to(start, Some(label_node), marks, column.x + indent, drop);
            }
            let ticks = tick_marks(choice.tick, theme, column.x, baseline(style));
            self.strip.add_to(start, None, ticks, 0.0, 0.0);
            if !choice.note.is_empty() {
                let small = theme.text.note;
                let lines = self.shaper.paragraph(&choice.note, small, inside.text_width())?;
                self.strip.cost(TORN);
                self.lines(lines, small, inside.x, Some(body_node));
            }
        }
        self.strip.space(style.below);
        Ok(())
    }

    fn picture(&mut self, picture: &Picture, column: Column, parent: Option<NodeId>) {
        let theme = self.shaper.theme;
        let points = 72.0 / theme.picture.pixels_an_inch;
        let natural = (picture.data.width as f32 * points, picture.data.height as f32 * points);
        let most_height = self.page_height * 0.8;
        let scale = (column.width / natural.0).min(most_height / natural.1).min(1.0);
        let size = (natural.0 * scale, natural.1 * scale);
        let node = self.node(Tag::Figure(picture.alt.clone()), parent);
        self.strip.space(theme.text.body.above);
        let mark = Mark::Picture { at: (column.x, 0.0), size, image: picture.data.clone() };
        self.strip.push(size.1, shifted(Some(node), vec![mark], 0.0, 0.0));
        self.strip.space(theme.text.body.below);
    }
}

/// How bad a page break before a block is.
fn break_cost(block: &Block, within: Within) -> f32 {
    match (within, block) {
        (Within::Page, _) => 0.0,
        (Within::Task, Block::Item { .. }) => PITY * 1.5,
        (Within::Task, _) => TORN,
        (Within::Text, Block::Panel(_) | Block::Paragraph { role: Role::Note, .. } | Block::Item { .. }) => PITY,
        (Within::Text | Within::Inner, _) => PITY * 2.0,
    }
}

/// Whether something is to be written or ticked in a block.
fn is_task(block: &Block) -> bool {
    match block {
        Block::Room(_) | Block::Choices(_) => true,
        Block::Item { body, .. } => body.iter().any(is_task),
        _ => false,
    }
}

fn inline_span(inline: &Inline) -> Option<crate::source::Span> {
    match inline {
        Inline::Text(text) => Some(text.span),
        _ => None,
    }
}

fn first_span(block: &Block) -> Option<crate::source::Span> {
    match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => text.iter().find_map(inline_span),
        Block::Code(code) => Some(code.span),
        Block::List { items, .. } => items.iter().flatten().find_map(first_span),
        Block::Quote(inner) => inner.iter().find_map(first_span),
        Block::Picture(picture) => Some(picture.span),
        _ => None,
    }
}

/// The label and the first words of a labelled block.
fn outline_title(label: &[Inline], body: &[Block]) -> String {
    let first = body.iter().find_map(|block| match block {
        Block::Paragraph { text, .. } => Some(markup::plain(text)),
        _ => None,
    });
    let title = format!("{} {}", markup::plain(label), first.unwrap_or_default());
    let title = title.trim();
    if title.chars().count() <= OUTLINE_LENGTH {
        return title.to_owned();
    }
    let cut: String = title.chars().take(OUTLINE_LENGTH).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}

/// Where the first text of a piece stands.
fn first_baseline(piece: &Piece) -> Option<f32> {
    piece.marks.iter().find_map(|tagged| match &tagged.mark {
        Mark::Glyphs(glyphs) => Some(glyphs.at.1),
        _ => None,
    })
}

/// The first words printed in a piece, to name it in a message.
pub(super) fn words(piece: &Piece) -> String {
    let text: String = piece
        .marks
        .iter()
        .filter_map(|tagged| match &tagged.mark {
            Mark::Glyphs(glyphs) => Some(&glyphs.glyphs),
            _ => None,
        })
        .flatten()
        .map(|glyph| glyph.text.as_str())
        .take(OUTLINE_LENGTH)
        .collect();
    text.trim().to_owned()
}
