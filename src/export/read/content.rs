//! The text of a content stream, by the character maps of its faces (ISO 32000-1, 9.10).

use std::collections::BTreeMap;

use super::lexer::{Lexer, Token, glyph, text, unescaped, unhex, wide_text};
use super::object::{Value, value_from};
use super::{Passage, Place};

/// Faces by their names in the resources.
#[derive(Default)]
pub(super) struct Faces(BTreeMap<Vec<u8>, Map>);

impl Faces {
    pub(super) fn insert(&mut self, name: Vec<u8>, map: Map) {
        self.0.insert(name, map);
    }
}

/// The text of each glyph of a face, by its code of two bytes.
#[derive(Default)]
pub(super) struct Map(Vec<String>);

impl Map {
    /// Reads a character map.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut lexer = Lexer::new(bytes);
        let mut map = Self::default();
        while let Some(token) = lexer.next()? {
            match token {
                Token::Word(b"beginbfchar") => map.characters(&mut lexer)?,
                Token::Word(b"beginbfrange") => map.ranges(&mut lexer)?,
                _ => {}
            }
        }
        Ok(map)
    }

    fn characters(&mut self, lexer: &mut Lexer<'_>) -> Result<(), String> {
        while let Some(code) = code(lexer)? {
            let Some(Token::Hex(text)) = lexer.next()? else { return Err(WRONG_MAP.to_owned()) };
            self.set(code, wide_text(&unhex(text).collect::<Vec<u8>>()));
        }
        Ok(())
    }

    fn ranges(&mut self, lexer: &mut Lexer<'_>) -> Result<(), String> {
        while let Some(first) = code(lexer)? {
            let last = code(lexer)?.ok_or(WRONG_MAP)?;
            let Some(Token::Hex(text)) = lexer.next()? else { return Err(WRONG_MAP.to_owned()) };
            let mut units: Vec<u8> = unhex(text).collect();
            for code in first..=last {
                self.set(code, wide_text(&units));
                if let Some(low) = units.last_mut() {
                    *low = low.wrapping_add(1);
                }
            }
        }
        Ok(())
    }

    fn set(&mut self, code: u16, text: String) {
        let code = usize::from(code);
        if self.0.len() <= code {
            self.0.resize(code + 1, String::new());
        }
        self.0[code] = text;
    }
}

const WRONG_MAP: &str = "a character map that cannot be read";

/// The next code; `None` at the end of a list of them.
fn code(lexer: &mut Lexer<'_>) -> Result<Option<u16>, String> {
    match lexer.next()? {
        Some(Token::Hex(digits)) => {
            let bytes: Vec<u8> = unhex(digits).collect();
            let code = <[u8; 2]>::try_from(bytes).map_err(|_| WRONG_MAP)?;
            Ok(Some(u16::from_be_bytes(code)))
        }
        Some(Token::Word(b"endbfchar" | b"endbfrange")) => Ok(None),
        _ => Err(WRONG_MAP.to_owned()),
    }
}

/// Tells the text of each piece of marked content, once as it is printed, and once as it is stated where that is something
/// else.
pub(super) fn read(bytes: &[u8], faces: &Faces, passages: &mut Vec<Passage>) -> Result<(), String> {
    let mut lexer = Lexer::new(bytes);
    let mut page = Page { faces, face: None, open: Vec::new(), shown: String::new(), stated: String::new(), passages };
    let mut operands = Vec::new();
    let mut dict = None;
    while let Some(token) = lexer.next()? {
        match token {
            Token::DictOpen => dict = Some(value_from(token, &mut lexer, 0)?),
            Token::Word(word) if is_operator(word) => {
                page.operator(word, &operands, dict.take())?;
                operands.clear();
            }
            Token::Remark(_) => return Err("a remark".to_owned()),
            other => operands.push(other),
        }
    }
    page.tell();
    Ok(())
}

fn is_operator(word: &[u8]) -> bool {
    !matches!(word.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.')) && !matches!(word, b"true" | b"false" | b"null")
}

struct Page<'a> {
    faces: &'a Faces,
    face: Option<&'a Map>,
    /// For each piece of marked content that has begun, whether its text is stated.
    open: Vec<bool>,
    shown: String,
    stated: String,
    passages: &'a mut Vec<Passage>,
}

