//! The rules that validate properties by the official schemas: what each finds in an untyped resource, and what it leaves alone.

use crate::support::author::{Outcome, stack};
use formwork::prelude::*;
use insta::assert_snapshot;
use serde_json::{Value as Json, json};

/// A stack with these resources, each with its id, type and properties.
fn resources(list: &[(&str, &'static str, Json)]) -> Outcome {
    stack(|stack| {
        for (id, kind, properties) in list {
            let properties = properties.as_object().unwrap();
            let resource = properties
                .iter()
                .fold(Untyped::new(*kind), |resource, (name, value)| resource.property(name.clone(), value.clone()));
            stack.add(id, resource);
        }
    })
}

const GROUP: &str = "AWS::ElasticLoadBalancingV2::TargetGroup";
const BALANCER: &str = "AWS::ElasticLoadBalancingV2::LoadBalancer";

/// The way out names the setter, as `check` of a file does not.
#[test]
fn the_way_out_is_said_in_rust() {
    let said = |kind, bad| resources(&[("It", kind, bad)]).errors();
    let listener = json!({ "LoadBalancerArn": "arn" });
    let key = json!([{ "AttributeName": "a", "KeyType": "HASH" }]);
    let table = json!({ "KeySchema": key, "AttributeDefinitions": [{ "AttributeName": "a", "AttributeType": "S" }] });
    let reports = [
        said("AWS::Logs::LogGroup", json!({ "RetentionInDay": 14 })),
        said("AWS::ElasticLoadBalancingV2::Listener", listener),
        said("AWS::Logs::LogGrup", json!({})),
        said("AWS::EC2::Subnet", json!({ "VpcId": "vpc-00000001" })),
        said("AWS::DynamoDB::Table", table),
    ];
    assert_snapshot!(reports.join("\n"), @"
    error[E3002] in stack/Resources/It/Properties/RetentionInDay: `RetentionInDay` is not a property of AWS::Logs::LogGroup (did you mean `RetentionInDays`? in Rust: `.retention_in_days(…)`)
    error[E3003] in stack/Resources/It/Properties: the required property `DefaultActions` of AWS::ElasticLoadBalancingV2::Listener is missing (in Rust: the argument `default_actions` of `new`)
    error[E3006] in stack/Resources/It/Type: there is no resource type `AWS::Logs::LogGrup` (did you mean `AWS::Logs::LogGroup`? In Rust it is `formwork::aws::logs::LogGroup`.)
    error[E3058] in stack/Resources/It/Properties: AWS::EC2::Subnet needs at least one of CidrBlock, Ipv4IpamPoolId, Ipv6IpamPoolId, Ipv6CidrBlock (in Rust: `.cidr_block(…)`, `.ipv4_ipam_pool_id(…)`, `.ipv6_ipam_pool_id(…)`, `.ipv6_cidr_block(…)`)
    error[E3639] in stack/Resources/It/Properties: the required property `ProvisionedThroughput` of AWS::DynamoDB::Table is missing where `BillingMode` is not given (in Rust: `.provisioned_throughput(…)`)
    ");
}

#[test]
fn values_known_only_to_the_deployment_are_not_checked() {
    let late = json!({ "Fn::ImportValue": "somewhere" });
    let outcome = resources(&[
        ("Group", GROUP, json!({ "Port": late, "TargetType": late, "Name": late })),
        ("Balancer", BALANCER, json!({ "Subnets": { "Fn::Split": [",", late] }, "SecurityGroups": [late] })),
    ]);
    assert_eq!(outcome.errors(), "");
}

#[test]
fn both_branches_of_a_condition_are_checked() {
    let outcome = stack(|stack| {
        stack.condition("Always", equals("a", "a"));
        let port = json!({ "Fn::If": ["Always", 70000, { "Ref": "AWS::NoValue" }] });
        stack.add(
            "Group",
            Untyped::new(GROUP).property("Port", port).property("Protocol", "HTTP").property("VpcId", "vpc-00000001"),
        );
    });
    assert_snapshot!(outcome.report(), @"
    warning[FW232] in stack/Resources/Group: nothing registers targets in the target group `Group` (register a service in it, share it with the stack that does, or delete it)
    error[E3034] in stack/Resources/Group/Properties/Port: `Port`: expected 1 to 65535, found 70000
    ");
}

#[test]
fn e1010_finds_attributes_that_do_not_exist() {
    let logs = |name: &str| {
        ("Logs", "AWS::Logs::LogGroup", json!({ "RetentionInDays": 14, "LogGroupName": { "Fn::GetAtt": ["Queue", name] } }))
    };
    let queue = ("Queue", "AWS::SQS::Queue", json!({}));
    assert_snapshot!(resources(&[queue.clone(), logs("QueueNam")]).report(), @"error[E1010] in stack/Resources/Logs/Properties/LogGroupName: AWS::SQS::Queue has no attribute `QueueNam` (did you mean `QueueName`?)");
    assert_eq!(resources(&[queue, logs("QueueName")]).errors(), "");
    assert_snapshot!(resources(&[logs("QueueName")]).report(), @"error[E1010] in stack/Resources/Logs/Properties/LogGroupName: `Fn::GetAtt` names `Queue`, which is not a resource of this template");
}

#[test]
fn e3004_finds_circles_and_prints_them() {
    let topic =
        |id: &'static str, of: &str| (id, "AWS::SNS::Topic", json!({ "DisplayName": { "Fn::Sub": format!("of ${{{of}}}") } }));
    let report = resources(&[topic("One", "Two"), topic("Two", "Three"), topic("Three", "One")]).report();
    assert_snapshot!(report, @"error[E3004] in stack/Resources/One: circular dependency: One → Two → Three → One (move one of the references into a separate resource: for security groups, a standalone rule (`constructs::Allow`))");
    assert_eq!(resources(&[topic("One", "Two"), topic("Two", "AWS::Region")]).errors(), "");
}

#[test]
fn e3021_finds_what_must_not_stand_alone() {
    let pool = json!({ "Ipv4IpamPoolId": "ipam-pool-1" });
    assert_snapshot!(resources(&[("It", "AWS::EC2::VPC", pool)]).report(), @"error[E3021] in stack/Resources/It/Properties/Ipv4IpamPoolId: `Ipv4IpamPoolId` of AWS::EC2::VPC also needs `Ipv4NetmaskLength` (in Rust: `.ipv4_netmask_length(…)`)");
    let whole = json!({ "Ipv4IpamPoolId": "ipam-pool-1", "Ipv4NetmaskLength": 16 });
    assert_eq!(resources(&[("It", "AWS::EC2::VPC", whole)]).errors(), "");
}

#[test]
fn e3032_finds_lists_of_the_wrong_length() {
    let filter = |index: usize| json!({ "ImageTagMutabilityExclusionFilterType": "WILDCARD", "ImageTagMutabilityExclusionFilterValue": format!("v{index}") });
    let repository = |count: usize| json!({ "ImageTagMutabilityExclusionFilters": (0..count).map(filter).collect::<Vec<_>>() });
    assert_snapshot!(resources(&[("It", "AWS::ECR::Repository", repository(6))]).report(), @"error[E3032] in stack/Resources/It/Properties/ImageTagMutabilityExclusionFilters: `ImageTagMutabilityExclusionFilters`: expected at most 5 items, found 6");
    assert_eq!(resources(&[("It", "AWS::ECR::Repository", repository(5))]).errors(), "");
}

#[test]
fn a_finding_is_allowed_where_it_arises_and_with_a_reason() {
    let group =
        |port: u32| Untyped::new(GROUP).property("Port", port).property("Protocol", "HTTP").property("VpcId", "vpc-00000001");
    let outcome = stack(|stack| {
        stack.add("Allowed", group(70000).allow("E3034", "a gateway of ours takes it"));
        stack.add("Idle", group(80).allow("E3034", "once needed"));
        stack.add("Silent", group(70000).allow("E3034", " "));
        stack.add("Other", group(70000));
    });
    assert_snapshot!(outcome.report(), @"
    warning[FW232] in stack/Resources/Allowed: nothing registers targets in the target group `Allowed` (register a service in it, share it with the stack that does, or delete it)
    warning[FW232] in stack/Resources/Idle: nothing registers targets in the target group `Idle` (register a service in it, share it with the stack that does, or delete it)
    warning[FW232] in stack/Resources/Silent: nothing registers targets in the target group `Silent` (register a service in it, share it with the stack that does, or delete it)
    warning[FW232] in stack/Resources/Other: nothing registers targets in the target group `Other` (register a service in it, share it with the stack that does, or delete it)
    error[E3034] in stack/Resources/Other/Properties/Port: `Port`: expected 1 to 65535, found 70000
    warning[FW106] in stack/Resources/Idle: `E3034` is allowed on `Idle`, but not found there (remove the allowance, so that it does not hide a later finding)
    error[FW107] in stack/Resources/Silent: the allowance of `E3034` on `Silent` gives no reason (say why, for the colleague who reviews it)
    ");
}

#[test]
fn e3032_counts_the_entries_of_maps() {
    let session = |count: usize| json!({ "SessionMetadata": (0..count).map(|index| (format!("key{index}"), json!("value"))).collect::<serde_json::Map<_, _>>() });
    assert_snapshot!(resources(&[("It", "AWS::Bedrock::Session", session(51))]).report(), @"error[E3032] in stack/Resources/It/Properties/SessionMetadata: `SessionMetadata`: expected at most 50 entries, found 51");
    assert_eq!(resources(&[("It", "AWS::Bedrock::Session", session(50))]).errors(), "");
}

#[test]
fn e3034_finds_numbers_between_the_steps() {
    let group = |weight: f64| json!({ "ContinuousDeploymentPolicyConfig": { "Enabled": true, "StagingDistributionDnsNames": ["d.cloudfront.net"], "TrafficConfig": { "Type": "SingleWeight", "SingleWeightConfig": { "Weight": weight } } } });
    let kind = "AWS::CloudFront::ContinuousDeploymentPolicy";
    assert_snapshot!(resources(&[("It", kind, group(0.125))]).report(), @"error[E3034] in stack/Resources/It/Properties/ContinuousDeploymentPolicyConfig/TrafficConfig/SingleWeightConfig/Weight: `Weight`: expected a multiple of 0.01, found 0.125");
    assert_eq!(resources(&[("It", kind, group(0.07))]).errors(), "");
}

#[test]
fn conditions_between_properties_are_checked() {
    let domain =
        |name: &str, custom: Json| json!({ "UserPoolId": "us-east-1_abc", "Domain": name, "CustomDomainConfig": custom });
    let kind = "AWS::Cognito::UserPoolDomain";
    let custom = json!({ "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a" });
    let none = json!({ "Ref": "AWS::NoValue" });
    assert_snapshot!(resources(&[("It", kind, domain("auth.example.com", none.clone()))]).report(), @r"error[E3031] in stack/Resources/It/Properties/Domain: `auth.example.com` is not a valid `Domain` (expected a match of `^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`)");
    assert_eq!(resources(&[("It", kind, domain("auth.example.com", custom))]).errors(), "");
    assert_eq!(resources(&[("It", kind, domain("auth", none))]).errors(), "");
}

#[test]
fn forbidden_values_and_ordered_items_are_checked() {
    let cluster = |name: &str| json!({ "Engine": "aurora-mysql", "MasterUsername": name, "MasterUserPassword": "{{resolve:secretsmanager:database}}" });
    assert_snapshot!(resources(&[("It", "AWS::RDS::DBCluster", cluster("rdsadmin"))]).report_of("E3030"), @"error[E3030] in stack/Resources/It/Properties/MasterUsername: `rdsadmin` is not a valid `MasterUsername`");
    assert_eq!(resources(&[("It", "AWS::RDS::DBCluster", cluster("owner"))]).report_of("E3030"), "");
    let table = |first: &str, second: &str| {
        let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
        let attribute = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
        json!({ "DeletionProtectionEnabled": true, "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": [attribute("a"), attribute("b")], "KeySchema": [key("a", first), key("b", second)] })
    };
    assert_snapshot!(resources(&[("It", "AWS::DynamoDB::Table", table("RANGE", "HASH"))]).report(), @"
    error[E3030] in stack/Resources/It/Properties/KeySchema/0/KeyType: `RANGE` is not a valid `KeyType` (expected `HASH`)
    error[E3030] in stack/Resources/It/Properties/KeySchema/1/KeyType: `HASH` is not a valid `KeyType` (expected `RANGE`)
    ");
    assert_eq!(resources(&[("It", "AWS::DynamoDB::Table", table("HASH", "RANGE"))]).errors(), "");
}

#[test]
fn the_alternative_that_is_meant_is_checked_itself() {
    let secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:broker";
    let pipe = |credentials: Json| {
        json!({
            "RoleArn": "arn:aws:iam::123456789012:role/pipe", "Source": "arn:aws:kafka:us-east-1:123456789012:cluster/c/1", "Target": "arn:aws:sqs:us-east-1:123456789012:q",
            "SourceParameters": { "ManagedStreamingKafkaParameters": { "TopicName": "orders", "Credentials": credentials } },
        })
    };
    let kind = "AWS::Pipes::Pipe";
    assert_snapshot!(resources(&[("It", kind, pipe(json!({ "SaslScram512Auth": "broker" })))]).report(), @r"error[E3031] in stack/Resources/It/Properties/SourceParameters/ManagedStreamingKafkaParameters/Credentials/SaslScram512Auth: `broker` is not a valid `SaslScram512Auth` (expected a match of `^(^arn:aws([a-z]|\-)*:secretsmanager:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}):(\d{12}):secret:.+)$`)");
    assert_snapshot!(resources(&[("It", kind, pipe(json!({ "SaslScram512": secret })))]).report(), @"error[E3018] in stack/Resources/It/Properties/SourceParameters/ManagedStreamingKafkaParameters/Credentials: `Credentials` of AWS::Pipes::Pipe needs `SaslScram512Auth`, or `ClientCertificateTlsAuth` (is `SaslScram512` meant to be `SaslScram512Auth`?)");
    assert_eq!(resources(&[("It", kind, pipe(json!({ "SaslScram512Auth": secret })))]).errors(), "");
}

#[test]
fn e3002_finds_names_that_match_no_pattern() {
    let function = |name: &str| json!({ "Role": "arn:aws:iam::123456789012:role/function", "Code": { "ImageUri": "image:1" }, "PackageType": "Image", "Environment": { "Variables": { name: "1" } } });
    assert_snapshot!(resources(&[("It", "AWS::Lambda::Function", function("1"))]).report(), @"error[E3002] in stack/Resources/It/Properties/Environment/Variables/1: `1` is not a property of `Variables` of AWS::Lambda::Function (a name matches `[a-zA-Z][a-zA-Z0-9_]+`)");
    assert_eq!(resources(&[("It", "AWS::Lambda::Function", function("FLASK_DEBUG"))]).errors(), "");
}

#[test]
fn a_conditional_property_hides_no_two_that_exclude_each_other() {
    let rule = |peer: Json| {
        json!({ "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "CidrIp": "10.0.0.0/16", "SourceSecurityGroupName": peer,
            "CidrIpv6": { "Fn::If": ["Maybe", "fd00::/8", { "Ref": "AWS::NoValue" }] } })
    };
    let outcome = |peer: Json| {
        stack(|stack| {
            stack.condition("Maybe", equals(pseudo::region(), "a"));
            let group = Untyped::new("AWS::EC2::SecurityGroup").property("GroupDescription", "d");
            stack.add("Group", group.property("SecurityGroupIngress", json!([rule(peer)])));
        })
    };
    assert_snapshot!(outcome(json!("other")).report(), @"error[E3014] in stack/Resources/Group/Properties/SecurityGroupIngress/0: `SecurityGroupIngress` of AWS::EC2::SecurityGroup allows only one of CidrIp, SourceSecurityGroupName");
    // Where a condition decides of all but one, it may leave that one.
    assert_eq!(outcome(json!({ "Ref": "AWS::NoValue" })).errors(), "");
}

#[test]
fn names_of_security_groups_are_taken_where_their_ids_are() {
    let instance = json!({ "SecurityGroupIds": ["web", "sg-12345678"], "ImageId": "ami-12345678", "InstanceType": "t3.micro" });
    assert_eq!(resources(&[("Instance", "AWS::EC2::Instance", instance)]).errors(), "");
}
