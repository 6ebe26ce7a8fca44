//! What a resource is about: long stacks are written in functions by subject.

use crate::schema::generate::service_of;
use crate::template::Node;

/// Services by subject; the resources of EC2 are told apart by their names.
const SUBJECTS: [(&str, &[&str]); 13] = [
    ("access", &["IAM", "Cognito", "KMS", "SSO", "AccessAnalyzer", "CertificateManager", "SecretsManager"]),
    ("storage", &["S3", "EFS", "FSx", "Backup", "ECR", "DLM"]),
    (
        "databases",
        &["RDS", "DynamoDB", "ElastiCache", "Neptune", "Redshift", "DocDB", "DMS", "OpenSearchService", "Elasticsearch"],
    ),
    ("functions", &["Lambda", "Serverless", "StepFunctions", "AppSync"]),
    ("containers", &["ECS", "EKS", "ServiceDiscovery", "AppRunner", "Batch"]),
    ("balancing", &["ElasticLoadBalancing", "ElasticLoadBalancingV2"]),
    ("scaling", &["AutoScaling", "ApplicationAutoScaling", "AutoScalingPlans"]),
    ("messaging", &["SNS", "SQS", "Events", "Scheduler", "Kinesis", "KinesisFirehose", "Pipes", "AmazonMQ", "MSK"]),
    ("monitoring", &["CloudWatch", "Logs", "CloudTrail", "Config", "XRay", "Synthetics", "GuardDuty", "SecurityHub"]),
    ("delivery", &["Route53", "CloudFront", "WAF", "WAFv2", "WAFRegional", "GlobalAccelerator"]),
    ("interfaces", &["ApiGateway", "ApiGatewayV2"]),
    ("building", &["CodeBuild", "CodePipeline", "CodeDeploy", "CodeCommit", "ImageBuilder"]),
    ("management", &["SSM", "CloudFormation", "ServiceCatalog", "Organizations", "Budgets"]),
];

/// What parts of EC2 are about.
const EC2: [(&str, &str); 8] = [
    ("SecurityGroup", "security"),
    ("Instance", "computing"),
    ("LaunchTemplate", "computing"),
    ("Volume", "computing"),
    ("SpotFleet", "computing"),
    ("EC2Fleet", "computing"),
    ("KeyPair", "computing"),
    ("PlacementGroup", "computing"),
];

/// The subject of a resource.
pub(super) fn of(node: &Node) -> &'static str {
    let type_name = node.get("Type").and_then(Node::as_str).unwrap_or_default();
    let service = service_of(type_name);
    if service == "EC2" {
        let name = type_name.rsplit("::").next().unwrap_or_default();
        return EC2.iter().find(|(prefix, _)| name.starts_with(prefix)).map_or("network", |(_, subject)| subject);
    }
    SUBJECTS.iter().find(|(_, services)| services.contains(&service)).map_or("resources", |(subject, _)| subject)
}
