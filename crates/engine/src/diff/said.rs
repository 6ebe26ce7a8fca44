//! What is said about access: the statements and policies of a resource.

use super::circumstances::Circumstances;
use super::grant::Weight;
use super::may_be_equal::Open;
use super::processed::Processed;
use super::statements::{Name, Statement, show_value, text_of};
use crate::language::read::property::Property;
use crate::language::read::{api_policy, event_bus_policy, lambda_permission, managed_policy, policy, policy_text};
use crate::language::{Fact, excludes};
use crate::language::{resolve, sam};
use crate::template::{Content, Map, Node, function};

/// What is said about access: by one resource, or about one.
#[derive(Default)]
pub(super) struct Access {
    pub(super) statements: Vec<Statement>,
    /// Managed policies, and what only the deployment writes.
    pub(super) policies: Vec<Policy>,
    pub(super) boundary: Option<Name>,
    /// What authorizes the calls of an API or function.
    pub(super) authorizer: Option<String>,
}

impl Access {
    /// What some properties say, where the resource is under these conditions.
    pub(super) fn of<'a>(side: &'a Processed<'a>, properties: &'a Node, around: &[Fact<'a>]) -> Access {
        let properties = policy_text::read(&side.scope, properties);
        let mut access = Access::default();
        let mut made = Vec::new();
        let made_of_properties = [lambda_permission::document(properties), event_bus_policy::document(properties)];
        for document in made_of_properties.into_iter().flatten() {
            let document = side.scope.make(document);
            let document = Property::of(&side.scope, side.value(document).unwrap_or(document), properties.location);
            access.add(side, &document, around);
        }
        walk(properties, around, &mut |node, around| {
            // A policy that only the deployment writes, as SAM does of its policy templates, is one by its name.
            let document =
                node.get("PolicyDocument").filter(|node| matches!(function::call(node), Some((function::TRANSFORM, _))));
            made.extend(
                document.map(|document| Policy { when: Circumstances::of(side, around), ..Policy::made(side, document) }),
            );
            if let Some(document) = api_policy::document(node) {
                let document = Property::of(&side.scope, side.scope.make(document), node.location);
                access.add(side, &document, around);
            }
            // Most of what is walked is no document, and no function that may come to one.
            if node.get("Statement").is_none() && resolve::is_plain(node) {
                return;
            }
            let document = Property::of(&side.scope, node, node.location);
            access.add(side, &document, around);
        });
        access.policies = Policy::managed_by(side, properties, around);
        access.policies.extend(made);
        // The empty text is no boundary.
        let boundary = properties.get("PermissionsBoundary").filter(|boundary| boundary.as_str() != Some(""));
        access.boundary = boundary.map(|boundary| Name::of(side, boundary, show_value));
        let kind = properties.get("AuthorizationType").or_else(|| properties.get("AuthType"));
        let authorizer = kind.or_else(|| api_policy::authorizer(properties.get("Body")?));
        let is_none = |node: &Node| node.as_str().is_some_and(|text| text.eq_ignore_ascii_case("NONE"));
        access.authorizer = authorizer.filter(|node| !is_none(node)).map(show_value);
        access
    }

