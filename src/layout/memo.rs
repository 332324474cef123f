//! What typesetters remember from one paper to the next: texts whose widths they know, and the lines they broke them into.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parley::LayoutContext;

use crate::fonts::Fonts;
use crate::theme::{Face, Side};

use super::text::{Line, Shaped};

/// Bytes of text in a generation: about the whole of a bank of four hundred questions, with its answers.
const MOST: usize = 1_000_000;
/// Bytes that each text is counted for beyond its own.
const EACH: usize = 16;

/// Sets papers in one set of faces.
pub struct Typesetter {
    pub(super) fonts: Fonts,
    pub(super) context: LayoutContext<u8>,
    /// Whether the family of a role has a character, as far as it was asked.
    pub(super) covered: BTreeMap<(Face, char), bool>,
    pub(super) memory: Memory,
}

impl Typesetter {
    /// A typesetter that remembers what others with the same faces have set.
    #[must_use]
    pub fn new(fonts: Fonts, memory: Memory) -> Self {
        Self { fonts, context: LayoutContext::new(), covered: BTreeMap::new(), memory }
    }
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typesetter").finish_non_exhaustive()
    }
}

/// What is the same wherever a text is written.
pub(super) struct Settled {
    /// With every break that reads well, and with none.
    widths: (f32, f32),
    /// The lines it was broken into so far, by width and side.
    lines: Mutex<Vec<(f32, Side, Vec<Line>)>>,
}

impl Settled {
    pub(super) fn new(widths: (f32, f32)) -> Self {
        Self { widths, lines: Mutex::default() }
    }

    pub(super) fn lines(&self, width: f32, side: Side) -> Option<Vec<Line>> {
        let lines = held(&self.lines);
        let known = lines.iter().find(|(of, at, _)| of.to_bits() == width.to_bits() && *at == side);
        known.map(|(_, _, lines)| lines.clone())
    }

    pub(super) fn keep(&self, width: f32, side: Side, lines: Vec<Line>) {
        held(&self.lines).push((width, side, lines));
    }
}

impl Shaped {
    /// The widths it needs: with every break that reads well, and with none.
    pub(super) fn widths(&self) -> (f32, f32) {
        self.settled.widths
    }
}

/// What typesetters remember together; a clone is the same memory.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Generations>>);

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

/// Texts of two generations: what the older one holds goes when the younger is full, unless it was asked for since.
#[derive(Default)]
struct Generations {
    younger: BTreeMap<u128, (Arc<Settled>, usize)>,
    older: BTreeMap<u128, (Arc<Settled>, usize)>,
    /// Bytes of the younger one.
    size: usize,
}

impl Memory {
    pub(super) fn get(&self, key: u128) -> Option<Arc<Settled>> {
        let mut generations = held(&self.0);
        if let Some((settled, _)) = generations.younger.get(&key) {
            return Some(settled.clone());
        }
        let (settled, size) = generations.older.remove(&key)?;
        generations.put(key, settled.clone(), size);
        Some(settled)
    }

    pub(super) fn put(&self, key: u128, settled: Arc<Settled>, size: usize) {
        held(&self.0).put(key, settled, size);
    }
}

impl Generations {
    fn put(&mut self, key: u128, settled: Arc<Settled>, size: usize) {
        if self.size >= MOST {
            self.older = std::mem::take(&mut self.younger);
            self.size = 0;
        }
        self.size += size + EACH;
        self.younger.insert(key, (settled, size));
    }
}

/// What is kept is whole at any time, even where a thread failed while it held it.
fn held<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
