//! What a finished file says, read back from its bytes alone: the text of its pages and drawings through the character maps of
//! its faces and as it is stated (`ActualText`), and every string and name of all its objects, metadata and attachments.
//!
//! It is a reader of its own, since it has to be much faster than the writer. It reads all objects in the order in which
//! they stand, and refuses whatever it does not know, so that nothing goes by unread. What holds no text is left out:
//! the pixels of pictures, the outlines of faces, and the table of where objects stand.

mod content;
mod lexer;
mod object;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use flate2::Decompress;

pub(super) use object::{Entry, Value, entries, unfolded};

use content::{Faces, Map};

/// Something that a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where.
    pub place: Place,
    /// What.
    pub text: String,
}

/// Where a file says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In print.
    Page,
    /// In the text that stands for what is printed.
    Stated,
    /// In the metadata.
    Metadata,
    /// In an attachment, or a stream of another kind.
    Stream,
    /// In a name.
    Name,
    /// In a string under this key, such as `Title` in the outline.
    Key(String),
}

/// Names of this length or more are told, unless they are the format's.
const TELLING: usize = 8;

/// The names of that length that the format has, and those of character maps and coordinate systems, in order.
const FORMAT: &[&[u8]] = &[
    b"Artifact",
    b"BaseFont",
    b"BitsPerComponent",
    b"BlockQuote",
    b"CIDFontType0",
    b"CIDFontType0C",
    b"CIDFontType2",
    b"CIDSystemInfo",
    b"CIDToGIDMap",
    b"CapHeight",
    b"ColorSpace",
    b"Colors",
    b"Contents",
    b"CreationDate",
    b"DCTDecode",
    b"DecodeParms",
    b"DescendantFonts",
    b"Descent",
    b"DeviceCMYK",
    b"DeviceGray",
    b"DeviceRGB",
    b"DisplayDocTitle",
    b"Document",
    b"Encoding",
    b"ExtGState",
    b"FlateDecode",
    b"FontBBox",
    b"FontDescriptor",
    b"FontFile2",
    b"FontFile3",
    b"FontName",
    b"FontSpecific",
    b"Identity",
    b"Identity-H",
    b"ItalicAngle",
    b"MarkInfo",
    b"MediaBox",
    b"Metadata",
    b"OneColumn",
    b"OpenType",
    b"Ordering",
    b"Outlines",
    b"PageLabels",
    b"PageLayout",
    b"PageMode",
    b"ParentTree",
    b"ParentTreeNextKey",
    b"Predictor",
    b"Producer",
    b"Registry",
    b"Resources",
    b"StructElem",
    b"StructParents",
    b"StructTreeRoot",
    b"Subtype",
    b"Supplement",
    b"ToUnicode",
    b"UseOutlines",
    b"ViewerPreferences",
];

/// All that a finished file says, or why it cannot be read back.
pub fn passages(bytes: &[u8]) -> Result<Vec<Passage>, String> {
    let mut inflater = Decompress::new(true);
    let entries = entries(bytes)?;
    let mut unpacked = Vec::new();
    for entry in entries.iter().filter(|entry| entry.value.has(b"Type", b"ObjStm")) {
        let stream = entry.stream.ok_or("an object stream without a stream")?;
        unpacked.push((&entry.value, unfolded(&entry.value, stream, &mut inflater)?));
    }
    let mut packed = Vec::new();
    for (dict, bytes) in &unpacked {
        packed.extend(object::packed(dict, bytes)?);
    }
    let all =
        entries.iter().map(|entry| (entry.number, &entry.value)).chain(packed.iter().map(|(n, value)| (*n, value)));
    let all: Vec<(u32, &Value<'_>)> = all.collect();
    let known = Known::learn(&all)?;
    let mut file = File { passages: Vec::new(), inflater, known, faces: Faces::default() };
    for (_, value) in &all {
        let is_table = value.has(b"Type", b"XRef");
        file.strings(value, &[], if is_table { b"ID" } else { b"" });
    }
    file.read_faces(&entries)?;
    for entry in &entries {
        file.stream(entry)?;
    }
    Ok(file.passages)
}

/// What a stream is for, as other objects have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Content,
    Characters,
    Outlines,
}

/// What objects say of each other, by their numbers.
#[derive(Default)]
struct Known {
    roles: BTreeMap<u32, Role>,
    /// The faces by their names in resources.
    resources: BTreeMap<Vec<u8>, u32>,
    /// The character maps of faces.
    maps: BTreeMap<u32, u32>,
}

