//! The invariants of ARCHITECTURE.md that the text of the sources shows.

use std::fs;
use std::path::{Path, PathBuf};

/// What a module of the engine may use of the others. `cli` sees all, `prelude` re-exports.
const MAY_USE: [(&str, &[&str]); 8] = [
    ("diagnostic", &["template"]),
    ("template", &[]),
    ("schema", &["template", "diagnostic"]),
    ("stack", &["template", "diagnostic"]),
    ("aws", &["template", "stack"]),
    ("iam", &["template", "stack"]),
    ("constructs", &["template", "diagnostic", "stack", "aws", "iam"]),
    ("check", &["template", "diagnostic", "schema", "stack"]),
];

/// What reads or writes the world. Only `cli` may.
const WORLD: [&str; 11] = [
    "std::fs",
    "std::env",
    "std::process",
    "std::time",
    "std::net::Tcp",
    "std::net::Udp",
    "std::io::std",
    "println!",
    "print!",
    "dbg!",
    "process::exit",
];

/// Collections whose order differs from run to run.
const UNORDERED: [&str; 3] = ["HashMap", "HashSet", "RandomState"];

#[test]
fn only_the_command_line_touches_the_world() {
    let engine = sources("src").into_iter().filter(|file| module(file) != "cli" && file.path != "src/main.rs");
    assert_none(engine.flat_map(|file| file.lines_with(&WORLD)));
}

#[test]
fn nothing_depends_on_the_order_of_hashes() {
    assert_none(sources("src").iter().chain(&sources("stacks")).flat_map(|file| file.lines_with(&UNORDERED)));
}

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    for file in sources("src") {
        let Some((name, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module(&file)) else { continue };
        for (other, _) in MAY_USE.iter().chain(&[("cli", [].as_slice())]) {
            if other != name && !allowed.contains(other) {
                wrong.extend(file.lines_with(&[&format!("crate::{other}::"), &format!("crate::{other};")]));
            }
        }
    }
    assert_none(wrong);
}

#[test]
fn the_engine_names_no_stack() {
    let names = ["cruddur", "Cruddur"];
    let engine = sources("src").into_iter().filter(|file| !file.is_generated());
    assert_none(engine.flat_map(|file| file.lines_with(&names)));
}

#[test]
fn every_file_says_what_it_is() {
    let all = ["src", "stacks", "benches"].into_iter().flat_map(sources);
    let silent = all.filter(|file| !file.text.starts_with("//! ") && !file.is_generated());
    assert_none(silent.map(|file| format!("{} begins with no `//! …`", file.path)));
}

struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_generated(&self) -> bool {
        self.text.starts_with("// @generated")
    }

    /// The lines of code with one of these texts. Comments, texts and the tests at the end of a file are not code of the engine.
    fn lines_with(&self, texts: &[&str]) -> Vec<String> {
        let code = self.text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().enumerate();
        let found = lines.filter(|(_, line)| {
            let line = line.split("//").next().and_then(|line| line.split('"').next()).unwrap_or_default();
            texts.iter().any(|text| line.contains(text))
        });
        found.map(|(index, line)| format!("{}:{}: {}", self.path, index + 1, line.trim())).collect()
    }
}

/// `stack` of `src/stack/app.rs`.
fn module(file: &Source) -> &str {
    let name = file.path.split('/').nth(1).unwrap_or_default();
    name.strip_suffix(".rs").unwrap_or(name)
}

fn sources(directory: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut waiting = vec![root.join(directory)];
    while let Some(directory) = waiting.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let shown = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path: shown, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {directory}");
    found
}

fn assert_none(complaints: impl IntoIterator<Item = String>) {
    let complaints = Vec::from_iter(complaints);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
