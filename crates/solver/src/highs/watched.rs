//! HiGHS on a thread of its own, so that a watch is asked often and heard at once.
//!
//! HiGHS asks whether to stop between the linear programs of a search, not within them nor in its presolve,
//! which may take long. A search that does not stop soon is left to itself: it ends at its next question, and what it
//! had found is the answer.

use super::failed;
use crate::engine::{EngineError, Point, Progress, Solution, Stop, Watch};
use crate::point::settled;
use crate::program::Program;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How often the watch is asked where there is no news.
const OFTEN: Duration = Duration::from_millis(50);
/// How long HiGHS may take to stop before it is left to itself.
const GRACE: Duration = Duration::from_millis(500);
/// The stack of the thread in bytes; HiGHS calls itself in its presolve and heuristics.
const STACK: usize = 16 << 20;

/// What the thread of HiGHS and that of the watch share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    news: Mutex<News>,
    told: Condvar,
    stop: AtomicBool,
}

#[derive(Debug, Default)]
struct News {
    progress: Progress,
    found: Vec<Vec<f64>>,
    end: Option<Result<Solution, EngineError>>,
}

impl Shared {
    /// Asks HiGHS to stop.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it is asked to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Tells how far the search is, and a better point where there is one.
    pub(super) fn tell(&self, progress: Progress, point: Option<&[f64]>) {
        let mut news = self.lock();
        news.progress = progress;
        if let Some(point) = point {
            news.found.push(point.to_vec());
            self.told.notify_one();
        }
    }

    fn end(&self, end: Result<Solution, EngineError>) {
        self.lock().end = Some(end);
        self.told.notify_one();
    }

