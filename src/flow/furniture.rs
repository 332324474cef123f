//! What stands on pages beside their text, and on the front of a paper.

use super::Inline;

/// A line of page furniture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Running {
    /// At the left margin.
    pub left: Vec<Inline>,
    /// In the middle.
    pub centre: Vec<Inline>,
    /// At the right margin.
    pub right: Vec<Inline>,
}

/// What is stamped onto finished pages beside their head and foot.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stamps {
    /// What the code on every page says before the number of the page.
    pub code: String,
    /// In the middle of the foot of right-hand pages after which more is to come, where pages share sheets.
    pub turn: Vec<Inline>,
    /// Large and light behind the text of every page; empty for none.
    pub watermark: Vec<Inline>,
    /// The number of pages is made a multiple of this; 0 is as 1.
    pub pages_a_sheet: usize,
    /// On the pages that are added for that.
    pub blank: Vec<Inline>,
}

/// A table of marks: a column for each question and one for the total.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// What stands at the left of questions, marks and scores.
    pub heads: [Vec<Inline>; 3],
    /// The name of each column and its marks.
    pub columns: Vec<[Vec<Inline>; 2]>,
}
