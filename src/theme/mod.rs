//! Every number of the looks, read from `theme.toml`. Lengths come in millimetres and leave in points.

mod faces;
mod key;
mod room;

pub use faces::{Face, Faces};
pub use key::{Columns, Key, Plot, Prompts};
pub use room::{Joining, Room, Ruling};

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::toml_text;

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
    fn all_mut(&mut self) -> [&mut Style; 14] {
        [
            &mut self.title,
            &mut self.section,
            &mut self.subsection,
            &mut self.body,
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
    /// Reads a `theme.toml`; numbers that no page can be made with are problems.
    pub fn read(text: &str, source: SourceId) -> Result<Self, Vec<Diagnostic>> {
        let theme: Self = toml_text::file(text, source)?;
        match theme.impossible() {
            None => Ok(theme),
            Some((what, help)) => Err(vec![Diagnostic::new(Span::new(source, 0..0), what, "in this theme", help)]),
        }
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

    fn impossible(&self) -> Option<(String, &'static str)> {
        let lengths = [
            self.page.margin_top,
            self.page.margin_bottom,
            self.page.margin_left,
            self.page.margin_right,
            self.page.head,
            self.page.foot,
            self.code.bar,
            self.code.indent,
            self.item.gap,
            self.item.label,
            self.item.aside,
            self.room.gap,
            self.room.rule,
            self.room.frame,
            self.room.guide,
            self.room.join,
            self.tick.rule,
            self.tick.gap,
            self.tick.letter,
            self.list.indent,
            self.quote.indent,
            self.panel.indent,
            self.panel.bar,
            self.table.cell,
            self.table.row,
            self.table.rule,
            self.table.outer,
        ];
        if lengths.iter().any(|length| !(0.0..=100.0).contains(&length.0)) {
            return Some((
                "a length is below 0 or above 100 millimetres".to_owned(),
                "give every length a number of millimetres that fits a page",
            ));
        }
        let greys = [self.room.grey, self.room.guide_grey, self.code.bar_grey, self.code.comment_grey, self.panel.grey];
        if greys.iter().any(|grey| *grey > 100) {
            return Some(("a grey is above 100".to_owned(), "greys go from 0 (black) to 100 (white)"));
        }
        if self.room.fill > 100 {
            return Some((
                "`room.fill` is above 100".to_owned(),
                "it goes from 0 (answer spaces stay as they are) to 100 (they get all spare room)",
            ));
        }
        let room = &self.room;
        let pitches = [room.line, room.wide_line, room.grid, room.code_line, room.letter, self.tick.size];
        if pitches.iter().any(|length| !(1.0..=50.0).contains(&length.0)) {
            return Some((
                "`line`, `wide_line`, `grid`, `code_line` and `letter` of [room] and `tick.size` go from 1 to 50 millimetres"
                    .to_owned(),
                "handwriting needs about 8 millimetres a line",
            ));
        }
        let dots = [room.line_dot, room.dot, room.join_dot];
        if dots.iter().any(|size| !(0.1..=5.0).contains(&size.0)) || !(0.5..=50.0).contains(&room.line_step.0) {
            return Some((
                "a dot of [room] goes from 0.1 to 5 millimetres, `line_step` from 0.5 to 50".to_owned(),
                "dots of 0.3 millimetres, 1.4 apart, make a line",
            ));
        }
        let readable = |style: &Style| {
            (4.0..=72.0).contains(&style.size)
                && (style.size..=144.0).contains(&style.leading)
                && style.grey < 100
                && (0.0..=200.0).contains(&style.above)
                && (0.0..=200.0).contains(&style.below)
        };
        if !self.text.clone().all_mut().iter().all(|style| readable(style)) {
            return Some((
                "a style of text cannot be read".to_owned(),
                "sizes go from 4 to 72 points, leading is no smaller than the size, greys go from 0 to 99",
            ));
        }
        if !(0.5..=2.0).contains(&self.formula.scale) {
            return Some(("`formula.scale` is out of range".to_owned(), "it goes from 0.5 to 2"));
        }
        if !(0.5..=1.5).contains(&self.code.inline_scale) || !(20.0..=2400.0).contains(&self.picture.pixels_an_inch) {
            return Some((
                "`code.inline_scale` or `picture.pixels_an_inch` is out of range".to_owned(),
                "the first goes from 0.5 to 1.5, the second from 20 to 2400",
            ));
        }
        key::impossible(&self.key, self.columns, &self.plot)
    }
}
