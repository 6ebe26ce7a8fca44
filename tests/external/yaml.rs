//! The YAML of a template means what its JSON means, to a reader of YAML 1.1 such as CloudFormation's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::python::{run, tools};
use formwork::template::{Format, Node, Template};
use serde_json::{Value, json};

/// Loads pairs of files, and fails at the first whose YAML and JSON differ, types of scalars and order of keys included.
const COMPARE: &str = "
import json, sys, yaml
def show(value):
    return json.dumps(value)
for path in sys.argv[1:]:
    with open(path + '.json', encoding='utf-8') as file:
        expected = show(json.load(file))
    with open(path + '.yaml', encoding='utf-8', newline='') as file:
        found = show(yaml.safe_load(file))
    assert found == expected, path + ':\\n' + found + '\\nis not\\n' + expected
";

fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("yaml").join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// Compares files by their paths without `.json` and `.yaml`.
fn assert_alike(paths: &[PathBuf]) {
    assert!(!paths.is_empty());
    run(tools().command("python").args(["-c", COMPARE]).args(paths)).unwrap_or_else(|problem| panic!("{problem}"));
}

#[test]
fn every_template_means_the_same_in_both_formats() {
    let output = directory("templates");
    for format in ["json", "yaml"] {
        let mut synth = Command::new(env!("CARGO_BIN_EXE_stacks"));
        run(synth.args(["synth", "--quiet", "--format", format, "--output"]).arg(&output)).unwrap();
    }
    let environments = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path());
    let files = environments.flat_map(|environment| fs::read_dir(environment).unwrap().map(|entry| entry.unwrap().path()));
    let yaml = files.filter(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    let paths: Vec<PathBuf> = yaml.map(|file| file.with_extension("")).collect();
    assert!(paths.len() >= 9, "{paths:?}");
    assert_alike(&paths);
}

/// Texts that a reader of YAML may take for something else.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "~",
    "null",
    "Null",
    "NULL",
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "N",
    "true",
    "False",
    "TRUE",
    "0",
    "-1",
    "+1",
    "010",
    "0o17",
    "0x1F",
    "0b11",
    "1_000",
    "1.5",
    "1.",
    ".5",
    "1e3",
    "1.5e+3",
    "-.inf",
    ".NaN",
    "12:30",
    "12:30:45",
    "190:20:30.15",
    "2012-10-17",
    "2001-12-14 21:59:43.10 -5",
    "=",
    "<<",
    "-",
    "--",
    "---",
    "...",
    "- a",
    "? a",
    ": a",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "&a",
    "*a",
    "!a",
    "!Ref A",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "'",
    "\"",
    "'a'",
    "\"a\"",
    "it's",
    "[a]",
    "{a}",
    "a, b",
    "{{resolve:ssm:/a:1}}",
    "${A}",
    "\\",
    "\\n",
    "a\nb",
    "a\n",
    "\na",
    "\n",
    "a\n\n",
    "  a\nb",
    "a\n  b\n c",
    "a \nb",
    "a\tb",
    "\ta",
    "\t",
    "a\t\nb",
    "a ",
    " a",
    "a\r\nb",
    "a\rb",
    "\u{0}",
    "\u{7}",
    "\u{1b}[0m",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "é",
    "日本語",
    "😀",
    "a\u{85}b",
    "arn:aws:iam::111122223333:role/*",
    "#!/bin/bash\nset -e\n\techo \"$HOME\"\n",
    "key: |\n  a\n  b\n",
];

#[test]
fn awkward_texts_stay_texts_as_values_items_and_keys() {
    let long = format!("{} {}", "word ".repeat(60), "x".repeat(300));
    let texts: Vec<&str> = AWKWARD.iter().copied().chain([long.as_str()]).collect();
    let keys: serde_json::Map<String, Value> = texts.iter().map(|text| ((*text).to_owned(), json!(1))).collect();
    let values: serde_json::Map<String, Value> =
        texts.iter().enumerate().map(|(index, text)| (format!("V{index}"), json!({ "Nested": [{ "Text": text }] }))).collect();
    let cases = [
        ("values", Value::Object(values)),
        ("items", json!({ "Items": texts, "Deep": [[texts], []] })),
        ("keys", Value::Object(keys)),
        ("scalars", json!({ "a": [0, -1, 1.5, 1e21, 12345678901234567u64, true, false, null, {}, [], [[]], [{}], { "b": {} }] })),
    ];
    let directory = directory("awkward");
    let mut paths = Vec::new();
    for (name, value) in cases {
        let template = Template::new(Node::from(value));
        let path = directory.join(name);
        for format in [Format::Json, Format::Yaml] {
            fs::write(path.with_extension(format.extension()), template.to_text(format)).unwrap();
        }
        paths.push(path);
    }
    for path in paths {
        assert_alike(&[path]);
    }
}
