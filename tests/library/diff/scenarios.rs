//! What a change does for every value that a parameter can have: a default is not a value.

use super::*;

/// A stack whose table has the condition `IsProd`, if it has one at all.
pub(super) fn guarded(parameter: Value, table: bool) -> Value {
    let mut template = json!({
        "Parameters": { "Stage": parameter },
        "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
        "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
    });
    if table {
        template["Resources"]["Orders"] = json!({ "Type": "AWS::DynamoDB::Table", "Condition": "IsProd" });
    }
    template
}

pub(super) fn stage() -> Value {
    json!({ "Type": "String", "Default": "dev" })
}

pub(super) fn with_values(template: Value, values: &[(&str, &str)]) -> Vec<(String, Side)> {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    vec![("stack".to_owned(), Side::new(Template::new(Node::from(template)), values))]
}

#[test]
fn a_default_is_no_value() {
    let lost = "DATA LOSS DIFF201: AWS::DynamoDB::Table Orders is removed, and its data goes with it";
    let removed = told(&one(guarded(stage(), true), guarded(stage(), false)));
    assert_eq!(removed, format!("{lost} where Stage = prod\nOrders remove where Stage = prod"));
    let known = |value| {
        let sides = [true, false].map(|table| with_values(guarded(stage(), table), &[("Stage", value)]));
        told(&diff::compare(&sides[0], &sides[1]))
    };
    assert_eq!(known("prod"), format!("{lost}\nOrders remove"));
    assert_eq!(known("dev"), "");
    let assumed = [true, false].map(|table| vec![("stack".to_owned(), side(guarded(stage(), table)).assuming_defaults())]);
    assert_eq!(told(&diff::compare(&assumed[0], &assumed[1])), "");
}

#[test]
fn allowed_values_are_all_that_a_parameter_can_have() {
    let allowed = |values: &[&str]| json!({ "Type": "String", "AllowedValues": values });
    let removed = |values: &[&str]| told(&one(guarded(allowed(values), true), guarded(allowed(values), false)));
    assert_eq!(removed(&["dev", "staging"]), "");
    assert_eq!(removed(&["prod"]).lines().last(), Some("Orders remove"));
    assert_eq!(removed(&["prod", "dev", "staging"]).lines().last(), Some("Orders remove where Stage = prod"));
}

/// What a parameter's constraints refuse is no value of it. Those of a stored one are about its name.
#[test]
fn no_value_is_followed_that_the_constraints_refuse() {
    let removed = |parameter: Value| told(&one(guarded(parameter.clone(), true), guarded(parameter, false)));
    for refused in [
        json!({ "Type": "Number" }),
        json!({ "Type": "String", "AllowedPattern": "[a-c]+" }),
        json!({ "Type": "String", "MinLength": 5 }),
        json!({ "Type": "String", "MaxLength": "3" }),
    ] {
        assert_eq!(removed(refused.clone()), "", "{refused}");
    }
    for taken in [
        json!({ "Type": "String", "AllowedPattern": "[a-z]+", "MinLength": 4, "MaxLength": 4 }),
        json!({ "Type": "AWS::SSM::Parameter::Value<String>", "AllowedValues": ["/stage"] }),
    ] {
        assert_eq!(removed(taken.clone()).lines().last(), Some("Orders remove where Stage = prod"), "{taken}");
    }
}

#[test]
fn a_changed_default_is_kept_by_some_and_taken_by_others() {
    let template = |default: &str| {
        json!({
            "Parameters": { "Name": { "Type": "String", "Default": default } },
            "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Ref": "Name" } } } },
        })
    };
    insta::assert_snapshot!(told(&one(template("a"), template("b"))), @"
    DATA LOSS DIFF201: AWS::SQS::Queue Queue is replaced, and its data goes with it where Name goes from its default a to b
    Queue replace where Name goes from its default a to b
    ");
}

