//! Mistakes that do not compile, each with the message that its author reads.
//!
//! Each file of `tests/compile_fail` is one mistake, and the file `.message` beside it what the compiler says: the headline, the
//! marked code, and the notes. What rustc adds from its own knowledge (which other types implement a trait, where a bound is declared)
//! is left out, since it changes with every generated type and every release of the compiler.
//!
//! After a change of the messages, `UPDATE_MESSAGES=1 cargo test --test cases compile_fail` writes them anew; read them before committing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::support::library;

/// One test for each mistake.
pub fn trials() -> Vec<Trial> {
    let mut cases: Vec<PathBuf> = fs::read_dir(root().join("tests/compile_fail"))
        .expect("the cases are there")
        .map(|entry| entry.expect("the directory is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case was found");
    let library: Arc<LazyLock<PathBuf>> = Arc::new(LazyLock::new(|| library::of("cases")));
    let trials = cases.into_iter().map(|case| {
        let name = case.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let library = Arc::clone(&library);
        Trial::test(format!("compile_fail::{name}"), move || validate(&case, &library))
    });
    trials.collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn validate(case: &Path, library: &Path) -> Result<(), Failed> {
    let found = compile(case, library)?;
    let file = case.with_extension("message");
    if std::env::var_os("UPDATE_MESSAGES").is_some() {
        return Ok(fs::write(&file, found)?);
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if found == expected {
        return Ok(());
    }
    let file = file.strip_prefix(root()).unwrap_or(&file).display();
    Err(format!("{file} expects:\n{expected}\nbut the compiler says:\n{found}\nUPDATE_MESSAGES=1 accepts it").into())
}

/// What the compiler says of a mistake; an error if it says nothing.
fn compile(case: &Path, library: &Path) -> Result<String, Failed> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail");
    fs::create_dir_all(&scratch)?;
    let dependencies = Path::new(env!("CARGO_BIN_EXE_stacks")).with_file_name("deps");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .current_dir(root())
        .args(["--edition=2024", "--emit=metadata", "--error-format=json", "--diagnostic-width=200", "--out-dir"])
        .arg(scratch)
        .arg("--extern")
        .arg(format!("formwork={}", library.display()))
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .arg(case)
        .output()?;
    if output.status.success() {
        return Err("it compiles, although it must not".into());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let found: String =
        messages.filter(|message| message["level"] == "error" && is_placed(message)).map(|message| render(&message)).collect();
    if found.is_empty() {
        return Err(format!("the compiler refuses it without a message ({}): {said}", output.status).into());
    }
    Ok(found)
}

/// The last message only counts the others.
fn is_placed(message: &Value) -> bool {
    message["spans"].as_array().is_some_and(|spans| !spans.is_empty())
}

fn render(message: &Value) -> String {
    let mut text = format!("error[{}]: {}\n", message["code"]["code"].as_str().unwrap_or_default(), word(message));
    for span in message["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true) {
        let line = &span["text"][0];
        let (start, end) = (line["highlight_start"].as_u64().unwrap_or(1), line["highlight_end"].as_u64().unwrap_or(1));
        let code = line["text"].as_str().unwrap_or_default();
        let indent = " ".repeat(start.saturating_sub(1) as usize);
        let mark = "^".repeat(end.saturating_sub(start).max(1) as usize);
        let label = without_paths(span["label"].as_str().unwrap_or_default());
        text += format!("  | {code}\n  | {indent}{mark} {label}").trim_end();
        text.push('\n');
    }
    for child in message["children"].as_array().into_iter().flatten().filter(|child| is_advice(child)) {
        let suggested = child["spans"][0]["suggested_replacement"].as_str().map(str::trim).filter(|text| !text.is_empty());
        let suggested = suggested.map(|text| format!(": `{text}`")).unwrap_or_default();
        text += &format!("  = {}: {}{suggested}\n", child["level"].as_str().unwrap_or_default(), word(child));
    }
    text
}

/// A note of the library's own, or a suggestion; not what rustc knows about other types and about where things are declared.
fn is_advice(child: &Value) -> bool {
    let is_suggestion = child["spans"][0]["suggested_replacement"].is_string();
    let of_rustc = ["required", "this error originates", "the full name", "consider using `--verbose`"];
    let redundant = word(child).contains("redundant requirement");
    let is_note = child["level"] == "note" && !is_placed(child) && !redundant;
    is_suggestion || (is_note && !of_rustc.iter().any(|start| word(child).starts_with(start)))
}

/// The message with the bare names of types: rustc writes the path of a name as soon as another crate module has the same.
fn word(message: &Value) -> String {
    without_paths(message["message"].as_str().unwrap_or_default())
}

fn without_paths(text: &str) -> String {
    let is_module = |part: &str| {
        let name = part.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
        name.starts_with(|c: char| c.is_ascii_lowercase())
    };
    let mut short = String::new();
    for part in text.split_inclusive("::") {
        let module = part.strip_suffix("::").filter(|part| is_module(part));
        let kept = module.map_or(part, |part| part.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_'));
        short.push_str(kept);
    }
    short
}
