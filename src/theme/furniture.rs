//! What stands on pages beside their text.

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

/// Sides that a camera reads at arm's length and that leave room for text.
const SIDES: std::ops::RangeInclusive<f32> = 10.0..=40.0;

impl Qr {
    /// What is wrong with it, and what to do.
    pub(super) fn impossible(self) -> Option<(String, &'static str)> {
        (!SIDES.contains(&self.size.0)).then(|| {
            (
                "`qr.size` goes from 10 to 40 millimetres".to_owned(),
                "cameras read 15 millimetres well; `on = false` prints none",
            )
        })
    }
}
