//! Where the bodies are: the built-in ephemeris, or kernels of the user's.

use crate::disk::checksum;
use crate::open::{Source, unreadable};
use portolan_astro::{BuiltIn, Ephemeris, Kernels, Space, Tdb};
use portolan_vocabulary::{Code, Epoch, Finding, Findings};
use std::path::PathBuf;

/// The ephemeris cannot be used.
pub(crate) const NO_EPHEMERIS: Code = Code::new("windows.no-ephemeris");

/// The most bytes of one kernel that are read: twice those of DE441's larger part.
const MAX_KERNEL_BYTES: u64 = 4 << 30;

/// An ephemeris.
pub(crate) enum Sky {
    BuiltIn(&'static BuiltIn),
    Kernels(Box<Kernels>, Vec<String>),
}

impl Sky {
    /// The kernels, or without any the built-in ephemeris.
    pub(crate) fn new(kernels: &[PathBuf]) -> Result<Self, Findings> {
        let unusable = |error: portolan_astro::AstroError| {
            let name = if kernels.is_empty() {
                "built-in"
            } else {
                "kernels"
            };
            let finding = Finding::error(NO_EPHEMERIS, "ephemeris", name, error.to_string());
            vec![finding.advice("give SPK kernels of the planets, such as de440.bsp")]
        };
        if kernels.is_empty() {
            return BuiltIn::load().map(Self::BuiltIn).map_err(unusable);
        }
        let mut files = Vec::new();
        for path in kernels {
            let name = path.to_string_lossy().into_owned();
            let bytes = kernel(path).map_err(|error| vec![unreadable(&name, &error)])?;
            files.push((name, bytes));
        }
        let named: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let read = Kernels::from_files(&named).map_err(unusable)?;
        let names = kernels.iter().filter_map(|path| path.file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        Ok(Self::Kernels(Box::new(read), names.collect()))
    }

    pub(crate) fn ephemeris(&self) -> &dyn Ephemeris {
        match self {
            Self::BuiltIn(built_in) => *built_in,
            Self::Kernels(kernels, _) => kernels.as_ref(),
        }
    }

    pub(crate) fn space(&self) -> Space<'_> {
        Space::new(self.ephemeris())
    }

    /// The first instant that is covered.
    pub(crate) fn first(&self) -> Epoch {
        epoch(self.ephemeris().span().0)
    }

    /// What it is called, and what it covers.
    pub(crate) fn name(&self) -> String {
        let (from, to) = self.ephemeris().span();
        let day = |at| epoch(at).to_string().chars().take(10).collect::<String>();
        let of = match self {
            Self::BuiltIn(_) => "built-in, from DE440".to_owned(),
            Self::Kernels(_, names) => names.join(", "),
        };
        format!("{of}, {} to {}", day(from), day(to))
    }
}

/// The built-in ephemeris as a file that a result rests on.
pub(crate) fn ephemeris_source() -> Source {
    Source {
        name: "built-in ephemeris, from DE440".to_owned(),
        sha256: checksum(BuiltIn::BYTES),
    }
}

fn epoch(at: Tdb) -> Epoch {
    Epoch::try_from(at).unwrap_or_else(|_| Epoch::from_unix_micros(0))
}

fn kernel(path: &PathBuf) -> std::io::Result<Vec<u8>> {
    let length = std::fs::metadata(path)?.len();
    if length > MAX_KERNEL_BYTES {
        let message = format!("it has {length} bytes, and at most {MAX_KERNEL_BYTES} are read");
        return Err(std::io::Error::other(message));
    }
    std::fs::read(path)
}
