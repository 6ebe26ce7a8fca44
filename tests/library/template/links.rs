//! Links between stacks: what they become, the order of deployment, and references that need one.

use super::*;
use crate::support::author::{self};
use formwork::aws::ec2::{self, SubnetId, VpcId};
use formwork::aws::elasticloadbalancingv2::{LoadBalancer, TargetGroup};
use formwork::aws::logs::LogGroup;
use formwork::aws::sns;
use formwork::prelude::*;
use formwork::stack::Text;
use insta::assert_snapshot;
use serde_json::json;

/// A network that shares a VPC and two subnets, and what a second stack makes of them.
fn linked(use_links: impl FnOnce(&mut Stack, Link<VpcId>, Link<List<SubnetId>>)) -> author::Outcome {
    author::app(|app| {
        // Declared first, deployed second.
        app.stack("user").add("Topic", sns::Topic::new());
        let network = app.stack("network");
        let vpc = network.add("Vpc", ec2::VPC::new().cidr_block("10.0.0.0/16"));
        let subnet = |block: &str| ec2::Subnet::new(vpc).cidr_block(block);
        let subnets = [network.add("One", subnet("10.0.0.0/24")), network.add("Two", subnet("10.0.1.0/24"))];
        let links = (network.share("VpcId", vpc), network.share("SubnetIds", subnets));
        use_links(app.stack("service"), links.0, links.1);
    })
}

