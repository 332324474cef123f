//! Blocks that the reader has on another paper: their first words are enough to know them by.

use crate::diagnostic::Diagnostic;
use crate::flow::{Block, Inline, Picture, Text, TextStyle};
use crate::markup;
use crate::math::Formula;
use crate::source::Span;
use crate::theme::Prompts;

use super::document::{NodeId, Tag};
use super::items::inline_span;
use super::measure::{Column, Measurer};

/// Height of the tallest formula that is repeated, as a multiple of the type size: that of a matrix of three rows.
const TALLEST: f32 = 4.2;
/// Where what follows is left out.
const MORE: &str = " …";

impl Measurer<'_> {
    /// The first words of blocks, or all of them in smaller type.
    pub(super) fn brief(&mut self, blocks: &[Block], column: Column, parent: Option<NodeId>) -> Result<(), Diagnostic> {
        let key = self.shaper.theme.key;
        let style = self.small.text.body;
        let fits = |formula: &Formula| {
            formula.width * style.size * self.small.formula.scale < column.width * 0.9
                && formula.height + formula.depth < TALLEST
        };
        let short = match key.prompts {
            Prompts::Full => None,
            Prompts::Short => first_words(blocks, key.words.into(), fits),
        };
        match short {
            None => self.small(blocks, column, parent),
            Some(text) => {
                let node = self.node(Tag::Paragraph, parent);
                self.paragraph(&text, style, Column { aside: 0.0, ..column }, Some(node))
            }
        }
    }
}

/// The first words of the first paragraph and of what goes with it, and a sign where more would follow; `None` where no
/// block has words.
fn first_words(blocks: &[Block], most: usize, fits: impl Fn(&Formula) -> bool) -> Option<Vec<Inline>> {
    let (text, is_all) = telling(blocks, &fits);
    let span = text.iter().find_map(inline_span)?;
    let mut left = most;
    let mut in_word = false;
    let mut words = Vec::new();
    for inline in text {
        match inline {
            Inline::Text(part) => {
                let kept = beginning(&part.text, &mut left, &mut in_word);
                if kept.len() < part.text.len() {
                    words.push(Inline::Text(Text { text: format!("{}{MORE}", kept.trim_end()), ..part }));
                    return Some(words);
                }
                words.push(Inline::Text(part));
            }
            Inline::Formula(formula, span) if (left == 0 && !in_word) || !fits(&formula) => {
                leave_off(&mut words, span);
                return Some(words);
            }
            Inline::Formula(..) => {
                left -= usize::from(!in_word);
                in_word = true;
                words.push(inline);
            }
            Inline::Break => {
                in_word = false;
                words.push(said(" ", span));
            }
            other => words.push(other),
        }
    }
    if !is_all {
        leave_off(&mut words, span);
    }
    Some(words)
}

/// Adds the sign that more would follow.
fn leave_off(words: &mut Vec<Inline>, span: Span) {
    if let Some(Inline::Text(last)) = words.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    words.push(said(MORE, span));
}

/// The text of the first paragraph with the pictures and formulas before and after it, and whether that is all there is.
fn telling(blocks: &[Block], fits: impl Fn(&Formula) -> bool) -> (Vec<Inline>, bool) {
    let mut told: Vec<Inline> = Vec::new();
    let mut is_all = true;
    let mut has_paragraph = false;
    for block in blocks {
        let part = match block {
            Block::Paragraph { text, .. } if !has_paragraph => {
                has_paragraph = true;
                text.clone()
            }
            Block::Picture(picture) => named(picture),
            Block::Formula(formula, span) if fits(formula) => vec![Inline::Formula(formula.clone(), *span)],
            _ => Vec::new(),
        };
        if part.is_empty() {
            is_all = false;
            if has_paragraph {
                break;
            }
            continue;
        }
        if let Some(span) = told.iter().find_map(inline_span) {
            told.push(said(" ", span));
        }
        told.extend(part);
    }
    (told, is_all)
}