impl Page<'_> {
    fn operator(&mut self, word: &[u8], operands: &[Token<'_>], dict: Option<Value<'_>>) -> Result<(), String> {
        match word {
            b"TJ" | b"Tj" => return self.show(operands),
            b"BDC" | b"BMC" => return self.begin(operands, dict),
            b"EMC" => {
                self.open.pop().ok_or("the end of marked content that has no beginning")?;
                if self.open.is_empty() {
                    self.tell();
                }
                return Ok(());
            }
            b"Tf" => {
                let Some(Token::Name(name)) = operands.first() else { return Err("a face without a name".to_owned()) };
                let face = self.faces.0.get(*name);
                self.face = Some(face.ok_or_else(|| format!("no character map of {}", String::from_utf8_lossy(name)))?);
            }
            b"BI" | b"'" | b"\"" => return Err(format!("the operator {}", String::from_utf8_lossy(word))),
            _ => {}
        }
        if dict.is_some() || operands.iter().any(|operand| matches!(operand, Token::Hex(_) | Token::Literal(_))) {
            return Err(format!("text before the operator {}", String::from_utf8_lossy(word)));
        }
        Ok(())
    }

    fn begin(&mut self, operands: &[Token<'_>], dict: Option<Value<'_>>) -> Result<(), String> {
        if self.open.is_empty() {
            self.tell();
        }
        let mut is_stated = false;
        match (dict, operands) {
            (None, [Token::Name(_)]) => {}
            (Some(Value::Dict(entries)), [Token::Name(_)]) => {
                for (key, value) in entries {
                    match value {
                        Value::String(bytes) if key.as_ref() == b"ActualText" => {
                            self.state(&text(&bytes));
                            is_stated = true;
                        }
                        Value::Word(_) => {}
                        _ => return Err("marked content with unknown properties".to_owned()),
                    }
                }
            }
            _ => return Err("marked content with unknown properties".to_owned()),
        }
        self.open.push(is_stated);
        Ok(())
    }

    /// Adds to what is stated, unless something around it is stated in its place.
    fn state(&mut self, text: &str) {
        if !self.open.contains(&true) {
            self.stated.push_str(text);
        }
    }

    fn show(&mut self, operands: &[Token<'_>]) -> Result<(), String> {
        let face = self.face.ok_or("text without a face")?;
        let is_stated = self.open.contains(&true);
        let mut show = |code: u16| {
            let text = face.0.get(usize::from(code)).map_or("", String::as_str);
            self.shown.push_str(text);
            if !is_stated {
                self.stated.push_str(text);
            }
        };
        for operand in operands {
            let bytes = match operand {
                Token::Hex(digits) => match glyph(digits) {
                    Some(code) => {
                        show(code);
                        continue;
                    }
                    None => unhex(digits).collect(),
                },
                Token::Literal(literal) => unescaped(literal),
                _ => continue,
            };
            for pair in bytes.chunks(2) {
                show(u16::from_be_bytes(<[u8; 2]>::try_from(pair).map_err(|_| "half a glyph")?));
            }
        }
        Ok(())
    }

    /// Tells what has come up to here.
    fn tell(&mut self) {
        let (shown, stated) = (std::mem::take(&mut self.shown), std::mem::take(&mut self.stated));
        if stated != shown && !stated.is_empty() {
            self.passages.push(Passage { place: Place::Stated, text: stated });
        }
        if !shown.is_empty() {
            self.passages.push(Passage { place: Place::Page, text: shown });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &[u8] = b"%!PS\n2 beginbfchar\n<0001> <0061>\n<0002> <00660069>\nendbfchar\n1 beginbfrange\n<0003> <0005> <0078>\nendbfrange";

    fn passages(content: &[u8]) -> Result<Vec<(Place, String)>, String> {
        let mut faces = Faces::default();
        faces.insert(b"F0".to_vec(), Map::read(MAP)?);
        let mut passages = Vec::new();
        read(content, &faces, &mut passages)?;
        Ok(passages.into_iter().map(|passage| (passage.place, passage.text)).collect())
    }

    #[test]
    fn glyphs_have_the_text_of_their_map() {
        let content = b"/P <</MCID 0>> BDC\nBT /F0 9 Tf [<0001> 4 <0002>] TJ\n(\\000\\005) Tj ET\nEMC\n/Artifact BMC [<0003>] TJ EMC";
        assert_eq!(passages(content).unwrap(), [(Place::Page, "afiz".to_owned()), (Place::Page, "x".to_owned())]);
    }

    #[test]
    fn stated_text_is_told_beside_what_is_printed() {
        let content =
            b"/F0 9 Tf /P <</MCID 0>> BDC <0001> Tj /Span <</ActualText (b(c))>> BDC <0003> Tj EMC <0001> Tj EMC";
        assert_eq!(passages(content).unwrap(), [(Place::Stated, "ab(c)a".to_owned()), (Place::Page, "axa".to_owned())]);
    }

    #[test]
    fn what_the_reader_does_not_know_is_an_error() {
        let contents: [&[u8]; 8] = [
            b"BI /W 1 ID x EI",
            b"<0001> Tj",
            b"/F9 9 Tf",
            b"/F0 9 Tf (a) '",
            b"/P /Properties BDC EMC",
            b"/P <</Alt [(a)]>> BDC EMC",
            b"EMC",
            b"(a) Do",
        ];
        for content in contents {
            assert!(passages(content).is_err(), "{}", String::from_utf8_lossy(content));
        }
    }
}
