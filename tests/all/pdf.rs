//! Reads a PDF back: its text by the character maps of its faces, and every other string in it.

use lopdf::{Document, Object};

/// All text that a reader could get out of a file, white space removed: pages, outline, metadata, structure.
pub(crate) fn everything(bytes: &[u8]) -> String {
    let document = Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let mut text = document.extract_text(&pages).unwrap();
    for object in document.objects.values() {
        strings(object, &mut text);
    }
    squeeze(&text)
}

/// The number of pages.
pub(crate) fn pages(bytes: &[u8]) -> usize {
    Document::load_mem(bytes).unwrap().get_pages().len()
}

/// Text without white space.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

fn strings(object: &Object, text: &mut String) {
    match object {
        Object::String(bytes, _) => {
            text.push('\n');
            text.push_str(&decoded(bytes));
        }
        Object::Array(items) => items.iter().for_each(|item| strings(item, text)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, value)| strings(value, text)),
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, value)| strings(value, text));
            if stream.dict.has_type(b"Metadata") {
                text.push_str(&String::from_utf8_lossy(&stream.content));
            }
        }
        _ => {}
    }
}

pub(crate) fn decoded(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(utf16) => {
            let units: Vec<u16> =
                utf16.chunks(2).map(|pair| u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The names of the fonts of a file.
pub(crate) fn fonts(bytes: &[u8]) -> Vec<String> {
    let file = Document::load_mem(bytes).unwrap();
    let base = |object: &Object| object.as_dict().ok()?.get(b"BaseFont").ok()?.as_name().ok().map(<[u8]>::to_vec);
    file.objects.values().filter_map(base).map(|name| String::from_utf8(name).unwrap()).collect()
}
