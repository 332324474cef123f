//! What is stamped onto finished pages when their number is known: the running head and foot, the code, the watermark; and
//! pages that are added so that sheets of paper are full.

use crate::diagnostic::Diagnostic;
use crate::flow::{Flow, Running};
use crate::theme::{Corner, Side, Style, Theme};

use super::document::{Node, NodeId, Page, PageSize, Tag, Tagged};
use super::items::inline_span;
use super::piece::shifted;
use super::qr::{Code, QUIET};
use super::text::{Shaper, baseline};
use super::watermark::watermark;
use super::{LayoutError, unprintable};

/// Least room between the texts of a running line, points; a text cut short ends in it with a sign.
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
        let goes_on = at % 2 == 0 && at + 1 < printed && !flow.stamps.turn.is_empty();
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

/// The three texts of a running line, side by side.
fn running_line(
    running: &Running,
    place: Place,
    style: Style,
    setter: &mut Shaper<'_>,
) -> Result<Vec<Tagged>, Diagnostic> {
    let mut marks = Vec::new();
    let mut taken = place.kept;
    for (text, side) in [(&running.right, Side::Right), (&running.centre, Side::Centre), (&running.left, Side::Left)] {
        if text.is_empty() {
            continue;
        }
        let shaped = setter.shape(text, style, Some(place.page));
        let room = match side {
            Side::Left => place.width - taken,
            Side::Centre => place.width,
            Side::Right => place.width - place.kept,
        };
        let mut lines = setter.lines(&shaped, room, side)?.into_iter();
        let first = lines.next().unwrap_or_default();
        marks.extend(shifted(None, first.marks, place.left, place.top));
        if lines.next().is_some() {
            let span = text.iter().find_map(inline_span);
            let dots = span.map(|span| setter.sign("…", style, span)).transpose()?.unwrap_or_default();
            marks.extend(shifted(None, dots, place.left + room, place.top));
        }
        taken += shaped.widths().1 + GAP;
    }
    Ok(marks)
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
