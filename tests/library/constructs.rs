//! The constructs: each documented default, each mistake that they report, and how a default is changed.

mod balancers;
mod data;
mod deployments;
mod mistakes;
mod networks;
mod outside;
mod services;
mod tasks;

use crate::support::author::{Outcome, stack};
use formwork::aws::certificatemanager::CertificateArn;
use formwork::constructs::{
    BalancerGroup, Container, FargateService, FargateSize, FargateTask, HealthCheck, LoadBalancer, LoadBalancerHandles, Network,
    Peer, TargetGroup, TargetGroupHandles, TaskHandles,
};
use formwork::prelude::*;
use serde_json::Value as Json;

fn network() -> Network {
    Network::existing("vpc-00000001", ["subnet-00000001", "subnet-00000002"])
        .private_subnets(["subnet-00000003", "subnet-00000004"])
}

fn certificate() -> Value<CertificateArn> {
    "arn:aws:acm:us-east-1:111122223333:certificate/1".into_value()
}

fn size() -> FargateSize {
    FargateSize::new(256, 512).unwrap()
}

fn web() -> Container {
    Container::new("web", "image:1").port(80)
}

fn target(stack: &mut Stack) -> TargetGroupHandles {
    stack.add("Targets", TargetGroup::new(&network(), 80, HealthCheck::path("/")))
}

fn balancer(stack: &mut Stack, target: &TargetGroupHandles) -> LoadBalancerHandles {
    let clients = stack.add("BalancerSecurityGroup", BalancerGroup::new(&network()).reachable_by(Peer::Anywhere));
    stack.add("Balancer", LoadBalancer::new(&network(), clients, certificate()).default_to(target))
}

fn task(stack: &mut Stack) -> TaskHandles {
    stack.add("Task", FargateTask::new(size()).container(web()))
}

fn service(task: &TaskHandles) -> FargateService {
    FargateService::new("cluster", &network(), task).security_group("sg-00000001")
}

/// What a test says about an outcome without a mistake.
fn sound(build: impl FnOnce(&mut Stack)) -> Outcome {
    let outcome = stack(build);
    assert_eq!(outcome.errors(), "");
    outcome
}

fn pretty(value: &Json) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn attribute(outcome: &Outcome, id: &str, name: &str) -> Json {
    serde_json::to_value(outcome.resource(id).get(name)).unwrap()
}

/// The findings of a stack, and the code that they point at.
fn mistakes(build: impl FnOnce(&mut Stack)) -> String {
    let outcome = stack(build);
    let lines = outcome.lines();
    format!("{}\n{}", outcome.report(), lines.join("\n"))
}
