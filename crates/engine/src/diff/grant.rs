//! What a policy allows beyond another one, and how grave that is.

use super::circumstances::Circumstances;

/// What is allowed that was not, or no longer denied.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Grant {
    /// Whether it was denied, and is not any more.
    pub(super) was_denied: bool,
    /// The action, or what else it is.
    pub(super) what: String,
    /// On what, by whom, and under which conditions.
    pub(super) rest: String,
    pub(super) weight: Weight,
    /// Whether it surely was not before; else values that only a deployment knows may be the same.
    pub(super) is_sure: bool,
    /// The policy that is gone, that is not read, and that may have allowed it.
    pub(super) unless: Option<String>,
    /// The accounts that are let in, as far as they are written.
    pub(super) accounts: Vec<String>,
    /// Where it is allowed at all.
    pub(super) when: Circumstances,
}

/// How much a grant says, the most first.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Everything, everybody, or what was refused.
    Everything,
    /// Somebody who is let in.
    Principal,
    /// Something with a wildcard.
    Wildcard,
    /// What is named.
    #[default]
    Named,
}

/// Actions by which somebody gets what others are allowed, or at what is secret; their beginnings in small letters.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html>
const ESCALATING: [&str; 10] = [
    "iam:",
    "sts:assumerole",
    "lambda:createfunction",
    "lambda:updatefunction",
    "lambda:addpermission",
    "ec2:runinstances",
    "ecs:runtask",
    "kms:decrypt",
    "secretsmanager:getsecretvalue",
    "cloudformation:",
];

/// The same, where what is said whether or not a condition holds stands once.
pub(super) fn united(grants: Vec<Grant>) -> Vec<Grant> {
    let mut all: Vec<Grant> = Vec::new();
    for mut grant in grants {
        // With each condition less, there may be another one that says the rest.
        while let Some((index, when)) = all.iter().enumerate().find_map(|(index, known)| Some((index, grant.joined(known)?))) {
            all.remove(index);
            grant.when = when;
        }
        all.push(grant);
    }
    all
}

impl Grant {
    /// Where this one or the other is allowed, if they differ in one condition only.
    fn joined(&self, other: &Grant) -> Option<Circumstances> {
        if self.when.are_none() || self.what != other.what || self.rest != other.rest {
            return None;
        }
        let when = self.when.united(&other.when)?;
        (Grant { when: other.when.clone(), ..self.clone() } == *other).then_some(when)
    }

    /// Whether what is allowed gives more than itself.
    pub(super) fn escalates(&self) -> bool {
        let action = self.what.to_lowercase();
        ESCALATING.iter().any(|start| action.starts_with(start))
    }

    /// How sure it is that this is more than before.
    pub(super) fn surety(&self) -> String {
        match &self.unless {
            _ if self.is_sure => "allows more".to_owned(),
            Some(policy) => format!("may allow more, unless {policy} did, which is gone and not read here"),
            None => "may allow more, depending on values that only a deployment knows".to_owned(),
        }
    }
}
