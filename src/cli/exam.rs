//! An exam as the command line asks for it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::commands::{BatchOptions, Request};
use crate::spec::{Flag, Layout, Order, PaperSize, Switches};

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OrderArg {
    Level,
    Topic,
    Random,
    EasyFirst,
    Section,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PaperArg {
    A4,
    Letter,
}

impl From<PaperArg> for PaperSize {
    fn from(paper: PaperArg) -> Self {
        match paper {
            PaperArg::A4 => Self::A4,
            PaperArg::Letter => Self::Letter,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LayoutArg {
    Fill,
    Compact,
    OnePerPage,
}

/// An exam as the command line asks for it; every field of exam.toml is a flag, and flags win.
#[derive(Debug, Args)]
pub(super) struct RequestArgs {
    /// The exam spec; exam.toml in this folder is found by itself.
    spec: Option<PathBuf>,
    /// The title of the paper.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    title: Option<String>,
    /// A line under the title.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    subtitle: Option<String>,
    /// Who sets the exam, over the title.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    institution: Option<String>,
    /// A PNG, JPEG or SVG file beside the title.
    #[arg(long, value_name = "FILE")]
    logo: Option<String>,
    /// Minutes that candidates have; without it the questions' minutes are printed.
    #[arg(long, value_name = "MINUTES")]
    time: Option<String>,
    /// Whether the candidate sheet begins with a cover: instructions, fields for a name, and a table of marks.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    cover: Option<bool>,
    /// A word or two behind the text of every page, such as Draft.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    watermark: Option<String>,
    /// Whether the candidate sheet is printed on both sides and so gets an even number of pages.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    duplex: Option<bool>,
    /// Whether the candidate sheet is a booklet: two pages to a side of paper twice as large, to be folded and stapled.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    booklet: Option<bool>,
    /// Instructions to candidates, in Markdown.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    instructions: Option<String>,
    /// The date to print; written as 2026-05-04 it also goes into the PDF's metadata.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    date: Option<String>,
    /// The language of the fixed words, such as en or de.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The theme: serif, sans, compact, or the name of a file in the folder `themes` of your templates.
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// What the draw comes from: the same seed gives the same exam. Without it a fresh one is made and printed.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    seed: Option<String>,
    /// The name of the form; another name gives another draw from the same seed. With --forms, the one to print.
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// A CSV file of candidates with a column `id`: each gets papers of their own.
    #[arg(long, value_name = "FILE")]
    roster: Option<String>,
    /// Forms that are drawn together, by their number or their names.
    #[arg(long, value_name = "NUMBER|NAME,…")]
    forms: Option<String>,
    /// Questions that two forms may have in common; with `same`, forms differ in order only.
    #[arg(long, value_name = "NUMBER|same")]
    overlap: Option<String>,
    /// Questions that are in every form, by id.
    #[arg(long, value_name = "ID,…")]
    anchors: Option<String>,
    /// How far forms may be apart, such as marks=2,minutes=5.
    #[arg(long, value_name = "KEY=NUMBER,…")]
    band: Option<String>,
    /// The number of questions, such as 12 or 10..14, split evenly over the levels.
    #[arg(long, value_name = "NUMBER")]
    count: Option<String>,
    /// Questions of each level, such as junior=4,mid=3..5.
    #[arg(long, value_name = "LEVEL=NUMBER,…")]
    levels: Option<String>,
    /// Parts of the count for each level, such as junior=50,mid=30,senior=20.
    #[arg(long, value_name = "LEVEL=PART,…")]
    shares: Option<String>,
    /// Marks in all, such as 60, 55..65, ..65 or `near 60`.
    #[arg(long, value_name = "NUMBER")]
    marks: Option<String>,
    /// Minutes in all, written as marks are.
    #[arg(long, value_name = "NUMBER")]
    minutes: Option<String>,
    /// What else has to hold, such as level=senior,tag=lambda|closures,min=2; may be given several times.
    #[arg(long, value_name = "KEY=VALUE,…")]
    condition: Vec<String>,
    /// Only these topics.
    #[arg(long, value_name = "TOPIC,…")]
    topics: Option<String>,
    /// None of these topics.
    #[arg(long, value_name = "TOPIC,…")]
    exclude_topics: Option<String>,
    /// These questions, by id, whatever their topic.
    #[arg(long, value_name = "ID,…")]
    require: Option<String>,
    /// None of these questions, by id.
    #[arg(long, value_name = "ID,…")]
    exclude: Option<String>,
    /// Questions of which at most one is drawn, by id; may be given several times.
    #[arg(long, value_name = "ID,…")]
    enemies: Vec<String>,
    /// Whether two questions of one concept are never drawn together.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    one_per_concept: Option<bool>,
    /// Questions to favour, such as tag=new,weight=3 or used=false,weight=5; may be given several times.
    #[arg(long, value_name = "KEY=VALUE,…")]
    prefer: Vec<String>,
    /// Questions of earlier exams, by id.
    #[arg(long, value_name = "ID,…")]
    used: Option<String>,
    /// A file that remembers what was drawn, for whom and when: `generate` adds a line for each form.
    #[arg(long, value_name = "FILE")]
    history: Option<String>,
    /// Questions of the history that are not drawn; with a weight, such as from=all,weight=4, they only come less often.
    #[arg(long, value_name = "person|last 3 exams|all")]
    avoid: Option<String>,
    /// How questions follow each other.
    #[arg(long, value_enum)]
    order: Option<OrderArg>,
    /// Whether options are shuffled.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    shuffle_options: Option<bool>,
    /// The size of the paper.
    #[arg(long, value_enum)]
    paper: Option<PaperArg>,
    /// How pages are filled: answer spaces get the spare room, few pages, or a page for each question.
    #[arg(long, value_enum)]
    layout: Option<LayoutArg>,
    /// The same as --layout compact.
    #[arg(long, conflicts_with_all = ["layout", "one_per_page"])]
    compact: bool,
    /// The same as --layout one-per-page.
    #[arg(long, conflicts_with = "layout")]
    one_per_page: bool,
    /// The folder to write into.
    #[arg(long, value_name = "FOLDER")]
    out: Option<String>,
    /// The name of the candidate sheet.
    #[arg(long, value_name = "NAME")]
    candidate: Option<String>,
    /// The name of the answer key.
    #[arg(long, value_name = "NAME")]
    key: Option<String>,
    /// The name of the manifest.
    #[arg(long, value_name = "NAME")]
    manifest: Option<String>,
    /// A folder of question files, instead of the built-in bank.
    #[arg(long, value_name = "FOLDER")]
    bank: Option<String>,
    /// A folder of templates, words and a theme, each instead of the built-in one of its name.
    #[arg(long, value_name = "FOLDER")]
    templates: Option<String>,
    /// A folder of font files that come before the built-in ones.
    #[arg(long, value_name = "FOLDER")]
    fonts: Option<String>,
}

impl RequestArgs {
    fn layout(&self) -> Option<Layout> {
        match self.layout {
            Some(LayoutArg::Fill) => Some(Layout::Fill),
            Some(LayoutArg::Compact) => Some(Layout::Compact),
            Some(LayoutArg::OnePerPage) => Some(Layout::OnePerPage),
            None if self.compact => Some(Layout::Compact),
            None if self.one_per_page => Some(Layout::OnePerPage),
            None => None,
        }
    }

    pub(super) fn into_request(self, force: bool) -> Request {
        let layout = self.layout();
        let flags = [
            ("title", self.title),
            ("subtitle", self.subtitle),
            ("institution", self.institution),
            ("logo", self.logo),
            ("time", self.time),
            ("watermark", self.watermark),
            ("instructions", self.instructions),
            ("date", self.date),
            ("language", self.language),
            ("theme", self.theme),
            ("seed", self.seed),
            ("form", self.form),
            ("roster", self.roster),
            ("forms", self.forms),
            ("overlap", self.overlap),
            ("anchors", self.anchors),
            ("band", self.band),
            ("count", self.count),
            ("levels", self.levels),
            ("shares", self.shares),
            ("marks", self.marks),
            ("minutes", self.minutes),
            ("topics", self.topics),
            ("exclude-topics", self.exclude_topics),
            ("require", self.require),
            ("exclude", self.exclude),
            ("used", self.used),
            ("history", self.history),
            ("avoid", self.avoid),
            ("out", self.out),
            ("candidate", self.candidate),
            ("key", self.key),
            ("manifest", self.manifest),
            ("bank", self.bank),
            ("templates", self.templates),
            ("fonts", self.fonts),
        ];
        let repeated = [("condition", self.condition), ("enemies", self.enemies), ("prefer", self.prefer)];
        let repeated =
            repeated.into_iter().flat_map(|(name, values)| values.into_iter().map(move |value| (name, value)));
        let once = flags.into_iter().filter_map(|(name, value)| Some((name, value?)));
        Request {
            spec: self.spec,
            flags: once.chain(repeated).map(|(name, value)| Flag { name, value }).collect(),
            switches: Switches {
                order: self.order.map(|order| match order {
                    OrderArg::Level => Order::Level,
                    OrderArg::Topic => Order::Topic,
                    OrderArg::Random => Order::Random,
                    OrderArg::Section => Order::Section,
                    OrderArg::EasyFirst => Order::EasyFirst,
                }),
                shuffle_options: self.shuffle_options,
                one_per_concept: self.one_per_concept,
                cover: self.cover,
                duplex: self.duplex,
                booklet: self.booklet,
                paper: self.paper.map(PaperSize::from),
                layout,
            },
            force,
            batch: BatchOptions::default(),
            key_password: None,
            snapshot: false,
        }
    }
}
