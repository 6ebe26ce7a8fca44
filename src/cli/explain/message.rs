//! The message of a failed deployment: which failure it tells of, and which resources of the app.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::failures::{FAILURES, Failure};
use crate::stack::Assembly;
use crate::template::SourceLocation;

/// The failure that a message is about.
pub(super) fn find(message: &str) -> Option<&'static Failure> {
    let message = message.to_lowercase();
    let says = |phrases: &&[&str]| phrases.iter().all(|phrase| has(&message, phrase));
    FAILURES.iter().find(|failure| failure.says.iter().any(says))
}

/// Whether a phrase stands in a text as words of its own: `ROLLBACK_COMPLETE` does not in `UPDATE_ROLLBACK_COMPLETE`.
fn has(text: &str, phrase: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(phrase)
        .any(|(start, _)| !text[..start].ends_with(is_inside) && !text[start + phrase.len()..].starts_with(is_inside))
}

/// What a failure is, why, the way out, and the resources of the app.
pub(super) fn text(failure: &Failure, message: &str, assemblies: &[Assembly]) -> String {
    let mut text = format!("{}\n\nCause: {}\n\nFix: {}\n", failure.title, failure.cause, failure.way_out);
    let named = named(message, assemblies);
    let (heading, found) = match named.is_empty() {
        false => ("The message names", named),
        true => ("It may be about", resources(message, assemblies, |_, resource_type| failure.types.contains(&resource_type))),
    };
    if !found.is_empty() {
        let _ = write!(text, "\n{heading}:\n{}", lines(&found));
    }
    text
}

/// Resources, a line each.
pub(super) fn lines(found: &Resources) -> String {
    let line = |(resource, environments): (&String, &BTreeSet<String>)| {
        let environments: Vec<&str> = environments.iter().map(String::as_str).collect();
        format!("  {resource} ({})\n", environments.join(", "))
    };
    found.iter().map(line).collect()
}

/// Resources with their types and places, and the environments that have them.
pub(super) type Resources = IndexMap<String, BTreeSet<String>>;

/// The resources whose logical ids a message names, alone or in physical ids (`STACK-LOGICALID-X1Y2`).
pub(super) fn named(message: &str, assemblies: &[Assembly]) -> Resources {
    resources(message, assemblies, |id, _| names(message, id))
}

/// Whether a message names a logical id. What stands at a colon is a type (`AWS::Logs::LogGroup`) or a heading (`Service: AmazonECS`).
fn names(message: &str, id: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == ':';
    message
        .match_indices(id)
        .any(|(start, _)| !message[..start].ends_with(is_inside) && !message[start + id.len()..].starts_with(is_inside))
}

/// The chosen resources: of the stacks that a message names, or of all where it names none.
fn resources(message: &str, assemblies: &[Assembly], is_chosen: impl Fn(&str, &str) -> bool) -> Resources {
    let stacks = || assemblies.iter().flat_map(|assembly| assembly.stacks.iter().map(move |stack| (assembly, stack)));
    let is_any_named = stacks().any(|(_, stack)| has(message, &stack.full_name));
    let mut found = Resources::new();
    for (assembly, stack) in stacks().filter(|(_, stack)| !is_any_named || has(message, &stack.full_name)) {
        for entry in stack.template.resources().filter(|entry| is_chosen(entry.id.as_str(), entry.resource_type)) {
            let location = match entry.id.location_with(entry.node) {
                SourceLocation::Rust(at) => format!(", {}:{}:{}", at.file(), at.line(), at.column()),
                _ => String::new(),
            };
            let resource = format!("{}/{}, {}{location}", stack.name, entry.id.as_str(), entry.resource_type);
            found.entry(resource).or_default().insert(assembly.environment.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{find, names};

    #[test]
    fn a_type_or_a_heading_is_no_logical_id() {
        assert!(names("role/cruddur-prod-backend-TaskRole-1ABC", "TaskRole") && names("[Service, LogGroup]", "LogGroup"));
        assert!(!names("of type 'AWS::Logs::LogGroup'", "LogGroup") && !names("(Service: AmazonECS)", "Service"));
    }

    #[test]
    fn the_cause_is_found_and_not_what_followed() {
        let title = |message: &str| find(message).map(|failure| failure.title);
        for (message, expected) in [
            (
                "Stack:arn:aws:cloudformation:eu-west-1:123456789012:stack/a/b is in UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS state and can not be updated.",
                "The stack is being changed by somebody else",
            ),
            ("UPDATE_ROLLBACK_COMPLETE", "An update was rolled back"),
            (
                "Stack is in ROLLBACK_COMPLETE state and can not be updated. (Service: AmazonCloudFormation; Status Code: 400; Error Code: ValidationError)",
                "The first creation of the stack was rolled back",
            ),
            ("exec /usr/local/bin/python3: exec format error", "The image is for another processor"),
            ("Delete canceled. Cannot delete export a-b as it is in use by c-d.", "An export is still imported"),
            (
                "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'. Task stopped: CannotPullContainerError: pull image manifest has been retried 1 time(s)",
                "The image cannot be pulled",
            ),
            (
                "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed",
                "The tasks cannot reach the registry of their images",
            ),
            (
                "Resource handler returned message: \"Exceeded attempts to wait\" (RequestToken: 0701da14, HandlerErrorCode: NotStabilized)",
                "A resource does not become stable: mostly a service",
            ),
            (
                "(service x) (port 8000) is unhealthy in (target-group arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/x/55) due to (reason Health checks failed)",
                "Tasks fail their health check",
            ),
            (
                "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/x/55)",
                "Tasks fail their health check",
            ),
        ] {
            assert_eq!(title(message), Some(expected), "{message}");
        }
        for message in
            ["The capability provider is unknown", "Port 80 is in use by another process", "a circuit breaker of the app opened"]
        {
            assert_eq!(title(message), None, "{message}");
        }
    }
}
