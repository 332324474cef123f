//! The command line as fields. Each flag becomes a small text of its own (`--levels junior=4,mid=4`), so that a wrong
//! name in it is shown with a caret as one in a file is.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};

use super::fields::{Fields, Names, Numbers, Placed};
use super::{Order, PaperSize};

/// A flag as it was typed: its name without hyphens, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Such as `levels`.
    pub name: &'static str,
    /// Such as `junior=4,mid=4`.
    pub value: String,
}

/// Turns flags into fields, or tells which cannot be understood.
pub fn from_flags(
    flags: &[Flag],
    order: Option<Order>,
    shuffle_options: Option<bool>,
    paper: Option<PaperSize>,
    sources: &mut Sources,
) -> Result<Fields, Vec<Diagnostic>> {
    let mut fields = Fields { order, shuffle_options, paper, ..Fields::default() };
    let mut problems = Vec::new();
    for flag in flags {
        let lead = format!("--{} ", flag.name);
        let start = lead.len();
        let source = sources.add("command line", lead + &flag.value);
        let typed = Typed { source, start, text: &flag.value };
        if let Err(problem) = typed.into_field(flag.name, &mut fields) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(fields) } else { Err(problems) }
}

/// A piece of what was typed.
#[derive(Clone, Copy)]
struct Typed<'a> {
    source: SourceId,
    start: usize,
    text: &'a str,
}

impl<'a> Typed<'a> {
    fn into_field(self, name: &str, fields: &mut Fields) -> Result<(), Diagnostic> {
        match name {
            "title" => fields.title = Some(self.words()),
            "subtitle" => fields.subtitle = Some(self.words()),
            "instructions" => fields.instructions = Some(self.words()),
            "date" => fields.date = Some(self.words()),
            "language" => fields.language = Some(self.words()),
            "seed" => fields.seed = Some(self.words()),
            "form" => fields.form = Some(self.words()),
            "count" => fields.count = Some(Placed { value: self.number()?, span: self.span() }),
            "levels" => fields.levels = Some(self.numbers()?),
            "shares" => fields.shares = Some(self.numbers()?),
            "topics" => fields.topics = Some(self.names()),
            "exclude-topics" => fields.exclude_topics = Some(self.names()),
            "require" => fields.require = Some(self.names()),
            "exclude" => fields.exclude = Some(self.names()),
            "out" => fields.folder = Some(self.words()),
            "candidate" => fields.candidate = Some(self.words()),
            "key" => fields.key = Some(self.words()),
            "manifest" => fields.manifest = Some(self.words()),
            "bank" => fields.bank = Some(self.words()),
            "templates" => fields.templates = Some(self.words()),
            "fonts" => fields.fonts = Some(self.words()),
            other => unreachable!("the command line has no flag --{other}"),
        }
        Ok(())
    }

    fn span(self) -> Span {
        Span::new(self.source, self.start..self.start + self.text.len())
    }

    fn words(self) -> Placed<String> {
        Placed { value: self.text.to_owned(), span: self.span() }
    }

    fn number(self) -> Result<u64, Diagnostic> {
        self.text.parse().map_err(|_| {
            Diagnostic::new(self.span(), format!("`{}` is not a whole number", self.text), "this", "write digits only")
        })
    }

    /// The pieces between separators, each with its place.
    fn split(self, separator: char) -> impl Iterator<Item = Typed<'a>> {
        self.text.split(separator).map(move |piece| {
            let text = piece.trim();
            let offset = text.as_ptr() as usize - self.text.as_ptr() as usize;
            Typed { start: self.start + offset, text, ..self }
        })
    }

    fn names(self) -> Names {
        Placed {
            value: self.split(',').filter(|piece| !piece.text.is_empty()).map(Self::words).collect(),
            span: self.span(),
        }
    }

    fn numbers(self) -> Result<Numbers, Diagnostic> {
        let pairs = self.split(',').map(|piece| {
            let mut sides = piece.split('=');
            match (sides.next(), sides.next(), sides.next()) {
                (Some(name), Some(number), None) => Ok((name.words(), number.number()?)),
                _ => Err(Diagnostic::new(
                    piece.span(),
                    format!("`{}` is not of the form `level=number`", piece.text),
                    "this",
                    "write for example `junior=4,mid=4,senior=4`",
                )),
            }
        });
        Ok(Placed { value: pairs.collect::<Result<_, _>>()?, span: self.span() })
    }
}
