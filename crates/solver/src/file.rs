//! The engine of the user: a program file out, a command, a solution file back.

mod answer;

use crate::engine::{
    Abilities, Engine, EngineError, Options, Point, Progress, Solution, Stop, Watch,
};
use crate::legal::LegalNames;
use crate::mps::mps;
use crate::point::settled;
use crate::program::Program;
use answer::{Answer, Claim, read_answer};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// Its name.
pub(crate) const NAME: &str = "file";

/// Longer solution files are refused.
const LONGEST: u64 = 1 << 28;
/// So much of what a command says stands in an error.
const QUOTED: usize = 500;
/// How long it sleeps before it looks again whether the command has ended.
const NAP: Duration = Duration::from_millis(20);

/// Why there is no engine for a command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// There is no word in it.
    #[error("the command line is empty")]
    Empty,
    /// A quotation mark without its partner.
    #[error("a quotation mark of the command line is not closed")]
    Unclosed,
    /// It does not say where a file goes.
    #[error("the command line lacks {0}")]
    Lacks(&'static str),
}

/// An engine that is any command which reads free MPS and writes a solution file.
///
/// The command line is split at blanks; text between double quotation marks stays together. `{mps}` stands for
/// the program file, `{sol}` for the solution file and `{time_s}` for the time limit in whole seconds (a year where there is
/// none). No shell is involved. Solution files are understood as HiGHS (style 0), CBC, SCIP and Gurobi write them.
///
/// ```
/// use portolan_solver::FileEngine;
///
/// FileEngine::new("cbc {mps} sec {time_s} solve solution {sol}", "/tmp")?;
/// FileEngine::new("highs {mps} --time_limit {time_s} --solution_file {sol}", "/tmp")?;
/// FileEngine::new("scip -c \"set limits time {time_s} read {mps} opt write sol {sol} quit\"", "/tmp")?;
/// FileEngine::new("gurobi_cl TimeLimit={time_s} ResultFile={sol} {mps}", "/tmp")?;
/// # Ok::<(), portolan_solver::CommandError>(())
/// ```
///
/// A point counts only where the program holds at it. That a point is the best, or that there is none, is
/// taken on the word of the solution file; where the file says nothing of it (Gurobi's does not), the answer is a point
/// without a bound and [`Stop::Time`]. Gaps, node limit, start and seed are not passed on: put them into the
/// command line. A watch is asked some times a second, with nothing to tell, and ends the command when it breaks. The
/// files are deleted afterwards, unless something went wrong.
#[derive(Debug)]
pub struct FileEngine {
    words: Vec<String>,
    folder: PathBuf,
    tolerance: f64,
}

/// Counts the runs of this process, so that no two share a file.
static RUNS: AtomicU64 = AtomicU64::new(0);

impl FileEngine {
    /// An engine that runs a command line, with its files in a folder.
    ///
    /// # Errors
    /// Where the command line is empty, has an open quotation mark or lacks `{mps}` or `{sol}`.
    pub fn new(command_line: &str, folder: impl Into<PathBuf>) -> Result<Self, CommandError> {
        let words = split(command_line)?;
        if words.is_empty() {
            return Err(CommandError::Empty);
        }
        for place in ["{mps}", "{sol}"] {
            if !words.iter().any(|word| word.contains(place)) {
                return Err(CommandError::Lacks(place));
            }
        }
        let folder = folder.into();
        Ok(Self {
            words,
            folder,
            tolerance: 1e-6,
        })
    }

    /// How far a point may violate the program, where it is more than the options ask for; 1e-6 unless said otherwise,
    /// because solution files carry few digits.
    #[must_use]
    pub const fn with_tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }
}

impl Engine for FileEngine {
    fn name(&self) -> &'static str {
        NAME
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            integers: true,
            ..Abilities::default()
        }
    }

    fn solve(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError> {
        program.check()?;
        options.check(program)?;
        if program.columns() == 0 {
            return Ok(Solution::without_columns(program, options));
        }
        let files = Files::new(&self.folder, RUNS.fetch_add(1, Ordering::Relaxed));
        write(&files.program, &mps(program))?;
        // What another process of the same number may have left.
        let _ = fs::remove_file(&files.solution);
        let ended = self.run(&files, options, watch)?;
        let solution = self.solution(program, options, &files, &ended)?;
        files.delete();
        Ok(solution)
    }
}

