//! The faces that text is set in: those of the program, and before them those of the user's folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::reading;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts/text");
#[cfg(feature = "math")]
static FOR_FORMULAS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts/math");

/// Which face of [`Fonts`] a glyph belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId(pub usize);

/// A font file that is not the program's own.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// Its name.
    pub name: String,
    /// What messages call it.
    pub path: String,
    /// What it holds.
    pub bytes: Arc<Vec<u8>>,
}

/// A face of a font file.
#[derive(Clone)]
pub struct FaceData {
    /// Its name for PDF, such as `LibertinusSerif-Bold`.
    pub name: String,
    /// The file of the user's that it comes from; the program's own have none.
    pub file: Option<String>,
    family: String,
    blob: Blob<u8>,
}

impl std::fmt::Debug for FaceData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FaceData").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What PDF has to be told of a face, in units of its file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceMetrics {
    /// Units to the em of the file.
    pub units_per_em: u16,
    /// Height above the baseline, in units.
    pub ascent: i16,
    /// Depth below the baseline, in units, negative.
    pub descent: i16,
    /// The box that holds every glyph, in units: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// Rise and run of its slant.
    pub slant: (i16, i16),
    /// 400 is regular, 700 bold.
    pub weight: u16,
}

/// All faces, known by the order of their file names, the user's first.
#[derive(Clone)]
pub struct Fonts {
    /// What the shaper works with.
    pub context: FontContext,
    faces: Vec<FaceData>,
    families: Vec<String>,
    /// Place in `faces` of those that only formulas are set in, which the shaper does not know.
    formulas: BTreeMap<String, FaceId>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.faces).finish()
    }
}

impl Fonts {
    /// The program's faces and those of `folder`, or which file cannot be read and why.
    pub fn load(folder: Option<&Path>) -> Result<Self, String> {
        Self::with(&folder.map(read_folder).transpose()?.unwrap_or_default())
    }

    /// The program's faces and those of some files, or which file is no font.
    pub fn with(files: &[FontFile]) -> Result<Self, String> {
        let mut fonts = Self {
            context: FontContext {
                collection: Collection::new(CollectionOptions { shared: false, system_fonts: false }),
                source_cache: SourceCache::default(),
            },
            faces: Vec::new(),
            families: Vec::new(),
            formulas: BTreeMap::new(),
        };
        for file in files {
            fonts.add(&file.path, true, Arc::clone(&file.bytes) as Arc<dyn AsRef<[u8]> + Send + Sync>)?;
        }
        let mut files: Vec<_> = BUILT_IN.files().filter(|file| is_font(file.path())).collect();
        files.sort_by_key(|file| file.path());
        for file in files {
            fonts.add(&file.path().display().to_string(), false, Arc::new(file.contents()))?;
        }
        #[cfg(feature = "math")]
        fonts.add_for_formulas();
        Ok(fonts)
    }

    #[cfg(feature = "math")]
    fn add_for_formulas(&mut self) {
        let mut files: Vec<_> = FOR_FORMULAS.files().filter(|file| is_font(file.path())).collect();
        files.sort_by_key(|file| file.path());
        for file in files {
            let name = file.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let role = name.trim_start_matches("KaTeX_").to_owned();
            self.formulas.insert(role, FaceId(self.faces.len()));
            self.faces.push(FaceData {
                name,
                file: None,
                family: String::new(),
                blob: Blob::new(Arc::new(file.contents())),
            });
        }
    }

