//! For large banks, how far the questions of each group are from its mean.

use std::fmt::Write;

use super::Report;

/// Half standard deviations to either side; what is further away counts in the last.
const HALVES: usize = 7;

/// The chance of each half standard deviation from the mean outwards, under the normal curve.
const NORMAL: [f64; HALVES] = [0.1915, 0.1499, 0.0918, 0.0441, 0.0166, 0.0048, 0.0013];

const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

impl Report {
    /// A small histogram for each of the largest groups that are tested, and the one that chance gives on average.
    pub(super) fn spread(&self) -> String {
        let (shown, _) = self.largest(|group| group.test.is_some());
        if shown.is_empty() {
            return String::new();
        }
        let by_chance = "by chance, on average";
        let labels = shown.iter().map(|&at| self.labels[at].chars().count());
        let width = labels.chain([by_chance.len()]).max().unwrap_or(0);
        let mut text =
            "  how many questions are how far from the mean of their like, in standard deviations\n".to_owned();
        writeln!(text, "  {:width$}  {}", "", axis()).expect("writing into a string cannot fail");
        for at in shown {
            let line = bars(&self.histogram(at));
            writeln!(text, "  {:width$}  {line}", self.labels[at]).expect("writing into a string cannot fail");
        }
        let normal: Vec<f64> = NORMAL.iter().rev().chain(&NORMAL).copied().collect();
        writeln!(text, "  {by_chance:width$}  {}", bars(&normal)).expect("writing into a string cannot fail");
        text
    }

    fn histogram(&self, group: usize) -> Vec<f64> {
        let group = &self.audit.groups[group];
        let mut bins = vec![0.0; 2 * HALVES];
        for &member in &group.members {
            let apart = (self.audit.questions[member].drawn as f64 - Self::mean(group)) / group.variance.sqrt();
            let bin = (apart * 2.0).floor() + HALVES as f64;
            bins[bin.clamp(0.0, (2 * HALVES - 1) as f64) as usize] += 1.0;
        }
        bins
    }
}

/// Whole standard deviations over the bars, each of which is two cells wide.
fn axis() -> String {
    let mut cells = vec![' '; 4 * HALVES + 1];
    for whole in -3_i32..=3 {
        let at = (4 * whole + 2 * HALVES as i32) as usize;
        cells[at] = char::from_digit(whole.unsigned_abs(), 10).unwrap_or(' ');
        if whole < 0 {
            cells[at - 1] = '−';
        }
    }
    cells.into_iter().collect::<String>().trim_end().to_owned()
}

/// Numbers as heights, two cells for each; nothing for none.
fn bars(numbers: &[f64]) -> String {
    let most = numbers.iter().copied().fold(0.0, f64::max);
    let cell = |&number: &f64| {
        let height = (8.0 * number / most).ceil() as usize;
        if height == 0 { ' ' } else { EIGHTHS[height - 1] }
    };
    let cells: String = numbers.iter().map(cell).flat_map(|cell| [cell, cell]).collect();
    cells.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_their_numbers() {
        assert_eq!(bars(&[0.0, 1.0, 8.0, 4.0, 0.0]), "  ▁▁██▄▄");
        assert_eq!(axis(), " −3  −2  −1   0   1   2   3");
    }
}
