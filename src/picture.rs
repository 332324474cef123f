//! Looks at picture files: the format, the size, and whether they can be printed.

use std::io::Cursor;

use crate::flow::{Image, ImageFormat};
use crate::svg;

/// Most pixels a picture may have: A4 at 600 dots an inch.
const MAX_PIXELS: u64 = 35_000_000;

/// Largest picture file in bytes; larger ones are not read at all.
pub const MAX_BYTES: u64 = 50_000_000;

/// Reads a PNG, JPEG or SVG file, or says why it cannot be printed.
pub fn inspect(bytes: Vec<u8>) -> Result<Image, String> {
    let (format, width, height) = if bytes.starts_with(b"\x89PNG") {
        png_frame(&bytes)?
    } else if bytes.starts_with(b"\xff\xd8") {
        jpeg_frame(&bytes).ok_or("this JPEG file is damaged")?
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
    not_too_large(width, height)?;
    if matches!(format, ImageFormat::Jpeg { components } if components != 1 && components != 3) {
        return Err("this JPEG file is neither grey nor RGB".to_owned());
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

/// Format, width and height of a PNG file whose pixels can all be read.
fn png_frame(bytes: &[u8]) -> Result<(ImageFormat, u32, u32), String> {
    let damaged = |_| "this PNG file is damaged".to_owned();
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().map_err(damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    not_too_large(width, height)?;
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or(0)];
    reader.next_frame(&mut pixels).map_err(damaged)?;
    Ok((ImageFormat::Png, width, height))
}

/// Format, width and height from the first frame header (ITU-T T.81, B.2.2).
fn jpeg_frame(bytes: &[u8]) -> Option<(ImageFormat, u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let number = |at: usize| Some(u32::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
            let components = *bytes.get(at + 9)?;
            return Some((ImageFormat::Jpeg { components }, number(at + 7)?, number(at + 5)?));
        }
        at += 2 + length.max(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_tells_its_size_and_damage_is_found() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00".to_vec();
        let image = inspect(jpeg.clone()).unwrap();
        assert_eq!((image.width, image.height), (32, 16));
        assert_eq!(image.format, ImageFormat::Jpeg { components: 1 });
        assert_eq!(inspect(jpeg[..12].to_vec()).unwrap_err(), "this JPEG file is damaged");
        let vast = [&jpeg[..13], b"\xff\xff\xff\xff", &jpeg[17..]].concat();
        let told = "this picture has 65535 by 65535 pixels, more than paper can show";
        assert_eq!(inspect(vast).unwrap_err(), told);
        assert_eq!(inspect(b"GIF89a".to_vec()).unwrap_err(), "this file is neither PNG nor JPEG nor SVG");
    }
}
