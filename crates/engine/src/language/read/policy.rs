//! The policy documents of a template and their statements, as far as they are literal.

use std::ops::Deref;

use super::property::Property;
use super::resource::{self, Resource};
use crate::language::Scope;

/// What a policy is attached to, which decides the elements that its statements need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyType {
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
    pub kind: PolicyType,
    /// The type of the resource that it stands in.
    holder: &'a str,
    /// The document.
    pub property: Property<'a>,
}

impl Document<'_> {
    /// Whether it is the policy of a bucket, which takes ARNs only, as those of identities do:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html>
    pub(crate) fn is_of_bucket(&self) -> bool {
        self.holder == "AWS::S3::BucketPolicy"
    }
}

/// A statement of a policy document.
pub(crate) struct Statement<'a>(pub Property<'a>);

impl<'a> Deref for Statement<'a> {
    type Target = Property<'a>;

    fn deref(&self) -> &Property<'a> {
        &self.0
    }
}

/// Where policy documents stand: the type, and the path below its properties, in which `*` is every item of a list.
const HOLDERS: [(&str, &[&str], PolicyType); 18] = [
    ("AWS::ECR::Repository", &["RepositoryPolicyText"], PolicyType::Repository),
    ("AWS::IAM::Group", &["Policies", "*", "PolicyDocument"], PolicyType::Identity),
    ("AWS::IAM::GroupPolicy", &["PolicyDocument"], PolicyType::Identity),
    ("AWS::IAM::ManagedPolicy", &["PolicyDocument"], PolicyType::Identity),
    ("AWS::IAM::Policy", &["PolicyDocument"], PolicyType::Identity),
    ("AWS::IAM::Role", &["AssumeRolePolicyDocument"], PolicyType::Trust),
    ("AWS::IAM::Role", &["Policies", "*", "PolicyDocument"], PolicyType::Identity),
    ("AWS::IAM::RolePolicy", &["PolicyDocument"], PolicyType::Identity),
    ("AWS::IAM::User", &["Policies", "*", "PolicyDocument"], PolicyType::Identity),
    ("AWS::IAM::UserPolicy", &["PolicyDocument"], PolicyType::Identity),
    ("AWS::KMS::Key", &["KeyPolicy"], PolicyType::Resource),
    ("AWS::KMS::ReplicaKey", &["KeyPolicy"], PolicyType::Resource),
    ("AWS::OpenSearchService::Domain", &["AccessPolicies"], PolicyType::Resource),
    ("AWS::S3::BucketPolicy", &["PolicyDocument"], PolicyType::Resource),
    ("AWS::SNS::TopicPolicy", &["PolicyDocument"], PolicyType::Resource),
    ("AWS::SQS::QueuePolicy", &["PolicyDocument"], PolicyType::Resource),
    ("AWS::SSO::PermissionSet", &["InlinePolicy"], PolicyType::Identity),
    ("AWS::SecretsManager::ResourcePolicy", &["ResourcePolicy"], PolicyType::Resource),
];

/// The documents of a template whose kind is known, and that are literal.
pub(crate) fn documents<'a>(scope: &'a Scope<'a>) -> Vec<Document<'a>> {
    let holders = scope.resources().filter(|entry| HOLDERS.iter().any(|(name, ..)| *name == entry.resource_type));
    let holders = holders.filter_map(|entry| resource::find(scope, entry.id.as_str()));
    holders.flat_map(|holder| documents_of(&holder)).collect()
}

/// Those of one resource.
pub(crate) fn documents_of<'a>(holder: &Resource<'a>) -> Vec<Document<'a>> {
    let places = HOLDERS.iter().filter(|(name, ..)| *name == holder.kind);
    let documents = places.flat_map(|(_, path, kind)| {
        let written = holder.properties.places(path).into_iter().flatten().filter(|property| property.map().is_some());
        written.map(|property| Document { kind: *kind, holder: holder.kind, property })
    });
    documents.collect()
}

/// The statements of a policy document, in any of its cases; what is unknown is one as well.
pub(crate) fn statements<'a>(document: &Property<'a>) -> Vec<Statement<'a>> {
    document.get("Statement").every_entry().into_iter().map(Statement).collect()
}

/// The actions that each statement of policies of users, groups and roles allows on every resource, each with its text.
pub(crate) fn allowed_everywhere<'a>(scope: &'a Scope<'a>) -> Vec<Vec<(String, Property<'a>)>> {
    let documents = documents(scope).into_iter().filter(|document| document.kind == PolicyType::Identity);
    let allowing = documents.flat_map(|document| statements(&document.property)).filter(|statement| {
        let is_always = statement.get("Effect").is("Allow") && statement.get("Condition").is_absent();
        is_always && statement.entries("Resource").iter().any(|entry| entry.is("*"))
    });
    let actions = |statement: Statement<'a>| {
        let actions = statement.entries("Action").into_iter();
        actions.filter_map(|action| Some((action.text()?, action))).collect()
    };
    allowing.map(actions).collect()
}

/// What names everybody in the statements of a document that allow something without a condition: `*`, or all but some.
pub(crate) fn public_principals<'a>(document: &Property<'a>) -> Vec<Property<'a>> {
    let allowing = statements(document).into_iter().filter(|statement| {
        // Any condition may be the one that names who is meant.
        statement.get("Effect").is("Allow") && statement.get("Condition").is_absent()
    });
    let public = allowing.filter_map(|statement| {
        let all_but = statement.get("NotPrincipal");
        if all_but.is_given() {
            return Some(all_but);
        }
        let cases = statement.get("Principal").cases().into_iter();
        let named = cases.map(|principal| if principal.map().is_some() { principal.get("AWS") } else { principal });
        named.flat_map(|named| named.every_entry()).find(|entry| entry.is("*"))
    });
    public.collect()
}

impl<'a> Statement<'a> {
    /// What stands under an element, be it one thing or a list of them; what is unknown is one as well.
    pub(crate) fn entries(&self, element: &'a str) -> Vec<Property<'a>> {
        self.get(element).every_entry()
    }
}
