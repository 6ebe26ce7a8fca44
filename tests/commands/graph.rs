//! `graph`, as the command line prints it.

use std::path::Path;
use std::process::{Command, Output};

fn graph(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stacks"));
    command.arg("graph").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = graph(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_format_is_printed() {
    for (format, start) in [
        ("svg", "<svg xmlns="),
        ("html", "<!doctype html>"),
        ("mermaid", "flowchart LR\n"),
        ("dot", "digraph {\n"),
        ("json", "{\n  \"version\": 1,"),
    ] {
        let text = printed(&["--environment", "prod", "--format", format]);
        assert!(text.starts_with(start), "{format}: {}", &text[..40]);
        assert!(text.contains("BackendTargetGroup"), "{format}");
    }
}

#[test]
fn json_names_nodes_by_stack_and_says_where_they_were_written() {
    let document: serde_json::Value = serde_json::from_str(&printed(&["--format", "json"])).unwrap();
    let environments: Vec<_> = document["graphs"].as_array().unwrap().iter().map(|graph| &graph["environment"]).collect();
    assert_eq!(environments, ["dev", "prod"]);
    let graph = &document["graphs"][1];
    let service = graph["nodes"].as_array().unwrap().iter().find(|node| node["id"] == "backend/Service").unwrap();
    assert_eq!((&service["type"], &service["stack"]), (&"AWS::ECS::Service".into(), &"backend".into()));
    assert!(service["location"].as_str().unwrap().contains("backend.rs:"), "{service}");
    let edges = graph["edges"].as_array().unwrap();
    let ports =
        edges.iter().find(|edge| edge["from"] == "cluster/BackendTargetGroup" && edge["to"] == "backend/Service").unwrap();
    assert_eq!((&ports["flow"], &ports["labels"][0]), (&"traffic".into(), &"port 4567".into()));
}

#[test]
fn a_part_names_the_stacks_that_it_draws() {
    let text = printed(&["--environment", "prod", "--stack", "backend", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["graphs"][0]["stacks"], serde_json::json!(["network", "cluster", "backend"]));
}

#[test]
fn files_are_drawn_with_their_lines() {
    let document: serde_json::Value = serde_json::from_str(&printed(&["tests/templates/web.yaml", "--format", "json"])).unwrap();
    let location = document["graphs"][0]["nodes"][0]["location"].as_str().unwrap();
    assert!(location.starts_with("tests/templates/web.yaml:"), "{location}");
}

#[test]
fn mistakes_of_the_command_line_are_told() {
    for (arguments, code, expected) in [
        (vec!["--stack", "backand"], 1, "did you mean `backend`?"),
        (vec!["--stack", "nope"], 1, "these exist: network, cluster, backend, frontend, registry\n"),
        (vec!["--environment", "prodd"], 1, "did you mean `prod`?"),
        (vec!["missing.yaml"], 1, "cannot read `missing.yaml`"),
        (vec!["Cargo.toml"], 1, "Cargo.toml"),
        (vec!["--format", "png"], 2, "svg"),
    ] {
        let output = graph(&arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(code) && output.stdout.is_empty(), "{arguments:?}: {}", output.status);
        assert!(text.contains(expected), "{arguments:?}: {text}");
    }
}

/// The page lets no script run but the one whose hash it has.
#[test]
fn the_page_has_the_hash_of_its_script() {
    let page = printed(&["--environment", "dev", "--format", "html"]);
    let script = page.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
    let code = "import base64, hashlib, sys; print('sha256-' + base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode())";
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page.js");
    std::fs::write(&file, script).unwrap();
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python).args(["-c", code]).stdin(std::fs::File::open(&file).unwrap()).output().unwrap();
    let hash = String::from_utf8(output.stdout).unwrap();
    assert!(
        page.contains(&format!("script-src '{}'", hash.trim())),
        "`SCRIPT_HASH` in crates/engine/src/graph/html.rs must be {hash}"
    );
}
