//! Why nothing can be drawn, in words and small tables.

use std::collections::BTreeSet;

use crate::select::{Change, Clash, Member, Refusal, Shortage};
use crate::source::{Sources, Span};
use crate::spec::{Measure, Spec};
use crate::wording::{all_of, count, one_of};

use super::table::table;

/// What was left out because of the history, if anything was.
pub(super) fn barred(spec: &Spec, used: &BTreeSet<String>) -> Option<String> {
    let is_bar = spec.avoid.as_ref().is_some_and(|avoid| avoid.weight.is_none());
    let history = spec.history.as_ref().filter(|_| is_bar && !used.is_empty())?;
    let (verb, it) = if used.len() == 1 { ("was", "it") } else { ("were", "them") };
    Some(format!("{} {verb} left out because {} has {it}", count(used.len(), "question"), history.value))
}

/// The message for a refusal of the request that messages call `name`; `barred` is what the history left out.
pub(super) fn message(name: &str, refusal: &Refusal, barred: Option<&str>, sources: &Sources) -> String {
    match refusal {
        Refusal::NothingWanted => {
            format!(
                "{name}: the exam would have no question\nhelp: ask for one or more with `count`, `levels` or `shares`"
            )
        }
        Refusal::Clash(Clash::Short(shortages)) => short(name, shortages, barred, sources),
        Refusal::Clash(Clash::Together { members, fewest, pair }) => {
            let is_about_history = members.iter().any(|member| is_avoid(&member.request));
            together(name, members, *fewest, pair.as_ref(), barred.filter(|_| is_about_history), sources)
        }
        Refusal::TooFewForms { wanted, drawn } => format!(
            "{name}: {wanted} forms cannot be drawn together; one after another, {} with this seed{}\n\
             help: ask for fewer with `forms`, allow more with `overlap` or `band`, or put questions that every form \
             may have into `anchors`: a required question counts as shared; `exampress capacity` tells how many forms there are and what is missing",
            if *drawn == 1 { "1 was found".to_owned() } else { format!("{drawn} were found") },
            barred.map(|barred| format!("; {barred}")).unwrap_or_default()
        ),
        Refusal::Undecided { steps } => format!(
            "{name}: not decided within {} million steps whether an exam can be drawn\n\
             help: let a number be a range, such as `marks = \"58..62\"`, or leave a condition out",
            steps / 1_000_000
        ),
    }
}

/// Where something is asked for: a line of the file, or a flag.
pub(super) fn place(span: Option<Span>, sources: &Sources) -> String {
    let Some(span) = span else { return "-".to_owned() };
    let source = sources.get(span.source);
    match source.text.split_whitespace().next() {
        Some(flag) if source.name == "command line" => flag.to_owned(),
        _ => (source.text[..span.start].matches('\n').count() + 1).to_string(),
    }
}

fn short(name: &str, shortages: &[Shortage], barred: Option<&str>, sources: &Sources) -> String {
    let rows: Vec<Vec<String>> = shortages
        .iter()
        .map(|shortage| {
            let missing = shortage.wanted - shortage.there;
            let numbers = [shortage.wanted, shortage.there, missing].map(|number| number.to_string());
            [place(shortage.span, sources), shortage.request.clone()].into_iter().chain(numbers).collect()
        })
        .collect();
    let table = table(&["line", "request", "wanted", "there", "missing"], &rows);
    let changes = distinct(shortages.iter().filter_map(|shortage| shortage.change.as_ref()));
    let lists = distinct(shortages.iter().flat_map(|shortage| &shortage.barred_by));
    let (avoided, lists): (Vec<&String>, Vec<&String>) = lists.into_iter().partition(|list| is_avoid(list));
    let mut ways = Vec::new();
    if !changes.is_empty() {
        ways.push(all_of(words(&changes)));
    }
    let others_too = shortages.iter().any(|shortage| shortage.others_too);
    if !lists.is_empty() && !others_too {
        ways.push(format!("let {} allow more", all_of(lists.iter().map(|list| format!("`{list}`")))));
    }
    if !others_too {
        ways.extend(avoided.iter().map(|list| favour(list)));
    }
    if !others_too {
        ways.push(format!("add {}", missing(shortages)));
    }
    let help = ways.join(", or ");
    let barred = line(barred.filter(|_| !avoided.is_empty()));
    format!("{name}: the bank has too little for what is asked\n\n{table}\n{barred}help: {help}")
}

