//! The workflow of `new workflow github`, as two programs see it that look for mistakes and for ways in.

use crate::support::fixture::Fixture;
use crate::support::python::{run, text, tools};

/// It needs Python 3.11, and reads the file alone. What moves under a name, what a script takes from others, what has too many rights.
#[test]
fn zizmor_finds_nothing_in_the_workflow() {
    let zizmor = tools().bin().join("zizmor");
    if !zizmor.exists() {
        return;
    }
    let project = Fixture::project();
    project.run(["new", "pipeline", "github", "--repository", "acme/cruddur"]).succeeds();
    let file = project.path(".github/workflows/formwork.yml");
    let check = || run(tools().command("zizmor").args(["--offline", "--no-progress", "--persona", "pedantic"]).arg(&file));
    check().unwrap_or_else(|problem| panic!("{problem}"));
    let moved = project.read(".github/workflows/formwork.yml").replace("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7");
    std::fs::write(&file, moved).unwrap();
    assert!(check().unwrap_err().contains("unpinned-uses"));
}

/// The scripts in it, as the shell of a runner takes them.
#[test]
fn shellcheck_finds_nothing_in_its_scripts() {
    let project = Fixture::project();
    project.run(["new", "workflow", "github"]).succeeds();
    let workflow = project.read(".github/workflows/formwork.yml");
    let mut scripts = 0;
    for block in workflow.split("run: |\n").skip(1) {
        let indent = block.len() - block.trim_start_matches(' ').len();
        let lines = block.lines().take_while(|line| line.len() - line.trim_start_matches(' ').len() >= indent);
        let script: Vec<&str> = lines.map(|line| &line[indent..]).collect();
        let file = project.path("step.sh");
        std::fs::write(&file, format!("#!/bin/bash -e\n{}\n", script.join("\n"))).unwrap();
        run(tools().command("shellcheck").arg(&file)).unwrap_or_else(|problem| panic!("{problem}"));
        scripts += 1;
    }
    assert_eq!(scripts, 3);
}

/// A branch that a reader of YAML takes for a number or a flag, where nothing says that it is text.
#[test]
fn the_branch_is_text() {
    let project = Fixture::project();
    for branch in ["1.0", "on", "release/2.x"] {
        project.run(["new", "workflow", "github", "--force", "--branch", branch]).succeeds();
        let read = "import sys, yaml; print(yaml.safe_load(open(sys.argv[1]))[True]['push']['branches'][0] == sys.argv[2])";
        let mut python = tools().command("python");
        python.args(["-c", read]).arg(project.path(".github/workflows/formwork.yml")).arg(branch);
        let output = run(&mut python).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(text(&output.stdout), "True", "{branch}");
    }
}

/// What is compiled, and what it runs, comes before credentials; and nothing that can change under its name runs at all.
#[test]
fn nothing_is_built_with_credentials_or_taken_by_a_name_that_moves() {
    let project = Fixture::project();
    project.run(["new", "workflow", "github"]).succeeds();
    let workflow = project.read(".github/workflows/formwork.yml");
    let jobs: Vec<&str> = workflow.split("\n  deploy-").skip(1).collect();
    assert_eq!(jobs.len(), 2);
    for job in jobs {
        let (before, after) = job.split_once("configure-aws-credentials").unwrap();
        assert!(before.contains("cargo run") && !after.contains("cargo"), "{job}");
    }
    let mut actions = 0;
    for line in workflow.lines().filter_map(|line| line.trim().strip_prefix("- uses: ")) {
        let (_, pin) = line.split_once('@').unwrap();
        let (commit, version) = pin.split_once(" # v").unwrap_or_else(|| panic!("no version beside {line}"));
        assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()) && !version.is_empty(), "{line}");
        actions += 1;
    }
    assert!(actions > 3);
}
