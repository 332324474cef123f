//! Which numbers of a theme a page can be made with.

use std::ops::{Range, RangeInclusive};

use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// The numbers that keys may have; `*` stands for any style.
struct Limit {
    keys: &'static [&'static str],
    range: RangeInclusive<f64>,
    /// What the numbers count.
    unit: &'static str,
}

impl Limit {
    fn of(key: &str) -> Option<&'static Self> {
        LIMITS.iter().find(|limit| limit.keys.iter().any(|pattern| stands_for(pattern, key)))
    }

    fn told(&self) -> String {
        format!("{} to {}{}", self.range.start(), self.range.end(), self.unit)
    }
}

/// The numbers that a key such as `room.line` may have, as messages tell them: `1 to 50 millimetres`.
#[must_use]
pub fn limit(key: &str) -> Option<String> {
    Limit::of(key).map(Limit::told)
}

/// Pairs of keys, with `*` for any style, of which the first may not be above the second.
pub fn orders() -> impl Iterator<Item = (&'static str, &'static str)> {
    ORDERS.iter().map(|order| (order.smaller, order.greater))
}

const MM: &str = " millimetres";
const POINTS: &str = " points";
const GREY: &str = " (0 is black, 100 white)";
const TEXT_GREY: &str = " (0 is black; paler text has less contrast to the paper than 4.5 to 1)";
const TIMES: &str = " times";

const LIMITS: &[Limit] = &[
    Limit {
        keys: &[
            "page.margin_top",
            "page.margin_bottom",
            "page.margin_left",
            "page.margin_right",
            "page.head",
            "page.foot",
            "item.gap",
            "item.label",
            "item.aside",
            "room.gap",
            "room.join",
            "room.guide",
            "tick.gap",
            "tick.letter",
            "list.indent",
            "quote.indent",
            "panel.indent",
            "code.indent",
            "masthead.gap",
        ],
        range: 0.0..=100.0,
        unit: MM,
    },
    Limit {
        keys: &["room.line", "room.wide_line", "room.grid", "room.code_line", "room.letter", "tick.size"],
        range: 1.0..=50.0,
        unit: MM,
    },
    Limit { keys: &["room.line_dot", "room.dot", "room.join_dot"], range: 0.1..=5.0, unit: MM },
    Limit { keys: &["room.line_step"], range: 0.5..=50.0, unit: MM },
    Limit {
        keys: &["code.bar", "panel.bar", "room.rule", "room.frame", "tick.rule", "table.rule", "table.outer"],
        range: 0.0..=5.0,
        unit: MM,
    },
    Limit { keys: &["table.cell", "table.row", "columns.gap", "columns.around"], range: 0.0..=50.0, unit: MM },
    Limit {
        keys: &["masthead.logo", "boxes.width", "boxes.height", "scores.cell", "scores.row", "marks.width"],
        range: 3.0..=60.0,
        unit: MM,
    },
    Limit {
        keys: &["marks.height"],
        range: 3.0..=6.0,
        unit: " millimetres (a higher box would touch the lines around it)",
    },
    Limit { keys: &["qr.size"], range: 10.0..=40.0, unit: " millimetres; `on = false` prints none" },
    Limit { keys: &["watermark.size"], range: 20.0..=400.0, unit: POINTS },
    Limit { keys: &["watermark.grey"], range: 80.0..=97.0, unit: " (text has to be readable over it; 100 is white)" },
    Limit { keys: &["plot.cell"], range: 2.0..=20.0, unit: MM },
    Limit { keys: &["plot.gap"], range: 0.0..=5.0, unit: MM },
    Limit { keys: &["plot.height"], range: 5.0..=100.0, unit: MM },
    Limit { keys: &["type.*.size"], range: 4.0..=72.0, unit: POINTS },
    Limit { keys: &["type.*.leading"], range: 4.0..=144.0, unit: POINTS },
    Limit { keys: &["type.*.above", "type.*.below"], range: 0.0..=200.0, unit: POINTS },
    Limit { keys: &["type.*.grey", "code.comment_grey"], range: 0.0..=46.0, unit: TEXT_GREY },
    Limit {
        keys: &["room.grey", "room.guide_grey", "code.bar_grey", "panel.grey", "plot.bar_grey"],
        range: 0.0..=100.0,
        unit: GREY,
    },
    Limit {
        keys: &["key.band", "plot.light", "plot.dark"],
        range: 46.0..=100.0,
        unit: " (text stands on it; 100 is white)",
    },
    Limit { keys: &["room.fill"], range: 0.0..=100.0, unit: " hundredths of the spare room" },
    Limit { keys: &["room.guides"], range: 0.0..=20.0, unit: "" },
    Limit { keys: &["key.words"], range: 1.0..=1000.0, unit: "" },
    Limit { keys: &["key.cells"], range: 1.0..=40.0, unit: "" },
    Limit { keys: &["key.small", "code.inline_scale"], range: 0.5..=1.5, unit: TIMES },
    Limit { keys: &["formula.scale"], range: 0.5..=2.0, unit: TIMES },
    Limit { keys: &["key.option", "key.blank_line", "plot.bar"], range: 0.1..=1.0, unit: TIMES },
    Limit { keys: &["picture.pixels_an_inch"], range: 20.0..=2400.0, unit: "" },
];

