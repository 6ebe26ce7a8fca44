//! Parameters: types, constraints, defaults and values.

use super::*;
use crate::support::author::{section, stack};
use formwork::aws::ec2::{self, SubnetId, VpcId};
use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::aws::elasticloadbalancingv2::target_group::TargetType;
use formwork::aws::logs::LogGroup;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::{sns, ssm};
use formwork::prelude::*;
use formwork::stack::{Integer, Number, Text};
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn parameter_types() {
    let parameters = section("Parameters", |stack| {
        stack.parameter("Text", Parameter::<Text>::new().value(""));
        stack.parameter("Number", Parameter::<Number>::new().value(4));
        stack.parameter("Numbers", Parameter::<List<Number>>::new().value([1, 2]));
        stack.parameter("Texts", Parameter::<List<Text>>::new().value(["a", "b"]));
        stack.parameter("Vpc", Parameter::<VpcId>::new().value("vpc-00000001"));
        stack.parameter("Subnets", Parameter::<List<SubnetId>>::new().value(["subnet-00000001"]));
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
    error[FW004] in stack/Parameters/Password: the parameter `Password` has `NoEcho`, so its value cannot be written to a file (leave `.value(…)` out and pass the value when you deploy, or refer to a secret by its name instead)
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    parameter("Image", Parameter::<Text>::new());
    value("hunter2"));
    "#);
    assert!(outcome.stack("stack").parameters.is_empty(), "the secret is not written");
}
