//! `diff`: verdicts against AWS's documented update behaviour, and how the pains of a change read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use formwork::diff::{self, Comparison, Kind, Side, Verdict};
use formwork::template::{Node, Template};
use serde::Deserialize;
use serde_json::{Value, json};

/// One change of one resource, and what the page of its type says that it does.
#[derive(Deserialize)]
struct Case {
    #[serde(rename = "type")]
    resource_type: String,
    before: Value,
    after: Value,
    verdict: String,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../diff/verdicts.json")).unwrap()
}

fn side(template: Value) -> Side {
    Side { template: Template::new(Node::from(template)), values: BTreeMap::new() }
}

fn compare(before: &[(&str, Value)], after: &[(&str, Value)]) -> Comparison {
    let sides = |all: &[(&str, Value)]| {
        all.iter().map(|(name, template)| ((*name).to_owned(), side(template.clone()))).collect::<Vec<_>>()
    };
    diff::compare(&sides(before), &sides(after))
}

fn one(before: Value, after: Value) -> Comparison {
    compare(&[("stack", before)], &[("stack", after)])
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Metadata => "metadata",
        Verdict::Add => "add",
        Verdict::Differs => "differs",
        Verdict::Update => "update",
        Verdict::Unknown => "unknown",
        Verdict::Interruption => "interruption",
        Verdict::MayReplace => "may-replace",
        Verdict::Replace => "replace",
        Verdict::Remove => "remove",
        Verdict::Retype => "retype",
    }
}