/// A value that becomes a parameter with that default is the same, as long as nobody gives another one.
#[test]
fn a_value_that_becomes_a_default_is_the_same_for_who_gives_no_other() {
    let queue = |name: Value| json!({ "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": name } } });
    let before = json!({ "Resources": queue(json!("a")) });
    let after = |default: &str| json!({ "Parameters": { "Name": { "Type": "String", "Default": default } }, "Resources": queue(json!({ "Ref": "Name" })) });
    insta::assert_snapshot!(told(&one(before.clone(), after("a"))), @"
    DATA LOSS DIFF201: AWS::SQS::Queue Queue is replaced, and its data goes with it where Name has another value than its default
    Queue replace where Name has another value than its default
    ");
    insta::assert_snapshot!(told(&one(before, after("b"))), @"
    DATA LOSS DIFF201: AWS::SQS::Queue Queue is replaced, and its data goes with it where Name has its default b
    DATA LOSS DIFF201: AWS::SQS::Queue Queue may be replaced, and its data would go with it where Name has another value than its default
    Queue replace where Name has its default b
    Queue may-replace where Name has another value than its default
    ");
}

/// Where the allowed values say what else it can be, each of them is looked at.
#[test]
fn a_new_parameter_has_its_default_or_another_allowed_value() {
    let database = |more: Value| {
        let mut properties = json!({ "Engine": "mysql", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20" });
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "Db": { "Type": "AWS::RDS::DBInstance", "UpdateReplacePolicy": "Delete", "Properties": properties } })
    };
    let before = json!({ "Resources": database(json!({})) });
    let encrypted = json!({ "Type": "String", "Default": "false", "AllowedValues": ["true", "false"] });
    let after = json!({ "Parameters": { "Encrypted": encrypted }, "Resources": database(json!({ "StorageEncrypted": { "Ref": "Encrypted" } })) });
    let said = told(&one(before, after));
    assert!(said.contains("DATA LOSS DIFF201: AWS::RDS::DBInstance Db is replaced"), "{said}");
    assert!(said.contains("Db replace where Encrypted = true"), "{said}");
    assert!(said.contains("Db may-replace where Encrypted ≠ true"), "{said}");
}

#[test]
fn what_several_parameters_decide_is_told_with_all_of_them() {
    let template = |name: &str| {
        json!({
            "Parameters": { "Stage": { "Type": "String" }, "Wants": { "Type": "String", "AllowedValues": ["yes", "no"] } },
            "Conditions": {
                "Prod": { "Fn::Equals": ["prod", { "Ref": "Stage" }] },
                "Both": { "Fn::And": [{ "Condition": "Prod" }, { "Fn::Equals": [{ "Ref": "Wants" }, "yes"] }] },
                "Either": { "Fn::Or": [{ "Condition": "Prod" }, { "Fn::Equals": [{ "Ref": "Wants" }, "yes"] }] },
            },
            "Resources": {
                "A": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::If": ["Both", name, "a"] } } },
                "B": { "Type": "AWS::SNS::Topic", "Condition": "Either", "Properties": { "TopicName": name } },
            },
        })
    };
    insta::assert_snapshot!(told(&one(template("x"), template("y"))), @"
    A replace where Stage = prod and Wants = yes
    B replace where Either holds
    ");
}

#[test]
fn more_combinations_than_are_followed_are_said() {
    let names: Vec<String> = (0..12).map(|index| format!("P{index}")).collect();
    let template = |value: &str| {
        let parameters: serde_json::Map<String, Value> =
            names.iter().map(|name| (name.clone(), json!({ "Type": "String" }))).collect();
        let equal = |name: &String| (format!("C{name}"), json!({ "Fn::Equals": [{ "Ref": name }, "x"] }));
        let conditions: serde_json::Map<String, Value> = names.iter().map(equal).collect();
        let parts: Vec<Value> = names.iter().map(|name| json!({ "Fn::If": [format!("C{name}"), value, "other"] })).collect();
        let topic = json!({ "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::Join": ["-", parts] } } });
        json!({ "Parameters": parameters, "Conditions": conditions, "Resources": { "T": topic } })
    };
    let change = one(template("a"), template("b"));
    let unknown = unknown(&change);
    assert!(unknown.iter().any(|note| note.contains("P8, P9") && note.contains("too many combinations")), "{unknown:?}");
    assert!(change.stacks[0].resources.iter().any(|resource| resource.id == "T"), "what is left open still changes");
}

