//! Whether a run came to what the question says, and if not, where and how it differs.

use crate::bank::Number;
use crate::diagnostic::Diagnostic;
use crate::markup::{Listing, Purpose};
use crate::source::Span;
use crate::wording::count;

use super::program::{Block, Goal, Line};
use super::python::{End, Fault, Ran};

/// What a test writes when it has got to its end.
pub(super) const AT_THE_END: &str = "this test has got to its end";

/// Most characters of a line that a message shows.
const SHOWN: usize = 100;

/// The problem of code with which something is wrong before it is run.
pub(super) fn unfit(block: &Block<'_>, fault: Option<&Fault>) -> Option<Diagnostic> {
    match fault {
        Some(_) if block.purpose == Purpose::Broken => None,
        Some(fault) => {
            let line = fault.line.checked_sub(1).and_then(|at| block.lines.get(at));
            Some(Diagnostic::new(
                line.and_then(|(_, span)| *span).unwrap_or(block.span),
                format!("something is wrong with this code: {}", fault.reason),
                "here",
                "mend the code, or write ```` ```python broken ```` above it if that is the point of it",
            ))
        }
        None if block.purpose == Purpose::Broken => Some(Diagnostic::new(
            block.span,
            "this code is marked as broken, but Python takes it",
            "this block",
            "take `broken` away, or break the code",
        )),
        None => None,
    }
}

/// The problem of a run that did not come to what it should.
pub(super) fn wrong(block: &Block<'_>, script: &[Line], ran: &Ran, seconds: u64) -> Option<Diagnostic> {
    let (message, help) = match ran.end {
        End::TooLong => (
            format!("this code runs for more than {}", count(seconds as usize, "second")),
            "make it shorter, or give it more time with --time-limit",
        ),
        End::TooMuch => ("this code prints more than a megabyte".to_owned(), "make it print what a reader can take in"),
        End::Exit(None) => ("this code is ended by a signal".to_owned(), "mend the code"),
        End::Exit(Some(_)) => return differs(block, script, ran),
    };
    Some(Diagnostic::new(block.span, message, "this block", help))
}

fn differs(block: &Block<'_>, script: &[Line], ran: &Ran) -> Option<Diagnostic> {
    match &block.goal {
        Goal::Passes => failed(block, script, ran),
        Goal::Prints(expected, Some(output)) => other_output(block, &lines(&printed(ran)), expected, output),
        Goal::Prints(expected, None) => {
            let (got, expected) = (lines(&printed(ran)), lines(&expected.join("\n")));
            (got != expected).then(|| not_stated(block, &got, &expected))
        }
        Goal::PrintsNumber(value, tolerance) => {
            let got = printed(ran);
            (!is_near(&got, *value, *tolerance)).then(|| not_stated(block, &lines(&got), &[value.to_string()]))
        }
        Goal::PrintsBlanks(blanks) => {
            let got = lines(&printed(ran));
            let fits = got.len() == blanks.len() && got.iter().zip(*blanks).all(|(line, accept)| accept.contains(line));
            let expected: Vec<String> = blanks.iter().filter_map(|accept| accept.first().cloned()).collect();
            (!fits).then(|| not_stated(block, &got, &expected))
        }
    }
}

/// What was printed; an error that nothing catches ends it, as it does on a screen, with what stands below its traceback.
fn printed(ran: &Ran) -> String {
    let error = if ran.end == End::Exit(Some(0)) { "" } else { error(&ran.err) };
    let apart = if error.is_empty() || ran.out.is_empty() || ran.out.ends_with('\n') { "" } else { "\n" };
    format!("{}{apart}{error}", ran.out)
}

/// The type and text of the error that a report ends with, which may go over several lines; of a group of exceptions, its
/// own first line.
fn error(report: &str) -> &str {
    let group = report.rfind("+ Exception Group Traceback").map(|at| report[at..].lines());
    let own = |line: &&str| line.starts_with("  | ") && !line.starts_with("  |  ");
    if let Some(line) = group.and_then(|mut lines| lines.find(own)) {
        return line.trim_start_matches("  | ").trim_end();
    }
    let start = report.rfind("Traceback (most recent call last):").unwrap_or(0);
    let mut at = start;
    for line in report[start..].split_inclusive('\n') {
        let is_head = line.starts_with("Traceback") || line.starts_with([' ', '\t']) || line.trim().is_empty();
        if !is_head {
            return report[at..].trim_end();
        }
        at += line.len();
    }
    ""
}

/// Lines without spaces at their ends, and without empty ones below them.
fn lines(text: &str) -> Vec<String> {
    text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
}

fn is_near(printed: &str, value: Number, tolerance: Option<Number>) -> bool {
    let allowed = tolerance.map_or(0.0, Number::value);
    printed.trim().parse::<f64>().is_ok_and(|number| (number - value.value()).abs() <= allowed)
}

