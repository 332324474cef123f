//! A small lexer over a table of languages. Grey print can tell three classes apart (keyword, comment, string), so
//! that is all it looks for. A language that is not in the table is printed plain.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::flow::CodeClass;

/// What a lexer has to know of a language.
struct Language {
    names: &'static [&'static str],
    keywords: &'static str,
    line_comments: &'static [&'static str],
    block_comments: &'static [(&'static str, &'static str)],
    /// String delimiters, longest first; `true` where the string may go over several lines.
    strings: &'static [(&'static str, bool)],
    ignore_case: bool,
}

const C_COMMENTS: &[(&str, &str)] = &[("/*", "*/")];
const QUOTES: &[(&str, bool)] = &[("\"", false), ("'", false)];
const DOUBLE: &[(&str, bool)] = &[("\"", false)];
const SCRIPT_QUOTES: &[(&str, bool)] = &[("\"", false), ("'", false), ("`", true)];
const PYTHON_QUOTES: &[(&str, bool)] = &[("\"\"\"", true), ("'''", true), ("\"", false), ("'", false)];

const LANGUAGES: &[Language] = &[
    Language {
        names: &["python", "py", "python3"],
        keywords: "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try type while with yield",
        line_comments: &["#"],
        block_comments: &[],
        strings: PYTHON_QUOTES,
        ignore_case: false,
    },
    Language {
        names: &["rust", "rs"],
        keywords: "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while",
        line_comments: &["//"],
        block_comments: C_COMMENTS,
        strings: DOUBLE,
        ignore_case: false,
    },
    Language {
        names: &["c", "h", "cpp", "c++", "cc", "hpp"],
        keywords: "auto bool break case catch char class const constexpr continue default delete do double else enum explicit extern false float for friend goto if inline int long namespace new nullptr operator private protected public register return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while",
        line_comments: &["//"],
        block_comments: C_COMMENTS,
        strings: QUOTES,
        ignore_case: false,
    },
    Language {
        names: &["java", "kotlin", "kt", "csharp", "cs", "c#", "swift"],
        keywords: "abstract as async await base bool boolean break byte case catch char class const continue data default defer delegate do double else enum extends false final finally float for foreach fun func guard if implements import in instanceof int interface internal is let long namespace new nil null object open override package private protected protocol public readonly record return sealed self short static string struct super switch this throw throws true try typealias using val var virtual void when where while yield",
        line_comments: &["//"],
        block_comments: C_COMMENTS,
        strings: &[("\"\"\"", true), ("\"", false), ("'", false)],
        ignore_case: false,
    },
    Language {
        names: &["javascript", "js", "typescript", "ts", "jsx", "tsx"],
        keywords: "as async await break case catch class const continue debugger default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null of private protected public readonly return static super switch this throw true try type typeof undefined var void while with yield",
        line_comments: &["//"],
        block_comments: C_COMMENTS,
        strings: SCRIPT_QUOTES,
        ignore_case: false,
    },
    Language {
        names: &["go", "golang"],
        keywords: "break case chan const continue default defer else fallthrough false for func go goto if import interface map nil package range return select struct switch true type var",
        line_comments: &["//"],
        block_comments: C_COMMENTS,
        strings: SCRIPT_QUOTES,
        ignore_case: false,
    },
    Language {
        names: &["sql"],
        keywords: "add all alter and as asc begin between by case check column commit constraint create cross default delete desc distinct drop else end exists foreign from full group having if in index inner insert into is join key left like limit not null offset on or order outer over partition primary references returning right rollback select set table then transaction union unique update values view when where with",
        line_comments: &["--"],
        block_comments: C_COMMENTS,
        strings: &[("'", true)],
        ignore_case: true,
    },
    Language {
        names: &["bash", "sh", "shell", "zsh"],
        keywords: "break case continue do done elif else esac exit export fi for function if in local return set shift then trap until while",
        line_comments: &["#"],
        block_comments: &[],
        strings: &[("\"", true), ("'", true)],
        ignore_case: false,
    },
    Language {
        names: &["r"],
        keywords: "break else FALSE for function if in Inf NA NULL next repeat return TRUE while",
        line_comments: &["#"],
        block_comments: &[],
        strings: QUOTES,
        ignore_case: false,
    },
    Language {
        names: &["yaml", "yml", "toml", "ini"],
        keywords: "true false null yes no",
        line_comments: &["#"],
        block_comments: &[],
        strings: QUOTES,
        ignore_case: false,
    },
    Language {
        names: &["json"],
        keywords: "true false null",
        line_comments: &[],
        block_comments: &[],
        strings: DOUBLE,
        ignore_case: false,
    },
    Language {
        names: &["html", "xml"],
        keywords: "",
        line_comments: &[],
        block_comments: &[("<!--", "-->")],
        strings: DOUBLE,
        ignore_case: false,
    },
];