/// The work is bounded: what costs too much is left open, and said.
#[test]
fn of_a_large_template_fewer_outcomes_are_compared() {
    let template = |value: &str, notes: usize| {
        let parts: Vec<Value> = (0..5).map(|index| json!({ "Fn::If": [format!("C{index}"), value, "other"] })).collect();
        let name = json!({ "Fn::Join": ["-", parts] });
        let topic = json!({ "Type": "AWS::SNS::Topic", "Metadata": vec![0; notes * 5], "Properties": { "TopicName": name } });
        let each = |of: &dyn Fn(usize) -> (String, Value)| Value::Object((0..5).map(of).collect());
        json!({
            "Parameters": each(&|index| (format!("P{index}"), json!({ "Type": "String" }))),
            "Conditions": each(&|index| (format!("C{index}"), json!({ "Fn::Equals": [{ "Ref": format!("P{index}") }, "x"] }))),
            "Resources": { "T": topic },
        })
    };
    let unfollowed = |notes| unknown(&one(template("a", notes), template("b", notes)));
    assert_eq!(unfollowed(1_000), [""; 0]);
    assert_eq!(unfollowed(5_500), ["every value of P4: there are too many combinations, so each may have any"]);
}

/// What look-ups can yield is looked at in each outcome, and is work as well. A name that is looked up in other entries is another one,
/// though it reads the same.
#[test]
fn of_many_lookups_fewer_outcomes_are_compared() {
    let template = |value: &str, queues: usize| {
        let keys: Vec<String> = (0..50).map(|index| format!("k{index}")).collect();
        let entries = keys.iter().map(|key| (key.clone(), json!({ "name": format!("{key}-{value}") }))).collect();
        let name = json!({ "Fn::FindInMap": ["M", { "Ref": "P" }, "name"] });
        let queue = |index| (format!("Q{index}"), json!({ "Type": "AWS::SQS::Queue", "Properties": { "QueueName": name } }));
        json!({
            "Parameters": { "P": { "Type": "String", "AllowedValues": keys } },
            "Mappings": { "M": Value::Object(entries) },
            "Resources": Value::Object((0..queues).map(queue).collect()),
        })
    };
    let told = |queues| {
        let change = one(template("a", queues), template("b", queues));
        let fails = change.headlines.iter().any(|headline| headline.kind.title() == "WILL FAIL");
        (fails, change.stacks[0].resources[0].verdict, change.stacks[0].resources[0].changes[0].why)
    };
    assert_eq!(told(20), (false, Verdict::Replace, ""));
    assert_eq!(told(120), (false, Verdict::Replace, "the mapping has another entry for each of its keys"));
}

/// A resource without what its type requires cannot have been made, so nothing is told of it where it is so.
#[test]
fn what_cannot_have_been_deployed_is_not_compared() {
    let mapping = |domain: Value| {
        json!({
            "Conditions": { "Dev": { "Fn::Equals": [{ "Ref": "AWS::AccountId" }, "111111111111"] } },
            "Resources": {
                "M": { "Type": "AWS::ApiGatewayV2::ApiMapping", "Properties": { "ApiId": "a", "Stage": "s", "DomainName": domain } },
            },
        })
    };
    let nothing = json!({ "Ref": "AWS::NoValue" });
    let of = |dev: &str, other: Value| mapping(json!({ "Fn::If": ["Dev", dev, other] }));
    let unknown = |change: &Comparison| super::unknown(change).join("; ");
    let in_one = one(of("a", nothing.clone()), of("a", json!("b")));
    assert_eq!(told(&in_one), "");
    insta::assert_snapshot!(unknown(&in_one), @"a stack where AWS::AccountId ≠ 111111111111, since the old template cannot have been deployed there: M has no DomainName, which AWS::ApiGatewayV2::ApiMapping requires");
    let in_both = one(of("a", nothing.clone()), of("c", json!("b")));
    assert_eq!((told(&in_both), unknown(&in_both)), ("M replace".to_owned(), unknown(&in_one)));
    let never = one(mapping(nothing.clone()), mapping(json!("a")));
    assert_eq!(told(&never), "M unknown");
    insta::assert_snapshot!(unknown(&never), @"what is deployed, since the old template cannot have been deployed: M has no DomainName, which AWS::ApiGatewayV2::ApiMapping requires");
    // Another tool may add to both what both lack, and a macro to any.
    let mut both = mapping(nothing.clone());
    both["Resources"]["M"]["Properties"]["Stage"] = json!("t");
    assert_eq!(unknown(&one(mapping(nothing.clone()), both)), "");
    let mut made = mapping(nothing);
    made["Transform"] = json!("Macro");
    assert!(!unknown(&one(made, mapping(json!("a")))).contains("requires"));
}

