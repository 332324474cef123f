//! Small pieces of English for messages: counts, lists, and the nearest right name.

use std::fmt::Display;

/// `1 question`, `2 questions`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn one_of<T: Display>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "or")
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn all_of<T: Display>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "and")
}

fn joined<T: Display>(names: impl IntoIterator<Item = T>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// `a` for the first of some things, `aa` after `z`.
#[must_use]
pub fn letter(at: usize) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { letter(at / 26 - 1) + &last.to_string() }
}

/// The known name that a mistyped one most likely stands for.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(typed, name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// What to do about an unknown name: the nearest right one, or the few there are.
#[must_use]
pub fn instead<'a>(typed: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(typed, known.clone()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("use {}", one_of(known.into_iter().map(|name| format!("`{name}`")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let names: Vec<String> = [0, 3, 25, 26, 27, 52, 99].into_iter().map(letter).collect();
        assert_eq!(names, ["a", "d", "z", "aa", "ab", "ba", "cv"]);
    }

    #[test]
    fn lists_read_like_english() {
        assert_eq!(one_of(["a"]), "a");
        assert_eq!(one_of(["a", "b", "c"]), "a, b or c");
        assert_eq!(all_of(["a", "b"]), "a and b");
        assert_eq!(count(1, "question"), "1 question");
    }

    #[test]
    fn a_typo_finds_its_word_and_nonsense_finds_none() {
        assert_eq!(nearest("senoir", ["junior", "senior"]), Some("senior"));
        assert_eq!(nearest("xyz", ["junior", "senior"]), None);
    }
}
