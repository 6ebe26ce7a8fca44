//! FW712: a statement about S3 whose actions and resources do not fit.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy::{self, PolicyType, Statement};
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::language::reference;
use crate::template::substitution;

pub(crate) const RULE: Rule = Rule {
    code: "FW712",
    severity: Severity::Error,
    what: "Finds a bucket policy that is about another bucket or about `*`, and a statement of any policy that allows what is done to objects on the bucket itself, or what is done to the bucket on its objects.",
    why: "S3 refuses such a bucket policy: `Policy has invalid resource`, or `Action does not apply to any resource(s) in statement`. A policy of a role allows nothing there: `Access Denied`.",
    example: "\"Action\": \"s3:GetObject\" with the ARN of the bucket, without `/*`",
    fix: "objects are `BUCKET_ARN/*`, the bucket is `BUCKET_ARN`; both in one statement may be listed",
    link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html",
    kind: RuleKind::Template(run),
};

const BUCKET: &str = "AWS::S3::Bucket";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for holder in resource::of_type(scope, "AWS::S3::BucketPolicy") {
        let bucket = holder.properties.get("Bucket").target_of(BUCKET);
        let documents = policy::documents_of(&holder);
        for statement in documents.iter().flat_map(|document| policy::statements(&document.property)) {
            let resources = statement.entries("Resource");
            for entry in &resources {
                if entry.is("*") {
                    let help = "name the bucket, its objects as `BUCKET_ARN/*`, or both in a list";
                    entry
                        .report(context, rule.finding("expected an ARN for `Resource` of a bucket policy, found `*`").help(help));
                }
                let named = bucket_in(context, entry);
                if let Some((own, other)) = bucket.as_ref().zip(named).filter(|(own, other)| own.id != *other) {
                    let message = format!("the policy is of the bucket `{}`, and the statement is about `{other}`", own.id);
                    entry.report(
                        context,
                        rule.finding(message).help(format!("name `{}`", own.id)).related(own.location, "the bucket"),
                    );
                }
            }
            unfit(rule, context, &statement, &resources, rule.severity);
        }
    }
    for document in policy::documents(scope).iter().filter(|document| document.kind == PolicyType::Identity) {
        for statement in policy::statements(&document.property) {
            unfit(rule, context, &statement, &statement.entries("Resource"), Severity::Warning);
        }
    }
}

/// The one bucket that a resource of a statement names.
fn bucket_in<'a>(context: &Context<'a>, entry: &Property<'a>) -> Option<&'a str> {
    let mut ids = reference::ids(entry.node()?);
    ids.retain(|id| context.has("Resources", id));
    match ids[..] {
        [only] => resource::find(context.scope(), only).filter(|found| found.kind == BUCKET).map(|found| found.id),
        _ => None,
    }
}

/// Reports actions that apply to none of the resources of their statement.
fn unfit<'a>(rule: &Rule, context: &mut Context<'a>, statement: &Statement<'a>, resources: &[Property<'a>], severity: Severity) {
    let actions = statement.entries("Action");
    let Some(first) = actions.first().filter(|_| !resources.is_empty()) else { return };
    let all_are = |object: bool| {
        actions.iter().all(|action| action.text().is_some_and(|name| is_of_object(&name) == Some(object)))
            && resources.iter().all(|entry| names_object(context, entry) == Some(!object))
    };
    let message = match (all_are(true), all_are(false)) {
        (true, _) => "is done to objects, and the resource is the bucket itself",
        (_, true) => "is done to the bucket, and the resource is its objects",
        _ => return,
    };
    let name = first.text().unwrap_or_default();
    let mut finding = rule.finding(format!("`{name}` {message}")).help(rule.fix);
    finding.severity = severity;
    first.report(context, finding);
}

/// Whether an action is done to objects, or to the bucket; nothing for those that are not known.
fn is_of_object(action: &str) -> Option<bool> {
    match action {
        "s3:GetObject"
        | "s3:PutObject"
        | "s3:DeleteObject"
        | "s3:GetObjectVersion"
        | "s3:PutObjectAcl"
        | "s3:GetObjectAcl"
        | "s3:AbortMultipartUpload"
        | "s3:GetObjectTagging"
        | "s3:PutObjectTagging"
        | "s3:RestoreObject" => Some(true),
        "s3:ListBucket"
        | "s3:GetBucketLocation"
        | "s3:GetBucketAcl"
        | "s3:ListBucketVersions"
        | "s3:ListBucketMultipartUploads"
        | "s3:GetBucketPolicy"
        | "s3:GetBucketVersioning" => Some(false),
        _ => None,
    }
}

/// Whether a resource is an object or several, or a bucket. What a variable stands for is known where it is of a bucket or of the stack:
/// a parameter may have the prefix of objects as well.
fn names_object<'a>(context: &Context<'a>, entry: &Property<'a>) -> Option<bool> {
    let text = entry.node().map(reference::as_text)?;
    let rest = match text.split_once(":s3:::") {
        Some((_, rest)) => rest,
        None if text.starts_with("${") && bucket_in(context, entry).is_some() => &text,
        None => return None,
    };
    let variables = substitution::variables(rest);
    let mut named = variables.iter().map(|variable| variable.element());
    let is_known = named
        .all(|id| id.starts_with("AWS::") || context.scope().resource(id).is_some_and(|found| found.resource_type == BUCKET));
    Some(rest.contains('/')).filter(|is_object| *is_object || (is_known && !rest.contains('*')))
}