/// A test that fails, at the line that failed, or that ends before its last line.
fn failed(block: &Block<'_>, script: &[Line], ran: &Ran) -> Option<Diagnostic> {
    if ran.err.contains(AT_THE_END) && ran.end == End::Exit(Some(0)) {
        return None;
    }
    let error = error(&ran.err);
    let mut numbers = ran.err.lines().filter_map(|line| {
        let (_, rest) = line.split_once("block.py\", line ")?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok()
    });
    let own = |number: usize| script.get(number.checked_sub(1)?).and_then(|(_, span)| *span);
    let reason = match (error.is_empty(), ran.end) {
        (false, _) => short(error),
        (true, _) => "it ends before its last line".to_owned(),
    };
    Some(Diagnostic::new(
        numbers.next_back().and_then(own).unwrap_or(block.span),
        format!("a test of `{}` fails: {reason}", block.question.id),
        "fails here",
        help(error, "mend the answer or the test"),
    ))
}

/// The first line that is not what a block of output says.
fn other_output(block: &Block<'_>, got: &[String], expected: &[String], output: &Listing) -> Option<Diagnostic> {
    let expected = lines(&expected.join("\n"));
    if got == expected {
        return None;
    }
    let at = (0..got.len().max(expected.len())).find(|at| got.get(*at) != expected.get(*at)).unwrap_or(0);
    let label = match got.get(at) {
        Some(line) => format!("the code prints `{}`", short(line)),
        None => "the code prints nothing more".to_owned(),
    };
    let message = format!("line {} of this output is not what the code prints", at + 1);
    let help = help(&got.join("\n"), "write what the code prints, or mend the code");
    Some(Diagnostic::new(line_of(output, at), message, label, help).related(block.span, "this code"))
}

/// The place of a line of output; the whole block after its last.
fn line_of(output: &Listing, at: usize) -> Span {
    output.lines.get(at).filter(|(line, _)| !line.is_empty()).map_or(output.span, |(_, span)| *span)
}

/// What a question states as its answer is not what its code prints.
fn not_stated(block: &Block<'_>, got: &[String], stated: &[String]) -> Diagnostic {
    let shown = |lines: &[String]| match lines {
        [] => "nothing".to_owned(),
        lines => format!("`{}`", short(&lines.join("\n"))),
    };
    let (other, usual) = if stated.is_empty() {
        (
            "and the question does not say so".to_owned(),
            "write what it prints into an ```` ```output ```` block below it, or, where the prompt asks for it, in the answer",
        )
    } else {
        let told = format!("the question states {}", shown(stated));
        (
            told,
            "mend the code or the stated answer, or write what is printed into an ```` ```output ```` block in `answer`",
        )
    };
    let message = format!("this code prints {}, {other}", shown(got));
    Diagnostic::new(block.span, message, "this block", help(&got.join("\n"), usual))
}

/// What to do about code that ends with this text: what is usual, but for a package that is not there.
fn help(text: &str, usual: &str) -> String {
    match text.rsplit_once("ModuleNotFoundError: No module named '").and_then(|(_, rest)| rest.split_once('\'')) {
        Some((module, _)) => {
            let package = module.split('.').next().unwrap_or(module);
            format!("write `needs = [\"{package}\"]` into the question if it needs this package, or mend the code")
        }
        None => usual.to_owned(),
    }
}

/// A text in one line that a message has room for.
fn short(text: &str) -> String {
    let line = text.trim().replace('\n', " ⏎ ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_what_stands_below_the_last_traceback() {
        let frame =
            "Traceback (most recent call last):\n  File \"block.py\", line 1, in <module>\n    1 / 0\n    ~~^~~\n";
        let twice = format!("{frame}KeyError: 1\n\nDuring handling of it:\n\n{frame}ValueError: a\n  b\n");
        assert_eq!(error(&twice), "ValueError: a\n  b");
        let no_code = "  File \"block.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n";
        assert_eq!(error(no_code), "SyntaxError: invalid syntax");
        let group = "  + Exception Group Traceback (most recent call last):\n  |   File \"block.py\", line 1\n  |     raise x\n\
                     \x20 | ExceptionGroup: a (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | KeyError: 1\n\
                     \x20   +------------------------------------\n";
        assert_eq!(error(group), "ExceptionGroup: a (1 sub-exception)");
        assert_eq!(error("goodbye\n"), "goodbye");
        assert_eq!(error(""), "");
    }

    #[test]
    fn long_texts_are_cut_for_messages() {
        assert_eq!(short(" a\nb "), "a ⏎ b");
        assert_eq!(short(&"ä".repeat(101)), "ä".repeat(100) + "…");
    }
}
