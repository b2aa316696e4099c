//! Makes the built-in ephemeris of `astro` from JPL's DE440, and the manifest that says what it is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use portolan_astro::{Ephemeris, Fit, Kernels, Packed, Tdb};
use sha2::{Digest, Sha256};

const FOLDER: &str = "crates/astro/data";
const FILE: &str = "de440.bin";

/// The kernel as NAIF publishes it.
const KERNEL_SHA256: &str = "a4ce9bf9b3282becc9f4b2ac3cebe03a2ae7599981aabd7265fd8482fff7c4b5";
const KERNEL_READ_ON: &str = "2026-11-22";

/// 2010-01-01T00:00 TDB.
const FROM_JD: f64 = 2_455_197.5;
/// To 2070-04-12, a whole number of granules of every series.
const DAYS: u32 = 22_016;
/// Instants compared in each granule.
const COMPARED: u32 = 16;

/// Reads the kernel at this path and writes the ephemeris and its manifest.
///
/// # Errors
/// The kernel is not DE440 as NAIF publishes it, or a file cannot be read or written.
pub(crate) fn run(root: &Path, kernel: &Path) -> Result<()> {
    let bytes = fs::read(kernel).with_context(|| format!("{} cannot be read", kernel.display()))?;
    let found = sha256(&bytes);
    if found != KERNEL_SHA256 {
        bail!(
            "{} is not NAIF's de440.bsp: its sha256 is {found}",
            kernel.display()
        );
    }
    let source = Kernels::from_files(&[("de440.bsp", &bytes)])?;
    let packed = Fit::pack(&Fit::BUILT_IN, &source, Tdb::from_jd(FROM_JD), DAYS)?;
    let manifest = manifest(&packed, &source)?;
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(FILE), &packed)?;
    fs::write(folder.join("manifest.toml"), &manifest)?;
    println!("{manifest}");
    println!(
        "wrote {FOLDER}/{FILE} ({} bytes) and its manifest",
        packed.len()
    );
    Ok(())
}

/// The checksum in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn manifest(bytes: &[u8], source: &dyn Ephemeris) -> Result<String> {
    let made = Packed::decode(bytes)?;
    let (from, to) = made.span();
    let mut text = format!(
        "\
# What stands beside this file. Made by `cargo xtask ephemeris PATH/de440.bsp`; `cargo xtask tidy` and a test of
# the crate compare the checksum.

[[file]]
name = \"{FILE}\"
sha256 = \"{}\"
bytes = {}
what = \"JPL's DE440 as Chebyshev series with whole coefficients; the format stands in src/ephemeris/packed.rs\"
source = \"de440.bsp, https://naif.jpl.nasa.gov/pub/naif/generic_kernels/spk/planets/de440.bsp\"
source_sha256 = \"{KERNEL_SHA256}\"
source_read_on = \"{KERNEL_READ_ON}\"
citation = \"Park, Folkner, Williams, Boggs 2021, The JPL Planetary and Lunar Ephemerides DE440 and DE441, AJ 161:105\"
licence = \"data of NASA/JPL, free to all (https://naif.jpl.nasa.gov/naif/rules.html); figures fitted to it, no SPICE kernel\"
generator = \"cargo xtask ephemeris PATH/de440.bsp\"
from_jd_tdb = {:?}
to_jd_tdb = {:?}
",
        sha256(bytes),
        bytes.len(),
        from.jd(),
        to.jd(),
    );
    let _ = write!(
        text,
        "\n# The largest differences from DE440, at {COMPARED} instants in each granule, both ends among them.\n"
    );
    for fit in Fit::BUILT_IN {
        text += &series(&fit, &made, source)?;
    }
    Ok(text)
}

fn series(fit: &Fit, made: &Packed, source: &dyn Ephemeris) -> Result<String> {
    let misfit = fit.misfit(made, source, COMPARED)?;
    let widths = made.widths(fit.target).unwrap_or_default();
    let widths: Vec<String> = widths.iter().map(ToString::to_string).collect();
    Ok(format!(
        "
[[file.series]]
target = \"{}\"
centre = \"{}\"
granule_d = {}
orders = {}
quantum_m = {:?}
bytes_of_each_order = [{}]
largest_position_error_m = {:.2}
largest_velocity_error_m_s = {:.6}
",
        fit.target.word(),
        fit.centre.word(),
        fit.granule_d,
        fit.orders,
        fit.quantum_m,
        widths.join(", "),
        misfit.position_m,
        misfit.velocity_m_s,
    ))
}
