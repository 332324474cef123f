//! A folder to try the program in: files go in, commands run, output comes out.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// A bank of one question that nothing is wrong with; tests change a line of it.
pub(crate) const GOOD: &str = r#"[[question]]
id = "one"
level = "junior"
topic = "topic"
kind = "open"
marks = 2
minutes = 3
prompt = "Why?"
answer = "Because."
rubric = [{ marks = 1, text = "first" }, { marks = 1, text = "second" }]
"#;

/// A folder of its own for a test.
pub(crate) struct Workshop {
    folder: TempDir,
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Workshop {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// Adds a file, making its folders.
    pub(crate) fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// Runs the program in the folder with some of its environment set.
    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_exampress"))
            .args(arguments)
            .current_dir(self.folder.path())
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.path(path)).unwrap()
    }

    /// The names of all files and folders at the top, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Run {
    /// The run did what was asked; gives what it printed.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// The run failed with this code and exactly this message, and printed nothing else.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, message: &str) {
        assert_eq!(self.err.trim_end(), message.trim_end());
        assert_eq!((self.code, self.out.as_str()), (code, ""));
    }
}

/// Checks a bank of one file and expects exactly this report.
#[track_caller]
pub(crate) fn bank_fails(bank: impl AsRef<[u8]>, report: &str) {
    Workshop::new()
        .file("questions/a.toml", bank)
        .run(&["check", "--bank", "questions", "--count", "1"])
        .fails(1, report);
}
