//! Prints where the built-in ephemeris has the bodies.
//!
//! Each line of the input asks for one state: seconds TDB since J2000, target and observer, as in
//! `886809600 mars sun`. Each line of the output answers with x, y, z (m) and their rates (m/s) in the ICRF.
//! An empty line is passed over; what cannot be answered ends the program with the reason.

use std::error::Error;
use std::io::{self, BufRead, BufWriter, Write};

use portolan_astro::{AstroError, BuiltIn, Ephemeris, Point, State, Tdb};

fn main() -> Result<(), Box<dyn Error>> {
    let ephemeris = BuiltIn::load()?;
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        if !words.is_empty() {
            let State {
                position: r,
                velocity: v,
            } = answer(ephemeris, &words)?;
            writeln!(
                out,
                "{:?} {:?} {:?} {:?} {:?} {:?}",
                r.x, r.y, r.z, v.x, v.y, v.z
            )?;
        }
    }
    out.flush()?;
    Ok(())
}

fn answer(ephemeris: &dyn Ephemeris, words: &[&str]) -> Result<State, AstroError> {
    let [seconds, target, observer] = words else {
        return Err(AstroError::BadInput(format!(
            "`{}` is not SECONDS TARGET OBSERVER",
            words.join(" ")
        )));
    };
    let seconds: f64 = seconds
        .parse()
        .map_err(|_| AstroError::BadInput(format!("`{seconds}` is no number of seconds")))?;
    let (target, observer) = (Point::from_word(target)?, Point::from_word(observer)?);
    ephemeris.state(target, observer, Tdb::from_seconds(seconds))
}