/// Two numbers of which the first may not be above the second.
struct Order {
    smaller: &'static str,
    greater: &'static str,
    help: &'static str,
}

const ORDERS: &[Order] = &[
    Order {
        smaller: "type.*.size",
        greater: "type.*.leading",
        help: "lines of type would touch: make the leading at least as large as the size",
    },
    Order {
        smaller: "page.head",
        greater: "page.margin_top",
        help: "the running head would stand in the text: make the margin larger or `page.head` smaller",
    },
    Order {
        smaller: "page.foot",
        greater: "page.margin_bottom",
        help: "the running foot would stand in the text: make the margin larger or `page.foot` smaller",
    },
    Order { smaller: "plot.dark", greater: "plot.light", help: "the greatest number has the darkest cell" },
];

/// What in a file no page can be made with; `whole` is the theme with what the file leaves unsaid.
pub(super) fn broken(stated: &DeTable<'_>, whole: &DeTable<'_>, source: SourceId) -> Vec<Diagnostic> {
    let said = numbers(stated);
    let all = numbers(whole);
    let mut problems: Vec<Diagnostic> = said.iter().filter_map(|number| out_of_range(number, source)).collect();
    if problems.is_empty() {
        problems.extend(said.iter().filter_map(|number| out_of_order(number, &all, source)));
    }
    problems.sort_by_key(|problem| problem.span.start);
    problems.dedup_by_key(|problem| problem.message.clone());
    problems
}

/// A number with the keys that lead to it.
struct Number {
    key: String,
    value: f64,
    place: Range<usize>,
}

fn numbers(table: &DeTable<'_>) -> Vec<Number> {
    let mut found = Vec::new();
    gather(table, "", &mut found);
    found
}

fn gather(table: &DeTable<'_>, above: &str, found: &mut Vec<Number>) {
    for (key, value) in table {
        let key = format!("{above}{}", key.get_ref());
        let place = value.span();
        match value.get_ref() {
            DeValue::Table(inner) => gather(inner, &format!("{key}."), found),
            DeValue::Integer(digits) => {
                let value = i64::from_str_radix(digits.as_str(), digits.radix()).unwrap_or(i64::MAX);
                found.push(Number { key, value: value as f64, place });
            }
            DeValue::Float(digits) => {
                found.push(Number { key, value: digits.as_str().parse().unwrap_or(f64::NAN), place });
            }
            _ => {}
        }
    }
}

fn out_of_range(number: &Number, source: SourceId) -> Option<Diagnostic> {
    let limit = Limit::of(&number.key)?;
    (!limit.range.contains(&number.value)).then(|| {
        Diagnostic::new(
            Span::new(source, number.place.clone()),
            format!("`{}` cannot be {}", number.key, number.value),
            "out of range",
            format!("it goes from {}", limit.told()),
        )
    })
}

fn out_of_order(number: &Number, all: &[Number], source: SourceId) -> Option<Diagnostic> {
    let value = |key: &str| all.iter().find(|number| number.key == key).map(|number| number.value);
    let order =
        ORDERS.iter().find(|order| [order.smaller, order.greater].iter().any(|key| stands_for(key, &number.key)))?;
    let [smaller, greater] = [order.smaller, order.greater].map(|key| like(key, &number.key));
    let (low, high) = (value(&smaller)?, value(&greater)?);
    (low > high).then(|| {
        Diagnostic::new(
            Span::new(source, number.place.clone()),
            format!("`{smaller}` is {low}, which is more than `{greater}`, {high}"),
            "this number",
            order.help,
        )
    })
}

/// Whether a key with `*` in it can mean this one.
fn stands_for(pattern: &str, key: &str) -> bool {
    like(pattern, key) == key
}

/// The pattern with the words of the key where it has `*`.
fn like(pattern: &str, key: &str) -> String {
    let words = pattern.split('.').zip(key.split('.').map(Some).chain(std::iter::repeat(None)));
    let filled = words.map(|(asked, word)| if asked == "*" { word.unwrap_or(asked) } else { asked });
    filled.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_usual_theme_has_one_limit() {
        let table = DeTable::parse(include_str!("../../templates/theme.toml")).unwrap().into_inner();
        let keys: Vec<String> = numbers(&table).into_iter().map(|number| number.key).collect();
        for key in &keys {
            let limits = LIMITS.iter().flat_map(|limit| limit.keys).filter(|pattern| stands_for(pattern, key)).count();
            assert_eq!(limits, 1, "{key}");
        }
        for pattern in LIMITS.iter().flat_map(|limit| limit.keys) {
            assert!(keys.iter().any(|key| stands_for(pattern, key)), "{pattern}");
        }
    }

    /// Contrast to white paper: Web Content Accessibility Guidelines 2.2, "contrast ratio" and "relative luminance".
    #[test]
    fn the_palest_text_has_the_contrast_that_reading_takes() {
        let contrast = |grey: f64| 1.05 / (((grey / 100.0 + 0.055) / 1.055).powf(2.4) + 0.05);
        assert!(contrast(46.0) >= 4.5 && contrast(47.0) < 4.5);
    }

    #[test]
    fn a_star_stands_for_one_word() {
        assert!(stands_for("type.*.size", "type.body.size"));
        assert!(!stands_for("type.*.size", "type.size"));
        assert!(!stands_for("type.*.size", "type.body.size.more"));
    }
}
