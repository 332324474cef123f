//! Picture files in the finished file: as they are where PDF can show them so, with the same pixels where it cannot.

use lopdf::{Document, Object, Stream};
use png::{BitDepth, ColorType, Transformations};

use crate::workshop::{GOOD, Workshop};

/// The streams of all pictures on the candidate's sheet of a question that shows this file; the greatest first.
fn printed(name: &str, file: &[u8]) -> (Document, Vec<Stream>) {
    let question = GOOD.replace("\"Why?\"", &format!("'''Why?\n\n![a pattern]({name})'''"));
    let shop = Workshop::new().file("questions/a.toml", question).file(&format!("questions/{name}"), file);
    shop.run(&["generate", "--bank", "questions", "--count", "1"]).done();
    let document = Document::load_mem(&shop.read("candidate.pdf")).unwrap();
    let is_image = |stream: &&Stream| stream.dict.get(b"Subtype").is_ok_and(|kind| kind == &"Image".into());
    let all = document.objects.values().filter_map(|object| object.as_stream().ok());
    let mut images: Vec<Stream> = all.filter(is_image).cloned().collect();
    images.sort_by_key(|image| !image.dict.has(b"SMask"));
    (document, images)
}

const WIDTH: usize = 19;
const HEIGHT: usize = 7;

/// A PNG file with a pattern.
fn patterned(colours: ColorType, bits: BitDepth, change: impl Fn(&mut png::Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH as u32, HEIGHT as u32);
    encoder.set_color(colours);
    encoder.set_depth(bits);
    change(&mut encoder);
    let row = (WIDTH * colours.samples() * bits as usize).div_ceil(8);
    let pixels: Vec<u8> = (0..row * HEIGHT).map(|at| (at * 37 % 251) as u8).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    bytes
}

/// The palette of sixteen colours.
fn palette() -> Vec<u8> {
    (0..48).map(|at| (at * 5) as u8).collect()
}

/// The data of a PNG file's IDAT chunks.
fn rows(file: &[u8]) -> Vec<u8> {
    let mut found = Vec::new();
    let mut at = 8;
    while at < file.len() {
        let length = u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        if &file[at + 4..at + 8] == b"IDAT" {
            found.extend(&file[at + 8..at + 8 + length]);
        }
        at += length + 12;
    }
    found
}

/// Colours of eight bits that a PNG file shows, and how opaque each pixel is where it tells.
fn shown(file: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let samples = frame.color_type.samples();
    if !matches!(frame.color_type, ColorType::Rgba | ColorType::GrayscaleAlpha) {
        return (pixels, None);
    }
    let colours = pixels.chunks(samples).flat_map(|pixel| &pixel[..samples - 1]).copied().collect();
    (colours, Some(pixels.chunks(samples).map(|pixel| pixel[samples - 1]).collect()))
}

fn parameter(stream: &Stream, key: &[u8]) -> i64 {
    stream.dict.get(b"DecodeParms").unwrap().as_dict().unwrap().get(key).unwrap().as_i64().unwrap()
}

#[test]
fn plain_png_files_go_in_as_they_are() {
    use ColorType::{Grayscale, Indexed, Rgb};
    let with_palette = |encoder: &mut png::Encoder<&mut Vec<u8>>| encoder.set_palette(palette());
    for (colours, bits, components, space) in [
        (Grayscale, BitDepth::One, 1, "DeviceGray"),
        (Grayscale, BitDepth::Eight, 1, "DeviceGray"),
        (Grayscale, BitDepth::Sixteen, 1, "DeviceGray"),
        (Rgb, BitDepth::Eight, 3, "DeviceRGB"),
        (Rgb, BitDepth::Sixteen, 3, "DeviceRGB"),
        (Indexed, BitDepth::Four, 1, "Indexed"),
    ] {
        let file =
            if colours == Indexed { patterned(colours, bits, with_palette) } else { patterned(colours, bits, |_| {}) };
        let (_, images) = printed("a.png", &file);
        let [image] = images.as_slice() else { panic!("{} pictures", images.len()) };
        assert_eq!(image.content, rows(&file), "{colours:?} of {bits:?}");
        assert_eq!(image.dict.get(b"Filter").unwrap(), &"FlateDecode".into());
        assert_eq!(image.dict.get(b"BitsPerComponent").unwrap().as_i64().unwrap(), bits as i64);
        assert_eq!(
            [b"Predictor".as_slice(), b"Colors", b"BitsPerComponent", b"Columns"].map(|key| parameter(image, key)),
            [15, components, bits as i64, WIDTH as i64]
        );
        match image.dict.get(b"ColorSpace").unwrap() {
            Object::Array(parts) => {
                assert_eq!(parts[..2], [space.into(), "DeviceRGB".into()]);
                assert_eq!((parts[2].as_i64().unwrap(), parts[3].as_str().unwrap()), (15, palette().as_slice()));
            }
            named => assert_eq!(named, &space.into()),
        }
    }
}

