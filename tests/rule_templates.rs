//! Rules judged on templates: `rules/CODE.bad.yaml` holds what a rule finds, `rules/CODE.good.yaml` what it leaves alone,
//! and `rules/CODE.snap` how its findings read.

#![allow(clippy::disallowed_methods, reason = "a test starts programs and reads what they write")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};

const BAD: &str = ".bad.yaml";
const GOOD: &str = ".good.yaml";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("every file belongs to a rule", every_file_belongs)];
    for code in codes() {
        let rule = code.clone();
        trials.push(Trial::test(format!("{code} finds"), move || finds(&rule)));
        trials.push(Trial::test(format!("{code} stays silent"), move || stays_silent(&code)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The rules that have a template to find mistakes in.
fn codes() -> Vec<String> {
    files().iter().filter_map(|name| Some(name.strip_suffix(BAD)?.to_owned())).collect()
}

fn finds(code: &str) -> Result<(), Failed> {
    let said = check(&format!("{code}{BAD}"), code)?;
    if said.is_empty() {
        return Err(format!("{code} finds nothing in {code}{BAD}").into());
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(directory());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let snapshot = || settings.bind(|| insta::assert_snapshot!(code, said));
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(snapshot))
        .map_err(|_| Failed::from("the findings read otherwise than their snapshot: see above, then `cargo insta review`"))
}

fn stays_silent(code: &str) -> Result<(), Failed> {
    let said = check(&format!("{code}{GOOD}"), code)?;
    if said.is_empty() { Ok(()) } else { Err(format!("what is right is not left alone:\n{said}").into()) }
}

/// What one rule says of a file. Others may warn, but an error of theirs shows that the file is not what it is meant to be.
fn check(file: &str, code: &str) -> Result<String, Failed> {
    let run = Command::new(env!("CARGO_BIN_EXE_formwork")).current_dir(directory()).args(["check", file]).output()?;
    let said = String::from_utf8(run.stderr)?;
    let findings = said.split("\n\n").filter(|block| block.contains("\n --> ") || block.contains("\n  --> "));
    let marks = ["error", "warning", "info"].map(|severity| format!("{severity}[{code}]"));
    let (own, others): (Vec<&str>, Vec<&str>) = findings.partition(|block| marks.iter().any(|mark| block.starts_with(mark)));
    if let Some(error) = others.iter().find(|block| block.starts_with("error")) {
        return Err(format!("another rule finds an error as well:\n{error}").into());
    }
    Ok(own.join("\n\n"))
}

/// A template without its rule or its counterpart would test nothing.
fn every_file_belongs() -> Result<(), Failed> {
    let files = files();
    for name in &files {
        let code = [BAD, GOOD, ".snap"].iter().find_map(|end| name.strip_suffix(end));
        let code = code.ok_or_else(|| format!("tests/rules/{name} is neither CODE{BAD}, CODE{GOOD} nor CODE.snap"))?;
        if !formwork::check::RULES.iter().any(|rule| rule.code == code) {
            return Err(format!("tests/rules/{name} belongs to no rule").into());
        }
        if let Some(missing) = [BAD, GOOD, ".snap"].iter().map(|end| format!("{code}{end}")).find(|file| !files.contains(file)) {
            return Err(format!("tests/rules/{missing} is missing").into());
        }
    }
    Ok(())
}

fn files() -> Vec<String> {
    let read = fs::read_dir(directory()).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = read.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.ends_with(".snap.new"));
    names.sort();
    names
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}
