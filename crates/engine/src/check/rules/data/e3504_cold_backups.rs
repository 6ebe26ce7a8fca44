//! E3504: backups that are deleted too soon after they are cold.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3504",
    severity: Severity::Error,
    what: "Finds a backup rule whose `DeleteAfterDays` is less than 90 days after `MoveToColdStorageAfterDays`.",
    why: "AWS Backup refuses the plan.",
    example: "30 and 60 days",
    fix: "keep backups 90 days in cold storage",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-backup-backupplan-lifecycleresourcetype.html",
    kind: RuleKind::Template(run),
};

/// The days that cold storage keeps at least.
const LEAST: i64 = 90;

fn run(rule: &Rule, context: &mut Context<'_>) {
    for plan in resource::of_type(context.scope(), "AWS::Backup::BackupPlan") {
        for backup in plan.properties.at(&["BackupPlan", "BackupPlanRule"]).items().unwrap_or_default() {
            let copies = backup.get("CopyActions").items().unwrap_or_default();
            for lifecycle in [&backup].into_iter().chain(&copies).map(|one| one.get("Lifecycle")) {
                let deleted = lifecycle.get("DeleteAfterDays");
                let days = lifecycle.get("MoveToColdStorageAfterDays").number().zip(deleted.number());
                let Some((cold, gone)) = days.filter(|(cold, gone)| gone - cold < LEAST) else { continue };
                let message = format!(
                    "backups are cold after {cold} days and deleted after {gone}, and cold storage keeps them {LEAST} days"
                );
                deleted.report(context, rule.finding(message).help(format!("write {} or more", cold + LEAST)));
            }
        }
    }
}
