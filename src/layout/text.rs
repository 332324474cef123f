//! Shaped text to lines of glyphs: line breaking, the marks of each line, and characters that no face has.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use hypher::Lang;
use parley::{Alignment, AlignmentOptions, Layout, PositionedLayoutItem};
use smol_str::SmolStr;

use crate::diagnostic::Diagnostic;
use crate::flow::{Inline, Text, TextStyle, Tick, TickShape};
use crate::math::Formula;
use crate::source::Span;
use crate::theme::{Side, Style, Theme};

use super::document::{Glyph, Glyphs, Mark};
use super::formula::too_wide;
use super::lines::Growth;
use super::memo::{Settled, Typesetter};
use super::segments::Cell;
use super::shape::{Draft, HYPHEN};

/// Where the baseline of a line stands: this part of the type size below the middle of its leading.
const BASELINE: f32 = 0.27;
/// Drop of the rule of a blank below the baseline, points.
const BLANK_DROP: f32 = 2.2;
/// Parts a word where a line ends, and is not seen elsewhere.
const SOFT_HYPHEN: &str = "\u{ad}";
/// Room before a box for a score, points.
pub(super) const SCORE_GAP: f32 = 4.0;

/// Shapes text in one theme.
pub(super) struct Shaper<'a> {
    pub(super) setter: &'a mut Typesetter,
    pub(super) theme: &'a Theme,
    /// The language in which words may be hyphenated.
    pub(super) syllables: Option<Lang>,
}

/// A set line; its marks lie relative to its left upper corner.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) marks: Vec<Mark>,
    /// Room that a formula needs above the leading of the line; its marks are not moved by it yet.
    pub(super) above: f32,
    /// Room that a formula needs below the leading of the line.
    pub(super) below: f32,
}

/// Text whose widths are known.
pub(super) struct Shaped {
    pub(super) draft: Draft,
    pub(super) style: Style,
    /// It gets the best breaks; other text is cut where a line is full.
    pub(super) is_paragraph: bool,
    pub(super) settled: Arc<Settled>,
    /// What its glyphs are. It is made again where it is missing, for it takes much more room than lines do.
    pub(super) shape: RefCell<Option<Shape>>,
}

/// The shape of a text.
pub(super) struct Shape {
    pub(super) layout: Layout<u8>,
    /// Its parts in reading order; none where lines are simply cut when they are full.
    pub(super) cells: Vec<Cell>,
    /// Code in it.
    pub(super) code: Vec<Range<usize>>,
    /// The language in which its words may be hyphenated.
    pub(super) syllables: Option<Lang>,
    pub(super) text: String,
    pub(super) style: Style,
}

/// What an inline box stands for.
#[derive(Debug, Clone)]
pub(super) enum Boxed {
    Blank,
    Tick(Tick),
    Score,
    Formula(Arc<Formula>, Span),
}

impl<'a> Shaper<'a> {
    /// A shaper for one document in a language.
    pub(super) fn new(setter: &'a mut Typesetter, theme: &'a Theme, language: &str) -> Self {
        let code = language.split(['-', '_']).next().and_then(|code| <[u8; 2]>::try_from(code.as_bytes()).ok());
        let syllables = code.and_then(|code| Lang::from_iso(code.map(|letter| letter.to_ascii_lowercase())));
        Self { setter, theme, syllables }
    }

    /// Breaks shaped text into lines no wider than `width`; a character that no face has is a problem with its place.
    pub(super) fn lines(&mut self, shaped: &Shaped, width: f32, side: Side) -> Result<Vec<Line>, Diagnostic> {
        if let Some(lines) = shaped.settled.lines(width, side) {
            return Ok(lines);
        }
        let mut shape = shaped.shape.borrow_mut();
        let shape = shape.get_or_insert_with(|| self.shape_of(&shaped.draft, shaped.style, shaped.is_paragraph));
        let lines = self.broken(shape, &shaped.draft, width, side)?;
        shaped.settled.keep(width, side, lines.clone());
        Ok(lines)
    }

