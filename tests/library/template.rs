//! The document and the authoring model: what each expression, section and resource attribute becomes.

mod conditions;
mod functions;
mod links;
mod names;
mod parameters;
mod places;
mod resources;
mod values;

use crate::support::author::{json, section, template};
use formwork::aws::{s3, sns};
use formwork::prelude::*;
use formwork::stack::{Condition, Rule, Text};
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
