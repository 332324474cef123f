//! Spare room goes to the answers. When the paper is cut, the spaces to write in of each page grow by whole steps (lines
//! of ruled paper, rows of squares), in proportion to their size, and at most to twice their size. No break moves.

use std::ops::Range;

use super::document::{Mark, Tagged};
use super::paginate::{Cut, Paging};
use super::piece::Piece;

/// A space on a page, or what of it is there.
#[derive(Debug, Clone, Copy)]
struct Space {
    /// The piece it ends with.
    last: usize,
    /// Its height on this page.
    size: f32,
    /// It grows by whole steps of this height.
    step: f32,
}

/// The height of pieces that follow each other on a page.
pub(super) fn size(pieces: &[Piece], range: Range<usize>) -> f32 {
    let gaps: f32 = pieces[range.clone()].iter().skip(1).map(|piece| piece.gap).sum();
    gaps + pieces[range].iter().map(|piece| piece.height).sum::<f32>()
}

/// Lets the answer spaces of every page but the last grow.
pub(super) fn grow(pieces: &mut [Piece], cut: &mut Cut, paging: Paging) {
    let pages = cut.pages();
    for page in pages.iter().take(pages.len().saturating_sub(1)) {
        let last = page.end - 1;
        let foot = pieces.get(page.end).filter(|next| !next.starts_page).map_or(0.0, Piece::closes);
        let spare = paging.height - cut.places[last].1 - pieces[last].height - foot;
        let spaces: Vec<Space> = page
            .clone()
            .filter_map(|at| {
                let growth =
                    pieces[at].growth.filter(|growth| at == growth.last || (at == last && growth.grows_at(at)))?;
                Some(Space { last: at, size: size(pieces, growth.first.max(page.start)..at + 1), step: growth.step })
            })
            .collect();
        let steps = shares(spare * paging.fill, &spaces);
        let mut down = 0.0;
        for at in page.clone() {
            cut.places[at].1 += down;
            if let Some(place) = spaces.iter().position(|space| space.last == at) {
                down += lengthen(&mut pieces[at], steps[place], spaces[place].step);
            }
        }
    }
}

/// How many steps each space gets of so many points: in proportion to its size, rounded down, and what is left to those that
/// lost most by the rounding.
fn shares(points: f32, spaces: &[Space]) -> Vec<u16> {
    let all: f32 = spaces.iter().map(|space| space.size).sum();
    let part = if all > 0.0 { (points / all).clamp(0.0, 1.0) } else { 0.0 };
    let wishes: Vec<f32> =
        spaces.iter().map(|space| (part * space.size / space.step * 1000.0).round() / 1000.0).collect();
    let mut steps: Vec<u16> = wishes.iter().map(|wish| wish.floor() as u16).collect();
    let mut left = points - steps.iter().zip(spaces).map(|(steps, space)| f32::from(*steps) * space.step).sum::<f32>();
    let mut by_loss: Vec<usize> = (0..spaces.len()).collect();
    by_loss.sort_by(|one, other| wishes[*other].fract().total_cmp(&wishes[*one].fract()));
    for at in by_loss.into_iter().filter(|at| wishes[*at].fract() > 0.0) {
        if spaces[at].step <= left {
            left -= spaces[at].step;
            steps[at] += 1;
        }
    }
    steps
}

/// Makes a space longer by some steps: frames and upright lines that reach its lower edge are drawn out, what stands in its
/// last step is repeated.
fn lengthen(piece: &mut Piece, steps: u16, step: f32) -> f32 {
    let longer = f32::from(steps) * step;
    let bottom = piece.height;
    let mut more = Vec::new();
    for Tagged { node, mark } in &mut piece.marks {
        match mark {
            Mark::Frame { at, size, .. } if at.1 + size.1 > bottom - 1.0 => size.1 += longer,
            Mark::Line { from, to, .. } if (from.0 - to.0).abs() < 0.001 && to.1 > bottom - 1.0 => to.1 += longer,
            Mark::Line { from: (_, y), .. }
            | Mark::Dots { at: (_, y), .. }
            | Mark::Circle { at: (_, y), .. }
            | Mark::Fill { at: (_, y), .. }
                if *y > bottom - step / 2.0 =>
            {
                more.extend((1..=steps).map(|down| {
                    let mut mark = mark.clone();
                    mark.shift(0.0, f32::from(down) * step);
                    Tagged { node: *node, mark }
                }));
            }
            _ => {}
        }
    }
    for (at, marks) in piece.steps.iter().take(usize::from(steps)).enumerate() {
        more.extend(marks.iter().cloned().map(|mut tagged| {
            tagged.mark.shift(0.0, bottom + at as f32 * step);
            tagged
        }));
    }
    piece.marks.extend(more);
    piece.height += longer;
    longer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(points: f32, spaces: &[(f32, f32)]) -> Vec<u16> {
        let spaces: Vec<Space> = spaces.iter().map(|&(size, step)| Space { last: 0, size, step }).collect();
        shares(points, &spaces)
    }

    #[test]
    fn room_is_shared_in_proportion_to_size_and_nothing_more_than_doubles() {
        assert_eq!(given(30.0, &[(20.0, 1.0), (40.0, 1.0)]), [10, 20]);
        assert_eq!(given(500.0, &[(20.0, 2.0), (40.0, 10.0)]), [10, 4]);
        assert!(given(500.0, &[]).is_empty());
        assert_eq!(given(-1.0, &[(20.0, 2.0)]), [0]);
    }

    #[test]
    fn only_whole_lines_are_added_and_the_last_goes_to_who_lost_most() {
        assert_eq!(given(19.0, &[(30.0, 10.0), (60.0, 10.0)]), [0, 1]);
        assert_eq!(given(29.0, &[(30.0, 10.0), (50.0, 10.0)]), [1, 1]);
        assert_eq!(given(9.9, &[(30.0, 10.0)]), [0]);
    }

    #[test]
    fn rules_are_repeated_and_uprights_drawn_out() {
        let line = |from: (f32, f32), to: (f32, f32)| Mark::Line { from, to, width: 1.0, grey: 0 };
        let marks = [line((0.0, 0.0), (0.0, 10.0)), line((0.0, 0.0), (9.0, 0.0)), line((0.0, 10.0), (9.0, 10.0))];
        let marks = marks.into_iter().map(|mark| Tagged { node: None, mark }).collect();
        let mut piece = Piece { height: 10.0, marks, ..Piece::default() };
        lengthen(&mut piece, 2, 5.0);
        let marks: Vec<Mark> = piece.marks.into_iter().map(|tagged| tagged.mark).collect();
        let upright = line((0.0, 0.0), (0.0, 20.0));
        let level = [0.0, 10.0, 15.0, 20.0].map(|y| line((0.0, y), (9.0, y)));
        assert_eq!(marks, [upright].into_iter().chain(level).collect::<Vec<_>>());
    }
}
