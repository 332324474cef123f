//! Where lines end: the breaks of a paragraph with the least total demerits (Knuth and Plass, "Breaking paragraphs into
//! lines", 1981), over boxes, glue and penalties. Lengths are thousandths of a point and costs are whole numbers, so that a
//! paragraph breaks alike everywhere.

/// How bad a break is: ten is as bad as a ragged line that is one em too short.
pub(super) type Penalty = i64;

/// Text that no line break cuts, the white space after it, and what a break there costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    /// Width without the white space after it.
    pub(super) width: i64,
    /// The part of the width that may grow and shrink.
    pub(super) glue: i64,
    /// White space after it, which vanishes at the end of a line.
    pub(super) space: i64,
    /// The part of that space that may grow and shrink.
    pub(super) space_glue: i64,
    /// The break after it.
    pub(super) end: End,
}

/// The break after a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// How bad it is.
    pub(super) penalty: Penalty,
    /// Width of the hyphen that a break adds; 0 for none.
    pub(super) hyphen: i64,
    /// The line would end with a hyphen, whether added or written.
    pub(super) hyphenated: bool,
    /// The line ends here whatever it costs.
    pub(super) forced: bool,
}

/// What lines are to fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure {
    /// Width of a line.
    pub(super) width: i64,
    /// Size of the type.
    pub(super) em: i64,
    /// Spaces grow and shrink so that lines end alike.
    pub(super) justified: bool,
}

/// A line that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The first segment that is not on it.
    pub(super) end: usize,
    /// What its spaces grow by in all, below zero where they shrink.
    pub(super) extra: i64,
    /// Its glue, over which that is shared out.
    pub(super) glue: i64,
}

/// What each line costs in TeX (`\linepenalty`), and what it costs in ragged text.
const LINE: (i64, i64) = (10, 50);
/// What two hyphens, one line under the other, cost more: a hundred squared, as `\doublehyphendemerits` in TeX.
const TWO_HYPHENS: i64 = 100;
/// What a third hyphen under two costs.
const THREE_HYPHENS: i64 = 10_000_000_000_000;
/// What a hyphen on the last line but one costs more.
const LATE_HYPHEN: i64 = 70;
/// What a loose line next to a tight one costs more (`\adjdemerits`).
const UNLIKE: i64 = 100;
/// A last line shorter than this many thousandths of an em, or than a fifth of the width, looks lost.
const SHORT_END: i64 = 3000;
/// What that costs.
const SHORT: i64 = 100;
/// A line that is wider than it may be, for which there is no other way.
const TOO_WIDE: i64 = 100_000_000_000_000;
/// Spaces grow by at most this many thousandths of their half; a line that would need more stays ragged.
const LOOSEST: i64 = 3000;
/// How much worse the shortness of such a line is than that of a line in ragged text.
const GIVEN_UP: i64 = 2000;

/// The ends of the lines with the least total demerits; the last is the number of segments.
pub(super) fn best(segments: &[Segment], measure: Measure) -> Vec<Chosen> {
    let paragraph = Paragraph::new(segments, measure);
    let count = segments.len();
    let mut states = vec![[Step::UNREACHED; State::COUNT]; count + 1];
    states[0][0].cost = 0;
    for start in 0..count {
        if states[start].iter().all(|step| step.cost == i64::MAX) {
            continue;
        }
        for end in start + 1..=count {
            let Some(line) = paragraph.line(start, end) else { break };
            for from in 0..State::COUNT {
                let before = states[start][from].cost;
                if before == i64::MAX {
                    continue;
                }
                let (extra, to) = State(from).followed_by(&line);
                let cost = before + line.cost + extra;
                let slot = &mut states[end][to.0];
                if cost < slot.cost {
                    *slot = Step { cost, from: (start, from) };
                }
            }
            if segments[end - 1].end.forced {
                break;
            }
        }
    }
    let mut ends = Vec::new();
    let mut at = (count, (0..State::COUNT).min_by_key(|state| states[count][*state].cost).unwrap_or(0));
    while at.0 > 0 {
        let from = states[at.0][at.1].from;
        let line = paragraph.line(from.0, at.0).expect("only lines that are possible were chosen");
        ends.push(Chosen { end: at.0, extra: line.extra, glue: line.glue });
        at = from;
    }
    ends.reverse();
    ends
}

/// The cheapest way to a state, and the state before it.
#[derive(Debug, Clone, Copy)]
struct Step {
    cost: i64,
    from: (usize, usize),
}

impl Step {
    const UNREACHED: Self = Self { cost: i64::MAX, from: (0, 0) };
}

