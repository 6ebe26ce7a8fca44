//! What a change does where conditions decide: each outcome of theirs, and what one that is known tells elsewhere.

use super::*;

#[test]
fn tests_that_no_parameter_decides_alone_have_both_outcomes() {
    let template = |one: &str, other: &str| {
        json!({
            "Parameters": { "A": { "Type": "String" }, "B": { "Type": "String" } },
            "Conditions": { "Same": { "Fn::Equals": [{ "Ref": "A" }, { "Ref": "B" }] } },
            "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::If": ["Same", one, other] } } } },
        })
    };
    assert_eq!(told(&one(template("x", "y"), template("z", "y"))), "T replace where A = B");
    assert_eq!(told(&one(template("x", "y"), template("x", "z"))), "T replace where A ≠ B");
}

/// Whoever refers to what is replaced is looked at under its own conditions too.
#[test]
fn a_replacement_spreads_where_the_condition_of_a_user_holds() {
    let template = |name: &str| {
        json!({
            "Conditions": { "Here": { "Fn::Equals": [{ "Ref": "AWS::Region" }, "eu-west-1"] } },
            "Resources": {
                "Group": { "Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": { "Name": name } },
                "Task": { "Type": "AWS::SSM::Parameter", "Properties": {
                    "Name": { "Fn::If": ["Here", { "Fn::GetAtt": ["Group", "TargetGroupName"] }, "none"] } } },
            },
        })
    };
    let found = told(&one(template("x"), template("y")));
    assert!(found.contains("Task replace (Group → Task.Name) where AWS::Region = eu-west-1"), "{found}");
}

