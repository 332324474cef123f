//! What a paper says, before anybody decides where it stands on a page: headings, paragraphs, code, choices, room to
//! write. `markup` and `template` make it, `layout` places it. It knows neither questions nor pages.

mod furniture;
mod table;

use std::sync::Arc;

use crate::math::Formula;
use crate::source::Span;
use crate::svg::Drawing;

pub use furniture::{Running, Scores, Stamps};
pub use table::{Align, Column, Drawn, Plot, Ribbon, Table};

/// Everything that is printed in one PDF, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// The document's title, for its metadata.
    pub title: String,
    /// BCP 47 tag of the text's language.
    pub language: String,
    /// Size of all type against the theme's, in hundredths.
    pub scale: u16,
    /// Printed at the top of every page.
    pub head: Running,
    /// Printed at the foot of every page.
    pub foot: Running,
    /// What else is stamped onto pages.
    pub stamps: Stamps,
    /// Stands after the label of a block that goes on at the top of a page, such as `(continued)`; empty for no label.
    pub continued: Vec<Inline>,
    /// Stands at the foot of a page under code that goes on; empty for nothing.
    pub continues: Vec<Inline>,
    /// How the pages are filled.
    pub arrangement: Arrangement,
    /// The text.
    pub blocks: Vec<Block>,
}

/// How pages are filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// What belongs together stays together, and spare room goes to the answer spaces.
    #[default]
    Fill,
    /// On as few pages as can be read.
    Compact,
    /// Each labelled block of the page itself, after the first, starts a page.
    OnePerPage,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words in one style.
    Text(Text),
    /// An empty rule to write on.
    Blank {
        /// Width in letters written by hand.
        width: u16,
    },
    /// A small box in the line.
    Tick(Tick),
    /// A formula in the line.
    Formula(Arc<Formula>, Span),
    /// A forced line break.
    Break,
    /// The number of the page it stands on.
    PageNumber,
    /// The number of pages.
    PageCount,
    /// A box to write a score into, if the theme wants them.
    ScoreBox,
}

/// Words in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The words.
    pub text: String,
    /// How they look.
    pub style: TextStyle,
    /// Where they were written.
    pub span: Span,
}

/// Emphasis of a piece of text; all of it may be combined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a style of its own")]
pub struct TextStyle {
    /// Strong.
    pub bold: bool,
    /// Emphasised.
    pub italic: bool,
    /// Set in the fixed-width face.
    pub code: bool,
    /// Set in the face of labels.
    pub label: bool,
}

/// The shape of a box to tick, and whether it is ticked already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// Round for "one of these", square for "any of these" and for writing in.
    pub shape: TickShape,
    /// Printed with a mark in it.
    pub marked: bool,
}

/// The shape of a box to tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickShape {
    /// A circle.
    Round,
    /// A square.
    Square,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the title of the paper.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
        /// At the right of its line, such as `12 marks`.
        aside: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: Vec<Inline>,
        /// What it is for, which decides its looks.
        role: Role,
    },
    /// Program code or output, set line by line.
    Code(Code),
    /// A bulleted or numbered list.
    List {
        /// The first number of a numbered list.
        first: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// Rows and columns.
    Table(Table),
    /// A quotation.
    Quote(Vec<Block>),
    /// A picture from a file.
    Picture(Picture),
    /// A formula on lines of its own.
    Formula(Arc<Formula>, Span),
    /// A thin line across the text.
    Rule,
    /// A labelled block: the label hangs at the left, the aside stands at the right of its first line. It is kept
    /// together where a page allows.
    Item {
        /// Such as `1.` or `(a)`.
        label: Vec<Inline>,
        /// Such as `4 marks`.
        aside: Vec<Inline>,
        /// What belongs to it.
        body: Vec<Block>,
    },
    /// Options with a box each.
    Choices(Vec<Choice>),
    /// Two columns of which the entries are to be joined.
    Matching(Matching),
    /// Room to write.
    Room(Room),
    /// Labelled lines to write a name, a date or a score on. A blank in a label is where its line runs; what comes after
    /// the blank stands at the end of the line.
    Fields(Vec<Vec<Inline>>),
    /// A label and a row of boxes, a letter each.
    Boxes {
        /// Such as `Candidate number`.
        label: Vec<Inline>,
        /// How many boxes.
        count: u16,
    },
    /// The marks of each question, with room for scores.
    Scores(Scores),
    /// The title block: blocks with a logo at their right, kept together.
    Masthead {
        /// The logo.
        logo: Option<Picture>,
        /// The blocks.
        body: Vec<Block>,
    },
    /// Blocks set apart by a bar at their side.
    Panel(Vec<Block>),
    /// Room between blocks, millimetres.
    Space(u16),
    /// Blocks side by side in columns of equal width, and where they were asked for; one under the other where they are
    /// higher than a page.
    Columns(Vec<Vec<Block>>, Span),
    /// Blocks in smaller type.
    Small(Vec<Block>),
    /// Blocks that the reader has on another paper: in smaller type, or only their first words.
    Brief(Vec<Block>),
    /// Records side by side.
    Ribbon(Ribbon),
    /// Numbers drawn.
    Plot(Plot),
    /// The next block starts a page.
    PageBreak,
}

