//! `explain`: rules, resources, types and failed deployments.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::fixture::Fixture;
use formwork::check::{AUTHORING, RULES};

/// Every code of Formwork's own that a source names is a rule, of templates or of the authoring layer.
#[test]
fn every_code_is_explained() {
    let known: BTreeSet<&str> = RULES.iter().chain(AUTHORING).map(|rule| rule.code).collect();
    assert_eq!(known.len(), RULES.len() + AUTHORING.len(), "a code names one rule");
    let mut missing = BTreeSet::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |text| {
        for part in text.split('"').filter(|part| part.len() == 5 && part.starts_with("FW")) {
            if part[2..].bytes().all(|byte| byte.is_ascii_digit()) && !known.contains(part) {
                missing.insert(part.to_owned());
            }
        }
    });
    assert!(missing.is_empty(), "{missing:?} cannot be explained");
}

fn sources(directory: &Path, visit: &mut dyn FnMut(&str)) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn a_code_of_the_authoring_layer_is_explained() {
    Fixture::tool().run(["explain", "fw024"]).succeeds().stdout_contains("whose port no container listens on");
}

#[test]
fn a_property_has_its_values_and_what_a_change_does() {
    let tool = Fixture::tool();
    let run = tool.run(["explain", "AWS::ElasticLoadBalancingV2::TargetGroup.TargetType"]).succeeds();
    insta::assert_snapshot!(run.stdout, @"
    AWS::ElasticLoadBalancingV2::TargetGroup.TargetType: string
    In Rust: `.target_type(…)`
    A change: replaces the resource.
    Values: alb, instance, ip, lambda
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html#cfn-elasticloadbalancingv2-targetgroup-targettype
    ");
    tool.run(["explain", "AWS::ECS::TaskDefinition.ContainerDefinitions.HealthCheck.Interval"])
        .succeeds()
        .stdout_contains("integer");
    let nested = "AWS::ECS::TaskDefinition.ContainerDefinitions.HealthCheck.Intervall";
    tool.run(["explain", nested]).fails(1).stderr_contains("did you mean `Interval`?");
    tool.run(["explain", "AWS::ECS::Service"]).succeeds().stdout_contains("ServiceName: string; replaces the resource");
    tool.run(["explain", "AWS::ECS::Servce"]).fails(1).stderr_contains("did you mean `AWS::ECS::Service`?");
    tool.run(["explain", "AWS::ECS::Service.Launchtype"]).fails(1).stderr_contains("did you mean `LaunchType`?");
}

/// Whoever knows the name from one side finds it on the other.
#[test]
fn a_type_is_found_by_its_last_name_and_says_what_it_is_called_in_rust() {
    let tool = Fixture::tool();
    for name in ["DBInstance", "AWS::RDS::DBInstance", "rds::DBInstance", "formwork::aws::rds::DBInstance"] {
        let run = tool.run(["explain", name]).succeeds();
        assert!(
            run.stdout.starts_with("AWS::RDS::DBInstance\nIn Rust: `formwork::aws::rds::DBInstance`\n"),
            "{name}: {}",
            run.stdout
        );
    }
    tool.run(["explain", "DBInstance.DBInstanceClass"]).succeeds().stdout_contains("In Rust: `.db_instance_class(…)`");
    tool.run(["explain", "AWS::Athena::WorkGroup"]).succeeds().stdout_contains("`formwork generate Athena`");
    tool.run(["explain", "Cluster"]).succeeds().stdout_contains("Called so as well: AWS::CloudHSM::Cluster, ");
    let several = tool.run(["explain", "Function"]).succeeds().stdout_contains("types are called so");
    several.stdout_contains("  AWS::Lambda::Function  `formwork::aws::lambda::Function`\n");
    tool.run(["explain", "AWS::RDS::Instance"]).fails(1).stderr_contains("In Rust it is `formwork::aws::rds::DBInstance`.");
    tool.run(["explain", "DBInstanze"]).fails(1).stderr_contains("did you mean `DBInstance`?");
    Fixture::project().run(["explain", "DBInstance"]).succeeds().stdout_contains("formwork::aws::rds::DBInstance");
}

/// The paths that are told are those that were generated.
#[test]
fn every_path_is_in_the_library() {
    let aws = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/aws/src/aws");
    let mut count = 0;
    for name in formwork::schema::types() {
        let Some(path) = formwork::schema::generate::rust_type(name) else { continue };
        let Some(path) = path.strip_prefix("`formwork::aws::").and_then(|path| path.strip_suffix('`')) else { continue };
        let (module, resource) = path.split_once("::").unwrap();
        let text = fs::read_to_string(aws.join(format!("{module}.rs"))).unwrap();
        assert!(text.contains(&format!("    {resource} \"{name}\" Ref")), "{name} is not {path}");
        count += 1;
    }
    assert!(count > 250, "{count}");
}

#[test]
fn a_resource_has_its_line_and_its_neighbours() {
    let project = Fixture::project();
    let run = project.run(["explain", "BackendRule"]).succeeds();
    let text = run.stdout.lines().take(6).collect::<Vec<_>>().join("\n");
    assert!(text.contains("written at stacks/cruddur/cluster.rs:"), "{text}");
    assert!(
        text.contains("refers to LoadBalancerHttpsListener, BackendTargetGroup")
            || text.contains("refers to BackendTargetGroup, LoadBalancerHttpsListener"),
        "{text}"
    );
    // Another stack refers to it by an export, and both environments have it.
    let target = project.run(["explain", "BackendTargetGroup"]).succeeds();
    let target = target.stdout_contains("dev, prod: cluster/BackendTargetGroup");
    target.stdout_contains("is referred to by BackendRule, backend/Service").stdout_contains("refers to network/Vpc");
    project.run(["explain", "backend/Service.Cluster"]).succeeds().stdout_contains("A change: replaces the resource.");
    project.run(["explain", "backend/Service.Clustr"]).fails(1).stderr_contains("did you mean `Cluster`?");
    project.run(["explain", "Backendrule"]).fails(1).stderr_contains("did you mean `BackendRule`?");
}

#[test]
fn a_failure_has_its_cause_and_the_resources_that_it_may_be_about() {
    let messages = [
        ("Stack is in UPDATE_ROLLBACK_FAILED state and can not be updated.", "continue-update-rollback"),
        ("Stack is in ROLLBACK_COMPLETE state and can not be updated.", "delete-stack"),
        ("Export cruddur-prod-cluster-X cannot be deleted as it is in use by cruddur-prod-backend", "DIFF105"),
        ("CloudFormation cannot update a stack when a custom-named resource requires replacing.", "DIFF101"),
        ("/cruddur/logs already exists in stack", "leave"),
        ("The following target groups cannot be associated with more than one load balancer", "DIFF103"),
        ("The target group with targetGroupArn … does not have an associated load balancer", "FW205"),
        ("ResourceInitializationError: unable to pull secrets or registry auth", "secrets --check"),
        ("CannotPullContainerError: image not found", "TaskDefinition"),
        ("Resource Service did not stabilize", "describe-services"),
        ("ECS Deployment Circuit Breaker was triggered", "describe-services"),
        ("ECS was unable to assume the role 'arn:aws:iam::1:role/x'", "ecs-tasks.amazonaws.com"),
        ("User is not authorized to perform: iam:PassRole", "iam:PassedToService"),
        ("User is not authorized to perform: ses:SendEmail", "Add the action"),
        ("Requires capabilities : [CAPABILITY_NAMED_IAM]", "CAPABILITY_NAMED_IAM"),
        ("Circular dependency between resources: [A, B]", "constructs::Allow"),
        ("No updates are to be performed.", "--image"),
        ("Template format error: Unresolved resource dependencies", "formwork check"),
    ];
    let project = Fixture::project();
    for (message, says) in messages {
        let run = project.run(["explain", message]).succeeds();
        assert!(run.stdout.to_lowercase().contains(&says.to_lowercase()), "{message}: {}", run.stdout);
    }
    // The physical id of a role says which stack of which environment it is.
    let denied = "unable to retrieve secrets from ssm: User: arn:aws:sts::123456789012:assumed-role/cruddur-prod-backend-ServiceExecutionRole-1ABC/x is not authorized to perform: ssm:GetParameters (Service: Ssm)";
    let denied = project.run(["explain", denied]).succeeds();
    let (_, named) = denied.stdout.split_once("The message names:\n").unwrap();
    assert!(
        named.starts_with("  backend/ServiceExecutionRole, AWS::IAM::Role, stacks/cruddur/backend.rs:")
            && named.lines().count() == 1,
        "{named}"
    );
    let unknown = project.run(["explain", "The weird thing failed for [LogGroup]"]).fails(1);
    unknown.stderr_contains("describe-stack-events").stderr_contains("cluster/LogGroup");
    // A message that ends in a type is none.
    project.run(["explain", "Unable to retrieve Arn attribute for AWS::SQS::Queue"]).succeeds().stdout_contains("Fn::GetAtt");
    project.run(["explain", "the moon is full"]).fails(1).stderr_contains("this message is not known here");
}

/// A stack whose log group's name is taken, as `describe-stack-events` prints it: the newest first.
const EVENTS: &str = r#"{"StackEvents": [
    {"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/cruddur-prod-cluster/1", "LogicalResourceId": "cruddur-prod-cluster",
     "PhysicalResourceId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/cruddur-prod-cluster/1", "ResourceType": "AWS::CloudFormation::Stack",
     "Timestamp": "2024-05-01T12:00:09Z", "ResourceStatus": "ROLLBACK_IN_PROGRESS",
     "ResourceStatusReason": "The following resource(s) failed to create: [LogGroup, Cluster]. Rollback requested by user."},
    {"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/cruddur-prod-cluster/1", "LogicalResourceId": "Cluster",
     "ResourceType": "AWS::ECS::Cluster", "Timestamp": "2024-05-01T12:00:08Z", "ResourceStatus": "CREATE_FAILED",
     "ResourceStatusReason": "Resource creation cancelled"},
    {"StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/cruddur-prod-cluster/1", "LogicalResourceId": "LogGroup",
     "ResourceType": "AWS::Logs::LogGroup", "Timestamp": "2024-05-01T12:00:07Z", "ResourceStatus": "CREATE_FAILED",
     "ResourceStatusReason": "Resource handler returned message: \"DB_PASSWORD=hunter22 \u001b[31mResource of type 'AWS::Logs::LogGroup' already exists\""}]}"#;