/// Texts that differ in what is written can't be equal, whatever is given for the rest.
#[test]
fn values_that_surely_differ_are_told_from_those_that_may_not() {
    let verdict = |before: Value, after: Value| {
        let template = |name: Value| {
            json!({ "Parameters": { "P": { "Type": "String" }, "Q": { "Type": "String" } },
                "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": name } } } })
        };
        told(&one(template(before), template(after)))
    };
    let sub = |text: &str| json!({ "Fn::Sub": text });
    assert_eq!(verdict(sub("a-${P}"), sub("b-${P}")), "T replace");
    assert_eq!(verdict(sub("${P}-a"), sub("${P}-b")), "T replace");
    assert_eq!(verdict(sub("${P}-a"), json!("x-b")), "T replace");
    assert_eq!(verdict(sub("${P}-a"), sub("${Q}-a")), "T may-replace");
    assert_eq!(verdict(sub("${P}-a"), json!("x-a")), "T may-replace");
    assert_eq!(verdict(sub("${P}"), sub("${P}-a")), "T replace");
    assert_eq!(verdict(json!({ "Ref": "P" }), json!("x")), "T may-replace");
    let joined =
        |start: &str| json!({ "Fn::Join": ["", [start, { "Fn::Select": [0, { "Fn::Split": ["-", { "Ref": "P" }] }] }]] });
    assert_eq!(verdict(json!("a-x"), joined("b-")), "T replace");
    assert_eq!(verdict(json!("a-x"), joined("a-")), "T may-replace");
    let encoded = |text: Value| json!({ "Fn::Base64": text });
    assert_eq!(verdict(encoded(json!("a")), encoded(json!("b"))), "T replace");
    assert_eq!(verdict(encoded(sub("${P}-a")), encoded(sub("${Q}-a"))), "T may-replace");
}

#[test]
fn a_policy_keeps_what_its_function_says() {
    let template = |kind: &str, policy: &Value, is_there: bool| {
        let mut template = json!({
            "Transform": "AWS::LanguageExtensions",
            "Parameters": { "Stage": { "Type": "String", "AllowedValues": ["dev", "prod"] }, "Keep": { "Type": "String" } },
            "Mappings": { "Policies": { "dev": { "Of": "Delete" }, "prod": { "Of": "Retain" } } },
            "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
        });
        if is_there {
            template["Resources"]["Data"] = json!({ "Type": kind, "DeletionPolicy": policy });
        }
        template
    };
    // Without a policy, a database leaves a snapshot.
    for kind in ["AWS::DynamoDB::Table", "AWS::RDS::DBInstance"] {
        for (policy, lost) in [
            (json!({ "Fn::If": ["IsProd", "Retain", "Delete"] }), "Stage = dev"),
            (json!({ "Fn::FindInMap": ["Policies", { "Ref": "Stage" }, "Of"] }), "Stage = dev"),
            (json!({ "Ref": "Keep" }), "Keep = Delete"),
        ] {
            let found = told(&one(template(kind, &policy, true), template(kind, &policy, false)));
            let expected = format!("DATA LOSS DIFF201: {kind} Data is removed, and its data goes with it where {lost}\n");
            assert!(found.starts_with(&expected), "{policy}: {found}");
            assert_eq!(found.matches("DATA LOSS").count(), 1, "{found}");
        }
    }
    let kept = json!({ "Ref": "Keep" });
    let known =
        [true, false].map(|is_there| with_values(template("AWS::DynamoDB::Table", &kept, is_there), &[("Keep", "Retain")]));
    assert_eq!(told(&diff::compare(&known[0], &known[1])), "Data remove");
}

