//! Who the internet reaches by a property of its own: databases, clusters, APIs and buckets. Ports have rules of security groups.

use super::change::{ResourceChange, StackChange, Verdict};
use super::circumstances::Circumstances;
use super::headline::{Headline, HeadlineKind};
use super::holders::{Holders, Subject};
use super::processed::{Pair, Processed};
use super::statements::Statement;
use crate::language::read::address_block::is_world;
use crate::language::read::public_access::BLOCKS;
use crate::template::{Node, function};

/// Whether the internet reaches a resource by its properties, where that is known, and what is said of it.
struct Exposure {
    resource_type: &'static str,
    is_open: fn(&Node) -> Option<bool>,
    what: &'static str,
    /// Whether it is told of a new one as well, of which it is no usual purpose.
    is_told_of_new: bool,
}

/// By the pages of the types in the CloudFormation template reference.
const EXPOSURES: [Exposure; 11] = [
    Exposure {
        resource_type: "AWS::ApiGateway::RestApi",
        is_open: |api| {
            let kinds = api.at_path(&["EndpointConfiguration", "Types"]);
            kinds.map_or(Some(true), |kinds| any(kinds, |kind| kind != "PRIVATE"))
        },
        what: "is called from the internet: its endpoint is private no more",
        is_told_of_new: false,
    },
    Exposure {
        resource_type: "AWS::AppSync::GraphQLApi",
        is_open: |api| {
            let takes_key = any(api.get("AuthenticationType")?, |kind| kind == "API_KEY")?;
            Some(takes_key && !api.get("Visibility").map_or(Some(false), |one| any(one, |text| text == "PRIVATE"))?)
        },
        what: "is called by everybody who has its API key, which its clients carry: no sign-in is asked for any more",
        is_told_of_new: false,
    },
    Exposure {
        resource_type: "AWS::Cognito::IdentityPool",
        is_open: |pool| is_true(pool, &["AllowUnauthenticatedIdentities"], false),
        what: "gives credentials to everybody, without a sign-in",
        is_told_of_new: true,
    },
    Exposure {
        resource_type: "AWS::Cognito::UserPool",
        is_open: |pool| Some(!is_true(pool, &["AdminCreateUserConfig", "AllowAdminCreateUserOnly"], false)?),
        what: "lets everybody sign up: `AllowAdminCreateUserOnly` is true no more",
        is_told_of_new: false,
    },
    Exposure {
        resource_type: "AWS::EKS::Cluster",
        is_open: |cluster| {
            let blocks = cluster.at_path(&["ResourcesVpcConfig", "PublicAccessCidrs"]);
            let is_wide = blocks.map_or(Some(true), |blocks| any(blocks, is_world))?;
            Some(is_true(cluster, &["ResourcesVpcConfig", "EndpointPublicAccess"], true)? && is_wide)
        },
        what: "lets the whole internet reach its API server",
        is_told_of_new: false,
    },
    Exposure {
        resource_type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
        is_open: |balancer| balancer.get("Scheme").map_or(Some(true), |scheme| any(scheme, |scheme| scheme == "internet-facing")),
        what: "gets public addresses: its scheme is `internet-facing`",
        is_told_of_new: false,
    },
    // The policy of the function decides who else may call it: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    Exposure {
        resource_type: "AWS::Lambda::Url",
        is_open: |url| any(url.get("AuthType")?, |kind| kind == "NONE"),
        what: "is called from the internet without a sign-in by whoever the function's policy lets in: its `AuthType` is NONE",
        is_told_of_new: true,
    },
    Exposure {
        resource_type: "AWS::RDS::DBInstance",
        is_open: |database| is_true(database, &["PubliclyAccessible"], false),
        what: "gets a public address: `PubliclyAccessible` is true",
        is_told_of_new: true,
    },
    Exposure {
        resource_type: "AWS::Redshift::Cluster",
        is_open: |cluster| is_true(cluster, &["PubliclyAccessible"], false),
        what: "gets a public address: `PubliclyAccessible` is true",
        is_told_of_new: true,
    },
    Exposure {
        resource_type: "AWS::S3::AccessPoint",
        is_open: |point| Some(point.get("VpcConfiguration").is_none()),
        what: "is reached from the internet by whoever its policy lets in: no network bounds it any more",
        is_told_of_new: false,
    },
    Exposure {
        resource_type: BUCKET,
        is_open: |bucket| {
            let is_public = |acl: &str| ["PublicRead", "PublicReadWrite"].contains(&acl);
            let has_public = bucket.get("AccessControl").map_or(Some(false), |acl| any(acl, is_public))?;
            Some(has_public && !(blocks(bucket, "BlockPublicAcls")? || blocks(bucket, "IgnorePublicAcls")?))
        },
        what: "is read by everybody: its access control list says so",
        is_told_of_new: true,
    },
];

