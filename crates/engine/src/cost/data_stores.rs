//! Databases, caches, tables and volumes.

use super::bill::Bill;
use crate::language::read::property::Property;
use crate::language::read::resource::Resource;

/// The type of clusters of databases.
const CLUSTER: &str = "AWS::RDS::DBCluster";

pub(super) fn instance(bill: &mut Bill, instance: &Resource<'_>) {
    let properties = &instance.properties;
    let in_cluster = properties.get("DBClusterIdentifier");
    if !in_cluster.is_absent() {
        return in_aurora(bill, properties, in_cluster.target_of(CLUSTER).as_ref());
    }
    managed_secret(bill, properties);
    let engine = properties.get("Engine");
    let (Some(engine), Some(class)) = (engine.text(), bill.text(&properties.get("DBInstanceClass"), "")) else {
        return bill.gap("its engine or class is unknown");
    };
    let several = if bill.holds(&properties.get("MultiAZ")) { "-multi-az" } else { "" };
    let zones = if several.is_empty() { "" } else { " in two zones" };
    bill.one(&format!("{engine} on {class}{zones}"), &format!("rds-{engine}{several}/{class}"));
    let storage = properties.get("StorageType");
    let size = properties.get("AllocatedStorage");
    let (Some(kind), Some(size)) = (bill.text(&storage, "gp2"), bill.number(&size, 0)) else { return };
    let price = format!("rds-storage{several}/{kind}");
    // The prices of storage are those of these engines.
    if !["postgres", "mysql"].contains(&engine.as_str()) {
        return bill.gap(format!("no price is known for the storage of `{engine}`"));
    }
    bill.add(format!("{size} GiB of {kind} storage"), &[(&price, size, 1)]);
    if kind == "gp3" && !properties.get("Iops").is_absent() {
        bill.gap("provisioned IOPS are not priced");
    }
}

/// An instance of an Aurora cluster.
fn in_aurora(bill: &mut Bill, properties: &Property<'_>, cluster: Option<&Resource<'_>>) {
    let Some(class) = bill.text(&properties.get("DBInstanceClass"), "") else { return };
    let Some(cluster) = cluster else { return bill.gap("its cluster is not in this template") };
    if bill.text(&cluster.properties.get("StorageType"), "aurora").as_deref() != Some("aurora") {
        return bill.gap("only Aurora Standard is priced");
    }
    if class != "db.serverless" {
        return bill.one(&format!("Aurora on {class}"), &format!("aurora/{class}"));
    }
    let least = cluster.properties.at(&["ServerlessV2ScalingConfiguration", "MinCapacity"]);
    // Capacity is set in halves.
    match least.text().and_then(|text| text.parse::<f64>().ok()) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 256, in halves")]
        Some(units) if (0.0..=256.0).contains(&units) => {
            bill.add(format!("at least {units} Aurora capacity units"), &[("aurora-capacity-unit", (units * 2.0) as u64, 2)]);
        }
        _ => bill.unknown(&least),
    }
}

pub(super) fn cluster(bill: &mut Bill, cluster: &Resource<'_>) {
    managed_secret(bill, &cluster.properties);
    if cluster.properties.get("EngineMode").is("serverless") {
        bill.gap("no price is known for Aurora Serverless v1");
    }
    if !cluster.properties.get("DBClusterInstanceClass").is_absent() {
        bill.gap("no price is known for Multi-AZ DB clusters");
    }
}

/// The secret that RDS keeps is charged as any other.
///
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html>
fn managed_secret(bill: &mut Bill, properties: &Property<'_>) {
    if bill.holds(&properties.get("ManageMasterUserPassword")) {
        bill.one("secret that RDS keeps", "secret");
    }
}

pub(super) fn cache_cluster(bill: &mut Bill, cache: &Resource<'_>) {
    let Some(nodes) = bill.number(&cache.properties.get("NumCacheNodes"), 1) else { return };
    cache_nodes(bill, &cache.properties, nodes);
}

pub(super) fn replication_group(bill: &mut Bill, group: &Resource<'_>) {
    let properties = &group.properties;
    let clusters = properties.get("NumCacheClusters");
    let nodes = if clusters.is_absent() {
        let groups = bill.number(&properties.get("NumNodeGroups"), 1);
        let replicas = bill.number(&properties.get("ReplicasPerNodeGroup"), 0);
        groups.zip(replicas).map(|(groups, replicas)| groups.saturating_mul(replicas.saturating_add(1)))
    } else {
        bill.number(&clusters, 1)
    };
    let Some(nodes) = nodes else { return };
    cache_nodes(bill, properties, nodes);
}

fn cache_nodes(bill: &mut Bill, properties: &Property<'_>, nodes: u64) {
    let engine = bill.text(&properties.get("Engine"), "redis");
    let class = bill.text(&properties.get("CacheNodeType"), "");
    let (Some(engine), Some(class)) = (engine, class) else { return };
    let engine = engine.to_ascii_lowercase();
    bill.add(format!("{nodes} × {engine} on {class}"), &[(&format!("elasticache-{engine}/{class}"), nodes, 1)]);
}

pub(super) fn table(bill: &mut Bill, table: &Resource<'_>) {
    let properties = &table.properties;
    if bill.text(&properties.get("BillingMode"), "PROVISIONED").as_deref() != Some("PROVISIONED") {
        return;
    }
    let indexes = properties.get("GlobalSecondaryIndexes");
    let Some(items) = indexes.items() else { return bill.unknown(&indexes) };
    let throughput = items.iter().chain([properties]).map(|of| of.get("ProvisionedThroughput"));
    let (mut reads, mut writes) = (0_u64, 0_u64);
    for throughput in throughput {
        let [read, write] = ["ReadCapacityUnits", "WriteCapacityUnits"].map(|name| bill.number(&throughput.get(name), 0));
        reads = reads.saturating_add(read.unwrap_or(0));
        writes = writes.saturating_add(write.unwrap_or(0));
    }
    let what = format!("{reads} read and {writes} write capacity units");
    bill.add(what, &[("dynamodb-read-unit", reads, 1), ("dynamodb-write-unit", writes, 1)]);
}

pub(super) fn volume(bill: &mut Bill, volume: &Resource<'_>) {
    let properties = &volume.properties;
    let (kind, size) = (bill.text(&properties.get("VolumeType"), "gp2"), properties.get("Size"));
    let Some(kind) = kind else { return };
    // A volume of a snapshot has the snapshot's size.
    if size.is_absent() {
        return bill.gap("its size is that of its snapshot");
    }
    let Some(size) = bill.number(&size, 0) else { return };
    bill.add(format!("{size} GiB of {kind} storage"), &[(&format!("ebs-storage/{kind}"), size, 1)]);
    if ["Iops", "Throughput"].iter().any(|more| !properties.get(more).is_absent()) {
        bill.gap("provisioned IOPS and throughput are not priced");
    }
}