/// What a paragraph is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Body,
    /// Who sets the exam, over the title.
    Institution,
    /// A line under the title.
    Lead,
    /// A small remark.
    Note,
    /// Where a short answer is written.
    Answer,
    /// The line that ends the paper.
    Closing,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// Its lines, without line ends.
    pub lines: Vec<Vec<CodePiece>>,
    /// Line numbers are printed.
    pub numbered: bool,
    /// Where it was written.
    pub span: Span,
}

/// A part of a code line in one colouring.
#[derive(Debug, Clone, PartialEq)]
pub enum CodePiece {
    /// Characters of one class.
    Text {
        /// The characters; no tabs.
        text: String,
        /// What they are in the language.
        class: CodeClass,
        /// Where they were written.
        span: Span,
    },
    /// An empty rule to write on.
    Blank {
        /// Width in letters written by hand.
        width: u16,
    },
}

impl CodePiece {
    /// Where it was written; blanks have no place.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Text { span, .. } => Some(*span),
            Self::Blank { .. } => None,
        }
    }
}

/// The three classes of code that grey print can tell apart, and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeClass {
    /// Names, numbers, operators.
    Plain,
    /// Words of the language.
    Keyword,
    /// Remarks.
    Comment,
    /// Quoted text.
    String,
}

/// A picture, already read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The file's bytes.
    pub data: Arc<Image>,
    /// What it shows, for readers who do not see it.
    pub alt: String,
    /// The width it is to have; that of its pixels without one.
    pub width: Option<Width>,
    /// What is printed below it; empty for nothing.
    pub caption: Vec<Inline>,
    /// Where it was asked for.
    pub span: Span,
}

/// The width of a picture in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many millimetres, or the line if that is shorter.
    Millimetres(u16),
    /// So many hundredths of the line.
    Percent(u16),
}

/// A picture file.
#[derive(Debug, PartialEq)]
pub struct Image {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How the bytes are coded.
    pub format: ImageFormat,
    /// Width in pixels, of a drawing rounded up.
    pub width: u32,
    /// Height in pixels, of a drawing rounded up.
    pub height: u32,
}

impl Image {
    /// Width and height in pixels, those of a drawing to the fraction.
    #[must_use]
    pub fn size(&self) -> (f32, f32) {
        match &self.format {
            ImageFormat::Svg(drawing) => drawing.size,
            _ => (self.width as f32, self.height as f32),
        }
    }
}

/// How a picture is coded.
#[derive(Debug, Clone, PartialEq)]
pub enum ImageFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG with this many colour components (1, 3 or 4).
    Jpeg {
        /// Components a pixel.
        components: u8,
    },
    /// Scalable Vector Graphics, as the outlines that it draws.
    Svg(Drawing),
}

/// An option with its box.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The box.
    pub tick: Tick,
    /// Its letter; empty for none.
    pub label: String,
    /// Its text.
    pub text: Vec<Inline>,
    /// A remark under it; empty for none.
    pub note: Vec<Inline>,
}

/// Two columns of which the entries are to be joined: by letters or by lines, as the looks have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// How to join them by writing letters.
    pub by_letters: Vec<Inline>,
    /// How to join them by drawing lines.
    pub by_lines: Vec<Inline>,
    /// The left column.
    pub left: Vec<Vec<Inline>>,
    /// The right column: letters and texts.
    pub right: Vec<(Vec<Inline>, Vec<Inline>)>,
}

/// Room to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Room {
    /// Ruled lines.
    Lines(u16),
    /// Ruled lines that are farther apart.
    WideLines(u16),
    /// An empty frame, millimetres high.
    Box(u16),
    /// Squared paper, millimetres high.
    Grid(u16),
    /// Dots in squares, millimetres high.
    Dots(u16),
    /// Numbered lines for code.
    Code(u16),
    /// A table to fill.
    Table {
        /// What stands over each column.
        head: Vec<Vec<Inline>>,
        /// Empty rows.
        rows: u16,
    },
}
