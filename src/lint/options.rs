//! Rules about the options of a choice.

use std::collections::BTreeSet;

use crate::bank::{ChoiceOption, Question, Response, WarningCode};
use crate::flow::Inline;
use crate::markup::length;
use crate::source::Span;
use crate::wording::{all_of, count};

use super::Warning;
use super::text::{asks, pieces, place, words};

/// Words that a text has to share with all others before it belongs into the prompt.
const SHARED_WORDS: usize = 4;
/// Words so strong that a candidate who knows nothing takes them for a sign of a wrong option.
const ABSOLUTE: [&str; 8] = ["always", "never", "all", "none", "only", "every", "must", "cannot"];

/// The warnings about the options of one question.
pub(super) fn of_question(question: &Question, english: bool, found: &mut Vec<Warning>) {
    for ask in asks(question) {
        let Response::Choice { several, options } = &ask.task.response else {
            continue;
        };
        if !several {
            found.extend(longest_by_far(question, options));
        }
        if english {
            found.extend(absolute_words(question, options));
        }
        found.extend(same_options(question, options));
        found.extend(same_words(question, options));
        found.extend(missing_why(question, options));
    }
}

/// Characters of the right option of a single choice, and of the longest wrong one.
pub(super) fn lengths(options: &[ChoiceOption]) -> (usize, usize) {
    let longest = |correct: bool| {
        let of_one = |option: &ChoiceOption| length(&option.text);
        options.iter().filter(|option| option.correct == correct).map(of_one).max().unwrap_or(0)
    };
    (longest(true), longest(false))
}

fn place_of(option: &ChoiceOption, question: &Question) -> Span {
    place(&option.text).unwrap_or(question.span)
}

fn longest_by_far(question: &Question, options: &[ChoiceOption]) -> Option<Warning> {
    let (right, wrong) = lengths(options);
    let is_far = options.len() >= 3 && 2 * right > 3 * wrong && right >= wrong + 15;
    let option = options.iter().find(|option| option.correct).filter(|_| is_far)?;
    Some(Warning::new(
        WarningCode::LongestOption,
        question,
        place_of(option, question),
        format!("the right option has {right} characters, the longest wrong one {wrong}"),
        "its length gives it away",
        "shorten it, or let a wrong option say as much",
    ))
}

/// Strong words in half of the wrong options or more, and in no right one. Of four options or more that has to be two at
/// least: one `only` among four is plain English, two make a pattern. Pinned options ("All of these") are no claims of
/// their own and do not count, nor do words in code.
fn absolute_words(question: &Question, options: &[ChoiceOption]) -> Option<Warning> {
    let claims = || options.iter().filter(|option| !option.pin);
    if claims().any(|option| option.correct && absolute_word(option).is_some()) {
        return None;
    }
    let wrong = claims().filter(|option| !option.correct).count();
    let strong: Vec<(Span, &str)> = claims().filter(|option| !option.correct).filter_map(absolute_word).collect();
    let enough = if options.len() > 3 { 2 } else { 1 };
    let (first, _) = *strong.first().filter(|_| strong.len() >= enough && 2 * strong.len() >= wrong)?;
    let said: BTreeSet<String> = strong.iter().map(|(_, word)| format!("`{}`", word.to_lowercase())).collect();
    Some(Warning::new(
        WarningCode::AbsoluteWord,
        question,
        first,
        format!("only wrong options say {}", all_of(said)),
        "sounds too strong to be right",
        "say it in weaker words, or let the right option sound as strong",
    ))
}

/// The first strong word of an option, with its place.
fn absolute_word(option: &ChoiceOption) -> Option<(Span, &str)> {
    let prose = pieces(&option.text).filter(|piece| !piece.code);
    let mut words = prose.flat_map(|piece| words(piece.text).map(move |(at, word)| (piece, at, word)));
    let is_absolute = |word: &str| ABSOLUTE.iter().any(|absolute| absolute.eq_ignore_ascii_case(word));
    let (piece, at, word) = words.find(|(_, _, word)| is_absolute(word))?;
    Some((piece.place(at..at + word.len()), word))
}

