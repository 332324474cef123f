//! Papers in files of their own.

use crate::manifest::{FileRecord, Made};
use crate::parallel::in_order;
use crate::progress::Progress;

use super::super::Failure;
use super::plan::{FormKey, Sitter};
use super::summary::Sums;
use super::{Done, Press, Records, no_key};

impl Press<'_> {
    /// Makes and writes the keys of forms, and then the papers of each candidate.
    pub(super) fn singly(&self, records: &mut Records) -> Result<Sums, Failure> {
        let mut sums = Sums::default();
        let mut keys = Vec::new();
        in_order(
            &self.plan.keys,
            self.threads,
            |form| self.form_key(form),
            |key| {
                sums.key_pages += key.as_ref().map_or(0, |(_, new_pages)| *new_pages);
                keys.push(key.map(|(record, _)| record));
                Ok::<_, Failure>(())
            },
        )?;
        let progress = Progress::new(self.plan.sitters.len(), "papers");
        in_order(
            &self.plan.sitters,
            self.threads,
            |sitter| self.papers(sitter, &keys),
            |done| {
                sums.add(&done.sums);
                records.add(done)?;
                progress.step();
                Ok::<_, Failure>(())
            },
        )?;
        Ok(sums)
    }

    /// The record of a form's key, if anybody has the form, and how many of its pages are written in this share.
    fn form_key(&self, form: &FormKey) -> Result<Option<(FileRecord, usize)>, Failure> {
        let Some(name) = &form.file else { return Ok(None) };
        let key = self.desk.print_key(form.at)?;
        if form.is_ours {
            self.write(name, &key.pdf)?;
        }
        Ok(Some((key.record(name), if form.is_ours { key.pages } else { 0 })))
    }

    /// Makes and writes the papers of a candidate; gives their record.
    fn papers(&self, sitter: &Sitter<'_>, keys: &[Option<FileRecord>]) -> Result<Done, Failure> {
        let sheets = self.desk.compose(sitter)?;
        let printed = self.desk.print_sheet(sitter, &sheets)?;
        self.write(&sitter.sheet, &printed.pdf)?;
        let mut sums = sheets.sums;
        sums.sheet_pages = printed.pages;
        let sheet = printed.record(&sitter.sheet);
        let key = match &sitter.key {
            Some(name) => {
                let printed = self.desk.print_own_key(sitter, &sheets)?;
                self.write(name, &printed.pdf)?;
                sums.key_pages = printed.pages;
                printed.record(name)
            }
            None => keys.get(sitter.form).cloned().flatten().ok_or_else(no_key)?,
        };
        Ok(Done::new(&sheets, sums, [Made::File(sheet), Made::File(key)]))
    }
}
