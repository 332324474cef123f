//! Shaped text to lines: where each ends, and what the spaces of a justified one grow by.

use crate::theme::Side;

use super::breaks::{self, Measure};
use super::segments::{self, Cell, Reading, Segments, thousandths};
use super::text::Shape;

/// Lines are never wider than this, points.
const WIDEST: f32 = 1.0e5;
/// What may stand out of a column without being seen, thousandths of a point.
const TOLERANCE: i64 = 100;

/// How a line ends, and what its spaces grow by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ending {
    /// For each point of a space between words, the points it grows by.
    pub(super) growth: f32,
    /// The byte where its text ends; spaces from there on do not grow.
    pub(super) text_end: usize,
    /// A hyphen is drawn.
    pub(super) hyphen: f32,
    /// It holds what no break parts and is wider than a line, such as a formula and the comma after it.
    pub(super) too_wide: bool,
}

/// Where the next glyph goes, seen from where it would go if no space had grown.
pub(super) struct Growth<'a> {
    pub(super) ending: &'a Ending,
    pub(super) added: f32,
}

impl Growth<'_> {
    /// What a cluster is widened by.
    pub(super) fn of(&mut self, cluster: &parley::Cluster<'_, u8>, shape: &Shape) -> f32 {
        let bytes = cluster.text_range();
        if self.ending.growth == 0.0
            || bytes.start >= self.ending.text_end
            || !segments::is_glue(&bytes, &shape.reading())
        {
            return 0.0;
        }
        let more = cluster.advance() * self.ending.growth;
        self.added += more;
        more
    }
}

impl Shape {
    /// The widths it needs: with every break that reads well, and with none.
    pub(super) fn widths(&self) -> (f32, f32) {
        let widths = self.layout.calculate_content_widths();
        let least =
            if self.cells.is_empty() { widths.min } else { segments::least_width(&self.cells, &self.reading()) };
        (least, widths.max)
    }

