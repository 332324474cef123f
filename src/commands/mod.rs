//! What the program can be asked to do. Each command gets plain values, gives the text to print, and fails with a text
//! that says where, what, and what to do.

mod audit;
mod batch;
mod capacity;
mod change;
mod check;
mod diff;
mod draw;
mod earlier;
mod explain;
mod furniture;
mod gallery;
mod generate;
mod guard;
mod init;
mod join;
mod list;
mod lock;
mod merged;
mod moved;
mod owner;
mod password;
mod past;
mod press;
mod project;
mod proof;
mod refusal;
mod reprint;
mod show;
mod stats;
mod stock;
mod table;
mod trial;
mod verify;
mod write;

pub use audit::{AuditOptions, audit};
pub use batch::BatchOptions;
pub use capacity::capacity;
pub use check::check;
pub use draw::{DrawOptions, draw};
pub use gallery::{GalleryRequest, gallery};
pub use generate::generate;
pub use init::init;
pub use join::merge_manifests;
pub use list::{Filter, Format, list};
pub use owner::{OwnerRequest, owner};
pub use project::Request;
pub use reprint::{ReprintRequest, reprint};
pub use show::show;
pub use stats::stats;
pub use trial::Trial;
pub use verify::verify;

use crate::bank::BankError;
use crate::diagnostic::{Diagnostic, render_all};
use crate::export::ExportError;
use crate::source::Sources;
use crate::wording::count;

/// Most problems that are shown at one go.
const MOST_SHOWN: usize = 200;

/// Why a command came to nothing, by whose it is to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A problem in the user's files or request.
    User(String),
    /// A mistake of ours.
    Bug(String),
    /// The user's wish to stop.
    Stopped(String),
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Font(message) => Self::User(message),
            ExportError::Bug(message) => Self::Bug(message),
        }
    }
}

/// The texts read in this run, and how messages about them look.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The texts.
    pub sources: Sources,
    /// What may be coloured.
    pub colour: Colour,
    /// What is told beside what is printed, drawn; mostly nothing.
    pub warnings: String,
}

/// What may be coloured.
#[derive(Debug, Clone, Copy, Default)]
pub struct Colour {
    /// Messages.
    pub messages: bool,
    /// What is printed.
    pub text: bool,
}

impl Context {
    fn problems(&self, problems: &[Diagnostic]) -> Failure {
        Failure::User(self.report(problems))
    }

    /// Problems drawn and counted.
    fn report(&self, problems: &[Diagnostic]) -> String {
        let mut first: Vec<&Diagnostic> = problems.iter().collect();
        first.sort_by_key(|problem| problem.span);
        first.truncate(MOST_SHOWN);
        let drawn = render_all(first, &self.sources, self.colour.messages);
        let number = count(problems.len(), "problem");
        let rest =
            if problems.len() > MOST_SHOWN { format!("; these are the first {MOST_SHOWN}") } else { String::new() };
        format!("{drawn}\n\n{number} found{rest}")
    }

    fn bank_error(&self, error: BankError) -> Failure {
        match error {
            BankError::Problems(problems) => self.problems(&problems),
            BankError::Unreadable(reason) if reason.contains("\nhelp: ") => Failure::User(reason),
            BankError::Unreadable(reason) => Failure::User(format!(
                "{reason}\nhelp: name a folder with question files by --bank, or leave it out for the built-in bank"
            )),
        }
    }
}
