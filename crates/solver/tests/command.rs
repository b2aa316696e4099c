//! The engine that runs a command: what it believes, and what it does when a command fails or lasts too long.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use portolan_solver::{
    ColumnKind, Engine, EngineError, FileEngine, Options, Program, Progress, Solution, Stop,
    Unwatched, Watch,
};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A folder of its own for each test, deleted at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("portolan-command-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn engine(&self, command_line: &str) -> FileEngine {
        FileEngine::new(command_line, &self.0).unwrap()
    }

    /// An engine that answers with this text, whatever it is asked.
    fn answering(&self, answer: &str) -> FileEngine {
        std::fs::write(self.0.join("answer"), answer).unwrap();
        let answer = self.0.join("answer");
        self.engine(&format!(
            "sh -c \"cp $0 $2\" \"{}\" {{mps}} {{sol}}",
            answer.display()
        ))
    }

    fn files(&self) -> usize {
        std::fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// At most 20 in crates of 2.5, each worth 3: eight, worth 24.
fn loading() -> Program {
    let mut program = Program::new("loading");
    let crates = program.column("crates", 0.0, 9.0, -3.0, ColumnKind::Integer);
    let water = program.column("water [kg]", 0.0, 1.0, 0.5, ColumnKind::Continuous);
    program.row(
        "mass",
        f64::NEG_INFINITY,
        20.0,
        &[(crates, 2.5), (water, 1.0)],
    );
    program
}

fn solve(engine: &FileEngine) -> Result<Solution, EngineError> {
    engine.solve(&loading(), &Options::default(), &mut Unwatched)
}

fn why(answer: Result<Solution, EngineError>) -> String {
    match answer {
        Err(EngineError::Failed {
            engine: "file",
            why,
        }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_point_that_holds_is_believed_and_the_files_are_gone() {
    let folder = Folder::new();
    let text = "Model status\nOptimal\n\n# Primal solution values\nFeasible\nObjective -24\n# Columns 2\ncrates 8\nc1_water__kg_ 0\n# Rows 1\nmass 20\n";
    let solution = solve(&folder.answering(text)).unwrap();
    assert_eq!(solution.stop, Stop::Optimal);
    assert_eq!(solution.point.unwrap().values, [8.0, 0.0]);
    assert_eq!(solution.bound, Some(-24.0));
    assert_eq!(folder.files(), 1, "the answer alone is left");
}

#[test]
fn what_a_form_leaves_out_is_zero_and_whole_numbers_are_made_whole() {
    let folder = Folder::new();
    let text = "Optimal - objective value -23.9999999\n      0 crates   7.9999999   -3\n";
    let solution = solve(&folder.answering(text)).unwrap();
    assert_eq!(solution.point.unwrap().values, [8.0, 0.0]);
}

#[test]
fn a_point_without_a_word_on_why_it_stopped_has_no_bound() {
    let folder = Folder::new();
    let solution = solve(&folder.answering("# Objective value = -21\ncrates 7\n")).unwrap();
    assert_eq!((solution.stop, solution.bound), (Stop::Time, None));
    assert_eq!(solution.point.unwrap().objective, -21.0);
}

#[test]
fn a_point_that_does_not_hold_is_refused() {
    let folder = Folder::new();
    let text = "solution status: optimal\nobjective value: -27\ncrates 9 (obj:-3)\n";
    assert_eq!(
        why(solve(&folder.answering(text))),
        "its point violates the row 'mass' by 2.5"
    );
    let broken = text.replace("9 (", "7.5 (");
    assert_eq!(
        why(solve(&folder.answering(&broken))),
        "its point violates whole 'crates' by 0.5"
    );
    let tolerant = folder.answering(text).with_tolerance(2.5);
    assert_eq!(solve(&tolerant).unwrap().point.unwrap().values, [9.0, 0.0]);
    assert_eq!(
        folder.files(),
        1 + 2 * 3,
        "what went wrong can be looked at"
    );
}

#[test]
fn what_a_command_says_of_a_program_without_a_point_is_passed_on() {
    let folder = Folder::new();
    let cases = [
        (
            "solution status: infeasible\nno solution available\n",
            Stop::Infeasible,
        ),
        (
            "solution status: unbounded\nno solution available\n",
            Stop::Unbounded,
        ),
        (
            "solution status: infeasible or unbounded\n",
            Stop::InfeasibleOrUnbounded,
        ),
        ("Stopped on nodes - objective value 1e50\n", Stop::Nodes),
    ];
    for (text, stop) in cases {
        assert_eq!(solve(&folder.answering(text)).unwrap().stop, stop, "{text}");
    }
}

#[test]
fn a_command_that_fails_says_what_it_said() {
    let folder = Folder::new();
    let fails = folder.engine("sh -c \"echo no licence; exit 3\" {mps} {sol}");
    let why_fails = why(solve(&fails));
    assert!(
        why_fails.contains("exit status: 3") && why_fails.ends_with("no licence"),
        "{why_fails}"
    );
    let silent = folder.engine("sh -c \"echo done\" {mps} {sol}");
    let why_silent = why(solve(&silent));
    assert!(
        why_silent.contains("is not there") && why_silent.ends_with("it said: done"),
        "{why_silent}"
    );
    let missing = folder.engine("/no/such/command {mps} {sol}");
    assert!(why(solve(&missing)).starts_with("cannot run '/no/such/command'"));
    let nowhere = FileEngine::new("true {mps} {sol}", folder.0.join("nowhere")).unwrap();
    assert!(why(solve(&nowhere)).starts_with("cannot write"));
    assert!(why(solve(&folder.answering(""))).contains("says nothing"));
    let binary = folder.engine("sh -c \"printf '\\377\\376' > $1\" {mps} {sol}");
    assert!(why(solve(&binary)).contains("is no text"));
}

#[test]
fn the_command_gets_the_program_and_the_time() {
    let folder = Folder::new();
    let told = folder.0.join("told");
    let line = format!(
        "sh -c \"cat $0 > {0}; echo $1 >> {0}; echo crates 1 > $2\" {{mps}} {{time_s}} {{sol}}",
        told.display()
    );
    let options = Options {
        time_limit: Some(Duration::from_secs(77)),
        ..Options::default()
    };
    folder
        .engine(&line)
        .solve(&loading(), &options, &mut Unwatched)
        .unwrap();
    let expected = format!("{}77\n", portolan_solver::mps(&loading()));
    assert_eq!(std::fs::read_to_string(told).unwrap(), expected);
}

#[test]
fn a_watch_ends_the_command() {
    struct Third(usize);
    impl Watch for Third {
        fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
            self.0 += 1;
            if self.0 == 3 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    }
    let folder = Folder::new();
    // It would last a minute; what it has found by then is kept.
    let slow = folder.engine("sh -c \"echo crates 2 > $1; exec sleep 60\" {mps} {sol}");
    let solution = slow
        .solve(&loading(), &Options::default(), &mut Third(0))
        .unwrap();
    assert_eq!(solution.stop, Stop::Cancelled);
    assert!(
        solution
            .point
            .is_none_or(|point| point.values == [2.0, 0.0])
    );
}

#[test]
fn the_time_limit_ends_the_command() {
    let folder = Folder::new();
    let slow = folder.engine("sh -c \"exec sleep 60\" {mps} {sol}");
    let options = Options {
        time_limit: Some(Duration::from_millis(50)),
        ..Options::default()
    };
    let solution = slow.solve(&loading(), &options, &mut Unwatched).unwrap();
    assert_eq!((solution.stop, solution.point), (Stop::Time, None));
}
