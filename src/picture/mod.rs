//! Looks at picture files: the format, the size, and whether they can be printed.

mod jpeg;

use std::io::{self, Cursor};
use std::path::Path;

use crate::flow::{Image, ImageFormat};
use crate::reading;
use crate::svg;

/// Most pixels a picture may have: A4 at 600 dots an inch.
const MAX_PIXELS: u64 = 35_000_000;

/// Largest picture file in bytes; larger ones are not read at all.
const MAX_BYTES: u64 = 50_000_000;

/// The bytes of a picture file, or why they cannot be had; a file that is too large is not read.
pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "is not there".to_owned(),
        io::ErrorKind::FileTooLarge => format!("cannot be read: {error}"),
        kind => format!("cannot be read ({kind})"),
    };
    reading::bytes(path, MAX_BYTES).map_err(failed)
}

/// Looks at the bytes of a PNG, JPEG or SVG file, or says why it cannot be printed.
pub fn inspect(bytes: Vec<u8>) -> Result<Image, String> {
    let (format, width, height) = if bytes.starts_with(b"\x89PNG") {
        let (width, height) = png_size(&bytes)?;
        (ImageFormat::Png, width, height)
    } else if bytes.starts_with(b"\xff\xd8") {
        let (format, width, height) = jpeg::frame(&bytes)?;
        not_too_large(width, height)?;
        (format, width, height)
    } else if is_svg(&bytes) {
        let drawing = svg::read(&bytes)?;
        let (width, height) = drawing.size;
        (ImageFormat::Svg(drawing), width.ceil() as u32, height.ceil() as u32)
    } else {
        return Err("this file is neither PNG nor JPEG nor SVG".to_owned());
    };
    if width == 0 || height == 0 {
        return Err("this picture is empty".to_owned());
    }
    Ok(Image { bytes, format, width, height })
}

/// Whether a file is text whose first element is that of a drawing.
fn is_svg(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default().trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg")
}

fn not_too_large(width: u32, height: u32) -> Result<(), String> {
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("this picture has {width} by {height} pixels, more than paper can show"));
    }
    Ok(())
}

/// Width and height of a PNG file whose pixels can all be read.
fn png_size(bytes: &[u8]) -> Result<(u32, u32), String> {
    let damaged = |_| "this PNG file is damaged".to_owned();
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().map_err(damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    not_too_large(width, height)?;
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or(0)];
    reader.next_frame(&mut pixels).map_err(damaged)?;
    Ok((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG file that claims a size and has no pixels.
    fn png_head(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut file = png::Encoder::new(&mut bytes, width, height).write_header().unwrap();
        file.write_chunk(png::chunk::IDAT, b"none").unwrap();
        drop(file);
        bytes
    }

    #[test]
    fn a_small_file_that_claims_a_vast_picture_is_refused_before_its_pixels_are_read() {
        let vast = "this picture has 50000 by 50000 pixels, more than paper can show";
        assert_eq!(inspect(png_head(50_000, 50_000)).unwrap_err(), vast);
        let jpeg = b"\xff\xd8\xff\xc0\x00\x0b\x08\xc3\x50\xc3\x50\x01\x01\x11\x00\xff\xd9";
        assert_eq!(inspect(jpeg.to_vec()).unwrap_err(), vast);
        assert_eq!(inspect(png_head(500, 500)).unwrap_err(), "this PNG file is damaged");
    }

    #[test]
    fn other_files_are_refused() {
        assert_eq!(inspect(b"GIF89a".to_vec()).unwrap_err(), "this file is neither PNG nor JPEG nor SVG");
        let empty = b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x00\x00\x20\x01\x01\x11\x00\xff\xd9";
        assert_eq!(inspect(empty.to_vec()).unwrap_err(), "this picture is empty");
    }
}
