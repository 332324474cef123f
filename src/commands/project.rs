//! Everything a command works with, found and read: the spec, and the bank, templates and fonts it asks for.
//!
//! Without a spec all of it is the program's own. With one, named or as `exam.toml` in the current folder, the folders
//! `questions`, `templates` and `fonts` beside it take the program's place, unless the spec or a flag names others.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::assets::Assets;
use crate::bank::{self, Bank, Kind, Origin, Question};
use crate::export::Exporter;
use crate::fonts::{self, FontFile, Fonts};
use crate::layout::{Memory, Typesetter};
use crate::manifest::LookRecord;
use crate::parallel::Pool;
use crate::reading;
use crate::select::{self, Item, Refusal, Selection};
use crate::snapshot::Snapshot;
use crate::spec::{self, Blueprint, Fields, Flag, Forms, Spec, Switches, Vocabulary};
use crate::stream::fresh_seed;
use crate::template::{FixedWords, Template};
use crate::theme::{Layer, Theme};

use super::{BatchOptions, Context, Failure, refusal};

/// What the command line asks for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The spec to read; `None` looks for `exam.toml` in the current folder.
    pub spec: Option<PathBuf>,
    /// Flags with values.
    pub flags: Vec<Flag>,
    /// Flags that can be nothing but right.
    pub switches: Switches,
    /// `--force`.
    pub force: bool,
    /// How papers for many are made.
    pub batch: BatchOptions,
    /// `--key-password-file`.
    pub key_password: Option<PathBuf>,
    /// `--snapshot`.
    pub snapshot: bool,
}

/// A request with the bank it draws from.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) fields: Fields,
    pub(super) bank: Bank,
    pub(super) assets: Assets,
    /// What messages call the request.
    pub(super) name: String,
    fonts: FontsFrom,
    items: OnceLock<Vec<Item>>,
}

/// Where fonts that are not the program's come from.
#[derive(Debug)]
pub(super) enum FontsFrom {
    /// A folder, if there is one.
    Folder(Option<PathBuf>),
    /// What was kept of one.
    Kept(Vec<FontFile>),
}

/// How papers look and what they say besides questions.
#[derive(Debug)]
pub(super) struct Looks {
    pub(super) theme: Theme,
    pub(super) words: FixedWords,
    /// The file that the words come from.
    pub(super) words_file: Template,
    pub(super) candidate: Template,
    pub(super) key: Template,
    pub(super) fonts: Fonts,
    /// Each sets one paper at a time.
    pub(super) setters: Pool<Typesetter>,
    /// What all of them remember.
    pub(super) memory: Memory,
    pub(super) exporter: Exporter,
    /// The files that all this was read from, in reading order.
    pub(super) files: Vec<LookFile>,
}

/// A file that decides how papers look.
#[derive(Debug, Clone)]
pub(super) struct LookFile {
    pub(super) record: LookRecord,
    pub(super) bytes: Arc<Vec<u8>>,
}

impl LookFile {
    fn new(name: &str, bytes: Arc<Vec<u8>>) -> Self {
        Self { record: LookRecord::of(name, &bytes), bytes }
    }

    fn of(name: &str, file: &Template) -> Self {
        Self::new(name, Arc::new(file.text.clone().into_bytes()))
    }
}

impl Looks {
    /// What the manifest says of their files.
    pub(super) fn records(&self) -> Vec<LookRecord> {
        self.files.iter().map(|file| file.record.clone()).collect()
    }
}

impl Project {
    /// Reads the spec and the bank.
    pub(super) fn open(request: &Request, context: &mut Context) -> Result<Self, Failure> {
        let flags = spec::from_flags(&request.flags, request.switches, &mut context.sources);
        let flags = flags.map_err(|problems| context.problems(&problems))?;
        let usual = Path::new("exam.toml");
        let path = request.spec.as_deref().or_else(|| usual.exists().then_some(usual));
        let fields = match path {
            Some(path) => flags.over(read_spec(path, context)?),
            None => flags,
        };
        let folder = path.map(|path| path.parent().unwrap_or(Path::new("")).to_owned());
        let beside = |name: &str| {
            let found = folder.as_ref()?.join(name);
            found.is_dir().then_some(found)
        };
        let [bank, templates, fonts] = fields.folders().map(|asked| asked.map(|asked| PathBuf::from(&asked.value)));
        let origin = bank.or_else(|| beside("questions")).map_or(Origin::BuiltIn, Origin::Folder);
        let bank = bank::load(&origin, &mut context.sources).map_err(|error| context.bank_error(error))?;
        if bank.questions.is_empty() {
            let place = match &origin {
                Origin::Folder(folder) => folder.display().to_string(),
                _ => "built-in bank".to_owned(),
            };
            return Err(Failure::User(format!(
                "{place}: there is no question in this bank\n\
                 help: put TOML files with `[[question]]` into it; `exampress init` writes one to start from"
            )));
        }
        let templates = templates.or_else(|| beside("templates"));
        if let Some(folder) = templates.as_ref().filter(|folder| !folder.is_dir()) {
            return Err(Failure::User(format!(
                "{}: there is no such folder of templates\nhelp: `exampress init` writes one to start from",
                folder.display()
            )));
        }
        Ok(Self {
            fields,
            bank,
            assets: Assets::new(templates),
            name: path.map_or_else(|| "command line".to_owned(), |path| path.display().to_string()),
            fonts: FontsFrom::Folder(fonts.or_else(|| beside("fonts"))),
            items: OnceLock::new(),
        })
    }