/// What the next line needs to know of the one before: its looseness (0 to 3), and how many lines up to it end with a
/// hyphen (0 to 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State(usize);

impl State {
    const COUNT: usize = 12;

    /// The state after one more line, and what the two beside each other cost.
    fn followed_by(self, line: &Line) -> (i64, Self) {
        let (looseness, hyphens) = (self.0 / 3, self.0 % 3);
        let mut cost = 0;
        let mut run = 0;
        if line.hyphenated {
            run = hyphens + 1;
            cost += if hyphens >= 1 { squared(TWO_HYPHENS) } else { 0 };
            cost += if hyphens >= 2 { THREE_HYPHENS } else { 0 };
        }
        if line.is_last && hyphens > 0 {
            cost += squared(LATE_HYPHEN);
        }
        // The first line follows state 0, in which no line is: looseness counts from 1 there.
        if looseness > 0 && looseness.abs_diff(line.looseness) > 1 {
            cost += squared(UNLIKE);
        }
        (cost, Self(line.looseness * 3 + run.min(2)))
    }
}

/// A line that is possible.
struct Line {
    cost: i64,
    /// 1 for tight, 2 for even, 3 for loose.
    looseness: usize,
    hyphenated: bool,
    is_last: bool,
    extra: i64,
    glue: i64,
}

/// Segments with the sums up to each.
struct Paragraph<'a> {
    segments: &'a [Segment],
    measure: Measure,
    widths: Vec<i64>,
    glues: Vec<i64>,
}

impl<'a> Paragraph<'a> {
    fn new(segments: &'a [Segment], measure: Measure) -> Self {
        let sums = |of: fn(&Segment) -> i64| {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend(segments.iter().map(|segment| {
                sum += of(segment);
                sum
            }));
            sums
        };
        Self {
            segments,
            measure,
            widths: sums(|segment| segment.width + segment.space),
            glues: sums(|segment| segment.glue + segment.space_glue),
        }
    }

    /// The line from one segment to another, or none if it is wider than it may be although it could be shorter.
    fn line(&self, start: usize, end: usize) -> Option<Line> {
        let tail = &self.segments[end - 1];
        let Measure { width, em, justified } = self.measure;
        let text = self.widths[end] - self.widths[start] - tail.space;
        let glue = self.glues[end] - self.glues[start] - tail.space_glue;
        let is_last = tail.end.forced || end == self.segments.len();
        let natural = text + tail.end.hyphen;
        let shrink = if justified { glue / 3 } else { 0 };
        let mut line = Line {
            cost: if is_last { 0 } else { squared(tail.end.penalty) },
            looseness: 2,
            hyphenated: tail.end.hyphenated && !is_last,
            is_last,
            extra: 0,
            glue,
        };
        let short = width - natural;
        if short < -shrink {
            // Without its hyphen the line may fit with a further segment.
            let alone = end == start + 1;
            if !alone && text - shrink > width {
                return None;
            }
            line.cost += TOO_WIDE - 1000 * short / em;
            line.extra = if justified { -shrink } else { 0 };
            return Some(line);
        }
        // Thousandths of what the glue can do.
        let room = if short < 0 { shrink } else { glue / 2 };
        let ratio = if short == 0 { 0 } else { short.abs() * 1000 / room.max(1) };
        if is_last {
            let stub = (SHORT_END * em / 1000).min(width / 5);
            let has_line_before = start > 0 && !self.segments[start - 1].end.forced;
            if has_line_before && natural < stub {
                line.cost += squared(SHORT);
            }
        }
        if !justified {
            line.cost += squared(LINE.1) + if is_last { 0 } else { ragged_cost(short, em) };
        } else if is_last && short >= 0 {
            line.cost += justified_cost(0);
        } else if short > 0 && ratio > LOOSEST {
            line.cost += justified_cost(LOOSEST) + GIVEN_UP * ragged_cost(short, em);
            line.looseness = 3;
        } else {
            line.cost += justified_cost(ratio);
            line.extra = short;
            line.looseness = match (short < 0, ratio) {
                (true, 501..) => 1,
                (false, 501..) => 3,
                _ => 2,
            };
        }
        Some(line)
    }
}

/// Costs are counted in hundredths squared.
fn squared(of: i64) -> i64 {
    10_000 * of * of
}

/// Ten for each em that is missing, squared.
fn ragged_cost(short: i64, em: i64) -> i64 {
    let badness = 1000 * short / em;
    badness * badness
}

