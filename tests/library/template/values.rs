//! Values: literals, kinds, free-form JSON.

use super::*;
use crate::support::author::{self, json, template};
use formwork::aws::cloudfront::distribution::*;
use formwork::aws::dynamodb::{self, table::*};
use formwork::aws::ec2::{self, VpcId};
use formwork::aws::ecs;
use formwork::aws::elasticloadbalancingv2::target_group::TargetType;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::{cloudfront, kms, lambda, sns, sqs};
use formwork::iam::{self, PolicyDocument, Principal, Statement};
use formwork::prelude::*;
use formwork::stack::{Integer, Json, MapOf, Number, Text, Typed};
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn literals_become_json() {
    assert_eq!(json::<List<Text>>(vec!["a", "b"]), r#"["a","b"]"#);
    assert_eq!(json::<List<Text>>(&["a".to_owned()][..]), r#"["a"]"#);
    assert_eq!(json::<MapOf<Text>>([("b", "1"), ("a", "2")]), r#"{"b":"1","a":"2"}"#);
    assert_eq!(json::<Number>(0.5), "0.5");
    assert_eq!(json::<Integer>(u16::MAX), "65535");
    assert_eq!(json::<Integer>(-1), "-1");
    assert_eq!(json::<Json>(json!({ "z": 1, "a": [null, 1.5] })), r#"{"z":1,"a":[null,1.5]}"#);
    assert_eq!(json::<RetentionInDays>(RetentionInDays::DAYS_14), "14");
    assert_eq!(json::<TargetType>(TargetType::IP), r#""ip""#);
}

#[test]
fn a_number_of_a_closed_set_is_told_the_nearest_number() {
    let read = |days: u32| formwork::stack::typed::closed_set::<_, RetentionInDays>(json!(days));
    assert_eq!(read(14).unwrap(), RetentionInDays::DAYS_14);
    let error = read(15).unwrap_err().to_string();
    assert!(error.ends_with("did you mean `14`?"), "{error}");
}

/// What AWS takes, the types take: free names, an ARN where a name may stand, what older types can be asked for, forms beside "any JSON".
#[test]
fn kinds_are_those_that_aws_takes() {
    let template = template(|stack| {
        let bucket = bucket(stack);
        let origin = Origin::new(bucket.domain_name(), bucket).s3_origin_config(S3OriginConfig::new());
        let behaviour = DefaultCacheBehavior::new(bucket, ViewerProtocolPolicy::HTTPS_ONLY).cache_policy_id("policy");
        let config = DistributionConfig::new(behaviour, true).origins([origin]);
        stack.add("Distribution", cloudfront::Distribution::new(config));
        let cluster = stack.add("Cluster", ecs::Cluster::new());
        let task = "arn:aws:ecs:us-east-1:111122223333:task-definition/web:1";
        stack.add("ByArn", ecs::Service::new().cluster(cluster.arn()).task_definition(task));
        stack.add("ByName", ecs::Service::new().cluster(cluster).task_definition(task));
        let vpc = stack.add("Vpc", ec2::VPC::new().cidr_block("10.0.0.0/16"));
        stack.output("Block", vpc.cidr_block());
        let key = [KeySchema::new("Id", KeyType::HASH)];
        let attributes = [AttributeDefinition::new("Id", AttributeType::S)];
        let table = dynamodb::Table::new(key).attribute_definitions(attributes).billing_mode(BillingMode::PAY_PER_REQUEST);
        stack.add("Table", table.retain());
    });
    assert_eq!(json!(template.root().at_path(&["Outputs", "Block", "Value"])), json!({ "Fn::GetAtt": ["Vpc", "CidrBlock"] }));
}

/// Where a service takes a name or an ARN, the setter takes the handle, the name and the ARN, also as parameters and links.
#[test]
fn what_is_taken_by_name_or_arn_takes_both() {
    let template = template(|stack| {
        let trust = Statement::allow("sts:AssumeRole").principal(Principal::service("ecs-tasks.amazonaws.com"));
        let role = stack.add("Role", iam::Role::new(PolicyDocument::new([trust])));
        let key = stack.add("Key", kms::Key::new());
        let alias = stack.add("Alias", kms::Alias::new("alias/own", key));
        let given = stack.parameter("Given", Parameter::<iam::RoleName>::new().default("given"));
        let task = || ecs::TaskDefinition::new();
        stack.add("ByHandle", task().task_role_arn(role).execution_role_arn(role));
        stack.add("ByArn", task().task_role_arn(role.arn()).execution_role_arn(role.arn()));
        stack.add("ByName", task().task_role_arn(given).execution_role_arn("given"));
        let queue = || sqs::Queue::new();
        stack.add("ById", queue().kms_master_key_id(key));
        stack.add("ByKeyArn", queue().kms_master_key_id(key.arn()));
        stack.add("ByAlias", queue().kms_master_key_id(alias));
        let code = lambda::function::Code::new().zip_file("exports.handler = 1");
        let trust = Statement::allow("sts:AssumeRole").principal(Principal::service("lambda.amazonaws.com"));
        let role = stack.add("FunctionRole", iam::Role::new(PolicyDocument::new([trust])));
        let function =
            lambda::Function::new(code, role.arn()).handler("index.handler").runtime(lambda::function::Runtime::NODEJS22_X);
        let function = stack.add("Function", function);
        let version = stack.add("Version", lambda::Version::new(function));
        let live = stack.add("Live", lambda::Alias::new(function.arn(), version.version(), "live"));
        stack.add("OfHandle", lambda::Permission::new("lambda:InvokeFunction", function, "events.amazonaws.com"));
        stack.add("OfVersion", lambda::Permission::new("lambda:InvokeFunction", version, "events.amazonaws.com"));
        stack.add("OfAlias", lambda::Permission::new("lambda:InvokeFunction", live, "events.amazonaws.com"));
    });
    let property = |id: &str, name: &str| json!(template.root().at_path(&["Resources", id, "Properties", name]));
    assert_eq!(property("ByHandle", "TaskRoleArn"), json!({ "Ref": "Role" }));
    assert_eq!(property("ByArn", "ExecutionRoleArn"), json!({ "Fn::GetAtt": ["Role", "Arn"] }));
    assert_eq!(property("ByName", "TaskRoleArn"), json!({ "Ref": "Given" }));
    assert_eq!(property("ByAlias", "KmsMasterKeyId"), json!({ "Ref": "Alias" }));
    assert_eq!(property("OfAlias", "FunctionName"), json!({ "Ref": "Live" }));
}

#[test]
fn free_form_json_holds_values_and_functions() {
    let name = "Dynamic".to_owned();
    let shown = json_in::<Json, _>(|stack| {
        let topic = stack.add("Topic", sns::Topic::new());
        object! {
            "Arn": topic,
            "Text": "x",
            (name): sub("${AWS::Region}"),
            "Nested": { "Flag": true, "Empty": {}, "List": [1, "two", { "Three": topic.topic_arn() }, [4.5], []] },
            "Words": ["a", "b"].into_iter().collect::<Vec<_>>(),
        }
    });
    assert_snapshot!(shown, @r#"{"Arn":{"Ref":"Topic"},"Text":"x","Dynamic":{"Fn::Sub":"${AWS::Region}"},"Nested":{"Flag":true,"Empty":{},"List":[1,"two",{"Three":{"Fn::GetAtt":["Topic","TopicArn"]}},[4.5],[]]},"Words":["a","b"]}"#);
    assert_eq!(json::<Json>(object! {}), "{}");
    assert_eq!(json::<Json>(vec![("key".to_owned(), [("inner", "value")])]), r#"{"key":{"inner":"value"}}"#);
}

#[test]
fn typed_values_know_their_kind() {
    fn kind<T: Typed>(value: T) -> String {
        serde_json::to_string(value.into_typed().node()).unwrap()
    }
    let mut texts = Vec::new();
    template(|stack| {
        let bucket = bucket(stack);
        let parameter = stack.parameter("Vpc", Parameter::<VpcId>::new().value("vpc-00000001"));
        let borrowed = &parameter;
        texts = vec![kind(bucket), kind(vec![bucket.arn()]), kind(parameter), kind(borrowed)];
    });
    assert_eq!(texts, [r#"{"Ref":"Bucket"}"#, r#"[{"Fn::GetAtt":["Bucket","Arn"]}]"#, r#"{"Ref":"Vpc"}"#, r#"{"Ref":"Vpc"}"#]);
}

#[test]
fn a_number_that_json_cannot_hold_is_a_mistake() {
    let outcome = author::app(|app| {
        let stack = app.stack("stack");
        stack.add("Topic", sns::Topic::new().override_property("DisplayName", f64::NAN));
        stack.add("Other", sns::Topic::new().override_property("DisplayName", f64::INFINITY));
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @"
    error[FW008] in stack: `NaN` is not a number that a template can hold (expected a finite number; check the calculation that makes it)
    error[FW008] in stack: `inf` is not a number that a template can hold (expected a finite number; check the calculation that makes it)
    ");
}
