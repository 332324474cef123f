//! What the plot draws: words, strips, axis and legend.

use std::fmt::{Arguments, Write};

use super::svg::{Dot, Frame, LANE, MARGIN, Strip, TOP, WIDTH};
use super::{Report, chance};

impl Report {
    pub(super) fn head(&self, svg: &mut String) {
        let (draws, form) = (self.audit.draws, &self.form);
        let under = escaped(&format!(
            "{}: {draws} draws of form {form}, seeds “{seed} 1” to “{seed} {draws}”",
            self.bank,
            seed = self.seed
        ));
        put(
            svg,
            format_args!(
                "<text class=\"title\" x=\"{MARGIN}\" y=\"42\">How often each question is drawn</text>\n\
             <text class=\"small\" x=\"{MARGIN}\" y=\"62\">{under}</text>\n"
            ),
        );
    }

    pub(super) fn strip(&self, svg: &mut String, strip: &Strip, dots: &[Dot], frame: &Frame, [top, height]: [f64; 2]) {
        let middle = top + height / 2.0;
        let label = frame.ends[0] - 16.0 - if frame.lanes[0].is_some() { LANE } else { 0.0 };
        let group = strip.group.map(|at| &self.audit.groups[at]);
        let tested = group.and_then(|group| Some((group, group.test?)));
        let (bottom, tall) = (top + height - 4.0, height - 8.0);
        if let Some((group, test)) = tested {
            let [low, high] = self.audit.expected(group).map(|drawn| frame.axis.place(self.percent(drawn)));
            let mean = frame.axis.place(self.percent(Self::mean(group)));
            put(
                svg,
                format_args!(
                    "<rect class=\"band\" x=\"{low:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{tall:.1}\"/>\n\
                 <line class=\"mean\" x1=\"{mean:.1}\" x2=\"{mean:.1}\" y1=\"{:.1}\" y2=\"{bottom:.1}\"/>\n\
                 <text class=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
                    top + 4.0,
                    high - low,
                    top + 4.0,
                    WIDTH - MARGIN,
                    middle + 4.0,
                    escaped(&chance(test.p))
                ),
            );
        }
        put(
            svg,
            format_args!(
                "<text class=\"end\" x=\"{label:.1}\" y=\"{:.1}\">{}</text>\n\
             <text class=\"small end\" x=\"{label:.1}\" y=\"{:.1}\">{}</text>\n",
                middle - 2.0,
                escaped(&shortened(&strip.label)),
                middle + 12.0,
                crate::wording::count(strip.members.len(), "question")
            ),
        );
        for dot in dots {
            let question = &self.audit.questions[dot.member];
            put(
                svg,
                format_args!(
                    "<circle class=\"{}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{}\"><title>{}: {:.2} %</title></circle>\n",
                    dot.class,
                    dot.place,
                    middle - f64::from(dot.row) * frame.apart(),
                    frame.radius,
                    escaped(&question.id),
                    self.percent(question.drawn as f64)
                ),
            );
        }
    }

    /// What the marks mean, and the test of all groups.
    pub(super) fn foot(&self, svg: &mut String, top: f64) {
        let (first, second, third) = (top + 52.0, top + 70.0, top + 88.0);
        let legend = [
            (MARGIN, "<circle class=\"dot\" cx=\"X\" cy=\"Y\" r=\"3.6\"/>", "a question"),
            (MARGIN + 90.0, "<circle class=\"far\" cx=\"X\" cy=\"Y\" r=\"3.6\"/>", "one outside the grey band"),
            (MARGIN + 270.0, "<circle class=\"alone\" cx=\"X\" cy=\"Y\" r=\"3.6\"/>", "one that is like no other"),
        ];
        for (left, mark, words) in legend {
            let mark = mark.replace('X', &format!("{:.1}", left + 4.0)).replace('Y', &format!("{:.1}", first - 4.0));
            put(
                svg,
                format_args!("{mark}<text class=\"small\" x=\"{:.1}\" y=\"{first:.1}\">{words}</text>\n", left + 14.0),
            );
        }
        let band = "Line: mean of questions that are alike. Grey band: two standard deviations either way, about 95 of 100 \
                    if chances are equal.";
        put(svg, format_args!("<text class=\"small\" x=\"{MARGIN}\" y=\"{second:.1}\">{band}</text>\n"));
        let test = match (self.audit.overall(), self.audit.smallest()) {
            (Some(overall), Some(smallest)) => format!(
                "p: the chance of differences so large, or larger, if chances are equal. All together: about {}; the \
                 smallest times {}: {}.",
                chance(overall.p),
                self.audit.tests().count(),
                chance(smallest)
            ),
            _ => "There is no test: too few questions are alike, or too few draws were made.".to_owned(),
        };
        put(svg, format_args!("<text class=\"small\" x=\"{MARGIN}\" y=\"{third:.1}\">{}</text>\n", escaped(&test)));
    }
}

/// Axis and grid behind the strips, which end at `bottom`.
pub(super) fn grid(svg: &mut String, frame: &Frame, bottom: f64) {
    let top = TOP - 6.0;
    for (percent, words) in frame.axis.ticks() {
        let place = frame.axis.place(percent);
        put(
            svg,
            format_args!(
                "<line class=\"grid\" x1=\"{place:.1}\" x2=\"{place:.1}\" y1=\"{top:.1}\" y2=\"{bottom:.1}\"/>\n\
             <text class=\"small middle\" x=\"{place:.1}\" y=\"{:.1}\">{words}</text>\n",
                bottom + 17.0
            ),
        );
    }
    let [left, right] = frame.ends;
    put(
        svg,
        format_args!(
            "<line class=\"rule\" x1=\"{left:.1}\" x2=\"{right:.1}\" y1=\"{bottom:.1}\" y2=\"{bottom:.1}\"/>\n"
        ),
    );
    for (lane, words) in frame.lanes.iter().zip(["never", "always"]) {
        if let Some(place) = lane {
            put(
                svg,
                format_args!(
                    "<text class=\"small middle\" x=\"{place:.1}\" y=\"{:.1}\">{words}</text>\n",
                    bottom + 17.0
                ),
            );
        }
    }
    put(
        svg,
        format_args!(
            "<text class=\"small\" x=\"{left:.1}\" y=\"{:.1}\">share of draws</text>\n\
         <text class=\"small end\" x=\"{:.1}\" y=\"{:.1}\">p</text>\n",
            top - 6.0,
            WIDTH - MARGIN,
            top - 6.0
        ),
    );
}

fn shortened(label: &str) -> String {
    const MOST: usize = 40;
    if label.chars().count() <= MOST {
        return label.to_owned();
    }
    label.chars().take(MOST - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(super) fn put(svg: &mut String, words: Arguments<'_>) {
    svg.write_fmt(words).expect("writing into a string cannot fail");
}
