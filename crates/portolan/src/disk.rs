//! Files of the disk, remembered with their checksums.

use portolan_formats::campaign::Files;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Cursor, Read};

/// The disk, below the current folder or at absolute paths as the caller gives them.
#[derive(Default)]
pub(crate) struct Disk {
    /// The most bytes of one file that are read; one more shows that a file is too large.
    most: u64,
    read: RefCell<Vec<(String, String)>>,
}

impl Disk {
    pub(crate) fn new(most: u64) -> Self {
        Self {
            most,
            read: RefCell::default(),
        }
    }

    /// The bytes of a file, one more than the limit at most.
    pub(crate) fn bytes(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(name)?
            .take(self.most.saturating_add(1))
            .read_to_end(&mut bytes)?;
        self.read
            .borrow_mut()
            .push((name.to_owned(), checksum(&bytes)));
        Ok(bytes)
    }

    /// The files that were read, with their SHA-256 checksums.
    pub(crate) fn into_read(self) -> Vec<(String, String)> {
        self.read.into_inner()
    }
}

impl Files for Disk {
    fn open<'a>(&'a self, name: &str) -> io::Result<Box<dyn Read + 'a>> {
        Ok(Box::new(Cursor::new(self.bytes(name)?)))
    }
}

pub(crate) fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn checksums_are_the_standard_ones() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(super::checksum(b""), empty);
    }
}