#[test]
fn events_have_a_first_cause_with_the_line_that_made_it() {
    let project = Fixture::project();
    let run = project.run_with_input(["explain", "-"], EVENTS).succeeds();
    let run = run.stdout_contains(
        "First cause: 2024-05-01T12:00:07Z  cruddur-prod-cluster/LogGroup  AWS::Logs::LogGroup  CREATE_FAILED\n",
    );
    let run = run
        .stdout_contains("There is a log group of this name already")
        .stdout_contains("Check in this order:\n1. Possible: A rename in this stack");
    let run = run.stdout_contains("   If so: Keep the logical id").stdout_lacks("Way out:");
    let run = run.stdout_contains("  DIFF101: `formwork diff`").stdout_contains("1 other event only followed");
    let run = run.stdout_contains("The message names:\n  cluster/LogGroup, AWS::Logs::LogGroup, stacks/cruddur/cluster.rs:");
    // What a message brings along reaches no terminal.
    run.stdout_lacks("hunter22").stdout_lacks("\u{1b}").stdout_contains("DB_PASSWORD=***");
}

/// What services print of a failure: the status and the reason have another name with each.
#[test]
fn any_output_of_the_aws_cli_has_its_failure() {
    let tool = Fixture::tool();
    let outputs = [
        (
            r#"{"ScalingActivities": [{"ResourceId": "service/prod/web", "StatusCode": "Failed",
                "StatusMessage": "Failed to set desired count to 3. Reason: Unable to assume the service linked role."}]}"#,
            "no service-linked role of ECS",
        ),
        (
            "Activities:\n- AutoScalingGroupName: web\n  StatusCode: Failed\n  StatusMessage: We currently do not have sufficient t3.large \
             capacity in the Availability Zone you requested (eu-west-1a).\n",
            "EC2 has no such instance to give",
        ),
        (
            r#"{"Configuration": {"FunctionName": "api", "LastUpdateStatus": "Failed", "LastUpdateStatusReason":
                "The image manifest or layer media type for the source image is not supported."}}"#,
            "The function's image cannot be used",
        ),
        (
            "|  StatusCode |  StatusMessage  |\n+----+----+\n|  Failed  |  Unable to assume the service linked role. ECS  |\n",
            "no service-linked role of ECS",
        ),
        (
            r#"{"StackResourceDrifts": [{"LogicalResourceId": "Logs", "StackResourceDriftStatus": "MODIFIED",
                "PropertyDifferences": [{"PropertyPath": "/RetentionInDays", "DifferenceType": "NOT_EQUAL"}]}]}"#,
            "A resource is not as its stack made it",
        ),
        (
            r#"{"Certificate": {"DomainName": "a.example.com", "Status": "FAILED", "FailureReason": "CAA_ERROR"}}"#,
            "ACM did not issue",
        ),
    ];
    for (output, failure) in outputs {
        tool.run_with_input(["explain", "-"], output).succeeds().stdout_contains("First cause: ").stdout_contains(failure);
    }
}

