//! A file of PDF cut into its smallest pieces (ISO 32000-1, 7.2 and 7.3), without a copy of any.

use std::borrow::Cow;

/// A smallest piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'a> {
    /// `[`.
    Open,
    /// `]`.
    Close,
    /// `<<`.
    DictOpen,
    /// `>>`.
    DictClose,
    /// A name as it is written, without its `/`.
    Name(&'a [u8]),
    /// The digits of a string in hexadecimal.
    Hex(&'a [u8]),
    /// A string as it is written, without its outer parentheses.
    Literal(&'a [u8]),
    /// A number, a word of the format, or an operator.
    Word(&'a [u8]),
    /// A remark, without its `%`.
    Remark(&'a [u8]),
}

/// Reads piece after piece.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

const SPACE: u8 = 1;
const REGULAR: u8 = 2;
const HEXADECIMAL: u8 = 4;

/// For each byte what it can be.
const CLASSES: [u8; 256] = {
    let mut classes = [REGULAR; 256];
    let mut at = 0;
    while at < 256 {
        classes[at] = match at as u8 {
            0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => SPACE,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => 0,
            b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' => REGULAR | HEXADECIMAL,
            _ => REGULAR,
        };
        at += 1;
    }
    classes
};

fn is(byte: u8, classes: u8) -> bool {
    CLASSES[usize::from(byte)] & classes != 0
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn skip_space(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| is(*byte, SPACE)) {
            self.at += 1;
        }
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, String> {
        self.skip_space();
        let Some(&first) = self.bytes.get(self.at) else { return Ok(None) };
        let start = self.at;
        if is(first, REGULAR) {
            return Ok(Some(Token::Word(self.run(|byte| is(byte, REGULAR)))));
        }
        // A glyph, as most strings are.
        if let Some([b'<', a, b, c, d, b'>']) = self.bytes.get(start..start + 6)
            && [a, b, c, d].into_iter().all(|byte| is(*byte, HEXADECIMAL))
        {
            self.at += 6;
            return Ok(Some(Token::Hex(&self.bytes[start + 1..start + 5])));
        }
        self.at += 1;
        let doubled = self.bytes.get(self.at) == Some(&first);
        Ok(Some(match first {
            b'[' => Token::Open,
            b']' => Token::Close,
            b'<' if doubled => {
                self.at += 1;
                Token::DictOpen
            }
            b'>' if doubled => {
                self.at += 1;
                Token::DictClose
            }
            b'<' => {
                let digits = self.run(|byte| is(byte, HEXADECIMAL | SPACE));
                if self.bytes.get(self.at) != Some(&b'>') {
                    return Err(format!("a string without an end at byte {start}"));
                }
                self.at += 1;
                Token::Hex(digits)
            }
            b'(' => Token::Literal(self.literal()?),
            b'/' => Token::Name(self.run(|byte| is(byte, REGULAR))),
            b'%' => Token::Remark(self.run(|byte| byte != b'\n' && byte != b'\r')),
            other => return Err(format!("an unexpected `{}` at byte {start}", char::from(other))),
        }))
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn literal(&mut self) -> Result<&'a [u8], String> {
        let start = self.at;
        let mut depth = 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(&self.bytes[start..self.at - 1]);
            }
        }
        Err(format!("a string without an end at byte {start}"))
    }
}

/// The value of a digit in hexadecimal.
fn digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20) - b'a' + 10,
    }
}

/// The bytes of a string in hexadecimal; a last digit alone is followed by zero.
pub(super) fn unhex(digits: &[u8]) -> impl Iterator<Item = u8> {
    let mut digits = digits.iter().copied().filter(|byte| !is(*byte, SPACE));
    std::iter::from_fn(move || {
        let high = digit(digits.next()?);
        Some(high << 4 | digits.next().map_or(0, digit))
    })
}

/// The code of a glyph that is a string of its own, as most are.
pub(super) fn glyph(digits: &[u8]) -> Option<u16> {
    match digits {
        [a, b, c, d] if !digits.iter().any(|byte| is(*byte, SPACE)) => {
            Some([a, b, c, d].into_iter().fold(0, |code, next| code << 4 | u16::from(digit(*next))))
        }
        _ => None,
    }
}

/// The bytes of a string between parentheses.
pub(super) fn unescaped(literal: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(literal.len());
    let mut rest = literal;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let octal = rest.iter().take(3).take_while(|digit| matches!(digit, b'0'..=b'7')).count();
        if octal > 0 {
            let number = rest[..octal].iter().fold(0_u32, |number, digit| number << 3 | u32::from(digit - b'0'));
            bytes.push(number as u8);
            rest = &rest[octal..];
            continue;
        }
        let Some((&escaped, after)) = rest.split_first() else { break };
        rest = after;
        match escaped {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\r' => rest = rest.strip_prefix(b"\n").unwrap_or(rest),
            b'\n' => {}
            other => bytes.push(other),
        }
    }
    bytes
}

/// A name as it is meant.
pub(super) fn name(written: &[u8]) -> Cow<'_, [u8]> {
    if !written.contains(&b'#') {
        return Cow::Borrowed(written);
    }
    let mut bytes = Vec::with_capacity(written.len());
    let mut at = 0;
    while at < written.len() {
        let code = written.get(at + 1..at + 3).filter(|code| code.iter().all(u8::is_ascii_hexdigit));
        match code {
            Some(code) if written[at] == b'#' => {
                bytes.extend(unhex(code));
                at += 3;
            }
            _ => {
                bytes.push(written[at]);
                at += 1;
            }
        }
    }
    Cow::Owned(bytes)
}

/// The text of a text string: UTF-16 or UTF-8 if it says so, else one character a byte.
pub(super) fn text(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return wide_text(wide);
    }
    let marked = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    std::str::from_utf8(marked).map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// UTF-16, the high byte first.
pub(super) fn wide_text(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|character| character.unwrap_or('\u{fffd}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_names_are_read_as_they_are_meant() {
        assert_eq!(unescaped(br"a\(b\)\\\101\n\7c"), b"a(b)\\A\n\x07c");
        assert_eq!(unhex(b"4 1 4").collect::<Vec<u8>>(), b"A@");
        assert_eq!(name(b"a#20b#zz").as_ref(), b"a b#zz");
        assert_eq!(text(b"\xfe\xff\x20\x26\0a"), "\u{2026}a");
    }

    #[test]
    fn nested_parentheses_belong_to_a_string() {
        let mut lexer = Lexer::new(br"(a(b)\)c)/N 12 <41>>>");
        let mut tokens = Vec::new();
        while let Some(token) = lexer.next().unwrap() {
            tokens.push(token);
        }
        assert_eq!(
            tokens,
            [Token::Literal(br"a(b)\)c"), Token::Name(b"N"), Token::Word(b"12"), Token::Hex(b"41"), Token::DictClose]
        );
        assert!(Lexer::new(b"(a").next().is_err() && Lexer::new(b"<4g>").next().is_err());
    }
}
