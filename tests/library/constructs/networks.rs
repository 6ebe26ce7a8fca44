//! Networks, log groups, repositories.

use super::*;
use crate::support::author::app;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::{FARGATE_ENDPOINTS, Ipv4Block, LogGroup, Repository, SecurityGroup, Vpc};
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

#[test]
fn endpoints_take_the_place_of_nat_gateways() {
    let outcome = sound(|stack| {
        let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).endpoints(FARGATE_ENDPOINTS));
        assert!(!network.tasks_need_public_address(), "tasks run in the private subnets");
    });
    let made: Vec<&str> = outcome.ids().into_iter().filter(|id| id.contains("Private") || id.contains("Endpoint")).collect();
    assert_snapshot!(made.join(" "), @"VpcPrivateRouteTable1 VpcPrivateSubnet1 VpcPrivateSubnet1RouteTableAssociation VpcPrivateRouteTable2 VpcPrivateSubnet2 VpcPrivateSubnet2RouteTableAssociation VpcS3Endpoint VpcEndpointsGroup VpcEcrApiEndpoint VpcEcrDkrEndpoint VpcLogsEndpoint");
    assert_eq!(
        outcome.properties("VpcS3Endpoint")["RouteTableIds"],
        json!([{ "Ref": "VpcPrivateRouteTable1" }, { "Ref": "VpcPrivateRouteTable2" }])
    );
    let interface = json!({
        "VpcId": { "Ref": "Vpc" },
        "ServiceName": { "Fn::Sub": "com.amazonaws.${AWS::Region}.ecr.api" },
        "VpcEndpointType": "Interface",
        "PrivateDnsEnabled": true,
        "SubnetIds": [{ "Ref": "VpcPrivateSubnet1" }, { "Ref": "VpcPrivateSubnet2" }],
        "SecurityGroupIds": [{ "Fn::GetAtt": ["VpcEndpointsGroup", "GroupId"] }],
    });
    assert_eq!(outcome.properties("VpcEcrApiEndpoint"), interface);
    let rules = &outcome.properties("VpcEndpointsGroup")["SecurityGroupIngress"];
    assert_eq!(rules[0]["CidrIp"], "10.0.0.0/16");
    assert_eq!(rules[0]["FromPort"], 443);
}

#[test]
fn free_endpoints_stand_beside_nat_gateways() {
    let outcome = sound(|stack| {
        stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(1).endpoints(["s3"]));
    });
    assert_eq!(outcome.properties("VpcPrivateRoute2")["NatGatewayId"], json!({ "Ref": "VpcNatGateway1" }));
    assert_eq!(outcome.properties("VpcS3Endpoint")["VpcEndpointType"], "Gateway");
    assert!(!outcome.ids().contains(&"VpcEndpointsGroup"), "a gateway has no security group");
}

#[test]
fn subnets_have_the_blocks_of_a_plan() {
    let block = |text: &str| text.parse::<Ipv4Block>().unwrap();
    let outcome = sound(|stack| {
        let zones = [("10.0.1.0/24", "10.0.101.0/24"), ("10.0.2.0/24", "10.0.102.0/24"), ("10.0.3.0/24", "10.0.103.0/24")];
        let zones = zones.map(|(public, private)| (block(public), block(private)));
        stack.add("Vpc", Vpc::new(block("10.0.0.0/16")).subnet_blocks(zones).nat_gateways(1));
    });
    assert_eq!(outcome.properties("VpcPublicSubnet3")["CidrBlock"], "10.0.3.0/24");
    assert_eq!(outcome.properties("VpcPrivateSubnet1")["CidrBlock"], "10.0.101.0/24");
}
