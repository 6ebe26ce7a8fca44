//! Policy documents.

use super::statement::Statement;
use crate::stack::{IntoValue, Json};
use crate::template::Node;

/// The version of the policy language.
const VERSION: &str = "2012-10-17";

/// A policy document: what a role may do, or who may use a resource.
///
/// ```
/// use formwork::prelude::*;
///
/// fn role() -> iam::Role {
///     let tasks = iam::Principal::service("ecs-tasks.amazonaws.com");
///     iam::Role::new(iam::PolicyDocument::new([iam::Statement::allow("sts:AssumeRole").principal(tasks)]))
/// }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct PolicyDocument {
    statements: Vec<Statement>,
}

impl PolicyDocument {
    /// A document of these statements.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        PolicyDocument { statements: statements.into_iter().collect() }
    }

    /// Adds a statement.
    pub fn and(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Whether it has no statement, which IAM refuses.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }
}

impl IntoValue<Json> for PolicyDocument {
    fn into_node(self) -> Node {
        let statements = self.statements.into_iter().map(Statement::into_node);
        Node::map([("Version", Node::text(VERSION)), ("Statement", Node::list(statements))])
    }
}

/// A statement by itself, for documents of another form than [`PolicyDocument`]'s: `object! { "Statement": [Statement::allow(…)] }`.
impl IntoValue<Json> for Statement {
    fn into_node(self) -> Node {
        Statement::into_node(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{PolicyDocument, Statement};
    use crate::iam::{Condition, Principal};
    use crate::stack::{IntoValue, pseudo};

    #[test]
    fn a_trust_policy_reads_as_iam_writes_it() {
        let statement = Statement::allow(["sts:AssumeRole"])
            .principal(Principal::service("ecs-tasks.amazonaws.com"))
            .when(Condition::string_equals("aws:SourceAccount", pseudo::account_id()));
        let node = PolicyDocument::new([statement]).into_node();
        insta::assert_snapshot!(serde_json::to_string(&node).unwrap(), @r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":["sts:AssumeRole"],"Condition":{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}}]}"#);
    }

    #[test]
    fn one_value_or_a_list_stays_as_it_was_written() {
        let statement = Statement::allow("s3:GetObject")
            .principal(Principal::aws(["1"]))
            .on("*")
            .when(Condition::string_equals("aws:TagKeys", "a"));
        let node = PolicyDocument::new([statement]).into_node();
        let statement = &node.get("Statement").unwrap().as_list().unwrap()[0];
        insta::assert_snapshot!(serde_json::to_string(statement).unwrap(), @r#"{"Effect":"Allow","Principal":{"AWS":["1"]},"Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:TagKeys":"a"}}}"#);
    }

    #[test]
    fn principals_of_one_kind_become_a_list() {
        let statement = Statement::deny(["s3:*"]).principal(Principal::aws("1")).principal(Principal::aws(["2", "3"])).on(["*"]);
        let node = PolicyDocument::new([statement]).into_node();
        let principal = node.get("Statement").unwrap().as_list().unwrap()[0].get("Principal").unwrap();
        assert_eq!(serde_json::to_string(principal).unwrap(), r#"{"AWS":["1","2","3"]}"#);
    }

    #[test]
    fn every_element_of_a_statement_has_its_place() {
        let statement = Statement::allow(["s3:GetObject"])
            .all_actions_but()
            .sid("Read")
            .not_principal(Principal::anyone())
            .on_all_but(["arn:aws:s3:::bucket/*"])
            .when(Condition::bool("aws:SecureTransport", true))
            .when(Condition::null("aws:TokenIssueTime", false))
            .when(Condition::string_like("aws:userid", ["a", "b"]).if_exists())
            .when(Condition::string_equals("aws:TagKeys", ["a"]).for_all_values())
            .when(Condition::string_equals("aws:TagValues", ["a"]).for_any_value().if_exists());
        let node = PolicyDocument::default().and(statement).into_node();
        let statement = serde_json::to_string_pretty(&node.get("Statement").unwrap().as_list().unwrap()[0]).unwrap();
        insta::assert_snapshot!(statement, @r#"
        {
          "Sid": "Read",
          "Effect": "Allow",
          "NotPrincipal": "*",
          "NotAction": [
            "s3:GetObject"
          ],
          "NotResource": [
            "arn:aws:s3:::bucket/*"
          ],
          "Condition": {
            "Bool": {
              "aws:SecureTransport": "true"
            },
            "Null": {
              "aws:TokenIssueTime": "false"
            },
            "StringLikeIfExists": {
              "aws:userid": [
                "a",
                "b"
              ]
            },
            "ForAllValues:StringEquals": {
              "aws:TagKeys": [
                "a"
              ]
            },
            "ForAnyValue:StringEqualsIfExists": {
              "aws:TagValues": [
                "a"
              ]
            }
          }
        }
        "#);
    }

    #[test]
    fn principals_of_several_kinds_stand_side_by_side() {
        let statement = Statement::allow(["sts:AssumeRole"])
            .principal(Principal::service("ecs.amazonaws.com"))
            .principal(Principal::federated("cognito-identity.amazonaws.com"))
            .principal(Principal::canonical_user("79a59d"));
        let node = PolicyDocument::new([statement]).into_node();
        let principal = node.get("Statement").unwrap().as_list().unwrap()[0].get("Principal").unwrap();
        insta::assert_snapshot!(serde_json::to_string(principal).unwrap(), @r#"{"Service":"ecs.amazonaws.com","Federated":"cognito-identity.amazonaws.com","CanonicalUser":"79a59d"}"#);
    }
}
