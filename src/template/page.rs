//! The markup that a filled-in template is: Markdown, and lines that begin with `::`.
//!
//! | line | meaning |
//! |---|---|
//! | `::head LEFT \| CENTRE \| RIGHT`, `::foot …` | what stands at the top and foot of every page; `{page}`, `{pages}` |
//! | `::turn TEXT` | in the middle of the foot of right-hand pages after which more comes, where pages share sheets |
//! | `::blank TEXT` | on pages that are added so that sheets are full |
//! | `::masthead` … `::end` | the title block; a picture in it stands at its right |
//! | `::institution TEXT` | who sets the exam, over the title |
//! | `::section TEXT \| ASIDE` | a heading with an aside |
//! | `::lead TEXT`, `::note TEXT`, `::closing TEXT` | a line under the title, a small remark, the closing line |
//! | `::fields A \| B \| C` | labelled lines to write on; `{line}` is where the line runs |
//! | `::boxes LABEL \| 8` | a row of boxes, a letter each |
//! | `::item LABEL \| ASIDE` … `::end` | a block with a hanging label, kept together; `{score}` in the aside is a box |
//! | `::panel` … `::end` | blocks set apart by a bar |
//! | `::small` … `::end` | blocks in smaller type |
//! | `::brief` … `::end` | blocks that stand on the other paper: smaller, or only their first words |
//! | `::columns` … `::next` … `::end` | blocks side by side |
//! | `::page` | starts a page |
//! | `::space 10` | room of 10 mm between blocks |
//! | `::scale 88` | sets all type at 88 % of the theme's sizes |
//! | `::NAME …` | a slot of the sheet |

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, Role, Running};
use crate::markup::{self, Dialect, Origin};
use crate::source::{SourceId, Span};
use crate::wording::instead;

use super::places::with_places;

const DIRECTIVES: [&str; 22] = [
    "head",
    "foot",
    "turn",
    "blank",
    "masthead",
    "institution",
    "section",
    "lead",
    "note",
    "closing",
    "fields",
    "boxes",
    "item",
    "panel",
    "small",
    "brief",
    "columns",
    "next",
    "end",
    "page",
    "space",
    "scale",
];

/// Most millimetres between blocks.
const MOST_SPACE: u16 = 200;

/// Most boxes in a row.
const MOST_BOXES: u16 = 40;

/// Deepest nesting of blocks.
const MOST_OPEN: usize = 8;

/// Hundredths of the theme's sizes that can be read and fit a page.
const SCALES: std::ops::RangeInclusive<u16> = 50..=200;

/// A template's outcome.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) scale: u16,
    pub(super) head: Running,
    pub(super) foot: Running,
    pub(super) turn: Vec<Inline>,
    pub(super) blank: Vec<Inline>,
    pub(super) blocks: Vec<Block>,
    /// The slots that were put in.
    pub(super) used: BTreeSet<String>,
}

/// Reads a filled-in template and puts the blocks of its slots in.
pub(super) fn read(
    text: &str,
    source: SourceId,
    slots: &BTreeMap<String, Vec<Block>>,
) -> Result<Page, Vec<Diagnostic>> {
    let mut reader = Reader {
        text,
        source,
        slots,
        page: Page {
            scale: 100,
            head: Running::default(),
            foot: Running::default(),
            turn: Vec::new(),
            blank: Vec::new(),
            blocks: Vec::new(),
            used: BTreeSet::new(),
        },
        open: Vec::new(),
        problems: Vec::new(),
    };
    let mut markdown_from = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("::") {
            reader.markdown(markdown_from, start);
            let words = line.trim_end();
            reader.directive(start, words);
            markdown_from = start + line.len();
        }
        start += line.len();
    }
    reader.markdown(markdown_from, start);
    if let Some(frame) = reader.open.pop() {
        reader.problem(frame.span, "this block is not closed", "begins here", "write `::end` where it ends");
    }
    if reader.problems.is_empty() {
        return Ok(reader.page);
    }
    // A line in a loop is wrong for every question in the same way.
    let mut told = BTreeSet::new();
    reader.problems.retain(|problem| told.insert(problem.message.clone()));
    Err(reader.problems)
}

/// A block that is not closed yet.
struct Frame {
    kind: Opened,
    blocks: Vec<Block>,
    span: Span,
}

/// What was opened.
enum Opened {
    /// With label and aside.
    Item(Vec<Inline>, Vec<Inline>),
    Panel,
    Masthead,
    Small,
    Brief,
    /// With the columns that are complete.
    Columns(Vec<Vec<Block>>),
}

