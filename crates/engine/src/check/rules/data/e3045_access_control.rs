//! E3045: a canned access control list on a bucket that takes none.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3045",
    severity: Severity::Error,
    what: "Finds a bucket with an `AccessControl` that grants others access, but `OwnershipControls` that enforce the owner, or none; and one with a public list that blocks public ACLs, as new buckets do.",
    why: "S3 refuses ACLs on a new bucket: `Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting`.",
    example: "\"AccessControl\": \"PublicRead\" without `OwnershipControls`",
    fix: "remove `AccessControl` and use a bucket policy, or allow ACLs with `OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerPreferred}]}`",
    link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    kind: RuleKind::Template(run),
};

/// The lists that S3 takes on every new bucket: the default, and two of objects, which it ignores on buckets.
const HARMLESS: [&str; 3] = ["BucketOwnerFullControl", "BucketOwnerRead", "Private"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for bucket in resource::of_type(scope, "AWS::S3::Bucket") {
        for [control, ownership, block] in
            bucket.properties.together(["AccessControl", "OwnershipControls", "PublicAccessBlockConfiguration"])
        {
            let Some(list) = control.text().filter(|list| !HARMLESS.contains(&list.as_str())) else { continue };
            if !control.is_value_of_parameter() && enforces(&ownership) {
                let message = format!("the bucket `{}` does not allow ACLs such as `{list}`", bucket.id);
                control.report(context, rule.finding(message).help(rule.fix));
            } else if !control.is_value_of_parameter() && PUBLIC.contains(&list.as_str()) && blocks(&block) {
                let message = format!("the bucket `{}` blocks public ACLs such as `{list}`", bucket.id);
                let help = "write `PublicAccessBlockConfiguration: {BlockPublicAcls: false, …}`, or use a bucket policy";
                control.report(context, rule.finding(message).help(help));
            }
        }
    }
}

/// The lists that grant everybody, or everybody with an account, access.
const PUBLIC: [&str; 3] = ["AuthenticatedRead", "PublicRead", "PublicReadWrite"];

/// Whether a bucket takes no public ACL, as new ones without being asked:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html>
fn blocks(block: &Property<'_>) -> bool {
    block.is_absent() || block.get("BlockPublicAcls").is("true")
}

/// Whether all in a bucket is its owner's, as by default.
fn enforces(ownership: &Property<'_>) -> bool {
    let rules = ownership.get("Rules").items();
    ownership.is_absent()
        || rules.is_some_and(|rules| rules.iter().any(|rule| rule.get("ObjectOwnership").is("BucketOwnerEnforced")))
}
