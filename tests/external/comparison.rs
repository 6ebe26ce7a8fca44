//! What cfn-lint and AWS's `cloudformation-validate` say of the mistakes that the rules are tested with: `docs/comparison.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::aws::REGION;
use crate::support::python::{run, tools};
use crate::support::validators::{Finding, aws_validate, cfn_lint};
use formwork::check::{self, RULES};
use formwork::diagnostic::Diagnostic;
use formwork::template::SourceLocation;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

const INTRODUCTION: &str = "\
# Beside cfn-lint and cloudformation-validate

<!-- Made by `cargo test --test external comparison`, which also keeps it up to date. -->

Each rule of Formwork has a template with mistakes that it finds, `tests/rules/CODE.bad.yaml`. The three checked the same files: Formwork,
cfn-lint and AWS's `cloudformation-validate` (its remarks of severity INFO left out). A column names the codes that a validator reports on
the very lines on which Formwork reports its own; `file` stands before codes that it reports elsewhere in that file, and `-` where it says nothing.
The mistakes are chosen by Formwork's rules, so the table says what the others miss, and not what Formwork misses: that is the second table. The third is of mistakes in a web application.
";

#[test]
fn the_page_says_what_the_validators_say() {
    let page = page();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/comparison.md");
    if fs::read_to_string(&file).unwrap_or_default() != page {
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("comparison.md");
        fs::write(&made, page).unwrap();
        panic!("docs/comparison.md is not what the validators say; read the difference, then copy {}", made.display());
    }
}

fn page() -> String {
    let files = files();
    let seeded = seeded();
    let paths: Vec<PathBuf> = files.values().chain(seeded.iter().map(|(_, path)| path)).cloned().collect();
    let (lint, aws) = (cfn_lint(&paths, REGION), aws_validate(&paths));
    let mut page = rules_table(&files, &lint, &aws);
    page.push_str(&codes_table());
    page + &seeded_table(&seeded, &lint, &aws)
}

/// Each rule with its own template.
fn rules_table(files: &BTreeMap<String, PathBuf>, lint: &[Finding], aws: &[Finding]) -> String {
    let mut page =
        format!("{INTRODUCTION}\n| Rule | What it finds | cfn-lint | cloudformation-validate |\n| --- | --- | --- | --- |\n");
    let mut counts = [0, 0, 0];
    for (code, path) in files {
        let own = own(code, path);
        let columns = [column(&own, lint, path), column(&own, aws, path)];
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
    page
}

/// Every code with which one of the two reports an error: the rule of the same code here, those that find the same, or why there is none.
fn codes_table() -> String {
    let elsewhere = elsewhere();
    let mut used = BTreeSet::new();
    let mut rows = String::new();
    let (mut same, mut other, mut none) = (0, 0, 0);
    let all = error_codes();
    for (code, what) in &all {
        let own = RULES.iter().find(|rule| rule.code[1..] == code[1..] && rule.code.starts_with('E'));
        let (rules, reason) = match (own, elsewhere.get(code.as_str())) {
            (Some(rule), None) => (format!("[{0}](rules.md#{1})", rule.code, rule.code.to_lowercase()), ""),
            (None, Some((rules, reason))) => ((*rules).to_owned(), *reason),
            (Some(_), Some(_)) => panic!("{code} has a rule: remove it from elsewhere.tsv"),
            (None, None) => panic!("{code} ({what}) has no rule: say in elsewhere.tsv which rule finds it, or why none does"),
        };
        used.insert(code.as_str());
        *(if own.is_some() {
            &mut same
        } else if rules == "-" {
            &mut none
        } else {
            &mut other
        }) += 1;
        let _ = writeln!(rows, "| {code} | {} | {rules} | {reason} |", what.replace('|', "\\|"));
    }
    let stale: Vec<&&str> = elsewhere.keys().filter(|code| !used.contains(**code)).collect();
    assert!(stale.is_empty(), "no validator has {stale:?}: remove them from elsewhere.tsv");
    for (code, (rules, _)) in &elsewhere {
        let is_rule = |name: &&str| RULES.iter().any(|rule| rule.code == *name);
        let named = rules.split([',', ' ']).filter(|name| !name.is_empty() && !["-", "to"].contains(name));
        let unknown: Vec<&str> = named.filter(|name| !is_rule(name)).collect();
        assert!(unknown.is_empty(), "elsewhere.tsv names {unknown:?} for {code}, which is no rule");
    }
    format!(
        "\n## Every code of both that stands for an error\n\n{} codes: {same} have a rule of the same code here, {other} are found by others, and \
         {none} by none.\n\n| Code | What it finds, in its own words | Here | Why |\n| --- | --- | --- | --- |\n{rows}",
        all.len()
    )
}

/// The codes of errors of cfn-lint and of `cloudformation-validate`, with what they say of themselves. Those of the latter that only
/// repeat a code of the former (`F3012` for `E3012`) are left out.
fn error_codes() -> BTreeMap<String, String> {
    let output = tools().command("cfn-lint").arg("--list-rules").output().expect("cfn-lint starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let listed = text.lines().filter_map(|line| line.split_once(": "));
    let is_code = |code: &str| code.len() == 5 && code.starts_with('E') && code[1..].bytes().all(|byte| byte.is_ascii_digit());
    let listed = listed.filter(|(code, _)| is_code(code)).map(|(code, what)| (code.to_owned(), what.to_owned()));
    let mut codes: BTreeMap<String, String> = listed.collect();
    assert!(codes.len() > 200, "cfn-lint lists its rules in another form: {text}");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/rules.py");
    let output = run(tools().command("python").arg(script)).unwrap_or_else(|problem| panic!("{problem}"));
    let rules: Vec<(String, String)> = serde_json::from_slice(&output.stdout).expect("a list of codes");
    let repeats = |code: &str| RULES.iter().any(|rule| rule.code.starts_with('E') && rule.code[1..] == code[1..]);
    codes.extend(rules.into_iter().filter(|(code, _)| !codes.contains_key(code) && !repeats(code)).collect::<Vec<_>>());
    codes
}

/// The codes without a rule of the same code: the rules that find the same, or `-`, and why.
fn elsewhere() -> BTreeMap<&'static str, (&'static str, &'static str)> {
    let lines = include_str!("elsewhere.tsv").lines();
    let entry = |line: &'static str| {
        let [code, rules, reason] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("`{line}` has not three parts") };
        assert!(rules != "-" || !reason.is_empty(), "{code} has neither a rule nor a reason");
        (code, (rules, reason))
    };
    lines.map(entry).collect()
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
    let checked = check::file(&fs::read(path).unwrap());
    let beside = |name: &str| fs::read(path.parent()?.join(name)).ok();
    let nested = checked.template.iter().flat_map(|template| check::nested(template, &beside));
    let own: Vec<Diagnostic> = checked.findings.iter().cloned().chain(nested).filter(|finding| finding.code == code).collect();
    assert!(!own.is_empty(), "{code} finds nothing");
    own
}

