//! The same settings give the same bytes, wherever and however the synthesis runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every file below a directory, by its path in there.
type Files = BTreeMap<PathBuf, Vec<u8>>;

#[test]
fn directory_time_zone_locale_and_threads_change_no_byte() {
    let root = fresh("determinism");
    let first = root.join("first");
    synth(&first, Path::new(env!("CARGO_MANIFEST_DIR")), &[], &[("TZ", "UTC"), ("LANG", "C")]);
    let second = root.join("a longer directory/second");
    let elsewhere = [("TZ", "Pacific/Auckland"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("HOME", "/nowhere")];
    // One environment at a time is one thread; both together are two.
    for environment in ["prod", "dev"] {
        synth(&second, &root, &["--environment", environment], &elsewhere);
    }
    let (first, second) = (files(&first), files(&second));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(*bytes == second[path], "{} differs", path.display());
    }
}

fn synth(output: &Path, directory: &Path, arguments: &[&str], variables: &[(&str, &str)]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stacks"));
    command.args(["synth", "--quiet", "--output"]).arg(output).args(arguments);
    let status = command.current_dir(directory).envs(variables.iter().copied()).status().unwrap();
    assert!(status.success());
}

fn files(root: &Path) -> Files {
    let mut found = Files::new();
    for directory in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        for file in fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()) {
            found.insert(file.strip_prefix(root).unwrap().to_owned(), fs::read(&file).unwrap());
        }
    }
    assert!(found.len() >= 15, "too few files: {:?}", found.keys());
    found
}

fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // There is none at first.
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}