    /// What there is to tell, after so long at most; after that time whether or not there is.
    fn wait(&self, time: Duration, only_the_end: bool) -> News {
        let quiet = |news: &mut News| news.end.is_none() && (only_the_end || news.found.is_empty());
        let waited = self.told.wait_timeout_while(self.lock(), time, quiet);
        let (mut news, _) = waited.unwrap_or_else(PoisonError::into_inner);
        News {
            progress: news.progress,
            found: std::mem::take(&mut news.found),
            end: news.end.take(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever goes, be it by a panic of the watch, stops the search.
struct StopsAtTheEnd(Arc<Shared>);

impl Drop for StopsAtTheEnd {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Runs a search on a thread of its own and asks the watch on this one. The points that it tells count where the
/// program holds at them within the tolerance.
pub(super) fn watched(
    program: &Program,
    tolerance: f64,
    search: impl FnOnce(&Shared) -> Result<Solution, EngineError> + Send + 'static,
    watch: &mut dyn Watch,
) -> Result<Solution, EngineError> {
    let mut heard = Heard {
        program,
        tolerance,
        best: None,
    };
    if watch.progress(&Progress::default()).is_break() {
        return Ok(heard.so_far(&Progress::default()));
    }
    let shared = Arc::new(Shared::default());
    let guard = StopsAtTheEnd(Arc::clone(&shared));
    let run = move || {
        let panicked = |_| Err(failed("it panicked"));
        let end = catch_unwind(AssertUnwindSafe(|| search(&shared))).unwrap_or_else(panicked);
        shared.end(end);
    };
    let thread = thread::Builder::new().name("highs".to_owned());
    let begun = thread.stack_size(STACK).spawn(run);
    begun.map_err(|error| failed(&format!("it gets no thread: {error}")))?;
    loop {
        let news = guard.0.wait(OFTEN, false);
        let asked = heard.pass_on(&news, watch);
        if let Some(end) = news.end {
            return end.map(|solution| heard.completed(solution));
        }
        if asked.is_break() {
            guard.0.stop();
            let last = guard.0.wait(GRACE, true);
            heard.keep(&last.found);
            let left = || Ok(heard.so_far(&last.progress));
            let end = last.end.unwrap_or_else(left);
            return end.map(|solution| heard.completed(solution));
        }
    }
}

/// What was heard of a search.
struct Heard<'a> {
    program: &'a Program,
    tolerance: f64,
    best: Option<Point>,
}

impl Heard<'_> {
    fn pass_on(&mut self, news: &News, watch: &mut dyn Watch) -> ControlFlow<()> {
        for values in &news.found {
            if let Some(point) = self.keep(std::slice::from_ref(values)) {
                watch.incumbent(point.objective, &point.values);
            }
        }
        watch.progress(&news.progress)
    }

    /// Keeps the best of some points, where it holds and is better than what was known.
    fn keep(&mut self, found: &[Vec<f64>]) -> Option<&Point> {
        let mut better = false;
        for values in found {
            let Some(values) = settled(self.program, values.clone(), self.tolerance) else {
                continue;
            };
            let objective = self.program.objective(&values);
            if self
                .best
                .as_ref()
                .is_none_or(|best| objective < best.objective)
            {
                self.best = Some(Point {
                    objective,
                    values,
                    duals: None,
                    reduced_costs: None,
                });
                better = true;
            }
        }
        self.best.as_ref().filter(|_| better)
    }

    /// The answer where the search did not give one in time.
    fn so_far(&self, progress: &Progress) -> Solution {
        let (bound, nodes) = (progress.bound, progress.nodes);
        Solution {
            stop: Stop::Cancelled,
            point: self.best.clone(),
            bound,
            nodes,
        }
    }

    /// An answer that was cut short, with the best point that was heard of.
    fn completed(&self, mut solution: Solution) -> Solution {
        let cut = matches!(
            solution.stop,
            Stop::Cancelled | Stop::Time | Stop::Nodes | Stop::Numerical
        );
        if let Some(best) = self.best.as_ref().filter(|_| cut) {
            let worse = |point: &Point| point.objective > best.objective;
            if solution.point.as_ref().is_none_or(worse) {
                solution.point = Some(best.clone());
            }
        }
        solution
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ColumnKind;
    use std::sync::mpsc::channel;

    /// Breaks once it has heard of a point.
    #[derive(Default)]
    struct AtAPoint(Vec<f64>);

    impl Watch for AtAPoint {
        fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
            if self.0.is_empty() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        }

        fn incumbent(&mut self, objective: f64, _: &[f64]) {
            self.0.push(objective);
        }
    }

    fn program() -> Program {
        let mut program = Program::new("p");
        program.column("x", 0.0, 10.0, 1.0, ColumnKind::Continuous);
        program
    }

    const TOLD: Progress = Progress {
        bound: Some(-1.0),
        incumbent: None,
        nodes: 7,
    };

    #[test]
    fn a_search_that_does_not_stop_is_left_to_itself() {
        let (release, released) = channel::<()>();
        let deaf = move |shared: &Shared| {
            shared.tell(TOLD, Some(&[11.0]));
            shared.tell(TOLD, Some(&[4.0]));
            shared.tell(TOLD, Some(&[5.0]));
            let _ = released.recv();
            Err(failed("nobody waits for this"))
        };
        let mut watch = AtAPoint::default();
        let solution = watched(&program(), 1e-9, deaf, &mut watch).unwrap();
        assert_eq!(
            (solution.stop, solution.bound, solution.nodes),
            (Stop::Cancelled, Some(-1.0), 7)
        );
        // What does not hold or is no better is passed over.
        assert_eq!(solution.point.unwrap().values, [4.0]);
        assert_eq!(watch.0, [4.0]);
        drop(release);
    }

    #[test]
    fn a_search_that_stops_gives_its_own_answer() {
        let obedient = |shared: &Shared| {
            shared.tell(TOLD, Some(&[4.0]));
            while !shared.is_stopped() {
                thread::yield_now();
            }
            Ok(Solution {
                stop: Stop::Cancelled,
                point: None,
                bound: Some(3.0),
                nodes: 9,
            })
        };
        let solution = watched(&program(), 1e-9, obedient, &mut AtAPoint::default()).unwrap();
        assert_eq!((solution.bound, solution.nodes), (Some(3.0), 9));
        assert_eq!(
            solution.point.unwrap().values,
            [4.0],
            "the best point heard of is kept"
        );
    }

    #[test]
    fn a_panic_of_the_search_is_an_error() {
        let panics = |_: &Shared| std::panic::resume_unwind(Box::new("oh"));
        let answer = watched(&program(), 1e-9, panics, &mut AtAPoint::default());
        assert!(matches!(answer, Err(EngineError::Failed { .. })));
    }
}
