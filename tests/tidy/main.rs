//! The invariants of ARCHITECTURE.md that the text of the sources shows.

#![allow(unreachable_pub, reason = "a program's modules may say `pub`")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test starts programs and reads what they write"
)]

mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use formwork::check::{self, RULES};

/// What a module of the engine may use of the others. `cli` sees all, `prelude` re-exports.
const MAY_USE: [(&str, &[&str]); 18] = [
    ("diagnostic", &["template"]),
    ("template", &[]),
    ("schema", &["template", "diagnostic"]),
    ("language", &["template", "schema"]),
    ("stack", &["template", "diagnostic"]),
    ("aws", &["template", "stack"]),
    ("iam", &["template", "stack", "aws"]),
    ("constructs", &["template", "diagnostic", "schema", "stack", "aws", "iam"]),
    ("check", &["template", "diagnostic", "schema", "language", "stack", "iam"]),
    ("scaffold", &["template"]),
    ("deploy", &["template", "schema", "language", "stack", "scaffold"]),
    ("redact", &["template", "diagnostic", "schema", "language"]),
    ("adopt", &["template", "schema", "language"]),
    ("refactor", &["template", "schema", "language", "stack"]),
    ("diff", &["template", "schema", "language", "stack", "redact", "refactor"]),
    ("graph", &["template", "language", "redact"]),
    ("import", &["template", "schema", "language"]),
    ("failure", &["template", "language", "redact"]),
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

/// Lines of a file that is written by hand.
const LONGEST_FILE: usize = 500;

#[test]
fn only_the_command_line_touches_the_world() {
    let engine = library().into_iter().filter(|file| module(file) != "cli" && file.path != "crates/cli/src/main.rs");
    assert_none(engine.flat_map(|file| file.lines_with(&WORLD)));
}

/// What reads a file or writes to the terminal, and the one file that may: files are read within bounds, and what is printed moves no cursor.
const SINKS: [(&str, &[&str]); 2] = [
    ("src/cli/disk.rs", &["fs::read(", "fs::read_to_string(", "read_to_end(", "read_to_string("]),
    ("src/cli/terminal.rs", &["io::stdout(", "io::stderr(", "eprintln!", "eprint!", "println!", "print!("]),
];

#[test]
fn one_file_reads_and_one_prints() {
    let files = library();
    let elsewhere = |own: &str| files.iter().filter(move |file| file.path != own).cloned().collect::<Vec<_>>();
    for (own, calls) in SINKS {
        assert!(files.iter().any(|file| file.path == own && !file.lines_with(calls).is_empty()), "{own} is not the one");
        assert_none(elsewhere(own).iter().flat_map(|file| file.lines_with(calls)));
    }
}

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    for file in library() {
        let Some((own, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module(&file)) else { continue };
        for path in imports::paths(&imports::module_of(&file.path), &file.text) {
            let Some(other) = path.first().map(String::as_str).filter(|other| other != own) else { continue };
            let is_layer = other == "cli" || MAY_USE.iter().any(|(name, _)| *name == other);
            if is_layer && !allowed.contains(&other) {
                wrong.push(format!("{}: `crate::{}`", file.path, path.join("::")));
            }
        }
    }
    assert_none(wrong);
}

#[test]
fn no_files_need_each_other() {
    let files: Vec<Source> =
        library().into_iter().filter(|file| module(file) != "aws" && !file.path.ends_with("src/lib.rs")).collect();
    let modules: BTreeMap<Vec<String>, &str> =
        files.iter().map(|file| (imports::module_of(&file.path), file.path.as_str())).collect();
    let read: Vec<_> = files.iter().map(|file| imports::needs(&imports::module_of(&file.path), &file.text)).collect();
    // A name that a module passes on is that of the file that has it.
    let mut passed: BTreeMap<Vec<String>, &Vec<String>> = BTreeMap::new();
    for (file, (_, names)) in files.iter().zip(&read) {
        let own = imports::module_of(&file.path);
        passed.extend(names.iter().filter_map(|path| Some(([own.clone(), vec![path.last()?.clone()]].concat(), path))));
    }
    let file_of = |path: &Vec<String>| {
        let mut path = path;
        for _ in 0..4 {
            let Some(found) = (1..=path.len()).find_map(|length| passed.get(&path[..length])) else { break };
            path = found;
        }
        (1..=path.len()).rev().find_map(|length| modules.get(&path[..length])).copied()
    };
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, (paths, _)) in files.iter().zip(&read) {
        needs.insert(&file.path, paths.iter().filter_map(file_of).filter(|target| *target != file.path).collect());
    }
    assert_none(imports::circles(&needs));
}

