//! Clips: several outlines that together bound what is drawn, as one outline.

use std::sync::Arc;

use usvg::tiny_skia_path::{Rect, Transform};
use usvg::{FillRule, Group, Node};

use super::{Clip, Clips, Reader, Step, refusal};

/// Most outlines of a clip: each is compared with each.
const MAX_PARTS: usize = 2_000;

/// An outline of a clip.
struct Part {
    steps: Vec<Step>,
    even_odd: bool,
    bounds: Rect,
}

impl Reader {
    /// The clips of a group: those around it and its own.
    pub(super) fn clips(&mut self, group: &Group, around: &Clips) -> Result<Clips, String> {
        let mut next = group.clip_path();
        if next.is_none() {
            return Ok(Arc::clone(around));
        }
        let mut clips = around.to_vec();
        while let Some(clip) = next {
            let transform = group.abs_transform().pre_concat(clip.transform());
            let mut parts = Vec::new();
            self.parts(clip.root(), transform, &mut parts)?;
            clips.push(Arc::new(joined(parts)?));
            next = clip.clip_path();
        }
        Ok(clips.into())
    }

    fn parts(&mut self, group: &Group, transform: Transform, into: &mut Vec<Part>) -> Result<(), String> {
        if group.clip_path().is_some() {
            return Err(refusal("a clip on a part of a clip"));
        }
        for child in group.children() {
            match child {
                Node::Group(inner) => self.parts(inner, transform.pre_concat(inner.transform()), into)?,
                Node::Path(path) if path.is_visible() => {
                    let even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
                    let steps = self.steps(path, transform)?;
                    let bounds = path.data().bounds().transform(transform);
                    let bounds = bounds.ok_or("this SVG file has shapes without a place")?;
                    into.push(Part { steps, even_odd, bounds });
                }
                Node::Path(_) | Node::Image(_) | Node::Text(_) => {}
            }
        }
        Ok(())
    }
}

/// One outline for what lies in any of the parts. PDF adds up how often they go around a place, so that parts which
/// meet have to go around in the same direction.
fn joined(parts: Vec<Part>) -> Result<Clip, String> {
    if parts.len() > MAX_PARTS {
        return Err(refusal("a clip of more than 2000 shapes"));
    }
    let even_odd = parts.first().is_some_and(|part| part.even_odd);
    let is_alike = parts.iter().all(|part| part.even_odd == even_odd) && are_apart(&parts);
    let first = parts.first().and_then(|part| direction(&part.steps));
    let is_one_way = first.is_some() && parts.iter().all(|part| direction(&part.steps) == first);
    if !is_alike && !is_one_way {
        return Err(refusal("a clip of several shapes that overlap"));
    }
    Ok(Clip { steps: parts.into_iter().flat_map(|part| part.steps).collect(), even_odd: even_odd && is_alike })
}

fn are_apart(parts: &[Part]) -> bool {
    let overlap = |a: &Rect, b: &Rect| {
        a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
    };
    parts.iter().enumerate().all(|(at, part)| parts[..at].iter().all(|other| !overlap(&part.bounds, &other.bounds)))
}

/// Whether a ring without a dent, such as a rectangle or a circle, goes around to the right; nothing of other outlines.
fn direction(steps: &[Step]) -> Option<bool> {
    let mut points: Vec<(f32, f32)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        match *step {
            Step::Move(to) if at == 0 => points.push(to),
            Step::Move(_) => return None,
            Step::Line(to) => points.push(to),
            Step::Curve(first, second, to) => points.extend([first, second, to]),
            Step::Close => {}
        }
    }
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let edge = |at: usize| {
        let (from, to) = (points[at % points.len()], points[(at + 1) % points.len()]);
        (f64::from(to.0 - from.0), f64::from(to.1 - from.1))
    };
    // The angles at all corners make one turn if no corner turns back and the ring goes around once.
    let turns = (0..points.len()).map(|at| {
        let (before, after) = (edge(at), edge(at + 1));
        (before.0 * after.1 - before.1 * after.0).atan2(before.0 * after.0 + before.1 * after.1)
    });
    let turns: Vec<f64> = turns.collect();
    let whole: f64 = turns.iter().sum();
    let one_turn = (whole.abs() - std::f64::consts::TAU).abs() < 0.01;
    // The rounding of coordinates bends straight edges a little.
    (one_turn && turns.iter().all(|turn| turn * whole.signum() > -0.001)).then_some(whole > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_without_a_dent_have_a_direction() {
        let ring = |points: &[(f32, f32)]| {
            let lines = points[1..].iter().map(|point| Step::Line(*point));
            let steps: Vec<Step> = std::iter::once(Step::Move(points[0])).chain(lines).chain([Step::Close]).collect();
            direction(&steps)
        };
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
        assert_eq!(ring(&square), Some(true));
        assert_eq!(ring(&[square[3], square[2], square[1], square[0], square[3]]), Some(false));
        let star = [(0.0, -4.0), (2.0, 3.0), (-4.0, -1.0), (4.0, -1.0), (-2.0, 3.0)];
        assert_eq!(ring(&star), None, "it goes around twice");
        assert_eq!(ring(&[square[0], square[1], (1.0, 1.0), square[3]]), None, "it has a dent");
        assert_eq!(ring(&[square[0], square[2], square[1], square[3]]), None, "it crosses itself");
        assert_eq!(ring(&square[..2]), None);
        let two = [Step::Move(square[0]), Step::Line(square[1]), Step::Move(square[2])];
        assert_eq!((direction(&two), direction(&[])), (None, None));
    }
}
