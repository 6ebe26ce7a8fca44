//! Policy documents.

use super::statement::Statement;
use crate::stack::{IntoValue, Json};
use crate::template::Node;

/// The version of the policy language.
const VERSION: &str = "2012-10-17";

/// A policy document: what a role may do, or who may use a resource.
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

#[cfg(test)]
mod tests {
    use super::{PolicyDocument, Statement};
    use crate::iam::{Condition, Principal};
    use crate::stack::{IntoValue, pseudo};

    #[test]
    fn a_trust_policy_reads_as_iam_writes_it() {
        let statement = Statement::allow(["sts:AssumeRole"])
            .principal(Principal::service("ecs-tasks.amazonaws.com"))
            .when(Condition::string_equals("aws:SourceAccount", [pseudo::account_id()]));
        let node = PolicyDocument::new([statement]).into_node();
        insta::assert_snapshot!(serde_json::to_string(&node).unwrap(), @r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":["sts:AssumeRole"],"Condition":{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}}]}"#);
    }

    #[test]
    fn principals_of_one_kind_become_a_list() {
        let statement = Statement::deny(["s3:*"]).principal(Principal::aws("1")).principal(Principal::aws("2")).on(["*"]);
        let node = PolicyDocument::new([statement]).into_node();
        let principal = node.get("Statement").unwrap().as_list().unwrap()[0].get("Principal").unwrap();
        assert_eq!(serde_json::to_string(principal).unwrap(), r#"{"AWS":["1","2"]}"#);
    }
}
