//! `exampress capacity`: how many forms without a common question the bank can give.

use crate::select::{self, Bottleneck, Capacity};
use crate::source::Sources;
use crate::spec::Measure;
use crate::wording::{all_of, count};

use super::project::{Project, Request};
use super::table::table;
use super::{Context, Failure, past, refusal};

/// Tells how many forms of the blueprint there are, what there is too little of for more, and what to write.
pub fn capacity(request: &Request, context: &mut Context) -> Result<String, Failure> {
    let project = Project::open(request, context)?;
    let spec = project.spec(context)?;
    let seed = spec.seed.as_deref().unwrap_or("capacity");
    let used = past::used(&project, &spec, seed, context)?;
    let capacity = select::capacity(project.items(), &project.levels(), &spec.avoiding(&used), seed)
        .map_err(|refusal| project.refused(&spec, &used, &refusal, context))?;
    Ok(report(&capacity, &context.sources))
}

fn report(capacity: &Capacity, sources: &Sources) -> String {
    let Capacity { at_least, at_most, bottleneck } = capacity;
    let head = if at_least == at_most {
        format!("The bank gives {} without a common question, and no more.\n", count(*at_least, "form"))
    } else {
        format!("The bank gives {at_least} forms without a common question, or more; {at_most} at most.\n")
    };
    let next = at_most + 1;
    if bottleneck.is_empty() {
        return head;
    }
    let rows: Vec<Vec<String>> = bottleneck
        .iter()
        .map(|row| {
            vec![
                refusal::place(row.span, sources),
                row.request.clone(),
                amount(row.wanted, row.measure),
                row.there.to_string(),
                row.missing.map_or_else(|| "-".to_owned(), |missing| missing.to_string()),
            ]
        })
        .collect();
    let table = table(&["line", "request", "wanted", "there", "missing"], &rows);
    let write: Vec<String> = bottleneck.iter().filter_map(to_write).collect();
    let advice = match &write[..] {
        _ if bottleneck.iter().any(|row| row.in_every_form) => {
            "\nA question that is required is in every form: put it into `anchors`, and it does not count.\n".to_owned()
        }
        [] => String::new(),
        [one] => format!("\nTo get {next}, write {one}.\n"),
        several if bottleneck.iter().all(|row| row.there < row.wanted) => {
            format!("\nTo get {next}, write {}.\n", all_of(several))
        }
        several => format!("\nTo get {next}, write one of these: {}.\n", several.join("; ")),
    };
    format!("{head}\nWhat keeps it from {next} forms:\n\n{table}{advice}")
}

fn amount(number: i64, measure: Measure) -> String {
    match measure {
        Measure::Questions => number.to_string(),
        Measure::Marks => count(number as usize, "mark"),
        Measure::Minutes => count(number as usize, "minute"),
    }
}

/// What to write so that a request is no bottleneck.
fn to_write(row: &Bottleneck) -> Option<String> {
    if row.in_every_form {
        return None;
    }
    let missing = usize::try_from(row.missing?).ok()?;
    let questions = match row.measure {
        Measure::Questions => count(missing, "question"),
        Measure::Marks => format!("questions of {}", count(missing, "mark")),
        Measure::Minutes => format!("questions of {}", count(missing, "minute")),
    };
    Some(format!("{questions} more for `{}`", row.request))
}
