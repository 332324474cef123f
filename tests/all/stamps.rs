//! What is stamped onto the pages of finished files.

use lopdf::{Document, Object};
use rqrr::PreparedImage;

use crate::pdf::squeeze;
use crate::pixels::{Picture, rendered};
use crate::workshop::Workshop;

/// Dots an inch that the pages are looked at with.
const DOTS: f32 = 150.0;

#[test]
fn a_camera_reads_form_code_and_page_off_every_page() {
    let shop = Workshop::new();
    shop.run(&["generate", "--seed", "code", "--count", "6"]).done();
    let form = form_code(&shop);
    for (file, before) in [("candidate.pdf", "EXAMPRESS"), ("key.pdf", "EXAMPRESS-KEY")] {
        let pages = rendered(&shop.read(file), DOTS);
        assert!(pages.len() > 1);
        for (at, page) in pages.iter().enumerate() {
            assert_eq!(read(page), [format!("{before} {form} {}", at + 1)]);
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

#[test]
fn the_foot_of_a_right_hand_page_says_turn_over_if_more_comes_on_its_sheet() {
    assert!(!texts(&[]).concat().contains("Turnover"));
    let pages = texts(&["--duplex"]);
    let last = pages.iter().position(|text| text.contains("Endofquestions")).unwrap();
    assert!(last > 2);
    for (at, text) in pages.iter().enumerate() {
        assert_eq!(text.contains("Turnover"), at % 2 == 0 && at < last, "page {}", at + 1);
    }
}

#[test]
fn both_sides_of_every_sheet_are_filled() {
    let [single, double] =
        [&["--paper", "letter", "--cover"][..], &["--paper", "letter", "--cover", "--duplex"]].map(texts);
    assert_eq!((single.len(), double.len()), (7, 8));
    assert!(double[7].contains("Thispageisleftblank.") && double[7].contains("Page8of8"), "{}", double[7]);
    assert!(!double[..7].iter().any(|text| text.contains("leftblank")));
}

#[test]
fn a_watermark_is_behind_every_page_of_both_papers() {
    let shop = Workshop::new();
    shop.run(&["generate", "--seed", "code", "--count", "6", "--watermark", "Not final"]).done();
    for file in ["candidate.pdf", "key.pdf"] {
        for text in page_texts(&shop.read(file)) {
            assert!(text.starts_with("Notfinal"), "{text}");
        }
    }
}

#[test]
fn a_booklet_has_two_pages_to_a_side_and_says_the_same_in_the_same_order() {
    let shop = Workshop::new();
    let told = shop.run(&["generate", "--seed", "code", "--count", "6", "--booklet"]).done();
    assert!(told.contains("candidate.pdf (8 pages on 4 sides)\n"), "{told}");
    let bytes = shop.read("candidate.pdf");
    let document = Document::load_mem(&bytes).unwrap();
    let sides = page_texts(&bytes);
    assert_eq!(sides.len(), 4);
    assert!(sides[0].contains("Page8of8") && sides[0].contains("Page1of8"), "{}", sides[0]);
    assert!(sides[3].contains("Page4of8") && sides[3].contains("Page5of8"), "{}", sides[3]);
    for (number, page) in document.get_pages() {
        let shapes = Shapes::of(&document, page);
        assert_eq!((shapes.size.0.round(), shapes.size.1.round()), (1191.0, 842.0), "side {number}");
    }
    shop.run(&["generate", "--seed", "code", "--count", "6", "--out", "plain"]).done();
    assert_eq!(elements(&bytes)[..100], elements(&shop.read("plain/candidate.pdf"))[..100]);
}

#[test]
fn marks_stand_with_questions_sections_and_in_all() {
    let theme = include_str!("../../templates/theme.toml");
    let exam = "[[section]]\ntitle = \"First\"\ncount = 2\n[[section]]\ntitle = \"Second\"\ncount = 3\n";
    for (place, as_printed) in [("margin", "{}"), ("brackets", "[{}]")] {
        let looks = theme.replace("place     = \"margin\"", &format!("place = \"{place}\""));
        let shop = Workshop::new().file("looks/theme.toml", looks).file("exam.toml", exam);
        shop.run(&["generate", "--seed", "marks", "--templates", "looks"]).done();
        let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
        let marks: Vec<u64> = manifest["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| question["marks"].as_u64().unwrap())
            .collect();
        let text = page_texts(&shop.read("candidate.pdf")).concat();
        for (title, of) in [("First", &marks[..2]), ("Second", &marks[2..])] {
            let sum = of.iter().sum::<u64>();
            assert!(text.contains(&format!("{sum}marks{title}")), "{title}, {sum}: {text}");
            for number in of {
                assert!(text.contains(&as_printed.replace("{}", &format!("{number}marks"))), "{number}: {text}");
            }
        }
        assert!(text.contains(&format!("Score/{}", marks.iter().sum::<u64>())), "{text}");
    }
}

#[test]
fn marks_in_brackets_stand_after_what_is_asked_and_before_a_number_is_to_be_written() {
    let looks = "[marks]\nplace = \"brackets\"\n";
    let bank = "[[question]]\nid = \"one\"\nlevel = \"junior\"\ntopic = \"topic\"\nkind = \"open\"\nmarks = 2\nminutes = 3\nprompt = \"Look.\"\n\
                [[question.parts]]\nkind = \"numeric\"\nmarks = 2\nprompt = \"How long?\"\nvalue = 5\nunit = \"min\"\n\
                rubric = [{ marks = 2, text = \"all\" }]\n";
    let shop = Workshop::new().file("looks/theme.toml", looks).file("bank/one.toml", bank);
    shop.run(&["generate", "--bank", "bank", "--count", "1", "--templates", "looks"]).done();
    let text = page_texts(&shop.read("candidate.pdf")).concat();
    assert!(text.contains("Howlong?[2marks]Answer:min"), "{text}");
}

/// The pages of the candidate sheet as text, white space removed.
fn texts(arguments: &[&str]) -> Vec<String> {
    let shop = Workshop::new();
    shop.run(&[&["generate", "--seed", "code", "--count", "6"], arguments].concat()).done();
    page_texts(&shop.read("candidate.pdf"))
}

fn page_texts(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    pages.iter().map(|page| squeeze(&document.extract_text(&[*page]).unwrap())).collect()
}

/// The structure tree in reading order: the type of each element, and how many pieces of content it has.
fn elements(bytes: &[u8]) -> Vec<(String, usize)> {
    let document = Document::load_mem(bytes).unwrap();
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let top = document.get_dictionary(root).unwrap().get(b"K").unwrap().as_reference().unwrap();
    let mut found = Vec::new();
    walk(&document, top, &mut found);
    found
}

fn walk(document: &Document, element: lopdf::ObjectId, found: &mut Vec<(String, usize)>) {
    let element = document.get_dictionary(element).unwrap();
    let kids = element.get(b"K").unwrap().as_array().unwrap();
    let children: Vec<_> = kids.iter().filter_map(|kid| kid.as_reference().ok()).collect();
    let name = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned();
    found.push((name, kids.len() - children.len()));
    for kid in children {
        walk(document, kid, found);
    }
}

fn form_code(shop: &Workshop) -> String {
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    manifest["form_code"].as_str().unwrap().to_owned()
}

/// The filled shapes of a page that are drawn corner by corner, or from squares, as the finished file says.
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
        let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        for operation in document.get_and_decode_page_content(page).unwrap().operations {
            let operands: Vec<f32> = operation.operands.iter().filter_map(|operand| operand.as_float().ok()).collect();
            let at = |x: f32, y: f32| (x * matrix[0] + matrix[4], y * matrix[3] + matrix[5]);
            let point = || at(operands[0], operands[1]);
            match operation.operator.as_str() {
                "m" => open.push(vec![point()]),
                "l" => open.last_mut().unwrap().push(point()),
                "re" if matrix[3] < 0.0 => {
                    let (right, bottom) = (operands[0] + operands[2], operands[1] + operands[3]);
                    open.push(vec![point(), at(right, operands[1]), at(right, bottom), at(operands[0], bottom)]);
                }
                "cm" => matrix = operands.try_into().unwrap(),
                "Q" => matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
                "f" => shapes.rings.append(&mut open),
                "S" | "s" | "n" => open.clear(),
                _ => {}
            }
        }
        shapes
    }
}

/// What the codes say that are found on a page.
fn read(page: &Picture) -> Vec<String> {
    let dot = |x: usize, y: usize| page.dots[y * page.width + x];
    let mut page = PreparedImage::prepare_from_greyscale(page.width, page.height, dot);
    page.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

fn number(object: &Object) -> f32 {
    object.as_float().unwrap()
}
