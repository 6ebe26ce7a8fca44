//! What a change does where something is looked up in a mapping by a value that nobody knows.

use super::*;

/// A deployment fails where a mapping has no entry for the key, so the key is one that has.
#[test]
fn what_is_looked_up_is_one_of_the_entries() {
    let of = |entries: Value, name: Value| {
        json!({
            "Parameters": { "Stage": { "Type": "String" } },
            "Mappings": { "Names": entries },
            "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "UpdateReplacePolicy": "Retain", "Properties": { "QueueName": name } } },
        })
    };
    let named = |dev: &str, prod: &str| json!({ "dev": { "Name": dev }, "prod": { "Name": prod } });
    let look_up = || json!({ "Fn::FindInMap": ["Names", { "Ref": "Stage" }, "Name"] });
    let told = |before: Value, after: Value| told(&one(before, after));
    assert_eq!(told(of(named("a", "a"), json!("a")), of(named("a", "a"), look_up())), "");
    assert_eq!(told(of(named("a", "b"), json!("a")), of(named("a", "b"), look_up())), "Queue replace where Stage = prod");
    assert_eq!(told(of(named("a", "b"), look_up()), of(named("a", "c"), look_up())), "Queue replace where Stage = prod");
    let with_default = json!({ "Fn::FindInMap": ["Names", { "Ref": "Stage" }, "Name", { "DefaultValue": "z" }] });
    assert_eq!(
        told(of(named("a", "a"), json!("a")), of(named("a", "a"), with_default)),
        "Queue replace where Stage is none of dev, prod"
    );
}

#[test]
fn an_entry_of_a_mapping_changes_where_its_key_is_chosen() {
    let template = |size: &str| {
        json!({
            "Mappings": { "Sizes": { "dev": { "Type": "t3.micro" }, "prod": { "Type": size } } },
            "Parameters": { "Stage": { "Type": "String", "Default": "dev" } },
            "Resources": { "Db": { "Type": "AWS::RDS::DBInstance", "Properties": {
                "DBInstanceClass": { "Fn::FindInMap": ["Sizes", { "Ref": "Stage" }, "Type"] } } } },
        })
    };
    insta::assert_snapshot!(told(&one(template("a"), template("b"))), @"
    DOWNTIME DIFF301: Db: it is updated with some interruption (DBInstanceClass: out of service while it changes, with MultiAZ for a failover; at once, or in the maintenance window where ApplyImmediately is false) where Stage = prod
    Db interruption where Stage = prod
    ");
}

/// Where the values of a key are too many to follow, an entry that differs may be the one that is read.
#[test]
fn what_a_mapping_gives_by_keys_that_are_left_open_may_be_another_value() {
    let template = |image: &str, other: &str| {
        json!({
            "Parameters": { "Key": { "Type": "String" } },
            "Mappings": { "Images": { "eu-west-1": { "web": image, "job": "ami-3" }, "us-east-1": { "web": "ami-2", "job": other } } },
            "Resources": { "Launch": { "Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": { "ImageId": {
                "Fn::FindInMap": ["Images", { "Fn::Select": [0, { "Fn::Split": ["/", { "Ref": "Key" }] }] }, "web"] } } } },
        })
    };
    assert_eq!(told(&one(template("ami-0", "ami-4"), template("ami-1", "ami-4"))), "Launch may-replace");
    assert_eq!(told(&one(template("ami-0", "ami-4"), template("ami-0", "ami-5"))), "", "no entry that is read differs");
}

/// What is found by a key has what the conditions find in it: an outcome of one value says nothing of another one.
#[test]
fn an_entry_of_a_mapping_is_that_of_one_value_only() {
    let template = |is_open: bool| {
        let mut template = json!({
            "Parameters": {
                "Stage": { "Type": "String", "AllowedValues": ["dev", "test", "prod"] }, "Suffix": { "Type": "String" } },
            "Conditions": { "IsOwn": { "Fn::And": [
                { "Fn::Equals": [{ "Ref": "Stage" }, "dev"] }, { "Fn::Not": [{ "Fn::Equals": [{ "Ref": "Suffix" }, ""] }] }] } },
            "Mappings": { "Blocks": {
                "dev": { "Block": "10.0.0.0/8" }, "test": { "Block": "0.0.0.0/0" }, "prod": { "Block": "0.0.0.0/0" } } },
            "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": {
                "DisplayName": { "Fn::If": ["IsOwn", "own", "shared"] } } } },
        });
        if is_open {
            template["Resources"]["Web"] = json!({ "Type": "AWS::EC2::SecurityGroup", "Properties": {
                "GroupDescription": { "Fn::If": ["IsOwn", "own", "shared"] },
                "SecurityGroupIngress": [{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
                    "CidrIp": { "Fn::FindInMap": ["Blocks", { "Ref": "Stage" }, "Block"] } }] } });
        }
        template
    };
    let found = told(&one(template(false), template(true)));
    assert!(found.contains("WORLD OPEN") && found.contains("where Stage ≠ dev"), "{found}");
}

