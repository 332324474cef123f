//! `exampress draw`: what would be on the papers, and why, without making them.

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::bank::{Bank, Question};
use crate::paper::{self, DrawnSection};
use crate::select::Selection;
use crate::spec::Spec;
use crate::stream::{DRAW_VERSION, Streams};
use crate::wording::count;

use super::earlier::Earlier;
use super::list::Format;
use super::press::{drawn_sections, paper_words};
use super::project::{Project, Request};
use super::table::table;
use super::{Context, Failure, diff, explain, moved, past, proof};

/// What to show of a draw.
#[derive(Debug, Clone, Default)]
pub struct DrawOptions {
    /// Every request with what came of it.
    pub explain: bool,
    /// The manifest of an earlier exam: what moved since, and why.
    pub diff: Option<PathBuf>,
    /// For reading, or for programs.
    pub format: Format,
}

/// A draw that is to be shown.
pub(super) struct Drawn<'a> {
    pub(super) bank: &'a Bank,
    /// What was asked for.
    pub(super) asked: &'a Spec,
    /// The same, with what is avoided of the history among the requests.
    pub(super) spec: &'a Spec,
    pub(super) seed: &'a str,
    /// All that were drawn together.
    pub(super) selections: &'a [Selection],
    /// Those that are asked for.
    pub(super) forms: Vec<Form<'a>>,
}

/// A form with its questions as the paper has them.
pub(super) struct Form<'a> {
    pub(super) selection: &'a Selection,
    pub(super) sections: Vec<DrawnSection>,
    /// In printed order.
    pub(super) questions: Vec<&'a Question>,
}

/// Draws, and tells what was drawn.
pub fn draw(request: &Request, options: &DrawOptions, context: &mut Context) -> Result<String, Failure> {
    let mut project = Project::open(request, context)?;
    let earlier = options.diff.as_deref().map(|path| Earlier::read(path, context)).transpose()?;
    if let Some(earlier) = &earlier {
        project.fields = project.fields.or_as_before(earlier.seed(), earlier.form());
    }
    let asked = project.spec(context)?;
    let seed = Project::seed(&asked)?;
    let used = past::used(&project, &asked, &seed, context)?;
    let selections = project.draw(&asked, &used, &seed, context)?;
    let spec = Spec { blueprint: asked.avoiding(&used).into_owned(), ..asked.clone() };
    let mut drawn = Drawn {
        bank: &project.bank,
        asked: &asked,
        spec: &spec,
        seed: &seed,
        selections: &selections,
        forms: Vec::new(),
    };
    for selection in selections.iter().filter(|one| spec.form.as_ref().is_none_or(|form| *form == one.form)) {
        drawn.forms.push(Form::new(&drawn, selection, context)?);
    }
    Ok(match (&earlier, options.format) {
        (None, Format::Table) => drawn.text(options.explain, context),
        (None, Format::Json) => pretty(&drawn.json(context)),
        (Some(earlier), format) => {
            let diff = diff::since(earlier, &drawn, context);
            match format {
                Format::Table if options.explain => {
                    format!("{}\n{}", moved::text(&diff), explain::text(&spec, drawn.forms[0].selection, context))
                }
                Format::Table => moved::text(&diff),
                Format::Json => pretty(&moved::json(&diff)),
            }
        }
    })
}

impl<'a> Form<'a> {
    fn new(drawn: &Drawn<'a>, selection: &'a Selection, context: &Context) -> Result<Self, Failure> {
        let sections = drawn_sections(drawn.spec, selection);
        let words = paper_words(drawn.spec, context)?;
        let streams = Streams::new(drawn.seed, &selection.form);
        let spec = drawn.spec;
        let paper = paper::assemble(drawn.bank, &sections, words, spec.order, spec.shuffle_options, &streams);
        let questions = paper.questions.iter().map(|numbered| &drawn.bank.questions[&numbered.question.id]).collect();
        Ok(Self { selection, sections, questions })
    }

    pub(super) fn marks(&self) -> u32 {
        self.questions.iter().map(|question| question.marks).sum()
    }

    pub(super) fn minutes(&self) -> u32 {
        self.questions.iter().map(|question| question.minutes).sum()
    }

    /// The place of the section a question was drawn for.
    pub(super) fn section(&self, question: &Question) -> usize {
        let has = |section: &DrawnSection| section.ids.contains(&question.id);
        self.sections.iter().position(has).expect("every question of a form was drawn for a section")
    }
}

impl Drawn<'_> {
    fn text(&self, explained: bool, context: &Context) -> String {
        let mut text = String::new();
        for form in &self.forms {
            if !text.is_empty() {
                text.push('\n');
            }
            self.form(form, &mut text);
            if explained {
                text.push('\n');
                text.push_str(&explain::text(self.spec, form.selection, context));
            }
        }
        if self.forms.len() > 1 {
            text.push('\n');
            text.push_str(&proof::text(self));
        }
        text
    }

    fn form(&self, form: &Form<'_>, text: &mut String) {
        writeln!(
            text,
            "form {}, seed {}: {}, {}, {}\n",
            form.selection.form,
            self.seed,
            count(form.questions.len(), "question"),
            count(form.marks() as usize, "mark"),
            count(form.minutes() as usize, "minute")
        )
        .expect("writing into a string cannot fail");
        let several = form.sections.len() > 1;
        let row = |(at, question): (usize, &&Question)| {
            let mut row = vec![(at + 1).to_string()];
            if several {
                row.push(section_name(&form.sections, form.section(question)));
            }
            let words = [&question.id, &question.level, &question.topic, question.kind.word()];
            row.extend(words.map(str::to_owned));
            row.extend([question.marks, question.minutes].map(|number| number.to_string()));
            row
        };
        let rows: Vec<Vec<String>> = form.questions.iter().enumerate().map(row).collect();
        let mut head = vec!["number", "id", "level", "topic", "kind", "marks", "minutes"];
        if several {
            head.insert(1, "section");
        }
        text.push_str(&table(&head, &rows));
    }

    fn json(&self, context: &Context) -> Value {
        let sections = self.spec.blueprint.sections.iter().map(|section| section.title.as_deref());
        let forms: Vec<Value> = self.forms.iter().map(|form| self.form_json(form, context)).collect();
        json!({
            "draw_version": DRAW_VERSION,
            "seed": self.seed,
            "sections": sections.collect::<Vec<_>>(),
            "forms": forms,
            "proof": (self.forms.len() > 1).then(|| proof::json(self)),
        })
    }

    fn form_json(&self, form: &Form<'_>, context: &Context) -> Value {
        let question = |(at, question): (usize, &&Question)| {
            json!({
                "number": at + 1,
                "section": form.section(question) + 1,
                "id": question.id,
                "level": question.level,
                "topic": question.topic,
                "kind": question.kind.word(),
                "marks": question.marks,
                "minutes": question.minutes,
            })
        };
        json!({
            "form": form.selection.form,
            "marks": form.marks(),
            "minutes": form.minutes(),
            "questions": form.questions.iter().enumerate().map(question).collect::<Vec<_>>(),
            "account": explain::json(self.spec, form.selection, context),
        })
    }
}

/// Its number and its title.
fn section_name(sections: &[DrawnSection], place: usize) -> String {
    match &sections[place].title {
        Some(title) => format!("{} {title}", place + 1),
        None => (place + 1).to_string(),
    }
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("text and numbers are always JSON");
    text.push('\n');
    text
}
