//! Requests as the user's file writes them, and as it could.

use crate::spec::{Bounds, Measure, Style};

use super::demand::{Demand, ENDLESS, Line, Sort};

/// What to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The request with another number.
    Write(String),
    /// Leave the request out.
    LeaveOut(String),
}

impl Demand {
    /// The demand as the user's file writes it.
    pub(super) fn written(&self) -> String {
        match (&self.sort, self.lines.first()) {
            (Sort::Number(_) | Sort::Count { .. }, Some(line)) => self.stated(line.bounds),
            _ => self.name.clone(),
        }
    }

    /// The same, with what a number of questions is for each level.
    pub(super) fn described(&self) -> String {
        let of_level = |line: &Line| match line.bounds {
            Bounds::Within { low, .. } if low > 0 => Some(format!("{low} {}", line.name.rsplit(": ").next()?)),
            _ => None,
        };
        let is_range = self
            .lines
            .first()
            .is_some_and(|line| !matches!(line.bounds, Bounds::Within { low, high } if Some(low) == high));
        match self.lines.get(1..) {
            None | Some([]) => self.written(),
            Some(_) if is_range => format!("{} (split over the levels)", self.written()),
            Some(levels) => {
                let levels: Vec<String> = levels.iter().filter_map(of_level).collect();
                format!("{} ({})", self.written(), levels.join(", "))
            }
        }
    }

    fn stated(&self, bounds: Bounds) -> String {
        if self.sort == Sort::Number(Style::MinMax) {
            return format!("{}, {}", self.name, bounds.written(Style::MinMax));
        }
        let number = match (self.sort, bounds) {
            (Sort::Count { .. }, Bounds::Within { low: 0, high: Some(high) }) if high > 0 => format!("0..{high}"),
            _ => bounds.written(Style::Number),
        };
        let plain = number.bytes().all(|byte| byte.is_ascii_digit());
        if plain { format!("{} = {number}", self.name) } else { format!("{} = \"{number}\"", self.name) }
    }

    /// The demand with other bounds. A level that is not named has no question, so its number stays.
    pub(super) fn changed(&self, low: i64, high: i64) -> Change {
        let is_level = self.sort == Sort::Number(Style::Number) && self.lines[0].measure == Measure::Questions;
        if low == 0 && high >= ENDLESS && !is_level {
            return Change::LeaveOut(self.name.clone());
        }
        let high = (high < ENDLESS).then_some(high as u64);
        Change::Write(self.stated(Bounds::Within { low: low as u64, high }))
    }
}
