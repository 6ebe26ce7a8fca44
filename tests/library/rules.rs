//! Every rule of `crates/engine/src/check/rules`: what it finds, with its message, and what it leaves alone.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::author::{app, stack};
use formwork::aws::elasticloadbalancingv2::{TargetGroup, target_group};
use formwork::aws::iam::{Group, ManagedPolicy, User};
use formwork::aws::logs::LogGroup;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::{ec2, iam, sns};
use formwork::check::RULES;
use formwork::iam::{Condition as PolicyCondition, PolicyDocument, Principal, Statement};
use formwork::prelude::*;
use formwork::stack::{Json, Text};
use insta::assert_snapshot;
use serde_json::json;

fn topic(stack: &mut Stack) -> Handle<sns::Topic> {
    stack.add("Topic", sns::Topic::new())
}

/// What one rule says of a stack, with the code that it points at. Other rules may warn.
fn found(code: &str, build: impl FnOnce(&mut Stack)) -> String {
    let mut outcome = stack(build);
    let errors = outcome.findings.iter().filter(|finding| finding.is_error());
    assert_eq!(errors.filter(|finding| finding.code != code).count(), 0, "only {code} speaks: {}", outcome.report());
    outcome.findings.retain(|finding| finding.code == code);
    let lines = outcome.lines();
    format!("{}\n{}", outcome.report(), lines.join("\n"))
}

#[track_caller]
fn silent(build: impl FnOnce(&mut Stack)) {
    assert_eq!(stack(build).report(), "");
}

/// A JSON expression: what the typed functions cannot write.
fn raw(value: serde_json::Value) -> Value<Json> {
    value.into_value()
}

/// A rule's tests are here, in `schema_rules.rs`, in its own file, or templates in `tests/rules`.
#[test]
fn each_rule_has_tests() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/engine/src/check/rules");
    let entries = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let files: Vec<PathBuf> = entries(rules).into_iter().filter(|path| path.is_dir()).flat_map(entries).collect();
    let tests = ["tests/library", "tests/commands"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let sources = tests.into_iter().flat_map(entries).filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let sources: Vec<String> = sources.map(|path| fs::read_to_string(path).unwrap()).collect();
    for rule in RULES {
        let code = rule.code.to_lowercase();
        let marks = [format!("fn {code}_"), format!("\"{}\"", rule.code), format!("[{}]", rule.code)];
        let here = sources.iter().any(|source| marks.iter().any(|mark| source.contains(mark)));
        let is_its_own =
            |file: &&PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("{code}_")));
        let there = files.iter().find(is_its_own).is_some_and(|file| fs::read_to_string(file).unwrap().contains("#[cfg(test)]"));
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules").join(format!("{}.bad.yaml", rule.code));
        assert!(here || there || template.exists(), "{} has no test", rule.code);
    }
}

#[test]
fn e1002_finds_templates_that_are_too_large() {
    let text = "x".repeat(250_000);
    let many = |stack: &mut Stack, count: usize| {
        for index in 0..count {
            stack.add(format!("Topic{index}"), sns::Topic::new().metadata("Text", text.as_str()));
        }
    };
    let report = stack(|stack| many(stack, 4)).report();
    assert_snapshot!(report, @"error[E1002] in stack: the template has 1000480 bytes, and CloudFormation takes 1000000 (Move some of its resources into a stack of their own and share what they need with links.)");
    silent(|stack| many(stack, 3));
}

