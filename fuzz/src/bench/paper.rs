//! Papers without the command line.

use exampress::bank::{Bank, Question};
use exampress::flow::{Inline, Text, TextStyle};
use exampress::markup::{self, Dialect, Origin};
use exampress::paper::{self, DrawnSection, Furniture, Paper, Words};
use exampress::select::{Item, Selection};
use exampress::source::Sources;
use exampress::spec::{Order, Spec};
use exampress::stream::Streams;

/// A paper with all questions of a bank.
pub(crate) fn of_all(bank: &Bank) -> Paper {
    let all = DrawnSection { ids: bank.questions.keys().cloned().collect(), ..DrawnSection::default() };
    let words = Words { title: "Title".to_owned(), language: "en".to_owned(), ..Words::default() };
    paper::assemble(bank, &[all], words, Order::Level, true, &Streams::new("seed", "A"))
}

/// What the draw may know of a question.
pub(crate) fn item(question: &Question) -> Item {
    Item {
        id: question.id.clone(),
        level: question.level.clone(),
        topic: question.topic.clone(),
        kind: question.kind.word().to_owned(),
        tags: question.tags.clone(),
        concept: question.concept.clone(),
        file: question.file.clone(),
        marks: question.marks,
        minutes: question.minutes,
        excludes: question.excludes.clone(),
        set: question.set.clone(),
    }
}

/// The paper that a spec asks for; none if its instructions are wrong.
pub(crate) fn drawn(bank: &Bank, spec: &Spec, selection: &Selection, seed: &str, sources: &Sources) -> Option<Paper> {
    let instructions = match &spec.words.instructions {
        None => None,
        Some(text) => {
            let file = &sources.get(text.span.source).text;
            let origin = Origin::of_value(text.span.source, file, text.span.range(), &text.value);
            let no_pictures = |_: &str| Err("instructions cannot hold a picture".to_owned());
            let dialect = Dialect { structure: false, blanks: None, purposes: &[], pictures: &no_pictures };
            Some(markup::blocks(&text.value, origin, &dialect).ok()?)
        }
    };
    let front = &spec.front;
    let watermark = front.watermark.as_ref().map(|words| {
        let style = TextStyle { bold: true, ..TextStyle::default() };
        vec![Inline::Text(Text { text: words.value.clone(), style, span: words.span })]
    });
    let words = Words {
        title: spec.words.title.clone(),
        subtitle: spec.words.subtitle.clone(),
        instructions,
        date: spec.words.date.clone(),
        language: spec.words.language.clone(),
        candidate: None,
        furniture: Furniture {
            institution: front.institution.clone(),
            time: front.time,
            cover: front.cover,
            watermark,
            pages_a_sheet: if front.booklet { 4 } else { 1 },
            ..Furniture::default()
        },
    };
    let sections = spec.blueprint.sections.iter().zip(&selection.sections);
    let sections: Vec<DrawnSection> = sections
        .map(|(section, ids)| DrawnSection { title: section.title.clone(), order: section.order, ids: ids.clone() })
        .collect();
    let streams = Streams::new(seed, &selection.form);
    Some(paper::assemble(bank, &sections, words, spec.order, spec.shuffle_options, &streams))
}
