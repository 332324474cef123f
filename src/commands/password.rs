//! The password of answer keys, from the first line of a file: what stands in an argument, other users of a machine can see.

use std::path::Path;

use crate::export::Password;

use super::Failure;

/// Reads the password.
pub(super) fn read(path: &Path) -> Result<Password, Failure> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::User(format!(
            "{name}: cannot be read: {error}\nhelp: write the password into the first line of a file and name it with --key-password-file"
        ))
    })?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let wrong = |reason: String| {
        Failure::User(format!(
            "{name}:1: {reason}\nhelp: write a password of letters, digits and signs into the first line, saved as UTF-8"
        ))
    };
    let line = std::str::from_utf8(line).map_err(|_| wrong("the password is not UTF-8".to_owned()))?;
    Password::new(line).map_err(wrong)
}

/// The password of a key that is made again, if that has one.
pub(super) fn for_key<'p>(
    manifest: &str,
    is_locked: bool,
    password: Option<&'p Password>,
) -> Result<Option<&'p Password>, Failure> {
    let problem = match (is_locked, password) {
        (true, None) => {
            "the key of this exam is encrypted\nhelp: name the file with its password with --key-password-file"
        }
        (false, Some(_)) => "the key of this exam is not encrypted\nhelp: leave --key-password-file out",
        _ => return Ok(password),
    };
    Err(Failure::User(format!("{manifest}: {problem}")))
}

/// That a key would come out otherwise, and nothing but its password can be why.
pub(super) fn another(manifest: &str) -> Failure {
    Failure::User(format!(
        "{manifest}: the key of this exam was encrypted with another password, so nothing is written\n\
         help: name the file with that password with --key-password-file"
    ))
}
