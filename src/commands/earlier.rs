//! The manifest of an earlier exam, as far as a new draw is set against it.

use std::path::Path;

use serde::Deserialize;
use serde_json::error::Category;

use crate::manifest::{Facts, RequestRecord};
use crate::reading;
use crate::source::{SourceId, Span};
use crate::spec::Placed;

use super::{Context, Failure};

/// An exam that was made before.
pub(super) struct Earlier {
    /// What messages call it.
    pub(super) name: String,
    pub(super) record: Record,
    source: SourceId,
    text: String,
}

/// What its manifest says.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    pub(super) version: String,
    pub(super) draw_version: u32,
    pub(super) seed: String,
    pub(super) form: String,
    pub(super) spec: Asked,
    pub(super) questions: Vec<Had>,
}

/// What was asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    pub(super) requests: Vec<RequestRecord>,
}

/// A question it had.
#[derive(Debug, Deserialize)]
pub(super) struct Had {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

impl Earlier {
    /// Reads a manifest.
    pub(super) fn read(path: &Path, context: &mut Context) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let text = text(path)?;
        let record = serde_json::from_str(&text).map_err(|error| Failure::User(problem(&name, &error)))?;
        let source = context.sources.add(name.clone(), text.clone());
        Ok(Self { name, record, source, text })
    }

    /// Its seed, placed in the manifest.
    pub(super) fn seed(&self) -> Placed<String> {
        self.placed("\"seed\"", &self.record.seed)
    }

    /// The name of its form, placed in the manifest.
    pub(super) fn form(&self) -> Placed<String> {
        self.placed("\"form\"", &self.record.form)
    }

    fn placed(&self, key: &str, value: &str) -> Placed<String> {
        let start = self.text.find(key).unwrap_or(0);
        Placed { value: value.to_owned(), span: Span::new(self.source, start..start + key.len()) }
    }
}

/// The text of a manifest.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    reading::text(path, reading::MOST_MANIFEST).map_err(|error| {
        Failure::User(format!(
            "{}: cannot be read: {error}\nhelp: name a manifest that `exampress generate` wrote",
            path.display()
        ))
    })
}

/// Why a text is no manifest.
pub(super) fn problem(name: &str, error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        Category::Data => format!(
            "{name}: this is not a manifest of this version of exampress: {reason}\n\
             help: name the manifest.json that `exampress generate` wrote beside the papers"
        ),
        _ => format!(
            "{name}:{line}:{column}: this is not JSON: {reason}\n\
             help: name the manifest.json that `exampress generate` wrote beside the papers"
        ),
    }
}
