//! What a role of a template may do, as far as the template alone shows it.

use super::pattern;
use super::policy::{Document, Kind};
use crate::language::Scope;
use crate::language::resolve;
use crate::template::{Node, function};

/// The managed policy that lets a task pull its image and write its log, and nothing else.
const EXECUTION: &str = "policy/service-role/AmazonECSTaskExecutionRolePolicy";

/// Types whose instances attach a policy to roles by the property `Roles` or `RoleName`.
const ATTACHED: [&str; 3] = ["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"];

/// The logical id of the role that a value is the ARN or the name of.
pub(crate) fn of<'a>(scope: &'a Scope<'a>, node: &'a Node) -> Option<&'a str> {
    let id = match function::call(node)? {
        (function::REF, argument) => argument.as_str()?,
        (function::GET_ATT, argument) => function::get_att_target(argument)?.0,
        _ => return None,
    };
    let resource = scope.section("Resources")?.get(id)?;
    (resource.get("Type")?.as_str()? == "AWS::IAM::Role").then_some(id)
}

/// Whether a role surely may not call an action, going by every policy of the template. What is not written out may allow it.
pub(crate) fn surely_lacks<'a>(scope: &'a Scope<'a>, documents: &[Document<'a>], role: &str, action: &str) -> bool {
    let Some(resource) = scope.section("Resources").and_then(|map| map.get(role)) else { return false };
    if !has_known_policies(scope, resource) {
        return false;
    }
    let mut holders = vec![role];
    for other in scope.resources().filter(|other| ATTACHED.contains(&other.resource_type)) {
        let Some(properties) = other.node.get("Properties") else { continue };
        let names: Vec<&Node> = ["RoleName", "Roles"].iter().filter_map(|name| properties.get(name)).collect();
        let lists = names.iter().flat_map(|node| node.as_list().unwrap_or(std::slice::from_ref(node)));
        for name in lists {
            match of(scope, name) {
                Some(id) if id == role => holders.push(other.id.as_str()),
                Some(_) => {}
                // It may be this role that is meant.
                None => return false,
            }
        }
    }
    let own = documents.iter().filter(|document| document.kind == Kind::Identity && holders.contains(&document.id));
    let mut written = 0;
    for document in own {
        written += 1;
        if !surely_denies(scope, document, action) {
            return false;
        }
    }
    // Each document of the role, and that of each further policy, was read.
    let inline = resource.at_path(&["Properties", "Policies"]).and_then(Node::as_list).map_or(0, <[Node]>::len);
    written == inline + holders.len() - 1
}

/// Whether the managed policies of a role are known to give no secret.
fn has_known_policies<'a>(scope: &'a Scope<'a>, role: &'a Node) -> bool {
    let Some(properties) = role.get("Properties") else { return false };
    let is_written = |name: &str| properties.get(name).is_none_or(|node| node.as_list().is_some());
    let managed = properties.get("ManagedPolicyArns").and_then(Node::as_list).unwrap_or_default();
    let is_execution = |arn: &'a Node| {
        let text = scope.text(arn);
        let parts = function::call(arn).map(|(_, argument)| argument);
        let last = || match parts.map(|argument| (argument.as_str(), argument.as_list())) {
            Some((Some(text), _)) => Some(text.to_owned()),
            Some((_, Some([_, items]))) => items.as_list()?.last()?.as_str().map(str::to_owned),
            _ => None,
        };
        text.or_else(last).is_some_and(|text| text.ends_with(EXECUTION))
    };
    is_written("Policies") && is_written("ManagedPolicyArns") && resolve::is_plain(role) && managed.iter().all(is_execution)
}

/// Whether no statement of a document can allow an action.
fn surely_denies<'a>(scope: &'a Scope<'a>, document: &Document<'a>, action: &str) -> bool {
    let Some(items) = document.map.get("Statement") else { return true };
    let count = items.as_list().map_or(1, <[Node]>::len);
    let statements = document.statements(scope);
    statements.len() == count
        && statements.iter().all(|statement| {
            let Some(node) = statement.map.get("Action") else { return false };
            let texts = statement.texts(scope, "Action");
            let is_whole = texts.len() == node.as_list().map_or(1, <[Node]>::len);
            let action = action.to_lowercase();
            is_whole && !texts.iter().any(|(text, _)| pattern::matches(&text.to_lowercase(), &action))
        })
}
