//! What policies say, as far as it tells who may do what, and what one says beyond others.

use std::collections::BTreeMap;

use super::processed::Processed;
use super::show;
use crate::language::read::property::Property;
use crate::language::read::{pattern, policy};
use crate::language::{reference, resolve};
use crate::template::{Node, function};

/// What is said about access: by one resource, or about one.
#[derive(Default)]
pub(super) struct Access {
    pub(super) statements: Vec<Statement>,
    /// Managed policies, and what only the deployment writes, as they are shown.
    pub(super) policies: Vec<String>,
    pub(super) boundary: Option<String>,
}

impl Access {
    /// What some properties say.
    pub(super) fn of<'a>(side: &'a Processed<'a>, properties: &'a Node) -> Access {
        let mut access = Access::default();
        let mut made = Vec::new();
        properties.walk(&mut |node| {
            // A policy that only the deployment writes, as SAM does of its policy templates, is one by its name.
            let document =
                node.get("PolicyDocument").filter(|node| matches!(function::call(node), Some((function::TRANSFORM, _))));
            made.extend(document.map(|document| format!("that is {}", show_value(document))));
            // Most of what is walked is no document, and no function that may come to one.
            if node.get("Statement").is_none() && resolve::is_plain(node) {
                return;
            }
            let document = Property::of(&side.scope, node, node.location);
            access.statements.extend(policy::statements(&document).iter().filter_map(Statement::of));
        });
        let managed = Property::of(&side.scope, properties, properties.location).get("ManagedPolicyArns").every_entry();
        let managed = managed.iter().filter_map(|arn| Some(text_of(side.value(arn.node()?)?)));
        access.policies = managed.chain(made).collect();
        access.boundary = properties.get("PermissionsBoundary").map(show_value);
        access
    }

    pub(super) fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.policies.is_empty() && self.boundary.is_none()
    }
}

/// One statement, as far as it says who may do what.
#[derive(Clone)]
pub(super) struct Statement {
    pub(super) allows: bool,
    actions: Patterns,
    resources: Patterns,
    principals: Patterns,
    /// Every condition, in one text each.
    conditions: BTreeMap<String, String>,
}

/// What a part of a statement names, or names as the exceptions (`NotAction`).
#[derive(Clone, Default)]
struct Patterns {
    names: Vec<String>,
    is_negated: bool,
}

impl Statement {
    fn of(statement: &policy::Statement<'_>) -> Option<Statement> {
        let allows = match statement.get("Effect").text()?.as_str() {
            "Allow" => true,
            "Deny" => false,
            _ => return None,
        };
        let mut conditions = BTreeMap::new();
        for (operator, keys) in statement.get("Condition").map().into_iter().flatten() {
            for (key, values) in keys.as_map().into_iter().flatten() {
                conditions.insert(format!("{} {}", operator.as_str(), key.as_str()), condition(values));
            }
        }
        Some(Statement {
            allows,
            actions: Patterns::of(statement, "Action", "NotAction", |name| vec![text(name)]),
            resources: Patterns::of(statement, "Resource", "NotResource", |name| vec![text(name)]),
            principals: Patterns::of(statement, "Principal", "NotPrincipal", principals),
            conditions,
        })
    }

    /// What of this statement no statement of the same effect among `others` says as well.
    pub(super) fn beyond(&self, others: &[Statement]) -> Vec<String> {
        let mut beyond = Vec::new();
        for principal in self.principals.parts() {
            for resource in self.resources.parts() {
                let actions = self.actions.parts().into_iter();
                let missing: Vec<Patterns> = actions
                    .filter(|action| !others.iter().any(|other| other.says(self, action, &resource, &principal)))
                    .collect();
                beyond.extend(missing.iter().map(|action| self.described(action, &resource, &principal, others)));
            }
        }
        beyond
    }

    /// Whether this statement has the same effect for that action, resource and principal, whenever the other one has.
    fn says(&self, other: &Statement, action: &Patterns, resource: &Patterns, principal: &Patterns) -> bool {
        // With fewer conditions it holds more often.
        let holds = self.conditions.iter().all(|(name, values)| other.conditions.get(name) == Some(values));
        holds && self.reaches(other, action, resource, principal)
    }

    fn reaches(&self, other: &Statement, action: &Patterns, resource: &Patterns, principal: &Patterns) -> bool {
        self.allows == other.allows
            && self.actions.covers(action)
            && self.resources.covers(resource)
            && self.principals.covers(principal)
    }