fn column(own: &[Diagnostic], findings: &[Finding], path: &Path) -> String {
    let lines: BTreeSet<u64> = own.iter().filter_map(|finding| line(finding.location)).collect();
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

fn line(location: SourceLocation) -> Option<u64> {
    match location {
        SourceLocation::File { line, .. } => Some(line.into()),
        _ => None,
    }
}

/// One edit of the sound template: what stands at a path is put there, or taken away.
#[derive(Deserialize)]
struct Edit {
    at: Vec<Value>,
    /// Null is a value too: what is taken away has no such entry.
    #[serde(default, deserialize_with = "present")]
    put: Option<Value>,
}

fn present<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A mistake that is made on purpose.
#[derive(Deserialize)]
struct Mistake {
    what: String,
    edits: Vec<Edit>,
}

/// The sound template, and one file for each mistake in it.
fn seeded() -> Vec<(String, PathBuf)> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seeded");
    fs::create_dir_all(&directory).unwrap();
    let base: Value = serde_json::from_str(include_str!("../seeded/base.json")).unwrap();
    let mistakes: Vec<Mistake> = serde_json::from_str(include_str!("../seeded/mistakes.json")).unwrap();
    let sound = Mistake { what: String::new(), edits: Vec::new() };
    let write = |(index, mistake): (usize, Mistake)| {
        let mut template = base.clone();
        mistake.edits.iter().for_each(|edit| apply(&mut template, edit));
        let path = directory.join(format!("{index:03}.json"));
        fs::write(&path, format!("{template:#}")).unwrap();
        (mistake.what, path.canonicalize().unwrap())
    };
    [sound].into_iter().chain(mistakes).enumerate().map(write).collect()
}

fn apply(template: &mut Value, edit: &Edit) {
    let (last, above) = edit.at.split_last().expect("a path");
    let at = above.iter().fold(template, |node, step| match step.as_u64() {
        Some(index) => &mut node[usize::try_from(index).unwrap()],
        None => &mut node[step.as_str().unwrap()],
    });
    match (last.as_u64(), &edit.put) {
        (Some(index), Some(value)) => at[usize::try_from(index).unwrap()] = value.clone(),
        (None, Some(value)) => at[last.as_str().unwrap()] = value.clone(),
        (_, None) => drop(at.as_object_mut().unwrap().shift_remove(last.as_str().unwrap())),
    }
}

/// What each validator reports of each mistake in the sound template.
fn seeded_table(seeded: &[(String, PathBuf)], lint: &[Finding], aws: &[Finding]) -> String {
    let own = |path: &Path| {
        let findings = check::file(&fs::read(path).unwrap()).findings;
        Vec::from_iter(findings.iter().map(|finding| finding.code).collect::<BTreeSet<&str>>()).join(", ")
    };
    let others = |findings: &[Finding], path: &Path| {
        let here = findings.iter().filter(|finding| finding.file == path).map(|finding| finding.rule.as_str());
        Vec::from_iter(here.collect::<BTreeSet<&str>>()).join(", ")
    };
    let mut rows = String::new();
    let mut counts = [0, 0, 0];
    for (what, path) in seeded {
        let found = [own(path), others(lint, path), others(aws, path)];
        if what.is_empty() {
            assert_eq!(found, ["", "", ""], "the template without a mistake is sound");
            continue;
        }
        counts.iter_mut().zip(&found).for_each(|(count, codes)| *count += usize::from(!codes.is_empty()));
        let [own, lint, aws] = found.map(|codes| if codes.is_empty() { "-".to_owned() } else { codes });
        let _ = writeln!(rows, "| {what} | {own} | {lint} | {aws} |");
    }
    let [own, lint, aws] = counts;
    let all = seeded.len() - 1;
    format!(
        "\n## One web application, {all} mistakes\n\nA sound template of a load-balanced Fargate service, `tests/seeded/base.json`, in which one mistake after the \
         other was made (`tests/seeded/mistakes.json`). They come from what broke for people \
         and what AWS's pages forbid. Of {all}, Formwork finds {own}, cfn-lint {lint}, cloudformation-validate {aws}; `-` is a mistake that a validator \
         does not see.\n\n| Mistake | Formwork | cfn-lint | cloudformation-validate |\n| --- | --- | --- | --- |\n{rows}"
    )
}
