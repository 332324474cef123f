//! The running head and foot, stamped when the number of pages is known.

use crate::diagnostic::Diagnostic;
use crate::flow::Flow;
use crate::theme::Side;

use super::document::{Page, PageSize};
use super::items::inline_span;
use super::piece::shifted;
use super::text::{Shaper, baseline};

/// Least room between the texts of a running line, points; a text cut short ends in it with a sign.
const GAP: f32 = 18.0;

/// Adds head and foot to every page; they are artifacts, not content.
pub(super) fn stamp(pages: &mut [Page], flow: &Flow, size: PageSize, mut setter: Shaper<'_>) -> Result<(), Diagnostic> {
    let margins = setter.theme.page;
    let style = setter.theme.text.running;
    let left = margins.margin_left.pt();
    let width = size.width - left - margins.margin_right.pt();
    let head = margins.head.pt() - baseline(style);
    let foot = size.height - margins.foot.pt() - baseline(style);
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        for (running, top) in [(&flow.head, head), (&flow.foot, foot)] {
            let mut taken = 0.0;
            for (text, side) in
                [(&running.right, Side::Right), (&running.centre, Side::Centre), (&running.left, Side::Left)]
            {
                if text.is_empty() {
                    continue;
                }
                let mut shaped = setter.shape(text, style, Some((at + 1, count)));
                let room = if side == Side::Left { width - taken } else { width };
                let mut lines = setter.lines(&mut shaped, room, side)?.into_iter();
                let first = lines.next().unwrap_or_default();
                page.marks.extend(shifted(None, first.marks, left, top));
                if lines.next().is_some() {
                    let span = text.iter().find_map(inline_span);
                    let dots = span.map(|span| setter.sign("…", style, span)).transpose()?.unwrap_or_default();
                    page.marks.extend(shifted(None, dots, left + room, top));
                }
                taken += shaped.widths().1 + GAP;
            }
        }
    }
    Ok(())
}
