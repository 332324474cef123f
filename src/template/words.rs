//! The fixed words of a language: what papers say besides titles and questions.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Text, TextStyle};
use crate::source::{SourceId, Span};
use crate::toml_text;

/// Declares a field for each word.
macro_rules! words {
    ($($word:ident),* $(,)?) => {
        /// Every fixed word; a language that lacks one is an error when it is read.
        #[derive(Debug, Clone, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        #[expect(missing_docs, reason = "the names are the words; templates/words/en.toml shows each")]
        pub struct Vocabulary {
            $(pub $word: String),*
        }
    };
}

words! {
    name, date, score, form, page_of, end, question, questions, mark, marks, minute, minutes, instructions, tick_one,
    tick_all, r#true, r#false, reason, explain, answer, working, r#match, join, order, or, answer_key, right_answers,
    answers_in_full, totals, number, level, topic, clock, seed, bank, questions_head, marks_head, minutes_head, look_for, red_flags, follow_ups, continued,
    continues, sum, in_full, by_level, by_topic, marks_spread, marks_by_question,
    question_head, total, time_allowed, candidate_number, turn_over, blank_page,
}

/// The words of one language and the file they come from.
#[derive(Debug, Clone)]
pub struct FixedWords {
    /// The words.
    pub words: Vocabulary,
    span: Span,
}

impl FixedWords {
    /// Reads a file of words; each of them has to be there.
    pub fn read(text: &str, source: SourceId) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self { words: toml_text::file(text, source)?, span: Span::new(source, 0..0) })
    }

    /// Some words as text in a style.
    #[must_use]
    pub fn text(&self, words: &str, style: TextStyle) -> Inline {
        Inline::Text(Text { text: words.to_owned(), style, span: self.span })
    }

    /// Some words as plain text.
    #[must_use]
    pub fn plain(&self, words: &str) -> Inline {
        self.text(words, TextStyle::default())
    }

    /// A letter that names something, in the looks of labels.
    #[must_use]
    pub fn label(&self, letter: &str) -> Inline {
        let style = TextStyle { label: true, ..TextStyle::default() };
        self.text(letter, style)
    }

    /// Some words in bold.
    #[must_use]
    pub fn bold(&self, words: &str) -> Inline {
        let style = TextStyle { bold: true, ..TextStyle::default() };
        self.text(words, style)
    }

    /// `1 mark`, `4 marks`, for the nouns templates may count; number and noun stay on one line.
    #[must_use]
    pub fn count(&self, number: u64, noun: &str) -> Option<String> {
        let (one, many) = match noun {
            "question" => (&self.words.question, &self.words.questions),
            "mark" => (&self.words.mark, &self.words.marks),
            "minute" => (&self.words.minute, &self.words.minutes),
            _ => return None,
        };
        Some(format!("{number}\u{a0}{}", if number == 1 { one } else { many }))
    }
}
