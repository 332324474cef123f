//! Blocks to pieces: how high everything is, and where a page break would hurt.

use crate::diagnostic::Diagnostic;
use crate::flow::{Arrangement, Block, Flow, ImageFormat, Inline, Picture, Role, Width};
use crate::markup;
use crate::source::Span;
use crate::theme::{Style, Theme};

use super::bonds::{bond, break_cost, starts_question};
use super::document::{Entry, Mark, Node, NodeId, Tag};
use super::items::has_scores;
use super::piece::{NEVER, Piece, Strip, TORN, UGLY, shifted};
use super::room::points;
use super::text::{Line, Shaper};

/// Pixels that an inch of a drawing has (CSS, absolute lengths).
const PIXELS_OF_DRAWINGS: f32 = 96.0;
/// Characters that name a piece in a message.
const NAMING_LENGTH: usize = 60;

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

    /// The column that running text has, for any block.
    fn without_aside(self) -> Self {
        Self { width: self.width - self.aside, aside: 0.0, ..self }
    }

    /// The width of running text.
    pub(super) fn text_width(self) -> f32 {
        self.width - self.aside
    }
}

/// What a block stands in, which decides how bad a page break before it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// The page itself.
    Page,
    /// A labelled block in which something is to be written or ticked.
    Task,
    /// Another labelled block.
    Text,
    /// A labelled block that repeats what is on another paper.
    Repeat,
    /// A block in such a one.
    Repeated,
    /// Anything else.
    Inner,
}

/// Measures the blocks of one document.
pub(super) struct Measurer<'a> {
    pub(super) shaper: Shaper<'a>,
    pub(super) strip: Strip,
    pub(super) nodes: Vec<Node>,
    pub(super) outline: Vec<Entry>,
    /// Lines of code that did not fit.
    pub(super) turned: Vec<Span>,
    pub(super) flow: &'a Flow,
    pub(super) page_height: f32,
    /// Labels of the labelled blocks that are open.
    pub(super) labels: Vec<String>,
    /// Something in the innermost of them is to be written or ticked.
    pub(super) in_task: bool,
    /// How deep in the outline the last heading stands.
    pub(super) heading_depth: Option<usize>,
    /// The theme of smaller type.
    pub(super) small: &'a Theme,
    /// Labelled blocks have places for boxes for scores.
    pub(super) scored: bool,
}