/// What a value reads under each circumstance is no other thing that happens: a removed tag is removed whatever it said.
#[test]
fn what_happens_whatever_is_given_is_told_once() {
    let tagged = |tags: Value, name: &str, of: &str| json!({ "Type": "AWS::SNS::Topic", "Properties": { "Tags": tags, "TopicName": { "Fn::Sub": format!("${{{name}}}-{of}") } } });
    let before = json!({
        "Parameters": { "Owner": { "Type": "String", "Default": "me" }, "Project": { "Type": "String", "Default": "x" } },
        "Resources": {
            "Kept": tagged(json!([{ "Key": "owner", "Value": { "Ref": "Owner" } }]), "AWS::StackName", "kept"),
            "Gone": tagged(json!([]), "Project", "gone"),
        },
    });
    let after = json!({ "Resources": { "Kept": tagged(json!([]), "AWS::StackName", "kept") } });
    let change = one(before, after);
    assert_eq!(told(&change), "Kept update\nGone remove");
    let kept = change.stacks[0].resources.iter().find(|resource| resource.id == "Kept").unwrap();
    assert_eq!(
        serde_json::to_value(kept.changes[0].before.as_ref().unwrap()).unwrap(),
        json!({ "Key": "owner", "Value": { "Ref": "Owner" } })
    );
}

/// A resource that is replaced in any case is so, though its other changes depend on a parameter.
#[test]
fn what_happens_in_all_parts_is_certain() {
    let template = |name: &str, shown: &str| {
        json!({
            "Parameters": { "Shown": { "Type": "String", "Default": shown } },
            "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": name, "DisplayName": { "Ref": "Shown" } } } },
        })
    };
    let change = one(template("a", "one"), template("b", "two"));
    assert_eq!(told(&change), "T replace");
    let parts = &change.stacks[0].resources[0].changes;
    let under: Vec<Option<&str>> = parts.iter().map(|change| change.under.as_deref()).collect();
    assert_eq!(under, [None, Some("Shown goes from its default one to two")]);
    assert!(change.stacks[0].resources.iter().all(|resource| resource.is_certain));
    let change = one(template("a", "one"), template("a", "two"));
    assert!(change.stacks[0].resources.iter().all(|resource| !resource.is_certain), "{}", told(&change));
}

/// What surely changes under some circumstances only leaves open that nothing does under others.
#[test]
fn what_may_stay_in_some_cases_may_stay() {
    let template = |name: &str, layers: Value| {
        json!({
            "Parameters": { name: { "Type": "String" }, "Layer": { "Type": "String" } },
            "Conditions": { "HasLayer": { "Fn::Not": [{ "Fn::Equals": [{ "Ref": "Layer" }, ""] }] } },
            "Resources": { "F": { "Type": "AWS::Lambda::Function", "Properties": {
                "FunctionName": { "Ref": name }, "Layers": layers, "Role": "arn:aws:iam::123456789012:role/x", "Code": { "S3Bucket": "b", "S3Key": "k" },
            } } },
        })
    };
    let none = || json!({ "Ref": "AWS::NoValue" });
    let change = |layers: Value| one(template("One", none()), template("Two", layers));
    let some = json!({ "Fn::If": ["HasLayer", [{ "Ref": "Layer" }], none()] });
    let [some, each] = [some, json!({ "Fn::If": ["HasLayer", [{ "Ref": "Layer" }], ["l"]] })].map(change);
    assert_eq!(told(&some), "F may-replace");
    assert!(some.stacks[0].resources[0].may_stay());
    assert_eq!(told(&each), "F may-replace");
    assert!(!each.stacks[0].resources[0].may_stay(), "it has a layer in any case");
}

