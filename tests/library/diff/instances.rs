//! What an update does to instances, and to groups of them.

use super::*;
use serde_json::{Value, json};

/// An instance that is not replaced is stopped and started: a gate sees both.
#[test]
fn what_replaces_or_interrupts_is_downtime() {
    let instance = |kind: &str| json!({ "InstanceType": kind, "ImageId": "ami-12345678" });
    insta::assert_snapshot!(changed("AWS::EC2::Instance", instance("m3.large"), instance("t3.small")), @"
    DOWNTIME DIFF301: It: it is updated with some interruption (InstanceType: an instance on EBS is stopped and started again, one on an instance store is replaced)
    It may-replace
    ");
}

/// Only old families can have a root volume on an instance store, so that the type tells whether an instance is replaced.
#[test]
fn the_type_of_an_instance_tells_where_its_root_volume_is() {
    let verdict = |kind: Value, parameter: Value| {
        let template = |data: &str| {
            json!({ "Parameters": { "Kind": parameter },
                    "Mappings": { "Types": { "eu-west-1": { "Small": "t3.small", "Old": "m3.medium" }, "us-east-1": { "Small": "t4g.small", "Old": "t3.small" } } },
                    "Resources": { "It": { "Type": "AWS::EC2::Instance",
                      "Properties": { "ImageId": "ami-12345678", "UserData": { "Fn::Base64": data }, "InstanceType": kind } } } })
        };
        word(one(template("a"), template("b")).stacks[0].resources[0].verdict)
    };
    let text = || json!({ "Type": "String", "Default": "t3.small" });
    let of = |allowed: &[&str]| json!({ "Type": "String", "AllowedValues": allowed });
    let found = |name: &str| json!({ "Fn::FindInMap": ["Types", { "Ref": "AWS::Region" }, name] });
    for (kind, parameter, expected) in [
        (json!("t3.small"), text(), "interruption"),
        (json!("c1.medium"), text(), "may-replace"),
        (json!({ "Fn::Sub": "m6i.${Kind}" }), text(), "interruption"),
        (json!({ "Fn::Join": [".", ["c3", { "Ref": "Kind" }]] }), text(), "may-replace"),
        (json!({ "Fn::Sub": "${Kind}.large" }), text(), "may-replace"),
        (json!({ "Fn::ImportValue": "t3.small" }), text(), "may-replace"),
        (json!({ "Ref": "Kind" }), of(&["t3.small", "m5.large"]), "interruption"),
        (json!({ "Ref": "Kind" }), of(&["t3.small", "m1.small"]), "may-replace"),
        (json!({ "Ref": "Kind" }), json!({ "Type": "String", "AllowedPattern": "t3.*" }), "may-replace"),
        (found("Small"), text(), "interruption"),
        (found("Old"), text(), "may-replace"),
    ] {
        assert_eq!(verdict(kind.clone(), parameter), expected, "{kind}");
    }
    let instance =
        |kind: &str, data: &str| json!({ "InstanceType": kind, "EbsOptimized": data == "b", "UserData": { "Fn::Base64": data } });
    insta::assert_snapshot!(changed("AWS::EC2::Instance", instance("t3.micro", "a"), instance("m3.large", "b")), @"
    DOWNTIME DIFF301: It: it is updated with some interruption (InstanceType, EbsOptimized: the instance is stopped and started again; UserData: the instance is stopped and started again, and user data is run at its first boot only, unless it says otherwise)
    It interruption
    ");
}

/// A launch template that is updated in place has another latest version, and an update policy says what becomes of the instances.
#[test]
fn an_update_policy_decides_about_the_instances_of_a_group() {
    let template = |kind: &str, policy: Value| {
        let version = json!({ "Fn::GetAtt": ["Template", "LatestVersionNumber"] });
        json!({ "Resources": {
            "Template": { "Type": "AWS::EC2::LaunchTemplate", "Properties": { "LaunchTemplateData": { "InstanceType": kind } } },
            "Group": { "Type": "AWS::AutoScaling::AutoScalingGroup", "UpdatePolicy": policy, "Properties": {
                "MinSize": "1", "MaxSize": "4", "LaunchTemplate": { "LaunchTemplateId": { "Ref": "Template" }, "Version": version }
            } },
        } })
    };
    let group = |policy: Value| told(&one(template("t3.micro", policy.clone()), template("t3.small", policy)));
    insta::assert_snapshot!(group(json!({})), @"
    Template update
    Group update
    ");
    insta::assert_snapshot!(group(json!({ "AutoScalingReplacingUpdate": { "WillReplace": true } })), @"
    DOWNTIME DIFF301: Group: the group is replaced, and nothing waits until the new instances are ready: it has no CreationPolicy
    Template update
    Group replace
    ");
    insta::assert_snapshot!(group(json!({ "AutoScalingRollingUpdate": { "MinInstancesInService": 1 } })), @"
    Template update
    Group update
    ");
    insta::assert_snapshot!(group(json!({ "AutoScalingRollingUpdate": { "MaxBatchSize": 2 } })), @"
    DOWNTIME DIFF301: Group: it is updated with some interruption (LaunchTemplate: all instances are replaced at once: the update policy keeps none in service)
    Template update
    Group interruption
    ");
}

/// Subnets are another matter than launch templates: Auto Scaling itself moves the instances.
#[test]
fn instances_leave_a_subnet_that_goes() {
    let group = |subnets: &[&str]| json!({ "MinSize": "1", "MaxSize": "2", "VPCZoneIdentifier": subnets });
    let changed = |before: &[&str], after: &[&str]| changed("AWS::AutoScaling::AutoScalingGroup", group(before), group(after));
    insta::assert_snapshot!(changed(&["a", "b"], &["b"]), @"
    DOWNTIME DIFF301: It: it is updated with some interruption (VPCZoneIdentifier: Auto Scaling replaces the instances that are in a subnet that goes)
    It interruption
    ");
    insta::assert_snapshot!(changed(&["a"], &["a", "b"]), @"It update");
}

/// A rolling update keeps fewer instances in service than the group may have.
#[test]
fn a_group_that_keeps_all_in_service_cannot_roll() {
    let template = |image: &str, most: &str, stays: &str| {
        json!({ "Resources": {
            "Launch": { "Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": { "ImageId": image } },
            "Group": { "Type": "AWS::AutoScaling::AutoScalingGroup",
                "Properties": { "MinSize": "1", "MaxSize": most, "LaunchConfigurationName": { "Ref": "Launch" } },
                "UpdatePolicy": { "AutoScalingRollingUpdate": { "MinInstancesInService": stays } } },
        } })
    };
    insta::assert_snapshot!(told(&one(template("ami-1", "1", "1"), template("ami-2", "1", "1"))), @"
    WILL FAIL DIFF108: Group: its instances are replaced in batches, and MinInstancesInService, 1, must be less than MaxSize, 1
    Launch replace
    Group update
    ");
    insta::assert_snapshot!(told(&one(template("ami-1", "2", "1"), template("ami-2", "2", "1"))), @"
    Launch replace
    Group update
    ");
    insta::assert_snapshot!(told(&one(template("ami-1", "2", "1"), template("ami-1", "1", "1"))), @"Group update");
}
