//! The roles of the stacks: which services they are passed to, and which policies they get.

use std::collections::{BTreeMap, BTreeSet};

use super::arns::Arns;
use super::grant::{Condition, Grant};
use crate::language::partition;
use crate::language::read::policy;
use crate::language::read::property::Property;
use crate::language::read::resource::Resource;
use crate::language::read::role::{self, ROLE};
use crate::language::read::stack_set::STACK_SET;
use crate::stack::Target;

/// What may be done to a role only as long as it has the boundary, where all roles of the stacks have one.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate>
const BOUNDED: [&str; 5] =
    ["iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"];

/// What is known of the roles.
#[derive(Default)]
pub(super) struct Roles {
    /// The services that trust each, by its ARN.
    trusted: BTreeMap<String, BTreeSet<String>>,
    /// The managed policies that they get, and the boundaries that they have; nothing for what only the deployment knows.
    attached: BTreeSet<Option<String>>,
    boundaries: BTreeSet<Option<String>>,
    /// Roles that the properties of resources name, and that no stack makes.
    foreign: BTreeSet<String>,
}

impl Roles {
    pub(super) fn note<'a>(&mut self, resource: &Resource<'a>, prefix: &str, target: &Target) {
        if resource.kind == STACK_SET {
            self.note_administration(resource, target);
            return;
        }
        if resource.kind != ROLE {
            self.note_foreign(resource);
            return;
        }
        let mut own = Arns::new(target);
        own.note(resource, prefix);
        let trusts = policy::statements(&resource.properties.get("AssumeRolePolicyDocument")).into_iter();
        let services = trusts.flat_map(|statement| statement.get("Principal").get("Service").every_entry());
        let services: BTreeSet<String> = services.filter_map(|service| service.text()).collect();
        for arn in own.of(ROLE).into_iter().flatten() {
            self.trusted.entry(arn.clone()).or_default().extend(services.iter().cloned());
        }
        let policies = role::managed(resource).every_entry();
        self.attached.extend(policies.iter().map(Property::reduced));
        let boundary = resource.properties.get("PermissionsBoundary");
        self.boundaries.insert(if boundary.is_given() { boundary.reduced() } else { None });
    }

    /// The role that CloudFormation takes to reach the accounts of a stack set, where its permissions are self-managed.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html>
    fn note_administration(&mut self, set: &Resource<'_>, target: &Target) {
        let partition = partition(&target.region);
        let default = format!("arn:{partition}:iam::{}:role/AWSCloudFormationStackSetAdministrationRole", target.account);
        let given = set.properties.get("AdministrationRoleARN");
        let role = if given.is_absent() { Some(default) } else { given.reduced() };
        if !set.properties.get("PermissionModel").is("SERVICE_MANAGED") {
            let services = BTreeSet::from(["cloudformation.amazonaws.com".to_owned()]);
            self.trusted.extend(role.map(|role| (role, services)));
        }
    }

    fn note_foreign<'a>(&mut self, resource: &Resource<'a>) {
        let Some(keys) = resource.properties.keys() else { return };
        let values = keys.into_iter().map(|key| resource.properties.get(key));
        let arns = values.filter_map(|value| value.text()).filter(|text| text.starts_with("arn:") && text.contains(":iam::"));
        self.foreign.extend(arns.filter(|arn| arn.contains(":role/")));
    }

    /// Passing each role to the services that trust it, and to no other.
    pub(super) fn passing(&self) -> Vec<Grant> {
        let mut by_services: BTreeMap<&BTreeSet<String>, Vec<String>> = BTreeMap::new();
        for (arn, services) in self.trusted.iter().filter(|(_, services)| !services.is_empty()) {
            by_services.entry(services).or_default().push(arn.clone());
        }
        let grants = by_services.into_iter().map(|(services, arns)| {
            Grant::new(["iam:PassRole".to_owned()], arns).when(Condition::equals("iam:PassedToService", services.iter().cloned()))
        });
        grants.collect()
    }

    /// What is asked of actions on roles: which managed policies they attach, and which boundary they leave.
    pub(super) fn conditions(&self, unknown: &mut Vec<String>) -> Vec<(&'static str, Condition)> {
        let mut conditions = Vec::new();
        if self.attached.contains(&None) {
            unknown.push("which managed policies the roles get, so that any may be attached to them".to_owned());
        } else if !self.attached.is_empty() {
            let known = Condition::arn_like("iam:PolicyARN", self.attached.iter().flatten().cloned());
            conditions.push(("iam:AttachRolePolicy", known));
        }
        if !self.boundaries.is_empty() && !self.boundaries.contains(&None) {
            let boundary = || Condition::equals("iam:PermissionsBoundary", self.boundaries.iter().flatten().cloned());
            conditions.extend(BOUNDED.map(|action| (action, boundary())));
        }
        conditions
    }

    /// What the roles may be that a deployment makes.
    pub(super) fn unknown(&self) -> Vec<String> {
        let mut unknown = Vec::new();
        if self.boundaries.contains(&None) {
            unknown.push(
                "what the roles of these stacks will be allowed: a deployment writes their policies, and they have no `PermissionsBoundary`"
                    .to_owned(),
            );
        }
        if !self.foreign.is_empty() {
            let names = self.foreign.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            unknown.push(format!("which services get roles that no stack makes: {names}; allow `iam:PassRole` for them by hand"));
        }
        unknown
    }
}