/// How a command ended.
enum Ended {
    /// By itself.
    Exit(ExitStatus),
    /// It was ended here, for this reason.
    Killed(Stop),
}

impl FileEngine {
    fn run(
        &self,
        files: &Files,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Ended, EngineError> {
        let words: Vec<String> = self
            .words
            .iter()
            .map(|word| files.fill(word, options))
            .collect();
        let says =
            |what: &str, error: &io::Error| failed(format!("{what} '{}': {error}", words[0]));
        let log = File::create(&files.log).map_err(|error| says("no log file for", &error))?;
        let copy = log
            .try_clone()
            .map_err(|error| says("no log file for", &error))?;
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(copy);
        let mut child = command
            .spawn()
            .map_err(|error| says("cannot run", &error))?;
        wait(&mut child, options.time_limit, watch).map_err(|error| says("cannot wait for", &error))
    }

    fn solution(
        &self,
        program: &Program,
        options: &Options,
        files: &Files,
        ended: &Ended,
    ) -> Result<Solution, EngineError> {
        let killed = match ended {
            Ended::Killed(stop) => Some(*stop),
            Ended::Exit(status) if !status.success() => {
                let said = files.last_words();
                return Err(failed(format!("the command ended with {status}: {said}")));
            }
            Ended::Exit(_) => None,
        };
        let names = LegalNames::of(program).columns;
        let answer = match read(&files.solution) {
            Ok(text) => read_answer(&text, &names),
            Err(error) => Err(error),
        };
        match (answer, killed) {
            (Ok(answer), _) => self.judged(program, options, answer, killed),
            // What a command leaves behind that was ended may be half a file.
            (Err(_), Some(stop)) => Ok(Solution {
                stop,
                point: None,
                bound: None,
                nodes: 0,
            }),
            (Err(why), None) => Err(failed(format!("{why}; it said: {}", files.last_words()))),
        }
    }

    fn judged(
        &self,
        program: &Program,
        options: &Options,
        answer: Answer,
        killed: Option<Stop>,
    ) -> Result<Solution, EngineError> {
        let stop = killed.unwrap_or(match answer.claim {
            Some(Claim::Optimal) => Stop::Optimal,
            Some(Claim::Infeasible) => Stop::Infeasible,
            Some(Claim::Unbounded) => Stop::Unbounded,
            Some(Claim::Either) => Stop::InfeasibleOrUnbounded,
            Some(Claim::Nodes) => Stop::Nodes,
            Some(Claim::Stopped) | None => Stop::Time,
        });
        let without = matches!(
            stop,
            Stop::Infeasible | Stop::Unbounded | Stop::InfeasibleOrUnbounded
        );
        let values = answer.values.filter(|_| !without);
        let tolerance = options.feasibility.max(self.tolerance);
        let settled = values
            .clone()
            .and_then(|values| settled(program, values, tolerance));
        if settled.is_none() && stop == Stop::Optimal {
            return Err(failed(worst(program, values.as_deref(), tolerance)));
        }
        let point = settled.map(|values| Point {
            objective: program.objective(&values),
            values,
            duals: None,
            reduced_costs: None,
        });
        let bound = point
            .as_ref()
            .filter(|_| stop == Stop::Optimal)
            .map(|point| point.objective);
        Ok(Solution {
            stop,
            point,
            bound,
            nodes: 0,
        })
    }
}

/// What a point that is said to be best violates most.
fn worst(program: &Program, values: Option<&[f64]>, tolerance: f64) -> String {
    use crate::point::Violated;
    let Some(values) = values else {
        return "it claims a best point and gives none".to_owned();
    };
    let violations = program.violations(values, tolerance);
    let worst = violations
        .iter()
        .max_by(|one, other| one.by.total_cmp(&other.by));
    let Some(worst) = worst else {
        return "its point does not hold".to_owned();
    };
    let place = match worst.what {
        Violated::Row(row) => format!("the row '{}'", program.row_name(row)),
        Violated::Bound(column) => format!("a bound of '{}'", program.column_name(column)),
        Violated::Integrality(column) => format!("whole '{}'", program.column_name(column)),
    };
    format!("its point violates {place} by {}", worst.by)
}

/// Waits for a command, and ends it when its time is over or the watch breaks. Time is counted in naps, for
/// nothing here reads a clock.
fn wait(child: &mut Child, limit: Option<Duration>, watch: &mut dyn Watch) -> io::Result<Ended> {
    let mut slept = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::Exit(status));
        }
        let stop = if watch.progress(&Progress::default()).is_break() {
            Some(Stop::Cancelled)
        } else {
            limit.filter(|limit| slept >= *limit).map(|_| Stop::Time)
        };
        if let Some(stop) = stop {
            // It may have ended meanwhile, which is as good.
            let _ = child.kill();
            child.wait()?;
            return Ok(Ended::Killed(stop));
        }
        thread::sleep(NAP);
        slept += NAP;
    }
}

