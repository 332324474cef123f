//! One walk over the parser's events.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, TextStyle};

use super::formula::hide_dollars;
use super::inline::{count_blanks, hide_blanks, push, shown_blanks};
use super::limits::too_long;
use super::{Dialect, Listing, Origin, Text};

/// Deepest nesting of lists and quotes that is still readable on paper.
const MAX_DEPTH: usize = 6;

/// Reads a whole text.
pub(super) fn read(text: &str, origin: Origin, dialect: &Dialect<'_>) -> Result<Text, Vec<Diagnostic>> {
    if let Some(problem) = too_long(text, origin) {
        return Err(vec![problem]);
    }
    let hidden = match dialect.blanks {
        Some(_) => Cow::Owned(hide_blanks(text)),
        None => Cow::Borrowed(text),
    };
    let hidden = hide_dollars(&hidden).map_or(hidden, Cow::Owned);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS | Options::ENABLE_MATH;
    let mut reader = Reader {
        events: Parser::new_ext(&hidden, options).into_offset_iter().peekable(),
        origin,
        text: &hidden,
        dialect,
        listings: Vec::new(),
        blanks: 0,
        dollars: Vec::new(),
        problems: Vec::new(),
        depth: 0,
    };
    let blocks = reader.blocks();
    if reader.problems.is_empty() { Ok(Text { blocks, listings: reader.listings }) } else { Err(reader.problems) }
}

