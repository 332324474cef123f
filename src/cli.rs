//! The command line: what can be typed, and which command it means.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::commands::{self, AuditOptions, Context, DrawOptions, Failure, Filter, Format, Request};
use crate::spec::{Flag, Order, PaperSize, Switches};

/// Draws a fair, level-balanced exam from a bank of questions and prints a candidate sheet and a separate answer key.
#[derive(Debug, Parser)]
#[command(name = "exampress", version, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an exam: candidate.pdf, key.pdf and manifest.json.
    Generate {
        #[command(flatten)]
        request: RequestArgs,
        /// Replace files that exist.
        #[arg(long)]
        force: bool,
    },
    /// Draw as `generate` does and show what is drawn, without writing a file.
    Draw {
        #[command(flatten)]
        request: RequestArgs,
        #[command(flatten)]
        options: DrawArgs,
    },
    /// Write a commented exam.toml, a small bank and the templates to start from; nothing is overwritten.
    Init {
        /// The folder to write into.
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Check the bank, the spec and the templates, and tell what is wrong with its place.
    Check {
        #[command(flatten)]
        request: RequestArgs,
        /// Fail where there are warnings.
        #[arg(long)]
        strict: bool,
    },
    /// Tell how many forms without a common question the bank can give, and what is missing for more.
    Capacity {
        #[command(flatten)]
        request: RequestArgs,
    },
    /// List the questions of the bank.
    List {
        #[command(flatten)]
        bank: BankArgs,
        /// Only questions of this level.
        #[arg(long)]
        level: Option<String>,
        /// Only questions of this topic.
        #[arg(long)]
        topic: Option<String>,
        /// Only questions that have this tag.
        #[arg(long)]
        tag: Option<String>,
        /// Only questions of this kind.
        #[arg(long, value_parser = PossibleValuesParser::new(KINDS))]
        kind: Option<String>,
        /// For reading, or for programs.
        #[arg(long, value_enum, default_value_t = FormatArg::Table)]
        format: FormatArg,
    },
    /// Show a question with its answer.
    Show {
        /// The question's id.
        id: String,
        #[command(flatten)]
        bank: BankArgs,
    },
    /// Print a script that completes commands in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

const KINDS: [&str; 9] =
    ["open", "code", "single-choice", "multiple-choice", "true-false", "fill-in", "numeric", "matching", "ordering"];

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OrderArg {
    Level,
    Topic,
    Random,
    EasyFirst,
    Section,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PaperArg {
    A4,
    Letter,
}

/// Where questions come from.
#[derive(Debug, Args)]
struct BankArgs {
    /// The exam spec, whose folder may hold `questions`; exam.toml in this folder is found by itself.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// A folder of question files, instead of the built-in bank.
    #[arg(long, value_name = "FOLDER")]
    bank: Option<String>,
}

/// What to show of a draw.
#[derive(Debug, Args)]
struct DrawArgs {
    /// Also show every request with what came of it, and how far it is from its bounds.
    #[arg(long)]
    explain: bool,
    /// Show what moved since an earlier exam, and why; seed and form are those of the manifest unless others are asked for.
    #[arg(long, value_name = "MANIFEST")]
    diff: Option<PathBuf>,
    /// Draw with the seeds `SEED 1` to `SEED N`, count the questions, and test whether like ones have like chances.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000), conflicts_with_all = ["explain", "diff"])]
    audit: Option<u32>,
    /// Write a plot of all shares.
    #[arg(long, value_name = "FILE", requires = "audit")]
    svg: Option<PathBuf>,
    /// Replace a plot that exists.
    #[arg(long, requires = "svg")]
    force: bool,
    /// For reading, or for programs.
    #[arg(long, value_enum, default_value_t = FormatArg::Table)]
    format: FormatArg,
}

/// An exam as the command line asks for it; every field of exam.toml is a flag, and flags win.
#[derive(Debug, Args)]
struct RequestArgs {
    /// The exam spec; exam.toml in this folder is found by itself.
    spec: Option<PathBuf>,
    /// The title of the paper.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    title: Option<String>,
    /// A line under the title.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    subtitle: Option<String>,
    /// Instructions to candidates, in Markdown.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    instructions: Option<String>,
    /// The date to print; written as 2026-05-04 it also goes into the PDF's metadata.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    date: Option<String>,
    /// The language of the fixed words, such as en or de.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// What the draw comes from: the same seed gives the same exam. Without it a fresh one is made and printed.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    seed: Option<String>,
    /// The name of the form; another name gives another draw from the same seed. With --forms, the one to print.
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
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
    /// How questions follow each other.
    #[arg(long, value_enum)]
    order: Option<OrderArg>,
    /// Whether options are shuffled.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    shuffle_options: Option<bool>,
    /// The size of the paper.
    #[arg(long, value_enum)]
    paper: Option<PaperArg>,
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
    fn into_request(self, force: bool) -> Request {
        let flags = [
            ("title", self.title),
            ("subtitle", self.subtitle),
            ("instructions", self.instructions),
            ("date", self.date),
            ("language", self.language),
            ("seed", self.seed),
            ("form", self.form),
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
                paper: self.paper.map(|paper| match paper {
                    PaperArg::A4 => PaperSize::A4,
                    PaperArg::Letter => PaperSize::Letter,
                }),
            },
            force,
        }
    }
}

impl DrawArgs {
    fn into_options(self) -> DrawOptions {
        DrawOptions { explain: self.explain, diff: self.diff, format: self.format.into() }
    }
}

impl BankArgs {
    fn into_request(self) -> Request {
        Request {
            spec: self.spec,
            flags: self.bank.into_iter().map(|value| Flag { name: "bank", value }).collect(),
            ..Request::default()
        }
    }
}

/// What a run comes to.
#[derive(Debug)]
pub enum Outcome {
    /// Text for standard output, and warnings for standard error, which is mostly empty.
    Done(String, String),
    /// A command that came to nothing.
    Failed(Failure),
    /// A command line that cannot be understood, or a call for help.
    Usage(Box<clap::Error>),
}

/// Runs the command that the arguments, the program's name first, ask for.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>, colour: bool) -> Outcome {
    let command = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command,
        Err(error) => return Outcome::Usage(Box::new(error)),
    };
    let mut context = Context { colour, ..Context::default() };
    let context = &mut context;
    let result = match command {
        Command::Generate { request, force } => commands::generate(&request.into_request(force), context),
        Command::Draw { request, options } => match options.audit {
            Some(draws) => {
                let audit = AuditOptions { draws: draws as usize, svg: options.svg, format: options.format.into() };
                commands::audit(&request.into_request(options.force), &audit, context)
            }
            None => commands::draw(&request.into_request(false), &options.into_options(), context),
        },
        Command::Init { folder } => commands::init(&folder),
        Command::Check { request, strict } => commands::check(&request.into_request(false), strict, context),
        Command::Capacity { request } => commands::capacity(&request.into_request(false), context),
        Command::List { bank, level, topic, tag, kind, format } => {
            let filter = Filter { level, topic, tag, kind };
            commands::list(&bank.into_request(), &filter, format.into(), context)
        }
        Command::Show { id, bank } => commands::show(&bank.into_request(), &id, context),
        Command::Completions { shell } => Ok(completions(shell)),
        Command::Man => manual(),
    };
    match result {
        Ok(text) => Outcome::Done(text, std::mem::take(&mut context.warnings)),
        Err(failure) => Outcome::Failed(failure),
    }
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "exampress", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page of the program, and after it one for each command.
fn manual() -> Result<String, Failure> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    let commands = command.get_subcommands().filter(|command| command.get_name() != "help");
    for command in std::iter::once(&command).chain(commands) {
        clap_mangen::Man::new(command.clone())
            .render(&mut page)
            .map_err(|error| Failure::Bug(format!("the manual page cannot be made: {error}")))?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
