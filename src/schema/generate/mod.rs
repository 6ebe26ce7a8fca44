//! The generator: from the schemas of a service to its typed module.

mod emit;
mod kinds;
mod model;
mod names;

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
    /// The embedded schemas, without the types of the serverless transform: the typed layer writes what the transform would make.
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

    /// Whether a kind is one of those that identify a resource type.
    fn identifies(&self, resource_type: &str, kind: &kinds::TextKind) -> bool {
        let resource_type = match resource_type {
            "AWS::ACM::Certificate" => "AWS::CertificateManager::Certificate",
            other => other,
        };
        let schema = (self.find)(resource_type);
        schema.is_some_and(|schema| kinds::own_kinds(resource_type, schema).contains(kind))
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

/// The typed module of a service, as Rust source.
///
/// # Errors
/// No resource type is of this service.
pub fn service_module(catalog: &Catalog, service: &str, home: Home) -> Result<String, String> {
    let types = catalog.service(service);
    if types.is_empty() {
        return Err(format!("there is no service `{service}`"));
    }
    let model = model::service(catalog, service, &types, home);
    Ok(emit::service(&model, home))
}

/// Every file of the library's typed modules: its name in `src/aws`, and its source.
///
/// # Errors
/// A default service is not among the schemas.
pub fn library(catalog: &Catalog) -> Result<Vec<(String, String)>, String> {
    let mut files = vec![("mod.rs".to_owned(), module_list())];
    for service in DEFAULT_SERVICES {
        files.push((format!("{}.rs", module_name(service)), service_module(catalog, service, Home::Library)?));
    }
    Ok(files)
}

/// The list of the library's typed modules, as the source of `src/aws/mod.rs`.
pub fn module_list() -> String {
    let mut text = String::from(emit::MARK);
    text.push_str("//! The typed resources, one module per service.\n//!\n");
    text.push_str(
        "//! Every type, setter and constant here follows the official resource schemas; see `src/schema/data/SOURCE.md`.\n\n",
    );
    for service in DEFAULT_SERVICES {
        text.push_str(&format!("pub mod {};\n", module_name(service)));
    }
    text
}

/// The segments of a JSON pointer below `/properties`.
fn pointer_path(pointer: &str) -> Vec<&str> {
    let rest = pointer.trim_start_matches('/');
    rest.strip_prefix("properties/").unwrap_or(rest).split('/').collect()
}

/// What `Fn::GetAtt` can name: read-only properties, and the leaves below those that are objects; no items of lists.
fn attributes(schema: &Value) -> Vec<(Vec<&str>, &Value)> {
    let pointers = schema.get("readOnlyProperties").and_then(Value::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for path in pointers.filter_map(Value::as_str).map(pointer_path).filter(|path| !path.contains(&"*")) {
        let Some(node) = at_path(schema, &path) else { continue };
        for (leaf, inner) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
            found.push(([path.as_slice(), &[leaf.as_str()]].concat(), resolve(schema, inner)));
        }
        found.push((path, node));
    }
    found
}

/// The schema of the property at a path, through references.
fn at_path<'a>(schema: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let mut node = schema;
    for segment in path {
        node = resolve(schema, node.get("properties")?.get(segment)?);
    }
    Some(node)
}

/// Follows `$ref` to the definition that it names.
fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    let mut node = node;
    // A chain of references is short; the bound keeps a circular one from hanging the generator.
    for _ in 0..8 {
        let Some(pointer) = node.get("$ref").and_then(Value::as_str) else { break };
        let Some(target) = root.pointer(pointer.trim_start_matches('#')) else { break };
        node = target;
    }
    node
}