#[test]
fn the_engine_names_no_stack() {
    let names = ["cruddur", "Cruddur"];
    let engine = library().into_iter().filter(|file| !file.is_generated());
    assert_none(engine.flat_map(|file| file.lines_with(&names)));
}

#[test]
fn every_file_says_what_it_is() {
    let all = ["src", "crates", "stacks", "tests", "benches"].into_iter().flat_map(sources);
    let silent = all
        .filter(|file| !file.path.starts_with("tests/library/readme/") && !file.text.starts_with("//! ") && !file.is_generated());
    assert_none(silent.map(|file| format!("{} begins with no `//! …`", file.path)));
}

#[test]
fn no_merge_is_left_half_done() {
    let extensions = ["rs", "md", "toml", "json", "yaml", "tsv", "snap", "py", "tera"];
    let all = ["src", "crates", "stacks", "tests", "benches", "docs", "snapshots"]
        .into_iter()
        .flat_map(|directory| files(directory, &extensions));
    let markers = ["<<<<<<< ", ">>>>>>> "];
    assert_none(all.flat_map(|file| {
        let left = file.text.lines().filter(|line| markers.iter().any(|marker| line.starts_with(marker)));
        Vec::from_iter(left.map(|line| format!("{}: {line}", file.path)))
    }));
}

#[test]
fn generated_files_say_so() {
    for source in sources("crates/aws/src/aws") {
        assert!(source.text.starts_with("// @generated "), "{} does not begin with the mark of generated code", source.path);
    }
    let claims = library().into_iter().filter(|file| file.is_generated() && module(file) != "aws");
    assert_none(claims.map(|file| format!("{} is written by hand, but begins with the mark", file.path)));
}

/// What AWS calls the parts of resources is free beside the prelude, but for names that no app does without.
#[test]
fn the_prelude_shadows_little() {
    let is_type = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let words = |line: &str| line.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let prelude = sources("src").into_iter().find(|file| file.path == "src/prelude.rs").expect("there is a prelude");
    let code = prelude.text.lines().filter(|line| !line.starts_with("//"));
    let names: BTreeSet<String> = code.flat_map(words).filter(|word| is_type(word)).collect();
    let parts: BTreeSet<String> = sources("crates/aws/src/aws")
        .into_iter()
        .flat_map(|file| {
            let lines = file.text.lines().map(str::trim).filter(|line| !line.starts_with("///"));
            let declared = lines.clone().zip(lines.skip(1));
            let declared = declared.filter(|(line, _)| line.ends_with("::property_type! {") || line.ends_with("::closed_set! {"));
            declared.filter_map(|(_, name)| words(name).into_iter().next()).collect::<Vec<_>>()
        })
        .collect();
    assert!(parts.contains("RedrivePolicy") && names.contains("Stack"), "both are read");
    assert_eq!(names.intersection(&parts).collect::<Vec<_>>(), ["Environment", "Parameter", "Value"]);
}

/// `cargo test --doc` compiles and runs the examples; here it is only seen that there is one.
#[test]
fn every_construct_has_an_example() {
    let mut constructs = 0;
    let mut silent = Vec::new();
    for file in sources("src/constructs") {
        for (_, rest) in file.text.match_indices("\nimpl Construct for ").map(|(at, what)| file.text.split_at(at + what.len())) {
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let declared = file.text.find(&format!("\npub struct {name}")).expect("a construct is declared in its file");
            let above = file.text[..declared].rsplit("\n\n").next().unwrap_or_default();
            constructs += 1;
            silent.extend((!above.contains("/// ```")).then(|| format!("{}: {name} has no example", file.path)));
        }
    }
    assert!(constructs > 20, "{constructs} constructs are read");
    assert_none(silent);
}

