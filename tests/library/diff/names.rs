//! A resource that its template names: a reference to it is that name.

use super::*;

/// A log group with this name, beside a function with that one.
fn stack(function: Value, log_group: Value) -> Value {
    json!({ "Resources": {
        "Work": { "Type": "AWS::Lambda::Function", "Properties": function },
        "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": log_group } },
    } })
}

#[test]
fn the_name_of_a_resource_and_a_reference_to_it_are_one_value() {
    let named = || json!({ "FunctionName": { "Fn::Sub": "${AWS::StackName}-work" } });
    let written = || stack(named(), json!({ "Fn::Sub": "/aws/lambda/${AWS::StackName}-work" }));
    let referred = || stack(named(), json!({ "Fn::Join": ["/", ["/aws/lambda", { "Ref": "Work" }]] }));
    assert!(one(written(), referred()).is_same());
    assert!(one(referred(), written()).is_same());
    // Without a name, only the deployment knows it.
    let unnamed = one(written(), stack(json!({}), json!({ "Fn::Sub": "/aws/lambda/${Work}" })));
    insta::assert_snapshot!(told(&unnamed), @"
    DATA LOSS DIFF201: AWS::Logs::LogGroup Logs is replaced, and its data goes with it
    Work replace
    Logs replace
    ");
}

#[test]
fn a_reference_to_another_name_is_surely_another_value() {
    let before = stack(json!({}), json!({ "Fn::Sub": "/aws/lambda/${AWS::StackName}/Work" }));
    let named = json!({ "FunctionName": { "Fn::Sub": "${AWS::StackName}-work" } });
    let change = one(before, stack(named, json!({ "Fn::Sub": "/aws/lambda/${Work}" })));
    insta::assert_snapshot!(told(&change), @"
    DATA LOSS DIFF201: AWS::Logs::LogGroup Logs is replaced, and its data goes with it
    Work replace
    Logs replace
    ");
    let logs = change.stacks[0].resources.iter().find(|resource| resource.id == "Logs").unwrap();
    let lines: Vec<_> = logs.changes.iter().map(|change| (change.effect, change.why, change.may_be_equal)).collect();
    assert_eq!(lines, [(diff::Effect::Replace, "", false)]);
}

#[test]
fn a_new_resource_of_the_same_name_changes_nothing_that_reads_the_name() {
    let stack = |architecture: &str, role: Value| {
        json!({ "Resources": {
            "Role": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "work", "Path": architecture } },
            "Work": { "Type": "AWS::Lambda::Function", "Properties": {
                "Role": role, "Environment": { "Variables": { "ROLE": { "Ref": "Role" } } }
            } },
        } })
    };
    let arn = json!({ "Fn::GetAtt": ["Role", "Arn"] });
    // The path is part of the ARN, not of the name.
    insta::assert_snapshot!(told(&one(stack("/a/", arn.clone()), stack("/b/", arn.clone()))), @"
    WILL FAIL DIFF101: Role is replaced, but its RoleName stays `work`, and CloudFormation cannot update a stack when a custom-named resource requires replacing
    Role replace
    Work update
    ");
    let written = json!({ "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/a/work" });
    assert!(one(stack("/a/", arn), stack("/a/", written)).is_same());
}

#[test]
fn names_that_a_service_keeps_in_small_letters_are_not_those_of_the_template() {
    let stack = |name: &str, reads: Value| {
        json!({ "Resources": {
            "Data": { "Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Retain", "Properties": { "DBInstanceIdentifier": name } },
            "Name": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Value": reads } },
        } })
    };
    let change = |name: &str| one(stack(name, json!(name)), stack(name, json!({ "Ref": "Data" })));
    assert!(change("orders").is_same());
    insta::assert_snapshot!(told(&change("Orders")), @"Name update");
}

#[test]
fn what_may_be_equal_is_no_change_or_a_replacement() {
    let stack = |name: Value, days: u32| {
        json!({
            "Parameters": { "Name": { "Type": "String" } },
            "Resources": { "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": name, "RetentionInDays": days } } },
        })
    };
    let logs = |days| {
        let change = one(stack(json!("orders"), 7), stack(json!({ "Ref": "Name" }), days));
        let logs = &change.stacks[0].resources[0];
        (word(logs.verdict), logs.is_replaced_or_unchanged(), logs.may_stay())
    };
    assert_eq!(logs(7), ("may-replace".to_owned(), true, true));
    assert_eq!(logs(14), ("may-replace".to_owned(), false, false));
}

/// Nobody can have given before what AWS makes now.
#[test]
fn the_id_of_a_new_resource_is_surely_another_value() {
    let stack = |group: Value, more: Value| {
        let mut template = json!({
            "Parameters": { "Group": { "Type": "String" } },
            "Resources": { "Share": { "Type": "AWS::EFS::MountTarget", "Properties": {
                "FileSystemId": "fs-00000001", "SubnetId": "subnet-00000001", "SecurityGroups": [group]
            } } },
        });
        template["Resources"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        template
    };
    let group = |name: Value| json!({ "Its": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "g", "GroupName": name } } });
    let verdict = |before: Value, after: Value| {
        let change = one(before, after);
        change.stacks[0]
            .resources
            .iter()
            .find(|resource| resource.id == "Share")
            .map(|share| word(share.verdict))
            .unwrap_or_default()
    };
    let given = || json!({ "Ref": "Group" });
    for own in [json!({ "Ref": "Its" }), json!({ "Fn::GetAtt": ["Its", "GroupId"] })] {
        assert_eq!(verdict(stack(given(), json!({})), stack(own.clone(), group(json!("shop")))), "update");
        // The one that was there may be what is given.
        let with = || group(json!("shop"));
        assert_eq!(verdict(stack(given(), with()), stack(own.clone(), with())), "may-update");
        assert_eq!(verdict(stack(own, with()), stack(given(), json!({}))), "may-update");
    }
}

/// What is read back of itself, or through very many others, is unknown.
#[test]
fn circles_of_what_is_read_back_end() {
    let stack = |count: usize, id: &str| {
        let attribute = |index: usize| json!({ "Fn::GetAtt": [format!("V{}", index % count), "CidrBlock"] });
        let vpcs = (0..count).map(|index| {
            (format!("V{index}"), json!({ "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": attribute(index + 1) } }))
        });
        let topic = json!({ "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": id } } });
        let topics = [
            ("T".to_owned(), topic),
            ("U".to_owned(), json!({ "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "T" } } })),
        ];
        json!({ "Resources": vpcs.chain(topics).collect::<serde_json::Map<_, _>>() })
    };
    for count in [1, 2, 400] {
        assert!(!one(stack(count, "T"), stack(count, "U")).is_same());
    }
}
