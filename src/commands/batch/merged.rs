//! Papers one behind the other in one file.

use crate::leak;
use crate::manifest::{FileRecord, Made};
use crate::parallel::in_order;
use crate::progress::Progress;

use super::super::Failure;
use super::super::merged::{Merged, Range};
use super::plan::FormKey;
use super::summary::Sums;
use super::{Done, Press, Records, no_key};

impl Press<'_> {
    /// Makes all papers and writes them as two files, one after the other, so that only one of them is in memory.
    pub(super) fn together(&self, records: &mut Records) -> Result<(Sums, Vec<FileRecord>), Failure> {
        let names = &self.plan.merged;
        let (places, sheets) = self.sheets()?;
        let mut files = vec![sheets];
        let mut sums = Sums::default();
        let mut keys = Merged::new(self.desk.spec, self.desk.looks, false);
        let forms = self.form_keys(&mut keys)?;
        let progress = Progress::new(self.plan.sitters.len(), "keys");
        let mut sitters = self.plan.sitters.iter().zip(places);
        in_order(
            &self.plan.sitters,
            self.threads,
            |sitter| {
                let sheets = self.desk.compose(sitter)?;
                let key = sitter.key.is_some().then(|| self.desk.lay_out_own_key(sitter, &sheets)).transpose()?;
                Ok((sheets, key))
            },
            |(made, key)| {
                let (sitter, (first_page, pages)) = sitters.next().ok_or_else(no_key)?;
                let sheet = Made::Pages { file: names[0].clone(), first_page, pages };
                let key = match key {
                    Some(key) => Some(keys.add(&sitter.title(), key)),
                    None => forms.get(sitter.form).copied().flatten(),
                };
                let (first_page, pages) = key.ok_or_else(no_key)?;
                let key = Made::Pages { file: names[1].clone(), first_page, pages };
                sums.add(&made.sums);
                records.add(Done::new(&made, made.sums, [sheet, key]))?;
                progress.step();
                Ok::<_, Failure>(())
            },
        )?;
        drop(progress);
        let keys = keys.print()?.locked(self.desk.password)?;
        self.write(&names[1], &keys.pdf)?;
        files.push(keys.record(&names[1]));
        (sums.sheet_pages, sums.key_pages) = (files[0].pages, files[1].pages);
        Ok((sums, files))
    }

    /// Makes all candidate sheets and writes their file; tells where in it each is.
    fn sheets(&self) -> Result<(Vec<Range>, FileRecord), Failure> {
        let mut told = leak::Sheets::default();
        let mut sheets = Merged::new(self.desk.spec, self.desk.looks, self.desk.spec.front.booklet);
        let mut places = Vec::new();
        let progress = Progress::new(self.plan.sitters.len(), "candidate sheets");
        let lay_out = |sitter| {
            let sheets = self.desk.compose(sitter)?;
            Ok((leak::Sheets::of(&sheets.paper), self.desk.lay_out_sheet(sitter, &sheets)?))
        };
        in_order(&self.plan.sitters, self.threads, lay_out, |(own, sheet)| {
            told.add(own);
            places.push(sheets.add(&self.plan.sitters[places.len()].title(), sheet));
            progress.step();
            Ok::<_, Failure>(())
        })?;
        drop(progress);
        let printed = sheets.print()?;
        self.desk.guard.check(&printed.pdf, &told)?;
        let name = &self.plan.merged[0];
        self.write(name, &printed.pdf)?;
        Ok((places, printed.record(name)))
    }

    /// The keys of forms that several candidates have, and where each is.
    fn form_keys(&self, keys: &mut Merged<'_>) -> Result<Vec<Option<Range>>, Failure> {
        let mut places = Vec::new();
        let lay_out = |form: &FormKey| form.file.is_some().then(|| self.desk.lay_out_key(form.at)).transpose();
        in_order(&self.plan.keys, self.threads, lay_out, |key| {
            let title = &self.plan.keys[places.len()].title;
            places.push(key.map(|key| keys.add(title, key)));
            Ok::<_, Failure>(())
        })?;
        Ok(places)
    }
}

/// `candidate.pdf` for all is `candidates.pdf`.
pub(super) fn plural(file: &str) -> String {
    match file.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}s.{ending}"),
        None => format!("{file}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn a_file_for_all_is_called_by_the_plural() {
        assert_eq!(["candidate.pdf", "key", "a.b.pdf"].map(plural), ["candidates.pdf", "keys", "a.bs.pdf"]);
    }
}
