//! Whom the policies of one side of a stack are about: the role of a policy, the bucket of a bucket policy, and what holds its own.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::circumstances::Circumstances;
use super::processed::Processed;
use super::rename;
use super::said::{Access, Policy};
use super::statements::Statement;
use crate::language::Fact;
use crate::language::reference;
use crate::template::{Node, ResourceEntry, function};

/// Properties of a policy that do not say whom it is about.
const OF_ITSELF: [&str; 17] = [
    "Action",
    "Description",
    "EventSourceToken",
    "FunctionUrlAuthType",
    "InvokedViaFunctionUrl",
    "ManagedPolicyName",
    "Path",
    "Policy",
    "PolicyDocument",
    "PolicyName",
    "Principal",
    "PrincipalOrgID",
    "ResourcePolicy",
    "SourceAccount",
    "SourceArn",
    "Statement",
    "StatementId",
];

const MANAGED: &str = "AWS::IAM::ManagedPolicy";

/// One side of a stack, whose resources go by the logical ids that they have after the change.
pub(super) struct Holders<'a, 'r> {
    side: &'a Processed<'a>,
    /// The new logical ids, by the old ones.
    renames: &'r BTreeMap<String, String>,
    attached: OnceCell<Vec<Attached>>,
}

/// Whom a policy is about.
#[derive(Clone, PartialEq)]
pub(super) enum Subject {
    /// A resource of the stack, by its logical id.
    Resource(String),
    /// Something outside of it, by its name, or by the type of policy where no policy of the type names any.
    Outside(String),
}

/// A policy that is a resource of its own.
struct Attached {
    subjects: Vec<Subject>,
    access: Access,
}

impl<'a, 'r> Holders<'a, 'r> {
    pub(super) fn new(side: &'a Processed<'a>, renames: &'r BTreeMap<String, String>) -> Self {
        Holders { side, renames, attached: OnceCell::new() }
    }

