//! Faces cut down to glyphs. Letters lie in drawers, and a paper that uses one of a drawer gets all of it, so that one paper
//! often needs what another one needed before: cutting takes longer than all else. What is embedded depends on the
//! paper alone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lopdf::Dictionary;
use printpdf::{
    Codepoint, FontId, FontMetrics, Mm, Op, ParsedFont, PdfFont, PdfFontHandle, PdfFontMetricsStub, PdfPage,
    PdfResources, Pt, TextItem,
};
use subsetter::GlyphRemapper;

use crate::digest::sha256;
use crate::fonts::{FaceData, FaceId, Fonts};
use crate::layout::{Document, Mark};

use super::parts::Parts;
use super::{Deflater, ExportError, skeleton};

/// The letters of each drawer. Those that often come together lie together.
const DRAWERS: [&str; 24] = [
    "acdefilnoprstu",
    "bghkmvwy",
    "jqxz",
    "0123456789",
    "ABCDE",
    "GH",
    "FNT",
    "IPS",
    "LMORW",
    "JUVY",
    "KQXZ",
    " \u{a0}.,:()-'",
    "/;?’",
    "\"=_[]*+<>",
    "{}#%!",
    "$&@\\^`|~",
    "–•",
    "‘“”…",
    "—×·−",
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœ",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒ",
    "¡¿«»„‚‹›",
    "ąćčďđęěğįıłńňőřśşšťůűźżž",
    "ĄĆČĎĐĘĚĞĮİŁŃŇŐŘŚŞŠŤŮŰŹŻŽ",
];
/// The usual names of glyphs that a shaper puts in the place of letters, with the letters.
const JOINED: [(&str, &str); 10] = [
    ("f_f", "ff"),
    ("f_i", "fi"),
    ("f_l", "fl"),
    ("f_t", "ft"),
    ("f_h", "fh"),
    ("f_j", "fj"),
    ("f_k", "fk"),
    ("f_f_i", "ffi"),
    ("f_f_l", "ffl"),
    ("Q.u", "Q"),
];
/// The first ones, which are common, have a drawer; the others have the next.
const COMMON: usize = 4;
/// Most cut faces that are kept.
const MOST_KEPT: usize = 1_000;

/// The texts of glyphs by their numbers in a face.
type Texts = BTreeMap<u16, String>;

/// Cuts faces, and keeps them for the next paper.
pub(super) struct Foundry {
    fonts: Fonts,
    cases: Mutex<BTreeMap<FaceId, Arc<Case>>>,
    cuts: Mutex<BTreeMap<Cut, Arc<CutFace>>>,
}

/// What is cut from a face: all of some drawers, each a bit, and other glyphs.
type Cut = (FaceId, u32, Texts);

/// The drawers of a face.
struct Case {
    drawers: Vec<Texts>,
    /// The drawer of each glyph, if it is in any.
    places: Vec<Option<u8>>,
}

impl Case {
    fn new(face: &FaceData) -> Self {
        let mut case = Self { drawers: Vec::new(), places: Vec::new() };
        for letters in DRAWERS {
            let glyphs = letters.chars().filter_map(|letter| Some((face.glyph(letter)?.0, letter.to_string())));
            case.add(glyphs);
        }
        let joined = face.named(&JOINED.map(|(name, _)| name));
        for is_common in [true, false] {
            let here = joined.iter().filter(|(_, place)| (*place < COMMON) == is_common);
            case.add(here.map(|(glyph, place)| (*glyph, JOINED[*place].1.to_owned())));
        }
        case
    }

    /// Adds a drawer of those glyphs that are in no other.
    fn add(&mut self, glyphs: impl Iterator<Item = (u16, String)>) {
        let drawer = self.drawers.len() as u8;
        let mut texts = Texts::new();
        for (glyph, text) in glyphs {
            let number = usize::from(glyph);
            if number >= self.places.len() {
                self.places.resize(number + 1, None);
            }
            if self.places[number].is_none() {
                self.places[number] = Some(drawer);
                texts.insert(glyph, text);
            }
        }
        self.drawers.push(texts);
    }

    /// The drawers with some glyphs, and the glyphs that are in none.
    fn needed(&self, used: &[Option<&str>]) -> (u32, Texts) {
        let (mut drawers, mut others) = (0, Texts::new());
        for (glyph, text) in (0..=u16::MAX).zip(used) {
            let Some(text) = text else { continue };
            match self.places.get(usize::from(glyph)).copied().flatten() {
                Some(drawer) => drawers |= 1 << drawer,
                None => _ = others.insert(glyph, (*text).to_owned()),
            }
        }
        (drawers, others)
    }

