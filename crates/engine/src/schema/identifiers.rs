//! Identifiers of resources: what the schemas call by several names, and which stand for each other.
//!
//! One table for the typed layer, which has a kind for each group, and for the rules that compare what a property takes with what it is given.

/// What the schemas call by several names, and the name that is used here.
const ALIASES: [(&str, &str); 6] = [
    ("AWS::ACM::Certificate.Arn", "AWS::CertificateManager::Certificate.Arn"),
    ("AWS::CertificateManager::Certificate.CertificateArn", "AWS::CertificateManager::Certificate.Arn"),
    ("AWS::CertificateManager::Certificate.Id", "AWS::CertificateManager::Certificate.Arn"),
    ("AWS::EC2::SecurityGroup.GroupId", "AWS::EC2::SecurityGroup.Id"),
    ("AWS::EC2::SecurityGroup.GroupName", "AWS::EC2::SecurityGroup.Name"),
    ("AWS::Lambda::Alias.Id", "AWS::Lambda::Alias.AliasArn"),
];

/// The one name of an identifier, each as `AWS::EC2::Subnet.Id`.
pub(crate) fn canonical(identifier: &str) -> &str {
    ALIASES.iter().find(|(other, _)| *other == identifier).map_or(identifier, |(_, name)| *name)
}

/// Identifiers by any of which a service takes a resource.
#[derive(Debug)]
pub(crate) struct Group {
    /// The service whose resource it is.
    pub service: &'static str,
    /// The kind of a property that takes any of them.
    pub kind: &'static str,
    /// What such a property takes, for the documentation.
    pub what: &'static str,
    /// The ARNs. A property that takes the first, that of the resource itself, takes the others as well.
    pub arns: &'static [&'static str],
    /// The names and ids, that of the resource itself first.
    pub names: &'static [&'static str],
    extent: Extent,
}

/// Which properties take any identifier of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Extent {
    /// Those whose relations name an ARN and a name.
    Both,
    /// Those that take a name.
    Names,
    /// Those that do not say that they take an ARN.
    All,
}

/// The groups. Which single properties take a name and an ARN is said by their relations, repaired in `fixes.rs`.
const GROUPS: [Group; 7] = [
    Group {
        service: "ECS",
        kind: "ClusterNameOrArn",
        what: "The name or ARN of a cluster.",
        arns: &["AWS::ECS::Cluster.Arn"],
        names: &["AWS::ECS::Cluster.ClusterName"],
        extent: Extent::Names,
    },
    Group {
        service: "Events",
        kind: "EventBusNameOrArn",
        what: "The name or ARN of an event bus.",
        arns: &["AWS::Events::EventBus.Arn"],
        names: &["AWS::Events::EventBus.Name"],
        extent: Extent::Names,
    },
    Group {
        service: "IAM",
        kind: "RoleNameOrArn",
        what: "The name or ARN of a role.",
        arns: &["AWS::IAM::Role.Arn"],
        names: &["AWS::IAM::Role.RoleName"],
        extent: Extent::Both,
    },
    Group {
        service: "KMS",
        kind: "KeyIdentifier",
        what: "The id or ARN of a key, or an alias of it.",
        arns: &["AWS::KMS::Key.Arn", "AWS::KMS::ReplicaKey.Arn"],
        names: &["AWS::KMS::Key.KeyId", "AWS::KMS::ReplicaKey.KeyId", "AWS::KMS::Alias.AliasName"],
        extent: Extent::All,
    },
    Group {
        service: "Lambda",
        kind: "FunctionNameOrArn",
        what: "The name or ARN of a function, or the ARN of one of its versions or aliases.",
        arns: &["AWS::Lambda::Function.Arn", "AWS::Lambda::Version.FunctionArn", "AWS::Lambda::Alias.AliasArn"],
        names: &["AWS::Lambda::Function.FunctionName"],
        extent: Extent::Names,
    },
    Group {
        service: "RDS",
        kind: "DbClusterIdentifierOrArn",
        what: "The identifier or ARN of a database cluster.",
        arns: &["AWS::RDS::DBCluster.DBClusterArn"],
        names: &["AWS::RDS::DBCluster.DBClusterIdentifier"],
        extent: Extent::Both,
    },
    Group {
        service: "RDS",
        kind: "DbInstanceIdentifierOrArn",
        what: "The identifier or ARN of a database instance.",
        arns: &["AWS::RDS::DBInstance.DBInstanceArn"],
        names: &["AWS::RDS::DBInstance.DBInstanceIdentifier"],
        extent: Extent::Both,
    },
];

