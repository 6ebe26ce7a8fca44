//! What is published of each crate: what it needs to be built, and nothing of this repository's stacks and tests.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand, Package};

fn metadata() -> Metadata {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().other_options(["--offline".to_owned()]).exec().unwrap()
}

/// The files of a crate's package, relative to its directory.
fn files(package: &Package) -> Vec<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["package", "--list", "--offline", "--allow-dirty", "--package", &package.name]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(PathBuf::from).collect()
}

#[test]
fn packages_hold_no_tests_and_all_that_their_sources_include() {
    let metadata = metadata();
    assert_eq!(metadata.packages.len(), 5);
    for package in &metadata.packages {
        let files = files(package);
        let of_tests = |file: &&PathBuf| {
            let text = file.to_string_lossy();
            // What `new project` writes has a test and a snapshot, and a page of the guide is about tests; both are packed.
            !text.starts_with("templates")
                && !text.starts_with("docs")
                && ["test", ".snap", "stacks/", "benches"].iter().any(|part| text.contains(part))
        };
        assert_eq!(files.iter().find(of_tests), None, "{}", package.name);
        for file in ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"] {
            assert!(files.contains(&file.into()), "{} has no {file}", package.name);
        }
        let root = package.manifest_path.parent().unwrap().as_std_path();
        for source in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
            let text = fs::read_to_string(root.join(source)).unwrap();
            let included = text.split("include_").skip(1).filter_map(|rest| {
                let (_, rest) = rest.split_once("!(\"").filter(|(name, _)| ["str", "bytes"].contains(name))?;
                rest.split_once('"').map(|(path, _)| path)
            });
            for path in included {
                let inside = normal(&source.parent().unwrap().join(path));
                assert!(files.contains(&inside), "{}: {} includes {path}", package.name, source.display());
            }
        }
    }
}

/// No dependency needs a newer compiler than Formwork says. (That its own code needs none is seen by clippy's `incompatible_msrv`, as far as
/// the standard library goes, and by `.ci/run` where that compiler is installed.)
#[test]
fn no_dependency_needs_a_newer_compiler() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    // What other systems need is not fetched here.
    let compiler = Command::new("rustc").arg("-vV").output().unwrap();
    let compiler = String::from_utf8(compiler.stdout).unwrap();
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let here = format!("--filter-platform={host}");
    let metadata = MetadataCommand::new().manifest_path(manifest).other_options(["--offline".to_owned(), here]).exec().unwrap();
    let own = metadata
        .packages
        .iter()
        .find(|package| package.name == "formwork")
        .and_then(|package| package.rust_version.clone())
        .unwrap();
    let newer = metadata.packages.iter().filter(|package| package.rust_version.as_ref().is_some_and(|version| *version > own));
    assert_eq!(newer.map(|package| package.name.to_string()).collect::<Vec<_>>(), Vec::<String>::new(), "{own}");
    assert!(metadata.packages.len() > 50);
}

fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => assert!(normal.pop(), "{} leaves the package", path.display()),
            other => normal.push(other),
        }
    }
    normal
}

/// What stands in the registry beside a crate, and what `cargo install` installs.
#[test]
fn packages_are_described() {
    let metadata = metadata();
    let mut programs = Vec::new();
    for package in &metadata.packages {
        assert!(package.publish.is_none(), "{} is published", package.name);
        assert!(package.description.is_some() && package.repository.is_some(), "{} is described", package.name);
        assert!(!package.keywords.is_empty() && !package.categories.is_empty(), "{} can be found", package.name);
        assert!(package.rust_version.is_some(), "{} names the oldest compiler", package.name);
        let files = files(package);
        let root = package.manifest_path.parent().unwrap();
        let is_published = |path: &Path| path.strip_prefix(root).is_ok_and(|path| files.iter().any(|file| file == path));
        let published = package.targets.iter().filter(|target| target.is_bin() && is_published(target.src_path.as_std_path()));
        programs.extend(published.map(|program| format!("{} {}", package.name, program.name)));
    }
    assert_eq!(programs, ["formwork-cli formwork"]);
}
