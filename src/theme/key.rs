//! The numbers of what only answer keys print: repeated prompts, answers at a glance, columns and plots.

use serde::Deserialize;

use super::Mm;

/// What answer keys repeat and sum up.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Key {
    pub prompts: Prompts,
    pub words: u16,
    pub small: f32,
    pub cells: u16,
    pub band: u8,
    pub option: f32,
    pub blank_line: f32,
}

/// How much of a prompt is printed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prompts {
    /// All of it.
    Full,
    /// Its first words.
    Short,
}

/// Blocks side by side.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Room between two columns.
    pub gap: Mm,
    /// Room above and below them.
    pub around: Mm,
}

/// Plots.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Plot {
    pub cell: Mm,
    pub gap: Mm,
    pub light: u8,
    pub dark: u8,
    pub height: Mm,
    pub bar: f32,
    pub bar_grey: u8,
}