impl Frame {
    fn closed(self) -> Block {
        let body = self.blocks;
        match self.kind {
            Opened::Item(label, aside) => Block::Item { label, aside, body },
            Opened::Panel => Block::Panel(body),
            Opened::Masthead => masthead(body),
            Opened::Small => Block::Small(body),
            Opened::Brief => Block::Brief(body),
            Opened::Columns(mut columns) => {
                columns.push(full_width(body));
                Block::Columns(columns, self.span)
            }
        }
    }
}

/// A title block, with the first picture as its logo.
fn masthead(mut body: Vec<Block>) -> Block {
    let at = body.iter().position(|block| matches!(block, Block::Picture(_)));
    let logo = at.and_then(|at| match body.remove(at) {
        Block::Picture(picture) => Some(picture),
        _ => None,
    });
    Block::Masthead { logo, body }
}

/// Lets the tables of a column fill it.
fn full_width(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        match block {
            Block::Table(table) => table.columns.iter_mut().take(1).for_each(|first| first.fill = true),
            Block::Small(inner) => *inner = full_width(std::mem::take(inner)),
            _ => {}
        }
    }
    blocks
}

struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    slots: &'a BTreeMap<String, Vec<Block>>,
    page: Page,
    open: Vec<Frame>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn add(&mut self, blocks: impl IntoIterator<Item = Block>) {
        match self.open.last_mut() {
            Some(frame) => frame.blocks.extend(blocks),
            None => self.page.blocks.extend(blocks),
        }
    }

    fn open(&mut self, kind: Opened, span: Span) {
        self.open.push(Frame { kind, blocks: Vec::new(), span });
    }

    fn markdown(&mut self, start: usize, end: usize) {
        let no_pictures = |_: &str| Err("a template cannot hold a picture".to_owned());
        let dialect = Dialect { structure: true, blanks: None, purposes: &[], pictures: &no_pictures };
        let origin = Origin::of_text(Span::new(self.source, start..end));
        match markup::blocks(&self.text[start..end], origin, &dialect) {
            Ok(blocks) => self.add(blocks),
            Err(found) => self.problems.extend(found),
        }
    }

    fn directive(&mut self, start: usize, line: &str) {
        let span = Span::new(self.source, start..start + line.len());
        let rest = &line[2..];
        let (name, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let at = start + line.len() - words.len();
        match name {
            "head" => self.page.head = self.running(name, words, at, span),
            "foot" => self.page.foot = self.running(name, words, at, span),
            "turn" => self.page.turn = self.line(words, at),
            "blank" => self.page.blank = self.line(words, at),
            "section" => {
                let [text, aside] = self.parts(name, words, at, span);
                self.add([Block::Heading { level: 2, text, aside }]);
            }
            "institution" => self.paragraph(words, at, Role::Institution),
            "lead" => self.paragraph(words, at, Role::Lead),
            "note" => self.paragraph(words, at, Role::Note),
            "closing" => self.paragraph(words, at, Role::Closing),
            "fields" => {
                let fields = self.columns(words, at).into_iter().map(|field| with_places(field, &["{line}"]));
                let fields = fields.collect();
                self.add([Block::Fields(fields)]);
            }
            "boxes" => self.boxes(words, at, span),
            "page" if self.open.iter().any(|frame| matches!(frame.kind, Opened::Columns(_))) => self.problem(
                span,
                "no page can start between columns",
                "this line",
                "write `::page` before `::columns` or after its `::end`",
            ),
            "page" => self.add([Block::PageBreak]),
            "space" => match words.trim().parse() {
                Ok(height) if height <= MOST_SPACE => self.add([Block::Space(height)]),
                _ => self.problem(
                    span,
                    format!("`{}` is no room between blocks", words.trim()),
                    "this line",
                    format!("write a number of millimetres from 0 to {MOST_SPACE}"),
                ),
            },
            "scale" => match words.trim().parse() {
                Ok(scale) if SCALES.contains(&scale) => self.page.scale = scale,
                _ => self.problem(
                    span,
                    format!("`{}` is no size of type", words.trim()),
                    "this line",
                    "write a number of hundredths from 50 to 200",
                ),
            },
            "panel" | "masthead" | "item" | "small" | "brief" | "columns" if self.open.len() == MOST_OPEN => {
                self.problem(span, "blocks are nested too deep", "one too many", "close some with `::end` before");
            }
            "panel" => self.open(Opened::Panel, span),
            "masthead" => self.open(Opened::Masthead, span),
            "small" => self.open(Opened::Small, span),
            "brief" => self.open(Opened::Brief, span),
            "columns" => self.open(Opened::Columns(Vec::new()), span),
            "next" => match self.open.last_mut() {
                Some(Frame { kind: Opened::Columns(columns), blocks, .. }) => {
                    columns.push(full_width(std::mem::take(blocks)));
                }
                _ => self.problem(span, "no columns are open here", "ends none", "write `::columns` before the first"),
            },
            "item" => {
                let [label, aside] = self.parts(name, words, at, span);
                self.open(Opened::Item(label, with_places(aside, &["{score}"])), span);
            }
            "end" => match self.open.pop() {
                None => self.problem(span, "nothing is open here", "closes nothing", "take this line out"),
                Some(frame) => self.add([frame.closed()]),
            },
            _ => self.slot(rest.trim(), name, span),
        }
    }

    fn slot(&mut self, key: &str, name: &str, span: Span) {
        if let Some(blocks) = self.slots.get(key) {
            let blocks = blocks.clone();
            self.page.used.insert(key.to_owned());
            self.add(blocks);
            return;
        }
        let mut known: Vec<&str> = self.slots.keys().filter_map(|key| key.split(' ').next()).collect();
        known.dedup();
        let (message, help) = if known.contains(&name) {
            (format!("there is no slot `{key}`"), "the number after its name is that of no question".to_owned())
        } else {
            known.extend(DIRECTIVES);
            (format!("`::{name}` means nothing here"), instead(name, known))
        };
        self.problem(span, message, "this line", help);
    }

    fn paragraph(&mut self, words: &str, at: usize, role: Role) {
        let text = self.line(words, at);
        if !text.is_empty() {
            self.add([Block::Paragraph { text, role }]);
        }
    }

    fn line(&mut self, words: &str, at: usize) -> Vec<Inline> {
        let trimmed = words.trim();
        let start = at + words.len() - words.trim_start().len();
        let origin = Origin::of_text(Span::new(self.source, start..start + trimmed.len()));
        markup::line(trimmed, origin).unwrap_or_else(|found| {
            self.problems.extend(found);
            Vec::new()
        })
    }

    /// The texts between bars that are not behind a backslash.
    fn columns(&mut self, words: &str, at: usize) -> Vec<Vec<Inline>> {
        let mut columns = Vec::new();
        let mut start = 0;
        let mut escaped = false;
        for (place, character) in words.char_indices() {
            if character == '|' && !escaped {
                columns.push(self.line(&words[start..place], at + start));
                start = place + 1;
            }
            escaped = character == '\\' && !escaped;
        }
        columns.push(self.line(&words[start..], at + start));
        columns
    }

    /// The texts of a line that takes up to `N` of them; those that are not written are empty.
    fn parts<const N: usize>(&mut self, name: &str, words: &str, at: usize, span: Span) -> [Vec<Inline>; N] {
        let columns = self.columns(words, at);
        if columns.len() > N {
            self.problem(
                span,
                format!("`::{name}` has {N} parts at most, and here are {}", columns.len()),
                "this line",
                "take out what is too much; a bar `|` that is to be printed is written `\\|`",
            );
        }
        let mut columns = columns.into_iter();
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    }

    fn boxes(&mut self, words: &str, at: usize, span: Span) {
        let [label, number] = self.parts("boxes", words, at, span);
        let number = markup::plain(&number);
        match number.trim().parse() {
            Ok(count) if (1..=MOST_BOXES).contains(&count) => self.add([Block::Boxes { label, count }]),
            _ => self.problem(
                span,
                format!("`{}` is no number of boxes", number.trim()),
                "this line",
                format!("write `::boxes LABEL | NUMBER` with a number from 1 to {MOST_BOXES}"),
            ),
        }
    }

    fn running(&mut self, name: &str, words: &str, at: usize, span: Span) -> Running {
        let parts = self.parts(name, words, at, span);
        let [left, centre, right] = parts.map(|part| with_places(part, &["{page}", "{pages}"]));
        Running { left, centre, right }
    }

    fn problem(&mut self, span: Span, message: impl Into<String>, label: &str, help: impl Into<String>) {
        self.problems.push(Diagnostic::new(span, message, label, help));
    }
}
