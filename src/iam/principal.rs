//! Who a statement speaks of.

use super::form::OneOrMany;
use crate::template::{Content, Map, Node};

/// A principal of a trust policy or a resource policy.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
///
/// ```
/// use formwork::prelude::*;
///
/// iam::Statement::allow("sts:AssumeRole").principal(iam::Principal::service("ecs-tasks.amazonaws.com"));
/// iam::Statement::allow("s3:GetObject").principal(iam::Principal::aws("111122223333")).on("arn:aws:s3:::shop/*");
/// ```
#[derive(Clone, Debug)]
pub struct Principal {
    /// `Service`, `AWS`, `Federated` or `CanonicalUser`; `None` is everyone.
    kind: Option<&'static str>,
    node: Node,
}

impl Principal {
    /// An AWS service, for example `ecs-tasks.amazonaws.com`.
    pub fn service<M>(name: impl OneOrMany<M>) -> Self {
        Principal { kind: Some("Service"), node: name.into_form() }
    }

    /// An account (its number), a role or a user (their ARN).
    pub fn aws<M>(arn: impl OneOrMany<M>) -> Self {
        Principal { kind: Some("AWS"), node: arn.into_form() }
    }

    /// An identity provider, by its ARN or domain.
    pub fn federated<M>(provider: impl OneOrMany<M>) -> Self {
        Principal { kind: Some("Federated"), node: provider.into_form() }
    }

    /// The canonical user id of an S3 account.
    pub fn canonical_user<M>(id: impl OneOrMany<M>) -> Self {
        Principal { kind: Some("CanonicalUser"), node: id.into_form() }
    }

    /// Everyone.
    pub fn anyone() -> Self {
        Principal { kind: None, node: Node::text("*") }
    }
}

/// The `Principal` element of several principals: one entry for each kind, a list where a kind has several.
pub(super) fn element(principals: Vec<Principal>) -> Node {
    let mut map = Map::default();
    for principal in principals {
        let Some(kind) = principal.kind else {
            return principal.node;
        };
        match map.get_mut(kind) {
            None => drop(map.insert(kind.into(), principal.node)),
            Some(first) => *first = Node::list(items(first.clone()).into_iter().chain(items(principal.node))),
        }
    }
    Node::new(Content::Map(map))
}

fn items(node: Node) -> Vec<Node> {
    match node.content {
        Content::List(items) => items,
        _ => vec![node],
    }
}
