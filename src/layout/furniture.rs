//! What is stamped onto finished pages when their number is known: the running head and foot, the code, the watermark; and
//! pages that are added so that sheets of paper are full.

use crate::diagnostic::Diagnostic;
use crate::flow::{Flow, Inline, Running, Text, TextStyle};
use crate::theme::{Corner, Side, Style, Theme};

use super::document::{Node, NodeId, Page, PageSize, Tag, Tagged};
use super::items::inline_span;
use super::piece::shifted;
use super::qr::{Code, QUIET};
use super::text::{Shaper, baseline};
use super::watermark::watermark;
use super::{LayoutError, unprintable};

/// Least room between the texts of a running line, points.
const GAP: f32 = 18.0;
/// Where an added page says that it is one, against the height of the page.
const NOTICE: f32 = 0.4;

/// Adds head, foot, code and watermark to every page; they are artifacts, not content.
pub(super) fn stamp(
    pages: &mut Vec<Page>,
    nodes: &mut Vec<Node>,
    flow: &Flow,
    size: PageSize,
    mut setter: Shaper<'_>,
) -> Result<(), LayoutError> {
    let margins = setter.theme.page;
    let style = setter.theme.text.running;
    let head = margins.head.pt() - baseline(style);
    let foot = size.height - margins.foot.pt() - baseline(style);
    let printed = pages.len();
    fill_sheet(pages, nodes, flow, size, &mut setter).map_err(unprintable)?;
    let watermark = if flow.stamps.watermark.is_empty() {
        Vec::new()
    } else {
        let marks = watermark(&flow.stamps.watermark, size, &mut setter).map_err(unprintable)?;
        shifted(None, marks, 0.0, 0.0)
    };
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        let mut code = CornerCode::default();
        if setter.theme.qr.on {
            code = CornerCode::new(&format!("{} {}", flow.stamps.code, at + 1), setter.theme, size)?;
        }
        let has_back = at % 2 == 0 && flow.stamps.pages_a_sheet > 1;
        let goes_on = has_back && at + 1 < printed && !flow.stamps.turn.is_empty();
        let turn = Running { centre: flow.stamps.turn.clone(), ..flow.foot.clone() };
        let under = if goes_on { &turn } else { &flow.foot };
        page.marks.splice(0..0, watermark.iter().cloned());
        for (running, top, corner) in [(&flow.head, head, Corner::UpperRight), (under, foot, Corner::LowerRight)] {
            let line = Place {
                left: margins.margin_left.pt(),
                width: size.width - margins.margin_left.pt() - margins.margin_right.pt(),
                kept: if setter.theme.qr.corner == corner { code.kept } else { 0.0 },
                top,
                page: (at + 1, count),
            };
            page.marks.extend(running_line(running, line, style, &mut setter).map_err(unprintable)?);
        }
        page.marks.extend(code.marks);
    }
    Ok(())
}

/// Adds pages until the last sheet of paper is full, each with the words for such pages in its upper half.
fn fill_sheet(
    pages: &mut Vec<Page>,
    nodes: &mut Vec<Node>,
    flow: &Flow,
    size: PageSize,
    setter: &mut Shaper<'_>,
) -> Result<(), Diagnostic> {
    let margins = setter.theme.page;
    let style = Style { align: Side::Centre, ..setter.theme.text.closing };
    let left = margins.margin_left.pt();
    while !pages.len().is_multiple_of(flow.stamps.pages_a_sheet.max(1)) {
        let lines = setter.paragraph(&flow.stamps.blank, style, size.width - left - margins.margin_right.pt())?;
        nodes.push(Node { tag: Tag::Paragraph, parent: None });
        let node = Some(NodeId(nodes.len() - 1));
        let mut page = Page::default();
        for (at, line) in lines.into_iter().enumerate() {
            let top = size.height * NOTICE + at as f32 * style.leading;
            page.marks.extend(shifted(node, line.marks, left, top));
        }
        pages.push(page);
    }
    Ok(())
}

/// Where a running line stands.
#[derive(Clone, Copy)]
struct Place {
    left: f32,
    width: f32,
    /// Width at its right that the code keeps for itself.
    kept: f32,
    top: f32,
    /// The number of its page and that of all pages.
    page: (usize, usize),
}

