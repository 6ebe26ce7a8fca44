//! The document and the authoring model: what each expression, section and resource attribute becomes.

use crate::support::author::{self, json, section, stack, template};
use formwork::aws::cloudfront::distribution::*;
use formwork::aws::dynamodb::{self, table::*};
use formwork::aws::ec2::{self, SecurityGroup, SubnetId, VpcId};
use formwork::aws::ecs;
use formwork::aws::elasticloadbalancingv2::target_group::{Matcher, TargetType};
use formwork::aws::elasticloadbalancingv2::{LoadBalancer, TargetGroup};
use formwork::aws::logs::LogGroup;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::{cloudfront, iam, s3, sns, ssm};
use formwork::prelude::*;
use formwork::stack::condition::{contains, each_member_equals, each_member_in, ref_all, value_of, value_of_all};
use formwork::stack::{
    Condition, CreationPolicy, DeletionPolicy, Element, Integer, Json, MapOf, Number, Rule, Text, Typed, UpdatePolicy,
    UpdateReplacePolicy,
};
use insta::assert_snapshot;
use serde_json::json;

/// The compact JSON of a value that needs a stack to be written in.
fn json_in<K: formwork::stack::Kind, V: IntoValue<K>>(write: impl FnOnce(&mut Stack) -> V) -> String {
    let mut text = String::new();
    template(|stack| {
        stack.language_extensions();
        text = json(write(stack));
    });
    text
}

fn bucket(stack: &mut Stack) -> Handle<s3::Bucket> {
    stack.add("Bucket", s3::Bucket::new())
}

fn is_production(stack: &mut Stack) -> Condition {
    let stage = stack.parameter("Stage", Parameter::<Text>::new().value("prod"));
    stack.condition("IsProduction", equals(stage, "prod"))
}

