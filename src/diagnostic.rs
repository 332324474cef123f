//! What is wrong with the user's files, where, and what to do about it.

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use crate::source::{Sources, Span};

/// One problem in a file, or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one line.
    pub message: String,
    /// Where it is wrong.
    pub span: Span,
    /// A word or two at the caret.
    pub label: String,
    /// Another place that the problem depends on, with its own few words.
    pub related: Option<(Span, String)>,
    /// What to do.
    pub help: String,
    /// The code of a warning; a problem has none.
    pub warning: Option<&'static str>,
}

impl Diagnostic {
    /// A problem at one place.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), span, label: label.into(), related: None, help: help.into(), warning: None }
    }

    /// The same problem, with a second place to look at.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }

    /// The same as no more than a warning, which has a code.
    #[must_use]
    pub fn warning(mut self, code: &'static str) -> Self {
        self.warning = Some(code);
        self
    }

    /// Draws the problem with its file, line, column and caret.
    #[must_use]
    pub fn render(&self, sources: &Sources, renderer: &Renderer) -> String {
        let here = (AnnotationKind::Primary, self.span, self.label.as_str());
        let related = self.related.as_ref().map(|(span, label)| (AnnotationKind::Context, *span, label.as_str()));
        let (beside, elsewhere): (Vec<_>, Vec<_>) =
            related.into_iter().partition(|(_, span, _)| span.source == self.span.source);
        let marks: Vec<Mark<'_>> = std::iter::once(here).chain(beside).collect();
        let title = match self.warning {
            None => Level::ERROR.primary_title(self.message.as_str()),
            Some(code) => Level::WARNING.primary_title(self.message.as_str()).id(code),
        };
        let mut group = title.element(snippet(sources, &marks));
        if !elsewhere.is_empty() {
            group = group.element(snippet(sources, &elsewhere));
        }
        renderer.render(&[group.element(Level::HELP.message(self.help.as_str()))])
    }
}

/// A place with what is said there.
type Mark<'a> = (AnnotationKind, Span, &'a str);

/// The lines of one source from the first to the last that is marked: finding these in a whole file takes long.
fn snippet<'a>(sources: &'a Sources, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
    let ranges: Vec<std::ops::Range<usize>> = marks.iter().map(|(_, span, _)| visible(sources, *span)).collect();
    let source = sources.get(marks[0].1.source);
    let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let (line, start) = source.line(first);
    let end = source.text[last..].find('\n').map_or(source.text.len(), |at| last + at + 1);
    let snippet = Snippet::source(&source.text[start..end]).path(source.name.as_str()).line_start(line + 1);
    marks.iter().zip(ranges).fold(snippet, |snippet, ((kind, _, label), range)| {
        snippet.annotation(kind.span(range.start - start..range.end - start).label(*label))
    })
}

/// Multi-line values are marked on their first line only, so that a message stays small.
fn visible(sources: &Sources, span: Span) -> std::ops::Range<usize> {
    let text = &sources.get(span.source).text;
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    let first_line = text.as_bytes()[start..end].iter().position(|byte| *byte == b'\n').map_or(end, |at| start + at);
    text.floor_char_boundary(start)..text.ceil_char_boundary(first_line.max(start))
}

/// Draws all problems in file order, with an empty line between two.
#[must_use]
pub fn render_all<'a>(problems: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut sorted: Vec<&Diagnostic> = problems.into_iter().collect();
    sorted.sort_by_key(|problem| problem.span);
    let drawn: Vec<String> = sorted.iter().map(|problem| problem.render(sources, &renderer)).collect();
    drawn.join("\n\n")
}
