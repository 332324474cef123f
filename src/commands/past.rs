//! The history of a run: what its draws avoid, and what it adds.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use crate::history::{self, Exam, Had, Line};
use crate::manifest::{HistoryRecord, requests};
use crate::paper::Paper;
use crate::roster::Roster;
use crate::spec::{AvoidFrom, Spec};
use crate::wording::count;

use super::batch::read_roster;
use super::project::Project;
use super::{Context, Failure};

/// The variable that may say when something is made, in seconds since 1970.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The last second of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// Ids of questions of the bank.
type Ids<'p> = BTreeSet<&'p str>;

/// What the draws of a run avoid. Questions that the bank does not have are left out.
#[derive(Debug, Default)]
pub(super) struct Past<'p> {
    exam: String,
    /// What all draws avoid.
    of_all: Ids<'p>,
    /// What each candidate had, where each has a draw that avoids that.
    of_persons: Option<BTreeMap<String, Ids<'p>>>,
    lines: usize,
    /// What the manifest says of it, if draws avoid anything.
    pub(super) record: Option<HistoryRecord>,
}

impl<'p> Past<'p> {
    /// Reads the history, if there is one.
    pub(super) fn read(
        project: &'p Project,
        spec: &Spec,
        seed: &str,
        roster: Option<&Roster>,
    ) -> Result<Self, Failure> {
        let Some(path) = &spec.history else { return Ok(Self::default()) };
        let exam = exam_id(project, spec, seed);
        let from = spec.avoid.as_ref().map(|avoid| avoid.from);
        let mut had = Gathered::new(from, project, roster);
        let before = history::read(Path::new(&path.value), &exam, |line| had.add(line)).map_err(Failure::User)?;
        let record = from.map(|_| HistoryRecord { lines: before.lines, sha256: before.sha256 });
        let is_by_person = from == Some(AvoidFrom::Person) && !spec.blueprint.forms.is_asked;
        let all = had.exams.into_iter().map(|(_, ids)| ids);
        Ok(Self {
            exam,
            of_all: if is_by_person {
                Ids::new()
            } else {
                all.chain(had.persons.values().cloned()).flatten().collect()
            },
            of_persons: is_by_person.then_some(had.persons),
            lines: before.lines,
            record,
        })
    }

    /// What the draw for a candidate avoids, or without one that of all forms.
    pub(super) fn used_by(&self, person: Option<&str>) -> BTreeSet<String> {
        let ids = match &self.of_persons {
            Some(persons) => person.and_then(|person| persons.get(person)),
            None => Some(&self.of_all),
        };
        ids.into_iter().flatten().map(|id| (*id).to_owned()).collect()
    }

    /// The candidates who had anything that their draws avoid.
    pub(super) fn persons(&self) -> impl Iterator<Item = &str> {
        self.of_persons.iter().flatten().map(|(person, _)| person.as_str())
    }

    /// What is to be added for this exam, if there is a history.
    pub(super) fn news(&self, spec: &Spec) -> Result<Option<News>, Failure> {
        let Some(path) = &spec.history else { return Ok(None) };
        let path = PathBuf::from(&path.value);
        history::may_append(&path).map_err(Failure::User)?;
        let date = spec.words.date.clone().map_or_else(date_of_environment, |date| Ok(Some(date)))?;
        let exam = Exam { id: self.exam.clone(), title: spec.words.title.clone(), date };
        Ok(Some(News { path, exam, after: self.lines, lines: Vec::new() }))
    }
}

/// What the one draw that a command shows avoids.
pub(super) fn used(
    project: &Project,
    spec: &Spec,
    seed: &str,
    context: &mut Context,
) -> Result<BTreeSet<String>, Failure> {
    let Some(avoid) = &spec.avoid else { return Ok(BTreeSet::new()) };
    let roster = match &spec.roster {
        Some(path) if avoid.from == AvoidFrom::Person => Some(read_roster(Path::new(&path.value), context)?.0),
        _ => None,
    };
    let past = Past::read(project, spec, seed, roster.as_ref())?;
    if past.of_persons.is_some() && spec.form.is_none() {
        let help = "name one by `form` or --form, or avoid `all` or `last 3 exams`";
        return Err(Failure::User(format!(
            "{}: what is avoided differs from candidate to candidate\nhelp: {help}",
            project.name
        )));
    }
    if let (Some(roster), Some(wanted), true) = (&roster, &spec.form, past.of_persons.is_some()) {
        super::batch::known(spec, roster, wanted)?;
    }
    Ok(past.used_by(spec.form.as_deref()))
}

/// What tells this exam from others: whoever draws the same from the same bank, under the same title and date, makes the same
/// exam, be it for one candidate, for a share of them, or again. Where nobody is named and no forms are asked for, each name of the
/// form makes an exam of its own.
fn exam_id(project: &Project, spec: &Spec, seed: &str) -> String {
    let words = &spec.words;
    let asked = serde_json::to_string(&requests(spec)).expect("text is always JSON");
    let forms = &spec.blueprint.forms;
    let form = if forms.is_asked || spec.roster.is_none() { forms.names.join(",") } else { String::new() };
    let sections = spec.blueprint.sections.iter();
    let mut fields = vec![seed, &project.bank.digest, &words.title, words.date.as_deref().unwrap_or(""), &asked, &form];
    fields.extend(sections.map(|section| section.title.as_deref().unwrap_or("")));
    history::exam_id(&fields)
}