    /// One grant in words: `s3:GetObject on "arn:…"`.
    fn described(&self, action: &Patterns, resource: &Patterns, principal: &Patterns, others: &[Statement]) -> String {
        let mut words = action.words("every action but ");
        if !resource.names.is_empty() {
            words.push_str(&format!(" on {}", resource.words("every resource but ")));
        }
        if !principal.names.is_empty() {
            words.push_str(&format!(" by {}", principal.words("everybody but ")));
        }
        let known = others.iter().find(|other| other.reaches(self, action, resource, principal));
        match known.and_then(|known| known.conditions.iter().find(|(name, values)| self.conditions.get(*name) != Some(values))) {
            Some((name, values)) => format!("{words}, without the condition {name} {values}"),
            None => words,
        }
    }
}

impl Patterns {
    fn of<'a>(
        statement: &policy::Statement<'a>,
        key: &'static str,
        not: &'static str,
        names: impl Fn(&Property<'a>) -> Vec<String>,
    ) -> Patterns {
        let is_negated = statement.get(key).is_absent();
        let entries = statement.entries(if is_negated { not } else { key });
        Patterns { names: entries.iter().flat_map(names).collect(), is_negated: is_negated && !statement.get(not).is_absent() }
    }

    /// Each name alone. What is said by its exceptions, or not at all, is one part.
    fn parts(&self) -> Vec<Patterns> {
        if self.is_negated || self.names.is_empty() {
            return vec![Patterns { names: self.names.clone(), is_negated: self.is_negated }];
        }
        self.names.iter().map(|name| Patterns { names: vec![name.clone()], is_negated: false }).collect()
    }

    /// Whether all that the other one means is meant here.
    fn covers(&self, other: &Patterns) -> bool {
        let is_among = |name: &String, names: &[String]| names.iter().any(|known| matches(known, name));
        match (self.is_negated, other.is_negated) {
            (false, false) if self.names.is_empty() || other.names.is_empty() => self.names.is_empty() == other.names.is_empty(),
            (false, false) => other.names.iter().all(|name| is_among(name, &self.names)),
            (true, false) => {
                let meet = |name: &String| is_among(name, &self.names) || self.names.iter().any(|known| matches(name, known));
                !other.names.iter().any(meet)
            }
            (false, true) => self.names.iter().any(|name| name == "*"),
            (true, true) => self.names.iter().all(|name| is_among(name, &other.names)),
        }
    }

    fn words(&self, but: &str) -> String {
        format!("{}{}", if self.is_negated { but } else { "" }, self.names.join(", "))
    }
}

/// Whether one pattern means all that the other one does. Actions may be written in any case; of ARNs and principals, none differ
/// in case only.
fn matches(pattern: &str, name: &str) -> bool {
    pattern::matches(&pattern.to_lowercase(), &name.to_lowercase())
}

/// The values of a condition in one text, whatever their order and form: one alone is a list of it.
fn condition(values: &Node) -> String {
    let mut values: Vec<String> = values.as_list().unwrap_or(std::slice::from_ref(values)).iter().map(show_value).collect();
    values.sort();
    values.join(", ")
}

/// A value in quotes as far as it is known, or the function that makes it.
fn show_value(node: &Node) -> String {
    known_text(node).map_or_else(|| show::node(node), |text| format!("{text:?}"))
}

/// The principals that a node names, each with its kind. `*` alone is everybody.
fn principals(named: &Property<'_>) -> Vec<String> {
    let Some(map) = named.map() else { return vec![text(named)] };
    let of_kind = |kind| {
        named.get(kind).every_entry().into_iter().map(move |name| match (text(&name), account(&name)) {
            // Of accounts, a star is everybody as well.
            (star, _) if star == "*" => star,
            (_, Some(id)) if kind == "AWS" => format!("{kind} arn:aws:iam::{id}:root"),
            (name, _) => format!("{kind} {name}"),
        })
    };
    map.keys().flat_map(|kind| of_kind(kind.as_str())).collect()
}

/// The id of an account alone, which is the short form of its ARN:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
fn account(name: &Property<'_>) -> Option<String> {
    let id = reference::as_text(name.node()?);
    let is_id = id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
    (is_id || id == "${AWS::AccountId}").then_some(id)
}

/// A name as it is known, or the function that makes it.
fn text(name: &Property<'_>) -> String {
    name.node().map(text_of).unwrap_or_default()
}

/// The partition is that of the account, whoever writes it: `arn:${AWS::Partition}:…` is `arn:aws:…` there, and `ec2.${AWS::URLSuffix}`
/// is `ec2.amazonaws.com`.
fn known_text(node: &Node) -> Option<String> {
    let text = function::substituted(node).map(str::to_owned).or_else(|| node.scalar())?;
    Some(text.replace("${AWS::Partition}", "aws").replace("${AWS::URLSuffix}", "amazonaws.com"))
}

fn text_of(node: &Node) -> String {
    known_text(node).unwrap_or_else(|| show::node(node))
}
