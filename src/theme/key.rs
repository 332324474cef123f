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

/// What of these no page can be made with.
pub(super) fn impossible(key: &Key, columns: Columns, plot: &Plot) -> Option<(String, &'static str)> {
    let parts = [key.option, key.blank_line, plot.bar];
    if !(0.5..=1.5).contains(&key.small) || parts.iter().any(|part| !(0.1..=1.0).contains(part)) {
        return Some((
            "`key.small`, `key.option`, `key.blank_line` or `plot.bar` is out of range".to_owned(),
            "the first goes from 0.5 to 1.5, the others from 0.1 to 1",
        ));
    }
    if key.words == 0 || key.cells == 0 {
        return Some(("`key.words` or `key.cells` is 0".to_owned(), "both go from 1"));
    }
    let lengths = [
        (columns.gap, 0.0..=50.0),
        (columns.around, 0.0..=50.0),
        (plot.cell, 2.0..=20.0),
        (plot.gap, 0.0..=5.0),
        (plot.height, 5.0..=100.0),
    ];
    if lengths.iter().any(|(length, range)| !range.contains(&length.0)) {
        return Some((
            "a length of [columns] or [plot] is out of range".to_owned(),
            "those of [columns] go from 0 to 50 millimetres, `plot.cell` from 2 to 20, `plot.gap` from 0 to 5, \
             `plot.height` from 5 to 100",
        ));
    }
    if [key.band, plot.light, plot.dark, plot.bar_grey].iter().any(|grey| *grey > 100) || plot.dark > plot.light {
        return Some((
            "a grey of [key] or [plot] is above 100, or `plot.dark` is lighter than `plot.light`".to_owned(),
            "greys go from 0 (black) to 100 (white)",
        ));
    }
    None
}