/// Lines as they are read, as far as they are wanted.
struct Gathered<'p> {
    project: &'p Project,
    /// How many of the last exams are wanted.
    most: usize,
    /// Of each exam what it had, in the order in which they are first told of.
    exams: VecDeque<(String, Ids<'p>)>,
    /// All exams so far.
    told: BTreeSet<String>,
    persons: BTreeMap<String, Ids<'p>>,
    wanted: BTreeSet<String>,
}

impl<'p> Gathered<'p> {
    fn new(from: Option<AvoidFrom>, project: &'p Project, roster: Option<&Roster>) -> Self {
        let most = match from {
            Some(AvoidFrom::All) => usize::MAX,
            Some(AvoidFrom::Last(exams)) => exams,
            Some(AvoidFrom::Person) | None => 0,
        };
        let persons = roster.filter(|_| from == Some(AvoidFrom::Person)).map(|roster| &roster.candidates);
        let wanted = persons.into_iter().flatten().map(|candidate| candidate.id.clone()).collect();
        let (exams, told, persons) = (VecDeque::new(), BTreeSet::new(), BTreeMap::new());
        Self { project, most, exams, told, persons, wanted }
    }

    fn add(&mut self, line: Line) {
        let bank = &self.project.bank.questions;
        let ids = line.questions.iter().filter_map(|id| Some(bank.get_key_value(id)?.0.as_str()));
        if let Some(person) = line.person.filter(|person| self.wanted.contains(person)) {
            self.persons.entry(person).or_default().extend(ids);
        } else if self.most == usize::MAX {
            // Which exam had them does not matter.
            if self.exams.is_empty() {
                self.exams.push_back((String::new(), Ids::new()));
            }
            self.exams[0].1.extend(ids);
        } else if self.told.insert(line.exam.clone()) {
            self.exams.push_back((line.exam, ids.collect()));
            if self.exams.len() > self.most {
                self.exams.pop_front();
            }
        } else if let Some((_, had)) = self.exams.iter_mut().find(|(exam, _)| *exam == line.exam) {
            had.extend(ids);
        }
    }
}

/// Lines that are to be added when all papers are made.
#[derive(Debug)]
pub(super) struct News {
    pub(super) path: PathBuf,
    exam: Exam,
    after: usize,
    lines: Vec<String>,
}

/// What a paper had.
pub(super) fn had(paper: &Paper) -> Had {
    Had {
        form: paper.form.clone(),
        form_code: paper.front.form_code.clone(),
        person: paper.front.candidate.as_ref().and_then(|values| values.get(crate::roster::ID)).cloned(),
        questions: paper.questions.iter().map(|numbered| numbered.question.id.clone()).collect(),
    }
}

impl News {
    /// One more form.
    pub(super) fn add(&mut self, had: Had) {
        self.lines.push(Line::new(&self.exam, had, self.after).json());
    }

    /// No file of the run may be the history itself.
    pub(super) fn stands_apart<'f>(
        &self,
        folder: &Path,
        names: impl IntoIterator<Item = &'f str>,
    ) -> Result<(), Failure> {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let own = whole(&self.path);
        if names.into_iter().any(|name| whole(&folder.join(name)) == own) {
            let place = self.path.display();
            return Err(Failure::User(format!(
                "{place}: the history and a file of the exam would have this name\nhelp: give the history another name"
            )));
        }
        Ok(())
    }

    /// Adds the lines to the file; gives a line of the summary.
    pub(super) fn append(&self) -> Result<String, Failure> {
        let added = history::append(&self.path, &self.lines).map_err(Failure::User)?;
        let there = self.lines.len() - added;
        let there = if there > 0 { format!(", {there} there before") } else { String::new() };
        Ok(format!("{:10} {} ({} added{there})\n", "history", self.path.display(), count(added, "line")))
    }
}

/// The day that the environment names.
fn date_of_environment() -> Result<Option<String>, Failure> {
    let Some(text) = std::env::var_os(EPOCH) else { return Ok(None) };
    let text = text.to_string_lossy();
    let seconds = text.parse().ok().filter(|seconds| *seconds <= LAST_SECOND);
    let seconds: u64 = seconds.ok_or_else(|| {
        Failure::User(format!(
            "environment: `{text}` in {EPOCH} is not a number of seconds since 1970\n\
             help: write one, take the variable out, or give a `date`"
        ))
    })?;
    Ok(Some(day(seconds)))
}

/// The day in which a second since 1970 lies, as 2026-05-04, in UTC (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`): years begin in March, so that the leap day is the last one.
fn day(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, turn) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_777_852_799, "2026-05-03"),
            (1_777_852_800, "2026-05-04"),
            (4_107_542_400, "2100-03-01"),
            (LAST_SECOND, "9999-12-31"),
        ];
        for (seconds, wanted) in days {
            assert_eq!(day(seconds), wanted);
        }
    }
}
