//! The time that markup may take: some of it is written to take long, and no document needs so much.

use std::time::{Duration, Instant};

/// Markup that takes longer than this was written to take long.
const TIME: Duration = Duration::from_secs(20);

/// What a reader says of such a file.
pub const TOO_LONG: &str = "its markup takes too long to read: save it as plain text";

/// Started when a file is begun.
#[derive(Debug, Clone, Copy)]
pub struct Clock(Instant);

impl Clock {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn is_over(self) -> bool {
        self.0.elapsed() > TIME
    }

    /// The same in a loop of short steps, of which few look at the time.
    pub fn is_over_at(self, step: usize) -> bool {
        step.is_multiple_of(1024) && self.is_over()
    }
}
