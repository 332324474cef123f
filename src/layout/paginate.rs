//! Cuts the strip into pages with the least total badness: how empty pages are, and what breaks tear apart. Each page
//! costs by its empty part, before and after its answer spaces have grown (the last one nothing), each break what its
//! piece says; the best set of breaks is found over the whole paper by dynamic programming, as Plass (1981) does for
//! pages.

use std::ops::Range;

use super::document::{Mark, Page, Tagged};
use super::grow;
use super::piece::{Bar, CUT, Carry, Piece, TORN, shifted};

/// What a page more costs, so that of equally good papers the shorter one is taken.
const PAGE: f32 = 12.0;

/// A page that is emptier than this looks unfinished.
const UNFINISHED: f32 = 0.25;
/// What an unfinished page costs on which there is room for what comes next: more than any break that tears nothing.
const AVOIDABLE: f32 = 300.0;
/// Sums of lengths that differ by less are the same, points.
const SAME: f32 = 0.001;

/// Pages to cut into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paging {
    /// Height of a page's text.
    pub(super) height: f32,
    /// The part of a page's spare room that goes to its answer spaces.
    pub(super) fill: f32,
    /// Factor for what breaks cost that tear nothing apart.
    pub(super) care: f32,
}

impl Paging {
    /// What a break before a piece costs.
    fn tear(&self, piece: &Piece) -> f32 {
        match piece.cost {
            _ if piece.starts_page => 0.0,
            cost if cost < TORN => cost * self.care,
            cost => cost,
        }
    }

    /// How bad a page is of which `filled` is taken and which has answer spaces that may grow by `elastic`, if what
    /// comes next is so high up to where a page may well end. A page that ends in the midst of something should be full.
    fn badness(&self, filled: f32, elastic: f32, next: &Piece, coming: f32) -> f32 {
        let spare = (1.0 - filled / self.height).max(0.0);
        let empty = spare - (elastic / self.height).min(self.fill * spare);
        let unfinished = (empty - UNFINISHED).max(0.0);
        let ends_amidst = if next.cost < CUT { 0.0 } else { 60.0 * empty };
        let avoidable = if unfinished > 0.0 && filled + coming < self.height { AVOIDABLE } else { 0.0 };
        15.0 * spare * spare + 85.0 * empty * empty + 150.0 * unfinished + ends_amidst + avoidable
    }
}

/// Where pieces come to stand: the page and the upper edge of each.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) places: Vec<(usize, f32)>,
    /// The first piece of each page.
    pub(super) starts: Vec<usize>,
}

impl Cut {
    /// The pieces of each page.
    pub(super) fn pages(&self) -> Vec<Range<usize>> {
        let ends = self.starts.iter().skip(1).copied().chain([self.places.len()]);
        self.starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }
}

