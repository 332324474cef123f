//! Pages as they look: every page of the gallery against the picture kept of it. `EXAMPRESS_RENEW=1 cargo test` makes the
//! pictures anew.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use crate::workshop::Workshop;

/// Dots an inch of the pictures: lines of text can be told apart, and a page takes a few kilobytes.
const FINENESS: f32 = 50.0;

/// Shades of a picture that is kept: 4 bits a dot.
const SHADES: u8 = 15;

/// Dots along the side of the squares that are compared.
const SQUARE: usize = 6;

/// Most that a square may be lighter or darker, of 255: edges of letters differ by less between machines.
const TOLERANCE: usize = 12;

/// A picture in shades of grey, 0 for black.
#[derive(Debug, PartialEq)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) dots: Vec<u8>,
}

/// The pages of a file as a printer of so many dots an inch would print them.
pub(crate) fn rendered(bytes: &[u8], dots_an_inch: f32) -> Vec<Picture> {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let cache = RenderCache::new();
    let scale = dots_an_inch / 72.0;
    let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pages = pdf.pages().iter().map(|page| {
        let pixels = hayro::render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &size);
        let (width, height) = (usize::from(pixels.width()), usize::from(pixels.height()));
        Picture { width, height, dots: pixels.data().iter().map(|dot| dot.g).collect() }
    });
    pages.collect()
}

impl Picture {
    fn read(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut dots).unwrap();
        Self { width: frame.width as usize, height: frame.height as usize, dots }
    }

    fn png(&self) -> Vec<u8> {
        let shade = |dot: &u8| (u16::from(*dot) * u16::from(SHADES) + 127).div_euclid(255) as u8;
        let rows = self.dots.chunks(self.width).map(|row| row.iter().map(shade).collect::<Vec<_>>());
        let packed: Vec<u8> = rows
            .flat_map(|row| row.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect::<Vec<_>>())
            .collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(&packed).unwrap();
        bytes
    }

    /// The lightness of each square, row by row.
    fn squares(&self) -> Vec<usize> {
        let (across, down) = (self.width.div_ceil(SQUARE), self.height.div_ceil(SQUARE));
        let mut sums = vec![(0, 0); across * down];
        for (at, dot) in self.dots.iter().enumerate() {
            let (sum, count) = &mut sums[at / self.width / SQUARE * across + at % self.width / SQUARE];
            *sum += usize::from(*dot);
            *count += 1;
        }
        sums.into_iter().map(|(sum, count)| sum / count).collect()
    }

    /// Whether the two look the same.
    fn is_like(&self, other: &Self) -> bool {
        let same_size = (self.width, self.height) == (other.width, other.height);
        same_size && self.squares().iter().zip(other.squares()).all(|(one, other)| one.abs_diff(other) <= TOLERANCE)
    }
}

#[test]
#[cfg(feature = "math")]
fn every_page_of_the_gallery_looks_as_it_did() {
    let shop = Workshop::new();
    shop.run(&["gallery"]).done();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/golden/gallery");
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    let pages = rendered(&shop.read("gallery.pdf"), FINENESS);
    let name = |at: usize| format!("{:02}.png", at + 1);
    if std::env::var_os("EXAMPRESS_RENEW").is_some() {
        write_all(&kept, &pages, name);
    }
    let names: BTreeSet<String> =
        std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, (0..pages.len()).map(name).collect(), "pictures that are kept, pages that there are");
    let other: Vec<String> = (0..pages.len())
        .filter(|&at| !pages[at].is_like(&Picture::read(&std::fs::read(kept.join(name(at))).unwrap())))
        .map(name)
        .collect();
    if !other.is_empty() {
        write_all(&new, &pages, name);
    }
    assert!(other.is_empty(), "{other:?} look otherwise now, see {}", new.display());
}

fn write_all(folder: &PathBuf, pages: &[Picture], name: impl Fn(usize) -> String) {
    std::fs::remove_dir_all(folder).ok();
    std::fs::create_dir_all(folder).unwrap();
    for (at, page) in pages.iter().enumerate() {
        std::fs::write(folder.join(name(at)), page.png()).unwrap();
    }
}

#[test]
fn a_picture_is_told_from_one_with_another_word() {
    let shop = Workshop::new();
    let page = |title: &str| {
        shop.run(&["generate", "--seed", "look", "--count", "2", "--title", title, "--force"]).done();
        rendered(&shop.read("candidate.pdf"), FINENESS).swap_remove(0)
    };
    let one = page("Grammar");
    assert!(one.is_like(&Picture::read(&one.png())));
    assert!(!one.is_like(&page("Grammars")));
}

#[test]
fn the_gallery_is_not_written_over_a_file() {
    let shop = Workshop::new().file("gallery.pdf", "mine");
    shop.run(&["gallery"])
        .fails(1, "gallery.pdf: this file exists\nhelp: add --force to replace it, or choose another file with --out");
    assert_eq!(shop.read("gallery.pdf"), b"mine");
}
