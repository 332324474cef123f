//! The running head and foot, stamped when the number of pages is known.

use crate::diagnostic::Diagnostic;
use crate::flow::{Flow, Running};
use crate::theme::Side;

use super::document::{Page, PageSize};
use super::piece::shifted;
use super::text::{Shaper, baseline};

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
            let Running { left: l, centre, right } = running;
            for (text, side) in [(l, Side::Left), (centre, Side::Centre), (right, Side::Right)] {
                if text.is_empty() {
                    continue;
                }
                let mut shaped = setter.shape(text, style, Some((at + 1, count)));
                let lines = setter.lines(&mut shaped, width, side)?;
                if let Some(line) = lines.into_iter().next() {
                    page.marks.extend(shifted(None, line.marks, left, top));
                }
            }
        }
    }
    Ok(())
}
