//! Where the pages of a document stand: each on a side of its own, or two to a side in the order of a booklet.

use crate::layout::{Document, PageSize};

/// The sides of all sheets.
#[derive(Debug, PartialEq)]
pub(super) struct Sides {
    /// How many there are.
    pub(super) count: usize,
    /// The size of each.
    pub(super) size: PageSize,
    /// Where each page stands, in reading order.
    pub(super) places: Vec<Place>,
}

/// The place of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// The side it is on.
    pub(super) side: usize,
    /// Its left edge there.
    pub(super) x: f32,
}

impl Sides {
    /// A side for each page.
    pub(super) fn single(document: &Document) -> Self {
        let count = document.pages.len();
        Self { count, size: document.size, places: (0..count).map(|side| Place { side, x: 0.0 }).collect() }
    }

    /// Sheets of twice the width, stapled through the fold: the first side holds the last and the first page, its back
    /// the second and the last but one. Where the number of pages is no multiple of four, pages at the end stay empty.
    pub(super) fn booklet(document: &Document) -> Self {
        Self::booklets(document, &[document.pages.len()])
    }

    /// The same for several booklets, one behind the other, that have so many pages each.
    pub(super) fn booklets(document: &Document, parts: &[usize]) -> Self {
        let PageSize { width, height } = document.size;
        let mut sides = Self { count: 0, size: PageSize { width: 2.0 * width, height }, places: Vec::new() };
        for &part in parts {
            let (first, pages) = (sides.count, part.next_multiple_of(4));
            sides.places.extend((0..part).map(|page| {
                let from_front = page < pages / 2;
                let side = if from_front { page } else { pages - 1 - page };
                let is_right = side.is_multiple_of(2) == from_front;
                Place { side: first + side, x: if is_right { width } else { 0.0 } }
            }));
            sides.count += pages / 2;
        }
        sides
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Page;

    /// For each side the numbers of its pages, left and right.
    fn spreads(pages: usize) -> Vec<[Option<usize>; 2]> {
        spreads_of(&[pages])
    }

    fn spreads_of(parts: &[usize]) -> Vec<[Option<usize>; 2]> {
        let document = Document {
            title: String::new(),
            language: String::new(),
            size: PageSize { width: 100.0, height: 150.0 },
            pages: vec![Page::default(); parts.iter().sum()],
            nodes: Vec::new(),
            outline: Vec::new(),
            turned: Vec::new(),
        };
        let sides = Sides::booklets(&document, parts);
        assert_eq!(sides.size, PageSize { width: 200.0, height: 150.0 });
        let page_at = |side, x| sides.places.iter().position(|place| *place == Place { side, x }).map(|at| at + 1);
        (0..sides.count).map(|side| [page_at(side, 0.0), page_at(side, 100.0)]).collect()
    }

    #[test]
    fn folded_sheets_read_in_order() {
        assert_eq!(spreads(4), [[Some(4), Some(1)], [Some(2), Some(3)]]);
        let of_eight = [[8, 1], [2, 7], [6, 3], [4, 5]].map(|spread| spread.map(Some));
        assert_eq!(spreads(8), of_eight);
        assert_eq!(spreads(5)[..2], [[None, Some(1)], [Some(2), None]]);
    }

    #[test]
    fn booklets_one_behind_the_other_are_folded_each_by_itself() {
        let of_two = [[4, 1], [2, 3], [8, 5], [6, 7]].map(|spread| spread.map(Some));
        assert_eq!(spreads_of(&[4, 4]), of_two);
    }
}
