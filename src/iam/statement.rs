//! Statements of policy documents.

use super::condition::{self, Condition};
use super::form::{Actions, OneOrMany};
use super::principal::{self, Principal};
use crate::stack::{Json, Properties};
use crate::template::{Node, SourceLocation};

/// Whether a statement allows or denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`, which wins over every `Allow`.
    Deny,
}

impl Effect {
    fn as_str(self) -> &'static str {
        match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }
}

/// One statement of a policy document.
///
/// ```
/// use formwork::prelude::*;
///
/// let tls_only = iam::Statement::deny("s3:*")
///     .sid("TlsOnly")
///     .principal(iam::Principal::anyone())
///     .on(["arn:aws:s3:::shop", "arn:aws:s3:::shop/*"])
///     .when(iam::Condition::bool("aws:SecureTransport", false));
/// let policy = iam::PolicyDocument::new([tls_only]);
/// assert!(!policy.is_empty());
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Statement {
    location: SourceLocation,
    sid: Option<String>,
    effect: Effect,
    principals: Vec<Principal>,
    not_principals: Vec<Principal>,
    actions: Node,
    inverted: bool,
    resources: Option<(&'static str, Node)>,
    conditions: Vec<Condition>,
}

impl Statement {
    /// Allows actions, one or a list of them.
    #[track_caller]
    pub fn allow<M>(actions: impl Actions<M>) -> Self {
        Statement::new(Effect::Allow, actions)
    }

    /// Denies actions, one or a list of them.
    #[track_caller]
    pub fn deny<M>(actions: impl Actions<M>) -> Self {
        Statement::new(Effect::Deny, actions)
    }

    #[track_caller]
    fn new<M>(effect: Effect, actions: impl Actions<M>) -> Self {
        Statement {
            location: SourceLocation::caller(),
            sid: None,
            effect,
            principals: Vec::new(),
            not_principals: Vec::new(),
            actions: actions.into_form(),
            inverted: false,
            resources: None,
            conditions: Vec::new(),
        }
    }

    /// `Sid`: a name for the statement, of letters and digits.
    pub fn sid(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    /// `NotAction`: the statement speaks of every action but these.
    pub fn all_actions_but(mut self) -> Self {
        self.inverted = true;
        self
    }

    /// `Resource`: the ARNs or ARN patterns that the statement speaks of: one, an array of them, or a tuple where they are written in
    /// different ways: `.on((files.arn(), sub("${Files.Arn}/*")))`.
    pub fn on<M>(mut self, resources: impl OneOrMany<M>) -> Self {
        self.resources = Some(("Resource", resources.into_form()));
        self
    }

    /// `NotResource`: every resource but these.
    pub fn on_all_but<M>(mut self, resources: impl OneOrMany<M>) -> Self {
        self.resources = Some(("NotResource", resources.into_form()));
        self
    }

    /// `Principal`: who, in a trust policy or a resource policy.
    pub fn principal(mut self, principal: Principal) -> Self {
        self.principals.push(principal);
        self
    }

    /// `NotPrincipal`: everyone but these.
    pub fn not_principal(mut self, principal: Principal) -> Self {
        self.not_principals.push(principal);
        self
    }

    /// `Condition`: the statement holds only when this does, and every other condition.
    pub fn when(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    pub(super) fn into_node(self) -> Node {
        self.location.during(|| self.properties())
    }

    fn properties(self) -> Node {
        let mut properties = Properties::new();
        let mut set = |name: &'static str, node: Node| properties.set::<Json>(name, node);
        if let Some(sid) = self.sid {
            set("Sid", Node::text(sid));
        }
        set("Effect", Node::text(self.effect.as_str()));
        if !self.principals.is_empty() {
            set("Principal", principal::element(self.principals));
        }
        if !self.not_principals.is_empty() {
            set("NotPrincipal", principal::element(self.not_principals));
        }
        set(if self.inverted { "NotAction" } else { "Action" }, self.actions);
        if let Some((name, node)) = self.resources {
            set(name, node);
        }
        if !self.conditions.is_empty() {
            set("Condition", condition::element(self.conditions));
        }
        properties.into_node()
    }
}