#[test]
fn other_png_files_show_the_same_pixels() {
    use ColorType::{GrayscaleAlpha, Indexed, Rgb, Rgba};
    let clear = |encoder: &mut png::Encoder<&mut Vec<u8>>| {
        encoder.set_palette(palette());
        encoder.set_trns(vec![0, 100, 200]);
    };
    let key = |encoder: &mut png::Encoder<&mut Vec<u8>>| encoder.set_trns(vec![0, 0, 0, 37, 0, 74]);
    for file in [
        patterned(Rgba, BitDepth::Eight, |_| {}),
        patterned(Rgba, BitDepth::Sixteen, |_| {}),
        patterned(GrayscaleAlpha, BitDepth::Eight, |_| {}),
        patterned(Indexed, BitDepth::Four, clear),
        patterned(Rgb, BitDepth::Eight, key),
        INTERLACED.to_vec(),
    ] {
        let (document, images) = printed("a.png", &file);
        let (colours, opacity) = shown(&file);
        assert_eq!(images[0].get_plain_content().unwrap(), colours);
        assert_eq!(images[0].dict.get(b"BitsPerComponent").unwrap().as_i64().unwrap(), 8);
        let mask = images[0].dict.get(b"SMask").ok().map(|mask| match mask {
            Object::Reference(id) => document.get_object(*id).unwrap().as_stream().unwrap().clone(),
            other => other.as_stream().unwrap().clone(),
        });
        assert_eq!(mask.map(|mask| mask.get_plain_content().unwrap()), opacity);
    }
}

#[test]
fn jpeg_files_go_in_as_they_are_but_for_their_remarks() {
    let (_, images) = printed("a.jpg", JPEG);
    assert_eq!(images.len(), 1);
    assert_eq!(images[0].content, JPEG);
    assert_eq!(images[0].dict.get(b"Filter").unwrap(), &"DCTDecode".into());
    let remark = b"\xff\xfe\x00\x08secret";
    let with_remark = [&JPEG[..2], remark, &JPEG[2..]].concat();
    assert_eq!(printed("a.jpg", &with_remark).1[0].content, JPEG);
}

/// A grey picture of eight by eight pixels.
const JPEG: &[u8] =
    b"\xff\xd8\xff\xe0\x00\x10\x4a\x46\x49\x46\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00\x43\x00\
    \x28\x1c\x1e\x23\x1e\x19\x28\x23\x21\x23\x2d\x2b\x28\x30\x3c\x64\x41\x3c\x37\x37\x3c\x7b\x58\x5d\x49\
    \x64\x91\x80\x99\x96\x8f\x80\x8c\x8a\xa0\xb4\xe6\xc3\xa0\xaa\xda\xad\x8a\x8c\xc8\xff\xcb\xda\xee\xf5\
    \xff\xff\xff\x9b\xc1\xff\xff\xff\xfa\xff\xe6\xfd\xff\xf8\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\
    \x11\x00\xff\xc4\x00\x14\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\xff\
    \xc4\x00\x1c\x10\x01\x00\x01\x04\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02\x00\x03\x04\
    \x41\x11\x51\xf0\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x2e\x06\x36\x54\x65\x00\x2d\xdc\x39\x03\x4e\
    \xcf\x77\x5f\xff\xd9";

/// A grey picture of five by five pixels in the order of Adam7.
const INTERLACED: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x05\x00\x00\x00\x05\x08\
    \x00\x00\x00\x01\xdf\x03\x49\xaf\x00\x00\x00\x2d\x49\x44\x41\x54\x78\xda\x63\x60\x60\x58\xc0\x60\x72\
    \x85\x21\x80\xa1\x85\x41\x2a\x6b\x17\x83\x46\x05\x83\xd3\x24\x86\x98\x35\x0c\xbc\xa6\xb1\xad\x6b\x19\
    \xd4\xfd\xcb\xe7\x1f\x07\x00\xa1\x82\x0a\x5b\xd7\x06\x22\x20\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\
    \x60\x82";
