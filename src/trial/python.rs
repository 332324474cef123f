//! The interpreter: found, asked, and made to run code in an empty folder with an empty environment and a limit of time.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::stop;

/// Asks the interpreter for what it knows best itself.
const PROBE: &str = include_str!("probe.py");

/// Most bytes that code may print.
const MOST_OUTPUT: u64 = 1 << 20;

/// A Python interpreter that was started once.
#[derive(Debug, Clone)]
pub struct Python {
    program: PathBuf,
    /// Such as (3, 13).
    pub version: (u32, u32),
    /// Such as `3.13.0`.
    pub release: String,
}

/// What the interpreter says of code that it does not run.
#[derive(Debug, Deserialize)]
pub(super) struct Findings {
    /// Modules it cannot import.
    pub(super) missing: Vec<String>,
    /// For each block what is wrong with it, if anything is.
    pub(super) faults: Vec<Option<Fault>>,
}

/// What is wrong with code that was not run.
#[derive(Debug, Deserialize)]
pub(super) struct Fault {
    /// The line, from 1.
    pub(super) line: usize,
    /// In the interpreter's words.
    pub(super) reason: String,
}

#[derive(Serialize)]
struct Asked<'a> {
    modules: &'a [&'a str],
    /// Code and the word for its purpose.
    blocks: &'a [(String, &'a str)],
}

/// How a run ended, and what it printed.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) end: End,
    pub(super) out: String,
    pub(super) err: String,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With this code, or by a signal.
    Exit(Option<i32>),
    /// It took longer than it may.
    TooLong,
    /// It printed more than it may.
    TooMuch,
}

impl Python {
    /// The interpreter of this name or path, or why there is none.
    pub fn find(name: &Path) -> Result<Self, String> {
        let tell = "import sys; print(); print(sys.executable, *sys.version_info[:3], sep='\\n')";
        let told = Command::new(name).args(["-I", "-c", tell]).stdin(Stdio::null()).output();
        let told = told.map_err(|error| format!("{}: cannot be started: {error}", name.display()))?;
        let text = String::from_utf8_lossy(&told.stdout);
        let lines: Vec<&str> = text.lines().collect();
        let found = match lines[..] {
            [.., program, major, minor, micro] if told.status.success() => {
                let version = major.parse().ok().zip(minor.parse().ok());
                version.filter(|version| *version >= (3, 0)).map(|version| Self {
                    program: PathBuf::from(program),
                    version,
                    release: format!("{major}.{minor}.{micro}"),
                })
            }
            _ => None,
        };
        let found = found.ok_or_else(|| {
            let said = String::from_utf8_lossy(&told.stderr);
            let said =
                said.lines().find(|line| !line.trim().is_empty()).map_or(String::new(), |line| format!(" ({line})"));
            format!("{}: this is no Python 3{said}", name.display())
        })?;
        if found.program.as_os_str().is_empty() {
            return Err(format!("{}: this Python does not know its own path", name.display()));
        }
        Ok(found)
    }

    /// Which of some modules are missing, and what is wrong with some blocks of code; each has the word for its purpose.
    pub(super) fn probe(&self, modules: &[&str], blocks: &[(String, &str)]) -> Result<Findings, String> {
        let failed = |reason: String| {
            format!(
                "{}: cannot be asked about code: {reason}\nhelp: name another Python with --python",
                self.program.display()
            )
        };
        let asked = serde_json::to_string(&Asked { modules, blocks }).expect("texts are always JSON");
        let room = Room::new()?;
        std::fs::write(room.inside("asked.json"), asked).map_err(unusable)?;
        let ran = self.run_in(&room, PROBE, Duration::from_mins(1))?;
        let answer = std::fs::read_to_string(room.inside("answer.json"));
        answer.ok().and_then(|answer| serde_json::from_str(&answer).ok()).ok_or_else(|| {
            failed(match ran.end {
                End::TooLong => "it took more than a minute".to_owned(),
                _ => ran.err.trim_end().lines().next_back().unwrap_or("it gave no answer").to_owned(),
            })
        })
    }

    /// Runs a script in a folder of its own; fails where this machine does not let it run.
    pub(super) fn run(&self, script: &str, limit: Duration) -> Result<Ran, String> {
        self.run_in(&Room::new()?, script, limit)
    }

    fn run_in(&self, room: &Room, script: &str, limit: Duration) -> Result<Ran, String> {
        std::fs::write(room.inside("block.py"), script).map_err(unusable)?;
        let create = |path: PathBuf| File::create(path).map_err(unusable);
        let mut command = Command::new(&self.program);
        command
            .args(["-B", "-X", "utf8", "block.py"])
            .current_dir(room.inside(""))
            .env_clear()
            .envs(["TMPDIR", "TEMP", "TMP"].map(|name| (name, room.scratch())))
            .stdin(Stdio::null())
            .stdout(create(room.out())?)
            .stderr(create(room.err())?);
        #[cfg(windows)]
        command.envs(std::env::var_os("SYSTEMROOT").map(|root| ("SYSTEMROOT", root)));
        let started = in_group(&mut command).spawn();
        let mut child = started.map_err(|error| format!("{}: cannot be started: {error}", self.program.display()))?;
        let end = wait(&mut child, limit, || room.printed() > MOST_OUTPUT);
        stop(&mut child);
        Ok(Ran { end: end?, out: read(&room.out())?, err: read(&room.err())? })
    }
}

/// An empty folder to run in, and beside it what is printed and what is kept for a while.
struct Room(tempfile::TempDir);

impl Room {
    fn new() -> Result<Self, String> {
        let room = Self(tempfile::tempdir().map_err(unusable)?);
        std::fs::create_dir(room.inside("")).map_err(unusable)?;
        std::fs::create_dir(room.scratch()).map_err(unusable)?;
        Ok(room)
    }

    fn inside(&self, name: &str) -> PathBuf {
        self.0.path().join("here").join(name)
    }

    fn scratch(&self) -> PathBuf {
        self.0.path().join("scratch")
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn err(&self) -> PathBuf {
        self.0.path().join("err")
    }

    fn printed(&self) -> u64 {
        [self.out(), self.err()].iter().filter_map(|path| path.metadata().ok()).map(|file| file.len()).sum()
    }
}

fn unusable(error: impl std::fmt::Display) -> String {
    let folder = std::env::temp_dir();
    format!(
        "{}: cannot be used for temporary files: {error}\nhelp: make room there, or name another folder in TMPDIR",
        folder.display()
    )
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(unusable)?;
    Ok(String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_OUTPUT as usize)]).into_owned())
}

/// Waits until the child ends, or until it may not go on.
#[expect(clippy::disallowed_methods, reason = "a limit of time, which is not printed")]
fn wait(child: &mut Child, limit: Duration, prints_too_much: impl Fn() -> bool) -> Result<End, String> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        let ended = child.try_wait().map_err(|error| format!("code that was started cannot be watched: {error}"))?;
        if prints_too_much() {
            return Ok(End::TooMuch);
        }
        if let Some(status) = ended {
            return Ok(End::Exit(status.code()));
        }
        if start.elapsed() > limit {
            return Ok(End::TooLong);
        }
        if stop::asked() {
            return Err("stopped before all code was run\nhelp: run it again, or leave --run out".to_owned());
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// The command in a group of processes of its own, so that what it starts can be stopped with it.
fn in_group(command: &mut Command) -> &mut Command {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command
}

/// Ends the child, if it has not ended, and on Unix what it started, unless that has left its group.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // An error means that nothing is left to stop.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    // An error means that it has ended.
    let _ = child.kill();
    let _ = child.wait();
}
