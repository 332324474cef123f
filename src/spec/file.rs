//! `exam.toml` as it is written.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::toml_text;

use super::blueprint::Attribute;
use super::fields::{
    Amounts, AskedAvoid, AskedForms, AskedSection, Band, Condition, Favour, Fields, Names, Of, Placed, Wanted, Words,
};
use super::front::AskedFront;
use super::raw::{RawAmount, RawAvoid, RawCondition, RawFavour, RawForms, RawNames, RawSection, RawSpec, RawValue};

/// Reads the text of an `exam.toml`, or tells what does not fit.
pub fn read(text: &str, source: SourceId) -> Result<Fields, Vec<Diagnostic>> {
    let raw: RawSpec = toml_text::file(text, source)?;
    let place = Place(source);
    Ok(Fields {
        title: place.one(raw.title),
        subtitle: place.one(raw.subtitle),
        instructions: place.one(raw.instructions),
        date: place.one(raw.date),
        language: place.one(raw.language),
        seed: place.one(raw.seed),
        form: place.one(raw.form),
        front: AskedFront {
            institution: place.one(raw.institution),
            logo: place.one(raw.logo),
            time: place.amount(raw.time),
            cover: raw.cover,
            watermark: place.one(raw.watermark),
            duplex: raw.duplex,
            booklet: raw.booklet,
        },
        wanted: Wanted {
            count: place.amount(raw.count),
            levels: place.amounts(raw.levels),
            shares: place.amounts(raw.shares),
            marks: place.amount(raw.marks),
            minutes: place.amount(raw.minutes),
            topics: place.names(raw.topics),
            exclude_topics: place.names(raw.exclude_topics),
            require: place.names(raw.require),
            conditions: raw.conditions.into_iter().map(|condition| place.condition(condition)).collect(),
        },
        sections: raw.section.into_iter().map(|section| place.section(section)).collect(),
        exclude: place.names(raw.exclude),
        enemies: raw.enemies.map(|lists| lists.into_iter().map(|list| place.list(list)).collect()),
        one_per_concept: raw.one_per_concept,
        prefer: raw.prefer.map(|favours| favours.into_iter().map(|favour| place.favour(favour)).collect()),
        used: place.names(raw.used),
        history: place.one(raw.history),
        avoid: raw.avoid.map(|avoid| place.avoid(avoid)),
        roster: place.one(raw.roster),
        forms: raw.forms.map(|forms| place.forms(forms)),
        overlap: place.amount(raw.overlap),
        anchors: place.names(raw.anchors),
        band: place.one(raw.band).map(|band| Placed {
            value: Band { marks: place.amount(band.value.marks), minutes: place.amount(band.value.minutes) },
            span: band.span,
        }),
        order: raw.order,
        shuffle_options: raw.shuffle_options,
        paper: raw.paper,
        layout: raw.layout,
        theme: place.one(raw.theme),
        folder: place.one(raw.output.folder),
        candidate: place.one(raw.output.candidate),
        key: place.one(raw.output.key),
        manifest: place.one(raw.output.manifest),
        bank: place.one(raw.bank),
        templates: place.one(raw.templates),
        fonts: place.one(raw.fonts),
    })
}

/// Knows which file it reads.
struct Place(SourceId);

impl Place {
    fn placed<T>(&self, value: Spanned<T>) -> Placed<T> {
        Placed { span: Span::new(self.0, value.span()), value: value.into_inner() }
    }

    fn one<T>(&self, value: Option<Spanned<T>>) -> Option<Placed<T>> {
        value.map(|value| self.placed(value))
    }

    fn list(&self, names: Spanned<Vec<Spanned<String>>>) -> Names {
        let names = self.placed(names);
        Placed { value: names.value.into_iter().map(|name| self.placed(name)).collect(), span: names.span }
    }

    fn names(&self, names: Option<Spanned<Vec<Spanned<String>>>>) -> Option<Names> {
        names.map(|names| self.list(names))
    }

