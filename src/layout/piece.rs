//! The strip of paper before it is cut into pages: pieces that no break may cut, one under the other.

use super::document::{Mark, NodeId, Tagged};

/// A break here is worse than any other.
pub(super) const NEVER: f32 = 1.0e6;
/// A break here tears apart what should stand together, but is better than no page at all.
pub(super) const TORN: f32 = 400.0;
/// A break here is ugly.
pub(super) const UGLY: f32 = 110.0;
/// A break here cuts room to write in two, which is better than most of a page left empty.
pub(super) const CUT: f32 = 36.0;
/// A break here is a pity.
pub(super) const PITY: f32 = 4.0;

/// A piece of the strip. Marks lie relative to its upper edge and the page's left edge.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Room above it, dropped at the top of a page.
    pub(super) gap: f32,
    /// Its height.
    pub(super) height: f32,
    /// What is printed.
    pub(super) marks: Vec<Tagged>,
    /// Bars that run along it, and through the gap above it where the piece before has them too.
    pub(super) bars: Vec<Bar>,
    /// How bad a page break before it is.
    pub(super) cost: f32,
    /// It starts a page whatever that costs.
    pub(super) starts_page: bool,
    /// The outline entries that lead here.
    pub(super) entries: Vec<usize>,
}

/// A vertical bar beside a piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    /// Its left edge.
    pub(super) x: f32,
    /// Its thickness.
    pub(super) width: f32,
    /// 0 is black, 100 white.
    pub(super) grey: u8,
    /// Tells bars of different blocks apart.
    pub(super) block: usize,
}

/// Pieces as they are added.
#[derive(Debug, Default)]
pub(super) struct Strip {
    pub(super) pieces: Vec<Piece>,
    bars: Vec<Bar>,
    blocks: usize,
    below: f32,
    cost: f32,
    starts_page: bool,
    entries: Vec<usize>,
}

impl Strip {
    /// Asks for room before the next piece; the larger wish wins.
    pub(super) fn space(&mut self, points: f32) {
        self.below = self.below.max(points);
    }

    /// Tells how bad a break before the next piece is; the larger cost wins.
    pub(super) fn cost(&mut self, cost: f32) {
        self.cost = self.cost.max(cost);
    }

    /// Lets the next piece start a page.
    pub(super) fn start_page(&mut self) {
        self.starts_page = true;
    }

    /// Lets an outline entry lead to the next piece.
    pub(super) fn entry(&mut self, entry: usize) {
        self.entries.push(entry);
    }

    /// Starts a bar beside all that follows.
    pub(super) fn open_bar(&mut self, x: f32, width: f32, grey: u8) {
        self.blocks += 1;
        self.bars.push(Bar { x, width, grey, block: self.blocks });
    }

    /// Ends the bar that was started last.
    pub(super) fn close_bar(&mut self) {
        self.bars.pop();
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, height: f32, marks: Vec<Tagged>) {
        self.pieces.push(Piece {
            gap: std::mem::take(&mut self.below),
            height,
            marks,
            bars: self.bars.clone(),
            cost: std::mem::take(&mut self.cost),
            starts_page: std::mem::take(&mut self.starts_page),
            entries: std::mem::take(&mut self.entries),
        });
    }

    /// Adds marks to a piece that is there, at its left upper corner plus `(dx, dy)`, before those it has.
    pub(super) fn add_to(&mut self, piece: usize, node: Option<NodeId>, marks: Vec<Mark>, dx: f32, dy: f32) {
        if let Some(piece) = self.pieces.get_mut(piece) {
            piece.marks.splice(0..0, shifted(node, marks, dx, dy));
        }
    }
}

/// Marks of one element, moved.
pub(super) fn shifted(node: Option<NodeId>, marks: Vec<Mark>, dx: f32, dy: f32) -> Vec<Tagged> {
    marks
        .into_iter()
        .map(|mut mark| {
            mark.shift(dx, dy);
            let is_text = matches!(mark, Mark::Glyphs(_) | Mark::Picture { .. } | Mark::Formula { .. });
            Tagged { node: if is_text { node } else { None }, mark }
        })
        .collect()
}
