//! Rules of `crates/engine/src/check/rules` that no template of `tests/rules` can show, and what only shows in Rust.

mod across;
mod schema;

use std::fs;
use std::path::Path;

use crate::support::author::{app, stack};
use formwork::aws::elasticloadbalancingv2::{TargetGroup, target_group};
use formwork::aws::iam::{Group, ManagedPolicy, User};
use formwork::aws::{ec2, iam, sns};
use formwork::check::RULES;
use formwork::prelude::*;
use formwork::stack::Text;
use insta::assert_snapshot;
use serde_json::json;

/// Where the tests of a rule are that no template of `tests/rules` can show.
const ELSEWHERE: [(&str, &str); 15] = [
    ("E0200", "tests/commands/check.rs"),
    ("E1002", "tests/library/rules.rs"),
    ("E2010", "tests/library/rules.rs"),
    ("E2900", "tests/commands/check.rs"),
    ("E3010", "tests/library/rules.rs"),
    ("E6010", "tests/library/rules.rs"),
    ("E7010", "tests/library/rules.rs"),
    ("FW101", "tests/library/rules.rs"),
    ("FW102", "tests/library/rules.rs"),
    ("FW110", "tests/library/rules/across.rs"),
    ("FW111", "tests/library/rules/across.rs"),
    ("FW114", "tests/library/stack_sets.rs"),
    ("FW604", "tests/library/rules/across.rs"),
    ("FW606", "tests/library/rules/across.rs"),
    ("FW905", "tests/library/stack_sets.rs"),
];

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

/// A rule is tested by the templates of `tests/rules`; by other means only where it needs several stacks, thousands of elements, or files
/// beside the template.
#[test]
fn each_rule_has_its_tests_in_one_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for rule in RULES {
        let template = root.join("tests/rules").join(format!("{}.bad.yaml", rule.code)).exists();
        let elsewhere = ELSEWHERE.iter().find(|(code, _)| *code == rule.code);
        assert!(template != elsewhere.is_some(), "{}: either templates, or a line in ELSEWHERE", rule.code);
        let Some((_, file)) = elsewhere else { continue };
        let source = fs::read_to_string(root.join(file)).unwrap();
        assert!(source.contains(rule.code), "{file} does not test {}", rule.code);
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
    assert_snapshot!(report, @"error[E1002] in stack: the template has 1000480 bytes, the limit is 1000000 (move some resources into another stack and share values with links)");
    silent(|stack| many(stack, 3));
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
    error[E2010] in stack/Parameters: the template has 201 parameters, the limit is 200 (move some into another stack and share values with links)
    parameter(format!("P{index}"), Parameter::<Text>::new().default("")));
    error[E3010] in stack/Resources: the template has 501 resources, the limit is 500 (move some into another stack and share values with links)
    sns::Topic::new()));
    error[E6010] in stack/Outputs: the template has 201 outputs, the limit is 200 (move some into another stack and share values with links)
    output(format!("O{index}"), ""));
    error[E7010] in stack/Mappings: the template has 201 mappings, the limit is 200 (move some into another stack and share values with links)
    mapping(format!("M{index}"), [("a", [("b", "c")])]));
    "#);
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
    error[FW101] in stack: the stack `stack` uses a link of `gone`, which is not a stack of this app (declare the stack in this app, or use `import_value` for an export of another project)
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
                stack.output("Vpc", "vpc-00000001").export(export);
            }
        })
    };
    let outcome = build(["VpcId", "VpcId"]);
    assert_snapshot!(outcome.report(), @"error[FW102] in second/Outputs/Vpc/Export: the export name `VpcId` is used twice (use `Stack::share`, which puts the stack's name before the export's, or choose another name)");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    output("Vpc", "vpc-00000001").export(export);
    output("Vpc", "vpc-00000001").export(export);
    "#);
    assert_eq!(build(["VpcId", "OtherVpcId"]).report(), "");
}

/// A policy document of about so many characters.
fn policy(characters: usize) -> serde_json::Value {
    json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*".repeat(characters) }] })
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
    error[FW103] in stack/Resources/Trust/Properties/AssumeRolePolicyDocument: at least 2206 characters in the trust policy of `Trust`, the limit is 2048 (merge statements with the same actions, use wildcards for resources, or split the policy into managed policies)
    error[FW103] in stack/Resources/Role/Properties/Policies: at least 10312 characters in the inline policies of `Role`, the limit is 10240 (merge statements with the same actions, use wildcards for resources, or split the policy into managed policies)
    error[FW103] in stack/Resources/Group/Properties/Policies: at least 5192 characters in the inline policies of `Group`, the limit is 5120 (merge statements with the same actions, use wildcards for resources, or split the policy into managed policies)
    error[FW103] in stack/Resources/User/Properties/Policies: at least 2120 characters in the inline policies of `User`, the limit is 2048 (merge statements with the same actions, use wildcards for resources, or split the policy into managed policies)
    error[FW103] in stack/Resources/Managed/Properties/PolicyDocument: at least 6216 characters in the policy of `Managed`, the limit is 6144 (merge statements with the same actions, use wildcards for resources, or split the policy into managed policies)
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
            .property("NetworkConfiguration", json!({ "AwsvpcConfiguration": { "Subnets": ["subnet-00000001"] } }))
            .property("LoadBalancers", json!([balancer]));
        stack.add("Service", service);
    };
    assert_snapshot!(found("FW204", |stack| {
        let group = group(stack);
        let group = stack.add("Group", group);
        service(stack, group);
    }), @r#"
    error[FW204] in stack/Resources/Group/Properties/TargetType: the `TargetType` of `Group` is left out, which means `instance`; tasks of mode `awsvpc` need `ip` (write `TargetType: ip` for tasks of network mode `awsvpc`, `instance` for the others; the change replaces the target group; the construct `TargetGroup` always has `ip`)
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
