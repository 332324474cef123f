//! Where files cannot be written, the old ones stay whole, and the message says where, what and what to do.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::oracle::Random;
use crate::workshop::{Run, Workshop};

const FILES: [&str; 3] = ["candidate.pdf", "key.pdf", "manifest.json"];

fn generate(shop: &Workshop, seed: &str, more: &[&str]) -> Run {
    shop.run(&[&["generate", "--count", "4", "--seed", seed], more].concat())
}

fn files(folder: &Path) -> [Option<Vec<u8>>; 3] {
    FILES.map(|name| std::fs::read(folder.join(name)).ok())
}

/// A folder with an old exam in it.
fn with_old_exam() -> (Workshop, [Option<Vec<u8>>; 3]) {
    let shop = Workshop::new();
    generate(&shop, "old", &[]).done();
    let old = files(&shop.path(""));
    assert!(old.iter().all(Option::is_some));
    (shop, old)
}

/// A new exam cannot be written, for this reason, and the old one stays; nothing else is left behind.
#[track_caller]
fn stays(shop: &Workshop, old: &[Option<Vec<u8>>; 3], run: Run, message: &str) {
    run.fails(1, message);
    assert_eq!(&files(&shop.path("")), old);
    assert!(shop.names().iter().all(|name| !name.starts_with('.')), "{:?}", shop.names());
}