    /// All glyphs of some drawers.
    fn glyphs(&self, drawers: u32) -> Texts {
        let drawers = self.drawers.iter().enumerate().filter(|(at, _)| drawers >> at & 1 == 1);
        drawers.flat_map(|(_, texts)| texts.clone()).collect()
    }
}

/// The faces of a document by their place among all faces.
pub(super) struct EmbeddedFaces(BTreeMap<FaceId, Arc<CutFace>>);

/// A face cut down to some glyphs.
pub(super) struct CutFace {
    /// For each glyph of the face its place in `glyphs`, counted from one; 0 for what was cut off.
    places: Vec<u16>,
    glyphs: Vec<CutGlyph>,
    parts: Parts,
}

/// What stands for a glyph in the cut-down face.
pub(super) struct CutGlyph {
    /// Its number there.
    pub(super) id: u16,
    /// Its width as PDF states it, thousandths of the size.
    pub(super) width: i64,
    /// The text that the face's character map gives back for it.
    pub(super) text: String,
}

impl Foundry {
    pub(super) fn new(fonts: Fonts) -> Self {
        Self { fonts, cases: Mutex::default(), cuts: Mutex::default() }
    }

    /// The faces of a document, with all glyphs of it. Where a glyph stands for several texts, the character map gets its letter, or the
    /// first of them.
    pub(super) fn faces(&self, document: &Document, deflater: &mut Deflater) -> Result<EmbeddedFaces, ExportError> {
        let mut used = Used::default();
        for tagged in document.pages.iter().flat_map(|page| &page.marks) {
            used.add(&tagged.mark);
        }
        let faces = used.0.into_iter().map(|(face, texts)| Ok((face, self.face(face, &texts, deflater)?)));
        Ok(EmbeddedFaces(faces.collect::<Result<_, ExportError>>()?))
    }

    fn face(&self, id: FaceId, used: &[Option<&str>], deflater: &mut Deflater) -> Result<Arc<CutFace>, ExportError> {
        let case = held(&self.cases).entry(id).or_insert_with(|| Arc::new(Case::new(self.fonts.face(id)))).clone();
        let (drawers, mut glyphs) = case.needed(used);
        let cut = (id, drawers, glyphs.clone());
        if let Some(face) = held(&self.cuts).get(&cut) {
            return Ok(face.clone());
        }
        glyphs.extend(case.glyphs(drawers));
        let face = Arc::new(CutFace::new(id, &glyphs, &self.fonts, deflater)?);
        let mut cuts = held(&self.cuts);
        if cuts.len() >= MOST_KEPT {
            cuts.clear();
        }
        Ok(cuts.entry(cut).or_insert(face).clone())
    }
}

/// What is kept is whole at any time, even where a thread failed while it held it.
fn held<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// For each face, the text of each glyph that is used; empty where it stands for a part of one only.
#[derive(Default)]
struct Used<'d>(BTreeMap<FaceId, Vec<Option<&'d str>>>);

impl<'d> Used<'d> {
    fn add(&mut self, mark: &'d Mark) {
        if let Mark::Formula { marks, .. } = mark {
            return marks.iter().for_each(|mark| self.add(mark));
        }
        let Some(run) = mark.glyphs() else { return };
        let face = self.0.entry(run.face).or_default();
        for (at, glyph) in run.glyphs.iter().enumerate() {
            let number = usize::from(glyph.id);
            if number >= face.len() {
                face.resize(number + 1, None);
            }
            let text = face[number].get_or_insert("");
            let alone = run.glyphs.get(at + 1).is_none_or(|next| !next.text.is_empty());
            if text.is_empty() && alone {
                *text = &glyph.text;
            }
        }
    }
}

impl EmbeddedFaces {
    /// Puts the faces into a file, where its pages can name them.
    pub(super) fn add_to(&self, file: &mut lopdf::Document) -> Result<(), lopdf::Error> {
        let fonts: Vec<_> = self.0.iter().map(|(face, cut)| (resource(*face), cut.parts.add_to(file))).collect();
        let names = dictionary_of_fonts(file)?;
        for (name, font) in fonts {
            names.set(name, font);
        }
        Ok(())
    }

    /// A face that the document uses.
    pub(super) fn face(&self, face: FaceId) -> &CutFace {
        &self.0[&face]
    }
}

