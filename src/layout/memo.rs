//! What a typesetter remembers from one paper to the next: texts it has shaped, and broken into lines, before.

use std::collections::BTreeMap;
use std::sync::Arc;

use parley::LayoutContext;

use crate::fonts::Fonts;
use crate::theme::Face;

use super::text::Kept;

/// Texts of a generation: the whole of a large bank, with its answers.
const MOST: usize = 20_000;

/// Sets papers of one theme in one set of faces, each text only once.
pub struct Typesetter {
    pub(super) fonts: Fonts,
    pub(super) context: LayoutContext<u8>,
    /// Whether the family of a role has a character, as far as it was asked.
    pub(super) covered: BTreeMap<(Face, char), bool>,
    pub(super) memo: Memo,
}

impl Typesetter {
    /// A typesetter that has set nothing yet.
    #[must_use]
    pub fn new(fonts: Fonts) -> Self {
        Self { fonts, context: LayoutContext::new(), covered: BTreeMap::new(), memo: Memo::default() }
    }
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typesetter").finish_non_exhaustive()
    }
}

/// Texts of two generations: what the older one holds goes when the younger is full, unless it was asked for since.
#[derive(Default)]
pub(super) struct Memo {
    younger: BTreeMap<u128, Arc<Kept>>,
    older: BTreeMap<u128, Arc<Kept>>,
}

impl Memo {
    pub(super) fn get(&mut self, key: u128) -> Option<Arc<Kept>> {
        if let Some(kept) = self.younger.get(&key) {
            return Some(kept.clone());
        }
        let kept = self.older.remove(&key)?;
        self.put(key, kept.clone());
        Some(kept)
    }

    pub(super) fn put(&mut self, key: u128, kept: Arc<Kept>) {
        if self.younger.len() >= MOST {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(key, kept);
    }
}
