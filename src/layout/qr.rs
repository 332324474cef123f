//! A code that a camera reads (ISO/IEC 18004), at level M: it is read with 15 % of it gone.

use fast_qr::{ECL, QRBuilder};

use super::document::Mark;

/// Modules around a code that have to stay empty.
pub(super) const QUIET: f32 = 4.0;

/// The dark modules of a code, merged into rectangles.
pub(super) struct Code {
    /// Modules on each side.
    pub(super) modules: usize,
    /// Left, upper, right and lower edge of each rectangle, in modules.
    rectangles: Vec<[u16; 4]>,
}

impl Code {
    /// The code of a short text.
    pub(super) fn of(text: &str) -> Self {
        let code = QRBuilder::new(text).ecl(ECL::M).build().expect("a form code and a page number fit any code");
        let row = |y: usize| code[y].iter().map(|module| module.value()).collect::<Vec<_>>();
        Self { modules: code.size, rectangles: merged(&(0..code.size).map(row).collect::<Vec<_>>()) }
    }

    /// The code printed with sides of `side` points.
    pub(super) fn mark(&self, at: (f32, f32), side: f32) -> Mark {
        Mark::Cells { at, side: side / self.modules as f32, rectangles: self.rectangles.clone() }
    }
}

/// Dark runs of a row, each with those of the same extent in the rows right below it.
fn merged(rows: &[Vec<bool>]) -> Vec<[u16; 4]> {
    let mut rectangles: Vec<[u16; 4]> = Vec::new();
    for (y, row) in (0..).zip(rows) {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let (left, right) = (x, x + run.len() as u16);
            x = right;
            if !run[0] {
                continue;
            }
            match rectangles.iter_mut().find(|open| open[0] == left && open[2] == right && open[3] == y) {
                Some(open) => open[3] = y + 1,
                None => rectangles.push([left, y, right, y + 1]),
            }
        }
    }
    rectangles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_cover_the_dark_modules_and_nothing_else() {
        for text in ["EXAMPRESS 0WNT-PQA1 3", "EXAMPRESS-KEY ZZZZ-0000 1024"] {
            let matrix = QRBuilder::new(text).ecl(ECL::M).build().unwrap();
            let code = Code::of(text);
            assert_eq!(code.modules, 25);
            for y in 0..25_u16 {
                for x in 0..25_u16 {
                    let covering = code.rectangles.iter().filter(|[left, top, right, bottom]| {
                        (*left..*right).contains(&x) && (*top..*bottom).contains(&y)
                    });
                    assert_eq!(
                        covering.count(),
                        usize::from(matrix[usize::from(y)][usize::from(x)].value()),
                        "{text}: {x}, {y}"
                    );
                }
            }
        }
    }

    #[test]
    fn equal_runs_in_rows_that_follow_each_other_are_one_rectangle() {
        let rows = [[true, true, false, true], [true, true, false, false]].map(|row| row.to_vec());
        assert_eq!(merged(&rows), [[0, 0, 2, 2], [3, 0, 4, 1]]);
    }
}
