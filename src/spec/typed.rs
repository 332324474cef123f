//! The small language of flag values: `a,b`, `junior=4,mid=3..5`, `level=senior,tag=lambda|closures,min=2`.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::wording::instead;

use super::blueprint::Attribute;
use super::fields::{Amounts, AskedAvoid, AskedForms, Band, Condition, Favour, Names, Of, Placed, Words};
use super::range;

/// A piece of what was typed.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) source: SourceId,
    pub(super) start: usize,
    pub(super) text: &'a str,
}

impl<'a> Typed<'a> {
    fn span(self) -> Span {
        Span::new(self.source, self.start..self.start + self.text.len())
    }

    /// The text as it is.
    pub(super) fn words(self) -> Words {
        Placed { value: self.text.to_owned(), span: self.span() }
    }

    /// Names between commas.
    pub(super) fn names(self) -> Names {
        self.listed(',')
    }

    /// A number, or names between commas.
    pub(super) fn forms(self) -> AskedForms {
        if range::number(self.text).is_some() {
            return AskedForms::Number(self.words());
        }
        AskedForms::Names(self.names())
    }

    /// `level=number,…`.
    pub(super) fn amounts(self) -> Result<Amounts, Diagnostic> {
        let pairs = self.pairs("level=number", "junior=4,mid=4,senior=4")?;
        let value = pairs.into_iter().map(|(name, amount)| (name.words(), amount.words())).collect();
        Ok(Placed { value, span: self.span() })
    }

    /// `level=senior,topic=oop,min=2`.
    pub(super) fn condition(self) -> Result<Condition, Diagnostic> {
        let keyed = Keyed::read(self, &["min", "max", "count", "marks", "minutes"], "level=senior,topic=oop,min=2")?;
        let bound = |key: &str| keyed.value(key).map(Self::words);
        Ok(Condition {
            span: self.span(),
            min: bound("min"),
            max: bound("max"),
            count: bound("count"),
            marks: bound("marks"),
            minutes: bound("minutes"),
            of: keyed.of,
        })
    }

    /// `tag=new,weight=3`.
    pub(super) fn favour(self) -> Result<Favour, Diagnostic> {
        let keyed = Keyed::read(self, &["used", "weight"], "tag=new,weight=3")?;
        Ok(Favour {
            span: self.span(),
            used: keyed.value("used").map(Self::yes_or_no).transpose()?,
            weight: keyed.value("weight").map(Self::words),
            of: keyed.of,
        })
    }

    /// `last 3 exams`, or `from=last 3 exams,weight=4`.
    pub(super) fn avoid(self) -> Result<Placed<AskedAvoid>, Diagnostic> {
        let mut avoid = AskedAvoid { from: None, weight: None };
        if !self.text.contains('=') {
            avoid.from = Some(self.words());
            return Ok(Placed { value: avoid, span: self.span() });
        }
        for (key, value) in self.pairs("key=value", "from=all,weight=4")? {
            match key.text {
                "from" => avoid.from = Some(value.words()),
                "weight" => avoid.weight = Some(value.words()),
                _ => return Err(key.unknown(["from", "weight"])),
            }
        }
        Ok(Placed { value: avoid, span: self.span() })
    }

    /// `marks=2,minutes=5`.
    pub(super) fn band(self) -> Result<Placed<Band>, Diagnostic> {
        let mut band = Band::default();
        for (key, value) in self.pairs("key=number", "marks=2,minutes=5")? {
            match key.text {
                "marks" => band.marks = Some(value.words()),
                "minutes" => band.minutes = Some(value.words()),
                _ => return Err(key.unknown(["marks", "minutes"])),
            }
        }
        Ok(Placed { value: band, span: self.span() })
    }

    fn yes_or_no(self) -> Result<Placed<bool>, Diagnostic> {
        let value = self.text.parse().map_err(|_| {
            let message = format!("`{}` is not `true` or `false`", self.text);
            Diagnostic::new(self.span(), message, "this", "write one of the two, in small letters")
        })?;
        Ok(Placed { value, span: self.span() })
    }

    fn unknown<'k>(self, known: impl IntoIterator<Item = &'k str> + Clone) -> Diagnostic {
        let message = format!("unknown key `{}`", self.text);
        Diagnostic::new(self.span(), message, "not known here", instead(self.text, known))
    }

    /// The pieces between separators, each with its place.
    fn split(self, separator: char) -> impl Iterator<Item = Typed<'a>> {
        self.text.split(separator).map(move |piece| {
            let text = piece.trim();
            let offset = text.as_ptr() as usize - self.text.as_ptr() as usize;
            Typed { start: self.start + offset, text, ..self }
        })
    }

    fn listed(self, separator: char) -> Names {
        let pieces = self.split(separator).filter(|piece| !piece.text.is_empty());
        Placed { value: pieces.map(Self::words).collect(), span: self.span() }
    }

    /// Pairs of a key and its value between commas.
    fn pairs(self, form: &str, example: &str) -> Result<Vec<(Self, Self)>, Diagnostic> {
        self.split(',')
            .map(|piece| {
                let mut sides = piece.split('=');
                match (sides.next(), sides.next(), sides.next()) {
                    (Some(key), Some(value), None) => Ok((key, value)),
                    _ => Err(Diagnostic::new(
                        piece.span(),
                        format!("`{}` is not of the form `{form}`", piece.text),
                        "this",
                        format!("write for example `{example}`"),
                    )),
                }
            })
            .collect()
    }
}

/// What a flag tells of some questions: which they are, and other keys.
struct Keyed<'a> {
    of: Of,
    rest: Vec<(&'a str, Typed<'a>)>,
}

impl<'a> Keyed<'a> {
    fn read(typed: Typed<'a>, others: &[&str], example: &str) -> Result<Self, Diagnostic> {
        let mut keyed = Self { of: Vec::new(), rest: Vec::new() };
        for (key, value) in typed.pairs("key=value", example)? {
            let attribute = Attribute::ALL.into_iter().find(|attribute| attribute.word() == key.text);
            let twice = keyed.value(key.text).is_some() || keyed.of.iter().any(|(of, _)| Some(*of) == attribute);
            if twice {
                let message = format!("the key `{}` is there twice", key.text);
                return Err(Diagnostic::new(key.span(), message, "again", "leave one of them out"));
            }
            match attribute {
                Some(attribute) => keyed.of.push((attribute, value.listed('|'))),
                None if others.contains(&key.text) => keyed.rest.push((key.text, value)),
                None => {
                    let known: Vec<&str> =
                        Attribute::ALL.iter().map(|of| of.word()).chain(others.iter().copied()).collect();
                    return Err(key.unknown(known));
                }
            }
        }
        Ok(keyed)
    }

    fn value(&self, key: &str) -> Option<Typed<'a>> {
        self.rest.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }
}
