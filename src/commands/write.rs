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

/// How temporary names begin.
const TEMPORARY: &str = ".exampress-";

pub(super) const OUT: Elsewhere = Elsewhere { flag: "--out", other: "another folder" };

/// Writes all files into a folder named by `--out`, as [`write_for`] does.
pub(super) fn write_all(folder: &Path, files: &[NewFile<'_>], force: bool) -> Result<(), Failure> {
    write_for(folder, files, force, OUT)
}

/// Writes all files into a folder, which is made if it is not there. Each is first written in full under a temporary
/// name, and only when all are there do they get their names, one right after the other, the last one last. Files that
/// exist are an error, unless `force` lets them be replaced; each name stands for the old file or for the new one at every
/// moment. If any file fails, all is put back as it was.
pub(super) fn write_for(
    folder: &Path,
    files: &[NewFile<'_>],
    force: bool,
    elsewhere: Elsewhere,
) -> Result<(), Failure> {
    place(folder, files, force, elsewhere).map(Undo::forget)
}

/// Writes all files into a folder named by `--out` and does something else, or neither.
pub(super) fn write_and<T>(
    folder: &Path,
    files: &[NewFile<'_>],
    force: bool,
    then: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let undo = place(folder, files, force, OUT)?;
    let done = then()?;
    undo.forget();
    Ok(done)
}

/// Gives all files their names; what undoes that has to be told to forget it.
fn place(folder: &Path, files: &[NewFile<'_>], force: bool, elsewhere: Elsewhere) -> Result<Undo, Failure> {
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
        let kept = force && undo.keep(home, &path).map_err(|error| failed(&path, &error))?;
        let placed = if kept { temporary.persist(&path) } else { temporary.persist_noclobber(&path) };
        if let Err(error) = placed {
            let taken = error.error.kind() == std::io::ErrorKind::AlreadyExists;
            return Err(if taken { exists(&path, elsewhere) } else { failed(&path, &error.error) });
        }
        if !kept {
            undo.made.push(path);
        }
    }
    Ok(undo)
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
    /// Old files under a second name, with their first.
    aside: Vec<(TempPath, PathBuf)>,
}

impl Undo {
    /// Gives an old file a second name, and tells whether there is one. Where a file cannot have two names, it is copied.
    fn keep(&mut self, home: &Path, path: &Path) -> std::io::Result<bool> {
        if !path.exists() {
            return Ok(false);
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY);
        let linked = builder.make_in(home, |place| std::fs::hard_link(path, place));
        let place = if let Ok(linked) = linked {
            linked.into_temp_path()
        } else {
            let place = builder.tempfile_in(home)?.into_temp_path();
            std::fs::copy(path, &place)?;
            place
        };
        self.aside.push((place, path.to_owned()));
        Ok(true)
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
    if path.is_symlink() && !path.exists() {
        return Err(Failure::User(format!(
            "{}: this link leads nowhere\nhelp: take it away, or choose {} with {}",
            path.display(),
            elsewhere.other,
            elsewhere.flag
        )));
    }
    if force && std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly()) {
        return Err(Failure::User(format!(
            "{}: this file is protected from writing\nhelp: make it writable, or choose {} with {}",
            path.display(),
            elsewhere.other,
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

/// Writes one new file, whole or not at all.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    stage(folder, bytes)?.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

/// A temporary file with ordinary permissions.
fn stage(folder: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
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
