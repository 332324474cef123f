//! A document as PDF. printpdf makes the file with its pages, fonts and pictures, subsetter cuts faces down to glyphs, lopdf
//! adds what printpdf has no word for: the structure tree, the outline, metadata and identifiers.
//!
//! Faces are cut (`faces`, kept as `parts`), each page becomes operators (`content`) on its side of a sheet (`page`, `impose`),
//! pictures pass through where their format allows (`pictures`), and the finished object tree gets its structure
//! (`structure`) and is written (`file`). Every id is our own and every date comes from outside, so that the same document
//! gives the same bytes.

mod content;
mod drawing;
mod faces;
mod file;
mod impose;
mod lock;
mod page;
mod parts;
mod pictures;
mod read;
mod structure;

use flate2::{Compress, Compression, FlushCompress, Status};
use printpdf::{CustomPdfConformance, PdfConformance, PdfDocument, PdfPage, PdfResources, PdfSaveOptions, Pt, Rect};

use crate::fonts::Fonts;
use crate::layout::Document;
use crate::parallel::Pool;
use faces::Foundry;
use impose::Sides;
use structure::Structure;

pub use lock::{Password, locked};
pub use read::{Passage, Place, passages};

/// Deflate level: a file of it is a fiftieth larger than the smallest, and made in much less time.
const DEFLATE_LEVEL: u32 = 4;

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

/// Writes papers as PDF, and keeps the faces that it has cut for the next one. A file depends on its paper alone.
pub struct Exporter {
    foundry: Foundry,
    deflaters: Pool<Deflater>,
}

impl std::fmt::Debug for Exporter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exporter").finish_non_exhaustive()
    }
}

impl Exporter {
    /// An exporter of papers that are laid out in these faces.
    #[must_use]
    pub fn new(fonts: Fonts) -> Self {
        Self { foundry: Foundry::new(fonts), deflaters: Pool::default() }
    }

    /// The bytes of a PDF file, or what went wrong in making it.
    pub fn pdf(&self, document: &Document, date: Option<&str>) -> Result<Vec<u8>, ExportError> {
        self.printed(document, &Sides::single(document), date)
    }

    /// The same with two pages to a side of paper twice as large, to be printed on both sides, folded, and stapled.
    pub fn booklet(&self, document: &Document, date: Option<&str>) -> Result<Vec<u8>, ExportError> {
        self.printed(document, &Sides::booklet(document), date)
    }

    /// The same with several booklets, one behind the other; each has so many pages.
    pub fn booklets(&self, document: &Document, parts: &[usize], date: Option<&str>) -> Result<Vec<u8>, ExportError> {
        self.printed(document, &Sides::booklets(document, parts), date)
    }

    fn printed(&self, document: &Document, sides: &Sides, date: Option<&str>) -> Result<Vec<u8>, ExportError> {
        self.deflaters.with(Deflater::new, |deflater| self.printed_with(deflater, document, sides, date))
    }

    fn printed_with(
        &self,
        deflater: &mut Deflater,
        document: &Document,
        sides: &Sides,
        date: Option<&str>,
    ) -> Result<Vec<u8>, ExportError> {
        let faces = self.foundry.faces(document, deflater)?;
        let mut resources = PdfResources::default();
        let pictures = pictures::add(document, &mut resources)?;
        let mut structure = Structure::new(&document.nodes, sides.count);
        let contents = page::translate(document, sides, &faces, &pictures, &mut structure);
        let sheet = Rect::from_wh(Pt(sides.size.width), Pt(sides.size.height));
        let side = PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: Vec::new() };
        let mut file = skeleton(vec![side; sides.count], resources)?;
        let fonts = faces.add_to(&mut file).and_then(|()| fill(&mut file, contents));
        fonts.map_err(|error| format!("the pages cannot be written: {error}"))?;
        let elements = structure.finish(&mut file, document, sides, date);
        let elements = elements.map_err(|error| format!("the PDF cannot be tagged: {error}"))?;
        Ok(file::write(file, &elements, deflater)?)
    }
}

/// The objects of a file with these pages.
fn skeleton(pages: Vec<PdfPage>, resources: PdfResources) -> Result<lopdf::Document, ExportError> {
    let mut pdf = PdfDocument::new("");
    pdf.metadata.info.conformance = PdfConformance::Custom(CustomPdfConformance {
        requires_icc_profile: false,
        requires_xmp_metadata: false,
        ..CustomPdfConformance::default()
    });
    (pdf.pages, pdf.resources) = (pages, resources);
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let file = pdf.to_lopdf_document(&options, &mut warnings);
    match warnings.first() {
        Some(warning) => Err(ExportError::Bug(format!("the PDF writer warns: {}", warning.msg))),
        None => Ok(file),
    }
}

/// Gives each page of a file its content.
fn fill(file: &mut lopdf::Document, contents: Vec<Vec<u8>>) -> Result<(), lopdf::Error> {
    let pages: Vec<_> = file.page_iter().collect();
    for (page, content) in pages.into_iter().zip(contents) {
        let stream = file.get_dictionary(page)?.get(b"Contents")?.as_reference()?;
        file.get_object_mut(stream)?.as_stream_mut()?.set_content(content);
    }
    Ok(())
}

/// Deflates streams one after the other.
struct Deflater(Compress);

impl Deflater {
    fn new() -> Self {
        Self(Compress::new(Compression::new(DEFLATE_LEVEL), true))
    }

    /// Deflates a stream unless that makes it no smaller.
    fn deflate(&mut self, stream: &mut lopdf::Stream) -> Result<(), String> {
        if stream.dict.has(b"Filter") || !stream.allows_compression {
            return Ok(());
        }
        self.0.reset();
        let mut packed = Vec::with_capacity(stream.content.len() / 2 + 256);
        loop {
            let rest = &stream.content[self.0.total_in() as usize..];
            match self.0.compress_vec(rest, &mut packed, FlushCompress::Finish) {
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
}
