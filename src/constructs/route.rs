//! Routes: which requests a listener forwards to which target.

use super::target_group::Target;
use crate::aws::elasticloadbalancingv2::listener_rule::{
    Action, HostHeaderConfig, HttpHeaderConfig, PathPatternConfig, RuleCondition, Type,
};
use crate::aws::elasticloadbalancingv2::{ListenerArn, ListenerRule};
use crate::stack::{Handle, Integer, IntoValue, List, Stack, Text, Value, located};
use crate::template::SourceLocation;

/// Which requests are meant: every condition must hold, and of the values of one condition any may.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html>
#[derive(Clone, Debug)]
#[must_use]
pub struct Route {
    priority: Value<Integer>,
    conditions: Vec<Value<RuleCondition>>,
}

impl Route {
    /// A route of this priority: 1 to 50,000, the lowest first, each once in a listener.
    #[track_caller]
    pub fn priority(priority: u32) -> Self {
        Route { priority: located(priority), conditions: Vec::new() }
    }

    /// Requests to these host names; `*` and `?` are wildcards.
    #[track_caller]
    pub fn host(self, names: impl IntoValue<List<Text>>) -> Self {
        let names: Value<List<Text>> = located(names);
        self.condition(RuleCondition::new().field("host-header").host_header_config(HostHeaderConfig::new().values(names)))
    }

    /// Requests of these paths; `*` and `?` are wildcards.
    #[track_caller]
    pub fn path(self, patterns: impl IntoValue<List<Text>>) -> Self {
        let patterns: Value<List<Text>> = located(patterns);
        self.condition(RuleCondition::new().field("path-pattern").path_pattern_config(PathPatternConfig::new().values(patterns)))
    }

    /// Requests whose header has one of these values.
    #[track_caller]
    pub fn header(self, name: &str, values: impl IntoValue<List<Text>>) -> Self {
        let config = HttpHeaderConfig::new().http_header_name(name).values(located(values));
        self.condition(RuleCondition::new().field("http-header").http_header_config(config))
    }

    #[track_caller]
    fn condition(mut self, condition: RuleCondition) -> Self {
        self.conditions.push(located(condition));
        self
    }

    /// Adds the rule to a listener, of this stack or of another: matching requests go to the target.
    #[track_caller]
    pub fn add_to(
        self,
        stack: &mut Stack,
        id: impl AsRef<str>,
        listener: impl IntoValue<ListenerArn>,
        target: &mut Target,
    ) -> Handle<ListenerRule> {
        let listener: Value<ListenerArn> = located(listener);
        stack.construct(SourceLocation::caller(), |stack| {
            let forward = Action::new(Type::FORWARD).target_group_arn(&target.arn);
            let rule = ListenerRule::new([forward], self.conditions, self.priority).listener_arn(listener);
            let handle = stack.add(id, rule);
            target.forwarded_by.push(handle.element());
            handle
        })
    }
}
