//! Files of the user's, as far as they have a size that can be meant. Larger ones are told by their size and not read.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// Most bytes of a file of questions, of `exam.toml`, a template, a theme or fixed words.
pub const MOST_TEXT: u64 = 10_000_000;
/// Most bytes of a font file.
pub const MOST_FONT: u64 = 100_000_000;
/// Most bytes of a manifest; that of a batch has some thousands for each candidate.
pub const MOST_MANIFEST: u64 = 200_000_000;
/// Most bytes of a history; that of a batch of 10,000 has some 5 million.
pub const MOST_HISTORY: u64 = 2_000_000_000;
/// Bytes of a snapshot, with its pictures and fonts.
pub const MOST_SNAPSHOT: u64 = 500_000_000;

/// The bytes of a file of no more than `most` bytes, or why they cannot be had.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let file = File::open(path)?;
    fits(file.metadata()?.len(), most)?;
    let mut bytes = Vec::new();
    // What is no plain file, such as a pipe, does not tell its size.
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(None, most)) } else { Ok(bytes) }
}

/// Whether a file of so many bytes is read where `most` are.
pub fn fits(size: u64, most: u64) -> Result<(), Error> {
    if size > most { Err(too_large(Some(size), most)) } else { Ok(()) }
}

/// The text of a file of no more than `most` bytes, or why it cannot be had.
pub fn text(path: &Path, most: u64) -> Result<String, Error> {
    String::from_utf8(bytes(path, most)?)
        .map_err(|_| Error::new(ErrorKind::InvalidData, "this file is not UTF-8; save it as UTF-8 in your editor"))
}

fn too_large(size: Option<u64>, most: u64) -> Error {
    let most = most / 1_000_000;
    let reason = match size {
        Some(size) => format!("it has {} megabytes; more than {most} are not read", size / 1_000_000),
        None => format!("it has more than {most} megabytes, which are not read"),
    };
    Error::new(ErrorKind::FileTooLarge, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_told_by_its_size() {
        let file = tempfile::NamedTempFile::new().expect("files can be made");
        file.as_file().set_len(104_000_000).expect("files can grow");
        let error = bytes(file.path(), MOST_TEXT).expect_err("a large file").to_string();
        assert_eq!(error, "it has 104 megabytes; more than 10 are not read");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_never_ends_is_left_when_it_is_too_large() {
        let error = bytes(Path::new("/dev/zero"), MOST_TEXT).expect_err("a file without an end").to_string();
        assert_eq!(error, "it has more than 10 megabytes, which are not read");
    }
}
