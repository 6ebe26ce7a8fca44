//! What ARCHITECTURE.md promises of the source tree, and what every synthesized template keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use formwork::check::RULES;
use formwork::template::function::{PSEUDO_PARAMETERS, sub_variables};
use serde_json::{Map, Value};

// The source tree

/// A source file: its path from the project's root, and its text.
struct Source {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.append(&mut files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found
}

fn sources(directory: &str) -> Vec<Source> {
    let read = |path: PathBuf| Source {
        text: fs::read_to_string(&path).unwrap(),
        path: path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"),
    };
    files(&root().join(directory), "rs").into_iter().map(read).collect()
}

/// The sources of the engine that are written by hand.
fn written() -> Vec<Source> {
    sources("src").into_iter().filter(|source| !source.path.starts_with("src/aws/")).collect()
}

impl Source {
    /// The lines of code with their numbers, without comments and without the unit tests at the end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("#[cfg(test)]").unwrap_or(self.text.len());
        let lines = self.text[..tests].lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn assert_none(what: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{what}:\n  {}", offenders.join("\n  "));
}

/// The lines in which one of the words stands as a word of its own.
fn lines_with(sources: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (number, line) in source.code() {
            for word in words.iter().filter(|word| has_word(line, word)) {
                found.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    found
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[test]
fn only_the_command_line_touches_the_outside_world() {
    let below: Vec<Source> = sources("src").into_iter().filter(|source| !in_command_line(&source.path)).collect();
    let io = ["std::fs", "std::io", "std::process", "std::env", "std::time", "TcpStream", "UdpSocket", "TcpListener"];
    assert_none("only `cli` reads, writes, asks the system or ends the process", &lines_with(&below, &io));
    let printing = ["println!", "eprintln!", "print!", "eprint!", "dbg!", "todo!", "unimplemented!"];
    assert_none("only `cli` prints", &lines_with(&below, &printing));
}

fn in_command_line(path: &str) -> bool {
    path.starts_with("src/cli/") || path == "src/main.rs"
}

#[test]
fn nothing_is_ordered_by_a_hash() {
    assert_none("an `IndexMap` or a `BTreeMap` has an order", &lines_with(&sources("src"), &["HashMap", "HashSet"]));
}

#[test]
fn the_engine_names_no_stack() {
    let named: Vec<String> = sources("src")
        .into_iter()
        .filter(|source| source.code().any(|(_, line)| line.to_lowercase().contains("cruddur")))
        .map(|source| source.path)
        .collect();
    assert_none("the engine knows no app", &named);
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = ["src", "stacks", "tests"]
        .into_iter()
        .flat_map(sources)
        .filter(|source| {
            let first = source.text.lines().find(|line| !line.is_empty() && !line.starts_with("// @generated"));
            !first.is_some_and(|line| line.starts_with("//! "))
        })
        .map(|source| source.path)
        .collect();
    assert_none("a file begins with `//!` and its purpose", &silent);
}

#[test]
fn generated_files_say_so() {
    for source in sources("src/aws") {
        assert!(source.text.starts_with("// @generated "), "{} does not begin with the mark of generated code", source.path);
    }
    let marked = written().into_iter().filter(|source| source.text.starts_with("// @generated")).map(|source| source.path);
    assert_none("written code must not claim to be generated", &marked.collect::<Vec<_>>());
}

#[test]
fn files_and_functions_stay_short() {
    let all: Vec<Source> = written().into_iter().chain(sources("stacks")).collect();
    let long: Vec<String> = all
        .iter()
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > 500)
        .map(|(source, lines)| format!("{}: {lines} lines", source.path))
        .collect();
    assert_none("a file has at most 500 lines", &long);
    assert_none("a function has at most 60 lines", &all.iter().flat_map(long_functions).collect::<Vec<_>>());
}

/// Functions of more than 60 lines: from the line of `fn` to the brace at the same depth, as rustfmt sets it.
fn long_functions(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let is_function = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn "].iter().any(|start| trimmed.starts_with(start));
        let has_body = lines[index..].iter().find(|line| line.ends_with(['{', ';'])).is_some_and(|line| line.ends_with('{'));
        if !is_function || !has_body {
            continue;
        }
        let indent = &line[..line.len() - trimmed.len()];
        let length = lines[index..].iter().position(|line| *line == format!("{indent}}}")).unwrap_or(0);
        if length > 60 {
            found.push(format!("{}:{}: {length} lines", source.path, index + 1));
        }
    }
    found
}

#[test]
fn every_file_of_a_rule_is_in_the_list() {
    let files: BTreeSet<String> = sources("src/check/rules")
        .iter()
        .map(|source| Path::new(&source.path).file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "mod")
        .map(|name| name.split('_').next().unwrap_or_default().to_uppercase())
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

// The synthesized templates

/// One stack of one environment.
struct Synthesized {
    name: String,
    template: Map<String, Value>,
    text: String,
}

fn stacks_command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stacks"));
    command.current_dir(root());
    command
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every environment with its stacks in deployment order; `test` names the directory, since tests run at the same time.
fn synthesized(test: &str) -> BTreeMap<String, Vec<Synthesized>> {
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("invariants").join(test);
    let _ = fs::remove_dir_all(&output);
    run(stacks_command().args(["synth", "--quiet", "--output"]).arg(&output));
    let listed: Value = serde_json::from_str(&run(stacks_command().args(["list", "--json"]))).unwrap();
    let mut environments = BTreeMap::new();
    for environment in listed.as_array().unwrap() {
        let name = environment["environment"].as_str().unwrap();
        let stacks = environment["stacks"].as_array().unwrap().iter().map(|stack| {
            let stack = stack["name"].as_str().unwrap();
            let text = fs::read_to_string(output.join(name).join(format!("{stack}.template.json"))).unwrap();
            Synthesized { name: format!("{name}/{stack}"), template: serde_json::from_str(&text).unwrap(), text }
        });
        environments.insert(name.to_owned(), stacks.collect());
    }
    assert!(environments.len() >= 2, "both environments are there");
    environments
}

fn resources(stack: &Synthesized) -> &Map<String, Value> {
    stack.template["Resources"].as_object().unwrap()
}

/// Calls `visit` with the name and argument of every intrinsic function.
fn calls(value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| calls(item, visit)),
        Value::Object(map) => {
            for (name, argument) in map {
                if map.len() == 1 && (name == "Ref" || name.starts_with("Fn::")) {
                    visit(name, argument);
                }
                calls(argument, visit);
            }
        }
        _ => {}
    }
}

/// The logical ids that a function names.
fn named(function: &str, argument: &Value) -> Vec<String> {
    let first = |text: &str| text.split('.').next().unwrap_or_default().to_owned();
    match (function, argument) {
        ("Ref", Value::String(id)) => vec![id.clone()],
        ("Fn::GetAtt", Value::Array(parts)) => vec![parts[0].as_str().unwrap().to_owned()],
        ("Fn::GetAtt", Value::String(text)) => vec![first(text)],
        ("Fn::Sub", Value::String(text)) => sub_variables(text).into_iter().map(first).collect(),
        ("Fn::Sub", Value::Array(parts)) => {
            let names = sub_variables(parts[0].as_str().unwrap()).into_iter();
            names.filter(|name| parts[1].get(name).is_none()).map(first).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn every_reference_resolves_in_its_template() {
    for stack in synthesized("references").into_values().flatten() {
        let section = |name: &str| stack.template.get(name).and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let known: BTreeSet<&str> =
            section("Resources").chain(section("Parameters")).map(String::as_str).chain(PSEUDO_PARAMETERS).collect();
        let mut count = 0;
        calls(&Value::Object(stack.template.clone()), &mut |function, argument| {
            for id in named(function, argument) {
                count += 1;
                assert!(known.contains(id.as_str()), "{}: {function} of {id}, which is not there", stack.name);
            }
        });
        assert!(count > 0, "{} refers to something", stack.name);
        for (id, resource) in resources(&stack) {
            for on in depends_on(resource) {
                assert!(resources(&stack).contains_key(&on), "{}: {id} depends on {on}, which is not there", stack.name);
            }
        }
    }
}

fn depends_on(resource: &Value) -> Vec<String> {
    let ids = resource.get("DependsOn").and_then(Value::as_array).into_iter().flatten();
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn every_import_has_an_export_in_a_stack_that_deploys_earlier() {
    let mut imports = 0;
    for stacks in synthesized("imports").into_values() {
        let mut exported: BTreeSet<String> = BTreeSet::new();
        for stack in stacks {
            calls(&Value::Object(stack.template.clone()), &mut |function, argument| {
                if function == "Fn::ImportValue" {
                    imports += 1;
                    let name = argument.as_str().unwrap();
                    assert!(exported.contains(name), "{} imports {name}, which no earlier stack exports", stack.name);
                }
            });
            for output in stack.template.get("Outputs").and_then(Value::as_object).into_iter().flat_map(Map::values) {
                if let Some(name) = output.pointer("/Export/Name").and_then(Value::as_str) {
                    assert!(exported.insert(name.to_owned()), "{name} is exported twice");
                }
            }
        }
    }
    assert!(imports > 0, "the stacks have links");
}

#[test]
fn every_service_comes_after_what_forwards_to_its_target_group() {
    let mut services = 0;
    for stack in synthesized("services").into_values().flatten() {
        for (id, service) in resources(&stack).iter().filter(|(_, resource)| resource["Type"] == "AWS::ECS::Service") {
            let balancers = service.pointer("/Properties/LoadBalancers").and_then(Value::as_array);
            for group in balancers.into_iter().flatten().map(|balancer| &balancer["TargetGroupArn"]) {
                services += 1;
                if group.get("Fn::ImportValue").is_some() {
                    continue;
                }
                let forwarders = forwarders(&stack, group);
                assert!(!forwarders.is_empty(), "{}: nothing forwards to the target group of {id}", stack.name);
                let before: BTreeSet<String> = depends_on(service).into_iter().collect();
                assert!(forwarders.is_subset(&before), "{}: {id} does not wait for all of {forwarders:?}", stack.name);
            }
        }
    }
    assert!(services > 0, "services are behind the load balancer");
}

/// The listeners and rules that forward to a target group.
fn forwarders(stack: &Synthesized, group: &Value) -> BTreeSet<String> {
    let forwards = |resource: &Value| {
        let properties = &resource["Properties"];
        let lists = [&properties["DefaultActions"], &properties["Actions"]];
        lists.iter().filter_map(|list| list.as_array()).flatten().any(|action| action["TargetGroupArn"] == *group)
    };
    resources(stack).iter().filter(|(_, resource)| forwards(resource)).map(|(id, _)| id.clone()).collect()
}

#[test]
fn every_deployment_tags_its_resources() {
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("invariants/tags");
    let printed = run(stacks_command().args(["synth", "--output"]).arg(&output));
    let commands: Vec<&str> = printed.lines().filter(|line| line.contains("aws cloudformation deploy")).collect();
    let stacks: usize = synthesized("tagged").values().map(Vec::len).sum();
    assert_eq!(commands.len(), stacks, "one command for each stack");
    for command in commands {
        assert!(command.contains(" --tags app=cruddur environment="), "{command}");
    }
}

#[test]
fn templates_hold_no_version_no_path_and_no_time() {
    let year = |text: &str| (2024..2100).any(|year| text.contains(&format!("{year}-")));
    for stack in synthesized("contents").into_values().flatten() {
        let text = stack.text.replace("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "");
        assert!(!text.contains(concat!("\"", env!("CARGO_PKG_VERSION"), "\"")), "{} holds the version", stack.name);
        assert!(!text.to_lowercase().contains("formwork"), "{} names the tool", stack.name);
        assert!(!text.contains(&root().to_string_lossy().into_owned()), "{} holds a path of this machine", stack.name);
        assert!(!text.contains(".rs:") && !text.contains("stacks/"), "{} holds a source place", stack.name);
        assert!(!year(&text), "{} holds a date", stack.name);
    }
}