/// The three texts of a running line, side by side; one that has too little room ends in a sign.
fn running_line(
    running: &Running,
    place: Place,
    style: Style,
    setter: &mut Shaper<'_>,
) -> Result<Vec<Tagged>, Diagnostic> {
    let texts = [&running.left, &running.centre, &running.right];
    let mut shaped = texts.map(|text| (!text.is_empty()).then(|| setter.shape(text, style, Some(place.page))));
    let needs = shaped.each_ref().map(|shaped| shaped.as_ref().map_or(0.0, |shaped| shaped.widths().1.ceil()));
    let rooms = rooms(needs, place.width, place.kept);
    let lefts = [0.0, (place.width - rooms[1]) / 2.0, place.width - place.kept - rooms[2]];
    let mut marks = Vec::new();
    for (at, side) in [Side::Left, Side::Centre, Side::Right].into_iter().enumerate() {
        let Some(shaped) = &mut shaped[at] else { continue };
        let x = place.left + lefts[at];
        let mut room = rooms[at];
        if needs[at] > room
            && let Some(span) = texts[at].iter().find_map(inline_span)
        {
            let sign = [Inline::Text(Text { text: "…".to_owned(), style: TextStyle::default(), span })];
            let mut sign = setter.shape(&sign, style, None);
            room = (room - sign.widths().1).max(0.0);
            let dots = setter.lines(&mut sign, f32::MAX, Side::Left)?.into_iter().flat_map(|line| line.marks);
            marks.extend(shifted(None, dots.collect(), x + room, place.top));
        }
        let first = setter.lines(shaped, room, side)?.into_iter().next().unwrap_or_default();
        marks.extend(shifted(None, first.marks, x, place.top));
    }
    Ok(marks)
}

/// The room for each of the texts at the left, in the middle and at the right of a line, from the widths they need; one that
/// is not there needs none. The code keeps some of the line's width at its right.
///
/// The middle one stands in the middle whatever is beside it. It gives way to the others down to half of the line, as the
/// right one does where there is none in the middle.
fn rooms([left, centre, right]: [f32; 3], width: f32, kept: f32) -> [f32; 3] {
    let with_gap = |need: f32| if need > 0.0 { need + GAP } else { 0.0 };
    if centre > 0.0 {
        let beside = with_gap(left).max(with_gap(right) + kept);
        let room = (width - 2.0 * beside).max(width / 2.0).min(width - 2.0 * kept);
        let side = ((width - centre.min(room)) / 2.0 - GAP).max(0.0);
        [side, room, (side - kept).max(0.0)]
    } else {
        let room = width - kept - with_gap(left).min(width / 2.0);
        [width - kept - with_gap(right.min(room)), 0.0, room]
    }
}

/// The code of a page, in its corner.
#[derive(Default)]
struct CornerCode {
    marks: Vec<Tagged>,
    /// Width that it keeps clear of text, from the right margin.
    kept: f32,
}

impl CornerCode {
    /// Its right edge stands on the right margin, and the empty paper around it touches the text.
    fn new(text: &str, theme: &Theme, page: PageSize) -> Result<Self, LayoutError> {
        let code = Code::of(text);
        let side = theme.qr.size.pt();
        let quiet = QUIET * side / code.modules as f32;
        let (margin, top) = match theme.qr.corner {
            Corner::UpperRight => (theme.page.margin_top.pt(), theme.page.margin_top.pt() - quiet - side),
            Corner::LowerRight => (theme.page.margin_bottom.pt(), page.height - theme.page.margin_bottom.pt() + quiet),
        };
        let height = side + 2.0 * quiet;
        if height > margin {
            return Err(LayoutError::CodeTooLarge { height, margin });
        }
        let left = page.width - theme.page.margin_right.pt() - side;
        Ok(Self { marks: shifted(None, vec![code.mark((left, top), side)], 0.0, 0.0), kept: side + 1.5 * quiet })
    }
}

#[cfg(test)]
mod tests {
    fn rooms(texts: [f32; 3], width: f32, kept: f32) -> [i32; 3] {
        super::rooms(texts, width, kept).map(|room| room.round() as i32)
    }

    #[test]
    fn texts_beside_the_middle_one_end_before_it() {
        assert_eq!(rooms([300.0, 100.0, 50.0], 500.0, 0.0), [182, 250, 182]);
        assert_eq!(rooms([300.0, 100.0, 50.0], 500.0, 40.0), [182, 250, 142]);
        assert_eq!(rooms([0.0, 900.0, 0.0], 500.0, 40.0)[1], 420);
        assert_eq!(rooms([50.0, 300.0, 20.0], 500.0, 0.0), [82, 364, 82]);
        assert_eq!(rooms([900.0, 900.0, 900.0], 500.0, 0.0), [107, 250, 107]);
    }

    #[test]
    fn without_a_middle_one_the_left_text_has_what_the_right_one_leaves() {
        assert_eq!(rooms([300.0, 0.0, 100.0], 500.0, 0.0), [382, 0, 250]);
        assert_eq!(rooms([900.0, 0.0, 900.0], 500.0, 40.0), [232, 0, 210]);
        assert_eq!(rooms([300.0, 0.0, 0.0], 500.0, 40.0)[0], 460);
    }
}
