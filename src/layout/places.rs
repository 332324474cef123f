//! Where a line may end: after spaces, in code after its signs, in addresses after their parts, in words between their
//! syllables; and where it may not although Unicode (UAX 14) would allow it.

use std::ops::Range;

use hypher::Lang;

use super::breaks::Penalty;
use super::segments::{Cell, Reading};

/// After a hyphen that was written.
const WRITTEN_HYPHEN: Penalty = 20;
/// Before a dash or a dot between spaces: it belongs to what it follows.
const BEFORE_DASH: Penalty = 60;
/// Wherever else Unicode allows it, such as after a slash.
const ELSEWHERE: Penalty = 30;
/// At a space in code.
pub(super) const CODE_SPACE: Penalty = 40;
/// Between the parts of an address.
const ADDRESS: Penalty = 80;
/// Between syllables, as `\hyphenpenalty` in TeX.
const SYLLABLE: Penalty = 50;
/// After a sign in a long word of code.
const CODE_SIGN: Penalty = 120;
/// Where a line may end only if what stands around is wider than a line: after a space that holds together …
const TIED: Penalty = 200;
/// … and inside a word.
const INSIDE: Penalty = 400;

/// Shortest word of code that is broken after a sign, in characters.
const LONG_CODE: usize = 12;
/// Fewest characters that are parted from a word of code or an address.
const PARTED: usize = 3;
/// Shortest word that is hyphenated, in characters.
const LONG_WORD: usize = 5;

/// Signs that stay with a formula before them …
const CLOSING: &str = ",.;:!?)]}”’»…";
/// … and after them.
const OPENING: &str = "([{“‘«„‚";

/// Units that stay on the line of their number.
const UNITS: &[&str] = &[
    "%", "‰", "°", "°C", "°F", "s", "ms", "µs", "μs", "ns", "min", "h", "Hz", "kHz", "MHz", "GHz", "bit", "bits", "B",
    "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "mm", "cm", "m", "km", "mg", "g", "kg", "t", "l", "ml",
    "V", "W", "kW", "J", "kJ", "N", "Pa", "K", "pt", "px", "€", "$", "£",
];

/// A place between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A line may end here.
    Open(Penalty),
    /// A line may end here, with a hyphen drawn.
    Hyphen(Penalty),
    /// A line ends here.
    Forced,
    /// A line may end here where there is no other way.
    Closed(Penalty),
    /// No line ends here.
    Never,
}

/// The place before each cell.
pub(super) fn places(cells: &[Cell], reading: &Reading<'_>) -> Vec<Place> {
    let addresses = addresses(reading);
    let syllables = reading.syllables.map(|language| syllables(reading, &addresses, language)).unwrap_or_default();
    let mut places = vec![Place::Never];
    for pair in cells.windows(2) {
        places.push(place(&pair[0], &pair[1], reading, &addresses, &syllables));
    }
    places
}

fn place(before: &Cell, after: &Cell, reading: &Reading<'_>, addresses: &[Range<usize>], syllables: &[usize]) -> Place {
    let at = after.bytes.start;
    let left = reading.text[before.bytes.clone()].chars().next_back().unwrap_or('\0');
    let right = reading.text[after.bytes.clone()].chars().next().unwrap_or('\0');
    if left == '\n' {
        return Place::Forced;
    }
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\u{3000}' | '\u{200b}');
    let belongs = (before.is_formula && CLOSING.contains(right)) || (after.is_formula && OPENING.contains(left));
    if after.joined || right == '\n' || is_space(right) || belongs {
        return Place::Never;
    }
    if before.bytes.is_empty() || after.bytes.is_empty() {
        return if is_space(left) { Place::Open(0) } else { Place::Closed(INSIDE) };
    }
    if let Some(address) = around(addresses, at) {
        return in_address(&reading.text[address.clone()], at - address.start);
    }
    if let Some(code) = around(reading.code, at) {
        return in_code(&reading.text[code.clone()], at - code.start);
    }
    if left == '\u{ad}' {
        return Place::Hyphen(SYLLABLE / 2);
    }
    if syllables.binary_search(&at).is_ok() && before.hyphen > 0.0 {
        return Place::Hyphen(SYLLABLE);
    }
    match (after.may_begin, left) {
        (false, _) => Place::Closed(INSIDE),
        (true, ' ') if is_before_unit(reading.text, at) => Place::Closed(TIED),
        (true, ' ') if matches!(right, '–' | '—' | '·') => Place::Open(BEFORE_DASH),
        (true, ' ' | '\t' | '\u{3000}' | '\u{200b}') => Place::Open(0),
        (true, '-' | '‐') => Place::Open(WRITTEN_HYPHEN),
        (true, _) if !left.is_ascii() && !right.is_ascii() => Place::Open(0),
        (true, _) => Place::Open(ELSEWHERE),
    }
}

