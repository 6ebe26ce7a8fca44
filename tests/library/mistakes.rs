//! Sixteen mistakes that cost a failed deployment or worse: each is stopped, in a template file and through the escapes of the
//! typed layer. That types stop most of them before that is shown in `compile_fail`.

use crate::support::author::{self, stack};
use formwork::aws::ec2::{SecurityGroup, VPC};
use formwork::aws::ecs::TaskDefinition;
use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::aws::logs::LogGroup;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::check;
use formwork::prelude::*;
use formwork::template::{Node, Template};
use serde_json::{Value as Json, json};

/// The codes of the errors in a template of these resources.
fn errors(resources: Json) -> Vec<&'static str> {
    let template = Template::new(Node::from(json!({ "Resources": resources })));
    let findings = check::template("mistake", &template);
    findings.iter().filter(|finding| finding.is_error()).map(|finding| finding.code).collect()
}

fn task(cpu: &str, memory: &str, container: Json) -> Json {
    json!({ "Type": "AWS::ECS::TaskDefinition", "Properties": {
        "RequiresCompatibilities": ["FARGATE"], "NetworkMode": "awsvpc", "Cpu": cpu, "Memory": memory,
        "ContainerDefinitions": [container],
    } })
}

fn service(container: &str, port: u32) -> Json {
    let backend = json!({ "Name": "backend", "Image": "i", "PortMappings": [{ "ContainerPort": 4567 }] });
    let balancer = json!({ "ContainerName": container, "ContainerPort": port, "TargetGroupArn": "arn:aws:x" });
    let network = json!({ "AwsvpcConfiguration": { "Subnets": ["subnet-00000001"] } });
    json!({
        "Task": task("256", "512", backend),
        "Service": { "Type": "AWS::ECS::Service", "Properties": {
            "TaskDefinition": { "Ref": "Task" }, "LoadBalancers": [balancer], "NetworkConfiguration": network,
        } },
    })
}

fn one(resource_type: &str, properties: Json) -> Json {
    json!({ "It": { "Type": resource_type, "Properties": properties } })
}

/// A target group with one property of its own.
fn target_group(key: &str, value: Json) -> Json {
    let mut properties = json!({ "Port": 80, "Protocol": "HTTP", "VpcId": "vpc-00000001" });
    properties[key] = value;
    one(&format!("{ELBV2}::TargetGroup"), properties)
}

fn group(refers_to: &str) -> Json {
    let rule = json!({ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "SourceSecurityGroupId": { "Ref": refers_to } });
    json!({ "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "g", "SecurityGroupIngress": [rule] } })
}

const ELBV2: &str = "AWS::ElasticLoadBalancingV2";

#[test]
fn an_impossible_pair_of_cpu_and_memory() {
    let container = json!({ "Name": "a", "Image": "i" });
    assert_eq!(errors(json!({ "Task": task("256", "4096", container.clone()) })), ["E3047"]);
    assert_eq!(errors(json!({ "Task": task(".25 vCPU", "4 GB", container.clone()) })), ["E3047"]);
    assert_eq!(errors(json!({ "Task": task("1 vCPU", "2GB", container) })), Vec::<&str>::new());
    let report = stack(|stack| {
        let task = TaskDefinition::new().cpu("256").memory("512").override_property("Memory", 4096);
        stack.add("Task", task.override_property("RequiresCompatibilities", ["FARGATE"]));
    });
    assert!(report.report().contains("E3047"), "{}", report.report());
}

#[test]
fn a_listener_without_default_actions() {
    let listener = json!({ "LoadBalancerArn": "arn:aws:x", "Port": 80, "Protocol": "HTTP" });
    assert_eq!(errors(one(&format!("{ELBV2}::Listener"), listener)), ["E3003"]);
}

#[test]
fn a_misspelt_property() {
    assert_eq!(errors(one("AWS::Logs::LogGroup", json!({ "RetentionInDay": 14 }))), ["E3002"]);
    let report = stack(|stack| {
        stack.add("Logs", Untyped::new("AWS::Logs::LogGroup").property("RetentionInDay", 14));
    });
    assert!(report.report().contains("did you mean `RetentionInDays`?"));
}

#[test]
fn a_target_type_that_does_not_exist() {
    assert_eq!(errors(one(&format!("{ELBV2}::TargetGroup"), json!({ "TargetType": "ips" }))), ["E3030"]);
}

#[test]
fn references_to_nothing() {
    assert_eq!(errors(target_group("VpcId", json!({ "Ref": "Vpcc" }))), ["E1020"]);
    let role = json!({ "RoleArn": { "Fn::GetAtt": ["It", "Arnn"] } });
    assert!(
        errors(one("AWS::SNS::Topic", json!({ "DisplayName": { "Fn::GetAtt": ["It", "Arnn"] } }))).contains(&"E1010"),
        "{role}"
    );
}

#[test]
fn two_security_groups_that_need_each_other() {
    assert_eq!(errors(json!({ "One": group("Two"), "Two": group("One") })), ["E3004"]);
}

#[test]
fn a_port_beyond_all_ports() {
    assert_eq!(errors(target_group("Port", json!(70000))), ["E3034"]);
    let container = json!({ "Name": "a", "Image": "i", "PortMappings": [{ "ContainerPort": 70000 }] });
    assert_eq!(errors(json!({ "Task": task("256", "512", container) })), ["FW202"]);
    let rule = json!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 70000, "CidrIp": "10.0.0.0/8" });
    assert_eq!(
        errors(one("AWS::EC2::SecurityGroup", json!({ "GroupDescription": "g", "SecurityGroupIngress": [rule] }))),
        ["FW202"]
    );
}

