//! Resources: attributes, dependencies, untyped ones, overrides.

use super::*;
use crate::support::author::{json, section, stack};
use formwork::aws::ec2::SecurityGroup;
use formwork::aws::ecs;
use formwork::aws::elasticloadbalancingv2::{LoadBalancer, TargetGroup};
use formwork::aws::logs::LogGroup;
use formwork::aws::{iam, sns};
use formwork::prelude::*;
use formwork::stack::{CreationPolicy, DeletionPolicy, Element, Text, UpdatePolicy, UpdateReplacePolicy};
use insta::assert_snapshot;
use serde_json::json;

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
        stack.add("Balancer", LoadBalancer::new().subnets(["subnet-00000001", "subnet-00000002"]).security_groups(&groups));
        stack.add(
            "Internal",
            LoadBalancer::new()
                .subnets(["subnet-00000001", "subnet-00000002"])
                .security_groups([one.group_id(), other.group_id()]),
        );
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(
        outcome.properties("Balancer"),
        json!({ "Subnets": ["subnet-00000001", "subnet-00000002"], "SecurityGroups": [{ "Ref": "One" }, { "Ref": "Other" }] })
    );
    let attribute = |id: &str| json!({ "Fn::GetAtt": [id, "GroupId"] });
    assert_eq!(
        outcome.properties("Internal"),
        json!({ "Subnets": ["subnet-00000001", "subnet-00000002"], "SecurityGroups": [attribute("One"), attribute("Other")] })
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

fn service() -> ecs::Service {
    let vpc = ecs::service::AwsVpcConfiguration::new().subnets(["subnet-00000001", "subnet-00000002"]);
    ecs::Service::new().network_configuration(ecs::service::NetworkConfiguration::new().awsvpc_configuration(vpc))
}

#[test]
fn overrides_reach_through_maps_and_lists() {
    let outcome = stack(|stack| {
        let service = service()
            .override_property("NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp", "ENABLED")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.1", "subnet-00000009")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.2", "subnet-00000003")
            .override_property("DeploymentConfiguration.DeploymentCircuitBreaker", json!({ "Enable": true, "Rollback": true }));
        stack.add("Service", service.remove_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.0"));
    });
    assert_eq!(outcome.errors(), "");
    assert_snapshot!(serde_json::to_string_pretty(&outcome.properties("Service")).unwrap(), @r#"
    {
      "NetworkConfiguration": {
        "AwsvpcConfiguration": {
          "Subnets": [
            "subnet-00000009",
            "subnet-00000003"
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
fn an_override_makes_the_list_whose_first_item_it_sets() {
    let outcome = stack(|stack| {
        let queue = sqs::Queue::new().override_property("Tags.0.Key", "team").override_property("Tags.0.Value", "core");
        stack.add(
            "Queue",
            queue.override_property("RedriveAllowPolicy.sourceQueueArns.0", "arn:aws:sqs:us-east-1:111122223333:q"),
        );
    });
    let tags = json!([{ "Key": "team", "Value": "core" }]);
    let policy = json!({ "sourceQueueArns": ["arn:aws:sqs:us-east-1:111122223333:q"] });
    assert_eq!(outcome.properties("Queue"), json!({ "Tags": tags, "RedriveAllowPolicy": policy }));
}

#[test]
fn an_override_that_leads_nowhere_is_a_mistake() {
    let outcome = stack(|stack| {
        let service = service()
            .remove_property("NetworkConfigurations")
            .remove_property("NetworkConfiguration.AwsVpcConfiguration.Subnets")
            .remove_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.2")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.5", "subnet-00000006")
            .override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.0.Id", "subnet-00000007")
            .override_property("", "nothing");
        stack.add("Service", service);
    });
    assert_snapshot!(outcome.errors(), @"
    error[FW006] in stack/Service: `NetworkConfigurations` removes nothing: there is no `NetworkConfigurations`; did you mean `NetworkConfiguration`? (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `NetworkConfiguration.AwsVpcConfiguration.Subnets` removes nothing: there is no `AwsVpcConfiguration`; did you mean `AwsvpcConfiguration`? (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `2` in `NetworkConfiguration.AwsvpcConfiguration.Subnets.2` is not an item of a list of 2 (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `5` in `NetworkConfiguration.AwsvpcConfiguration.Subnets.5` is not an item of a list of 2 (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: `NetworkConfiguration.AwsvpcConfiguration.Subnets.0.Id` leads through a plain value before `Id` (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    error[FW006] in stack/Service: an override needs the path of a property (a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0)
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    remove_property("NetworkConfigurations")
    remove_property("NetworkConfiguration.AwsVpcConfiguration.Subnets")
    remove_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.2")
    override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.5", "subnet-00000006")
    override_property("NetworkConfiguration.AwsvpcConfiguration.Subnets.0.Id", "subnet-00000007")
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
    assert_snapshot!(outcome.errors(), @"error[FW006] in stack/Resources: the stack `stack` has no resource `Bukcet` to override (did you mean `Bucket`?)");
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
