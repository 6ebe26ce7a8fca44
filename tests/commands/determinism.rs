//! The same input gives the same bytes: in any directory, time zone and locale, for any user, on any number of processors.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The bytes of every file below a directory, by their path in it.
fn contents(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(directory).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What `synth` writes when it runs in a directory of this name, with these variables.
fn synth(name: &str, format: &str, program: &[&str], variables: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("determinism").join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let words: Vec<&str> = program.iter().copied().chain([env!("CARGO_BIN_EXE_stacks")]).collect();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(["synth", "--quiet", "--format", format, "--output", "out"]).current_dir(&directory);
    let output = command.envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found = contents(&directory.join("out"));
    assert!(found.len() >= 9, "{found:?}");
    found
}

fn assert_same(one: &BTreeMap<PathBuf, Vec<u8>>, other: &BTreeMap<PathBuf, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        assert!(bytes == &other[path], "{} differs", path.display());
    }
}

#[test]
fn directories_zones_locales_and_users_change_nothing() {
    for format in ["json", "yaml"] {
        let one = synth(
            &format!("{format} here"),
            format,
            &[],
            &[("TZ", "UTC"), ("LANG", "C"), ("LC_ALL", "C"), ("HOME", "/nonexistent"), ("USER", "one")],
        );
        let other = synth(
            &format!("{format} some/där"),
            format,
            &[],
            &[("TZ", "Pacific/Kiritimati"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("HOME", "/"), ("USER", "two")],
        );
        assert_same(&one, &other);
    }
}

#[test]
fn terminals_and_colours_change_nothing() {
    let plain = synth("plain", "json", &[], &[("TERM", "dumb"), ("NO_COLOR", "1"), ("COLUMNS", "40")]);
    let coloured = synth("coloured", "json", &[], &[("TERM", "xterm-256color"), ("CLICOLOR_FORCE", "1"), ("COLUMNS", "400")]);
    assert_same(&plain, &coloured);
}

#[test]
fn repeated_runs_change_nothing() {
    let first = synth("first", "json", &[], &[]);
    for run in 0..3 {
        assert_same(&first, &synth(&format!("again {run}"), "json", &[], &[]));
    }
}

/// `taskset` binds a process to processors, which the number of threads follows; it belongs to Linux.
#[cfg(target_os = "linux")]
#[test]
fn the_number_of_threads_changes_nothing() {
    let has_taskset = Command::new("taskset").arg("--version").output().is_ok();
    if !has_taskset {
        eprintln!("skipped: there is no `taskset`, of the package util-linux");
        return;
    }
    let many = synth("many threads", "json", &[], &[]);
    let one = synth("one thread", "json", &["taskset", "--cpu-list", &first_processor()], &[]);
    assert_same(&many, &one);
}

/// The first processor that this process may use: the number 0 is not always among them.
#[cfg(target_os = "linux")]
fn first_processor() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let allowed = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or("0").trim();
    allowed.split(['-', ',']).next().unwrap_or("0").to_owned()
}
