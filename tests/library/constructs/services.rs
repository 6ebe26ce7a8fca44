//! Services.

use super::*;
use crate::support::author::app;
use formwork::aws::ecs::{self};
use formwork::constructs::{FargateService, FargateTask, LoadBalancer, Network, Route, Scaling, ServiceConnect};
use formwork::prelude::*;
use insta::assert_snapshot;
use serde_json::{Value as Json, json};

#[test]
fn a_service_deploys_without_taking_anything_away() {
    let outcome = sound(|stack| {
        let target = target(stack);
        balancer(stack, &target);
        let task = stack.add("Task", FargateTask::new(size()).container(web().health_check("check")));
        stack.add("Service", service(&task).behind(&target));
    });
    assert_snapshot!(pretty(&outcome.properties("Service")), @r#"
    {
      "Cluster": "cluster",
      "LaunchType": "FARGATE",
      "TaskDefinition": {
        "Ref": "Task"
      },
      "DesiredCount": 1,
      "DeploymentConfiguration": {
        "MaximumPercent": 200,
        "MinimumHealthyPercent": 100,
        "DeploymentCircuitBreaker": {
          "Enable": true,
          "Rollback": true
        }
      },
      "NetworkConfiguration": {
        "AwsvpcConfiguration": {
          "AssignPublicIp": "DISABLED",
          "SecurityGroups": [
            "sg-00000001"
          ],
          "Subnets": [
            "subnet-00000003",
            "subnet-00000004"
          ]
        }
      },
      "LoadBalancers": [
        {
          "ContainerName": "web",
          "ContainerPort": 80,
          "TargetGroupArn": {
            "Ref": "Targets"
          }
        }
      ],
      "HealthCheckGracePeriodSeconds": 120,
      "EnableECSManagedTags": true,
      "PropagateTags": "SERVICE"
    }
    "#);
}

#[test]
fn a_service_comes_after_everything_that_forwards_to_it_in_its_stack() {
    let outcome = sound(|stack| {
        let target = target(stack);
        let balancer = balancer(stack, &target);
        stack.add("Rule", Route::new(balancer.https, 1, &target).host(["a.example.com"]));
        let task = task(stack);
        stack.add("Service", service(&task).behind(&target));
    });
    assert_eq!(attribute(&outcome, "Service", "DependsOn"), json!(["BalancerHttpsListener", "Rule"]));

    let outcome = app(|app| {
        let cluster = app.stack("cluster");
        let target = target(cluster);
        balancer(cluster, &target);
        let target = cluster.share("TargetArn", &target);
        let stack = app.stack("service");
        let task = task(stack);
        stack.add("Service", service(&task).behind(&target));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(attribute(&outcome, "Service", "DependsOn"), Json::Null);
    assert_eq!(outcome.stack("service").depends_on, ["cluster"]);
}

#[test]
fn a_rule_in_the_services_own_stack_comes_before_it() {
    let outcome = app(|app| {
        let cluster = app.stack("cluster");
        let balancer = cluster.add("Balancer", LoadBalancer::new(&network(), "sg-00000001", certificate()));
        let listener = cluster.share("Listener", balancer.https);
        let stack = app.stack("service");
        let target = target(stack);
        stack.add("Rule", Route::new(listener, 1, &target).host(["a.example.com"]));
        let task = task(stack);
        stack.add("Service", service(&task).behind(&target));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(attribute(&outcome, "Service", "DependsOn"), json!(["Rule"]));
}

#[test]
fn autoscaling_leaves_the_desired_count_out() {
    let outcome = sound(|stack| {
        let cluster: Handle<ecs::Cluster> = stack.add("Cluster", ecs::Cluster::new());
        let task = task(stack);
        let service = FargateService::new(cluster, &network(), &task).security_group("sg-00000001");
        stack.add("Service", service.scaling(Scaling::between(1, 4).cpu_percent(50.0)));
    });
    assert_eq!(
        outcome.ids(),
        ["Cluster", "TaskExecutionRole", "Task", "Service", "ServiceScalableTarget", "ServiceScalingPolicy"]
    );
    assert_eq!(outcome.properties("Service")["DesiredCount"], Json::Null);
    assert_snapshot!(outcome.properties("ServiceScalableTarget"), @r#"{"MaxCapacity":4,"MinCapacity":1,"ResourceId":{"Fn::Join":["/",["service",{"Ref":"Cluster"},{"Fn::GetAtt":["Service","Name"]}]]},"ScalableDimension":"ecs:service:DesiredCount","ServiceNamespace":"ecs"}"#);
    assert_snapshot!(outcome.properties("ServiceScalingPolicy"), @r#"{"PolicyName":"ServiceCpu","PolicyType":"TargetTrackingScaling","ScalingTargetId":{"Ref":"ServiceScalableTarget"},"TargetTrackingScalingPolicyConfiguration":{"TargetValue":50.0,"PredefinedMetricSpecification":{"PredefinedMetricType":"ECSServiceAverageCPUUtilization"},"ScaleInCooldown":300,"ScaleOutCooldown":60}}"#);
    let outcome = sound(|stack| {
        let task = task(stack);
        stack.add("Service", service(&task).desired_count(3));
    });
    assert_eq!(outcome.properties("Service")["DesiredCount"], 3);
}

#[test]
fn without_private_subnets_tasks_get_public_addresses() {
    let outcome = sound(|stack| {
        let task = task(stack);
        let network = Network::existing("vpc-00000001", ["subnet-00000001"]);
        stack.add("Service", FargateService::new("cluster", &network, &task).security_group("sg-00000001").fail_after(2));
    });
    let properties = outcome.properties("Service");
    let placement = &properties["NetworkConfiguration"]["AwsvpcConfiguration"];
    assert_eq!(placement["AssignPublicIp"], "ENABLED");
    assert_eq!(placement["Subnets"], json!(["subnet-00000001"]));
    let breaker = &properties["DeploymentConfiguration"]["DeploymentCircuitBreaker"];
    assert_eq!(breaker["ThresholdConfiguration"], json!({ "Type": "COUNT", "Value": 2 }));
    assert_eq!(properties["HealthCheckGracePeriodSeconds"], Json::Null, "no load balancer, no grace period");
}

#[test]
fn every_default_of_a_service_can_be_overridden() {
    let outcome = sound(|stack| {
        let task = task(stack);
        let id = stack.add("Service", service(&task)).logical_id();
        stack.override_property(id, "DeploymentConfiguration.DeploymentCircuitBreaker.Rollback", false);
        stack.override_property(id, "DeploymentConfiguration.MinimumHealthyPercent", 50);
        stack.override_property(id, "PropagateTags", "TASK_DEFINITION");
        stack.remove_property(id, "LaunchType");
    });
    let properties = outcome.properties("Service");
    assert_eq!(properties["DeploymentConfiguration"]["DeploymentCircuitBreaker"], json!({ "Enable": true, "Rollback": false }));
    assert_eq!(properties["DeploymentConfiguration"]["MinimumHealthyPercent"], 50);
    assert_eq!(properties["PropagateTags"], "TASK_DEFINITION");
    assert_eq!(properties["LaunchType"], Json::Null);
    let escapes: Vec<String> = outcome.stack("stack").escapes.iter().map(|escape| escape.location.to_string()).collect();
    assert!(escapes.iter().all(|location| location.starts_with("tests/library/constructs/services.rs:")), "{escapes:?}");
}

#[test]
fn services_call_each_other_by_name() {
    let offering = |name: &'static str| {
        app(move |app| {
            let stack = app.stack("stack");
            let namespace = stack.add("Namespace", servicediscovery::HttpNamespace::new("shop"));
            let task = stack.add("Task", FargateTask::new(size()).container(web().named_port("api", 8080)));
            let offer = ServiceConnect::new(namespace.arn()).offers(name, "backend", 80);
            stack.add("Service", service(&task).service_connect(offer));
        })
    };
    let outcome = offering("api");
    assert_eq!(outcome.errors(), "");
    let configuration = json!({
        "Enabled": true,
        "Namespace": { "Fn::GetAtt": ["Namespace", "Arn"] },
        "Services": [{ "PortName": "api", "ClientAliases": [{ "Port": 80, "DnsName": "backend" }] }],
    });
    assert_eq!(outcome.properties("Service")["ServiceConnectConfiguration"], configuration);
    assert_snapshot!(offering("apo").errors(), @"error[FW240] in stack/Resources/Service/Properties/ServiceConnectConfiguration/Services/0/PortName: no port mapping of the task definition `Task` has the name `apo` (did you mean `api`?)");
}
