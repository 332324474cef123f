//! Whether a run came to what the question says, and if not, where and how it differs.

use crate::bank::Number;
use crate::diagnostic::Diagnostic;
use crate::markup::{Listing, Purpose};
use crate::source::Span;
use crate::wording::count;

use super::program::{Block, Goal, Line};
use super::python::{End, Fault, Ran};

/// The problem of code that cannot be read, or of code marked as broken that can.
pub(super) fn unreadable(block: &Block<'_>, fault: Option<&Fault>) -> Option<Diagnostic> {
    let broken = block.purpose == Purpose::Broken;
    match fault {
        Some(fault) if !broken => {
            let place = block.lines.get(fault.line - 1).and_then(|(_, span)| *span).unwrap_or(block.span);
            Some(Diagnostic::new(
                place,
                format!("Python cannot read this code: {}", fault.reason),
                "here",
                "mend the code, or write ```` ```python broken ```` above it if that is the point of it",
            ))
        }
        None if broken => Some(Diagnostic::new(
            block.span,
            "this code is marked as broken, but Python can read it",
            "this block",
            "take `broken` away, or break the code",
        )),
        _ => None,
    }
}

/// The problem of a run that did not come to what it should.
pub(super) fn wrong(block: &Block<'_>, script: &[Line], ran: &Ran, seconds: u64) -> Option<Diagnostic> {
    match ran.end {
        End::TooLong => Some(Diagnostic::new(
            block.span,
            format!("this code runs for more than {}", count(seconds as usize, "second")),
            "this block",
            "make it shorter, or give it more time with --time-limit",
        )),
        End::TooMuch => Some(Diagnostic::new(
            block.span,
            "this code prints more than a megabyte",
            "this block",
            "make it print what a reader can take in",
        )),
        End::Well | End::Badly => match &block.goal {
            Goal::Passes => (ran.end == End::Badly).then(|| failed(block, script, ran)),
            Goal::Prints(expected, output) => differs(block, &lines(&printed(ran)), expected, *output),
            Goal::PrintsNumber(value, tolerance) => {
                let got = printed(ran);
                (!is_near(&got, *value, *tolerance)).then(|| not_stated(block, &got, &value.to_string()))
            }
            Goal::PrintsBlanks(blanks) => {
                let got = lines(&printed(ran));
                let fits = got.len() == blanks.len()
                    && got.iter().zip(*blanks).all(|(line, accept)| accept.iter().any(|right| right == line));
                let expected: Vec<&str> = blanks.iter().filter_map(|accept| Some(accept.first()?.as_str())).collect();
                (!fits).then(|| not_stated(block, &got.join("\n"), &expected.join("\n")))
            }
        },
    }
}

/// What was printed; an error that nothing catches ends it, as it does on a screen, with the last line of its report.
fn printed(ran: &Ran) -> String {
    if ran.end == End::Well {
        return ran.out.clone();
    }
    let error = last_line(&ran.err);
    if ran.out.is_empty() || ran.out.ends_with('\n') {
        format!("{}{error}", ran.out)
    } else {
        format!("{}\n{error}", ran.out)
    }
}

/// Lines without spaces at their ends, and without empty ones around them.
fn lines(text: &str) -> Vec<String> {
    text.trim_matches(['\n', '\r']).lines().map(|line| line.trim_end().to_owned()).collect()
}

fn last_line(report: &str) -> &str {
    report.trim_end().lines().next_back().unwrap_or("an error without a report")
}

fn is_near(printed: &str, value: Number, tolerance: Option<Number>) -> bool {
    let allowed = tolerance.map_or(0.0, Number::value);
    printed.trim().parse::<f64>().is_ok_and(|number| (number - value.value()).abs() <= allowed)
}

/// A test that fails, at the line that failed.
fn failed(block: &Block<'_>, script: &[Line], ran: &Ran) -> Diagnostic {
    let mut numbers = ran.err.lines().filter_map(|line| {
        let (_, rest) = line.split_once("block.py\", line ")?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok()
    });
    let own = |number: usize| script.get(number - 1).and_then(|(_, span)| *span);
    let place = numbers.next_back().and_then(own).unwrap_or(block.span);
    Diagnostic::new(
        place,
        format!("a test of `{}` fails: {}", block.question.id, last_line(&ran.err)),
        "fails here",
        "mend the answer or the test",
    )
}

/// The first line that is not what the question says.
fn differs(block: &Block<'_>, got: &[String], expected: &[String], output: Option<&Listing>) -> Option<Diagnostic> {
    let expected = lines(&expected.join("\n"));
    if got == expected {
        return None;
    }
    let Some(output) = output else {
        return Some(if expected.is_empty() {
            Diagnostic::new(
                block.span,
                format!(
                    "this code prints `{}`, and the question does not say so",
                    got.first().map_or("", String::as_str)
                ),
                "this block",
                "write what it prints into an ```` ```output ```` block below it, or, where the prompt asks for it, in the answer",
            )
        } else {
            not_stated(block, &got.join("\n"), &expected.join("\n"))
        });
    };
    let at = (0..got.len().max(expected.len())).find(|at| got.get(*at) != expected.get(*at)).unwrap_or(0);
    let label = match got.get(at) {
        Some(line) => format!("the code prints `{line}`"),
        None => "the code prints nothing more".to_owned(),
    };
    let message = format!("line {} of this output is not what the code prints", at + 1);
    let help = "write what the code prints, or mend the code";
    Some(Diagnostic::new(line_of(output, at), message, label, help).related(block.span, "this code"))
}

/// The place of a line of output; the whole block after its last.
fn line_of(output: &Listing, at: usize) -> Span {
    output.lines.get(at).filter(|(line, _)| !line.is_empty()).map_or(output.span, |(_, span)| *span)
}

/// What a question states as its answer is not what its code prints.
fn not_stated(block: &Block<'_>, got: &str, stated: &str) -> Diagnostic {
    let shown = |text: &str| text.trim().replace('\n', " ⏎ ");
    Diagnostic::new(
        block.span,
        format!("this code prints `{}`, the question states `{}`", shown(got), shown(stated)),
        "this block",
        "mend the code or the stated answer",
    )
}
