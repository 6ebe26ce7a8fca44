//! What a change opens, passes or must not show.

use super::*;
use formwork::diff::HeadlineKind;
use serde_json::{Value, json};

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
    assert_eq!(told(499, 501), ["DIFF104 the template has 501 resources, the limit is 500"]);
    assert_eq!(told(499, 500), Vec::<String>::new());
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
    assert!(narrower.headlines.iter().all(|headline| headline.kind == HeadlineKind::Downtime), "{}", told(&narrower));
}

/// A block that a parameter gives may be its default: whoever gives no other opens the port.
#[test]
fn a_port_that_a_default_opens_is_seen() {
    let template = |peer: Value| {
        let mut rule = json!({ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22 });
        rule.as_object_mut().unwrap().extend(peer.as_object().unwrap().clone());
        json!({
            "Parameters": { "From": { "Type": "String", "Default": "0.0.0.0/0" } },
            "Resources": { "Group": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "d", "SecurityGroupIngress": [rule] } } },
        })
    };
    let (bastion, given) =
        (|| template(json!({ "SourceSecurityGroupId": "sg-00000001" })), || template(json!({ "CidrIp": { "Ref": "From" } })));
    insta::assert_snapshot!(told(&one(bastion(), given())), @"
    WORLD OPEN DIFF401: Group lets the whole internet reach port 22, if From is 0.0.0.0/0
    Group update
    ");
    assert_eq!(told(&one(given(), given())), "");
    assert!(!told(&one(given(), bastion())).contains("WORLD OPEN"));
    // A port that is not known is one, not all of them.
    let port = |peer: Value| {
        let mut template = template(peer);
        template["Parameters"]["Port"] = json!({ "Type": "Number" });
        for key in ["FromPort", "ToPort"] {
            template["Resources"]["Group"]["Properties"]["SecurityGroupIngress"][0][key] = json!({ "Ref": "Port" });
        }
        template
    };
    let opened = told(&one(port(json!({ "SourceSecurityGroupId": "sg-00000001" })), port(json!({ "CidrIp": "0.0.0.0/0" }))));
    assert!(opened.contains("lets the whole internet reach port Port\n"), "{opened}");
    // A condition that asks for the parameter tells in which deployments it has its default.
    let asked = |mut template: Value, value: &str| {
        template["Conditions"] = json!({ "Is": { "Fn::Equals": [{ "Ref": "From" }, value] } });
        template["Resources"]["Group"]["Condition"] = json!("Is");
        template
    };
    let opened = |value: &str| told(&one(asked(bastion(), value), asked(given(), value)));
    assert!(!opened("10.0.0.0/8").contains("WORLD OPEN"), "{}", opened("10.0.0.0/8"));
    assert!(opened("0.0.0.0/0").contains("port 22 where From = 0.0.0.0/0\n"), "{}", opened("0.0.0.0/0"));
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
    IAM WIDENED DIFF501: ExecRole allows more: logs:CreateLogStream, logs:PutLogEvents, s3:*, s3:GetObject on *
    ExecRole update
    ");
    let less = application(|resources| {
        resources["ExecRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].as_array_mut().unwrap().remove(1);
    });
    assert!(less.headlines.is_empty(), "{}", told(&less));
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
    // Of an item that is new, its name is shown, and the value is not.
    let comparison = one(task(json!([plain])), task(json!([plain, password("hunter3333")])));
    let added = format!("{:?}", comparison.stacks[0].resources[0].changes);
    assert!(added.contains("DB_PASSWORD") && added.contains("***") && !added.contains("hunter"), "{added}");
}

/// Each deployment of ECS turns the weights around, which the template does not know.
#[test]
fn an_update_of_a_rule_sets_weights_of_live_traffic_back() {
    let template = |strategy: &str, rule: &str, path: &str| {
        let forward = json!([{ "Type": "forward", "ForwardConfig": { "TargetGroups": [
            { "TargetGroupArn": { "Ref": "Blue" }, "Weight": 100 }, { "TargetGroupArn": { "Ref": "Green" }, "Weight": 0 }] } }]);
        let balancer = json!([{ "TargetGroupArn": { "Ref": "Blue" }, "ContainerName": "web", "ContainerPort": 80,
            "AdvancedConfiguration": { "AlternateTargetGroupArn": { "Ref": "Green" }, "ProductionListenerRule": { "Ref": rule } } }]);
        let group = json!({ "Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": { "Port": 80, "Protocol": "HTTP", "VpcId": "vpc-1" } });
        json!({ "Resources": {
            "Blue": group,
            "Green": group,
            "Rule": { "Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": { "ListenerArn": "arn", "Priority": 1,
                "Conditions": [{ "Field": "path-pattern", "Values": [path] }], "Actions": forward } },
            "Service": { "Type": "AWS::ECS::Service", "Properties": { "TaskDefinition": "web:1",
                "DeploymentConfiguration": { "Strategy": strategy }, "LoadBalancers": balancer } },
        } })
    };
    let told = |strategy: &str, rule: &str| told(&one(template(strategy, rule, "/a"), template(strategy, rule, "/b")));
    insta::assert_snapshot!(told("CANARY", "Rule"), @"
    DOWNTIME DIFF302: Rule: its update sets the weights of live traffic back to those of the template, and the deployments of Service may have turned them around: requests then go to a target group without tasks
    Rule update
    ");
    // Tasks are replaced one by one, or another rule is shifted.
    insta::assert_snapshot!(told("ROLLING", "Rule"), @"Rule update");
    insta::assert_snapshot!(told("BLUE_GREEN", "Other"), @"Rule update");
}

/// A stack keeps its name, account and region, and the values of its parameters.
#[test]
fn a_name_made_of_what_a_stack_keeps_stays() {
    let role = |name: Value, path: &str| {
        let properties = json!({ "RoleName": name, "Path": path, "AssumeRolePolicyDocument": {} });
        json!({ "Parameters": { "P": { "Type": "String" } },
            "Resources": { "R": { "Type": "AWS::IAM::Role", "Properties": properties } } })
    };
    let told = |name: Value| told(&one(role(name.clone(), "/a/"), role(name, "/b/")));
    let fails = |name: Value| told(name).starts_with("WILL FAIL DIFF101: R is replaced, but its RoleName stays");
    assert!(fails(json!({ "Fn::Sub": "${AWS::StackName}-r" })));
    assert!(fails(json!({ "Fn::Join": ["-", ["r", { "Ref": "AWS::Region" }]] })));
    assert!(fails(json!({ "Fn::Sub": "${P}-r" })));
    assert!(fails(json!({ "Fn::ImportValue": "name" })));
    assert_eq!(told(json!("{{resolve:ssm:name}}")), "R replace");
}

/// Nobody knows what is in a nested stack whose template is not at hand.
#[test]
fn a_nested_stack_that_goes_may_hold_data() {
    let template = |keeps: bool| {
        let nested =
            json!({ "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": "https://b.s3.amazonaws.com/t.yaml" } });
        let mut template = json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" }, "Base": nested } });
        if keeps {
            template["Resources"]["Base"]["DeletionPolicy"] = json!("Retain");
        }
        template
    };
    let without = || json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } });
    insta::assert_snapshot!(told(&one(template(false), without())), @"
    DATA LOSS DIFF201: AWS::CloudFormation::Stack Base is removed with what is in it, which may hold data: its template is not at hand
    Base remove
    ");
    assert_eq!(told(&one(template(true), without())), "Base remove");
}