    /// The account of the stack, where it is known.
    pub(super) fn account(&self) -> Option<&'a str> {
        self.side.scope.account()
    }

    /// Whether there is such a subject: what is outside of the stack stays.
    pub(super) fn has(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Resource(id) => self.entry(id).is_some(),
            Subject::Outside(_) => true,
        }
    }

    /// Where a resource is there at all.
    pub(super) fn when(&self, id: &str) -> Circumstances {
        let condition = self.entry(id).and_then(|entry| self.side.scope.open_condition(entry.node));
        let fact = condition.map(|name| Fact::Condition(name, true));
        Circumstances::of(self.side, fact.as_slice())
    }

    /// Where a subject is there at all.
    pub(super) fn when_there(&self, subject: &Subject) -> Circumstances {
        match subject {
            Subject::Resource(id) => self.when(id),
            Subject::Outside(_) => Circumstances::default(),
        }
    }

    /// The properties of a resource, as far as they are known.
    pub(super) fn properties(&self, id: &str) -> Option<&'a Node> {
        self.side.properties(self.entry(id)?.node)
    }

    /// What a resource says itself.
    pub(super) fn own(&self, id: &str) -> Access {
        self.entry(id).map(|entry| self.access(&entry)).unwrap_or_default()
    }

    /// Whom the policies of a resource are about: itself, or those that it is attached to.
    pub(super) fn subjects(&self, id: &str) -> Vec<Subject> {
        let Some(entry) = self.entry(id) else { return Vec::new() };
        let itself = || Subject::Resource(id.to_owned());
        if !is_attachment(entry.resource_type) {
            return vec![itself()];
        }
        let mut found = Vec::new();
        let properties = self.side.properties(entry.node).map(|node| rename::under(node, self.renames));
        let named = properties.as_deref().and_then(Node::as_map).into_iter().flatten();
        for (key, node) in named.filter(|(key, _)| !OF_ITSELF.contains(&key.as_str())) {
            let ids = reference::ids(node).into_iter().filter(|id| self.entry(id).is_some());
            found.extend(ids.map(|id| Subject::Resource(id.to_owned())));
            let items = node.as_list().map_or_else(|| vec![node], |items| items.iter().collect());
            found.extend(items.into_iter().filter_map(Node::scalar).map(|name| self.called(key.as_str(), name)));
        }
        if entry.resource_type == MANAGED {
            let names = |other: &ResourceEntry<'a>| self.access(other).policies.iter().any(|policy| policy.name.text == id);
            let users = self.side.present().filter(|other| other.node.at_path(&["Properties", "ManagedPolicyArns"]).is_some());
            found.extend(users.filter(names).map(|user| Subject::Resource(self.name(user.id.as_str()).to_owned())));
        }
        if found.is_empty() {
            let is_alone = entry.resource_type == MANAGED;
            found.push(if is_alone { itself() } else { Subject::Outside(entry.resource_type.to_owned()) });
        }
        found
    }

    /// What a property names by a text: the resource of the stack that is called so and is what the property takes (`Roles`, `Bucket`), else
    /// something outside.
    fn called(&self, property: &str, name: String) -> Subject {
        let takes = |resource_type: &str| resource_type.rsplit("::").next() == Some(property.trim_end_matches('s'));
        let is_it = |entry: &ResourceEntry<'a>| {
            let reference = self.side.scope.make(Node::call(function::REF, Node::text(entry.id.as_str().to_owned())));
            takes(entry.resource_type) && self.side.value_by_name(reference).scalar().as_ref() == Some(&name)
        };
        match self.side.present().find(is_it) {
            Some(entry) => Subject::Resource(self.name(entry.id.as_str()).to_owned()),
            None => Subject::Outside(name),
        }
    }

    /// Everything that is said about a subject: by itself, by the policies attached to it, and by managed ones that it names.
    pub(super) fn said_of(&self, subject: &Subject) -> Access {
        let mut access = match subject {
            Subject::Resource(id) => self.own(id),
            Subject::Outside(_) => Access::default(),
        };
        let named = self.of_named(&access);
        access.statements.extend(named);
        access.statements.extend(access.policies.iter().filter_map(Policy::statement));
        for attached in self.attached().iter().filter(|attached| attached.subjects.contains(subject)) {
            access.statements.extend(attached.access.statements.iter().cloned());
        }
        access
    }

    /// The statements of the policies of the stack that are named.
    pub(super) fn of_named(&self, access: &Access) -> Vec<Statement> {
        let of_one = |policy: &Policy| {
            let statements = self.own(&policy.name.text).statements.into_iter();
            statements.map(|said| said.where_also(&policy.when)).collect::<Vec<_>>()
        };
        access.policies.iter().flat_map(of_one).collect()
    }

    fn attached(&self) -> &[Attached] {
        self.attached.get_or_init(|| {
            let policies = self.side.present().filter(|entry| is_attachment(entry.resource_type));
            let attached = policies.map(|entry| {
                let subjects = self.subjects(self.name(entry.id.as_str()));
                Attached { subjects, access: self.access(&entry) }
            });
            attached.collect()
        })
    }

    fn access(&self, entry: &ResourceEntry<'a>) -> Access {
        let Some(properties) = self.side.properties(entry.node) else { return Access::default() };
        // What a policy says of something else is said where it is there; who holds its own is there as well.
        let condition = self.side.scope.open_condition(entry.node).filter(|_| is_attachment(entry.resource_type));
        let around: Vec<Fact<'_>> = condition.map(|name| Fact::Condition(name, true)).into_iter().collect();
        match rename::under(properties, self.renames) {
            Cow::Borrowed(properties) => Access::of(self.side, properties, &around),
            Cow::Owned(properties) => Access::of(self.side, self.side.scope.make(properties), &around),
        }
    }

    /// The resource that has this id after the change.
    fn entry(&self, id: &str) -> Option<ResourceEntry<'a>> {
        let old = self.renames.iter().find(|(_, new)| *new == id).map(|(old, _)| old.as_str());
        self.side.find(old.unwrap_or(id)).filter(|entry| old.is_some() || self.name(entry.id.as_str()) == id)
    }

    fn name<'n>(&'n self, id: &'n str) -> &'n str {
        self.renames.get(id).map_or(id, String::as_str)
    }
}

/// Whether a type is a policy of something else.
fn is_attachment(resource_type: &str) -> bool {
    resource_type.ends_with("Policy") || resource_type == "AWS::Lambda::Permission"
}
