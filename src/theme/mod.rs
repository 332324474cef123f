//! Every number of the looks, read from `theme.toml`. Lengths come in millimetres and leave in points.

mod faces;
mod furniture;
mod key;
mod layers;
mod limits;
mod room;

pub use faces::{Face, Faces};
pub use furniture::{Boxes, Corner, Marks, MarksPlace, Masthead, Qr, Scores, Watermark};
pub use key::{Columns, Key, Plot, Prompts};
pub use layers::Layer;
pub use limits::{limit, orders};
pub use room::{Joining, Room, Ruling};

use serde::Deserialize;
use toml::de::DeTable;

use crate::diagnostic::Diagnostic;

/// Points in a millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// A length that files give in millimetres and layout takes in points.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(from = "f32")]
pub struct Mm(f32);

impl From<f32> for Mm {
    fn from(millimetres: f32) -> Self {
        Self(millimetres)
    }
}

impl Mm {
    /// The length in points.
    #[must_use]
    pub fn pt(self) -> f32 {
        self.0 * POINTS
    }
}

/// The looks of a paper.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Margins and furniture.
    pub page: Page,
    /// Names of the font families.
    pub faces: Faces,
    /// Styles of text.
    #[serde(rename = "type")]
    pub text: Styles,
    /// Program code.
    pub code: Code,
    /// Labelled blocks.
    pub item: Item,
    /// Space for answers.
    pub room: Room,
    /// Boxes to tick.
    pub tick: Tick,
    /// Lists.
    pub list: Indent,
    /// Quotations.
    pub quote: Indent,
    /// Blocks set apart by a bar.
    pub panel: Panel,
    /// Tables.
    pub table: Table,
    /// Pictures.
    pub picture: Picture,
    /// The code on every page.
    pub qr: Qr,
    /// The title block.
    pub masthead: Masthead,
    /// Boxes for letters.
    pub boxes: Boxes,
    /// The table of marks.
    pub scores: Scores,
    /// The marks of a question.
    pub marks: Marks,
    /// The words behind the text.
    pub watermark: Watermark,
    /// Formulas.
    pub formula: Formula,
    /// What answer keys repeat and sum up.
    pub key: Key,
    /// Blocks side by side.
    pub columns: Columns,
    /// Plots.
    pub plot: Plot,
}

/// Margins and furniture.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Page {
    pub margin_top: Mm,
    pub margin_bottom: Mm,
    pub margin_left: Mm,
    pub margin_right: Mm,
    pub head: Mm,
    pub foot: Mm,
}

/// Side that a style's text is set to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// To the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// A style of text; sizes in points.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of theme.toml by itself")]
pub struct Style {
    /// The family's role.
    pub face: Face,
    /// Size of the type.
    pub size: f32,
    /// From baseline to baseline.
    pub leading: f32,
    /// Set in bold throughout.
    #[serde(default)]
    pub bold: bool,
    /// Set in italics throughout.
    #[serde(default)]
    pub italic: bool,
    /// 0 is black, 100 white.
    #[serde(default)]
    pub grey: u8,
    /// Side it is set to.
    #[serde(default)]
    pub align: Side,
    /// Its spaces grow and shrink so that lines end alike; only where it is set to the left.
    #[serde(default)]
    pub justify: bool,
    /// Its words may be parted between syllables.
    #[serde(default)]
    pub hyphenate: bool,
    /// Room above the block.
    #[serde(default)]
    pub above: f32,
    /// Room below the block.
    #[serde(default)]
    pub below: f32,
}

/// Styles of text.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say what each is for")]
pub struct Styles {
    pub title: Style,
    pub section: Style,
    pub subsection: Style,
    pub body: Style,
    pub institution: Style,
    pub lead: Style,
    pub note: Style,
    pub closing: Style,
    pub code: Style,
    pub table: Style,
    pub label: Style,
    pub aside: Style,
    pub option: Style,
    pub running: Style,
    pub field: Style,
}

impl Styles {
    fn all_mut(&mut self) -> [&mut Style; 15] {
        [
            &mut self.title,
            &mut self.section,
            &mut self.subsection,
            &mut self.body,
            &mut self.institution,
            &mut self.lead,
            &mut self.note,
            &mut self.closing,
            &mut self.code,
            &mut self.table,
            &mut self.label,
            &mut self.aside,
            &mut self.option,
            &mut self.running,
            &mut self.field,
        ]
    }
}

/// Program code.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Code {
    pub inline_scale: f32,
    pub comment_grey: u8,
    pub bar: Mm,
    pub bar_grey: u8,
    pub indent: Mm,
}

/// Labelled blocks.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Item {
    pub gap: Mm,
    pub label: Mm,
    pub aside: Mm,
}

/// Boxes to tick.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Tick {
    pub size: Mm,
    pub rule: Mm,
    pub gap: Mm,
    pub letter: Mm,
}

/// Something that is indented.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the name says it")]
pub struct Indent {
    pub indent: Mm,
}

/// Blocks set apart by a bar.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Panel {
    pub indent: Mm,
    pub bar: Mm,
    pub grey: u8,
}

/// Tables.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Table {
    pub cell: Mm,
    pub row: Mm,
    pub rule: Mm,
    pub outer: Mm,
}

/// Pictures.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Size of print where the picture is not wider than the text.
    pub pixels_an_inch: f32,
}

/// Formulas.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// Size against the text around them.
    pub scale: f32,
    /// Where displayed ones stand.
    pub align: Side,
}

impl Theme {
    /// Reads the usual theme and, over it, files that state what differs; numbers that no page can be made with are
    /// problems.
    pub fn read<'t>(usual: Layer<'t>, differences: &[Layer<'t>]) -> Result<Self, Vec<Diagnostic>> {
        let (mut theme, mut said) = layers::lay(DeTable::new(), usual)?;
        for file in differences {
            (theme, said) = layers::lay(said, *file)?;
        }
        Ok(theme)
    }

    /// The same theme with all type at `factor` of its size.
    #[must_use]
    pub fn scaled(&self, factor: f32) -> Self {
        let mut theme = self.clone();
        for style in theme.text.all_mut() {
            style.size *= factor;
            style.leading *= factor;
            style.above *= factor;
            style.below *= factor;
        }
        let tick = &mut theme.tick;
        let table = &mut theme.table;
        let lengths =
            [&mut tick.size, &mut tick.gap, &mut tick.letter, &mut theme.item.gap, &mut table.row, &mut table.cell];
        for length in lengths {
            length.0 *= factor;
        }
        theme
    }

    /// The same theme with all gaps between blocks at `factor` of their height.
    #[must_use]
    pub fn closer(&self, factor: f32) -> Self {
        let mut theme = self.clone();
        for style in theme.text.all_mut() {
            style.above *= factor;
            style.below *= factor;
        }
        for length in [&mut theme.item.gap, &mut theme.room.gap] {
            length.0 *= factor;
        }
        theme
    }
}