/// The files of one run.
struct Files {
    program: PathBuf,
    solution: PathBuf,
    log: PathBuf,
}

impl Files {
    fn new(folder: &Path, run: u64) -> Self {
        let file = |ending| folder.join(format!("portolan-{}-{run}.{ending}", std::process::id()));
        Self {
            program: file("mps"),
            solution: file("sol"),
            log: file("log"),
        }
    }

    fn fill(&self, word: &str, options: &Options) -> String {
        let time_s = options
            .time_limit
            .map_or(365 * 86_400, |limit| limit.as_secs().max(1));
        word.replace("{mps}", &self.program.to_string_lossy())
            .replace("{sol}", &self.solution.to_string_lossy())
            .replace("{time_s}", &time_s.to_string())
    }

    /// The end of what the command said.
    fn last_words(&self) -> String {
        let text = fs::read(&self.log).unwrap_or_default();
        let tail = &text[text.len().saturating_sub(QUOTED)..];
        String::from_utf8_lossy(tail).trim().to_owned()
    }

    /// What cannot be deleted stays.
    fn delete(&self) {
        for path in [&self.program, &self.solution, &self.log] {
            let _ = fs::remove_file(path);
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), EngineError> {
    fs::write(path, text)
        .map_err(|error| failed(format!("cannot write '{}': {error}", path.display())))
}

fn read(path: &Path) -> Result<String, String> {
    let says = |what: String| format!("the solution file '{}' {what}", path.display());
    let file = File::open(path).map_err(|error| says(format!("is not there: {error}")))?;
    let mut bytes = Vec::new();
    let read = file.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| says(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > LONGEST {
        return Err(says(format!("has more than {LONGEST} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| says("is no text".to_owned()))
}

/// The words of a command line.
fn split(line: &str) -> Result<Vec<String>, CommandError> {
    let mut words = Vec::new();
    let (mut word, mut begun, mut quoted) = (String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            c if c.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if quoted {
        return Err(CommandError::Unclosed);
    }
    if begun {
        words.push(word);
    }
    Ok(words)
}

const fn failed(why: String) -> EngineError {
    EngineError::Failed { engine: NAME, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_split_at_blanks_outside_quotation_marks() {
        let words = |line| split(line).unwrap();
        assert_eq!(words("a  b\tc"), ["a", "b", "c"]);
        assert_eq!(words("a \"b c\" d\"e f\" \"\""), ["a", "b c", "de f", ""]);
        assert_eq!(split("a \"b"), Err(CommandError::Unclosed));
    }

    #[test]
    fn a_command_line_needs_its_places() {
        let error = |line| FileEngine::new(line, "/").err();
        assert_eq!(error("  "), Some(CommandError::Empty));
        assert_eq!(error("cbc {sol}"), Some(CommandError::Lacks("{mps}")));
        assert_eq!(error("cbc {mps}"), Some(CommandError::Lacks("{sol}")));
        assert_eq!(error("cbc \"in={mps}\" {sol}"), None);
    }
}
