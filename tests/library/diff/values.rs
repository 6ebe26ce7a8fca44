//! Whether a value that is read, or written in another way, is the one that it was.

use super::*;
use serde_json::{Value, json};

/// A stream of a table is another one with another view: what reads it is made anew.
#[test]
fn an_attribute_that_changes_reaches_what_reads_it() {
    let template = |view: &str| {
        json!({ "Resources": {
            "Table": { "Type": "AWS::DynamoDB::Table", "Properties": { "StreamSpecification": { "StreamViewType": view } } },
            "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "FunctionName": "f", "EventSourceArn": { "Fn::GetAtt": ["Table", "StreamArn"] } } },
            "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "Table" } } },
        } })
    };
    insta::assert_snapshot!(told(&one(template("NEW_IMAGE"), template("KEYS_ONLY"))), @"
    Table update
    Mapping replace
    ");
}

/// `Ref` gives what the attribute gives that identifies the resource.
#[test]
fn a_reference_and_the_attribute_that_it_gives_are_one_value() {
    let template = |network: Value, group: Value| {
        json!({ "Resources": {
            "Net": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": "10.0.0.0/16" } },
            "Web": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "a", "VpcId": network } },
            "Rule": { "Type": "AWS::EC2::SecurityGroupIngress", "Properties": { "GroupId": group, "IpProtocol": "-1", "CidrIp": "10.0.0.0/8" } },
        } })
    };
    let [network, group] = ["Net", "Web"].map(|id| json!({ "Ref": id }));
    let attribute = |id: &str, name: &str| json!({ "Fn::GetAtt": [id, name] });
    let other = template(attribute("Net", "VpcId"), attribute("Web", "GroupId"));
    assert_eq!(told(&one(template(network.clone(), group.clone()), other)), "");
    let other = template(network.clone(), attribute("Web", "VpcId"));
    assert_eq!(told(&one(template(network, group), other)), "Rule replace");
}

/// A new instance is in the zone of the subnet that it stays in, so that a volume in the zone of the instance stays, too.
#[test]
fn an_attribute_stays_where_what_decides_about_it_does() {
    let template = |image: &str, properties: Value| {
        let mut instance = json!({ "ImageId": image, "InstanceType": "t3.small" });
        instance.as_object_mut().unwrap().extend(properties.as_object().unwrap().clone());
        json!({
            "Parameters": { "Network": { "Type": "String" } },
            "Resources": {
                "I": { "Type": "AWS::EC2::Instance", "Properties": instance },
                "Net": { "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": image, "CidrBlock": "10.0.0.0/24" } },
                "Zoned": { "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": image, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a" } },
                "V": { "Type": "AWS::EC2::Volume", "Properties": { "Size": 8, "AvailabilityZone": { "Fn::GetAtt": ["I", "AvailabilityZone"] } } },
            },
        })
    };
    let fails = |before: Value, after: Value| told(&one(template("vpc-1", before), template("vpc-2", after))).contains("DIFF108");
    let within = |subnet: &str| json!({ "SubnetId": { "Ref": subnet } });
    assert!(!fails(within("Network"), within("Network")));
    assert!(!fails(within("Zoned"), within("Zoned")));
    assert!(fails(within("Net"), within("Net")), "the new subnet may be in another zone");
    assert!(fails(json!({}), json!({})), "nothing says in which zone it is");
    assert!(fails(within("Network"), json!({ "SubnetId": "subnet-2" })));
    let interface = |more: Value| {
        let mut interface = json!({ "DeviceIndex": "0", "SubnetId": { "Ref": "Network" } });
        interface.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "NetworkInterfaces": [interface] })
    };
    assert!(!fails(interface(json!({})), interface(json!({ "Description": "a" }))), "it stays in its subnet");
    let moved = interface(json!({ "SubnetId": "subnet-2" }));
    let told = told(&one(template("vpc-1", interface(json!({}))), template("vpc-2", moved)));
    assert!(told.contains("replace the volume where AvailabilityZone gets another value"), "{told}");
}

