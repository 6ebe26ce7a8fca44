//! The command line, seen from outside: what it prints, writes and ends with.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::support::fixture::{Fixture, crash};

#[test]
fn synth_writes_the_templates_and_parameters_of_every_environment() {
    let project = Fixture::sample();
    project.run(["synth"]).succeeds().stderr_is("").stdout_contains("10 files written to out, 0 unchanged");
    for environment in ["dev", "prod"] {
        let files = project.files(&format!("out/{environment}"));
        assert_eq!(
            files,
            ["backend.parameters.json", "backend.template.json", "deploy.sh", "network.template.json", "teardown.sh"]
        );
    }
    let parameters: Vec<String> = serde_json::from_str(&project.read("out/prod/backend.parameters.json")).unwrap();
    assert_eq!(parameters, ["Image=backend@sha256:0"]);
    let template: serde_json::Value = serde_json::from_str(&project.read("out/prod/network.template.json")).unwrap();
    assert_eq!(template["Resources"]["Vpc"]["Type"], "AWS::EC2::VPC");
}

#[test]
fn synth_says_what_it_wrote_and_how_to_deploy_it() {
    let run = Fixture::sample().run(["synth", "--environment", "prod"]).succeeds();
    insta::assert_snapshot!(run.stdout, @"
    prod · 931637612335 · us-east-1
      STACK    RESOURCES  BYTES  CHANGE
      network          1    342  new
      backend          2    648  new

    Escapes from the typed layer:
      backend / Role: override of RoleName (tests/apps/sample.rs:80:40)

    To deploy, in this order:
    aws cloudformation deploy --region us-east-1 --stack-name sample-prod-network --template-file out/prod/network.template.json --tags 'team=the core' --no-fail-on-empty-changeset
    aws cloudformation deploy --region us-east-1 --stack-name sample-prod-backend --template-file out/prod/backend.template.json --parameter-overrides file://out/prod/backend.parameters.json --capabilities CAPABILITY_NAMED_IAM --tags 'team=the core' --no-fail-on-empty-changeset

    Or, with progress and a check of what runs: out/prod/deploy.sh

    5 files written to out, 0 unchanged
    ");
}

#[test]
fn a_second_synth_changes_nothing() {
    let project = Fixture::sample();
    project.run(["synth"]).succeeds();
    let path = project.path("out/prod/backend.template.json");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    project.run(["synth"]).succeeds().stdout_contains("0 files written to out, 10 unchanged").stdout_contains("unchanged");
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn a_changed_setting_changes_the_stacks_that_use_it() {
    let project = Fixture::sample();
    project.run(["synth"]).succeeds();
    let project = project.replace("dev", "10.0", "10.9").replace("prod", "sha256:0", "sha256:1");
    let run = project.run(["synth"]).succeeds();
    run.stdout_contains("  changed\n")
        .stdout_contains("parameters changed\n")
        .stdout_contains("3 files written to out, 7 unchanged");
}

#[test]
fn templates_can_be_yaml_and_elsewhere() {
    let project = Fixture::sample();
    project
        .run(["synth", "--format", "yaml", "--output", "build/here"])
        .succeeds()
        .stdout_contains("build/here/dev/network.template.yaml");
    assert!(project.read("build/here/dev/network.template.yaml").contains("Type: AWS::EC2::VPC"));
    assert!(project.files("out").is_empty());
}

#[test]
fn quiet_prints_only_problems() {
    let project = Fixture::sample();
    project.run(["synth", "--quiet"]).succeeds().stdout_is("").stderr_is("");
    project.setting("dev", "mistakes = true").run(["synth", "--quiet"]).fails(1).stdout_is("").stderr_contains("error[FW002]");
}

#[test]
fn only_the_stacks_that_are_asked_for_are_written() {
    let project = Fixture::sample().setting("dev", "target-groups = 1");
    let run = project.run(["synth", "backend", "-e", "dev"]).succeeds();
    run.stdout_lacks("network.template.json").stderr_contains("`backend` has links to `network`");
    assert_eq!(project.files("out/dev"), ["backend.parameters.json", "backend.template.json", "deploy.sh", "teardown.sh"]);
    assert_eq!(project.files("out"), ["dev"]);
}

#[test]
fn a_stack_that_is_asked_for_has_its_own_findings() {
    let project = Fixture::sample().replace("dev", "10.0.0.0", "10.0.0.1");
    project.run(["synth", "-e", "dev"]).succeeds().stderr_contains("warning[FW403]");
    project.run(["synth", "network", "-e", "dev", "--deny-warnings"]).fails(1).stderr_contains("error[FW403]");
    project.run(["synth", "backend", "-e", "dev", "--deny-warnings"]).succeeds().stderr_is("");
    // Mistakes of another stack hinder the writing, so they are told.
    let project = project.setting("dev", "mistakes = true");
    project.run(["synth", "backend", "-e", "dev"]).fails(1).stderr_contains("error[FW003]").stderr_lacks("FW403");
}

#[test]
fn unknown_names_are_answered_with_the_nearest() {
    let project = Fixture::sample();
    project
        .run(["synth", "bakend"])
        .fails(1)
        .stderr_contains("there is no stack `bakend`")
        .stderr_contains("did you mean `backend`?");
    project
        .run(["synth", "-e", "prdo"])
        .fails(1)
        .stderr_contains("no environment `prdo`")
        .stderr_contains("did you mean `prod`?");
    project.run(["list", "-e", "zzz"]).fails(1).stderr_contains("these exist in `stacks/environments`: dev, prod");
    assert!(project.files("out").is_empty());
}

#[test]
fn mistakes_in_the_stacks_are_shown_with_their_lines() {
    let project =
        Fixture::sample().replace("dev", "image =", "mistakes = true\n#").setting("prod", "mistakes = true\ncycle = true");
    let run = project.run(["synth"]).fails(1).stdout_is("");
    insta::assert_snapshot!(run.stderr, @r#"
    error[FW005]: the parameter `Image` has neither a default nor a value in `dev`
      --> tests/apps/sample.rs:77:23
       |
    77 |     let image = stack.parameter("Image", image);
       |                       ^^^^^^^^^
       |
       = in: backend / Parameters / Image
       = environment: dev
       = help: give it `.value(…)` from the environment's settings, or `.default(…)`

    error[FW002]: the logical id `Group` is already used in Resources
      --> tests/apps/sample.rs:93:11
       |
    93 |     first.add("Group", SecurityGroup::new("the second"));
       |           ^^^
      ::: tests/apps/sample.rs:92:23
       |
    92 |     let group = first.add("Group", SecurityGroup::new("the first"));
       |                       --- first used here
       |
       = in: first / Resources / Group
       = environments: dev, prod
       = help: logical ids are unique in a stack: rename one of the two

    error[FW001]: `security-group` is not a logical id: use 1 to 255 letters and digits
      --> tests/apps/sample.rs:94:11
       |
    94 |     first.add("security-group", SecurityGroup::new("the third"));
       |           ^^^
       |
       = in: first
       = environments: dev, prod
       = help: write `securitygroup`

    error[FW005]: the parameter `Token` has neither a default nor a value in `dev`
      --> tests/apps/sample.rs:95:11
       |
    95 |     first.parameter("Token", Parameter::<Text>::new());
       |           ^^^^^^^^^
       |
       = in: first / Parameters / Token
       = environment: dev
       = help: give it `.value(…)` from the environment's settings, or `.default(…)`

    error[FW003]: `Group` belongs to the stack `first`, but the stack `second` refers to it
      --> tests/apps/sample.rs:97:12
       |
    97 |     second.output("GroupId", group.group_id());
       |            ^^^^^^
       |
       = in: second
       = environments: dev, prod
       = help: share it: `let link = first.share("…", …)`, and use the link here

    error[E1001]: the template has no resources
      = in: second
      = environments: dev, prod
      = help: correct the name of the section, and define at least one resource
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html

    error[FW002]: the stack `left` is declared twice
       --> tests/apps/sample.rs:109:9
        |
    109 |     app.stack("left").output("Right", &from_right);
        |         ^^^^^
       ::: tests/apps/sample.rs:102:20
        |
    102 |     let left = app.stack("left");
        |                    ----- first declared here
        |
        = environment: prod
        = help: give one of them another name, or pass `&mut Stack` to what adds to it

    error[FW005]: the parameter `Token` has neither a default nor a value in `prod`
      --> tests/apps/sample.rs:95:11
       |
    95 |     first.parameter("Token", Parameter::<Text>::new());
       |           ^^^^^^^^^
       |
       = in: first / Parameters / Token
       = environment: prod
       = help: give it `.value(…)` from the environment's settings, or `.default(…)`

    error[FW007]: circular dependency between stacks: right → left → right
       --> tests/apps/sample.rs:106:11
        |
    106 |     right.output("Left", &from_left);
        |           ^^^^^^
        |
        = environment: prod
        = help: each arrow is a link that the left stack uses; move what one of them shares into a stack that both can use

    error[E1001]: the template has no resources
      = in: left
      = environment: prod
      = help: correct the name of the section, and define at least one resource
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html

    error: 10 errors in 2 environments; nothing was written
    "#);
    assert!(project.files("out").is_empty());
}

#[test]
fn mistakes_in_the_settings_are_shown_with_their_lines() {
    let project = Fixture::sample().replace("dev", "cidr-block", "cidr-blok").replace("prod", "us-east-1", "useast");
    let run = project.run(["synth"]).fails(1).stdout_is("");
    insta::assert_snapshot!(run.stderr, @r#"
    error: unknown field `cidr-blok`, expected one of `cidr-block`, `image`, `target-groups`, `without-backend`, `mistakes`, `too-powerful`, `cycle`, `panic`
     --> stacks/environments/dev.toml:9:1
      |
    9 | cidr-blok = "10.0.0.0/16"
      | ^^^^^^^^^
      |
      = environment: dev
      = help: did you mean `cidr-block`?

    error: `useast` is not an AWS region
     --> stacks/environments/prod.toml:3:1
      |
    3 | region = "useast"
      | ^^^^^^
      |
      = environment: prod
      = help: a region reads like "us-east-1"

    error: 2 errors in 2 environments; nothing was written
    "#);
}

#[test]
fn a_panic_of_the_app_names_the_environment() {
    let run = Fixture::sample().setting("dev", "panic = true").run(["synth"]).fails(1);
    insta::assert_snapshot!(run.stderr, @r#"
    error: the app panicked: the settings ask for a panic
      --> tests/apps/sample.rs:46:5
       |
    46 |     assert!(!settings.panic, "the settings ask for a panic");
       |     ^^^^^^
       |
       = environment: dev
       = help: `RUST_BACKTRACE=1` shows the calls that led there; report a mistake with `Stack::report` instead of a panic

    error: 1 error in 1 environment; nothing was written
    "#);
}

#[test]
fn nothing_is_written_while_one_environment_has_a_mistake() {
    let project = Fixture::sample();
    project.run(["synth"]).succeeds();
    let before = project.read("out/dev/network.template.json");
    let project = project.replace("dev", "10.0", "10.9").setting("prod", "mistakes = true");
    project.run(["synth"]).fails(1).stderr_contains("nothing was written");
    assert_eq!(project.read("out/dev/network.template.json"), before);
}

#[test]
fn files_of_earlier_synths_are_named_and_stay() {
    let project = Fixture::sample();
    project.run(["synth"]).succeeds();
    let project = project.setting("prod", "without-backend = true").file("out/prod/notes.txt", "mine");
    let run = project.run(["synth"]).succeeds();
    run.stderr_is("").stdout_contains(
        "from an earlier synth, of no stack now: out/prod/backend.parameters.json, out/prod/backend.template.json\n",
    );
    assert_eq!(project.files("out/prod").len(), 6);
}

#[test]
fn leftovers_of_killed_runs_are_removed() {
    let project = Fixture::sample().file("out/dev/.backend.template.json.formwork-tmp", "{ \"Resour");
    project.run(["synth"]).succeeds();
    assert_eq!(project.files("out/dev").len(), 5);
}

#[test]
fn near_a_limit_there_is_a_warning() {
    let project = Fixture::sample().setting("dev", "target-groups = 190").setting("prod", "target-groups = 420");
    let run = project.run(["synth"]).succeeds().stdout_contains("--s3-bucket BUCKET");
    insta::assert_snapshot!(run.stderr, @"
    warning: `backend` has 48,798 bytes, 95 % of the 51,200 that a template may have without an S3 bucket
      = environment: dev
      = help: beyond it, the deployment needs `--s3-bucket`: set `template-bucket` in the settings' `[environment]` in time

    warning: `backend` has 422 resources, 84 % of the 500 that a template may have
      = environment: prod
      = help: split the stack, and share what the parts need

    warning: `out/prod/backend.template.json` is over 51,200 bytes: its deployment needs an S3 bucket, and the settings name none
      = environment: prod
      = help: set `template-bucket` in the settings' `[environment]`, or write its name for BUCKET in the command
    ");
    let project = project.replace("prod", "region", "template-bucket = \"templates\"\nregion");
    project.run(["synth", "-e", "prod"]).succeeds().stdout_contains("--s3-bucket templates");
}

#[test]
fn list_shows_the_deployment_order() {
    let project = Fixture::sample().setting("dev", "target-groups = 2");
    insta::assert_snapshot!(project.run(["list", "-e", "dev"]).succeeds().stdout, @"
    dev · 931637612335 · us-east-1
      STACK    NAME IN AWS         RESOURCES  AFTER
      network  sample-dev-network          1
      backend  sample-dev-backend          4  network
    ");
    let listed: serde_json::Value = serde_json::from_str(&project.run(["list", "--json"]).succeeds().stdout).unwrap();
    assert_eq!(listed[0]["stacks"][1]["stackName"], "sample-dev-backend");
    assert_eq!(listed[0]["stacks"][1]["dependsOn"], serde_json::json!(["network"]));
    assert_eq!(listed[1]["environment"], "prod");
}

#[test]
fn whatever_cannot_be_read_or_written_is_said_plainly() {
    let project = Fixture::sample().file("a-file", "");
    project.run(["synth", "--output", "a-file"]).fails(1).stderr_contains("error: cannot write into `a-file`");
    project.run(["synth", "--output", "a-file/below"]).fails(1).stderr_contains("error: cannot write into `a-file/below`");
    project.run(["list", "--environments", "nowhere"]).fails(1).stderr_contains("cannot read the environments in `nowhere`");
    project.run(["list", "--environments", "tests"]).fails(1).stderr_contains("there is no environment in `tests`");
    let project = project.file("stacks/environments/dev.toml", b"\xff");
    project.run(["list"]).fails(1).stderr_contains("`stacks/environments/dev.toml` is not UTF-8");
    let project = project.without("stacks/environments/dev.toml").file("out/prod/network.template.json/x", "");
    project.run(["synth"]).fails(1).stderr_contains("cannot write `out/prod/network.template.json`");
    assert_eq!(project.files("out/prod"), ["network.template.json"]);
}

#[test]
fn a_directory_that_cannot_be_made_leaves_the_others_as_they_were() {
    let project = Fixture::sample().file("out/prod", "a file where a directory should be");
    project.run(["synth"]).fails(1).stderr_contains("out/prod");
    assert!(project.files("out/dev").is_empty());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let project = Fixture::sample();
    for arguments in [&["list"][..], &["synth"], &["completions", "zsh"]] {
        assert!(!project.run_all(arguments).succeeds().stdout.is_empty(), "{arguments:?} has something to print");
        project.run_with_closed_pipe(arguments).succeeds().stderr_is("");
    }
}

#[test]
fn nothing_is_coloured_outside_a_terminal() {
    let project = Fixture::sample();
    project.run(["synth"]).succeeds().stdout_lacks("\u{1b}");
    let run = project.setting("dev", "mistakes = true").variable("NO_COLOR", "1").run(["synth"]).fails(1);
    assert!(run.stderr.contains("error[FW002]") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[test]
fn a_mistake_in_the_command_line_is_exit_code_2() {
    let project = Fixture::sample();
    project.run([]).fails(2).stderr_contains("Usage:");
    project.run(["synth", "--fromat", "yaml"]).fails(2).stderr_contains("--format");
    project.run(["synth", "--format", "xml"]).fails(2).stderr_contains("json, yaml");
    project.run(["--help"]).succeeds().stdout_contains("Exit codes:");
    project.run(["synth", "--help"]).succeeds().stdout_contains("Examples:");
}

#[test]
fn completions_name_the_binary() {
    Fixture::sample().run(["completions", "bash"]).succeeds().stdout_contains("complete -F _sample");
    Fixture::tool().run(["completions", "fish"]).succeeds().stdout_contains("complete -c formwork");
}

#[test]
fn the_stacks_of_this_project_are_synthesized() {
    let project = Fixture::project();
    project.run(["synth", "--quiet"]).succeeds().stdout_is("");
    project.run(["synth"]).succeeds().stdout_contains("0 files written").stdout_contains("aws cloudformation deploy --region");
    let run = project.replace("prod", "[settings]", "[settings]\nsurprise = 1").run(["synth"]).fails(1);
    run.stderr_contains("unknown field `surprise`").stderr_contains("stacks/environments/prod.toml:");
}

#[test]
fn generate_writes_the_module_of_a_service() {
    let tool = Fixture::tool();
    let run = tool.run(["generate", "synthetics"]).succeeds();
    insta::assert_snapshot!(run.stdout, @"
    stacks/aws/synthetics.rs written: 2 resource types of AWS::Synthetics

    In stacks/aws/mod.rs, or where its modules are declared:

    #[rustfmt::skip]
    pub mod synthetics;
    ");
    let module = tool.read("stacks/aws/synthetics.rs");
    let in_use = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/apps/synthetics.rs")).unwrap();
    assert!(module == in_use, "write it again: formwork generate synthetics --output tests/apps/synthetics.rs");
    tool.run(["generate", "AWS::Synthetics"]).succeeds().stdout_contains("stacks/aws/synthetics.rs is up to date");
    tool.run(["generate", "--list"]).succeeds().stdout_contains("\nSynthetics\n").stdout_contains("ECS  (built in)\n");
}

#[test]
fn generate_refuses_what_it_should_not_do() {
    let tool = Fixture::tool().file("mine.rs", "fn main() {}");
    tool.run(["generate", "synthetiks"]).fails(1).stderr_contains("did you mean `Synthetics`?");
    tool.run(["generate", "ecs"]).fails(1).stderr_contains("use `formwork::aws::ecs`");
    tool.run(["generate", "synthetics", "--output", "mine.rs"]).fails(1).stderr_contains("`--force` overwrites it");
    assert_eq!(tool.read("mine.rs"), "fn main() {}");
    tool.run(["generate", "synthetics", "--output", "mine.rs", "--force"]).succeeds();
    assert!(tool.read("mine.rs").starts_with("// @generated"));
    tool.run(["generate"]).fails(2);
}

/// Every run of a test is looked at this way, so that no test takes a crash for what it expects.
#[test]
fn a_crash_is_told_from_a_mistake() {
    for (code, stderr) in [
        (None, ""),
        (Some(101), ""),
        (Some(1), "\nthread 'main' (7) panicked at src/lib.rs:1:1:\nno\n"),
        (Some(0), "thread '<unnamed>' panicked at src/lib.rs:1:1:\nno\n"),
        (Some(1), "error: the app panicked: no\n  --> src/check/mod.rs:1:1\n"),
    ] {
        assert!(crash(code, stderr), "{code:?} {stderr}");
    }
    for (code, stderr) in
        [(Some(0), ""), (Some(2), "Usage:"), (Some(1), "error: the app panicked: no\n  --> stacks/main.rs:1:1\n")]
    {
        assert!(!crash(code, stderr), "{code:?} {stderr}");
    }
}