#[test]
fn e1003_finds_descriptions_that_are_too_long() {
    let report = found("E1003", |stack| {
        topic(stack);
        stack.description("x".repeat(1025));
    });
    assert_snapshot!(report, @r#"
    error[E1003] in stack/Description: the description has 1025 bytes, and CloudFormation takes 1024 (Shorten it; `Metadata` takes longer texts.)
    description("x".repeat(1025));
    "#);
    silent(|stack| {
        topic(stack);
        stack.description("x".repeat(1024));
    });
}

#[test]
fn e1011_finds_lookups_that_lead_nowhere() {
    let report = found("E1011", |stack| {
        topic(stack);
        let sizes = stack.mapping("Sizes", [("prod", [("Cpu", 256)])]);
        stack.output("Top", sizes.find::<Text>("prodd", "Cpu"));
        stack.output("Second", sizes.find::<Text>("prod", "Memory"));
        stack.output("Map", Value::<Text>::from_node(raw(json!({ "Fn::FindInMap": ["Size", "prod", "Cpu"] })).node().clone()));
        stack.output("Form", Value::<Text>::from_node(raw(json!({ "Fn::FindInMap": ["Sizes", "prod"] })).node().clone()));
    });
    assert_snapshot!(report, @r#"
    error[E1011] in stack/Outputs/Top/Value: there is no key `prodd` (did you mean `prod`?)
    error[E1011] in stack/Outputs/Second/Value: there is no key `Memory`
    error[E1011] in stack/Outputs/Map/Value: there is no mapping `Size` (did you mean `Sizes`?)
    error[E1011] in stack/Outputs/Form/Value: `Fn::FindInMap` takes the name of a mapping and two keys
    output("Top", sizes.find::<Text>("prodd", "Cpu"));
    output("Second", sizes.find::<Text>("prod", "Memory"));
    output("Map", Value::<Text>::from_node(raw(json!({ "Fn::FindInMap": ["Size", "prod", "Cpu"] })).node().clone()));
    output("Form", Value::<Text>::from_node(raw(json!({ "Fn::FindInMap": ["Sizes", "prod"] })).node().clone()));
    "#);
    silent(|stack| {
        stack.language_extensions();
        let sizes = stack.mapping("Sizes", [("prod", [("Cpu", 256)])]);
        stack.output("Found", sizes.find::<Text>("prod", "Cpu"));
        stack.output("Late", sizes.find::<Text>(pseudo::region(), "Cpu"));
        stack.output("Default", sizes.find::<Text>("dev", "Cpu").or("128"));
    });
}

#[test]
fn e1019_finds_variables_that_name_nothing() {
    let report = found("E1019", |stack| {
        topic(stack);
        stack.output("Name", sub("${Topci.TopicName}"));
    });
    assert_snapshot!(report, @r#"
    error[E1019] in stack/Outputs/Name/Value: `${Topci.TopicName}` names neither a parameter nor a resource (did you mean `Topic`?)
    output("Name", sub("${Topci.TopicName}"));
    "#);
    silent(|stack| {
        topic(stack);
        stack.output("Name", sub("${Topic} ${Topic.TopicArn} ${AWS::Region} ${!Literal} ${Host}").with("Host", "a"));
    });
}

#[test]
fn e1020_finds_references_that_name_nothing() {
    let report = found("E1020", |stack| {
        topic(stack);
        stack.add("Logs", Untyped::new("AWS::Logs::LogGroup").property("LogGroupName", json!({ "Ref": "Topci" })));
    });
    assert_snapshot!(report, @r#"
    error[E1020] in stack/Resources/Logs/Properties/LogGroupName: `Ref` of `Topci`, which is neither a parameter nor a resource (did you mean `Topic`?)
    property("LogGroupName", json!({ "Ref": "Topci" })));
    "#);
    silent(|stack| {
        let topic = topic(stack);
        stack.output("Topic", topic);
        stack.output("Region", pseudo::region());
    });
    silent(|stack| {
        stack.language_extensions();
        let topic = json!({ "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "Name" } } });
        stack.for_each("Topics", for_each("Name", ["a", "b"], "Topic${Name}", topic));
    });
}

#[test]
fn e2010_e3010_e6010_e7010_find_too_many_of_a_kind() {
    fn e2010(stack: &mut Stack, count: usize) {
        topic(stack);
        (0..count).for_each(|index| _ = stack.parameter(format!("P{index}"), Parameter::<Text>::new().default("")));
    }
    fn e3010(stack: &mut Stack, count: usize) {
        (0..count).for_each(|index| _ = stack.add(format!("R{index}"), sns::Topic::new()));
    }
    fn e6010(stack: &mut Stack, count: usize) {
        topic(stack);
        (0..count).for_each(|index| _ = stack.output(format!("O{index}"), ""));
    }
    fn e7010(stack: &mut Stack, count: usize) {
        topic(stack);
        (0..count).for_each(|index| _ = stack.mapping(format!("M{index}"), [("a", [("b", "c")])]));
    }
    type Add = fn(&mut Stack, usize);
    let limits = [("E2010", 200, e2010 as Add), ("E3010", 500, e3010), ("E6010", 200, e6010), ("E7010", 200, e7010)];
    let reports = limits.map(|(code, limit, add)| {
        assert_eq!(stack(|stack| add(stack, limit)).errors(), "");
        found(code, |stack| add(stack, limit + 1))
    });
    assert_snapshot!(reports.join("\n"), @r#"
    error[E2010] in stack/Parameters: 201 parameters, and CloudFormation takes 200 in one template (Move some into a stack of their own and share what they need with links.)
    parameter(format!("P{index}"), Parameter::<Text>::new().default("")));
    error[E3010] in stack/Resources: 501 resources, and CloudFormation takes 500 in one template (Move some into a stack of their own and share what they need with links.)
    sns::Topic::new()));
    error[E6010] in stack/Outputs: 201 outputs, and CloudFormation takes 200 in one template (Move some into a stack of their own and share what they need with links.)
    output(format!("O{index}"), ""));
    error[E7010] in stack/Mappings: 201 mappings, and CloudFormation takes 200 in one template (Move some into a stack of their own and share what they need with links.)
    mapping(format!("M{index}"), [("a", [("b", "c")])]));
    "#);
}

#[test]
fn e3005_finds_dependencies_on_nothing() {
    let report = found("E3005", |stack| {
        topic(stack);
        // Handles are of what was added, so only another app's can be of nothing here.
        let mut element = None;
        app(|app| element = Some(app.stack("stack").add("Topci", sns::Topic::new()).element()));
        stack.add("Logs", LogGroup::new().retention_in_days(RetentionInDays::DAYS_14).depends_on(element.unwrap()));
    });
    assert_snapshot!(report, @"
    error[E3005] in stack/Resources/Logs/DependsOn: `DependsOn` of `Topci`, which is no resource of this template (did you mean `Topic`?)
    depends_on(element.unwrap()));
    ");
    silent(|stack| {
        let topic = topic(stack);
        stack.add("Logs", LogGroup::new().retention_in_days(RetentionInDays::DAYS_14).depends_on(topic));
    });
}

#[test]
fn e8002_finds_conditions_that_are_not_defined() {
    let report = found("E8002", |stack| {
        topic(stack);
        let mut condition = None;
        app(|app| condition = Some(app.stack("stack").condition("IsProd", equals("a", "b"))));
        let condition = condition.unwrap();
        stack.condition("IsProduction", equals("a", "b"));
        stack.condition("Derived", not(condition));
        stack.add(
            "Logs",
            LogGroup::new()
                .retention_in_days(RetentionInDays::DAYS_14)
                .condition(&condition)
                .log_group_name(if_(&condition, "a", "b")),
        );
    });
    assert_snapshot!(report, @r#"
    error[E8002] in stack/Conditions/Derived/Fn::Not/0: the condition `IsProd` is not defined (did you mean `IsProduction`?)
    error[E8002] in stack/Resources/Logs/Condition: the condition `IsProd` is not defined (did you mean `IsProduction`?)
    error[E8002] in stack/Resources/Logs/Properties/LogGroupName: the condition `IsProd` is not defined (did you mean `IsProduction`?)
    condition("Derived", not(condition));
    condition(&condition)
    log_group_name(if_(&condition, "a", "b")),
    "#);
    silent(|stack| {
        let condition = stack.condition("IsProduction", equals("a", "b"));
        stack.add(
            "Logs",
            LogGroup::new().retention_in_days(RetentionInDays::DAYS_14).condition(&condition).log_group_name(if_(
                &condition,
                "a",
                no_value(),
            )),
        );
        // In a policy, `Condition` is something else.
        let document =
            json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Condition": { "Bool": {} } }] });
        stack.add("Policy", ManagedPolicy::new(document));
    });
}

#[test]
fn fw101_finds_links_to_stacks_that_are_not_there() {
    let mut kept = None;
    app(|app| {
        let gone = app.stack("gone");
        let vpc = gone.add("Vpc", ec2::VPC::new());
        kept = Some(gone.share("VpcId", vpc));
    });
    let report = found("FW101", |stack| {
        stack.add("Subnet", ec2::Subnet::new(kept.unwrap()).cidr_block("10.0.0.0/24"));
    });
    assert_snapshot!(report, @r#"
    error[FW101] in stack: the stack `stack` has a link to `gone`, which this app does not declare (Declare the stack in this app, or use `import_value` for an export that someone else makes.)
    ec2::Subnet::new(kept.unwrap()).cidr_block("10.0.0.0/24"));
    "#);
}

#[test]
fn fw101_leaves_imports_from_elsewhere_alone() {
    silent(|stack| {
        stack.add("Subnet", ec2::Subnet::new(import_value("their-vpc")).cidr_block("10.0.0.0/24"));
    });
}

#[test]
fn fw102_finds_exports_of_one_name() {
    let build = |names: [&'static str; 2]| {
        app(move |app| {
            for (name, export) in ["first", "second"].into_iter().zip(names) {
                let stack = app.stack(name);
                topic(stack);
                stack.output("Vpc", "vpc-1").export(export);
            }
        })
    };
    let outcome = build(["VpcId", "VpcId"]);
    assert_snapshot!(outcome.report(), @"error[FW102] in second/Outputs/Vpc/Export: the export name `VpcId` is used twice (Use `Stack::share`, which puts the stack's name before the export's, or choose another name.)");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    output("Vpc", "vpc-1").export(export);
    output("Vpc", "vpc-1").export(export);
    "#);
    assert_eq!(build(["VpcId", "OtherVpcId"]).report(), "");
}

/// A policy document of about so many characters.
fn policy(characters: usize) -> serde_json::Value {
    json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "x".repeat(characters) }] })
}

