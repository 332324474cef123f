//! The strip of paper before it is cut into pages: pieces that no break may cut, one under the other. Costs are on the
//! scale of `paginate`, where a page that is left empty costs about a hundred and a half empty one about forty.

use std::sync::Arc;

use super::document::{Mark, NodeId, Tagged};

/// A break here is worse than any other.
pub(super) const NEVER: f32 = 1.0e6;
/// A break here tears apart what should stand together, but is better than no page at all.
pub(super) const TORN: f32 = 400.0;
/// A break here is ugly: in a paragraph, in code, in a table.
pub(super) const UGLY: f32 = 140.0;
/// A break here parts what is asked from what is asked: the text of a question between two of its paragraphs.
pub(super) const PARTED: f32 = 130.0;
/// A break here cuts room to write in two, which is better than most of a page left empty.
pub(super) const CUT: f32 = 50.0;
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
    /// What is printed above it where a page begins with it.
    pub(super) opening: Vec<Carry>,
    /// The label of the innermost block it belongs to is among them.
    pub(super) labelled: bool,
    /// What is printed at the foot of the page before where a page begins with it.
    pub(super) closing: Option<Carry>,
    /// Height below the text of a page into which it may hang if it is the last one.
    pub(super) hang: f32,
    /// It is a part of room to write that may grow.
    pub(super) growth: Option<Growth>,
    /// What else is printed in each step by which it grows, relative to the step's upper edge and the page's left edge.
    pub(super) steps: Vec<Vec<Tagged>>,
}

impl Piece {
    /// Height of what stands above it where it begins a page of this height; on a page that it fills alone, nothing does.
    pub(super) fn opens(&self, page: f32) -> f32 {
        let height: f32 = self.opening.iter().map(|carry| carry.height).sum();
        if height + self.height > page { 0.0 } else { height }
    }

    /// Whether there is room for it below the text of the last page, so that it needs none of the page's.
    pub(super) fn hangs(&self) -> bool {
        self.hang >= self.height
    }

    /// Height of what stands at the foot of the page before where it begins a page.
    pub(super) fn closes(&self) -> f32 {
        self.closing.as_ref().map_or(0.0, |carry| carry.height)
    }
}

/// Something printed only where a page break falls; no content, but furniture.
#[derive(Debug, Clone)]
pub(super) struct Carry {
    /// Its height, with the room to what stands next to it.
    pub(super) height: f32,
    /// What is printed, relative to its upper edge and the page's left edge.
    pub(super) marks: Arc<[Mark]>,
}

/// How room to write may grow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    /// The piece it begins with.
    pub(super) first: usize,
    /// The piece it ends with.
    pub(super) last: usize,
    /// It grows by whole steps of this height.
    pub(super) step: f32,
    /// Its steps are numbered, so that it can grow at its end only.
    pub(super) numbered: bool,
}

impl Growth {
    /// Whether it may grow where the page that ends with this piece holds a part of it.
    pub(super) fn grows_at(&self, piece: usize) -> bool {
        piece == self.last || !self.numbered
    }
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
    /// Ugly breaks are no more than a pity here.
    pub(super) relaxed: bool,
}

impl Strip {
    /// Asks for room before the next piece; the larger wish wins.
    pub(super) fn space(&mut self, points: f32) {
        self.below = self.below.max(points);
    }

    /// Takes back what was asked for before the next piece.
    pub(super) fn clear_space(&mut self) {
        self.below = 0.0;
    }

    /// Tells how bad a break before the next piece is; the larger cost wins.
    pub(super) fn cost(&mut self, cost: f32) {
        let cost = if self.relaxed && cost == UGLY { PITY * 1.75 } else { cost };
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
            ..Piece::default()
        });
    }

    /// Lets the last piece hang below the text where it ends the paper.
    pub(super) fn hangs(&mut self, height: f32) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.hang = height;
        }
    }

    /// Lets the room that begins with the piece `first` and ends with the last one grow by whole steps.
    pub(super) fn grows(&mut self, first: usize, step: f32) {
        let last = self.pieces.len() - 1;
        let numbered = !self.pieces[last].steps.is_empty();
        for piece in &mut self.pieces[first..] {
            piece.growth = Some(Growth { first, last, step, numbered });
        }
    }

    /// Tells what is printed in each step by which the last piece may grow.
    pub(super) fn steps(&mut self, steps: Vec<Vec<Tagged>>) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.steps = steps;
        }
    }

    /// Adds marks to a piece that is there, at its left upper corner plus `(dx, dy)`, before those it has.
    pub(super) fn add_to(&mut self, piece: usize, node: Option<NodeId>, marks: Vec<Mark>, dx: f32, dy: f32) {
        if let Some(piece) = self.pieces.get_mut(piece) {
            piece.marks.splice(0..0, shifted(node, marks, dx, dy));
        }
    }
}

/// Lowers boxes for scores that would stand out above their piece to its upper edge, and tells how far down they go.
pub(super) fn boxes_inside(marks: &mut [Tagged]) -> f32 {
    let lower_edges = marks.iter_mut().filter_map(|tagged| match &mut tagged.mark {
        Mark::Frame { at, size, width, .. } => {
            at.1 = at.1.max(*width / 2.0);
            Some(at.1 + size.1 + *width / 2.0)
        }
        _ => None,
    });
    lower_edges.fold(0.0, f32::max)
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
