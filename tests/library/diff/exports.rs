//! Exports that other stacks import.

use super::*;
use serde_json::{Value, json};

#[test]
fn an_export_in_use_cannot_go() {
    let network = |export: bool| {
        let mut template =
            json!({ "Resources": { "Vpc": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": "10.0.0.0/16" } } } });
        if export {
            template["Outputs"] = json!({ "VpcId": { "Value": { "Ref": "Vpc" }, "Export": { "Name": "network-VpcId" } } });
        }
        template
    };
    let import = json!({ "Resources": { "Group": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "d", "VpcId": { "Fn::ImportValue": "network-VpcId" } } } } });
    let written = json!({ "Resources": { "Group": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "d", "VpcId": "vpc-00000001" } } } });
    let removed =
        compare(&[("network", network(true)), ("web", import.clone())], &[("network", network(false)), ("web", written.clone())]);
    insta::assert_snapshot!(told(&removed), @"
    WILL FAIL DIFF105: the export `network-VpcId` is removed, but the stack `web` imports it until its own change is deployed
    Group may-replace
    ");
    let unused =
        compare(&[("network", network(true)), ("web", written.clone())], &[("network", network(false)), ("web", written)]);
    assert!(unused.headlines.is_empty());
    let mut moved = network(true);
    moved["Resources"]["Vpc"]["Properties"]["CidrBlock"] = json!("10.1.0.0/16");
    let replaced = compare(&[("network", network(true)), ("web", import.clone())], &[("network", moved), ("web", import)]);
    insta::assert_snapshot!(told(&replaced), @"
    WILL FAIL DIFF105: the export `network-VpcId` changes its value, but the stack `web` still imports it
    Vpc replace
    ");
}

/// Several exports with the same users are one thing to do.
#[test]
fn exports_with_the_same_users_are_told_together() {
    let exporting = |names: &[&str]| {
        let output = |name: &&str| ((*name).to_owned(), json!({ "Value": "1", "Export": { "Name": format!("base-{name}") } }));
        json!({
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
            "Outputs": names.iter().map(output).collect::<serde_json::Map<String, Value>>(),
        })
    };
    let import = |name: &str| json!({ "Fn::ImportValue": format!("base-{name}") });
    let user = json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": import("A"), "TopicName": import("B") } } } });
    let other = json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": import("C") } } } });
    let stacks = |names: &[&str]| [("base", exporting(names)), ("user", user.clone()), ("other", other.clone())];
    insta::assert_snapshot!(told(&compare(&stacks(&["A", "B", "C", "D"]), &stacks(&[]))), @"
    WILL FAIL DIFF105: the exports `base-A` and `base-B` are removed, but the stack `user` still imports them
    WILL FAIL DIFF105: the export `base-C` is removed, but the stack `other` still imports it
    ");
}

#[test]
fn an_export_in_use_cannot_go_whatever_makes_its_name() {
    let topic = json!({ "Topic": { "Type": "AWS::SNS::Topic" } });
    let names = [
        json!({ "Fn::Join": ["-", ["prod", "topic"]] }),
        json!({ "Fn::Sub": ["${Stage}-topic", { "Stage": "prod" }] }),
        json!({ "Fn::Select": [1, ["a", "prod-topic"]] }),
        json!({ "Fn::FindInMap": ["Names", "prod", "Topic"] }),
        // Every stack of an account and region has the same region.
        json!({ "Fn::Sub": "prod-${AWS::Region}" }),
    ];
    for name in names {
        let of_region = json!({ "Fn::Join": ["-", ["prod", { "Ref": "AWS::Region" }]] });
        let import = if name == json!({ "Fn::Sub": "prod-${AWS::Region}" }) {
            of_region
        } else {
            json!({ "Fn::Join": ["", ["prod-", "topic"]] })
        };
        let user = json!({ "Resources": { "S": { "Type": "AWS::SNS::Subscription", "Properties": { "Protocol": "email", "TopicArn": { "Fn::ImportValue": import } } } } });
        let with = json!({
            "Mappings": { "Names": { "prod": { "Topic": "prod-topic" } } },
            "Resources": topic,
            "Outputs": { "Topic": { "Value": { "Ref": "Topic" }, "Export": { "Name": name } } },
        });
        let gone = compare(&[("a", with), ("b", user.clone())], &[("a", json!({ "Resources": topic })), ("b", user.clone())]);
        assert_eq!(gone.headlines.first().map(|headline| headline.code), Some("DIFF105"), "{name}");
    }
}

/// Who imports an export of a template that is compared alone is not known, so it is a note.
#[test]
fn an_export_that_nobody_is_known_to_import_is_noted() {
    let template = |description: &str, value: Value, export: bool| {
        let mut template = json!({
            "Resources": { "G": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": description, "VpcId": "vpc-1" } } },
            "Outputs": { "O": { "Value": value } },
        });
        if export {
            template["Outputs"]["O"]["Export"] = json!({ "Name": { "Fn::Sub": "${AWS::StackName}-o" } });
        }
        template
    };
    let noted = |before: Value, after: Value| {
        let change = one(before, after);
        let others = change.stacks[0].others.iter().filter(|other| !other.why.is_empty());
        others.map(|other| format!("{}: {}", other.path, other.why)).collect::<Vec<_>>().join("; ")
    };
    let refused = "Outputs / O / Value: refused while another stack imports it";
    let id = || json!({ "Ref": "G" });
    let own =
        [id(), json!({ "Fn::GetAtt": ["G", "GroupId"] }), json!({ "Fn::Sub": "g/${G}" }), json!({ "Fn::Sub": "${G.GroupId}" })];
    for value in own {
        assert_eq!(noted(template("a", value.clone(), true), template("b", value.clone(), true)), refused, "{value}");
    }
    assert_eq!(noted(template("a", json!("x"), true), template("a", json!("y"), true)), refused);
    assert_eq!(
        noted(template("a", id(), true), template("a", id(), false)),
        "Outputs / O / Export: refused while another stack imports it"
    );
    // It stays, or it is no export.
    assert_eq!(noted(template("a", id(), true), template("a", id(), true)), "");
    assert_eq!(noted(template("a", id(), false), template("b", id(), false)), "");
    // Another group may have the same network.
    let network = || json!({ "Fn::GetAtt": ["G", "VpcId"] });
    let may_be = "Outputs / O / Value: it may be another value, and is then refused while another stack imports it";
    assert_eq!(noted(template("a", network(), true), template("b", network(), true)), may_be);
    // What only the deployment knows may be what is written now.
    assert_eq!(noted(template("a", json!({ "Ref": "AWS::StackName" }), true), template("a", json!("y"), true)), may_be);
}

/// A name that parameters make is one name where both stacks have the same value, and another one may come to the same.
#[test]
fn an_export_whose_name_a_deployment_makes_is_in_use_under_that_value() {
    let exporting = |name: &str| {
        json!({
            "Parameters": { "Stage": { "Type": "String" } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
            "Outputs": { "Topic": { "Value": { "Ref": "Topic" }, "Export": { "Name": { "Fn::Sub": name } } } },
        })
    };
    let user = |name: &str| {
        json!({
            "Parameters": { "Stage": { "Type": "String" } },
            "Resources": { "S": { "Type": "AWS::SNS::Subscription", "Properties": {
                "Protocol": "email", "TopicArn": { "Fn::ImportValue": { "Fn::Sub": name } } } } },
        })
    };
    let between = |old: &str, new: &str, import: &str| {
        let change = compare(&[("a", exporting(old)), ("b", user(import))], &[("a", exporting(new)), ("b", user(import))]);
        let noted = change.stacks[0].others.iter().map(|other| other.why).filter(|why| !why.is_empty());
        noted.map(str::to_owned).chain([told(&change)]).collect::<Vec<_>>().join("")
    };
    assert_eq!(
        between("${Stage}-topic", "${Stage}-t", "${Stage}-topic"),
        "WILL FAIL DIFF105: the export `${Stage}-topic` is removed, but the stack `b` still imports it where both have the same Stage"
    );
    // `Stage` may be `prod`, and so may the name of the stack.
    let refused = "refused while another stack imports it";
    assert_eq!(between("${Stage}-topic", "prod-topic", "${Stage}-topic"), "");
    assert_eq!(between("${AWS::StackName}-topic", "${AWS::StackName}-t", "${Stage}-topic"), refused);
    assert_eq!(between("prod-topic", "prod-t", "${Stage}-topic"), refused);
    assert_eq!(between("prod-queue", "prod-q", "${Stage}-topic"), "");
}