    /// A name or a list of names, as a list.
    fn one_or_more(&self, names: Spanned<RawNames>) -> Names {
        let names = self.placed(names);
        let value = match names.value {
            RawValue::One(name) => vec![Placed { value: name, span: names.span }],
            RawValue::More(list) => list.into_iter().map(|name| self.placed(name)).collect(),
        };
        Placed { value, span: names.span }
    }

    fn amount(&self, amount: Option<Spanned<RawAmount>>) -> Option<Words> {
        amount.map(|amount| self.one_amount(amount))
    }

    fn one_amount(&self, amount: Spanned<RawAmount>) -> Words {
        let amount = self.placed(amount);
        let RawValue::One(value) = amount.value else { unreachable!("an amount is never read from a list") };
        Placed { value, span: amount.span }
    }

    fn amounts(&self, amounts: Option<Spanned<BTreeMap<Spanned<String>, Spanned<RawAmount>>>>) -> Option<Amounts> {
        let amounts = self.placed(amounts?);
        let pairs = amounts.value.into_iter().map(|(name, amount)| (self.placed(name), self.one_amount(amount)));
        Some(Placed { value: pairs.collect(), span: amounts.span })
    }

    fn forms(&self, forms: Spanned<RawForms>) -> AskedForms {
        let forms = self.placed(forms);
        match forms.value {
            RawValue::One(value) => AskedForms::Number(Placed { value, span: forms.span }),
            RawValue::More(names) => AskedForms::Names(Placed {
                value: names.into_iter().map(|name| self.placed(name)).collect(),
                span: forms.span,
            }),
        }
    }

    fn of<const N: usize>(&self, keys: [(Attribute, Option<Spanned<RawNames>>); N]) -> Of {
        keys.into_iter().filter_map(|(attribute, names)| Some((attribute, self.one_or_more(names?)))).collect()
    }

    fn condition(&self, raw: Spanned<RawCondition>) -> Condition {
        let Placed { value: raw, span } = self.placed(raw);
        Condition {
            span,
            of: self.of([
                (Attribute::Level, raw.level),
                (Attribute::Topic, raw.topic),
                (Attribute::Kind, raw.kind),
                (Attribute::Tag, raw.tag),
                (Attribute::Concept, raw.concept),
                (Attribute::File, raw.file),
                (Attribute::Id, raw.id),
            ]),
            min: self.amount(raw.min),
            max: self.amount(raw.max),
            count: self.amount(raw.count),
            marks: self.amount(raw.marks),
            minutes: self.amount(raw.minutes),
        }
    }

    fn favour(&self, raw: Spanned<RawFavour>) -> Favour {
        let Placed { value: raw, span } = self.placed(raw);
        Favour {
            span,
            of: self.of([
                (Attribute::Level, raw.level),
                (Attribute::Topic, raw.topic),
                (Attribute::Kind, raw.kind),
                (Attribute::Tag, raw.tag),
                (Attribute::Concept, raw.concept),
                (Attribute::File, raw.file),
                (Attribute::Id, raw.id),
            ]),
            used: self.one(raw.used),
            weight: self.amount(raw.weight),
        }
    }

    fn avoid(&self, raw: Spanned<RawAvoid>) -> Placed<AskedAvoid> {
        let Placed { value, span } = self.placed(raw);
        let value = match value {
            RawAvoid::From(from) => AskedAvoid { from: Some(Placed { value: from, span }), weight: None },
            RawAvoid::Table { from, weight } => AskedAvoid { from: self.one(from), weight: self.amount(weight) },
        };
        Placed { value, span }
    }

    fn section(&self, raw: Spanned<RawSection>) -> AskedSection {
        let Placed { value: raw, span } = self.placed(raw);
        AskedSection {
            span,
            title: self.one(raw.title),
            order: self.one(raw.order),
            wanted: Wanted {
                count: self.amount(raw.count),
                levels: self.amounts(raw.levels),
                shares: self.amounts(raw.shares),
                marks: self.amount(raw.marks),
                minutes: self.amount(raw.minutes),
                topics: self.names(raw.topics),
                exclude_topics: self.names(raw.exclude_topics),
                require: self.names(raw.require),
                conditions: raw.conditions.into_iter().map(|condition| self.condition(condition)).collect(),
            },
        }
    }
}
