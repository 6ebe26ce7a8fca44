//! Values of parameters that a stack keeps, that the store holds, and that the template or its rules refuse.

use super::scenarios::{guarded, stage, with_values};
use super::*;

#[test]
fn what_the_store_holds_is_no_change_and_is_said() {
    let template = json!({
        "Parameters": { "Image": { "Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": "/image" } },
        "Resources": { "I": { "Type": "AWS::EC2::Instance", "Properties": {
            "ImageId": { "Ref": "Image" }, "InstanceType": "{{resolve:ssm:/size}}", "KeyName": "{{resolve:ssm:/key:3}}" } } },
    });
    let change = one(template.clone(), template);
    assert!(change.is_same());
    let stored: Vec<String> = change.stacks[0].stored.iter().map(|change| change.path.to_string()).collect();
    assert_eq!(stored, ["I / ImageId", "I / InstanceType"]);
}

/// A condition that asks for what the store holds decides anew at each deployment, and so does one that asks for it.
#[test]
fn what_the_store_decides_is_no_change_and_is_said() {
    let template = json!({
        "Parameters": { "Flag": { "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/flag" }, "P": { "Type": "String" } },
        "Conditions": {
            "Large": { "Fn::Equals": [{ "Ref": "Flag" }, "large"] },
            "Small": { "Fn::Not": [{ "Condition": "Large" }] },
            "Other": { "Fn::Equals": [{ "Ref": "P" }, "a"] },
        },
        "Resources": {
            "T": { "Type": "AWS::SNS::Topic", "Condition": "Small" },
            "U": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::If": ["Large", "a", "b"] } } },
            "V": { "Type": "AWS::SNS::Topic", "Condition": "Other", "Properties": { "TopicName": { "Fn::If": ["Other", "a", "b"] } } },
        },
    });
    let change = one(template.clone(), template);
    assert!(change.is_same());
    let stored: Vec<String> = change.stacks[0].stored.iter().map(|change| change.path.to_string()).collect();
    assert_eq!(stored, ["T / Condition", "U / TopicName"]);
}