/// What is read anew from a mapping may be read by a key that the mapping does not have.
#[test]
fn what_a_mapping_does_not_have_fails_where_it_is_read_anew() {
    let template = |parameter: &Value, reads: &[(&str, &str)]| {
        let read =
            |(name, key): &(&str, &str)| ((*name).to_owned(), json!({ "Fn::FindInMap": ["Sizes", { "Ref": "Stage" }, key] }));
        let properties: serde_json::Map<String, Value> = reads.iter().map(read).collect();
        json!({
            "Parameters": { "Stage": parameter },
            "Mappings": { "Sizes": { "dev": { "delay": 1, "hidden": 2 }, "prod": { "delay": 3, "hidden": 4 } } },
            "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": properties } },
        })
    };
    let changed = |parameter: Value, before: &[(&str, &str)], after: &[(&str, &str)]| {
        let comparison = one(template(&parameter, before), template(&parameter, after));
        format!("{}\n{}", told(&comparison), unknown(&comparison).join("\n"))
    };
    let three = json!({ "Type": "String", "AllowedValues": ["dev", "prod", "test"] });
    let both = [("DelaySeconds", "delay"), ("VisibilityTimeout", "hidden")];
    insta::assert_snapshot!(changed(three.clone(), &[], &both), @"
    WILL FAIL DIFF109: the mapping Sizes has no key `test`, which Queue reads where Stage = test
    Queue update
    ");
    insta::assert_snapshot!(changed(three.clone(), &both[..1], &both), @"Queue update");
    insta::assert_snapshot!(changed(three, &both[..1], &[("DelaySeconds", "wait")]), @"
    WILL FAIL DIFF109: the mapping Sizes has no entry with the key `wait`, which Queue reads
    Queue may-update
    ");
    insta::assert_snapshot!(changed(json!({ "Type": "String" }), &[], &both), @"
    Queue update
    a stack whose Stage the mapping Sizes does not have: its deployment fails
    ");
}

/// What is found by what another mapping has is followed as far as the parameter that decides it.
#[test]
fn a_lookup_by_a_lookup_is_followed_to_the_parameter() {
    let template = |x: &str, y: &str| {
        let key = json!({ "Fn::FindInMap": ["Kind", { "Ref": "Size" }, "A"] });
        json!({
            "Parameters": { "Size": { "Type": "String", "AllowedValues": ["s", "m", "l"] } },
            "Mappings": {
                "Kind": { "s": { "A": "x" }, "m": { "A": "x" }, "l": { "A": "y" } },
                "Names": { "x": { "N": x }, "y": { "N": y } },
            },
            "Resources": { "Orders": { "Type": "AWS::DynamoDB::Table", "Properties": {
                "TableName": { "Fn::FindInMap": ["Names", key, "N"] },
            } } },
        })
    };
    let told = |x: &str, y: &str| told(&one(template("one", "two"), template(x, y)));
    let lost = "DATA LOSS DIFF201: AWS::DynamoDB::Table Orders is replaced, and its data goes with it";
    assert_eq!(told("one", "four"), format!("{lost} where Size = l\nOrders replace where Size = l"));
    assert_eq!(told("three", "two"), format!("{lost} where Size = m or s\nOrders replace where Size = m or s"));
    assert_eq!(told("three", "four"), format!("{lost}\nOrders replace"));
}

/// What a parameter of the store holds finds an entry, not its name, which is what a deployment is given.
#[test]
fn a_lookup_by_a_stored_parameter_is_one_by_what_it_holds() {
    let template = |value: &str| {
        json!({
            "Parameters": { "App": { "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/common/app" } },
            "Mappings": { "Names": { "one": { "N": "x" }, "two": { "N": value } } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": {
                "TopicName": { "Fn::FindInMap": ["Names", { "Ref": "App" }, "N"] },
            } } },
        })
    };
    assert_eq!(told(&one(template("y"), template("z"))), "Topic replace where App = two");
}

