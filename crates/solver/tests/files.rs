//! Programs in LP and MPS form: read back, read by HiGHS itself, compared with golden files, damaged.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{Random, linear, mixed, random_program};
use portolan_solver::{ColumnKind, LegalNames, MpsError, Program, lp, mps, read_mps};

const INF: f64 = f64::INFINITY;

/// Programs of every shape, the random ones included.
fn programs() -> Vec<Program> {
    let mut random = Random(11);
    let cases = linear()
        .into_iter()
        .chain(mixed())
        .map(|case| case.program());
    let drawn: Vec<_> = (0..100)
        .map(|at| random_program(&mut random, [0, 6][at % 2]))
        .collect();
    cases.chain(drawn).chain([golden()]).collect()
}

/// One of everything that a file can say.
fn golden() -> Program {
    let (real, whole) = (ColumnKind::Continuous, ColumnKind::Integer);
    let mut program = Program::new("one of everything");
    program.set_offset(-12.5);
    let columns = [
        program.column("propellant to LEO [kg]", 0.0, INF, 1.25, real),
        program.column("launches", 0.0, 4.0, 100.0, whole),
        program.column("launches", 0.0, INF, 1e7, whole),
        program.column("free", -INF, INF, 0.0, real),
        program.column("debt", -INF, -2.5, -0.1, real),
        program.column("fixed", 3.0, 3.0, 1.0 / 3.0, real),
        program.column("range", -1.5, 1e6, -1.0, real),
        program.column("whole", -7.0, 7.0, 0.0, whole),
        program.column("late", 1.0, INF, 0.0, whole),
        program.column("owed", -INF, 5.0, 0.0, whole),
        program.column("unused", 0.0, 1.0, 0.0, real),
    ];
    let all: Vec<_> = columns[..10].iter().map(|column| (*column, 1.0)).collect();
    program.row(
        "at most",
        -INF,
        20.0,
        &[(columns[0], 0.5), (columns[1], -2.0)],
    );
    program.row("at least", -4.0, INF, &all);
    program.row(
        "exactly",
        0.0,
        0.0,
        &[(columns[3], 1.0), (columns[4], -1.0)],
    );
    program.row(
        "between",
        -0.1,
        0.3,
        &[(columns[6], 1e-6), (columns[7], 1.0)],
    );
    program.row("free", -INF, INF, &[(columns[2], 1.0)]);
    program.row("empty", -1.0, INF, &[]);
    program
}

/// Everything but names, bit for bit; of a row between two bounds one may be off by rounding, for a file
/// states the other and the difference.
fn assert_same(one: &Program, other: &Program) {
    let name = one.name();
    assert_eq!(
        (one.columns(), one.rows()),
        (other.columns(), other.rows()),
        "{name}"
    );
    assert_eq!(one.offset(), other.offset(), "{name}");
    for column in one.all_columns() {
        let of = |program: &Program| {
            (
                program.bounds(column),
                program.cost(column),
                program.kind(column),
            )
        };
        assert_eq!(of(one), of(other), "{name}: {}", one.column_name(column));
    }
    for row in one.all_rows() {
        assert_eq!(one.entries(row), other.entries(row), "{name}");
        let ((a, b), (c, d)) = (one.row_bounds(row), other.row_bounds(row));
        let close = |a: f64, b: f64| a == b || (a - b).abs() <= 1e-15 * (1.0 + b.abs());
        assert!(close(a, c) && close(b, d), "{name}: {}", one.row_name(row));
    }
}

#[test]
fn a_program_reads_back_as_it_was_written() {
    for program in programs() {
        let text = mps(&program);
        let read = read_mps(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_same(&program, &read);
        assert_same(&program, &read_mps(&mps(&read)).unwrap());
        let names = LegalNames::of(&program);
        assert!(
            read.all_columns()
                .all(|at| read.column_name(at) == names.columns[at.at()])
        );
        assert!(
            read.all_rows()
                .all(|at| read.row_name(at) == names.rows[at.at()])
        );
        assert_eq!(LegalNames::of(&read), names, "what is legal stays as it is");
    }
}

/// A golden file, made anew with `PORTOLAN_BLESS=1`.
fn assert_golden(name: &str, text: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("PORTOLAN_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
}

#[test]
fn the_text_in_lp_form_is_the_golden_one() {
    assert_golden("everything.lp", &lp(&golden()));
}

#[test]
fn the_text_in_mps_is_the_golden_one() {
    assert_golden("everything.mps", &mps(&golden()));
}

/// HiGHS has readers of its own for both forms.
#[cfg(feature = "highs")]
#[allow(
    unsafe_code,
    clippy::multiple_unsafe_ops_per_block,
    reason = "the interface of HiGHS is C"
)]
mod read_by_highs {
    use super::*;
    use highs_sys::*;
    use portolan_solver::{Options, Stop, Unwatched, engine};
    use std::ffi::CString;

