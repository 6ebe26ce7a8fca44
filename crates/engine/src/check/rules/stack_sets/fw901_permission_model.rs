//! FW901: properties of a stack set that its permission model does not have, or needs.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::stack_set::{self, StackSet};

pub(crate) const RULE: Rule = Rule {
    code: "FW901",
    severity: Severity::Error,
    what: "Finds properties of a stack set that its permission model does not take or needs, and two forms of one operation preference.",
    why: "CloudFormation refuses the stack set: roles of one's own belong to SELF_MANAGED, organizational units and automatic deployment to SERVICE_MANAGED.",
    example: "PermissionModel: SELF_MANAGED with DeploymentTargets: {OrganizationalUnitIds: […]}",
    fix: "take the properties of one model: accounts and roles, or organizational units and `AutoDeployment`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html",
    kind: RuleKind::Template(run),
};

/// What is given as a number or as a percentage.
const EITHER: [[&str; 2]; 2] =
    [["FailureToleranceCount", "FailureTolerancePercentage"], ["MaxConcurrentCount", "MaxConcurrentPercentage"]];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for set in stack_set::all(context.scope()) {
        match set.permission_model().as_deref() {
            Some("SELF_MANAGED") => self_managed(rule, &set, context),
            Some("SERVICE_MANAGED") => service_managed(rule, &set, context),
            _ => {}
        }
        let preferences = set.property("OperationPreferences");
        for [count, percentage] in EITHER {
            let [one, other] = [preferences.get(count), preferences.get(percentage)];
            if one.is_given() && other.is_given() && one.coexists(&other) {
                let finding = rule.finding(format!("`{count}` and `{percentage}` are both given"));
                other.report(context, finding.help("keep one of them").related(one.location(), "the other one"));
            }
        }
    }
}

fn self_managed(rule: &Rule, set: &StackSet<'_>, context: &mut Context<'_>) {
    let mut refuse = |property: &Property<'_>, what: &str| {
        let finding = rule.finding(format!("{what} belongs to SERVICE_MANAGED permissions, and this stack set is SELF_MANAGED"));
        property.report(context, finding.help(rule.fix));
    };
    let auto = set.property("AutoDeployment").get("Enabled");
    if auto.is("true") {
        refuse(&auto, "automatic deployment");
    }
    let call_as = set.property("CallAs");
    if call_as.is("DELEGATED_ADMIN") {
        refuse(&call_as, "`CallAs: DELEGATED_ADMIN`");
    }
    for group in set.groups().unwrap_or_default() {
        let units = group.at(&["DeploymentTargets", "OrganizationalUnitIds"]);
        if units.is_given() {
            refuse(&units, "a target by organizational unit");
        }
    }
}

fn service_managed(rule: &Rule, set: &StackSet<'_>, context: &mut Context<'_>) {
    for name in ["AdministrationRoleARN", "ExecutionRoleName"] {
        let property = set.property(name);
        if property.is_given() {
            let finding =
                rule.finding(format!("`{name}` belongs to SELF_MANAGED permissions, and this stack set is SERVICE_MANAGED"));
            property.report(context, finding.help(rule.fix));
        }
    }
    let auto = set.property("AutoDeployment");
    if auto.is_absent() {
        let finding = rule.finding("a SERVICE_MANAGED stack set needs `AutoDeployment`");
        set.property("PermissionModel").report(
            context,
            finding.help("`AutoDeployment: {Enabled: true, RetainStacksOnAccountRemoval: true}`, or `{Enabled: false}`"),
        );
    }
    for group in set.groups().unwrap_or_default() {
        let targets = group.get("DeploymentTargets");
        let units = targets.get("OrganizationalUnitIds");
        if units.is_absent() && targets.is_given() {
            let finding = rule.finding("a SERVICE_MANAGED stack set needs `OrganizationalUnitIds`");
            targets.report(
                context,
                finding.help("name the units, or the root of the organization; `AccountFilterType` chooses accounts among them"),
            );
        }
    }
}
