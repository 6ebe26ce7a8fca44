//! Routes: which requests a listener forwards to which target.

use super::target_group::TargetGroupHandles;
use crate::aws::elasticloadbalancingv2::listener_rule::{
    Action, ForwardConfig, HostHeaderConfig, HttpHeaderConfig, PathPatternConfig, RuleCondition, TargetGroupTuple, Type,
};
use crate::aws::elasticloadbalancingv2::{ListenerArn, ListenerRule};
use crate::stack::{Construct, Handle, Integer, IntoValue, List, Located, Pending, Stack, Text, Value, authored, located};

/// Which requests to a listener, of this stack or of another, go to a target: every condition must hold, and of the values of one
/// condition any may.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html>
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn route(stack: &mut Stack, balancer: LoadBalancerHandles, api: &TargetGroupHandles) {
///     let route = Route::new(balancer.https, 10, api).host(["shop.example.com"]).path(["/api/*"]);
///     stack.add("ApiRule", route);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Route {
    pending: Pending,
    listener: Value<ListenerArn>,
    priority: Value<Integer>,
    target: TargetGroupHandles,
    alternate: Option<Located<TargetGroupHandles>>,
    conditions: Vec<Value<RuleCondition>>,
}

impl Route {
    /// A route of this priority: 1 to 50,000, the lowest first, each once in a listener.
    #[track_caller]
    pub fn new(listener: impl IntoValue<ListenerArn>, priority: u32, target: &TargetGroupHandles) -> Self {
        Route {
            pending: Pending::of::<Self>(),
            listener: located(listener),
            priority: located(priority),
            target: target.clone(),
            alternate: None,
            conditions: Vec::new(),
        }
    }

    /// Names the target group that a [`Deployment`](super::Deployment) of ECS shifts requests to and back from. All requests go to the route's own
    /// target at first; after that the weights are those of the last deployment, whatever the template says.
    #[track_caller]
    pub fn shifts_to(mut self, alternate: &TargetGroupHandles) -> Self {
        self.alternate = Some(Located::here(alternate.clone()));
        self
    }

    /// Requests to these host names; `*` and `?` are wildcards.
    #[track_caller]
    pub fn host(self, names: impl IntoValue<List<Text>>) -> Self {
        let config = |names| RuleCondition::new().field("host-header").host_header_config(HostHeaderConfig::new().values(names));
        self.condition(names, config)
    }

    /// Requests of these paths; `*` and `?` are wildcards.
    #[track_caller]
    pub fn path(self, patterns: impl IntoValue<List<Text>>) -> Self {
        let config =
            |paths| RuleCondition::new().field("path-pattern").path_pattern_config(PathPatternConfig::new().values(paths));
        self.condition(patterns, config)
    }

    /// Requests whose header has one of these values.
    #[track_caller]
    pub fn header(self, name: &str, values: impl IntoValue<List<Text>>) -> Self {
        let config = |values| HttpHeaderConfig::new().http_header_name(name).values(values);
        self.condition(values, |values| RuleCondition::new().field("http-header").http_header_config(config(values)))
    }

    #[track_caller]
    fn condition(mut self, values: impl IntoValue<List<Text>>, make: impl FnOnce(Value<List<Text>>) -> RuleCondition) -> Self {
        self.conditions.push(authored(|| located(make(located(values)))));
        self
    }
}

impl Construct for Route {
    type Output = Handle<ListenerRule>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let forward = Action::new(Type::FORWARD);
        let tuple =
            |target: &TargetGroupHandles, weight: u32| TargetGroupTuple::new().target_group_arn(&target.arn).weight(weight);
        let forward = match &self.alternate {
            None => forward.target_group_arn(&self.target.arn),
            Some(alternate) => forward.forward_config(
                alternate.map(|alternate| ForwardConfig::new().target_groups([tuple(&self.target, 100), tuple(alternate, 0)])),
            ),
        };
        stack.add(id, ListenerRule::new([forward], self.conditions, self.priority).listener_arn(self.listener))
    }
}
