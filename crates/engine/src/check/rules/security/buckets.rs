//! Buckets of S3: who reads and writes them, and what is seen of it.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::check::rules::security::public;
use crate::diagnostic::Severity;
use crate::language::read::policy;
use crate::language::read::public_access::BLOCKS;
use crate::language::read::resource;

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS601",
            severity: Severity::Error,
            what: "Finds a bucket whose canned access control list lets others in.",
            why: "Whoever knows a name reads, or writes, what is in it.",
            example: "AccessControl: PublicRead",
            fix: "in Rust without `.access_control(…)`, in YAML `AccessControl: Private`; publish by CloudFront with an origin access control",
            link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::S3::Bucket"],
                path: &["AccessControl"],
                must: Must::NotBe(&["PublicRead", "PublicReadWrite", "AuthenticatedRead"]),
                absent_is_right: true,
                of: every,
                says: "the access control list of `{id}` lets others in",
            }]),
        },
        elsewhere: Elsewhere { hub: "S3.2, S3.3", nag: "AwsSolutions-S2", checkov: "CKV_AWS_20, CKV_AWS_57" },
    },
    PackRule {
        rule: Rule {
            code: "FWS602",
            severity: Severity::Error,
            what: "Finds a policy that opens a bucket to everybody: it allows the principal `*` something without a condition.",
            why: "Any AWS account in the world, or nobody at all who has credentials, may do it.",
            example: "Principal: \"*\" in AWS::S3::BucketPolicy",
            fix: "name who is meant: in Rust `Principal::service(\"cloudfront.amazonaws.com\")` with `.when(…)`, in YAML `Principal: {Service: cloudfront.amazonaws.com}` with `Condition: {StringEquals: {\"AWS:SourceArn\": …}}`",
            link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
            kind: RuleKind::Template(public_buckets),
        },
        elsewhere: Elsewhere { hub: "S3.2, S3.3", nag: "AwsSolutions-S5", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS603",
            severity: Severity::Error,
            what: "Finds a bucket that switches parts of the block of public access off. New buckets block everything unless they say otherwise.",
            why: "One policy or list that somebody adds makes the bucket public.",
            example: "PublicAccessBlockConfiguration: {BlockPublicAcls: false}",
            fix: "in Rust without `.public_access_block_configuration(…)`, in YAML `PublicAccessBlockConfiguration` with all four flags `true`, or left out",
            link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
            kind: RuleKind::Template(open_blocks),
        },
        elsewhere: Elsewhere { hub: "S3.8", nag: "AwsSolutions-S2", checkov: "CKV_AWS_53, CKV_AWS_54, CKV_AWS_55, CKV_AWS_56" },
    },
    PackRule {
        rule: Rule {
            code: "FWS604",
            severity: Severity::Error,
            what: "Finds a bucket that no policy of the template keeps from requests without TLS.",
            why: "Whoever is between reads what is fetched and stored.",
            example: "AWS::S3::Bucket without a `Deny` of `aws:SecureTransport: false`",
            fix: "in Rust `s3::BucketPolicy` with `Statement::deny([\"s3:*\"]).when(Condition::bool(\"aws:SecureTransport\", false))`, in YAML `AWS::S3::BucketPolicy` with `{Effect: Deny, Principal: \"*\", Action: \"s3:*\", Resource: […], Condition: {Bool: {\"aws:SecureTransport\": false}}}`",
            link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
            kind: RuleKind::Template(plain_transport),
        },
        elsewhere: Elsewhere { hub: "S3.5", nag: "AwsSolutions-S10", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS605",
            severity: Severity::Error,
            what: "Finds a bucket without versioning.",
            why: "What is overwritten or deleted, by mistake or by ransom, does not come back.",
            example: "AWS::S3::Bucket without `VersioningConfiguration`",
            fix: "in Rust `.versioning_configuration(VersioningConfiguration::new(Status::ENABLED))`, in YAML `VersioningConfiguration: {Status: Enabled}`; let a lifecycle rule delete old versions",
            link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::S3::Bucket"],
                path: &["VersioningConfiguration", "Status"],
                must: Must::Be(&["Enabled"]),
                absent_is_right: false,
                of: every,
                says: "`{id}` has no versioning",
            }]),
        },
        elsewhere: Elsewhere { hub: "S3.14", nag: "", checkov: "CKV_AWS_21" },
    },
    PackRule {
        rule: Rule {
            code: "FWS606",
            severity: Severity::Error,
            what: "Finds a bucket whose requests are not logged. One that takes logs is left alone.",
            why: "Nobody can tell afterwards who read what.",
            example: "AWS::S3::Bucket without `LoggingConfiguration`",
            fix: "in Rust `Bucket::access_logs(bucket, prefix)` of the construct (and `Bucket::takes_access_logs()` on the bucket that takes them), or `.logging_configuration(…)`; in YAML `LoggingConfiguration: {DestinationBucketName: !Ref Logs}`",
            link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
            kind: RuleKind::Template(bucket_logs),
        },
        elsewhere: Elsewhere { hub: "S3.9", nag: "AwsSolutions-S1", checkov: "CKV_AWS_18" },
    },
];

