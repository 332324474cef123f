//! Groups of flags that commands have.

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::commands::{BatchOptions, DrawOptions, Format, ReprintRequest, Request, Trial};
use crate::manifest::Shard;
use crate::spec::Flag;

/// Most shares of one exam.
const MOST_SHARES: usize = 10_000;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatArg {
    Table,
    Json,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Table => Self::Table,
            FormatArg::Json => Self::Json,
        }
    }
}

/// Where questions come from.
#[derive(Debug, Args)]
pub(super) struct BankArgs {
    /// The exam spec, whose folder may hold `questions`; exam.toml in this folder is found by itself.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// A folder of question files, instead of the built-in bank.
    #[arg(long, value_name = "FOLDER")]
    bank: Option<String>,
}

/// How papers for many are made.
#[derive(Debug, Args)]
pub(super) struct BatchArgs {
    /// Put all candidate sheets into one file, candidates.pdf, and all keys into another, keys.pdf.
    #[arg(long, conflicts_with = "shard")]
    merge: bool,
    /// Make one share of a roster or of forms only, such as the third of sixteen.
    #[arg(long, value_name = "3/16", value_parser = shard)]
    shard: Option<Shard>,
    /// Threads to work on; without it one for each core. The files are the same for any number.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// `3/16` is the third share of sixteen.
fn shard(text: &str) -> Result<Shard, String> {
    let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((number, of)) if (1..=of).contains(&number) && of <= MOST_SHARES => Ok(Shard { number, of }),
        _ => Err(format!("write the number of the share and of all shares, from 1/1 to {MOST_SHARES}/{MOST_SHARES}")),
    }
}

/// Exams that were made before, and where what they were made from is now.
#[derive(Debug, Args)]
pub(super) struct EarlierArgs {
    /// The manifests of the exams.
    #[arg(required = true, value_name = "MANIFEST")]
    manifests: Vec<PathBuf>,
    /// Only the form with this code, which stands on every page.
    #[arg(long, value_name = "CODE")]
    form: Option<String>,
    /// The exam spec, for the places of bank, templates, fonts and logo; exam.toml in this folder is found by itself.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// A folder of question files, instead of the built-in bank.
    #[arg(long, value_name = "FOLDER")]
    bank: Option<String>,
    /// A folder of templates, words and a theme.
    #[arg(long, value_name = "FOLDER")]
    templates: Option<String>,
    /// A folder of font files.
    #[arg(long, value_name = "FOLDER")]
    fonts: Option<String>,
    /// The picture file beside the title.
    #[arg(long, value_name = "FILE")]
    logo: Option<String>,
}

/// Where to print exams again, and from what.
#[derive(Debug, Args)]
pub(super) struct ReprintArgs {
    #[command(flatten)]
    earlier: EarlierArgs,
    /// The folder to write into, instead of that of the manifest.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The snapshot to print from; one beside the manifest is found by itself, unless a flag says where else to look.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["spec", "bank", "templates", "fonts", "logo"])]
    snapshot: Option<PathBuf>,
    /// Replace files that are not as they were.
    #[arg(long)]
    force: bool,
    /// The file whose first line is the password of the answer key, if it is encrypted.
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

/// What to show of a draw.
#[derive(Debug, Args)]
pub(super) struct DrawArgs {
    /// Also show every request with what came of it, and how far it is from its bounds.
    #[arg(long)]
    explain: bool,
    /// Show what moved since an earlier exam, and why; seed and form are those of the manifest unless others are asked for.
    #[arg(long, value_name = "MANIFEST")]
    diff: Option<PathBuf>,
    /// Draw with the seeds `SEED 1` to `SEED N`, count the questions, and test whether like ones have like chances.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000), conflicts_with_all = ["explain", "diff"])]
    pub(super) audit: Option<u32>,
    /// Write a plot of all shares.
    #[arg(long, value_name = "FILE", requires = "audit")]
    pub(super) svg: Option<PathBuf>,
    /// Replace a plot that exists.
    #[arg(long, requires = "svg")]
    pub(super) force: bool,
    /// For reading, or for programs.
    #[arg(long, value_enum, default_value_t = FormatArg::Table)]
    pub(super) format: FormatArg,
}

/// How the code in questions is run, if it is.
#[derive(Debug, Args)]
pub(super) struct TrialArgs {
    /// Also run the Python in the questions, with your rights, in an empty folder and without your environment.
    #[arg(long)]
    run: bool,
    /// The interpreter to run it with.
    #[arg(long, value_name = "PATH", requires = "run", default_value = if cfg!(windows) { "python" } else { "python3" })]
    python: PathBuf,
    /// The most time that one block of code may take.
    #[arg(long, value_name = "SECONDS", requires = "run", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    time_limit: u64,
}

impl BatchArgs {
    pub(super) fn into_options(self) -> BatchOptions {
        let threads = self.threads.and_then(|threads| NonZero::new(usize::from(threads)));
        BatchOptions { merge: self.merge, shard: self.shard, threads }
    }
}

impl DrawArgs {
    pub(super) fn into_options(self) -> DrawOptions {
        DrawOptions { explain: self.explain, diff: self.diff, format: self.format.into() }
    }
}

impl TrialArgs {
    pub(super) fn into_trial(self) -> Option<Trial> {
        self.run.then(|| Trial { python: self.python, limit: Duration::from_secs(self.time_limit) })
    }
}

impl EarlierArgs {
    pub(super) fn into_parts(self) -> (Vec<PathBuf>, Option<String>, Request) {
        let flags = [("bank", self.bank), ("templates", self.templates), ("fonts", self.fonts), ("logo", self.logo)];
        let flags = flags.into_iter().filter_map(|(name, value)| Some(Flag { name, value: value? })).collect();
        (self.manifests, self.form, Request { spec: self.spec, flags, ..Request::default() })
    }
}

impl ReprintArgs {
    pub(super) fn into_request(self) -> ReprintRequest {
        let (manifests, form, project) = self.earlier.into_parts();
        let project = Request { force: self.force, key_password: self.key_password_file, ..project };
        ReprintRequest { manifests, form, project, out: self.out, snapshot: self.snapshot }
    }
}

impl BankArgs {
    pub(super) fn into_request(self) -> Request {
        Request {
            spec: self.spec,
            flags: self.bank.into_iter().map(|value| Flag { name: "bank", value }).collect(),
            ..Request::default()
        }
    }
}
