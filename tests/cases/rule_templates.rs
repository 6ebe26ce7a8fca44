//! Rules checked on templates: `rules/CODE.bad.yaml` holds what a rule finds, `rules/CODE.good.yaml` what it leaves alone,
//! and `rules/CODE.snap` how its findings read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::support::fixture::formwork;

const BAD: &str = ".bad.yaml";
const GOOD: &str = ".good.yaml";

/// Two tests for each rule that has templates.
pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("rule_templates::every file belongs to a rule", every_file_belongs),
        Trial::test("rule_templates::crashes are no silence", crashes_are_no_silence),
    ];
    for code in codes() {
        let rule = code.clone();
        trials.push(Trial::test(format!("rule_templates::{code} finds"), move || finds(&rule)));
        trials.push(Trial::test(format!("rule_templates::{code} stays silent"), move || stays_silent(&code)));
    }
    trials
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
    let run = Command::new(formwork()).current_dir(directory()).args(["check", file]).output()?;
    let said = String::from_utf8(run.stderr)?;
    let printed = String::from_utf8(run.stdout)?;
    let findings = findings(run.status.code(), &printed, &said)?;
    let marks = ["error", "warning", "info"].map(|severity| format!("{severity}[{code}]"));
    let (own, others): (Vec<&str>, Vec<&str>) =
        findings.into_iter().partition(|block| marks.iter().any(|mark| block.starts_with(mark)));
    if let Some(error) = others.iter().find(|block| block.starts_with("error")) {
        return Err(format!("another rule finds an error as well:\n{error}").into());
    }
    Ok(own.join("\n\n"))
}

/// The findings that a run of `check` with one file reported. A run that crashed, or checked nothing, reported none either: so the status,
/// what is printed, and the line that counts the findings must all say the same as the findings do.
fn findings<'a>(code: Option<i32>, printed: &str, said: &'a str) -> Result<Vec<&'a str>, Failed> {
    let odd = |what: &str| Failed::from(format!("{what} (status {code:?}):\n{printed}{said}"));
    let mut blocks: Vec<&str> = said.split("\n\n").map(|block| block.trim_end_matches('\n')).collect();
    let summary = blocks.pop().unwrap_or_default();
    if let Some(block) = blocks.iter().find(|block| !is_finding(block)) {
        return Err(odd(&format!("`{block}` is no finding")));
    }
    let of = |start: &str| blocks.iter().filter(|block| block.starts_with(start)).map(|block| stands_for(block)).sum::<usize>();
    let counts = [("error", of("error"), "error"), ("warning", of("warning"), "warning"), ("info", of("info"), "note")];
    let told: Vec<String> =
        counts.iter().filter(|(_, count, _)| *count > 0).map(|(_, count, what)| counted(*count, what)).collect();
    let worst = counts.iter().find(|(_, count, _)| *count > 0);
    let expected = match worst {
        None => (0, "1 template checked: no errors\n", String::new()),
        Some((word, ..)) => (i32::from(*word == "error"), "", format!("{word}: {} in 1 template", told.join(" and "))),
    };
    if (code, printed, summary) == (Some(expected.0), expected.1, expected.2.as_str()) {
        Ok(blocks)
    } else {
        Err(odd(&format!("expected the status {} and `{}{}`", expected.0, expected.1.trim_end(), expected.2)))
    }
}

/// How many findings a block tells: `… (and 2 more in this file)` stands for three.
fn stands_for(block: &str) -> usize {
    let headline = block.lines().next().unwrap_or_default();
    let more = headline.strip_suffix(" more in this file)").and_then(|rest| rest.rsplit_once("(and "));
    1 + more.and_then(|(_, count)| count.parse::<usize>().ok()).unwrap_or(0)
}

/// `error[CODE]: …`, `warning[CODE]: …` or `info[CODE]: …`, and below it the place.
fn is_finding(block: &str) -> bool {
    let is_headed = ["error[", "warning[", "info["].iter().any(|start| block.starts_with(start));
    is_headed && block.lines().nth(1).is_some_and(|line| line.trim_start().starts_with("--> "))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The reading of a run, on runs that went wrong.
fn crashes_are_no_silence() -> Result<(), Failed> {
    let finding = "warning[W1]: x\n --> a.yaml:1:1\n\n";
    let counted = format!("{finding}warning: 1 warning in 1 template\n");
    let clean = "1 template checked: no errors\n";
    for (code, printed, said) in [(Some(0), clean, ""), (Some(0), "", counted.as_str())] {
        findings(code, printed, said).map_err(|failed| format!("a sound run is refused: {failed:?}"))?;
    }
    for (code, printed, said) in [
        (Some(101), "", "\nthread 'main' panicked at src/main.rs:1:1:\nnote: run with `RUST_BACKTRACE=1`\n"),
        (Some(101), "", ""),
        (None, "", ""),
        (Some(0), "", ""),
        (Some(1), "", "error: cannot read `a.yaml`\n"),
        (Some(2), "", "error: unexpected argument\n\nUsage: formwork\n"),
        (Some(0), "", finding),
        (Some(1), "", counted.as_str()),
        (Some(0), clean, "thread '<unnamed>' panicked at src/a.rs:1:1:\n"),
    ] {
        if findings(code, printed, said).is_ok() {
            return Err(format!("status {code:?}, `{printed}` and `{said}` pass for a sound run").into());
        }
    }
    Ok(())
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
