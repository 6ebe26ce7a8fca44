//! Types of services that come to an end.

use crate::check::engine::{Context, Rule};
use crate::diagnostic::Severity;
use crate::schema;

/// Reports the resources whose type has a status. `words` stand between the type and the day. What is refused is told of each type; what
/// will come, once for each service and day.
pub(super) fn report(rule: &Rule, context: &mut Context<'_>, status: &str, words: [&str; 2]) {
    let mut told: Vec<(&str, &str)> = Vec::new();
    for resource in context.scope().resources() {
        let ending = schema::find(resource.resource_type).and_then(|schema| schema.lifecycle());
        let Some(ending) = ending.filter(|ending| ending.status == status) else { continue };
        let service = resource.resource_type.rsplit_once("::").map_or(resource.resource_type, |(service, _)| service);
        let subject = if rule.severity == Severity::Error { resource.resource_type } else { service };
        if told.contains(&(subject, ending.date)) {
            continue;
        }
        told.push((subject, ending.date));
        let when = if ending.date.is_empty() { String::new() } else { format!(" {} {}", words[1], ending.date) };
        let message = format!("the service of {} {}{when}", resource.resource_type, words[0]);
        let (location, mut path) = context.element("Resources", resource.id, resource.node);
        path.push("Type");
        context.report(rule.finding(message).help(rule.fix), location, path);
    }
}