/// The name of a face in the file.
pub(super) fn resource(face: FaceId) -> String {
    format!("F{}", face.0)
}

impl CutFace {
    /// A glyph of the face that the document uses.
    pub(super) fn glyph(&self, number: u16) -> &CutGlyph {
        &self.glyphs[usize::from(self.places[usize::from(number)]) - 1]
    }

    fn new(id: FaceId, texts: &Texts, fonts: &Fonts, deflater: &mut Deflater) -> Result<Self, ExportError> {
        let face = fonts.face(id);
        let numbers: Vec<u16> = texts.keys().copied().collect();
        let mut remapper = GlyphRemapper::new();
        let ids: Vec<u16> = numbers.iter().map(|&glyph| remapper.remap(glyph)).collect();
        let bytes = subsetter::subset(face.bytes(), 0, &remapper).map_err(|error| match &face.file {
            Some(file) => ExportError::Font(format!(
                "{file}: this font cannot be printed: {error}\nhelp: the file is damaged: get it anew, or take it out of the folder"
            )),
            None => ExportError::Bug(format!("the face {} cannot be cut down: {error}", face.name)),
        })?;
        let metrics = face.metrics();
        let units = face.widths(&numbers);
        let scaled = |width: u16| (f32::from(width) * 1000.0 / f32::from(metrics.units_per_em)) as i64;
        let tag = subset_tag(&numbers);
        let mut font = ParsedFont::with_glyph_data(
            bytes,
            0,
            Some(format!("{tag}+{}", face.name)),
            BTreeMap::new(),
            ids.iter().copied().zip(units.iter().copied()).collect(),
            metrics.units_per_em,
            FontMetrics { ascent: metrics.ascent, descent: metrics.descent },
        );
        let [x_min, y_min, x_max, y_max] = metrics.bounds;
        font.pdf_font_metrics = PdfFontMetricsStub {
            units_per_em: metrics.units_per_em,
            x_min,
            y_min,
            x_max,
            y_max,
            caret_slope_rise: metrics.slant.0,
            caret_slope_run: metrics.slant.1,
            us_weight_class: metrics.weight,
        };
        let mut places = vec![0; numbers.last().map_or(0, |last| usize::from(*last) + 1)];
        for (place, number) in (1..).zip(&numbers) {
            places[usize::from(*number)] = place;
        }
        let glyphs: Vec<CutGlyph> = texts
            .values()
            .zip(ids)
            .zip(units)
            .map(|((text, id), units)| CutGlyph { id, width: scaled(units), text: text.clone() })
            .collect();
        let parts = parts(resource(id), PdfFont::new(font), &glyphs, deflater)?;
        Ok(Self { places, glyphs, parts })
    }
}

/// The objects of a font: printpdf writes them for a page that shows all its glyphs.
fn parts(name: String, font: PdfFont, glyphs: &[CutGlyph], deflater: &mut Deflater) -> Result<Parts, ExportError> {
    let id = FontId(name);
    let codepoint = |glyph: &CutGlyph| Codepoint { gid: glyph.id, offset: 0.0, cid: Some(glyph.text.clone()) };
    let ops = vec![
        Op::StartTextSection,
        Op::SetFont { font: PdfFontHandle::External(id.clone()), size: Pt(1.0) },
        Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.iter().map(codepoint).collect())] },
        Op::EndTextSection,
    ];
    let mut resources = PdfResources::default();
    resources.fonts.map.insert(id.clone(), font);
    let mut file = skeleton(vec![PdfPage::new(Mm(10.0), Mm(10.0), ops)], resources)?;
    let font = dictionary_of_fonts(&mut file).and_then(|fonts| fonts.get(id.0.as_bytes())?.as_reference());
    let mut parts =
        Parts::of(&mut file, font.map_err(|error| format!("the font {} is not in its file: {error}", id.0))?);
    parts.each_stream(|stream| deflater.deflate(stream))?;
    Ok(parts)
}

/// The names of fonts, which all pages of a file share.
fn dictionary_of_fonts(file: &mut lopdf::Document) -> Result<&mut Dictionary, lopdf::Error> {
    let page = file.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let resources = file.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    let fonts = file.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
    file.get_dictionary_mut(fonts)
}

/// Six capitals that tell one cut of a face from another (ISO 32000-1, 9.6.4).
fn subset_tag(glyphs: &[u16]) -> String {
    let bytes: Vec<u8> = glyphs.iter().flat_map(|glyph| glyph.to_le_bytes()).collect();
    sha256(&bytes)[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}
