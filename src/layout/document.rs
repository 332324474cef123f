//! Pages of placed marks: what layout gives and export writes. Lengths are points; `x` grows to the right from the left
//! edge of the page, `y` downwards from its upper edge.

use std::borrow::Cow;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::flow::Image;
use crate::fonts::FaceId;
use crate::math::Step;
use crate::source::Span;

/// A laid-out paper.
#[derive(Debug, Clone)]
pub struct Document {
    /// The title, for the metadata.
    pub title: String,
    /// BCP 47 tag of the language.
    pub language: String,
    /// Size of every page.
    pub size: PageSize,
    /// The pages.
    pub pages: Vec<Page>,
    /// The structure tree; parents come before their children, the root has none and is not in it.
    pub nodes: Vec<Node>,
    /// Headings and labelled blocks, in reading order.
    pub outline: Vec<Entry>,
    /// Where lines of code begin that are too long for a line of print and go on in the next.
    pub turned: Vec<Span>,
}

/// Width and height of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    /// Points from left to right.
    pub width: f32,
    /// Points from top to bottom.
    pub height: f32,
}

/// A place in [`Document::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub usize);

/// An element of the structure tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// What it is part of; `None` for the document itself.
    pub parent: Option<NodeId>,
}

/// A structure type of PDF (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// The label of an item.
    Label,
    /// The text of an item.
    Body,
    /// Program code.
    Code,
    /// A table.
    Table,
    /// A row.
    Row,
    /// A cell of a head row.
    HeadCell,
    /// A cell that heads its row.
    SideCell,
    /// Another cell.
    Cell,
    /// A quotation.
    Quote,
    /// A picture, with what it shows.
    Figure(String),
    /// A formula, with its source.
    Formula(String),
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it says.
    pub title: String,
    /// 0 for the outermost.
    pub depth: usize,
    /// Place in [`Document::pages`].
    pub page: usize,
    /// Upper edge of what it leads to.
    pub y: f32,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Its marks in reading order.
    pub marks: Vec<Tagged>,
}

/// A mark and what it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// The element it is content of; `None` for furniture.
    pub node: Option<NodeId>,
    /// The mark.
    pub mark: Mark,
}

/// Something printed.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// Glyphs on one baseline.
    Glyphs(Glyphs),
    /// Glyphs on a baseline that is not level.
    Slanted {
        /// The glyphs; the baseline begins at its place.
        run: Glyphs,
        /// How far right and down the baseline goes, the two as a vector of length one.
        slope: (f32, f32),
    },
    /// A straight line.
    Line {
        /// From here …
        from: (f32, f32),
        /// … to here.
        to: (f32, f32),
        /// Its thickness.
        width: f32,
        /// 0 is black, 100 white.
        grey: u8,
    },
    /// The outline of a rectangle.
    Frame {
        /// Left and upper edge.
        at: (f32, f32),
        /// Width and height.
        size: (f32, f32),
        /// Thickness of the outline.
        width: f32,
        /// 0 is black, 100 white.
        grey: u8,
    },
    /// A filled rectangle.
    Fill {
        /// Left and upper edge.
        at: (f32, f32),
        /// Width and height.
        size: (f32, f32),
        /// 0 is black, 100 white.
        grey: u8,
    },
    /// Black cells of squared paper, painted as one shape.
    Cells {
        /// Left and upper edge of the paper.
        at: (f32, f32),
        /// Side of a square.
        side: f32,
        /// Rectangles by their left, upper, right and lower edge, in squares; they may touch each other.
        rectangles: Vec<[u16; 4]>,
    },
    /// The outline of a circle.
    Circle {
        /// Its middle.
        at: (f32, f32),
        /// From the middle to the outline.
        radius: f32,
        /// Thickness of the outline.
        width: f32,
        /// 0 is black, 100 white.
        grey: u8,
    },
    /// A row of round dots.
    Dots {
        /// The middle of the first one.
        at: (f32, f32),
        /// How many there are.
        count: u16,
        /// From the middle of one to that of the next; more than `size`, even where there is one only.
        step: f32,
        /// Diameter of a dot.
        size: f32,
        /// 0 is black, 100 white.
        grey: u8,
    },
    /// A picture.
    Picture {
        /// Left and upper edge.
        at: (f32, f32),
        /// Width and height.
        size: (f32, f32),
        /// The file.
        image: Arc<Image>,
    },
    /// An outline, filled or drawn with a line.
    Outline {
        /// What its steps are relative to.
        at: (f32, f32),
        /// Its parts; each ring begins with a move.
        steps: Vec<Step>,
        /// Thickness of the line it is drawn with; it is filled without one.
        line: Option<f32>,
        /// 0 is black, 100 white.
        grey: u8,
    },
    /// A formula.
    Formula {
        /// The left end of its baseline, which its marks are relative to.
        at: (f32, f32),
        /// As it was written.
        source: String,
        /// From there to its right edge.
        width: f32,
        /// What it consists of; none of them is a formula.
        marks: Vec<Mark>,
    },
}

