//! The bytes of a file (ISO 32000-1, 7.5): streams as they are, all other objects together in object streams (7.5.7), and a
//! cross-reference stream (7.5.8).

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::Deflater;
use super::content::Content;

/// Most objects in an object stream, which has to be read whole for any of them.
const TOGETHER: usize = 200;

/// Objects with consecutive numbers, written one after the other.
pub(super) struct Written {
    /// The number of the first.
    pub(super) first: u32,
    pub(super) content: Content,
    /// Where each ends.
    pub(super) ends: Vec<usize>,
}

impl Written {
    /// None yet, the first of which will have this number.
    pub(super) fn new(first: u32) -> Self {
        Self { first, content: Content::default(), ends: Vec::new() }
    }

    /// Ends an object.
    pub(super) fn end(&mut self) {
        self.ends.push(self.content.len());
    }
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    /// So many bytes from the begin of the file.
    At(usize),
    /// In the object stream with this number, after so many others.
    In(u32, usize),
}

/// Writes a file; a digest of its streams is its identifier.
pub(super) fn write(file: lopdf::Document, elements: &Written, deflater: &mut Deflater) -> Result<Vec<u8>, String> {
    let mut writer = Writer::new(file.max_id, deflater);
    let mut digest = Sha256::new();
    let mut direct = Vec::new();
    for ((number, _), object) in file.objects {
        if let Object::Stream(mut stream) = object {
            writer.deflater.deflate(&mut stream)?;
            digest.update(&stream.content);
            writer.stream(number, stream);
        } else {
            direct.push((number, object));
        }
    }
    for objects in direct.chunks(TOGETHER) {
        let mut pack = Written::new(0);
        for (_, object) in objects {
            pack.content.object(object);
            pack.end();
        }
        writer.pack(objects.iter().map(|(number, _)| *number), pack.content.written(), &pack.ends)?;
    }
    let mut start = 0;
    for (at, ends) in elements.ends.chunks(TOGETHER).enumerate() {
        let end = ends.last().copied().unwrap_or(start);
        let here: Vec<usize> = ends.iter().map(|end| end - start).collect();
        let first = elements.first + (at * TOGETHER) as u32;
        writer.pack(first.., &elements.content.written()[start..end], &here)?;
        start = end;
    }
    writer.finish(&file.trailer, &digest.finalize()[..16])
}

struct Writer<'d> {
    out: Content,
    /// Of each object by its number.
    places: Vec<Place>,
    deflater: &'d mut Deflater,
}

impl<'d> Writer<'d> {
    /// A file of objects with numbers up to this one.
    fn new(last: u32, deflater: &'d mut Deflater) -> Self {
        let mut out = Content::default();
        out.raw("%PDF-1.7\n").data(b"%\xbb\xad\xc0\xde\n");
        Self { out, places: vec![Place::Nowhere; last as usize + 1], deflater }
    }

    fn stream(&mut self, number: u32, stream: Stream) {
        self.places[number as usize] = Place::At(self.out.len());
        self.out.integer(number.into()).raw(" 0 obj\n").object(&Object::Stream(stream));
        self.out.operator("\nendobj");
    }

    /// A number that no object has yet.
    fn next(&mut self) -> u32 {
        self.places.push(Place::Nowhere);
        self.places.len() as u32 - 1
    }

    /// Puts some objects into an object stream.
    fn pack(&mut self, numbers: impl Iterator<Item = u32>, objects: &[u8], ends: &[usize]) -> Result<(), String> {
        let container = self.next();
        let mut content = Content::default();
        let mut start = 0;
        for (at, (number, end)) in numbers.zip(ends).enumerate() {
            self.places[number as usize] = Place::In(container, at);
            content.integer(number.into()).raw(" ").integer(start as i64).raw(" ");
            start = *end;
        }
        let first = content.len() as i64;
        content.data(objects);
        let dict = dictionary! { "Type" => "ObjStm", "N" => ends.len() as i64, "First" => first };
        let mut stream = Stream::new(dict, content.bytes());
        self.deflater.deflate(&mut stream)?;
        self.stream(container, stream);
        Ok(())
    }

    /// Writes the table of places and the end.
    fn finish(mut self, trailer: &Dictionary, id: &[u8]) -> Result<Vec<u8>, String> {
        let number = self.next();
        let start = self.out.len();
        self.places[number as usize] = Place::At(start);
        let id = Object::String(id.to_vec(), StringFormat::Hexadecimal);
        let mut dict = dictionary! {
            "Type" => "XRef",
            "Size" => self.places.len() as i64,
            "W" => vec![1.into(), 4.into(), 2.into()],
            "ID" => vec![id.clone(), id],
        };
        for key in ["Root", "Info"] {
            let value = trailer.get(key.as_bytes()).map_err(|error| format!("the trailer has no {key}: {error}"))?;
            dict.set(key, value.clone());
        }
        let mut table = Vec::with_capacity(self.places.len() * 7);
        for place in &self.places {
            let (kind, first, second) = match *place {
                Place::Nowhere => (0_u8, 0, 65535),
                Place::At(start) => (1, start as u32, 0),
                Place::In(container, at) => (2, container, at as u16),
            };
            table.push(kind);
            table.extend(first.to_be_bytes());
            table.extend(second.to_be_bytes());
        }
        let mut stream = Stream::new(dict, table);
        self.deflater.deflate(&mut stream)?;
        self.stream(number, stream);
        self.out.raw("startxref\n").integer(start as i64).raw("\n%%EOF\n");
        Ok(self.out.bytes())
    }
}

impl Content {
    /// An object as a file has it (7.3).
    pub(super) fn object(&mut self, object: &Object) -> &mut Self {
        match object {
            Object::Null => self.raw("null"),
            Object::Boolean(value) => self.raw(if *value { "true" } else { "false" }),
            Object::Integer(number) => self.integer(*number),
            Object::Real(number) => self.raw(&number.to_string()),
            Object::Name(name) => self.name(name),
            Object::String(bytes, StringFormat::Literal) => self.string(bytes),
            Object::String(bytes, StringFormat::Hexadecimal) => self.raw("<").hexadecimal(bytes).raw(">"),
            Object::Array(items) => {
                self.raw("[");
                for (at, item) in items.iter().enumerate() {
                    self.raw(if at > 0 { " " } else { "" }).object(item);
                }
                self.raw("]")
            }
            Object::Dictionary(entries) => self.dictionary(entries),
            Object::Stream(stream) => {
                self.dictionary(&stream.dict).raw("stream\n").data(&stream.content).raw("\nendstream")
            }
            Object::Reference(id) => self.reference(*id),
        }
    }

    /// A reference to an object.
    pub(super) fn reference(&mut self, (number, _): ObjectId) -> &mut Self {
        self.integer(number.into()).raw(" 0 R")
    }

    fn dictionary(&mut self, entries: &Dictionary) -> &mut Self {
        self.raw("<<");
        for (key, value) in entries {
            self.name(key).raw(" ").object(value);
        }
        self.raw(">>")
    }

    fn name(&mut self, name: &[u8]) -> &mut Self {
        self.raw("/");
        for byte in name {
            if byte.is_ascii_alphanumeric() || b"+-_.".contains(byte) {
                self.data(&[*byte]);
            } else {
                self.raw("#").hexadecimal(&[*byte]);
            }
        }
        self
    }
}
