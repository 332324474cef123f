//! Text to shaped text: styles, kerning, ligatures and glyph fallback by parley, from the faces of the theme alone.

use std::borrow::Cow;
use std::cell::RefCell;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use parley::style::{FontFamily, FontFamilyName, FontFeatures, FontStyle, FontWeight, OverflowWrap, StyleProperty};
use parley::{InlineBox, InlineBoxKind, Layout, VerticalAlign};
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::flow::{CodeClass, CodePiece, Inline};
use crate::fonts::Fonts;
use crate::source::Span;
use crate::theme::{Face, Style, Theme};

use super::memo::{Settled, Typesetter};
use super::segments::Cell;
use super::text::{Boxed, SCORE_GAP, Shape, Shaped, Shaper};

/// The hyphen that is drawn where a word is parted.
pub(super) const HYPHEN: char = '\u{2010}';

/// A stretch of text in one style.
#[expect(clippy::struct_excessive_bools, reason = "each is a style of its own")]
struct Stretch {
    range: Range<usize>,
    code: bool,
    bold: bool,
    italic: bool,
    label: bool,
    grey: Option<u8>,
}

/// Collects the text of a paragraph.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) text: String,
    stretches: Vec<Stretch>,
    /// Where its parts were written.
    pub(super) sources: Vec<(Range<usize>, Span)>,
    /// What stands in it that is no text: before which byte, and how wide.
    pub(super) boxes: Vec<(usize, Boxed, f32)>,
}

impl Draft {
    fn push(&mut self, text: &str, span: Option<Span>) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        let range = start..self.text.len();
        if let Some(span) = span {
            self.sources.push((range.clone(), span));
        }
        range
    }
}

