//! Templates, words and theme: the program's own, each replaced by a file of the same name in the user's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::reading;
use crate::template::Template;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Where templates come from.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    folder: Option<PathBuf>,
    /// Files that were kept, under their names; they come before all others.
    kept: BTreeMap<String, String>,
}

impl Assets {
    /// The program's files, and those of `folder` before them.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, ..Self::default() }
    }

    /// The program's files, and before them these texts under their names.
    #[must_use]
    pub fn kept(kept: BTreeMap<String, String>) -> Self {
        Self { kept, ..Self::default() }
    }

    /// The text of a file such as `candidate.hbs`, or why it cannot be read.
    pub fn read(&self, name: &str) -> Result<Template, String> {
        self.own(name)?.map_or_else(|| Self::built_in(name), Ok)
    }

    /// The text of a file in the user's folder, if it is there.
    pub fn own(&self, name: &str) -> Result<Option<Template>, String> {
        if let Some(text) = self.kept.get(name) {
            return Ok(Some(Template { name: format!("snapshot/templates/{name}"), text: text.clone() }));
        }
        let path = self.folder.as_ref().map(|folder| folder.join(name));
        let Some(path) = path.filter(|path| path.exists()) else {
            return Ok(None);
        };
        let name = path.display().to_string();
        let text = reading::text(&path, reading::MOST_TEXT);
        let text = text.map_err(|error| format!("{name}: cannot be read: {error}"))?;
        Ok(Some(Template { name, text }))
    }

    /// The text of one of the program's own files.
    pub fn built_in(name: &str) -> Result<Template, String> {
        let file = BUILT_IN.get_file(name).and_then(|file| file.contents_utf8());
        let text = file.ok_or_else(|| format!("there is no template `{name}`"))?;
        Ok(Template { name: format!("built-in/{name}"), text: text.to_owned() })
    }

    /// The names in a folder such as `words`, of the program's own files and of the user's: languages, or themes.
    #[must_use]
    pub fn names(&self, folder: &str) -> Vec<String> {
        let mut names: BTreeSet<String> = built_in(folder).filter_map(|(path, _)| stem(Path::new(path))).collect();
        if let Some(own) = &self.folder
            && let Ok(entries) = std::fs::read_dir(own.join(folder))
        {
            names.extend(entries.flatten().filter_map(|entry| stem(&entry.path())));
        }
        names.into_iter().collect()
    }
}

/// The program's own files below a folder of `templates/`, each with its path there and its bytes.
pub fn built_in(folder: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let found = if folder.is_empty() { Some(&BUILT_IN) } else { BUILT_IN.get_dir(folder) };
    let mut files = Vec::new();
    if let Some(folder) = found {
        collect(folder, &mut files);
    }
    files.into_iter()
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(&'static str, &'static [u8])>) {
    for file in folder.files() {
        files.extend(file.path().to_str().map(|path| (path, file.contents())));
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

fn stem(path: &Path) -> Option<String> {
    let is_toml = path.extension().is_some_and(|extension| extension == "toml");
    let stem = path.file_stem().filter(|_| is_toml)?;
    Some(stem.to_string_lossy().into_owned())
}