/// The caption of a picture, or what it shows, between brackets.
pub(super) fn named(picture: &Picture) -> Vec<Inline> {
    let caption = markup::plain(&picture.caption);
    let name = if caption.is_empty() { &picture.alt } else { &caption };
    let style = TextStyle { italic: true, ..TextStyle::default() };
    let text = |name: &str| Inline::Text(Text { text: format!("[{name}]"), style, span: picture.span });
    Some(name.trim()).filter(|name| !name.is_empty()).map(text).into_iter().collect()
}

fn said(text: &str, span: Span) -> Inline {
    Inline::Text(Text { text: text.to_owned(), style: TextStyle::default(), span })
}

/// As much of a text as has no more words than are left; it may go on with a word that was begun before it.
fn beginning<'a>(text: &'a str, left: &mut usize, in_word: &mut bool) -> &'a str {
    for (at, character) in text.char_indices() {
        let is_space = character.is_whitespace();
        if !is_space && !*in_word {
            if *left == 0 {
                return &text[..at];
            }
            *left -= 1;
        }
        *in_word = !is_space;
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::flow::{Image, ImageFormat};
    use crate::markup::{Dialect, Origin};
    use crate::source::Sources;

    /// The first words of a Markdown text, of at most this many.
    fn short(text: &str, most: usize) -> Option<String> {
        let image = |_: &str| Ok(Arc::new(Image { bytes: Vec::new(), format: ImageFormat::Png, width: 1, height: 1 }));
        let dialect = Dialect { structure: false, blanks: None, purposes: &[], pictures: &image };
        let file = format!("'{text}'");
        let source = Sources::default().add("test", file.as_str());
        let blocks = markup::blocks(text, Origin::of_value(source, &file, 0..file.len(), text), &dialect).unwrap();
        let words = first_words(&blocks, most, |formula| formula.height + formula.depth < TALLEST)?;
        Some(markup::plain(&words))
    }

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(short("one two three", 2).unwrap(), "one two …");
        assert_eq!(short("one two", 2).unwrap(), "one two");
        assert_eq!(short("one `two`, three", 2).unwrap(), "one two, …");
        assert_eq!(short("It costs $5 and $6.", 3).unwrap(), "It costs $5 …");
    }

    #[test]
    fn what_follows_the_first_paragraph_is_told_of() {
        assert_eq!(short("Why?", 9).unwrap(), "Why?");
        assert_eq!(short("Why?\n\nBecause.", 9).unwrap(), "Why? …");
        assert_eq!(short("one\ntwo three", 2).unwrap(), "one two …");
        assert_eq!(short("- one", 9), None);
    }

    #[test]
    fn a_picture_is_told_by_its_caption_or_by_what_it_shows() {
        assert_eq!(short("What?\n\n![a tree](a.png)", 9).unwrap(), "What? [a tree]");
        assert_eq!(short("![a tree](a.png \"Fig. 1\")\n\nWhat?\n\nWhy?", 9).unwrap(), "[Fig. 1] What? …");
        assert_eq!(short("What?\n\n![a tall tree](a.png)", 2).unwrap(), "What? [a …");
        assert_eq!(short("What?\n\n![](a.png)", 9).unwrap(), "What? …");
        assert_eq!(short("![a tree](a.png)", 9).unwrap(), "[a tree]");
        assert_eq!(short("![](a.png)", 9), None);
    }

    #[cfg(feature = "math")]
    #[test]
    fn a_formula_counts_as_a_word_and_is_left_out_where_it_is_tall() {
        assert_eq!(short("Let $x$ be $y$ now", 4).unwrap(), "Let x be y …");
        assert_eq!(short("Let $x$ be $y$, now", 4).unwrap(), "Let x be y, …");
        assert_eq!(short("Let $x$ be $y$, now", 3).unwrap(), "Let x be …");
        assert_eq!(short("Solve\n$$x = 1$$\nfor $x$.", 9).unwrap(), "Solve x = 1 …");
        let tall = r"\begin{pmatrix} a \\ b \\ c \\ d \\ e \end{pmatrix}";
        assert_eq!(short(&format!("Solve\n$${tall}$$"), 9).unwrap(), "Solve …");
    }
}
