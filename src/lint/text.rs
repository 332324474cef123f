//! The texts of a question as the rules read them: lines, words, and their places.

use crate::bank::{Body, Question, Response, Task};
use crate::flow::{Block, Code, CodePiece, Inline};
use crate::source::Span;

/// A task of a question, or of a part of it.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    /// What is asked; of a part, without the stem common to all.
    pub(super) prompt: &'a [Block],
    /// Marks of the task.
    pub(super) marks: u32,
    pub(super) task: &'a Task,
    /// Which part it is, from 0.
    pub(super) part: Option<usize>,
}

/// The tasks of a question: one, or one for each part.
pub(super) fn asks(question: &Question) -> Vec<Ask<'_>> {
    match &question.body {
        Body::Whole(task) => vec![Ask { prompt: &question.prompt, marks: question.marks, task, part: None }],
        Body::Parts(parts) => parts
            .iter()
            .enumerate()
            .map(|(at, part)| Ask { prompt: &part.prompt, marks: part.marks, task: &part.task, part: Some(at) })
            .collect(),
    }
}

/// The prompt of a question and those of its parts.
pub(super) fn prompts(question: &Question) -> Vec<&[Block]> {
    let own = question.prompt.as_slice();
    std::iter::once(own).chain(question.parts().iter().map(|part| part.prompt.as_slice())).collect()
}

/// What stands in blocks: a line of prose, or a block of code.
pub(super) enum Run<'a> {
    Line(&'a [Inline]),
    Code(&'a Code),
    Picture,
}

/// The runs of blocks in reading order.
pub(super) fn runs(blocks: &[Block]) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    collect(blocks, &mut found);
    found
}

fn collect<'a>(blocks: &'a [Block], into: &mut Vec<Run<'a>>) {
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } | Block::Heading { text, .. } => into.push(Run::Line(text)),
            Block::Code(code) => into.push(Run::Code(code)),
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, into)),
            Block::Table(table) => {
                into.extend(table.head.iter().chain(table.rows.iter().flatten()).map(|cell| Run::Line(cell)));
            }
            Block::Quote(inner) => collect(inner, into),
            Block::Picture(_) | Block::Formula(..) => into.push(Run::Picture),
            _ => {}
        }
    }
}

/// Every run of a question's prompts and answers.
pub(super) fn all_runs(question: &Question) -> Vec<Run<'_>> {
    let answers = asks(question).into_iter().map(|ask| ask.task.answer.as_slice());
    prompts(question).into_iter().chain(answers).flat_map(runs).collect()
}

/// The lines of prose in blocks.
fn lines(blocks: &[Block]) -> impl Iterator<Item = &[Inline]> {
    runs(blocks).into_iter().filter_map(|run| match run {
        Run::Line(line) => Some(line),
        Run::Code(_) | Run::Picture => None,
    })
}

/// The lines beside the prompt that a candidate chooses from or puts in order.
pub(super) fn choices(task: &Task) -> Vec<&[Inline]> {
    match &task.response {
        Response::Choice { options, .. } => options.iter().map(|option| option.text.as_slice()).collect(),
        Response::Matching { pairs, extra } => pairs
            .iter()
            .flat_map(|(left, right)| [left.as_slice(), right])
            .chain(extra.iter().map(Vec::as_slice))
            .collect(),
        Response::Ordering { items } => items.iter().map(Vec::as_slice).collect(),
        _ => Vec::new(),
    }
}

/// Every line of prose of a question, on whichever paper.
pub(super) fn all_lines(question: &Question) -> Vec<&[Inline]> {
    let mut found: Vec<&[Inline]> = prompts(question).into_iter().flat_map(lines).collect();
    for ask in asks(question) {
        found.extend(choices(ask.task));
        if let Response::Choice { options, .. } = &ask.task.response {
            found.extend(options.iter().map(|option| option.why.as_slice()));
        }
        found.extend(lines(&ask.task.answer));
        found.extend(ask.task.rubric.iter().map(|row| row.text.as_slice()));
    }
    let notes = &question.notes;
    found.extend([&notes.look_for, &notes.red_flags, &notes.follow_ups].into_iter().flatten().map(Vec::as_slice));
    found
}

/// A piece of text in one style.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) code: bool,
    /// Bold or italic.
    pub(super) emphasis: bool,
}

impl Piece<'_> {
    /// The place of a range of its text: that of all of it where the file has it written otherwise, with escapes.
    pub(super) fn place(&self, range: std::ops::Range<usize>) -> Span {
        if self.span.range().len() == self.text.len() {
            Span { start: self.span.start + range.start, end: self.span.start + range.end, ..self.span }
        } else {
            self.span
        }
    }
}

/// The pieces of a line.
pub(super) fn pieces(line: &[Inline]) -> impl Iterator<Item = Piece<'_>> {
    line.iter().filter_map(|inline| match inline {
        Inline::Text(text) => {
            let emphasis = text.style.bold || text.style.italic;
            Some(Piece { text: &text.text, span: text.span, code: text.style.code, emphasis })
        }
        // Formulas are compared sign by sign, as code is.
        Inline::Formula(formula, span) => {
            Some(Piece { text: &formula.source, span: *span, code: true, emphasis: false })
        }
        _ => None,
    })
}

/// The pieces of a run.
pub(super) fn pieces_of<'a>(run: &Run<'a>) -> Vec<Piece<'a>> {
    match run {
        Run::Line(line) => pieces(line).collect(),
        Run::Code(code) => code
            .lines
            .iter()
            .flatten()
            .filter_map(|piece| match piece {
                CodePiece::Text { text, span, .. } => Some(Piece { text, span: *span, code: true, emphasis: false }),
                CodePiece::Blank { .. } => None,
            })
            .collect(),
        Run::Picture => Vec::new(),
    }
}

/// The place of a line, from its first to its last character.
pub(super) fn place(line: &[Inline]) -> Option<Span> {
    let mut spans = pieces(line).map(|piece| piece.span);
    let first = spans.next()?;
    Some(Span { end: spans.last().unwrap_or(first).end, ..first })
}

/// The place of the first words of a prompt.
pub(super) fn start(blocks: &[Block]) -> Option<Span> {
    lines(blocks).find_map(place)
}

/// The words of a text with the bytes they start at: letters, digits and underscores, and apostrophes among them.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_apostrophe = |c: char| c == '\'' || c == '’';
    let mut start = 0;
    text.split(move |c: char| !(is_word(c) || is_apostrophe(c))).filter_map(move |chunk| {
        let at = start;
        // What splits is one character, of any number of bytes.
        start = at + chunk.len() + text[at + chunk.len()..].chars().next().map_or(0, char::len_utf8);
        let word = chunk.trim_matches(is_apostrophe);
        let lead = chunk.len() - chunk.trim_start_matches(is_apostrophe).len();
        (!word.is_empty()).then_some((at + lead, word))
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_places_and_inner_apostrophes() {
        let found: Vec<(usize, &str)> = words("It doesn’t — see 'a_b' (2.5)").collect();
        assert_eq!(found, [(0, "It"), (3, "doesn’t"), (17, "see"), (22, "a_b"), (28, "2"), (30, "5")]);
    }
}
