//! W3037: an IAM action that does not exist.

use super::fw104_policy_action::is_action;
use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::read::pattern::matches;
use crate::language::read::policy::Statement;
use crate::language::read::property::Property;
use crate::schema::actions;

pub(crate) const RULE: Rule = Rule {
    code: "W3037",
    severity: Severity::Warning,
    what: "Finds an action of a policy statement that the service does not have, a pattern that matches none of its actions, and an unknown service prefix.",
    why: "IAM silently accepts the policy, and the intended permission is missing.",
    example: "\"Action\": \"ssm:GetParamters\"",
    fix: "take the name from the service's page; if AWS added it recently, allow the finding",
    link: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    kind: RuleKind::Node(Nodes::Statements, run),
};

/// Actions that nobody lists, in the policies that AWS writes by itself: that of every topic has this one.
const WRITTEN_BY_AWS: [&str; 1] = ["sns:receive"];

fn run<'a>(rule: &Rule, context: &Context<'a>, visit: &Visit<'a, '_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if !visit.is_statement() {
        return findings;
    }
    let statement = Statement(Property::of(context.scope(), visit.node, visit.location));
    for element in ["Action", "NotAction"] {
        for entry in statement.entries(element) {
            let Some((message, help)) = entry.text().and_then(|action| validate(&action)) else { continue };
            let finding = rule.finding(message).at(entry.location()).path([element]);
            findings.push(finding.help(help.unwrap_or_else(|| rule.fix.to_owned())));
        }
    }
    findings
}

/// What is wrong with an action of the right form, and the nearest right one.
pub(crate) fn validate(action: &str) -> Option<(String, Option<String>)> {
    if !is_action(action) || WRITTEN_BY_AWS.contains(&action.to_lowercase().as_str()) {
        return None;
    }
    let (prefix, name) = action.split_once(':')?;
    let (prefix, name) = (prefix.to_lowercase(), name.to_lowercase());
    let Some(mut known) = actions::of(&prefix) else {
        let near = nearest(&prefix, actions::services()).map(|near| format!("did you mean `{near}:…`?"));
        return Some((format!("no service has the prefix that `{}` uses", shown(action)), near));
    };
    if name.contains(['*', '?']) {
        let matched = known.any(|action| matches(&name, action));
        return (!matched).then(|| (format!("no action matches `{}`", shown(action)), None));
    }
    let candidates = known.clone();
    if known.any(|action| action == name) {
        return None;
    }
    if let Some((_, _, of_call)) = CALLS.iter().find(|(service, call, _)| (*service, *call) == (&*prefix, &*name)) {
        return Some((
            format!("there is no action `{}`", shown(action)),
            Some(format!("the action of this call is `{prefix}:{of_call}`")),
        ));
    }
    let written = action.split_once(':').map_or("", |(_, name)| name);
    // Another verb is another permission.
    let verb = name.get(..VERB).unwrap_or(&name).to_owned();
    let near = nearest(&name, candidates.filter(|near| near.starts_with(&verb)));
    let near = near.map(|near| format!("did you mean `{prefix}:{}`?", spelled(near, written)));
    Some((format!("there is no action `{}`", shown(action)), near))
}

/// How many letters of a verb tell it from others: `Get`, `Put`, `Lis`.
const VERB: usize = 3;