impl<'a> Measurer<'a> {
    /// A measurer for pages with this height of text.
    pub(super) fn new(shaper: Shaper<'a>, flow: &'a Flow, small: &'a Theme, page_height: f32) -> Self {
        Self {
            shaper,
            strip: Strip::default(),
            nodes: Vec::new(),
            outline: Vec::new(),
            turned: Vec::new(),
            flow,
            page_height,
            labels: Vec::new(),
            in_task: false,
            heading_depth: None,
            small,
            scored: has_scores(&flow.blocks),
        }
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

    pub(super) fn blocks(
        &mut self,
        blocks: &[Block],
        column: Column,
        parent: Option<NodeId>,
        within: Within,
    ) -> Result<(), Diagnostic> {
        let mut items = None;
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                let place = if within == Within::Inner && self.in_task { Within::Task } else { within };
                let heads = at == 1 && within == Within::Repeat;
                self.strip.cost(if heads { TORN } else { break_cost(&blocks[at - 1], block, place) });
                self.strip.cost(bond(&blocks[at - 1]));
            }
            if within == Within::Page && self.flow.arrangement == Arrangement::OnePerPage && starts_question(blocks, at)
            {
                self.strip.start_page();
            }
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
                    let beside_aside = at == 0 && !matches!(other, Block::Paragraph { .. });
                    let column = if beside_aside { column.without_aside() } else { column };
                    self.block(other, column, parent)?;
                }
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &Block, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        match block {
            Block::Heading { level, text, aside } => self.heading(*level, text, aside, column, parent)?,
            Block::Paragraph { text, role } => {
                let style = match role {
                    Role::Body | Role::Answer => theme.text.body,
                    Role::Institution => theme.text.institution,
                    Role::Lead => theme.text.lead,
                    Role::Note => theme.text.note,
                    Role::Closing => theme.text.closing,
                };
                let node = self.node(Tag::Paragraph, parent);
                self.paragraph(text, style, column, Some(node))?;
                if *role == Role::Closing {
                    let below = theme.page.margin_bottom.pt() - theme.page.foot.pt();
                    self.strip.hangs(below - theme.text.running.size);
                }
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
                let within = if self.strip.relaxed { Within::Repeated } else { Within::Inner };
                self.blocks(inner, inside.indented(panel.indent.pt()), parent, within)?;
                self.strip.close_bar();
                self.strip.space(theme.text.body.below);
            }
            Block::Picture(picture) => self.picture(picture, column, parent)?,
            Block::Formula(formula, span) => self.displayed(formula, *span, column, parent)?,
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
            Block::Matching(matching) => self.matching(matching, column, parent)?,
            Block::Room(room) => self.room(room, column, parent)?,
            Block::Fields(fields) => self.fields(fields, column, parent)?,
            Block::Boxes { label, count } => self.boxes(label, *count, column, parent)?,
            Block::Scores(scores) => self.scores(scores, column, parent)?,
            Block::Masthead { logo, body } => self.masthead(logo.as_ref(), body, column, parent)?,
            Block::Space(height) => self.strip.space(points(*height)),
            Block::Columns(columns, span) => self.columns(columns, *span, column, parent)?,
            Block::Small(inner) => self.small(inner, column, parent)?,
            Block::Brief(inner) => self.brief(inner, column, parent)?,
            Block::Ribbon(ribbon) => self.ribbon(ribbon, column, parent)?,
            Block::Plot(plot) => self.plot(plot, column, parent)?,
            Block::PageBreak => self.strip.start_page(),
            Block::Item { .. } => unreachable!("items are measured with their list"),
        }
        Ok(())
    }

    fn heading(
        &mut self,
        level: u8,
        text: &[Inline],
        aside: &[Inline],
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
            let depth = usize::from(level > 2 && self.heading_depth.is_some());
            self.heading_depth = Some(depth);
            self.enter(title, depth);
        }
        let node = self.node(Tag::Heading(level), parent);
        if aside.is_empty() {
            return self.paragraph(text, style, column, Some(node));
        }
        let first = self.strip.pieces.len();
        let beside = Column { aside: self.aside_width(), ..column };
        self.paragraph(text, style, beside, Some(node))?;
        self.aside(first, aside, column, parent)
    }

    /// Lets an outline entry lead to what is measured next.
    pub(super) fn enter(&mut self, title: String, depth: usize) {
        self.strip.entry(self.outline.len());
        self.outline.push(Entry { title, depth, page: 0, y: 0.0 });
    }

    /// A paragraph; no page begins with its last line or ends with its first.
    pub(super) fn paragraph(
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

    pub(super) fn lines(&mut self, lines: Vec<Line>, style: Style, x: f32, node: Option<NodeId>) {
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                self.strip.cost(if at == 1 || at == count - 1 { TORN } else { UGLY });
            }
            self.strip.push(style.leading + line.above + line.below, shifted(node, line.marks, x, line.above));
        }
    }

    fn picture(&mut self, picture: &Picture, column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let theme = self.shaper.theme;
        let (width, height) = picture.data.size();
        let pixels_an_inch = match &picture.data.format {
            ImageFormat::Svg(_) => PIXELS_OF_DRAWINGS,
            _ => theme.picture.pixels_an_inch,
        };
        let points = 72.0 / pixels_an_inch;
        let natural = (width * points, height * points);
        let most_height = self.page_height * 0.8;
        let wish = match picture.width {
            None => 1.0,
            Some(Width::Millimetres(millimetres)) => f32::from(millimetres) * 72.0 / 25.4 / natural.0,
            Some(Width::Percent(percent)) => column.width * f32::from(percent) / 100.0 / natural.0,
        };
        let scale = wish.min(column.width / natural.0).min(most_height / natural.1);
        let size = (natural.0 * scale, natural.1 * scale);
        let node = self.node(Tag::Figure(picture.alt.clone()), parent);
        self.strip.space(theme.text.body.above);
        let mark = Mark::Picture { at: (column.x, 0.0), size, image: picture.data.clone() };
        self.strip.push(size.1, shifted(Some(node), vec![mark], 0.0, 0.0));
        if !picture.caption.is_empty() {
            let node = self.node(Tag::Paragraph, parent);
            self.strip.cost(NEVER);
            self.paragraph(&picture.caption, theme.text.note, column, Some(node))?;
        }
        self.strip.space(theme.text.body.below);
        Ok(())
    }
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
        .take(NAMING_LENGTH)
        .collect();
    text.trim().to_owned()
}
