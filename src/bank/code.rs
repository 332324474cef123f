//! What questions say about the code in them, for whoever runs it.

use crate::diagnostic::Diagnostic;
use crate::markup::Purpose;
use crate::source::Span;

use super::check::Checker;
use super::raw::RawQuestion;

/// What code in a prompt may be for.
pub(super) const IN_PROMPTS: [Purpose; 3] = [Purpose::Run, Purpose::Given, Purpose::Broken];
/// What code in an answer may be for.
pub(super) const IN_ANSWERS: [Purpose; 4] = [Purpose::Run, Purpose::Given, Purpose::Broken, Purpose::Test];

impl Checker<'_> {
    /// The packages that a question needs are modules that can be imported, each named once.
    pub(super) fn packages(&mut self, raw: &RawQuestion) {
        let needs = raw.needs.as_ref().map_or(&[][..], |needs| needs.get_ref());
        self.all_different(needs, "package");
        for package in needs {
            if !is_module(package.get_ref()) {
                let span = self.span(package);
                self.problem(
                    span,
                    format!("`{}` cannot be imported", package.get_ref()),
                    "no name of a module",
                    "write what stands after `import`, such as `needs = [\"numpy\"]`",
                );
            }
        }
    }
}

/// Whether `import` can be followed by this.
fn is_module(name: &str) -> bool {
    name.split('.').all(|piece| {
        piece.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && piece.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    })
}

/// A version such as `3.12` as two numbers.
pub(super) fn version(text: &str, span: Span) -> Result<(u32, u32), Diagnostic> {
    let number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?;
    let numbers = text.split_once('.').and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
    numbers.filter(|version| *version >= (3, 0)).ok_or_else(|| {
        Diagnostic::new(
            span,
            format!("`{text}` is no version of Python 3"),
            "this value",
            "write two numbers with a full stop between them, such as `python = \"3.12\"`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_names_with_full_stops_between_them() {
        for good in ["numpy", "os.path", "_thread", "größe2"] {
            assert!(is_module(good), "{good}");
        }
        for wrong in ["", "numpy>=2", "scikit-learn", "2to3", "a..b", ".a", "a b"] {
            assert!(!is_module(wrong), "{wrong}");
        }
    }
}