/// Calls of a service that are permitted by an action of another name.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>
const CALLS: [(&str, &str, &str); 40] = [
    ("lambda", "invoke", "InvokeFunction"),
    ("s3", "completemultipartupload", "PutObject"),
    ("s3", "copyobject", "PutObject"),
    ("s3", "createmultipartupload", "PutObject"),
    ("s3", "deletebucketencryption", "PutEncryptionConfiguration"),
    ("s3", "deletebucketlifecycle", "PutLifecycleConfiguration"),
    ("s3", "deletebucketreplication", "PutReplicationConfiguration"),
    ("s3", "deletebuckettagging", "PutBucketTagging"),
    ("s3", "deleteobjects", "DeleteObject"),
    ("s3", "deletepublicaccessblock", "PutBucketPublicAccessBlock"),
    ("s3", "getbucketaccelerateconfiguration", "GetAccelerateConfiguration"),
    ("s3", "getbucketencryption", "GetEncryptionConfiguration"),
    ("s3", "getbucketinventoryconfiguration", "GetInventoryConfiguration"),
    ("s3", "getbucketlifecycle", "GetLifecycleConfiguration"),
    ("s3", "getbucketlifecycleconfiguration", "GetLifecycleConfiguration"),
    ("s3", "getbucketmetricsconfiguration", "GetMetricsConfiguration"),
    ("s3", "getbucketreplication", "GetReplicationConfiguration"),
    ("s3", "getpublicaccessblock", "GetBucketPublicAccessBlock"),
    ("s3", "headbucket", "ListBucket"),
    ("s3", "headobject", "GetObject"),
    ("s3", "listbuckets", "ListAllMyBuckets"),
    ("s3", "listmultipartuploads", "ListBucketMultipartUploads"),
    ("s3", "listobjects", "ListBucket"),
    ("s3", "listobjectsv2", "ListBucket"),
    ("s3", "listobjectversions", "ListBucketVersions"),
    ("s3", "listparts", "ListMultipartUploadParts"),
    ("s3", "putbucketaccelerateconfiguration", "PutAccelerateConfiguration"),
    ("s3", "putbucketencryption", "PutEncryptionConfiguration"),
    ("s3", "putbucketinventoryconfiguration", "PutInventoryConfiguration"),
    ("s3", "putbucketlifecycle", "PutLifecycleConfiguration"),
    ("s3", "putbucketlifecycleconfiguration", "PutLifecycleConfiguration"),
    ("s3", "putbucketmetricsconfiguration", "PutMetricsConfiguration"),
    ("s3", "putbucketreplication", "PutReplicationConfiguration"),
    ("s3", "putpublicaccessblock", "PutBucketPublicAccessBlock"),
    ("s3", "setbucketencryption", "PutEncryptionConfiguration"),
    ("s3", "uploadpart", "PutObject"),
    ("sns", "publishbatch", "Publish"),
    ("sqs", "changemessagevisibilitybatch", "ChangeMessageVisibility"),
    ("sqs", "deletemessagebatch", "DeleteMessage"),
    ("sqs", "sendmessagebatch", "SendMessage"),
];

/// A name of the list, which has small letters only, with the capitals that are written, as far as both begin and end alike.
fn spelled(name: &str, written: &str) -> String {
    let is_same = |(one, other): &(char, char)| one.eq_ignore_ascii_case(other);
    let head = name.chars().zip(written.chars()).take_while(is_same).count();
    let tail = name.chars().rev().zip(written.chars().rev()).take_while(is_same).count();
    let tail = tail.min(name.len().min(written.len()) - head);
    let (start, end) = (written.get(..head), written.get(written.len() - tail..));
    let middle = name.get(head..name.len() - tail);
    match (start, middle, end) {
        // What both have not in common has small letters, if it is a slip of the pen.
        (Some(start), Some(middle), Some(end)) if middle.len() <= MISSPELT => format!("{start}{middle}{end}"),
        _ => name.to_owned(),
    }
}

/// The letters of a slip of the pen.
const MISSPELT: usize = 2;

#[cfg(test)]
mod tests {
    use super::{spelled, validate};

    #[test]
    fn a_name_keeps_the_capitals_that_were_written() {
        assert_eq!(spelled("getobject", "GetObjct"), "GetObject");
        assert_eq!(spelled("getparameters", "GetParamters"), "GetParameters");
        assert_eq!(spelled("getobject", "GettObject"), "GetObject");
        assert_eq!(spelled("getobject", "getobjct"), "getobject");
    }

    #[test]
    fn what_is_no_action_at_all_is_left_to_another_rule() {
        assert_eq!(validate("GetParameters"), None);
        assert_eq!(validate("*"), None);
        assert_eq!(validate("SSM:getparameters"), None);
        assert!(validate("ssm:Xyz*").is_some());
    }
}
