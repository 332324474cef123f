//! How pages are filled: what holds for every paper that can be drawn from the built-in bank, on both sizes of sheet.
//! `EXAMPRESS_PAPERS=500 cargo test filling` looks at so many of each.

use exampress::bank::{self, Bank, Name, Origin};
use exampress::flow::{Arrangement, Flow};
use exampress::fonts::Fonts;
use exampress::layout::{Document, Entry, Mark, Memory, NodeId, Page, PageSize, Tag, Tagged, Typesetter, lay_out};
use exampress::paper::{self, DrawnSection, Furniture, Words};
use exampress::source::Sources;
use exampress::spec::Order;
use exampress::stream::Streams;
use exampress::template::{self, FixedWords, Template};
use exampress::theme::{Room, Theme};

use crate::pages::sides;

pub(crate) const SHEETS: [PageSize; 2] =
    [PageSize { width: 595.28, height: 841.89 }, PageSize { width: 612.0, height: 792.0 }];
/// Least part of a page's height that is filled, unless the next question forces less.
const FILLED: f32 = 0.75;
/// Least mean of that part, last pages aside.
const MEAN: f32 = 0.88;
/// Most pages, in hundredths, that a question forces to be emptier than that, and that it forces to be half empty.
const FORCED: (usize, usize) = (10, 1);
/// Writing lines that stay with their question, and least number that goes over to the next page.
const FIRST_LINES: usize = 3;
/// What an answer begins with, which therefore begins no page.
const ANSWERS: [&str; 9] = [
    "Tick one box",
    "Tick every box",
    "True",
    "Reason:",
    "Explain",
    "Working:",
    "Answer:",
    "Number the boxes",
    "Write the letter",
];

/// What papers are made of.
pub(crate) struct Press {
    bank: Bank,
    pub(crate) theme: Theme,
    pub(crate) fonts: Fonts,
    setter: Typesetter,
}

impl Press {
    fn new() -> Self {
        Self::in_theme("")
    }

    /// The same with looks that differ in what a text states.
    pub(crate) fn in_theme(differences: &str) -> Self {
        let mut sources = Sources::default();
        let text = include_str!("../../templates/theme.toml");
        let usual = (text, sources.add("theme.toml", text));
        let differences = (differences, sources.add("differences.toml", differences));
        let fonts = Fonts::load(None).unwrap();
        Self {
            bank: bank::load(&Origin::BuiltIn, &mut sources).unwrap(),
            theme: Theme::read(usual, &[differences]).unwrap(),
            setter: Typesetter::new(fonts.clone(), Memory::default()),
            fonts,
        }
    }

    /// A candidate sheet of three questions a level, in which each level may be a section of its own.
    fn flow(&self, seed: &str, in_sections: bool) -> Flow {
        let [candidate, _] = self.flows_of(seed, in_sections, Furniture::default());
        candidate
    }

    /// A candidate sheet with its key.
    pub(crate) fn flows(&self, seed: &str, furniture: Furniture) -> [Flow; 2] {
        self.flows_of(seed, false, furniture)
    }

    fn flows_of(&self, seed: &str, in_sections: bool, furniture: Furniture) -> [Flow; 2] {
        let streams = Streams::new(seed, "A");
        let keys = streams.keys("draw");
        let drawn = |level: &Name| {
            let of_level = self.bank.questions.values().filter(|question| question.level == level.id);
            let mut ids: Vec<String> = of_level.map(|question| question.id.clone()).collect();
            ids.sort_by_key(|id| keys.of(id));
            let title = in_sections.then(|| level.name.clone());
            DrawnSection { title, ids: ids.into_iter().take(3).collect(), ..DrawnSection::default() }
        };
        let sections: Vec<DrawnSection> = self.bank.levels.iter().map(drawn).collect();
        let words = Words { title: "Filling".into(), language: "en".into(), furniture, ..Words::default() };
        let order = if in_sections { Order::Section } else { Order::Level };
        let paper = paper::assemble(&self.bank, &sections, words, order, true, &streams);
        let mut sources = Sources::default();
        let text = include_str!("../../templates/words/en.toml");
        let fixed = FixedWords::read(text, sources.add("en.toml", text)).unwrap();
        let sheet = Template::new("candidate.hbs", include_str!("../../templates/candidate.hbs"));
        let candidate = template::candidate(&paper::candidate_sheet(&paper), &sheet, &fixed, &mut sources).unwrap();
        let sheet = Template::new("key.hbs", include_str!("../../templates/key.hbs"));
        let key = template::key(&paper::key_sheet(&paper, &self.bank), &sheet, &fixed, &mut sources).unwrap();
        [candidate, key]
    }

    pub(crate) fn set(&mut self, flow: &Flow, sheet: PageSize) -> Document {
        lay_out(flow, &self.theme, sheet, &mut self.setter).unwrap()
    }