    /// Adds what a document says.
    fn add<'a>(&mut self, side: &'a Processed<'a>, document: &Property<'a>, around: &[Fact<'a>]) {
        self.statements.extend(policy::statements(document).iter().flat_map(|statement| Statement::all(side, statement, around)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.policies.is_empty() && self.boundary.is_none() && self.authorizer.is_none()
    }
}

/// A policy as a whole, of which no statement is looked at.
pub(super) struct Policy {
    pub(super) name: Name,
    pub(super) weight: Weight,
    /// Whether its document is made by the deployment: no managed policy is the same.
    is_made: bool,
    pub(super) when: Circumstances,
}

/// What AWS calls its policies over all that a service or an account has:
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>
const WIDE: [&str; 5] = ["AdministratorAccess", "Administrator", "FullAccess", "PowerUserAccess", "ReadOnlyAccess"];

impl Policy {
    /// The managed policies that some properties name.
    fn managed_by<'a>(side: &'a Processed<'a>, properties: &'a Node, around: &[Fact<'a>]) -> Vec<Policy> {
        let named = Property::of(&side.scope, properties, properties.location).get("ManagedPolicyArns").every_entry();
        // What SAM takes by its name may be one or another under a condition.
        let each = named.iter().flat_map(|named| match named.node().and_then(sam::source_of) {
            Some(source) => Property::of(&side.scope, source, source.location).every_entry(),
            None => vec![named.clone()],
        });
        let policy = |named: Property<'a>| {
            let when = Circumstances::of(side, &[around, named.when()].concat());
            Some(Policy { when, ..Policy::managed(side, side.value(named.node()?)?) })
        };
        each.filter_map(policy).collect()
    }

    /// Whether both are one policy.
    pub(super) fn is(&self, other: &Policy) -> bool {
        self.is_made == other.is_made && self.name.is(&other.name)
    }

    /// Whether both may be one policy, where parameters have certain values.
    pub(super) fn may_be(&self, other: &Policy) -> bool {
        self.is_made == other.is_made && self.name.may_be(&other.name)
    }

    /// A managed policy, by its ARN, or by its name alone, as SAM takes it.
    fn managed<'a>(side: &Processed<'a>, arn: &'a Node) -> Policy {
        let text = text_of(arn);
        let weight = match text.rsplit('/').next().unwrap_or_default() {
            // Its one statement allows everything.
            "AdministratorAccess" => Weight::Everything,
            name if WIDE.iter().any(|end| name.ends_with(end)) => Weight::Wildcard,
            _ => Weight::Named,
        };
        Policy { name: Name::of(side, arn, text_of), weight, is_made: false, when: Circumstances::default() }
    }

    /// What it allows, where it is one of AWS's that are read.
    pub(super) fn statement(&self) -> Option<Statement> {
        let is_of_aws = !self.name.text.contains(':') || self.name.text.starts_with("arn:aws:iam::aws:policy/");
        let actions = managed_policy::actions(self.name.text.rsplit('/').next()?).filter(|_| is_of_aws)?;
        Some(Statement::of_actions(actions, self.when.clone()))
    }

    /// A policy that only the deployment writes. Of SAM's policy templates, those that ask for no resource are about all:
    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html>
    fn made(side: &Processed<'_>, document: &Node) -> Policy {
        let made = |name, weight| Policy { name, weight, is_made: true, when: Circumstances::default() };
        let Some(template) = sam::source_of(document) else {
            return made(Name::from(format!("that is {}", show_value(document))), Weight::Named);
        };
        let mut is_wide = false;
        template.walk(&mut |node| is_wide |= node.as_str() == Some("*") || node.as_map().is_some_and(Map::is_empty));
        let name = Name::from(format!("template {}", show_value(template))).with_open(Open::of_all(side, template));
        made(name, if is_wide { Weight::Wildcard } else { Weight::Named })
    }
}

/// Visits every value, with the conditions under which it is there.
fn walk<'a>(node: &'a Node, around: &[Fact<'a>], visit: &mut impl FnMut(&'a Node, &[Fact<'a>])) {
    if let Some((function::IF, argument)) = function::call(node)
        && let Some([condition, branches @ ..]) = argument.as_list()
        && let Some(name) = condition.as_str()
    {
        for (branch, holds) in branches.iter().zip([true, false]) {
            let fact = [Fact::Condition(name, holds)];
            if !excludes(&fact, around) {
                walk(branch, &[around, &fact].concat(), visit);
            }
        }
        return;
    }
    visit(node, around);
    match &node.content {
        Content::List(items) => items.iter().for_each(|item| walk(item, around, visit)),
        Content::Map(map) => map.values().for_each(|item| walk(item, around, visit)),
        _ => {}
    }
}
