//! What identifies resources, and what an import's template has.

use std::collections::BTreeMap;

use super::{Adoption, adopt};
use crate::language::stacks::StackSource;
use crate::template::read;

const CODE: &str = "
Parameters: {Stage: {Type: String, Default: dev}}
Resources:
  Bucket: {Type: AWS::S3::Bucket, DeletionPolicy: Delete, Properties: {BucketName: !Sub 'a-${Stage}'}}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  Pool: {Type: AWS::Cognito::UserPool}
  Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool}}
  Way: {Type: AWS::EC2::Route, Properties: {RouteTableId: rtb-1, DestinationIpv6CidrBlock: '::/0', GatewayId: igw-1}}
  Thing: {Type: Custom::Thing, Properties: {ServiceToken: x}}
  User: {Type: AWS::SSM::Parameter, DependsOn: Thing, Properties: {Name: /a, Type: String, Value: !Ref Bucket}}
Outputs:
  Name: {Value: !Ref Bucket}
";

fn adopted(deployed: Option<&str>, asked: &[&str], given: &[(&str, &str)]) -> Adoption {
    let (code, _) = read::template(CODE.as_bytes()).unwrap();
    let deployed = deployed.map(|text| read::template(text.as_bytes()).unwrap().0);
    let given: BTreeMap<String, String> = given.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
    adopt(&StackSource { name: "a", template: &code, values: BTreeMap::new() }, deployed.as_ref(), asked, &given)
}

fn identifiers(made: &Adoption) -> Vec<String> {
    let each =
        made.resources.iter().map(|resource| format!("{} {:?}", resource.logical_resource_id, resource.resource_identifier));
    each.collect()
}

#[test]
fn identifiers_are_those_of_the_schemas() {
    let given = [("Queue", "https://sqs/jobs"), ("Pool", "us-east-1_x"), ("Client.ClientId", "c1")];
    let made = adopted(None, &["Bucket", "Queue", "Pool", "Client", "Way"], &given);
    assert_eq!(made.unknown, []);
    insta::assert_snapshot!(identifiers(&made).join("\n"), @r#"
    Bucket {"BucketName": "a-dev"}
    Queue {"QueueUrl": "https://sqs/jobs"}
    Pool {"UserPoolId": "us-east-1_x"}
    Client {"ClientId": "c1", "UserPoolId": "us-east-1_x"}
    Way {"CidrBlock": "::/0", "RouteTableId": "rtb-1"}
    "#);
    let made = adopted(None, &["Bucket", "Queue", "Pool", "Client"], &[]);
    let unknown: Vec<String> = made.unknown.iter().map(|unknown| format!("{}.{}", unknown.id, unknown.property)).collect();
    assert_eq!(unknown, ["Queue.QueueUrl", "Pool.UserPoolId", "Client.UserPoolId", "Client.ClientId"]);
}

#[test]
fn the_template_has_policies_and_no_new_outputs() {
    let made = adopted(None, &["Bucket", "Queue"], &[]);
    let text = serde_json::to_string(made.template.unwrap().root()).unwrap();
    insta::assert_snapshot!(text, @r#"{"Parameters":{"Stage":{"Type":"String","Default":"dev"}},"Resources":{"Bucket":{"Type":"AWS::S3::Bucket","DeletionPolicy":"Delete","Properties":{"BucketName":{"Fn::Sub":"a-${Stage}"}},"UpdateReplacePolicy":"Retain"},"Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"jobs"},"DeletionPolicy":"Retain","UpdateReplacePolicy":"Retain"}}}"#);
    assert_eq!(made.retained, ["Queue"]);
    let deployed = "
Resources: {Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: old}}}
Outputs: {Old: {Value: x}}
";
    let made = adopted(Some(deployed), &[], &[]);
    assert!(!identifiers(&made).iter().any(|line| line.starts_with("Queue")), "{:?}", identifiers(&made));
    let text = serde_json::to_string(made.template.unwrap().root()).unwrap();
    assert!(
        text.contains("\"QueueName\":\"old\"") && text.contains("\"Old\"") && !text.contains("\"Name\":{\"Value\""),
        "{text}"
    );
}

#[test]
fn what_cannot_be_imported_is_refused_and_missed_by_what_needs_it() {
    let made = adopted(None, &[], &[]);
    insta::assert_snapshot!(format!("{:?}", made.refused), @r#"[("Thing", "`Custom::Thing` has no schema that says what identifies it")]"#);
    assert_eq!(made.dangling, [("User".to_owned(), "Thing".to_owned())]);
    assert!(adopted(None, &[], &[("Thing.Id", "x")]).refused.is_empty());
}
