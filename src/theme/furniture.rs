//! What stands on pages beside their text, and on the front of a paper.

use serde::Deserialize;

use super::Mm;

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