#[test]
fn fw103_finds_policies_that_are_too_large() {
    let inline = |characters| [iam::role::Policy::new(policy(characters), "Policy")];
    let trust = |characters: usize| {
        let condition = json!({ "StringEquals": { "aws:SourceAccount": "x".repeat(characters) } });
        let principal = json!({ "Service": "ecs.amazonaws.com" });
        json!({ "Statement": [{ "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition }] })
    };
    let report = found("FW103", |stack| {
        stack.add("Trust", iam::Role::new(trust(2048)));
        stack.add("Role", iam::Role::new(trust(1)).policies(inline(10_240)));
        stack.add("Group", Group::new().policies([iam::group::Policy::new(policy(5120), "Policy")]));
        stack.add("User", User::new().policies([iam::user::Policy::new(policy(2048), "Policy")]));
        stack.add("Managed", ManagedPolicy::new(policy(6144)));
    });
    assert_snapshot!(report, @r#"
    error[FW103] in stack/Resources/Trust/Properties/AssumeRolePolicyDocument: 2206 characters in the trust policy of `Trust`, and IAM takes 2048 (Join statements with the same actions, use patterns of resources, or split the policy into managed policies.)
    error[FW103] in stack/Resources/Role/Properties/Policies: 10312 characters in the inline policies of `Role`, and IAM takes 10240 (Join statements with the same actions, use patterns of resources, or split the policy into managed policies.)
    error[FW103] in stack/Resources/Group/Properties/Policies: 5192 characters in the inline policies of `Group`, and IAM takes 5120 (Join statements with the same actions, use patterns of resources, or split the policy into managed policies.)
    error[FW103] in stack/Resources/User/Properties/Policies: 2120 characters in the inline policies of `User`, and IAM takes 2048 (Join statements with the same actions, use patterns of resources, or split the policy into managed policies.)
    error[FW103] in stack/Resources/Managed/Properties/PolicyDocument: 6216 characters in the policy of `Managed`, and IAM takes 6144 (Join statements with the same actions, use patterns of resources, or split the policy into managed policies.)
    iam::Role::new(trust(2048)));
    policies(inline(10_240)));
    policies([iam::group::Policy::new(policy(5120), "Policy")]));
    policies([iam::user::Policy::new(policy(2048), "Policy")]));
    ManagedPolicy::new(policy(6144)));
    "#);
    silent(|stack| {
        stack.add("Role", iam::Role::new(trust(1800)).policies(inline(10_000)));
        stack.add("Managed", ManagedPolicy::new(policy(6000)));
        // White space does not count.
        let mut spaced = policy(1);
        spaced["Id"] = " ".repeat(9000).into();
        stack.add("Spaced", ManagedPolicy::new(spaced));
    });
}