#[test]
fn files_are_read_and_bounded() {
    let tool = Fixture::tool().file("events.json", EVENTS).file("large.json", vec![b' '; 33 << 20]);
    tool.run(["explain", "events.json"]).succeeds().stdout_contains("First cause: ");
    tool.run(["explain", "events.json", "events.json"]).succeeds().stdout_contains("First cause: ");
    tool.run(["explain", "large.json"]).fails(1).stderr_contains("is larger than 32 MiB");
    tool.run(["explain", "missing.json"]).fails(1).stderr_contains("cannot read `missing.json`");
    let unknown = tool.run_with_input(["explain", "-"], "{\"Stacks\": []}").fails(1);
    unknown.stderr_contains("this message is not known here");
    if cfg!(unix) {
        tool.run(["explain", "/dev/zero"]).fails(1).stderr_contains("is larger than 32 MiB");
    }
}

/// Unknown is said, with the names that are known in the commands that show more.
#[test]
fn what_is_unknown_has_commands_that_show_more() {
    let tool = Fixture::tool();
    let message =
        "The flux of arn:aws:ecs:eu-west-1:123456789012:service/prod/web is inverted (HandlerErrorCode: InvalidRequest)";
    let unknown = tool.run(["explain", message]).fails(1);
    let unknown = unknown.stderr_contains("this message is not known here").stderr_contains("InvalidRequest says in general");
    unknown.stderr_contains("aws ecs describe-services --cluster prod --services web");
}

