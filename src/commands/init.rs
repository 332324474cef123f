//! `exampress init`: files to start from.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::assets;

use super::Failure;

/// Writes a commented `exam.toml`, a small bank and the templates into a folder; what exists is left as it is.
pub fn init(folder: &Path) -> Result<String, Failure> {
    let starters =
        assets::built_in("start").map(|(path, bytes)| (PathBuf::from(path.trim_start_matches("start/")), bytes));
    let templates = assets::built_in("")
        .filter(|(path, _)| !path.starts_with("start/"))
        .map(|(path, bytes)| (Path::new("templates").join(path), bytes));
    let mut report = String::new();
    for (path, bytes) in starters.chain(templates) {
        let path = folder.join(path);
        let failed = |error: std::io::Error| {
            Failure::User(format!(
                "{}: cannot be written: {error}\nhelp: choose a folder you may write to",
                path.display()
            ))
        };
        if path.exists() {
            writeln!(report, "kept     {}", path.display()).expect("writing into a string cannot fail");
            continue;
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, bytes).map_err(failed)?;
        writeln!(report, "written  {}", path.display()).expect("writing into a string cannot fail");
    }
    report.push_str("\nnext: edit exam.toml, put questions into questions/, then run `exampress generate`\n");
    Ok(report)
}