/// The demerits of TeX: the line's penalty and a hundred times the cube of the ratio, squared.
fn justified_cost(ratio: i64) -> i64 {
    let badness = 100 * LINE.0 + ratio * ratio * ratio / 100_000;
    badness * badness
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of our own, so that the paragraphs are the same each time.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, sides: i64) -> i64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as i64 % sides
        }

        fn segment(&mut self) -> Segment {
            let space = if self.below(4) > 0 { 2_500 } else { 0 };
            let hyphen = if space == 0 && self.below(2) > 0 { 3_000 } else { 0 };
            let glue = if self.below(5) == 0 { 2_500 } else { 0 };
            Segment {
                width: glue + 2_000 + self.below(40_000),
                glue,
                space,
                space_glue: space,
                end: End {
                    penalty: if space > 0 { 0 } else { self.below(120) },
                    hyphen,
                    hyphenated: hyphen > 0,
                    forced: self.below(25) == 0,
                },
            }
        }
    }

    /// The total demerits of a way to break, counted from the first line to the last.
    fn total(paragraph: &Paragraph<'_>, ends: &[usize]) -> Option<i64> {
        let mut sum = 0;
        let mut state = State(0);
        let mut start = 0;
        for &end in ends {
            if paragraph.segments[start..end - 1].iter().any(|segment| segment.end.forced) {
                return None;
            }
            let line = paragraph.line(start, end)?;
            let (extra, next) = state.followed_by(&line);
            sum += line.cost + extra;
            state = next;
            start = end;
        }
        Some(sum)
    }

    #[test]
    fn no_other_way_to_break_has_fewer_demerits() {
        let mut dice = Dice(7);
        for round in 0..600 {
            let segments: Vec<Segment> = (0..=dice.below(11)).map(|_| dice.segment()).collect();
            let measure = Measure { width: 45_000 + dice.below(120_000), em: 10_000, justified: round % 2 == 0 };
            let paragraph = Paragraph::new(&segments, measure);
            let ends: Vec<usize> = best(&segments, measure).iter().map(|line| line.end).collect();
            let found = total(&paragraph, &ends).expect("the breaker chooses lines that are possible");
            let count = segments.len();
            let least = (0..1_u32 << (count - 1))
                .filter_map(|mask| {
                    let ends: Vec<usize> =
                        (1..=count).filter(|end| *end == count || mask & (1 << (end - 1)) != 0).collect();
                    total(&paragraph, &ends)
                })
                .min();
            assert_eq!(Some(found), least, "{segments:?} {measure:?}");
        }
    }

    fn words(widths: &[i64]) -> Vec<Segment> {
        let end = End { penalty: 0, hyphen: 0, hyphenated: false, forced: false };
        widths.iter().map(|&width| Segment { width, glue: 0, space: 2_500, space_glue: 2_500, end }).collect()
    }

    fn ends(segments: &[Segment], width: i64, justified: bool) -> Vec<usize> {
        best(segments, Measure { width, em: 10_000, justified }).iter().map(|line| line.end).collect()
    }

    #[test]
    fn an_early_line_gives_up_a_word_that_a_later_one_needs() {
        let segments = words(&[40_000, 45_000, 8_000, 55_000, 60_000]);
        assert_eq!(ends(&segments, 100_000, false), [2, 4, 5]);
    }

    #[test]
    fn a_last_line_of_one_short_word_gets_another_word() {
        let segments = words(&[30_000, 30_000, 30_000, 10_000]);
        assert_eq!(ends(&segments, 100_000, false), [2, 4]);
    }

    #[test]
    fn the_spaces_of_a_justified_line_fill_it() {
        let segments = words(&[30_000, 30_000, 30_000, 60_000, 20_000]);
        let lines = best(&segments, Measure { width: 99_000, em: 10_000, justified: true });
        assert_eq!(lines[0], Chosen { end: 3, extra: 4_000, glue: 5_000 });
        assert_eq!(lines[1].extra, 0);
    }

    #[test]
    fn a_word_wider_than_the_line_has_a_line_of_its_own() {
        assert_eq!(ends(&words(&[30_000, 130_000, 30_000]), 100_000, false), [1, 2, 3]);
    }

    #[test]
    fn no_three_lines_end_with_hyphens_where_there_is_another_way() {
        let mut segments = words(&[50_000; 8]);
        for (at, segment) in segments.iter_mut().enumerate() {
            if at % 2 == 1 {
                *segment = Segment { space: 0, space_glue: 0, width: 47_000, ..*segment };
                segment.end = End { penalty: 50, hyphen: 500, hyphenated: true, forced: false };
            }
        }
        let lines = ends(&segments, 100_000, false);
        let runs: Vec<bool> = lines.iter().map(|end| segments[end - 1].end.hyphenated).collect();
        assert!(!runs.windows(3).any(|run| run == [true; 3]), "{lines:?}");
    }
}