/// A value that only a change of the default leads to is none of the others, which conditions ask for.
#[test]
fn a_default_that_changes_is_told_where_all_values_are_asked_for() {
    let template = |default: &str| {
        json!({
            "Parameters": { "Kind": { "Type": "String", "Default": default, "AllowedValues": ["one", "two"] } },
            "Conditions": { "IsOne": { "Fn::Equals": [{ "Ref": "Kind" }, "one"] }, "IsTwo": { "Fn::Equals": [{ "Ref": "Kind" }, "two"] } },
            "Resources": {
                "T": { "Type": "AWS::SNS::Topic", "Condition": "IsTwo" }, "U": { "Type": "AWS::SNS::Topic", "Condition": "IsOne" } },
        })
    };
    let found = told(&one(template("one"), template("two")));
    let moves = "where Kind goes from its default one to two";
    assert_eq!(found, format!("T add (was U) {moves}\nU remove {moves}"));
}

/// What may be the same value changes nothing then; what may be replaced may give another value to whatever reads it.
#[test]
fn an_update_that_may_not_be_one_is_told_as_such() {
    let template = |partition: &str, index: u8| {
        let name = json!({ "Fn::Select": [index, { "Fn::Split": ["-", { "Ref": "Name" }] }] });
        let statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": { "Fn::Sub": format!("arn:{partition}:s3:::b/*") } });
        json!({
            "Parameters": { "Name": { "Type": "String" } },
            "Resources": {
                "Policy": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": [statement] } } },
                "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": name } },
                "Function": { "Type": "AWS::Lambda::Function", "Properties": {
                    "Environment": { "Variables": { "TOPIC": { "Ref": "Topic" } } },
                } },
                "Subscription": { "Type": "AWS::SNS::Subscription", "Properties": { "TopicArn": { "Ref": "Topic" } } },
            },
        })
    };
    let told = |partition: &str, index: u8| told(&one(template("aws", 1), template(partition, index)));
    assert_eq!(told("${AWS::Partition}", 1), "Policy may-update");
    assert!(told("aws-cn", 1).ends_with("Policy update"));
    assert_eq!(told("aws", 3), "Topic may-replace\nFunction may-update\nSubscription may-replace");
}

/// A part of a text is known where nothing that is unknown before its end can hold the delimiter.
#[test]
fn a_part_of_a_text_is_known_as_far_as_the_text_is() {
    let verdict = |index: u8, delimiter: &str, text: &str, same: &str| {
        let template = |name: Value| json!({ "Parameters": { "P": { "Type": "String" } }, "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": name } } } });
        let part = json!({ "Fn::Select": [index, { "Fn::Split": [delimiter, { "Fn::Sub": text }] }] });
        told(&one(template(part), template(json!({ "Fn::Sub": same }))))
    };
    assert_eq!(verdict(5, ":", "arn:${AWS::Partition}:s3:::a-${AWS::Region}/b", "a-${AWS::Region}/b"), "");
    assert_eq!(verdict(0, ":", "a-${AWS::Region}:${P}", "a-${AWS::Region}"), "");
    assert_eq!(verdict(1, "-", "${AWS::Region}-a", "a"), "T may-replace");
    assert_eq!(verdict(1, ":", "${P}:${AWS::Region}", "${AWS::Region}"), "T may-replace");
}

/// What goes and what comes at one place of a list are two changes, also where their values are those of each case.
#[test]
fn an_element_that_comes_stays_beside_one_that_goes() {
    let template = |resources: Value| {
        let import = json!({ "Type": "String", "Default": "kms" });
        let role = json!({ "Statement": [{ "Effect": "Allow", "Action": "kms:Sign", "Resource": resources }] });
        let properties = json!({ "PolicyDocument": role, "PolicyName": "sign", "RoleName": "signer" });
        json!({ "Parameters": { "S": import }, "Resources": { "R": { "Type": "AWS::IAM::RolePolicy", "Properties": properties } } })
    };
    let without = |mut template: Value| {
        template["Parameters"] = json!({});
        template
    };
    let made = |name: &str| json!({ "Fn::ImportValue": { "Fn::Sub": format!("${{S}}-{name}") } });
    let change = one(without(template(json!(["arn:aws:kms:::key/one"]))), template(json!([made("a"), made("b")])));
    let changes = &change.stacks[0].resources[0].changes;
    let stand = |change: &formwork::diff::Change| (change.path.property(), change.before.is_some(), change.after.is_some());
    let item = |index: u8| format!("PolicyDocument.Statement[0].Resource[{index}]");
    let wanted = [(item(0), true, false), (item(0), false, true), (item(1), false, true)];
    assert_eq!(changes.iter().map(stand).collect::<Vec<_>>(), wanted);
}

/// What happens in all cases is told once, with the name of the parameter that differs from one case to the next.
#[test]
fn one_thing_that_happens_in_all_cases_is_told_once() {
    let template = |resource: Value| {
        let statement = json!([{ "Effect": "Allow", "Action": "sns:Publish", "Resource": resource }]);
        let role =
            json!({ "RoleName": "publisher", "Policies": [{ "PolicyName": "p", "PolicyDocument": { "Statement": statement } }] });
        let region = |name: &str| json!({ "Fn::Equals": [{ "Ref": "AWS::Region" }, name] });
        json!({
            "Conditions": { "IsEu": region("eu-west-1"), "IsUs": region("us-east-1") },
            "Resources": {
                "R": { "Type": "AWS::IAM::Role", "Properties": role },
                "Eu": { "Type": "AWS::SNS::Topic", "Condition": "IsEu", "DeletionPolicy": "Retain" },
                "Us": { "Type": "AWS::SNS::Topic", "Condition": "IsUs" },
            },
        })
    };
    let topic = |region: &str, name: &str| json!({ "Fn::Sub": format!("arn:aws:sns:{region}:111111111111:{name}") });
    let widened = |before: Value, mut after: Value| {
        after["Resources"].as_object_mut().unwrap().retain(|id, _| id == "R");
        let told = told(&one(before, after));
        let lines = told.lines().filter_map(|line| line.strip_prefix("IAM WIDENED DIFF501: R allows more: sns:Publish on "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let written = "arn:aws:sns:${AWS::Region}:111111111111:b";
    let all = widened(template(topic("eu-west-1", "a")), template(topic("${AWS::Region}", "b")));
    assert_eq!(all, [written]);
    let but_one = widened(template(topic("eu-west-1", "b")), template(topic("${AWS::Region}", "b")));
    assert_eq!(but_one, ["arn:aws:sns:us-east-1:111111111111:b where AWS::Region = us-east-1"]);
}

/// What changes however a parameter is given is told as it is written, once.
#[test]
fn a_value_that_changes_in_all_cases_is_told_once() {
    let template = |name: &str, parameter: &str| {
        json!({
            "Parameters": { (parameter): { "Type": "String", "Default": "prod" } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::Sub": name } } } },
            "Outputs": { "Name": { "Value": { "Fn::Sub": name }, "Export": { "Name": "fixed" } } },
        })
    };
    let comparison = one(template("${AWS::StackName}:x", "Stage"), template("${Name}:of-${Name}:y", "Name"));
    let stack = &comparison.stacks[0];
    assert_eq!(stack.resources.len(), 1, "{}", told(&comparison));
    assert_eq!(stack.resources[0].changes.len(), 1, "{:#?}", stack.resources[0].changes);
    let outputs: Vec<_> = stack.others.iter().filter(|other| other.path.begins_with(&["Outputs"])).collect();
    assert!(matches!(outputs.as_slice(), [only] if only.under.is_none()), "{outputs:#?}");
}

/// What only happens where a new parameter is given another value than its default does not happen to who deploys as before.
#[test]
fn a_deployment_as_before_is_told_to_change_nothing() {
    let queue = json!({ "Type": "AWS::SQS::Queue", "Condition": "Made" });
    let mut after = json!({
        "Parameters": { "Make": { "Type": "String", "Default": "true", "AllowedValues": ["true", "false"] } },
        "Conditions": { "Made": { "Fn::Equals": [{ "Ref": "Make" }, "true"] } },
        "Resources": { "Queue": queue },
    });
    let before = json!({ "Resources": { "Queue": { "Type": "AWS::SQS::Queue" } } });
    let notes = |after: &Value| one(before.clone(), after.clone()).stacks[0].notes.clone();
    assert_eq!(notes(&after), ["no resource changes where Make = true: the default of a new parameter"]);
    after["Parameters"]["Make"]["Default"] = json!("false");
    assert!(notes(&after).is_empty(), "{:?}", notes(&after));
}