/// The range that a place lies inside of, not at its edge.
fn around(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let next = ranges.partition_point(|range| range.start < at);
    ranges[..next].last().filter(|range| at < range.end)
}

/// Whether a place lies inside of a range or where one begins.
pub(super) fn within(ranges: &[Range<usize>], at: usize) -> bool {
    around(ranges, at).is_some() || ranges.binary_search_by_key(&at, |range| range.start).is_ok()
}

/// Words outside code, as ranges of the text.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split(char::is_whitespace).map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

/// Addresses on the net.
fn addresses(reading: &Reading<'_>) -> Vec<Range<usize>> {
    if !reading.text.contains("://") && !reading.text.contains("www.") {
        return Vec::new();
    }
    let is_address = |word: &Range<usize>| {
        let word = &reading.text[word.clone()];
        word.contains("://") || word.trim_start_matches(['(', '<', '"', '\'']).starts_with("www.")
    };
    words(reading.text).filter(is_address).collect()
}

/// A break inside an address: after a sign that parts it, but not after `https:`.
fn in_address(address: &str, at: usize) -> Place {
    let (left, right) = address.split_at(at);
    let scheme = address.find("://").map_or(0, |found| found + 3);
    let parted = left.ends_with(['/', '.', '?', '&', '-']) && right.starts_with(|c: char| c.is_alphanumeric());
    if parted && at > scheme && right.chars().count() >= PARTED { Place::Open(ADDRESS) } else { Place::Closed(INSIDE) }
}

/// A break inside code: at its spaces, and in long words after a sign.
fn in_code(code: &str, at: usize) -> Place {
    let (left, right) = code.split_at(at);
    if left.ends_with(' ') {
        return Place::Open(CODE_SPACE);
    }
    let left = left.rsplit(' ').next().unwrap_or(left);
    let right = right.split(' ').next().unwrap_or(right);
    let (before, after) = (left.chars().count(), right.chars().count());
    let sign = left.chars().next_back().unwrap_or(' ');
    let next = right.chars().next().unwrap_or(' ');
    let is_operator = |c: char| "=+*/|&<>!:%^~@".contains(c);
    let may_end = match sign {
        '.' => !next.is_ascii_digit(),
        ',' | '(' | '[' | '{' | '_' | '-' | ';' => true,
        sign => is_operator(sign),
    };
    let may_begin =
        next.is_alphanumeric() || matches!(next, '"' | '\'' | '(' | '[' | '{') || (next == '_' && sign != '_');
    if may_end && may_begin && before + after >= LONG_CODE && before >= PARTED && after >= PARTED {
        Place::Open(CODE_SIGN)
    } else {
        Place::Closed(INSIDE)
    }
}

/// Whether the word at `at` is a unit and a number stands before its space.
fn is_before_unit(text: &str, at: usize) -> bool {
    let unit = text[at..].split(char::is_whitespace).next().unwrap_or("");
    let unit = unit.trim_end_matches(['.', ',', ';', ':', '?', '!', ')', ']', '"', '”', '’']);
    text[..at - 1].ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&unit)
}

