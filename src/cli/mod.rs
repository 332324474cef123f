//! The command line: what can be typed, and which command it means.

mod exam;
mod groups;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{CommandFactory, Parser, Subcommand};

use crate::bank::Kind;
use crate::commands::{self, AuditOptions, Colour, Context, Failure, Filter, GalleryRequest, OwnerRequest, Request};
use crate::spec::PaperSize;

use exam::{PaperArg, RequestArgs};
use groups::{BankArgs, BatchArgs, DrawArgs, EarlierArgs, FormatArg, ReprintArgs, TrialArgs};

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
        #[command(flatten)]
        batch: BatchArgs,
        /// Replace files that exist.
        #[arg(long)]
        force: bool,
        /// Encrypt the answer key with the password in the first line of this file.
        #[arg(long, value_name = "FILE")]
        key_password_file: Option<PathBuf>,
        /// Also write a snapshot, from which `reprint` makes the exam again without the bank; it holds the answers.
        #[arg(long)]
        snapshot: bool,
    },
    /// Tell whether bank, templates, fonts, program and papers are as they were when an exam was made.
    Verify {
        #[command(flatten)]
        earlier: EarlierArgs,
    },
    /// Make the papers of an exam again, the same to the byte, from its manifest.
    Reprint {
        #[command(flatten)]
        request: ReprintArgs,
    },
    /// Tell whose a form is by its code, and where its key lies.
    Key {
        /// The code that stands on every page, or a part of it.
        #[arg(long, value_name = "CODE")]
        form: String,
        /// The manifest to look into; may be given several times.
        #[arg(long, value_name = "FILE", default_value = "manifest.json")]
        manifest: Vec<PathBuf>,
        #[command(flatten)]
        bank: BankArgs,
    },
    /// Join the manifests of all shares of a batch to that of the whole.
    MergeManifests {
        /// The folder the shares wrote into, or the manifests one by one.
        #[arg(required = true, value_name = "FOLDER|FILE")]
        places: Vec<PathBuf>,
        /// Replace a manifest that exists.
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
        #[command(flatten)]
        trial: TrialArgs,
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
        #[arg(long, value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::word)))]
        kind: Option<String>,
        /// For reading, or for programs.
        #[arg(long, value_enum, default_value_t = FormatArg::Table)]
        format: FormatArg,
    },
    /// Tell what the bank holds by level, topic and kind, and where it is thin.
    Stats {
        #[command(flatten)]
        bank: BankArgs,
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
    /// Print every theme, kind of question, answer space and block into one PDF.
    Gallery {
        /// The file to write.
        #[arg(long, value_name = "FILE", default_value = "gallery.pdf")]
        out: PathBuf,
        /// The size of the paper.
        #[arg(long, value_enum)]
        paper: Option<PaperArg>,
        /// Replace the file if it exists.
        #[arg(long)]
        force: bool,
    },
    /// Print a script that completes commands in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// What a run comes to.
#[derive(Debug)]
pub enum Outcome {
    /// A command that is done.
    Done {
        /// For standard output.
        text: String,
        /// For standard error; mostly empty.
        warnings: String,
    },
    /// A command that came to nothing.
    Failed(Failure),
    /// A command line that cannot be understood, or a call for help.
    Usage(Box<clap::Error>),
}

/// Runs the command that the arguments, the program's name first, ask for.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>, colour: Colour) -> Outcome {
    let command = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command,
        Err(error) => return Outcome::Usage(Box::new(error)),
    };
    let mut context = Context { colour, ..Context::default() };
    let context = &mut context;
    let result = match command {
        Command::Generate { request, batch, force, key_password_file, snapshot } => {
            let batch = batch.into_options();
            let request = Request { batch, snapshot, key_password: key_password_file, ..request.into_request(force) };
            commands::generate(&request, context)
        }
        Command::Verify { earlier } => {
            let (manifests, form, request) = earlier.into_parts();
            commands::verify(&manifests, form.as_deref(), &request, context)
        }
        Command::Reprint { request } => commands::reprint(&request.into_request(), context),
        Command::Key { form, manifest, bank } => {
            let request = OwnerRequest { code: form, manifests: manifest, project: bank.into_request() };
            commands::owner(&request, context)
        }
        Command::MergeManifests { places, force } => commands::merge_manifests(&places, force),
        Command::Draw { request, options } => match options.audit {
            Some(draws) => {
                let audit = AuditOptions { draws: draws as usize, svg: options.svg, format: options.format.into() };
                commands::audit(&request.into_request(options.force), &audit, context)
            }
            None => commands::draw(&request.into_request(false), &options.into_options(), context),
        },
        Command::Init { folder } => commands::init(&folder),
        Command::Check { request, trial, strict } => {
            commands::check(&request.into_request(false), strict, trial.into_trial().as_ref(), context)
        }
        Command::Capacity { request } => commands::capacity(&request.into_request(false), context),
        Command::List { bank, level, topic, tag, kind, format } => {
            let filter = Filter { level, topic, tag, kind };
            commands::list(&bank.into_request(), &filter, format.into(), context)
        }
        Command::Stats { bank, format } => commands::stats(&bank.into_request(), format.into(), context),
        Command::Show { id, bank } => commands::show(&bank.into_request(), &id, context),
        Command::Gallery { out, paper, force } => {
            commands::gallery(&GalleryRequest { file: out, paper: paper.map(PaperSize::from), force }, context)
        }
        Command::Completions { shell } => Ok(completions(shell)),
        Command::Man => manual(),
    };
    match result {
        Ok(text) => Outcome::Done { text, warnings: std::mem::take(&mut context.warnings) },
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
