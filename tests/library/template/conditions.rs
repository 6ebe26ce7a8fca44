//! Conditions, and the rules over parameters that take the same functions.

use super::*;
use crate::support::author::{json, section, stack};
use formwork::aws::ec2::{SecurityGroup, SubnetId, VpcId};
use formwork::aws::elasticloadbalancingv2::target_group::Matcher;
use formwork::aws::elasticloadbalancingv2::{LoadBalancer, TargetGroup};
use formwork::prelude::*;
use formwork::stack::condition::{contains, each_member_equals, each_member_in, ref_all, value_of, value_of_all};
use formwork::stack::{Rule, Text};
use insta::assert_snapshot;

/// The parameter is a text for CloudFormation, whatever it holds.
#[test]
fn numbers_and_flags_are_compared_and_are_outputs() {
    let outcome = stack(|stack| {
        let zones = stack.parameter("Zones", Parameter::<Integer>::new().default(2));
        let protected = stack.parameter("Protected", Parameter::<Bool>::new().default(true));
        stack.condition("IsTwo", equals(zones, 2));
        stack.condition("IsProtected", equals(protected, true));
        stack.output("Zones", zones);
        stack.output("Text", join("-", (zones, protected)));
        bucket(stack);
    });
    assert_eq!(outcome.errors(), "");
    let root = outcome.stack("stack").template.root();
    assert_snapshot!(json(root.get("Conditions").unwrap().clone()), @r#"{"IsTwo":{"Fn::Equals":[{"Ref":"Zones"},2]},"IsProtected":{"Fn::Equals":[{"Ref":"Protected"},true]}}"#);
}

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
        let subnets = if_(&production, ["subnet-00000001", "subnet-00000002"], ["subnet-00000003"]);
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
                "subnet-00000001",
                "subnet-00000002"
              ],
              [
                "subnet-00000003"
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
        let vpc = stack.parameter("Vpc", Parameter::<VpcId>::new().value("vpc-00000001"));
        let subnets =
            stack.parameter("Subnets", Parameter::<List<SubnetId>>::new().value(["subnet-00000001", "subnet-00000002"]));
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
