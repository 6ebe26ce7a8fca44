//! FW905: a stack that a stack set never makes: in the management account.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::stack_set;

pub(crate) const RULE: Rule = Rule {
    code: "FW905",
    severity: Severity::Warning,
    what: "Finds the management account of the organization among the accounts of a SERVICE_MANAGED stack set.",
    why: "StackSets deploys no stack to it, whatever organizational unit it is in, and says nothing about it.",
    example: "`CallAs: SELF` in the account 111122223333 with the target account 111122223333",
    fix: "give the management account a stack of its own, with the same template",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    // Only from the management account a stack set is administered as `SELF`.
    let Some(account) = context.scope().account() else { return };
    for set in stack_set::all(context.scope()) {
        let is_own = set.permission_model().as_deref() == Some("SERVICE_MANAGED")
            && set.property("CallAs").text_or("SELF").as_deref() == Some("SELF");
        for group in set.groups().filter(|_| is_own).unwrap_or_default() {
            let targets = group.get("DeploymentTargets");
            if targets.get("AccountFilterType").is("DIFFERENCE") {
                continue;
            }
            let accounts = targets.get("Accounts").items().unwrap_or_default();
            if let Some(own) = accounts.iter().find(|listed| listed.is(account)) {
                let message =
                    format!("{account} is the management account, to which a SERVICE_MANAGED stack set deploys nothing");
                own.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