pub(super) struct Reader<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> {
    pub(super) events: Peekable<I>,
    pub(super) origin: Origin,
    pub(super) text: &'a str,
    pub(super) dialect: &'a Dialect<'a>,
    pub(super) listings: Vec<Listing>,
    /// Blanks read so far.
    pub(super) blanks: usize,
    /// The places of dollar signs in the text of the paragraph, or the like, that is read.
    pub(super) dollars: Vec<usize>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) depth: usize,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    /// Blocks up to the end of what encloses them, which is consumed.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(Tag::Paragraph) => blocks.extend(self.paragraph(range)),
                Event::Start(Tag::Heading { level, .. }) => {
                    let text = self.inlines();
                    let text = self.of_fair_length(text, range.clone());
                    let text = self.one_line(text);
                    if self.dialect.structure && level as u8 <= 3 {
                        blocks.push(Block::Heading { level: level as u8, text, aside: Vec::new() });
                    } else {
                        self.refuse(
                            range,
                            "a heading",
                            "write it as a **strong** line of its own, without # before it or dashes below it",
                        );
                    }
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let code = self.code(&kind, range);
                    blocks.extend(code.map(Block::Code));
                }
                Event::Start(Tag::List(first)) => {
                    let items = self.items(range);
                    blocks.push(Block::List { first, items });
                }
                Event::Start(Tag::BlockQuote(_)) => {
                    let inner = self.nested(range);
                    blocks.push(Block::Quote(inner));
                }
                Event::Start(Tag::Table(alignments)) => {
                    let table = self.table(&alignments, range);
                    blocks.push(Block::Table(table));
                }
                Event::Rule if self.dialect.structure => blocks.push(Block::Rule),
                Event::Rule => self.refuse(range, "a line across the text", "leave it out"),
                Event::Start(Tag::HtmlBlock) => {
                    self.skip();
                    self.refuse(range, "HTML", "write it as Markdown, or as `code` if it is meant to be seen");
                }
                Event::Start(Tag::FootnoteDefinition(_)) => {
                    self.skip();
                    self.refuse(range, "a footnote", "say it in the text, or escape the bracket as `\\[`");
                }
                inline => {
                    let text = self.loose_line(inline, range);
                    blocks.extend(Self::paragraphs(text));
                }
            }
        }
        blocks
    }

    fn nested(&mut self, range: Range<usize>) -> Vec<Block> {
        self.depth += 1;
        if self.depth == MAX_DEPTH {
            self.refuse(range, "text nested this deep", "keep lists, quotes and emphasis to five levels");
        }
        if self.depth >= MAX_DEPTH {
            self.skip();
            self.depth -= 1;
            return Vec::new();
        }
        let inner = self.blocks();
        self.depth -= 1;
        inner
    }

    fn items(&mut self, range: Range<usize>) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((Event::Start(Tag::Item), _)) = self.events.next() {
            items.push(self.nested(range.clone()));
        }
        items
    }

    /// The text of an item of a tight list, which the parser gives without a paragraph around it.
    fn loose_line(&mut self, first: Event<'a>, range: Range<usize>) -> Vec<Inline> {
        let mut text = Vec::new();
        let mut whole = range.clone();
        self.inline(first, range, TextStyle::default(), &mut text);
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline(event)) {
            whole.end = range.end;
            self.inline(event, range, TextStyle::default(), &mut text);
        }
        self.unbalanced_formulas();
        self.of_fair_length(text, whole)
    }

    /// Inline text up to the end of what encloses it, which is consumed.
    pub(super) fn inlines(&mut self) -> Vec<Inline> {
        let mut text = Vec::new();
        self.styled(TextStyle::default(), &mut text);
        self.unbalanced_formulas();
        text
    }

    fn styled(&mut self, style: TextStyle, into: &mut Vec<Inline>) {
        self.depth += 1;
        while let Some((event, range)) = self.events.next() {
            if let Event::End(_) = event {
                break;
            }
            if self.depth > 2 * MAX_DEPTH && matches!(event, Event::Start(_)) {
                self.skip();
                self.refuse(range, "text nested this deep", "keep lists, quotes and emphasis to five levels");
                continue;
            }
            self.inline(event, range, style, into);
        }
        // Banks are large, and most lines are one piece of text.
        into.shrink_to_fit();
        self.depth -= 1;
    }

    fn inline(&mut self, event: Event<'a>, range: Range<usize>, style: TextStyle, into: &mut Vec<Inline>) {
        let blanks = self.dialect.blanks;
        match event {
            Event::Text(text) => {
                self.blanks += count_blanks(&text);
                self.note_dollars(range.clone());
                push(into, &text, style, &self.origin, range.start, blanks);
            }
            Event::Code(code) => {
                let ticks = (range.len().saturating_sub(code.len())) / 2;
                let style = TextStyle { code: true, ..style };
                self.blanks += count_blanks(&code);
                push(into, &code, style, &self.origin, range.start + ticks, blanks);
            }
            Event::InlineMath(source) => {
                let formula = self.formula(&source, false, range);
                into.extend(formula.map(|(formula, span)| Inline::Formula(formula, span)));
            }
            Event::DisplayMath(source) => {
                let formula = self.formula(&source, true, range);
                into.extend(formula.map(|(formula, span)| Inline::Formula(formula, span)));
            }
            Event::SoftBreak => push(into, " ", style, &self.origin, range.start, None),
            Event::HardBreak => into.push(Inline::Break),
            Event::Start(Tag::Emphasis) => self.styled(TextStyle { italic: true, ..style }, into),
            Event::Start(Tag::Strong) => self.styled(TextStyle { bold: true, ..style }, into),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let shown = into.len();
                self.styled(style, into);
                let address = shown_blanks(dest_url.strip_prefix("mailto:").unwrap_or(&dest_url));
                if super::plain(&into[shown..]) != address {
                    push(into, &format!(" ({address})"), style, &self.origin, range.start, None);
                }
            }
            Event::Start(Tag::Image { .. }) => {
                self.skip();
                self.refuse(range, "a picture in a line of text", "put the picture into a paragraph of its own");
            }
            Event::InlineHtml(_) | Event::Html(_) => {
                self.refuse(range, "HTML", "write it as Markdown, or as `code` if it is meant to be seen");
            }
            Event::FootnoteReference(_) => {
                self.refuse(range, "a footnote", "say it in the text, or escape the bracket as `\\[`");
            }
            Event::TaskListMarker(_) => {
                self.refuse(range, "a task list", "use a choice question for boxes to tick");
            }
            Event::Start(_) => {
                self.skip();
                self.refuse(range, "this kind of Markdown", "use plain paragraphs, lists, tables, quotes and code");
            }
            _ => {}
        }
    }

    /// Passes over everything up to the end of the element just begun.
    fn skip(&mut self) {
        let mut open = 1;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
    }

    pub(super) fn refuse(&mut self, range: Range<usize>, what: &str, help: &str) {
        self.problems.push(Diagnostic::new(self.origin.span(range), format!("{what} cannot be printed"), "here", help));
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
    )
}
