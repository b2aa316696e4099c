//! Solves and flies millions of random Lambert problems, and prints what became of them:
//! `cargo run --release -p portolan-astro --example lambert_survey [problems] [seed]`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "an example reports to whoever runs it"
)]

#[path = "../tests/lambert_survey/mod.rs"]
#[allow(missing_docs, unreachable_pub, reason = "what tests share")]
mod lambert_survey;

use lambert_survey::Survey;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|word| word.parse::<u64>().unwrap());
    let problems = arguments.next().unwrap_or(10_000_000);
    let seed = arguments.next().unwrap_or(1);
    let survey = Survey::new(seed, problems);
    println!(
        "{} problems from seed {seed}, {} arcs, {} undefined",
        survey.problems, survey.arcs, survey.undefined
    );
    for (decade, count) in survey.histogram.iter().enumerate() {
        if *count > 0 {
            println!("residual below 1e{:<4} {count:>12}", decade as i32 - 16);
        }
    }
    println!(
        "greatest residual that rounding does not explain {:.2e}",
        survey.worst
    );
    println!(
        "above the tolerance by rounding alone: {}, at most {:.1} units in the last place of velocity and time",
        survey.limited, survey.worst_roundings
    );
    println!("failures: {}", survey.failures.len());
    for failure in survey.failures.iter().take(10) {
        println!("  {failure}");
    }
    assert!(survey.failures.is_empty(), "arcs that miss");
}
