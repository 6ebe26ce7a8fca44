//! How a resource type and its properties are called in Rust, for messages.

use super::catalog::{DEFAULT_SERVICES, module_name, service_of};
use super::names;
use crate::schema::{self, SchemaNode};

/// The typed resource of a type, in words: its path, or the command that writes its module. Nothing for what has no typed module.
pub fn rust_type(type_name: &str) -> Option<String> {
    if schema::find(type_name).is_none() || schema::is_serverless(type_name) {
        return None;
    }
    let (service, name) = (service_of(type_name), names::type_name(type_name.split("::").nth(2)?));
    let module = module_name(service);
    Some(if is_built_in(type_name) {
        format!("`formwork::aws::{module}::{name}`")
    } else {
        format!("`{module}::{name}`, which `formwork generate {service}` writes into the project")
    })
}

/// Whether the typed resource of a type is part of the library.
pub fn is_built_in(type_name: &str) -> bool {
    DEFAULT_SERVICES.contains(&service_of(type_name))
}

/// How a property is set in Rust: `.visibility_timeout(…)`, or as an argument of `new`.
pub fn setter(owner: SchemaNode<'_>, property: &str) -> String {
    let name = names::snake(property);
    if owner.is_required(property) { format!("the argument `{name}` of `new`") } else { format!("`.{name}(…)`") }
}

/// The types that a name without its service may mean: `DBInstance`, `rds::DBInstance`, `formwork::aws::rds::DBInstance`.
pub fn types_called(name: &str) -> impl Iterator<Item = &'static str> {
    let (service, resource) = name.rsplit_once("::").map_or((None, name), |(before, last)| (before.rsplit("::").next(), last));
    let resource = resource.to_owned();
    let service = service.map(str::to_owned);
    schema::types().filter(move |candidate| {
        let last = candidate.rsplit("::").next().unwrap_or_default();
        let fits = |wanted: &String| wanted.eq_ignore_ascii_case(service_of(candidate));
        last.eq_ignore_ascii_case(&resource) && service.as_ref().is_none_or(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_its_path_or_its_command() {
        assert_eq!(rust_type("AWS::RDS::DBInstance").as_deref(), Some("`formwork::aws::rds::DBInstance`"));
        let generated = rust_type("AWS::Athena::WorkGroup").unwrap();
        assert_eq!(generated, "`athena::WorkGroup`, which `formwork generate Athena` writes into the project");
        assert_eq!(rust_type("AWS::Serverless::Function"), None);
        assert_eq!(rust_type("AWS::RDS::Instance"), None);
    }

    #[test]
    fn a_property_has_its_setter() {
        let schema = schema::find("AWS::ECS::Service").unwrap();
        assert_eq!(setter(schema.root(), "EnableECSManagedTags"), "`.enable_ecs_managed_tags(…)`");
        let schema = schema::find("AWS::ElasticLoadBalancingV2::Listener").unwrap();
        assert_eq!(setter(schema.root(), "DefaultActions"), "the argument `default_actions` of `new`");
    }

    #[test]
    fn a_type_is_found_by_less_than_its_name() {
        let named_alike = ["AWS::DocDB::DBInstance", "AWS::Neptune::DBInstance", "AWS::RDS::DBInstance"];
        assert_eq!(types_called("dbinstance").collect::<Vec<_>>(), named_alike);
        for name in ["rds::DBInstance", "formwork::aws::rds::DBInstance", "RDS::DBInstance"] {
            assert_eq!(types_called(name).collect::<Vec<_>>(), ["AWS::RDS::DBInstance"], "{name}");
        }
        assert!(types_called("Cluster").count() > 3);
        assert_eq!(types_called("ecs::Cluster").collect::<Vec<_>>(), ["AWS::ECS::Cluster"]);
        assert_eq!(types_called("").count(), 0);
    }
}
