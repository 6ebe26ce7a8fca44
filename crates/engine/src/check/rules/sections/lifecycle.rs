//! Types of services that come to an end.

use crate::check::engine::{Context, Rule};
use crate::schema;

/// Reports the resources whose type has a status, one for each type. `words` stand between the type and the day.
pub(super) fn report(rule: &Rule, context: &mut Context<'_>, status: &str, words: [&str; 2]) {
    let mut told: Vec<&str> = Vec::new();
    for resource in context.scope().resources() {
        let ending = schema::find(resource.resource_type).and_then(|schema| schema.lifecycle());
        let Some(ending) = ending.filter(|ending| ending.status == status && !told.contains(&resource.resource_type)) else {
            continue;
        };
        told.push(resource.resource_type);
        let when = if ending.date.is_empty() { String::new() } else { format!(" {} {}", words[1], ending.date) };
        let message = format!("the service of {} {}{when}", resource.resource_type, words[0]);
        let (location, mut path) = context.element("Resources", resource.id, resource.node);
        path.push("Type");
        context.report(rule.finding(message).help(rule.fix), location, path);
    }
}
