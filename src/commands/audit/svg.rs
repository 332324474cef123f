//! A plot of all shares: for each group of like questions a strip of dots.

use super::Report;
use super::geometry::{Axis, swarm};
use super::marks::{grid, put};

pub(super) const WIDTH: f64 = 860.0;
pub(super) const MARGIN: f64 = 28.0;
/// The first strip begins here.
pub(super) const TOP: f64 = 104.0;
/// Room for p at the right.
const ASIDE: f64 = 78.0;
/// Room for the dots that are at 0 % or 100 %.
pub(super) const LANE: f64 = 64.0;
const LEAST_HEIGHT: f64 = 36.0;
/// The sizes of dots: the largest with which no strip is too high, else the last.
const RADII: [f64; 4] = [3.6, 3.0, 2.4, 1.6];
/// How far dots may reach over the middle of a strip.
const MOST_REACH: f64 = 66.0;

const STYLE: &str = "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:12px;\
fill:#222}.title{font-size:19px;font-weight:600}.small{font-size:11px;fill:#666}.end{text-anchor:end}\
.middle{text-anchor:middle}.grid{stroke:#e3e3e3}.rule{stroke:#999}.band{fill:#ececec}.mean{stroke:#222;stroke-width:1}\
.dot{fill:#8a8a8a}.far{fill:#1b5e9e}.alone{fill:#fff;stroke:#8a8a8a}";

/// The questions of a strip.
pub(super) struct Strip {
    pub(super) label: String,
    /// The group they are, unless each is like no other.
    pub(super) group: Option<usize>,
    pub(super) members: Vec<usize>,
}

/// Where things are.
pub(super) struct Frame {
    pub(super) axis: Axis,
    /// Ends of the axis.
    pub(super) ends: [f64; 2],
    /// The middles of the lanes for what is never and always drawn.
    pub(super) lanes: [Option<f64>; 2],
    pub(super) radius: f64,
}

impl Report {
    /// The plot as a file of its own.
    pub(super) fn svg(&self) -> String {
        let strips = self.strips();
        let frame = self.frame(&strips);
        let mut body = String::new();
        let mut top = TOP;
        for strip in &strips {
            let dots = self.dots(strip, &frame);
            let reach = dots.iter().map(|dot| dot.row.abs()).max().unwrap_or(0);
            let height = LEAST_HEIGHT.max(f64::from(2 * reach + 1) * frame.apart() + 16.0);
            self.strip(&mut body, strip, &dots, &frame, [top, height]);
            top += height;
        }
        let mut svg = String::new();
        let height = top + 106.0;
        put(
            &mut svg,
            format_args!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{WIDTH}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {WIDTH} {height:.0}\">\n<title>How often each question is drawn</title>\n<style>{STYLE}</style>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
            ),
        );
        self.head(&mut svg);
        grid(&mut svg, &frame, top);
        svg.push_str(&body);
        self.foot(&mut svg, top);
        svg.push_str("</svg>\n");
        svg
    }

    /// A strip for each group of several, and then for each level one of those that are like no other.
    fn strips(&self) -> Vec<Strip> {
        let audit = &self.audit;
        let (alone, alike): (Vec<usize>, Vec<usize>) =
            self.order.iter().copied().partition(|&at| audit.groups[at].alike == 1);
        let strip = |at: usize| {
            let (label, members) = (self.labels[at].clone(), audit.groups[at].members.clone());
            Strip { label, group: Some(at), members }
        };
        let of_level = |level: &str| {
            let members = alone.iter().flat_map(|&at| audit.groups[at].members.iter().copied());
            let members = members.filter(|&member| audit.questions[member].level == level).collect();
            Strip { label: format!("{level}, like no other"), group: None, members }
        };
        let alone = audit.levels.iter().map(|level| of_level(&level.name)).filter(|strip| !strip.members.is_empty());
        alike.into_iter().map(strip).chain(alone).collect()
    }

    fn frame(&self, strips: &[Strip]) -> Frame {
        let audit = &self.audit;
        let drawn = || audit.questions.iter().map(|question| question.drawn);
        let all = audit.draws as u64;
        let lanes = [0, all].map(|edge| drawn().any(|drawn| drawn == edge));
        let between = drawn().filter(|drawn| (1..all).contains(drawn)).map(|drawn| [drawn as f64; 2]);
        let bands = audit.groups.iter().filter(|group| group.test.is_some()).map(|group| audit.expected(group));
        let whole = between.chain(bands).reduce(|all, next| [all[0].min(next[0]), all[1].max(next[1])]);
        let [low, high] = whole.map_or([0.0, 100.0], |ends| ends.map(|drawn| self.percent(drawn)));
        let label = strips.iter().map(|strip| strip.label.chars().count()).max().unwrap_or(0);
        let lane = |there: bool| if there { LANE } else { 0.0 };
        let label_end = MARGIN + (label as f64 * 6.6).clamp(90.0, 270.0);
        let plot = [label_end + 16.0, WIDTH - MARGIN - ASIDE];
        let ends = [plot[0] + lane(lanes[0]), plot[1] - lane(lanes[1])];
        let middles = [plot[0] + LANE / 2.0 - 6.0, plot[1] - LANE / 2.0 + 6.0];
        let inside = 10.0;
        let mut frame = Frame {
            axis: Axis::new(low, high, ends[0] + inside, ends[1] - ends[0] - 2.0 * inside),
            ends,
            lanes: std::array::from_fn(|at| lanes[at].then_some(middles[at])),
            radius: RADII[0],
        };
        for radius in RADII {
            frame.radius = radius;
            let rows = strips.iter().flat_map(|strip| self.dots(strip, &frame)).map(|dot| dot.row);
            if f64::from(rows.max().unwrap_or(0)) * frame.apart() <= MOST_REACH {
                break;
            }
        }
        frame
    }

    fn dots(&self, strip: &Strip, frame: &Frame) -> Vec<Dot> {
        let group = strip.group.map(|at| &self.audit.groups[at]).filter(|group| group.test.is_some());
        let expected = group.map(|group| self.audit.expected(group));
        let mut dots: Vec<Dot> = strip
            .members
            .iter()
            .map(|&member| {
                let drawn = self.audit.questions[member].drawn as f64;
                let class = match expected {
                    _ if strip.group.is_none() => "alone",
                    Some([low, high]) if drawn < low || drawn > high => "far",
                    _ => "dot",
                };
                Dot { member, place: frame.place(drawn, self.audit.draws as f64), row: 0, class }
            })
            .collect();
        dots.sort_by(|a, b| a.place.total_cmp(&b.place));
        let places: Vec<f64> = dots.iter().map(|dot| dot.place).collect();
        dots.iter_mut().zip(swarm(&places, frame.apart())).for_each(|(dot, row)| dot.row = row);
        dots
    }
}

/// A question in its strip.
pub(super) struct Dot {
    pub(super) member: usize,
    pub(super) place: f64,
    pub(super) row: i32,
    pub(super) class: &'static str,
}

impl Frame {
    /// How far dots are apart.
    pub(super) fn apart(&self) -> f64 {
        2.0 * self.radius + 1.0
    }

    fn place(&self, drawn: f64, all: f64) -> f64 {
        let [never, always] = self.lanes;
        let lane = if drawn <= 0.0 {
            never
        } else if drawn >= all {
            always
        } else {
            None
        };
        lane.unwrap_or_else(|| self.axis.place(100.0 * drawn / all))
    }
}