/// A construct says what it makes and how it is set; a type of the same name follows.
#[test]
fn a_construct_has_what_it_makes_and_its_setters() {
    let tool = Fixture::tool();
    let site = tool.run(["explain", "StaticSite"]).succeeds();
    let site = site.stdout_contains("A static site: files in a private bucket").stdout_contains("AWS::CloudFront::Distribution");
    site.stdout_contains("With the constructs: Bucket").stdout_contains("  single_page: Answers with `index.html`");
    let bucket = tool.run(["explain", "bucket"]).succeeds();
    bucket.stdout_contains("It may make: AWS::S3::Bucket, AWS::S3::BucketPolicy").stdout_contains("\nAWS::S3::Bucket\n");
    tool.run(["explain", "StaticSit"]).fails(1).stderr_contains("did you mean `StaticSite`?");
}

/// What an explanation names as the finder of its cause can be looked up.
#[test]
fn every_headline_of_diff_that_an_explanation_names_is_explained() {
    let tool = Fixture::tool();
    let run = tool.run(["explain", "diff101"]).succeeds();
    let run = run.stdout_contains("DIFF101 (a headline of `diff`)").stdout_contains("WILL FAIL: a resource with a fixed name");
    run.stdout_contains("Exit code of `diff`: 18");
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diff.md")).unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/engine/src/failure/data");
    let mut named = BTreeSet::new();
    for entry in fs::read_dir(data).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let rules = text.lines().filter_map(|line| line.strip_prefix("rules = ")).flat_map(|line| line.split('"'));
        named.extend(rules.filter(|code| code.starts_with("DIFF")).map(str::to_owned));
    }
    assert!(named.len() > 4, "{named:?}");
    for code in named {
        assert!(page.contains(&format!("\n| {code} | ")), "{code} is no headline of docs/diff.md");
    }
}

/// The construct's text names nothing but what the library exports.
#[test]
fn every_construct_that_is_exported_and_added_is_explained() {
    let exported = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/constructs/mod.rs")).unwrap();
    let explained = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/explain/constructs.rs")).unwrap();
    let names = exported.lines().filter_map(|line| line.strip_prefix("pub use ")).flat_map(|line| {
        line.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.starts_with(char::is_uppercase))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    let mut count = 0;
    for name in names {
        let source = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/constructs")).unwrap();
        let is_construct = source
            .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
            .any(|text| text.contains(&format!("impl Construct for {name} ")));
        if is_construct {
            assert!(explained.contains(&format!("(\"{name}\", include_str!")), "{name} is not explained");
            count += 1;
        }
    }
    assert!(count > 15, "{count}");
}

/// What a failure names as found before is a rule, or a headline of `diff`; the types are those of schemas.
#[test]
fn failures_name_rules_and_types_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let headlines = fs::read_to_string(root.join("docs/diff.md")).unwrap();
    let mut count = 0;
    for entry in fs::read_dir(root.join("crates/engine/src/failure/data")).unwrap().map(Result::unwrap) {
        let file: toml::Table = fs::read_to_string(entry.path()).unwrap().parse().unwrap();
        for failure in file.get("failure").and_then(toml::Value::as_array).into_iter().flatten() {
            let texts = |key: &str| {
                failure.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str)
            };
            for code in texts("rules") {
                let is_rule = RULES.iter().chain(AUTHORING).any(|rule| rule.code == code);
                assert!(is_rule || headlines.contains(&format!("| {code} |")), "{} names {code}", failure["id"]);
                count += 1;
            }
            for resource_type in texts("types") {
                assert!(formwork::schema::find(resource_type).is_some(), "{} names {resource_type}", failure["id"]);
            }
        }
    }
    assert!(count > 100, "{count}");
}