#[test]
fn a_parameter_that_moves_into_the_store_may_have_the_same_value() {
    let template = |kind: &str, default: &str| {
        json!({
            "Parameters": { "Name": { "Type": kind, "Default": default } },
            "Resources": { "Q": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Ref": "Name" } } } },
        })
    };
    let stored = "AWS::SSM::Parameter::Value<String>";
    // Nobody knows which names the store has.
    let change = one(template("String", "orders"), template(stored, "/name"));
    assert_eq!(told(&change), "Q may-replace");
    let noted: Vec<&str> = change.stacks[0].others.iter().map(|other| other.why).filter(|why| !why.is_empty()).collect();
    assert_eq!(
        noted,
        ["a value that the stack keeps is taken for a name in the parameter store, and refused if that has none such"]
    );
    assert_eq!(told(&one(template(stored, "/name"), template("String", "orders"))), "Q may-replace");
}

/// A value that must not be shown decides as any other does.
#[test]
fn a_hidden_default_that_changes_is_followed() {
    let template = |default: &str| {
        json!({
            "Parameters": { "Owner": { "Type": "String", "NoEcho": true, "Default": default } },
            "Conditions": { "IsFirst": { "Fn::Equals": [{ "Ref": "Owner" }, "first"] } },
            "Resources": {
                "Files": { "Type": "AWS::EFS::FileSystem", "Condition": "IsFirst" },
                "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "Owner" } } },
            },
        })
    };
    insta::assert_snapshot!(told(&one(template("first"), template("second"))), @"
    DATA LOSS DIFF201: AWS::EFS::FileSystem Files is removed, and its data goes with it where Owner goes from its default (hidden) to (hidden)
    Files remove where Owner goes from its default (hidden) to (hidden)
    Topic replace where Owner goes from its default (hidden) to (hidden)
    ");
    assert_eq!(told(&one(template("first"), template("first"))), "");
}

/// A stack keeps the values of its parameters, so one that is taken no more fails, and nothing else happens with it.
#[test]
fn a_value_that_is_taken_no_more_fails() {
    let allowed = |values: &[&str]| json!({ "Type": "String", "AllowedValues": values });
    let fails = |when: &str| {
        format!("WILL FAIL DIFF111: the stack has a value of the parameter Stage that it does not take any more where {when}")
    };
    let told_of = |old: Value, new: Value| told(&one(guarded(old, true), guarded(new, false)));
    assert_eq!(told_of(allowed(&["dev", "prod"]), allowed(&["dev"])), fails("Stage = prod"));
    assert_eq!(told_of(allowed(&["dev", "prod"]), allowed(&["test"])), fails("Stage keeps its value"));
    // With a value that is taken it is removed as ever.
    let removed = told_of(allowed(&["dev", "prod", "test"]), allowed(&["dev", "prod"]));
    assert!(removed.starts_with(&fails("Stage = test")) && removed.ends_with("Orders remove where Stage = prod"), "{removed}");
    // Of what may be anything the default is known, and of a hidden value nothing is said.
    let default = |constraint: &str, value: Value| json!({ "Type": "String", "Default": "dev", constraint: value });
    for (constraint, value) in [("AllowedPattern", json!("[x-z]+")), ("MinLength", json!(4)), ("MaxLength", json!(2))] {
        let told = told_of(stage(), default(constraint, value));
        assert!(told.starts_with(&fails("Stage = dev")), "{constraint}: {told}");
    }
    // What was anything of a kind, and must be of another one, is none of what is taken.
    let of = |constraint: &str, value: Value, default: &str| json!({ "Type": "String", "Default": default, constraint: value });
    for [old, new] in [
        [of("AllowedPattern", json!("arn:aws:.+"), "arn:aws:a"), of("AllowedPattern", json!("^https://.*$"), "https://a")],
        [of("AllowedPattern", json!("[a-z]+"), "dev"), of("AllowedValues", json!(["1", "2"]), "1")],
        [of("MaxLength", json!(3), "dev"), of("MinLength", json!(4), "prod")],
    ] {
        let told = told_of(old.clone(), new);
        assert!(told.starts_with(&fails("Stage keeps its value")), "{old}: {told}");
    }
    let may_be = told_of(of("AllowedPattern", json!("prod-?.*|dev"), "dev"), of("AllowedPattern", json!("prod-.*"), "prod-a"));
    assert!(may_be.starts_with(&fails("Stage = dev")), "{may_be}");
    let hidden = json!({ "Type": "String", "Default": "dev", "NoEcho": true });
    assert!(!told_of(hidden, default("MinLength", json!(4))).contains("DIFF111"));
    // What the deployment is given is known.
    let sides = [allowed(&["dev", "prod"]), allowed(&["dev"])].map(|of| with_values(guarded(of, true), &[("Stage", "dev")]));
    assert_eq!(told(&diff::compare(&sides[0], &sides[1])), "");
}

/// The rules of a template refuse values as the constraints of a parameter do.
#[test]
fn a_value_that_a_rule_refuses_fails() {
    let template = |rules: Value, timeout: u32| {
        json!({
            "Parameters": {
                "Stage": { "Type": "String", "AllowedValues": ["dev", "test", "prod"] }, "Count": { "Type": "Number", "Default": 1 } },
            "Rules": rules,
            "Resources": { "Q": { "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": timeout } } },
        })
    };
    let among =
        |values: &[&str]| json!({ "Only": { "Assertions": [{ "Assert": { "Fn::Contains": [values, { "Ref": "Stage" }] } }] } });
    let fails = |when: &str| {
        format!(
            "WILL FAIL DIFF111: the stack has a value of the parameter Stage that it does not take any more where Stage = {when}"
        )
    };
    let told = |old: Value, new: Value| told(&one(template(old, 1), template(new, 1)));
    assert_eq!(told(json!({}), among(&["dev", "prod"])), fails("test"));
    assert_eq!(told(among(&["dev", "prod"]), among(&["dev", "test"])), fails("prod"));
    assert_eq!(told(among(&["dev", "prod"]), json!({})), "");
    // Where it depends on more than one value, it is a note.
    let count = json!({ "Fn::Not": [{ "Fn::Equals": [{ "Ref": "Count" }, "1"] }] });
    let is_prod = json!({ "Fn::Equals": [{ "Ref": "Stage" }, "prod"] });
    let of_two = json!({ "Only": { "RuleCondition": is_prod, "Assertions": [{ "Assert": count, "AssertDescription": "a" }] } });
    let change = one(template(json!({}), 1), template(of_two.clone(), 2));
    assert_eq!(super::told(&change), "Q update");
    assert_eq!(change.stacks[0].others[0].why, "a value that the stack keeps is refused if it does not fit");
    let mut described = of_two.clone();
    described["Only"]["Assertions"][0]["AssertDescription"] = json!("b");
    assert_eq!(one(template(of_two, 1), template(described, 1)).stacks[0].others[0].why, "");
}

#[test]
fn what_rules_refuse_is_not_deployed() {
    let template = |assertion: &Value, table: bool| {
        let mut template = guarded(stage(), table);
        template["Rules"] = json!({ "Stages": { "Assertions": [{ "Assert": assertion }] } });
        template
    };
    let removed = |assertion: Value| told(&one(template(&assertion, true), template(&assertion, false)));
    for refusing in [
        json!({ "Fn::Contains": [["dev", "test"], { "Ref": "Stage" }] }),
        json!({ "Fn::EachMemberIn": [[{ "Ref": "Stage" }], ["dev", "test"]] }),
        json!({ "Fn::EachMemberEquals": [[{ "Ref": "Stage" }], "dev"] }),
        json!({ "Fn::Not": [{ "Fn::Equals": [{ "Ref": "Stage" }, "prod"] }] }),
    ] {
        assert_eq!(removed(refusing.clone()), "", "{refusing}");
    }
    for allowing in
        [json!({ "Fn::Contains": [["dev", "prod"], { "Ref": "Stage" }] }), json!({ "Fn::Equals": [{ "Ref": "Other" }, "prod"] })]
    {
        assert!(removed(allowing.clone()).starts_with("DATA LOSS"), "{allowing}");
    }
}

/// A stack that gets a parameter without a default can't be deployed as it was before.
#[test]
fn a_new_parameter_without_a_default_needs_a_value() {
    let template = |parameters: Value| json!({ "Parameters": parameters, "Resources": { "T": { "Type": "AWS::SNS::Topic" } } });
    let after =
        json!({ "Old": { "Type": "String" }, "New": { "Type": "String" }, "Named": { "Type": "String", "Default": "a" } });
    let (before, after) = (template(json!({ "Old": { "Type": "String" } })), template(after));
    let said = |values: &[(&str, &str)]| {
        let change = diff::compare(&with_values(before.clone(), &[]), &with_values(after.clone(), values));
        let each = change.stacks[0].others.iter().filter(|change| !change.why.is_empty());
        each.map(|change| format!("{}: {}", change.path.property(), change.why)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(said(&[]), "Parameters.New: it has no default, so the next deployment needs a value for it");
    assert_eq!(said(&[("New", "a")]), "");
}

/// A text that stands where a parameter stood is one of the values that a stack can keep: nothing changes for it.
#[test]
fn a_kept_value_may_be_the_text_that_stands_in_its_place() {
    let template = |default: u8, delay: Value| {
        json!({
            "Parameters": { "Delay": { "Type": "Number", "Default": default } },
            "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "DelaySeconds": delay } } },
        })
    };
    let told = told(&one(template(2, json!({ "Ref": "Delay" })), template(9, json!(2))));
    assert_eq!(told, "Queue update where Delay keeps another value than 2");
}

/// A resource that is new to a stack by a parameter that takes the place of another one wants what the old resource still has, if the
/// parameter is given the same.
#[test]
fn a_parameter_that_is_renamed_may_be_given_what_is_taken() {
    let template = |name: &str| {
        json!({
            "Parameters": { (name): { "Type": "String", "Default": "10.0.0.0/19" } },
            "Resources": {
                "Vpc": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": "10.0.0.0/16" } },
                (format!("Net{name}")): {
                    "Type": "AWS::EC2::Subnet",
                    "Properties": { "VpcId": { "Ref": "Vpc" }, "CidrBlock": { "Ref": name } },
                },
            },
        })
    };
    let told = told(&one(template("One"), template("Two")));
    let fails = "WILL FAIL DIFF107: NetTwo is made before NetOne is deleted, and its CidrBlock is that of NetOne, and two resources cannot have it at once where Two is given what One was";
    assert!(told.lines().next() == Some(fails), "{told}");
    // Where the old one may not be there, it is only where that is.
    let mut before = template("One");
    before["Parameters"]["Make"] = json!({ "Type": "String" });
    before["Conditions"] = json!({ "Made": { "Fn::Equals": [{ "Ref": "Make" }, "yes"] } });
    before["Resources"]["NetOne"]["Condition"] = json!("Made");
    let told = self::told(&one(before, template("Two")));
    assert!(told.lines().next() == Some(&*format!("{fails} and Make = yes")), "{told}");
}

/// A list that the template split by hand is the one that CloudFormation splits, where the names in it have no spaces.
#[test]
fn a_text_that_is_split_at_its_commas_is_the_list_that_it_becomes() {
    let split = |delimiter: &str| json!({ "Fn::Split": [delimiter, { "Ref": "Ids" }] });
    let template = |kind: &str, list: Value| {
        json!({
            "Parameters": { "Ids": { "Type": kind } },
            "Resources": {
                "Group": { "Type": "AWS::EC2::NetworkInterface", "Properties": { "SubnetId": { "Fn::Select": ["0", list.clone()] } } },
                "All": { "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": { "Scheme": "internal", "Subnets": list } },
            },
        })
    };
    let list = |kind: &str| template(kind, json!({ "Ref": "Ids" }));
    let ids = "List<AWS::EC2::Subnet::Id>";
    assert_eq!(told(&one(template("String", split(",")), list(ids))), "");
    assert_eq!(told(&one(list(ids), template("String", split(",")))), "");
    let may_be = "Group may-replace\nAll may-update";
    // Another delimiter, another parameter, and spaces that are trimmed or not.
    assert_eq!(told(&one(template("String", split("|")), list(ids))), may_be);
    assert_eq!(told(&one(template("String", split(",")), list("CommaDelimitedList"))), may_be);
    assert_eq!(
        told(&one(template("String", split(",")), list("AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>"))),
        may_be
    );
}