    /// What was kept of a project.
    pub(super) fn kept(snapshot: Snapshot, context: &mut Context) -> Result<Self, Failure> {
        let bank = bank::load(&Origin::Kept(Arc::new(snapshot.bank)), &mut context.sources);
        let mut templates = BTreeMap::new();
        let mut fonts = Vec::new();
        for (path, bytes) in snapshot.looks {
            if let Some(name) = path.strip_prefix("fonts/") {
                fonts.push(FontFile {
                    name: name.to_owned(),
                    path: format!("snapshot/{path}"),
                    bytes: Arc::new(bytes),
                });
            } else {
                let name = path.trim_start_matches("templates/").to_owned();
                templates.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(Self {
            fields: Fields::default(),
            bank: bank.map_err(|error| context.bank_error(error))?,
            assets: Assets::kept(templates),
            name: "snapshot".to_owned(),
            fonts: FontsFrom::Kept(fonts),
            items: OnceLock::new(),
        })
    }

    /// Completes and checks the request against the bank's names.
    pub(super) fn spec(&self, context: &Context) -> Result<Spec, Failure> {
        let names = |names: &[bank::Name]| names.iter().map(|name| name.id.clone()).collect::<Vec<_>>();
        let ids: Vec<String> = self.bank.questions.keys().cloned().collect();
        let all = |words: fn(&Question) -> Vec<String>| {
            let words: BTreeSet<String> = self.bank.questions.values().flat_map(words).collect();
            words.into_iter().collect::<Vec<_>>()
        };
        let vocabulary = Vocabulary {
            levels: &names(&self.bank.levels),
            topics: &names(&self.bank.topics),
            ids: &ids,
            kinds: &Kind::ALL.map(|kind| kind.word().to_owned()),
            tags: &all(|question| question.tags.clone()),
            concepts: &all(|question| question.concept.clone().into_iter().collect()),
            files: &all(|question| vec![question.file.clone()]),
            languages: &self.assets.names("words"),
            themes: &self.assets.names("themes"),
            language: &self.bank.language,
            title: &self.bank.title,
        };
        spec::resolve(self.fields.clone(), &vocabulary).map_err(|problems| context.problems(&problems))
    }

    /// The seed asked for, or a fresh one.
    pub(super) fn seed(spec: &Spec) -> Result<String, Failure> {
        spec.seed.clone().map_or_else(|| fresh_seed().map_err(Failure::User), Ok)
    }

    /// Draws all forms; `used` is avoided, if that is asked for.
    pub(super) fn draw(
        &self,
        spec: &Spec,
        used: &BTreeSet<String>,
        seed: &str,
        context: &Context,
    ) -> Result<Vec<Selection>, Failure> {
        select::draw(self.items(), &self.levels(), &spec.avoiding(used), seed)
            .map_err(|refusal| self.refused(spec, used, &refusal, context))
    }

    /// Draws the form of a candidate, which is called by their id.
    pub(super) fn draw_for(
        &self,
        id: &str,
        spec: &Spec,
        used: &BTreeSet<String>,
        seed: &str,
        context: &Context,
    ) -> Result<Selection, Failure> {
        let forms = Forms { names: vec![id.to_owned()], ..spec.blueprint.forms.clone() };
        let blueprint = Blueprint { forms, ..spec.blueprint.clone() };
        let spec = Spec { blueprint, ..spec.clone() };
        Ok(self.draw(&spec, used, seed, context)?.swap_remove(0))
    }

    /// Why nothing can be drawn, in words.
    pub(super) fn refused(
        &self,
        spec: &Spec,
        used: &BTreeSet<String>,
        refusal: &Refusal,
        context: &Context,
    ) -> Failure {
        Failure::User(refusal::message(&self.name, refusal, refusal::barred(spec, used).as_deref(), &context.sources))
    }

    /// What the draw may know of the questions.
    pub(super) fn items(&self) -> &[Item] {
        self.items.get_or_init(|| self.bank.questions.values().map(item).collect())
    }

    /// Ids of the bank's levels, easiest first.
    pub(super) fn levels(&self) -> Vec<String> {
        self.bank.levels.iter().map(|level| level.id.clone()).collect()
    }

    /// Reads theme, words, templates and fonts.
    pub(super) fn looks(&self, theme: &str, language: &str, context: &mut Context) -> Result<Looks, Failure> {
        let (theme, mut files) = self.theme(theme, context)?;
        let words_name = format!("words/{language}.toml");
        let words_file = self.asset(&words_name)?;
        let source = context.sources.add(words_file.name.clone(), words_file.text.clone());
        let words = FixedWords::read(&words_file.text, source).map_err(|problems| context.problems(&problems))?;
        let [candidate, key] = [self.asset("candidate.hbs")?, self.asset("key.hbs")?];
        for (name, file) in [(&*words_name, &words_file), ("candidate.hbs", &candidate), ("key.hbs", &key)] {
            files.push(LookFile::of(&format!("templates/{name}"), file));
        }
        let own_fonts = match &self.fonts {
            FontsFrom::Folder(folder) => folder.as_deref().map(fonts::read_folder).transpose(),
            FontsFrom::Kept(files) => Ok(Some(files.clone())),
        };
        let own_fonts = own_fonts.map_err(Failure::User)?.unwrap_or_default();
        let of_font = |font: &FontFile| LookFile::new(&format!("fonts/{}", font.name), Arc::clone(&font.bytes));
        files.extend(own_fonts.iter().map(of_font));
        let fonts = Fonts::with(&own_fonts).map_err(Failure::User)?;
        let exporter = Exporter::new(fonts.clone());
        Ok(Looks {
            theme,
            words,
            words_file,
            candidate,
            key,
            fonts,
            setters: Pool::default(),
            memory: Memory::default(),
            exporter,
            files,
        })
    }

    /// The usual theme, over it the one of this name, and over that what the user's `theme.toml` states.
    fn theme(&self, name: &str, context: &mut Context) -> Result<(Theme, Vec<LookFile>), Failure> {
        let usual = Assets::built_in("theme.toml").map_err(|reason| unreadable(&reason))?;
        let named = self.asset(&format!("themes/{name}.toml"))?;
        let own = self.assets.own("theme.toml").map_err(|reason| unreadable(&reason))?;
        let mut files = vec![
            LookFile::of("built-in/theme.toml", &usual),
            LookFile::of(&format!("templates/themes/{name}.toml"), &named),
        ];
        files.extend(own.iter().map(|file| LookFile::of("templates/theme.toml", file)));
        let mut layer = |file: &Template| context.sources.add(file.name.clone(), file.text.clone());
        let usual = (&*usual.text, layer(&usual));
        let differences: Vec<Layer<'_>> =
            iter::once(&named).chain(&own).map(|file| (&*file.text, layer(file))).collect();
        let theme = Theme::read(usual, &differences).map_err(|problems| context.problems(&problems))?;
        Ok((theme, files))
    }

    fn asset(&self, name: &str) -> Result<Template, Failure> {
        self.assets.read(name).map_err(|reason| unreadable(&reason))
    }
}

fn unreadable(reason: &str) -> Failure {
    Failure::User(format!("{reason}\nhelp: make the file readable, or take it away to use the program's own"))
}

/// What the draw may know of a question.
pub(super) fn item(question: &Question) -> Item {
    Item {
        id: question.id.clone(),
        level: question.level.clone(),
        topic: question.topic.clone(),
        kind: question.kind.word().to_owned(),
        tags: question.tags.clone(),
        concept: question.concept.clone(),
        file: question.file.clone(),
        marks: question.marks,
        minutes: question.minutes,
        excludes: question.excludes.clone(),
        set: question.set.clone(),
    }
}

/// Reads a spec; relative paths in it start from its folder.
fn read_spec(path: &Path, context: &mut Context) -> Result<Fields, Failure> {
    let name = path.display().to_string();
    let bytes = reading::bytes(path, reading::MOST_TEXT).map_err(|error| {
        Failure::User(format!(
            "{name}: cannot be read: {error}\nhelp: `exampress init` writes an exam.toml to start from"
        ))
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let readable = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = readable.split(|byte| *byte == b'\n').count();
        Failure::User(format!("{name}:{line}: this file is not UTF-8\nhelp: save the file as UTF-8 in your editor"))
    })?;
    let source = context.sources.add(name, text.clone());
    let fields = spec::read(&text, source).map_err(|problems| context.problems(&problems))?;
    Ok(fields.relative_to(path.parent().unwrap_or(Path::new(""))))
}
