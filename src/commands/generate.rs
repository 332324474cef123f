//! `exampress generate`: from a request to a candidate sheet, an answer key and a manifest.

use std::fmt::Write;
use std::path::Path;

use crate::bank::{Bank, Name};
use crate::export::{self, Exporter, Password};
use crate::flow::Flow;
use crate::leak::Sheets;
use crate::manifest::{FileRecord, manifest};
use crate::paper::Paper;
use crate::parallel::in_order;
use crate::select::Selection;
use crate::spec::Spec;
use crate::wording::count;

use super::furniture::BOOKLET;
use super::guard::Guard;
use super::past::{Past, had};
use super::press::{compose_with, drawn_sections, lay_out, page_size, paper_words};
use super::project::{Looks, Project, Request};
use super::stock::{snapshot, snapshot_name};
use super::write::{NewFile, write_and};
use super::{Context, Failure, batch, password};

/// Makes an exam, or one for each of many, and writes its files; gives a summary to print.
pub fn generate(request: &Request, context: &mut Context) -> Result<String, Failure> {
    let password = request.key_password.as_deref().map(password::read).transpose()?;
    let project = Project::open(request, context)?;
    let spec = project.spec(context)?;
    if spec.roster.is_some() || request.batch.merge {
        return batch::run(&project, &spec, request, password.as_ref(), context);
    }
    let looks = project.looks(&spec.theme, &spec.words.language, context)?;
    let seed = seed(&spec, request)?;
    let past = Past::read(&project, &spec, &seed, None)?;
    let selections = project.draw(&spec, &past.used_by(None), &seed, context)?;
    let printed: Vec<&Selection> =
        selections.iter().filter(|selection| spec.form.as_ref().is_none_or(|form| *form == selection.form)).collect();
    let printed = match request.batch.shard {
        Some(_) if selections.len() == 1 => return Err(Failure::User(NOTHING_TO_SHARE.to_owned())),
        Some(shard) => &printed[shard.range(printed.len())],
        None => &printed[..],
    };
    let words = paper_words(&spec, context)?;
    let mut news = past.news(&spec)?;
    let guard = Guard::new(&project.bank, &spec, &looks, printed.iter().copied(), &seed);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut texts = Vec::new();
    let context = &*context;
    let form = |selection: &&Selection| {
        let name = |name: &str| if selections.len() > 1 { with_form(name, &selection.form) } else { name.to_owned() };
        let names = [&spec.output.candidate, &spec.output.key, &spec.output.manifest].map(|file| name(file));
        let mut context = context.clone();
        let (paper, flows) = compose_with(words.clone(), &project.bank, &spec, &looks, &seed, selection, &mut context)?;
        let [candidate, key] = print_both(&flows, &looks, &spec, password.as_ref(), &context)?;
        guard.check(&candidate.pdf, &Sheets::of(&paper))?;
        let record = manifest(
            &spec,
            past.record.clone(),
            &project.bank,
            looks.records(),
            &drawn_sections(&spec, selection),
            &paper,
            [candidate.record(&names[0]), key.record(&names[1])],
        );
        let mut text = summary(&spec, &project.bank, &paper, &names, [candidate.pages, key.pages]);
        let mut files = Vec::new();
        if request.snapshot {
            let name = snapshot_name(&names[2]);
            let path = Path::new(&spec.output.folder).join(&name);
            writeln!(text, "{:10} {} (holds the answers)", "snapshot", path.display())
                .expect("writing into a string cannot fail");
            let drawn = paper.questions.iter().map(|numbered| numbered.question.id.as_str());
            let furniture = &paper.front.furniture;
            files.push((name, snapshot(&record.seal, &project.bank, drawn, furniture, &looks, &context)?));
        }
        files.extend(names.into_iter().zip([candidate.pdf, key.pdf, record.json().into_bytes()]));
        Ok::<_, Failure>((text, files, had(&paper)))
    };
    in_order(printed, request.batch.threads(), form, |(text, made, had)| {
        texts.push(text);
        files.extend(made);
        if let Some(news) = &mut news {
            news.add(had);
        }
        Ok::<_, Failure>(())
    })?;
    let files: Vec<NewFile<'_>> = files.iter().map(|(name, bytes)| NewFile { name, bytes }).collect();
    let folder = &spec.output.folder;
    let told = match news {
        Some(news) => {
            news.stands_apart(folder, files.iter().map(|file| file.name))?;
            write_and(folder, &files, request.force, || news.append())?
        }
        None => write_and(folder, &files, request.force, || Ok(String::new()))?,
    };
    Ok(match &texts[..] {
        [] => "nothing to do in this share\n".to_owned(),
        [only] => format!("{only}{told}"),
        several if told.is_empty() => several.join("\n"),
        several => format!("{}\n{told}", several.join("\n")),
    })
}

const NOTHING_TO_SHARE: &str =
    "command line: there is one paper, and no share of it\nhelp: name a roster or `forms`, or leave --shard out";

/// The seed asked for, or a fresh one; shares of the same exam need the same.
pub(super) fn seed(spec: &Spec, request: &Request) -> Result<String, Failure> {
    if request.batch.shard.is_some() && spec.seed.is_none() {
        return Err(Failure::User(
            "command line: shares of one exam need one seed\nhelp: write the same `seed` for all of them".to_owned(),
        ));
    }
    Project::seed(spec)
}

