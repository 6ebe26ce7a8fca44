//! Where data and logs are: buckets, tables, queues, topics, repositories, log groups.

use serde_json::Value as Document;

use super::reader::{Found, at, number};
use super::recipe::{Draft, Recipe, plain, quoted};
use crate::aws::dynamodb::table::StreamViewType;
use crate::aws::logs::log_group::RetentionInDays;
use crate::constructs::{Attribute, Bucket, Index, LogGroup, Queue, Repository, Table, Topic};
use crate::import::{Expression, Output};
use crate::stack::functions::ref_;
use crate::stack::{ClosedSet, Text};
use crate::template::{Node, function};

pub(super) fn log_group(found: &Found<'_>) -> Result<Recipe, String> {
    let retention = retention(found.needed("RetentionInDays")?).ok_or("`RetentionInDays` is not a literal number of days")?;
    let is_deleted = found.node.get("DeletionPolicy").and_then(Node::as_str) == Some("Delete");
    let draft = Draft::new(LogGroup::new(retention), "constructs::LogGroup::new", vec![retention_argument(retention)])
        .value::<Text>("log_group_name", found.at("LogGroupName"), LogGroup::log_group_name)
        .when("deleted_with_stack", is_deleted, LogGroup::deleted_with_stack);
    Ok(draft.at(found.id, Output::Handle("AWS::Logs::LogGroup")))
}

pub(super) fn retention(node: &Node) -> Option<RetentionInDays> {
    RetentionInDays::from_text(&number(node)?.to_string())
}

/// How a retention is written.
pub(super) fn retention_argument(retention: RetentionInDays) -> Expression {
    Expression::Path(format!("logs::log_group::RetentionInDays::DAYS_{}", retention.as_str()))
}

pub(super) fn repository(found: &Found<'_>) -> Result<Recipe, String> {
    let name = found.needed_text("RepositoryName")?;
    let policy = found.needed_text("LifecyclePolicy.LifecyclePolicyText")?;
    let policy: Document = serde_json::from_str(&policy).map_err(|_| "`LifecyclePolicy` is not JSON")?;
    let count = |rule: usize| u32::try_from(policy["rules"][rule]["selection"]["countNumber"].as_u64()?).ok();
    let draft = Draft::new(Repository::new(&name), "constructs::Repository::new", quoted(&name))
        .when("mutable_tags", found.text("ImageTagMutability").as_deref() == Some("MUTABLE"), Repository::mutable_tags)
        .maybe("untagged_days", count(0).filter(|days| *days != 7), plain, Repository::untagged_days)
        .maybe("keep", count(1).filter(|images| *images != 50), plain, Repository::keep);
    Ok(draft.at(found.id, Output::Handle("AWS::ECR::Repository")))
}

pub(super) fn bucket(found: &Found<'_>) -> Result<Recipe, String> {
    let rule = |path: &str| found.number(&format!("LifecycleConfiguration.Rules.0.{path}"));
    let days = "LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays";
    let versions = found.needed_number(days)?;
    let takes_logs = found.beside("Policy", "PolicyDocument.Statement.1").is_some();
    let destination = found.at("LoggingConfiguration.DestinationBucketName").and_then(function::referred);
    let logs = destination.zip(found.text("LoggingConfiguration.LogFilePrefix"));
    let logs = logs.map(|(bucket, prefix)| (bucket.to_owned(), prefix));
    let draft = Draft::new(Bucket::new(), "constructs::Bucket::new", Vec::new())
        .value::<Text>("bucket_name", found.at("BucketName"), Bucket::bucket_name)
        .maybe("versions_expire_after", Some(versions).filter(|days| *days != 30), plain, Bucket::versions_expire_after)
        .maybe("expires_after", rule("ExpirationInDays"), plain, Bucket::expires_after)
        .maybe(
            "access_logs",
            logs,
            |(bucket, prefix)| vec![Expression::Literal(format!("ref_({bucket:?})")), Expression::Literal(format!("{prefix:?}"))],
            |made, (bucket, prefix)| made.access_logs(ref_(bucket), prefix),
        )
        .when("takes_access_logs", takes_logs, Bucket::takes_access_logs);
    Ok(draft.at(found.id, Output::Struct("constructs::BucketHandles", Vec::new())))
}

pub(super) fn queue(found: &Found<'_>) -> Result<Recipe, String> {
    let seconds = found.needed_number("VisibilityTimeout")?;
    let attempts = found.needed_number("RedrivePolicy.maxReceiveCount")?;
    let draft = Draft::new(Queue::new(seconds), "constructs::Queue::new", plain(&seconds))
        .maybe("attempts", Some(attempts).filter(|count| *count != 5), plain, Queue::attempts)
        .maybe("retention", found.number("MessageRetentionPeriod"), plain, Queue::retention)
        .when("fifo", found.at("FifoQueue").is_some(), Queue::fifo);
    Ok(draft.at(found.id, Output::Struct("constructs::QueueHandles", Vec::new())))
}

