//! Where files come from, and which paths an include may follow.

use std::collections::BTreeMap;
use std::io::{self, Read};

/// Opens the files of a campaign. The reader of campaigns opens none by itself.
pub trait Files {
    /// Opens the file of this name: the name that the caller gave, or one that an included path makes
    /// of its folder. Not more is read than the limits allow.
    ///
    /// # Errors
    /// Where there is no such file, or it cannot be read.
    fn open<'a>(&'a self, name: &str) -> io::Result<Box<dyn Read + 'a>>;
}

/// Files in memory, by name.
///
/// ```
/// use portolan_formats::campaign::{self, Memory};
/// let files: Memory = [
///     ("moon/campaign.toml", "format = \"portolan-campaign/1\"\nid = \"m\"\nstart = \"2028-01-01\"\n\
///                             include = [\"places.toml\"]\n"),
///     ("moon/places.toml", "format = \"portolan-campaign/1\"\n[[node]]\nid = \"leo\"\nkind = \"orbit\"\n\
///                           body = \"earth\"\nperiapsis = \"400 km\"\n"),
/// ].into_iter().collect();
/// let opened = campaign::read("moon/campaign.toml", &files).map_err(|found| found[0].message.clone())?;
/// assert_eq!(opened.campaign.nodes.first().map(|node| node.id.as_str()), Some("leo"));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl<N: Into<String>, B: Into<Vec<u8>>> FromIterator<(N, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (N, B)>>(files: I) -> Self {
        let files = files.into_iter();
        Self(
            files
                .map(|(name, bytes)| (name.into(), bytes.into()))
                .collect(),
        )
    }
}

impl Files for Memory {
    fn open<'a>(&'a self, name: &str) -> io::Result<Box<dyn Read + 'a>> {
        match self.0.get(name) {
            Some(bytes) => Ok(Box::new(bytes.as_slice())),
            None => Err(io::Error::new(
                io::ErrorKind::NotFound,
                "there is no such file",
            )),
        }
    }
}

/// Why a path is none that an include may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathError {
    Empty,
    Absolute,
    Backslash,
    Outside,
}

impl PathError {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "it names no file",
            Self::Absolute => "it does not begin at the folder of this file",
            Self::Backslash => "folders are separated by \"/\"",
            Self::Outside => "it leaves the folder of the campaign's file",
        }
    }
}

/// The folder of a file's name with its last `/`, empty where there is none, and the rest.
pub(super) fn split_folder(name: &str) -> (&str, &str) {
    let end = name.rfind(['/', '\\']).map_or(0, |at| at + 1);
    name.split_at(end)
}

/// The name of a file without its folder, which differs from machine to machine.
pub(crate) fn short_name(name: &str) -> &str {
    split_folder(name).1
}

/// The path of an included file from the campaign's folder; `from` is the path of the including file.
///
/// # Errors
/// Where the path is absolute, or leads out of the campaign's folder.
pub(super) fn follow(from: &str, path: &str) -> Result<String, PathError> {
    if path.contains('\\') {
        return Err(PathError::Backslash);
    }
    let has_drive = path
        .split('/')
        .next()
        .is_some_and(|part| part.contains(':'));
    if path.starts_with('/') || has_drive {
        return Err(PathError::Absolute);
    }
    let (folder, _) = split_folder(from);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(PathError::Outside)?;
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() || path.ends_with('/') || path.is_empty() {
        return Err(PathError::Empty);
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_folder_of_the_campaign() {
        assert_eq!(follow("campaign.toml", "a.toml").unwrap(), "a.toml");
        assert_eq!(follow("parts/a.toml", "b.toml").unwrap(), "parts/b.toml");
        assert_eq!(follow("parts/a.toml", "../b.toml").unwrap(), "b.toml");
        assert_eq!(follow("a.toml", "./x/.././b.toml").unwrap(), "b.toml");
        assert_eq!(follow("a.toml", "../b.toml"), Err(PathError::Outside));
        assert_eq!(follow("a.toml", "x/../../b.toml"), Err(PathError::Outside));
        assert_eq!(follow("a.toml", "/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(follow("a.toml", "C:/x.toml"), Err(PathError::Absolute));
        assert_eq!(follow("a.toml", "x\\b.toml"), Err(PathError::Backslash));
        for empty in ["", ".", "x/..", "x/"] {
            assert_eq!(follow("a.toml", empty), Err(PathError::Empty), "{empty}");
        }
    }

    #[test]
    fn a_folder_is_what_stands_before_the_last_separator() {
        assert_eq!(split_folder("a.toml"), ("", "a.toml"));
        assert_eq!(split_folder("x/y/a.toml"), ("x/y/", "a.toml"));
        assert_eq!(split_folder("C:\\x\\a.toml"), ("C:\\x\\", "a.toml"));
    }
}
