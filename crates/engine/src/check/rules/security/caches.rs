//! Caches and search domains: whether they are encrypted, whom they ask who he is, and whether they outlive their zone.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::diagnostic::Severity;
use crate::language::read::resource::Resource;

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS531",
            severity: Severity::Error,
            what: "Finds a replication group of ElastiCache that is not encrypted at rest.",
            why: "Its disk and its backups are readable to whoever gets at them; it cannot be switched on later.",
            example: "AWS::ElastiCache::ReplicationGroup without `AtRestEncryptionEnabled: true`",
            fix: "in Rust `.at_rest_encryption_enabled(true)`, in YAML `AtRestEncryptionEnabled: true`",
            link: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ElastiCache::ReplicationGroup"],
                path: &["AtRestEncryptionEnabled"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: is_of_redis,
                says: "`{id}` is not encrypted at rest",
            }]),
        },
        elsewhere: Elsewhere { hub: "ElastiCache.4", nag: "AwsSolutions-AEC3", checkov: "CKV_AWS_29" },
    },
    PackRule {
        rule: Rule {
            code: "FWS532",
            severity: Severity::Error,
            what: "Finds a replication group of ElastiCache that is not encrypted in transit.",
            why: "Whoever is on the network reads sessions and tokens.",
            example: "AWS::ElastiCache::ReplicationGroup without `TransitEncryptionEnabled: true`",
            fix: "in Rust `.transit_encryption_enabled(true)`, in YAML `TransitEncryptionEnabled: true`",
            link: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ElastiCache::ReplicationGroup"],
                path: &["TransitEncryptionEnabled"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: is_own_group,
                says: "`{id}` is not encrypted in transit",
            }]),
        },
        elsewhere: Elsewhere { hub: "ElastiCache.5", nag: "AwsSolutions-AEC3", checkov: "CKV_AWS_30" },
    },
    PackRule {
        rule: Rule {
            code: "FWS533",
            severity: Severity::Error,
            what: "Finds a search domain that is not encrypted at rest.",
            why: "Its indices and logs are readable to whoever gets at the disks.",
            example: "AWS::OpenSearchService::Domain without `EncryptionAtRestOptions`",
            fix: "in Rust `.encryption_at_rest_options(…)`, in YAML `EncryptionAtRestOptions: {Enabled: true}`",
            link: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"],
                path: &["EncryptionAtRestOptions", "Enabled"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: every,
                says: "`{id}` is not encrypted at rest",
            }]),
        },
        elsewhere: Elsewhere { hub: "Opensearch.1, ES.1", nag: "AwsSolutions-OS8", checkov: "CKV_AWS_5" },
    },
    PackRule {
        rule: Rule {
            code: "FWS534",
            severity: Severity::Error,
            what: "Finds a search domain whose nodes talk to each other in plain text.",
            why: "Whoever is on the network reads what is indexed.",
            example: "AWS::OpenSearchService::Domain without `NodeToNodeEncryptionOptions`",
            fix: "in Rust `.node_to_node_encryption_options(…)`, in YAML `NodeToNodeEncryptionOptions: {Enabled: true}`",
            link: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"],
                path: &["NodeToNodeEncryptionOptions", "Enabled"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: every,
                says: "the nodes of `{id}` talk in plain text",
            }]),
        },
        elsewhere: Elsewhere { hub: "Opensearch.3, ES.3", nag: "AwsSolutions-OS2", checkov: "CKV_AWS_6" },
    },
    PackRule {
        rule: Rule {
            code: "FWS535",
            severity: Severity::Error,
            what: "Finds a search domain that takes requests without TLS.",
            why: "Requests, and the credentials in them, cross the network in plain text.",
            example: "AWS::OpenSearchService::Domain without `EnforceHTTPS: true`",
            fix: "in Rust `.domain_endpoint_options(…)`, in YAML `DomainEndpointOptions: {EnforceHTTPS: true}`",
            link: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"],
                path: &["DomainEndpointOptions", "EnforceHTTPS"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: every,
                says: "`{id}` takes requests without TLS",
            }]),
        },
        elsewhere: Elsewhere { hub: "Opensearch.8, ES.8", nag: "", checkov: "CKV_AWS_83" },
    },
    PackRule {
        rule: Rule {
            code: "FWS536",
            severity: Severity::Error,
            what: "Finds a replication group of Redis or Valkey that asks nobody who they are: without `AuthToken` and without `UserGroupIds`.",
            why: "Whatever reaches the port reads and writes everything.",
            example: "AWS::ElastiCache::ReplicationGroup without `UserGroupIds`",
            fix: "in Rust `.user_group_ids([…])`, in YAML `UserGroupIds` with an AWS::ElastiCache::UserGroup, or `AuthToken` with a dynamic reference to a secret; both need `TransitEncryptionEnabled: true`",
            link: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ElastiCache::ReplicationGroup"],
                path: &["AuthToken"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: has_no_user_groups,
                says: "`{id}` asks nobody for a token or a name",
            }]),
        },
        elsewhere: Elsewhere { hub: "ElastiCache.6", nag: "AwsSolutions-AEC6", checkov: "CKV_AWS_31" },
    },
    PackRule {
        rule: Rule {
            code: "FWS537",
            severity: Severity::Error,
            what: "Finds a replication group of ElastiCache that is in one availability zone. Environments that are not production are left alone.",
            why: "What fails with the zone is gone until ElastiCache has made a new node: sessions, locks, queues.",
            example: "AWS::ElastiCache::ReplicationGroup without `MultiAZEnabled: true`",
            fix: "in Rust `.automatic_failover_enabled(true).multi_az_enabled(true)`, in YAML `AutomaticFailoverEnabled: true` and `MultiAZEnabled: true`, with two nodes or more",
            link: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ElastiCache::ReplicationGroup"],
                path: &["MultiAZEnabled"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: is_own_group,
                says: "`{id}` is in one availability zone",
            }]),
        },
        elsewhere: Elsewhere { hub: "ElastiCache.3", nag: "AwsSolutions-AEC4", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS538",
            severity: Severity::Error,
            what: "Finds a search domain that is not in a VPC.",
            why: "Its endpoint is in the internet, and its access policy is all that keeps others out.",
            example: "AWS::OpenSearchService::Domain without `VPCOptions`",
            fix: "in Rust `.vpc_options(…)`, in YAML `VPCOptions: {SubnetIds: […], SecurityGroupIds: […]}`; a domain cannot be moved later",
            link: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"],
                path: &["VPCOptions"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: every,
                says: "`{id}` is not in a VPC",
            }]),
        },
        elsewhere: Elsewhere { hub: "Opensearch.2", nag: "AwsSolutions-OS1", checkov: "CKV_AWS_137" },
    },
];

/// Whether a replication group of its own has no groups of users, in which it is said how each proves who they are.
fn has_no_user_groups(group: &Resource<'_>) -> bool {
    is_own_group(group) && group.properties.get("UserGroupIds").is_absent()
}

/// Whether a replication group surely takes its settings from no other one.
fn is_own_group(group: &Resource<'_>) -> bool {
    group.properties.get("GlobalReplicationGroupId").is_absent()
}

/// Whether a replication group of its own is known to be of Redis: Valkey encrypts at rest by default.
fn is_of_redis(group: &Resource<'_>) -> bool {
    is_own_group(group) && group.properties.get("Engine").text_or("redis").is_some_and(|engine| engine == "redis")
}
