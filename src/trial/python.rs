//! The interpreter: found, asked, and made to run code in an empty folder with an empty environment and a limit of time.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

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
    /// For each code why it cannot be read, if it cannot.
    pub(super) faults: Vec<Option<Fault>>,
}

/// Why code cannot be read.
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
    codes: &'a [String],
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
    /// Without an error.
    Well,
    /// With an error, or by a signal.
    Badly,
    /// It took longer than it may.
    TooLong,
    /// It printed more than it may.
    TooMuch,
}

impl Python {
    /// The interpreter of this name or path, or why there is none.
    pub fn find(name: &Path) -> Result<Self, String> {
        let tell = "import sys; print(sys.executable, *sys.version_info[:3], sep='\\n')";
        let told = Command::new(name).args(["-c", tell]).stdin(Stdio::null()).output();
        let told = told.map_err(|error| format!("{}: cannot be started: {error}", name.display()))?;
        let text = String::from_utf8_lossy(&told.stdout);
        let lines: Vec<&str> = text.lines().collect();
        match lines[..] {
            [program, major, minor, micro] if told.status.success() => {
                let version = major.parse().ok().zip(minor.parse().ok());
                version.map(|version| Self {
                    program: PathBuf::from(program),
                    version,
                    release: format!("{major}.{minor}.{micro}"),
                })
            }
            _ => None,
        }
        .filter(|python: &Self| python.version >= (3, 0))
        .ok_or_else(|| format!("{}: this is no Python 3", name.display()))
    }

    /// Which of some modules are missing, and which of some codes cannot be read.
    pub(super) fn probe(&self, modules: &[&str], codes: &[String]) -> Result<Findings, String> {
        let failed = |reason: String| format!("{}: cannot be asked about code: {reason}", self.program.display());
        let asked = serde_json::to_string(&Asked { modules, codes }).map_err(|error| failed(error.to_string()))?;
        let room = Room::new().map_err(|error| failed(error.to_string()))?;
        std::fs::write(room.inside("asked.json"), asked).map_err(|error| failed(error.to_string()))?;
        let ran =
            self.run_in(&room, PROBE, Duration::from_mins(1), u64::MAX).map_err(|error| failed(error.to_string()))?;
        serde_json::from_str(&ran.out).map_err(|_| failed(ran.err.trim().to_owned()))
    }

    /// Runs a script in a folder of its own.
    pub(super) fn run(&self, script: &str, limit: Duration) -> std::io::Result<Ran> {
        self.run_in(&Room::new()?, script, limit, MOST_OUTPUT)
    }

    fn run_in(&self, room: &Room, script: &str, limit: Duration, most: u64) -> std::io::Result<Ran> {
        std::fs::write(room.inside("block.py"), script)?;
        let mut command = Command::new(&self.program);
        command
            .args(["-s", "-B", "-X", "utf8", "block.py"])
            .current_dir(room.inside(""))
            .env_clear()
            .stdin(Stdio::null())
            .stdout(File::create(room.out())?)
            .stderr(File::create(room.err())?);
        #[cfg(windows)]
        command.envs(std::env::var_os("SYSTEMROOT").map(|root| ("SYSTEMROOT", root)));
        let mut child = in_group(&mut command).spawn()?;
        let end = wait(&mut child, limit, || room.printed() > most);
        stop(&mut child);
        Ok(Ran { end: end?, out: read(&room.out())?, err: read(&room.err())? })
    }
}

/// An empty folder to run in, and beside it what is printed.
struct Room(tempfile::TempDir);

impl Room {
    fn new() -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join("here"))?;
        Ok(Self(folder))
    }

    fn inside(&self, name: &str) -> PathBuf {
        self.0.path().join("here").join(name)
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

fn read(path: &Path) -> std::io::Result<String> {
    let bytes = std::fs::read(path)?;
    Ok(String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_OUTPUT as usize)]).into_owned())
}

#[expect(clippy::disallowed_methods, reason = "a limit of time, which is not printed")]
/// Waits until the child ends, or until it may not go on.
fn wait(child: &mut Child, limit: Duration, prints_too_much: impl Fn() -> bool) -> std::io::Result<End> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        let ended = child.try_wait()?.map(|status: ExitStatus| if status.success() { End::Well } else { End::Badly });
        if prints_too_much() {
            return Ok(End::TooMuch);
        }
        if let Some(end) = ended {
            return Ok(end);
        }
        if start.elapsed() > limit {
            return Ok(End::TooLong);
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

/// Ends the child, if it has not ended, and all that it started.
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
