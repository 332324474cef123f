//! The wish to stop the program, by the keyboard or a signal. Whoever works long asks for it from time to time, and ends with
//! nothing half done.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on the wish is noted and does not end the program at once.
pub fn listen() {
    // An error means that somebody listens already.
    let _ = ctrlc::set_handler(|| ASKED.store(true, Ordering::Relaxed));
}

/// Whether the program is to stop.
#[must_use]
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
