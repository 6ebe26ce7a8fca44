//! Whom a change lets in: callers of APIs and functions, and who a new policy of something is about.

use std::collections::BTreeMap;

use super::access::{allow, told};
use super::one;
use formwork::diff::{self, Side};
use formwork::template::{Node, Template};
use serde_json::{Value, json};

/// What `Auth` says of an API whose definition SAM writes.
fn api(auth: Value) -> Value {
    let body = json!({ "Fn::Transform": { "Name": "AWS::Include", "Parameters": { "Location": "api.yaml" } } });
    let properties = json!({ "StageName": "live", "DefinitionBody": body, "Auth": auth });
    json!({ "Transform": "AWS::Serverless-2016-10-31", "Resources": { "Api": { "Type": "AWS::Serverless::Api", "Properties": properties } } })
}

#[test]
fn whom_an_api_of_sam_lets_in_is_told() {
    let change = |before: Value, after: Value| {
        let side = |auth| vec![("stack".to_owned(), Side::new(Template::new(Node::from(api(auth))), BTreeMap::new()))];
        let comparison = diff::compare(&side(before), &side(after));
        let api = comparison.stacks[0].resources.iter().find(|resource| resource.id == "Api");
        let verdict = api.map(|api| super::word(api.verdict)).unwrap_or_default();
        let headlines = comparison.headlines.iter().map(|headline| headline.message.clone());
        std::iter::once(verdict).chain(headlines).collect::<Vec<_>>().join("\n")
    };
    let policy = |list: &str, items: Value| json!({ "ResourcePolicy": { list: items } });
    let one = || policy("SourceVpcWhitelist", json!(["vpc-1", "vpce-1"]));
    let two = || policy("SourceVpcWhitelist", json!(["vpc-1", "vpce-1", "vpc-2"]));
    insta::assert_snapshot!(change(one(), two()), @r#"
    update
    Api allows more: no longer denied: execute-api:Invoke on execute-api:/* by *, under the condition StringNotEquals aws:SourceVpc "vpc-1", which is now "vpc-1", "vpc-2"
    "#);
    assert_eq!(change(two(), one()), "update");
    // The other lists refuse those whom they name.
    let refused = |ranges: Value| policy("IpRangeBlacklist", ranges);
    assert_eq!(change(refused(json!(["192.0.2.0/24"])), refused(json!(["192.0.2.0/24", "198.51.100.0/24"]))), "update");
    insta::assert_snapshot!(change(refused(json!(["192.0.2.0/24"])), json!({ "ApiKeyRequired": true })), @r#"
    update
    Api allows more: no longer denied: execute-api:Invoke on execute-api:/* by *, under the condition IpAddress aws:SourceIp "192.0.2.0/24"
    "#);
    let custom = |principal: &str| {
        let statement =
            json!({ "Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "execute-api:/*", "Principal": principal });
        policy("CustomStatements", json!([statement]))
    };
    insta::assert_snapshot!(change(custom("arn:aws:iam::111122223333:root"), custom("*")), @"
    update
    Api allows more: execute-api:Invoke on execute-api:/* by *
    ");
    let authorizer = |default: &str| json!({ "DefaultAuthorizer": default });
    insta::assert_snapshot!(change(authorizer("AWS_IAM"), authorizer("NONE")), @r#"
    update
    Api allows more: calls without the authorization "AWS_IAM"
    "#);
}

#[test]
fn calls_that_need_no_authorization_any_more_are_told() {
    let method = |kind: &str| {
        let properties = json!({ "HttpMethod": "GET", "RestApiId": "api", "ResourceId": "root", "AuthorizationType": kind });
        json!({ "Get": { "Type": "AWS::ApiGateway::Method", "Properties": properties } })
    };
    insta::assert_snapshot!(told(&method("AWS_IAM"), &method("NONE")), @r#"Get allows more: calls without the authorization "AWS_IAM""#);
    assert_eq!(told(&method("NONE"), &method("AWS_IAM")), "");
    assert_eq!(told(&method("AWS_IAM"), &method("CUSTOM")), "");
    assert_eq!(told(&method("None"), &method("NONE")), "");
}

/// An existing role, queue or function that something new gives rights to.
#[test]
fn a_new_policy_widens_what_was_there() {
    let role = json!({ "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": {} } } });
    let policy = json!({ "Type": "AWS::IAM::Policy", "Properties": {
        "PolicyName": "read", "Roles": [{ "Ref": "Role" }],
        "PolicyDocument": { "Statement": [allow(&["s3:GetObject"], "arn:aws:s3:::bucket/key")] },
    } });
    let with = |resources: &Value, id: &str, added: &Value| {
        let mut resources = resources.clone();
        resources[id] = added.clone();
        resources
    };
    let added = with(&role, "Read", &policy);
    insta::assert_snapshot!(told(&role, &added), @"Read allows more: s3:GetObject on arn:aws:s3:::bucket/key");
    assert_eq!(told(&json!({}), &added), "");
    let function = json!({ "Code": { "Type": "AWS::Lambda::Function", "Properties": {} } });
    let permission = |more: Value| {
        let mut properties = json!({ "Action": "lambda:InvokeFunction", "FunctionName": { "Ref": "Code" } });
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "Type": "AWS::Lambda::Permission", "Properties": properties })
    };
    let of_service = json!({ "Principal": "s3.amazonaws.com" });
    let of_source = json!({ "Principal": "s3.amazonaws.com", "SourceArn": "arn:aws:s3:::bucket" });
    let told = |more: &Value| told(&function, &with(&function, "May", &permission(more.clone())));
    insta::assert_snapshot!(told(&json!({ "Principal": "*" })), @"
    May lets everybody in: it allows `*`, and no condition keeps anybody out
    May allows more: lambda:InvokeFunction on Code by *
    ");
    insta::assert_snapshot!(told(&of_service), @"May allows more: lambda:InvokeFunction on Code by Service s3.amazonaws.com");
    assert_eq!(told(&of_source), "");
}

/// S3 asks what it is to notify when it is told: what lets it in must be there before.
#[test]
fn a_bucket_cannot_notify_what_lets_s3_in_later() {
    let template = |notifies: bool, bucket: Value, permission: Option<Value>| {
        let function = json!({ "Type": "AWS::Lambda::Function", "Properties": {
            "Role": "arn:aws:iam::111122223333:role/r", "Runtime": "python3.13", "Handler": "a.b", "Code": { "ZipFile": "x" } } });
        let mut resources = json!({ "B": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": "pages" } }, "F": function });
        resources["B"].as_object_mut().unwrap().extend(bucket.as_object().unwrap().clone());
        if notifies {
            let to = json!([{ "Event": "s3:ObjectCreated:*", "Function": { "Fn::GetAtt": ["F", "Arn"] } }]);
            resources["B"]["Properties"]["NotificationConfiguration"] = json!({ "LambdaConfigurations": to });
        }
        if let Some(source) = permission {
            resources["P"] = json!({ "Type": "AWS::Lambda::Permission", "Properties": {
                "FunctionName": { "Ref": "F" }, "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com", "SourceArn": source } });
        }
        json!({ "Resources": resources })
    };
    let fails = |before: Value, after: Value| {
        let headlines = one(before, after).headlines;
        headlines.into_iter().find(|headline| headline.code == "DIFF113").map(|headline| headline.message).unwrap_or_default()
    };
    let (none, waits) = (json!({}), json!({ "DependsOn": "P" }));
    let (read, written) = (json!({ "Fn::GetAtt": ["B", "Arn"] }), json!("arn:aws:s3:::pages"));
    let topic = json!({ "Resources": { "T": { "Type": "AWS::SNS::Topic" } } });
    let silent = template(false, none.clone(), None);
    let late = template(true, none.clone(), Some(read.clone()));
    let why = "B is to notify F, and S3 refuses that: P, which lets S3 use it, is made after the bucket, to which it refers";
    assert_eq!(fails(silent.clone(), late.clone()), why);
    assert_eq!(fails(topic.clone(), late.clone()), why);
    assert_eq!(fails(template(false, none.clone(), Some(read)), late), "", "it is there already");
    assert_eq!(fails(silent.clone(), template(true, waits, Some(written.clone()))), "");
    assert_eq!(fails(silent.clone(), template(true, none.clone(), Some(written))), "", "either may be the first");
    let missing = template(true, none, None);
    assert_eq!(fails(topic, missing.clone()), "B is to notify F, and S3 refuses that: nothing lets S3 use F");
    assert_eq!(fails(silent, missing), "", "another stack may let S3 in");
}
