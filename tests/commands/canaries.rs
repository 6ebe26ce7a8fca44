//! Secrets in every place where a template, its parameters or settings can hold one: no command shows them, in any format, and none
//! writes them into a file, except a template and its parameters where the author wrote them.

use std::cell::Cell;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::fixture::Fixture;

/// No output has this text.
const CANARY: &str = "cAnArY-71-s3cr3t";
/// The beginning of `#!/bin/bash`, encoded: a script whose text holds a secret.
const ENCODED: &str = "IyEvYmluL2Jhc2";

/// A template with a canary in every place, each another one, so that none is known from elsewhere; the number tells two templates apart.
fn template(number: u8) -> String {
    let count = Cell::new(0);
    let canary = || {
        count.set(count.get() + 1);
        format!("{CANARY}-{number}{:03}x", count.get())
    };
    let parameter = |kind: &str, more: Value| {
        let mut parameter = json!({ "Type": kind, "NoEcho": true, "Default": canary() });
        parameter.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parameter
    };
    let variable = |name: &str, value: String| json!({ "Name": name, "Value": value });
    let pem = |kind: &str| format!("-----BEGIN {kind} PRIVATE KEY-----\n{0}\n{0}x\n-----END {kind} PRIVATE KEY-----\n", canary());
    let container = json!({ "Name": "web", "Image": "web",
        "Command": ["run", "--password", canary(), format!("--token={}", canary()), format!("mysql -uroot -p'{}'", canary())],
        "Environment": [
            variable("DB_PASSWORD", canary()), variable("DB_PASSWORD_RO", canary()), variable("SECRET_KEY_BASE", canary()),
            variable("apikey", canary()), variable("ENCRYPTION_KEY", canary()), { "Name": "API_TOKEN", "Value": { "Ref": "Plain" } },
            variable("URL", format!("postgres://root:{}@db:5432/app", canary())), variable("CACHE", format!("redis://:{}@cache", canary())),
            variable("CONFIG", json!({ "db": { "password": canary() } }).to_string()),
            variable("ADO", format!("Server=db;User Id=sa;Password={};", canary())),
            variable("HOOK", format!("https://hooks.slack.com/services/T0/B0/{}", canary().replace('-', ""))),
        ],
        "LogConfiguration": { "LogDriver": "awsfirelens", "Options": { "apikey": canary(), "Header": format!("Authorization Splunk {}", canary()) } } });
    let script = [
        format!("export DB_PASSWORD={}", canary()),
        format!("curl -H 'Authorization: Bearer {}' https://x", canary()),
        format!("curl -s -u me:{} https://x", canary()),
        format!("aws configure set aws_secret_access_key {}", canary()),
        format!("echo '{}' | docker login --password-stdin", canary()),
        pem("OPENSSH"),
    ];
    let code = format!(
        "password = \"{}\"\nheaders = {{'Authorization': 'Bearer {}'}}\nconnect(api_key='{}')\n",
        canary(),
        canary(),
        canary()
    );
    let files = json!({ "/etc/app.yaml": { "content": format!("db:\n  password: {}\n  user: a\n", canary()) } });
    let connection = json!({ "ApiKeyAuthParameters": { "ApiKeyName": "x", "ApiKeyValue": canary() },
        "InvocationHttpParameters": { "HeaderParameters": [{ "Key": "Authorization", "Value": canary() }] } });
    let option =
        json!({ "Namespace": "aws:elasticbeanstalk:application:environment", "OptionName": "DB_PASSWORD", "Value": canary() });
    let machine = json!({ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true, "Parameters": { "Authorization": format!("Bearer {}", canary()) } } } });
    let hidden = canary();
    json!({
        "Description": format!("DB_PASSWORD={}", canary()),
        "Metadata": { "Notes": { "api-token": canary(), "DSN": format!("mysql://a:{}@b/c", canary()) } },
        "Parameters": {
            "Pw": parameter("String", json!({ "Default": hidden })), "Number": parameter("Number", json!({})),
            "List": parameter("CommaDelimitedList", json!({ "Default": format!("{},{}", canary(), canary()) })),
            "Pattern": parameter("String", json!({ "AllowedPattern": "^x$" })), "Length": parameter("String", json!({ "MaxLength": 2 })),
            "Allowed": parameter("String", json!({ "AllowedValues": [canary(), "x"] })), "Wrong": parameter("String", json!({ "NoEcho": 1 })),
            "Plain": { "Type": "String", "Default": canary() }, "ClientSecret": { "Type": "String", "Default": canary() },
        },
        "Mappings": { "ByStage": { "prod": { "DbPassword": canary() } } },
        "Conditions": { "C": { "Fn::Equals": [{ "Ref": "Pw" }, canary()] } },
        "Resources": {
            "Db": { "Type": "AWS::RDS::DBInstance", "Properties": { "MasterUserPassword": canary(), "DBInstanceIdentifier": { "Ref": "Pw" }, "Engine": "mysql",
                "DBInstanceClass": { "Fn::If": ["C", "a", "b"] }, "AllocatedStorage": "20" } },
            "Sub": { "Type": "AWS::RDS::DBInstance", "Properties": { "MasterUserPassword": { "Fn::Sub": format!("{}${{AWS::Region}}", canary()) },
                "MasterUsername": { "Fn::Join": ["-", [{ "Ref": "Pw" }, "x"]] }, "DBName": { "Fn::Sub": "x${Pw}" } } },
            "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": [container] } },
            "Note": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Name": "/app/password", "Value": canary() } },
            "User": { "Type": "AWS::IAM::User", "Properties": { "LoginProfile": { "Password": canary() } } },
            "Function": { "Type": "AWS::Lambda::Function", "Properties": { "Environment": { "Variables": { "SECRET": canary() } }, "Role": "x",
                "Code": { "ZipFile": format!("{code}{}", pem("RSA")) } } },
            "Cdn": { "Type": "AWS::CloudFront::Distribution", "Properties": { "DistributionConfig": { "Enabled": true, "Origins": [{ "Id": "a", "DomainName": "x",
                "OriginCustomHeaders": [{ "HeaderName": "Authorization", "HeaderValue": format!("Bearer {}", canary()) },
                    { "HeaderName": "X-Origin-Verify", "HeaderValue": canary() }] }] } } },
            "Login": { "Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": { "ProviderDetails": { "client_secret": canary() } } },
            "Host": { "Type": "AWS::EC2::Instance", "Metadata": { "AWS::CloudFormation::Init": { "config": { "files": files } } },
                "Properties": { "UserData": { "Fn::Base64": format!("#!/bin/bash\n{}", script.join("\n")) } } },
            "Encoded": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": STANDARD.encode(&hidden),
                "TopicName": STANDARD.encode(format!("#!/bin/bash\nexport TOKEN={}\n", canary())) } },
            "Kept": { "Type": "AWS::SecretsManager::Secret", "Properties": { "SecretString": json!({ "password": canary() }).to_string() } },
            "Custom": { "Type": "Custom::Thing", "Properties": { "ServiceToken": "arn:aws:lambda:a:1:function:x", "Nested": [{ "PrivateKey": canary() }] } },
            "Key": { "Type": "AWS::ApiGateway::ApiKey", "Properties": { "Value": canary() } },
            "Connection": { "Type": "AWS::Events::Connection", "Properties": { "AuthorizationType": "API_KEY", "AuthParameters": connection } },
            "Options": { "Type": "AWS::ElasticBeanstalk::Environment", "Properties": { "ApplicationName": "a", "OptionSettings": [option] } },
            "Machine": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "RoleArn": "x", "DefinitionString": machine.to_string() } },
            "Nested": { "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": "https://s3.amazonaws.com/b/a.yaml",
                "Parameters": { "DbPassword": canary() } } },
        },
        "Outputs": { "Password": { "Value": { "Ref": "Pw" } }, "AccessToken": { "Value": canary() } },
    })
    .to_string()
}