/// Whether a request is about the history.
fn is_avoid(request: &str) -> bool {
    request.starts_with("avoid \"")
}

/// `avoid "all"` as a preference.
fn favour(avoid: &str) -> String {
    let from = avoid.trim_start_matches("avoid ");
    format!("write `avoid = {{ from = {from}, weight = 5 }}`, which only makes them rarer")
}

fn line(words: Option<&str>) -> String {
    words.map(|words| format!("{words}\n")).unwrap_or_default()
}

/// The questions that the bank lacks.
fn missing(shortages: &[Shortage]) -> String {
    let [shortage] = shortages else {
        let new = shortages.iter().any(|shortage| shortage.by_concept);
        return if new { "questions that fit, with new concepts" } else { "questions that fit" }.to_owned();
    };
    let number = (shortage.wanted - shortage.there) as usize;
    let questions = match shortage.measure {
        Measure::Questions => count(number, "question"),
        Measure::Marks => format!("questions of {} in all", count(number, "mark")),
        Measure::Minutes => format!("questions of {} in all", count(number, "minute")),
    };
    let one = shortage.measure == Measure::Questions && number == 1;
    let new = if shortage.by_concept { ", with a new concept" } else { "" };
    format!("{questions} that {}{new}", if one { "fits" } else { "fit" })
}

fn together(
    name: &str,
    members: &[Member],
    fewest: bool,
    pair: Option<&[Change; 2]>,
    barred: Option<&str>,
    sources: &Sources,
) -> String {
    let barred = line(barred);
    if let [member] = members {
        let change = one_of(words(&member.changes.iter().collect::<Vec<_>>()));
        let help = if change.is_empty() { "leave it out, or add questions".to_owned() } else { change };
        return format!(
            "{name}: no exam keeps this request\n\n{}\n{barred}help: {help}",
            table(&["line", "request"], &[vec![place(member.span, sources), member.request.clone()]])
        );
    }
    let rows: Vec<Vec<String>> = members
        .iter()
        .map(|member| {
            let changes = one_of(words(&member.changes.iter().collect::<Vec<_>>()));
            let change = if changes.is_empty() { "no small change of it alone helps".to_owned() } else { changes };
            vec![place(member.span, sources), member.request.clone(), change]
        })
        .collect();
    let table = table(&["line", "request", "nearest change that helps"], &rows);
    let help = match pair {
        _ if members.iter().any(|member| !member.changes.is_empty()) => "make one of these changes".to_owned(),
        Some([first, second]) => format!("make two changes: {}", all_of(words(&[first, second]))),
        None => "no small change of one or two requests helps; leave several out".to_owned(),
    };
    let minimal = if fewest { ", though any fewer of them can" } else { "" };
    format!("{name}: these requests cannot all hold{minimal}\n\n{table}\n{barred}help: {help}")
}

/// Changes in words; only the first of several that are written says `write`.
fn words(changes: &[&Change]) -> Vec<String> {
    let mut written = false;
    let of_change = |change: &&Change| match change {
        Change::Write(request) => {
            let verb = if written { "" } else { "write " };
            written = true;
            match in_section(request) {
                Some((section, request)) => format!("{verb}`{request}` in {section}"),
                None => format!("{verb}`{request}`"),
            }
        }
        Change::LeaveOut(name) if name == "one question a concept" => "write `one_per_concept = false`".to_owned(),
        Change::LeaveOut(name) if name == "levels" => "name the other levels in `levels` too".to_owned(),
        Change::LeaveOut(name) if is_avoid(name) => {
            format!("write `avoid = {{ from = {}, weight = 5 }}`", name.trim_start_matches("avoid "))
        }
        Change::LeaveOut(name) if name.starts_with("`excludes`") => "change `excludes` of the questions".to_owned(),
        Change::LeaveOut(name) => match in_section(name) {
            Some((section, request)) => format!("leave out `{request}` in {section}"),
            None => format!("leave out `{name}`"),
        },
    };
    changes.iter().map(of_change).collect()
}

/// The section that a request names, and the rest.
fn in_section(request: &str) -> Option<(&str, &str)> {
    let rest = request.strip_prefix("section ")?;
    let mark = if rest.starts_with('"') { "\": " } else { ": " };
    let end = request.find(mark)? + mark.len();
    Some((&request[..end - 2], &request[end..]))
}

fn distinct<T: PartialEq>(things: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen: Vec<T> = Vec::new();
    for thing in things {
        if !seen.contains(&thing) {
            seen.push(thing);
        }
    }
    seen
}
