//! `diff`: what the internet reaches that it did not before.

use super::access::{allow, told, told_with, with};
use serde_json::{Value, json};

fn rule(protocol: Value, ports: Option<(u16, u16)>, block: &str) -> Value {
    let key = if block.contains(':') { "CidrIpv6" } else { "CidrIp" };
    let mut rule = json!({ "IpProtocol": protocol, key: block });
    if let Some((from, to)) = ports {
        (rule["FromPort"], rule["ToPort"]) = (json!(from), json!(to));
    }
    rule
}

fn group(rules: &[Value]) -> Value {
    json!({ "Group": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "d", "VpcId": "vpc-00000001", "SecurityGroupIngress": rules } } })
}

#[test]
fn what_the_internet_reaches_is_named() {
    let https = rule(json!("tcp"), Some((443, 443)), "0.0.0.0/0");
    let more = |rules: &[Value]| told(&group(std::slice::from_ref(&https)), &group(rules));
    insta::assert_snapshot!(more(&[https.clone(), rule(json!("tcp"), Some((443, 443)), "::/0")]), @"Group lets the whole internet reach port 443");
    insta::assert_snapshot!(more(&[rule(json!(-1), None, "0.0.0.0/0")]), @"Group lets the whole internet reach every port");
    insta::assert_snapshot!(more(&[rule(json!("tcp"), Some((443, 9000)), "0.0.0.0/0")]), @"Group lets the whole internet reach the ports 443 to 9000");
    insta::assert_snapshot!(more(&[https.clone(), rule(json!("udp"), Some((53, 53)), "128.0.0.0/1")]), @"Group lets a large part of the internet (128.0.0.0/1) reach port 53 (UDP)");
    assert_eq!(more(&[https.clone(), rule(json!("tcp"), Some((22, 22)), "10.0.0.0/8")]), "");
    // Less, or the same in other words.
    assert_eq!(told(&group(&[rule(json!("tcp"), Some((443, 9000)), "0.0.0.0/0")]), &group(std::slice::from_ref(&https))), "");
    assert_eq!(more(&[rule(json!("6"), Some((443, 443)), "0.0.0.0/0")]), "");
    let renamed = json!({ "Other": group(std::slice::from_ref(&https))["Group"] });
    assert_eq!(told(&group(std::slice::from_ref(&https)), &renamed), "");
}

#[test]
fn a_rule_of_its_own_is_the_same_as_one_in_the_group() {
    let https = rule(json!("tcp"), Some((443, 443)), "0.0.0.0/0");
    let mut apart = group(&[]);
    apart["Rule"] = json!({ "Type": "AWS::EC2::SecurityGroupIngress", "Properties": with(https.clone(), "GroupId", json!({ "Ref": "Group" })) });
    assert_eq!(told(&group(&[https]), &apart), "");
    insta::assert_snapshot!(told(&group(&[]), &apart), @"Rule lets the whole internet reach port 443");
}

#[test]
fn what_a_condition_opens_is_told_with_it() {
    let one = rule(json!("tcp"), Some((443, 443)), "0.0.0.0/0");
    let closed = rule(json!("tcp"), Some((443, 443)), "10.0.0.0/8");
    let told = |before: &Value, after: &Value| {
        told_with(&json!({ "Here": { "Fn::Equals": [{ "Ref": "AWS::Region" }, "eu-west-1"] } }), before, after)
    };
    let open = group(&[json!({ "Fn::If": ["Here", one.clone(), { "Ref": "AWS::NoValue" }] })]);
    let mut block = closed.clone();
    block["CidrIp"] = json!({ "Fn::If": ["Here", "0.0.0.0/0", "10.0.0.0/8"] });
    insta::assert_snapshot!(told(&group(&[closed]), &open), @"Group lets the whole internet reach port 443 where AWS::Region = eu-west-1");
    assert_eq!(told(&open, &group(&[block.clone()])), "", "the same in other words");
    insta::assert_snapshot!(told(&group(&[block]), &group(&[one])), @"Group lets the whole internet reach port 443 where AWS::Region ≠ eu-west-1");
    let statement = |action: &str| {
        json!({ "Policy": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": {
        "Statement": [{ "Fn::If": ["Here", allow(&[action], "*"), { "Ref": "AWS::NoValue" }] }] } } } })
    };
    insta::assert_snapshot!(told(&statement("s3:GetObject"), &statement("s3:*")), @r#"Policy allows more: s3:* on * where AWS::Region = eu-west-1"#);
}

