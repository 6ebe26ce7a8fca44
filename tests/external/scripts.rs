//! The scripts and the plan without AWS: their form, what is in them, and what they say where something is missing.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::fixture::{Fixture, Run};
use crate::support::kill;
use crate::support::python::{run, tools};
use serde_json::Value;

/// Tags and parameters may hold any text.
const HOSTILE: &str = r#"$(touch pwned) `touch pwned` 'single' \"double\" \\ ${HOME} {{ region }} {% if %} # ; & | < > * ~ !"#;

#[test]
fn shellcheck_finds_nothing_in_any_script() {
    let hostile = Fixture::shop().replace("dev", "the core", HOSTILE).setting("dev", &format!("motto = \"{HOSTILE}\""));
    let production = Fixture::shop().replace("dev", "[environment.tags]", "production = true\n[environment.tags]");
    let production = production.replace("dev", "shop@sha256", "shop:latest@sha").setting("dev", "pages = 15");
    let mut found = 0;
    let artifacts = Fixture::artifacts().replace("dev", "[\"jobs\"]", "[\"jobs\", \"registry\", \"web\", \"site\", \"nested\"]");
    for project in [Fixture::project(), hostile, production, artifacts] {
        project.run(["synth", "--quiet"]).succeeds();
        let secrets = project.run(["secrets", "--environment", "dev", "--script"]).succeeds().stdout;
        let project = project.file("out/dev/secrets.sh", secrets);
        for environment in project.files("out") {
            for name in project.files(&format!("out/{environment}")).iter().filter(|name| name.ends_with(".sh")) {
                let path = project.path(&format!("out/{environment}/{name}"));
                let checked = run(tools().command("shellcheck").args(["--enable=quote-safe-variables"]).arg(&path));
                checked.unwrap_or_else(|problem| panic!("{problem}"));
                found += 1;
            }
        }
    }
    assert_eq!(found, 14);
}

/// What bash 3.2 or the tools of macOS lack, and what a Linux with bash 5 therefore does not show.
const ELSEWHERE: [&str; 31] = [
    "mapfile",
    "readarray",
    "declare -A",
    "local -A",
    "local -n",
    "declare -n",
    "declare -g",
    "coproc",
    "wait -n",
    "shopt -s globstar",
    "EPOCHSECONDS",
    "EPOCHREALTIME",
    "BASHPID",
    "|&",
    "&>>",
    ";;&",
    ";&\n",
    ",,}",
    "^^}",
    "@Q}",
    "@U}",
    "[-1]",
    "printf '%(",
    "sed -i",
    "sed -r",
    "grep -P",
    "readlink -f",
    "date -d",
    "stat -c",
    "xargs -r",
    "sort -V",
];

/// Lists that are never empty where they are read: before bash 4.4, an empty one counts as not set.
const NEVER_EMPTY: [&str; 8] = ["all_stacks", "stacks", "words", "command", "overrides", "hasher", "options", "left_out"];

