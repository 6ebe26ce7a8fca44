//! The schemas that modules are generated from, by service.

use std::cell::OnceCell;

use serde_json::Value;

use crate::schema;

/// The services whose typed modules are part of the library.
pub const DEFAULT_SERVICES: [&str; 27] = [
    "ApiGatewayV2",
    "ApplicationAutoScaling",
    "CertificateManager",
    "CloudFront",
    "CloudWatch",
    "Cognito",
    "DynamoDB",
    "EC2",
    "ECR",
    "ECS",
    "EFS",
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
    "Scheduler",
    "SecretsManager",
    "ServiceDiscovery",
    "WAFv2",
];

/// Where a generated module lives, which decides how it names the rest of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Home {
    /// In `crates/aws` of the library itself.
    Library,
    /// In an author's own crate.
    Author,
}

/// The schemas that the generator may look at.
pub struct Catalog {
    /// The types by name, each with its schema's JSON once it was asked for.
    types: Vec<(&'static str, OnceCell<Value>)>,
}

impl Catalog {
    /// The embedded schemas.
    pub fn embedded() -> Self {
        let names = schema::types().filter(|name| !schema::is_serverless(name));
        Catalog { types: names.map(|name| (name, OnceCell::new())).collect() }
    }

    /// The names of the services, in order, for example `ECS`.
    pub fn services(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.types.iter().map(|(name, _)| service_of(name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The type names of a service, in order.
    pub fn service(&self, service: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self.types.iter().map(|(name, _)| *name).filter(|name| service_of(name) == service).collect();
        names.sort_unstable();
        names
    }

    /// The schema of a resource type.
    pub(super) fn schema(&self, resource_type: &str) -> Option<&Value> {
        let index = self.types.binary_search_by_key(&resource_type, |(name, _)| name).ok()?;
        let (name, json) = self.types.get(index)?;
        // `find` knows every name that `types` lists.
        Some(json.get_or_init(|| schema::find(name).map_or(Value::Null, |schema| schema.raw().to_json())))
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
