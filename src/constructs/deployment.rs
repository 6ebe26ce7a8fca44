//! How a service behind a load balancer goes from one revision to the next: all at once, in steps, or with a canary.

use super::role::Role;
use super::target_group::TargetGroupHandles;
use crate::aws::cloudwatch::AlarmName;
use crate::aws::ecs::service::{
    AdvancedConfiguration, CanaryConfiguration, DeploymentAlarms, DeploymentConfiguration, LinearConfiguration, Strategy,
};
use crate::aws::elasticloadbalancingv2::ListenerRuleRuleArn;
use crate::iam::Principal;
use crate::stack::{IntoValue, Located, Maybe, Stack, Text, Value, located};
use crate::template::function;

/// The policy that AWS manages for this:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html>.
const SHIFTS_TRAFFIC: &str = "AmazonECSInfrastructureRolePolicyForLoadBalancers";

/// A deployment of ECS that starts the new revision beside the old one and shifts requests between two target groups, by the weights of a
/// listener rule: all at once ([`Deployment::blue_green`]), a part first ([`Deployment::canary`]), or in equal steps ([`Deployment::linear`]).
///
/// - The rule is a [`Route`](super::Route) that [shifts](super::Route::shifts_to) to the same alternate target.
/// - Both revisions run for ten more minutes after the last shift, so that a rollback takes seconds; [`Deployment::bake`] says otherwise.
/// - An alarm of [`Deployment::rolls_back_on`] in that time brings the old revision back. The circuit breaker is for rolling deployments, and is not
///   set.
/// - A role lets ECS change the listener rule: the policy that AWS manages for it.
/// - Each deployment turns the weights around, and the template still has the first ones. Whatever changes the rule by the stack sets them back, and
///   live traffic with them: `diff` says so (DOWNTIME).
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html>
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn web(stack: &mut Stack, balancer: LoadBalancerHandles, network: &Network, service: FargateService, errors: Handle<cloudwatch::Alarm>) {
///     let health = || HealthCheck::path("/health");
///     let blue = stack.add("BlueTargets", TargetGroup::new(network, 80, health()));
///     let green = stack.add("GreenTargets", TargetGroup::new(network, 80, health()));
///     let rule = stack.add("WebRule", Route::new(balancer.https, 10, &blue).shifts_to(&green).path(["/*"]));
///     let deployment = Deployment::canary(rule, &green, 10.0, 5).rolls_back_on([errors]);
///     stack.add("Service", service.behind(&blue).deployment(deployment));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "pass it to `FargateService::deployment`"]
pub struct Deployment {
    rule: Value<Text>,
    alternate: Located<TargetGroupHandles>,
    shift: Located<Shift>,
    bake: Located<u32>,
    test_rule: Option<Value<Text>>,
    alarms: Vec<Value<AlarmName>>,
}

/// How requests go over.
#[derive(Clone, Copy, Debug)]
enum Shift {
    AllAtOnce,
    Canary(f64, u32),
    Linear(f64, u32),
}

impl Deployment {
    #[track_caller]
    fn new(rule: impl IntoValue<ListenerRuleRuleArn>, alternate: &TargetGroupHandles, shift: Shift) -> Self {
        let rule: Value<ListenerRuleRuleArn> = located(rule);
        Deployment {
            rule: located(rule),
            alternate: Located::here(alternate.clone()),
            shift: Located::here(shift),
            bake: Located::here(10),
            test_rule: None,
            alarms: Vec::new(),
        }
    }

    /// All requests go over at once.
    #[track_caller]
    pub fn blue_green(rule: impl IntoValue<ListenerRuleRuleArn>, alternate: &TargetGroupHandles) -> Self {
        Deployment::new(rule, alternate, Shift::AllAtOnce)
    }

    /// So many percent of the requests go over first, and the rest after so many minutes.
    #[track_caller]
    pub fn canary(rule: impl IntoValue<ListenerRuleRuleArn>, alternate: &TargetGroupHandles, percent: f64, minutes: u32) -> Self {
        Deployment::new(rule, alternate, Shift::Canary(percent, minutes))
    }

    /// So many percent of the requests go over at each step, with so many minutes between.
    #[track_caller]
    pub fn linear(rule: impl IntoValue<ListenerRuleRuleArn>, alternate: &TargetGroupHandles, percent: f64, minutes: u32) -> Self {
        Deployment::new(rule, alternate, Shift::Linear(percent, minutes))
    }

    /// How many minutes both revisions run after the last shift: 0 to 1,440; 10 unless it is said. CloudFormation waits for it.
    #[track_caller]
    pub fn bake(mut self, minutes: u32) -> Self {
        self.bake = Located::here(minutes);
        self
    }

    /// A rule that leads test requests to the new revision before others go over.
    #[track_caller]
    pub fn test_rule(mut self, rule: impl IntoValue<ListenerRuleRuleArn>) -> Self {
        let rule: Value<ListenerRuleRuleArn> = located(rule);
        self.test_rule = Some(located(rule));
        self
    }

    /// Alarms that bring the old revision back.
    #[track_caller]
    pub fn rolls_back_on<T: IntoValue<AlarmName>>(mut self, alarms: impl IntoIterator<Item = T>) -> Self {
        self.alarms.extend(alarms.into_iter().map(|alarm| located(alarm)));
        self
    }

    /// What a service has of it instead of the circuit breaker.
    pub(super) fn configure(&self, configuration: DeploymentConfiguration) -> DeploymentConfiguration {
        let configuration = configuration.bake_time_in_minutes(self.bake);
        let configuration = match self.shift.what {
            Shift::AllAtOnce => configuration.strategy(Strategy::BLUE_GREEN),
            Shift::Canary(percent, minutes) => {
                let canary =
                    self.shift.map(|_| CanaryConfiguration::new().canary_percent(percent).canary_bake_time_in_minutes(minutes));
                configuration.strategy(Strategy::CANARY).canary_configuration(canary)
            }
            Shift::Linear(percent, minutes) => {
                let linear =
                    self.shift.map(|_| LinearConfiguration::new().step_percent(percent).step_bake_time_in_minutes(minutes));
                configuration.strategy(Strategy::LINEAR).linear_configuration(linear)
            }
        };
        let alarms = (!self.alarms.is_empty()).then(|| DeploymentAlarms::new(self.alarms.clone(), true, true));
        configuration.maybe(alarms, DeploymentConfiguration::alarms)
    }

    /// Whether it names a rule, so that the service waits for it already.
    pub(super) fn names(&self, rule: &str) -> bool {
        let named = [Some(&self.rule), self.test_rule.as_ref()].into_iter().flatten();
        let mut calls = named.filter_map(|value| function::call(value.node()));
        calls.any(|(name, argument)| function::references(name, argument).contains(&rule))
    }

    /// Where requests shift to, and the role that lets ECS do it: `IDTrafficRole`.
    pub(super) fn advanced(&self, id: &str, stack: &mut Stack) -> AdvancedConfiguration {
        let role = Role::new(Principal::service("ecs.amazonaws.com")).managed_policy(SHIFTS_TRAFFIC);
        let role = stack.add(format!("{id}TrafficRole"), role);
        AdvancedConfiguration::new(self.alternate.map(|target| target.arn.clone()))
            .production_listener_rule(&self.rule)
            .role_arn(role.arn())
            .maybe(self.test_rule.as_ref(), AdvancedConfiguration::test_listener_rule)
    }
}
