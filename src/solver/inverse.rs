//! The inverse of a matrix by Gauss and Jordan's elimination with the largest pivots.

/// A pivot below this is as good as zero.
const SMALLEST_PIVOT: f64 = 1e-7;

/// The inverse of a square matrix given row by row, unless it is as good as singular.
pub(super) fn inverted(mut matrix: Vec<f64>, size: usize) -> Option<Vec<f64>> {
    let mut inverse = vec![0.0; size * size];
    for at in 0..size {
        inverse[at * size + at] = 1.0;
    }
    for at in 0..size {
        let best = (at..size).max_by(|&a, &b| matrix[a * size + at].abs().total_cmp(&matrix[b * size + at].abs()))?;
        let pivot = matrix[best * size + at];
        if pivot.abs() < SMALLEST_PIVOT {
            return None;
        }
        for column in 0..size {
            matrix.swap(at * size + column, best * size + column);
            inverse.swap(at * size + column, best * size + column);
            matrix[at * size + column] /= pivot;
            inverse[at * size + column] /= pivot;
        }
        for row in (0..size).filter(|&row| row != at) {
            let factor = matrix[row * size + at];
            if factor != 0.0 {
                for column in 0..size {
                    matrix[row * size + column] -= factor * matrix[at * size + column];
                    inverse[row * size + column] -= factor * inverse[at * size + column];
                }
            }
        }
    }
    Some(inverse)
}
