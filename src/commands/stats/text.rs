//! The tables for reading. How full a cell of level and topic is shows as a bar beside its number, or as the colour behind
//! it.

use anstyle::{Ansi256Color, Color, Style};

use crate::commands::table::{table, words_and_numbers};
use crate::wording::count;

use super::{Cell, Stats, Sum, listed};

/// From nearly empty to full.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Ink and ground of the same, in the 256 colours of terminals: light to dark green.
const SHADES: [(u8, u8); 8] = [(16, 194), (16, 157), (16, 120), (16, 114), (16, 71), (231, 65), (231, 28), (231, 22)];

/// Ink and ground of a cell without a question.
const EMPTY: (u8, u8) = (231, 124);

impl Stats<'_> {
    /// All there is to read; `colour` says whether it may be coloured.
    pub(super) fn text(&self, colour: bool) -> String {
        let head = format!(
            "{}: {} with {} and {}, {} with parts\n",
            self.bank.title,
            count(self.all.questions, "question"),
            count(self.all.marks as usize, "mark"),
            count(self.all.minutes as usize, "minute"),
            self.with_parts()
        );
        let mut paragraphs = vec![head, self.map(colour), self.by_kind(), self.covered(), self.next()];
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs.join("\n")
    }

    /// Level by topic.
    fn map(&self, colour: bool) -> String {
        let wide = widest(self.bank.topics.iter().map(|topic| &topic.id)).max("topic".len());
        let column = widest(self.bank.levels.iter().map(|level| &level.id)).max("junior".len()) + 3;
        let most = self.cells.iter().map(|cell| cell.sum.questions).max().unwrap_or(0);
        let line = |name: &str, cells: Vec<String>, sums: [String; 3]| {
            let [questions, marks, minutes] = sums;
            format!("  {name:wide$}{}{questions:>7}{marks:>8}{minutes:>9}\n", cells.concat())
        };
        let numbers = |sum: &Sum| [sum.questions.to_string(), sum.marks.to_string(), sum.minutes.to_string()];
        let heads = self.levels.iter().map(|(level, _)| format!("{:>column$}", level.id)).collect();
        let totals = self.levels.iter().map(|(_, sum)| format!("{:>1$}  ", sum.questions, column - 2)).collect();
        let topics =
            self.topics.iter().zip(self.cells.chunks(self.levels.len().max(1))).map(|((topic, sum), cells)| {
                let shaded = cells.iter().map(|cell| shaded(cell, most, column, colour)).collect();
                line(&topic.id, shaded, numbers(sum))
            });
        std::iter::once(line("topic", heads, ["all", "marks", "minutes"].map(str::to_owned)))
            .chain(topics)
            .chain([line("all", totals, numbers(&self.all))])
            .collect()
    }

    fn by_kind(&self) -> String {
        let row = |name: &str, sum: &Sum| {
            let share = 100.0 * sum.questions as f64 / self.all.questions.max(1) as f64;
            vec![
                name.to_owned(),
                sum.questions.to_string(),
                format!("{share:.0} %"),
                sum.marks.to_string(),
                sum.minutes.to_string(),
                format!("{:.2}", f64::from(sum.minutes) / f64::from(sum.marks.max(1))),
            ]
        };
        let rows: Vec<Vec<String>> = self.kinds.iter().map(|(kind, sum)| row(kind.word(), sum)).collect();
        words_and_numbers(&["kind", "questions", "share", "marks", "minutes", "minutes a mark"], &rows)
    }

    fn covered(&self) -> String {
        let asked = self.concepts.values().filter(|questions| **questions > 0).count();
        let again = self.asked_again();
        if listed(self.bank).is_empty() {
            if asked == 0 {
                return "concepts: no question names one\n".to_owned();
            }
            return format!("concepts: {asked}, of which {again} are asked about more than once\n");
        }
        let listed = listed(self.bank).len();
        let uncovered = self.uncovered();
        let missing = if uncovered.is_empty() {
            String::new()
        } else {
            format!("  without a question: {}\n", uncovered.join(", "))
        };
        format!("concepts: {} of the {listed} listed, {again} more than once\n{missing}", listed - uncovered.len())
    }

    fn next(&self) -> String {
        let rows: Vec<Vec<String>> = self
            .thinnest()
            .iter()
            .map(|cell| vec![cell.topic.id.clone(), cell.level.id.clone(), cell.sum.questions.to_string()])
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        format!("what to write next:\n{}", table(&["topic", "level", "questions"], &rows))
    }
}

fn widest<'a>(words: impl Iterator<Item = &'a String>) -> usize {
    words.map(|word| word.chars().count()).max().unwrap_or(0)
}

/// A cell of the map: its number, with a bar or on a ground that tells how full it is against the fullest.
fn shaded(cell: &Cell<'_>, most: usize, column: usize, colour: bool) -> String {
    let number = cell.sum.questions;
    let step = (number * BARS.len()).div_ceil(most.max(1)).saturating_sub(1);
    if !colour {
        let bar = if number == 0 { ' ' } else { BARS[step] };
        return format!("{number:>width$} {bar}", width = column - 2);
    }
    let (ink, ground) = if number == 0 { EMPTY } else { SHADES[step] };
    let style = Style::new()
        .fg_color(Some(Color::Ansi256(Ansi256Color(ink))))
        .bg_color(Some(Color::Ansi256(Ansi256Color(ground))));
    format!("{}{style}{number:>4}  {style:#}", " ".repeat(column - 6))
}
