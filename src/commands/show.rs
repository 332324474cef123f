//! `exampress show`: a question with its answer, in the terminal.

use std::fmt::Write;

use crate::bank::{Body, Question, Response, Task};
use crate::flow::{Block, Code, CodePiece, Inline};
use crate::markup;
use crate::wording::{count, letter, nearest};

use super::project::{Project, Request};
use super::{Context, Failure};

/// Columns that text is wrapped to.
const WIDTH: usize = 80;

/// Columns that what belongs to something stands in from it.
const INDENT: usize = 4;

/// The question of a bank with this id, as text.
pub fn show(request: &Request, id: &str, context: &mut Context) -> Result<String, Failure> {
    let bank = Project::open(request, context)?.bank;
    let Some(question) = bank.questions.get(id) else {
        let help = nearest(id, bank.questions.keys().map(String::as_str)).map_or_else(
            || "`exampress list` shows the ids there are".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::User(format!("command line: there is no question `{id}`\nhelp: {help}")));
    };
    Ok(Page::default().question(question))
}

/// Text as it grows; each line is led by the indent.
#[derive(Default)]
struct Page {
    text: String,
    indent: usize,
    /// Stands before the next line, in its indent: the sign of a list's item.
    sign: String,
}

impl Page {
    fn question(mut self, question: &Question) -> String {
        let Question { id, level, topic, kind, .. } = question;
        let marks = count(question.marks as usize, "mark");
        let minutes = count(question.minutes as usize, "minute");
        self.line(&format!("{id}: {level}, {topic}, {}, {marks}, {minutes}", kind.word()));
        for (label, words) in
            [("Tags", &question.tags[..]), ("Set", question.set.as_slice()), ("Excludes", &question.excludes)]
        {
            if !words.is_empty() {
                self.wrapped(&format!("{label}: {}", words.join(", ")));
            }
        }
        self.gap();
        self.blocks(&question.prompt);
        match &question.body {
            Body::Whole(task) => self.task(task),
            Body::Parts(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    let letter = letter(at);
                    self.line(&format!("({letter}) {}", count(part.marks as usize, "mark")));
                    self.indented(|page| {
                        page.blocks(&part.prompt);
                        page.task(&part.task);
                    });
                }
            }
        }
        let notes = &question.notes;
        for (label, lines) in
            [("Look for", &notes.look_for), ("Red flags", &notes.red_flags), ("Ask next", &notes.follow_ups)]
        {
            self.labelled(label, lines.iter().map(|line| markup::plain(line)));
        }
        self.text.trim_end().to_owned() + "\n"
    }

    fn task(&mut self, task: &Task) {
        match &task.response {
            Response::Open | Response::Code => {}
            Response::Choice { options, .. } => {
                for option in options {
                    let mark = if option.correct { 'x' } else { ' ' };
                    self.line(&format!("[{mark}] {}", markup::plain(&option.text)));
                    self.indented(|page| page.wrapped(&markup::plain(&option.why)));
                }
                self.gap();
            }
            Response::TrueFalse { truth } => self.line(if *truth { "True." } else { "False." }),
            Response::FillIn { blanks } => {
                self.labelled("Blanks", blanks.iter().map(|accepted| accepted.join(" or ")));
            }
            Response::Numeric { value, tolerance, unit } => {
                let tolerance = tolerance.map_or_else(String::new, |tolerance| format!(" (± {tolerance})"));
                self.line(&format!("{value} {}{tolerance}", unit.as_deref().unwrap_or_default()));
            }
            Response::Matching { pairs, .. } => self.labelled(
                "Pairs",
                pairs.iter().map(|(left, right)| format!("{} = {}", markup::plain(left), markup::plain(right))),
            ),
            Response::Ordering { items } => self.labelled("Order", items.iter().map(|item| markup::plain(item))),
        }
        if !task.answer.is_empty() {
            self.line("Answer:");
            self.indented(|page| page.blocks(&task.answer));
        }
        self.labelled(
            "Rubric",
            task.rubric
                .iter()
                .map(|row| format!("{}: {}", count(row.marks as usize, "mark"), markup::plain(&row.text))),
        );
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { text, .. } | Block::Heading { text, .. } => self.wrapped(&with_blanks(text)),
                Block::Code(code) => self.indented(|page| page.code(code)),
                Block::List { first, items } => {
                    for (at, item) in items.iter().enumerate() {
                        let sign = first.map_or_else(|| "-".to_owned(), |first| format!("{}.", first + at as u64));
                        self.sign = sign;
                        self.indented(|page| page.blocks(item));
                    }
                }
                Block::Quote(inner) => self.indented(|page| page.blocks(inner)),
                Block::Table(table) => {
                    for row in std::iter::once(&table.head).chain(&table.rows) {
                        let cells: Vec<String> = row.iter().map(|cell| with_blanks(cell)).collect();
                        self.line(&cells.join(" | "));
                    }
                }
                Block::Formula(formula, _) => self.indented(|page| page.wrapped(&formula.source)),
                Block::Picture(picture) => self.line(&format!("[picture: {}]", picture.alt)),
                _ => {}
            }
            self.gap();
        }
    }

    fn code(&mut self, code: &Code) {
        for line in &code.lines {
            let line: String = line
                .iter()
                .map(|piece| match piece {
                    CodePiece::Text { text, .. } => text.as_str(),
                    CodePiece::Blank { .. } => "____",
                })
                .collect();
            self.line(&line);
        }
    }

    fn labelled(&mut self, label: &str, lines: impl Iterator<Item = String>) {
        let mut lines = lines.peekable();
        if lines.peek().is_none() {
            return;
        }
        self.gap();
        self.line(&format!("{label}:"));
        for line in lines {
            self.indented(|page| page.wrapped(&line));
        }
    }

    fn wrapped(&mut self, text: &str) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && self.indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.line(&line);
        }
    }

    fn line(&mut self, text: &str) {
        let sign = std::mem::take(&mut self.sign);
        let (outside, inside) = if sign.is_empty() { (self.indent, 0) } else { (self.indent - INDENT, INDENT) };
        let line = format!("{:outside$}{sign:inside$}{text}", "");
        writeln!(self.text, "{}", line.trim_end()).expect("writing into a string cannot fail");
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn indented(&mut self, inner: impl FnOnce(&mut Self)) {
        self.indent += INDENT;
        inner(self);
        self.indent -= INDENT;
    }
}

fn with_blanks(text: &[Inline]) -> String {
    text.iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.text.as_str(),
            Inline::Blank { .. } => "____",
            Inline::Formula(formula, _) => formula.source.as_str(),
            Inline::Break => " ",
            _ => "",
        })
        .collect()
}