/// The groups of a service.
pub(crate) fn groups(service: &str) -> impl Iterator<Item = &'static Group> + '_ {
    GROUPS.iter().filter(move |group| group.service == service)
}

/// What a property takes whose formats and relations name identifiers of one group.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot {
    /// Any identifier of the group.
    Any(&'static Group),
    /// The ARNs of the group.
    Arn(&'static Group),
}

/// What a property takes, by its name, the pattern of its value, and the identifiers that its formats and relations name; `None` where these
/// are not of one group, or are names only of a group whose names do not stand for ARNs.
pub(crate) fn slot(name: &str, pattern: Option<&str>, identifiers: &[&str]) -> Option<Slot> {
    let has = |list: &[&str]| identifiers.iter().any(|identifier| list.contains(identifier));
    let group = GROUPS
        .iter()
        .find(|group| identifiers.iter().all(|one| group.has(one)) && identifiers.iter().any(|one| group.leads(one)))?;
    let says_arn =
        || is_arn(name.trim_end_matches('s')) || pattern.is_some_and(|text| text.trim_start_matches('^').starts_with("arn"));
    match (has(group.arns), has(group.names), group.extent) {
        (true, true, _) | (false, true, Extent::Names) => Some(Slot::Any(group)),
        (_, _, Extent::All) if !says_arn() => Some(Slot::Any(group)),
        (true, false, _) => Some(Slot::Arn(group)),
        _ => None,
    }
}

/// Whether an identifier or a property is an ARN by its name.
pub(crate) fn is_arn(name: &str) -> bool {
    name.ends_with("Arn") || name.ends_with("ARN")
}

impl Group {
    /// Whether an identifier is one of the group.
    pub(crate) fn has(&self, identifier: &str) -> bool {
        self.arns.contains(&identifier) || self.names.contains(&identifier)
    }

    /// Whether an identifier is that of the resource itself. A property that takes versions or aliases only does not take the resource.
    fn leads(&self, identifier: &str) -> bool {
        self.arns.first() == Some(&identifier) || self.names.first() == Some(&identifier)
    }
}

impl Slot {
    /// Whether it takes an identifier.
    pub(crate) fn takes(self, identifier: &str) -> bool {
        match self {
            Slot::Any(group) => group.has(identifier),
            Slot::Arn(group) => group.arns.contains(&identifier),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(name: &str, pattern: Option<&str>, identifiers: &[&str]) -> Option<&'static str> {
        Some(match slot(name, pattern, identifiers)? {
            Slot::Any(group) => group.kind,
            Slot::Arn(group) => group.arns[0],
        })
    }

    #[test]
    fn a_property_takes_what_its_group_and_its_own_name_say() {
        let (arn, name) = ("AWS::IAM::Role.Arn", "AWS::IAM::Role.RoleName");
        assert_eq!(takes("TaskRoleArn", None, &[arn, name]), Some("RoleNameOrArn"), "the relations name both");
        assert_eq!(takes("Role", None, &[arn]), Some(arn), "a role is taken by name only where the relations say so");
        assert_eq!(takes("Roles", None, &[name]), None, "and by its ARN as well");
        assert_eq!(takes("Cluster", None, &["AWS::ECS::Cluster.ClusterName"]), Some("ClusterNameOrArn"));
        assert_eq!(takes("ClusterArn", None, &["AWS::ECS::Cluster.Arn"]), Some("AWS::ECS::Cluster.Arn"));
        let key = "AWS::KMS::Key.Arn";
        assert_eq!(takes("KmsKeyId", None, &[key]), Some("KeyIdentifier"), "a key is taken by all that identifies it");
        assert_eq!(takes("KmsKeyId", Some("^arn:aws"), &[key]), Some(key), "unless the pattern says that it is an ARN");
        assert_eq!(takes("KMSKeyArn", None, &[key]), Some(key), "or the name does");
        assert_eq!(takes("Target", None, &[key, arn]), None, "two groups are none");
        assert_eq!(takes("Target", None, &[]), None);
        assert_eq!(takes("AliasName", None, &["AWS::KMS::Alias.AliasName"]), None, "an alias is no key");
        assert_eq!(
            takes("LambdaFunctionARN", None, &["AWS::Lambda::Version.FunctionArn"]),
            None,
            "at the edge it must be a version"
        );
    }

    #[test]
    fn the_groups_name_what_the_schemas_have() {
        for group in &GROUPS {
            for identifier in group.arns.iter().chain(group.names) {
                let (resource_type, property) = identifier.split_once('.').unwrap();
                let schema = crate::schema::find(resource_type).unwrap();
                assert!(schema.root().property(property).is_some(), "{identifier}");
                assert_eq!(canonical(identifier), *identifier);
            }
        }
    }
}