/// Two options that look the same to a candidate in a hurry.
fn same_options(question: &Question, options: &[ChoiceOption]) -> Option<Warning> {
    let bare: Vec<String> = options.iter().map(|option| bare(&option.text)).collect();
    let again = (1..bare.len()).find(|at| bare[..*at].contains(&bare[*at]))?;
    let first = bare.iter().position(|other| *other == bare[again])?;
    let mut warning = Warning::new(
        WarningCode::RepeatedOption,
        question,
        place_of(&options[again], question),
        "two options are the same but for capitals, spaces and punctuation".to_owned(),
        "again",
        "change one of them or leave it out",
    );
    warning.diagnostic = warning.diagnostic.related(place_of(&options[first], question), "the first time");
    Some(warning)
}

/// Prose in small letters, without punctuation but for what stands at a number (`-1`, `1.5`); code as it is.
fn bare(line: &[Inline]) -> String {
    let mut bare = String::new();
    for piece in pieces(line) {
        if piece.code {
            bare.push_str(piece.text);
            continue;
        }
        let characters: Vec<char> = piece.text.chars().collect();
        for (at, c) in characters.iter().enumerate() {
            let before_digit = characters.get(at + 1).is_some_and(char::is_ascii_digit);
            let is_mark = (c.is_ascii_punctuation() && !"+*/<>=%$#&@^|~".contains(*c)) || "…–—‘’“”".contains(*c);
            if c.is_whitespace() {
                bare.push(' ');
            } else if !is_mark || before_digit {
                bare.extend(c.to_lowercase());
            }
        }
    }
    bare.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Words that all options begin or end with. Words in code and numbers do not count: outputs of programs are alike.
fn same_words(question: &Question, options: &[ChoiceOption]) -> Option<Warning> {
    let mut texts: Vec<Vec<String>> = options.iter().map(|option| counted_words(&option.text)).collect();
    let (how, words) = if let Some(words) = shared_start(&texts) {
        ("begin", words)
    } else {
        for words in &mut texts {
            words.reverse();
        }
        ("end", shared_start(&texts)?.into_iter().rev().collect())
    };
    Some(Warning::new(
        WarningCode::RepeatedOption,
        question,
        place_of(&options[0], question),
        format!("all options {how} with `{}`", words.join(" ")),
        "and so do the others",
        "say these words once, in the prompt",
    ))
}

/// The words that all lists begin with, if they are many.
fn shared_start(texts: &[Vec<String>]) -> Option<Vec<String>> {
    let (first, others) = texts.split_first()?;
    let is_shared = |(at, word): &(usize, &String)| {
        !word.is_empty() && others.iter().all(|other| other.get(*at).is_some_and(|other| other == *word))
    };
    let words: Vec<String> = first.iter().enumerate().take_while(is_shared).map(|(_, word)| word.clone()).collect();
    (words.len() >= SHARED_WORDS).then_some(words)
}

/// The words of a line in small letters; empty for a piece of code or a number.
fn counted_words(line: &[Inline]) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(line) {
        if piece.code {
            found.push(String::new());
        } else {
            let counted =
                |word: &str| if word.contains(char::is_alphabetic) { word.to_lowercase() } else { String::new() };
            found.extend(words(piece.text).map(|(_, word)| counted(word)));
        }
    }
    found
}

fn missing_why(question: &Question, options: &[ChoiceOption]) -> Option<Warning> {
    let silent = || options.iter().filter(|option| option.why.is_empty());
    let first = silent().next()?;
    let number = silent().count();
    let verb = if number == 1 { "has" } else { "have" };
    Some(Warning::new(
        WarningCode::MissingWhy,
        question,
        place_of(first, question),
        format!("{number} of {} {verb} no `why`", count(options.len(), "option")),
        if first.correct { "why is it right?" } else { "why is it wrong?" },
        "add `why = \"…\"`, which the key prints",
    ))
}
