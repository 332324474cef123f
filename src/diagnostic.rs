//! What is wrong with the user's files, where, and what to do about it.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::source::{Sources, Span};

/// One problem in a file.
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
}

impl Diagnostic {
    /// A problem at one place.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), span, label: label.into(), related: None, help: help.into() }
    }

    /// The same problem, with a second place to look at.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }

    /// Draws the problem with its file, line, column and caret.
    #[must_use]
    pub fn render(&self, sources: &Sources, renderer: &Renderer) -> String {
        let primary = AnnotationKind::Primary.span(visible(sources, self.span)).label(self.label.as_str());
        let home = sources.get(self.span.source);
        let mut snippet = Snippet::source(home.text.as_str()).path(home.name.as_str()).annotation(primary);
        let mut elsewhere = None;
        if let Some((span, label)) = &self.related {
            let context = AnnotationKind::Context.span(visible(sources, *span)).label(label.as_str());
            if span.source == self.span.source {
                snippet = snippet.annotation(context);
            } else {
                let other = sources.get(span.source);
                elsewhere = Some(Snippet::source(other.text.as_str()).path(other.name.as_str()).annotation(context));
            }
        }
        let mut group = Level::ERROR.primary_title(self.message.as_str()).element(snippet);
        if let Some(other) = elsewhere {
            group = group.element(other);
        }
        renderer.render(&[group.element(Level::HELP.message(self.help.as_str()))])
    }
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
pub fn render_all(problems: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut sorted: Vec<&Diagnostic> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.span);
    let drawn: Vec<String> = sorted.iter().map(|problem| problem.render(sources, &renderer)).collect();
    drawn.join("\n\n")
}
