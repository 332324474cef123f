//! The report for reading.

use std::fmt::Write;
use std::path::Path;

use crate::select::{Group, Part, Tally, Test};
use crate::wording::{all_of, count};

use super::{Report, chance};
use crate::commands::table::words_and_numbers;

/// Ids that are told one by one.
const MOST_IDS: usize = 8;

/// Questions that have a bar of their own.
const MOST_BARS: usize = 60;

/// A chance below which a test speaks against equal chances.
const SMALL: f64 = 0.01;

impl Report {
    /// The whole report; `svg` is the plot that was written.
    pub(super) fn text(&self, svg: Option<&Path>) -> String {
        let audit = &self.audit;
        let questions = count(audit.questions.len(), "question");
        let mut text = format!(
            "draws  {} of form {}, seeds `{seed} 1` to `{seed} {}`\nbank   {}, {questions}\n",
            audit.draws,
            self.form,
            audit.draws,
            self.bank,
            seed = self.seed
        );
        if let Some(path) = svg {
            writeln!(text, "plot   {}", path.display()).expect("writing into a string cannot fail");
        }
        let mut paragraphs = vec![text];
        paragraphs.push(self.parts("level", &audit.levels, |question| &question.level));
        paragraphs.push(self.parts("topic", &audit.topics, |question| &question.topic));
        paragraphs.push(if audit.questions.len() <= MOST_BARS { self.bars() } else { self.spread() });
        paragraphs.push(self.groups());
        paragraphs.push(self.extremes());
        paragraphs.push(self.verdict());
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs.join("\n")
    }

    fn parts(&self, head: &str, parts: &[Part], of: fn(&Tally) -> &str) -> String {
        let rows: Vec<Vec<String>> = parts
            .iter()
            .map(|part| {
                let own = || self.audit.questions.iter().filter(|question| of(question) == part.name);
                let seen = own().map(|question| [question.drawn as f64; 2]);
                let groups = own().map(|question| &self.audit.groups[question.group]);
                let expected = groups.filter(|group| group.test.is_some()).map(|group| self.audit.expected(group));
                vec![
                    part.name.clone(),
                    part.questions.to_string(),
                    format!("{:.2}", part.drawn as f64 / self.audit.draws as f64),
                    self.range(seen),
                    self.range(expected),
                ]
            })
            .collect();
        words_and_numbers(&[head, "questions", "drawn a form", "share of a question", "expected"], &rows)
    }

    /// From the least to the greatest of some ranges.
    fn range(&self, ranges: impl Iterator<Item = [f64; 2]>) -> String {
        let whole = ranges.reduce(|all, next| [all[0].min(next[0]), all[1].max(next[1])]);
        let digits = self.digits();
        let Some(whole) = whole else { return "-".to_owned() };
        let [low, high] = whole.map(|drawn| format!("{:.digits$}", self.percent(drawn)));
        if low == high { format!("{low} %") } else { format!("{low}–{high} %") }
    }

    /// The groups of like questions, largest first, with their tests.
    fn groups(&self) -> String {
        let groups = &self.audit.groups;
        let (shown, rest) = self.largest(|group| group.alike > 1);
        let mut rows: Vec<Vec<String>> =
            shown.iter().map(|&at| self.row(self.labels[at].clone(), &[&groups[at]])).collect();
        if !rest.is_empty() {
            let all: Vec<&Group> = rest.iter().map(|&at| &groups[at]).collect();
            rows.push(self.row(count(rest.len(), "smaller group"), &all));
        }
        let alone: Vec<&Group> = groups.iter().filter(|group| group.alike == 1).collect();
        if !alone.is_empty() {
            rows.push(self.row("like no other".to_owned(), &alone));
        }
        words_and_numbers(
            &["questions that are alike", "number", "drawn a form", "mean share", "chi-square", "df", "p"],
            &rows,
        )
    }

    fn row(&self, label: String, groups: &[&Group]) -> Vec<String> {
        let (alike, drawn) =
            groups.iter().fold((0, 0), |(alike, drawn), group| (alike + group.alike, drawn + group.drawn));
        let test = Test::joined(groups.iter().filter_map(|group| group.test));
        let or_dash = |cell: Option<String>| cell.unwrap_or_else(|| "-".to_owned());
        let digits = self.digits();
        vec![
            label,
            alike.to_string(),
            format!("{:.2}", drawn as f64 / self.audit.draws as f64),
            format!("{:.digits$} %", self.percent(drawn as f64 / alike as f64)),
            or_dash(test.map(|test| format!("{:.1}", test.chi_square))),
            or_dash(test.map(|test| test.degrees.to_string())),
            or_dash(test.map(|test| chance(test.p))),
        ]
    }

    /// The questions that were never drawn, and those that always were.
    fn extremes(&self) -> String {
        let mut text = String::new();
        for (label, drawn) in [("never drawn", 0), ("always drawn", self.audit.draws as u64)] {
            let questions = self.audit.questions.iter().filter(|question| question.drawn == drawn);
            let ids: Vec<&str> = questions.map(|question| question.id.as_str()).collect();
            let more = ids.len().saturating_sub(MOST_IDS);
            let names = ids.iter().take(MOST_IDS).map(|id| (*id).to_owned());
            let names = all_of(names.chain((more > 0).then(|| format!("{more} more"))));
            if !ids.is_empty() {
                writeln!(text, "{label}: {names}").expect("writing into a string cannot fail");
            }
        }
        text
    }

    /// All tests as one, and what they show.
    fn verdict(&self) -> String {
        let tests = self.audit.tests().count();
        let (Some(overall), Some(smallest)) = (self.audit.overall(), self.audit.smallest()) else {
            return "There is no test: it takes two questions or more that are alike, and enough draws in which they\n\
                    are drawn and in which they are not.\n"
                .to_owned();
        };
        let figures = format!(
            "all together: chi-square {:.1}, df {}, p about {}; smallest p times {}: {}\n",
            overall.chi_square,
            overall.degrees,
            chance(overall.p),
            count(tests, "test"),
            chance(smallest)
        );
        let sentence = if overall.p.min(smallest) < SMALL {
            "By chance alone, differences as large as these come in fewer than 1 of 100 audits. Run it again with another\n\
             seed: if p stays as small, questions that are alike have unequal chances, and that is a mistake of ours.\n"
                .to_owned()
        } else {
            format!(
                "By chance alone, differences as large as these come in about {:.0} of 100 audits: nothing here speaks against\n\
                 equal chances for questions that are alike. Questions that differ in what you ask for have chances that\n\
                 follow from it; they are counted above, and no test judges them.\n",
                100.0 * overall.p
            )
        };
        figures + &sentence
    }
}
