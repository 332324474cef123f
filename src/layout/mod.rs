//! Decides where everything stands. It does not know what an exam is: it gets a [`Flow`] of headings, paragraphs,
//! labelled blocks and room to write, and gives a [`Document`] of pages with placed marks.
//!
//! Text is shaped (`shape`), and each paragraph gets the lines with the least demerits (`breaks`) between the places where
//! one may end (`places`). Blocks are measured once into pieces that no page break may cut (`measure`, `items`, `code`,
//! `table`, `room`, `front`), one under the other on an endless strip; with them goes what a page that begins or ends there
//! says besides (`carry`). The strip is cut into pages with the least total badness (`paginate`), and what room is left on a
//! page goes to its answer spaces (`grow`). Last, when the number of pages is known, the running head and foot, the code
//! (`qr`) and the watermark are stamped. Nothing is laid out twice.

mod beside;
mod bonds;
mod brackets;
mod breaks;
mod brief;
mod carry;
mod code;
mod columns;
mod document;
mod dots;
mod form;
mod formula;
mod front;
mod furniture;
mod grow;
mod items;
mod lines;
mod matching;
mod measure;
mod memo;
mod paginate;
mod piece;
mod places;
mod plot;
mod qr;
mod reasons;
mod ribbon;
mod room;
mod segments;
mod shape;
mod table;
mod text;
mod watermark;

pub use document::{Document, Entry, Glyph, Glyphs, Mark, Node, NodeId, Page, PageSize, Tag, Tagged};
pub use memo::{Memory, Typesetter};

use crate::diagnostic::Diagnostic;
use crate::flow::{Arrangement, Flow};
use crate::theme::Theme;
use measure::Measurer;
use paginate::Paging;
use text::Shaper;

/// Why a paper cannot be laid out.
#[derive(Debug)]
pub enum LayoutError {
    /// Something in a text cannot be printed; the place is that of the text.
    Unprintable(Box<Diagnostic>),
    /// A family of the theme is in no font file.
    NoFamily {
        /// Its name.
        family: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The margins leave no room for text.
    NoRoom,
    /// The code of the page is, with the empty paper around it, higher than the margin it stands in.
    CodeTooLarge {
        /// Its height with that paper, points.
        height: f32,
        /// The margin's height, points.
        margin: f32,
    },
    /// A block is taller than a page; the text names it.
    TooTall(String),
}

/// Least width of text in points: narrower columns cannot hold a word.
const LEAST_WIDTH: f32 = 120.0;

/// Gaps of a compact paper against the usual ones.
const COMPACT_GAPS: f32 = 0.6;
/// What breaks cost on a compact paper that tear nothing apart, against the usual.
const COMPACT_CARE: f32 = 0.1;

/// Lays out a flow on pages of one size.
pub fn lay_out(flow: &Flow, theme: &Theme, size: PageSize, setter: &mut Typesetter) -> Result<Document, LayoutError> {
    let mut theme = theme.scaled(f32::from(flow.scale) / 100.0);
    let compact = flow.arrangement == Arrangement::Compact;
    if compact {
        theme = theme.closer(COMPACT_GAPS);
    }
    let theme = &theme;
    let faces = &theme.faces;
    for family in [&faces.serif, &faces.sans, &faces.mono].into_iter().chain(&faces.fallback) {
        let known = setter.fonts.families();
        if !known.contains(family) {
            return Err(LayoutError::NoFamily { family: family.clone(), known: known.to_vec() });
        }
    }
    let page = &theme.page;
    let width = size.width - page.margin_left.pt() - page.margin_right.pt();
    let height = size.height - page.margin_top.pt() - page.margin_bottom.pt();
    let paging = Paging {
        height,
        fill: if compact { 0.0 } else { f32::from(theme.room.fill) / 100.0 },
        care: if compact { COMPACT_CARE } else { 1.0 },
    };
    let small = theme.scaled(theme.key.small);
    let mut measurer = Measurer::new(Shaper::new(setter, theme, &flow.language), flow, &small, height);
    if width - theme.item.label.pt() - measurer.aside_width() < LEAST_WIDTH || height < LEAST_WIDTH {
        return Err(LayoutError::NoRoom);
    }
    measurer.document(&flow.blocks, page.margin_left.pt(), width).map_err(unprintable)?;
    let Measurer { shaper, mut strip, mut nodes, mut outline, turned, .. } = measurer;
    formula::tag(&mut strip.pieces, &mut nodes);
    let mut cut = paginate::cut(&strip.pieces, paging)
        .map_err(|piece| LayoutError::TooTall(measure::words(&strip.pieces[piece])))?;
    grow::grow(&mut strip.pieces, &mut cut, paging);
    for (piece, &(page_number, y)) in strip.pieces.iter().zip(&cut.places) {
        for &entry in &piece.entries {
            outline[entry].page = page_number;
            outline[entry].y = page.margin_top.pt() + y;
        }
    }
    let mut pages = paginate::fill(strip.pieces, &cut, page.margin_top.pt(), height);
    furniture::stamp(&mut pages, &mut nodes, flow, size, shaper)?;
    Ok(Document { title: flow.title.clone(), language: flow.language.clone(), size, pages, nodes, outline, turned })
}

fn unprintable(problem: Diagnostic) -> LayoutError {
    LayoutError::Unprintable(Box::new(problem))
}
