//! Networks, log groups, repositories.

use super::*;
use crate::support::author::app;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::{LogGroup, Repository, SecurityGroup, Vpc};
use insta::assert_snapshot;
use serde_json::{Value as Json, json};

#[test]
fn log_groups_and_repositories_survive_their_stack() {
    let outcome = sound(|stack| {
        stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_30).log_group_name("/app"));
        stack.add("Short", LogGroup::new(RetentionInDays::DAYS_1).deleted_with_stack());
        stack.add("Repository", Repository::new("app"));
        stack.add("Mirror", Repository::new("mirror").mutable_tags().keep(5).untagged_days(1));
    });
    for (id, policy) in [("Logs", "Retain"), ("Repository", "Retain"), ("Mirror", "Retain"), ("Short", "Delete")] {
        assert_eq!(attribute(&outcome, id, "DeletionPolicy"), policy, "{id}");
        assert_eq!(attribute(&outcome, id, "UpdateReplacePolicy"), policy, "{id}");
    }
    assert_eq!(outcome.properties("Logs"), json!({ "LogGroupName": "/app", "RetentionInDays": 30 }));
    let repository = outcome.properties("Repository");
    assert_eq!(repository["ImageTagMutability"], "IMMUTABLE");
    assert_eq!(repository["ImageScanningConfiguration"], json!({ "ScanOnPush": true }));
    assert_snapshot!(repository["LifecyclePolicy"]["LifecyclePolicyText"].as_str().unwrap(), @r#"{"rules":[{"rulePriority":1,"description":"Untagged images expire after 7 days","selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":7},"action":{"type":"expire"}},{"rulePriority":2,"description":"The newest 50 images stay","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":50},"action":{"type":"expire"}}]}"#);
    assert_eq!(outcome.properties("Mirror")["ImageTagMutability"], "MUTABLE");
}

#[test]
fn a_vpc_without_nat_gateways_has_public_subnets_only() {
    let vpc = |zones: u32, gateways: u32| {
        sound(|stack| {
            let vpc = Vpc::new("10.0.0.0/16".parse().unwrap()).zones(zones).nat_gateways(gateways);
            let network = stack.add("Vpc", vpc);
            assert_eq!(network.tasks_need_public_address(), gateways == 0);
        })
    };
    assert_snapshot!(vpc(2, 0).ids().join(" "), @"Vpc VpcInternetGateway VpcInternetGatewayAttachment VpcPublicRouteTable VpcPublicRoute VpcPublicSubnet1 VpcPublicSubnet1RouteTableAssociation VpcPublicSubnet2 VpcPublicSubnet2RouteTableAssociation");
    assert_snapshot!(vpc(3, 2).ids().join(" "), @"Vpc VpcInternetGateway VpcInternetGatewayAttachment VpcPublicRouteTable VpcPublicRoute VpcPublicSubnet1 VpcPublicSubnet1RouteTableAssociation VpcPublicSubnet2 VpcPublicSubnet2RouteTableAssociation VpcPublicSubnet3 VpcPublicSubnet3RouteTableAssociation VpcNatAddress1 VpcNatGateway1 VpcNatAddress2 VpcNatGateway2 VpcPrivateRouteTable1 VpcPrivateRoute1 VpcPrivateSubnet1 VpcPrivateSubnet1RouteTableAssociation VpcPrivateRouteTable2 VpcPrivateRoute2 VpcPrivateSubnet2 VpcPrivateSubnet2RouteTableAssociation VpcPrivateRouteTable3 VpcPrivateRoute3 VpcPrivateSubnet3 VpcPrivateSubnet3RouteTableAssociation");
    let outcome = vpc(4, 4);
    let count = |kind: &str| outcome.ids().iter().filter(|id| id.starts_with(kind)).count();
    assert_eq!(count("VpcNatGateway"), 4, "a zone has one gateway");
    let blocks: Vec<Json> = ["Public", "Private"]
        .iter()
        .flat_map(|role| (1..=4).map(move |zone| format!("Vpc{role}Subnet{zone}")))
        .map(|id| outcome.properties(&id)["CidrBlock"].clone())
        .collect();
    assert_snapshot!(json!(blocks), @r#"["10.0.0.0/19","10.0.32.0/19","10.0.64.0/19","10.0.96.0/19","10.0.128.0/19","10.0.160.0/19","10.0.192.0/19","10.0.224.0/19"]"#);
}

#[test]
fn a_shared_network_is_a_network_of_links() {
    let outcome = app(|app| {
        let stack = app.stack("network");
        let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(1));
        let network = stack.share("", &network);
        app.stack("user").add("Group", SecurityGroup::new(&network, "Tasks"));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(outcome.properties("Group")["VpcId"], json!({ "Fn::ImportValue": "app-test-network-VpcId" }));
    let outputs = outcome.stack("network").template.section("Outputs").unwrap();
    let outputs: Vec<&str> = outputs.keys().map(|key| key.as_str()).collect();
    assert_eq!(outputs, ["VpcId", "PublicSubnetIds", "PrivateSubnetIds"]);
}