pub(super) fn topic(found: &Found<'_>) -> Result<Recipe, String> {
    let mut draft = Draft::new(Topic::new(), "constructs::Topic::new", Vec::new()).maybe(
        "display_name",
        found.text("DisplayName"),
        quoted,
        |topic, name| topic.display_name(name),
    );
    // The first statement refuses whoever comes without TLS.
    let statements = found.beside("Policy", "PolicyDocument.Statement").and_then(Node::as_list);
    for statement in statements.into_iter().flatten().skip(1) {
        let service = at(statement, "Principal.Service").and_then(Node::as_str).map(str::to_owned);
        draft = draft.maybe("published_by", service, quoted, |topic, service| topic.published_by(service));
    }
    for subscription in found.at("Subscription").and_then(Node::as_list).into_iter().flatten() {
        let [protocol, endpoint] = ["Protocol", "Endpoint"].map(|key| subscription.get(key).and_then(Node::as_str));
        let both = protocol.zip(endpoint).map(|(protocol, endpoint)| (protocol.to_owned(), endpoint.to_owned()));
        draft = draft.maybe(
            "subscription",
            both,
            |(protocol, endpoint)| [quoted(protocol), quoted(endpoint)].concat(),
            |topic, (protocol, endpoint)| topic.subscription(protocol, endpoint),
        );
    }
    Ok(draft.at(found.id, Output::Struct("constructs::TopicHandles", Vec::new())))
}

pub(super) fn table(found: &Found<'_>) -> Result<Recipe, String> {
    let keys = |node: &Node| {
        let keys = node.get("KeySchema").and_then(Node::as_list)?;
        let mut attributes = keys.iter().map(|key| attribute(found, key.get("AttributeName")?.as_str()?));
        Some((attributes.next()??, attributes.next().flatten()))
    };
    let own = found.node.get("Properties").and_then(keys);
    let ((partition, written), sort) = own.ok_or("`KeySchema` is not one of literal names with their types")?;
    let mut draft = Draft::new(Table::new(partition), "constructs::Table::new", vec![Expression::Literal(written)])
        .value::<Text>("table_name", found.at("TableName"), Table::table_name)
        .maybe(
            "sort_key",
            sort,
            |(_, written)| vec![Expression::Literal(written.clone())],
            |table, (key, _)| table.sort_key(key),
        );
    let indexes = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"].map(|section| found.at(section).and_then(Node::as_list));
    let [global, local] = indexes.map(Option::unwrap_or_default);
    for (node, is_local) in global.iter().map(|node| (node, false)).chain(local.iter().map(|node| (node, true))) {
        let name = node.get("IndexName").and_then(Node::as_str).ok_or("an index has no literal `IndexName`")?;
        let (partition, sort) = keys(node).ok_or_else(|| format!("the keys of the index `{name}` are not literal"))?;
        let (index, written) = index(node, name, partition, sort, is_local);
        draft = draft.maybe("index", Some(index), |_| vec![Expression::Literal(written)], Table::index);
    }
    let stream = found.text("StreamSpecification.StreamViewType").and_then(|text| StreamViewType::from_text(&text));
    let constant = |view: &StreamViewType| vec![Expression::Path(format!("dynamodb::table::StreamViewType::{}", view.as_str()))];
    let draft = draft
        .maybe("time_to_live", found.text("TimeToLiveSpecification.AttributeName"), quoted, |table, name| {
            table.time_to_live(name)
        })
        .maybe("stream", stream, constant, Table::stream);
    Ok(draft.at(found.id, Output::Struct("constructs::TableHandles", Vec::new())))
}

/// An index of a table, and how it is written.
fn index(
    node: &Node,
    name: &str,
    (partition, hash): (Attribute, String),
    sort: Option<(Attribute, String)>,
    is_local: bool,
) -> (Index, String) {
    let (index, written) = match sort {
        Some((sort, range)) if is_local => (Index::local(name, sort), format!("constructs::Index::local({name:?}, {range})")),
        sort => {
            let optional = sort.as_ref().map_or_else(|| "None".to_owned(), |(_, range)| format!("Some({range})"));
            let written = format!("constructs::Index::global({name:?}, {hash}, {optional})");
            (Index::global(name, partition, sort.map(|(sort, _)| sort)), written)
        }
    };
    let attributes = node.at_path(&["Projection", "NonKeyAttributes"]).and_then(Node::as_list).unwrap_or_default();
    let attributes: Vec<&str> = attributes.iter().filter_map(Node::as_str).collect();
    match node.at_path(&["Projection", "ProjectionType"]).and_then(Node::as_str) {
        Some("KEYS_ONLY") => (index.keys_only(), written + ".keys_only()"),
        Some("INCLUDE") => (index.include(attributes.clone()), format!("{written}.include({attributes:?})")),
        _ => (index, written),
    }
}

/// An attribute of a table's key, and how it is written.
fn attribute(found: &Found<'_>, name: &str) -> Option<(Attribute, String)> {
    let definitions = found.at("AttributeDefinitions").and_then(Node::as_list)?;
    let mut definitions = definitions.iter().filter(|it| it.get("AttributeName").and_then(Node::as_str) == Some(name));
    let (attribute, method) = match definitions.next()?.get("AttributeType")?.as_str()? {
        "S" => (Attribute::text(name), "text"),
        "N" => (Attribute::number(name), "number"),
        "B" => (Attribute::binary(name), "binary"),
        _ => return None,
    };
    Some((attribute, format!("constructs::Attribute::{method}({name:?})")))
}
