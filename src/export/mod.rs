//! A document as PDF. printpdf writes objects and content streams, subsetter cuts faces down to the glyphs in use, lopdf
//! adds what printpdf has no word for: the structure tree, the outline, metadata and identifiers.
//!
//! Glyphs are collected (`faces`), each page becomes operators on its side of a sheet (`page`, `impose`), pictures pass through where their format
//! allows (`pictures`), and the finished object tree gets its structure (`structure`). Every id is our own and every date comes
//! from outside, so that the same document gives the same bytes.

mod drawing;
mod faces;
mod impose;
mod lock;
mod page;
mod pictures;
mod read;
mod structure;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Object, SaveOptions, StringFormat};
use printpdf::{CustomPdfConformance, PdfConformance, PdfDocument, PdfSaveOptions};
use sha2::{Digest, Sha256};

use crate::fonts::Fonts;
use crate::layout::Document;
use faces::EmbeddedFaces;
use impose::Sides;
use structure::Structure;

pub use lock::{Password, locked};
pub use read::{Passage, Place, passages};

/// Deflate level: within 2 % of the smallest size at a fraction of its time.
const DEFLATE_LEVEL: u32 = 6;

/// Why a PDF file cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportError {
    /// A font file of the user's is damaged.
    Font(String),
    /// A mistake of ours.
    Bug(String),
}

impl From<String> for ExportError {
    fn from(reason: String) -> Self {
        Self::Bug(reason)
    }
}

/// The bytes of a PDF file, or what went wrong in making it.
pub fn pdf(document: &Document, fonts: &Fonts, date: Option<&str>) -> Result<Vec<u8>, ExportError> {
    printed(document, &Sides::single(document), fonts, date)
}

/// The same with two pages to a side of paper twice as large, to be printed on both sides, folded, and stapled.
pub fn booklet(document: &Document, fonts: &Fonts, date: Option<&str>) -> Result<Vec<u8>, ExportError> {
    printed(document, &Sides::booklet(document), fonts, date)
}

/// The same with several booklets, one behind the other; each has so many pages.
pub fn booklets(
    document: &Document,
    parts: &[usize],
    fonts: &Fonts,
    date: Option<&str>,
) -> Result<Vec<u8>, ExportError> {
    printed(document, &Sides::booklets(document, parts), fonts, date)
}

fn printed(document: &Document, sides: &Sides, fonts: &Fonts, date: Option<&str>) -> Result<Vec<u8>, ExportError> {
    let faces = EmbeddedFaces::collect(document, fonts)?;
    let mut pdf = PdfDocument::new("");
    pdf.metadata.info.conformance = PdfConformance::Custom(CustomPdfConformance {
        requires_icc_profile: false,
        requires_xmp_metadata: false,
        ..CustomPdfConformance::default()
    });
    faces.add_to(&mut pdf.resources);
    let pictures = pictures::add(document, &mut pdf.resources)?;
    let mut structure = Structure::new(&document.nodes, sides.count);
    pdf.pages = page::translate(document, sides, &faces, &pictures, &mut structure);

    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let mut file = pdf.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(ExportError::Bug(format!("the PDF writer warns: {}", warning.msg)));
    }
    structure.finish(&mut file, document, sides, date).map_err(|error| format!("the PDF cannot be tagged: {error}"))?;
    let mut compressor = Compress::new(Compression::new(DEFLATE_LEVEL), true);
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object {
            deflate(stream, &mut compressor)?;
        }
    }
    Ok(write(file)?)
}

/// Deflates a stream unless that makes it no smaller; the compressor is used again and again.
fn deflate(stream: &mut lopdf::Stream, compressor: &mut Compress) -> Result<(), String> {
    if stream.dict.has(b"Filter") || !stream.allows_compression {
        return Ok(());
    }
    compressor.reset();
    let mut packed = Vec::with_capacity(stream.content.len() / 2 + 256);
    loop {
        let rest = &stream.content[compressor.total_in() as usize..];
        match compressor.compress_vec(rest, &mut packed, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => break,
            Ok(_) => packed.reserve(packed.capacity()),
            Err(error) => return Err(format!("a stream cannot be deflated: {error}")),
        }
    }
    if packed.len() < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
    Ok(())
}

/// Writes the file, with a digest of its streams as its identifier.
fn write(mut file: lopdf::Document) -> Result<Vec<u8>, String> {
    let mut digest = Sha256::new();
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            digest.update(&stream.content);
        }
    }
    let id = Object::String(digest.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let options =
        SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(DEFLATE_LEVEL).build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options).map_err(|error| format!("the PDF cannot be written: {error}"))?;
    Ok(bytes)
}
