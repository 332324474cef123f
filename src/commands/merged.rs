//! Papers one behind the other in one file.

use std::collections::BTreeMap;

use crate::layout::{Document, Entry};
use crate::roster::ID;
use crate::spec::Spec;

use super::Failure;
use super::generate::{Printed, metadata_date};
use super::project::Looks;

/// The first page of a paper in the file, counted from one, and the number of its pages there.
pub(super) type Range = (usize, usize);

/// What the outline calls a paper: by the name and id of its candidate, or if it is anybody's by its form.
pub(super) fn title(candidate: Option<&BTreeMap<String, String>>, form: &str) -> String {
    let Some(id) = candidate.and_then(|values| values.get(ID)) else { return form.to_owned() };
    let name = candidate.and_then(|values| values.get("name")).filter(|name| !name.is_empty());
    name.map_or_else(|| id.clone(), |name| format!("{name} ({id})"))
}

/// The papers of a print file, so far.
pub(super) struct Merged<'a> {
    spec: &'a Spec,
    looks: &'a Looks,
    /// Each paper is a booklet of its own.
    are_booklets: bool,
    whole: Option<Document>,
    /// The pages of each paper.
    parts: Vec<usize>,
    /// The pages of the file, which are sides of sheets where two pages of a booklet stand on each.
    sides: usize,
}

impl<'a> Merged<'a> {
    pub(super) fn new(spec: &'a Spec, looks: &'a Looks, are_booklets: bool) -> Self {
        Self { spec, looks, are_booklets, whole: None, parts: Vec::new(), sides: 0 }
    }

    /// Puts a paper behind the others; gives where it is. Its outline goes below a line for whose it is; there its own title says nothing more.
    pub(super) fn add(&mut self, title: &str, mut paper: Document) -> Range {
        if paper.outline.first().is_some_and(|entry| entry.title == self.spec.words.title) {
            paper.outline.remove(0);
        }
        for entry in &mut paper.outline {
            entry.depth += 1;
        }
        paper.outline.insert(0, Entry { title: title.to_owned(), depth: 0, page: 0, y: 0.0 });
        let pages = paper.pages.len();
        self.parts.push(pages);
        let sides = if self.are_booklets { pages.next_multiple_of(4) / 2 } else { pages };
        let first_side = self.sides + 1;
        self.sides += sides;
        match &mut self.whole {
            Some(whole) => whole.append(paper),
            None => self.whole = Some(paper),
        }
        (first_side, sides)
    }

    /// The file.
    pub(super) fn print(self) -> Result<Printed, Failure> {
        let whole = self.whole.ok_or_else(|| Failure::Bug("there is no paper to print".to_owned()))?;
        let (exporter, date) = (&self.looks.exporter, metadata_date(self.spec));
        let pdf =
            if self.are_booklets { exporter.booklets(&whole, &self.parts, date) } else { exporter.pdf(&whole, date) };
        Ok(Printed { pages: self.sides, pdf: pdf?, is_locked: false })
    }
}
