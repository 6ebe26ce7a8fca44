//! What a person draws of an application, and what belongs to something that is drawn.

/// Types that are boxes of their own. Everything else is folded into what it belongs to.
const DRAWN: &[(&str, &[&str])] = &[
    ("AmazonMQ", &["Broker"]),
    ("Amplify", &["App"]),
    ("ApiGateway", &["RestApi"]),
    ("ApiGatewayV2", &["Api"]),
    ("AppRunner", &["Service"]),
    ("AppSync", &["GraphQLApi", "Api"]),
    ("AutoScaling", &["AutoScalingGroup"]),
    ("Batch", &["JobQueue", "ComputeEnvironment"]),
    ("CloudFormation", &["Stack", "StackSet"]),
    ("CloudFront", &["Distribution"]),
    ("CodeBuild", &["Project"]),
    ("CodePipeline", &["Pipeline"]),
    ("Cognito", &["UserPool", "IdentityPool"]),
    ("DAX", &["Cluster"]),
    ("DocDB", &["DBCluster"]),
    ("DynamoDB", &["Table", "GlobalTable"]),
    ("EC2", &["Instance", "NatGateway", "TransitGateway", "VPNGateway", "ClientVpnEndpoint", "SpotFleet", "EC2Fleet"]),
    ("ECR", &["Repository"]),
    ("ECS", &["Service"]),
    ("EFS", &["FileSystem"]),
    ("EKS", &["Cluster", "Nodegroup"]),
    ("EMR", &["Cluster"]),
    ("EMRServerless", &["Application"]),
    ("ElastiCache", &["CacheCluster", "ReplicationGroup", "ServerlessCache"]),
    ("ElasticBeanstalk", &["Environment"]),
    ("ElasticLoadBalancing", &["LoadBalancer"]),
    ("ElasticLoadBalancingV2", &["LoadBalancer"]),
    ("Elasticsearch", &["Domain"]),
    ("Events", &["Rule", "EventBus"]),
    ("FSx", &["FileSystem"]),
    ("GlobalAccelerator", &["Accelerator"]),
    ("Glue", &["Job", "Crawler", "Database"]),
    ("IoT", &["TopicRule"]),
    ("Kinesis", &["Stream"]),
    ("KinesisFirehose", &["DeliveryStream"]),
    ("Lambda", &["Function"]),
    ("MSK", &["Cluster", "ServerlessCluster"]),
    ("MWAA", &["Environment"]),
    ("MemoryDB", &["Cluster"]),
    ("Neptune", &["DBCluster"]),
    ("OpenSearchService", &["Domain"]),
    ("OpenSearchServerless", &["Collection"]),
    ("RDS", &["DBInstance", "DBCluster", "DBProxy"]),
    ("Redshift", &["Cluster"]),
    ("RedshiftServerless", &["Workgroup"]),
    ("S3", &["Bucket"]),
    ("SNS", &["Topic"]),
    ("SQS", &["Queue"]),
    ("SageMaker", &["Endpoint", "NotebookInstance", "Domain"]),
    ("Scheduler", &["Schedule"]),
    ("StepFunctions", &["StateMachine"]),
    ("Timestream", &["Table"]),
    ("Transfer", &["Server"]),
    ("VpcLattice", &["Service"]),
];

/// Types that join two others: events or requests go from what the one property names to what the other does.
const CONNECTORS: &[(&str, &str, &str)] = &[
    ("AWS::Lambda::EventSourceMapping", "EventSourceArn", "FunctionName"),
    ("AWS::Lambda::Permission", "SourceArn", "FunctionName"),
    ("AWS::Logs::SubscriptionFilter", "LogGroupName", "DestinationArn"),
    ("AWS::Pipes::Pipe", "Source", "Target"),
    ("AWS::SNS::Subscription", "TopicArn", "Endpoint"),
];

/// Types that stand for what they belong to: who refers to an alias means the function.
const FACES: [&str; 14] = [
    "AWS::ApiGateway::Stage",
    "AWS::ApiGatewayV2::Stage",
    "AWS::Cognito::UserPoolClient",
    "AWS::ECS::TaskDefinition",
    "AWS::EFS::AccessPoint",
    "AWS::EFS::MountTarget",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Url",
    "AWS::Lambda::Version",
    "AWS::RDS::DBInstance",
    "AWS::S3::AccessPoint",
    "AWS::DocDB::DBInstance",
];

