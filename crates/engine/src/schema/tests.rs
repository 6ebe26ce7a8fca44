//! What the embedded schemas know.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::template::path::Path;

fn known(type_name: &str) -> ResourceSchema {
    find(type_name).unwrap_or_else(|| panic!("{type_name} is not in the archive"))
}

#[test]
fn the_index_is_sorted_and_every_name_is_found() {
    let names: Vec<_> = types().collect();
    assert_eq!(names.len(), 1898);
    assert!(names.is_sorted_by(|one, other| one < other));
    assert!(names.iter().all(|name| find(name).is_some()));
    assert!(services().any(|service| service == "AWS::ECS"));
    assert!(source().contains("| MIT-0 |"));
}

#[test]
fn an_unknown_type_is_not_found() {
    assert!(find("AWS::ECS::Servise").is_none());
    assert!(find("").is_none());
}

#[test]
fn target_group() {
    let schema = known("AWS::ElasticLoadBalancingV2::TargetGroup");
    assert!(schema.is_create_only(&Path::of(["TargetType"])));
    assert!(!schema.is_create_only(&Path::of(["HealthCheckPath"])));
    assert_eq!(schema.reference(), Some("TargetGroupArn"));
    assert_eq!(schema.tag_property(), Some("Tags"));
    let version = schema.root().property("ProtocolVersion").unwrap();
    assert_eq!(version.enum_values(), [json!("GRPC"), json!("HTTP1"), json!("HTTP2")]);
    assert_eq!(schema.root().property("VpcId").unwrap().format(), Some("AWS::EC2::VPC.Id"));
    let names: Vec<_> = schema.attributes().into_iter().map(|attribute| attribute.name).collect();
    assert_eq!(names, ["LoadBalancerArns", "TargetGroupArn", "TargetGroupFullName", "TargetGroupName"]);
}

#[test]
fn log_group_and_bucket() {
    let days = known("AWS::Logs::LogGroup").root().property("RetentionInDays").unwrap();
    assert!(days.is(JsonType::Integer));
    assert!(days.enum_values().contains(&json!(14)) && !days.enum_values().contains(&json!(15)));
    assert!(known("AWS::S3::Bucket").is_create_only(&Path::of(["BucketName"])));
}

#[test]
fn relations_lie_on_the_values_themselves() {
    let service = known("AWS::ECS::Service");
    let target = service.root().at("LoadBalancers/*/TargetGroupArn").unwrap();
    let expected = Relation { type_name: "AWS::ElasticLoadBalancingV2::TargetGroup", property: "TargetGroupArn" };
    assert_eq!(target.relations(), [expected]);
    let subnets = service.root().at("NetworkConfiguration/AwsvpcConfiguration/Subnets").unwrap();
    assert_eq!(subnets.items().unwrap().relations(), [Relation { type_name: "AWS::EC2::Subnet", property: "SubnetId" }]);
}

#[test]
fn what_ref_denotes() {
    let reference = |name| known(name).reference();
    assert_eq!(reference("AWS::ECS::Service"), Some("ServiceArn"));
    assert_eq!(reference("AWS::EC2::SecurityGroup"), Some("GroupId"));
    assert_eq!(reference("AWS::EC2::EIP"), Some("PublicIp"));
    assert_eq!(reference("AWS::IAM::Role"), Some("RoleName"));
    assert_eq!(reference("AWS::Events::Rule"), None, "a bus's name and a rule's name, joined");
    assert_eq!(reference("AWS::WAFv2::WebACL"), None);
    let group = known("AWS::EC2::SecurityGroup").reference_schema().unwrap();
    assert_eq!(group.format(), Some("AWS::EC2::SecurityGroup.Id"));
}

#[test]
fn attributes_of_objects_are_dotted_and_maps_have_any() {
    let cluster = known("AWS::RDS::DBCluster");
    assert!(cluster.attributes().iter().any(|attribute| attribute.name == "Endpoint.Address"));
    assert!(cluster.attribute("Endpoint.Address").is_some());
    assert!(cluster.attribute("Engine").is_none(), "it is not read-only");
    let stack = known("AWS::CloudFormation::Stack");
    assert!(stack.attribute("Outputs.VpcId").unwrap().schema.is(JsonType::String));
    assert!(known("AWS::CloudFormation::CustomResource").any_attribute());
    assert!(!stack.any_attribute());
}

#[test]
fn every_reference_resolves_and_every_listed_path_exists() {
    for name in types() {
        let schema = known(name);
        assert_eq!(schema.type_name(), name);
        let json = schema.raw().to_json();
        check_references(&json, &json, name);
        let listed = schema.read_only().chain(schema.create_only()).chain(schema.primary_identifier()).chain(schema.reference());
        for path in listed {
            assert!(schema.root().at(path).is_some(), "{name} lists {path}, which is not there");
        }
        for required in schema.root().required() {
            assert!(schema.root().property(required).is_some(), "{name} requires {required}, which is not there");
        }
        for attribute in schema.attributes() {
            assert!(schema.attribute(&attribute.name).is_some(), "{name} has no attribute {}", attribute.name);
        }
    }
}

/// Values that may be anything: documents of other languages.
const UNTYPED: &[&str] = &[
    "AWS::BedrockAgentCore::GatewayTarget ParameterValues",
    "AWS::QuickSight::Flow FlowDefinition",
    "AWS::QuickSight::KnowledgeBase Template",
];

#[test]
fn every_property_says_what_it_may_be() {
    let mut untyped = BTreeSet::new();
    // What the serverless transform hands on as it is, it takes in any form.
    for name in types().filter(|name| !is_serverless(name)) {
        let schema = known(name);
        let owners = schema.definitions().map(|(_, node)| node);
        for owner in owners.chain([schema.root()]) {
            for (property, node) in owner.properties().filter(|(_, node)| !says_what(*node)) {
                untyped.insert(format!("{name} {property}"));
                assert!(node.raw().to_json().as_object().is_some_and(serde_json::Map::is_empty), "{name} {property}");
            }
        }
        for (definition, node) in schema.definitions() {
            assert!(says_what(node), "{name}: the definition {definition}");
        }
    }
    assert_eq!(untyped.iter().map(String::as_str).collect::<Vec<_>>(), UNTYPED);
}

fn says_what(node: SchemaNode) -> bool {
    let alternatives = node.one_of().chain(node.any_of()).chain(node.all_of()).next();
    node.types().next().is_some() || alternatives.is_some() || !node.enum_values().is_empty()
}

fn check_references(part: &Value, root: &Value, name: &str) {
    match part {
        Value::Object(parts) => {
            if let Some(pointer) = parts.get("$ref").and_then(Value::as_str) {
                assert!(root.pointer(&pointer[1..]).is_some(), "{name} refers to {pointer}, which is not there");
            }
            parts.values().for_each(|part| check_references(part, root, name));
        }
        Value::Array(parts) => parts.iter().for_each(|part| check_references(part, root, name)),
        _ => {}
    }
}

#[test]
fn the_types_of_the_serverless_transform_are_known_and_its_section_is_no_type() {
    assert_eq!(types().filter(|name| is_serverless(name)).count(), 14);
    assert!(known("AWS::Serverless::Function").root().property("CodeUri").is_some());
    let globals = globals().expect("the section's schema");
    assert!(globals.root().at("Function/MemorySize").is_some());
    assert!(find("Globals").is_none() && types().all(|name| name != "Globals"));
}
