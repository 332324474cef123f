//! The command line as fields. Each flag becomes a small text of its own (`--levels junior=4,mid=4`), so that a wrong
//! name in it is shown with a caret as one in a file is.

use crate::diagnostic::Diagnostic;
use crate::signs;
use crate::source::Sources;

use super::fields::Fields;
use super::front::AskedFront;
use super::typed::Typed;
use super::{Layout, Order, PaperSize};

/// A flag as it was typed: its name without hyphens, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Such as `levels`.
    pub name: &'static str,
    /// Such as `junior=4,mid=4`.
    pub value: String,
}

/// Flags that can be nothing but right.
#[derive(Debug, Clone, Copy, Default)]
pub struct Switches {
    /// `--order`.
    pub order: Option<Order>,
    /// `--shuffle-options`.
    pub shuffle_options: Option<bool>,
    /// `--one-per-concept`.
    pub one_per_concept: Option<bool>,
    /// `--cover`.
    pub cover: Option<bool>,
    /// `--duplex`.
    pub duplex: Option<bool>,
    /// `--booklet`.
    pub booklet: Option<bool>,
    /// `--paper`.
    pub paper: Option<PaperSize>,
    /// `--layout`, `--compact`, `--one-per-page`.
    pub layout: Option<Layout>,
}

/// Turns flags into fields, or tells which cannot be understood.
pub fn from_flags(flags: &[Flag], switches: Switches, sources: &mut Sources) -> Result<Fields, Vec<Diagnostic>> {
    let Switches { order, shuffle_options, one_per_concept, cover, duplex, booklet, paper, layout } = switches;
    let front = AskedFront { cover, duplex, booklet, ..AskedFront::default() };
    let mut fields = Fields { front, one_per_concept, order, shuffle_options, paper, layout, ..Fields::default() };
    let mut problems = Vec::new();
    for flag in flags {
        let lead = format!("--{} ", flag.name);
        let start = lead.len();
        let source = sources.add("command line", lead + &flag.value);
        let unseen = signs::problems(&flag.value, source);
        if !unseen.is_empty() {
            let shifted = |problem: Diagnostic| Diagnostic { span: problem.span.later(start), ..problem };
            problems.extend(unseen.into_iter().map(shifted));
            continue;
        }
        let typed = Typed { source, start, text: &flag.value };
        if let Err(problem) = set(&mut fields, flag.name, typed) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(fields) } else { Err(problems) }
}

fn set(fields: &mut Fields, name: &str, typed: Typed<'_>) -> Result<(), Diagnostic> {
    let wanted = &mut fields.wanted;
    match name {
        "title" => fields.title = Some(typed.words()),
        "subtitle" => fields.subtitle = Some(typed.words()),
        "instructions" => fields.instructions = Some(typed.words()),
        "date" => fields.date = Some(typed.words()),
        "language" => fields.language = Some(typed.words()),
        "theme" => fields.theme = Some(typed.words()),
        "seed" => fields.seed = Some(typed.words()),
        "form" => fields.form = Some(typed.words()),
        "institution" => fields.front.institution = Some(typed.words()),
        "logo" => fields.front.logo = Some(typed.words()),
        "time" => fields.front.time = Some(typed.words()),
        "watermark" => fields.front.watermark = Some(typed.words()),
        "count" => wanted.count = Some(typed.words()),
        "levels" => wanted.levels = Some(typed.amounts()?),
        "shares" => wanted.shares = Some(typed.amounts()?),
        "marks" => wanted.marks = Some(typed.words()),
        "minutes" => wanted.minutes = Some(typed.words()),
        "topics" => wanted.topics = Some(typed.names()),
        "exclude-topics" => wanted.exclude_topics = Some(typed.names()),
        "require" => wanted.require = Some(typed.names()),
        "condition" => wanted.conditions.push(typed.condition()?),
        "exclude" => fields.exclude = Some(typed.names()),
        "enemies" => fields.enemies.get_or_insert_default().push(typed.names()),
        "prefer" => fields.prefer.get_or_insert_default().push(typed.favour()?),
        "used" => fields.used = Some(typed.names()),
        "history" => fields.history = Some(typed.words()),
        "avoid" => fields.avoid = Some(typed.avoid()?),
        "roster" => fields.roster = Some(typed.words()),
        "forms" => fields.forms = Some(typed.forms()),
        "overlap" => fields.overlap = Some(typed.words()),
        "anchors" => fields.anchors = Some(typed.names()),
        "band" => fields.band = Some(typed.band()?),
        "out" => fields.folder = Some(typed.words()),
        "candidate" => fields.candidate = Some(typed.words()),
        "key" => fields.key = Some(typed.words()),
        "manifest" => fields.manifest = Some(typed.words()),
        "bank" => fields.bank = Some(typed.words()),
        "templates" => fields.templates = Some(typed.words()),
        "fonts" => fields.fonts = Some(typed.words()),
        other => unreachable!("the command line has no flag --{other}"),
    }
    Ok(())
}
