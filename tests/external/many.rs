//! Many accounts: the role that the scripts assume, and a stack set as the AWS CLI's model and the emulator see it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use crate::support::cli_model;
use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};
use serde_json::{Map, Value, json};

const ROLE: &str = "arn:aws:iam::111122223333:role/ci/deploy";

/// The shop of the organization, whose scripts assume a role.
fn shop() -> Fixture {
    let role = format!("region = \"eu-west-1\"\ndeploy-role-arn = \"{ROLE}\"");
    let project = Fixture::organization().replace("shop", "region = \"eu-west-1\"", &role);
    project.run(["synth", "--quiet"]).succeeds();
    project
}

/// Compares with what is deployed, with a program of ours as the AWS CLI: it is `caller` until it gets the keys of the role, writes down whose
/// each call was, and lets nobody but the role read.
fn compared(project: &Fixture, caller: &str, assume: &str) -> Run {
    let directory = project.path("bin");
    fs::create_dir_all(&directory).unwrap();
    let account = caller.split(':').nth(4).unwrap_or_default();
    let refused = "echo 'An error occurred (AccessDenied)' >&2; exit 254";
    let aws = format!(
        "#!/bin/sh\nprintf '%s %s %s\\n' \"${{AWS_ACCESS_KEY_ID-none}}\" \"$1\" \"$2\" >> '{log}'\ncase $2 in\n\
         get-caller-identity) echo '{{\"Account\": \"{account}\", \"Arn\": \"{caller}\"}}' ;;\nassume-role) {assume} ;;\n\
         *) [ \"${{AWS_SESSION_TOKEN-}}\" = token ] && echo 'Stack x does not exist' >&2 && exit 254; {refused} ;;\nesac\n",
        log = directory.join("log").display()
    );
    fs::write(directory.join("aws"), aws).unwrap();
    fs::set_permissions(directory.join("aws"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = project.command();
    command.args(["diff", "--environment", "shop", "--against", "deployed"]).stdin(Stdio::null());
    command.env("PATH", format!("{}:/usr/bin:/bin", directory.display()));
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SESSION_TOKEN");
    Run::of(command.output().unwrap())
}

#[test]
fn commands_that_read_assume_the_role_of_the_environment() {
    let project = shop();
    let log = || {
        let text = fs::read_to_string(project.path("bin/log")).unwrap_or_default();
        fs::remove_file(project.path("bin/log")).unwrap();
        text
    };
    let hub = "arn:aws:sts::931637612335:assumed-role/hub/me";
    let keys = r#"echo '{"Credentials": {"AccessKeyId": "AKIDROLE", "SecretAccessKey": "se/cret", "SessionToken": "token"}}'"#;
    let denied = "echo 'An error occurred (AccessDenied) when calling AssumeRole' >&2; exit 254";
    compared(&project, hub, keys).fails(10).stdout_lacks("se/cret").stderr_lacks("se/cret");
    let calls = log();
    assert!(
        calls.starts_with("none sts get-caller-identity\nnone sts assume-role\nAKIDROLE cloudformation get-template\n"),
        "{calls}"
    );
    // Who is the role already keeps its session.
    compared(&project, "arn:aws:sts::111122223333:assumed-role/deploy/me", keys).fails(1);
    assert!(!log().contains("assume-role"));
    let run = compared(&project, hub, denied).fails(1).stderr_contains("the credentials are of 931637612335");
    run.stderr_contains(&format!("the role {ROLE} cannot be assumed: An error occurred (AccessDenied)")).stderr_contains(hub);
    // Credentials of the account may be enough to read, and where they are not, both reasons are said.
    let reader = "arn:aws:sts::111122223333:assumed-role/reader/me";
    let run = compared(&project, reader, denied).fails(1).stderr_contains("AWS does not show the stack");
    run.stderr_contains(&format!("({reader} asked, since the role {ROLE} cannot be assumed"));
}

/// A script, with a program of ours as the AWS CLI: it is `caller` until it gets the keys of the role, and writes down whose each call was.
fn with_caller(project: &Fixture, script: &str, arguments: &[&str], caller: &str, assume: &str) -> Run {
    let directory = project.path("bin");
    fs::create_dir_all(&directory).unwrap();
    let aws = format!(
        "#!/bin/sh\nprintf '%s %s %s\\n' \"${{AWS_ACCESS_KEY_ID-none}}\" \"$1\" \"$2\" >> '{log}'\ncase $2 in\n\
         get-caller-identity) case \"$*\" in *Arn*) echo {caller} ;; *) [ \"${{AWS_SESSION_TOKEN-}}\" = 'to/ken=' ] && echo 111122223333 || \
         echo {caller} | cut -d: -f5 ;; esac ;;\nassume-role) {assume} ;;\n*) exit 0 ;;\nesac\n",
        log = directory.join("log").display()
    );
    fs::write(directory.join("aws"), aws).unwrap();
    fs::set_permissions(directory.join("aws"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(project.path(script));
    command.args(arguments).env("PATH", format!("{}:/usr/bin:/bin", directory.display())).stdin(Stdio::null());
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SESSION_TOKEN");
    Run::of(command.output().unwrap())
}

#[test]
fn the_scripts_assume_the_role_of_the_environment() {
    let project = shop();
    let log = || fs::read_to_string(project.path("bin/log")).unwrap_or_default();
    let hub = "arn:aws:sts::931637612335:assumed-role/hub/me";
    let keys = "printf 'AKIDROLE\\tse/cret\\tto/ken=\\n'";
    let run = with_caller(&project, "out/shop/deploy.sh", &["--dry-run"], hub, keys);
    run.stderr_lacks("the credentials are of").stdout_lacks("se/cret");
    assert!(
        log().starts_with("none sts get-caller-identity\nnone sts assume-role\nAKIDROLE sts get-caller-identity\n"),
        "{}",
        log()
    );
    assert!(log().lines().skip(2).all(|line| line.starts_with("AKIDROLE ")), "{}", log());
    // Who has the role already keeps its session: a pipeline, or a profile.
    fs::remove_file(project.path("bin/log")).unwrap();
    let own = "arn:aws:sts::111122223333:assumed-role/deploy/GitHubActions";
    with_caller(&project, "out/shop/deploy.sh", &["--dry-run"], own, keys);
    assert!(!log().contains("assume-role"), "{}", log());
    // A role of the same name in another account is another one.
    with_caller(&project, "out/shop/deploy.sh", &["--dry-run"], &own.replace("111122223333", "931637612335"), keys);
    assert!(log().contains("assume-role"), "{}", log());
    for script in ["out/shop/deploy.sh", "out/shop/teardown.sh"] {
        let run = with_caller(&project, script, &[], hub, "echo 'An error occurred (AccessDenied)' >&2; exit 254");
        let run = run.fails(1).stderr_contains(&format!("the role {ROLE} cannot be assumed: An error occurred (AccessDenied)"));
        run.stderr_contains(&format!("its trust policy must name {hub}"));
    }
    // Without a role, the account alone decides, and the way out names the setting.
    let run = with_caller(&project, "out/admin/deploy.sh", &["--dry-run"], own, keys).fails(1);
    run.stderr_contains("the credentials are of the account 111122223333, and admin is in 931637612335")
        .stderr_contains("deploy-role-arn");
}

/// The properties of a resource have the names of the requests that CloudFormation makes of them.
#[test]
fn the_properties_of_a_stack_set_are_those_of_its_requests() {
    let properties = |project: &Fixture| {
        project.run(["synth", "--quiet"]).succeeds();
        let text = project.read("out/admin/baseline.template.json");
        let mut template: Value = serde_json::from_str(&text).unwrap();
        template["Resources"]["StackSet"]["Properties"].take()
    };
    let own = Fixture::organization();
    let organization = Fixture::organization().setting("admin", "units = [\"ou-ab12-c3d4e5f6\"]");
    for mut properties in [properties(&own), properties(&organization)] {
        // What an import gives is a text by then.
        properties["Parameters"][1]["ParameterValue"] = json!("arn:aws:sns:eu-west-1:931637612335:alerts");
        let Value::Object(mut set) = properties else { panic!("no properties") };
        let [groups, preferences] = ["StackInstancesGroup", "OperationPreferences"].map(|name| set.remove(name).unwrap());
        let name = set["StackSetName"].clone();
        let mut instances = Map::from_iter([("StackSetName".to_owned(), name), ("OperationPreferences".to_owned(), preferences)]);
        instances.extend(groups[0].as_object().unwrap().clone());
        assert_eq!(cli_model::problems("CreateStackSet", &Value::from(set.clone()).to_string()), "");
        assert_eq!(cli_model::problems("CreateStackInstances", &Value::from(instances.clone()).to_string()), "");
        instances.insert("Region".to_owned(), json!("eu-west-1"));
        assert!(cli_model::problems("CreateStackInstances", &Value::from(instances).to_string()).contains("Region"));
    }
}

/// The emulator has no stack sets: it shows that the stack before is deployed, and what it gives; the type itself it refuses.
#[test]
fn the_emulator_deploys_up_to_the_stack_set() {
    let project = Fixture::organization();
    project.run(["synth", "--quiet"]).succeeds();
    let emulator = Emulator::start();
    let run = emulator.script(&project.path("out/admin/deploy.sh"), &[], "");
    run.fails(1).stdout_contains("[1/2] hub: deployed").stderr_contains("AWS::CloudFormation::StackSet");
}
