//! Who may do more than before: policies that allow more, and refusals that are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, Kind};
use super::processed::{Pair, Processed};
use super::show;
use crate::language::read::property::Property;
use crate::language::read::{pattern, policy, resource, role};

/// How many grants a headline names.
const MOST: usize = 6;

/// What a resource allows more than before.
pub(super) fn widened<'a>(pair: &Pair<'a>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let of = |side: Option<&'a Processed<'a>>, id: &str| side.map_or_else(Access::default, |side| Access::of(side, id));
    // What is renamed allowed the same under its old logical id.
    let old = resource.renamed_from.as_ref().unwrap_or(&resource.id);
    let (before, after) = (of(pair.before, old), of(pair.after, &resource.id));
    let was = |id: &str| change.resources.iter().find(|other| other.id == id)?.renamed_from.as_deref();
    let mut more = after.more_than(&before, &was);
    let is_new = resource.verdict == Verdict::Add;
    if more.is_empty() || is_new && !more.iter().any(|grant| grant.contains('*')) {
        return None;
    }
    // What has a wildcard says most.
    more.sort_by_key(|grant| !grant.contains('*'));
    let shown = &more[..more.len().min(MOST)];
    let rest = if more.len() > MOST { format!(" and {} more", more.len() - MOST) } else { String::new() };
    let message = format!("{} allows more: {}{rest}", resource.id, shown.join("; "));
    let way_out = "Read each as if it were given to an attacker; narrow actions and resources to what is used.";
    Some(Headline::new(Kind::IamWidened, "DIFF501", &change.name, &resource.id, message, way_out))
}

/// What one resource says about access.
#[derive(Default)]
struct Access {
    statements: Vec<Statement>,
    /// Managed policies, as they are shown.
    policies: Vec<String>,
    boundary: Option<String>,
}

impl Access {
    fn of<'a>(side: &'a Processed<'a>, id: &str) -> Access {
        let properties = side.find(id).and_then(|entry| side.properties(entry.node));
        let Some(properties) = properties else { return Access::default() };
        let mut access = Access::default();
        properties.walk(&mut |node| {
            let document = Property::of(&side.scope, node, node.location);
            access.statements.extend(policy::statements(&document).iter().filter_map(Statement::of));
        });
        let managed = resource::find(&side.scope, id).map(|holder| role::managed(&holder).every_entry()).unwrap_or_default();
        access.policies = managed.iter().filter_map(|arn| Some(show::node(side.value(arn.node()?)?))).collect();
        access.boundary = properties.get("PermissionsBoundary").map(show::node);
        access
    }

    /// `was` tells under which logical id a renamed policy was there before.
    fn more_than<'c>(&self, before: &Access, was: &dyn Fn(&str) -> Option<&'c str>) -> Vec<String> {
        let had = |policy: &str| before.policies.iter().any(|known| known == policy);
        let policies = self.policies.iter().filter(|policy| !had(policy) && !was(policy).is_some_and(had));
        let mut more: Vec<String> = policies.map(|policy| format!("the policy {policy}")).collect();
        for statement in self.statements.iter().filter(|statement| statement.allows) {
            more.extend(statement.beyond(&before.statements));
        }
        for refusal in before.statements.iter().filter(|statement| !statement.allows) {
            let gone = refusal.beyond(&self.statements);
            more.extend(gone.into_iter().map(|what| format!("no longer denied: {what}")));
        }
        if let Some(boundary) = before.boundary.as_ref().filter(|boundary| self.boundary.as_ref() != Some(boundary)) {
            more.push(format!("without the permissions boundary {boundary}"));
        }
        let mut seen = BTreeSet::new();
        more.retain(|grant| seen.insert(grant.clone()));
        more
    }
}

/// One statement, as far as it says who may do what.
struct Statement {
    allows: bool,
    actions: Patterns,
    resources: Patterns,
    principals: Patterns,
    /// Every condition, in one text each.
    conditions: BTreeMap<String, String>,
}

/// What a part of a statement names, or names as the exceptions (`NotAction`).
#[derive(Default)]
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
                conditions.insert(format!("{} {}", operator.as_str(), key.as_str()), show::node(values));
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
    fn beyond(&self, others: &[Statement]) -> Vec<String> {
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

/// The principals that a node names, each with its kind. `*` alone is everybody.
fn principals(named: &Property<'_>) -> Vec<String> {
    let Some(map) = named.map() else { return vec![text(named)] };
    let of_kind = |kind| {
        named.get(kind).every_entry().into_iter().map(move |name| match text(&name).as_str() {
            // Of accounts, a star is everybody as well.
            "*" => "*".to_owned(),
            name => format!("{kind} {name}"),
        })
    };
    map.keys().flat_map(|kind| of_kind(kind.as_str())).collect()
}

/// A name as it is known, or the function that makes it.
fn text(name: &Property<'_>) -> String {
    let Some(node) = name.node() else { return String::new() };
    node.as_str().map_or_else(|| show::node(node), str::to_owned)
}