    fn add(&mut self, file: &str, own: bool, bytes: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Result<(), String> {
        let blob = Blob::new(bytes);
        let damaged = || {
            format!(
                "{file}: this is not a font that can be used\nhelp: put TrueType or OpenType files (.ttf, .otf) into the folder"
            )
        };
        let font = FontRef::new(blob.data()).map_err(|_| damaged())?;
        let name = font
            .localized_strings(skrifa::string::StringId::POSTSCRIPT_NAME)
            .english_or_first()
            .map_or_else(|| format!("Face{}", self.faces.len()), |name| name.chars().collect());
        let name = name.chars().filter(char::is_ascii_graphic).collect();
        let families = self.context.collection.register_fonts(blob.clone(), None);
        if families.is_empty() {
            return Err(damaged());
        }
        let family = families[0].0;
        let family = self.context.collection.family_name(family).unwrap_or_default().to_owned();
        if !self.families.contains(&family) {
            self.families.push(family.clone());
        }
        self.faces.push(FaceData { name, file: own.then(|| file.to_owned()), family, blob });
        Ok(())
    }

    /// The names of all families.
    #[must_use]
    pub fn families(&self) -> &[String] {
        &self.families
    }

    /// Whether every face of a family has a character.
    #[must_use]
    pub fn covers(&self, family: &str, character: char) -> bool {
        let mut faces = self.faces.iter().filter(|face| face.family == family);
        faces.all(|face| face.font().charmap().map(character).is_some())
    }

    /// Whether any face of a family has a character.
    #[must_use]
    pub fn has(&self, family: &str, character: char) -> bool {
        let mut faces = self.faces.iter().filter(|face| face.family == family);
        faces.any(|face| face.font().charmap().map(character).is_some())
    }

    /// The face and the glyph for a character of a formula; the name is that of a face for formulas.
    #[must_use]
    pub fn for_formula(&self, face: &str, character: char) -> Option<(FaceId, u16)> {
        let id = *self.formulas.get(face)?;
        let glyph = self.face(id).font().charmap().map(character)?;
        Some((id, u16::try_from(glyph.to_u32()).ok()?))
    }

    /// The face that the shaper took a glyph from.
    #[must_use]
    pub fn face_of(&self, blob: u64) -> Option<FaceId> {
        self.faces.iter().position(|face| face.blob.id() == blob).map(FaceId)
    }

    /// A face.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &FaceData {
        &self.faces[id.0]
    }
}

impl FaceData {
    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.blob.data()
    }

    fn font(&self) -> FontRef<'_> {
        FontRef::new(self.bytes()).expect("the file was read as a font when it was added")
    }

    /// The glyph of a character and its width in ems.
    #[must_use]
    pub fn glyph(&self, character: char) -> Option<(u16, f32)> {
        let font = self.font();
        let glyph = font.charmap().map(character)?;
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Some((u16::try_from(glyph.to_u32()).ok()?, metrics.advance_width(glyph)?))
    }

    /// The glyphs that have names of a list, each with its place in the list.
    #[must_use]
    pub fn named(&self, names: &[&str]) -> Vec<(u16, usize)> {
        let glyphs = self.font().glyph_names();
        let place = |name: &str| names.iter().position(|known| *known == name);
        let found = glyphs
            .iter()
            .filter_map(|(glyph, name)| Some((u16::try_from(glyph.to_u32()).ok()?, place(name.as_str())?)));
        found.collect()
    }

    /// The widths of some glyphs, in units.
    #[must_use]
    pub fn widths(&self, glyphs: &[u16]) -> Vec<u16> {
        let font = self.font();
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        glyphs.iter().map(|&glyph| metrics.advance_width(GlyphId::from(glyph)).unwrap_or(0.0) as u16).collect()
    }

    /// What PDF has to be told of the face.
    #[must_use]
    pub fn metrics(&self) -> FaceMetrics {
        let font = self.font();
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let slant = font.hhea().map_or((1, 0), |hhea| (hhea.caret_slope_rise(), hhea.caret_slope_run()));
        FaceMetrics {
            units_per_em: metrics.units_per_em,
            ascent: metrics.ascent as i16,
            descent: metrics.descent as i16,
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|edge| edge as i16),
            slant,
            weight: font.os2().map_or(400, |os2| os2.us_weight_class()),
        }
    }
}

/// The font files of a folder in the order of their names, or which of them cannot be read and why.
pub fn read_folder(folder: &Path) -> Result<Vec<FontFile>, String> {
    let failed = |path: &Path, error: &std::io::Error| {
        format!(
            "{}: cannot be read: {error}\nhelp: name a folder of font files, or leave it out for the built-in ones",
            path.display()
        )
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, &error))? {
        paths.push(entry.map_err(|error| failed(folder, &error))?.path());
    }
    paths.sort();
    let read = |path: PathBuf| {
        Ok(FontFile {
            name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: Arc::new(reading::bytes(&path, reading::MOST_FONT).map_err(|error| failed(&path, &error))?),
            path: path.display().to_string(),
        })
    };
    paths.into_iter().filter(|path| is_font(path)).map(read).collect()
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    ["ttf", "otf"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}