/// A suffix that is given is not empty, so the name is another one.
#[test]
fn a_part_that_is_surely_there_makes_another_value() {
    let queue = |name: &str| json!({ "Q": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Fn::Sub": name } } } });
    let change = |suffix: Value, name: &str| {
        let after = json!({ "Parameters": { "Suffix": suffix }, "Resources": queue(name) });
        told(&one(json!({ "Resources": queue("q-${AWS::StackName}") }), after))
    };
    insta::assert_snapshot!(change(json!({ "Type": "String", "Default": "" }), "q-${AWS::StackName}${Suffix}"), @"
    DATA LOSS DIFF201: AWS::SQS::Queue Q is replaced, and its data goes with it where Suffix has another value than its default
    Q replace where Suffix has another value than its default
    ");
    assert_eq!(change(json!({ "Type": "String" }), "q-${AWS::StackName}${Suffix}"), "Q may-replace");
    for given in [json!({ "Type": "String", "MinLength": 1 }), json!({ "Type": "String", "AllowedValues": ["a", "b"] })] {
        assert!(change(given, "q-${AWS::StackName}${Suffix}").contains("Q replace"));
    }
    assert!(change(json!({ "Type": "String" }), "q-${AWS::StackName}${AWS::Region}").contains("Q replace"));
}

/// Where there are too many combinations, a condition is left open, and what it decides reads the same.
#[test]
fn a_condition_that_is_left_open_may_hold_where_it_did_not() {
    let template = |value: &str| {
        let names: Vec<String> = (10..22).map(|number| format!("P{number}")).collect();
        let test = |name: &str, value: &str| json!({ "Fn::Equals": [{ "Ref": name }, value] });
        let mut conditions: serde_json::Map<String, Value> =
            names.iter().map(|name| (format!("Is{name}"), test(name, "on"))).collect();
        conditions.insert("Last".to_owned(), test("P21", value));
        conditions.insert("Then".to_owned(), json!({ "Fn::Not": [{ "Condition": "Last" }] }));
        let chosen = |condition: &str| json!({ "Fn::If": [condition, 30, 60] });
        let queue = |name: &String| json!({ "Type": "AWS::SQS::Queue", "Condition": format!("Is{name}"), "Properties": { "DelaySeconds": value.len() } });
        let mut resources: serde_json::Map<String, Value> =
            names.iter().map(|name| (format!("Queue{name}"), queue(name))).collect();
        resources
            .insert("Own".to_owned(), json!({ "Type": "AWS::SQS::Queue", "Properties": { "DelaySeconds": chosen("Last") } }));
        let named = json!({ "QueueName": { "Fn::Sub": ["q${N}", { "N": chosen("Then") }] } });
        resources.insert("Named".to_owned(), json!({ "Type": "AWS::SQS::Queue", "Properties": named }));
        resources.insert("Kept".to_owned(), json!({ "Type": "AWS::SQS::Queue", "DeletionPolicy": chosen("Last") }));
        resources.insert("There".to_owned(), json!({ "Type": "AWS::SQS::Queue", "Condition": "Then" }));
        json!({
            "Parameters": names.iter().map(|name| (name.clone(), json!({ "Type": "String" }))).collect::<serde_json::Map<_, _>>(),
            "Conditions": conditions,
            "Resources": resources,
            "Outputs": { "Chosen": { "Value": chosen("Then") }, "There": { "Condition": "Then", "Value": "x" } },
        })
    };
    let comparison = one(template("on"), template("off"));

    let said = told(&comparison);
    let own: Vec<&str> = said.lines().filter(|line| !line.starts_with("QueueP")).collect();
    assert_eq!(own, ["Own may-update", "Named may-replace", "Kept metadata", "There unknown"]);
    let outputs: Vec<String> = comparison.stacks[0].others.iter().map(|change| change.path.to_string()).collect();
    assert_eq!(outputs, ["Conditions / Last", "Outputs / Chosen / Value", "Outputs / There / Condition"]);
}

/// A condition compares what an SSM parameter holds, whatever it is called.
#[test]
fn a_condition_sees_what_the_store_holds() {
    let template = |value: &str| {
        json!({
            "Parameters": { "Stage": { "Type": "AWS::SSM::Parameter::Value<String>" } },
            "Conditions": { "IsIt": { "Fn::Equals": [{ "Ref": "Stage" }, value] } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::If": ["IsIt", "a", "b"] } } } },
        })
    };
    let comparison = one(template("dev"), template("prod"));
    let values: Vec<[&Option<Node>; 2]> = comparison.stacks[0]
        .resources
        .iter()
        .flat_map(|resource| &resource.changes)
        .map(|change| [&change.before, &change.after])
        .collect();
    let [a, b] = ["a", "b"].map(|text| Some(Node::text(text)));
    assert_eq!(values.iter().filter(|found| **found == [&a, &b] || **found == [&b, &a]).count(), 2, "{values:?}");
    assert_eq!(told(&comparison), "Topic update where Stage = dev or prod");
}

/// A condition tells the value of a parameter, also where a property reads it.
#[test]
fn what_a_condition_tells_is_known_outside_of_it() {
    let template = |operand: Value| {
        json!({
            "Parameters": { "Name": { "Type": "String", "Default": "" } },
            "Conditions": { "IsGiven": { "Fn::Not": [{ "Fn::Equals": [operand, ""] }] } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": {
                "TopicName": { "Fn::If": ["IsGiven", { "Ref": "Name" }, { "Fn::Sub": "logs-${AWS::AccountId}" }] },
            } } },
        })
    };
    let told = told(&one(template(json!("Name")), template(json!({ "Ref": "Name" }))));
    assert_eq!(told, "Topic replace where Name = \"\"");
}

/// More combinations than are followed: what a condition decides about is still told with it.
#[test]
fn a_condition_that_is_left_open_is_told_by_its_name() {
    let numbers = || (0..12).map(|number| number.to_string());
    let template = |name: &str| {
        let parameters: serde_json::Map<String, Value> =
            numbers().map(|n| (format!("P{n}"), json!({ "Type": "String" }))).collect();
        let equals = |n: String| (format!("C{n}"), json!({ "Fn::Equals": [{ "Ref": format!("P{n}") }, "yes"] }));
        let tag = |n: String| json!({ "Key": n, "Value": { "Fn::If": [format!("C{n}"), name, "none"] } });
        let tags: Vec<Value> = numbers().map(tag).collect();
        json!({
            "Parameters": parameters,
            "Conditions": numbers().map(equals).collect::<serde_json::Map<String, Value>>(),
            "Resources": {
                "Tagged": { "Type": "AWS::SNS::Topic", "Properties": { "Tags": tags } },
                "Guarded": { "Type": "AWS::SQS::Queue", "Condition": "C9", "Properties": { "QueueName": name } },
            },
        })
    };
    let told = told(&one(template("one"), template("two")));
    assert!(told.contains("Queue Guarded is replaced, and its data goes with it where the condition C9 holds"), "{told}");
    assert!(told.contains("Guarded replace where the condition C9 holds"), "{told}");
}

/// Whatever an expression is, it is one value, which equals one text at most.
#[test]
fn an_expression_equals_one_text_at_once() {
    let system = || json!({ "Fn::Select": ["0", { "Fn::Split": ["-", { "Ref": "Image" }] }] });
    let of = |condition: Value, name: &str| {
        json!({
            "Parameters": { "Image": { "Type": "String" } },
            "Conditions": {
                "IsWindows": { "Fn::Equals": ["windows", system()] },
                "IsAmazon": { "Fn::Equals": [system(), "amazon"] },
                "Asked": condition,
            },
            "Resources": {
                "Topic": { "Type": "AWS::SNS::Topic" },
                "Named": { "Type": "AWS::SNS::Topic", "Condition": "Asked", "Properties": { "TopicName": name } },
            },
        })
    };
    let both = json!([{ "Condition": "IsWindows" }, { "Condition": "IsAmazon" }]);
    let replaced = |condition: Value| told(&one(of(condition.clone(), "one"), of(condition, "two")));
    assert_eq!(replaced(json!({ "Fn::And": both })), "");
    let shown = r#"Select("0", Split("-", Image))"#;
    assert_eq!(replaced(json!({ "Fn::Not": [{ "Condition": "IsAmazon" }] })), format!("Named replace where {shown} ≠ amazon"));
    assert_eq!(replaced(json!({ "Fn::Or": both })), format!("Named replace where {shown} = windows or amazon"));
    let neither = json!({ "Fn::Not": [{ "Fn::Or": both }] });
    assert_eq!(replaced(neither), format!("Named replace where {shown} is none of windows, amazon"));
}

/// CloudFormation refuses a template whose conditions leave out what something reads, so no stack can be of one either.
#[test]
fn what_is_left_out_cannot_be_read() {
    let template = |condition: Option<&str>, value: Value| {
        let mut topic = json!({ "Type": "AWS::SNS::Topic" });
        condition.into_iter().for_each(|name| topic["Condition"] = json!(name));
        json!({
            "Parameters": { "Stage": { "Type": "String", "AllowedValues": ["dev", "prod"] } },
            "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
            "Resources": {
                "News": topic,
                "Role": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Value": value } },
            },
        })
    };
    let read = json!({ "Ref": "News" });
    let chosen = json!({ "Fn::If": ["IsProd", { "Ref": "News" }, "none"] });
    insta::assert_snapshot!(told(&one(template(None, read.clone()), template(Some("IsProd"), read.clone()))), @"
    WILL FAIL DIFF112: Role reads News, which its condition leaves out where Stage = dev
    News metadata where Stage = prod
    News remove where Stage = dev
    ");
    insta::assert_snapshot!(told(&one(template(Some("IsProd"), chosen.clone()), template(Some("IsProd"), read.clone()))), @"
    WILL FAIL DIFF112: Role reads News, which its condition leaves out where Stage = dev
    Role update where Stage = dev
    ");
    let found = one(template(Some("IsProd"), read), template(Some("IsProd"), chosen));
    assert!(found.headlines.is_empty(), "nobody can have a stack where Stage = dev");
}
