//! `diff`: who may do and reach more than before, as the headlines say it.

use std::collections::BTreeMap;

use super::under;
use formwork::diff::{self, Side};
use formwork::template::{Node, Template};
use serde_json::{Value, json};

/// The headlines of a change of one template's resources.
pub(super) fn told(before: &Value, after: &Value) -> String {
    told_with(&json!({}), before, after)
}

/// The same, of templates that have conditions.
pub(super) fn told_with(conditions: &Value, before: &Value, after: &Value) -> String {
    let side = |resources: &Value| {
        let template = Template::new(Node::from(json!({ "Conditions": conditions, "Resources": resources })));
        vec![("stack".to_owned(), Side::new(template, BTreeMap::new()))]
    };
    let headlines = diff::compare(&side(before), &side(after)).headlines;
    headlines.iter().map(|headline| headline.message.clone() + &under(&headline.under)).collect::<Vec<_>>().join("\n")
}

/// What a policy with statements allows more than another one.
fn policy(before: &Value, after: &Value) -> String {
    let resources = |statements: &Value| {
        let document = json!({ "Version": "2012-10-17", "Statement": statements });
        json!({ "Policy": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": document } } })
    };
    told(&resources(before), &resources(after))
}

pub(super) fn allow(actions: &[&str], resource: &str) -> Value {
    json!({ "Effect": "Allow", "Action": actions, "Resource": resource })
}

pub(super) fn with(mut statement: Value, key: &str, value: Value) -> Value {
    statement[key] = value;
    statement
}

#[test]
fn what_is_allowed_already_is_nothing_new() {
    let wide = allow(&["s3:*"], "*");
    let narrow = allow(&["s3:GetObject"], "arn:aws:s3:::pages/*");
    assert_eq!(policy(&json!([wide]), &json!([narrow])), "");
    assert_eq!(
        policy(&json!([allow(&["s3:Get*", "S3:list*"], "*")]), &json!([allow(&["s3:ListBucket", "s3:GetObject"], "*")])),
        ""
    );
    // In another order, or in more statements.
    let (one, other) = (allow(&["s3:GetObject"], "a"), allow(&["sqs:SendMessage"], "b"));
    assert_eq!(policy(&json!([one, other]), &json!([other, one])), "");
    assert_eq!(policy(&json!([allow(&["s3:GetObject", "s3:PutObject"], "a")]), &json!([one, allow(&["s3:PutObject"], "a")])), "");
    let condition = json!({ "StringEquals": { "aws:SourceVpc": "vpc-00000001" } });
    assert_eq!(policy(&json!([wide]), &json!([with(wide.clone(), "Condition", condition)])), "");
}

#[test]
fn what_is_allowed_beyond_that_is_named() {
    let narrow = allow(&["s3:GetObject"], "arn:aws:s3:::pages/*");
    insta::assert_snapshot!(policy(&json!([narrow]), &json!([allow(&["s3:GetObject", "s3:Put*"], "*")])), @"Policy allows more: s3:GetObject, s3:Put* on *");
    let condition = json!({ "StringEquals": { "aws:SourceVpc": "vpc-00000001" } });
    insta::assert_snapshot!(policy(&json!([with(narrow.clone(), "Condition", condition)]), &json!([narrow])), @r#"Policy allows more: s3:GetObject on arn:aws:s3:::pages/*, without the condition StringEquals aws:SourceVpc "vpc-00000001""#);
    let but = |actions: Value| json!([{ "Effect": "Allow", "NotAction": actions, "Resource": "*" }]);
    insta::assert_snapshot!(policy(&but(json!(["iam:*", "s3:*"])), &but(json!("iam:*"))), @"Policy allows more: every action but iam:* on *");
    assert_eq!(policy(&but(json!("iam:*")), &but(json!(["iam:*", "s3:*"]))), "");
    assert_eq!(policy(&but(json!("iam:*")), &json!([allow(&["s3:GetObject"], "*")])), "");
    insta::assert_snapshot!(policy(&but(json!("iam:*")), &json!([allow(&["iam:PassRole"], "*")])), @"Policy allows more: iam:PassRole on *");
    let elsewhere = json!([{ "Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::pages/*" }]);
    insta::assert_snapshot!(policy(&json!([narrow]), &elsewhere), @"Policy allows more: s3:GetObject on every resource but arn:aws:s3:::pages/*");
}

#[test]
fn a_refusal_that_goes_allows_more() {
    let wide = allow(&["s3:*"], "*");
    let deny = |actions: Value| json!({ "Effect": "Deny", "Action": actions, "Resource": "*" });
    let both = json!([wide, deny(json!(["s3:DeleteBucket", "s3:DeleteObject"]))]);
    insta::assert_snapshot!(policy(&both, &json!([wide])), @"Policy allows more: no longer denied: s3:DeleteBucket, s3:DeleteObject on *");
    insta::assert_snapshot!(policy(&both, &json!([wide, deny(json!("s3:DeleteBucket"))])), @"Policy allows more: no longer denied: s3:DeleteObject on *");
    assert_eq!(policy(&both, &json!([wide, deny(json!("s3:Delete*"))])), "");
    assert_eq!(policy(&json!([wide]), &both), "");
}

#[test]
fn roles_are_assumed_by_whom_they_name() {
    let role = |principal: Value, more: Value| {
        let document = json!({ "Statement": { "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole" } });
        let mut properties = json!({ "AssumeRolePolicyDocument": document });
        more.as_object().unwrap().iter().for_each(|(key, value)| properties[key] = value.clone());
        json!({ "Role": { "Type": "AWS::IAM::Role", "Properties": properties } })
    };
    let tasks = role(json!({ "Service": "ecs-tasks.amazonaws.com" }), json!({}));
    let several = role(json!({ "Service": ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"] }), json!({}));
    insta::assert_snapshot!(told(&tasks, &several), @"Role allows more: sts:AssumeRole by Service lambda.amazonaws.com");
    assert_eq!(told(&several, &tasks), "");
    insta::assert_snapshot!(told(&tasks, &role(json!({ "AWS": "*" }), json!({}))), @"
    Role lets everybody in: its policy allows `*` without a condition
    Role allows more: sts:AssumeRole by *
    ");
    assert_eq!(told(&role(json!("*"), json!({})), &tasks), "");
    let bounded =
        role(json!({ "Service": "ecs-tasks.amazonaws.com" }), json!({ "PermissionsBoundary": "arn:aws:iam::1:policy/bound" }));
    insta::assert_snapshot!(told(&bounded, &tasks), @r#"Role allows more: without the permissions boundary "arn:aws:iam::1:policy/bound""#);
    let admin = json!({ "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"] });
    insta::assert_snapshot!(told(&tasks, &role(json!({ "Service": "ecs-tasks.amazonaws.com" }), admin)), @"Role allows more: the policy arn:aws:iam::aws:policy/AdministratorAccess");
}

#[test]
fn the_suffix_of_a_partition_is_that_of_its_services() {
    let trust = |service: Value| {
        let statement = json!({ "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole" });
        json!({ "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": { "Statement": statement } } } })
    };
    let literal = || json!("ec2.amazonaws.com");
    let forms =
        [json!({ "Fn::Sub": "ec2.${AWS::URLSuffix}" }), json!({ "Fn::Join": [".", ["ec2", { "Ref": "AWS::URLSuffix" }]] })];
    for form in forms {
        assert_eq!(told(&trust(literal()), &trust(form.clone())), "", "{form}");
        assert_eq!(told(&trust(form.clone()), &trust(literal())), "", "{form}");
    }
    let other = told(&trust(literal()), &trust(json!({ "Fn::Sub": "ecs.${AWS::URLSuffix}" })));
    assert!(other.contains("by Service ecs.amazonaws.com"), "{other}");
}

#[test]
fn an_account_has_one_meaning_in_every_form() {
    let policy = |principal: &Value, condition: &Value| {
        let statement = json!({ "Effect": "Allow", "Principal": { "AWS": principal }, "Action": "s3:GetObject", "Resource": "*", "Condition": condition });
        json!({ "Policy": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": "b", "PolicyDocument": { "Statement": [statement] } } } })
    };
    let secure = json!({ "Bool": { "aws:SecureTransport": "true" } });
    let arn = json!({ "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" });
    for (one, other) in [
        (json!("111122223333"), json!(["arn:aws:iam::111122223333:root"])),
        (json!({ "Ref": "AWS::AccountId" }), arn.clone()),
        (arn, json!({ "Fn::Join": [":", ["arn", { "Ref": "AWS::Partition" }, "iam:", { "Ref": "AWS::AccountId" }, "root"]] })),
    ] {
        assert_eq!(told(&policy(&one, &secure), &policy(&other, &secure)), "", "{one} {other}");
        assert_eq!(told(&policy(&other, &secure), &policy(&one, &json!({ "Bool": { "aws:SecureTransport": [true] } }))), "");
    }
    let other = told(&policy(&json!("111122223333"), &secure), &policy(&json!("111122224444"), &secure));
    assert!(other.contains("by AWS arn:aws:iam::111122224444:root"), "{other}");
    let role = json!("arn:aws:iam::111122223333:role/x");
    assert!(
        told(&policy(&role, &secure), &policy(&json!("111122223333"), &secure)).contains(":root"),
        "an account is more than its role"
    );
}

#[test]
fn a_policy_under_another_logical_id_allows_nothing_new() {
    let under = |id: &str, action: &str| {
        let document = json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "arn:aws:s3:::b/*" }] });
        json!({ "Resources": { id: { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": document } } } })
    };
    let told = |after: &Value| {
        let side = |template: &Value| {
            vec![("stack".to_owned(), Side::new(Template::new(Node::from(template.clone())), BTreeMap::new()))]
        };
        diff::compare(&side(&under("Read", "s3:GetObject")), &side(after)).headlines.len()
    };
    assert_eq!(told(&under("ReadBucket", "s3:GetObject")), 0);
    assert_eq!(told(&under("ReadBucket", "s3:*")), 1);
}

/// A policy under another logical id, and in another form, allows the same.
#[test]
fn a_renamed_policy_widens_nothing() {
    let template = |id: &str, action: serde_json::Value| {
        let statement = json!({ "Effect": "Allow", "Action": action, "Resource": "*" });
        json!({ "Resources": {
            (id): { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": [statement] } } },
            "Role": { "Type": "AWS::IAM::Role", "Properties": { "ManagedPolicyArns": [{ "Ref": id }] } } } })
    };
    let changed = super::one(template("Old", json!("s3:*")), template("New", json!(["s3:*"])));
    assert!(changed.headlines.is_empty(), "{:?}", changed.headlines);
    let more = super::one(template("Old", json!("s3:*")), template("New", json!(["s3:*", "sqs:*"])));
    assert!(!more.headlines.is_empty());
}

/// Policies whose statements refuse something, each with what it is about.
fn refusals() -> Vec<(&'static str, Value)> {
    let deny = json!({ "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" }] });
    let own = json!({ "Statement": [{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }] });
    let policy = |kind: &str, target: &str, document: &Value, subject: Value| json!({ "It": subject, "Policy": { "Type": kind, "Properties": { target: [{ "Ref": "It" }], "PolicyDocument": document } } });
    let plain = |kind: &str| json!({ "Type": kind, "Properties": {} });
    let role =
        json!({ "Type": "AWS::IAM::Role", "Properties": { "Path": "/a/", "PermissionsBoundary": "arn:aws:iam::aws:policy/B" } });
    let managed = json!({ "Type": "AWS::IAM::Role", "Properties": { "ManagedPolicyArns": [{ "Ref": "Policy" }] } });
    vec![
        ("queue", policy("AWS::SQS::QueuePolicy", "Queues", &deny, plain("AWS::SQS::Queue"))),
        ("topic", policy("AWS::SNS::TopicPolicy", "Topics", &deny, plain("AWS::SNS::Topic"))),
        ("bucket", policy("AWS::S3::BucketPolicy", "Bucket", &deny, plain("AWS::S3::Bucket"))),
        ("role", policy("AWS::IAM::Policy", "Roles", &own, role)),
        ("managed", policy("AWS::IAM::ManagedPolicy", "Groups", &own, managed)),
        ("key", json!({ "It": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": deny } } })),
    ]
}

fn widened(before: &Value, after: &Value) -> Vec<String> {
    told(before, after).lines().filter(|line| line.contains("allows more")).map(str::to_owned).collect()
}

/// Nobody may do more to, or as, what is gone; a refusal of what stays is gone with its policy.
#[test]
fn what_goes_with_its_policy_widens_nothing() {
    for (kind, resources) in refusals() {
        let others = json!({ "Other": { "Type": "AWS::EC2::InternetGateway" } });
        assert_eq!(widened(&resources, &others), Vec::<String>::new(), "{kind} removed");
        let text = resources.to_string().replace("\"It\"", "\"That\"").replace("\"Policy\"", "\"ItsPolicy\"");
        assert_eq!(widened(&resources, &serde_json::from_str(&text).unwrap()), Vec::<String>::new(), "{kind} renamed");
        if resources.get("Policy").is_some() {
            let mut stays = resources.clone();
            stays.as_object_mut().unwrap().remove("Policy");
            stays["It"]["Properties"].as_object_mut().unwrap().remove("ManagedPolicyArns");
            assert_eq!(widened(&resources, &stays).len(), 1, "{kind} without its policy: {:?}", widened(&resources, &stays));
        }
    }
}

/// Where a statement stands makes no difference: in the role, in a policy of it, or in a managed one that it names.
#[test]
fn a_statement_may_move_between_the_policies_of_a_role() {
    let document = |action: &str| json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] });
    let role = |properties: Value| json!({ "Type": "AWS::IAM::Role", "Properties": properties });
    let inline = json!({ "Role": role(json!({ "Policies": [{ "PolicyName": "p", "PolicyDocument": document("s3:*") }] })) });
    let apart = |kind: &str, action: &str| {
        let policy = json!({ "Type": kind, "Properties": { "Roles": [{ "Ref": "Role" }], "PolicyDocument": document(action) } });
        json!({ "Role": role(json!({})), "Policy": policy })
    };
    let named = |action: &str| {
        let policy = json!({ "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": document(action) } });
        json!({ "Role": role(json!({ "ManagedPolicyArns": [{ "Ref": "Policy" }] })), "Policy": policy })
    };
    let forms = [inline.clone(), apart("AWS::IAM::Policy", "s3:*"), apart("AWS::IAM::ManagedPolicy", "s3:*"), named("s3:*")];
    for (one, other) in forms.iter().flat_map(|one| forms.iter().map(move |other| (one, other))) {
        assert_eq!(widened(one, other), Vec::<String>::new(), "{one} {other}");
    }
    insta::assert_snapshot!(told(&inline, &apart("AWS::IAM::Policy", "*")), @"Policy allows more: * on *");
    insta::assert_snapshot!(told(&inline, &named("*")), @"
    Role allows more: * on *
    Policy allows more: * on *
    ");
    let shared = |roles: &[&str]| {
        let mut resources = apart("AWS::IAM::Policy", "s3:Get*");
        resources["Admin"] = role(json!({}));
        resources["Policy"]["Properties"]["Roles"] = roles.iter().map(|role| json!({ "Ref": role })).collect();
        resources
    };
    insta::assert_snapshot!(told(&shared(&["Role"]), &shared(&["Role", "Admin"])), @"Policy allows more: s3:Get* on *");
}

/// Where only a parameter stood, it may have had what is written now. A condition is told where it is another one, or new.
#[test]
fn a_value_that_may_have_been_the_same_may_widen() {
    let trust = |condition: Value| {
        let principal = json!({ "Federated": "arn:aws:iam::123456789012:oidc-provider/x" });
        let statement = json!({ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": principal });
        let statement = if condition.is_null() { statement } else { with(statement, "Condition", condition) };
        json!({ "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": { "Statement": [statement] } } } })
    };
    let aud = |value: Value| trust(json!({ "StringEquals": { "x:aud": value } }));
    let who = "sts:AssumeRoleWithWebIdentity by Federated arn:aws:iam::123456789012:oidc-provider/x";
    assert_eq!(
        told(&aud(json!({ "Ref": "Audience" })), &aud(json!("sts"))),
        format!(
            "Role may allow more, depending on values that only a deployment knows: {who}, with the condition StringEquals x:aud \"sts\" instead of Audience"
        )
    );
    assert_eq!(
        told(&aud(json!("sts")), &aud(json!("other"))),
        format!("Role allows more: {who}, with the condition StringEquals x:aud \"other\" instead of \"sts\"")
    );
    assert_eq!(
        told(&aud(json!("sts")), &trust(Value::Null)),
        format!("Role allows more: {who}, without the condition StringEquals x:aud \"sts\"")
    );
    let on = |resource: Value| with(allow(&["s3:GetObject"], ""), "Resource", resource);
    let bucket = |text: &str| on(json!({ "Fn::Sub": text }));
    assert_eq!(
        policy(&json!([bucket("arn:aws:s3:::${Name}/*")]), &json!([on(json!("arn:aws:s3:::logs/2024"))])),
        "Policy may allow more, depending on values that only a deployment knows: s3:GetObject on arn:aws:s3:::logs/2024"
    );
    assert_eq!(
        policy(&json!([bucket("arn:aws:s3:::${Name}/*")]), &json!([bucket("arn:aws:s3:::${Name}")])),
        "Policy allows more: s3:GetObject on arn:aws:s3:::${Name}",
        "what is given is the same on both sides"
    );
    assert_eq!(
        policy(&json!([bucket("arn:aws:s3:::${Name}/a")]), &json!([on(json!("arn:aws:s3:::logs/b"))])),
        "Policy allows more: s3:GetObject on arn:aws:s3:::logs/b"
    );
    let shared = |condition: Value| {
        let statement = with(with(allow(&["s3:GetObject"], "*"), "Principal", json!("*")), "Condition", condition);
        json!({ "Shared": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": "b", "PolicyDocument": { "Statement": [statement] } } } })
    };
    assert_eq!(
        told(&json!({}), &shared(json!({ "StringEquals": { "aws:PrincipalOrgID": { "Ref": "Organization" } } }))),
        "Shared allows more: s3:GetObject on * by *, under the condition StringEquals aws:PrincipalOrgID Organization"
    );
}

/// What says most is never among the rest.
#[test]
fn the_gravest_grants_come_first() {
    let role = |condition: bool, statement: Value| {
        let trusted = with(allow(&["sts:AssumeRole"], ""), "Principal", json!({ "Service": "ec2.amazonaws.com" }));
        let trusted = if condition { with(trusted, "Condition", json!({ "Bool": { "a:b": "true" } })) } else { trusted };
        let policies = json!([{ "PolicyName": "p", "PolicyDocument": { "Statement": [statement] } }]);
        let mut trusted = json!([trusted]);
        trusted[0].as_object_mut().unwrap().remove("Resource");
        json!({ "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": { "Statement": trusted }, "Policies": policies } } })
    };
    let actions: Vec<String> = (0..8).map(|number| format!("s3:A{number}")).collect();
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    let denied = with(allow(&["*"], "*"), "Effect", json!("Deny"));
    insta::assert_snapshot!(
        told(&role(true, denied), &role(false, allow(&actions, "arn:aws:s3:::b"))),
        @r#"Role allows more: no longer denied: * on *; sts:AssumeRole by Service ec2.amazonaws.com, without the condition Bool a:b "true"; s3:A0, s3:A1, s3:A2, s3:A3, s3:A4, s3:A5, s3:A6, s3:A7 on arn:aws:s3:::b"#
    );
}

#[test]
fn a_condition_with_more_values_holds_more_often() {
    let of = |effect: &str, operator: &str, vpcs: &[&str]| {
        let statement = json!({ "Effect": effect, "Action": "s3:GetObject", "Resource": "*", "Principal": "*" });
        let statements = [statement_of_all(), with(statement, "Condition", json!({ operator: { "aws:SourceVpc": vpcs } }))];
        json!({ "Policy": { "Type": "AWS::S3::BucketPolicy", "Properties": {
            "Bucket": "pages", "PolicyDocument": { "Statement": if effect == "Allow" { &statements[1..] } else { &statements[..] } }
        } } })
    };
    let change = |effect: &str, operator: &str, before: &[&str], after: &[&str]| {
        told(&of(effect, operator, before), &of(effect, operator, after))
    };
    assert_eq!(change("Allow", "StringEquals", &["a", "b"], &["a"]), "");
    assert_ne!(change("Allow", "StringEquals", &["a"], &["a", "b"]), "");
    assert_eq!(change("Allow", "StringNotEquals", &["a"], &["a", "b"]), "");
    assert_ne!(change("Allow", "StringNotEquals", &["a", "b"], &["a"]), "");
    assert_eq!(change("Deny", "StringNotEquals", &["a", "b"], &["b"]), "");
    insta::assert_snapshot!(change("Deny", "StringNotEquals", &["a"], &["a", "b"]), @r#"Policy allows more: no longer denied: s3:GetObject on * by *, under the condition StringNotEquals aws:SourceVpc "a", which is now "a", "b""#);
}

fn statement_of_all() -> Value {
    json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": "*" })
}

/// Its own account may always let its roles use a key.
#[test]
fn a_key_that_lets_its_account_decide_is_not_widened() {
    let key = |principal: Value| {
        let statement = json!({ "Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": { "AWS": principal } });
        json!({ "Key": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": { "Statement": [statement] } } } })
    };
    let root = |account: &str| json!({ "Fn::Sub": format!("arn:${{AWS::Partition}}:iam::{account}:root") });
    assert_eq!(told(&json!({}), &key(root("${AWS::AccountId}"))), "");
    assert_ne!(told(&json!({}), &key(root("111122223333"))), "");
    assert_ne!(told(&json!({}), &key(json!("*"))), "");
}

/// Managed policies and boundaries are compared as everything else is: a parameter may have what is written on the other side.
#[test]
fn a_policy_that_a_parameter_names_may_be_the_same() {
    let role = |policy: Value, boundary: Value| json!({ "Role": { "Type": "AWS::IAM::Role", "Properties": { "ManagedPolicyArns": [policy], "PermissionsBoundary": boundary } } });
    let (written, given) = (|| json!("arn:aws:iam::aws:policy/ReadOnlyAccess"), || json!({ "Ref": "Policy" }));
    let bound = || json!("arn:aws:iam::aws:policy/Bound");
    insta::assert_snapshot!(told(&role(written(), bound()), &role(given(), json!({ "Ref": "Bound" }))), @r#"Role may allow more, depending on values that only a deployment knows: without the permissions boundary "arn:aws:iam::aws:policy/Bound", the policy Policy"#);
    insta::assert_snapshot!(told(&role(written(), bound()), &role(json!("arn:aws:iam::aws:policy/Other"), json!("other"))), @r#"Role allows more: without the permissions boundary "arn:aws:iam::aws:policy/Bound", the policy arn:aws:iam::aws:policy/Other"#);
}

/// What is new with all that it is about widens nothing, unless it lets in somebody from elsewhere.
#[test]
fn a_new_role_of_another_account_lets_it_in() {
    let role = |principal: Value| {
        let trust = with(allow(&["sts:AssumeRole"], ""), "Principal", principal);
        let trust = json!({ "Effect": trust["Effect"], "Action": trust["Action"], "Principal": trust["Principal"] });
        json!({ "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": { "Statement": [trust] } } } })
    };
    let new = |principal: Value| told(&json!({}), &role(principal));
    insta::assert_snapshot!(new(json!({ "AWS": "999999999999" })), @"Role allows more: sts:AssumeRole by AWS arn:aws:iam::999999999999:root");
    insta::assert_snapshot!(new(json!({ "AWS": "*" })), @"
    Role lets everybody in: its policy allows `*` without a condition
    Role allows more: sts:AssumeRole by *
    ");
    assert_eq!(new(json!({ "Service": "lambda.amazonaws.com" })), "");
    assert_eq!(new(json!({ "AWS": { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } })), "");
    let queue = json!({
        "Queue": { "Type": "AWS::SQS::Queue" },
        "Policy": { "Type": "AWS::SQS::QueuePolicy", "Properties": {
            "Queues": [{ "Ref": "Queue" }],
            "PolicyDocument": { "Statement": [with(allow(&["sqs:SendMessage"], "arn:aws:sqs:eu-west-1:111111111111:q"), "Principal", json!({ "AWS": "arn:aws:iam::999999999999:role/r" }))] },
        } },
    });
    insta::assert_snapshot!(told(&json!({}), &queue), @"Policy allows more: sqs:SendMessage on arn:aws:sqs:eu-west-1:111111111111:q by AWS arn:aws:iam::999999999999:role/r");
}

/// A resource whose template names it is the same by its name and by a reference to it.
#[test]
fn a_name_stands_for_a_reference_to_what_is_called_so() {
    let resources = |role: Value, queue: Value, by: Value| {
        let statement = |resource: &Value| json!({ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": resource });
        let mut shared = statement(&queue);
        shared["Principal"] = json!({ "AWS": by });
        json!({
            "Q": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "jobs" } },
            "R": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "worker" } },
            "P": { "Type": "AWS::IAM::Policy", "Properties": { "PolicyName": "p", "Roles": [role], "PolicyDocument": { "Statement": [statement(&queue)] } } },
            "S": { "Type": "AWS::SQS::QueuePolicy", "Properties": { "Queues": [{ "Ref": "Q" }], "PolicyDocument": { "Statement": [shared] } } },
        })
    };
    let arn = |id: &str| json!({ "Fn::GetAtt": [id, "Arn"] });
    let written = |account: &str| {
        let queue = format!("arn:aws:sqs:${{AWS::Region}}:{account}:jobs");
        let role = format!("arn:aws:iam::{account}:role/worker");
        resources(json!("worker"), json!({ "Fn::Sub": queue }), json!({ "Fn::Sub": role }))
    };
    let referred = || resources(json!({ "Ref": "R" }), arn("Q"), arn("R"));
    assert_eq!(told(&written("${AWS::AccountId}"), &referred()), "");
    assert_eq!(told(&referred(), &written("${AWS::AccountId}")), "");
    // Of an account that nobody gives, it may be the same.
    let may_be = told(&written("111122223333"), &referred());
    assert!(may_be.contains("P may allow more") && may_be.contains("S may allow more"), "{may_be}");
    let other = resources(json!("worker"), json!("arn:aws:sqs:eu-west-1:111122223333:others"), arn("R"));
    assert!(told(&other, &referred()).contains("P allows more"));
}

/// Each statement of several may be the same.
#[test]
fn statements_that_may_each_be_the_same_are_paired() {
    let policy = |partition: &str| {
        let statement = |service: &str| json!({ "Effect": "Allow", "Action": "*", "Resource": { "Fn::Sub": format!("arn:{partition}:{service}:::a") } });
        json!({ "Resources": { "P": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": [statement("s3"), statement("sns")] } } } } })
    };
    assert_eq!(super::told(&super::one(policy("aws"), policy("${AWS::Partition}"))), "P may-update");
}

/// An ARN is one, whether it is written or read of what has it.
#[test]
fn an_arn_that_is_written_allows_what_one_that_is_read_does() {
    let resources = |resource: &Value| {
        let document = json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": resource }] });
        json!({
            "B": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": "pages" } },
            "Policy": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": document } },
        })
    };
    let sub = |text: &str| json!({ "Fn::Sub": text });
    let ways = [sub("${B.Arn}/*"), sub("arn:aws:s3:::${B}/*"), json!("arn:aws:s3:::pages/*")];
    for (before, after) in ways.iter().flat_map(|one| ways.iter().map(move |other| (one, other))) {
        assert_eq!(told(&resources(before), &resources(after)), "", "{before} {after}");
    }
    let other = told(&resources(&ways[0]), &resources(&json!("arn:aws:s3:::other/*")));
    assert_eq!(other, "Policy allows more: s3:GetObject on arn:aws:s3:::other/*");
}
