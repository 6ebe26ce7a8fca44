//! The constructs that are recognized, each with what its arguments would have to be.

use serde_json::Value as Document;

use super::reader::{Found, at, number, referred};
use super::recipe::{Draft, Recipe, plain, quoted};
use crate::aws::dynamodb::table::StreamViewType;
use crate::aws::logs::log_group::RetentionInDays;
use crate::constructs::{Attribute, Bucket, Cluster, Ipv4Block, LogGroup, Queue, Repository, Table, Topic, Vpc};
use crate::stack::ClosedSet;
use crate::stack::functions::ref_;
use crate::template::Node;

/// Reads the arguments of a construct; nothing where it cannot be it.
pub(super) type Reader = fn(&Found<'_>) -> Option<Recipe>;

/// By the type of the resource that has the construct's own id.
pub(super) const READERS: [(&str, Reader); 8] = [
    ("AWS::DynamoDB::Table", table),
    ("AWS::EC2::VPC", vpc),
    ("AWS::ECR::Repository", repository),
    ("AWS::ECS::Cluster", cluster),
    ("AWS::Logs::LogGroup", log_group),
    ("AWS::S3::Bucket", bucket),
    ("AWS::SNS::Topic", topic),
    ("AWS::SQS::Queue", queue),
];

fn cluster(found: &Found<'_>) -> Option<Recipe> {
    let draft = Draft::new(Cluster::new(), "constructs::Cluster::new", Vec::new())
        .maybe("cluster_name", found.text("ClusterName"), quoted, |cluster, name| cluster.cluster_name(name))
        .maybe("insights", found.at("ClusterSettings").map(|_| true), plain, |cluster, on| cluster.insights(on));
    Some(draft.handle("AWS::ECS::Cluster").at(found.id))
}

fn log_group(found: &Found<'_>) -> Option<Recipe> {
    let retention = retention(found.at("RetentionInDays")?)?;
    let is_deleted = found.node.get("DeletionPolicy").and_then(Node::as_str) == Some("Delete");
    let draft = Draft::new(LogGroup::new(retention), "constructs::LogGroup::new", vec![days(retention)])
        .maybe("log_group_name", found.text("LogGroupName"), quoted, |group, name| group.log_group_name(name))
        .when("deleted_with_stack", is_deleted, LogGroup::deleted_with_stack);
    Some(draft.handle("AWS::Logs::LogGroup").at(found.id))
}

fn retention(node: &Node) -> Option<RetentionInDays> {
    RetentionInDays::from_text(&number(node)?.to_string())
}

fn days(retention: RetentionInDays) -> String {
    format!("logs::log_group::RetentionInDays::DAYS_{}", retention.as_str())
}

fn repository(found: &Found<'_>) -> Option<Recipe> {
    let name = found.text("RepositoryName")?;
    let policy: Document = serde_json::from_str(&found.text("LifecyclePolicy.LifecyclePolicyText")?).ok()?;
    let count = |rule: usize| u32::try_from(policy["rules"][rule]["selection"]["countNumber"].as_u64()?).ok();
    let draft = Draft::new(Repository::new(&name), "constructs::Repository::new", quoted(&name))
        .when("mutable_tags", found.text("ImageTagMutability").as_deref() == Some("MUTABLE"), Repository::mutable_tags)
        .maybe("untagged_days", count(0).filter(|days| *days != 7), plain, Repository::untagged_days)
        .maybe("keep", count(1).filter(|images| *images != 50), plain, Repository::keep);
    Some(draft.handle("AWS::ECR::Repository").at(found.id))
}

fn vpc(found: &Found<'_>) -> Option<Recipe> {
    // A tag has the name of the stack, so that has to be known.
    found.full_name?;
    let text = found.text("CidrBlock")?;
    let block: Ipv4Block = text.parse().ok()?;
    let zones = Some(found.count("PublicSubnet")).filter(|zones| *zones != 2);
    let gateways = Some(found.count("NatGateway")).filter(|count| *count > 0);
    let logs = found.beside("FlowLogGroup", "RetentionInDays").and_then(retention);
    let argument = format!("{text:?}.parse().expect(\"an address block\")");
    let draft = Draft::new(Vpc::new(block), "constructs::Vpc::new", vec![argument])
        .maybe("zones", zones, plain, Vpc::zones)
        .maybe("nat_gateways", gateways, plain, Vpc::nat_gateways)
        .maybe("flow_logs", logs, |retention| vec![days(*retention)], Vpc::flow_logs);
    Some(draft.at(found.id))
}

fn bucket(found: &Found<'_>) -> Option<Recipe> {
    let rule = |path: &str| found.number(&format!("LifecycleConfiguration.Rules.0.{path}"));
    let versions = rule("NoncurrentVersionExpiration.NoncurrentDays")?;
    let takes_logs = found.beside("Policy", "PolicyDocument.Statement.1").is_some();
    let destination = found.at("LoggingConfiguration.DestinationBucketName").and_then(referred);
    let logs = destination.zip(found.text("LoggingConfiguration.LogFilePrefix"));
    let logs = logs.map(|(bucket, prefix)| (bucket.to_owned(), prefix));
    let draft = Draft::new(Bucket::new(), "constructs::Bucket::new", Vec::new())
        .maybe("bucket_name", found.text("BucketName"), quoted, |bucket, name| bucket.bucket_name(name))
        .maybe("versions_expire_after", Some(versions).filter(|days| *days != 30), plain, Bucket::versions_expire_after)
        .maybe("expires_after", rule("ExpirationInDays"), plain, Bucket::expires_after)
        .maybe(
            "access_logs",
            logs,
            |(bucket, prefix)| vec![format!("ref_({bucket:?})"), format!("{prefix:?}")],
            |made, (bucket, prefix)| made.access_logs(ref_(bucket), prefix),
        )
        .when("takes_access_logs", takes_logs, Bucket::takes_access_logs);
    Some(draft.at(found.id))
}

fn queue(found: &Found<'_>) -> Option<Recipe> {
    let seconds = found.number("VisibilityTimeout")?;
    let attempts = found.number("RedrivePolicy.maxReceiveCount")?;
    let draft = Draft::new(Queue::new(seconds), "constructs::Queue::new", plain(&seconds))
        .maybe("attempts", Some(attempts).filter(|count| *count != 5), plain, Queue::attempts)
        .maybe("retention", found.number("MessageRetentionPeriod"), plain, Queue::retention)
        .when("fifo", found.at("FifoQueue").is_some(), Queue::fifo);
    Some(draft.at(found.id))
}

fn topic(found: &Found<'_>) -> Option<Recipe> {
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
    Some(draft.at(found.id))
}

fn table(found: &Found<'_>) -> Option<Recipe> {
    let keys = |node: &Node| {
        let keys = node.get("KeySchema").and_then(Node::as_list)?;
        let mut attributes = keys.iter().map(|key| attribute(found, key.get("AttributeName")?.as_str()?));
        Some((attributes.next()??, attributes.next().flatten()))
    };
    let ((partition, written), sort) = keys(found.node.get("Properties")?)?;
    let mut draft = Draft::new(Table::new(partition), "constructs::Table::new", vec![written])
        .maybe("table_name", found.text("TableName"), quoted, |table, name| table.table_name(name))
        .maybe("sort_key", sort, |(_, written)| vec![written.clone()], |table, (key, _)| table.sort_key(key));
    for index in found.at("GlobalSecondaryIndexes").and_then(Node::as_list).into_iter().flatten() {
        let name = index.get("IndexName").and_then(Node::as_str)?.to_owned();
        let ((partition, written), sort) = keys(index)?;
        let optional = sort.as_ref().map_or_else(|| "None".to_owned(), |(_, written)| format!("Some({written})"));
        let arguments = move |name: &String| vec![format!("{name:?}"), written, optional];
        let set = |table: Table, name| table.index(name, partition, sort.map(|(key, _)| key));
        draft = draft.maybe("index", Some(name), arguments, set);
    }
    let stream = found.text("StreamSpecification.StreamViewType").and_then(|text| StreamViewType::from_text(&text));
    let constant = |view: &StreamViewType| vec![format!("dynamodb::table::StreamViewType::{}", view.as_str())];
    let draft = draft
        .maybe("time_to_live", found.text("TimeToLiveSpecification.AttributeName"), quoted, |table, name| {
            table.time_to_live(name)
        })
        .maybe("stream", stream, constant, Table::stream);
    Some(draft.at(found.id))
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
