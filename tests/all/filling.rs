//! How pages are filled: what holds for every paper that can be drawn from the built-in bank, on both sizes of sheet.
//! `EXAMPRESS_PAPERS=500 cargo test filling` looks at so many of each.

use std::collections::BTreeSet;

use exampress::bank::{self, Bank, Origin};
use exampress::flow::{Arrangement, Flow};
use exampress::fonts::Fonts;
use exampress::layout::{Document, Entry, Mark, NodeId, Page, PageSize, Tag, Tagged, lay_out};
use exampress::paper::{self, DrawnSection, Words};
use exampress::source::Sources;
use exampress::spec::Order;
use exampress::stream::Streams;
use exampress::template::{self, FixedWords, Template};
use exampress::theme::{Room, Theme};

use crate::pages::sides;

const SHEETS: [PageSize; 2] = [PageSize { width: 595.28, height: 841.89 }, PageSize { width: 612.0, height: 792.0 }];
/// Least part of a page's height that is filled, unless a question forces less.
const FILLED: f32 = 0.75;
/// Least mean of that part, last pages aside.
const MEAN: f32 = 0.85;
/// Writing lines that stay with their question.
const FIRST_LINES: usize = 3;

/// What papers are made of.
struct Press {
    bank: Bank,
    theme: Theme,
    fonts: Fonts,
}

impl Press {
    fn new() -> Self {
        let mut sources = Sources::default();
        let text = include_str!("../../templates/theme.toml");
        Self {
            bank: bank::load(&Origin::BuiltIn, &mut sources).unwrap(),
            theme: Theme::read(text, sources.add("theme.toml", text)).unwrap(),
            fonts: Fonts::load(None).unwrap(),
        }
    }

    /// A candidate sheet of three questions a level.
    fn flow(&self, seed: &str) -> Flow {
        let streams = Streams::new(seed, "A");
        let keys = streams.keys("draw");
        let ids: BTreeSet<String> = self
            .bank
            .levels
            .iter()
            .flat_map(|level| {
                let mut ids: Vec<&String> = self
                    .bank
                    .questions
                    .values()
                    .filter(|question| question.level == level.id)
                    .map(|question| &question.id)
                    .collect();
                ids.sort_by_key(|id| keys.of(id));
                ids.into_iter().take(3).cloned().collect::<Vec<_>>()
            })
            .collect();
        let words =
            Words { title: "Filling".into(), subtitle: None, instructions: None, date: None, language: "en".into() };
        let section = DrawnSection { ids, ..DrawnSection::default() };
        let paper = paper::assemble(&self.bank, &[section], words, Order::Level, true, &streams);
        let mut sources = Sources::default();
        let text = include_str!("../../templates/words/en.toml");
        let fixed = FixedWords::read(text, sources.add("en.toml", text)).unwrap();
        let sheet =
            Template { name: "candidate.hbs".into(), text: include_str!("../../templates/candidate.hbs").into() };
        template::candidate(&paper::candidate_sheet(&paper), &sheet, &fixed, &mut sources).unwrap()
    }

    fn set(&mut self, flow: &Flow, sheet: PageSize) -> Document {
        lay_out(flow, &self.theme, sheet, &mut self.fonts).unwrap()
    }

    /// The height of each question, with nothing added to its answer spaces; what goes over a page is as high as one.
    fn heights(&mut self, flow: &Flow, sheet: PageSize) -> Vec<f32> {
        let flow = Flow { arrangement: Arrangement::OnePerPage, ..flow.clone() };
        let theme = Theme { room: Room { fill: 0, ..self.theme.room }, ..self.theme.clone() };
        let document = lay_out(&flow, &theme, sheet, &mut self.fonts).unwrap();
        let (_, height) = self.text(sheet);
        let pages: Vec<usize> = document.outline.iter().map(|entry| entry.page).chain([document.pages.len()]).collect();
        let question = |(entry, end): (&Entry, &usize)| {
            if end - entry.page > 1 { height } else { lower_edge(&document.pages[entry.page]) - entry.y }
        };
        document.outline.iter().zip(&pages[1..]).map(question).collect()
    }

    /// Upper edge and height of a sheet's text.
    fn text(&self, sheet: PageSize) -> (f32, f32) {
        let page = self.theme.page;
        (page.margin_top.pt(), sheet.height - page.margin_top.pt() - page.margin_bottom.pt())
    }

    /// Upper edge of a sheet's running foot: the line that ends a paper may hang so far below its text.
    fn foot(&self, sheet: PageSize) -> f32 {
        sheet.height - self.theme.page.foot.pt() - self.theme.text.running.size
    }
}

/// What is printed between the margins, in reading order; notes that a page begins or ends with are furniture.
fn content(page: &Page) -> impl DoubleEndedIterator<Item = &Tagged> {
    page.marks.iter().filter(|tagged| {
        let is_furniture = matches!(tagged.mark, Mark::Glyphs(_)) && tagged.node.is_none();
        !is_furniture && !matches!(tagged.mark, Mark::Fill { .. })
    })
}

/// Upper and lower edge of a mark; of glyphs, about those of their line.
fn upright(mark: &Mark) -> (f32, f32) {
    match mark {
        Mark::Glyphs(run) => (run.at.1 - 0.7 * run.size, run.at.1 + 0.4 * run.size),
        Mark::Line { from, to, .. } => (from.1.min(to.1), from.1.max(to.1)),
        Mark::Frame { at, size, .. } | Mark::Fill { at, size, .. } | Mark::Picture { at, size, .. } => {
            (at.1, at.1 + size.1)
        }
        Mark::Circle { at, radius, .. } => (at.1 - radius, at.1 + radius),
        Mark::Dots { at, size, .. } => (at.1 - size / 2.0, at.1 + size / 2.0),
    }
}

