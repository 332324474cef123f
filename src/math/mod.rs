//! Formulas in the notation of LaTeX, set into glyphs, rules and outlines before anybody asks where they stand. Lengths
//! are parts of the type size, `x` grows to the right from the left edge of the formula, `y` downwards from its baseline.
//!
//! Without the feature `math` every formula is refused.

use std::ops::Range;

#[cfg(feature = "math")]
mod setter;

/// A formula that has been set.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// As it was written, without dollar signs.
    pub source: String,
    /// It stands on lines of its own.
    pub displayed: bool,
    /// From its left to its right edge.
    pub width: f32,
    /// From its baseline to its upper edge.
    pub height: f32,
    /// From its baseline to its lower edge.
    pub depth: f32,
    /// What is printed.
    pub inks: Vec<Ink>,
}

/// Something printed in a formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Ink {
    /// What it is.
    pub shape: Shape,
    /// The left end of its baseline, or its left upper corner.
    pub at: (f32, f32),
    /// 0 is black, 100 white; that of the text around it where the formula names no colour.
    pub grey: Option<u8>,
}

/// What is printed in a formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A character of one of the faces for formulas.
    Glyph {
        /// Name of the face, such as `Math-Italic`.
        face: &'static str,
        /// The character.
        character: char,
        /// Its size as a part of that of the formula.
        size: f32,
    },
    /// A filled rectangle.
    Fill {
        /// Its width and height.
        size: (f32, f32),
    },
    /// An outline.
    Outline {
        /// Its parts; each ring begins with a move.
        steps: Vec<Step>,
        /// Thickness of the line it is drawn with; it is filled without one.
        line: Option<f32>,
    },
}

/// A part of an outline, relative to where the outline stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins a line here.
    Move((f32, f32)),
    /// A straight line to here.
    Line((f32, f32)),
    /// A cubic curve: its two control points and its end.
    Curve((f32, f32), (f32, f32), (f32, f32)),
}

/// Why a formula cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What is wrong.
    pub message: String,
    /// The bytes of the formula that are wrong, where one place is to blame.
    pub at: Option<Range<usize>>,
    /// What to do.
    pub help: &'static str,
}

/// Sets a formula; `displayed` ones stand on lines of their own and are taller.
pub fn set(source: &str, displayed: bool) -> Result<Formula, Slip> {
    #[cfg(feature = "math")]
    return setter::set(source, displayed);
    #[cfg(not(feature = "math"))]
    {
        let _ = (source, displayed);
        Err(Slip {
            message: "this program was built without formulas".to_owned(),
            at: None,
            help: "write `\\$` for a dollar sign; for formulas build the program with its feature `math`",
        })
    }
}
