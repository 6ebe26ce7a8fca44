//! The execution role: what ECS itself may do to start a task.

use super::role::Role;
use super::secret::{Grant, Secret};
use crate::aws::iam;
use crate::iam::{Principal, Statement};
use crate::stack::{Handle, IntoValue, Stack, Text};

/// The role with which ECS pulls images, writes logs and reads the secrets of a task.
///
/// A task gives it exactly the secrets that its containers refer to, and nothing broader. Its trust has no confused-deputy condition:
/// AWS documents those for task roles only.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn task(stack: &mut Stack, web: Container) {
///     let decrypt = iam::Statement::allow("kms:Decrypt").on("arn:aws:kms:eu-west-1:111122223333:key/1234");
///     let role = ExecutionRole::new().statement(decrypt);
///     stack.add("Task", FargateTask::new(FargateSize::SMALLEST).execution_role("ExecutionRole", role).container(web));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ExecutionRole {
    role: Role,
}

impl ExecutionRole {
    /// An execution role with the policy that AWS manages for it, `AmazonECSTaskExecutionRolePolicy`.
    #[track_caller]
    pub fn new() -> Self {
        let role = Role::new(Principal::service("ecs-tasks.amazonaws.com"));
        role.pending.added();
        ExecutionRole { role: role.managed_policy("service-role/AmazonECSTaskExecutionRolePolicy") }
    }

    /// The role's physical name; see [`Role::role_name`].
    #[track_caller]
    pub fn role_name(self, name: impl IntoValue<Text>) -> Self {
        ExecutionRole { role: self.role.role_name(name) }
    }

    /// The name of the policy that lets it read the secrets; see [`Role::policy_name`].
    #[track_caller]
    pub fn policy_name(self, name: impl Into<String>) -> Self {
        ExecutionRole { role: self.role.policy_name(name) }
    }

    /// Adds a statement beside those for the secrets, for example `kms:Decrypt` on a key of your own.
    pub fn statement(self, statement: Statement) -> Self {
        ExecutionRole { role: self.role.statement(statement) }
    }

    /// Adds the role with what these secrets need.
    pub(crate) fn add_with(self, id: &str, stack: &mut Stack, secrets: &[Secret]) -> Handle<iam::Role> {
        let mut parameters = Vec::new();
        let mut managed = Vec::new();
        for secret in secrets {
            let (list, arn) = match &secret.grant {
                Grant::Ssm(arn) => (&mut parameters, arn),
                Grant::SecretsManager(arn) => (&mut managed, arn),
            };
            if !list.iter().any(|known: &crate::stack::Value<Text>| known.node() == arn.node()) {
                list.push(arn.clone());
            }
        }
        let mut role = self.role;
        if !parameters.is_empty() {
            role = role.grant(["ssm:GetParameters", "ssm:GetParameter"], parameters);
        }
        if !managed.is_empty() {
            role = role.grant(["secretsmanager:GetSecretValue"], managed);
        }
        stack.add(id, role)
    }
}

impl Default for ExecutionRole {
    #[track_caller]
    fn default() -> Self {
        ExecutionRole::new()
    }
}