fn lower_edge(page: &Page) -> f32 {
    content(page).map(|tagged| upright(&tagged.mark).1).fold(0.0, f32::max)
}

#[test]
fn pages_are_full_and_nothing_is_torn_from_what_it_belongs_to() {
    let number: usize = std::env::var("EXAMPRESS_PAPERS").map_or(40, |number| number.parse().unwrap());
    let mut press = Press::new();
    let (mut pages, mut filled, mut forced) = (0, 0.0, 0);
    for seed in 0..number {
        let flow = press.flow(&seed.to_string());
        for sheet in SHEETS {
            let document = press.set(&flow, sheet);
            let heights = press.heights(&flow, sheet);
            let place = format!("paper {seed} on {} points", sheet.width);
            let (top, height) = press.text(sheet);
            let left = press.theme.page.margin_left.pt();
            let right = sheet.width - press.theme.page.margin_right.pt();
            for (at, page) in document.pages.iter().enumerate() {
                let place = format!("{place}, page {}", at + 1);
                for tagged in content(page) {
                    let ((from, to), (above, below)) = (sides(&tagged.mark, &press.fonts), upright(&tagged.mark));
                    let closes = tagged.node == Some(NodeId(document.nodes.len() - 1));
                    let bottom = if closes { press.foot(sheet) } else { top + height };
                    let inside = from > left - 0.5 && to < right + 0.5 && above > top - 0.5 && below < bottom + 0.5;
                    assert!(inside, "{place}: {:?}", tagged.mark);
                }
                whole(&document, at, &place);
                if at + 1 < document.pages.len() {
                    let part = (lower_edge(page) - top) / height;
                    pages += 1;
                    filled += part;
                    if part < FILLED {
                        let next = next_question(&document, at + 1, top, &heights, press.theme.item.gap.pt());
                        let room = height * (1.0 - part);
                        assert!(
                            next > room - 2.0,
                            "{place} is filled to {part:.2}, and what comes next needs {:.2}",
                            next / height
                        );
                        forced += 1;
                    }
                }
            }
        }
    }
    let mean = filled / pages as f32;
    assert!(mean > MEAN, "pages are filled to {mean:.3}, {forced} of {pages} to less than {FILLED}");
}

#[test]
fn on_a_paper_of_one_question_a_page_each_starts_one() {
    let mut press = Press::new();
    for seed in ["a", "b", "c"] {
        let flow = Flow { arrangement: Arrangement::OnePerPage, ..press.flow(seed) };
        for sheet in SHEETS {
            let document = press.set(&flow, sheet);
            let (top, _) = press.text(sheet);
            let (first, others) = document.outline.split_first().unwrap();
            assert!(first.page == 0 && first.y > top, "the first stands under the title");
            assert!(others.iter().all(|entry| entry.page > 0 && entry.y - top < 1.0), "{seed}: {others:?}");
            assert!(others.is_sorted_by(|one, other| one.page < other.page), "{seed}: {others:?}");
        }
    }
}

#[test]
fn a_compact_paper_has_fewer_pages_and_tears_nothing() {
    let mut press = Press::new();
    let (mut usual, mut compact) = (0, 0);
    for seed in 0..10 {
        let flow = press.flow(&seed.to_string());
        let pages = press.set(&flow, SHEETS[0]).pages.len();
        let document = press.set(&Flow { arrangement: Arrangement::Compact, ..flow }, SHEETS[0]);
        assert!(document.pages.len() <= pages, "{seed}");
        for at in 0..document.pages.len() {
            whole(&document, at, &format!("compact paper {seed}, page {}", at + 1));
        }
        usual += pages;
        compact += document.pages.len();
    }
    assert!(compact * 10 <= usual * 9, "{compact} pages for {usual}");
}

/// No page ends with a heading or a label, and none begins with an answer whose question stands on another.
fn whole(document: &Document, at: usize, place: &str) {
    let page = &document.pages[at];
    let last = content(page).rev().find_map(|tagged| tagged.node.filter(|_| matches!(tagged.mark, Mark::Glyphs(_))));
    let last = last.map(|node| &document.nodes[node.0].tag);
    assert!(!matches!(last, Some(Tag::Heading(_) | Tag::Label)), "{place} ends with a {last:?}");
    match content(page).next().map(|tagged| &tagged.mark) {
        Some(Mark::Line { .. }) => {
            let before = content(&document.pages[at - 1]).rev();
            let lines = before.take_while(|tagged| matches!(tagged.mark, Mark::Line { .. })).count();
            assert!(lines >= FIRST_LINES, "{place} begins with a line to write on, and {lines} stand before it");
        }
        Some(Mark::Glyphs(_) | Mark::Picture { .. }) => {}
        first => panic!("{place} begins with {first:?}"),
    }
}

/// The height that the question has with which a page begins or goes on.
fn next_question(document: &Document, page: usize, top: f32, heights: &[f32], gap: f32) -> f32 {
    match document.outline.iter().position(|entry| entry.page == page) {
        Some(at) if document.outline[at].y < top + 1.0 => heights[at] + gap,
        Some(at) => document.outline[at].y - top,
        None => lower_edge(&document.pages[page]) - top,
    }
}
