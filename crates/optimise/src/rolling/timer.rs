//! A time limit over several searches, without a clock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Runs out after a time; where there is no limit, or no thread to be had, never.
#[derive(Debug, Default)]
pub(super) struct Timer {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    out: AtomicBool,
    over: Mutex<bool>,
    told: Condvar,
}

impl Timer {
    /// Runs out after a time.
    pub(super) fn after(limit: Option<Duration>) -> Self {
        let timer = Self::default();
        if let Some(limit) = limit {
            let shared = Arc::clone(&timer.shared);
            let wait = move || {
                let over = shared.over.lock().unwrap_or_else(PoisonError::into_inner);
                let waited = shared.told.wait_timeout_while(over, limit, |over| !*over);
                let (over, _) = waited.unwrap_or_else(PoisonError::into_inner);
                if !*over {
                    shared.out.store(true, Ordering::Relaxed);
                }
            };
            // Without a thread the limits of the single searches are left.
            let _ = thread::Builder::new().name("timer".to_owned()).spawn(wait);
        }
        timer
    }

    /// Whether the time has run out.
    pub(super) fn is_out(&self) -> bool {
        self.shared.out.load(Ordering::Relaxed)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let mut over = self
            .shared
            .over
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *over = true;
        self.shared.told.notify_all();
    }
}
