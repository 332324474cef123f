//! Files that appear whole or not at all.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::Failure;

/// A file to be written.
pub(super) struct NewFile<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
}

/// What messages say of the flag that names the place to write to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elsewhere {
    pub(super) flag: &'static str,
    /// What else it may name where a file exists.
    pub(super) other: &'static str,
}

pub(super) const OUT: Elsewhere = Elsewhere { flag: "--out", other: "another folder" };

/// Writes all files into a folder named by `--out`, as [`write_for`] does.
pub(super) fn write_all(folder: &Path, files: &[NewFile<'_>], force: bool) -> Result<(), Failure> {
    write_for(folder, files, force, OUT)
}

/// Writes all files into a folder, which is made if it is not there. Each is first written in full under a temporary
/// name. Files that exist are an error, unless `force` lets them be replaced. If any file fails, all is put back as it was.
pub(super) fn write_for(
    folder: &Path,
    files: &[NewFile<'_>],
    force: bool,
    elsewhere: Elsewhere,
) -> Result<(), Failure> {
    let home = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let failed = |path: &Path, error: &std::io::Error| failed(path, error, elsewhere);
    for file in files {
        may_write(&folder.join(file.name), force, elsewhere)?;
    }
    std::fs::create_dir_all(home).map_err(|error| failed(home, &error))?;
    let mut ready = Vec::new();
    for file in files {
        let path = folder.join(file.name);
        ready.push((stage(home, file.bytes).map_err(|error| failed(&path, &error))?, path));
    }
    let mut undo = Undo::default();
    for (temporary, path) in ready {
        if force {
            undo.set_aside(home, &path).map_err(|error| failed(&path, &error))?;
        }
        if let Err(error) = temporary.persist_noclobber(&path) {
            let taken = error.error.kind() == std::io::ErrorKind::AlreadyExists;
            return Err(if taken { exists(&path, elsewhere) } else { failed(&path, &error.error) });
        }
        undo.made.push(path);
    }
    undo.forget();
    Ok(())
}

/// A file that is written bit by bit under a temporary name, and gets its own when it is whole.
pub(super) struct Growing {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
    force: bool,
}

impl Growing {
    /// An empty one in a folder, which is made if it is not there.
    pub(super) fn begin(folder: &Path, name: &str, force: bool) -> Result<Self, Failure> {
        let home = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let path = folder.join(name);
        may_write(&path, force, OUT)?;
        std::fs::create_dir_all(home).map_err(|error| failed(home, &error, OUT))?;
        let file = stage(home, b"").map_err(|error| failed(&path, &error, OUT))?;
        Ok(Self { file: BufWriter::new(file), path, force })
    }

    /// Adds to it.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.file.write_all(text.as_bytes()).map_err(|error| failed(&self.path, &error, OUT))
    }

    /// Gives it its name.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let path = self.path;
        let file = self.file.into_inner().map_err(|error| failed(&path, error.error(), OUT))?;
        file.as_file().sync_all().map_err(|error| failed(&path, &error, OUT))?;
        let placed = if self.force { file.persist(&path) } else { file.persist_noclobber(&path) };
        match placed {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Err(exists(&path, OUT)),
            Err(error) => Err(failed(&path, &error.error, OUT)),
        }
    }
}

fn failed(path: &Path, error: &std::io::Error, elsewhere: Elsewhere) -> Failure {
    Failure::User(format!(
        "{}: cannot be written: {}\nhelp: choose a folder you may write to with {}",
        path.display(),
        error.kind(),
        elsewhere.flag
    ))
}

/// Puts everything back as it was when it is dropped before all files are there.
#[derive(Default)]
struct Undo {
    made: Vec<PathBuf>,
    /// Old files under their temporary names, with those they had.
    aside: Vec<(TempPath, PathBuf)>,
}

impl Undo {
    /// Moves an old file out of the way.
    fn set_aside(&mut self, home: &Path, path: &Path) -> std::io::Result<()> {
        if path.exists() {
            let place = tempfile::Builder::new().prefix(".exampress-").tempfile_in(home)?.into_temp_path();
            std::fs::rename(path, &place)?;
            self.aside.push((place, path.to_owned()));
        }
        Ok(())
    }

    /// Nothing is to be put back any more; the old files go.
    fn forget(mut self) {
        self.made.clear();
        self.aside.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        // The error that led here is the one to tell; a file that cannot be moved back stays whole where it is.
        for path in self.made.drain(..) {
            let _ = std::fs::remove_file(path);
        }
        for (place, path) in self.aside.drain(..) {
            let _ = place.persist(path);
        }
    }
}

/// Whether nothing stands where a file is to be written, or a file that may be replaced.
pub(super) fn may_write(path: &Path, force: bool, elsewhere: Elsewhere) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::User(format!(
            "{}: this is a folder\nhelp: choose another name or another folder with {}",
            path.display(),
            elsewhere.flag
        )));
    }
    if !force && path.exists() { Err(exists(path, elsewhere)) } else { Ok(()) }
}

fn exists(path: &Path, elsewhere: Elsewhere) -> Failure {
    Failure::User(format!(
        "{}: this file exists\nhelp: add --force to replace it, or choose {} with {}",
        path.display(),
        elsewhere.other,
        elsewhere.flag
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