/// `candidate.pdf` of form A is `candidate-A.pdf`.
pub(super) fn with_form(file: &str, form: &str) -> String {
    match file.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{form}.{ending}"),
        None => format!("{file}-{form}"),
    }
}

/// A finished paper.
pub(super) struct Printed {
    pub(super) pages: usize,
    pub(super) pdf: Vec<u8>,
    /// A password opens it.
    pub(super) is_locked: bool,
}

/// Lays out and writes candidate sheet and key side by side: neither needs the other. A password locks the key.
pub(super) fn print_both(
    flows: &[Flow; 2],
    looks: &Looks,
    spec: &Spec,
    password: Option<&Password>,
    context: &Context,
) -> Result<[Printed; 2], Failure> {
    let [candidate, key] = flows;
    std::thread::scope(|scope| {
        let candidate = scope.spawn(|| print(candidate, spec.front.booklet, looks, spec, context));
        let key = print(key, false, looks, spec, context);
        let candidate = candidate.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok([candidate, key?.locked(password)?])
    })
}

impl Printed {
    /// The same, encrypted if there is a password.
    pub(super) fn locked(self, password: Option<&Password>) -> Result<Self, Failure> {
        let Some(password) = password else { return Ok(self) };
        let locked = export::locked(&self.pdf, password);
        let pdf = locked.map_err(|reason| Failure::Bug(format!("the key cannot be encrypted: {reason}")))?;
        Ok(Self { pdf, is_locked: true, ..self })
    }

    /// The record of a file with it.
    pub(super) fn record(&self, file: &str) -> FileRecord {
        let record = FileRecord::new(file, self.pages, &self.pdf);
        if self.is_locked { record.locked() } else { record }
    }
}

/// Lays out and writes one paper.
pub(super) fn print(
    flow: &Flow,
    booklet: bool,
    looks: &Looks,
    spec: &Spec,
    context: &Context,
) -> Result<Printed, Failure> {
    let document = lay_out(flow, looks, page_size(spec.paper), context)?;
    let export = if booklet { Exporter::booklet } else { Exporter::pdf };
    let pdf = export(&looks.exporter, &document, metadata_date(spec))?;
    Ok(Printed { pages: document.pages.len(), pdf, is_locked: false })
}

/// The date for the PDF's metadata, if it can stand there.
pub(super) fn metadata_date(spec: &Spec) -> Option<&str> {
    spec.words.date.as_deref().filter(|date| is_iso_date(date))
}

/// Whether a date is written as 2026-05-04, so that it can stand in the PDF's metadata too.
fn is_iso_date(date: &str) -> bool {
    let pieces: Vec<&str> = date.split('-').collect();
    let in_range = |text: &str, digits: usize, most: u32| {
        text.len() == digits
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    let [year, month, day] = pieces[..] else { return false };
    let leap = year
        .parse()
        .is_ok_and(|year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)));
    let days = match month {
        "02" => 28 + u32::from(leap),
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    in_range(year, 4, 9999) && in_range(month, 2, 12) && in_range(day, 2, days)
}

fn summary(spec: &Spec, bank: &Bank, paper: &Paper, names: &[String; 3], pages: [usize; 2]) -> String {
    let mut text = String::new();
    let front = &paper.front;
    let of_level = |level: &Name| paper.questions.iter().filter(|drawn| drawn.question.level == level.id).count();
    let levels: Vec<String> = bank
        .levels
        .iter()
        .map(|level| (&level.id, of_level(level)))
        .filter(|(_, number)| *number > 0)
        .map(|(level, number)| format!("{level} {number}"))
        .collect();
    let mut line = |label: &str, words: String| {
        writeln!(text, "{label:10} {words}").expect("writing into a string cannot fail");
    };
    line(
        "drawn",
        format!(
            "{}, {}, {} ({})",
            count(paper.questions.len(), "question"),
            count(front.marks as usize, "mark"),
            count(front.minutes as usize, "minute"),
            levels.join(", ")
        ),
    );
    line("bank", format!("{}, {}", bank.title, count(bank.questions.len(), "question")));
    line("seed", paper.seed.clone());
    line("form", format!("{}, {}", paper.form, front.form_code));
    let path = |name: &str| Path::new(&spec.output.folder).join(name).display().to_string();
    let sides = || count(pages[0].next_multiple_of(BOOKLET) / 2, "side");
    let on_sides = if spec.front.booklet { format!(" on {}", sides()) } else { String::new() };
    let length = count(pages[0], "page") + &on_sides;
    line("candidate", format!("{} ({length})", path(&names[0])));
    line("key", format!("{} ({})", path(&names[1]), count(pages[1], "page")));
    line("manifest", path(&names[2]));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_of_the_calendar_are_taken_into_metadata() {
        assert!(is_iso_date("2026-05-04") && is_iso_date("2024-02-29"));
        for other in ["4 May 2026", "2026-13-01", "2026-02-29", "2026-1-1", "0000-01-01", "2026-05-04T10:00"] {
            assert!(!is_iso_date(other), "{other}");
        }
    }
}
