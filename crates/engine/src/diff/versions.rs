//! Versions that a service does not go to: an older one, and a new major one that nobody allows.

use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::Pair;
use crate::template::path::Path;

/// The types whose version only rises, the property that has it, and the one that says of what it is a version.
const RISING: [(&str, &str, &str); 10] = [
    // https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
    (CLUSTER, "Version", ""),
    // https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
    (NODES, "Version", ""),
    // The pages of the types.
    ("AWS::ElastiCache::CacheCluster", "EngineVersion", "Engine"),
    ("AWS::ElastiCache::ReplicationGroup", "EngineVersion", "Engine"),
    ("AWS::Grafana::Workspace", "GrafanaVersion", ""),
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/version-migration.html
    ("AWS::Elasticsearch::Domain", "ElasticsearchVersion", ""),
    // https://docs.aws.amazon.com/msk/latest/developerguide/version-upgrades.html
    ("AWS::MSK::Cluster", "KafkaVersion", ""),
    ("AWS::OpenSearchService::Domain", "EngineVersion", ""),
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
    ("AWS::RDS::DBCluster", "EngineVersion", "Engine"),
    (DATABASE, "EngineVersion", "Engine"),
];

const CLUSTER: &str = "AWS::EKS::Cluster";
const NODES: &str = "AWS::EKS::Nodegroup";
const DATABASE: &str = "AWS::RDS::DBInstance";
/// A new major version needs it: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
const ALLOWS: &str = "AllowMajorVersionUpgrade";

/// What fails of a resource that is updated in place.
pub(super) fn headline(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let (_, property, of) = RISING.iter().find(|(resource_type, ..)| *resource_type == resource.resource_type)?;
    if matches!(resource.verdict, Verdict::Add | Verdict::Remove | Verdict::Replace | Verdict::Retype) {
        return None;
    }
    let changes = |name: &str| resource.changes.iter().find(|changed| changed.path == Path::of([name]));
    // Versions of different engines say nothing of each other.
    let (changed, None) = (changes(property)?, changes(of)) else { return None };
    let Change { before: Some(before), after: Some(after), .. } = changed else { return None };
    let (before, after) = (before.scalar()?, after.scalar()?);
    let (old, new) = (Version::read(&before), Version::read(&after));
    let (why, way_out) = if new.is_before(&old) {
        ("a version never goes back", "Keep the version, or make a new one from a snapshot or copy under another logical id.")
    } else if resource.resource_type == DATABASE && is_major_without_leave(pair, resource, [&old, &new]) {
        (
            "a new major version needs `AllowMajorVersionUpgrade: true`",
            "Set it in the same change (`.allow_major_upgrade()` of a `Database`); read first what the engine's guide says of major upgrades.",
        )
    } else if resource.resource_type == CLUSTER && new.is_minors_ahead(&old) {
        ("a cluster goes one minor version at a time", "Deploy each version between them first.")
    } else {
        return None;
    };
    let message = format!("{}: {property} goes from {before} to {after}, and {why}", resource.id);
    let headline = Headline::new(HeadlineKind::WillFail, "DIFF108", &change.name, &resource.id, message, way_out);
    // https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html
    let may_go_back = [CLUSTER, NODES].contains(&resource.resource_type.as_str()) && new.is_minor_before(&old);
    let under = may_go_back.then(|| "it was not upgraded in the last seven days".to_owned());
    Some(Headline { under, ..headline })
}

/// Whether a database gets another major version, and its template does not allow that. A cluster's instance has its cluster's version.
fn is_major_without_leave(pair: &Pair<'_>, resource: &ResourceChange, [old, new]: [&Version; 2]) -> bool {
    let is_sure = || -> Option<bool> {
        let after = pair.after?;
        let properties = after.properties(after.find(&resource.id)?.node)?;
        let engine = properties.get("Engine")?.scalar()?;
        let is_allowed = properties.get(ALLOWS).map_or(Some(false), |node| Some(node.scalar()? == "true"))?;
        Some(old.is_other_major(new, &engine)? && !is_allowed && properties.get("DBClusterIdentifier").is_none())
    };
    is_sure().unwrap_or(false)
}

/// The numbers of a version, as far as it has any: `8.0.36`, `15.00.4073.23.v1`, `OpenSearch_2.11`.
struct Version {
    name: String,
    numbers: Vec<u64>,
}

impl Version {
    fn read(text: &str) -> Version {
        let (name, rest) = text.rsplit_once('_').filter(|(name, _)| name.chars().all(char::is_alphabetic)).unwrap_or(("", text));
        let numbers = rest.split(['.', '-']).map_while(|part| part.parse().ok()).collect();
        Version { name: name.to_owned(), numbers }
    }

    /// Whether it is known to be older: one that is the beginning of the other may be any of those.
    fn is_before(&self, other: &Version) -> bool {
        let mut pairs = self.numbers.iter().zip(&other.numbers);
        self.name == other.name && pairs.find(|(one, other)| one != other).is_some_and(|(one, other)| one < other)
    }

    /// Whether it is the minor version before the other one.
    fn is_minor_before(&self, other: &Version) -> bool {
        matches!((&self.numbers[..], &other.numbers[..]), ([major, minor, ..], [old_major, old_minor, ..])
            if major == old_major && minor + 1 == *old_minor)
    }

    /// Whether more than one minor version lies between them.
    fn is_minors_ahead(&self, other: &Version) -> bool {
        match (self.numbers.as_slice(), other.numbers.as_slice()) {
            ([major, minor, ..], [old_major, old_minor, ..]) => major == old_major && *minor > old_minor + 1,
            _ => false,
        }
    }

    /// Whether both have another major version; nothing where they are too short to tell.
    fn is_other_major(&self, other: &Version, engine: &str) -> Option<bool> {
        let count = match engine {
            "mysql" | "mariadb" => 2,
            // https://www.postgresql.org/support/versioning/
            "postgres" if *self.numbers.first()? < 10 => 2,
            _ => 1,
        };
        let different = self.numbers.iter().zip(&other.numbers).take(count).any(|(one, other)| one != other);
        (different || self.numbers.len().min(other.numbers.len()) >= count).then_some(different)
    }
}
