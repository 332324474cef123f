//! What is stamped onto the pages of finished files.

use lopdf::{Document, Object};
use rqrr::PreparedImage;

use crate::workshop::Workshop;

/// Dots an inch that the pages are looked at with.
const DOTS: f32 = 150.0;

#[test]
fn a_camera_reads_form_code_and_page_off_every_page() {
    let shop = Workshop::new();
    shop.run(&["generate", "--seed", "code", "--count", "6"]).done();
    let form = form_code(&shop);
    for (file, before) in [("candidate.pdf", "EXAMPRESS"), ("key.pdf", "EXAMPRESS-KEY")] {
        let document = Document::load_mem(&shop.read(file)).unwrap();
        let pages = document.get_pages();
        assert!(pages.len() > 1);
        for (number, page) in pages {
            assert_eq!(read(&Shapes::of(&document, page)), [format!("{before} {form} {number}")]);
        }
    }
}

#[test]
fn the_code_stands_where_the_theme_says_or_nowhere() {
    let theme = include_str!("../../templates/theme.toml");
    let page_one = |from: &str, to: &str| {
        assert!(theme.contains(from));
        let shop = Workshop::new().file("looks/theme.toml", theme.replace(from, to));
        shop.run(&["generate", "--seed", "code", "--count", "2", "--templates", "looks"]).done();
        let document = Document::load_mem(&shop.read("candidate.pdf")).unwrap();
        let page = document.get_pages()[&1];
        Shapes::of(&document, page)
    };
    let edges = |shapes: Shapes| {
        let points: Vec<(f32, f32)> = shapes.rings.into_iter().flatten().collect();
        let most = |side: fn(&(f32, f32)) -> f32| points.iter().map(side).fold(f32::NEG_INFINITY, f32::max).round();
        (most(|point| point.0), most(|point| point.1))
    };
    // Right margin 19 mm; from below 22 mm less four modules of 0.6 mm, and from above 24 mm less 17.4 mm.
    assert_eq!(edges(page_one("on     = true", "on     = true")), (541.0, 56.0));
    assert_eq!(edges(page_one("\"lower-right\"", "\"upper-right\"")), (541.0, 823.0));
    assert!(page_one("on     = true", "on     = false").rings.is_empty());
}

fn form_code(shop: &Workshop) -> String {
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    manifest["form_code"].as_str().unwrap().to_owned()
}

/// The filled shapes of a page that are drawn corner by corner, as the finished file says.
struct Shapes {
    size: (f32, f32),
    rings: Vec<Vec<(f32, f32)>>,
}

impl Shapes {
    fn of(document: &Document, page: lopdf::ObjectId) -> Self {
        let whole: Vec<f32> = document.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap()[2..]
            .iter()
            .map(number)
            .collect();
        let mut shapes = Self { size: (whole[0], whole[1]), rings: Vec::new() };
        let mut open = Vec::new();
        for operation in document.get_and_decode_page_content(page).unwrap().operations {
            let point = || (number(&operation.operands[0]), number(&operation.operands[1]));
            match operation.operator.as_str() {
                "m" => open.push(vec![point()]),
                "l" => open.last_mut().unwrap().push(point()),
                "f" => shapes.rings.append(&mut open),
                "S" | "s" | "n" => open.clear(),
                _ => {}
            }
        }
        shapes
    }

    /// A picture of the shapes, all of which are rectangles: black where the middle of a dot lies in one.
    fn picture(&self) -> (usize, usize, Vec<u8>) {
        let dots = |points: f32| (points * DOTS / 72.0).round() as usize;
        let (width, height) = (dots(self.size.0), dots(self.size.1));
        let mut picture = vec![255; width * height];
        for ring in &self.rings {
            let extent = |side: fn(&(f32, f32)) -> f32| {
                let sides = || ring.iter().map(side);
                (dots(sides().fold(f32::MAX, f32::min)), dots(sides().fold(f32::MIN, f32::max)))
            };
            let (left, right) = extent(|point| point.0);
            let (lower, upper) = extent(|point| point.1);
            for row in height - upper..height - lower {
                picture[row * width + left..row * width + right].fill(0);
            }
        }
        (width, height, picture)
    }
}

/// What the codes say that are found in a picture of the shapes.
fn read(shapes: &Shapes) -> Vec<String> {
    let (width, height, picture) = shapes.picture();
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, |x, y| picture[y * width + x]);
    picture.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

fn number(object: &Object) -> f32 {
    object.as_float().unwrap()
}
