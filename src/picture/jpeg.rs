//! What a JPEG file says of its picture beside its pixels (ITU-T T.81, B.2), and whether PDF can show it as it is.

use crate::flow::ImageFormat;

/// Begins the camera data in a segment APP1.
const CAMERA_DATA: &[u8] = b"Exif\0\0";
/// The tag that says how a picture is to be turned (Exif 2.3, 4.6.4).
const ORIENTATION: u16 = 0x0112;

const DAMAGED: &str = "this JPEG file is damaged";

/// Format, width and height, or why the file cannot be printed; its pixels have to go on up to the end of the picture.
pub(super) fn frame(bytes: &[u8]) -> Result<(ImageFormat, u32, u32), String> {
    let mut frame = None;
    let mut at = 2;
    loop {
        let [0xff, marker, rest @ ..] = bytes.get(at..).unwrap_or_default() else { return Err(DAMAGED.to_owned()) };
        match marker {
            0xff => {
                at += 1;
                continue;
            }
            // The end of the picture; some programs write more after it.
            0xd9 => return frame.ok_or_else(|| DAMAGED.to_owned()),
            _ => {}
        }
        let length = rest.first_chunk().map_or(0, |length| usize::from(u16::from_be_bytes(*length)));
        let segment = rest.get(2..length).ok_or(DAMAGED)?;
        at += 2 + length;
        match marker {
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xcf => frame = Some(started(*marker, segment).ok_or(DAMAGED)??),
            0xda if frame.is_none() => return Err(DAMAGED.to_owned()),
            0xda => at += pixels(&bytes[at..]).ok_or(DAMAGED)?,
            0xe1 if is_turned(segment) == Some(true) => {
                return Err("this JPEG file lies on its side and says how to turn it; save it upright".to_owned());
            }
            _ => {}
        }
    }
}

/// The number of bytes of a scan up to the marker after it (B.1.1.5): a zero follows a byte of pixels that looks like the
/// start of a marker, and the markers RST may stand between pixels.
fn pixels(scan: &[u8]) -> Option<usize> {
    scan.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff))
}

/// What a frame header says (B.2.2).
fn started(marker: u8, header: &[u8]) -> Option<Result<(ImageFormat, u32, u32), String>> {
    let &[bits, y, y2, x, x2, components, ..] = header else { return None };
    let number = |high: u8, low: u8| u32::from(u16::from_be_bytes([high, low]));
    let (width, height) = (number(x, x2), number(y, y2));
    Some(match (marker, bits, components) {
        (0xc0..=0xc2, 8, 1 | 3) => Ok((ImageFormat::Jpeg { components }, width, height)),
        (0xc0..=0xc2, 8, 4) => {
            Err("this JPEG file is in the four colours of a press (CMYK); save it as RGB".to_owned())
        }
        (0xc0..=0xc2, 8, _) => Err("this JPEG file is neither grey nor RGB".to_owned()),
        _ => Err("few programs can read a JPEG file coded like this one; save it as a usual JPEG or as PNG".to_owned()),
    })
}

/// Whether camera data ask for the picture to be turned or mirrored.
fn is_turned(segment: &[u8]) -> Option<bool> {
    let tiff = segment.strip_prefix(CAMERA_DATA)?;
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let first = long(4)? as usize;
    for entry in 0..usize::from(short(first)?) {
        let at = first + 2 + entry * 12;
        if short(at)? == ORIENTATION {
            return Some((2..=8).contains(&short(at + 8)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: &[u8] = b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00";

    /// A scan with a byte that looks like a marker and a restart between its pixels.
    const SCAN: &[u8] = b"\xff\xda\x00\x03\x01pix\xff\x00\xff\xd0els";
    const END: &[u8] = b"\xff\xd9";

    fn file(segments: &[&[u8]]) -> Vec<u8> {
        [b"\xff\xd8\xff\xe0\x00\x04ab", segments.concat().as_slice(), SCAN, SCAN, END].concat()
    }

    #[test]
    fn a_frame_tells_the_size() {
        let grey = Ok((ImageFormat::Jpeg { components: 1 }, 32, 16));
        assert_eq!(frame(&file(&[FRAME])), grey);
        assert_eq!(frame(&file(&[b"\xff\xff", FRAME])), grey);
        let more = [file(&[FRAME]).as_slice(), b"more"].concat();
        assert_eq!(frame(&more), grey);
    }

    #[test]
    fn a_file_that_was_cut_off_is_damaged() {
        let whole = file(&[FRAME]);
        for end in 2..whole.len() {
            assert_eq!(frame(&whole[..end]).unwrap_err(), "this JPEG file is damaged", "{end}");
        }
        assert_eq!(frame(&file(&[])).unwrap_err(), "this JPEG file is damaged");
    }

    #[test]
    fn what_pdf_cannot_show_as_it_is_is_refused() {
        let with = |at: usize, byte: u8| {
            let mut bytes = FRAME.to_vec();
            bytes[at] = byte;
            frame(&file(&[&bytes])).unwrap_err()
        };
        assert_eq!(with(9, 4), "this JPEG file is in the four colours of a press (CMYK); save it as RGB");
        assert_eq!(with(9, 2), "this JPEG file is neither grey nor RGB");
        let rare = "few programs can read a JPEG file coded like this one; save it as a usual JPEG or as PNG";
        assert_eq!([with(1, 0xc3), with(1, 0xc9), with(4, 12)], [rare; 3]);
    }

    #[test]
    fn a_picture_that_is_to_be_turned_is_refused() {
        let camera = |order: &[u8], turn: u8| {
            let entry: &[u8] = match order {
                b"II" => &[0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0],
                _ => &[1, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0],
            };
            let head: &[u8] = if order == b"II" { b"*\0\x08\0\0\0\x01\0" } else { b"\0*\0\0\0\x08\0\x01" };
            let data = [CAMERA_DATA, order, head, entry].concat();
            let length = (data.len() as u16 + 2).to_be_bytes();
            frame(&file(&[b"\xff\xe1", &length, &data, FRAME]))
        };
        let turned = "this JPEG file lies on its side and says how to turn it; save it upright";
        for order in [b"II", b"MM"] {
            assert!(camera(order, 1).is_ok());
            assert_eq!(camera(order, 6).unwrap_err(), turned);
        }
    }
}
