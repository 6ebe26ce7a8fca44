//! The roles of a template: their policies, whom they trust, and what they are known not to be allowed to do.

use super::pattern;
use super::policy;
use super::property::Property;
use super::resource::{self, Resource};
use crate::language::{Scope, reference};
use crate::template::function;

/// The type of roles.
pub(crate) const ROLE: &str = "AWS::IAM::Role";

/// The managed policy that lets a task pull its image and write its log, and nothing else.
const EXECUTION: [&str; 3] = [
    "policy/service-role/AmazonECSTaskExecutionRolePolicy",
    "policy/service-role/AWSLambdaBasicExecutionRole",
    "policy/service-role/AWSLambdaVPCAccessExecutionRole",
];

/// Types whose instances attach a policy to roles by the property `Roles` or `RoleName`.
const ATTACHED: [&str; 3] = ["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"];

/// A policy of a role, its own or a resource.
pub(crate) struct Policy<'a> {
    /// Its name, or the logical id of the resource that it is.
    pub name: String,
    /// Its document.
    pub document: Property<'a>,
    /// Whether it is this role's for sure. A policy of a role that is not known may be.
    pub is_sure: bool,
}

/// The role that a value is the ARN or the name of.
pub(crate) fn of<'a>(value: &Property<'a>) -> Option<Resource<'a>> {
    let id = match function::call(value.node()?)? {
        (function::REF, argument) => argument.as_str()?,
        (function::GET_ATT, argument) => function::get_att_target(argument)?.0,
        _ => return None,
    };
    resource::find(value.scope(), id).filter(|found| found.kind == ROLE)
}

/// The policies that a role, a group or a user has in itself.
pub(crate) fn inline<'a>(holder: &Resource<'a>) -> Vec<Policy<'a>> {
    let policies = holder.properties.get("Policies").every_entry().into_iter().map(|policy| {
        let name = policy.get("PolicyName").text().unwrap_or_else(|| "a policy of its own".to_owned());
        Policy { name, document: policy.get("PolicyDocument"), is_sure: true }
    });
    policies.collect()
}

/// The managed policies that a role, a group or a user names.
pub(crate) fn managed<'a>(holder: &Resource<'a>) -> Property<'a> {
    holder.properties.get("ManagedPolicyArns")
}

/// The policies of a role that are in the template: its own, and those that are resources.
pub(crate) fn policies<'a>(role: &Resource<'a>) -> Vec<Policy<'a>> {
    let mut policies = inline(role);
    let scope = role.properties.scope();
    for other in ATTACHED.iter().flat_map(|kind| resource::of_type(scope, kind)) {
        let names: Vec<Property<'_>> =
            ["RoleName", "Roles"].iter().flat_map(|name| other.properties.get(name).every_entry()).collect();
        let is_its = |name: &Property<'a>| of(name).map(|found| found.id == role.id);
        let is_sure = names.iter().any(|name| is_its(name) == Some(true));
        if is_sure || names.iter().any(|name| is_its(name).is_none()) {
            policies.push(Policy { name: other.id.to_owned(), document: other.properties.get("PolicyDocument"), is_sure });
        }
    }
    policies
}

/// Whether a role is known not to be allowed to call an action, going by every policy of the template. What is not literal may allow it.
pub(crate) fn surely_lacks(role: &Resource<'_>, action: &str) -> bool {
    let scope = role.properties.scope();
    role.properties.keys().is_some()
        && managed(role).every_entry().iter().all(|arn| is_execution(scope, arn))
        && policies(role).iter().all(|policy| surely_denies(&policy.document, action))
}

/// Whether a managed policy is known to give no secret and no event.
fn is_execution<'a>(scope: &'a Scope<'a>, arn: &Property<'a>) -> bool {
    let known = arn.node().and_then(|node| scope.reduce(node)).map(reference::as_text);
    known.is_some_and(|text| EXECUTION.iter().any(|name| text.ends_with(name)))
}

/// Whether no statement of a document can allow an action.
fn surely_denies(document: &Property<'_>, action: &str) -> bool {
    let names = |pattern: &str| pattern::matches(&pattern.to_lowercase(), &action.to_lowercase());
    document.map().is_some()
        && policy::statements(document).iter().all(|statement| {
            let actions = statement.entries("Action");
            !actions.is_empty() && actions.iter().all(|entry| entry.text().is_some_and(|pattern| !names(&pattern)))
        })
}

/// The trust policy of a role.
pub(crate) fn trust<'a>(role: &Resource<'a>) -> Property<'a> {
    role.properties.get("AssumeRolePolicyDocument")
}

/// The services that a role trusts, where its trust policy is literal and trusts services alone.
pub(crate) fn trusted_services(role: &Resource<'_>) -> Option<Vec<String>> {
    let mut services = Vec::new();
    for statement in policy::statements(&trust(role)).iter().filter(|statement| !statement.get("Effect").is("Deny")) {
        let principal = statement.get("Principal");
        if principal.keys()? != ["Service"] {
            return None;
        }
        for service in principal.get("Service").every_entry() {
            services.push(service.text()?);
        }
    }
    (!services.is_empty()).then_some(services)
}
