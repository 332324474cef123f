//! Cuts the strip into pages with the least total badness: how empty pages are, and what breaks tear apart. Each page
//! costs a hundred times the square of its empty part (the last one nothing), each break what its piece says; the best
//! set of breaks is found over the whole paper by dynamic programming, as Plass (1981) does for pages.

use super::document::{Mark, Page, Tagged};
use super::piece::{Bar, Piece};

/// What a page more costs, so that of equally good papers the shorter one is taken.
const PAGE: f32 = 12.0;

/// Where pieces come to stand: the page and the upper edge of each.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) places: Vec<(usize, f32)>,
    pub(super) pages: usize,
}

/// The best way to cut pieces into pages of this height, or the first piece that fits no page.
pub(super) fn cut(pieces: &[Piece], height: f32) -> Result<Cut, usize> {
    if let Some(tall) = pieces.iter().position(|piece| piece.height > height) {
        return Err(tall);
    }
    let count = pieces.len();
    let mut best: Vec<(f32, usize)> = vec![(f32::INFINITY, 0); count + 1];
    best[0] = (0.0, 0);
    for start in 0..count {
        let so_far =
            best[start].0 + PAGE + if start > 0 && !pieces[start].starts_page { pieces[start].cost } else { 0.0 };
        let mut filled = 0.0;
        for end in start..count {
            let piece = &pieces[end];
            if end > start && piece.starts_page {
                break;
            }
            filled += piece.height + if end > start { piece.gap } else { 0.0 };
            if filled > height {
                break;
            }
            let next = pieces.get(end + 1);
            let empty = 1.0 - filled / height;
            let cost = match next {
                Some(next) if !next.starts_page => so_far + 100.0 * empty * empty,
                _ => so_far,
            };
            if cost < best[end + 1].0 {
                best[end + 1] = (cost, start);
            }
        }
    }
    let mut starts = Vec::new();
    let mut at = count;
    while at > 0 {
        at = best[at].1;
        starts.push(at);
    }
    starts.reverse();
    Ok(place(pieces, &starts))
}

fn place(pieces: &[Piece], starts: &[usize]) -> Cut {
    let mut places = Vec::with_capacity(pieces.len());
    let mut page = 0;
    let mut y = 0.0;
    for (at, piece) in pieces.iter().enumerate() {
        if starts.get(page + 1) == Some(&at) {
            page += 1;
            y = 0.0;
        } else if at > 0 {
            y += piece.gap;
        }
        places.push((page, y));
        y += piece.height;
    }
    Cut { places, pages: starts.len().max(1) }
}

/// Puts the pieces onto pages whose text begins at `top`.
pub(super) fn fill(pieces: Vec<Piece>, cut: &Cut, top: f32) -> Vec<Page> {
    let mut pages = vec![Page::default(); cut.pages];
    let mut before: Option<(usize, Vec<Bar>)> = None;
    for (piece, &(page, y)) in pieces.into_iter().zip(&cut.places) {
        for bar in &piece.bars {
            let goes_on = matches!(&before, Some((last, bars)) if *last == page && bars.contains(bar));
            let gap = if goes_on { piece.gap } else { 0.0 };
            pages[page].marks.push(Tagged {
                node: None,
                mark: Mark::Fill { at: (bar.x, top + y - gap), size: (bar.width, piece.height + gap), grey: bar.grey },
            });
        }
        pages[page].marks.extend(piece.marks.into_iter().map(|mut tagged| {
            tagged.mark.shift(0.0, top + y);
            tagged
        }));
        before = Some((page, piece.bars));
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::super::piece::{NEVER, PITY};
    use super::*;

    fn pieces(of: &[(f32, f32)]) -> Vec<Piece> {
        of.iter().map(|&(height, cost)| Piece { height, cost, ..Piece::default() }).collect()
    }

    fn pages(of: &[(f32, f32)]) -> Vec<usize> {
        let cut = cut(&pieces(of), 100.0).expect("every piece fits");
        cut.places.iter().map(|(page, _)| *page).collect()
    }

    #[test]
    fn a_break_moves_up_to_keep_what_belongs_together() {
        assert_eq!(pages(&[(60.0, 0.0), (30.0, 0.0), (10.0, 0.0), (10.0, NEVER)]), [0, 0, 1, 1]);
    }

    #[test]
    fn a_long_empty_page_is_worse_than_a_small_tear() {
        let lines = [(50.0, 0.0), (20.0, 0.0), (20.0, NEVER), (20.0, PITY), (20.0, PITY)];
        assert_eq!(pages(&lines), [0, 0, 0, 1, 1]);
    }

    #[test]
    fn a_piece_that_fits_no_page_is_named() {
        assert_eq!(cut(&pieces(&[(10.0, 0.0), (101.0, 0.0)]), 100.0).unwrap_err(), 1);
    }

    #[test]
    fn no_pieces_make_one_empty_page() {
        assert_eq!(cut(&[], 100.0).map(|cut| cut.pages), Ok(1));
    }

    #[test]
    fn a_page_that_must_begin_begins() {
        let mut two = pieces(&[(10.0, 0.0), (10.0, 0.0)]);
        two[1].starts_page = true;
        assert_eq!(cut(&two, 100.0).map(|cut| cut.pages), Ok(2));
    }
}
