//! Reads a PDF as a screen reader does: element by element of the structure tree, by the character maps of its faces and the
//! texts stated beside glyphs.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// Baselines that are nearer to each other belong to one line, points.
const LEAST_LEADING: f32 = 6.0;

/// An element that has content of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Its structure type, after those of what it is part of; the document itself aside.
    pub(crate) tags: Vec<String>,
    /// Its text; a new line begins where the text goes on at another height of the page.
    pub(crate) text: String,
}

/// All elements in logical order.
pub(crate) fn heard(bytes: &[u8]) -> Vec<Heard> {
    let file = Document::load_mem(bytes).unwrap();
    let texts = file.page_iter().map(|page| (page, page_texts(&file, page))).collect();
    let root = file.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let root = file.get_dictionary(root).unwrap().get(b"K").unwrap().as_reference().unwrap();
    let mut found = Vec::new();
    for kid in kids(file.get_dictionary(root).unwrap()) {
        element(&file, &texts, kid.as_reference().unwrap(), &mut Vec::new(), &mut found);
    }
    found
}

type Texts = BTreeMap<ObjectId, BTreeMap<i64, Lines>>;

/// Text with the heights, on their pages, of its first and its last line.
#[derive(Default)]
struct Lines {
    text: String,
    ends: Option<(f32, f32)>,
}

impl Lines {
    fn push(&mut self, text: &str, height: f32) {
        self.add(&Self { text: text.to_owned(), ends: Some((height, height)) });
    }

    fn add(&mut self, more: &Self) {
        let Some((from, to)) = more.ends else { return };
        if self.ends.is_some_and(|(_, last)| (last - from).abs() > LEAST_LEADING) {
            self.text.push('\n');
        }
        self.text.push_str(&more.text);
        self.ends = Some((self.ends.map_or(from, |(first, _)| first), to));
    }
}

fn kids(element: &Dictionary) -> Vec<Object> {
    match element.get(b"K").unwrap() {
        Object::Array(kids) => kids.clone(),
        kid => vec![kid.clone()],
    }
}

fn element(file: &Document, texts: &Texts, id: ObjectId, tags: &mut Vec<String>, found: &mut Vec<Heard>) {
    let element = file.get_dictionary(id).unwrap();
    tags.push(String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap());
    let home = element.get(b"Pg").ok().map(|page| page.as_reference().unwrap());
    let mut own: Option<Lines> = None;
    for kid in kids(element) {
        match kid {
            Object::Integer(content) => own.get_or_insert_default().add(&texts[&home.unwrap()][&content]),
            Object::Dictionary(content) => {
                let page = content.get(b"Pg").unwrap().as_reference().unwrap();
                let content = content.get(b"MCID").unwrap().as_i64().unwrap();
                own.get_or_insert_default().add(&texts[&page][&content]);
            }
            Object::Reference(inner) => {
                assert!(own.is_none(), "an element has content or elements");
                self::element(file, texts, inner, tags, found);
            }
            other => panic!("{other:?} is no part of an element"),
        }
    }
    found.extend(own.map(|lines| Heard { tags: tags.clone(), text: lines.text }));
    tags.pop();
}

/// The text of each piece of marked content of a page.
fn page_texts(file: &Document, page: ObjectId) -> BTreeMap<i64, Lines> {
    let fonts: BTreeMap<Vec<u8>, Encoding<'_>> = file
        .get_page_fonts(page)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, font.get_font_encoding(file).unwrap()))
        .collect();
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let mut texts: BTreeMap<i64, Lines> = BTreeMap::new();
    let mut open: Vec<Marked> = Vec::new();
    let (mut font, mut height) = (Vec::new(), 0.0);
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BMC" => open.push(Marked::default()),
            "BDC" => open.push(Marked::of(operands[1].as_dict().unwrap())),
            "EMC" => {
                open.pop().unwrap();
            }
            "Tf" => font = operands[0].as_name().unwrap().to_vec(),
            "BT" => height = 0.0,
            "Td" => height += operands[1].as_float().unwrap(),
            "Tm" => height = operands[5].as_float().unwrap(),
            "Tj" | "TJ" => {
                let Some(id) = open.iter().rev().find_map(|marked| marked.id) else { continue };
                let text = match open.iter_mut().rev().find_map(|marked| marked.stated.as_mut()) {
                    Some(stated) => std::mem::take(stated),
                    None => operands.iter().map(|shown| decoded(shown, &fonts[&font])).collect(),
                };
                texts.entry(id).or_default().push(&text, height);
            }
            _ => {}
        }
    }
    texts
}

/// Content between two marks.
#[derive(Default)]
struct Marked {
    /// Its number, by which an element names it.
    id: Option<i64>,
    /// What it says, whatever its glyphs are; empty once it has been said.
    stated: Option<String>,
}

impl Marked {
    fn of(properties: &Dictionary) -> Self {
        let stated = properties.get(b"ActualText").ok().map(|text| crate::pdf::decoded(text.as_str().unwrap()));
        Self { id: properties.get(b"MCID").ok().map(|id| id.as_i64().unwrap()), stated }
    }
}

fn decoded(shown: &Object, encoding: &Encoding<'_>) -> String {
    match shown {
        Object::String(bytes, _) => Document::decode_text(encoding, bytes).unwrap(),
        Object::Array(parts) => parts.iter().map(|part| decoded(part, encoding)).collect(),
        _ => String::new(),
    }
}
