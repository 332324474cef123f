//! `exampress draw --audit`: how often each question is drawn over many seeds, and whether that is fair.

mod geometry;
mod labels;
mod marks;
mod plot;
mod spread;
mod svg;
mod text;

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::select::{self, Audit, Group};

use super::list::Format;
use super::project::{Project, Request};
use super::write::{Elsewhere, NewFile, may_write, write_for};
use super::{Context, Failure, past};

/// What to audit, and how to tell of it.
#[derive(Debug, Clone, Default)]
pub struct AuditOptions {
    /// How many forms to draw.
    pub draws: usize,
    /// A file for a plot of all shares.
    pub svg: Option<PathBuf>,
    /// How to tell of the rest.
    pub format: Format,
}

/// Groups that have a row of their own.
const MOST_GROUPS: usize = 12;

/// How messages about the plot's file call its flag.
const SVG: Elsewhere = Elsewhere { flag: "--svg", other: "another name" };

/// Draws the first form with many seeds and tells how often each question came.
pub fn audit(request: &Request, options: &AuditOptions, context: &mut Context) -> Result<String, Failure> {
    if let Some(path) = &options.svg {
        may_write(path, request.force, SVG)?;
    }
    let project = Project::open(request, context)?;
    let spec = project.spec(context)?;
    let seed = Project::seed(&spec)?;
    let items = project.items();
    let used = past::used(&project, &spec, &seed, context)?;
    let blueprint = spec.avoiding(&used);
    let audit = select::audit(items, &project.levels(), &blueprint, &seed, options.draws)
        .map_err(|refusal| project.refused(&spec, &used, &refusal, context))?;
    let report = Report {
        labels: labels::of_groups(&audit, items, &blueprint),
        order: in_order(&audit),
        audit,
        seed,
        form: spec.blueprint.forms.names[0].clone(),
        bank: project.bank.title.clone(),
    };
    if let Some(path) = &options.svg {
        let svg = report.svg();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = NewFile { name: &name, bytes: svg.as_bytes() };
        write_for(path.parent().unwrap_or(Path::new("")), &[file], request.force, SVG)?;
    }
    Ok(match options.format {
        Format::Table => report.text(options.svg.as_deref()),
        Format::Json => report.json(),
    })
}

/// An audit with all that is told of it.
struct Report {
    audit: Audit,
    /// For each group what its questions have in common.
    labels: Vec<String>,
    /// The groups in the order in which they are told: by level, those of several levels last; then the larger ones first.
    order: Vec<usize>,
    seed: String,
    form: String,
    bank: String,
}

fn in_order(audit: &Audit) -> Vec<usize> {
    let level = |group: usize| {
        let mut levels = audit.groups[group].members.iter().map(|&member| &audit.questions[member].level);
        let first = levels.next();
        let common = levels.all(|level| Some(level) == first);
        let place = audit.levels.iter().position(|level| Some(&level.name) == first);
        place.filter(|_| common).unwrap_or(audit.levels.len())
    };
    let mut order: Vec<usize> = (0..audit.groups.len()).collect();
    order.sort_by_cached_key(|&at| (level(at), std::cmp::Reverse(audit.groups[at].alike), audit.groups[at].members[0]));
    order
}

impl Report {
    /// A number of draws as a part of all, in percent.
    fn percent(&self, drawn: f64) -> f64 {
        100.0 * drawn / self.audit.draws as f64
    }

    /// Digits after the point of a percentage: one more than chance leaves sure.
    fn digits(&self) -> usize {
        let tested = self.audit.groups.iter().filter(|group| group.test.is_some());
        let least = tested.map(|group| self.percent(group.variance.sqrt())).min_by(f64::total_cmp);
        least.map_or(1, |least| (1.0 - least.log10().floor()).clamp(1.0, 3.0) as usize)
    }

    /// The mean number of draws of a group's questions.
    fn mean(group: &Group) -> f64 {
        group.drawn as f64 / group.alike as f64
    }

    /// The largest of some groups, in the order in which they are told, and the rest.
    fn largest(&self, wanted: impl Fn(&Group) -> bool) -> (Vec<usize>, Vec<usize>) {
        let groups = &self.audit.groups;
        let mut by_size: Vec<usize> = self.order.iter().copied().filter(|&at| wanted(&groups[at])).collect();
        by_size.sort_by_key(|&at| std::cmp::Reverse(groups[at].alike));
        let shown = &by_size[..by_size.len().min(MOST_GROUPS)];
        self.order.iter().filter(|at| wanted(&groups[**at])).partition(|at| shown.contains(at))
    }

    /// All figures for programs.
    fn json(&self) -> String {
        let audit = &self.audit;
        let draws = audit.draws as f64;
        let parts = |parts: &[select::Part]| -> serde_json::Value {
            let part = |part: &select::Part| {
                json!({
                    "name": part.name, "questions": part.questions, "drawn": part.drawn,
                    "drawn_a_form": part.drawn as f64 / draws,
                })
            };
            parts.iter().map(part).collect()
        };
        let test = |test: Option<select::Test>| {
            test.map(|test| json!({ "chi_square": test.chi_square, "df": test.degrees, "p": test.p }))
        };
        let place = |group: usize| self.order.iter().position(|&at| at == group);
        let question = |question: &select::Tally| {
            json!({
                "id": question.id, "level": question.level, "topic": question.topic, "drawn": question.drawn,
                "share": question.drawn as f64 / draws, "group": place(question.group),
            })
        };
        let group = |&at: &usize| {
            let group = &audit.groups[at];
            let ids: Vec<&str> = group.members.iter().map(|&member| audit.questions[member].id.as_str()).collect();
            json!({
                "label": self.labels[at], "questions": ids, "alike": group.alike, "drawn": group.drawn,
                "mean_share": Self::mean(group) / draws,
                "standard_deviation": group.variance.sqrt() / draws,
                "test": test(group.test),
            })
        };
        let all = json!({
            "bank": self.bank,
            "seed": self.seed,
            "form": self.form,
            "draws": audit.draws,
            "levels": parts(&audit.levels),
            "topics": parts(&audit.topics),
            "questions": audit.questions.iter().map(question).collect::<Vec<_>>(),
            "groups": self.order.iter().map(group).collect::<Vec<_>>(),
            "overall": test(audit.overall()),
            "tests": audit.tests().count(),
            "smallest_p_times_tests": audit.smallest(),
        });
        let mut lines = serde_json::to_string_pretty(&all).expect("text and numbers are always JSON");
        lines.push('\n');
        lines
    }
}

/// A chance as it is printed.
fn chance(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}
