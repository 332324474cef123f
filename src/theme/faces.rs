//! The families of type and their roles.

use serde::Deserialize;

/// Names of the font families.
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "templates/theme.toml explains each key")]
pub struct Faces {
    pub serif: String,
    pub sans: String,
    pub mono: String,
    pub fallback: Vec<String>,
}

impl Faces {
    /// The family for a role.
    #[must_use]
    pub fn family(&self, face: Face) -> &str {
        match face {
            Face::Serif => &self.serif,
            Face::Sans => &self.sans,
            Face::Mono => &self.mono,
        }
    }
}

/// The role of a font family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Face {
    /// For running text.
    Serif,
    /// For headings and furniture.
    Sans,
    /// For code.
    Mono,
}
