//! W3663: a permission for a bucket, whoever owns it.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "W3663",
    severity: Severity::Warning,
    what: "Finds a Lambda permission whose `SourceArn` has no account, such as that of a bucket, without `SourceAccount`.",
    why: "If the bucket is deleted, whoever makes one of its name can invoke the function.",
    example: "\"SourceArn\": \"arn:aws:s3:::uploads\" without `SourceAccount`",
    fix: "add `SourceAccount: !Ref AWS::AccountId`",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for permission in resource::of_type(context.scope(), "AWS::Lambda::Permission") {
        let source = permission.properties.get("SourceArn");
        let is_of_bucket = source.owner_of("AWS::S3::Bucket").is_some();
        let is_without_account = |arn: &str| matches!(arn.splitn(6, ':').collect::<Vec<_>>()[..], ["arn", _, _, _, "", _]);
        let is_open = is_of_bucket || source.text().is_some_and(|arn| is_without_account(&arn));
        if is_open && permission.properties.get("SourceAccount").is_absent() {
            source.report(context, rule.finding("`SourceArn` has no account, and there is no `SourceAccount`").help(rule.fix));
        }
    }
}
