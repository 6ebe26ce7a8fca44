//! Secrets: what is listed, the script that stores them, and the check that finds them. No value ever shows up anywhere.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::author;
use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};
use formwork::constructs::{Container, FargateSize, FargateTask, Role, Secret};
use formwork::deploy::Reader;
use formwork::object;
use formwork::stack::{Text, Untyped};
use serde_json::{Value, json};

const PATHS: [&str; 4] = [
    "/cruddur/backend-flask/AWS_ACCESS_KEY_ID",
    "/cruddur/backend-flask/AWS_SECRET_ACCESS_KEY",
    "/cruddur/backend-flask/CONNECTION_URL",
    "/cruddur/backend-flask/OTEL_EXPORTER_OTLP_HEADERS",
];

/// No value may show up, whole or in part.
const CANARY: &str = "CANARY";

/// A value with all that shells and JSON find special.
fn canary(number: usize) -> String {
    format!(r#"{CANARY}{number} $(touch pwned) `id` 'x' "y" \n \\ % file:///etc/passwd"#)
}

/// Production as the journal has it: the address of the database and the AWS keys are secrets of the Parameter Store.
fn journal() -> Fixture {
    let project = Fixture::project();
    let settings = project.read("stacks/environments/prod.toml");
    let (before, rest) = settings.split_once("[settings.database]").expect("a database");
    let (_, after) = rest.split_once("[settings.messages]").expect("messages");
    let settings = format!("{before}[settings.database]\nkind = \"existing\"\n\n[settings.messages]{after}");
    let settings = settings.replace("[settings.backend]\n", "[settings.backend]\nstatic-aws-keys = true\n");
    project.environment("prod", &settings)
}

/// The script of an environment, written to a file as the help says.
fn script(project: &Fixture) -> std::path::PathBuf {
    let path = project.path("put-secrets.sh");
    fs::write(&path, project.run(["secrets", "--environment", "prod", "--script"]).succeeds().stdout).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn every_secret_is_listed_with_its_reader() {
    let project = journal();
    let run = project.run(["secrets", "--environment", "prod"]).succeeds();
    insta::assert_snapshot!(run.stderr.clone() + &run.stdout, @"
    warning: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` in the container `backend-flask` are static AWS keys
      = help: drop them: the AWS SDKs get temporary credentials from the task role `TaskRole`; give it the permissions that the keys have, take the variables out of the container, then deactivate the keys and delete the parameters

    prod · 931637612335 · us-east-1 · production
      backend / TaskDefinition / backend-flask
        AWS_ACCESS_KEY_ID
          name     /cruddur/backend-flask/AWS_ACCESS_KEY_ID (SecureString of the Parameter Store)
          ARN      arn:aws:ssm:us-east-1:931637612335:parameter/cruddur/backend-flask/AWS_ACCESS_KEY_ID
          read by  ServiceExecutionRole / CruddurServiceExecutionPolicy, statement 1: ssm:GetParameters, ssm:GetParameter
        AWS_SECRET_ACCESS_KEY
          name     /cruddur/backend-flask/AWS_SECRET_ACCESS_KEY (SecureString of the Parameter Store)
          ARN      arn:aws:ssm:us-east-1:931637612335:parameter/cruddur/backend-flask/AWS_SECRET_ACCESS_KEY
          read by  ServiceExecutionRole / CruddurServiceExecutionPolicy, statement 1: ssm:GetParameters, ssm:GetParameter
        CONNECTION_URL
          name     /cruddur/backend-flask/CONNECTION_URL (SecureString of the Parameter Store)
          ARN      arn:aws:ssm:us-east-1:931637612335:parameter/cruddur/backend-flask/CONNECTION_URL
          read by  ServiceExecutionRole / CruddurServiceExecutionPolicy, statement 1: ssm:GetParameters, ssm:GetParameter
        OTEL_EXPORTER_OTLP_HEADERS
          name     /cruddur/backend-flask/OTEL_EXPORTER_OTLP_HEADERS (SecureString of the Parameter Store)
          ARN      arn:aws:ssm:us-east-1:931637612335:parameter/cruddur/backend-flask/OTEL_EXPORTER_OTLP_HEADERS
          read by  ServiceExecutionRole / CruddurServiceExecutionPolicy, statement 1: ssm:GetParameters, ssm:GetParameter
    ");
    let names = |project: &Fixture| -> Vec<Vec<String>> {
        let json: Value = serde_json::from_str(&project.run(["secrets", "--json"]).succeeds().stdout).unwrap();
        let of = |environment: &Value| {
            let references = environment["references"].as_array().unwrap().iter();
            references.filter_map(|secret| secret["name"].as_str().map(str::to_owned)).collect()
        };
        json.as_array().unwrap().iter().map(of).collect()
    };
    assert_eq!(names(&project)[1], PATHS);
    // Without the journal's settings, the one secret that nobody else makes.
    let left = |path: &str| vec![format!("{path}/OTEL_EXPORTER_OTLP_HEADERS")];
    assert_eq!(names(&Fixture::project()), [left("/cruddur/dev/backend-flask"), left("/cruddur/backend-flask")]);
}

/// Beside the variables of containers: log drivers, private registries, and dynamic references of any resource.
#[test]
fn secrets_outside_the_variables_are_listed() {
    let outcome = author::stack(|stack| {
        let source = |name: &str| json!({ "Name": name, "ValueFrom": "/app/splunk" });
        let task = json!([{
            "Name": "web",
            "Image": "registry.example.com/web:1",
            "Secrets": [{ "Name": "SESSION_KEY", "ValueFrom": { "Ref": "Session" } }],
            "LogConfiguration": { "LogDriver": "splunk", "SecretOptions": [source("splunk-token")] },
            "RepositoryCredentials": { "CredentialsParameter": "registry" },
        }]);
        stack.add("Task", Untyped::new("AWS::ECS::TaskDefinition").property("ContainerDefinitions", task));
        let password = json!({ "Fn::Sub": "{{resolve:secretsmanager:${AWS::StackName}-db:SecretString:password}}" });
        let made = json!({ "Fn::Join": ["", ["{{resolve:secretsmanager:", { "Ref": "Other" }, "}}"]] });
        let database = Untyped::new("AWS::RDS::DBInstance")
            .property("MasterUsername", json!("{{resolve:ssm:/app/user}}"))
            .property("MasterUserPassword", password)
            .property("Tags", json!([{ "Key": "odd", "Value": made }]));
        stack.add("Database", database);
        let secure = json!("{{resolve:ssm-secure:/app/user-password:2}}");
        stack.add("User", Untyped::new("AWS::IAM::User").property("LoginProfile", json!({ "Password": secure })));
    });
    let found = formwork::deploy::secrets(&outcome.assembly).references;
    let lines = found.iter().map(|secret| {
        let name = secret.name.as_deref().unwrap_or("?");
        let reader = secret.read_by.as_ref().map_or("nobody", |reader| match reader {
            Reader::Deployment => "the deployment",
            Reader::ExecutionRole(_) => "the execution role",
        });
        format!("{} {}: {:?} {name}, read by {reader}", secret.resource, secret.used_as, secret.store)
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    Task SESSION_KEY: SecretsManager ?, read by nobody
    Task LogConfiguration.SecretOptions.splunk-token: ParameterStore /app/splunk, read by nobody
    Task RepositoryCredentials.CredentialsParameter: SecretsManager registry, read by nobody
    Database MasterUserPassword: SecretsManager app-test-stack-db, read by the deployment
    Database Tags.0.Value: SecretsManager ?, read by the deployment
    User LoginProfile.Password: ParameterStore /app/user-password, read by the deployment
    ");
}

/// An ARN that only the deployment knows is that of the statement which names it in the same way, with or without a key of the secret.
#[test]
fn a_secret_of_another_stack_has_its_reader() {
    let outcome = author::app(|app| {
        let database = app.stack("database");
        let secret = database.add("Secret", Untyped::new("AWS::SecretsManager::Secret"));
        let link = database.share("SecretArn", secret.attribute::<Text>("Id"));
        let stack = app.stack("web");
        let own = stack.add("Own", Untyped::new("AWS::SecretsManager::Secret"));
        let container = Container::new("web", "image:1")
            .secret("PASSWORD", Secret::secrets_manager_key(&link, "password"))
            .secret("WHOLE", Secret::secrets_manager(&link))
            .secret("OWN", Secret::secrets_manager_key(own.attribute::<Text>("Id"), "key"));
        stack.add("Task", FargateTask::new(FargateSize::SMALLEST).container(container));
        let role = stack.add("Mute", Role::for_tasks().grant(["secretsmanager:GetSecretValue"], [own.attribute::<Text>("Id")]));
        let forgotten = [object! { "Name": "web", "Image": "i:1", "Secrets": [{ "Name": "FORGOTTEN", "ValueFrom": &link }] }];
        let task = Untyped::new("AWS::ECS::TaskDefinition").property("ExecutionRoleArn", role.arn());
        stack.add("Other", task.property("ContainerDefinitions", forgotten));
    });
    let found = formwork::deploy::secrets(&outcome.assembly).references;
    let lines = found.iter().map(|secret| {
        let reader = match &secret.read_by {
            Some(Reader::ExecutionRole(statement)) => format!("{}, statement {}", statement.role, statement.statement),
            other => format!("{other:?}"),
        };
        format!("{} {}: {:?}, read by {reader}", secret.resource, secret.used_as, secret.store)
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    Task PASSWORD: SecretsManager, read by TaskExecutionRole, statement 1
    Task WHOLE: SecretsManager, read by TaskExecutionRole, statement 1
    Task OWN: SecretsManager, read by TaskExecutionRole, statement 1
    Other FORGOTTEN: SecretsManager, read by None
    ");
}

#[test]
fn a_script_is_for_one_environment() {
    Fixture::project().run(["secrets", "--script"]).fails(1).stderr_contains("--environment NAME says which: dev, prod");
    Fixture::project().run(["secrets", "--script", "--check"]).fails(2);
}

#[test]
fn what_the_script_stores_the_check_finds_and_nobody_sees() {
    let emulator = Emulator::start();
    let project = journal();
    let path = script(&project);
    let mut seen: Vec<Run> = Vec::new();

    let run = check(&emulator, &project).fails(1).stderr_contains("4 secrets of `prod` missing");
    run.stderr_contains(&PATHS.join(", "));

    let values: String = (0..4).map(|number| canary(number) + "\n").collect();
    let run = emulator.script(&path, &[], &values).succeeds().stdout_contains("CONNECTION_URL: stored");
    seen.push(run.stdout_contains("AWS_ACCESS_KEY_ID is a static AWS key: the task role replaces it"));
    for (number, name) in PATHS.iter().enumerate() {
        let stored = emulator.aws(&["ssm", "get-parameter", "--name", name, "--with-decryption"])["Parameter"].clone();
        assert_eq!((&stored["Type"], &stored["Value"]), (&"SecureString".into(), &canary(number).into()));
    }
    seen.push(check(&emulator, &project).succeeds().stdout_contains("CONNECTION_URL: there"));

    // What is there stays; only who asks for it gets it replaced. A trace shows no value either.
    seen.push(emulator.script(&path, &[], &values).succeeds().stdout_contains("CONNECTION_URL: exists, and stays as it is"));
    let traced = ["-x", path.to_str().unwrap(), "--overwrite", PATHS[2]];
    seen.push(emulator.script(Path::new("/bin/bash"), &traced, &format!("{}\n", canary(9))).succeeds());
    let stored = emulator.aws(&["ssm", "get-parameter", "--name", PATHS[2], "--with-decryption"])["Parameter"].clone();
    assert_eq!((&stored["Value"], &stored["Version"]), (&canary(9).into(), &2.into()));

    // One alone takes the whole input, such as a private key.
    let key = format!("-----BEGIN {}\n\n  {}\n-----END", canary(10), canary(11));
    seen.push(emulator.script(&path, &["--overwrite", PATHS[2]], &format!("{key}\n")).succeeds());
    let stored = emulator.aws(&["ssm", "get-parameter", "--name", PATHS[2], "--with-decryption"])["Parameter"].clone();
    assert_eq!(stored["Value"], key);

    seen.push(emulator.script(&path, &["--overwrite", PATHS[0]], "\n").fails(1).stderr_contains("takes no empty value"));
    seen.push(emulator.script(&path, &["--overwrite", PATHS[0]], "").fails(1).stderr_contains("there is no value for"));
    seen.push(emulator.script(&path, &["/cruddur/nothing"], "").fails(1).stderr_contains("prod has no secret /cruddur/nothing"));
    for run in &seen {
        assert!(!run.stdout.contains(CANARY) && !run.stderr.contains(CANARY), "{}{}", run.stdout, run.stderr);
    }
    assert!(!project.path("pwned").exists());
    no_file_has_it(&project.path("."));

    // Stored in the clear is not stored.
    emulator.aws(&["ssm", "delete-parameter", "--name", PATHS[3]]);
    emulator.aws(&["ssm", "put-parameter", "--name", PATHS[3], "--type", "String", "--value", "x"]);
    check(&emulator, &project).fails(1).stderr_contains("1 secret of `prod` not encrypted").stderr_contains(PATHS[3]);
}

/// `aws` here is a program that shows what it gets, and fails: neither its arguments nor the script's report may have the value.
#[test]
fn an_error_that_quotes_the_value_is_reported_without_it() {
    let project = journal();
    let path = script(&project);
    let aws = "#!/bin/sh\ncase $2 in get-caller-identity) echo 931637612335;; describe-parameters) ;; get) exit 1;; \
               put-parameter) printf '%s\\n' \"$*\" >>\"$0.arguments\"; env >>\"$0.arguments\"; cat >&2; echo \" An error occurred (ValidationException) when $(date)\" >&2; exit 1;; esac\n";
    let project = project.file("bin/aws", aws);
    fs::set_permissions(project.path("bin/aws"), fs::Permissions::from_mode(0o755)).unwrap();
    let search = format!("{}:/usr/bin:/bin", project.path("bin").display());
    let mut command = std::process::Command::new(&path);
    command.env("PATH", search).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{}\n", canary(0)).as_bytes()).unwrap();
    let run = Run::of(child.wait_with_output().unwrap()).fails(1);
    let run = run.stderr_contains("AWS_ACCESS_KEY_ID was not stored: An error occurred (ValidationException)");
    assert!(!run.stderr.contains(CANARY) && !run.stdout.contains(CANARY), "{}", run.stderr);
    let arguments = project.read("bin/aws.arguments");
    assert!(arguments.contains("put-parameter") && !arguments.contains(CANARY), "{arguments}");
}

#[test]
fn the_check_says_what_hinders_it() {
    let emulator = Emulator::start();
    let project = Fixture::project().variable("PATH", "/nowhere");
    project.run(["secrets", "--check"]).fails(1).stderr_contains("the AWS CLI is not on the PATH").stderr_contains("install it");
    let project = Fixture::project().replace("dev", "account = \"931637612335\"", "account = \"123456789012\"");
    let mut command = project.command();
    emulator.point_to_emulator(&mut command);
    let run = Run::of(command.args(["secrets", "--check", "-e", "dev"]).output().unwrap()).fails(1);
    run.stderr_contains("the credentials are of 931637612335, but the settings name the account 123456789012");
}

fn check(emulator: &Emulator, project: &Fixture) -> Run {
    let mut command = project.command();
    emulator.point_to_emulator(&mut command);
    Run::of(command.args(["secrets", "--check", "--environment", "prod"]).output().unwrap())
}

/// Neither the project nor what the script leaves in it has a value.
fn no_file_has_it(directory: &Path) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            no_file_has_it(&path);
        } else {
            let content = fs::read(&path).unwrap();
            assert!(!String::from_utf8_lossy(&content).contains(CANARY), "{}", path.display());
        }
    }
}
