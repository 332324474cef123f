//! How long it takes to read and to judge made-up banks, and how much memory: `cargo bench --bench banks`, or
//! `… -- 1000` for one size of bank. Each run is a process of its own that does what `load`, `load` and `lint`, or the whole
//! `exampress check` does; one more comes first, which may have
//! to wait for the disk and does not count.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints times")]

mod synthetic;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use exampress::bank::{self, Bank, Origin};
use exampress::commands::{self, Context, Request};
use exampress::lint;
use exampress::source::Sources;
use exampress::spec::Flag;

const SIZES: [u64; 3] = [1_000, 10_000, 100_000];
const WORKS: [&str; 3] = ["load", "load and lint", "check"];

fn load(folder: &Path) -> Bank {
    bank::load(&Origin::Folder(folder.to_owned()), &mut Sources::default()).expect("nothing is wrong with the bank")
}

/// Does one work and prints its milliseconds, and the most memory it took in megabytes where the system tells.
fn work(what: &str, folder: &Path) {
    let start = Instant::now();
    match what {
        "load" => {
            black_box(load(folder));
        }
        "load and lint" => {
            black_box(lint::warnings(&load(folder), &[]));
        }
        _ => {
            let flags = vec![Flag { name: "bank", value: folder.display().to_string() }];
            let request = Request { flags, ..Request::default() };
            let mut context = Context::default();
            commands::check(&request, false, None, &mut context).expect("nothing is wrong with the bank");
        }
    }
    let time = start.elapsed().as_secs_f64() * 1e3;
    println!("{time} {}", most_memory().unwrap_or(f64::NAN));
}

/// The most memory that this process had so far, in megabytes.
fn most_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

/// Does one work in a process of its own: milliseconds and megabytes.
fn apart(what: &str, folder: &Path) -> [f64; 2] {
    let program = std::env::current_exe().expect("a program knows where it is");
    let run = Command::new(program).args([what, &folder.display().to_string()]).output().expect("it can be started");
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    let mut numbers = told.split_whitespace().filter_map(|number| number.parse().ok());
    [(); 2].map(|()| numbers.next().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&run.stderr))))
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [what, folder] = &arguments[..]
        && WORKS.contains(&what.as_str())
    {
        return work(what, Path::new(folder));
    }
    let only: Option<u64> = arguments.iter().find_map(|argument| argument.parse().ok());
    println!("{:32} {:>11} {:>11} {:>11}   {:>4}", "", "median ms", "most ms", "most MB", "runs");
    for size in SIZES.into_iter().filter(|size| only.is_none_or(|only| only == *size)) {
        let folder = tempfile::tempdir().expect("folders can be made");
        let bytes = synthetic::write_bank(folder.path(), size);
        println!("{size} questions, {:.1} MB", bytes as f64 / 1e6);
        for what in WORKS {
            let runs = match size {
                100_000 if what == "check" => 1,
                100_000 => 3,
                _ => 9,
            };
            apart("load", folder.path());
            let mut runs: Vec<[f64; 2]> = (0..runs).map(|_| apart(what, folder.path())).collect();
            runs.sort_by(|a, b| a[0].total_cmp(&b[0]));
            let memory = runs.iter().map(|run| run[1]).fold(f64::NAN, f64::max);
            let (median, most) = (runs[runs.len() / 2][0], runs[runs.len() - 1][0]);
            println!("  {what:30} {median:11.1} {most:11.1} {memory:11.0}   {:4}", runs.len());
        }
    }
}
