//! IAM roles with grants.

use super::access::Access;
use crate::aws::iam;
use crate::iam::{Actions, Condition, OneOrMany, PolicyDocument, Principal, Statement};
use crate::stack::functions::sub;
use crate::stack::{Construct, Handle, IntoValue, Json, Maybe, Pending, Stack, Text, Value, located, pseudo};

/// The ARN of a policy that AWS manages, by its name with its path, for example `service-role/AmazonECSTaskExecutionRolePolicy`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn role(trust: iam::PolicyDocument) -> iam::Role {
///     iam::Role::new(trust).managed_policy_arns([managed_policy_arn("ReadOnlyAccess")])
/// }
/// ```
pub fn managed_policy_arn(name: &str) -> Value<Text> {
    sub(format!("arn:${{AWS::Partition}}:iam::aws:policy/{name}")).into_value()
}

/// A role: who may assume it, and what it may do.
///
/// Its policies stand inside the role, so that nothing that uses the role can start before they exist. It has no physical name
/// unless it is given one: a named role cannot be replaced.
///
/// ```
/// use formwork::constructs::Role;
/// use formwork::prelude::*;
///
/// fn role(stack: &mut Stack, files: Handle<s3::Bucket>) -> Handle<iam::Role> {
///     let role = Role::for_tasks().grant("s3:ListBucket", files.arn()).grant(["s3:GetObject"], sub("${Files.Arn}/*"));
///     stack.add("TaskRole", role)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Role {
    /// The execution role of a task is added with the task.
    pub(super) pending: Pending,
    trust: Statement,
    name: Option<Value<Text>>,
    policy_name: Option<Value<Text>>,
    managed: Vec<Value<Text>>,
    statements: Vec<Statement>,
}

impl Role {
    /// A role that this principal may assume.
    #[track_caller]
    pub fn new(principal: Principal) -> Self {
        Role::trusting(Statement::allow(["sts:AssumeRole"]).principal(principal))
    }

    /// A role that ECS tasks assume: what the application in a container may do.
    ///
    /// The trust is limited to tasks of the stack's own account and region, as AWS recommends against the confused deputy:
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>.
    #[track_caller]
    pub fn for_tasks() -> Self {
        let tasks: Value<Text> = sub("arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*").into_value();
        let trust = Statement::allow(["sts:AssumeRole"])
            .principal(Principal::service("ecs-tasks.amazonaws.com"))
            .when(Condition::string_equals("aws:SourceAccount", pseudo::account_id()))
            .when(Condition::arn_like("aws:SourceArn", tasks));
        Role::trusting(trust)
    }

    #[track_caller]
    fn trusting(trust: Statement) -> Self {
        Role { pending: Pending::of::<Self>(), policy_name: None, trust, name: None, managed: Vec::new(), statements: Vec::new() }
    }

    /// The role's physical name; at most 64 characters. A named role cannot be replaced, and two stacks cannot both have it.
    #[track_caller]
    pub fn role_name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// The name of the inline policy that holds the grants; the role's id and `Policy` unless it is given.
    #[track_caller]
    pub fn policy_name(mut self, name: impl Into<String>) -> Self {
        self.policy_name = Some(located(name.into()));
        self
    }

    /// Attaches a policy that AWS manages, by its name.
    #[track_caller]
    pub fn managed_policy(mut self, name: &str) -> Self {
        self.managed.push(located(managed_policy_arn(name)));
        self
    }

    /// Allows actions on resources.
    #[track_caller]
    pub fn grant<M, N>(self, actions: impl Actions<M>, resources: impl OneOrMany<N>) -> Self {
        self.statement(Statement::allow(actions).on(resources))
    }

    /// Lets the role be assumed only when this holds.
    pub fn trusted_when(mut self, condition: Condition) -> Self {
        self.trust = self.trust.when(condition);
        self
    }

    /// Allows what a construct grants: `.access(orders.grant_read())`.
    pub fn access(mut self, access: Access) -> Self {
        self.statements.extend(access.statements);
        self
    }

    /// Adds a statement to the inline policy.
    pub fn statement(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }
}

impl Construct for Role {
    type Output = Handle<iam::Role>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let name = self.policy_name.unwrap_or_else(|| format!("{id}Policy").into_value());
        let policies =
            (!self.statements.is_empty()).then(|| [iam::role::Policy::new(PolicyDocument::new(self.statements), name)]);
        let trust: Value<Json> = PolicyDocument::new([self.trust]).into_value();
        let role = iam::Role::new(trust)
            .maybe(self.name, iam::Role::role_name)
            .maybe((!self.managed.is_empty()).then_some(self.managed), iam::Role::managed_policy_arns)
            .maybe(policies, iam::Role::policies);
        stack.add(id, role)
    }
}
