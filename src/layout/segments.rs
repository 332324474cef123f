//! Shaped text to segments for the breaker: between the places where a line may end, and inside what is wider than a line.

use std::ops::Range;

use hypher::Lang;

use super::breaks::{End, Segment};
use super::places::{CODE_SPACE, Place, places, within};

/// The smallest part of a shaped text, in the order it is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// Its bytes; empty for a box.
    pub(super) bytes: Range<usize>,
    /// Its width, points.
    pub(super) advance: f32,
    /// What parley counts it as when it is told how long a line is.
    pub(super) count: u32,
    /// Unicode allows a line to begin here.
    pub(super) may_begin: bool,
    /// It goes on a ligature.
    pub(super) joined: bool,
    /// It is a formula.
    pub(super) is_formula: bool,
    /// Width of the hyphen of its face, points; 0 for none.
    pub(super) hyphen: f32,
}

/// What decides about breaks besides the cells.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    /// Code in the text, in order.
    pub(super) code: &'a [Range<usize>],
    /// For whose syllables words may be hyphenated.
    pub(super) syllables: Option<Lang>,
}

/// Segments, and the first cell after each.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Segments {
    pub(super) segments: Vec<Segment>,
    pub(super) ends: Vec<usize>,
}

/// The segments of a text for lines of this many thousandths of a point.
pub(super) fn segments(cells: &[Cell], reading: &Reading<'_>, width: i64) -> Segments {
    let places = places(cells, reading);
    let mut found = Segments::default();
    let mut start = 0;
    for at in 1..=cells.len() {
        if at < cells.len() && matches!(places[at], Place::Closed(_) | Place::Never) {
            continue;
        }
        let place = places.get(at).copied().unwrap_or(Place::Forced);
        let whole = segment(cells, reading, start..at, place);
        if whole.width + whole.end.hyphen > width {
            for (inside, &place) in places.iter().enumerate().take(at).skip(start + 1) {
                if let Place::Closed(_) = place {
                    found.segments.push(segment(cells, reading, start..inside, place));
                    found.ends.push(inside);
                    start = inside;
                }
            }
        }
        found.segments.push(segment(cells, reading, start..at, place));
        found.ends.push(at);
        start = at;
    }
    found
}

/// The width of the widest segment between the breaks that read well, points.
pub(super) fn least_width(cells: &[Cell], reading: &Reading<'_>) -> f32 {
    let segments = segments(cells, &Reading { syllables: None, ..*reading }, i64::MAX).segments;
    let reads_well = |segment: &Segment| segment.end.forced || segment.end.penalty <= CODE_SPACE;
    let mut widest = 0;
    let mut width = 0;
    for segment in &segments {
        widest = widest.max(width + segment.width + segment.end.hyphen);
        width = if reads_well(segment) { 0 } else { width + segment.width + segment.space };
    }
    widest as f32 / 1000.0
}

/// Thousandths of a point.
pub(super) fn thousandths(points: f32) -> i64 {
    (f64::from(points) * 1000.0).round() as i64
}

/// Whether white space counts as room between words, which justified lines may change.
pub(super) fn is_glue(bytes: &Range<usize>, reading: &Reading<'_>) -> bool {
    matches!(&reading.text[bytes.clone()], " " | "\u{a0}") && !within(reading.code, bytes.start)
}

fn segment(cells: &[Cell], reading: &Reading<'_>, range: Range<usize>, place: Place) -> Segment {
    let all = &cells[range];
    let text = all.len() - all.iter().rev().take_while(|cell| is_space(cell, reading)).count();
    let width = |cells: &[Cell]| thousandths(cells.iter().map(|cell| cell.advance).sum());
    let glue = |cells: &[Cell]| {
        thousandths(cells.iter().filter(|cell| is_glue(&cell.bytes, reading)).map(|cell| cell.advance).sum())
    };
    let last = all.last().map_or("", |cell| &reading.text[cell.bytes.clone()]);
    let end = match place {
        Place::Hyphen(penalty) => End {
            penalty,
            hyphen: all.last().map_or(0, |cell| thousandths(cell.hyphen)),
            hyphenated: true,
            forced: false,
        },
        Place::Open(penalty) | Place::Closed(penalty) => {
            End { penalty, hyphen: 0, hyphenated: matches!(last, "-" | "‐"), forced: false }
        }
        Place::Forced | Place::Never => End { penalty: 0, hyphen: 0, hyphenated: false, forced: true },
    };
    Segment {
        width: width(&all[..text]),
        glue: glue(&all[..text]),
        space: width(&all[text..]),
        space_glue: glue(&all[text..]),
        end,
    }
}

/// White space that vanishes at the end of a line.
pub(super) fn is_space(cell: &Cell, reading: &Reading<'_>) -> bool {
    matches!(&reading.text[cell.bytes.clone()], " " | "\n" | "\t" | "\u{3000}" | "\u{200b}")
}
