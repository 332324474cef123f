//! Where a bank's files come from: a folder, or the program itself.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::flow::Image;
use crate::parallel::each;
use crate::picture;
use crate::reading;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/questions");

/// A place that holds the files of a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder on disk.
    Folder(PathBuf),
    /// The bank inside the program.
    BuiltIn,
    /// What was kept of a bank.
    Kept(Arc<Kept>),
}

/// Some questions of a bank, with all they need. What they exclude may not be among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// The texts of TOML files under their paths inside the bank, with `/` between folders.
    pub files: BTreeMap<String, String>,
    /// Picture files under the path of the file that shows them and their path in its text.
    pub pictures: BTreeMap<(String, String), Vec<u8>>,
}

/// A file of a bank.
#[derive(Debug)]
pub(super) struct File {
    /// The name that messages show.
    pub(super) name: String,
    /// The path inside the bank, with `/` between folders.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    folder: PathBuf,
}

impl File {
    /// Whether this is `bank.toml` at the top of the bank.
    pub(super) fn is_head(&self) -> bool {
        self.path == "bank.toml"
    }
}

impl Origin {
    /// All TOML files of the bank in path order, or the path that cannot be read and why.
    pub(super) fn files(&self) -> Result<Vec<File>, String> {
        let mut files = Vec::new();
        match self {
            Self::Folder(root) if !root.is_dir() => return Err(format!("{}: there is no such folder", root.display())),
            Self::Folder(root) => files = read_folder(root)?,
            Self::BuiltIn => read_built_in(&BUILT_IN, &mut files),
            Self::Kept(kept) => files.extend(kept.files.iter().map(|(path, text)| File {
                name: format!("snapshot/questions/{path}"),
                path: path.clone(),
                bytes: text.clone().into_bytes(),
                folder: PathBuf::new(),
            })),
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// The picture that `file` asks for under `path`.
    pub(super) fn picture(&self, file: &File, path: &str) -> Result<Arc<Image>, String> {
        let full = file.folder.join(path);
        let bytes = match self {
            Self::Folder(root) => read_picture(root, &file.folder, path)
                .map_err(|reason| format!("the picture `{}` {reason}", full.display()))?,
            Self::BuiltIn => {
                let found = BUILT_IN.get_file(&full);
                let found = found.ok_or_else(|| format!("the picture `{path}` is not there"))?;
                found.contents().to_vec()
            }
            Self::Kept(kept) => {
                let found = kept.pictures.get(&(file.path.clone(), path.to_owned()));
                found.ok_or_else(|| format!("the picture `{path}` is not in the snapshot"))?.clone()
            }
        };
        let picture = picture::inspect(bytes);
        picture.map(Arc::new).map_err(|reason| format!("the picture `{}` cannot be printed: {reason}", full.display()))
    }
}

/// The bytes of a picture file inside the folder of a bank, or why they cannot be had. What lies outside is not even
/// looked for: nobody wants to print a file of theirs because a bank from elsewhere asks for it.
fn read_picture(root: &Path, folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => "is not there".to_owned(),
        kind => format!("cannot be read ({kind})"),
    };
    let outside = || format!("lies outside of the bank: put it into the folder `{}`", root.display());
    let inside = folder.strip_prefix(root).unwrap_or(folder);
    if leaves(&inside.join(path)) {
        return Err(outside());
    }
    let full = folder.join(path).canonicalize().map_err(failed)?;
    if !full.starts_with(root.canonicalize().map_err(failed)?) {
        return Err(outside());
    }
    if !full.is_file() {
        return Err("is not a file".to_owned());
    }
    picture::read(&full)
}

/// Whether a path leads out of the folder that it starts in.
fn leaves(path: &Path) -> bool {
    let mut depth = 0_usize;
    path.components().any(|component| match component {
        Component::CurDir => false,
        Component::Normal(_) => {
            depth += 1;
            false
        }
        Component::ParentDir if depth > 0 => {
            depth -= 1;
            false
        }
        _ => true,
    })
}

/// The files of questions in a folder and in those inside it.
fn read_folder(root: &Path) -> Result<Vec<File>, String> {
    let mut paths = Vec::new();
    find_files(root, &mut paths)?;
    paths.sort();
    let read = |path: &PathBuf| {
        Ok(File {
            name: with_slashes(path),
            path: with_slashes(path.strip_prefix(root).unwrap_or(path)),
            bytes: read_file(path)?,
            folder: path.parent().unwrap_or(root).to_owned(),
        })
    };
    each(&paths, read).into_iter().collect()
}

/// The bytes of a file of questions.
fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let shown = path.display();
    // Opening what is no plain file, such as a pipe, could take for ever.
    if path.exists() && !path.is_file() {
        return Err(format!("{shown}: cannot be read: not a file"));
    }
    reading::bytes(path, reading::MOST_TEXT).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => format!("{shown}: cannot be read: {error}\nhelp: cut the file into several"),
        kind => format!("{shown}: cannot be read: {kind}"),
    })
}

fn is_bank_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Collects the paths of the files of questions in a folder and in those inside it.
fn find_files(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |path: &Path, error: &std::io::Error| format!("{}: cannot be read: {}", path.display(), error.kind());
    let entries = std::fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| failed(folder, &error))?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            let leads_back = path
                .canonicalize()
                .is_ok_and(|path| folder.canonicalize().is_ok_and(|folder| folder.starts_with(path)));
            if leads_back {
                return Err(format!("{}: this link leads back to a folder that it is in", path.display()));
            }
            find_files(&path, paths)?;
        } else if is_bank_file(&path) {
            paths.push(path);
        }
    }
    Ok(())
}

fn read_built_in(folder: &Dir<'_>, files: &mut Vec<File>) {
    for file in folder.files().filter(|file| is_bank_file(file.path())) {
        let path = with_slashes(file.path());
        files.push(File {
            name: format!("built-in/{path}"),
            path,
            bytes: file.contents().to_vec(),
            folder: folder.path().to_owned(),
        });
    }
    for inner in folder.dirs() {
        read_built_in(inner, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_go_up_as_far_as_the_bank() {
        for inside in ["a.png", "a/../b.png", "./a/b/../../c.png", ""] {
            assert!(!leaves(Path::new(inside)), "{inside}");
        }
        for outside in ["..", "../a.png", "a/../../b.png", "/a.png", "a/b/../../../bank/a.png"] {
            assert!(leaves(Path::new(outside)), "{outside}");
        }
    }
}