pub(super) const BUCKET: &str = "AWS::S3::Bucket";
const POLICY: &str = "AWS::S3::BucketPolicy";

/// Whether one of some values is such; nothing where one is not known.
fn any(values: &Node, is_such: impl Fn(&str) -> bool) -> Option<bool> {
    let values: Option<Vec<String>> = values.as_list().unwrap_or(std::slice::from_ref(values)).iter().map(Node::scalar).collect();
    Some(values?.iter().any(|value| is_such(value)))
}

fn is_true(properties: &Node, path: &[&str], default: bool) -> Option<bool> {
    properties.at_path(path).map_or(Some(default), |flag| any(flag, |flag| flag == "true"))
}

/// Whether a bucket blocks a kind of public access.
fn blocks(bucket: &Node, flag: &str) -> Option<bool> {
    is_true(bucket, &["PublicAccessBlockConfiguration", flag], false)
}

const WAY_OUT: &str = "Keep it private, and let in by networks and roles who needs it.";

/// Types whose policies let others in than the roles of an account.
const SHARED: [&str; 9] = [
    "AWS::ECR::Repository",
    "AWS::Elasticsearch::Domain",
    "AWS::Lambda::Permission",
    "AWS::OpenSearchService::Domain",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::SecretsManager::ResourcePolicy",
    "AWS::IAM::Role",
];

/// Where the policy of a resource lets everybody in now, and nothing did before.
fn lets_everybody_in(
    pair: &Pair<'_>,
    [before, now]: [Option<&Holders<'_, '_>>; 2],
    resource: &ResourceChange,
) -> Option<Circumstances> {
    let is_shared = SHARED.contains(&resource.resource_type.as_str());
    let (after, now) = pair.after.zip(now).filter(|_| is_shared)?;
    let is_put = matches!(resource.verdict, Verdict::Add | Verdict::Update | Verdict::Replace | Verdict::MayReplace);
    let open = |statements: Vec<Statement>| -> Vec<Circumstances> {
        statements.into_iter().filter(Statement::lets_everybody_in).map(|statement| statement.when).collect()
    };
    let is_open = open(now.own(&resource.id).statements);
    if !is_put || is_open.is_empty() {
        return None;
    }
    let opened = |subject: &Subject| {
        let was_open = before.map(|side| open(side.said_of(subject).statements)).unwrap_or_default();
        is_open.iter().find_map(|when| when.beyond(&was_open.iter().collect::<Vec<_>>()))
    };
    // Within a network, its security groups decide; a bucket may refuse whatever its policy says, and a new one does.
    let is_shut = |subject: &Subject| match subject {
        Subject::Resource(id) => after.find(id).and_then(|entry| after.properties(entry.node)).is_some_and(|properties| {
            let is_new = || pair.before.is_none_or(|side| side.find(id).is_none());
            properties.get("VPCOptions").is_some()
                || ["RestrictPublicBuckets", "BlockPublicPolicy"].iter().any(|flag| blocks(properties, flag) != Some(false))
                || resource.resource_type == POLICY && properties.get("PublicAccessBlockConfiguration").is_none() && is_new()
        }),
        Subject::Outside(_) => false,
    };
    let opened = now.subjects(&resource.id).iter().filter(|subject| !is_shut(subject)).find_map(opened);
    opened.map(|when| when.without(&now.when(&resource.id)))
}