    /// The model status and the minimum that HiGHS finds in a file.
    fn minimum(path: &std::path::Path) -> (HighsInt, f64) {
        let path = CString::new(path.to_str().unwrap()).unwrap();
        // SAFETY: one instance is made, used and given up; texts end in a zero.
        unsafe {
            let highs = Highs_create();
            Highs_setBoolOptionValue(highs, c"output_flag".as_ptr(), 0);
            Highs_setIntOptionValue(highs, c"threads".as_ptr(), 1);
            assert_ne!(
                Highs_readModel(highs, path.as_ptr()),
                STATUS_ERROR,
                "{path:?}"
            );
            Highs_run(highs);
            let found = (Highs_getModelStatus(highs), Highs_getObjectiveValue(highs));
            Highs_destroy(highs);
            found
        }
    }

    #[test]
    fn both_forms_mean_the_same_to_another_reader() {
        let folder = std::env::temp_dir().join(format!("portolan-solver-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let highs = engine("highs").unwrap();
        let mut compared = 0;
        for program in programs().iter().filter(|program| program.columns() > 0) {
            let ours = highs
                .solve(program, &Options::default(), &mut Unwatched)
                .unwrap();
            for (name, text) in [("p.lp", lp(program)), ("p.mps", mps(program))] {
                let path = folder.join(name);
                std::fs::write(&path, &text).unwrap();
                let (status, objective) = minimum(&path);
                if ours.stop == Stop::Optimal {
                    let expected = ours.point.as_ref().unwrap().objective;
                    let close = (objective - expected).abs() <= 1e-5 * (1.0 + expected.abs());
                    let optimal =
                        status == MODEL_STATUS_OPTIMAL || status == MODEL_STATUS_MODEL_EMPTY;
                    assert!(
                        optimal && close,
                        "{name}: {status}, {objective} for {expected}\n{text}"
                    );
                    compared += 1;
                } else {
                    assert_ne!(
                        status, MODEL_STATUS_OPTIMAL,
                        "{name}: {:?}\n{text}",
                        ours.stop
                    );
                }
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(compared > 150, "{compared}");
    }
}

#[test]
fn mps_of_others_is_read() {
    // The example of the lp_solve reference, with a maximum, negative ranges and sets without names.
    let text = "* a comment\nNAME\nOBJSENSE\n    MAX\nROWS\n N  COST\n N  spare\n L  LIM1\n G  LIM2\n E  MYEQN\n E  low\n\
        COLUMNS\n    M1 'MARKER' 'INTORG'\n    X  COST 1 LIM1 1\n    X  LIM2 1\n    M2 'MARKER' 'INTEND'\n\
        \u{20}   Y  COST 2 LIM1 1\n    Y  MYEQN -1\n    Z  COST -1 MYEQN 1\n    Z  low 2\n\
        RHS\n    RHS COST -10\n    LIM1 4 LIM2 1\n    RHS MYEQN 7 low 3\n\
        RANGES\n    RNG LIM1 2.5 MYEQN -2\n    low 2\n\
        BOUNDS\n UP BND X 4\n LO Y -1\n UP BND Y 1\n BV BND B\nENDATA\nleft over\n";
    assert_eq!(
        read_mps(text),
        Err(MpsError::Name {
            line: 32,
            name: "B".to_owned()
        })
    );
    let program = read_mps(&text.replace(" BV BND B\n", " UP BND Z -1\n")).unwrap();
    let names: Vec<_> = program
        .all_columns()
        .map(|at| program.column_name(at).to_owned())
        .collect();
    assert_eq!(names, ["X", "Y", "Z"]);
    let bounds: Vec<_> = program.all_columns().map(|at| program.bounds(at)).collect();
    assert_eq!(bounds, [(0.0, 4.0), (-1.0, 1.0), (-INF, -1.0)]);
    let costs: Vec<_> = program.all_columns().map(|at| program.cost(at)).collect();
    assert_eq!((costs, program.offset()), (vec![-1.0, -2.0, 1.0], -10.0));
    let rows: Vec<_> = program
        .all_rows()
        .map(|at| program.row_bounds(at))
        .collect();
    assert_eq!(
        rows,
        [(-INF, INF), (1.5, 4.0), (1.0, INF), (5.0, 7.0), (3.0, 5.0)]
    );
    let kinds: Vec<_> = program.all_columns().map(|at| program.kind(at)).collect();
    assert_eq!(
        kinds,
        [
            ColumnKind::Integer,
            ColumnKind::Continuous,
            ColumnKind::Continuous
        ]
    );
}

#[test]
fn what_is_no_mps_is_refused_with_its_line() {
    let shape = |line, section: &str| MpsError::Shape {
        line,
        section: section.to_owned(),
    };
    let word = |line, word: &str| MpsError::Word {
        line,
        word: word.to_owned(),
    };
    let twice = |line, name: &str| MpsError::Twice {
        line,
        name: name.to_owned(),
    };
    let named = |line, name: &str| MpsError::Name {
        line,
        name: name.to_owned(),
    };
    let number = |line, word: &str| MpsError::Number {
        line,
        word: word.to_owned(),
    };
    let cases = [
        ("", MpsError::Unended),
        ("NAME x\nROWS\n N c\n", MpsError::Unended),
        (" N c\n", shape(1, "")),
        ("SOS\nENDATA\n", word(1, "SOS")),
        ("ROWS\n Q c\nENDATA\n", word(2, "Q")),
        ("ROWS\n N c d\nENDATA\n", shape(2, "ROWS")),
        ("ROWS\n N c\n L c\nENDATA\n", twice(3, "c")),
        ("ROWS\n L r\n L r\nENDATA\n", twice(3, "r")),
        ("ROWS\n N c\nCOLUMNS\n x c\nENDATA\n", shape(4, "COLUMNS")),
        ("ROWS\n N c\nCOLUMNS\n x q 1\nENDATA\n", named(4, "q")),
        ("ROWS\n N c\nCOLUMNS\n x c one\nENDATA\n", number(4, "one")),
        ("ROWS\n N c\nCOLUMNS\n x c nan\nENDATA\n", number(4, "nan")),
        (
            "ROWS\n N c\nCOLUMNS\n x c 1\n y c 1\n x c 1\nENDATA\n",
            twice(6, "x"),
        ),
        (
            "ROWS\n N c\nCOLUMNS\n m 'MARKER' 'SOSORG'\nENDATA\n",
            word(4, "'SOSORG'"),
        ),
        (
            "ROWS\n N c\nCOLUMNS\n x c 1\nBOUNDS\n SC b x 1\nENDATA\n",
            word(6, "SC"),
        ),
        (
            "ROWS\n N c\nCOLUMNS\n x c 1\nBOUNDS\n UP x\nENDATA\n",
            shape(6, "BOUNDS"),
        ),
        ("ROWS\n N c\nRHS\n RHS\nENDATA\n", shape(4, "RHS")),
        ("OBJSENSE\n UP\nENDATA\n", word(2, "UP")),
    ];
    for (text, expected) in cases {
        assert_eq!(read_mps(text), Err(expected), "{text}");
    }
    let crossed = "ROWS\n N c\nCOLUMNS\n x c 1\nBOUNDS\n LO b x 2\n UP b x 1\nENDATA\n";
    assert!(matches!(read_mps(crossed), Err(MpsError::Malformed(_))));
    let infinite = "ROWS\n N c\nCOLUMNS\n x c inf\nENDATA\n";
    assert!(matches!(read_mps(infinite), Err(MpsError::Malformed(_))));
}

#[test]
fn damaged_mps_does_no_harm() {
    let text = mps(&golden()).into_bytes();
    let mut random = Random(5);
    let mut read = 0;
    for _ in 0..3000 {
        let mut damaged = text.clone();
        for _ in 0..1 + random.next() % 3 {
            let at = usize::try_from(random.next()).unwrap() % damaged.len();
            match random.next() % 3 {
                0 => damaged[at] = b" \nE9-.NAx"[at % 9],
                1 => drop(damaged.remove(at)),
                _ => damaged.truncate(at.max(1)),
            }
        }
        if let Ok(program) = read_mps(&String::from_utf8(damaged).unwrap()) {
            read += 1;
            let again = read_mps(&mps(&program)).unwrap();
            assert_eq!(mps(&again), mps(&program));
        }
    }
    assert!(read > 100, "{read}");
}
