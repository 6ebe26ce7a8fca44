//! Deployments that shift requests, and what a deployment makes of the project's files.

use super::*;
use crate::support::author::app;
use formwork::aws::cloudwatch::AlarmName;
use formwork::aws::elasticloadbalancingv2::{ListenerRule, ListenerRuleRuleArn};
use formwork::aws::lambda::function::Runtime;
use formwork::constructs::{Deployment, Function, Image, Repository, Route, TemplateFile, ZipFolder};
use formwork::stack::Untyped;
use insta::assert_snapshot;
use serde_json::json;

/// A service of two target groups, whose rule a deployment of ECS changes.
fn shifting(deployment: impl Fn(Handle<ListenerRule>, &TargetGroupHandles) -> Deployment) -> Outcome {
    sound(|stack| {
        let blue = target(stack);
        let green = stack.add("Green", TargetGroup::new(&network(), 80, HealthCheck::path("/")));
        let clients = stack.add("BalancerSecurityGroup", BalancerGroup::new(&network()).reachable_by(Peer::Anywhere));
        let balancer = stack.add("Balancer", LoadBalancer::new(&network(), clients, certificate()));
        let rule = stack.add("Rule", Route::new(balancer.https, 1, &blue).shifts_to(&green).path(["/*"]));
        let task = task(stack);
        stack.add("Service", service(&task).behind(&blue).deployment(deployment(rule, &green)));
    })
}

#[test]
fn a_canary_gets_its_part_of_the_requests_first() {
    let alarm: Value<AlarmName> = "errors".into_value();
    let outcome = shifting(|rule, green| Deployment::canary(rule, green, 12.5, 5).rolls_back_on([&alarm]));
    let service = outcome.properties("Service");
    assert_snapshot!(pretty(&service["DeploymentConfiguration"]), @r#"
    {
      "MaximumPercent": 200,
      "MinimumHealthyPercent": 100,
      "BakeTimeInMinutes": 10,
      "Strategy": "CANARY",
      "CanaryConfiguration": {
        "CanaryPercent": 12.5,
        "CanaryBakeTimeInMinutes": 5
      },
      "Alarms": {
        "AlarmNames": [
          "errors"
        ],
        "Enable": true,
        "Rollback": true
      }
    }
    "#);
    let advanced = json!({
        "AlternateTargetGroupArn": { "Ref": "Green" },
        "ProductionListenerRule": { "Ref": "Rule" },
        "RoleArn": { "Fn::GetAtt": ["ServiceTrafficRole", "Arn"] }
    });
    assert_eq!(service["LoadBalancers"][0]["AdvancedConfiguration"], advanced);
    let groups = &outcome.properties("Rule")["Actions"][0]["ForwardConfig"]["TargetGroups"];
    assert_eq!(groups[0], json!({ "TargetGroupArn": { "Ref": "Targets" }, "Weight": 100 }));
    assert_eq!(groups[1], json!({ "TargetGroupArn": { "Ref": "Green" }, "Weight": 0 }));
    let role = outcome.properties("ServiceTrafficRole");
    assert_eq!(role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"], "ecs.amazonaws.com");
}

#[test]
fn requests_go_over_at_once_or_in_steps() {
    let outcome = shifting(|rule, green| Deployment::blue_green(rule, green).bake(0).test_rule(rule));
    let service = outcome.properties("Service");
    assert_eq!(service["DeploymentConfiguration"]["Strategy"], "BLUE_GREEN");
    assert_eq!(service["DeploymentConfiguration"]["BakeTimeInMinutes"], 0);
    assert_eq!(service["LoadBalancers"][0]["AdvancedConfiguration"]["TestListenerRule"], json!({ "Ref": "Rule" }));
    let outcome = shifting(|rule, green| Deployment::linear(rule, green, 20.0, 3));
    let configuration = &outcome.properties("Service")["DeploymentConfiguration"];
    assert_eq!(configuration["LinearConfiguration"], json!({ "StepPercent": 20.0, "StepBakeTimeInMinutes": 3 }));
}

#[test]
fn a_service_that_shifts_requests_is_behind_one_target() {
    let found = mistakes(|stack| {
        let green = target(stack);
        let task = task(stack);
        let rule: Value<ListenerRuleRuleArn> = "arn:aws:elasticloadbalancing:x:1:listener-rule/app/a/b/c/d".into_value();
        stack.add("Service", service(&task).deployment(Deployment::blue_green(rule, &green)));
    });
    assert!(found.contains("error[FW034]") && found.contains("is behind 0 targets"), "{found}");
}

/// What a template has of artifacts is parameters, whatever their files hold.
#[test]
fn artifacts_are_parameters() {
    let outcome = app(|app| {
        let stack = app.stack("web");
        let image = stack.add("Image", Image::build("images/web").repository("shop/web"));
        stack.add("Task", FargateTask::new(size()).container(Container::new("web", image)));
        stack.add("Resize", Function::folder(Runtime::PYTHON3_13, "index.handler", "functions/resize"));
        stack.add("Layer", ZipFolder::new("layers/images"));
        let nested = stack.add("NestedTemplate", TemplateFile::new("nested.yaml"));
        stack.add("Nested", Untyped::new("AWS::CloudFormation::Stack").property("TemplateURL", nested.url()));
        app.stack("registry").add("Images", Repository::new("shop/web"));
    });
    assert_eq!(outcome.errors(), "");
    let names: Vec<&str> = outcome.assembly.stacks.iter().map(|stack| stack.name).collect();
    assert_eq!(names, ["registry", "web"]);
    let template: Json =
        serde_json::from_str(&outcome.assembly.stacks[1].template.to_text(formwork::template::Format::Json)).unwrap();
    let parameters: Vec<&String> = template["Parameters"].as_object().unwrap().keys().collect();
    assert_eq!(parameters, ["Image", "ArtifactBucket", "ResizeCode", "Layer", "NestedTemplate"]);
    assert_eq!(template["Parameters"]["Image"]["AllowedPattern"], "^[^@]+@sha256:[0-9a-f]{64}$");
    let url = json!({ "Fn::Sub": ["https://s3.${AWS::Region}.${AWS::URLSuffix}/${Bucket}/${Key}", { "Bucket": { "Ref": "ArtifactBucket" }, "Key": { "Ref": "NestedTemplate" } }] });
    assert_eq!(template["Resources"]["Nested"]["Properties"]["TemplateURL"], url);
}

#[test]
fn an_artifact_is_found_from_the_project() {
    let found = mistakes(|stack| {
        stack.add("Layer", ZipFolder::new("/home/me/layer"));
        stack.add("Other", ZipFolder::new(""));
        stack.add("Option", ZipFolder::new("--help"));
    });
    assert_eq!(found.matches("error[FW032]").count(), 3, "{found}");
}