    fn reading(&self) -> Reading<'_> {
        Reading { text: &self.text, code: &self.code, syllables: self.syllables }
    }

    /// Breaks it into lines of a width.
    pub(super) fn break_lines(&mut self, width: f32, side: Side) -> Vec<Ending> {
        if self.cells.is_empty() {
            self.layout.break_all_lines(Some(width));
            return Vec::new();
        }
        let lines = self.choose(width, side);
        let mut breaker = self.layout.break_lines();
        breaker.state_mut().set_layout_max_advance(width);
        breaker.state_mut().set_line_max_advance(width);
        for (count, _) in &lines {
            breaker.break_next_with_length(*count);
        }
        breaker.finish();
        lines.into_iter().map(|(_, ending)| ending).collect()
    }

    /// The best lines: how long each is, as parley counts it, and how it ends.
    fn choose(&self, width: f32, side: Side) -> Vec<(u32, Ending)> {
        let count = |cells: &[Cell]| cells.iter().map(|cell| cell.count).sum::<u32>();
        let measure = Measure {
            width: thousandths(width.min(WIDEST)),
            em: thousandths(self.style.size),
            justified: self.style.justify && side == Side::Left && !self.layout.is_rtl(),
        };
        let whole = thousandths(self.cells.iter().map(|cell| cell.advance).sum());
        if whole <= measure.width && !self.text.contains('\n') {
            return vec![(count(&self.cells), Ending::default())];
        }
        let reading = self.reading();
        let Segments { segments, ends } = segments::segments(&self.cells, &reading, measure.width);
        let (mut start, mut first) = (0, 0);
        let mut lines = Vec::new();
        for line in breaks::best(&segments, measure) {
            let end = ends[line.end - 1];
            let cells = &self.cells[start..end];
            let visible = cells.iter().rev().find(|cell| !segments::is_space(cell, &reading));
            let is_one = line.end == first + 1;
            let ending = Ending {
                growth: if line.glue > 0 { line.extra as f32 / line.glue as f32 } else { 0.0 },
                text_end: visible.map_or(0, |cell| cell.bytes.end),
                hyphen: segments[line.end - 1].end.hyphen as f32 / 1000.0,
                too_wide: is_one && segments[first].width > measure.width + TOLERANCE,
            };
            lines.push((count(cells), ending));
            (start, first) = (end, line.end);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use crate::bank::{self, Origin};
    use crate::flow::{Block, Inline, Text, TextStyle};
    use crate::fonts::Fonts;
    use crate::layout::document::Mark;
    use crate::layout::memo::{Memory, Typesetter};
    use crate::layout::text::{Line, Shaper};
    use crate::source::{Sources, Span};
    use crate::theme::{Style, Theme};

    fn theme() -> Theme {
        let text = include_str!("../../templates/theme.toml");
        Theme::read((text, Sources::default().add("theme.toml", text)), &[]).unwrap()
    }

    fn plain(text: &str) -> Vec<Inline> {
        let span = Span::new(Sources::default().add("test", text), 0..text.len());
        vec![Inline::Text(Text { text: text.to_owned(), style: TextStyle::default(), span })]
    }

    /// What the lines of a text say, and where each ends.
    fn set(text: &[Inline], style: Style, width: f32) -> Vec<(String, f32)> {
        let (mut setter, theme) = (Typesetter::new(Fonts::load(None).unwrap(), Memory::default()), theme());
        let mut shaper = Shaper::new(&mut setter, &theme, "en");
        let lines = shaper.paragraph(text, style, width).unwrap();
        lines.iter().map(|line| (said(line), right_edge(line, &shaper.setter.fonts))).collect()
    }

    fn said(line: &Line) -> String {
        let runs = line.marks.iter().filter_map(|mark| match mark {
            Mark::Glyphs(run) => Some(run),
            _ => None,
        });
        runs.flat_map(|run| run.glyphs.iter()).map(|glyph| glyph.text.as_str()).collect::<String>().trim().to_owned()
    }

    /// Where the last glyph or rule that can be seen ends.
    fn right_edge(line: &Line, fonts: &Fonts) -> f32 {
        let edges = line.marks.iter().map(|mark| match mark {
            Mark::Glyphs(run) => {
                let seen = run.glyphs.iter().rev().find(|glyph| glyph.text.trim() != "" || glyph.text.is_empty());
                let width = |id: u16| f32::from(fonts.face(run.face).widths(&[id])[0]) * run.size / 1000.0;
                seen.map_or(0.0, |last| run.at.0 + last.x + width(last.id))
            }
            Mark::Line { to, .. } => to.0,
            _ => 0.0,
        });
        edges.fold(0.0, f32::max)
    }

    #[test]
    fn no_line_of_the_bank_is_wider_than_its_column() {
        let bank = bank::load(&Origin::BuiltIn, &mut Sources::default()).unwrap();
        let (mut setter, theme) = (Typesetter::new(Fonts::load(None).unwrap(), Memory::default()), theme());
        let mut shaper = Shaper::new(&mut setter, &theme, "en");
        let blocks = bank.questions.values().flat_map(|question| &question.prompt);
        let texts: Vec<_> = blocks
            .filter_map(|block| match block {
                Block::Paragraph { text, .. } => Some(text),
                _ => None,
            })
            .collect();
        assert!(texts.len() > 300);
        let ragged = theme.text.body;
        let full = Style { justify: true, hyphenate: true, ..ragged };
        for (style, width) in [(ragged, 420.0), (full, 420.0), (ragged, 130.0), (full, 130.0), (ragged, 50.0)] {
            for text in &texts {
                for line in shaper.paragraph(text, style, width).unwrap() {
                    let edge = right_edge(&line, &shaper.setter.fonts);
                    // A blank may be wider than a very narrow column; it then has a line of its own.
                    let is_blank = said(&line).is_empty();
                    assert!(edge < width + 0.2 || is_blank, "{edge} of {width}: {}", said(&line));
                }
            }
        }
    }

    const WORDS: &str = "Explain in which order the interpreter evaluates the arguments of the surrounding call, and \
        say which exception propagates if evaluating an argument fails.";

    #[test]
    fn justified_lines_end_at_the_edge_but_for_the_last() {
        let style = Style { justify: true, hyphenate: true, ..theme().text.body };
        let lines = set(&plain(WORDS), style, 240.0);
        let (last, full) = lines.split_last().unwrap();
        assert!(full.len() > 1);
        for (line, edge) in full {
            assert!((edge - 240.0).abs() < 0.2, "{edge}: {line}");
        }
        assert!(last.1 < 240.0);
    }

    #[test]
    fn a_hyphen_that_was_drawn_is_a_soft_one_in_the_text() {
        let style = Style { justify: true, hyphenate: true, ..theme().text.body };
        let lines = set(&plain(WORDS), style, 120.0);
        assert!(lines.iter().any(|(line, _)| line.ends_with('\u{ad}')), "{lines:?}");
        let together: String = lines.iter().map(|(line, _)| line.replace([' ', '\u{ad}'], "")).collect();
        assert_eq!(together, WORDS.replace(' ', ""), "{lines:?}");
    }

    #[test]
    fn a_soft_hyphen_shows_only_where_it_parts_a_word() {
        let text = plain("Donau\u{ad}dampf\u{ad}schiff");
        assert_eq!(set(&text, theme().text.body, 400.0).len(), 1);
        let lines = set(&text, theme().text.body, 60.0);
        assert_eq!(lines.len(), 2, "{lines:?}");
    }

    #[test]
    fn a_blank_stays_with_the_words_it_touches() {
        let mut text = plain("The name is (");
        text.push(Inline::Blank { width: 12 });
        text.extend(plain("), is it not?"));
        for width in [90.0, 100.0, 110.0, 120.0, 130.0, 140.0] {
            let lines = set(&text, theme().text.body, width);
            assert!(lines.iter().any(|(line, _)| line.contains("(),")), "{lines:?}");
        }
    }

    /// Text in which what stands between dollar signs is a formula.
    #[cfg(feature = "math")]
    fn with_formulas(text: &str) -> Vec<Inline> {
        let mut is_formula = true;
        let parts = text.split('$').flat_map(|part| {
            is_formula = !is_formula;
            let span = Span::new(Sources::default().add("test", part), 0..part.len());
            let formula = || Inline::Formula(crate::math::set(part, false).unwrap().into(), span);
            if is_formula { vec![formula()] } else { plain(part) }
        });
        parts.collect()
    }

    #[cfg(feature = "math")]
    #[test]
    fn no_sign_that_belongs_to_a_formula_is_on_another_line() {
        let text = with_formulas(
            "For all ($x^2 + y^2$), [$a$], “$n + 1$” and $\\frac{1}{n}$, whatever $f(x)$: is {$g$} or $h(x, y)$? \
             Or $z$! And $p$; so $q$. Then ($r$ or $s$).",
        );
        let (mut setter, theme) = (Typesetter::new(Fonts::load(None).unwrap(), Memory::default()), theme());
        let mut shaper = Shaper::new(&mut setter, &theme, "en");
        let mut count = 0;
        for width in 80..300 {
            for line in shaper.paragraph(&text, theme.text.body, width as f32).unwrap() {
                count += 1;
                let said = said(&line);
                assert!(
                    !said.starts_with([',', '.', ':', ';', '!', '?', ')', ']', '}', '”']) || begins(&line),
                    "{said}"
                );
                assert!(!said.ends_with(['(', '[', '{', '“']) || ends(&line), "{said}");
                assert!(right_edge(&line, &shaper.setter.fonts) < width as f32 + 0.2, "{said}");
            }
        }
        assert!(count > 500);
    }

    /// Whether the first mark of a line is a formula.
    #[cfg(feature = "math")]
    fn begins(line: &Line) -> bool {
        matches!(line.marks.first(), Some(Mark::Formula { .. }))
    }

    /// Whether the last mark of a line is a formula.
    #[cfg(feature = "math")]
    fn ends(line: &Line) -> bool {
        matches!(line.marks.last(), Some(Mark::Formula { .. }))
    }

    #[cfg(feature = "math")]
    #[test]
    fn a_formula_that_fits_only_without_its_comma_is_too_wide() {
        let (mut setter, theme) = (Typesetter::new(Fonts::load(None).unwrap(), Memory::default()), theme());
        let mut shaper = Shaper::new(&mut setter, &theme, "en");
        let formula = with_formulas("Let $x + y + z$");
        let width = shaper.shape(&formula[1..2], theme.text.body, None).widths().1 + 0.5;
        assert_eq!(shaper.paragraph(&formula, theme.text.body, width).unwrap().len(), 2);
        let problem = shaper.paragraph(&with_formulas("Let $x + y + z$, so"), theme.text.body, width).unwrap_err();
        assert_eq!(problem.message, "this formula is wider than the room it has");
    }

    #[test]
    fn no_text_has_no_glyphs() {
        assert!(set(&plain(""), theme().text.body, 100.0).iter().all(|(line, _)| line.is_empty()));
    }
}