/// What an included file makes of a mapping is unknown, so another file may give another value wherever the mapping is read.
#[test]
fn what_another_file_makes_of_a_mapping_may_be_another_value() {
    let include = |file: &str| json!({ "Name": "AWS::Include", "Parameters": { "Location": format!("s3://files/{file}.yaml") } });
    let template = |mappings: Value| {
        json!({
            "Mappings": mappings,
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": {
                "TopicName": { "Fn::FindInMap": ["Names", "a", "N"] },
            } } },
        })
    };
    let of_all = |file: &str| template(json!({ "Fn::Transform": include(file) }));
    let of_names = |file: &str| template(json!({ "Names": { "Fn::Transform": include(file) } }));
    let of_row = |file: &str| template(json!({ "Names": { "a": { "Fn::Transform": include(file) } } }));
    let ways: [&dyn Fn(&str) -> Value; 3] = [&of_all, &of_names, &of_row];
    for of in ways {
        let change = one(of("a"), of("b"));
        assert_eq!(told(&change), "Topic may-replace");
        assert!(change.stacks[0].notes.is_empty(), "an update of more than mappings: {:?}", change.stacks[0].notes);
        assert_eq!(told(&one(of("a"), of("a"))), "");
    }
    let written = |file: &str| template(json!({ "Fn::Transform": include(file), "Names": { "a": { "N": "x" } } }));
    assert_eq!(told(&one(written("a"), written("b"))), "");
}

/// A key that is found by another key, and is the same on both sides, leads to something else by some of them only: these are told.
#[test]
fn what_leads_to_another_entry_is_told_apart() {
    let systems: Vec<String> = (0..6).map(|number| format!("System{number}")).collect();
    let template = |image: &str| {
        let regions = (0..16).map(|number| {
            let images = systems.iter().enumerate();
            let images = images.map(|(index, name)| {
                (
                    format!("Of{name}"),
                    if index == 3 { format!("ami-{number}{image}") } else { format!("ami-{number}{index}") }.into(),
                )
            });
            (format!("eu-west-{number}"), images.collect::<serde_json::Map<String, Value>>().into())
        });
        let names = systems.iter().map(|name| (name.clone(), json!({ "Image": format!("Of{name}") })));
        let image = json!({ "Fn::FindInMap": ["Names", { "Ref": "System" }, "Image"] });
        json!({
            "Parameters": { "System": { "Type": "String", "AllowedValues": systems } },
            "Mappings": {
                "Images": regions.collect::<serde_json::Map<String, Value>>(),
                "Names": names.collect::<serde_json::Map<String, Value>>(),
            },
            "Resources": {
                "It": {
                    "Type": "AWS::EC2::Instance",
                    "Properties": { "ImageId": { "Fn::FindInMap": ["Images", { "Ref": "AWS::Region" }, image] } },
                },
            },
        })
    };
    let told = told(&one(template("a"), template("b")));
    assert!(told.contains("It replace where System = System3"), "{told}");
}
