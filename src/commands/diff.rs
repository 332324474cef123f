//! What moved since an earlier exam, and why.

use std::collections::BTreeMap;

use crate::bank::Question;
use crate::manifest::{Facts, RequestRecord, requests};
use crate::select;
use crate::source::Sources;
use crate::spec::{Bounds, Overlap, Request};
use crate::stream::{DRAW_VERSION, Streams};

use super::Context;
use super::draw::{Drawn, Form};
use super::earlier::{Earlier, Had};
use super::project::item;
use super::refusal::place;

/// What moved.
pub(super) struct Diff<'a> {
    pub(super) earlier: &'a Earlier,
    pub(super) form: &'a str,
    pub(super) seed: &'a str,
    /// Differences that make another draw by themselves.
    pub(super) settings: Vec<Change>,
    /// The version of the program, if it is another one.
    pub(super) program: Option<Change>,
    pub(super) requests: Vec<Change>,
    pub(super) left: Vec<Left<'a>>,
    pub(super) came: Vec<Came<'a>>,
    pub(super) changed: Vec<Changed<'a>>,
    /// How many questions are as they were.
    pub(super) unchanged: usize,
}

/// Something that was one thing and is another; nothing where it was not there, or is not.
pub(super) struct Change {
    pub(super) what: String,
    pub(super) was: Option<String>,
    pub(super) is: Option<String>,
}

/// A question that is not drawn any more.
pub(super) struct Left<'a> {
    pub(super) had: &'a Had,
    pub(super) why: String,
}

/// A question that was not drawn before.
pub(super) struct Came<'a> {
    pub(super) question: &'a Question,
    /// The question that left and is most like it.
    pub(super) instead: Option<&'a str>,
}

/// A question that is drawn still, but is not as it was.
pub(super) struct Changed<'a> {
    pub(super) id: &'a str,
    pub(super) how: Vec<String>,
}

/// What moved from an earlier exam to the first form that is shown.
pub(super) fn since<'a>(earlier: &'a Earlier, drawn: &'a Drawn<'_>, context: &Context) -> Diff<'a> {
    let form = &drawn.forms[0];
    let record = &earlier.record;
    let settings: Vec<Change> = [
        change("seed", &record.seed, drawn.seed),
        change("form", &record.form, &form.selection.form),
        change("draw version", &record.draw_version.to_string(), &DRAW_VERSION.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let requests = of_requests(&record.spec.requests, &requests(drawn.asked));
    let had: BTreeMap<&str, &Had> = record.questions.iter().map(|had| (had.id.as_str(), had)).collect();
    let ids = form.selection.ids();
    let gone: Vec<&Had> = record.questions.iter().filter(|had| !ids.contains(&had.id)).collect();
    let new: Vec<&Question> =
        form.questions.iter().copied().filter(|question| !had.contains_key(question.id.as_str())).collect();
    let pairs = pairs(&gone, &new);
    let reasons = Reasons { drawn, form, settings: &settings, requests: &requests, sources: &context.sources };
    let partner =
        |had: &Had| new.iter().copied().find(|question| pairs.get(question.id.as_str()) == Some(&had.id.as_str()));
    let left = gone.iter().map(|&had| Left { had, why: reasons.why(had, partner(had)) }).collect();
    let came =
        new.iter().map(|&question| Came { question, instead: pairs.get(question.id.as_str()).copied() }).collect();
    let stayed = form.questions.iter().filter_map(|question| Some((*had.get(question.id.as_str())?, *question)));
    let changed: Vec<Changed<'_>> = stayed
        .map(|(had, question)| Changed { id: &had.id, how: changes(&had.facts, &Facts::of(question, &form.sections)) })
        .filter(|changed| !changed.how.is_empty())
        .collect();
    Diff {
        earlier,
        form: &form.selection.form,
        seed: drawn.seed,
        program: change("version", &record.version, env!("CARGO_PKG_VERSION")),
        left,
        came,
        unchanged: form.questions.len() - new.len() - changed.len(),
        changed,
        settings,
        requests,
    }
}

fn change(what: &str, was: &str, is: &str) -> Option<Change> {
    (was != is).then(|| Change { what: what.to_owned(), was: Some(was.to_owned()), is: Some(is.to_owned()) })
}

/// Requests that are not as they were; those of one name are taken together.
fn of_requests(before: &[RequestRecord], now: &[RequestRecord]) -> Vec<Change> {
    let asked = |records: &[RequestRecord], one: &RequestRecord| -> Option<String> {
        let same = records.iter().filter(|other| other.request == one.request && other.section == one.section);
        let asked: Vec<&str> = same.map(|record| record.asked.as_str()).collect();
        (!asked.is_empty()).then(|| asked.join(" and "))
    };
    let mut told: Vec<(&str, Option<usize>)> = Vec::new();
    let mut changes = Vec::new();
    for record in before.iter().chain(now) {
        let name = (record.request.as_str(), record.section);
        let (was, is) = (asked(before, record), asked(now, record));
        if was != is && !told.contains(&name) {
            told.push(name);
            changes.push(Change { what: record.request.clone(), was, is });
        }
    }
    changes
}

/// For each question that came one that left: of its level and topic, else of its level, else of its topic.
fn pairs<'a>(gone: &[&'a Had], new: &[&'a Question]) -> BTreeMap<&'a str, &'a str> {
    let mut pairs: BTreeMap<&str, &str> = BTreeMap::new();
    let mut free: Vec<&Had> = gone.to_vec();
    for (of_level, of_topic) in [(true, true), (true, false), (false, true)] {
        for question in new {
            let alike = |had: &&Had| {
                (!of_level || had.facts.level == question.level) && (!of_topic || had.facts.topic == question.topic)
            };
            if !pairs.contains_key(question.id.as_str())
                && let Some(at) = free.iter().position(alike)
            {
                pairs.insert(&question.id, &free.remove(at).id);
            }
        }
    }
    pairs
}