/// What the internet reaches now, and did not before.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange, holders: [Option<&Holders<'_, '_>>; 2]) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let mut found = Vec::new();
    for resource in change.resources.iter().filter(|resource| resource.renamed_from.is_none()) {
        let told = |what: &str| {
            let message = format!("{} {what}", resource.id);
            Headline::new(HeadlineKind::WorldOpen, "DIFF401", &change.name, &resource.id, message, WAY_OUT)
        };
        for exposure in EXPOSURES.iter().filter(|exposure| exposure.resource_type == resource.resource_type) {
            let of = |side: &Processed<'_>| (exposure.is_open)(side.properties(side.find(&resource.id)?.node)?);
            let was = match resource.verdict {
                Verdict::Add => exposure.is_told_of_new.then_some(false),
                Verdict::Remove | Verdict::Retype | Verdict::Differs => None,
                _ => pair.before.and_then(of),
            };
            found.extend((was == Some(false) && of(after) == Some(true)).then(|| told(exposure.what)));
        }
        if let Some(when) = lets_everybody_in(pair, holders, resource) {
            let what = match resource.resource_type.as_str() {
                "AWS::Lambda::Permission" => "it allows `*`, and no condition keeps anybody out",
                _ => "its policy allows `*` without a condition",
            };
            found.push(told(&format!("lets everybody in: {what}{}", when.words())));
        }
        if is_unauthorized(pair, resource) {
            found.push(told("is called from the internet without a sign-in: its `AuthorizationType` is NONE now"));
        }
        if resource.resource_type == BUCKET && is_unblocked(pair, resource) {
            found.push(told("is open to everybody: nothing restricts its public policy any more"));
        }
    }
    found
}

/// Whether the calls of an API that the internet reaches were authorized, and are no more.
fn is_unauthorized(pair: &Pair<'_>, call: &ResourceChange) -> bool {
    let api_of = match call.resource_type.as_str() {
        "AWS::ApiGateway::Method" => "RestApiId",
        "AWS::ApiGatewayV2::Route" => "ApiId",
        _ => return false,
    };
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return false };
    let of = |side: &Processed<'_>, name: &str| side.properties(side.find(&call.id)?.node)?.get(name).cloned();
    let is_none = |side: &Processed<'_>| of(side, "AuthorizationType").and_then(|kind| any(&kind, |kind| kind == "NONE"));
    let api = of(after, api_of).and_then(|node| after.find(function::referred(&node)?));
    let is_reached = api.and_then(|api| match EXPOSURES.iter().find(|one| one.resource_type == api.resource_type) {
        Some(exposure) => (exposure.is_open)(after.properties(api.node)?),
        None => Some(true),
    });
    is_none(before) == Some(false) && is_none(after) == Some(true) && is_reached == Some(true)
}

/// What a bucket refused of public access, and does not any more.
pub(super) fn unblocked(before: &Node, after: &Node) -> Vec<&'static str> {
    let is_gone = |flag: &&str| blocks(before, flag) == Some(true) && blocks(after, flag) == Some(false);
    BLOCKS.into_iter().filter(is_gone).collect()
}

/// Whether a bucket with a public policy restricts public access no more.
fn is_unblocked(pair: &Pair<'_>, bucket: &ResourceChange) -> bool {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return false };
    let restricts = |side: &Processed<'_>| blocks(side.properties(side.find(&bucket.id)?.node)?, "RestrictPublicBuckets");
    restricts(before) == Some(true) && restricts(after) == Some(false) && is_public(after, &bucket.id)
}

/// Whether the policies of a bucket let everybody in, whatever holds.
fn is_public<'a>(side: &'a Processed<'a>, bucket: &str) -> bool {
    let none = Default::default();
    let said = Holders::new(side, &none).said_of(&Subject::Resource(bucket.to_owned()));
    said.statements.iter().any(|statement| statement.lets_everybody_in())
}

/// The policies of buckets that are put, and that the buckets refuse: they let everybody in.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-publicaccessblockconfiguration.html>
pub(super) fn refused(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some(after) = pair.after else { return Vec::new() };
    let is_put = |one: &&ResourceChange| {
        one.resource_type == POLICY && matches!(one.verdict, Verdict::Add | Verdict::Update | Verdict::Replace)
    };
    let none = Default::default();
    let holders = Holders::new(after, &none);
    let found = change.resources.iter().filter(is_put).filter_map(|policy| {
        if !holders.own(&policy.id).statements.iter().any(|statement| statement.lets_everybody_in()) {
            return None;
        }
        let refuses = |subject: &Subject| match subject {
            Subject::Resource(id) => {
                let entry = after.find(id).filter(|entry| entry.resource_type == BUCKET)?;
                blocks(after.properties(entry.node)?, "BlockPublicPolicy")?.then(|| id.clone())
            }
            Subject::Outside(_) => None,
        };
        let bucket = holders.subjects(&policy.id).iter().find_map(refuses)?;
        let message =
            format!("{} lets everybody in, and {bucket} refuses such a policy: its `BlockPublicPolicy` is true", policy.id);
        let way_out = "Name who is let in, or take the block away if the bucket is meant to be public.";
        Some(Headline::new(HeadlineKind::WillFail, "DIFF108", &change.name, &policy.id, message, way_out))
    });
    found.collect()
}