/// The best way to cut pieces into pages, or the first piece that fits no page.
pub(super) fn cut(pieces: &[Piece], paging: Paging) -> Result<Cut, usize> {
    let height = paging.height;
    if let Some(tall) = pieces.iter().position(|piece| piece.height > height) {
        return Err(tall);
    }
    let count = pieces.len();
    let coming = coming(pieces);
    let mut best: Vec<(f32, usize)> = vec![(f32::INFINITY, 0); count + 1];
    best[0] = (0.0, 0);
    for start in 0..count {
        if best[start].0.is_infinite() {
            continue;
        }
        let so_far = best[start].0 + PAGE + if start > 0 { paging.tear(&pieces[start]) } else { 0.0 };
        let mut filled = if start > 0 { pieces[start].opens(height) } else { 0.0 };
        let mut elastic = 0.0;
        for end in start..count {
            let piece = &pieces[end];
            if end > start && piece.starts_page {
                break;
            }
            if end == start || end + 1 < count || !piece.hangs() {
                filled += piece.height + if end > start { piece.gap } else { 0.0 };
            }
            if filled > height + SAME {
                break;
            }
            let growing = piece
                .growth
                .filter(|growth| growth.grows_at(end))
                .map_or(0.0, |growth| grow::size(pieces, growth.first.max(start)..end + 1));
            let cost = match pieces.get(end + 1) {
                Some(next) if !next.starts_page => {
                    let closed = filled + next.closes();
                    if closed > height + SAME && end > start {
                        f32::INFINITY
                    } else {
                        so_far + paging.badness(closed, elastic + growing, next, coming[end + 1])
                    }
                }
                _ => so_far,
            };
            if cost < best[end + 1].0 {
                best[end + 1] = (cost, start);
            }
            if piece.growth.is_some_and(|growth| growth.last == end) {
                elastic += growing;
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
    Ok(place(pieces, starts, height))
}

/// For each piece, the height from its gap to the next place where a page may well end, be it in room to write.
fn coming(pieces: &[Piece]) -> Vec<f32> {
    let mut coming: Vec<f32> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate().rev() {
        let next = pieces.get(at + 1).filter(|next| !next.starts_page && next.cost > CUT);
        let rest = next.and(coming.last()).map_or(0.0, |rest| *rest);
        coming.push(piece.gap + piece.height + rest);
    }
    coming.reverse();
    coming
}

fn place(pieces: &[Piece], starts: Vec<usize>, height: f32) -> Cut {
    let mut places = Vec::with_capacity(pieces.len());
    let mut page = 0;
    let mut y = 0.0;
    for (at, piece) in pieces.iter().enumerate() {
        if starts.get(page + 1) == Some(&at) {
            page += 1;
            y = piece.opens(height);
        } else if at > 0 {
            y += piece.gap;
        }
        if at + 1 == pieces.len() && piece.hangs() {
            y = y.min(height + piece.hang - piece.height);
        }
        places.push((page, y));
        y += piece.height;
    }
    Cut { places, starts }
}

/// Puts the pieces onto pages whose text begins at `top`.
pub(super) fn fill(pieces: Vec<Piece>, cut: &Cut, top: f32, height: f32) -> Vec<Page> {
    let mut pages = vec![Page::default(); cut.starts.len().max(1)];
    let mut before: Option<(usize, Vec<Bar>)> = None;
    let mut bottom = 0.0;
    for (piece, &(page, y)) in pieces.into_iter().zip(&cut.places) {
        let begins = before.as_ref().is_some_and(|(last, _)| *last != page);
        if begins
            && !piece.starts_page
            && let Some(carry) = &piece.closing
            && bottom + carry.height <= height + SAME
        {
            pages[page - 1].marks.extend(carried(carry, top + bottom));
        }
        if begins && y > 0.0 {
            let mut from = top;
            for carry in &piece.opening {
                pages[page].marks.extend(carried(carry, from));
                from += carry.height;
            }
        }
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
        bottom = y + piece.height;
    }
    pages
}

fn carried(carry: &Carry, y: f32) -> Vec<Tagged> {
    shifted(None, carry.marks.to_vec(), 0.0, y)
}

#[cfg(test)]
mod tests {
    use super::super::piece::{Growth, NEVER, PITY};
    use super::*;

    const PAGING: Paging = Paging { height: 100.0, fill: 0.8, care: 1.0 };

    fn pieces(of: &[(f32, f32)]) -> Vec<Piece> {
        of.iter().map(|&(height, cost)| Piece { height, cost, ..Piece::default() }).collect()
    }

    fn pages(of: &[(f32, f32)]) -> Vec<usize> {
        places(&pieces(of)).iter().map(|(page, _)| *page).collect()
    }

    fn places(pieces: &[Piece]) -> Vec<(usize, f32)> {
        cut(pieces, PAGING).expect("every piece fits").places
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
        assert_eq!(cut(&pieces(&[(10.0, 0.0), (101.0, 0.0)]), PAGING).unwrap_err(), 1);
    }

    #[test]
    fn no_pieces_make_one_empty_page() {
        let cut = cut(&[], PAGING).expect("nothing is too tall");
        assert_eq!(fill(Vec::new(), &cut, 0.0, 100.0).len(), 1);
    }

    #[test]
    fn a_page_that_must_begin_begins() {
        let mut two = pieces(&[(10.0, 0.0), (10.0, 0.0)]);
        two[1].starts_page = true;
        assert_eq!(places(&two), [(0, 0.0), (1, 0.0)]);
    }

    fn carry(height: f32) -> Carry {
        Carry { height, marks: Vec::new().into() }
    }

    #[test]
    fn what_opens_a_page_has_its_room() {
        let mut lines = pieces(&[(40.0, 0.0); 4]);
        for line in &mut lines {
            line.opening = vec![carry(15.0), carry(10.0)];
        }
        assert_eq!(places(&lines), [(0, 0.0), (0, 40.0), (1, 25.0), (2, 25.0)]);
    }

    #[test]
    fn a_piece_that_fills_a_page_alone_opens_it_with_nothing() {
        let mut two = pieces(&[(40.0, 0.0), (100.0, 0.0)]);
        two[1].opening = vec![carry(15.0)];
        assert_eq!(places(&two), [(0, 0.0), (1, 0.0)]);
    }

    #[test]
    fn what_may_hang_below_the_last_page_begins_none() {
        let mut three = pieces(&[(50.0, 0.0), (45.0, 0.0), (12.0, TORN)]);
        three[2].gap = 10.0;
        assert_eq!(places(&three)[2].0, 1);
        three[2].hang = 11.0;
        assert_eq!(places(&three)[2].0, 1, "there is too little room below");
        three[2].hang = 14.0;
        assert_eq!(places(&three)[2], (0, 102.0));
        three[1].height = 20.0;
        assert_eq!(places(&three)[2], (0, 80.0), "where there is room it stands where it would");
    }

    #[test]
    fn what_closes_a_page_has_its_room() {
        let mut lines = pieces(&[(25.0, 0.0); 5]);
        assert_eq!(places(&lines)[3].0, 0);
        lines[4].closing = Some(carry(5.0));
        assert_eq!(places(&lines)[3].0, 1);
    }

    #[test]
    fn an_answer_is_cut_rather_than_a_page_left_unfinished() {
        let question = |first: f32| {
            let mut lines = pieces(&[(first, 0.0), (30.0, 0.0)]);
            let costs = [TORN, TORN, TORN, CUT, TORN, TORN];
            lines.extend(pieces(&costs.map(|cost| (10.0, cost))));
            places(&lines).iter().filter(|(page, _)| *page == 0).count()
        };
        assert_eq!(question(40.0), 5, "three lines stay with what is asked");
        assert_eq!(question(45.0), 1, "the head of the question does not fit");
        assert_eq!(question(80.0), 1, "the page is full enough");
    }

    #[test]
    fn no_answer_is_cut_where_others_can_fill_the_page() {
        let mut lines = pieces(&[(10.0, 0.0); 16]);
        for line in &mut lines[8..] {
            line.cost = CUT;
        }
        for line in &mut lines[2..8] {
            line.growth = Some(Growth { first: 2, last: 7, step: 10.0, numbered: false });
        }
        lines[8].cost = 0.0;
        assert_eq!(places(&lines)[8], (1, 0.0));
    }
}