    fn broken(&self, shape: &mut Shape, draft: &Draft, width: f32, side: Side) -> Result<Vec<Line>, Diagnostic> {
        let endings = shape.break_lines(width, side);
        let alignment = match side {
            Side::Left => Alignment::Left,
            Side::Centre => Alignment::Center,
            Side::Right => Alignment::Right,
        };
        shape.layout.align(alignment, AlignmentOptions::default());
        let baseline = baseline(shape.style);
        let mut lines = Vec::new();
        for (at, line) in shape.layout.lines().enumerate() {
            let mut set = Line::default();
            let mut last_run = None;
            let ending = endings.get(at).copied().unwrap_or_default();
            let mut growth = Growth { ending: &ending, added: 0.0 };
            // A hyphen stands on the line too where it is not set to the left.
            let shift = match side {
                Side::Left => 0.0,
                Side::Centre => -ending.hyphen / 2.0,
                Side::Right => -ending.hyphen,
            };
            for item in line.items() {
                match item {
                    PositionedLayoutItem::GlyphRun(part) => {
                        let run = part.run();
                        if last_run.replace(run.index()) != Some(run.index()) {
                            let start = (part.offset() + shift, baseline);
                            self.glyphs(run, start, (shape, draft), &mut growth, &mut set.marks)?;
                        }
                    }
                    PositionedLayoutItem::InlineBox(place) => {
                        let x = place.x + shift + growth.added;
                        match &draft.boxes[place.id as usize].1 {
                            Boxed::Blank => set.marks.push(Mark::Line {
                                from: (x, baseline + BLANK_DROP),
                                to: (x + place.width, baseline + BLANK_DROP),
                                width: self.theme.room.frame.pt(),
                                grey: self.theme.room.grey / 2,
                            }),
                            Boxed::Formula(_, span) if ending.too_wide || place.width > width + 0.1 => {
                                return Err(too_wide(*span));
                            }
                            Boxed::Formula(formula, span) => {
                                self.add_formula(formula, *span, x, shape.style, &mut set)?;
                            }
                            Boxed::Score => set.marks.push(self.score_box(x, baseline, shape.style)),
                            Boxed::Tick(tick) => set.marks.extend(tick_marks(*tick, self.theme, x, baseline)),
                        }
                    }
                }
            }
            if ending.hyphen > 0.0 {
                self.hyphen(&mut set.marks);
            }
            lines.push(set);
        }
        Ok(lines)
    }

    /// Draws a hyphen after the last glyph of a line. It stands for a soft hyphen, by which readers of the file know that the
    /// word goes on (ISO 32000-1, 14.8.2.2.3), unless the text has one there itself.
    fn hyphen(&self, marks: &mut [Mark]) {
        let Some(Mark::Glyphs(run)) = marks.iter_mut().rev().find(|mark| matches!(mark, Mark::Glyphs(_))) else {
            return;
        };
        let face = self.setter.fonts.face(run.face);
        if let (Some((id, _)), Some(last)) = (face.glyph(HYPHEN), run.glyphs.last()) {
            let width = f32::from(face.widths(&[last.id])[0]) / f32::from(face.metrics().units_per_em);
            let text = if last.text.ends_with(SOFT_HYPHEN) { "" } else { SOFT_HYPHEN };
            let glyph = Glyph { id, x: last.x + width * run.size, text: text.into() };
            Arc::make_mut(&mut run.glyphs).push(glyph);
        }
    }

    /// A box for a score, in the middle of what is written in `style`.
    fn score_box(&self, x: f32, baseline: f32, style: Style) -> Mark {
        let marks = self.theme.marks;
        let middle = baseline - 0.35 * style.size;
        Mark::Frame {
            at: (x + SCORE_GAP, middle - marks.height.pt() / 2.0),
            size: (marks.width.pt(), marks.height.pt()),
            width: self.theme.room.frame.pt(),
            grey: self.theme.room.grey / 2,
        }
    }

