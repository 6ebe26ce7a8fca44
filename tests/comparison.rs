//! What cfn-lint and AWS's `cloudformation-validate` say of the mistakes that the rules are tested with: `docs/comparison.md`.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use formwork::check::{self, RULES};
use formwork::diagnostic::Diagnostic;
use formwork::template::Place;
use support::aws::REGION;
use support::judges::{Finding, aws_validate, cfn_lint};
use support::python::tools;

const INTRODUCTION: &str = "\
# Beside cfn-lint and cloudformation-validate

<!-- Made by `cargo test --test comparison`, which also keeps it up to date. -->

Each rule of Formwork has a template with mistakes that it finds, `tests/rules/CODE.bad.yaml`. The three judged the same files: Formwork,
cfn-lint and AWS's `cloudformation-validate` (its remarks of severity INFO left out). A column names the codes that a judge reports on
the very lines on which Formwork reports its own; `file` stands before codes that it reports elsewhere in that file, and `-` where it says nothing.
The mistakes are chosen by Formwork's rules, so the table says what the others miss, and not what Formwork misses: that is the list below it.
";

#[test]
fn the_page_says_what_the_judges_say() {
    let page = page();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/comparison.md");
    if fs::read_to_string(&file).unwrap_or_default() != page {
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("comparison.md");
        fs::write(&made, page).unwrap();
        panic!("docs/comparison.md is not what the judges say; read the difference, then copy {}", made.display());
    }
}

fn page() -> String {
    let files = files();
    let paths: Vec<PathBuf> = files.values().cloned().collect();
    let (lint, aws) = (cfn_lint(&paths, REGION), aws_validate(&paths));
    let mut page =
        format!("{INTRODUCTION}\n| Rule | What it finds | cfn-lint | cloudformation-validate |\n| --- | --- | --- | --- |\n");
    let mut counts = [0, 0, 0];
    for (code, path) in &files {
        let own = own(code, path);
        let columns = [column(&own, &lint, path), column(&own, &aws, path)];
        counts[0] += 1;
        for (count, column) in counts[1..].iter_mut().zip(&columns) {
            *count += usize::from(!column.starts_with("file") && column != "-");
        }
        let rule = RULES.iter().find(|rule| rule.code == code).expect("a rule");
        let [one, other] = columns;
        let _ = writeln!(
            page,
            "| [{code}](rules.md#{}) | {} | {one} | {other} |",
            code.to_lowercase(),
            rule.what.replace('|', "\\|")
        );
    }
    let [all, lint, aws] = counts;
    let _ = writeln!(
        page,
        "\nOf {all} kinds of mistakes, cfn-lint reports {lint} on the same lines, and cloudformation-validate {aws}."
    );
    page + &gaps()
}

/// The rules of cfn-lint that report errors and have no counterpart of the same code here.
fn gaps() -> String {
    let output = tools().command("cfn-lint").arg("--list-rules").output().expect("cfn-lint starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let listed = text.lines().filter_map(|line| line.split_once(": "));
    let is_code = |code: &str| code.len() == 5 && code.starts_with('E') && code[1..].bytes().all(|byte| byte.is_ascii_digit());
    let missing: Vec<(&str, &str)> =
        listed.filter(|(code, _)| is_code(code) && !RULES.iter().any(|rule| rule.code == *code)).collect();
    assert!(!missing.is_empty(), "cfn-lint lists its rules in another form: {text}");
    let mut section = format!(
        "\n## What cfn-lint looks for and Formwork does not, by code\n\n{} rules of cfn-lint that report errors have no rule of the same code here. \
         Some of what they find is found by another rule, by the types or by the constructs.\n\n",
        missing.len()
    );
    for (code, what) in missing {
        let _ = writeln!(section, "- {code}: {what}");
    }
    section
}

/// The templates of the rules, by code.
fn files() -> BTreeMap<String, PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter_map(|path| Some((path.file_name()?.to_str()?.strip_suffix(".bad.yaml")?.to_owned(), path.canonicalize().ok()?)))
        .collect()
}

/// What Formwork itself reports of that code.
fn own(code: &str, path: &Path) -> Vec<Diagnostic> {
    let judged = check::file(&fs::read(path).unwrap());
    let own: Vec<Diagnostic> = judged.findings.into_iter().filter(|finding| finding.code == code).collect();
    assert!(!own.is_empty(), "{code} finds nothing");
    own
}

fn column(own: &[Diagnostic], findings: &[Finding], path: &Path) -> String {
    let lines: BTreeSet<u64> = own.iter().filter_map(|finding| line(finding.place)).collect();
    let here: Vec<&Finding> = findings.iter().filter(|finding| finding.file == path).collect();
    let codes = |same: bool| {
        let codes: BTreeSet<&str> =
            here.iter().filter(|finding| lines.contains(&finding.line) == same).map(|finding| finding.rule.as_str()).collect();
        Vec::from_iter(codes).join(", ")
    };
    match (codes(true), codes(false)) {
        (same, _) if !same.is_empty() => same,
        (_, other) if !other.is_empty() => format!("file: {other}"),
        _ => "-".to_owned(),
    }
}

fn line(place: Place) -> Option<u64> {
    match place {
        Place::File { line, .. } => Some(line.into()),
        _ => None,
    }
}