#[test]
fn a_strong_link_is_an_export_and_an_import() {
    let outcome = linked(|stack, vpc, subnets| {
        stack.add("Group", TargetGroup::new().vpc_id(&vpc).allow("E3681", "a part of one"));
        stack.add("Balancer", LoadBalancer::new().subnets(subnets));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(outcome.properties("Group"), json!({ "VpcId": { "Fn::ImportValue": "app-test-network-VpcId" } }));
    let list = json!({ "Fn::Split": [",", { "Fn::ImportValue": "app-test-network-SubnetIds" }] });
    assert_eq!(outcome.properties("Balancer"), json!({ "Subnets": list }));
    assert_eq!(outcome.stack("service").depends_on, ["network"]);
}

#[test]
fn a_weak_link_reads_an_output_when_it_deploys() {
    let outcome = author::app(|app| {
        let network = app.stack("network");
        let vpc = network.add("Vpc", ec2::VPC::new().cidr_block("10.0.0.0/16"));
        let (vpc, list) = (network.share_weak("VpcId", vpc), network.share_weak("Vpcs", [vpc, vpc]));
        let user = app.stack("user");
        user.add("Group", TargetGroup::new().vpc_id(vpc).allow("E3681", "a part of one"));
        user.add("List", Untyped::new("AWS::SSM::Parameter").property("Type", "String").property("Value", join(",", list)));
    });
    assert_eq!(outcome.errors(), "");
    let read = |output: &str| json!({ "Fn::GetStackOutput": { "StackName": "app-test-network", "OutputName": output } });
    assert_eq!(outcome.properties("Group"), json!({ "VpcId": read("VpcId") }));
    assert_eq!(
        outcome.properties("List"),
        json!({ "Type": "String", "Value": { "Fn::Join": [",", { "Fn::Split": [",", read("Vpcs")] }] } })
    );
    let network = &outcome.stack("network").template;
    assert!(network.root().at_path(&["Outputs", "VpcId", "Export"]).is_none());
    assert_eq!(outcome.stack("user").depends_on, ["network"]);
}

#[test]
fn stacks_deploy_after_those_they_have_links_to() {
    let outcome = author::app(|app| {
        let mut first = None;
        for name in ["network", "cluster"] {
            let stack = app.stack(name);
            let topic = stack.add("Topic", sns::Topic::new());
            first.get_or_insert_with(|| stack.share("Arn", topic));
        }
        let late = app.stack("late");
        let topic = late.add("Topic", sns::Topic::new());
        let link = late.share("Arn", topic);
        let early = app.stack("early");
        early.add("Logs", LogGroup::new().log_group_name(link.value().cast::<Text>()));
        early.output("First", first.unwrap().value().cast::<Text>());
    });
    let order: Vec<&str> = outcome.assembly.stacks.iter().map(|stack| stack.name).collect();
    assert_eq!(order, ["network", "cluster", "late", "early"]);

    let outcome = linked(|stack, vpc, _| {
        stack.output("Vpc", vpc.value().cast::<Text>());
    });
    let order: Vec<&str> = outcome.assembly.stacks.iter().map(|stack| stack.name).collect();
    assert_eq!(order, ["user", "network", "service"], "what nothing binds stays as it was declared");
}

#[test]
fn a_cycle_prints_its_path() {
    let names = ["a", "b", "c"];
    // A stack can be borrowed once, so a cycle needs links that were kept from another app.
    let links = names.map(|name| {
        let mut other = App::new("app", &author::environment());
        let region: Value<Text> = pseudo::region();
        other.stack(name).share("Region", region)
    });
    let mut app = App::new("app", &author::environment());
    for (index, name) in names.into_iter().enumerate() {
        let stack = app.stack(name);
        stack.share("Region", pseudo::region());
        stack.output("Next", &links[(index + 1) % 3]);
    }
    app.stack("free").output("Region", pseudo::region());
    let (assembly, findings) = app.synth();
    let order: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name).collect();
    assert_eq!(order, ["free", "a", "b", "c"]);
    assert_eq!(findings.len(), 1);
    assert_snapshot!(findings[0].message, @"circular dependency between stacks: a → b → c → a");
    assert!(findings[0].location.to_string().starts_with("tests/library/template/links.rs:"), "{}", findings[0].location);
}

#[test]
fn a_reference_to_another_stack_is_a_mistake_that_is_told_once() {
    let outcome = author::app(|app| {
        let other = app.stack("other");
        let bucket = bucket(other);
        let condition = other.condition("Always", equals("a", "a"));
        let stack = app.stack("stack");
        stack.output("Ref", bucket);
        stack.output("Attribute", bucket.arn());
        stack.add("Logs", LogGroup::new().depends_on(bucket).condition(&condition));
        stack.output("Text", if_(&condition, "a", "b"));
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @r#"
    error[FW003] in stack: `Bucket` belongs to the stack `other`, but the stack `stack` refers to it (define a condition in the stack that uses it; instead of `DependsOn`, the deployment order of the stacks is enough)
    error[FW003] in stack: `Always` belongs to the stack `other`, but the stack `stack` refers to it (define a condition in the stack that uses it; instead of `DependsOn`, the deployment order of the stacks is enough)
    error[FW003] in stack: `Bucket` belongs to the stack `other`, but the stack `stack` refers to it (share it: `let link = other.share("…", …)`, and use the link here)
    error[FW003] in stack: `Bucket` belongs to the stack `other`, but the stack `stack` refers to it (share it: `let link = other.share("…", …)`, and use the link here)
    error[FW003] in stack: `Always` belongs to the stack `other`, but the stack `stack` refers to it (define a condition in the stack that uses it; instead of `DependsOn`, the deployment order of the stacks is enough)
    "#);
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    depends_on(bucket).condition(&condition));
    condition(&condition));
    output("Ref", bucket);
    output("Attribute", bucket.arn());
    output("Text", if_(&condition, "a", "b"));
    "#);
}

#[test]
fn a_link_to_the_own_stack_is_a_mistake() {
    let outcome = author::app(|app| {
        let stack = app.stack("stack");
        let bucket = bucket(stack);
        let link = stack.share("Name", bucket);
        stack.output("Again", link.value().cast::<Text>());
    });
    assert_snapshot!(outcome.errors(), @"error[FW003] in stack: the stack `stack` uses a link to itself (inside one stack, use the handle itself)");
}