// Expressions

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
    assert_snapshot!(json_in::<Number, _>(|stack| sizes(stack).find::<Number>("prod", "Cpu")), @r#"{"Fn::FindInMap":["Sizes","prod","Cpu"]}"#);
    assert_snapshot!(json_in::<Number, _>(|stack| find_in_map::<Number>(&sizes(stack), pseudo::region(), "Cpu").or(128)), @r#"{"Fn::FindInMap":["Sizes",{"Ref":"AWS::Region"},"Cpu",{"DefaultValue":128}]}"#);
}

#[test]
fn mappings_hold_texts_numbers_and_lists() {
    let mappings = section("Mappings", |stack| {
        stack.mapping("Texts", [("us-east-1", [("Zone", "Z1")])]);
        stack.mapping("Lists", [("us-east-1", [("Zones", json!(["a", "b"])), ("Count", json!(2))])]);
        bucket(stack);
    });
    assert_snapshot!(mappings, @r#"
    {
      "Texts": {
        "us-east-1": {
          "Zone": "Z1"
        }
      },
      "Lists": {
        "us-east-1": {
          "Zones": [
            "a",
            "b"
          ],
          "Count": 2
        }
      }
    }
    "#);
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

// Conditions and rules

#[test]
fn condition_functions() {
    let conditions = section("Conditions", |stack| {
        let production = is_production(stack);
        let here = stack.condition("IsHere", equals(pseudo::region(), "us-east-1"));
        stack.condition("Both", and([&production, &here]));
        stack.condition("Either", or([equals(pseudo::partition(), "aws"), not(production)]));
        bucket(stack);
    });
    assert_snapshot!(conditions, @r#"
    {
      "IsProduction": {
        "Fn::Equals": [
          {
            "Ref": "Stage"
          },
          "prod"
        ]
      },
      "IsHere": {
        "Fn::Equals": [
          {
            "Ref": "AWS::Region"
          },
          "us-east-1"
        ]
      },
      "Both": {
        "Fn::And": [
          {
            "Condition": "IsProduction"
          },
          {
            "Condition": "IsHere"
          }
        ]
      },
      "Either": {
        "Fn::Or": [
          {
            "Fn::Equals": [
              {
                "Ref": "AWS::Partition"
              },
              "aws"
            ]
          },
          {
            "Fn::Not": [
              {
                "Condition": "IsProduction"
              }
            ]
          }
        ]
      }
    }
    "#);
}

#[test]
fn if_and_no_value_fit_in_nested_properties_and_lists() {
    let resources = section("Resources", |stack| {
        let production = is_production(stack);
        let group = SecurityGroup::new("Clients").tags([Tag::new("Name", if_(&production, "prod", no_value()))]);
        stack.add("Group", group);
        let codes = Matcher::new().http_code(if_(&production, "200", "200-299"));
        let target = TargetGroup::new().port(if_(&production, 80, 8080)).matcher(if_(&production, codes, no_value()));
        stack.add("Targets", target.allow("E3681", "a part of one"));
        let subnets = if_(&production, ["subnet-1", "subnet-2"], ["subnet-3"]);
        stack.add("Balancer", LoadBalancer::new().subnets(subnets));
    });
    assert_snapshot!(resources, @r#"
    {
      "Group": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {
          "GroupDescription": "Clients",
          "Tags": [
            {
              "Key": "Name",
              "Value": {
                "Fn::If": [
                  "IsProduction",
                  "prod",
                  {
                    "Ref": "AWS::NoValue"
                  }
                ]
              }
            }
          ]
        }
      },
      "Targets": {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "Properties": {
          "Port": {
            "Fn::If": [
              "IsProduction",
              80,
              8080
            ]
          },
          "Matcher": {
            "Fn::If": [
              "IsProduction",
              {
                "HttpCode": {
                  "Fn::If": [
                    "IsProduction",
                    "200",
                    "200-299"
                  ]
                }
              },
              {
                "Ref": "AWS::NoValue"
              }
            ]
          }
        }
      },
      "Balancer": {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {
          "Subnets": {
            "Fn::If": [
              "IsProduction",
              [
                "subnet-1",
                "subnet-2"
              ],
              [
                "subnet-3"
              ]
            ]
          }
        }
      }
    }
    "#);
}

#[test]
fn rules_take_every_rule_function() {
    let rules = section("Rules", |stack| {
        let stage = stack.parameter("Stage", Parameter::<Text>::new().value("prod"));
        let vpc = stack.parameter("Vpc", Parameter::<VpcId>::new().value("vpc-1"));
        let subnets = stack.parameter("Subnets", Parameter::<List<SubnetId>>::new().value(["subnet-1", "subnet-2"]));
        let rule = Rule::new()
            .when(equals(stage, "prod"))
            .assert(contains(["prod", "dev"], stage), "the stage is known")
            .assert(each_member_equals(value_of_all("AWS::EC2::Subnet::Id", "VpcId"), vpc), "the subnets are in the VPC")
            .assert(each_member_in(subnets, ref_all("AWS::EC2::Subnet::Id")), "the subnets exist")
            .assert(not(equals(value_of(vpc.element(), "Tags.Name"), "")), "the VPC has a name");
        stack.rule("Placement", rule);
        bucket(stack);
    });
    assert_snapshot!(rules, @r#"
    {
      "Placement": {
        "RuleCondition": {
          "Fn::Equals": [
            {
              "Ref": "Stage"
            },
            "prod"
          ]
        },
        "Assertions": [
          {
            "Assert": {
              "Fn::Contains": [
                [
                  "prod",
                  "dev"
                ],
                {
                  "Ref": "Stage"
                }
              ]
            },
            "AssertDescription": "the stage is known"
          },
          {
            "Assert": {
              "Fn::EachMemberEquals": [
                {
                  "Fn::ValueOfAll": [
                    "AWS::EC2::Subnet::Id",
                    "VpcId"
                  ]
                },
                {
                  "Ref": "Vpc"
                }
              ]
            },
            "AssertDescription": "the subnets are in the VPC"
          },
          {
            "Assert": {
              "Fn::EachMemberIn": [
                {
                  "Ref": "Subnets"
                },
                {
                  "Fn::RefAll": "AWS::EC2::Subnet::Id"
                }
              ]
            },
            "AssertDescription": "the subnets exist"
          },
          {
            "Assert": {
              "Fn::Not": [
                {
                  "Fn::Equals": [
                    {
                      "Fn::ValueOf": [
                        "Vpc",
                        "Tags.Name"
                      ]
                    },
                    ""
                  ]
                }
              ]
            },
            "AssertDescription": "the VPC has a name"
          }
        ]
      }
    }
    "#);
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
fn a_finding_in_free_form_json_points_at_it() {
    let outcome = stack(|stack| {
        stack.metadata(
            "Free",
            object! {
                "Right": "a",
                "Wrong": { "Deep": [sub("${Nothing}")] },
            },
        );
        bucket(stack);
    });
    assert_snapshot!(outcome.lines().join("\n"), @"object! {");
}

// Parameters

#[test]
fn parameter_types() {
    let parameters = section("Parameters", |stack| {
        stack.parameter("Text", Parameter::<Text>::new().value(""));
        stack.parameter("Number", Parameter::<Number>::new().value(4));
        stack.parameter("Numbers", Parameter::<List<Number>>::new().value([1, 2]));
        stack.parameter("Texts", Parameter::<List<Text>>::new().value(["a", "b"]));
        stack.parameter("Vpc", Parameter::<VpcId>::new().value("vpc-1"));
        stack.parameter("Subnets", Parameter::<List<SubnetId>>::new().value(["subnet-1"]));
        stack.parameter("Name", Parameter::<ssm::ParameterName>::new().value("/a"));
        stack.parameter("Value", Parameter::<Text>::ssm_value().value("/a"));
        stack.parameter("Image", Parameter::<ec2::ImageId>::ssm_value().value("/image"));
        stack.parameter("Values", Parameter::<List<Text>>::ssm_value().value("/list"));
        stack.parameter("KnownSubnets", Parameter::<List<SubnetId>>::ssm_value().value("/subnets"));
        bucket(stack);
    });
    assert_snapshot!(parameters, @r#"
    {
      "Text": {
        "Type": "String"
      },
      "Number": {
        "Type": "Number"
      },
      "Numbers": {
        "Type": "List<Number>"
      },
      "Texts": {
        "Type": "CommaDelimitedList"
      },
      "Vpc": {
        "Type": "AWS::EC2::VPC::Id"
      },
      "Subnets": {
        "Type": "List<AWS::EC2::Subnet::Id>"
      },
      "Name": {
        "Type": "AWS::SSM::Parameter::Name"
      },
      "Value": {
        "Type": "AWS::SSM::Parameter::Value<String>"
      },
      "Image": {
        "Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"
      },
      "Values": {
        "Type": "AWS::SSM::Parameter::Value<List<String>>"
      },
      "KnownSubnets": {
        "Type": "AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>"
      }
    }
    "#);
}

#[test]
fn parameters_of_flags_numbers_and_closed_sets() {
    let parameters = section("Parameters", |stack| {
        let protected = stack.parameter("Protected", Parameter::<Bool>::new().default(true).value(false));
        let days = stack.parameter("Days", Parameter::<RetentionInDays>::new().default(RetentionInDays::DAYS_14));
        let kind = stack.parameter("Kind", Parameter::<TargetType>::new().default(TargetType::IP));
        let port = stack.parameter("Port", Parameter::<Integer>::new().default(80));
        let zones = stack.parameter("Zones", Parameter::<List<ec2::AvailabilityZoneName>>::new().default(["a", "b"]));
        stack.add("Db", formwork::aws::rds::DBInstance::new().deletion_protection(protected).allow("E3681", "a part of one"));
        stack.add("Logs", LogGroup::new().retention_in_days(days));
        stack.add("Group", TargetGroup::new().target_type(kind).port(port).allow("E3681", "a part of one"));
        stack.output("Zone", select(0, zones));
    });
    let compact: serde_json::Value = serde_json::from_str(&parameters).unwrap();
    assert_eq!(compact["Days"]["AllowedValues"][0], 1, "numbers stay numbers");
    let shown: Vec<String> = ["Protected", "Kind", "Port", "Zones"].iter().map(|id| compact[id].to_string()).collect();
    assert_snapshot!(shown.join("\n"), @r#"
    {"Type":"String","AllowedValues":["true","false"],"Default":"true"}
    {"Type":"String","AllowedValues":["alb","instance","ip","lambda"],"Default":"ip"}
    {"Type":"Number","Default":80}
    {"Type":"List<AWS::EC2::AvailabilityZone::Name>","Default":"a,b"}
    "#);
}

#[test]
fn a_parameter_is_given_a_literal() {
    let outcome = stack(|stack| {
        let name = stack.parameter("Name", Parameter::<Text>::new().default(pseudo::region()));
        let count = stack.parameter("Count", Parameter::<Number>::new().value(f64::NAN));
        let most = stack.parameter("Most", Parameter::<Number>::new().default(f64::INFINITY));
        let list = stack.parameter("List", Parameter::<List<Text>>::new().value(["a,b", "c"]));
        stack.output("Name", join("", (name, select(0, list))));
        stack.add(
            "Group",
            TargetGroup::new().port(count).health_check_port(most.reference().cast::<Text>()).allow("E3681", "a part of one"),
        );
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @"
    error[FW010] in stack/Parameters/Name: expected a literal for the parameter `Name`, found a function (parameters are given before CloudFormation evaluates functions; use the function where the parameter is used)
    error[FW008] in stack/Parameters/Count: `NaN` is not a number that the parameter `Count` can have (expected a finite number; check the calculation that makes it)
    error[FW010] in stack/Parameters/List: expected literals without commas for the list parameter `List` (the items of a list parameter are passed as one text, with commas between)
    error[FW008] in stack: `inf` is not a number that a template can hold (expected a finite number; check the calculation that makes it)
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    default(pseudo::region()));
    value(f64::NAN));
    value(["a,b", "c"]));
    default(f64::INFINITY));
    "#);
}

#[test]
fn parameter_constraints() {
    let parameters = section("Parameters", |stack| {
        let text = Parameter::<Text>::new()
            .description("The stage")
            .default("dev")
            .allowed_values(["dev", "prod"])
            .allowed_pattern("^[a-z]+$")
            .min_length(3)
            .max_length(4)
            .constraint_description("must be dev or prod");
        stack.parameter("Stage", text);
        stack.parameter("Count", Parameter::<Number>::new().default(1).min_value(0).max_value(10));
        stack.parameter("Password", Parameter::<Text>::new().no_echo());
        bucket(stack);
    });
    assert_snapshot!(parameters, @r#"
    {
      "Stage": {
        "Type": "String",
        "Description": "The stage",
        "Default": "dev",
        "AllowedValues": [
          "dev",
          "prod"
        ],
        "AllowedPattern": "^[a-z]+$",
        "MinLength": 3,
        "MaxLength": 4,
        "ConstraintDescription": "must be dev or prod"
      },
      "Count": {
        "Type": "Number",
        "Default": 1,
        "MinValue": 0,
        "MaxValue": 10
      },
      "Password": {
        "Type": "String",
        "NoEcho": true
      }
    }
    "#);
}

#[test]
fn parameter_values_stand_beside_the_template() {
    let outcome = stack(|stack| {
        let count = stack.parameter("Count", Parameter::<Number>::new().value(2));
        let topic = stack.add("Topic", sns::Topic::new());
        stack.add("Group", TargetGroup::new().port(count).allow("E3681", "a part of one"));
        stack.output("TopicArn", topic.topic_arn());
    });
    assert_eq!(outcome.errors(), "");
    let values: Vec<String> =
        outcome.stack("stack").parameters.iter().map(|value| format!("{}={}", value.name, value.value)).collect();
    assert_eq!(values, ["Count=2"]);
    assert_eq!(outcome.properties("Group"), json!({ "Port": { "Ref": "Count" } }));
}

#[test]
fn a_parameter_needs_a_default_or_a_value_and_a_secret_takes_none() {
    let outcome = stack(|stack| {
        stack.parameter("Image", Parameter::<Text>::new());
        stack.parameter("Password", Parameter::<Text>::new().no_echo().value("hunter2"));
        bucket(stack);
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @"
    error[FW005] in stack/Parameters/Image: the parameter `Image` has neither a default nor a value in `test` (give it `.value(…)` from the environment's settings, or `.default(…)`)
    error[FW004] in stack/Parameters/Password: the parameter `Password` has `NoEcho`, so its value must not be written to a file (leave `.value(…)` out and pass the value when you deploy, or refer to a secret by its name instead)
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    parameter("Image", Parameter::<Text>::new());
    value("hunter2"));
    "#);
    assert!(outcome.stack("stack").parameters.is_empty(), "the secret is not written");
}

// Resources

#[test]
fn resource_attributes() {
    let resources = section("Resources", |stack| {
        let production = is_production(stack);
        let first = bucket(stack);
        let second = &stack.add("Topic", sns::Topic::new());
        let group = LogGroup::new()
            .condition(&production)
            .deletion_policy(DeletionPolicy::RETAIN_EXCEPT_ON_CREATE)
            .update_replace_policy(UpdateReplacePolicy::RETAIN)
            .creation_policy(CreationPolicy::signals(2, "PT15M").min_successful_instances_percent(50))
            .update_policy(UpdatePolicy::new("EnableVersionUpgrade", true).and("UseOnlineResharding", false))
            .metadata("Owner", "platform")
            .metadata("Reviewed", json!(true))
            .allow("E3016", "the test shows every attribute on one resource")
            .allow("E3055", "the test shows every attribute on one resource");
        stack.add("Logs", group.depends_on(first).depends_on(second).depends_on([first]));
        stack.add("Kept", LogGroup::new().retain());
    });
    assert_snapshot!(resources, @r#"
    {
      "Bucket": {
        "Type": "AWS::S3::Bucket"
      },
      "Topic": {
        "Type": "AWS::SNS::Topic"
      },
      "Logs": {
        "Type": "AWS::Logs::LogGroup",
        "Condition": "IsProduction",
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "CreationPolicy": {
          "ResourceSignal": {
            "Count": 2,
            "Timeout": "PT15M"
          },
          "AutoScalingCreationPolicy": {
            "MinSuccessfulInstancesPercent": 50
          }
        },
        "UpdatePolicy": {
          "EnableVersionUpgrade": true,
          "UseOnlineResharding": false
        },
        "Metadata": {
          "Owner": "platform",
          "Reviewed": true
        },
        "DependsOn": [
          "Bucket",
          "Topic"
        ]
      },
      "Kept": {
        "Type": "AWS::Logs::LogGroup",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain"
      }
    }
    "#);
}

#[test]
fn dependencies_may_be_handles_elements_and_lists_of_such() {
    let outcome = stack(|stack| {
        let first = bucket(stack);
        let second = stack.add("Topic", sns::Topic::new());
        let elements: Vec<Element> = vec![first.element(), second.element()];
        stack.add("Logs", LogGroup::new().depends_on(elements).depends_on(vec![first, first]));
    });
    assert_eq!(json(outcome.resource("Logs").get("DependsOn").cloned().unwrap()), r#"["Bucket","Topic"]"#);
}

#[test]
fn lists_take_handles() {
    let outcome = stack(|stack| {
        let one = stack.add("One", SecurityGroup::new("One"));
        let other = stack.add("Other", SecurityGroup::new("Other"));
        let groups = vec![one, other];
        stack.add("Balancer", LoadBalancer::new().subnets(["subnet-1", "subnet-2"]).security_groups(&groups));
        stack.add(
            "Internal",
            LoadBalancer::new().subnets(["subnet-1", "subnet-2"]).security_groups([one.group_id(), other.group_id()]),
        );
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(
        outcome.properties("Balancer"),
        json!({ "Subnets": ["subnet-1", "subnet-2"], "SecurityGroups": [{ "Ref": "One" }, { "Ref": "Other" }] })
    );
    let attribute = |id: &str| json!({ "Fn::GetAtt": [id, "GroupId"] });
    assert_eq!(
        outcome.properties("Internal"),
        json!({ "Subnets": ["subnet-1", "subnet-2"], "SecurityGroups": [attribute("One"), attribute("Other")] })
    );
}

#[test]
fn maybe_sets_what_is_there() {
    let outcome = stack(|stack| {
        stack.add("With", LogGroup::new().maybe(Some("name"), LogGroup::log_group_name));
        stack.add("Without", LogGroup::new().maybe(None::<&str>, LogGroup::log_group_name));
    });
    assert_eq!(outcome.properties("With"), json!({ "LogGroupName": "name" }));
    assert!(outcome.resource("Without").get("Properties").is_none(), "empty properties are left out");
}

#[test]
fn the_last_setting_stands_at_the_place_of_the_first() {
    let outcome = stack(|stack| {
        stack.add("Group", TargetGroup::new().port(1).name("a").port(2));
    });
    assert_eq!(outcome.properties("Group").to_string(), r#"{"Port":2,"Name":"a"}"#);
}

#[test]
fn an_untyped_resource_is_written_and_reported() {
    let outcome = stack(|stack| {
        let queue = Untyped::new("AWS::SQS::Queue").property("QueueName", "jobs").property("VisibilityTimeout", 30).retain();
        let queue = stack.add("Queue", queue);
        stack.output("Arn", queue.attribute::<Text>("Arn"));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(outcome.properties("Queue"), json!({ "QueueName": "jobs", "VisibilityTimeout": 30 }));
    let escapes: Vec<&str> = outcome.stack("stack").escapes.iter().map(|escape| escape.what.as_str()).collect();
    assert_eq!(escapes, ["untyped resource AWS::SQS::Queue"]);
}

// Overrides

fn service() -> ecs::Service {
    let vpc = ecs::service::AwsVpcConfiguration::new().subnets(["subnet-1", "subnet-2"]);
    ecs::Service::new().network_configuration(ecs::service::NetworkConfiguration::new().awsvpc_configuration(vpc))
}

#[test]
fn overrides_reach_through_maps_and_lists() {
    let outcome = stack(|stack| {
        let service = service()
            .override_property("NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp", "ENABLED")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.1", "subnet-9")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.2", "subnet-3")
            .override_property("DeploymentConfiguration.DeploymentCircuitBreaker", json!({ "Enable": true, "Rollback": true }));
        stack.add("Service", service.remove_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.0"));
    });
    assert_eq!(outcome.errors(), "");
    assert_snapshot!(serde_json::to_string_pretty(&outcome.properties("Service")).unwrap(), @r#"
    {
      "NetworkConfiguration": {
        "AwsvpcConfiguration": {
          "Subnets": [
            "subnet-9",
            "subnet-3"
          ],
          "AssignPublicIp": "ENABLED"
        }
      },
      "DeploymentConfiguration": {
        "DeploymentCircuitBreaker": {
          "Enable": true,
          "Rollback": true
        }
      }
    }
    "#);
    let escapes: Vec<&str> = outcome.stack("stack").escapes.iter().map(|escape| escape.what.as_str()).collect();
    assert_eq!(escapes.len(), 5);
    assert_eq!(escapes[0], "override of NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp");
    assert_eq!(escapes[4], "removal of NetworkConfiguration.AwsvpcConfiguration.Subnets.0");
}

#[test]
fn an_override_that_leads_nowhere_is_a_mistake() {
    let outcome = stack(|stack| {
        let service = service()
            .remove_property("NetworkConfigurations")
            .remove_property("NetworkConfiguration.AwsVpcConfiguration.Subnets")
            .remove_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.2")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.5", "subnet-6")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.0.Id", "subnet-7")
            .override_property("", "nothing");
        stack.add("Service", service);
    });
    assert_snapshot!(outcome.errors(), @"
    error[FW006] in stack/Service: `NetworkConfigurations` removes nothing: there is no `NetworkConfigurations`; did you mean `NetworkConfiguration`? (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `NetworkConfiguration.AwsVpcConfiguration.Subnets` removes nothing: there is no `AwsVpcConfiguration`; did you mean `AwsvpcConfiguration`? (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `2` in `NetworkConfiguration.AwsvpcConfiguration.Subnets.2` is no item of a list of 2 (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `5` in `NetworkConfiguration.AwsvpcConfiguration.Subnets.5` is no item of a list of 2 (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `NetworkConfiguration.AwsvpcConfiguration.Subnets.0.Id` goes through a plain value before `Id` (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: an override needs the path of a property (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    remove_property("NetworkConfigurations")
    remove_property("NetworkConfiguration.AwsVpcConfiguration.Subnets")
    remove_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.2")
    override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.5", "subnet-6")
    override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.0.Id", "subnet-7")
    override_property("", "nothing");
    "#);
}

#[test]
fn what_was_added_can_be_overridden_by_its_id() {
    let outcome = stack(|stack| {
        let bucket = bucket(stack);
        stack.override_property(bucket.logical_id(), "BucketName", "name");
        stack.remove_property("Bucket", "BucketName").override_property("Bucket", "AccessControl", "Private");
        stack.override_property("Bukcet", "BucketName", "name");
    });
    assert_eq!(outcome.properties("Bucket"), json!({ "AccessControl": "Private" }));
    assert_eq!(outcome.stack("stack").escapes.len(), 3);
    assert_snapshot!(outcome.errors(), @"error[FW006] in stack/Resources: the stack `stack` has no resource `Bukcet` whose property could be changed (did you mean `Bucket`?)");
}

// Outputs

#[test]
fn outputs_have_descriptions_conditions_and_exports() {
    let outputs = section("Outputs", |stack| {
        let production = is_production(stack);
        let bucket = bucket(stack);
        stack.output("Arn", bucket.arn()).description("The bucket").condition(&production).export("my:export-1");
        stack.output("FullName", bucket).export(sub("${AWS::StackName}-FullName"));
        stack.share("Name", bucket);
        stack.share("Names", [bucket, bucket]);
        stack.share_weak("Weak", bucket.arn());
    });
    assert_snapshot!(outputs, @r#"
    {
      "Arn": {
        "Value": {
          "Fn::GetAtt": [
            "Bucket",
            "Arn"
          ]
        },
        "Description": "The bucket",
        "Condition": "IsProduction",
        "Export": {
          "Name": "my:export-1"
        }
      },
      "FullName": {
        "Value": {
          "Ref": "Bucket"
        },
        "Export": {
          "Name": {
            "Fn::Sub": "${AWS::StackName}-FullName"
          }
        }
      },
      "Name": {
        "Value": {
          "Ref": "Bucket"
        },
        "Export": {
          "Name": "app-test-stack-Name"
        }
      },
      "Names": {
        "Value": {
          "Fn::Join": [
            ",",
            [
              {
                "Ref": "Bucket"
              },
              {
                "Ref": "Bucket"
              }
            ]
          ]
        },
        "Export": {
          "Name": "app-test-stack-Names"
        }
      },
      "Weak": {
        "Value": {
          "Fn::GetAtt": [
            "Bucket",
            "Arn"
          ]
        }
      }
    }
    "#);
}

#[test]
fn the_whole_document_has_its_sections_in_the_customary_order() {
    let template = template(|stack| {
        stack.output("Name", "x");
        stack.add("Topic", sns::Topic::new());
        is_production(stack);
        stack.mapping("Map", [("a", [("b", "c")])]);
        stack.rule("Rule", Rule::new().assert(equals("a", "a"), "always"));
        stack.metadata("Owner", "platform").description("A stack").language_extensions();
    });
    let keys: Vec<&str> = template.root().as_map().unwrap().keys().map(|key| key.as_str()).collect();
    assert_snapshot!(keys.join(" "), @"AWSTemplateFormatVersion Description Metadata Transform Parameters Rules Mappings Conditions Resources Outputs");
}

// Names

#[test]
fn a_logical_id_names_one_element_and_both_places_are_told() {
    let outcome = stack(|stack| {
        let second = stack.add("Logs", LogGroup::new());
        stack.add("Logs", sns::Topic::new());
        stack.parameter("Logs", Parameter::<Text>::new().value("x"));
        stack.output("Logs", "an output may have the id of a resource");
        stack.output("Logs", "but not that of another output");
        // What refers to the second element refers to it, and says nothing of the first.
        stack.output("LogsArn", second.arn());
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @"
    error[FW002] in stack/Resources/Logs: the logical id `Logs` is taken already, in Resources (a logical id names one element of a stack: give one of the two another)
    error[FW002] in stack/Parameters/Logs: the logical id `Logs` is taken already, in Resources (a logical id names one element of a stack: give one of the two another)
    error[FW002] in stack/Outputs/Logs: the logical id `Logs` is taken already, in Outputs (a logical id names one element of a stack: give one of the two another)
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    add("Logs", sns::Topic::new());
    add("Logs", LogGroup::new());
    parameter("Logs", Parameter::<Text>::new().value("x"));
    add("Logs", LogGroup::new());
    output("Logs", "but not that of another output");
    output("Logs", "an output may have the id of a resource");
    "#);
}

#[test]
fn loops_have_names_of_their_own() {
    let outcome = stack(|stack| {
        stack.language_extensions();
        for name in ["a", "b"] {
            stack.for_each("Topics", for_each("Name", [name], "Topic${Name}", json!({ "Type": "AWS::SNS::Topic" })));
        }
    });
    assert_snapshot!(outcome.errors(), @"error[FW002] in stack/Resources/Fn::ForEach::Topics: the loop name `Topics` is taken already");
}

#[test]
fn an_illegal_id_is_told_with_the_nearest_legal_one() {
    let outcome = stack(|stack| {
        stack.add("backend-service", LogGroup::new());
        stack.add("--", LogGroup::new());
        stack.output("Log Group", "x");
    });
    assert_snapshot!(outcome.errors(), @"
    error[FW001] in stack: `backend-service` is not a logical id: it takes 1 to 255 letters and digits (write `backendservice`)
    error[FW001] in stack: `--` is not a logical id: it takes 1 to 255 letters and digits
    error[FW001] in stack: `Log Group` is not a logical id: it takes 1 to 255 letters and digits (write `LogGroup`)
    ");
}

#[test]
fn stacks_have_legal_names_of_their_own() {
    let outcome = author::app(|app| {
        bucket(app.stack("a"));
        bucket(app.stack("a"));
        bucket(app.stack("a_b"));
        bucket(app.stack(""));
        bucket(app.account_stack("registry"));
    });
    assert_snapshot!(outcome.errors(), @"
    error[FW002]: the stack `a` is declared twice (give one of them another name, or pass `&mut Stack` to what adds to it)
    error[FW001]: `app-test-a_b` is not a stack name: it takes 1 to 128 letters, digits and hyphens, and begins with a letter (a legal name near it: `app-test-ab`)
    error[FW001]: a stack needs a name of its own (give it a short one, for example `backend`)
    ");
    assert_eq!(outcome.stack("registry").full_name, "app-registry");
    assert_eq!(outcome.stack("a").full_name, "app-test-a");
}

// Places

#[test]
fn a_finding_points_at_the_line_that_set_the_property() {
    let outcome = stack(|stack| {
        let group = LogGroup::new().retention_in_days(RetentionInDays::DAYS_14).log_group_name(sub("${Nothing}"));
        stack.add("Logs", group);
        let matcher = Matcher::new().http_code(sub("${Nobody}"));
        stack.add("Group", TargetGroup::new().matcher(matcher).allow("E3681", "a part of one"));
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @"
    error[E1019] in stack/Resources/Logs/Properties/LogGroupName: `${Nothing}` names neither a parameter nor a resource
    error[E1019] in stack/Resources/Group/Properties/Matcher/HttpCode: `${Nobody}` names neither a parameter nor a resource
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    log_group_name(sub("${Nothing}"));
    http_code(sub("${Nobody}"));
    "#);
}

#[test]
fn a_finding_inside_a_construct_points_at_the_authors_call() {
    let outcome = stack(|stack| {
        let role = formwork::constructs::Role::for_tasks().grant(["GetParameters"], ["*"]);
        stack.add("Role", role);
    });
    assert_snapshot!(outcome.errors(), @"error[FW104] in stack/Resources/Role/Properties/Policies/0/PolicyDocument/Statement/0/Action: `GetParameters` is not an action (Put the service before it, as in `ssm:GetParameters`; `*` stands for any characters of a name, or alone for everything.)");
    assert_snapshot!(outcome.lines().join("\n"), @r#"grant(["GetParameters"], ["*"]);"#);
}

#[test]
fn capabilities_follow_from_the_resources() {
    let capabilities = |build: fn(&mut Stack)| stack(build).stack("stack").capabilities.clone();
    let unnamed = |stack: &mut Stack| {
        stack.add("Role", iam::Role::new(json!({})));
    };
    let named = |stack: &mut Stack| {
        stack.add("Role", iam::Role::new(json!({})).role_name("name"));
    };
    assert!(stack(|stack| _ = bucket(stack)).stack("stack").capabilities.is_empty());
    assert_eq!(capabilities(unnamed), ["CAPABILITY_IAM"]);
    assert_eq!(capabilities(named), ["CAPABILITY_NAMED_IAM"]);
}

#[test]
fn typed_values_know_their_kind() {
    fn kind<T: Typed>(value: T) -> String {
        serde_json::to_string(value.into_typed().node()).unwrap()
    }
    let mut texts = Vec::new();
    template(|stack| {
        let bucket = bucket(stack);
        let parameter = stack.parameter("Vpc", Parameter::<VpcId>::new().value("vpc-1"));
        let borrowed = &parameter;
        texts = vec![kind(bucket), kind(vec![bucket.arn()]), kind(parameter), kind(borrowed)];
    });
    assert_eq!(texts, [r#"{"Ref":"Bucket"}"#, r#"[{"Fn::GetAtt":["Bucket","Arn"]}]"#, r#"{"Ref":"Vpc"}"#, r#"{"Ref":"Vpc"}"#]);
}

// Links between stacks

/// A network that shares a VPC and two subnets, and what a second stack makes of them.
fn linked(use_links: impl FnOnce(&mut Stack, Link<VpcId>, Link<List<SubnetId>>)) -> author::Outcome {
    author::app(|app| {
        // Declared first, deployed second.
        app.stack("user").add("Topic", sns::Topic::new());
        let network = app.stack("network");
        let vpc = network.add("Vpc", ec2::VPC::new().cidr_block("10.0.0.0/16"));
        let subnet = |block: &str| ec2::Subnet::new(vpc).cidr_block(block);
        let subnets = [network.add("One", subnet("10.0.0.0/24")), network.add("Two", subnet("10.0.1.0/24"))];
        let links = (network.share("VpcId", vpc), network.share("SubnetIds", subnets));
        use_links(app.stack("service"), links.0, links.1);
    })
}

#[test]
fn a_strong_link_is_an_export_and_an_import() {
    let outcome = linked(|stack, vpc, subnets| {
        stack.add("Group", TargetGroup::new().vpc_id(&vpc).allow("E3681", "a part of one"));
        stack.add("Balancer", LoadBalancer::new().subnets(subnets));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(outcome.properties("Group"), json!({ "VpcId": { "Fn::ImportValue": "app-test-network-VpcId" } }));
    let list = json!({ "Fn::Split": [",", { "Fn::ImportValue": "app-test-network-SubnetIds" }] });
    assert_eq!(outcome.properties("Balancer"), json!({ "Subnets": list }));
    assert_eq!(outcome.stack("service").depends_on, ["network"]);
}

#[test]
fn a_weak_link_reads_an_output_when_it_deploys() {
    let outcome = author::app(|app| {
        let network = app.stack("network");
        let vpc = network.add("Vpc", ec2::VPC::new().cidr_block("10.0.0.0/16"));
        let (vpc, list) = (network.share_weak("VpcId", vpc), network.share_weak("Vpcs", [vpc, vpc]));
        let user = app.stack("user");
        user.add("Group", TargetGroup::new().vpc_id(vpc).allow("E3681", "a part of one"));
        user.add("List", Untyped::new("AWS::SSM::Parameter").property("Type", "String").property("Value", join(",", list)));
    });
    assert_eq!(outcome.errors(), "");
    let read = |output: &str| json!({ "Fn::GetStackOutput": { "StackName": "app-test-network", "OutputName": output } });
    assert_eq!(outcome.properties("Group"), json!({ "VpcId": read("VpcId") }));
    assert_eq!(
        outcome.properties("List"),
        json!({ "Type": "String", "Value": { "Fn::Join": [",", { "Fn::Split": [",", read("Vpcs")] }] } })
    );
    let network = &outcome.stack("network").template;
    assert!(network.root().at_path(&["Outputs", "VpcId", "Export"]).is_none());
    assert_eq!(outcome.stack("user").depends_on, ["network"]);
}

#[test]
fn stacks_deploy_after_those_they_have_links_to() {
    let outcome = author::app(|app| {
        let mut first = None;
        for name in ["network", "cluster"] {
            let stack = app.stack(name);
            let topic = stack.add("Topic", sns::Topic::new());
            first.get_or_insert_with(|| stack.share("Arn", topic));
        }
        let late = app.stack("late");
        let topic = late.add("Topic", sns::Topic::new());
        let link = late.share("Arn", topic);
        let early = app.stack("early");
        early.add("Logs", LogGroup::new().log_group_name(link.value().cast::<Text>()));
        early.output("First", first.unwrap().value().cast::<Text>());
    });
    let order: Vec<&str> = outcome.assembly.stacks.iter().map(|stack| stack.name).collect();
    assert_eq!(order, ["network", "cluster", "late", "early"]);

    let outcome = linked(|stack, vpc, _| {
        stack.output("Vpc", vpc.value().cast::<Text>());
    });
    let order: Vec<&str> = outcome.assembly.stacks.iter().map(|stack| stack.name).collect();
    assert_eq!(order, ["user", "network", "service"], "what nothing binds stays as it was declared");
}

#[test]
fn a_cycle_prints_its_path() {
    let names = ["a", "b", "c"];
    // A stack can be borrowed once, so a cycle needs links that were kept from another app.
    let links = names.map(|name| {
        let mut other = App::new("app", &author::environment());
        let region: Value<Text> = pseudo::region();
        other.stack(name).share("Region", region)
    });
    let mut app = App::new("app", &author::environment());
    for (index, name) in names.into_iter().enumerate() {
        let stack = app.stack(name);
        stack.share("Region", pseudo::region());
        stack.output("Next", &links[(index + 1) % 3]);
    }
    app.stack("free").output("Region", pseudo::region());
    let (assembly, findings) = app.synth();
    let order: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name).collect();
    assert_eq!(order, ["free", "a", "b", "c"]);
    assert_eq!(findings.len(), 1);
    assert_snapshot!(findings[0].message, @"the stacks need each other: a → b → c → a");
    assert!(findings[0].location.to_string().starts_with("tests/library/template.rs:"), "{}", findings[0].location);
}

#[test]
fn a_reference_to_another_stack_is_a_mistake_that_is_told_once() {
    let outcome = author::app(|app| {
        let other = app.stack("other");
        let bucket = bucket(other);
        let condition = other.condition("Always", equals("a", "a"));
        let stack = app.stack("stack");
        stack.output("Ref", bucket);
        stack.output("Attribute", bucket.arn());
        stack.add("Logs", LogGroup::new().depends_on(bucket).condition(&condition));
        stack.output("Text", if_(&condition, "a", "b"));
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @r#"
    error[FW003] in stack: `Bucket` belongs to the stack `other`, but the stack `stack` refers to it (a condition is defined where it is used, and the stacks' own order stands for `DependsOn`)
    error[FW003] in stack: `Always` belongs to the stack `other`, but the stack `stack` refers to it (a condition is defined where it is used, and the stacks' own order stands for `DependsOn`)
    error[FW003] in stack: `Bucket` belongs to the stack `other`, but the stack `stack` refers to it (share it: `let link = other.share("…", …)`, and use the link here)
    error[FW003] in stack: `Bucket` belongs to the stack `other`, but the stack `stack` refers to it (share it: `let link = other.share("…", …)`, and use the link here)
    error[FW003] in stack: `Always` belongs to the stack `other`, but the stack `stack` refers to it (a condition is defined where it is used, and the stacks' own order stands for `DependsOn`)
    "#);
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    depends_on(bucket).condition(&condition));
    condition(&condition));
    output("Ref", bucket);
    output("Attribute", bucket.arn());
    output("Text", if_(&condition, "a", "b"));
    "#);
}

#[test]
fn a_link_to_the_own_stack_is_a_mistake() {
    let outcome = author::app(|app| {
        let stack = app.stack("stack");
        let bucket = bucket(stack);
        let link = stack.share("Name", bucket);
        stack.output("Again", link.value().cast::<Text>());
    });
    assert_snapshot!(outcome.errors(), @"error[FW003] in stack: the stack `stack` uses a link to itself (inside one stack, use the handle itself)");
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