/// Where words may be hyphenated. Words with digits, signs or a capital inside, and such as code touches, are left alone.
fn syllables(reading: &Reading<'_>, addresses: &[Range<usize>], language: Lang) -> Vec<usize> {
    let mut found = Vec::new();
    for range in words(reading.text) {
        let whole = &reading.text[range.clone()];
        let word = whole.trim_matches(|c: char| !c.is_alphanumeric());
        let start = range.start + word.as_ptr() as usize - whole.as_ptr() as usize;
        let end = start + word.len();
        let mut letters = word.chars();
        let is_word = letters.next().is_some_and(char::is_alphabetic)
            && letters.all(|letter| letter.is_alphabetic() && !letter.is_uppercase());
        let touches = |ranges: &[Range<usize>]| ranges.iter().any(|other| other.start < end && start < other.end);
        if !is_word || word.chars().count() < LONG_WORD || touches(reading.code) || touches(addresses) {
            continue;
        }
        let mut at = start;
        for syllable in hypher::hyphenate(word, language) {
            at += syllable.len();
            if at < end {
                found.push(at);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::segments::segments;

    /// Each letter a cell; lines may begin after spaces, hyphens and slashes, as a simple reading of UAX 14 has it.
    fn cells(text: &str) -> Vec<Cell> {
        let mut before = ' ';
        text.char_indices()
            .map(|(at, letter)| {
                let may_begin = matches!(before, ' ' | '-' | '/') && letter != ' ';
                before = letter;
                let bytes = at..at + letter.len_utf8();
                Cell { bytes, advance: 5.0, count: 1, may_begin, joined: false, is_formula: false, hyphen: 3.0 }
            })
            .collect()
    }

    /// The text with a bar wherever a line may end; what stands between backticks is code.
    fn shown(marked: &str, syllables: Option<Lang>) -> String {
        let mut text = String::new();
        let mut code = Vec::new();
        for (at, part) in marked.split('`').enumerate() {
            let start = text.len();
            text.push_str(part);
            if at % 2 == 1 {
                code.push(start..text.len());
            }
        }
        let cells = cells(&text);
        let found = segments(&cells, &Reading { text: &text, code: &code, syllables }, i64::MAX);
        let mut start = 0;
        let parts: Vec<&str> = found
            .ends
            .iter()
            .map(|&end| {
                let part = &text[start..cells[end - 1].bytes.end];
                start += part.len();
                part
            })
            .collect();
        parts.join("|")
    }

    #[test]
    fn a_number_keeps_its_unit() {
        assert_eq!(shown("after 12 s, 5 MB of 90 % or 3 apples", None), "after |12 s, |5 MB |of |90 % |or |3 |apples");
    }

    #[test]
    fn code_ends_lines_at_spaces_and_long_words_of_it_after_signs() {
        assert_eq!(shown("in `a.b` or `f(x, y)`", None), "in |a.b |or |f(x, |y)");
        assert_eq!(
            shown("`collections.OrderedDict(first_entries=None)`", None),
            "collections.|OrderedDict(|first_|entries=|None)"
        );
        assert_eq!(
            shown("`__missing__value` and `ratio_of=3.14159`", None),
            "__missing__|value |and |ratio_|of=|3.14159"
        );
    }

    #[test]
    fn an_address_ends_lines_between_its_parts() {
        assert_eq!(
            shown("see https://docs.python.org/3/library/re.html?q=1.", None),
            "see |https://docs.|python.|org/|3/|library/|re.|html?|q=1."
        );
    }

    #[test]
    fn words_are_parted_between_syllables_and_names_of_code_never() {
        let english = Some(Lang::English);
        assert_eq!(shown("hyphenation of `hyphenation`", english), "hy|phen|ation |of |hyphenation");
        assert_eq!(shown("hyphenation2 PyPIhyphenation", english), "hyphenation2 |PyPIhyphenation");
        assert_eq!(shown("(generator),", english), "(gen|er|a|tor),");
        assert_eq!(shown("https://example.org/hyphenation", english), "https://example.|org/|hyphenation");
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_inside() {
        let text = "a bbbbbbbb c";
        let found = segments(&cells(text), &Reading { text, code: &[], syllables: None }, 20_000);
        assert_eq!(found.ends, [2, 3, 4, 5, 6, 7, 8, 9, 11, 12]);
        assert_eq!(found.segments[2].end.penalty, INSIDE);
    }

    #[test]
    fn a_line_ends_before_no_sign_that_closes() {
        assert_eq!(shown("`some_function(argument)(argument)`", None), "some_|function(|argument)(|argument)");
    }
}
