//! A manifest as a lock file: read whole, and only as it was written.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::manifest::{FileRecord, Manifest, seal};

use super::{Failure, earlier};

/// A manifest and where it lies.
pub(super) struct Lock {
    /// What messages call it.
    pub(super) name: String,
    /// The folder it lies in.
    pub(super) folder: PathBuf,
    /// The name of its file.
    pub(super) file: String,
    pub(super) manifest: Manifest,
}

impl Lock {
    /// Reads a manifest that is as `exampress generate` wrote it.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let text = earlier::text(path)?;
        let value: Value =
            serde_json::from_str(&text).map_err(|error| Failure::User(earlier::problem(&name, &error)))?;
        if value["seal"].as_str().is_some_and(|written| written != seal(value.clone())) {
            return Err(Failure::User(format!(
                "{name}: this manifest was changed after it was written\n\
                 help: take a copy as `exampress generate` wrote it; to have another exam, change `exam.toml` and generate it"
            )));
        }
        let version = value["version"].as_str().filter(|version| *version != env!("CARGO_PKG_VERSION"));
        let other_version = version.map(|version| {
            format!(
                "{name}: exampress {version} wrote this manifest, and this is exampress {}\n\
                 help: use exampress {version}",
                env!("CARGO_PKG_VERSION")
            )
        });
        let manifest: Manifest = serde_json::from_value(value)
            .map_err(|error| Failure::User(other_version.unwrap_or_else(|| earlier::problem(&name, &error))))?;
        for FileRecord { file, .. } in [&manifest.candidate, &manifest.key] {
            if file.is_empty() || file.contains(['/', '\\', '\0']) || file == "." || file == ".." {
                return Err(Failure::User(format!(
                    "{name}: `{file}` is not the name of a file\n\
                     help: take a copy of the manifest as `exampress generate` wrote it"
                )));
            }
        }
        Ok(Self {
            name,
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            manifest,
        })
    }
}
