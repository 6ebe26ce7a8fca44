//! Checkouts: of another system's line ends, of another place.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::fixture::{Fixture, Run};

fn git(directory: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]).args(arguments).current_dir(directory);
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The scripts are made from texts in the sources, the snapshots are compared with bytes, and the archive is no text at all.
#[test]
fn a_checkout_on_windows_has_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if !root.join(".git").exists() {
        eprintln!("not tried: this is no checkout of git");
        return;
    }
    let clones = Fixture::tool();
    git(
        root,
        &[
            "clone",
            "--quiet",
            "--no-hardlinks",
            "--depth",
            "1",
            &format!("file://{}", root.display()),
            clones.path("clone").to_str().unwrap(),
        ],
    );
    let told = git(&clones.path("clone"), &["ls-files", "--eol"]);
    assert!(told.lines().count() > 1000, "{told}");
    let changed: Vec<&str> = told.lines().filter(|line| line.contains("w/crlf") || line.contains("w/mixed")).collect();
    assert_eq!(changed, Vec::<&str>::new());
}

/// What `new project` makes says so of itself.
#[test]
fn a_new_project_is_checked_out_with_unix_line_ends() {
    let tool = Fixture::tool();
    tool.run(["new", "project", "shop"]).succeeds();
    let directory = tool.path("shop");
    git(&directory, &["init", "--quiet"]);
    git(&directory, &["add", "."]);
    let author = ["-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", "first"];
    git(&directory, &author);
    for file in ["snapshots/dev/logs.snap", "stacks/main.rs"] {
        fs::remove_file(directory.join(file)).unwrap();
    }
    git(&directory, &["checkout", "."]);
    assert!(!fs::read_to_string(directory.join("snapshots/dev/logs.snap")).unwrap().contains('\r'));
    // It is the file that sees to it.
    git(&directory, &["rm", "--quiet", ".gitattributes"]);
    fs::remove_file(directory.join("stacks/main.rs")).unwrap();
    git(&directory, &["checkout", "stacks/main.rs"]);
    assert!(fs::read_to_string(directory.join("stacks/main.rs")).unwrap().contains('\r'));
}

/// A program that cargo does not run knows the checkout that it was compiled in. In another one it does nothing to the first.
#[test]
fn a_program_says_that_it_has_the_stacks_of_another_checkout() {
    let root = env!("CARGO_MANIFEST_DIR");
    let manifest = fs::read_to_string(Path::new(root).join("Cargo.toml")).unwrap();
    let clone = Fixture::project().file("Cargo.toml", manifest);
    let run = |directory: &Path, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stacks"));
        Run::of(command.args(arguments).current_dir(directory).env_remove("CARGO_MANIFEST_DIR").output().unwrap())
    };
    for arguments in [["synth", "--quiet"].as_slice(), &["list"], &["new", "stack", "queue", "--no-build"]] {
        for directory in [clone.path(""), clone.path("stacks/environments")] {
            let run = run(&directory, arguments).fails(1).stderr_contains("another checkout").stderr_contains("`cargo run`");
            run.stderr_contains(root);
        }
    }
    assert!(!clone.exists("out"));
    // Where the checkout does not matter, and in the checkout itself.
    run(&clone.path(""), &["explain", "E3012"]).succeeds();
    run(Path::new(root), &["list"]).succeeds();
    run(&Path::new(root).join("docs"), &["list"]).succeeds();
}