#[test]
fn a_name_of_a_target_group_that_is_too_long() {
    let name = "cruddur-production-backend-flask-group";
    assert_eq!(errors(target_group("Name", json!(name))), ["FW301"]);
    let report = stack(|stack| {
        stack.add("Group", TargetGroup::new().name(name));
    });
    assert!(report.report().contains("FW301"));
}

#[test]
fn one_export_name_in_two_stacks() {
    let report = author::app(|app| {
        for name in ["one", "two"] {
            let stack = app.stack(name);
            let vpc = stack.add("Vpc", VPC::new().cidr_block("10.0.0.0/16"));
            stack.output("VpcId", vpc).export("shared-vpc");
        }
    });
    assert!(report.report().contains("FW102"));
}

#[test]
fn an_address_block_that_is_none() {
    assert_eq!(errors(one("AWS::EC2::VPC", json!({ "CidrBlock": "10.0.0.0/33" }))), ["FW401"]);
    assert_eq!(errors(one("AWS::EC2::VPC", json!({ "CidrBlock": "10.0.0.0/8" }))), ["FW401"]);
    let rule = json!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0/8" });
    let report = stack(|stack| {
        stack.add("Group", SecurityGroup::new("g").override_property("SecurityGroupIngress", [rule]));
    });
    assert!(report.report().contains("FW401"));
}

#[test]
fn a_service_that_names_another_container_or_port() {
    assert_eq!(errors(service("backend", 4567)), Vec::<&str>::new());
    assert_eq!(errors(service("backed", 4567)), ["FW201"]);
    assert_eq!(errors(service("backend", 3000)), ["FW201"]);
}

#[test]
fn a_secret_in_plain_environment() {
    let secret = |name: &str, value: &str| {
        let container = json!({ "Name": "a", "Image": "i", "Environment": [{ "Name": name, "Value": value }] });
        errors(json!({ "Task": task("256", "512", container) }))
    };
    assert_eq!(secret("DB_PASSWORD", "correct-horse"), ["FW501"]);
    assert_eq!(secret("CONNECTION_URL", "postgresql://cruddur:hunter22@db.example:5432/cruddur"), ["FW501"]);
    assert_eq!(secret("KEY", "AKIAIOSFODNN7EXAMPLE"), ["FW501"]);
    for (name, value) in [
        ("FLASK_DEBUG", "0"),
        ("SECRET_TOKEN", "/cruddur/token"),
        ("RESET_PASSWORD", "true"),
        ("PASSWORD_FILE", "db.txt"),
        ("API_URL", "https://api.example"),
        ("DATABASE_URL", "postgresql://db.example:5432/cruddur"),
    ] {
        assert_eq!(secret(name, value), Vec::<&str>::new(), "{name}={value}");
    }
}

#[test]
fn a_retention_that_does_not_exist() {
    assert_eq!(errors(one("AWS::Logs::LogGroup", json!({ "RetentionInDays": 42 }))), ["E3030"]);
    let report = stack(|stack| {
        let logs = LogGroup::new().retention_in_days(RetentionInDays::DAYS_14);
        stack.add("Logs", logs.override_property("RetentionInDays", 42));
    });
    assert!(report.report().contains("E3030"));
}

#[test]
fn one_resource_too_many() {
    let topics: serde_json::Map<String, Json> =
        (0..501).map(|index| (format!("Topic{index}"), json!({ "Type": "AWS::SNS::Topic" }))).collect();
    assert_eq!(errors(Json::Object(topics)), ["E3010"]);
}