impl Known {
    fn learn(objects: &[(u32, &Value<'_>)]) -> Result<Self, String> {
        let mut known = Self::default();
        let mut numbers = BTreeSet::new();
        let mut lists = BTreeSet::new();
        for (number, value) in objects {
            if !numbers.insert(*number) {
                return Err(format!("there are two objects {number}"));
            }
            let Value::Dict(entries) = value else { continue };
            for (key, value) in entries {
                known.entry(*number, key, value, &mut lists)?;
            }
        }
        for (_, list) in objects.iter().filter(|(number, _)| lists.contains(number)) {
            known.faces(list)?;
        }
        Ok(known)
    }

    fn entry(&mut self, number: u32, key: &[u8], value: &Value<'_>, lists: &mut BTreeSet<u32>) -> Result<(), String> {
        let role = match (key, value) {
            (b"Contents", _) => Role::Content,
            (b"ToUnicode", _) => Role::Characters,
            (b"FontFile" | b"FontFile2" | b"FontFile3", _) => Role::Outlines,
            (b"Resources", value) => {
                return value.get(b"Font").map_or(Ok(()), |list| self.entry(number, b"Font", list, lists));
            }
            (b"Font", Value::Reference(list)) => {
                lists.insert(*list);
                return Ok(());
            }
            (b"Font", list) => return self.faces(list),
            _ => return Ok(()),
        };
        let several = if let Value::Array(values) = value { &values[..] } else { std::slice::from_ref(value) };
        for value in several {
            if let Value::Reference(stream) = value {
                self.roles.insert(*stream, role);
                if role == Role::Characters {
                    self.maps.insert(number, *stream);
                }
            }
        }
        Ok(())
    }

    fn faces(&mut self, list: &Value<'_>) -> Result<(), String> {
        let Value::Dict(entries) = list else { return Err("a list of faces that is none".to_owned()) };
        for (name, face) in entries {
            let Value::Reference(face) = face else { return Err("a face that is no object".to_owned()) };
            if self.resources.insert(name.to_vec(), *face).is_some_and(|other| other != *face) {
                return Err(format!("two faces are called {}", String::from_utf8_lossy(name)));
            }
        }
        Ok(())
    }
}

struct File {
    passages: Vec<Passage>,
    inflater: Decompress,
    known: Known,
    faces: Faces,
}

impl File {
    fn tell(&mut self, place: Place, text: String) {
        if !text.is_empty() {
            self.passages.push(Passage { place, text });
        }
    }

    /// Tells every string and name in what stands under a key, but for what stands under another.
    fn strings(&mut self, value: &Value<'_>, key: &[u8], but: &[u8]) {
        match value {
            Value::Name(name) => self.name(name),
            Value::String(bytes) if FORMAT.binary_search(&&bytes[..]).is_err() => {
                let key = String::from_utf8_lossy(key).into_owned();
                self.tell(Place::Key(key), lexer::text(bytes));
            }
            Value::Word(_) | Value::Reference(_) | Value::String(_) => {}
            Value::Array(values) => values.iter().for_each(|value| self.strings(value, key, but)),
            Value::Dict(entries) => {
                for (key, value) in entries.iter().filter(|(key, _)| but.is_empty() || key.as_ref() != but) {
                    self.name(key);
                    self.strings(value, key, but);
                }
            }
        }
    }

    fn name(&mut self, name: &[u8]) {
        if name.len() >= TELLING && FORMAT.binary_search(&name).is_err() {
            self.tell(Place::Name, lexer::text(name));
        }
    }

    /// Reads the character maps of the faces.
    fn read_faces(&mut self, entries: &[Entry<'_>]) -> Result<(), String> {
        for (name, face) in &self.known.resources {
            let map = self.known.maps.get(face);
            let entry = map.and_then(|map| entries.iter().find(|entry| entry.number == *map));
            let stream = entry.and_then(|entry| Some((&entry.value, entry.stream?)));
            let (value, stream) = stream.ok_or("a face without its character map")?;
            let bytes = unfolded(value, stream, &mut self.inflater)?;
            self.faces.insert(name.clone(), Map::read(&bytes)?);
        }
        Ok(())
    }

    fn stream(&mut self, entry: &Entry<'_>) -> Result<(), String> {
        let Some(stream) = entry.stream else { return Ok(()) };
        let value = &entry.value;
        let role = self.known.roles.get(&entry.number).copied();
        let is_told = ["ObjStm", "XRef"].iter().any(|kind| value.has(b"Type", kind.as_bytes()));
        if is_told || value.has(b"Subtype", b"Image") || matches!(role, Some(Role::Characters | Role::Outlines)) {
            return Ok(());
        }
        let bytes = unfolded(value, stream, &mut self.inflater)?;
        if role == Some(Role::Content) || value.has(b"Subtype", b"Form") {
            return content::read(&bytes, &self.faces, &mut self.passages)
                .map_err(|reason| format!("{reason}, in the content of object {}", entry.number));
        }
        let is_metadata = value.has(b"Type", b"Metadata");
        let text = match bytes {
            Cow::Borrowed(bytes) => lexer::text(bytes),
            Cow::Owned(bytes) => lexer::text(&bytes),
        };
        if is_metadata {
            for piece in untagged(&text) {
                self.tell(Place::Metadata, piece);
            }
        } else {
            self.tell(Place::Stream, text);
        }
        Ok(())
    }
}

/// The words of XML, and the values of its attributes that are no addresses of name spaces.
fn untagged(xml: &str) -> Vec<String> {
    let plain = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let mut pieces = Vec::new();
    for piece in xml.split('<') {
        let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
        let values = tag.split(' ').filter(|word| !word.starts_with("xmlns:") && !word.starts_with("id="));
        let values = values.filter_map(|word| word.split_once('=')).map(|(_, value)| value);
        pieces.extend(values.chain([after]).map(str::trim).filter(|text| !text.is_empty()).map(plain));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_format_can_be_looked_up() {
        assert!(FORMAT.is_sorted());
    }

    #[test]
    fn metadata_are_read_without_their_tags() {
        let xml = "<?x id=\"W5\"?><a xmlns:b=\"http://c\" b:d=\"e\"><t>R&amp;D &lt;1&gt;</t></a>";
        assert_eq!(untagged(xml), ["\"e\"", "R&D <1>"]);
    }
}
