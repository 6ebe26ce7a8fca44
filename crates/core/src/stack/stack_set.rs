//! Stack sets: stacks that belong in many accounts and regions, which CloudFormation deploys by itself.
//!
//! A stack set is a resource of its administrator account, `AWS::CloudFormation::StackSet`. So the stack that holds it is deployed like
//! any other, by change sets, and CloudFormation makes, updates and deletes the stacks in the target accounts.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html>

use indexmap::IndexMap;

use crate::template::{Content, Node, SourceLocation};

/// Where the stacks of a stack set go, who may deploy them, and how they are deployed.
///
/// ```
/// use formwork::prelude::*;
///
/// fn baseline(app: &mut App) {
///     let everywhere = StackSet::service_managed(["ou-ab12-c3d4e5f6"], ["eu-west-1", "us-east-1"]).failure_tolerance_count(1);
///     let stack = app.stack_set("baseline", everywhere);
///     stack.add("Alarms", sns::Topic::new());
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "pass it to `App::stack_set`"]
pub struct StackSet {
    pub(super) location: SourceLocation,
    pub(super) permission_model: &'static str,
    pub(super) administration_role_arn: Option<String>,
    pub(super) execution_role_name: Option<String>,
    pub(super) delegated: bool,
    /// Whether accounts that come into a target get a stack, and whether those that leave keep it.
    pub(super) auto_deployment: Option<(bool, bool)>,
    pub(super) managed_execution: bool,
    pub(super) organizational_units: Vec<String>,
    pub(super) accounts: Vec<String>,
    pub(super) account_filter: Option<&'static str>,
    pub(super) regions: Vec<String>,
    pub(super) preferences: IndexMap<&'static str, Node>,
}

impl StackSet {
    /// To all accounts of organizational units, or of a whole organization by the id of its root, in some regions, one after the other.
    /// AWS Organizations makes the roles (`SERVICE_MANAGED`).
    ///
    /// Accounts that come into a unit get a stack as well, and accounts that leave keep theirs. The management account of the organization
    /// never gets one, whatever unit it is in: it needs a stack of its own.
    #[track_caller]
    pub fn service_managed(
        organizational_units: impl IntoIterator<Item = impl Into<String>>,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let organizational_units = organizational_units.into_iter().map(Into::into).collect();
        StackSet { organizational_units, auto_deployment: Some((true, true)), ..StackSet::new("SERVICE_MANAGED", regions) }
    }

    /// To accounts that are listed, in some regions, one after the other. The roles are there already (`SELF_MANAGED`):
    /// `AWSCloudFormationStackSetAdministrationRole` in this account, `AWSCloudFormationStackSetExecutionRole` in each target account.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html>
    #[track_caller]
    pub fn self_managed(
        accounts: impl IntoIterator<Item = impl Into<String>>,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        StackSet { accounts: accounts.into_iter().map(Into::into).collect(), ..StackSet::new("SELF_MANAGED", regions) }
    }

    #[track_caller]
    fn new(permission_model: &'static str, regions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        StackSet {
            location: SourceLocation::caller(),
            permission_model,
            administration_role_arn: None,
            execution_role_name: None,
            delegated: false,
            auto_deployment: None,
            managed_execution: false,
            organizational_units: Vec::new(),
            accounts: Vec::new(),
            account_filter: None,
            regions: regions.into_iter().map(Into::into).collect(),
            preferences: IndexMap::new(),
        }
    }

    /// `CallAs: DELEGATED_ADMIN`: this account is not the management account of the organization, but one that it registered for stack sets.
    pub fn delegated_administrator(self) -> Self {
        StackSet { delegated: true, ..self }
    }

    /// `AutoDeployment`: whether accounts that come into a unit get a stack, and whether those that leave keep it with all that is in it.
    pub fn auto_deployment(self, enabled: bool, retain_stacks_on_account_removal: bool) -> Self {
        StackSet { auto_deployment: Some((enabled, retain_stacks_on_account_removal)), ..self }
    }

    /// Only these accounts of the organizational units (`AccountFilterType: INTERSECTION`).
    pub fn only_accounts(self, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filtered("INTERSECTION", accounts)
    }

    /// All accounts of the organizational units but these (`AccountFilterType: DIFFERENCE`).
    pub fn except_accounts(self, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filtered("DIFFERENCE", accounts)
    }

    /// These accounts as well as those of the organizational units (`AccountFilterType: UNION`).
    pub fn and_accounts(self, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filtered("UNION", accounts)
    }

    fn filtered(self, filter: &'static str, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        StackSet { account_filter: Some(filter), accounts: accounts.into_iter().map(Into::into).collect(), ..self }
    }

    /// `AdministrationRoleARN`: the role of this account that takes the roles of the target accounts, where permissions are self-managed.
    pub fn administration_role_arn(self, arn: impl Into<String>) -> Self {
        StackSet { administration_role_arn: Some(arn.into()), ..self }
    }

    /// `ExecutionRoleName`: the role of each target account with which its stack is deployed, where permissions are self-managed.
    pub fn execution_role_name(self, name: impl Into<String>) -> Self {
        StackSet { execution_role_name: Some(name.into()), ..self }
    }

    /// `ManagedExecution`: operations that do not concern each other go on at the same time, and others wait in a queue.
    pub fn managed_execution(self) -> Self {
        StackSet { managed_execution: true, ..self }
    }

    /// `FailureToleranceCount`: in how many accounts of a region an operation may fail before it stops. CloudFormation's default is 0.
    #[track_caller]
    pub fn failure_tolerance_count(self, accounts: u32) -> Self {
        self.preferred("FailureToleranceCount", number(accounts))
    }

    /// `FailureTolerancePercentage`: in how many of 100 accounts of a region an operation may fail before it stops.
    #[track_caller]
    pub fn failure_tolerance_percentage(self, percent: u8) -> Self {
        self.preferred("FailureTolerancePercentage", number(percent))
    }

    /// `MaxConcurrentCount`: in how many accounts of a region stacks are deployed at a time; at most one more than may fail, unless
    /// [`soft_failure_tolerance`](Self::soft_failure_tolerance) says otherwise. CloudFormation's default is 1.
    #[track_caller]
    pub fn max_concurrent_count(self, accounts: u32) -> Self {
        self.preferred("MaxConcurrentCount", number(accounts))
    }

    /// `MaxConcurrentPercentage`: in how many of 100 accounts of a region stacks are deployed at a time.
    #[track_caller]
    pub fn max_concurrent_percentage(self, percent: u8) -> Self {
        self.preferred("MaxConcurrentPercentage", number(percent))
    }

    /// `ConcurrencyMode: SOFT_FAILURE_TOLERANCE`: as many accounts at a time as may be, however many have failed. More can fail than are
    /// tolerated.
    #[track_caller]
    pub fn soft_failure_tolerance(self) -> Self {
        self.preferred("ConcurrencyMode", Node::text("SOFT_FAILURE_TOLERANCE"))
    }

    /// `RegionConcurrencyType: PARALLEL`: all regions at the same time, and not one after the other.
    #[track_caller]
    pub fn regions_in_parallel(self) -> Self {
        self.preferred("RegionConcurrencyType", Node::text("PARALLEL"))
    }

    #[track_caller]
    fn preferred(mut self, name: &'static str, value: Node) -> Self {
        self.preferences.insert(name, value.at(SourceLocation::caller()));
        self
    }
}

fn number(value: impl Into<serde_json::Number>) -> Node {
    Node::new(Content::Number(value.into()))
}
