//! Functions and references: what each becomes.

use super::*;
use crate::support::author::{json, section, stack, template};
use formwork::aws::ec2::VpcId;
use formwork::prelude::*;
use formwork::stack::{Integer, Json, Number, Text};
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn references_and_attributes() {
    assert_snapshot!(json_in::<Text, _>(bucket), @r#"{"Ref":"Bucket"}"#);
    assert_snapshot!(json_in::<Text, _>(|stack| bucket(stack).arn()), @r#"{"Fn::GetAtt":["Bucket","Arn"]}"#);
    assert_snapshot!(json_in::<Text, _>(|stack| bucket(stack).get_att::<Text>("WebsiteURL")), @r#"{"Fn::GetAtt":["Bucket","WebsiteURL"]}"#);
}

#[test]
fn sub_takes_ids_attributes_pseudo_parameters_and_variables() {
    assert_snapshot!(json::<Text>(sub("${AWS::Region}-${!Literal}")), @r#"{"Fn::Sub":"${AWS::Region}-${!Literal}"}"#);
    let with_variable = json_in::<Text, _>(|stack| sub("https://${Host}/").with("Host", bucket(stack).domain_name()));
    assert_snapshot!(with_variable, @r#"{"Fn::Sub":["https://${Host}/",{"Host":{"Fn::GetAtt":["Bucket","DomainName"]}}]}"#);
}

#[test]
fn join_split_and_select() {
    assert_snapshot!(json::<Text>(join("-", ["a", "b"])), @r#"{"Fn::Join":["-",["a","b"]]}"#);
    let mixed: Vec<Value<Text>> = vec![pseudo::region(), "b".into_value()];
    assert_snapshot!(json::<Text>(join("-", mixed)), @r#"{"Fn::Join":["-",[{"Ref":"AWS::Region"},"b"]]}"#);
    assert_snapshot!(json::<List<Text>>(split(",", "a,b")), @r#"{"Fn::Split":[",","a,b"]}"#);
    assert_snapshot!(json::<Text>(select(1, split(",", "a,b"))), @r#"{"Fn::Select":[1,{"Fn::Split":[",","a,b"]}]}"#);
    assert_snapshot!(json::<Text>(select(0, ["a", "b"])), @r#"{"Fn::Select":[0,["a","b"]]}"#);
    assert_snapshot!(json::<Text>(select(0, get_azs(""))), @r#"{"Fn::Select":[0,{"Fn::GetAZs":""}]}"#);
}

#[test]
fn zones_address_blocks_and_base64() {
    assert_snapshot!(json::<List<Text>>(get_azs(pseudo::region())), @r#"{"Fn::GetAZs":{"Ref":"AWS::Region"}}"#);
    assert_snapshot!(json::<List<Text>>(cidr("10.0.0.0/16", 4, 8)), @r#"{"Fn::Cidr":["10.0.0.0/16",4,8]}"#);
    assert_snapshot!(json::<Text>(base64(sub("#!/bin/sh ${AWS::Region}"))), @r##"{"Fn::Base64":{"Fn::Sub":"#!/bin/sh ${AWS::Region}"}}"##);
}

#[test]
fn imports_and_outputs_of_stacks_elsewhere() {
    assert_snapshot!(json::<VpcId>(import_value("network-VpcId")), @r#"{"Fn::ImportValue":"network-VpcId"}"#);
    let output = get_stack_output("network", "VpcId").region("eu-west-1").role_arn("arn:aws:iam::111122223333:role/reader");
    assert_snapshot!(json::<VpcId>(output), @r#"{"Fn::GetStackOutput":{"StackName":"network","OutputName":"VpcId","Region":"eu-west-1","RoleArn":"arn:aws:iam::111122223333:role/reader"}}"#);
    assert_snapshot!(json::<VpcId>(get_stack_output("network", "VpcId")), @r#"{"Fn::GetStackOutput":{"StackName":"network","OutputName":"VpcId"}}"#);
}

#[test]
fn macros_are_called_with_parameters() {
    let include = transform("AWS::Include", json!({ "Location": "s3://bucket/part.json" }));
    assert_snapshot!(json::<Json>(include), @r#"{"Fn::Transform":{"Name":"AWS::Include","Parameters":{"Location":"s3://bucket/part.json"}}}"#);
}

#[test]
fn language_extensions_have_length_json_and_loops() {
    assert_snapshot!(json::<Integer>(length(["a", "b"])), @r#"{"Fn::Length":["a","b"]}"#);
    assert_snapshot!(json::<Text>(to_json_string(json!({ "a": [1, true, null] }))), @r#"{"Fn::ToJsonString":{"a":[1,true,null]}}"#);
    let resources = section("Resources", |stack| {
        stack.language_extensions();
        let topic = json!({ "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "Name" } } });
        stack.for_each("Topics", for_each("Name", ["alarms", "orders"], "Topic${Name}", topic));
    });
    assert_snapshot!(resources, @r#"
    {
      "Fn::ForEach::Topics": [
        "Name",
        [
          "alarms",
          "orders"
        ],
        {
          "Topic${Name}": {
            "Type": "AWS::SNS::Topic",
            "Properties": {
              "TopicName": {
                "Ref": "Name"
              }
            }
          }
        }
      ]
    }
    "#);
}

#[test]
fn the_language_extensions_are_a_transform() {
    let template = template(|stack| {
        stack.language_extensions().language_extensions();
        bucket(stack);
    });
    assert_eq!(json(template.root().get("Transform").cloned().unwrap()), r#""AWS::LanguageExtensions""#);
    let outcome = stack(|stack| {
        stack.language_extensions().transform("Macro");
        bucket(stack);
    });
    let template = &outcome.stack("stack").template;
    assert_eq!(json(template.root().get("Transform").cloned().unwrap()), r#"["AWS::LanguageExtensions","Macro"]"#);
    assert_eq!(outcome.stack("stack").capabilities, ["CAPABILITY_AUTO_EXPAND"]);
}

#[test]
fn find_in_map_takes_a_default() {
    let sizes = |stack: &mut Stack| stack.mapping("Sizes", [("prod", [("Cpu", 512)]), ("dev", [("Cpu", 256)])]);
    assert_snapshot!(json_in::<Number, _>(|stack| sizes(stack).find("prod", "Cpu")), @r#"{"Fn::FindInMap":["Sizes","prod","Cpu"]}"#);
    assert_snapshot!(json_in::<Number, _>(|stack| find_in_map(&sizes(stack), pseudo::region(), "Cpu").or(128)), @r#"{"Fn::FindInMap":["Sizes",{"Ref":"AWS::Region"},"Cpu",{"DefaultValue":128}]}"#);
}

#[test]
fn pseudo_parameters() {
    let texts = [
        pseudo::account_id(),
        pseudo::region(),
        pseudo::partition(),
        pseudo::stack_id(),
        pseudo::stack_name(),
        pseudo::url_suffix(),
    ];
    assert_snapshot!(json::<List<Text>>(texts), @r#"[{"Ref":"AWS::AccountId"},{"Ref":"AWS::Region"},{"Ref":"AWS::Partition"},{"Ref":"AWS::StackId"},{"Ref":"AWS::StackName"},{"Ref":"AWS::URLSuffix"}]"#);
    assert_snapshot!(json::<List<Text>>(pseudo::notification_arns()), @r#"{"Ref":"AWS::NotificationARNs"}"#);
    assert_snapshot!(json::<Text>(no_value()), @r#"{"Ref":"AWS::NoValue"}"#);
}

#[test]
fn dynamic_references() {
    let references = [
        DynamicReference::ssm("/app/host"),
        DynamicReference::ssm_version("/app/host", 3),
        DynamicReference::ssm_secure("/app/password"),
        DynamicReference::secret("database"),
        DynamicReference::secret_key("database", "password"),
    ];
    let texts: Vec<String> = references.into_iter().map(json::<Text>).collect();
    assert_snapshot!(texts.join("\n"), @r#"
    "{{resolve:ssm:/app/host}}"
    "{{resolve:ssm:/app/host:3}}"
    "{{resolve:ssm-secure:/app/password}}"
    "{{resolve:secretsmanager:database}}"
    "{{resolve:secretsmanager:database:SecretString:password}}"
    "#);
}
