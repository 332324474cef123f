//! The looks of space for answers.

use serde::Deserialize;

use super::Mm;

/// Space for answers.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Room {
    pub gap: Mm,
    pub style: Ruling,
    pub line: Mm,
    pub wide_line: Mm,
    pub line_dot: Mm,
    pub line_step: Mm,
    pub grid: Mm,
    pub dot: Mm,
    pub code_line: Mm,
    pub code_numbers: bool,
    pub guide: Mm,
    pub guides: u8,
    pub guide_grey: u8,
    pub rule: Mm,
    pub grey: u8,
    pub frame: Mm,
    pub fill: u8,
    pub letter: Mm,
    pub matching: Joining,
    pub join: Mm,
    pub join_dot: Mm,
}

/// How lines to write on are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// As thin lines.
    Solid,
    /// As rows of dots.
    Dotted,
}

/// How what belongs together is joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Joining {
    /// By writing letters.
    Letters,
    /// By drawing lines from dot to dot.
    Dots,
}
