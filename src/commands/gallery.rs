//! `exampress gallery`: every theme, kind of question, answer space and block in one PDF.
//!
//! Its chapters are folders such as users have, each with an `exam.toml`, and are made as anybody's exams are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::assets;
use crate::export::Exporter;
use crate::fonts::Fonts;
use crate::layout::Document;
use crate::spec::{PaperSize, Switches};
use crate::wording::count;

use super::press::{compose, lay_out, page_size};
use super::project::{Project, Request};
use super::write::{Elsewhere, NewFile, write_for};
use super::{Context, Failure};

/// Where the chapters are among the program's own files; all but the bank are one.
const GALLERY: &str = "gallery";
const BANK: &str = "questions";

const OUT: Elsewhere = Elsewhere { flag: "--out", other: "another file" };

/// What is asked of a gallery.
#[derive(Debug, Clone)]
pub struct GalleryRequest {
    /// The file to write.
    pub file: PathBuf,
    /// The sheet it is made for.
    pub paper: Option<PaperSize>,
    /// `--force`.
    pub force: bool,
}

/// Writes the gallery; tells where it is.
pub fn gallery(request: &GalleryRequest, context: &mut Context) -> Result<String, Failure> {
    let Some(name) = request.file.file_name().and_then(|name| name.to_str()) else {
        let file = request.file.display();
        return Err(Failure::User(format!("{file}: this is not the name of a file\nhelp: end `--out` with a name")));
    };
    let place = unpacked()?;
    let mut fonts = Fonts::load(None).map_err(Failure::Bug)?;
    let mut papers = Vec::new();
    for chapter in chapters() {
        papers.extend(chapter_papers(&place.path().join(chapter), request.paper, &mut fonts, context)?);
    }
    let mut papers = papers.into_iter();
    let mut whole = papers.next().ok_or_else(|| Failure::Bug("the gallery has no chapter".to_owned()))?;
    "Exampress gallery".clone_into(&mut whole.title);
    papers.for_each(|paper| whole.append(paper));
    let pdf = Exporter::new(fonts).pdf(&whole, None).map_err(Failure::from)?;
    let folder = request.file.parent().unwrap_or(Path::new(""));
    write_for(folder, &[NewFile { name, bytes: &pdf }], request.force, OUT)?;
    Ok(format!("gallery    {} ({})\n", request.file.display(), count(whole.pages.len(), "page")))
}

/// The candidate sheet and the key of a chapter.
fn chapter_papers(
    folder: &Path,
    paper: Option<PaperSize>,
    fonts: &mut Fonts,
    context: &mut Context,
) -> Result<[Document; 2], Failure> {
    let switches = Switches { paper, ..Switches::default() };
    let request = Request { spec: Some(folder.join("exam.toml")), switches, ..Request::default() };
    let project = Project::open(&request, context)?;
    let spec = project.spec(context)?;
    let looks = project.looks(&spec.theme, &spec.words.language, context)?;
    let seed = Project::seed(&spec)?;
    let selections = project.draw(&spec, &BTreeSet::new(), &seed, context)?;
    let (_, flows) = compose(&project, &spec, &looks, &seed, &selections[0], context)?;
    let size = page_size(spec.paper);
    let [candidate, key] = flows.each_ref().map(|flow| lay_out(flow, &looks, size, context));
    *fonts = looks.fonts;
    Ok([candidate?, key?])
}

/// The names of the chapters, in their order.
fn chapters() -> BTreeSet<&'static str> {
    let inside = assets::built_in(GALLERY).filter_map(|(path, _)| path.split('/').nth(1));
    inside.filter(|name| *name != BANK && is_printable(name)).collect()
}

/// All files of the gallery in a folder that goes away by itself.
fn unpacked() -> Result<TempDir, Failure> {
    let folder = tempfile::tempdir();
    let written = folder.and_then(|folder| {
        for (path, bytes) in assets::built_in(GALLERY).filter(|(path, _)| is_printable(path)) {
            let path = path.split('/').skip(1).fold(folder.path().to_owned(), |folder, name| folder.join(name));
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(path, bytes)?;
        }
        Ok(folder)
    });
    written.map_err(|error| {
        let folder = std::env::temp_dir();
        Failure::User(format!(
            "{}: cannot be written: {}\nhelp: name a folder you may write to in the environment as TMPDIR",
            folder.display(),
            error.kind()
        ))
    })
}

/// Without the feature `math` there are no formulas to show.
fn is_printable(path: &str) -> bool {
    cfg!(feature = "math") || !path.contains("formulas")
}
