//! What is followed of what only a deployment knows: what decides about a change, also where it stands beside it.

use super::conditions::{any_of, of_twelve};
use super::*;

/// What decides what a change does may be a property that stays.
#[test]
fn a_condition_beside_the_change_is_followed() {
    let template = |image: &str| {
        let kind = json!({ "Fn::If": ["Canary", "CODE_DEPLOY", "ECS"] });
        let containers = json!([{ "Name": "a", "Image": image }]);
        json!({
            "Parameters": { "Strategy": { "Type": "String" } },
            "Conditions": { "Canary": { "Fn::Equals": [{ "Ref": "Strategy" }, "Canary"] } },
            "Resources": {
                "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": containers } },
                "Service": {
                    "Type": "AWS::ECS::Service",
                    "Properties": { "DeploymentController": { "Type": kind }, "TaskDefinition": { "Ref": "Task" } },
                },
            },
        })
    };
    let told = told(&one(template("a"), template("b")));
    assert!(told.contains("WILL FAIL DIFF108: Service: TaskDefinition cannot be changed"), "{told}");
    assert!(told.contains("where Strategy = Canary"), "{told}");
}

/// What only one branch of an open condition reads is not surely another value: nothing is refused for it.
#[test]
fn what_an_open_branch_reads_may_not_be_read() {
    let template = |image: &str| {
        let read = json!({ "Fn::If": ["Any", { "Ref": "AWS::NoValue" }, { "Ref": "Task" }] });
        let mut made = of_twelve(|_| {
            json!({
                "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": [{ "Name": "a", "Image": image }] } },
                "Service": {
                    "Type": "AWS::ECS::Service",
                    "Properties": { "DeploymentController": { "Type": "CODE_DEPLOY" }, "TaskDefinition": read },
                },
            })
        });
        made["Conditions"]["Any"] = json!({ "Fn::Not": [any_of((0..12).map(|n| format!("P{n}")), "yes")] });
        made
    };
    let told = told(&one(template("a"), template("b")));
    let sure = told.lines().any(|line| line.starts_with("WILL FAIL") && !line.contains("where"));
    assert!(!sure && told.contains("Service may-update"), "{told}");
}

/// Whoever gives a new resource what one has that goes wants it twice.
#[test]
fn a_parameter_may_be_given_what_something_has_that_goes() {
    let template = |id: &str, number: Value, parameters: Value| {
        let properties =
            json!({ "NetworkAclId": "acl-1", "RuleNumber": number, "Egress": false, "Protocol": 6, "RuleAction": "allow" });
        json!({ "Parameters": parameters, "Resources": { (id): { "Type": "AWS::EC2::NetworkAclEntry", "Properties": properties } } })
    };
    let number = json!({ "Num": { "Type": "Number", "Default": 100 } });
    let told = told(&one(template("Old", json!(230), json!({})), template("New", json!({ "Ref": "Num" }), number)));
    assert!(told.contains("WILL FAIL DIFF107: New is made before Old is deleted"), "{told}");
    assert!(told.contains("where Num = 230") && told.contains("New add where Num ≠ 230"), "{told}");
}

