//! What stands on pages beside their text, and on the front of a paper.

use std::ops::RangeInclusive;

use serde::Deserialize;

use super::{Mm, Theme};

/// The code on every page that a camera reads.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Qr {
    pub on: bool,
    pub size: Mm,
    pub corner: Corner,
}

/// A corner of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corner {
    /// Beside the running head.
    UpperRight,
    /// Beside the running foot.
    LowerRight,
}

/// The title block.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Masthead {
    pub logo: Mm,
    pub gap: Mm,
}

/// Boxes for letters.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Boxes {
    pub width: Mm,
    pub height: Mm,
}

/// The table of marks.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Scores {
    pub cell: Mm,
    pub row: Mm,
}

/// The marks of a question, and the box for its score.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Marks {
    pub place: MarksPlace,
    pub score_box: bool,
    pub width: Mm,
    pub height: Mm,
}

/// Where the marks of a question stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarksPlace {
    /// At the right of its first line.
    Margin,
    /// In brackets after what is asked.
    Brackets,
}

/// The words behind the text.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Watermark {
    pub size: f32,
    pub grey: u8,
}

/// Sides that a camera reads at arm's length and that leave room for text.
const CODE_SIDES: RangeInclusive<f32> = 10.0..=40.0;

/// Heights and widths of what is to be written into, and of a logo.
const HAND_SIZES: RangeInclusive<f32> = 3.0..=60.0;

/// Heights of a box for a score that stands in a line of text and leaves the lines around it alone.
const SCORE_HEIGHTS: RangeInclusive<f32> = 3.0..=6.0;

/// What is wrong with the furniture of a theme, and what to do.
pub(super) fn impossible(theme: &Theme) -> Option<(String, &'static str)> {
    if !CODE_SIDES.contains(&theme.qr.size.0) {
        return Some((
            "`qr.size` goes from 10 to 40 millimetres".to_owned(),
            "cameras read 15 millimetres well; `on = false` prints none",
        ));
    }
    let sizes = [
        ("masthead.logo", theme.masthead.logo),
        ("boxes.width", theme.boxes.width),
        ("boxes.height", theme.boxes.height),
        ("scores.cell", theme.scores.cell),
        ("scores.row", theme.scores.row),
        ("marks.width", theme.marks.width),
    ];
    if let Some((name, _)) = sizes.iter().find(|(_, size)| !HAND_SIZES.contains(&size.0)) {
        return Some((format!("`{name}` goes from 3 to 60 millimetres"), "a letter written by hand needs about 6"));
    }
    if !SCORE_HEIGHTS.contains(&theme.marks.height.0) {
        return Some((
            "`marks.height` goes from 3 to 6 millimetres".to_owned(),
            "a higher box would touch the lines around it",
        ));
    }
    let watermark = theme.watermark;
    if !(20.0..=400.0).contains(&watermark.size) || !(50..=97).contains(&watermark.grey) {
        return Some((
            "`watermark.size` goes from 20 to 400 points, `watermark.grey` from 50 to 97".to_owned(),
            "text has to be readable over it",
        ));
    }
    None
}