const BUCKET: &str = "AWS::S3::Bucket";
const POLICY: &str = "AWS::S3::BucketPolicy";

fn public_buckets(rule: &Rule, context: &mut Context<'_>) {
    public::report(rule, context, &[POLICY], "everybody is let into the bucket");
}

fn open_blocks(rule: &Rule, context: &mut Context<'_>) {
    for bucket in resource::of_type(context.scope(), BUCKET) {
        let configuration = bucket.properties.get("PublicAccessBlockConfiguration");
        let is_off = |name: &&'static str| {
            let flag = configuration.get(name);
            flag.is_absent() || flag.text().is_some_and(|given| given.eq_ignore_ascii_case("false"))
        };
        let off: Vec<&'static str> = BLOCKS.into_iter().filter(|name| is_off(name)).collect();
        if configuration.map().is_some() && !off.is_empty() {
            let message = format!("`{}` switches {} off", bucket.id, off.join(", "));
            configuration.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// Whether a statement may refuse what comes without TLS.
fn refuses_plain(statement: &policy::Statement<'_>) -> bool {
    let keys = ["Bool", "BoolIfExists"].map(|operator| statement.at(&["Condition", operator]));
    let names = |keys: &policy::Statement<'_>| {
        keys.map().is_some_and(|map| map.keys().any(|key| key.as_str().eq_ignore_ascii_case("aws:SecureTransport")))
    };
    let is_said = keys.into_iter().any(|key| names(&policy::Statement(key)));
    let tls = statement.at(&["Condition", "NumericLessThan", "s3:TlsVersion"]);
    let is_known =
        statement.map().is_some() && (statement.get("Condition").is_absent() || statement.get("Condition").map().is_some());
    !is_known || is_said || !tls.is_absent()
}

fn plain_transport(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let policies = resource::of_type(scope, POLICY);
    for bucket in resource::of_type(scope, BUCKET) {
        // A policy of a bucket that is not known may be of this one.
        let of_bucket = policies.iter().filter(|policy| {
            let named = policy.properties.get("Bucket");
            named.leads_to(bucket.id) || named.target().is_none()
        });
        let is_refused = |policy: &resource::Resource<'_>| {
            let document = policy.properties.get("PolicyDocument");
            document.map().is_none() || policy::statements(&document).iter().any(refuses_plain)
        };
        if !of_bucket.into_iter().any(is_refused) {
            let finding = rule.finding(format!("`{}` takes requests without TLS", bucket.id)).help(rule.fix);
            context.report(finding, bucket.location, ["Resources", bucket.id]);
        }
    }
}

fn bucket_logs(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let buckets = resource::of_type(scope, BUCKET);
    let takes_logs = |bucket: &resource::Resource<'_>| {
        let is_named = |other: &resource::Resource<'_>| {
            other.properties.at(&["LoggingConfiguration", "DestinationBucketName"]).leads_to(bucket.id)
        };
        bucket.properties.get("AccessControl").is("LogDeliveryWrite") || buckets.iter().any(is_named)
    };
    for bucket in &buckets {
        let logging = bucket.properties.get("LoggingConfiguration");
        if logging.is_absent() && !takes_logs(bucket) {
            let message = format!("nobody sees who asks `{}` for what", bucket.id);
            logging.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
