//! The whole way of an application that was written by hand: its stacks run, become Rust, are deployed again under their names without a
//! change, are changed, compared, and deleted.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::emulator::Emulator;
use crate::support::fixture::Run;
use crate::support::project::Project;

/// The stacks, in the order in which they were deployed, with their templates in `tests/migration`.
const STACKS: [(&str, &str); 3] = [("CrdNet", "network"), ("CrdCluster", "cluster"), ("CrdService", "service")];
const IMAGE: &str = "EcrImage=931637612335.dkr.ecr.us-east-1.amazonaws.com/backend@sha256:1111111111111111111111111111111111111111111111111111111111111111";

struct Application {
    emulator: Emulator,
    project: Project,
    /// All that was said.
    transcript: String,
}

impl Application {
    /// What runs before anybody wrote Rust.
    fn deployed_by_hand() -> Self {
        let emulator = Emulator::start();
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migration");
        for (stack, file) in STACKS {
            let values = if stack == "CrdService" { format!("--parameter-overrides {IMAGE}") } else { String::new() };
            let capabilities = "--capabilities CAPABILITY_NAMED_IAM";
            let line =
                format!("aws cloudformation deploy --stack-name {stack} --template-file {file}.yaml {capabilities} {values}");
            Run::of(emulator.shell(&line, &directory)).succeeds();
        }
        Application { emulator, project: Project::new(), transcript: String::new() }
    }

    /// Runs a command of the project, and gives what it says.
    #[track_caller]
    fn run(&mut self, line: &str) -> String {
        let (succeeds, said) = self.project.run_with(&self.emulator, &line.split(' ').collect::<Vec<_>>());
        self.note(&format!("cargo run -- {line}"), &said);
        assert!(succeeds, "{said}");
        said
    }

    /// Runs a comparison that finds something.
    #[track_caller]
    fn differs(&mut self, line: &str) -> String {
        let (same, said) = self.project.run_with(&self.emulator, &line.split(' ').collect::<Vec<_>>());
        self.note(&format!("cargo run -- {line}"), &said);
        assert!(!same, "{said}");
        said
    }

    /// Runs a script of the environment.
    #[track_caller]
    fn script(&mut self, line: &str, input: &str) {
        let mut words = line.split(' ');
        let path = self.project.tool.path(&format!("imported/out/dev/{}", words.next().unwrap_or_default()));
        let run = self.emulator.script(&path, &words.collect::<Vec<_>>(), input).succeeds();
        self.note(&format!("out/dev/{line}"), &format!("{}{}", run.stdout, run.stderr));
    }

    /// Changes the module of the service.
    fn edit(&self, from: &str, to: &str) {
        let path = self.project.tool.path("imported/stacks/service.rs");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// The transcript of the guide is what was said, but for the lines that it leaves out and what differs in every run.
    fn is_told(&self) {
        let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/migration.md");
        let guide = fs::read_to_string(guide).unwrap();
        let transcripts = guide.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
        let console: Vec<&str> = transcripts.flat_map(str::lines).collect();
        assert!(console.len() > 30, "the guide has the transcript");
        let mut rest = self.transcript.as_str();
        for line in console.into_iter().filter(|line| !line.trim().is_empty() && *line != "…") {
            let Some((_, after)) = rest.split_once(line) else { panic!("not said here: `{line}`\n{}", self.transcript) };
            rest = after;
        }
    }

    fn note(&mut self, line: &str, said: &str) {
        self.transcript.push_str(&format!("$ {line}\n{said}"));
    }

    /// The physical ids of everything that the stacks have.
    fn physical(&self) -> Vec<String> {
        let mut ids = Vec::new();
        for (stack, _) in STACKS {
            let found = self.emulator.aws(&["cloudformation", "describe-stack-resources", "--stack-name", stack]);
            let of = |resource: &Value| format!("{} {}", resource["LogicalResourceId"], resource["PhysicalResourceId"]);
            ids.extend(found["StackResources"].as_array().expect("a list").iter().map(of));
        }
        ids.sort();
        ids
    }

    fn retention(&self) -> Value {
        self.emulator.aws(&["logs", "describe-log-groups", "--log-group-name-prefix", "cruddur-backend"])["logGroups"][0]
            ["retentionInDays"]
            .clone()
    }
}

#[test]
fn an_application_moves_to_rust_and_lives_on() {
    let mut application = Application::deployed_by_hand();
    let before = application.physical();
    assert_eq!(before.len(), 15, "{before:?}");

    let said =
        application.run("import deployed CrdNet CrdCluster CrdService --into network --into cluster --into service -e dev");
    for line in ["identical: 9 resources", "identical: 2 resources", "identical: 4 resources"] {
        assert!(said.contains(line), "{said}");
    }
    let app = application.project.tool.read("imported/stacks/main.rs");
    assert!(app.contains("cluster::stack(&mut app, &network);"), "what it exports became a link: {app}");
    application.run("diff --against deployed network cluster service");

    application.run("synth --quiet");
    application.script("deploy.sh network cluster service", "");
    assert_eq!(application.physical(), before, "the same stacks, and nothing was replaced");

    application.edit("RetentionInDays::DAYS_7", "RetentionInDays::DAYS_14");
    let said = application.differs("diff --against deployed network cluster service");
    assert!(said.contains("RetentionInDays: 7 → 14") && !said.contains("REPLACE"), "{said}");
    application.run("synth --quiet");
    application.script("deploy.sh service", "");
    assert_eq!((application.physical(), application.retention()), (before, Value::from(14)));

    application.script("teardown.sh", "dev\n");
    let left = application.emulator.aws(&["cloudformation", "describe-stacks"])["Stacks"].as_array().expect("a list").len();
    assert_eq!(left, 0, "{}", application.transcript);
    application.is_told();
}
