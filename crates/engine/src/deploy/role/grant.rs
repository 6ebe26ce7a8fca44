//! A statement of a policy, as data.

use std::collections::BTreeSet;

/// Services that have no region, so that no region can be asked for.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion>
const GLOBAL: [&str; 12] = [
    "budgets",
    "ce",
    "cloudfront",
    "globalaccelerator",
    "iam",
    "networkmanager",
    "organizations",
    "route53",
    "route53domains",
    "savingsplans",
    "shield",
    "waf",
];

/// Actions that are allowed on resources, where some conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grant {
    /// The actions, sorted.
    pub actions: Vec<String>,
    /// The ARNs, or `*`.
    pub resources: Vec<String>,
    /// What must hold.
    pub conditions: Vec<Condition>,
}

impl Grant {
    /// Actions on resources.
    pub(super) fn new(actions: impl IntoIterator<Item = String>, resources: Vec<String>) -> Self {
        let actions: BTreeSet<String> = actions.into_iter().collect();
        Grant { actions: actions.into_iter().collect(), resources, conditions: Vec::new() }
    }

    /// Whether its actions are of a service without a region.
    #[must_use]
    pub fn is_global(&self) -> bool {
        let prefix = |action: &String| action.split(':').next().unwrap_or_default().to_owned();
        self.actions.iter().all(|action| GLOBAL.contains(&prefix(action).as_str()))
    }

    /// The same where a condition holds.
    pub(super) fn when(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}

/// A condition of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Condition {
    /// `StringEquals` or `ArnLike`.
    pub operator: &'static str,
    /// The key.
    pub key: &'static str,
    /// What it may be.
    pub values: Vec<String>,
}

impl Condition {
    /// The key has one of these values.
    pub(super) fn equals<T: Into<String>>(key: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        Condition { operator: "StringEquals", key, values: values.into_iter().map(Into::into).collect() }
    }

    /// The key is one of these ARNs, which may be patterns.
    pub(super) fn arn_like(key: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        Condition { operator: "ArnLike", key, values: values.into_iter().collect() }
    }
}
