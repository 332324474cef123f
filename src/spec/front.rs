//! What stands around the questions beside words of their own, and how the candidate sheet is printed.

use super::check::Check;
use super::fields::{Placed, Words};
use super::range;

/// Most minutes that candidates may have: a day.
const MOST_MINUTES: u64 = 1440;

/// Most characters of a watermark: more would be too small to see.
const LONGEST_WATERMARK: usize = 30;

/// These fields as they are asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct AskedFront {
    pub(super) institution: Option<Words>,
    pub(super) logo: Option<Words>,
    pub(super) time: Option<Words>,
    pub(super) cover: Option<bool>,
    pub(super) watermark: Option<Words>,
    pub(super) duplex: Option<bool>,
    pub(super) booklet: Option<bool>,
}

/// What stands around the questions, and how the candidate sheet is printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Front {
    /// Who sets the exam.
    pub institution: Option<String>,
    /// The picture file of its sign.
    pub logo: Option<Placed<String>>,
    /// Minutes that candidates have.
    pub time: Option<u32>,
    /// The first page is a cover.
    pub cover: bool,
    /// Printed large and light behind the text.
    pub watermark: Option<Placed<String>>,
    /// The candidate sheet is printed on both sides.
    pub duplex: bool,
    /// The candidate sheet is printed two pages to a side, to be folded.
    pub booklet: bool,
}

impl AskedFront {
    /// What is asked for here, and in `under` where it is not.
    pub(super) fn over(self, under: Self) -> Self {
        Self {
            institution: self.institution.or(under.institution),
            logo: self.logo.or(under.logo),
            time: self.time.or(under.time),
            cover: self.cover.or(under.cover),
            watermark: self.watermark.or(under.watermark),
            duplex: self.duplex.or(under.duplex),
            booklet: self.booklet.or(under.booklet),
        }
    }
}

impl Check<'_> {
    /// These fields, complete.
    pub(super) fn front(&mut self, asked: &AskedFront) -> Front {
        let fields = [(&asked.institution, "institution"), (&asked.logo, "logo"), (&asked.watermark, "watermark")];
        for (field, what) in fields {
            if let Some(field) = field.as_ref().filter(|field| field.value.trim().is_empty()) {
                self.problem(field, format!("the {what} is empty"), "write it, or leave it out");
            }
        }
        if let Some(mark) = asked.watermark.as_ref().filter(|mark| mark.value.chars().count() > LONGEST_WATERMARK) {
            let help = format!("write one or two words, up to {LONGEST_WATERMARK} characters");
            self.problem(mark, "this watermark is too long to be large", help);
        }
        if let Some(mark) = asked.watermark.as_ref().filter(|mark| mark.value.contains('\n')) {
            self.problem(mark, "this watermark has more than one line", "write it in one");
        }
        Front {
            institution: asked.institution.as_ref().map(|words| words.value.clone()),
            logo: asked.logo.clone(),
            time: asked.time.as_ref().and_then(|time| self.time(time)),
            cover: asked.cover.unwrap_or_default(),
            watermark: asked.watermark.clone(),
            duplex: asked.duplex.unwrap_or_default(),
            booklet: asked.booklet.unwrap_or_default(),
        }
    }

    fn time(&mut self, time: &Words) -> Option<u32> {
        let minutes = range::number(&time.value).filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
        if minutes.is_none() {
            let help = format!("write a whole number of minutes from 1 to {MOST_MINUTES}");
            self.problem(time, format!("`{}` is no time for an exam", time.value), help);
        }
        minutes.and_then(|minutes| u32::try_from(minutes).ok())
    }
}
