//! The texts that messages point into, and places in them.

use std::ops::Range;

/// A text that was read, known by the name that messages show.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path or title shown in messages.
    pub name: String,
    /// The whole text.
    pub text: String,
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

    /// The byte range alone.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// An empty span `bytes` after the start.
    #[must_use]
    pub fn at(self, bytes: usize) -> Self {
        let start = self.start + bytes;
        Self { start, end: start, ..self }
    }
}

/// Every text read in this run, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps a text and tells how to point into it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).expect("fewer than 2^32 files are read"));
        self.0.push(Source { name: name.into(), text: text.into() });
        id
    }

    /// The text behind an id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// `file:line:column` of the start of a span; both count from one, columns in characters.
    #[must_use]
    pub fn position(&self, span: Span) -> String {
        let source = self.get(span.source);
        let before = &source.text[..span.start.min(source.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |text| text.chars().count()) + 1;
        format!("{}:{line}:{column}", source.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_characters_not_bytes() {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", "one\nzwölf x");
        let span = Span::new(id, 11..12);
        assert_eq!(&sources.get(id).text[span.range()], "x");
        assert_eq!(sources.position(span), "a.toml:2:7");
    }
}