#[test]
fn the_scripts_use_nothing_that_bash_of_macos_lacks() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/engine/templates");
    let shell = ["artifacts", "aws", "events", "images", "sites"].map(|name| format!("shell/{name}.sh.tera"));
    let names = ["deploy.sh.tera", "teardown.sh.tera", "secrets.sh.tera"].into_iter().chain(shell.iter().map(String::as_str));
    let mut wrong = Vec::new();
    for name in names {
        let text = fs::read_to_string(templates.join(name)).unwrap();
        wrong.extend(ELSEWHERE.iter().filter(|word| text.contains(**word)).map(|word| format!("{name}: {word}")));
        for (at, _) in text.match_indices("[@]}\"") {
            let list = text[..at].rsplit("\"${").next().unwrap_or_default();
            // Either in place, or by a look at the whole list before.
            let is_guarded = text[..at].contains(&format!("${{{list}[@]+")) || text.contains(&format!("\"${{{list}[*]-}}\""));
            if !is_guarded && !list.starts_with('#') && !NEVER_EMPTY.contains(&list) {
                wrong.push(format!("{name}: {list} may be empty"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_scripts_are_programs_and_do_not_change_by_themselves() {
    let project = Fixture::sample();
    project.run(["synth"]).succeeds();
    for name in ["deploy.sh", "teardown.sh"] {
        let mode = fs::metadata(project.path(&format!("out/prod/{name}"))).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111 & (mode >> 2), "whoever may read {name} may run it: {mode:o}");
        assert_ne!(mode & 0o100, 0);
    }
    let before = project.read("out/prod/deploy.sh");
    project.run(["synth", "backend"]).succeeds();
    assert_eq!(project.read("out/prod/deploy.sh"), before);
    // Places in the source and the directory of the project are nobody's business there.
    assert!(!before.contains(".rs") && !before.contains(env!("CARGO_MANIFEST_DIR")), "{before}");
}

#[test]
fn the_scripts_follow_the_names_of_the_settings() {
    let names = "[environment.stack-names]\nbase = \"ShopBase\"\n[environment.tags]";
    let project = Fixture::shop().replace("dev", "[environment.tags]", names);
    project.run(["synth", "--quiet"]).succeeds();
    for script in ["deploy.sh", "teardown.sh"] {
        let text = project.read(&format!("out/dev/{script}"));
        assert!(text.contains("stack_name=ShopBase\n") && !text.contains("shop-dev-base"), "{text}");
    }
    assert!(project.read("out/dev/web.template.json").contains("ShopBase-NoteName"));
    project.run(["deploy-plan"]).succeeds().stdout_contains("--stack-name ShopBase ").stdout_lacks("shop-dev-base");
}

#[test]
fn an_authors_template_takes_the_place_of_a_script() {
    let own = "#!/bin/sh\n# {{ environment }}: {% for stack in stacks %}{{ stack.stackName | sh }} {% endfor %}\n";
    let project = Fixture::sample().file("stacks/templates/teardown.sh.tera", own);
    project.run(["synth"]).succeeds();
    assert_eq!(project.read("out/dev/teardown.sh"), "#!/bin/sh\n# dev: sample-dev-network sample-dev-backend \n");
    let project = project.file("stacks/templates/teardown.sh.tera", "{{ environmnet }}");
    let run = project.run(["synth"]).fails(1).stderr_contains("teardown.sh.tera").stderr_contains("environmnet");
    run.stderr_contains("`stacks/templates`");
}

#[test]
fn the_plan_says_what_comes_first_and_why() {
    let run = Fixture::shop().run(["deploy-plan"]).succeeds();
    insta::assert_snapshot!(run.stdout, @"
    dev · 931637612335 · us-east-1
    tags of every stack: team=the core

    1. base: shop-dev-base (1 resource, 487 bytes)
        PARAMETER  FROM                               VALUE
        Motto      the app, tests/apps/shop.rs:54:67
       aws cloudformation deploy --region us-east-1 --stack-name shop-dev-base --template-file out/dev/base.template.json --parameter-overrides file://out/dev/base.parameters.json --tags 'team=the core' --no-fail-on-empty-changeset

    2. web: shop-dev-web (20 resources, 11,208 bytes)
       after base, for shop-dev-base-NoteName
       to acknowledge: CAPABILITY_IAM
       checked at the end: Service runs TaskDefinition
       stays when the stack is deleted: LogGroup (AWS::Logs::LogGroup, DeletionPolicy Retain)
        PARAMETER       FROM                               VALUE
        Image           the app, tests/apps/shop.rs:65:67  shop@sha256:0000000000000000000000000000000000000000000000000000000000000000
        CertificateArn  the app, tests/apps/shop.rs:67:92  arn:aws:acm:us-east-1:931637612335:certificate/1
       aws cloudformation deploy --region us-east-1 --stack-name shop-dev-web --template-file out/dev/web.template.json --parameter-overrides file://out/dev/web.parameters.json --capabilities CAPABILITY_IAM --tags 'team=the core' --no-fail-on-empty-changeset
    ");
    let plan: Value = serde_json::from_str(&Fixture::project().run(["deploy-plan", "--json"]).succeeds().stdout).unwrap();
    let stacks = plan[1]["stacks"].as_array().unwrap();
    let backend = stacks.iter().find(|stack| stack["name"] == "backend").unwrap();
    assert_eq!(backend["capabilities"], serde_json::json!(["CAPABILITY_NAMED_IAM"]));
    assert_eq!(backend["parameters"][0]["source"], "app");
    let subnets = serde_json::json!(["cruddur-prod-network-PrivateSubnetIds"]);
    assert!(backend["after"].as_array().unwrap().iter().any(|before| before["links"] == subnets), "{backend}");
    // Autoscaling decides how many tasks run; a deployment does not.
    let project = Fixture::project();
    project.run(["synth", "--quiet"]).succeeds();
    for (environment, count) in [("prod", Value::Null), ("dev", 1.into())] {
        let text = project.read(&format!("out/{environment}/backend.template.json"));
        let template: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(template["Resources"]["Service"]["Properties"]["DesiredCount"], count, "{environment}");
    }
}

#[test]
fn a_mistake_in_the_stacks_leaves_no_plan() {
    let run = Fixture::sample().setting("dev", "mistakes = true").run(["deploy-plan"]).fails(1).stdout_is("");
    run.stderr_contains("error[FW002]").stderr_contains("there is no plan to show");
}

/// A script, with a program of ours as the AWS CLI.
fn with_aws(project: &Fixture, script: &str, aws: &str, arguments: &[&str]) -> Run {
    let directory = project.path("bin");
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("aws"), aws).unwrap();
    fs::set_permissions(directory.join("aws"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(project.path(script));
    command.args(arguments).env("PATH", format!("{}:/usr/bin:/bin", directory.display())).stdin(Stdio::null());
    Run::of(command.output().unwrap())
}

#[test]
fn what_is_missing_is_said_before_anything_is_deployed() {
    let project = Fixture::sample();
    project.run(["synth", "--quiet"]).succeeds();
    let deploy = "out/prod/deploy.sh";
    let other = "#!/bin/sh\necho 123456789012\n";
    let run = with_aws(&project, deploy, other, &[]).fails(1).stdout_is("");
    run.stderr_contains("the credentials are of the account 123456789012, and prod is in 931637612335");

    with_aws(&project, deploy, other, &["--help"]).succeeds().stdout_contains("Usage: deploy.sh");
    with_aws(&project, deploy, other, &["--imgae"]).fails(2).stderr_contains("there is no option --imgae");
    with_aws(&project, deploy, other, &["bakend"]).fails(2).stderr_contains("these exist: network backend");
    with_aws(&project, deploy, other, &["--s3-bucket"]).fails(2).stderr_contains("--s3-bucket needs a value");
    with_aws(&project, "out/prod/teardown.sh", other, &["prod"]).fails(2).stderr_contains("there is no option prod");

    let mut command = Command::new("/bin/bash");
    let run = Run::of(command.arg(project.path(deploy)).env("PATH", only_basics(&project)).output().unwrap()).fails(1);
    run.stderr_contains("the AWS CLI is not on the PATH").stderr_contains("install it: https://docs.aws.amazon.com/cli/");
    let mut command = Command::new(project.path(deploy));
    let run = Run::of(command.env("TMPDIR", "/nowhere").output().unwrap()).fails(1);
    run.stderr_contains("there is no room for temporary files");

    fs::remove_file(project.path("out/prod/network.template.json")).unwrap();
    let run = with_aws(&project, deploy, other, &[]).fails(1);
    run.stderr_contains("out/prod/network.template.json cannot be read").stderr_contains("run synth for prod");
}

/// A stack in such a state cannot be deployed: nothing is tried, and the way out is said.
#[test]
fn stacks_that_are_stuck_come_with_the_way_out() {
    let project = Fixture::shop().setting("dev", "no-echo = true");
    project.run(["synth", "--quiet"]).succeeds();
    let run = |stacks: &str| {
        let answers = "get-caller-identity) echo 931637612335;; describe-stack-resources) printf 'Service\\tTaskDefinition\\n';;";
        let aws = format!("#!/bin/sh\ncase $2 in {answers} describe-stacks) printf '{stacks}';; *) echo $2; exit 1;; esac\n");
        with_aws(&project, "out/dev/deploy.sh", &aws, &[]).fails(1).stdout_is("")
    };
    let run_in =
        |state: &str| run(&format!("shop-dev-base\\tUPDATE_COMPLETE\\tFalse\\ta\\nshop-dev-web\\t{state}\\tFalse\\tb\\n"));
    let resume = "aws cloudformation continue-update-rollback --region us-east-1 --stack-name shop-dev-web";
    run_in("UPDATE_ROLLBACK_FAILED")
        .stderr_contains(resume)
        .stderr_contains(&format!("{resume} --resources-to-skip Service TaskDefinition"));
    run_in("ROLLBACK_COMPLETE").stderr_contains("aws cloudformation delete-stack --region us-east-1 --stack-name shop-dev-web");
    run_in("UPDATE_IN_PROGRESS").stderr_contains("another operation is going on");
    run("shop-dev-web\\tUPDATE_COMPLETE\\tFalse\\tb\\n").stderr_contains("the parameter Password of the stack shop-dev-base");
}

/// A path with what every system has, and without the AWS CLI that this one may have.
fn only_basics(project: &Fixture) -> String {
    let directory = project.path("basics");
    fs::create_dir_all(&directory).unwrap();
    for name in ["dirname", "mktemp", "rm", "sed"] {
        let found = ["/usr/bin", "/bin"].map(|location| Path::new(location).join(name)).into_iter().find(|path| path.exists());
        let _ = std::os::unix::fs::symlink(found.expect("a program of every system"), directory.join(name));
    }
    directory.display().to_string()
}

/// AWS refuses credentials that have expired in these words.
#[test]
fn expired_credentials_are_said_to_be_so() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
        let body = "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the \
                    request is expired</Message></Error></ErrorResponse>";
        let head = format!("HTTP/1.1 403 Forbidden\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n", body.len());
        stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes()).unwrap();
    });
    let project = Fixture::sample();
    project.run(["synth", "--quiet"]).succeeds();
    let mut command = Command::new(project.path("out/prod/deploy.sh"));
    let path = format!("{}:/usr/bin:/bin", tools().bin().display());
    command.env("PATH", path).env("AWS_ENDPOINT_URL", format!("http://{}:{port}", Ipv4Addr::LOCALHOST));
    command.envs([("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "x"), ("AWS_MAX_ATTEMPTS", "1")]);
    command.envs([("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")]);
    let run = Run::of(command.output().unwrap()).fails(1).stdout_is("");
    run.stderr_contains("AWS does not accept the credentials").stderr_contains("ExpiredToken").stderr_contains("aws sso login");
    server.join().unwrap();
}

/// Whenever `synth` is killed, every file is as it was or as it is to be, in full.
#[test]
fn a_killed_synth_leaves_no_half_written_file() {
    let project = Fixture::sample().setting("dev", "target-groups = 60").setting("prod", "target-groups = 60");
    let names = ["deploy.sh", "teardown.sh", "backend.template.json", "backend.parameters.json", "network.template.json"];
    let files: Vec<String> = ["dev", "prod"].iter().flat_map(|at| names.map(|name| format!("out/{at}/{name}"))).collect();
    let read = |project: &Fixture| files.iter().map(|file| project.read(file)).collect::<Vec<_>>();
    let mut project = project;
    let mut versions = Vec::new();
    let mut time = Duration::ZERO;
    for (from, to) in [("the core", "the others"), ("the others", "the core")] {
        let started = Instant::now();
        project.run(["synth", "--quiet"]).succeeds();
        time = started.elapsed();
        versions.push(read(&project));
        project = project.replace("dev", from, to).replace("prod", from, to);
    }
    let mut killed = 0;
    for round in 0..kill::ROUNDS {
        let (from, to) = if round % 2 == 0 { ("the core", "the others") } else { ("the others", "the core") };
        project = project.replace("dev", from, to).replace("prod", from, to);
        let child = project.command().args(["synth", "--quiet"]).spawn().unwrap();
        killed += usize::from(kill::in_round(child, round, time));
        for (index, text) in read(&project).into_iter().enumerate() {
            assert!(versions.iter().any(|version| version[index] == text), "{} in round {round}:\n{text}", files[index]);
        }
    }
    assert!(killed > 10, "only {killed} runs were killed before their end");
    project.run(["synth", "--quiet"]).succeeds();
    let leftovers = project.files("out/dev").into_iter().filter(|name| name.starts_with('.'));
    assert_eq!(leftovers.collect::<Vec<_>>(), Vec::<String>::new());
}
