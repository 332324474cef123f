//! Pictures: JPEG files (but for their remarks) and plain PNG files go in as they are, other PNG files are decoded, and
//! drawings go in as outlines.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use png::{ColorType, Transformations};
use printpdf::{DictItem, ExternalStream, ExternalXObject, PdfResources, XObject, XObjectId};

use crate::digest::sha256_hex;
use crate::flow::{Image, ImageFormat};
use crate::layout::{Document, Mark};

use super::drawing;

/// The pictures of a document by the address of their data; each file goes in once.
pub(super) struct Pictures(BTreeMap<usize, XObjectId>);

impl Pictures {
    /// The name of a picture in the file.
    pub(super) fn resource(&self, image: &Arc<Image>) -> XObjectId {
        self.0[&address(image)].clone()
    }
}

fn address(image: &Arc<Image>) -> usize {
    Arc::as_ptr(image) as usize
}

/// Puts the pictures of a document where pages can name them.
pub(super) fn add(document: &Document, resources: &mut PdfResources) -> Result<Pictures, String> {
    let mut names = BTreeMap::new();
    let marks = document.pages.iter().flat_map(|page| &page.marks);
    for tagged in marks {
        let Mark::Picture { image, .. } = &tagged.mark else { continue };
        let id = XObjectId(format!("I{}", &sha256_hex(&image.bytes)[..16]));
        if !resources.xobjects.map.contains_key(&id) {
            let stream = match &image.format {
                ImageFormat::Jpeg { components } => jpeg(image, *components),
                ImageFormat::Svg(drawing) => drawing::form(drawing),
                ImageFormat::Png => png_stream(image).map_err(|error| format!("a PNG file cannot be read: {error}"))?,
            };
            let object = ExternalXObject { stream, width: None, height: None, dpi: None };
            resources.xobjects.map.insert(id.clone(), XObject::External(object));
        }
        names.insert(address(image), id);
    }
    Ok(Pictures(names))
}

fn stream(image: &Image, colours: DictItem, bits: u8, filter: Option<&str>, content: Vec<u8>) -> ExternalStream {
    let name = |name: &str| DictItem::Name(name.into());
    let mut dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(image.width.into())),
        ("Height".to_owned(), DictItem::Int(image.height.into())),
        ("ColorSpace".to_owned(), colours),
        ("BitsPerComponent".to_owned(), DictItem::Int(bits.into())),
    ]);
    if let Some(filter) = filter {
        dict.insert("Filter".to_owned(), name(filter));
    }
    ExternalStream { dict, content, compress: true }
}

fn device(components: u8) -> DictItem {
    DictItem::Name(if components == 1 { b"DeviceGray".to_vec() } else { b"DeviceRGB".to_vec() })
}

/// Colours that pixels name by their numbers (ISO 32000-1, 8.6.6.3).
fn indexed(palette: &[u8]) -> DictItem {
    let last = (palette.len() / 3).saturating_sub(1) as i64;
    let table = DictItem::String { data: palette.to_vec(), literal: false };
    DictItem::Array(vec![DictItem::Name(b"Indexed".to_vec()), device(3), DictItem::Int(last), table])
}

fn jpeg(image: &Image, components: u8) -> ExternalStream {
    let bytes = without_remarks(&image.bytes).unwrap_or_else(|| image.bytes.clone());
    stream(image, device(components), 8, Some("DCTDecode"), bytes)
}

/// A JPEG file without comments, camera data and the small pictures in them, which may show more than the picture does:
/// the segments APP1 to APP13 and COM (ITU-T T.81, B.2.4.5 and B.2.4.6) are left out.
fn without_remarks(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let head = bytes.get(at..at + 4)?;
        if head[..2] == [0xff, 0xff] {
            at += 1;
            continue;
        }
        if head[1] == 0xda {
            kept.extend(&bytes[at..]);
            return Some(kept);
        }
        let end = at + 2 + usize::from(u16::from_be_bytes([head[2], head[3]]));
        let segment = bytes.get(at..end)?;
        if !matches!(head[1], 0xe1..=0xed | 0xfe) {
            kept.extend(segment);
        }
        at = end;
    }
}

fn png_stream(image: &Image) -> Result<ExternalStream, png::DecodingError> {
    let decoder = png::Decoder::new(Cursor::new(&image.bytes));
    let reader = decoder.read_info()?;
    let info = reader.info();
    if info.interlaced || info.trns.is_some() {
        return decoded(image);
    }
    let colours = match (info.color_type, &info.palette) {
        (ColorType::Grayscale, _) => device(1),
        (ColorType::Rgb, _) => device(3),
        (ColorType::Indexed, Some(palette)) => indexed(palette),
        _ => return decoded(image),
    };
    Ok(passed_through(image, colours, info.color_type.samples() as u8, info.bit_depth as u8))
}

/// The deflated rows of the file, which PDF reads with the predictors of PNG (ISO 32000-1, 7.4.4.4).
fn passed_through(image: &Image, colours: DictItem, components: u8, bits: u8) -> ExternalStream {
    let mut rows = Vec::new();
    let mut at = 8;
    while let Some(head) = image.bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if &head[4..] == b"IDAT" {
            rows.extend(image.bytes.get(at + 8..at + 8 + length).unwrap_or_default());
        }
        at += length + 12;
    }
    let mut stream = stream(image, colours, bits, Some("FlateDecode"), rows);
    let numbers = [("Predictor", 15), ("Colors", components.into()), ("BitsPerComponent", bits.into())];
    let mut map: BTreeMap<String, DictItem> =
        numbers.into_iter().map(|(key, number)| (key.to_owned(), DictItem::Int(number))).collect();
    map.insert("Columns".to_owned(), DictItem::Int(image.width.into()));
    stream.dict.insert("DecodeParms".to_owned(), DictItem::Dict { map });
    stream
}

/// Pixels of eight bits, and a mask where the picture is transparent.
fn decoded(image: &Image) -> Result<ExternalStream, png::DecodingError> {
    let mut decoder = png::Decoder::new(Cursor::new(&image.bytes));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or(0)];
    let frame = reader.next_frame(&mut pixels)?;
    pixels.truncate(frame.buffer_size());
    let samples = frame.color_type.samples();
    let has_alpha = matches!(frame.color_type, ColorType::GrayscaleAlpha | ColorType::Rgba);
    let colours = samples - usize::from(has_alpha);
    let colour = pixels.chunks(samples).flat_map(|pixel| &pixel[..colours]).copied().collect();
    let mut picture = stream(image, device(colours as u8), 8, None, colour);
    if has_alpha {
        let alpha = pixels.chunks(samples).map(|pixel| pixel[colours]).collect();
        let mask = stream(image, device(1), 8, None, alpha);
        picture.dict.insert("SMask".to_owned(), DictItem::Stream { stream: mask });
    }
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camera_data_and_comments_stay_out_of_the_file() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x03J\xff\xe1\x00\x06EXIF\xff\xff\xfe\x00\x04no\xff\xda\x00\x02pixels";
        assert_eq!(without_remarks(jpeg).unwrap(), b"\xff\xd8\xff\xe0\x00\x03J\xff\xda\x00\x02pixels");
    }
}
