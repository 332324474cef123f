//! A bar for each question, for small banks.

use std::fmt::Write;

use super::Report;

/// Cells of the longest bar.
const LENGTH: f64 = 40.0;

impl Report {
    /// The shares of all questions, by group.
    pub(super) fn bars(&self) -> String {
        let audit = &self.audit;
        let most = audit.questions.iter().map(|question| question.drawn).max().unwrap_or(0).max(1) as f64;
        let cells = |drawn: f64| (LENGTH * drawn / most).round() as usize;
        let width = audit.questions.iter().map(|question| question.id.chars().count()).max().unwrap_or(0);
        let mut text = "  share of draws; │ is the mean of questions that are alike\n".to_owned();
        let (alone, alike): (Vec<usize>, Vec<usize>) =
            self.order.iter().copied().partition(|&at| audit.groups[at].alike == 1);
        let under = |text: &mut String, words: &str, groups: &[usize]| {
            writeln!(text, "  {words}").expect("writing into a string cannot fail");
            for group in groups.iter().map(|&at| &audit.groups[at]) {
                let mean = (group.alike > 1).then(|| cells(Self::mean(group)));
                for question in group.members.iter().map(|&member| &audit.questions[member]) {
                    let bar = bar(cells(question.drawn as f64), mean);
                    let share = format!("{:.*} %", self.digits(), self.percent(question.drawn as f64));
                    writeln!(text, "    {:width$}  {bar} {share}", question.id)
                        .expect("writing into a string cannot fail");
                }
            }
        };
        for &at in &alike {
            under(&mut text, &self.labels[at], &[at]);
        }
        if !alone.is_empty() {
            under(&mut text, "like no other", &alone);
        }
        text
    }
}

/// A bar with a mark where its first `mean` cells end.
fn bar(length: usize, mean: Option<usize>) -> String {
    let cell = |at: usize| {
        if mean == Some(at) {
            '│'
        } else if at < length {
            '█'
        } else {
            ' '
        }
    };
    let end = mean.map_or(length, |mean| length.max(mean + 1));
    let cells: String = (0..end).map(cell).collect();
    let width = LENGTH as usize + 1;
    format!("{cells:width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_marked_in_the_bar_or_behind_it() {
        assert_eq!(bar(4, Some(2)).trim_end(), "██│█");
        assert_eq!(bar(2, Some(4)).trim_end(), "██  │");
        assert_eq!(bar(3, None).chars().count(), 41);
    }
}
