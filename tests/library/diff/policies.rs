//! `diff`: policies in whatever form they are written: as text, as templates of SAM, by name, and in another order.

use super::access::{allow, told};
use super::{one, told as told_with_verdicts};
use serde_json::{Value, json};

fn managed(document: Value) -> Value {
    json!({ "Policy": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": document } } })
}

/// The changes of a template with these resources, each with what is said of its effect.
fn changes(before: &Value, after: &Value) -> String {
    let comparison = one(json!({ "Resources": before }), json!({ "Resources": after }));
    let all = comparison.stacks[0].resources.iter().flat_map(|resource| &resource.changes);
    let told = all.map(|change| format!("{} {}", change.path.property(), change.why).trim_end().to_owned());
    told.collect::<Vec<_>>().join("\n")
}

fn document(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

#[test]
fn a_policy_that_is_text_says_what_it_says() {
    let text = |statement: Value| managed(json!(document(&[statement]).to_string()));
    let substituted = |statement: Value| managed(json!({ "Fn::Sub": document(&[statement]).to_string() }));
    let (narrow, wide) = (allow(&["s3:GetObject"], "arn:aws:s3:::${AWS::StackName}/*"), allow(&["s3:*"], "*"));
    for form in [text as fn(Value) -> Value, substituted] {
        assert_eq!(told(&form(narrow.clone()), &form(wide.clone())), "Policy allows more: s3:* on *");
        assert_eq!(told(&form(wide.clone()), &form(narrow.clone())), "");
    }
    // In another form it is the same.
    let pretty = managed(json!(serde_json::to_string_pretty(&document(std::slice::from_ref(&wide))).unwrap()));
    for other in [pretty, managed(document(std::slice::from_ref(&wide)))] {
        assert_eq!(changes(&text(wide.clone()), &other), "PolicyDocument another form of the same policy");
    }
}

#[test]
fn whoever_is_let_in_by_a_policy_may_be_everybody() {
    let queue = |who: Value, conditions: Value| {
        let statement =
            json!({ "Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Principal": who, "Condition": conditions });
        json!({ "Q": { "Type": "AWS::SQS::Queue" }, "P": { "Type": "AWS::SQS::QueuePolicy", "Properties": {
            "Queues": [{ "Ref": "Q" }], "PolicyDocument": document(&[statement]).to_string() } } })
    };
    let (role, all) = (json!({ "AWS": "arn:aws:iam::111122223333:role/a" }), json!("*"));
    let open = told(&queue(role.clone(), json!({})), &queue(all.clone(), json!({})));
    insta::assert_snapshot!(open.lines().next().unwrap(), @"P lets everybody in: its policy allows `*` without a condition");
    let from = json!({ "ArnLike": { "aws:SourceArn": "arn:aws:s3:::b" } });
    assert!(!told(&queue(role, json!({})), &queue(all, from)).contains("everybody"));
}

#[test]
fn the_policy_of_an_endpoint_gives_nothing() {
    let endpoint = |document: Option<Value>| json!({ "E": { "Type": "AWS::EC2::VPCEndpoint", "Properties": { "VpcId": "vpc-1", "ServiceName": "s", "PolicyDocument": document } } });
    let of = |action: &str| {
        let statement = json!({ "Effect": "Allow", "Action": action, "Resource": "*", "Principal": "*" });
        endpoint(Some(document(&[statement])))
    };
    assert_eq!(told(&json!({}), &of("*")), "");
    assert!(told(&of("s3:GetObject"), &of("s3:*")).starts_with("E allows more: s3:* on * by *"));
}

/// What was allowed by a policy of AWS is nothing new as a statement; what a policy allowed that is not read is not known.
#[test]
fn statements_in_place_of_a_policy_by_name() {
    let role = |name: Option<&str>, statement: Option<Value>| {
        let inline: Vec<Value> = statement
            .iter()
            .map(|one| json!({ "PolicyName": "p", "PolicyDocument": document(std::slice::from_ref(one)) }))
            .collect();
        let named: Vec<String> = name.iter().map(|name| format!("arn:aws:iam::aws:policy/{name}")).collect();
        json!({ "R": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": {}, "ManagedPolicyArns": named, "Policies": inline } } })
    };
    let logs = || Some(allow(&["logs:PutLogEvents"], "*"));
    assert_eq!(told(&role(Some("service-role/AWSLambdaBasicExecutionRole"), None), &role(None, logs())), "");
    insta::assert_snapshot!(told(&role(Some("CloudWatchLogsReadOnlyAccess"), None), &role(None, logs())), @"R may allow more, unless arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess did, which is gone and not read here: logs:PutLogEvents on *");
    let trusting = |mut resources: Value, name: &str| {
        let statement = json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": name } });
        resources["R"]["Properties"]["AssumeRolePolicyDocument"] = document(&[statement]);
        resources
    };
    let named = trusting(role(Some("CloudWatchLogsReadOnlyAccess"), None), "lambda.amazonaws.com");
    let trusted = told(&named, &trusting(role(None, None), "ecs.amazonaws.com"));
    assert_eq!(trusted, "R allows more: sts:AssumeRole by Service ecs.amazonaws.com");
    insta::assert_snapshot!(told(&role(None, None), &role(None, logs())), @"R allows more: logs:PutLogEvents on *");
    assert_eq!(told(&role(Some("AdministratorAccess"), None), &role(Some("AmazonS3FullAccess"), None)), "");
}

/// A template of SAM is the statements that SAM makes of it.
#[test]
fn a_policy_template_is_its_statements() {
    let function = |policy: Value| {
        json!({ "Transform": "AWS::Serverless-2016-10-31", "Resources": { "F": { "Type": "AWS::Serverless::Function", "Properties": {
            "Handler": "h", "Runtime": "python3.13", "CodeUri": "s3://bucket/key", "Policies": [policy] } } } })
    };
    let told = |before: Value, after: Value| {
        let headlines = one(function(before), function(after)).headlines;
        headlines.iter().map(|headline| headline.message.clone() + "\n").collect::<String>()
    };
    let template = || json!({ "EventBridgePutEventsPolicy": { "EventBusName": "orders" } });
    let statement = |action: &str| json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] });
    assert_eq!(told(statement("events:PutEvents"), template()), "");
    insta::assert_snapshot!(told(statement("events:ListRules"), template()), @"FRole allows more: events:PutEvents on arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/orders");
}

/// The gravest stands before what is left out.
#[test]
fn what_gives_more_than_itself_comes_first() {
    let wide: Vec<Value> = (0..9).map(|index| allow(&["geo:GetMap*"], &format!("arn:aws:geo:::map/{index}*"))).collect();
    let all: Vec<Value> = wide.into_iter().chain([allow(&["iam:PassRole"], "arn:aws:iam::111122223333:role/*")]).collect();
    let told = told(&managed(document(&[])), &managed(document(&all)));
    assert!(told.starts_with("Policy allows more: iam:PassRole on"), "{told}");
}

/// Statements without a `Sid` are one where only what the deployment knows differs.
#[test]
fn statements_are_not_paired_by_their_place() {
    let arn = |partition: &str, name: &str| json!({ "Fn::Sub": format!("arn:{partition}:s3:::{name}-${{AWS::Region}}/*") });
    let of = |partition: &str| {
        let statement =
            |action: &str, name: &str| json!({ "Effect": "Allow", "Action": action, "Resource": arn(partition, name) });
        managed(document(&[statement("s3:GetObject", "a"), statement("s3:PutObject", "b")]))
    };
    insta::assert_snapshot!(changes(&of("aws"), &of("${AWS::Partition}")), @r"
    PolicyDocument.Statement[0].Resource the deployment may have the same value
    PolicyDocument.Statement[1].Resource the deployment may have the same value
    ");
}

/// A role or group that takes the place of another one, which what stays names instead, is compared with that one.
#[test]
fn what_takes_the_place_of_another_widens_only_what_is_more() {
    let role = |id: &str, actions: &[&str]| {
        let trust = json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "ec2.amazonaws.com" } });
        let policy = json!({ "PolicyName": "p", "PolicyDocument": document(&[allow(actions, "*")]) });
        json!({ id: { "Type": "AWS::IAM::Role", "Properties": { "RoleName": id, "AssumeRolePolicyDocument": document(&[trust]), "Policies": [policy] } },
            "Profile": { "Type": "AWS::IAM::InstanceProfile", "Properties": { "Roles": [{ "Ref": id }] } } })
    };
    assert_eq!(told(&role("Old", &["s3:Get*"]), &role("New", &["s3:Get*"])), "");
    assert_eq!(told(&role("Old", &["s3:Get*"]), &role("New", &["s3:Get*", "sqs:*"])), "New allows more: sqs:* on *");
    let group = |id: &str, ports: &[u16]| {
        let rules: Vec<Value> = ports
            .iter()
            .map(|port| json!({ "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "0.0.0.0/0" }))
            .collect();
        json!({ id: { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": id, "SecurityGroupIngress": rules } },
            "F": { "Type": "AWS::EC2::NetworkInterface", "Properties": { "SubnetId": "s", "GroupSet": [{ "Ref": id }] } } })
    };
    assert_eq!(told(&group("Old", &[22, 80]), &group("New", &[22, 80])), "");
    assert!(told(&group("Old", &[80]), &group("New", &[22, 80])).starts_with("New lets the whole internet reach port 22"));
}

/// The accounts of the load balancers of some regions are the service, and a block of public access that is gone is a refusal that is.
#[test]
fn logs_of_load_balancers_and_blocks_of_buckets() {
    let bucket = |who: Value, is_blocked: bool| {
        let statement = json!({ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*", "Principal": who });
        json!({ "B": { "Type": "AWS::S3::Bucket", "Properties": { "PublicAccessBlockConfiguration": { "BlockPublicPolicy": is_blocked } } },
            "P": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": { "Ref": "B" }, "PolicyDocument": document(&[statement]) } } })
    };
    let account = || json!({ "AWS": "arn:aws:iam::127311923021:root" });
    let service = json!({ "Service": "logdelivery.elasticloadbalancing.amazonaws.com" });
    assert_eq!(told(&bucket(account(), true), &bucket(service, true)), "");
    assert_eq!(told(&bucket(account(), true), &bucket(account(), false)), "B allows more: what BlockPublicPolicy refused");
}

/// What is new with all that it is about is told where a wildcard means more than what is in one thing that is named.
#[test]
fn a_wildcard_within_one_thing_is_not_wide() {
    let of = |resource: &str| told(&json!({}), &managed(document(&[allow(&["a:B"], resource)])));
    for within in ["arn:aws:s3:::b/*", "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/*"] {
        assert_eq!(of(within), "");
    }
    for wide in [":logs:eu-west-1:111122223333:log-group:/aws/lambda/*", ":dynamodb:::table/*", ":iam::111122223333:role/a/*"] {
        let wide = format!("arn:aws{wide}");
        assert_eq!(of(&wide), format!("Policy allows more: a:B on {wide}"));
    }
}

/// What a wildcard covers more, it covers whatever else a deployment gives; what a deployment gives may be what was written.
#[test]
fn a_written_wildcard_is_wider_whatever_a_deployment_gives() {
    let read = |what: &str| {
        let mut statement = allow(&["ssm:GetParameter"], "");
        statement["Resource"] = json!({ "Fn::Sub": what });
        managed(document(&[statement]))
    };
    let (one, all) = ("arn:aws:ssm:*:*:parameter/${AWS::StackName}/a/key", "arn:aws:ssm:*:*:parameter/${AWS::StackName}/*/key");
    assert_eq!(told(&read(one), &read(all)), format!("Policy allows more: ssm:GetParameter on {all}"));
    assert_eq!(told(&read(all), &read(one)), "");
    let written = managed(document(&[allow(&["ssm:GetParameter"], "arn:aws:ssm:*:*:parameter/shop/a/key")]));
    assert!(told(&written, &read(one)).starts_with("Policy may allow more"));
}

/// A policy that is written as text is the document that it is, also within `Fn::Sub`.
#[test]
fn a_policy_in_a_text_is_read() {
    let text = |action: &str, resource: &str| {
        format!(
            "{{ \"Version\": \"2012-10-17\",\n  \"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"{resource}\"}}] }}"
        )
    };
    let role = |document: Value| json!({ "R": { "Type": "AWS::IAM::Role", "Properties": { "Policies": [{ "PolicyName": "p", "PolicyDocument": document }] } } });
    let sub = |action: &str| role(json!({ "Fn::Sub": text(action, "arn:${AWS::Partition}:s3:::${AWS::StackName}/*") }));
    assert_eq!(told(&sub("s3:GetObject"), &sub("s3:*")), "R allows more: s3:* on arn:aws:s3:::${AWS::StackName}/*");
    assert_eq!(told(&sub("s3:*"), &sub("s3:GetObject")), "");
    // Written as a map it is the same, and so with other blanks.
    let plain = |action: &str| role(json!(text(action, "*")));
    let map = role(json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }));
    for same in [map.clone(), role(json!(text("s3:*", "*").replace('\n', "  ")))] {
        let change = super::one(json!({ "Resources": plain("s3:*") }), json!({ "Resources": same }));
        assert_eq!(super::told(&change), "R metadata");
    }
    assert!(told(&plain("s3:GetObject"), &map).starts_with("R allows more: s3:* on *"));
    // Whatever puts it together.
    let joined = |action: &str| {
        let text = text(action, "|");
        let (before, after) = text.split_once('|').unwrap();
        role(json!({ "Fn::Sub": [format!("{before}${{It}}{after}"), { "It": { "Fn::ImportValue": "it" } }] }))
    };
    assert!(told(&joined("s3:GetObject"), &joined("s3:*")).starts_with("R allows more: s3:*"));
    // What is put in may be more than a text.
    let open = role(json!({ "Fn::Sub": "{\"Statement\": ${AWS::StackName}}" }));
    assert_eq!(told(&open, &open), "");
}

/// The policy of an event bus has an older form, without a document.
#[test]
fn a_policy_of_an_event_bus_says_the_same_in_both_forms() {
    let policy = |more: Value| {
        let mut properties = json!({ "StatementId": "s", "EventBusName": "orders" });
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "P": { "Type": "AWS::Events::EventBusPolicy", "Properties": properties } })
    };
    let bus = json!({ "Fn::Sub": "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/orders" });
    let statement = |principal: Value, condition: Value| {
        policy(json!({ "Statement": {
            "Effect": "Allow", "Action": "events:PutEvents", "Principal": principal, "Resource": bus, "Condition": condition } }))
    };
    let of_account = |id: &str| policy(json!({ "Action": "events:PutEvents", "Principal": id }));
    let root = |id: &str| json!({ "AWS": format!("arn:aws:iam::{id}:root") });
    let in_document = statement(root("111122223333"), json!({}));
    assert_eq!(told(&of_account("111122223333"), &in_document), "");
    assert_eq!(told(&in_document, &of_account("111122223333")), "");
    assert!(told(&in_document, &of_account("444455556666")).starts_with("P allows more: events:PutEvents on "));
    let condition = json!({ "Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1" });
    let of_organization = policy(json!({ "Action": "events:PutEvents", "Principal": "*", "Condition": condition }));
    let in_document = statement(json!("*"), json!({ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }));
    assert_eq!(told(&of_organization, &in_document), "");
    assert_eq!(told(&in_document, &of_organization), "");
    assert!(!told(&of_organization, &policy(json!({ "Action": "events:PutEvents", "Principal": "*" }))).is_empty());
}

/// A template with a role, and a condition `Prod` that asks so many parameters that it is left open.
fn bounded(is_new: bool, properties: &Value) -> Value {
    let names: Vec<String> = (0..12).map(|number| format!("P{number}")).collect();
    let test = |name: &String| json!({ "Fn::Equals": [{ "Ref": name }, "on"] });
    let any = |names: &[String]| json!({ "Fn::Or": names.iter().map(test).collect::<Vec<_>>() });
    let parameters: serde_json::Map<String, Value> =
        names.iter().map(|name| (name.clone(), json!({ "Type": "String" }))).collect();
    json!({
        "Parameters": parameters,
        "Conditions": { "Prod": { "Fn::And": [{ "Fn::Or": [any(&names[..6]), any(&names[6..11])] }, test(&names[11])] } },
        "Resources": {
            "R": { "Type": "AWS::IAM::Role", "Properties": properties },
            "T": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": is_new } },
        },
    })
}

/// What a condition decides that nobody knows is said where it holds: in the old policy it allowed nothing elsewhere.
#[test]
fn what_a_policy_says_under_an_open_condition_it_says_there_only() {
    let role = |statements: Value| json!({ "Policies": [{ "PolicyName": "a", "PolicyDocument": { "Statement": statements } }] });
    let none = || json!({ "Ref": "AWS::NoValue" });
    let chosen = |one: Value, other: Value| json!({ "Fn::If": ["Prod", one, other] });
    let told = |before: Value, after: Value| {
        let comparison = one(bounded(false, &before), bounded(true, &after));
        comparison.headlines.iter().map(|headline| headline.message.clone()).collect::<Vec<_>>().join("\n")
    };
    let (narrow, wide) = (allow(&["s3:GetObject"], "*"), allow(&["s3:*"], "*"));
    let both = role(json!([narrow, chosen(wide.clone(), none())]));
    insta::assert_snapshot!(told(both.clone(), role(json!([wide]))), @"R allows more: s3:* on * where Prod does not hold");
    insta::assert_snapshot!(told(role(json!([narrow])), both.clone()), @"R allows more: s3:* on * where Prod holds");
    assert_eq!(told(both.clone(), both), "");
    let on_either = |actions: &[&str]| {
        let resource = chosen(json!("arn:aws:s3:::a/*"), json!("arn:aws:s3:::b/*"));
        role(json!([{ "Effect": "Allow", "Action": actions, "Resource": resource }]))
    };
    insta::assert_snapshot!(told(on_either(&["s3:GetObject"]), on_either(&["s3:GetObject", "s3:PutObject"])), @"R allows more: s3:PutObject on arn:aws:s3:::a/* where Prod holds; s3:PutObject on arn:aws:s3:::b/* where Prod does not hold");
    // A condition on something else does not make what is written unsure.
    let beside = |actions: &[&str]| role(json!([allow(actions, "arn:aws:s3:::a/*"), chosen(allow(&["sqs:*"], "*"), none())]));
    insta::assert_snapshot!(told(beside(&["s3:GetObject"]), beside(&["s3:PutObject"])), @"R allows more: s3:PutObject on arn:aws:s3:::a/*");
    let managed = |arns: Value| json!({ "ManagedPolicyArns": arns });
    let full = json!("arn:aws:iam::aws:policy/AmazonS3FullAccess");
    insta::assert_snapshot!(told(managed(json!([chosen(full.clone(), none())])), managed(json!([full]))), @"R allows more: the policy arn:aws:iam::aws:policy/AmazonS3FullAccess where Prod does not hold");
}

/// Of SAM's entries, one that a condition chooses is an inline policy under it, and says nothing of a managed policy beside it.
#[test]
fn a_policy_template_under_a_condition_is_a_policy_under_it() {
    let function = |more: Value| {
        let poller = json!({ "SQSPollerPolicy": { "QueueName": "q" } });
        let chosen = json!({ "Fn::If": ["Prod", poller, { "Ref": "AWS::NoValue" }] });
        let policies: Vec<Value> = std::iter::once(chosen).chain(more.as_array().cloned().unwrap_or_default()).collect();
        json!({
            "Transform": "AWS::Serverless-2016-10-31",
            "Parameters": { "Stage": { "Type": "String" } },
            "Conditions": { "Prod": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
            "Resources": { "F": { "Type": "AWS::Serverless::Function", "Properties": {
                "Runtime": "python3.13", "Handler": "a.b", "InlineCode": "x", "Policies": policies } } },
        })
    };
    let told = told_with_verdicts(&one(function(json!([])), function(json!(["AmazonS3FullAccess"]))));
    insta::assert_snapshot!(told.lines().next().unwrap(), @"IAM WIDENED DIFF501: FRole allows more: the policy AmazonS3FullAccess");
}

/// What a pattern allowed, a reference to a resource of the stack does not widen; and in the policy of a key, `*` is that key.
#[test]
fn an_arn_of_the_stack_is_what_a_pattern_of_its_form_means() {
    let stack = |resources: [Value; 2]| {
        let [key, objects] = resources;
        let statements = [
            json!({ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": key }),
            json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": objects }),
        ];
        json!({
            "K": { "Type": "AWS::KMS::Key", "Properties": {} }, "B": { "Type": "AWS::S3::Bucket" },
            "P": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": document(&statements) } },
        })
    };
    let any = || stack([json!({ "Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/*" }), json!("arn:aws:s3:::*/*")]);
    let own = || stack([json!({ "Fn::GetAtt": ["K", "Arn"] }), json!({ "Fn::Sub": "${B.Arn}/*" })]);
    assert_eq!(told(&any(), &own()), "");
    assert!(told(&own(), &any()).starts_with("P allows more: kms:Decrypt on arn:aws:kms"));
    let signing = json!({ "Effect": "Allow", "Action": "kms:Sign", "Resource": "*", "Principal": { "AWS": { "Fn::GetAtt": ["R", "Arn"] } } });
    let key = json!({
        "K": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": document(&[signing]) } },
        "R": { "Type": "AWS::IAM::Role", "Properties": {} },
    });
    assert_eq!(told(&json!({}), &key), "");
}
