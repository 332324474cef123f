//! A bar on the screen that tells how far long work is. There is none where standard error is no terminal, and none in the
//! first second, so that short work prints nothing.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes no longer shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Draws a second, at most.
const DRAWS: u8 = 10;

/// How far some work is; the bar goes when this does.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// Work on so many things, of which nothing is done yet.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "for the bar alone, which is no part of what is written")]
    pub fn new(things: usize, what: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(things as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {bar:40} {pos} of {len}, {eta} left");
        bar.set_style(style.expect("the template is right"));
        bar.set_message(what.to_owned());
        Self { bar, begun: Instant::now() }
    }

    /// One more thing is done.
    pub fn step(&self) {
        if self.bar.is_hidden() && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(DRAWS));
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
