//! Themes: the program's own, and what users state of theirs.

use crate::pdf;
use crate::workshop::Workshop;

const EXAM: [&str; 5] = ["generate", "--seed", "looks-7", "--count", "8"];

/// Sizes of type and families on a candidate sheet made with these arguments.
fn faces(shop: &Workshop, more: &[&str]) -> Vec<String> {
    shop.run(&[&EXAM, more, &["--force"]].concat()).done();
    pdf::fonts(&shop.read("candidate.pdf"))
}

#[test]
fn the_sans_theme_prints_no_serif() {
    let shop = Workshop::new();
    let has_serif = |faces: &[String]| faces.iter().any(|face| face.contains("Serif"));
    assert!(has_serif(&faces(&shop, &[])));
    assert!(!has_serif(&faces(&shop, &["--theme", "sans"])));
}

#[test]
fn the_compact_theme_takes_fewer_pages() {
    let shop = Workshop::new();
    let pages = |theme: &str| {
        let mut sum = 0;
        for seed in ["few-1", "few-2", "few-3"] {
            shop.run(&["generate", "--seed", seed, "--theme", theme, "--force"]).done();
            sum += pdf::pages(&shop.read("candidate.pdf")) + pdf::pages(&shop.read("key.pdf"));
        }
        sum
    };
    let (usual, compact) = (pages("serif"), pages("compact"));
    assert!(compact * 10 < usual * 9, "{compact} pages against {usual}");
}

#[test]
fn a_theme_of_the_user_is_found_by_its_name_and_states_only_what_differs() {
    let shop = Workshop::new()
        .file("looks/themes/ours.toml", "[faces]\nserif = \"IBM Plex Sans\"\n")
        .file("exam.toml", "theme = \"ours\"\ntemplates = \"looks\"\n");
    assert!(!faces(&shop, &[]).iter().any(|face| face.contains("Serif")));
    assert!(faces(&shop, &["--theme", "serif"]).iter().any(|face| face.contains("Serif")));
}

#[test]
fn what_theme_toml_states_holds_over_every_theme() {
    let shop = Workshop::new()
        .file("templates/theme.toml", "[type]\ncode = { face = \"sans\" }\nlabel = { face = \"serif\" }\n");
    let shop = shop.file("exam.toml", "");
    assert!(faces(&shop, &["--theme", "sans"]).iter().any(|face| face.contains("Serif")));
}