/// CloudFormation refuses a lookup in a mapping that is not there, so nothing was deployed with it.
#[test]
fn a_lookup_in_vain_was_never_deployed() {
    let template = |value: Value| {
        json!({
            "Mappings": { "Known": { "a": { "b": "c" } } },
            "Resources": { "Named": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Value": value } } },
        })
    };
    let found = |mapping: &str, key: &str| template(json!({ "Fn::FindInMap": [mapping, "a", key] }));
    for old in [found("Missing", "b"), found("Known", "other")] {
        let change = one(old.clone(), template(json!("x")));
        assert_eq!(told(&change), "Named unknown");
        assert!(unknown(&change)[0].contains("does not have what Named reads"), "{:?}", unknown(&change));
        assert_eq!(unknown(&one(old.clone(), old)), [""; 0]);
    }
    assert_eq!(told(&one(found("Known", "b"), template(json!("x")))), "Named update");
}

/// What is left out equals no text, so such a condition never holds.
#[test]
fn what_is_left_out_equals_no_text() {
    let template = |name: &str| {
        json!({
            "Conditions": { "Never": { "Fn::Equals": [{ "Ref": "AWS::NoValue" }, "false"] } },
            "Resources": {
                "There": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": name } },
                "Never": { "Type": "AWS::DynamoDB::Table", "Condition": "Never", "Properties": { "TableName": name } },
            },
        })
    };
    assert_eq!(told(&one(template("one"), template("two"))), "There update");
}

/// Where an outer condition is left open, what its branches read is not surely read: nothing says that the old template failed.
#[test]
fn a_branch_that_may_not_be_read_proves_nothing() {
    let template = |name: &str| {
        let names: Vec<String> = (0..12).map(|n| format!("P{n}")).collect();
        let read = json!({ "Fn::If": ["Any", "none", { "Fn::GetAtt": ["Made", "TopicName"] }] });
        let mut made = of_twelve(|_| {
            json!({
                "Made": { "Type": "AWS::SNS::Topic", "Condition": "Gen", "Properties": { "DisplayName": name } },
                "Reader": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": name, "Tags": [{ "Key": "a", "Value": read }] } },
            })
        });
        made["Parameters"]["Gen"] = json!({ "Type": "String", "AllowedValues": ["yes", "no"] });
        made["Conditions"]["Gen"] = json!({ "Fn::Equals": [{ "Ref": "Gen" }, "yes"] });
        let any = any_of(names, "yes");
        made["Conditions"]["Any"] = json!({ "Fn::Or": [{ "Fn::Equals": [{ "Ref": "Gen" }, "yes"] }, any] });
        made
    };
    let comparison = one(template("one"), template("two"));
    let told = told(&comparison);
    assert!(told.contains("Reader replace") && told.contains("Made update where Gen = yes"), "{told}");
    let unknown = unknown(&comparison);
    assert!(!unknown.iter().any(|one| one.contains("cannot have been deployed")), "{unknown:?}");
}

/// Where too much is asked, what the keys of a mapping find is followed before what else a resource has: where they find the same, nothing changes.
#[test]
fn keys_of_a_mapping_are_followed_where_conditions_are_too_many() {
    let template = |bucket: &str| {
        let names: Vec<String> = (0..8).map(|number| format!("P{number}")).collect();
        let parameters = names.iter().map(|name| (name.clone(), json!({ "Type": "String" })));
        let is = |name: &String| json!({ "Fn::Equals": [{ "Ref": name }, "yes"] });
        let mut conditions: serde_json::Map<String, Value> = names.iter().map(|name| (format!("Is{name}"), is(name))).collect();
        let any = names.iter().map(|name| json!({ "Condition": format!("Is{name}") }));
        conditions.insert("Any".to_owned(), json!({ "Fn::Or": any.collect::<Vec<_>>() }));
        let chosen = names.iter().map(|name| (name.clone(), json!({ "Fn::If": [format!("Is{name}"), { "Ref": name }, "no"] })));
        json!({
            "Parameters": parameters.collect::<serde_json::Map<_, _>>(),
            "Conditions": conditions,
            "Mappings": { "Regions": { "eu-west-1": { "B": bucket }, "eu-west-2": { "B": "b" } } },
            "Resources": { "Nested": { "Type": "AWS::CloudFormation::Stack", "Condition": "Any", "Properties": {
                "TemplateURL": { "Fn::Sub": ["https://${B}.s3.amazonaws.com/a.yaml", {
                    "B": { "Fn::FindInMap": ["Regions", { "Ref": "AWS::Region" }, "B"] } }] },
                "Parameters": chosen.collect::<serde_json::Map<_, _>>(),
            } } },
        })
    };
    let told = told(&one(template("a"), template("c")));
    assert_eq!(told, "Nested unknown where AWS::Region = eu-west-1, and the condition Any holds");
}

/// Where not everything can be followed, what chooses the branch that differs is.
#[test]
fn the_condition_of_the_branch_that_differs_is_followed_first() {
    let names: Vec<String> = (0..9).map(|index| format!("P{index}")).collect();
    let template = |line: &str| {
        let given = names.iter().map(|name| json!({ "Fn::If": [format!("Has{name}"), { "Ref": name }, "none"] }));
        let parts: Vec<Value> = [json!("start\n"), json!(line)].into_iter().chain(given).collect();
        let started = json!({ "Fn::Join": ["", parts] });
        let mut parameters = json!({ "Os": { "Type": "String", "AllowedValues": ["linux", "windows"] } });
        let mut conditions = json!({ "Win": { "Fn::Equals": [{ "Ref": "Os" }, "windows"] } });
        for name in &names {
            parameters[name] = json!({ "Type": "String", "Default": "" });
            conditions[format!("Has{name}")] = json!({ "Fn::Not": [{ "Fn::Equals": [{ "Ref": name }, ""] }] });
        }
        json!({ "Parameters": parameters, "Conditions": conditions, "Resources": { "It": {
            "Type": "AWS::EC2::LaunchTemplate",
            "Properties": { "LaunchTemplateData": { "UserData": { "Fn::Base64": { "Fn::If": ["Win", started, "linux"] } } } },
        } } })
    };
    insta::assert_snapshot!(told(&one(template(""), template("more\n"))), @"It update where Os = windows");
}

/// What reads something new in one branch of a choice that nobody knows is not surely changed, and so not surely refused.
#[test]
fn an_open_choice_is_not_surely_refused() {
    let template = |image: &str, choice: Value| {
        json!({
            "Parameters": { "Flag": { "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/flag" } },
            "Conditions": { "Phased": { "Fn::Equals": [{ "Ref": "Flag" }, "yes"] } },
            "Resources": {
                "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": [{ "Name": "a", "Image": image }] } },
                "It": { "Type": "AWS::ECS::Service", "Properties": {
                    "DeploymentController": { "Type": "CODE_DEPLOY" }, "TaskDefinition": choice } },
            },
        })
    };
    let fails = |choice: Value| told(&one(template("a", choice.clone()), template("b", choice)));
    assert!(fails(json!({ "Ref": "Task" })).contains("WILL FAIL"));
    let open = fails(json!({ "Fn::If": ["Phased", { "Ref": "AWS::NoValue" }, { "Ref": "Task" }] }));
    assert!(!open.contains("WILL FAIL") || open.contains("Flag ≠ yes"), "{open}");
}