    /// The height of each question up to the first place where a page may end, with nothing added to its answer spaces; what
    /// goes over a page is as high as one.
    fn heads(&mut self, flow: &Flow, sheet: PageSize) -> Vec<f32> {
        let flow = Flow { arrangement: Arrangement::OnePerPage, ..flow.clone() };
        let theme = Theme { room: Room { fill: 0, ..self.theme.room }, ..self.theme.clone() };
        let document = lay_out(&flow, &theme, sheet, &mut self.setter).unwrap();
        let (top, height) = self.text(sheet);
        let questions: Vec<&Entry> = document.outline.iter().filter(|entry| is_question(entry)).collect();
        let pages = questions.iter().skip(1).map(|entry| entry.page).chain([document.pages.len()]);
        let head = |(entry, end): (&&Entry, usize)| {
            let page = &document.pages[entry.page];
            // A heading above it belongs to it; above the first one stands the title.
            let from = if entry.page > 0 { top } else { entry.y };
            let whole = if end - entry.page > 1 { height } else { lower_edge(page) - from };
            self.breaks(&document, page).map(|y| y - from).fold(whole, f32::min)
        };
        questions.iter().zip(pages).map(head).collect()
    }

    /// Where a page may end in the midst of the question on this one: among its writing lines, and between its parts.
    fn breaks(&self, document: &Document, page: &Page) -> impl Iterator<Item = f32> {
        let lines = |tagged: &Tagged| match tagged.mark {
            Mark::Line { from, to, grey, .. } => (from.1 - to.1).abs() < 0.01 && grey == self.theme.room.grey,
            _ => false,
        };
        let marks: Vec<&Tagged> = content(page).collect();
        let rooms = marks.chunk_by(|one, other| lines(one) == lines(other)).filter(|marks| lines(marks[0]));
        let in_rooms = rooms.filter(|lines| lines.len() >= 2 * FIRST_LINES).map(|lines| &lines[FIRST_LINES - 1].mark);
        let parts = marks.iter().filter(|tagged| {
            tagged.node.is_some_and(|node| document.nodes[node.0].tag == Tag::Label) && said(&tagged.mark) == "(b)"
        });
        let gap = self.theme.text.body.above;
        let breaks: Vec<f32> =
            in_rooms.map(|mark| upright(mark).1).chain(parts.map(|tagged| upright(&tagged.mark).0 - gap)).collect();
        breaks.into_iter()
    }

    /// Upper edge and height of a sheet's text.
    pub(crate) fn text(&self, sheet: PageSize) -> (f32, f32) {
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
        let is_text = matches!(tagged.mark, Mark::Glyphs(_) | Mark::Slanted { .. } | Mark::Cells { .. });
        let is_furniture = is_text && tagged.node.is_none();
        !is_furniture && !matches!(tagged.mark, Mark::Fill { .. })
    })
}

/// Upper and lower edge of a mark; of glyphs, about those of their line.
pub(crate) fn upright(mark: &Mark) -> (f32, f32) {
    match mark {
        Mark::Glyphs(run) | Mark::Slanted { run, .. } => (run.at.1 - 0.7 * run.size, run.at.1 + 0.4 * run.size),
        Mark::Line { from, to, .. } => (from.1.min(to.1), from.1.max(to.1)),
        Mark::Frame { at, size, .. } | Mark::Fill { at, size, .. } | Mark::Picture { at, size, .. } => {
            (at.1, at.1 + size.1)
        }
        Mark::Cells { at, side, rectangles } => {
            (at.1, at.1 + side * f32::from(rectangles.iter().map(|edges| edges[3]).max().unwrap()))
        }
        Mark::Circle { at, radius, .. } => (at.1 - radius, at.1 + radius),
        Mark::Dots { at, size, .. } => (at.1 - size / 2.0, at.1 + size / 2.0),
        Mark::Outline { at, .. } => (at.1, at.1),
        Mark::Formula { .. } => {
            let parts = mark.parts();
            let ends = parts.iter().map(upright);
            ends.fold((f32::MAX, f32::MIN), |all, one| (all.0.min(one.0), all.1.max(one.1)))
        }
    }
}

fn lower_edge(page: &Page) -> f32 {
    content(page).map(|tagged| upright(&tagged.mark).1).fold(0.0, f32::max)
}

/// How full the pages of many papers are.
#[derive(Default)]
struct Tally {
    pages: usize,
    filled: f32,
    forced: usize,
    half_empty: usize,
}