/// What is not as it was of a question that is drawn still.
fn changes(was: &Facts, is: &Facts) -> Vec<String> {
    let mut changes = differences(was, is);
    if changes.is_empty() && was.digest != is.digest {
        changes.push("its text".to_owned());
    }
    let name = |section: Option<usize>| section.map_or_else(|| "none".to_owned(), |number| number.to_string());
    if was.section != is.section {
        changes.push(format!("section was {}, is {}", name(was.section), name(is.section)));
    }
    changes
}

/// What the draw knows of a question, where it is not as it was.
pub(super) fn differences(was: &Facts, is: &Facts) -> Vec<String> {
    let one = |word: &Option<String>| word.clone().unwrap_or_else(|| "none".to_owned());
    let all = |words: &[String]| if words.is_empty() { "none".to_owned() } else { words.join(" and ") };
    let facts = |facts: &Facts| {
        [
            ("level was", "is", facts.level.clone()),
            ("topic was", "is", facts.topic.clone()),
            ("kind was", "is", facts.kind.clone()),
            ("concept was", "is", one(&facts.concept)),
            ("tags were", "are", all(&facts.tags)),
            ("excludes were", "are", all(&facts.excludes)),
            ("set was", "is", one(&facts.set)),
            ("file was", "is", facts.file.clone()),
            ("marks were", "are", facts.marks.to_string()),
            ("minutes were", "are", facts.minutes.to_string()),
        ]
    };
    let both = facts(was).into_iter().zip(facts(is)).filter(|((_, _, was), (_, _, is))| was != is);
    both.map(|((lead, verb, was), (_, _, is))| format!("{lead} {was}, {verb} {is}")).collect()
}

/// What may be the reason that a question left.
struct Reasons<'a, 'd> {
    drawn: &'a Drawn<'d>,
    form: &'a Form<'d>,
    settings: &'a [Change],
    requests: &'a [Change],
    sources: &'a Sources,
}

impl Reasons<'_, '_> {
    /// The first that holds; a bar, and what changed of the question, are told together.
    fn why(&self, had: &Had, partner: Option<&Question>) -> String {
        let Some(question) = self.drawn.bank.questions.get(&had.id) else {
            return "no longer in the bank".to_owned();
        };
        let bar = self
            .bar(question, had.facts.section)
            .map(|request| format!("barred by `{}`{}", request.name, self.line(request)));
        let changed = differences(&had.facts, &Facts::of(question, &self.form.sections));
        let reasons: Vec<String> = bar.into_iter().chain(changed).collect();
        if !reasons.is_empty() {
            return reasons.join("; ");
        }
        if let [setting, ..] = self.settings {
            return format!("another {}", setting.what);
        }
        match self.requests {
            [] => self.others_fit_better(question, partner),
            [Change { what, was: None, .. }] => format!("`{what}` is asked for now"),
            [Change { what, is: None, .. }] => format!("`{what}` is not asked for now"),
            [Change { what, was: Some(was), is: Some(is) }] => format!("`{what}` was {was}, is {is}"),
            _ => "the requests changed".to_owned(),
        }
    }

    /// A request that keeps a question out of every section; of several that of the section it was in.
    fn bar(&self, question: &Question, section: Option<usize>) -> Option<&Request> {
        let blueprint = &self.drawn.spec.blueprint;
        let bars = |request: &&Request, place: usize| {
            matches!(request.bounds, Bounds::Within { high: Some(0), .. })
                && request.section.is_none_or(|about| about == place)
                && request.filter.fits(&item(question))
        };
        let of_section = |place: usize| blueprint.requests.iter().find(|request| bars(request, place));
        let bars: Option<Vec<&Request>> = (0..blueprint.sections.len()).map(of_section).collect();
        let place = section.map_or(0, |number| number.saturating_sub(1));
        bars.and_then(|bars| bars.get(place).or(bars.first()).copied())
    }

    fn line(&self, request: &Request) -> String {
        match place(request.span, self.sources) {
            flag if flag.starts_with('-') => format!(" ({flag})"),
            line => format!(" (line {line})"),
        }
    }

    fn others_fit_better(&self, question: &Question, partner: Option<&Question>) -> String {
        let forms = &self.drawn.spec.blueprint.forms;
        let other = self.drawn.selections.iter().find(|selection| selection.ids().contains(&question.id));
        if let Some(other) = other {
            return format!("form {} has it now", other.form);
        }
        let Some(partner) = partner else { return "others fit better now".to_owned() };
        let of_keys = if forms.overlap == Overlap::Same { &forms.names[0] } else { &self.form.selection.form };
        let streams = Streams::new(self.drawn.seed, of_keys);
        let place = self.form.sections.iter().position(|section| section.ids.contains(&partner.id)).unwrap_or(0);
        let key = |question: &Question| select::key(&select::keys(&streams, place), &item(question));
        let comparable = partner.level == question.level && self.drawn.spec.blueprint.prefer.is_empty();
        let smaller = comparable && key(partner) < key(question);
        let ending = if smaller { " with a smaller number in the draw" } else { "" };
        format!("others fit better now: `{}` came in{ending}", partner.id)
    }
}