#[test]
fn no_command_shows_a_secret() {
    let given = json!([
        { "ParameterKey": "Pw", "ParameterValue": format!("{CANARY}-given") }, { "ParameterKey": "Number", "ParameterValue": CANARY },
        { "ParameterKey": "Pattern", "ParameterValue": CANARY }, { "ParameterKey": "Length", "ParameterValue": CANARY },
        { "ParameterKey": "Allowed", "ParameterValue": CANARY }, { "ParameterKey": "Nobody", "ParameterValue": CANARY, "Password": CANARY },
    ]);
    let yaml = format!(
        "Parameters:\n  Pw: {{Type: Number, NoEcho: true, Default: {CANARY}}}\nResources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !Ref Pw}}}}\n"
    );
    let tool = Fixture::tool()
        .file("a.json", template(1))
        .file("b.json", template(2))
        .file("given.json", given.to_string())
        .file("c.yaml", yaml);
    let tool = tool.file("broken.yaml", format!("Resources:\n  D:\n    MasterUserPassword: '{CANARY}' x\n"));
    let mut commands: Vec<Vec<String>> = Vec::new();
    let mut add = |words: &str| commands.push(words.split(' ').map(str::to_owned).collect());
    for format in ["human", "json", "sarif", "github"] {
        add(&format!("check a.json b.json c.yaml broken.yaml --pack security --format {format}"));
        add(&format!("check a.json c.yaml -p given.json --format {format}"));
    }
    for misplaced in ["check given.json", "graph given.json", "diff given.json a.json", "diff a.json given.json"] {
        add(misplaced);
    }
    for format in ["text", "markdown", "json"] {
        for sides in [
            "a.json b.json",
            "a.json c.yaml",
            "c.yaml a.json",
            "a.json b.json -p given.json",
            "a.json broken.yaml",
            "a.json b.json --assume-defaults",
        ] {
            add(&format!("diff {sides} --format {format}"));
        }
    }
    for format in ["svg", "html", "json", "dot", "mermaid"] {
        add(&format!("graph a.json c.yaml --format {format}"));
        add(&format!("graph b.json --diff a.json --format {format}"));
        add(&format!("graph a.json --diff c.yaml --unchanged faded --format {format}"));
    }
    let mut shown = Vec::new();
    for command in commands {
        let run = tool.run_all(&command);
        assert!(!run.stdout.is_empty() || !run.stderr.is_empty(), "{command:?} says something");
        let encoded = STANDARD.encode(CANARY);
        let leaks = |line: &&str| line.contains("cAnArY") || line.contains(&encoded[..20]) || line.contains(ENCODED);
        let lines = run.stdout.lines().chain(run.stderr.lines()).filter(leaks);
        shown.extend(lines.map(|line| format!("{}: {line:.300}", command.join(" "))));
    }
    assert!(shown.is_empty(), "{} lines show a secret:\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn messages_of_failed_deployments_are_repeated_without_secrets() {
    let tool = Fixture::tool();
    for message in [
        format!("Value of property MasterUserPassword: DB_PASSWORD={CANARY} must be a string"),
        format!("CREATE_FAILED: The parameter MasterUserPassword=\"{CANARY}\" is not valid"),
        format!("cannot connect to postgres://root:{CANARY}@db:5432/app: ResourceInitializationError"),
    ] {
        let run = tool.run(["explain", &message]);
        assert!(!format!("{}{}", run.stdout, run.stderr).contains("cAnArY"), "{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn settings_that_hold_a_secret_are_not_quoted() {
    let shop = Fixture::shop().setting("dev", &format!("db-password = \"{CANARY}\""));
    let run = shop.run(["synth"]).fails(1);
    assert!(run.stderr.contains("db-password") && !run.stderr.contains("cAnArY"), "{}", run.stderr);
}
