//! Where the marks of the plot go: the axis, and dots side by side.

/// The longest axis has this many steps.
const MOST_STEPS: f64 = 8.0;

/// A part of the percentages laid over a width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    low: f64,
    step: f64,
    steps: usize,
    left: f64,
    width: f64,
}

impl Axis {
    /// An axis of round numbers that holds `low` and `high`, from the place `left` on.
    pub(super) fn new(low: f64, high: f64, left: f64, width: f64) -> Self {
        let least = ((high - low) / MOST_STEPS).max(0.01);
        let power = 10_f64.powf(least.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|step| step * power).into_iter().find(|step| *step >= least);
        let step = step.unwrap_or(10.0 * power);
        let (start, end) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
        Self { low: start * step, step, steps: (end - start).max(1.0) as usize, left, width }
    }

    /// Where a percentage is.
    pub(super) fn place(&self, percent: f64) -> f64 {
        self.left + self.width * (percent - self.low) / (self.step * self.steps as f64)
    }

    /// The percentages at the steps, with their words.
    pub(super) fn ticks(&self) -> impl Iterator<Item = (f64, String)> {
        let digits = (-self.step.log10().floor()).max(0.0) as usize;
        (0..=self.steps).map(move |at| {
            let percent = self.low + self.step * at as f64;
            (percent, format!("{percent:.digits$} %"))
        })
    }
}

/// For dots at these ascending places, the row of each above (more than zero) or below the line, so that none is nearer
/// to another than `apart`.
pub(super) fn swarm(places: &[f64], apart: f64) -> Vec<i32> {
    let mut rows: Vec<i32> = Vec::with_capacity(places.len());
    for (at, &place) in places.iter().enumerate() {
        let near = || (0..at).rev().take_while(|&other| place - places[other] < apart);
        let mut taken: Vec<i32> = near().map(|other| rows[other]).collect();
        taken.sort_unstable();
        let free = (0..).map(|step: i32| if step % 2 == 0 { -step / 2 } else { (step + 1) / 2 });
        rows.extend(free.into_iter().find(|row| taken.binary_search(row).is_err()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_all() {
        let words = |low, high| Axis::new(low, high, 0.0, 100.0).ticks().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(words(10.2, 11.9), ["10.0 %", "10.5 %", "11.0 %", "11.5 %", "12.0 %"]);
        assert_eq!(words(0.0, 63.0), ["0 %", "10 %", "20 %", "30 %", "40 %", "50 %", "60 %", "70 %"]);
        assert_eq!(words(4.0, 4.0).len(), 2);
        let axis = Axis::new(10.2, 11.9, 50.0, 100.0);
        assert!((axis.place(11.0) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn dots_that_would_touch_are_put_above_and_below() {
        assert_eq!(swarm(&[0.0, 1.0, 2.0, 9.0], 5.0), [0, 1, -1, 0]);
    }
}
