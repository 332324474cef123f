//! What the program can be asked to do. Each command gets plain values, gives the text to print, and fails with a text
//! that says where, what, and what to do.

mod audit;
mod batch;
mod capacity;
mod check;
mod diff;
mod draw;
mod earlier;
mod explain;
mod furniture;
mod gallery;
mod generate;
mod init;
mod join;
mod list;
mod moved;
mod owner;
mod press;
mod project;
mod proof;
mod refusal;
mod show;
mod stats;
mod table;
mod trial;
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
pub use show::show;
pub use stats::stats;
pub use trial::Trial;

use crate::bank::BankError;
use crate::diagnostic::{Diagnostic, render_all};
use crate::source::Sources;
use crate::wording::count;

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
        let drawn = render_all(problems, &self.sources, self.colour.messages);
        format!("{drawn}\n\n{} found", count(problems.len(), "problem"))
    }

    fn bank_error(&self, error: BankError) -> Failure {
        match error {
            BankError::Problems(problems) => self.problems(&problems),
            BankError::Unreadable(reason) => Failure::User(format!(
                "{reason}\nhelp: name a folder with question files by --bank, or leave it out for the built-in bank"
            )),
        }
    }
}
