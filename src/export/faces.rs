//! Faces cut down to the glyphs a document uses.

use std::collections::BTreeMap;

use printpdf::{FontId, FontMetrics, ParsedFont, PdfFont, PdfFontMetricsStub, PdfResources};
use subsetter::GlyphRemapper;

use crate::digest::sha256;
use crate::fonts::{FaceId, Fonts};
use crate::layout::Document;

use super::ExportError;

/// The faces of a document by their place among all faces.
pub(super) struct EmbeddedFaces(BTreeMap<FaceId, EmbeddedFace>);

/// A face cut down to the glyphs in use.
pub(super) struct EmbeddedFace {
    glyphs: BTreeMap<u16, EmbeddedGlyph>,
    font: PdfFont,
}

/// What stands for a glyph in the cut-down face.
pub(super) struct EmbeddedGlyph {
    /// Its number there.
    pub(super) id: u16,
    /// Its width as PDF states it, thousandths of the size.
    pub(super) width: i64,
    /// The text that the face's character map gives back for it.
    pub(super) text: String,
}

impl EmbeddedFaces {
    /// Collects every glyph of a document and cuts the faces. Where a glyph stands for several texts, the character map gets
    /// the first of them.
    pub(super) fn collect(document: &Document, fonts: &Fonts) -> Result<Self, ExportError> {
        let mut used: BTreeMap<FaceId, BTreeMap<u16, String>> = BTreeMap::new();
        let marks = document.pages.iter().flat_map(|page| &page.marks);
        for tagged in marks {
            for mark in tagged.mark.parts().iter() {
                let Some(run) = mark.glyphs() else { continue };
                let face = used.entry(run.face).or_default();
                for (at, glyph) in run.glyphs.iter().enumerate() {
                    let text = face.entry(glyph.id).or_default();
                    let alone = run.glyphs.get(at + 1).is_none_or(|next| !next.text.is_empty());
                    if text.is_empty() && alone {
                        text.clone_from(&glyph.text);
                    }
                }
            }
        }
        let faces = used
            .into_iter()
            .map(|(id, glyphs)| Ok((id, EmbeddedFace::cut(id, glyphs, fonts)?)))
            .collect::<Result<_, ExportError>>()?;
        Ok(Self(faces))
    }

    /// Puts the faces where pages can name them.
    pub(super) fn add_to(&self, resources: &mut PdfResources) {
        for (id, face) in &self.0 {
            resources.fonts.map.insert(resource(*id), face.font.clone());
        }
    }

    /// The glyph of a face in its cut-down form.
    pub(super) fn glyph(&self, face: FaceId, glyph: u16) -> &EmbeddedGlyph {
        &self.0[&face].glyphs[&glyph]
    }
}

/// The name of a face in the file.
pub(super) fn resource(face: FaceId) -> FontId {
    FontId(format!("F{}", face.0))
}

impl EmbeddedFace {
    fn cut(id: FaceId, used: BTreeMap<u16, String>, fonts: &Fonts) -> Result<Self, ExportError> {
        let face = fonts.face(id);
        let numbers: Vec<u16> = used.keys().copied().collect();
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
        let glyphs = used
            .into_iter()
            .zip(ids)
            .zip(units)
            .map(|(((number, text), id), units)| {
                let width = scaled(units);
                (number, EmbeddedGlyph { id, width, text })
            })
            .collect();
        Ok(Self { glyphs, font: PdfFont::new(font) })
    }
}

/// Six capitals that tell one cut of a face from another (ISO 32000-1, 9.6.4).
fn subset_tag(glyphs: &[u16]) -> String {
    let bytes: Vec<u8> = glyphs.iter().flat_map(|glyph| glyph.to_le_bytes()).collect();
    sha256(&bytes)[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}
