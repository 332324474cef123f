//! What the furniture of pages and the ways to fill them make together, for many papers.

use exampress::flow::{Arrangement, Inline, Text, TextStyle};
use exampress::fonts::Fonts;
use exampress::layout::{Mark, Page, PageSize};
use exampress::paper::Furniture;
use exampress::source::{Sources, Span};
use exampress::theme::{Corner, MarksPlace, Prompts};

use crate::filling::{Press, SHEETS, upright, whole};
use crate::pages::sides;

/// Modules of empty paper around a code that cameras need.
const QUIET: f32 = 4.0;

/// Left, upper, right and lower edge.
type Edges = (f32, f32, f32, f32);

#[test]
fn nothing_touches_the_code_of_any_page() {
    let compact = include_str!("../../templates/themes/compact.toml");
    let mut presses = ["", compact].map(Press::in_theme);
    let span = Span::new(Sources::default().add("exam.toml", "x"), 0..1);
    for seed in 0..12 {
        // Every way to print marks and prompts comes with every corner and theme.
        let press = &mut presses[usize::from(seed >= 6)];
        press.theme.qr.corner = if seed % 2 == 0 { Corner::LowerRight } else { Corner::UpperRight };
        press.theme.marks.place = if seed % 3 == 0 { MarksPlace::Brackets } else { MarksPlace::Margin };
        press.theme.marks.score_box = seed % 4 < 2;
        press.theme.key.prompts = if seed % 4 == 1 { Prompts::Full } else { Prompts::Short };
        let words = |text: &str| Inline::Text(Text { text: text.into(), style: TextStyle::default(), span });
        let watermark = (seed % 3 == 1).then(|| vec![words("Not for candidates")]);
        let furniture = Furniture { cover: seed % 5 == 0, pages_a_sheet: 4, watermark, ..Furniture::default() };
        let mut flows = press.flows(&seed.to_string(), furniture);
        let long = "a running line of words that have no room beside the code of this page".repeat(2);
        for running in flows.iter_mut().flat_map(|flow| [&mut flow.head, &mut flow.foot]) {
            running.left = vec![words(&long)];
        }
        for sheet in SHEETS {
            for (flow, paper) in flows.iter().zip(["candidate sheet", "key"]) {
                let document = press.set(flow, sheet);
                for (at, page) in document.pages.iter().enumerate() {
                    let place = format!("{paper} {seed} on {} points, page {}", sheet.width, at + 1);
                    let code = code(page, sheet, &place);
                    for tagged in page.marks.iter().filter(|tagged| !matches!(tagged.mark, Mark::Cells { .. })) {
                        let touches = |(left, upper, right, lower): &Edges| {
                            *right > code.0 && *left < code.2 && *lower > code.1 && *upper < code.3
                        };
                        assert!(!boxes(&tagged.mark, &press.fonts).iter().any(touches), "{place}: {:?}", tagged.mark);
                    }
                }
            }
        }
    }
}

#[test]
fn covers_full_sheets_and_ways_to_fill_pages_go_together() {
    let mut press = Press::in_theme("");
    for (seed, arrangement) in
        [Arrangement::Fill, Arrangement::Compact, Arrangement::OnePerPage].into_iter().enumerate()
    {
        for (cover, pages_a_sheet) in [(false, 1), (false, 4), (true, 1), (true, 2), (true, 4)] {
            let furniture = Furniture { cover, pages_a_sheet, ..Furniture::default() };
            let [mut flow, _] = press.flows(&seed.to_string(), furniture);
            flow.arrangement = arrangement;
            for sheet in SHEETS {
                let document = press.set(&flow, sheet);
                let place = format!("{arrangement:?}, cover {cover}, {pages_a_sheet}, {} points", sheet.width);
                assert!(document.pages.len().is_multiple_of(pages_a_sheet), "{place}");
                let first = document.outline[0].page;
                assert_eq!(first, usize::from(cover), "{place}");
                let (top, _) = press.text(sheet);
                let begins = |at: usize| document.outline.iter().any(|entry| entry.page == at && entry.y < top + 1.0);
                if arrangement == Arrangement::OnePerPage {
                    assert!(document.outline[1..].iter().all(|entry| entry.y < top + 1.0), "{place}");
                }
                let written = |at: usize| words(&document.pages[at]);
                let last = (0..document.pages.len()).rfind(|at| written(*at).contains("End of questions")).unwrap();
                assert!(document.pages.len() - last <= pages_a_sheet, "{place}: no sheet is empty");
                for at in 0..document.pages.len() {
                    let place = format!("{place}, page {}", at + 1);
                    let goes_on = at > first && at <= last && !begins(at);
                    assert_eq!(written(at).contains("(continued)"), goes_on, "{place}");
                    assert_eq!(written(at).contains("This page is left blank."), at > last, "{place}");
                    assert_eq!(
                        written(at).contains("Turn over"),
                        pages_a_sheet > 1 && at % 2 == 0 && at < last,
                        "{place}"
                    );
                    assert!(written(at).contains(&format!("Page {} of {}", at + 1, document.pages.len())), "{place}");
                    if at <= last {
                        whole(&document, at, &place);
                    }
                }
            }
        }
    }
}

#[test]
fn boxes_for_scores_change_the_candidate_sheet_and_not_the_key() {
    let mut press = Press::in_theme("");
    let flows = press.flows("boxes", Furniture::default());
    let mut pages = |score_box: bool| {
        press.theme.marks.score_box = score_box;
        flows.each_ref().map(|flow| press.set(flow, SHEETS[0]).pages)
    };
    let ([plain, plain_key], [boxed, boxed_key]) = (pages(false), pages(true));
    assert!(plain != boxed);
    assert!(plain_key == boxed_key);
}

/// What stands on a page, run by run.
fn words(page: &Page) -> String {
    let runs = page.marks.iter().filter_map(|tagged| match &tagged.mark {
        Mark::Glyphs(run) => Some(run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>()),
        _ => None,
    });
    runs.collect::<Vec<_>>().join(" ")
}

/// The edges of the one code of a page with the empty paper around it, all on the page.
fn code(page: &Page, sheet: PageSize, place: &str) -> Edges {
    let codes: Vec<Edges> = page
        .marks
        .iter()
        .filter_map(|tagged| match &tagged.mark {
            Mark::Cells { at, side, rectangles } => {
                let quiet = QUIET * side - 0.01;
                let modules = rectangles.iter().map(|edges| edges[2].max(edges[3])).max().unwrap();
                let end = side * f32::from(modules) + quiet;
                Some((at.0 - quiet, at.1 - quiet, at.0 + end, at.1 + end))
            }
            _ => None,
        })
        .collect();
    let [code] = codes[..] else { panic!("{place} has {} codes", codes.len()) };
    assert!(code.0 > 0.0 && code.1 > 0.0 && code.2 < sheet.width && code.3 < sheet.height, "{place}: {code:?}");
    code
}

/// Boxes around what a mark prints; a slanted run has one for each glyph.
fn boxes(mark: &Mark, fonts: &Fonts) -> Vec<Edges> {
    match mark {
        Mark::Slanted { run, slope } => run
            .glyphs
            .iter()
            .map(|glyph| {
                let (x, y) = (run.at.0 + glyph.x * slope.0, run.at.1 + glyph.x * slope.1);
                (x - run.size, y - run.size, x + run.size, y + run.size)
            })
            .collect(),
        level => {
            let ((left, right), (upper, lower)) = (sides(level, fonts), upright(level));
            vec![(left, upper, right, lower)]
        }
    }
}
