//! Faces cut down to glyphs. A face of which a paper uses many usual letters is cut to all letters of a case, for one paper
//! like for the next; any other is cut to the glyphs in use. So what is embedded depends on the paper alone, and most of it is
//! ready when the second paper comes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::Dictionary;
use printpdf::{
    Codepoint, FontId, FontMetrics, Mm, Op, ParsedFont, PdfFont, PdfFontHandle, PdfFontMetricsStub, PdfPage,
    PdfResources, Pt, TextItem,
};
use subsetter::GlyphRemapper;

use crate::digest::sha256;
use crate::fonts::{FaceId, Fonts};
use crate::layout::{Document, Mark};

use super::parts::Parts;
use super::{Deflater, ExportError, skeleton};

/// The letters of each case, the smallest first: what bold labels and keywords consist of, English, and other languages in
/// Latin letters.
const CASES: [&str; 3] = [
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHNQST ().,:",
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{a0}·×–—‘’“”•…−",
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{a0}·×–—‘’“”•…−\
     ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ\
     ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŹźŻżŽž„‚‹›€←→↑↓≈≠≤≥₁₂₃",
];
/// The usual names of glyphs that a shaper puts in the place of letters, with the letters.
const JOINED: [(&str, &str); 10] = [
    ("f_f", "ff"),
    ("f_h", "fh"),
    ("f_i", "fi"),
    ("f_j", "fj"),
    ("f_k", "fk"),
    ("f_l", "fl"),
    ("f_t", "ft"),
    ("f_f_i", "ffi"),
    ("f_f_l", "ffl"),
    ("Q.u", "Q"),
];
/// A case is worth its room in the file if this part of its letters is used: one in so many.
const WORTH: usize = 4;
/// Most faces cut for single papers that are kept.
const MOST_KEPT: usize = 200;

/// The texts of glyphs by their numbers in a face.
type Texts = BTreeMap<u16, String>;

/// Cuts faces, and keeps them for the next paper.
pub(super) struct Foundry {
    fonts: Fonts,
    cases: Mutex<BTreeMap<(FaceId, usize), Arc<CutFace>>>,
    cuts: Mutex<BTreeMap<(FaceId, Texts), Arc<CutFace>>>,
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

    /// The faces of a document, with all glyphs of it. Where a glyph stands for several texts, the character map gets the first of
    /// them, or that of the case.
    pub(super) fn faces(&self, document: &Document) -> Result<EmbeddedFaces, ExportError> {
        let mut used = Used::default();
        for tagged in document.pages.iter().flat_map(|page| &page.marks) {
            used.add(&tagged.mark);
        }
        let faces = used.0.into_iter().map(|(face, texts)| Ok((face, self.face(face, &texts)?)));
        Ok(EmbeddedFaces(faces.collect::<Result<_, ExportError>>()?))
    }

    fn face(&self, face: FaceId, used: &[Option<&str>]) -> Result<Arc<CutFace>, ExportError> {
        let count = used.iter().flatten().count();
        for case in 0..CASES.len() {
            let cut = self.case(face, case)?;
            if count * WORTH < cut.glyphs.len() {
                break;
            }
            let mut numbers = (0..used.len()).filter(|&glyph| used[glyph].is_some());
            if numbers.all(|glyph| cut.has(glyph)) {
                return Ok(cut);
            }
        }
        let texts: Texts =
            (0..=u16::MAX).zip(used).filter_map(|(glyph, text)| Some((glyph, (*text)?.to_owned()))).collect();
        let mut cuts = self.cuts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cut) = cuts.get(&(face, texts.clone())) {
            return Ok(cut.clone());
        }
        if cuts.len() >= MOST_KEPT {
            cuts.clear();
        }
        let cut = Arc::new(CutFace::new(face, &texts, &self.fonts)?);
        cuts.insert((face, texts), cut.clone());
        Ok(cut)
    }

    /// A face cut to the letters of a case that it has.
    fn case(&self, face: FaceId, case: usize) -> Result<Arc<CutFace>, ExportError> {
        let mut cases = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cut) = cases.get(&(face, case)) {
            return Ok(cut.clone());
        }
        let data = self.fonts.face(face);
        let mut texts = Texts::new();
        for letter in CASES[case].chars() {
            if let Some((glyph, _)) = data.glyph(letter) {
                texts.entry(glyph).or_insert_with(|| letter.to_string());
            }
        }
        for (glyph, letters) in data.named(&JOINED) {
            texts.entry(glyph).or_insert_with(|| letters.to_owned());
        }
        let cut = Arc::new(CutFace::new(face, &texts, &self.fonts)?);
        cases.insert((face, case), cut.clone());
        Ok(cut)
    }
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
        fonts.into_iter().for_each(|(name, font)| names.set(name, font));
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

    fn has(&self, glyph: usize) -> bool {
        self.places.get(glyph).is_some_and(|place| *place > 0)
    }

    fn new(id: FaceId, texts: &Texts, fonts: &Fonts) -> Result<Self, ExportError> {
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
        let parts = parts(resource(id), PdfFont::new(font), &glyphs)?;
        Ok(Self { places, glyphs, parts })
    }
}

/// The objects of a font: printpdf writes them for a page that shows all its glyphs.
fn parts(name: String, font: PdfFont, glyphs: &[CutGlyph]) -> Result<Parts, ExportError> {
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
    let mut deflater = Deflater::new();
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