#[test]
fn fw104_finds_actions_without_a_service() {
    let report = found("FW104", |stack| {
        let statement = Statement::allow(["GetParameters", "ssm:", ":Get", "ssm:Get Parameter", "ssm:GetParameter"]).on(["*"]);
        let denied = Statement::deny(["everything"]).all_actions_but().on(["*"]);
        stack.add("Policy", ManagedPolicy::new(PolicyDocument::new([statement, denied])));
    });
    assert_snapshot!(report, @r#"
    error[FW104] in stack/Resources/Policy/Properties/PolicyDocument/Statement/0/Action: `GetParameters` is not an action (Put the service before it, as in `ssm:GetParameters`; `*` stands for any characters of a name, or alone for everything.)
    error[FW104] in stack/Resources/Policy/Properties/PolicyDocument/Statement/0/Action: `ssm:` is not an action (Put the service before it, as in `ssm:GetParameters`; `*` stands for any characters of a name, or alone for everything.)
    error[FW104] in stack/Resources/Policy/Properties/PolicyDocument/Statement/0/Action: `:Get` is not an action (Put the service before it, as in `ssm:GetParameters`; `*` stands for any characters of a name, or alone for everything.)
    error[FW104] in stack/Resources/Policy/Properties/PolicyDocument/Statement/0/Action: `ssm:Get Parameter` is not an action (Put the service before it, as in `ssm:GetParameters`; `*` stands for any characters of a name, or alone for everything.)
    error[FW104] in stack/Resources/Policy/Properties/PolicyDocument/Statement/1/NotAction: `everything` is not an action (Put the service before it, as in `ssm:GetParameters`; `*` stands for any characters of a name, or alone for everything.)
    Statement::allow(["GetParameters", "ssm:", ":Get", "ssm:Get Parameter", "ssm:GetParameter"]).on(["*"]);
    Statement::allow(["GetParameters", "ssm:", ":Get", "ssm:Get Parameter", "ssm:GetParameter"]).on(["*"]);
    Statement::allow(["GetParameters", "ssm:", ":Get", "ssm:Get Parameter", "ssm:GetParameter"]).on(["*"]);
    Statement::allow(["GetParameters", "ssm:", ":Get", "ssm:Get Parameter", "ssm:GetParameter"]).on(["*"]);
    Statement::deny(["everything"]).all_actions_but().on(["*"]);
    "#);
    silent(|stack| {
        let statement = Statement::allow(["*", "s3:*", "s3:Get?bject", "execute-api:Invoke"]).on(["arn:aws:s3:::a/*"]);
        stack.add("Policy", ManagedPolicy::new(PolicyDocument::new([statement])));
        let trust = Statement::allow(["sts:AssumeRole"]).principal(Principal::service("ecs.amazonaws.com"));
        stack.add("Role", iam::Role::new(PolicyDocument::new([trust])));
    });
}

#[test]
fn fw105_finds_text_that_would_be_garbled() {
    let report = found("FW105", |stack| {
        stack.description("Größe");
        stack.add("Group", ec2::SecurityGroup::new("Clients – public").allow("E3031", "this test is about the warning"));
    });
    assert_snapshot!(report, @r#"
    warning[FW105] in stack/Description: `Description` has characters beyond ASCII: `öß` (Write the text with ASCII characters.)
    warning[FW105] in stack/Resources/Group/Properties/GroupDescription: `GroupDescription` has characters beyond ASCII: `–` (Write the text with ASCII characters.)
    description("Größe");
    ec2::SecurityGroup::new("Clients – public").allow("E3031", "this test is about the warning"));
    "#);
    silent(|stack| {
        stack.description("Plain");
        stack.add("Topic", sns::Topic::new().display_name("Größe"));
    });
}

#[test]
fn fw109_finds_conditions_that_are_said_twice() {
    let policy = |conditions: [PolicyCondition; 2]| {
        let statement = Statement::allow(["s3:*"]).on(["*"]);
        ManagedPolicy::new(PolicyDocument::new([conditions.into_iter().fold(statement, Statement::when)]))
    };
    let account = |id: &str| PolicyCondition::string_equals("aws:SourceAccount", [id]);
    let report = found("FW109", |stack| {
        stack.add("Policy", policy([account("111122223333"), account("444455556666")]));
    });
    assert_snapshot!(report, @r#"
    error[FW109] in stack/Resources/Policy/Properties/PolicyDocument/Statement/0/Condition/StringEquals: the statement has two conditions `StringEquals` of `aws:SourceAccount` (Give one condition all values of which any may match, or make two statements.)
    Statement::allow(["s3:*"]).on(["*"]);
    "#);
    silent(|stack| {
        stack.add("Operators", policy([account("111122223333"), PolicyCondition::string_like("aws:SourceAccount", ["1*"])]));
        stack.add("Keys", policy([account("111122223333"), PolicyCondition::string_equals("aws:SourceArn", ["a", "b"])]));
    });
}

#[test]
fn fw108_finds_functions_without_their_transform() {
    let report = found("FW108", |stack| {
        topic(stack);
        stack.output("Json", to_json_string(json!({ "a": 1 })));
    });
    assert_snapshot!(report, @r#"
    error[FW108] in stack/Outputs/Json/Value: `Fn::ToJsonString` needs the transform `AWS::LanguageExtensions` (Call `stack.language_extensions()`, or add `Transform: AWS::LanguageExtensions` to the template.)
    output("Json", to_json_string(json!({ "a": 1 })));
    "#);
    silent(|stack| {
        stack.language_extensions();
        stack.output("Json", to_json_string(json!({ "a": 1 })));
    });
}

/// A rule that looks at several resources points at the line of the author that wrote the wrong one, whatever wrote the others.
#[test]
fn fw204_points_at_the_target_group_of_the_author() {
    let group = |stack: &mut Stack| {
        let vpc = stack.add("Vpc", ec2::VPC::new().cidr_block("10.0.0.0/16"));
        TargetGroup::new().port(80).protocol(target_group::Protocol::HTTP).vpc_id(vpc.vpc_id())
    };
    let service = |stack: &mut Stack, group: Handle<TargetGroup>| {
        let container = json!({ "Name": "web", "Image": "web:1.2", "PortMappings": [{ "ContainerPort": 80 }] });
        let task = Untyped::new("AWS::ECS::TaskDefinition")
            .property("RequiresCompatibilities", json!(["FARGATE"]))
            .property("NetworkMode", "awsvpc")
            .property("Cpu", "256")
            .property("Memory", "512")
            .property("ContainerDefinitions", json!([container]));
        stack.add("Task", task);
        let balancer =
            json!({ "ContainerName": "web", "ContainerPort": 80, "TargetGroupArn": { "Ref": group.logical_id().as_str() } });
        let service = Untyped::new("AWS::ECS::Service")
            .property("TaskDefinition", json!({ "Ref": "Task" }))
            .property("LaunchType", "FARGATE")
            .property("NetworkConfiguration", json!({ "AwsvpcConfiguration": { "Subnets": ["subnet-1"] } }))
            .property("LoadBalancers", json!([balancer]));
        stack.add("Service", service);
    };
    assert_snapshot!(found("FW204", |stack| {
        let group = group(stack);
        let group = stack.add("Group", group);
        service(stack, group);
    }), @r#"
    error[FW204] in stack/Resources/Group/Properties/TargetType: the `TargetType` of `Group` is left out, which means `instance`, and tasks of mode `awsvpc` need `ip` (Write `TargetType: ip` for tasks of network mode `awsvpc`, `instance` for the others. The change replaces the target group; the construct `TargetGroup` always has `ip`.)
    TargetGroup::new().port(80).protocol(target_group::Protocol::HTTP).vpc_id(vpc.vpc_id())
    property("LoadBalancers", json!([balancer]));
    "#);
    silent(|stack| {
        let group = group(stack).target_type(target_group::TargetType::IP);
        let group = stack.add("Group", group);
        service(stack, group);
    });
    silent(|stack| {
        let group = group(stack).allow("FW204", "another template says that it is of type `ip`");
        let group = stack.add("Group", group);
        service(stack, group);
    });
}