#[test]
fn pages_are_full_and_nothing_is_torn_from_what_it_belongs_to() {
    let number: usize = std::env::var("EXAMPRESS_PAPERS").map_or(40, |number| number.parse().unwrap());
    let mut press = Press::new();
    let mut tally = Tally::default();
    for seed in 0..number {
        let flow = press.flow(&seed.to_string(), seed % 2 == 1);
        for sheet in SHEETS {
            let document = press.set(&flow, sheet);
            let place = format!("paper {seed} on {} points", sheet.width);
            for (at, page) in document.pages.iter().enumerate() {
                let place = format!("{place}, page {}", at + 1);
                inside_margins(&press, &document, page, sheet, &place);
                apart(&press, page, &place);
                whole(&document, at, &place);
            }
            full(&mut press, &flow, &document, sheet, &place, &mut tally);
        }
    }
    let Tally { pages, filled, forced, half_empty } = tally;
    let mean = filled / pages as f32;
    let told = format!("{pages} pages are filled to {mean:.3}, {forced} to less than {FILLED}, {half_empty} to half");
    assert!(mean > MEAN && forced * 100 <= pages * FORCED.0 && half_empty * 100 <= pages * FORCED.1, "{told}");
}

fn inside_margins(press: &Press, document: &Document, page: &Page, sheet: PageSize, place: &str) {
    let (top, height) = press.text(sheet);
    let left = press.theme.page.margin_left.pt();
    let right = sheet.width - press.theme.page.margin_right.pt();
    for tagged in content(page) {
        let ((from, to), (above, below)) = (sides(&tagged.mark, &press.fonts), upright(&tagged.mark));
        let closes = tagged.node == Some(NodeId(document.nodes.len() - 1));
        let bottom = if closes { press.foot(sheet) } else { top + height };
        let inside = from > left - 0.5 && to < right + 0.5 && above > top - 0.5 && below < bottom + 0.5;
        assert!(inside, "{place}: {:?}", tagged.mark);
    }
}

/// No line of text is so long that it runs into what stands beside it.
fn apart(press: &Press, page: &Page, place: &str) {
    let mut runs: Vec<(f32, (f32, f32), &Mark)> = content(page)
        .filter_map(|tagged| match &tagged.mark {
            Mark::Glyphs(run) => Some((run.at.1, sides(&tagged.mark, &press.fonts), &tagged.mark)),
            _ => None,
        })
        .collect();
    runs.sort_by(|one, other| (one.0, one.1.0).partial_cmp(&(other.0, other.1.0)).unwrap());
    for pair in runs.windows(2) {
        let [(one_y, (_, end), one), (other_y, (start, _), other)] = pair else { continue };
        let overlap = (one_y - other_y).abs() < 0.01 && end - start > 0.5;
        assert!(!overlap, "{place}: {} runs into {}", said(one), said(other));
    }
}

/// Pages but the last are filled, unless what comes next does not fit up to the first place where a page may end.
fn full(press: &mut Press, flow: &Flow, document: &Document, sheet: PageSize, place: &str, tally: &mut Tally) {
    let heads = press.heads(flow, sheet);
    let (top, height) = press.text(sheet);
    for (at, page) in document.pages.iter().enumerate().take(document.pages.len() - 1) {
        let part = (lower_edge(page) - top) / height;
        tally.pages += 1;
        tally.filled += part;
        if part < FILLED {
            let next = next_head(document, at + 1, top, &heads, press.theme.item.gap.pt());
            let room = height * (1.0 - part);
            assert!(
                next > room - 2.0,
                "{place}, page {} is filled to {part:.2}, and what comes next needs {:.2}",
                at + 1,
                next / height
            );
            tally.forced += 1;
            tally.half_empty += usize::from(part < 0.5);
        }
    }
}

#[test]
fn on_a_paper_of_one_question_a_page_each_starts_one() {
    let mut press = Press::new();
    for seed in ["a", "b", "c"] {
        let flow = Flow { arrangement: Arrangement::OnePerPage, ..press.flow(seed, false) };
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
        let flow = press.flow(&seed.to_string(), false);
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
pub(crate) fn whole(document: &Document, at: usize, place: &str) {
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
        Some(mark @ Mark::Glyphs(_)) => {
            let begins = ANSWERS.iter().find(|answer| said(mark).starts_with(**answer));
            assert!(begins.is_none(), "{place} begins with the answer to what stands before it: {begins:?}");
        }
        Some(Mark::Picture { .. }) => {}
        first => panic!("{place} begins with {first:?}"),
    }
}

/// The height up to its first break of what a page begins with: a question with the headings over it, or the rest of one.
fn next_head(document: &Document, page: usize, top: f32, heads: &[f32], gap: f32) -> f32 {
    let questions = document.outline.iter().filter(|entry| is_question(entry));
    let first = questions.enumerate().find(|(_, entry)| entry.page == page);
    let begins = document.outline.iter().find(|entry| entry.page == page);
    match (first, begins) {
        (Some((at, _)), Some(entry)) if entry.y < top + 1.0 => heads[at] + gap,
        (_, Some(entry)) => entry.y - top,
        (_, None) => lower_edge(&document.pages[page]) - top,
    }
}

/// Whether an entry leads to a question, not to a heading.
fn is_question(entry: &Entry) -> bool {
    entry.title.starts_with(|first: char| first.is_ascii_digit())
}

/// The words of a mark.
fn said(mark: &Mark) -> String {
    match mark {
        Mark::Glyphs(run) => run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect(),
        _ => String::new(),
    }
}