/// Types that belong to what they stand for, whoever refers to them.
const ATTACHED: [(&str, &str); 12] = [
    ("AWS::ApiGateway::Stage", "RestApiId"),
    ("AWS::ApiGatewayV2::Stage", "ApiId"),
    ("AWS::Cognito::UserPoolClient", "UserPoolId"),
    ("AWS::EFS::AccessPoint", "FileSystemId"),
    ("AWS::EFS::MountTarget", "FileSystemId"),
    ("AWS::Lambda::Alias", "FunctionName"),
    ("AWS::Lambda::Url", "TargetFunctionArn"),
    ("AWS::Lambda::Version", "FunctionName"),
    ("AWS::RDS::DBInstance", "DBClusterIdentifier"),
    ("AWS::DocDB::DBInstance", "DBClusterIdentifier"),
    ("AWS::S3::AccessPoint", "Bucket"),
    ("AWS::EC2::Route", "RouteTableId"),
];

/// The property of a type that names what it belongs to.
pub(super) fn attached(resource_type: &str) -> Option<&'static str> {
    // Parts of an API name it, and what they lead to as well.
    let of_api = if resource_type.starts_with("AWS::ApiGateway::") {
        Some("RestApiId")
    } else {
        resource_type.starts_with("AWS::ApiGatewayV2::").then_some("ApiId")
    };
    ATTACHED.iter().find(|(known, _)| *known == resource_type).map(|(_, property)| *property).or(of_api)
}

/// Types that are the same in every region.
const GLOBAL: [&str; 2] = ["AWS::CloudFront::Distribution", "AWS::GlobalAccelerator::Accelerator"];

/// Whether resources of a type are boxes.
pub(super) fn is_drawn(resource_type: &str) -> bool {
    let Some((service, name)) = resource_type.strip_prefix("AWS::").and_then(|rest| rest.split_once("::")) else { return false };
    DRAWN.iter().any(|(known, names)| *known == service && names.contains(&name))
}

/// The properties of a type that name where something comes from and where it goes.
pub(super) fn connector(resource_type: &str) -> Option<(&'static str, &'static str)> {
    CONNECTORS.iter().find(|(known, ..)| *known == resource_type).map(|(_, from, to)| (*from, *to))
}

/// Whether a reference to a folded resource means what it belongs to.
pub(super) fn is_face(resource_type: &str) -> bool {
    FACES.contains(&resource_type)
}

/// Whether what a folded resource refers to is used by what it belongs to. Policies of resources and alarms point the other way.
pub(super) fn is_used_through(resource_type: &str) -> bool {
    let is_policy = resource_type.ends_with("Policy") && !resource_type.starts_with("AWS::IAM::");
    let is_watching = ["AWS::CloudWatch::", "AWS::KMS::", "AWS::Logs::", "AWS::SSM::", "AWS::SecretsManager::", "AWS::Backup::"]
        .iter()
        .any(|service| resource_type.starts_with(service));
    !is_policy && !is_watching && connector(resource_type).is_none()
}

/// Services that stand in no network, though some of their properties name subnets for others.
const REGIONAL: [&str; 12] = [
    "ApiGateway",
    "ApiGatewayV2",
    "AppSync",
    "CloudFormation",
    "CodePipeline",
    "DynamoDB",
    "Events",
    "S3",
    "SNS",
    "SQS",
    "Scheduler",
    "StepFunctions",
];

/// Whether resources of a type may lie in subnets.
pub(super) fn may_be_in_subnets(resource_type: &str) -> bool {
    let service = resource_type.strip_prefix("AWS::").and_then(|rest| rest.split_once("::")).map_or("", |(service, _)| service);
    !REGIONAL.contains(&service)
}

/// Whether what owns a folded resource lies where that says: a group of subnets, or what mounts into one.
pub(super) fn tells_place(resource_type: &str) -> bool {
    resource_type.ends_with("SubnetGroup")
        || ["AWS::EFS::MountTarget", "AWS::RDS::DBInstance", "AWS::DocDB::DBInstance", "AWS::ECS::TaskSet"]
            .contains(&resource_type)
}

/// Whether a type lies in no region.
pub(super) fn is_global(resource_type: &str) -> bool {
    GLOBAL.contains(&resource_type)
}