/// What opens a database, cluster, API or bucket to the internet, beside the ports of security groups.
#[test]
fn what_a_property_opens_to_the_internet_is_told() {
    let of = |kind: &str, properties: Value| json!({ "It": { "Type": kind, "Properties": properties } });
    let change = |kind: &str, before: Value, after: Value| told(&of(kind, before), &of(kind, after));
    let public =
        |is_public: bool| json!({ "DBInstanceClass": "db.t3.micro", "Engine": "mysql", "PubliclyAccessible": is_public });
    let database = "AWS::RDS::DBInstance";
    insta::assert_snapshot!(change(database, public(false), public(true)), @"It gets a public address: `PubliclyAccessible` is true");
    assert_eq!(change(database, public(true), public(false)), "");
    insta::assert_snapshot!(told(&json!({}), &of(database, public(true))), @"It gets a public address: `PubliclyAccessible` is true");
    let cluster = |access: Value| json!({ "RoleArn": "r", "ResourcesVpcConfig": access });
    let blocks = |block: &str| cluster(json!({ "SubnetIds": ["a", "b"], "PublicAccessCidrs": [block] }));
    let eks = "AWS::EKS::Cluster";
    insta::assert_snapshot!(change(eks, blocks("10.0.0.0/8"), blocks("0.0.0.0/0")), @"It lets the whole internet reach its API server");
    let closed =
        |block: &str| cluster(json!({ "SubnetIds": ["a", "b"], "PublicAccessCidrs": [block], "EndpointPublicAccess": false }));
    assert_eq!(change(eks, closed("10.0.0.0/8"), closed("0.0.0.0/0")), "");
    let api = |kind: &str| json!({ "Name": "a", "EndpointConfiguration": { "Types": [kind] } });
    insta::assert_snapshot!(change("AWS::ApiGateway::RestApi", api("PRIVATE"), api("REGIONAL")), @"It is called from the internet: its endpoint is private no more");
    assert_eq!(change("AWS::ApiGateway::RestApi", api("EDGE"), api("REGIONAL")), "");
}

/// What blocks public access decides whether a public policy has an effect, and whether it can be put at all.
#[test]
fn a_bucket_may_refuse_or_restrict_a_public_policy() {
    let bucket = |flags: Value| json!({ "Type": "AWS::S3::Bucket", "Properties": { "PublicAccessBlockConfiguration": flags } });
    let statement = with(allow(&["s3:GetObject"], "arn:aws:s3:::b/*"), "Principal", json!("*"));
    let policy = json!({ "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": { "Ref": "B" }, "PolicyDocument": { "Statement": [statement] } } });
    let both = |flags: Value| json!({ "B": bucket(flags), "P": policy });
    let restricted = |is_so: bool| both(json!({ "RestrictPublicBuckets": is_so }));
    insta::assert_snapshot!(told(&restricted(true), &restricted(false)), @"
    B is open to everybody: nothing restricts its public policy any more
    B allows more: what RestrictPublicBuckets refused
    ");
    assert_eq!(told(&restricted(false), &restricted(true)), "");
    let blocked = || json!({ "BlockPublicPolicy": true });
    let added = told(&json!({ "B": bucket(blocked()) }), &both(blocked()));
    insta::assert_snapshot!(added.lines().next().unwrap(), @"P lets everybody in, and B refuses such a policy: its `BlockPublicPolicy` is true");
    assert_eq!(told(&both(blocked()), &both(json!({ "BlockPublicPolicy": true, "BlockPublicAcls": true }))), "");
}

/// Nobody who calls the address of a function, a method or a route without authorization is asked who it is.
#[test]
fn what_asks_for_no_sign_in_is_open() {
    let permission = |conditions: Value| {
        let mut properties = json!({ "FunctionName": "f", "Action": "lambda:InvokeFunctionUrl", "Principal": "*" });
        properties.as_object_mut().unwrap().extend(conditions.as_object().cloned().unwrap());
        json!({ "P": { "Type": "AWS::Lambda::Permission", "Properties": properties } })
    };
    let first = |after: &Value| told(&json!({}), after).lines().next().unwrap_or_default().to_owned();
    insta::assert_snapshot!(first(&permission(json!({ "FunctionUrlAuthType": "NONE" }))), @"P lets everybody in: it allows `*`, and no condition keeps anybody out");
    assert!(!first(&permission(json!({ "FunctionUrlAuthType": "AWS_IAM" }))).contains("everybody"));
    assert!(!first(&permission(json!({ "PrincipalOrgID": "o-1", "FunctionUrlAuthType": "NONE" }))).contains("everybody"));
    let url =
        |kind: &str| json!({ "U": { "Type": "AWS::Lambda::Url", "Properties": { "TargetFunctionArn": "f", "AuthType": kind } } });
    let opened =
        "U is called from the internet without a sign-in by whoever the function's policy lets in: its `AuthType` is NONE";
    assert_eq!(first(&url("NONE")), opened);
    assert!(told(&url("AWS_IAM"), &url("NONE")).starts_with(opened));
    assert!(!told(&url("NONE"), &url("AWS_IAM")).contains("internet"));
    let api = |endpoint: &str, kind: &str| {
        json!({
            "A": { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Name": "a", "EndpointConfiguration": { "Types": [endpoint] } } },
            "M": { "Type": "AWS::ApiGateway::Method", "Properties": { "RestApiId": { "Ref": "A" }, "HttpMethod": "GET", "AuthorizationType": kind } },
        })
    };
    let of = |endpoint: &str| told(&api(endpoint, "AWS_IAM"), &api(endpoint, "NONE"));
    assert!(of("REGIONAL").starts_with("M is called from the internet without a sign-in"));
    assert!(!of("PRIVATE").contains("internet"));
    let pool = |is_admin: bool| json!({ "U": { "Type": "AWS::Cognito::UserPool", "Properties": { "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": is_admin } } } });
    assert!(told(&pool(true), &pool(false)).starts_with("U lets everybody sign up"));
}
