//! Files that appear whole or not at all.

use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use super::Failure;

/// A file to be written.
pub(super) struct NewFile<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
}

/// Writes all files into a folder, which is made if it is not there. Each is first written in full under a temporary
/// name. Files that exist are an error, unless `force` lets them be replaced. If any file fails, none of the new ones stays.
pub(super) fn write_all(folder: &Path, files: &[NewFile<'_>], force: bool) -> Result<(), Failure> {
    let home = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let failed = |path: &Path, error: &std::io::Error| {
        Failure::User(format!(
            "{}: cannot be written: {}\nhelp: choose a folder you may write to with --out",
            path.display(),
            error.kind()
        ))
    };
    for file in files {
        let path = folder.join(file.name);
        if path.is_dir() {
            return Err(Failure::User(format!(
                "{}: this is a folder\nhelp: choose another name or another folder with --out",
                path.display()
            )));
        }
        if !force && path.exists() {
            return Err(exists(&path));
        }
    }
    std::fs::create_dir_all(home).map_err(|error| failed(home, &error))?;
    let mut ready = Vec::new();
    for file in files {
        let path = folder.join(file.name);
        ready.push((stage(home, file.bytes).map_err(|error| failed(&path, &error))?, path));
    }
    let mut made = Vec::new();
    for (temporary, path) in ready {
        let persisted = if force { temporary.persist(&path) } else { temporary.persist_noclobber(&path) };
        if let Err(error) = persisted {
            for path in made {
                // The first error is the one to tell; a file that cannot be taken away again is whole.
                let _ = std::fs::remove_file(path);
            }
            let taken = error.error.kind() == std::io::ErrorKind::AlreadyExists;
            return Err(if taken { exists(&path) } else { failed(&path, &error.error) });
        }
        if !force {
            made.push(path);
        }
    }
    Ok(())
}

fn exists(path: &Path) -> Failure {
    Failure::User(format!(
        "{}: this file exists\nhelp: add --force to replace it, or choose another folder with --out",
        path.display()
    ))
}

/// A temporary file with ordinary permissions.
fn stage(folder: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".exampress-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}
