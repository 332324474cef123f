//! Amounts as they are written: `4`, `3..5`, `..5`, `3..`, `near 60`.

use super::blueprint::{Bounds, Style};

/// Which amounts may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Allowed {
    /// A number.
    Number,
    /// A number, or a range with both ends.
    Closed,
    /// A number or any range.
    Range,
    /// The same, and a number to come near to.
    Near,
}

/// What is wrong with an amount, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: String,
}

/// Reads an amount of at most `most` things called `noun`.
pub(super) fn read(text: &str, allowed: Allowed, most: u64, noun: &str) -> Result<Bounds, Fault> {
    let fault = |message: String| Fault { message, help: allowed.help().to_owned() };
    let bounds = understand(text).ok_or_else(|| {
        fault(if below_zero(text) {
            format!("`{text}` is below zero")
        } else {
            format!("`{text}` is not {}", allowed.noun())
        })
    })?;
    let needed = match bounds {
        Bounds::Near(_) => Allowed::Near,
        Bounds::Within { .. } if !text.contains("..") => Allowed::Number,
        Bounds::Within { high: Some(_), .. } if !text.trim_start().starts_with("..") => Allowed::Closed,
        Bounds::Within { .. } => Allowed::Range,
    };
    if needed > allowed {
        return Err(fault(format!("`{text}` cannot be asked for here")));
    }
    let top = match bounds {
        Bounds::Within { low, high: Some(high) } if low > high => {
            let turned = Bounds::Within { low: high, high: Some(low) }.written(Style::Number);
            return Err(Fault {
                message: format!("`{text}` ends before it begins"),
                help: format!("write the smaller number first: `{turned}`"),
            });
        }
        Bounds::Within { low, high } => high.unwrap_or(low),
        Bounds::Near(number) => number,
    };
    if top > most {
        let asked = if needed == Allowed::Number { text.trim().to_owned() } else { top.to_string() };
        return Err(Fault {
            message: format!("{asked} {noun} are too many for one exam"),
            help: format!("ask for {most} or fewer"),
        });
    }
    Ok(bounds)
}

/// The number that an amount is, if it is one.
pub(super) fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

fn understand(text: &str) -> Option<Bounds> {
    if let Some(rest) = text.trim().strip_prefix("near ") {
        return number(rest).map(Bounds::Near);
    }
    let Some((low, high)) = text.split_once("..") else {
        return number(text).map(|number| Bounds::Within { low: number, high: Some(number) });
    };
    match (low.trim(), high.trim()) {
        ("", "") => None,
        ("", high) => Some(Bounds::Within { low: 0, high: Some(number(high)?) }),
        (low, "") => Some(Bounds::Within { low: number(low)?, high: None }),
        (low, high) => Some(Bounds::Within { low: number(low)?, high: Some(number(high)?) }),
    }
}

fn below_zero(text: &str) -> bool {
    let numbers = text.trim().trim_start_matches("near ").split("..");
    numbers.filter_map(|piece| piece.trim().strip_prefix('-')).any(|rest| number(rest).is_some())
}

impl Allowed {
    fn noun(self) -> &'static str {
        match self {
            Self::Number => "a whole number",
            Self::Closed | Self::Range | Self::Near => "a number or a range",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Number => "write digits only, such as `3`",
            Self::Closed => "write a number such as `12`, or a range such as `10..14`",
            Self::Range => "write a number such as `4`, or a range such as `3..5`, `3..` or `..5`",
            Self::Near => "write a number such as `60`, a range such as `55..65`, `55..` or `..65`, or `near 60`",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_the_same() {
        for text in ["4", "3..5", "..5", "3..", "near 60"] {
            let bounds = read(text, Allowed::Near, 100, "marks").unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(bounds.written(Style::Number), text);
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        let message = |text: &str| read(text, Allowed::Range, 100, "marks").map_err(|fault| fault.message);
        for text in ["", "..", "abc", "near", "near x", "3-5", "1.5", "3...5", "3..5..7", "near 3..5"] {
            assert_eq!(message(text), Err(format!("`{text}` is not a number or a range")));
        }
        assert_eq!(message("near 3"), Err("`near 3` cannot be asked for here".to_owned()));
        assert_eq!(message("2..-4"), Err("`2..-4` is below zero".to_owned()));
        assert_eq!(
            message("99999999999999999999"),
            Err("99999999999999999999 marks are too many for one exam".to_owned())
        );
    }
}
