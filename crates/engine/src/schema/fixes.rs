//! Known faults of the published schemas, and their repairs.
//!
//! Each repair says what is published today. When that no longer holds the import fails, and whoever updates the schemas
//! decides anew: the fault is gone, so the repair goes too; or it has moved, so the repair moves with it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::free_identifiers;

/// One repair at one place.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Fix {
    /// The resource type.
    pub type_name: &'static str,
    /// The JSON pointer of what is replaced.
    pub pointer: &'static str,
    /// The JSON that is published there; `None` when nothing is.
    pub published: Option<&'static str>,
    /// The JSON that is put there; `None` when it is removed.
    pub becomes: Option<&'static str>,
    /// Why.
    pub reason: &'static str,
}

/// One repair of a regular expression, wherever it stands.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PatternFix {
    /// The expression that is published.
    pub published: &'static str,
    /// The expression that means the same and that Rust's engines take.
    pub becomes: &'static str,
    /// At how many places it is published.
    pub locations: usize,
    /// Why.
    pub reason: &'static str,
}

/// The repairs at one place each.
pub const FIXES: &[Fix] = &[
    Fix {
        type_name: "AWS::DynamoDB::GlobalTable",
        pointer: "/properties/GlobalSecondaryIndexes/uniqueKeys",
        published: None,
        becomes: Some(r#"["IndexName"]"#),
        reason: "DynamoDB refuses two indexes of one name: `Duplicate index name`",
    },
    Fix {
        type_name: "AWS::DynamoDB::GlobalTable",
        pointer: "/properties/LocalSecondaryIndexes/uniqueKeys",
        published: None,
        becomes: Some(r#"["IndexName"]"#),
        reason: "DynamoDB refuses two indexes of one name: `Duplicate index name`",
    },
    Fix {
        type_name: "AWS::Events::Rule",
        pointer: "/properties/Targets/uniqueKeys",
        published: None,
        becomes: Some(r#"["Id"]"#),
        reason: "a target is found by its id: of two with one id the first is lost",
    },
    Fix {
        type_name: "AWS::WAFv2::WebACL",
        pointer: "/properties/Rules/uniqueKeys",
        published: None,
        becomes: Some(r#"["Priority"]"#),
        reason: "WAF refuses two rules of one priority",
    },
    Fix {
        type_name: "AWS::ECS::TaskDefinition",
        pointer: "/properties/Family/pattern",
        published: None,
        becomes: Some(r#""^[a-zA-Z0-9_-]{1,255}$""#),
        reason: "the page of the type says: letters, numbers, hyphens, and underscores; ECS refuses others",
    },
    Fix {
        type_name: "AWS::DocDB::DBCluster",
        pointer: "/properties/EngineVersion/enum",
        published: Some(r#"["3.6.0","4.0","4.0.0","5.0.0","5.0.1","8.0.0","8.0.1"]"#),
        becomes: Some(r#"["3.6","3.6.0","4.0","4.0.0","5.0","5.0.0","5.0.1","8.0","8.0.0","8.0.1"]"#),
        reason: "DocumentDB takes the first two numbers of each version: `5.0` is created, `5` is refused",
    },
    Fix {
        type_name: "AWS::RDS::DBInstance",
        pointer: "/properties/DBName/pattern",
        published: None,
        becomes: Some(r##""^([a-zA-Z_][a-zA-Z0-9_$#]*)?$""##),
        reason: "no engine takes a hyphen or a blank: the page of the type has the names of each",
    },
    Fix {
        type_name: "AWS::RDS::DBCluster",
        pointer: "/properties/DatabaseName/pattern",
        published: None,
        becomes: Some(r##""^([a-zA-Z_][a-zA-Z0-9_$#]*)?$""##),
        reason: "RDS refuses others: `DatabaseName must begin with a letter and contain only alphanumeric characters`",
    },
    Fix {
        type_name: "AWS::EC2::SecurityGroup",
        pointer: "/cfnRefIdentifier",
        published: None,
        becomes: Some(r#"["GroupId"]"#),
        reason: "`Ref` returns the group's id where `VpcId` is given; the primary identifier `Id` leaves open whether it is \
                 the name, which older pages say of a group without `VpcId`. Naming `VpcId` is the rule here",
    },
    Fix {
        type_name: "AWS::ApplicationAutoScaling::ScalingPolicy",
        pointer: "/cfnRefIdentifier",
        published: None,
        becomes: Some(r#"["Arn"]"#),
        reason: "the page of the type says that `Ref` returns the policy's ARN; the primary identifier is [Arn, ScalableDimension]",
    },
    Fix {
        type_name: "AWS::ServiceDiscovery::Instance",
        pointer: "/cfnRefIdentifier",
        published: None,
        becomes: Some(r#"["InstanceId"]"#),
        reason: "the page of the type says that `Ref` returns the instance's id; the primary identifier is [ServiceId, InstanceId]",
    },
    Fix {
        type_name: "AWS::ElasticLoadBalancingV2::TargetGroup",
        pointer: "/properties/ProtocolVersion/enum",
        published: None,
        becomes: Some(r#"["GRPC","HTTP1","HTTP2"]"#),
        reason: "the page of the type says: the possible values are GRPC, HTTP1, and HTTP2",
    },
    Fix {
        type_name: "AWS::CloudFormation::Stack",
        pointer: "/properties/Outputs",
        published: None,
        becomes: Some(
            r#"{"type":"object","patternProperties":{"^[a-zA-Z0-9]+$":{"type":"string"}},"additionalProperties":false}"#,
        ),
        reason: "the page of the type says that `Fn::GetAtt` reads `Outputs.NestedStackOutputName`",
    },
    Fix {
        type_name: "AWS::CloudFormation::Stack",
        pointer: "/readOnlyProperties",
        published: Some(r#"["/properties/StackId"]"#),
        becomes: Some(r#"["/properties/Outputs","/properties/StackId"]"#),
        reason: "the page of the type says that `Fn::GetAtt` reads `Outputs.NestedStackOutputName`",
    },
    Fix {
        type_name: "AWS::CodeBuild::Project",
        pointer: "/definitions/FilterGroup/items",
        published: None,
        becomes: Some(
            r#"{"type":"object","additionalProperties":false,"required":["Pattern","Type"],"properties":{"ExcludeMatchedPattern":{"type":"boolean"},"Pattern":{"type":"string"},"Type":{"type":"string"}}}"#,
        ),
        reason: "a filter group is a list of `WebhookFilter`, which the schema lost",
    },
    Fix {
        type_name: "AWS::DynamoDB::Table",
        pointer: "/properties/GlobalSecondaryIndexes/uniqueKeys",
        published: None,
        becomes: Some(r#"["IndexName"]"#),
        reason: "the property says: the name must be unique among all other indexes on this table",
    },
    Fix {
        type_name: "AWS::DynamoDB::Table",
        pointer: "/properties/LocalSecondaryIndexes/uniqueKeys",
        published: None,
        becomes: Some(r#"["IndexName"]"#),
        reason: "the property says: the name must be unique among all other indexes on this table",
    },
    Fix {
        type_name: "AWS::DynamoDB::Table",
        pointer: "/definitions/TimeToLiveSpecification/properties/AttributeName/minLength",
        published: None,
        becomes: Some("1"),
        reason: "the API has a minimum length of 1",
    },
    Fix {
        type_name: "AWS::ECS::TaskDefinition",
        pointer: "/definitions/ContainerDefinition/properties/Name/pattern",
        published: None,
        becomes: Some(r#""^[a-zA-Z0-9_-]{1,255}$""#),
        reason: "the property says: up to 255 letters, numbers, underscores, and hyphens are allowed",
    },
    Fix {
        type_name: "AWS::ECS::TaskDefinition",
        pointer: "/definitions/ContainerDefinition/properties/Image/minLength",
        published: None,
        becomes: Some("1"),
        reason: "ECS answers: Container.image should not be null or empty",
    },
    Fix {
        type_name: "AWS::DynamoDB::Table",
        pointer: "/definitions/KeySchema/items/properties/KeyType",
        published: Some(r#"{"type":"string"}"#),
        becomes: Some(r#"{"type":"string","enum":["HASH","RANGE"]}"#),
        reason: "the values are published beside the items instead of in them",
    },
    Fix {
        type_name: "AWS::DynamoDB::Table",
        pointer: "/definitions/KeySchema/items/properties/AttributeName",
        published: Some(r#"{"type":"string"}"#),
        becomes: Some(r#"{"type":"string","minLength":1,"maxLength":255}"#),
        reason: "the lengths are published beside the items instead of in them",
    },
    Fix {
        type_name: "AWS::DynamoDB::Table",
        pointer: "/definitions/GlobalSecondaryIndex/properties/KeySchema/items/properties/KeyType",
        published: Some(r#"{"type":"string"}"#),
        becomes: Some(r#"{"type":"string","enum":["HASH","RANGE"]}"#),
        reason: "an index has keys of the same types as its table, whose values are published",
    },
    Fix {
        type_name: "AWS::DynamoDB::Table",
        pointer: "/definitions/KeySchema/properties",
        published: Some(r#"{"AttributeName":{"minLength":1,"maxLength":255},"KeyType":{"enum":["HASH","RANGE"]}}"#),
        becomes: None,
        reason: "a list has no properties: what they say belongs in the items",
    },
    Fix {
        type_name: "AWS::DynamoDB::GlobalTable",
        pointer: "/definitions/KeySchema/properties",
        published: Some(r#"{"KeyType":{"enum":["HASH","RANGE"]}}"#),
        becomes: None,
        reason: "a list has no properties: what they say is in the items already",
    },
    Fix {
        type_name: "AWS::IAM::ManagedPolicy",
        pointer: "/properties/PolicyDocument/type",
        published: None,
        becomes: Some(r#"["object","string"]"#),
        reason: "the type is missing; every other policy document of IAM is an object or a string",
    },
    Fix {
        type_name: "AWS::CertificateManager::Certificate",
        pointer: "/properties/Id/type",
        published: None,
        becomes: Some(r#""string""#),
        reason: "the type is missing; the format is that of an ARN",
    },
    Fix {
        type_name: "AWS::LakeFormation::PrincipalPermissions",
        pointer: "/definitions/NullableBoolean/type",
        published: Some(r#"["boolean","null"]"#),
        becomes: Some(r#""boolean""#),
        reason: "CloudFormation refuses null values",
    },
];

/// Schemas that have properties but do not say that they are objects: `(type, JSON pointer)`.
pub const OBJECTS: &[(&str, &str)] = &[
    ("AWS::ApiGatewayV2::RouteResponse", "/definitions/RouteParameters"),
    ("AWS::AppSync::SourceApiAssociation", "/definitions/SourceApiAssociationConfig"),
    ("AWS::ApplicationSignals::ServiceLevelObjective", "/definitions/DependencyKeyAttributes"),
    ("AWS::ApplicationSignals::ServiceLevelObjective", "/definitions/KeyAttributes"),
    ("AWS::ApplicationSignals::ServiceLevelObjective", "/definitions/MetricSourceAttributes"),
    ("AWS::ApplicationSignals::ServiceLevelObjective", "/definitions/MetricSourceKeyAttributes"),
    ("AWS::CloudFormation::GuardHook", "/properties/Options"),
    ("AWS::Cognito::IdentityPoolRoleAttachment", "/properties/RoleMappings"),
    ("AWS::Cognito::IdentityPoolRoleAttachment", "/properties/Roles"),
    ("AWS::Connect::Rule", "/definitions/InAppNotificationRecipientType/properties/UserTags"),
    ("AWS::Connect::Rule", "/definitions/NotificationRecipientType/properties/UserTags"),
    ("AWS::Connect::Rule", "/definitions/TaskAction/properties/References"),
    ("AWS::DataBrew::Recipe", "/definitions/RecipeParameters"),
    ("AWS::EMRServerless::Application", "/definitions/CloudWatchLoggingConfiguration"),
    ("AWS::EMRServerless::Application", "/definitions/ManagedPersistenceMonitoringConfiguration"),
    ("AWS::EMRServerless::Application", "/definitions/PrometheusMonitoringConfiguration"),
    ("AWS::EMRServerless::Application", "/definitions/S3MonitoringConfiguration"),
    ("AWS::GameLift::Fleet", "/definitions/AnywhereConfiguration"),
    ("AWS::Glue::UsageProfile", "/definitions/ProfileConfiguration/properties/JobConfiguration"),
    ("AWS::Glue::UsageProfile", "/definitions/ProfileConfiguration/properties/SessionConfiguration"),
    ("AWS::InspectorV2::CisScanConfiguration", "/definitions/CisTargets"),
    ("AWS::InspectorV2::CisScanConfiguration", "/definitions/Schedule"),
    ("AWS::InspectorV2::CisScanConfiguration", "/definitions/TargetResourceTags"),
    ("AWS::MPA::ApprovalTeam", "/definitions/Policy"),
    (
        "AWS::MediaLive::Multiplex",
        "/definitions/MultiplexOutputDestination/properties/MultiplexMediaConnectOutputDestinationSettings",
    ),
    ("AWS::MediaTailor::PlaybackConfiguration", "/definitions/ConfigurationAliases"),
    ("AWS::PCS::Cluster", "/properties/Tags"),
    ("AWS::PCS::ComputeNodeGroup", "/properties/Tags"),
    ("AWS::QuickSight::Analysis", "/definitions/SingleAxisOptions/properties/YAxisOptions"),
    ("AWS::QuickSight::Dashboard", "/definitions/SingleAxisOptions/properties/YAxisOptions"),
    ("AWS::QuickSight::Template", "/definitions/SingleAxisOptions/properties/YAxisOptions"),
];

const SURROGATES: &str = "surrogates, in whatever order, stand for the characters beyond U+FFFF, which Rust writes directly";
const HYPHEN: &str = "a hyphen after a class such as `\\w` is meant literally; Rust wants it escaped";
const REPEATED_LOOK_AHEAD: &str = "a look-ahead cannot be repeated, and need not be";
const BRACKET: &str = "Rust takes an unescaped bracket inside a class for a nested class";

/// The repairs of regular expressions.
pub const PATTERN_FIXES: &[PatternFix] = &[
    PatternFix {
        published: r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDBFF-\uDC00\uDFFF\r\n\t]*",
        becomes: r"[\u0020-\uD7FF\uE000-\uFFFD\x{10000}-\x{10FFFF}\r\n\t]*",
        locations: 1,
        reason: SURROGATES,
    },
    PatternFix {
        published: r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDBFF-\uDC00\uDFFF\r\n\t]*$",
        becomes: r"^[\u0020-\uD7FF\uE000-\uFFFD\x{10000}-\x{10FFFF}\r\n\t]*$",
        locations: 2,
        reason: SURROGATES,
    },
    PatternFix {
        published: r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDBFF-\uDC00\uDFFF\t\r\n]*$",
        becomes: r"^[\u0020-\uD7FF\uE000-\uFFFD\x{10000}-\x{10FFFF}\t\r\n]*$",
        locations: 9,
        reason: SURROGATES,
    },
    PatternFix {
        published: r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*$",
        becomes: r"^[\u0020-\uD7FF\uE000-\uFFFD\x{10000}-\x{10FFFF}\r\n\t]*$",
        locations: 3,
        reason: SURROGATES,
    },
    PatternFix {
        published: r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*$",
        becomes: r"^[\u0020-\uD7FF\uE000-\uFFFD\x{10000}-\x{10FFFF}\t]*$",
        locations: 7,
        reason: SURROGATES,
    },
    PatternFix {
        published: r"^(?!\s*$)[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDBFF-\uDC00\uDFFF\t\r\n]*$",
        becomes: r"^(?!\s*$)[\u0020-\uD7FF\uE000-\uFFFD\x{10000}-\x{10FFFF}\t\r\n]*$",
        locations: 1,
        reason: SURROGATES,
    },
    PatternFix {
        published: r"^(?!\s*$)[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDBFF-\uDC00\uDFFF\t]*$",
        becomes: r"^(?!\s*$)[\u0020-\uD7FF\uE000-\uFFFD\x{10000}-\x{10FFFF}\t]*$",
        locations: 8,
        reason: SURROGATES,
    },
    PatternFix {
        published: r"[a-zA-Z 0-9_\-+'&amp;\uD83C-\uDBFF\uDC00-\uDFFF\u2000-\u3300]+",
        becomes: r"[a-zA-Z 0-9_\-+'&amp;\x{1F000}-\x{10FFFF}\u2000-\u3300]+",
        locations: 1,
        reason: SURROGATES,
    },
    PatternFix { published: r"[\w-.~]+", becomes: r"[\w\-.~]+", locations: 2, reason: HYPHEN },
    PatternFix {
        published: r"^(?! )[\p{L}\p{N}\p{Z}-_]*(?<! )$",
        becomes: r"^(?! )[\p{L}\p{N}\p{Z}\-_]*(?<! )$",
        locations: 1,
        reason: HYPHEN,
    },
    PatternFix {
        published: r"^[A-Za-z0-9](?:[\w- &]*[A-Za-z0-9])?$",
        becomes: r"^[A-Za-z0-9](?:[\w\- &]*[A-Za-z0-9])?$",
        locations: 1,
        reason: HYPHEN,
    },
    PatternFix {
        published: r"^[A-Za-z0-9](?:[\w- ]*[A-Za-z0-9])?$",
        becomes: r"^[A-Za-z0-9](?:[\w\- ]*[A-Za-z0-9])?$",
        locations: 1,
        reason: HYPHEN,
    },
    PatternFix {
        published: r"^[\w-\.\+]+@([\w-]+\.)+[\w-]{2,4}$",
        becomes: r"^[\w\-.+]+@([\w-]+\.)+[\w-]{2,4}$",
        locations: 1,
        reason: HYPHEN,
    },
    PatternFix { published: r"^[a-zA-Z0-9\s-_()\[\]]+$", becomes: r"^[a-zA-Z0-9\s\-_()\[\]]+$", locations: 2, reason: HYPHEN },
    PatternFix {
        published: r"^arn:aws[a-z0-9-]*:iam::\d{12}:role/[\w-/.@+=,]{1,1017}$",
        becomes: r"^arn:aws[a-z0-9-]*:iam::\d{12}:role/[\w\-/.@+=,]{1,1017}$",
        locations: 1,
        reason: HYPHEN,
    },
    PatternFix {
        published: r"^(\/|(\/(?!\.)+[^$#<>;`|&?{}^*/\n]+){1,4})$",
        becomes: r"^(\/|(\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4})$",
        locations: 1,
        reason: REPEATED_LOOK_AHEAD,
    },
    PatternFix {
        published: r"^(\/|(\/(?!\.)+[^$#<>;;`|&?{}^*/\n]+){1,4})$",
        becomes: r"^(\/|(\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4})$",
        locations: 1,
        reason: REPEATED_LOOK_AHEAD,
    },
    PatternFix {
        published: r"^([a-z,A-Z,0-9,. _\-:/()#,@[\]+=&;\{\}!$*])*$",
        becomes: r"^([a-zA-Z0-9,. _\-:/()#@\[\]+=&;{}!$*])*$",
        locations: 1,
        reason: BRACKET,
    },
];

/// One repair of the relations of a property.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RelationFix {
    /// The resource type, the definition (`-` for the resource itself) and the property, with tabs between.
    pub property: &'static str,
    /// The targets that are published: type and property, with a tab between.
    pub published: &'static [&'static str],
    /// The targets that are put there.
    pub becomes: &'static [&'static str],
    /// Why.
    pub reason: &'static str,
}

/// The repairs of relations. A missing one lets anything stand in a slot; a wrong one keeps out what belongs there.
pub const RELATION_FIXES: &[RelationFix] = &[
    RelationFix {
        property: "AWS::ECS::TaskDefinition\t-\tExecutionRoleArn",
        published: &["AWS::IAM::Role\tArn"],
        becomes: &["AWS::IAM::Role\tArn", "AWS::IAM::Role\tRoleName"],
        reason: "ECS takes the name of the role as well, as in `TaskRoleArn`",
    },
    RelationFix {
        property: "AWS::Lambda::Url\t-\tTargetFunctionArn",
        published: &["AWS::Lambda::Function\tArn"],
        becomes: &["AWS::Lambda::Function\tArn", "AWS::Lambda::Function\tFunctionName"],
        reason: "Lambda takes a function's name wherever it takes its ARN",
    },
    RelationFix {
        property: "AWS::RDS::GlobalCluster\t-\tSourceDBClusterIdentifier",
        published: &["AWS::RDS::DBCluster\tDBClusterIdentifier"],
        becomes: &["AWS::RDS::DBCluster\tDBClusterArn", "AWS::RDS::DBCluster\tDBClusterIdentifier"],
        reason: "the page says that it is the ARN, its examples give the identifier",
    },
    RelationFix {
        property: "AWS::RDS::DBInstance\t-\tSourceDBInstanceIdentifier",
        published: &["AWS::RDS::DBInstance\tDBInstanceIdentifier"],
        becomes: &["AWS::RDS::DBInstance\tDBInstanceArn", "AWS::RDS::DBInstance\tDBInstanceIdentifier"],
        reason: "a source in another region is given by its ARN",
    },
    RelationFix {
        property: "AWS::ElasticLoadBalancingV2::LoadBalancer\tLoadBalancerAttribute\tValue",
        published: &["AWS::S3::Bucket\tBucketName"],
        becomes: &[],
        reason: "the value of an attribute is a bucket's name for one key only",
    },
    RelationFix {
        property: "AWS::CloudWatch::Alarm\t-\tOKActions",
        published: &["AWS::SNS::Topic\tTopicArn"],
        becomes: &[],
        reason: "an alarm calls functions, scaling policies and others beside topics, as its `AlarmActions` say",
    },
    RelationFix {
        property: "AWS::CloudWatch::Alarm\t-\tInsufficientDataActions",
        published: &["AWS::SNS::Topic\tTopicArn"],
        becomes: &[],
        reason: "an alarm calls functions, scaling policies and others beside topics, as its `AlarmActions` say",
    },
    RelationFix {
        property: "AWS::CloudWatch::CompositeAlarm\t-\tAlarmActions",
        published: &["AWS::SNS::Topic\tTopicArn"],
        becomes: &[],
        reason: "a composite alarm calls functions and others beside topics",
    },
    RelationFix {
        property: "AWS::CloudWatch::CompositeAlarm\t-\tOKActions",
        published: &["AWS::SNS::Topic\tTopicArn"],
        becomes: &[],
        reason: "a composite alarm calls functions and others beside topics",
    },
    RelationFix {
        property: "AWS::EC2::SecurityGroupIngress\t-\tGroupId",
        published: &["AWS::EC2::SecurityGroup\tId", "AWS::EC2::VPC\tDefaultSecurityGroup"],
        becomes: &["AWS::EC2::SecurityGroup\tId"],
        reason: "a VPC's default group is identified like every other group",
    },
    RelationFix {
        property: "AWS::EC2::SecurityGroupIngress\t-\tSourceSecurityGroupId",
        published: &["AWS::EC2::SecurityGroup\tId", "AWS::EC2::VPC\tDefaultSecurityGroup"],
        becomes: &["AWS::EC2::SecurityGroup\tId"],
        reason: "a VPC's default group is identified like every other group",
    },
    RelationFix {
        property: "AWS::EC2::SecurityGroupIngress\t-\tGroupName",
        published: &["AWS::EC2::SecurityGroup\tId"],
        becomes: &[],
        reason: "the property takes a name, which no attribute of a group gives",
    },
    RelationFix {
        property: "AWS::Events::Rule\tRunCommandTarget\tValues",
        published: &["AWS::EC2::Instance\tInstanceId"],
        becomes: &[],
        reason: "the values are ids of instances for the key `InstanceIds` only, else those of a tag",
    },
];

/// Repairs the published relations.
///
/// # Errors
/// When something else is published than a repair expects.
pub fn repair_relations(published: &str) -> Result<String, String> {
    let mut lines: BTreeSet<String> = published.lines().map(str::to_owned).collect();
    for fix in RELATION_FIXES {
        let line = |target: &&str| format!("{}\t{target}", fix.property);
        let prefix = format!("{}\t", fix.property);
        let found: BTreeSet<String> = lines.iter().filter(|line| line.starts_with(&prefix)).cloned().collect();
        if found != fix.published.iter().map(line).collect() {
            let RelationFix { property, reason, .. } = fix;
            return Err(format!("other relations of {property} are published now: see `fixes.rs` (the fix: {reason})"));
        }
        lines.retain(|line| !found.contains(line));
        lines.extend(fix.becomes.iter().map(line));
    }
    free_identifiers::remove(&mut lines)?;
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

/// The application of every repair, and the account of which have been applied.
#[derive(Debug, Default)]
pub struct Session {
    types: BTreeSet<String>,
    patterns: BTreeMap<&'static str, usize>,
}

impl Session {
    /// A session in which nothing has been repaired.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Repairs the published schema of a type.
    ///
    /// # Errors
    /// When something else is published than a repair expects.
    pub fn apply(&mut self, type_name: &str, schema: &mut Value) -> Result<(), String> {
        self.types.insert(type_name.to_owned());
        for fix in FIXES.iter().filter(|fix| fix.type_name == type_name) {
            fix.apply(schema)?;
        }
        for (_, pointer) in OBJECTS.iter().filter(|(name, _)| *name == type_name) {
            replace(schema, &format!("{pointer}/type"), None, Some("\"object\""))?;
        }
        self.repair_patterns(schema);
        Ok(())
    }

    /// Checks that every repair had its place.
    ///
    /// # Errors
    /// When a repaired type is gone, or a repaired expression stands at more or fewer places.
    pub fn finish(self) -> Result<(), String> {
        let named = FIXES.iter().map(|fix| fix.type_name).chain(OBJECTS.iter().map(|(name, _)| *name));
        if let Some(gone) = named.into_iter().find(|name| !self.types.contains(*name)) {
            return Err(format!("a fix is for {gone}, which no region has now: remove it from `fixes.rs`"));
        }
        for fix in PATTERN_FIXES {
            let found = self.patterns.get(fix.published).copied().unwrap_or(0);
            if found != fix.locations {
                let PatternFix { published, locations, .. } = fix;
                return Err(format!(
                    "the pattern {published} was published at {locations} places, now at {found}: see `fixes.rs`"
                ));
            }
        }
        Ok(())
    }

    fn repair_patterns(&mut self, schema: &mut Value) {
        match schema {
            Value::Array(parts) => parts.iter_mut().for_each(|part| self.repair_patterns(part)),
            Value::Object(parts) => {
                for (keyword, part) in parts.iter_mut().filter(|(keyword, _)| *keyword != "handlers") {
                    match part {
                        Value::String(pattern) if keyword == "pattern" => self.repair_pattern(pattern),
                        _ => self.repair_patterns(part),
                    }
                }
            }
            _ => {}
        }
    }

    fn repair_pattern(&mut self, pattern: &mut String) {
        if let Some(fix) = PATTERN_FIXES.iter().find(|fix| fix.published == pattern) {
            fix.becomes.clone_into(pattern);
            *self.patterns.entry(fix.published).or_default() += 1;
        }
    }
}

impl Fix {
    /// Repairs a published schema.
    ///
    /// # Errors
    /// When something else is published than the repair expects.
    pub fn apply(&self, schema: &mut Value) -> Result<(), String> {
        replace(schema, self.pointer, self.published, self.becomes).map_err(|error| format!("{error} (the fix: {})", self.reason))
    }
}

/// Replaces what is published at a pointer.
///
/// # Errors
/// When something else is published there.
pub(super) fn replace(schema: &mut Value, pointer: &str, published: Option<&str>, becomes: Option<&str>) -> Result<(), String> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| format!("the fix {pointer}: {error}"));
    let (published, becomes) = (published.map(parse).transpose()?, becomes.map(parse).transpose()?);
    let found = schema.pointer(pointer).cloned();
    if found != published {
        let show = |value: Option<Value>| value.map_or_else(|| "nothing".to_owned(), |value| value.to_string());
        let (found, published) = (show(found), show(published));
        return Err(format!("at {pointer} there was {published}, now there is {found}: see `fixes.rs`"));
    }
    let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let parent = schema.pointer_mut(parent).and_then(Value::as_object_mut);
    let parent = parent.ok_or_else(|| format!("there is no object to hold {pointer} now: see `fixes.rs`"))?;
    match becomes {
        Some(value) => drop(parent.insert(name.to_owned(), value)),
        None => drop(parent.remove(name)),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FIX: Fix = Fix {
        type_name: "AWS::X::Y",
        pointer: "/properties/A/enum",
        published: Some("[1]"),
        becomes: Some("[1,2]"),
        reason: "the page says so",
    };

    #[test]
    fn a_fix_replaces_what_is_published() {
        let mut schema = json!({"properties": {"A": {"enum": [1]}}});
        assert_eq!(FIX.apply(&mut schema), Ok(()));
        assert_eq!(schema, json!({"properties": {"A": {"enum": [1, 2]}}}));
    }

    #[test]
    fn a_fix_that_no_longer_applies_fails() {
        let mut schema = json!({"properties": {"A": {"enum": [1, 2]}}});
        let error = FIX.apply(&mut schema).unwrap_err();
        assert_eq!(error, "at /properties/A/enum there was [1], now there is [1,2]: see `fixes.rs` (the fix: the page says so)");
        let absent = Fix { published: None, ..FIX };
        assert!(absent.apply(&mut json!({"properties": {}})).unwrap_err().contains("no object to hold"));
    }

    #[test]
    fn a_fix_without_its_type_or_pattern_fails() {
        assert!(Session::new().finish().unwrap_err().contains("which no region has now"));
        let mut session = Session::new();
        for name in FIXES.iter().map(|fix| fix.type_name).chain(OBJECTS.iter().map(|(name, _)| *name)) {
            session.types.insert(name.to_owned());
        }
        assert!(session.finish().unwrap_err().contains("now at 0"));
    }
}
