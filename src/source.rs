//! The texts that messages point into, and places in them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text that was read, known by the name that messages show.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path or title shown in messages.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The byte at which each line begins, once somebody asks.
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    /// The line that holds a byte, counted from 0, and the byte at which it begins.
    #[must_use]
    pub fn line(&self, at: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        });
        let line = lines.partition_point(|start| *start <= at).saturating_sub(1);
        (line, lines[line])
    }
}

/// Which [`Source`] a [`Span`] lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The part of the source that `range` covers.
    #[must_use]
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        Self { source, start: range.start, end: range.end }
    }

    /// The same so many bytes later.
    #[must_use]
    pub fn later(self, bytes: usize) -> Self {
        Self { start: self.start + bytes, end: self.end + bytes, ..self }
    }

    /// The byte range alone.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Every text read in this run, in reading order. Clones share the texts.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Keeps a text and tells how to point into it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).expect("fewer than 2^32 files are read"));
        self.0.push(Arc::new(Source { name: name.into(), text: text.into(), lines: OnceLock::new() }));
        id
    }

    /// The text behind an id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }
}
