//! What every synthesized template keeps, of whatever environment.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use formwork::template::function::PSEUDO_PARAMETERS;
use formwork::template::substitution::variables;
use serde_json::{Map, Value};

/// One stack of one environment.
struct Synthesized {
    name: String,
    template: Map<String, Value>,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
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
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("properties").join(test);
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
        ("Fn::Sub", Value::String(text)) => variables(text).into_iter().map(|variable| variable.element().to_owned()).collect(),
        ("Fn::Sub", Value::Array(parts)) => {
            let read = variables(parts[0].as_str().unwrap()).into_iter();
            read.filter(|variable| parts[1].get(variable.0).is_none()).map(|variable| variable.element().to_owned()).collect()
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
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("properties/tags");
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
