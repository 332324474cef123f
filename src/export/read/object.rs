//! The objects of a finished file, read one after the other as they stand in it. What the cross-reference stream says has
//! no part in it, so no object can hide from the reader.

use std::borrow::Cow;
use std::ops::Range;

use flate2::{Decompress, FlushDecompress, Status};

use super::lexer::{Lexer, Token, name, unescaped, unhex};

/// Most that objects may be nested.
const DEEPEST: usize = 64;
/// Most bytes that a stream may unfold to.
const LARGEST: usize = 1 << 28;

/// An object.
#[derive(Debug)]
pub(in crate::export) enum Value<'a> {
    /// A number or a word of the format.
    Word(&'a [u8]),
    /// A name.
    Name(Cow<'a, [u8]>),
    /// The bytes of a string.
    String(Vec<u8>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// Names with what they stand for.
    Dict(Vec<(Cow<'a, [u8]>, Value<'a>)>),
    /// The number of another object.
    Reference(u32),
}

impl<'a> Value<'a> {
    /// What a name stands for in a dictionary.
    pub(in crate::export) fn get(&self, key: &[u8]) -> Option<&Value<'a>> {
        match self {
            Self::Dict(entries) => entries.iter().find(|(name, _)| name.as_ref() == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether it is this name.
    pub(in crate::export) fn is_name(&self, wanted: &[u8]) -> bool {
        matches!(self, Self::Name(name) if name.as_ref() == wanted)
    }

    /// Whether `key` stands for this name in it.
    pub(in crate::export) fn has(&self, key: &[u8], wanted: &[u8]) -> bool {
        self.get(key).is_some_and(|value| value.is_name(wanted))
    }

    /// It as a number that counts.
    pub(in crate::export) fn number(&self) -> Option<usize> {
        match self {
            Self::Word(word) => std::str::from_utf8(word).ok()?.parse().ok(),
            _ => None,
        }
    }
}

/// An object with its number, as it stands in the file.
#[derive(Debug)]
pub(in crate::export) struct Entry<'a> {
    pub(in crate::export) number: u32,
    pub(in crate::export) value: Value<'a>,
    /// Where it is written in the file, from after `obj`.
    pub(in crate::export) written: Range<usize>,
    /// The bytes of its stream, if it has one.
    pub(in crate::export) stream: Option<&'a [u8]>,
}

/// All objects of a file. Between and after them there is nothing.
pub(in crate::export) fn entries(bytes: &[u8]) -> Result<Vec<Entry<'_>>, String> {
    let mut lexer = Lexer::new(bytes);
    for mark in [&b"PDF-"[..], &[0xbb, 0xad, 0xc0, 0xde]] {
        match lexer.next()? {
            Some(Token::Remark(remark)) if remark.starts_with(mark) && remark.len() <= mark.len() + 3 => {}
            _ => return Err("it does not begin as a PDF".to_owned()),
        }
    }
    let mut entries = Vec::new();
    loop {
        match lexer.next()? {
            Some(Token::Word(b"startxref")) => break,
            Some(Token::Word(word)) => {
                let number = Value::Word(word).number();
                let generation = lexer.next()?;
                let number = number.filter(|_| generation == Some(Token::Word(b"0")));
                let number = number.ok_or_else(|| format!("no object at byte {}", lexer.at))?;
                expect(&mut lexer, b"obj")?;
                entries.push(entry(number as u32, &mut lexer)?);
            }
            _ => return Err(format!("no object at byte {}", lexer.at)),
        }
    }
    let place = lexer.next()?;
    let end = lexer.next()?;
    if !matches!(place, Some(Token::Word(_))) || end != Some(Token::Remark(b"%EOF")) || lexer.next()?.is_some() {
        return Err("it does not end as a PDF".to_owned());
    }
    Ok(entries)
}

fn expect(lexer: &mut Lexer<'_>, word: &[u8]) -> Result<(), String> {
    if lexer.next()? == Some(Token::Word(word)) {
        return Ok(());
    }
    Err(format!("no `{}` before byte {}", String::from_utf8_lossy(word), lexer.at))
}

fn entry<'a>(number: u32, lexer: &mut Lexer<'a>) -> Result<Entry<'a>, String> {
    let start = lexer.at;
    let value = value(lexer)?;
    let written = start..lexer.at;
    let mut stream = None;
    let mut next = lexer.next()?;
    if next == Some(Token::Word(b"stream")) {
        let length = value.get(b"Length").and_then(Value::number);
        let rest = lexer.bytes.get(lexer.at..).unwrap_or_default();
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n");
        let found = rest.zip(length).and_then(|(rest, length)| rest.get(..length));
        let content = found.ok_or_else(|| format!("object {number} is no whole stream"))?;
        stream = Some(content);
        lexer.at = lexer.bytes.len() - rest.map_or(0, <[u8]>::len) + content.len();
        expect(lexer, b"endstream")?;
        next = lexer.next()?;
    }
    if next != Some(Token::Word(b"endobj")) {
        return Err(format!("object {number} does not end"));
    }
    Ok(Entry { number, value, written, stream })
}