#[test]
fn a_folder_where_a_file_should_go_keeps_all_as_it_was() {
    let (shop, mut old) = with_old_exam();
    std::fs::remove_file(shop.path("key.pdf")).unwrap();
    std::fs::create_dir(shop.path("key.pdf")).unwrap();
    old[1] = None;
    let run = generate(&shop, "new", &["--force"]);
    stays(&shop, &old, run, "key.pdf: this is a folder\nhelp: choose another name or another folder with --out");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_written_through() {
    let (shop, mut old) = with_old_exam();
    std::fs::remove_file(shop.path("key.pdf")).unwrap();
    std::os::unix::fs::symlink("elsewhere.pdf", shop.path("key.pdf")).unwrap();
    old[1] = None;
    for force in [&["--force"][..], &[]] {
        let run = generate(&shop, "new", force);
        let message = if force.is_empty() {
            "candidate.pdf: this file exists\nhelp: add --force to replace it, or choose another folder with --out"
        } else {
            "key.pdf: this link leads nowhere\nhelp: take it away, or choose another folder with --out"
        };
        stays(&shop, &old, run, message);
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_replaced_and_the_file_stays() {
    let (shop, old) = with_old_exam();
    std::fs::rename(shop.path("key.pdf"), shop.path("mine.pdf")).unwrap();
    std::os::unix::fs::symlink("mine.pdf", shop.path("key.pdf")).unwrap();
    generate(&shop, "new", &["--force"]).done();
    assert_eq!(std::fs::read(shop.path("mine.pdf")).ok(), old[1]);
    assert!(!shop.path("key.pdf").is_symlink());
}

#[test]
fn a_file_that_is_protected_is_not_replaced() {
    let (shop, old) = with_old_exam();
    let mut permissions = std::fs::metadata(shop.path("manifest.json")).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(shop.path("manifest.json"), permissions).unwrap();
    let run = generate(&shop, "new", &["--force"]);
    let message = "manifest.json: this file is protected from writing\n\
                   help: make it writable, or choose another folder with --out";
    stays(&shop, &old, run, message);
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let (shop, old) = with_old_exam();
    let run = generate(&shop, "new", &["--out", "manifest.json/sub"]);
    let message = "manifest.json/sub: cannot be written: not a directory\n\
                   help: choose a folder you may write to with --out";
    stays(&shop, &old, run, message);
}

/// Only somebody without all rights is kept out by the permissions of a folder.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let (shop, old) = with_old_exam();
    std::fs::set_permissions(shop.path(""), std::fs::Permissions::from_mode(0o555)).unwrap();
    let may_write = std::fs::write(shop.path("probe"), "").is_ok();
    if !may_write {
        let run = generate(&shop, "new", &["--force"]);
        stays(
            &shop,
            &old,
            run,
            "candidate.pdf: cannot be written: permission denied\nhelp: choose a folder you may write to with --out",
        );
    }
    std::fs::set_permissions(shop.path(""), std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A shell lets no file grow beyond 8 blocks of 512 bytes, as a disk that is full would.
#[cfg(unix)]
#[test]
fn a_disk_without_room_keeps_all_as_it_was() {
    let (shop, old) = with_old_exam();
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" generate --count 4 --seed new --force";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_exampress")])
        .current_dir(shop.path(""))
        .output()
        .unwrap();
    let run = Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    let message = "candidate.pdf: cannot be written: file too large\nhelp: choose a folder you may write to with --out";
    stays(&shop, &old, run, message);
}

/// A disk that is full indeed, where one can be mounted: `EXAMPRESS_MOUNT=1 cargo test full_disk`, as root.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_all_as_it_was() {
    if std::env::var_os("EXAMPRESS_MOUNT").is_none() {
        return;
    }
    let shop = Workshop::new();
    std::fs::create_dir(shop.path("disk")).unwrap();
    let mount = |command: &str, arguments: &[&str]| {
        let done = Command::new(command).args(arguments).current_dir(shop.path("")).status().unwrap();
        assert!(done.success(), "{command}");
    };
    mount("mount", &["-t", "tmpfs", "-o", "size=400k", "exampress", "disk"]);
    let first = generate(&shop, "old", &["--out", "disk"]);
    let old = files(&shop.path("disk"));
    let room = std::fs::write(shop.path("disk/filler"), vec![0; 400_000]);
    let second = generate(&shop, "new", &["--out", "disk", "--force"]);
    let left = files(&shop.path("disk"));
    let names = std::fs::read_dir(shop.path("disk")).unwrap().count();
    mount("umount", &["disk"]);
    first.done();
    assert!(room.is_err() && old.iter().all(Option::is_some));
    second.fails(
        1,
        "disk/candidate.pdf: cannot be written: no storage space\nhelp: choose a folder you may write to with --out",
    );
    assert_eq!((left, names), (old, 4));
}

/// Kills the program at 200 moments of its run: `EXAMPRESS_KILL=1 cargo test killed`.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the moments depend on how long a run takes; nothing that is printed does"
)]
fn a_program_that_is_killed_leaves_the_old_files_or_the_new_ones() {
    if std::env::var_os("EXAMPRESS_KILL").is_none() {
        return;
    }
    let (shop, mut old) = with_old_exam();
    let start = |seed: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_exampress"));
        command.args(["generate", "--count", "4", "--force", "--seed", seed]).current_dir(shop.path(""));
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let before = Instant::now();
    assert!(start("time").wait().unwrap().success());
    let whole = before.elapsed();
    let mut random = Random(7);
    let (mut killed, mut replaced) = (0, 0);
    for moment in 0..200 {
        let previous = files(&shop.path(""));
        let seed = format!("kill-{moment}");
        let reference = Workshop::new();
        generate(&reference, &seed, &[]).done();
        let new = files(&reference.path(""));
        let mut program = start(&seed);
        // Half of the moments lie in the last tenth of the run, where files are written.
        let share = if moment % 2 == 0 { random.below(1100) } else { 900 + random.below(200) };
        std::thread::sleep(whole.mul_f64(share as f64 / 1000.0));
        program.kill().unwrap();
        killed += usize::from(!program.wait().unwrap().success());
        let now = files(&shop.path(""));
        assert!(now == previous || now == new, "moment {moment}: a mixture of old and new files");
        replaced += usize::from(now == new);
        old = now;
    }
    assert!(old.iter().all(Option::is_some) && killed > 50 && replaced > 20, "{killed} killed, {replaced} replaced");
}
