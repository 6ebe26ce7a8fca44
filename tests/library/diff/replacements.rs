//! What is replaced with it, what cannot be replaced, and what is lost by it.

use super::*;
use formwork::diff::Kind;
use serde_json::{Value, json};

#[test]
fn a_balancer_that_is_replaced_without_its_target_groups_fails() {
    let changed = application(|resources| resources["Alb"]["Properties"]["Scheme"] = json!("internal"));
    insta::assert_snapshot!(told(&changed), @"
    WILL FAIL DIFF103: Alb is replaced, and its target group Target stays: a target group serves one load balancer only
    DOWNTIME DIFF301: Alb: the load balancer is replaced: its DNS name changes, and clients that hold the old one lose it
    Alb replace
    Https replace (Alb → Https.LoadBalancerArn)
    Rule replace (Alb → Https.LoadBalancerArn → Rule.ListenerArn)
    ");
    let together = application(|resources| {
        resources["Alb"]["Properties"]["Scheme"] = json!("internal");
        resources["Target2"] = resources["Target"].take();
        resources.as_object_mut().unwrap().remove("Target");
        resources["Rule"]["Properties"]["Actions"][0]["TargetGroupArn"] = json!({ "Ref": "Target2" });
        resources["Service"]["Properties"]["LoadBalancers"][0]["TargetGroupArn"] = json!({ "Ref": "Target2" });
    });
    assert!(together.headlines.iter().all(|headline| headline.kind != Kind::WillFail), "{}", told(&together));
}

/// The target group of a replacement has no load balancer before the rule of it is moved.
#[test]
fn a_service_waits_until_its_target_group_has_a_balancer() {
    let other = |waits: bool| {
        application(|resources| {
            resources["Other"] = resources["Target"].clone();
            let rule = resources["Rule"].clone();
            resources["OtherRule"] = rule;
            resources["OtherRule"]["Properties"]["Priority"] = json!(77);
            resources["OtherRule"]["Properties"]["Actions"][0]["TargetGroupArn"] = json!({ "Ref": "Other" });
            resources["Service"]["Properties"]["LoadBalancers"][0]["TargetGroupArn"] = json!({ "Ref": "Other" });
            resources["Service"]["DependsOn"] = if waits { json!(["Rule", "OtherRule"]) } else { json!(["Rule"]) };
        })
    };
    insta::assert_snapshot!(told(&other(false)), @"
    WILL FAIL DIFF106: Service moves to the target group Other, and does not wait until that has a load balancer
    Service update
    Other add
    OtherRule add
    ");
    assert!(other(true).headlines.is_empty(), "{}", told(&other(true)));
}

#[test]
fn a_replacement_spreads_along_create_only_references() {
    let changed = application(|resources| resources["Vpc"]["Properties"]["CidrBlock"] = json!("10.1.0.0/16"));
    insta::assert_snapshot!(told(&changed), @"
    Vpc replace
    Attach replace (Vpc → Attach.VpcId)
    PublicA replace (Vpc → PublicA.VpcId)
    AssocA replace (Vpc → Routes.VpcId → AssocA.RouteTableId)
    PublicB replace (Vpc → PublicB.VpcId)
    AssocB replace (Vpc → Routes.VpcId → AssocB.RouteTableId)
    Routes replace (Vpc → Routes.VpcId)
    Default replace (Vpc → Routes.VpcId → Default.RouteTableId)
    AlbSg replace (Vpc → AlbSg.VpcId)
    TaskSg replace (Vpc → TaskSg.VpcId)
    Alb update
    Target replace (Vpc → Target.VpcId)
    Rule update
    Service update
    ");
}

#[test]
fn a_named_resource_cannot_be_replaced() {
    let template = |port: u16, name: &str| {
        json!({ "Resources": { "Target": { "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
            "Properties": { "Name": name, "Port": port, "Protocol": "HTTP", "TargetType": "ip", "VpcId": "vpc-1" } } } })
    };
    insta::assert_snapshot!(told(&one(template(80, "web"), template(81, "web"))), @"
    WILL FAIL DIFF101: Target is replaced, but its Name stays `web`, and two resources cannot have one name
    Target replace
    ");
    insta::assert_snapshot!(told(&one(template(80, "web"), template(81, "web2"))), @"Target replace");
}

/// CloudFormation makes the new resource first, and the old one still has what it wants.
#[test]
fn what_only_one_resource_can_have_is_not_had_twice() {
    let template = |id: &str, resource: &Value| json!({ "Resources": { id: resource } });
    let of = |resource_type: &str, properties: Value| json!({ "Type": resource_type, "Properties": properties });
    let subnet = |zone: &str, block: &str| {
        of("AWS::EC2::Subnet", json!({ "VpcId": "vpc-1", "CidrBlock": block, "AvailabilityZone": zone }))
    };
    let listener = |port: u16| {
        of("AWS::ElasticLoadBalancingV2::Listener", json!({ "LoadBalancerArn": "a", "Port": port, "DefaultActions": [] }))
    };
    let topic = of("AWS::SNS::Topic", json!({ "TopicName": "news" }));
    let pairs = [
        (template("A", &subnet("us-east-1a", "10.0.0.0/24")), template("A", &subnet("us-east-1b", "10.0.0.0/24"))),
        (template("A", &subnet("us-east-1a", "10.0.0.0/24")), template("A", &subnet("us-east-1b", "10.0.1.0/24"))),
        (template("A", &listener(80)), template("B", &listener(80))),
        (template("A", &listener(80)), template("B", &listener(81))),
        (template("A", &topic), template("B", &topic)),
    ];
    let told: Vec<String> = pairs.into_iter().map(|(before, after)| told(&one(before, after))).collect();
    insta::assert_snapshot!(told.join("\n\n"), @"
    WILL FAIL DIFF107: A is replaced, but its CidrBlock stays `10.0.0.0/24`, and two resources cannot have it at once
    A replace

    A replace

    WILL FAIL DIFF107: B is made before A is deleted, and its Port stays `80`, and two resources cannot have it at once
    B add (was A)
    A remove

    B add
    A remove

    WILL FAIL DIFF101: B is made before A is deleted, and its TopicName stays `news`, and two resources cannot have one name
    B add (was A)
    A remove
    ");
}

/// A service cannot move to another cluster; its deployment controller can change in place by the schemas of 2026.
#[test]
fn a_named_service_that_is_replaced_fails() {
    let service = |cluster: &str, controller: &str| {
        json!({ "Resources": { "Service": { "Type": "AWS::ECS::Service",
            "Properties": { "ServiceName": "web", "Cluster": cluster, "DeploymentController": { "Type": controller } } } } })
    };
    insta::assert_snapshot!(told(&one(service("a", "ECS"), service("b", "ECS"))), @"
    WILL FAIL DIFF101: Service is replaced, but its ServiceName stays `web`, and two resources cannot have one name
    DOWNTIME DIFF301: Service: the service is replaced: its tasks start again from nothing
    Service replace
    ");
    insta::assert_snapshot!(told(&one(service("a", "ECS"), service("a", "CODE_DEPLOY"))), @"Service update");
}

#[test]
fn data_that_is_lost_is_seen() {
    let table = |name: &str, policies: bool| {
        let mut resource = json!({ "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": name } });
        if policies {
            resource["DeletionPolicy"] = json!("Retain");
            resource["UpdateReplacePolicy"] = json!("Retain");
        }
        json!({ "Resources": { "Table": resource, "Topic": { "Type": "AWS::SNS::Topic" } } })
    };
    let none = json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } });
    insta::assert_snapshot!(told(&one(table("a", false), table("b", false))), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table Table is replaced, and its data goes with it
    Table replace
    ");
    insta::assert_snapshot!(told(&one(table("a", false), none.clone())), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table Table is removed, and its data goes with it
    Table remove
    ");
    insta::assert_snapshot!(told(&one(table("a", true), table("b", true))), @"Table replace");
    insta::assert_snapshot!(told(&one(table("a", true), none.clone())), @"Table remove");
    // A database that stands alone leaves a snapshot without being told, and the data of a cluster's instance is the cluster's. A replacement
    // leaves none.
    let database = |key: &str, name: &str| {
        let resource = json!({ "Type": "AWS::RDS::DBInstance", "Properties": { key: name } });
        json!({ "Resources": { "Database": resource, "Topic": { "Type": "AWS::SNS::Topic" } } })
    };
    insta::assert_snapshot!(told(&one(database("DBName", "a"), none.clone())), @"Database remove");
    insta::assert_snapshot!(told(&one(database("DBClusterIdentifier", "a"), none)), @"Database remove");
    insta::assert_snapshot!(told(&one(database("DBName", "a"), database("DBName", "b"))), @"
    DATA LOSS DIFF201: AWS::RDS::DBInstance Database is replaced, and its data goes with it
    DOWNTIME DIFF301: Database: the database is replaced by an empty one
    Database replace
    ");
}

#[test]
fn a_rename_is_named() {
    let changed = application(|resources| {
        resources["Logs2"] = resources["Logs"].clone();
        resources.as_object_mut().unwrap().remove("Logs");
    });
    insta::assert_snapshot!(told(&changed), @"
    DATA LOSS DIFF201: AWS::Logs::LogGroup Logs is removed, and its data goes with it
    Logs2 add (was Logs)
    Logs remove
    ");
}