/// The objects of an object stream, from its unfolded bytes.
pub(super) fn packed<'a>(dict: &Value<'_>, bytes: &'a [u8]) -> Result<Vec<(u32, Value<'a>)>, String> {
    let count = |key: &[u8]| dict.get(key).and_then(Value::number).ok_or("an object stream without its size");
    let (objects, first) = (count(b"N")?, count(b"First")?);
    let mut heads = Lexer::new(bytes.get(..first).ok_or("an object stream that is too short")?);
    let mut numbers = Vec::with_capacity(objects);
    while let Some(Token::Word(word)) = heads.next()? {
        numbers.push(Value::Word(word).number().ok_or("an object stream with a wrong number")?);
    }
    let mut body = Lexer { bytes, at: first };
    let mut found = Vec::with_capacity(objects);
    for pair in numbers.chunks(2) {
        body.skip_space();
        if pair.len() < 2 || body.at != first + pair[1] {
            return Err("an object stream with a gap".to_owned());
        }
        found.push((pair[0] as u32, value(&mut body)?));
    }
    if found.len() != objects || heads.at != first || body.next()?.is_some() {
        return Err("an object stream with more in it than it says".to_owned());
    }
    Ok(found)
}

/// The next object.
pub(super) fn value<'a>(lexer: &mut Lexer<'a>) -> Result<Value<'a>, String> {
    let token = lexer.next()?.ok_or("an object is missing")?;
    value_from(token, lexer, 0)
}

/// The object that begins with a token.
pub(super) fn value_from<'a>(token: Token<'a>, lexer: &mut Lexer<'a>, depth: usize) -> Result<Value<'a>, String> {
    if depth > DEEPEST {
        return Err("objects are nested too deep".to_owned());
    }
    Ok(match token {
        Token::Word(word) => Value::Word(word),
        Token::Name(written) => Value::Name(name(written)),
        Token::Hex(digits) => Value::String(unhex(digits).collect()),
        Token::Literal(literal) => Value::String(unescaped(literal)),
        Token::Open => Value::Array(values(lexer, depth, |token| matches!(token, Token::Close))?),
        Token::DictOpen => {
            let mut entries = Vec::new();
            let mut values = values(lexer, depth, |token| matches!(token, Token::DictClose))?.into_iter();
            while let Some(key) = values.next() {
                let (Value::Name(key), Some(value)) = (key, values.next()) else {
                    return Err(format!("a dictionary without a name before byte {}", lexer.at));
                };
                entries.push((key, value));
            }
            Value::Dict(entries)
        }
        other => return Err(format!("an unexpected {other:?} before byte {}", lexer.at)),
    })
}

fn values<'a>(
    lexer: &mut Lexer<'a>,
    depth: usize,
    is_end: impl Fn(&Token<'a>) -> bool,
) -> Result<Vec<Value<'a>>, String> {
    let mut values = Vec::new();
    loop {
        match lexer.next()?.ok_or("an object without an end")? {
            token if is_end(&token) => return Ok(values),
            Token::Word([b'R']) => {
                let generation = values.pop();
                let number = values.pop().as_ref().and_then(Value::number);
                let number = number.filter(|_| generation.is_some()).ok_or("a reference without a number")?;
                values.push(Value::Reference(number as u32));
            }
            Token::Word(word) => values.push(Value::Word(word)),
            token => values.push(value_from(token, lexer, depth + 1)?),
        }
    }
}

/// The bytes that a stream stands for: as they are, or deflated.
pub(in crate::export) fn unfolded<'a>(
    dict: &Value<'_>,
    stream: &'a [u8],
    inflater: &mut Decompress,
) -> Result<Cow<'a, [u8]>, String> {
    match dict.get(b"Filter") {
        None => return Ok(Cow::Borrowed(stream)),
        Some(filter) if filter.is_name(b"FlateDecode") && dict.get(b"DecodeParms").is_none() => {}
        Some(_) => return Err("a stream is packed in a way that cannot be read back".to_owned()),
    }
    inflater.reset(true);
    let mut bytes = Vec::with_capacity(stream.len() * 6 + 256);
    loop {
        let rest = &stream[inflater.total_in() as usize..];
        match inflater.decompress_vec(rest, &mut bytes, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) if inflater.total_in() as usize == stream.len() => return Ok(Cow::Owned(bytes)),
            Ok(Status::Ok | Status::BufError) if bytes.len() == bytes.capacity() && bytes.len() < LARGEST => {
                bytes.reserve(bytes.capacity());
            }
            _ => return Err("a stream cannot be unpacked".to_owned()),
        }
    }
}
