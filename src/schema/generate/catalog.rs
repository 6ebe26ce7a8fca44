//! The schemas that modules are generated from, by service.

use serde_json::Value;

use crate::schema;

/// The services whose typed modules are part of the library.
pub const DEFAULT_SERVICES: [&str; 24] = [
    "ApplicationAutoScaling",
    "CertificateManager",
    "CloudFront",
    "CloudWatch",
    "Cognito",
    "DynamoDB",
    "EC2",
    "ECR",
    "ECS",
    "ElasticLoadBalancingV2",
    "Events",
    "IAM",
    "KMS",
    "Lambda",
    "Logs",
    "RDS",
    "Route53",
    "S3",
    "SNS",
    "SQS",
    "SSM",
    "SecretsManager",
    "ServiceDiscovery",
    "WAFv2",
];

/// Where a generated module lives, which decides how it names the rest of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In `src/aws` of the library itself.
    Library,
    /// In an author's own crate.
    Author,
}

/// The schemas that the generator may look at.
pub struct Catalog<'a> {
    find: &'a dyn Fn(&str) -> Option<&'a Value>,
    types: Vec<&'a str>,
}

impl Catalog<'static> {
    /// The embedded schemas.
    pub fn embedded() -> Self {
        Catalog {
            find: &|name| schema::find(name).map(schema::ResourceSchema::raw),
            types: schema::types().filter(|name| !schema::is_serverless(name)).collect(),
        }
    }
}

impl Catalog<'_> {
    /// The names of the services, in order, for example `ECS`.
    pub fn services(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.types.iter().map(|name| service_of(name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The type names of a service, in order.
    pub fn service(&self, service: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self.types.iter().copied().filter(|name| service_of(name) == service).collect();
        names.sort_unstable();
        names
    }

    /// The schema of a resource type.
    pub(super) fn schema(&self, resource_type: &str) -> Option<&Value> {
        (self.find)(resource_type)
    }
}

/// The service of a resource type: `ECS` of `AWS::ECS::Service`.
pub fn service_of(resource_type: &str) -> &str {
    resource_type.split("::").nth(1).unwrap_or_default()
}

/// The module name of a service: `ecs`.
pub fn module_name(service: &str) -> String {
    service.to_lowercase()
}
