//! The policy documents of a template and their statements, as far as they are written out.

use crate::language::{Case, Scope};
use crate::template::path::Path;
use crate::template::{Content, Map, Node, SourceLocation, function};

/// What a policy is attached to, which decides the elements that its statements need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// To a user, group or role: whom it is about is known.
    Identity,
    /// To a role, as its trust policy: what it is about is known.
    Trust,
    /// To a resource.
    Resource,
    /// To a repository of images: as to a resource, which need not be named.
    Repository,
}

/// A policy document.
pub(crate) struct Document<'a> {
    /// What it is attached to.
    pub kind: Kind,
    /// The logical id of the resource that holds it.
    pub id: &'a str,
    /// The document, written out.
    pub map: &'a Map,
    /// Where it was written.
    pub location: SourceLocation,
    /// The path to it below the stack.
    pub path: Path<'a>,
}

/// A statement of a policy document.
pub(crate) struct Statement<'a> {
    /// Its elements.
    pub map: &'a Map,
    /// Where it was written.
    pub location: SourceLocation,
    /// The path to it below the stack.
    pub path: Path<'a>,
}

/// Where policy documents stand: the type, and the path below its properties, in which `*` is every item of a list.
const HOLDERS: [(&str, &[&str], Kind); 17] = [
    ("AWS::ECR::Repository", &["RepositoryPolicyText"], Kind::Repository),
    ("AWS::IAM::Group", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    ("AWS::IAM::GroupPolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::ManagedPolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::Policy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::Role", &["AssumeRolePolicyDocument"], Kind::Trust),
    ("AWS::IAM::Role", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    ("AWS::IAM::RolePolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::User", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    ("AWS::IAM::UserPolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::KMS::Key", &["KeyPolicy"], Kind::Resource),
    ("AWS::OpenSearchService::Domain", &["AccessPolicies"], Kind::Resource),
    ("AWS::S3::BucketPolicy", &["PolicyDocument"], Kind::Resource),
    ("AWS::SNS::TopicPolicy", &["PolicyDocument"], Kind::Resource),
    ("AWS::SQS::QueuePolicy", &["PolicyDocument"], Kind::Resource),
    ("AWS::SSO::PermissionSet", &["InlinePolicy"], Kind::Identity),
    ("AWS::SecretsManager::ResourcePolicy", &["ResourcePolicy"], Kind::Resource),
];

/// The documents of a template whose kind is known.
pub(crate) fn documents<'a>(scope: &'a Scope<'a>) -> Vec<Document<'a>> {
    let mut documents = Vec::new();
    for resource in scope.resources() {
        for (_, path, kind) in HOLDERS.iter().filter(|(name, ..)| *name == resource.resource_type) {
            let Some(properties) = resource.node.get("Properties") else { continue };
            let id = resource.id.as_str();
            let start = Path::of(["Resources", id, "Properties"]);
            descend(
                scope,
                properties,
                path,
                (properties.location.or(resource.id.location()), start),
                &mut |map, location, path| {
                    documents.push(Document { kind: *kind, id, map, location, path });
                },
            );
        }
    }
    documents
}

type At<'a> = (SourceLocation, Path<'a>);

fn descend<'a>(
    scope: &'a Scope<'a>,
    node: &'a Node,
    path: &[&'a str],
    (location, steps): At<'a>,
    found: &mut dyn FnMut(&'a Map, SourceLocation, Path<'a>),
) {
    for node in scope.cases(node).iter().filter_map(Case::node) {
        let location = node.location.or(location);
        match (path.split_first(), &node.content) {
            (None, Content::Map(map)) if !function::has_functions(map) => found(map, location, steps.clone()),
            (Some((&"*", rest)), Content::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    descend(scope, item, rest, (location, steps.then(index)), found);
                }
            }
            (Some((name, rest)), Content::Map(map)) => {
                let Some((key, next)) = map.get_key_value(*name) else { continue };
                descend(scope, next, rest, (next.location.or(key.location()).or(location), steps.then(*name)), found);
            }
            _ => {}
        }
    }
}

impl<'a> Document<'a> {
    /// Its statements that are written out.
    pub(crate) fn statements(&self, scope: &'a Scope<'a>) -> Vec<Statement<'a>> {
        let mut statements = Vec::new();
        let Some((key, node)) = self.map.get_key_value("Statement") else { return statements };
        let location = node.location.or(key.location()).or(self.location);
        let steps = self.path.then("Statement");
        for node in scope.cases(node).iter().filter_map(Case::node) {
            let mut put = |map, location, path| statements.push(Statement { map, location, path });
            match &node.content {
                Content::List(items) => {
                    for (index, item) in items.iter().enumerate() {
                        descend(scope, item, &[], (location, steps.then(index)), &mut put);
                    }
                }
                _ => descend(scope, node, &[], (location, steps.clone()), &mut put),
            }
        }
        statements
    }
}

impl<'a> Statement<'a> {
    /// The texts of an element that are written out, be it one text or a list, each with its place.
    pub(crate) fn texts(&self, scope: &'a Scope<'a>, element: &str) -> Vec<(String, SourceLocation)> {
        let mut texts = Vec::new();
        let Some(node) = self.map.get(element) else { return texts };
        let outer = node.location.or(self.location);
        let items = node.as_list().unwrap_or(std::slice::from_ref(node));
        for item in items {
            for node in scope.cases(item).iter().filter_map(Case::node) {
                texts.extend(node.scalar().map(|text| (text, node.location.or(item.location).or(outer))));
            }
        }
        texts
    }

    /// Whether it allows, without a condition.
    pub(crate) fn allows_always(&self) -> bool {
        self.map.get("Effect").and_then(Node::as_str) == Some("Allow") && !self.map.contains_key("Condition")
    }

    /// The path to one of its elements.
    pub(crate) fn path_to(&self, element: &'a str) -> Path<'a> {
        self.path.then(element)
    }
}