    /// Adds the glyphs of a run, cut where their colour or their baseline changes.
    fn glyphs(
        &self,
        run: &parley::layout::Run<'_, u8>,
        (start, baseline): (f32, f32),
        (shape, draft): (&Shape, &Draft),
        growth: &mut Growth<'_>,
        marks: &mut Vec<Mark>,
    ) -> Result<(), Diagnostic> {
        let face = self
            .setter
            .fonts
            .face_of(run.font().data.id())
            .expect("the shaper knows no faces but those of the program and the user");
        let first_mark = marks.len();
        let mut pen = start + growth.added;
        for cluster in run.visual_clusters() {
            let text = &draft.text[cluster.text_range()];
            let mut x = pen;
            pen += cluster.advance() + growth.of(&cluster, shape);
            if text == "\n" {
                continue;
            }
            if cluster.is_ligature_continuation() {
                if let Some(Mark::Glyphs(Glyphs { glyphs, .. })) = marks[first_mark..].last_mut()
                    && let Some(last) = Arc::make_mut(glyphs).last_mut()
                {
                    last.text = format!("{}{text}", last.text).into();
                }
                continue;
            }
            for (at, glyph) in cluster.glyphs().enumerate() {
                if glyph.id == 0 {
                    return Err(missing_glyph(text, &cluster.text_range(), draft));
                }
                let grey = cluster.style().brush;
                let y = baseline - glyph.y;
                let fits = matches!(
                    marks[first_mark..].last(),
                    Some(Mark::Glyphs(open)) if open.grey == grey && (open.at.1 - y).abs() < 0.01
                );
                if !fits {
                    marks.push(Mark::Glyphs(Glyphs {
                        face,
                        size: run.font_size(),
                        grey,
                        at: (x + glyph.x, y),
                        glyphs: Arc::default(),
                    }));
                }
                if let Some(Mark::Glyphs(open)) = marks.last_mut() {
                    Arc::make_mut(&mut open.glyphs).push(Glyph {
                        id: glyph.id as u16,
                        x: x + glyph.x - open.at.0,
                        text: match text {
                            _ if at > 0 => SmolStr::default(),
                            "\u{a0}" => " ".into(),
                            text => text.into(),
                        },
                    });
                }
                x += glyph.advance;
            }
        }
        Ok(())
    }

    /// A sign of our own, such as a number, that stands beside a text at `span`.
    pub(super) fn sign(&mut self, sign: &str, style: Style, span: Span) -> Result<Vec<Mark>, Diagnostic> {
        let text = [Inline::Text(Text { text: sign.to_owned(), style: TextStyle::default(), span })];
        let shaped = self.shape(&text, style, None);
        self.on_one_line(&shaped)
    }

    /// A number of our own that stands beside no text, set to the right of a room of so many digits.
    pub(super) fn number(&mut self, number: usize, digits: usize, style: Style) -> Result<Vec<Mark>, Diagnostic> {
        let shaped = self.shape_number(number, digits, style);
        self.on_one_line(&shaped)
    }

    fn on_one_line(&mut self, shaped: &Shaped) -> Result<Vec<Mark>, Diagnostic> {
        let lines = self.lines(shaped, f32::MAX, Side::Left)?;
        Ok(lines.into_iter().flat_map(|line| line.marks).collect())
    }

    /// Shapes text and breaks it in its style's alignment.
    pub(super) fn paragraph(&mut self, text: &[Inline], style: Style, width: f32) -> Result<Vec<Line>, Diagnostic> {
        let shaped = self.shape(text, style, None);
        self.lines(&shaped, width, style.align)
    }
}

/// Where the baseline stands below the upper edge of a line.
pub(super) fn baseline(style: Style) -> f32 {
    style.leading / 2.0 + style.size * BASELINE
}

/// A box to tick whose lower edge stands just below the baseline.
pub(super) fn tick_marks(tick: Tick, theme: &Theme, x: f32, baseline: f32) -> Vec<Mark> {
    let size = theme.tick.size.pt();
    let width = theme.tick.rule.pt();
    let top = baseline + size * 0.12 - size;
    let outline = match tick.shape {
        TickShape::Square => Mark::Frame { at: (x, top), size: (size, size), width, grey: 0 },
        TickShape::Round => Mark::Circle { at: (x + size / 2.0, top + size / 2.0), radius: size / 2.0, width, grey: 0 },
    };
    let mut marks = vec![outline];
    if tick.marked {
        let stroke = |from: (f32, f32), to: (f32, f32)| Mark::Line {
            from: (x + from.0 * size, top + from.1 * size),
            to: (x + to.0 * size, top + to.1 * size),
            width: width * 2.6,
            grey: 0,
        };
        marks.extend([stroke((0.18, 0.5), (0.42, 0.76)), stroke((0.42, 0.76), (0.86, 0.16))]);
    }
    marks
}

fn missing_glyph(text: &str, range: &Range<usize>, draft: &Draft) -> Diagnostic {
    let character = text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    let home = draft.sources.iter().find(|(home, _)| home.contains(&range.start)).or(draft.sources.first());
    let (home, span) = home.cloned().expect("only text from a source can lack a glyph");
    let offset = range.start.saturating_sub(home.start);
    let place = if span.end - span.start == home.len() {
        Span { start: span.start + offset, end: span.start + offset + text.len(), ..span }
    } else {
        span
    };
    Diagnostic::new(
        place,
        format!("no font has the character `{character}` (U+{:04X})", u32::from(character)),
        "cannot be printed",
        "write it another way, or put a font that has it into a folder named by `fonts` or --fonts and \
         name its family in `faces.fallback` of theme.toml",
    )
}
