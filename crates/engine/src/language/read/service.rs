//! The ECS services of a template: what they run, where, and behind which target groups.

use super::property::Property;
use super::resource::Resource;
use super::task::{TASK_DEFINITION, is_for_fargate};

/// The type of services.
pub(crate) const SERVICE: &str = "AWS::ECS::Service";

/// A target group in which a service registers a port of a container.
pub(crate) struct Registration<'a> {
    /// What names the target group.
    pub group: Property<'a>,
    /// The name of the container.
    pub container: Property<'a>,
    /// The port of the container.
    pub port: Property<'a>,
}

/// The list of what a service registers.
pub(crate) fn balancers<'a>(service: &Resource<'a>) -> Property<'a> {
    service.properties.get("LoadBalancers")
}

/// Everything that a service may register.
pub(crate) fn registrations<'a>(service: &Resource<'a>) -> Vec<Registration<'a>> {
    let entries = balancers(service).every_item().into_iter();
    let registration = |entry: Property<'a>| Registration {
        group: entry.get("TargetGroupArn"),
        container: entry.get("ContainerName"),
        port: entry.get("ContainerPort"),
    };
    entries.map(registration).collect()
}

/// What names the rules, or the listeners, by whose weights ECS shifts requests to another revision; nothing where tasks are replaced one by one.
pub(crate) fn production_rules<'a>(service: &Resource<'a>) -> Vec<Property<'a>> {
    let strategy = service.properties.at(&["DeploymentConfiguration", "Strategy"]);
    if !["BLUE_GREEN", "CANARY", "LINEAR"].iter().any(|shifting| strategy.is(shifting)) {
        return Vec::new();
    }
    let entries = balancers(service).items().unwrap_or_default();
    entries.iter().map(|entry| entry.at(&["AdvancedConfiguration", "ProductionListenerRule"])).collect()
}

/// What names the task definition that a service runs.
pub(crate) fn task<'a>(service: &Resource<'a>) -> Property<'a> {
    service.properties.get("TaskDefinition")
}

/// The task definition that a service runs, where it is in the same template.
pub(crate) fn task_of<'a>(service: &Resource<'a>) -> Option<Resource<'a>> {
    task(service).target_of(TASK_DEFINITION)
}

/// Whether a service surely runs on Fargate.
pub(crate) fn runs_on_fargate(service: &Resource<'_>) -> bool {
    let strategy = service.properties.get("CapacityProviderStrategy").items().unwrap_or_default();
    let mut providers = strategy.iter().map(|item| item.get("CapacityProvider"));
    service.properties.get("LaunchType").is("FARGATE") || providers.any(|provider| is_fargate(&provider))
}

/// Whether a capacity provider is one of Fargate's.
pub(crate) fn is_fargate(provider: &Property<'_>) -> bool {
    provider.is("FARGATE") || provider.is("FARGATE_SPOT")
}

/// The network mode of a service's tasks: Fargate has only one.
pub(crate) fn network_mode(service: &Resource<'_>, task: &Resource<'_>) -> Option<String> {
    if runs_on_fargate(service) || is_for_fargate(task) {
        return Some("awsvpc".to_owned());
    }
    task.properties.get("NetworkMode").text()
}