/// What the handler of a custom resource answers may be something else once it is given something else.
#[test]
fn what_a_handler_answers_may_be_another_value() {
    let template = |given: &str| {
        let read = |name: &str| json!({ "Fn::GetAtt": ["Made", name] });
        json!({ "Resources": {
            "Made": { "Type": "Custom::Address", "Properties": { "ServiceToken": "arn:aws:lambda:eu-west-1:111122223333:function:f", "For": given } },
            "Named": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": read("Name"), "DisplayName": read("Title") } },
            "Beside": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": given.len().to_string() } },
        } })
    };
    insta::assert_snapshot!(told(&one(template("a"), template("b"))), @"
    Made unknown
    Named may-replace
    ");
}

/// A bucket that is not empty is not deleted, so its data goes only where a handler empties it.
#[test]
fn data_that_only_a_handler_deletes_may_stay() {
    let template = |name: &str, given: &str| {
        let properties =
            json!({ "ServiceToken": "arn:aws:lambda:eu-west-1:111122223333:function:f", "Bucket": { "Ref": given } });
        json!({
            "Parameters": { "Other": { "Type": "String" } },
            "Resources": {
                "Store": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": name } },
                "Hook": { "Type": "Custom::Hook", "Properties": properties },
            },
        })
    };
    let read = told(&one(template("one", "Store"), template("two", "Store")));
    assert!(
        read.contains("Store is replaced, and its data goes with it, if the custom resource that reads it empties it; else"),
        "{read}"
    );
    assert!(!told(&one(template("one", "Other"), template("two", "Other"))).contains("DATA LOSS"));
}

/// Each item of a list may be what it was.
#[test]
fn items_of_a_list_may_be_equal_each() {
    let template = |arns: Value| {
        json!({ "Parameters": { "A": { "Type": "String" }, "B": { "Type": "String" } },
                "Resources": { "It": { "Type": "AWS::EC2::Instance", "Properties": { "InstanceType": "t3.small", "ImageId": "ami-1", "SecurityGroupIds": arns } } } })
    };
    let both = json!([{ "Ref": "A" }, { "Ref": "B" }]);
    let change = one(template(both.clone()), template(json!(["sg-1", "sg-2"])));
    let changes = &change.stacks[0].resources[0].changes;
    assert!(changes.len() == 2 && changes.iter().all(|change| change.may_be_equal), "{changes:?}");
    let change = one(template(both), template(json!(["sg-1", "sg-2", "sg-3"])));
    assert!(change.stacks[0].resources[0].changes.iter().any(|change| !change.may_be_equal));
}

/// A name of a resource that becomes one of a parameter, or the other way round, is read as before and is something else.
#[test]
fn a_name_that_is_of_another_kind_of_thing_is_told() {
    let template = |is_resource: bool| {
        let mut template = json!({
            "Parameters": { "Other": { "Type": "String" } },
            "Resources": {
                "I": { "Type": "AWS::EC2::NetworkInterface", "Properties": { "SubnetId": { "Ref": "Net" } } },
                "F": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::Sub": "in-${Net}" } } },
            },
        });
        match is_resource {
            true => {
                template["Resources"]["Net"] =
                    json!({ "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" } })
            }
            false => template["Parameters"]["Net"] = json!({ "Type": "AWS::EC2::Subnet::Id" }),
        }
        template
    };
    // The parameter may be given the subnet that was.
    insta::assert_snapshot!(told(&one(template(true), template(false))), @"
    I may-replace
    F may-update
    Net remove
    ");
    // Nobody can have given the new one.
    insta::assert_snapshot!(told(&one(template(false), template(true))), @"
    I replace
    F may-update
    Net add
    ");
}

/// A list that is written and one that a parameter gives may be the same, branch by branch.
#[test]
fn a_list_that_is_given_may_be_the_one_that_was_written() {
    let template = |subnets: Value| {
        json!({
            "Parameters": { "A": { "Type": "String" }, "B": { "Type": "String" }, "All": { "Type": "List<AWS::EC2::Subnet::Id>" }, "Text": { "Type": "String" } },
            "Resources": { "New": { "Type": "AWS::SNS::Topic" }, "Cluster": { "Type": "AWS::MSK::Cluster", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
                "Properties": { "BrokerNodeGroupInfo": { "ClientSubnets": subnets } } } },
        })
    };
    let of = |name: &str| json!({ "Ref": name });
    let (written, all) = (json!([of("A"), of("B")]), of("All"));
    let split = json!({ "Fn::Split": [",", of("Text")] });
    let verdict = |old: &Value, new: &Value| {
        let told = told(&one(template(old.clone()), template(new.clone())));
        told.lines().last().unwrap_or_default().to_owned()
    };
    for other in [&all, &split, &json!({ "Fn::Split": [",", { "Fn::ImportValue": "x" }] })] {
        assert_eq!(verdict(&written, other), "Cluster may-replace");
        assert_eq!(verdict(other, &written), "Cluster may-replace");
    }
    assert_eq!(verdict(&json!(["subnet-1", "subnet-2"]), &all), "Cluster may-replace");
    assert_eq!(verdict(&written, &json!([of("A")])), "Cluster replace");
}

/// What is put into two texts may be anything, and they differ all the same: one is longer, or has a sign that the other cannot have.
#[test]
fn texts_that_differ_whatever_is_put_in_are_others() {
    let template = |name: &str| {
        json!({
            "Parameters": { "A": { "Type": "String" }, "B": { "Type": "String" } },
            "Resources": {
                "Fn": { "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "python3.13" } },
                "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::Sub": name } } },
            },
        })
    };
    for (before, after, expected) in [
        ("address-${AWS::StackName}", "${AWS::StackName}-address-api", "Topic replace"),
        ("/app/${A}-${AWS::StackName}", "/app/${B}/${A}/x", "Topic replace"),
        ("/app/${A}-${AWS::StackName}", "/app/${B}${A}-x", "Topic may-replace"),
        ("x-${A}", "x${B}", "Topic may-replace"),
        ("${Fn}", "${AWS::StackName}-fn", "Topic replace"),
        ("${Fn}", "${AWS::StackName}-Fn-1ABCDEFGHIJKL", "Topic may-replace"),
        ("${Fn}", "${A}", "Topic may-replace"),
    ] {
        assert_eq!(told(&one(template(before), template(after))), expected, "{before} → {after}");
    }
}

/// A document may have a megabyte: work does not grow with the square of it.
#[test]
fn long_documents_are_compared_letter_by_letter_once() {
    let text = |version: u32| (0..20_000).map(|line| format!("echo ${{AWS::StackName}} {line} {version}\n")).collect::<String>();
    let instance = |version| json!({ "ImageId": "ami-1", "UserData": { "Fn::Base64": { "Fn::Sub": text(version) } } });
    assert!(changed("AWS::EC2::Instance", instance(0), instance(1)).contains("UserData"));
}