impl Shaper<'_> {
    /// Shapes a paragraph; `page` are the number of the page and of pages where the text may name them.
    pub(super) fn shape(&mut self, text: &[Inline], style: Style, page: Option<(usize, usize)>) -> Shaped {
        let mut draft = Draft::default();
        for inline in text {
            match inline {
                Inline::Text(text) => {
                    let range = draft.push(&text.text, Some(text.span));
                    draft.stretches.push(Stretch {
                        range,
                        code: text.style.code,
                        bold: text.style.bold,
                        italic: text.style.italic,
                        label: text.style.label,
                        grey: None,
                    });
                }
                Inline::Break => {
                    draft.push("\n", None);
                }
                Inline::Blank { width } => {
                    draft.boxes.push((draft.text.len(), Boxed::Blank, f32::from(*width) * self.theme.room.letter.pt()));
                }
                Inline::Formula(formula, span) => {
                    let boxed = Boxed::Formula(formula.clone(), *span);
                    draft.boxes.push((draft.text.len(), boxed, formula.width * self.formula_size(style.size)));
                }
                Inline::Tick(tick) => {
                    draft.boxes.push((draft.text.len(), Boxed::Tick(*tick), self.theme.tick.size.pt()));
                }
                Inline::ScoreBox if self.theme.marks.score_box => {
                    let width = self.theme.marks.width.pt() + SCORE_GAP;
                    draft.boxes.push((draft.text.len(), Boxed::Score, width));
                }
                Inline::ScoreBox => {}
                Inline::PageNumber | Inline::PageCount => {
                    let (number, count) = page.unwrap_or_default();
                    let shown = if *inline == Inline::PageNumber { number } else { count };
                    draft.push(&shown.to_string(), None);
                }
            }
        }
        self.shape_draft(draft, style, page.is_none())
    }

    /// Shapes a number of our own, set to the right of a room of so many digits.
    pub(super) fn shape_number(&mut self, number: usize, digits: usize, style: Style) -> Shaped {
        let mut draft = Draft::default();
        draft.push(&format!("{number:>digits$}"), None);
        self.shape_draft(draft, style, false)
    }

    /// Shapes a line of code.
    pub(super) fn shape_code(&mut self, line: &[CodePiece], style: Style) -> Shaped {
        let mut draft = Draft::default();
        for piece in line {
            match piece {
                CodePiece::Text { text, class, span } => {
                    let range = draft.push(text, Some(*span));
                    draft.stretches.push(Stretch {
                        range,
                        code: false,
                        bold: *class == CodeClass::Keyword,
                        italic: *class == CodeClass::Comment,
                        label: false,
                        grey: (*class == CodeClass::Comment).then_some(self.theme.code.comment_grey),
                    });
                }
                CodePiece::Blank { width } => {
                    draft.boxes.push((draft.text.len(), Boxed::Blank, f32::from(*width) * self.theme.room.letter.pt()));
                }
            }
        }
        self.shape_draft(draft, style, false)
    }

    /// Whether the family of a role has every character of a text.
    fn covers(&mut self, face: Face, text: &str) -> bool {
        let family = self.theme.faces.family(face);
        let Typesetter { fonts, covered, .. } = &mut *self.setter;
        text.chars().all(|character| {
            let known = covered.entry((face, character));
            *known.or_insert_with(|| character == '\n' || fonts.covers(family, character))
        })
    }

    /// Text that is a paragraph gets the best breaks; code and running lines are cut where they are full.
    fn shape_draft(&mut self, draft: Draft, style: Style, is_paragraph: bool) -> Shaped {
        let key = self.key(&draft, style, is_paragraph);
        let (settled, shape) = if let Some(settled) = self.setter.memory.get(key) {
            (settled, None)
        } else {
            let shape = self.shape_of(&draft, style, is_paragraph);
            let settled = Arc::new(Settled::new(shape.widths()));
            self.setter.memory.put(key, settled.clone(), draft.text.len());
            (settled, Some(shape))
        };
        Shaped { draft, style, is_paragraph, settled, shape: RefCell::new(shape) }
    }

    /// A number for all that the shape and the lines of a text depend on.
    fn key(&self, draft: &Draft, style: Style, is_paragraph: bool) -> u128 {
        let mut key = SipHasher13::new();
        let theme = self.theme;
        (&draft.text, &theme.faces, theme.code.inline_scale.to_bits()).hash(&mut key);
        (theme.text.label.face, theme.text.label.bold).hash(&mut key);
        (style.face, style.bold, style.italic, style.grey, is_paragraph).hash(&mut key);
        (style.justify, style.hyphenate, self.syllables.filter(|_| style.hyphenate)).hash(&mut key);
        [style.size, style.leading].map(f32::to_bits).hash(&mut key);
        for stretch in &draft.stretches {
            (&stretch.range, stretch.code, stretch.bold, stretch.italic, stretch.label, stretch.grey).hash(&mut key);
        }
        if !draft.boxes.is_empty() {
            format!("{:?}", (theme.tick, theme.marks, theme.room, theme.formula)).hash(&mut key);
        }
        for (at, boxed, width) in &draft.boxes {
            (at, width.to_bits()).hash(&mut key);
            match boxed {
                Boxed::Blank => 0_u8.hash(&mut key),
                Boxed::Tick(tick) => (1_u8, tick.shape, tick.marked).hash(&mut key),
                Boxed::Score => 2_u8.hash(&mut key),
                Boxed::Formula(formula, _) => (3_u8, &formula.source, formula.displayed).hash(&mut key),
            }
        }
        key.finish128().as_u128()
    }

    /// The glyphs of a text.
    pub(super) fn shape_of(&mut self, draft: &Draft, style: Style, is_paragraph: bool) -> Shape {
        let has_code = draft.stretches.iter().any(|stretch| stretch.code);
        let alone = self.covers(style.face, &draft.text) && (!has_code || self.covers(Face::Mono, &draft.text));
        let stack = |face: Face| family_stack(self.theme, face, alone);
        let code_features = || FontFeatures::Source(Cow::Borrowed("\"liga\" 0, \"clig\" 0, \"calt\" 0, \"kern\" 0"));
        let Typesetter { fonts, context, .. } = &mut *self.setter;
        let mut builder = context.ranged_builder(&mut fonts.context, &draft.text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(stack(style.face)));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::Brush(style.grey));
        if !is_paragraph {
            builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        }
        if style.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        if style.italic {
            builder.push_default(StyleProperty::FontStyle(FontStyle::Italic));
        }
        if style.face == Face::Mono {
            builder.push_default(StyleProperty::FontFeatures(code_features()));
        }
        for stretch in &draft.stretches {
            let range = || stretch.range.clone();
            if stretch.code && style.face != Face::Mono {
                builder.push(StyleProperty::FontFamily(stack(Face::Mono)), range());
                builder.push(StyleProperty::FontSize(style.size * self.theme.code.inline_scale), range());
                builder.push(StyleProperty::FontFeatures(code_features()), range());
            }
            let label = self.theme.text.label;
            if stretch.label {
                builder.push(StyleProperty::FontFamily(stack(label.face)), range());
            }
            if stretch.bold || (stretch.label && label.bold) {
                builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range());
            }
            if stretch.italic {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), range());
            }
            if let Some(grey) = stretch.grey {
                builder.push(StyleProperty::Brush(grey), range());
            }
        }
        for (id, (index, _, width)) in draft.boxes.iter().enumerate() {
            builder.push_inline_box(InlineBox {
                id: id as u64,
                kind: InlineBoxKind::InFlow,
                index: *index,
                width: *width,
                height: style.size * 0.5,
                baseline: None,
                vertical_align: VerticalAlign::BASELINE,
            });
        }
        let mut layout = builder.build(&draft.text);
        let hyphenates = is_paragraph && (style.hyphenate || draft.text.contains('\u{ad}'));
        let mut cells = Vec::new();
        if is_paragraph {
            cells = text_cells(&mut layout, &draft.text, &self.setter.fonts, hyphenates);
            cells.extend(box_cells(&layout, &draft.boxes));
            cells.sort_by_key(|cell| (cell.bytes.start, !cell.bytes.is_empty()));
        }
        let code = draft.stretches.iter().filter(|stretch| stretch.code).map(|stretch| stretch.range.clone());
        Shape {
            layout,
            cells,
            code: code.collect(),
            syllables: self.syllables.filter(|_| style.hyphenate),
            text: draft.text.clone(),
            style,
        }
    }
}

