//! Who may use what: the table of the design, read from the `use` lines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// For each stage the modules of ours that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("wording", &[]),
    ("digest", &[]),
    ("parallel", &[]),
    ("reading", &[]),
    ("progress", &[]),
    ("stop", &[]),
    ("math", &[]),
    ("svg", &[]),
    ("flow", &["math", "source", "svg"]),
    ("diagnostic", &["source"]),
    ("signs", &["diagnostic", "source"]),
    ("toml_text", &["diagnostic", "signs", "source", "wording"]),
    ("picture", &["flow", "reading", "svg"]),
    ("roster", &["diagnostic", "source", "wording"]),
    ("stream", &["digest"]),
    ("theme", &["diagnostic", "source", "toml_text"]),
    ("fonts", &["reading"]),
    ("markup", &["diagnostic", "flow", "math", "source"]),
    (
        "bank",
        &["diagnostic", "digest", "flow", "markup", "parallel", "picture", "reading", "source", "toml_text", "wording"],
    ),
    ("lint", &["bank", "diagnostic", "flow", "markup", "parallel", "signs", "source", "wording"]),
    ("spec", &["diagnostic", "signs", "source", "toml_text", "wording"]),
    ("history", &["digest", "reading"]),
    ("solver", &[]),
    ("select", &["solver", "source", "spec", "stream"]),
    ("trial", &["bank", "diagnostic", "markup", "parallel", "source", "stop", "wording"]),
    ("paper", &["bank", "digest", "flow", "markup", "spec", "stream", "wording"]),
    ("template", &["bank", "diagnostic", "flow", "markup", "paper", "signs", "source", "toml_text", "wording"]),
    ("layout", &["diagnostic", "flow", "fonts", "markup", "math", "source", "theme"]),
    ("export", &["digest", "flow", "fonts", "layout", "math", "parallel", "svg"]),
    ("leak", &["bank", "export", "flow", "markup", "paper"]),
    ("snapshot", &["bank"]),
    ("manifest", &["bank", "digest", "paper", "spec", "stream"]),
    ("assets", &["reading", "template"]),
    ("cli", &["bank", "commands", "manifest", "spec"]),
];

/// For each outside crate that is kept in its place, where it may be named.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("printpdf", &["export"]),
    ("lopdf", &["export"]),
    ("subsetter", &["export"]),
    ("aes", &["export"]),
    ("cbc", &["export"]),
    ("stringprep", &["export"]),
    ("tar", &["snapshot"]),
    ("handlebars", &["template"]),
    ("parley", &["layout", "fonts"]),
    ("fast_qr", &["layout"]),
    ("hypher", &["layout"]),
    ("rand", &["stream"]),
    ("rand_chacha", &["stream"]),
    ("libm", &["select"]),
    ("clap", &["cli"]),
    ("pulldown_cmark", &["markup"]),
    ("ratex_font", &["math"]),
    ("ratex_layout", &["math"]),
    ("ratex_parser", &["math"]),
    ("ratex_types", &["math"]),
    ("usvg", &["svg"]),
    ("rustix", &["trial"]),
    ("ctrlc", &["stop"]),
    ("csv", &["roster"]),
    ("indicatif", &["progress"]),
];

#[test]
fn every_stage_uses_only_what_it_may() {
    let table: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    for (stage, path, text) in sources() {
        let Some(allowed) = table.get(stage.as_str()) else {
            assert!(["commands", "lib", "main"].contains(&stage.as_str()), "{stage} is not in the table");
            continue;
        };
        for used in names_after(&text, "crate::") {
            let fits = used == stage || allowed.contains(&used.as_str());
            assert!(fits, "{} uses {used}", path.display());
        }
    }
}

#[test]
fn outside_crates_stay_where_they_belong() {
    for (name, places) in KEPT_IN {
        for (stage, path, text) in sources() {
            let named = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or("");
                code.contains(&format!("use {name}::")) || code.contains(&format!(" {name}::"))
            });
            assert!(!named || places.contains(&stage.as_str()), "{} names {name}", path.display());
        }
    }
}

#[test]
fn no_file_is_long() {
    for (_, path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

/// Every source file with the stage it belongs to.
fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(&root).unwrap();
                let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
                let stage = first.trim_end_matches(".rs").to_owned();
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((stage, path, text));
            }
        }
    }
    assert!(found.len() > 40);
    found
}

/// The names that follow a prefix in code, tests aside.
fn names_after(text: &str, prefix: &str) -> Vec<String> {
    let code: String = text
        .split("#[cfg(test)]")
        .next()
        .unwrap_or("")
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    code.match_indices(prefix)
        .map(|(at, _)| code[at + prefix.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}