/// Whether a code block in this language is Python.
pub(super) fn is_python(language: &str) -> bool {
    known(language).is_some_and(|known| known.names.contains(&"python"))
}

fn known(language: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|known| known.names.iter().any(|name| name.eq_ignore_ascii_case(language)))
}

/// Cuts code into stretches of one class, in order and without gaps.
pub(super) fn classify(language: &str, code: &str) -> Vec<(Range<usize>, CodeClass)> {
    let Some(language) = known(language) else {
        return vec![(0..code.len(), CodeClass::Plain)];
    };
    let keywords: BTreeSet<&str> = language.keywords.split(' ').collect();
    let mut stretches: Vec<(Range<usize>, CodeClass)> = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let (length, class) = language.token(&code[at..], &keywords);
        match stretches.last_mut() {
            Some((range, last)) if *last == class => range.end = at + length,
            _ => stretches.push((at..at + length, class)),
        }
        at += length;
    }
    stretches
}

impl Language {
    /// Length and class of the token that `rest`, which is not empty, begins with.
    fn token(&self, rest: &str, keywords: &BTreeSet<&str>) -> (usize, CodeClass) {
        if self.line_comments.iter().any(|start| rest.starts_with(start)) {
            return (rest.find('\n').unwrap_or(rest.len()), CodeClass::Comment);
        }
        for (start, end) in self.block_comments {
            if let Some(inner) = rest.strip_prefix(start) {
                let length = inner.find(end).map_or(rest.len(), |at| start.len() + at + end.len());
                return (length, CodeClass::Comment);
            }
        }
        for (delimiter, over_lines) in self.strings {
            if rest.starts_with(delimiter) {
                return (string_length(rest, delimiter, *over_lines), CodeClass::String);
            }
        }
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if word > 0 {
            let is_keyword = keywords.contains(&rest[..word])
                || (self.ignore_case && keywords.contains(&*rest[..word].to_ascii_lowercase()));
            return (word, if is_keyword { CodeClass::Keyword } else { CodeClass::Plain });
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        (first, CodeClass::Plain)
    }
}

/// Length of a quoted text with its delimiters, up to the line's end where it is not closed before.
fn string_length(rest: &str, delimiter: &str, over_lines: bool) -> usize {
    let mut at = delimiter.len();
    while let Some(character) = rest[at..].chars().next() {
        if rest[at..].starts_with(delimiter) {
            return at + delimiter.len();
        }
        if character == '\n' && !over_lines {
            return at;
        }
        at += character.len_utf8();
        if character == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: &str, code: &str, class: CodeClass) -> Vec<String> {
        classify(language, code)
            .into_iter()
            .filter(|(_, found)| *found == class)
            .map(|(range, _)| code[range].to_owned())
            .collect()
    }

    #[test]
    fn python_words_remarks_and_strings_are_told_apart() {
        let code = "def f(x):  # not a \"string\"\n    return 'it\\'s' if x else \"\"\"a\n\"b\" \"\"\"\n";
        assert_eq!(words("python", code, CodeClass::Keyword), ["def", "return", "if", "else"]);
        assert_eq!(words("python", code, CodeClass::Comment), ["# not a \"string\""]);
        assert_eq!(words("Python", code, CodeClass::String), ["'it\\'s'", "\"\"\"a\n\"b\" \"\"\""]);
    }

    #[test]
    fn stretches_cover_the_whole_text_of_every_language() {
        let code = "é \"open\n/* x\n-- y # z <!-- ' `\n\\";
        for name in LANGUAGES.iter().flat_map(|language| language.names) {
            let stretches = classify(name, code);
            let covered: String = stretches.iter().map(|(range, _)| &code[range.clone()]).collect();
            assert_eq!(covered, code, "{name}");
        }
    }

    #[test]
    fn sql_keywords_ignore_case_and_unknown_languages_are_plain() {
        assert_eq!(words("sql", "SELECT a from b", CodeClass::Keyword), ["SELECT", "from"]);
        assert_eq!(words("brainf", "def", CodeClass::Keyword), Vec::<String>::new());
    }
}