/// Glyphs of one face on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyphs {
    /// The face.
    pub face: FaceId,
    /// Size of the type.
    pub size: f32,
    /// 0 is black, 100 white.
    pub grey: u8,
    /// Where the run begins, on the baseline.
    pub at: (f32, f32),
    /// The glyphs in printed order.
    pub glyphs: Arc<Vec<Glyph>>,
}

/// A glyph in its run.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// Points from the begin of the run.
    pub x: f32,
    /// The characters it stands for; empty where the glyph before it stands for them too.
    pub text: SmolStr,
}

impl Document {
    /// Puts another document behind this one; the numbers printed on its pages stay as they are.
    pub fn append(&mut self, other: Self) {
        let (pages, nodes) = (self.pages.len(), self.nodes.len());
        let moved = |node: NodeId| NodeId(node.0 + nodes);
        let entries = other.outline.into_iter().map(|entry| Entry { page: entry.page + pages, ..entry });
        self.outline.extend(entries);
        self.nodes.extend(other.nodes.into_iter().map(|node| Node { parent: node.parent.map(moved), ..node }));
        self.pages.extend(other.pages.into_iter().map(|mut page| {
            for tagged in &mut page.marks {
                tagged.node = tagged.node.map(moved);
            }
            page
        }));
        self.turned.extend(other.turned);
    }
}

impl Mark {
    /// Its glyphs, if it is text.
    #[must_use]
    pub fn glyphs(&self) -> Option<&Glyphs> {
        match self {
            Self::Glyphs(run) | Self::Slanted { run, .. } => Some(run),
            _ => None,
        }
    }

    /// The marks of a formula where they stand on the page; any other mark alone.
    #[must_use]
    pub fn parts(&self) -> Cow<'_, [Mark]> {
        let Self::Formula { at, marks, .. } = self else {
            return Cow::Borrowed(std::slice::from_ref(self));
        };
        let mut marks = marks.clone();
        for mark in &mut marks {
            mark.shift(at.0, at.1);
        }
        Cow::Owned(marks)
    }

    /// Moves the mark.
    pub(super) fn shift(&mut self, dx: f32, dy: f32) {
        match self {
            Self::Glyphs(Glyphs { at, .. })
            | Self::Slanted { run: Glyphs { at, .. }, .. }
            | Self::Frame { at, .. }
            | Self::Fill { at, .. }
            | Self::Circle { at, .. }
            | Self::Cells { at, .. }
            | Self::Dots { at, .. }
            | Self::Picture { at, .. }
            | Self::Outline { at, .. }
            | Self::Formula { at, .. } => {
                at.0 += dx;
                at.1 += dy;
            }
            Self::Line { from, to, .. } => {
                for point in [from, to] {
                    point.0 += dx;
                    point.1 += dy;
                }
            }
        }
    }
}