#[test]
fn files_stay_short() {
    let written: Vec<Source> =
        ["src", "crates", "stacks"].into_iter().flat_map(sources).filter(|file| !file.is_generated()).collect();
    // The repairs of the upstream schemas are one table, however many they are.
    let counted = written
        .iter()
        .filter(|file| file.path != "crates/engine/src/schema/fixes.rs")
        .map(|file| (file, file.text.lines().count()));
    let long = counted.filter(|(_, lines)| *lines > LONGEST_FILE);
    assert_none(long.map(|(file, lines)| format!("{} has {lines} lines; {LONGEST_FILE} are enough", file.path)));
}

#[test]
fn every_file_of_a_rule_is_in_the_list() {
    let files: BTreeSet<String> = sources("crates/engine/src/check/rules")
        .iter()
        .map(|source| Path::new(&source.path).file_stem().unwrap().to_string_lossy().into_owned())
        .map(|name| name.split('_').next().unwrap_or_default().to_uppercase())
        // Beside the rules stand the lists of the folders, and what the rules of a folder read together.
        .filter(|code| code.ends_with(|last: char| last.is_ascii_digit()))
        .collect();
    let codes: Vec<String> = RULES.iter().map(|rule| rule.code.to_owned()).collect();
    let unique: BTreeSet<String> = codes.iter().cloned().collect();
    assert_eq!(codes.len(), unique.len(), "a code names one rule");
    assert_eq!(unique, files, "a rule's file begins with its code, and `RULES` has it");
    for rule in RULES {
        let texts = [rule.what, rule.why, rule.example, rule.fix];
        assert!(texts.iter().all(|text| !text.is_empty()), "{} is not described", rule.code);
        assert!(rule.link.starts_with("https://"), "{} has no page", rule.code);
    }
}

/// The way out goes on after `help:`, as the message after `error:`: in lower case, without a full stop. Every one that a test shows is read.
#[test]
fn a_way_out_reads_like_a_message() {
    let shown = ["tests", "docs"].into_iter().flat_map(|directory| files(directory, &["rs", "snap", "md"]));
    let helps = shown.flat_map(|file| {
        let lines = file.text.lines().filter_map(|line| line.trim().strip_prefix("= help: ")).map(str::to_owned);
        lines.map(|help| (file.path.clone(), help)).collect::<Vec<_>>()
    });
    let helps: Vec<_> = helps.chain(check::rules().map(|rule| (rule.code.to_owned(), rule.fix.to_owned()))).collect();
    assert!(helps.len() > 900, "{} are read", helps.len());
    let is_sentence = |text: &str| {
        let word = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let begins_one = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_uppercase()) && !word[1..].contains(|c: char| !c.is_ascii_lowercase())
        };
        begins_one(word) || text.ends_with('.')
    };
    assert_none(helps.iter().filter(|(_, help)| is_sentence(help)).map(|(at, help)| format!("{at}: {help}")));
}

#[derive(Clone)]
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

/// `stack` of `crates/core/src/stack/app.rs`.
fn module(file: &Source) -> &str {
    let name = imports::inside(&file.path).split('/').next().unwrap_or_default();
    name.strip_suffix(".rs").unwrap_or(name)
}

/// The sources of the library, in all of its crates.
fn library() -> Vec<Source> {
    ["src", "crates"].into_iter().flat_map(sources).collect()
}

fn sources(directory: &str) -> Vec<Source> {
    files(directory, &["rs"])
}

fn files(directory: &str, extensions: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut waiting = vec![root.join(directory)];
    while let Some(directory) = waiting.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extensions.iter().any(|known| extension == *known)) {
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
