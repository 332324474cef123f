//! `exampress init`: files to start from.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::assets;

use super::Failure;
use super::write::write_new;

/// Writes a commented `exam.toml`, a small bank and the templates into a folder; what exists is left as it is, a bank as a whole.
pub fn init(folder: &Path) -> Result<String, Failure> {
    let starters =
        assets::built_in("start").map(|(path, bytes)| (PathBuf::from(path.trim_start_matches("start/")), bytes));
    let is_template = |path: &str| path.starts_with("words/") || ["candidate.hbs", "key.hbs"].contains(&path);
    let templates = assets::built_in("")
        .filter(|(path, _)| is_template(path))
        .map(|(path, bytes)| (Path::new("templates").join(path), bytes));
    let has_bank = folder.join("questions").exists();
    let mut report = String::new();
    for (path, bytes) in starters.chain(templates) {
        let path = folder.join(path);
        let failed = |error: std::io::Error| {
            Failure::User(format!(
                "{}: cannot be written: {error}\nhelp: choose a folder you may write to",
                path.display()
            ))
        };
        let joins_a_bank = has_bank && path.starts_with(folder.join("questions"));
        if path.exists() || path.is_symlink() || joins_a_bank {
            writeln!(report, "kept     {}", path.display()).expect("writing into a string cannot fail");
            continue;
        }
        write_new(&path, bytes).map_err(failed)?;
        writeln!(report, "written  {}", path.display()).expect("writing into a string cannot fail");
    }
    report.push_str("\nnext: edit exam.toml, put questions into questions/, then run `exampress generate`\n");
    Ok(report)
}