#[test]
fn verdicts_are_those_of_the_documentation() {
    let mut wrong = Vec::new();
    for case in cases() {
        let template =
            |properties: &Value| json!({ "Resources": { "It": { "Type": case.resource_type, "Properties": properties } } });
        let comparison = one(template(&case.before), template(&case.after));
        let verdict = comparison.stacks[0].resources.first().map_or("same", |resource| word(resource.verdict));
        if verdict != case.verdict {
            wrong.push(format!(
                "{}: {} → {}: {verdict}, and the page says {}",
                case.resource_type, case.before, case.after, case.verdict
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A type that comes into the stacks of this repository needs verdicts of its own.
#[test]
fn every_type_of_the_stacks_has_a_verdict() {
    let known: BTreeSet<String> = cases().into_iter().map(|case| case.resource_type).collect();
    let mut missing = BTreeSet::new();
    for environment in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")) {
        for file in entries(&environment) {
            let text = fs::read_to_string(file).unwrap();
            let template: Value = serde_json::from_str(text.splitn(3, "---\n").last().unwrap()).unwrap();
            for resource in template["Resources"].as_object().unwrap().values() {
                let resource_type = resource["Type"].as_str().unwrap().to_owned();
                if !known.contains(&resource_type) {
                    missing.insert(resource_type);
                }
            }
        }
    }
    assert!(missing.is_empty(), "tests/diff/verdicts.json has no case of {missing:?}");
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The sound web application of the comparison with the validators, with a change made to it.
fn application(edit: impl FnOnce(&mut Value)) -> Comparison {
    let base: Value = serde_json::from_str(include_str!("../seeded/base.json")).unwrap();
    let mut changed = base.clone();
    edit(&mut changed["Resources"]);
    one(base, changed)
}

/// Headlines and verdicts in short.
fn told(comparison: &Comparison) -> String {
    let mut lines: Vec<String> = comparison
        .headlines
        .iter()
        .map(|headline| format!("{} {}: {}", headline.kind.title(), headline.code, headline.message))
        .collect();
    for resource in comparison.stacks.iter().flat_map(|stack| &stack.resources) {
        let mut line = format!("{} {}", resource.id, word(resource.verdict));
        if resource.chain.len() > 1 {
            line.push_str(&format!(" ({})", resource.chain.iter().map(|path| path.property()).collect::<Vec<_>>().join(" → ")));
        }
        if let Some(old) = &resource.renamed_from {
            line.push_str(&format!(" (was {old})"));
        }
        lines.push(line);
    }
    lines.join("\n")
}

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
    let written = json!({ "Resources": { "Group": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "d", "VpcId": "vpc-1" } } } });
    let removed =
        compare(&[("network", network(true)), ("web", import.clone())], &[("network", network(false)), ("web", written.clone())]);
    insta::assert_snapshot!(told(&removed), @"
    WILL FAIL DIFF105: the export `network-VpcId` is removed, but the stack `web` still imports it
    Group replace
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
fn a_limit_that_is_passed_is_named() {
    let topics = |count: usize| {
        let topic = |index: usize| (format!("Topic{index}"), json!({ "Type": "AWS::SNS::Topic" }));
        json!({ "Resources": (0..count).map(topic).collect::<serde_json::Map<String, Value>>() })
    };
    let told = |before: usize, after: usize| {
        let headlines = one(topics(before), topics(after)).headlines;
        headlines.iter().map(|headline| format!("{} {}", headline.code, headline.message)).collect::<Vec<_>>()
    };
    assert_eq!(told(499, 501), ["DIFF104 the template has 501 resources, and CloudFormation takes 500"]);
    assert_eq!(told(499, 500), Vec::<String>::new());
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

#[test]
fn a_type_cannot_change() {
    let template = |resource_type: &str| json!({ "Resources": { "It": { "Type": resource_type } } });
    insta::assert_snapshot!(told(&one(template("AWS::SNS::Topic"), template("AWS::SQS::Queue"))), @"
    WILL FAIL DIFF102: It was of type AWS::SNS::Topic and becomes AWS::SQS::Queue; the type of a logical id cannot change
    It retype
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
fn a_port_that_is_opened_to_the_world_is_seen() {
    let changed = application(|resources| {
        let rule = json!({ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0" });
        resources["AlbSg"]["Properties"]["SecurityGroupIngress"].as_array_mut().unwrap().push(rule);
    });
    insta::assert_snapshot!(told(&changed), @"
    WORLD OPEN DIFF401: AlbSg lets the whole internet reach port 22
    AlbSg update
    ");
    let narrower =
        application(|resources| resources["AlbSg"]["Properties"]["SecurityGroupIngress"][0]["CidrIp"] = json!("10.0.0.0/8"));
    assert!(narrower.headlines.is_empty(), "{}", told(&narrower));
}

/// A rule is known by its ports: another order changes nothing else, and another port is another rule.
#[test]
fn rules_are_matched_by_their_ports() {
    let group = |ports: &[u16]| {
        let rule = |port: &u16| json!({ "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "10.0.0.0/16" });
        let rules: Vec<Value> = ports.iter().map(rule).collect();
        json!({ "Resources": { "Group": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "d", "SecurityGroupIngress": rules } } } })
    };
    let paths = |before: &[u16], after: &[u16]| {
        let comparison = one(group(before), group(after));
        let changes = comparison.stacks[0].resources.iter().flat_map(|resource| &resource.changes);
        changes.map(|change| change.path.property()).collect::<Vec<_>>()
    };
    assert_eq!(paths(&[80, 443], &[443, 8080]), ["SecurityGroupIngress[tcp 8080 8080]", "SecurityGroupIngress[tcp 80 80]"]);
    assert_eq!(paths(&[80, 443], &[443, 80]), ["SecurityGroupIngress"]);
}

#[test]
fn a_policy_that_allows_more_is_seen() {
    let changed = application(|resources| {
        let statements = &mut resources["ExecRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
        statements[1]["Resource"] = json!("*");
        statements
            .as_array_mut()
            .unwrap()
            .push(json!({ "Effect": "Allow", "Action": ["s3:*", "s3:GetObject"], "Resource": "*" }));
    });
    insta::assert_snapshot!(told(&changed), @"
    IAM WIDENED DIFF501: ExecRole allows more: logs:CreateLogStream on *; logs:PutLogEvents on *; s3:* on *; s3:GetObject on *
    ExecRole update
    ");
    let less = application(|resources| {
        resources["ExecRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].as_array_mut().unwrap().remove(1);
    });
    assert!(less.headlines.is_empty(), "{}", told(&less));
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
fn a_secret_from_elsewhere_needs_new_tasks() {
    let changed = application(|resources| {
        resources["Task"]["Properties"]["ContainerDefinitions"][0]["Secrets"][0]["ValueFrom"] = json!("/other/CONNECTION_URL");
    });
    insta::assert_snapshot!(told(&changed), @"
    SECRETS DIFF601: Task: the source of CONNECTION_URL changes
    Task replace
    Service update
    ");
}

/// A variable that is named like a secret is hidden, though it should be none.
#[test]
fn a_value_that_looks_like_a_secret_is_not_shown() {
    let task = |variables: Value| {
        let container = json!({ "Name": "web", "Image": "web", "Environment": variables });
        json!({ "Resources": { "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": [container] } } } })
    };
    let variable = |name: &str, value: &str| json!({ "Name": name, "Value": value });
    let hidden = |before: Value, after: Value| {
        let comparison = one(task(before), task(after));
        let changes = comparison.stacks[0].resources[0].changes.iter();
        changes
            .map(|change| (change.path.last().map(ToString::to_string).unwrap_or_default(), change.is_secret))
            .collect::<Vec<_>>()
    };
    let plain = variable("MODE", "a-long-value");
    let password = |value: &str| variable("DB_PASSWORD", value);
    assert_eq!(
        hidden(json!([password("hunter2222"), plain]), json!([password("hunter3333"), variable("MODE", "other-value")])),
        [("Value".to_owned(), true), ("Value".to_owned(), false)]
    );
    assert_eq!(hidden(json!([plain]), json!([plain, password("hunter3333")])), [("[DB_PASSWORD]".to_owned(), true)]);
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

/// Whether a resource comes, goes or stays is for the deployment to say, where nobody knows the condition before.
#[test]
fn another_condition_that_nobody_knows_is_not_harmless() {
    let template = |value: &str, condition: Option<&str>| {
        let mut topic = json!({ "Type": "AWS::SNS::Topic" });
        if let Some(condition) = condition {
            topic["Condition"] = json!(condition);
        }
        json!({
            "Parameters": { "Stage": { "Type": "String" } },
            "Conditions": {
                "Chosen": { "Fn::Equals": [{ "Ref": "Stage" }, value] },
                "Always": { "Fn::Equals": ["a", "a"] },
            },
            "Resources": { "Topic": topic },
        })
    };
    let verdict = |before: Value, after: Value| told(&one(before, after));
    assert_eq!(verdict(template("a", Some("Chosen")), template("b", Some("Chosen"))), "Topic unknown");
    assert_eq!(verdict(template("a", None), template("a", Some("Chosen"))), "Topic unknown");
    assert_eq!(verdict(template("a", None), template("a", Some("Always"))), "Topic metadata");
    assert_eq!(verdict(template("a", Some("Chosen")), template("a", Some("Chosen"))), "");
}

#[test]
fn parameters_and_conditions_are_followed() {
    let template = |default: &str| {
        json!({
            "Parameters": { "Stage": { "Type": "String", "Default": default } },
            "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
            "Resources": {
                "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Fn::Sub": "${Stage}-jobs" } } },
                "Topic": { "Type": "AWS::SNS::Topic", "Condition": "IsProd" },
                "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "RetentionInDays": { "Fn::If": ["IsProd", 90, 7] } } }
            }
        })
    };
    insta::assert_snapshot!(told(&one(template("dev"), template("prod"))), @"
    DATA LOSS DIFF201: AWS::SQS::Queue Queue is replaced, and its data goes with it
    Queue replace
    Topic add
    Logs update
    ");
}

/// A template in YAML.
fn yaml(text: &str) -> Value {
    serde_json::to_value(formwork::template::read::template(text.as_bytes()).unwrap().0.root()).unwrap()
}

/// Tables that a loop makes, one for each of these names.
fn tables(names: &str) -> Value {
    yaml(&format!(
        "
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Tables:
    - Name
    - {names}
    - 'Table${{Name}}': {{Type: 'AWS::DynamoDB::Table', Properties: {{TableName: !Sub 'app-${{Name}}', BillingMode: PAY_PER_REQUEST}}}}
"
    ))
}

#[test]
fn a_loop_that_loses_an_element_loses_what_it_made() {
    insta::assert_snapshot!(told(&one(tables("[web, api]"), tables("[web]"))), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table Tableapi is removed, and its data goes with it
    Tableapi remove
    ");
}

#[test]
fn a_loop_that_is_written_out_changes_nothing() {
    let table = |name: &str| json!({ "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": format!("app-{name}"), "BillingMode": "PAY_PER_REQUEST" } });
    let written = json!({ "Resources": { "Tableweb": table("web"), "Tableapi": table("api") } });
    assert!(one(tables("[web, api]"), written.clone()).is_same());
    assert!(one(written, tables("[api, web]")).is_same());
}

#[test]
fn what_an_included_file_or_a_macro_makes_is_unknown() {
    let with = |location: &str| {
        yaml(&format!(
            "Resources: {{T: {{Type: 'AWS::SNS::Topic', Properties: {{'Fn::Transform': {{Name: 'AWS::Include', Parameters: {{Location: {location}}}}}}}}}, 'Fn::Transform': {{Name: 'AWS::Include', Parameters: {{Location: {location}}}}}}}"
        ))
    };
    assert!(one(with("s3://a/b"), with("s3://a/b")).is_same());
    insta::assert_snapshot!(told(&one(with("s3://a/b"), with("s3://a/c"))), @"
    T unknown
    Fn::Transform unknown
    ");
    let of_macro = |name: &str| json!({ "Transform": [name], "Resources": { "T": { "Type": "AWS::SNS::Topic" } } });
    let changed = one(of_macro("One"), of_macro("Other"));
    assert_eq!(changed.stacks[0].others[0].effect, diff::Effect::Unknown);
    let module =
        |size: u32| json!({ "Resources": { "M": { "Type": "Acme::S3::Bucket::MODULE", "Properties": { "Size": size } } } });
    insta::assert_snapshot!(told(&one(module(1), module(2))), @"M unknown");
}

#[test]
fn what_is_substituted_is_not_read_again() {
    let with = |text: &str| {
        json!({
            "Parameters": { "P": { "Type": "String", "Default": "${Q}" }, "Q": { "Type": "String", "Default": "hello" } },
            "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::Sub": text } } } },
        })
    };
    let change = one(with("${P}-${Q}"), with("${Q}-${P}"));
    let shown = |node: &Option<Node>| node.as_ref().and_then(Node::as_str).unwrap().to_owned();
    let value = &change.stacks[0].resources[0].changes[0];
    assert_eq!((shown(&value.before), shown(&value.after)), ("${Q}-hello".to_owned(), "hello-${Q}".to_owned()));
}

#[test]
fn an_export_in_use_cannot_go_whatever_makes_its_name() {
    let topic = json!({ "Topic": { "Type": "AWS::SNS::Topic" } });
    let names = [
        json!({ "Fn::Join": ["-", ["prod", "topic"]] }),
        json!({ "Fn::Sub": ["${Stage}-topic", { "Stage": "prod" }] }),
        json!({ "Fn::Select": [1, ["a", "prod-topic"]] }),
        json!({ "Fn::FindInMap": ["Names", "prod", "Topic"] }),
    ];
    let user = json!({ "Resources": { "S": { "Type": "AWS::SNS::Subscription", "Properties": { "Protocol": "email", "TopicArn": { "Fn::ImportValue": { "Fn::Join": ["", ["prod-", "topic"]] } } } } } });
    for name in names {
        let with = json!({
            "Mappings": { "Names": { "prod": { "Topic": "prod-topic" } } },
            "Resources": topic,
            "Outputs": { "Topic": { "Value": { "Ref": "Topic" }, "Export": { "Name": name } } },
        });
        let gone = compare(&[("a", with), ("b", user.clone())], &[("a", json!({ "Resources": topic })), ("b", user.clone())]);
        assert_eq!(gone.headlines.first().map(|headline| headline.code), Some("DIFF105"), "{name}");
    }
}

#[test]
fn hostile_templates_are_compared_in_no_time() {
    let nested = (0..60).fold(json!("x"), |inner, _| json!({ "Fn::Sub": ["${a}${a}", { "a": inner }] }));
    let texts = json!({ "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": nested } } } });
    assert!(one(texts.clone(), texts.clone()).is_same());
    let other = json!({ "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "x" } } } });
    let change = one(texts, other);
    assert_eq!(change.stacks[0].unknown, ["values that functions make: too much work"]);
    let mut conditions = json!({ "C0": { "Fn::Equals": [{ "Ref": "P" }, "a"] } });
    for index in 1..40 {
        let before = json!({ "Condition": format!("C{}", index - 1) });
        conditions[format!("C{index}")] = json!({ "Fn::And": vec![before; 10] });
    }
    let many = json!({ "Parameters": { "P": { "Type": "String" } }, "Conditions": conditions, "Resources": { "T": { "Type": "AWS::SNS::Topic", "Condition": "C39" } } });
    assert!(one(many.clone(), many).is_same());
}