/// The parts of a shaped text but for its boxes. Lines of no width end wherever Unicode allows it, which tells the places.
fn text_cells(layout: &mut Layout<u8>, text: &str, fonts: &Fonts, hyphenates: bool) -> Vec<Cell> {
    layout.break_all_lines(Some(0.0));
    let mut cells = Vec::new();
    for line in layout.lines() {
        let begins = line.text_range().start;
        for run in line.runs() {
            let face = fonts.face_of(run.font().data.id()).filter(|_| hyphenates && !run.is_rtl());
            let hyphen = face.and_then(|face| fonts.face(face).glyph(HYPHEN)).map_or(0.0, |(_, width)| width);
            cells.extend(run.clusters().map(|cluster| {
                let bytes = cluster.text_range();
                Cell {
                    advance: cluster.advance(),
                    count: text[bytes.clone()].chars().count() as u32,
                    may_begin: bytes.start == begins,
                    joined: cluster.is_ligature_continuation(),
                    is_formula: false,
                    hyphen: hyphen * run.font_size(),
                    bytes,
                }
            }));
        }
    }
    cells
}

/// The boxes of a shaped text.
fn box_cells(layout: &Layout<u8>, boxes: &[(usize, Boxed, f32)]) -> impl Iterator<Item = Cell> {
    layout.inline_boxes().map(|inline| Cell {
        bytes: inline.index..inline.index,
        advance: inline.width,
        count: 1,
        may_begin: true,
        joined: false,
        is_formula: matches!(boxes[inline.id as usize].1, Boxed::Formula(..)),
        hyphen: 0.0,
    })
}

/// The family of a role, and those that lend it glyphs unless it can stand alone, which is found sooner.
fn family_stack(theme: &Theme, face: Face, alone: bool) -> FontFamily<'_> {
    let named = |name| FontFamilyName::Named(Cow::Borrowed(name));
    let first = theme.faces.family(face);
    if alone {
        return FontFamily::Single(named(first));
    }
    let rest = theme.faces.fallback.iter().map(String::as_str).filter(|name| *name != first);
    FontFamily::List(std::iter::once(first).chain(rest).map(named).collect())
}
