//! The actions of IAM: embedded, looked up by service.
//!
//! They are a table as that of the schemas is, in which a service has a text instead of a schema: its actions, with spaces between.
//! IAM reads names of actions without regard to case, and the published list has them in lower case.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::compile::{self, Compiled};
use super::literal::Literal;
use super::table::Table;

static BYTES: &[u8] = include_bytes!("data/actions.bin");
static TEXTS: &str = include_str!("data/actions.text");

/// What the list says for itself; each part of the data names its own source in `data/SOURCE.md`.
const NOTE: &str = "actions of IAM by the prefix of their service";

/// The entry that is no service: the prefixes of those whose actions take no resource.
const WITHOUT_RESOURCES: &str = "*";

/// The prefixes of all services, sorted: `ssm`.
pub fn services() -> impl Iterator<Item = &'static str> {
    (0..table().len()).filter_map(|index| table().name(index)).filter(|name| *name != WITHOUT_RESOURCES)
}

/// Whether an action of a service can be allowed for one resource and not for others; so it is for a service that is not known.
#[must_use]
pub fn takes_resources(prefix: &str) -> bool {
    !of(WITHOUT_RESOURCES).is_some_and(|mut names| names.any(|name| name == prefix))
}

/// The actions of a service by its prefix, in lower case and sorted; `None` where there is no such service.
#[must_use]
pub fn of(prefix: &str) -> Option<impl Iterator<Item = &'static str> + Clone> {
    let names = Literal::new(table(), table().find(prefix)?).as_str()?;
    Some(names.split(' ').filter(|name| !name.is_empty()))
}

/// The list's files, from the JSON that cfn-lint has: a map of services, each with a map `Actions`.
///
/// # Errors
/// When the JSON has not this form.
pub(super) fn pack(json: &Value) -> Result<Compiled, String> {
    let services = json.as_object().ok_or("the list of actions is not a map of services")?;
    let mut packed: Vec<(String, Value)> = Vec::new();
    let mut without: Vec<String> = Vec::new();
    for (prefix, service) in services {
        let actions: &Map<String, Value> =
            service["Actions"].as_object().ok_or_else(|| format!("the service `{prefix}` has no actions"))?;
        let mut names: Vec<&str> = actions.keys().map(String::as_str).collect();
        names.sort_unstable();
        packed.push((prefix.to_lowercase(), names.join(" ").into()));
        if !actions.values().any(|action| action.get("Resources").is_some()) {
            without.push(prefix.to_lowercase());
        }
    }
    without.sort_unstable();
    packed.push((WITHOUT_RESOURCES.to_owned(), without.join(" ").into()));
    packed.sort_by(|(one, _), (other, _)| one.cmp(other));
    compile::pack(NOTE, &packed)
}

fn table() -> &'static Table<'static> {
    static TABLE: OnceLock<Table<'static>> = OnceLock::new();
    TABLE.get_or_init(|| Table::new(BYTES, TEXTS).unwrap_or(Table::EMPTY))
}

#[cfg(test)]
mod tests {
    use super::{Literal, of, pack, services, takes_resources};
    use crate::schema::table::Table;
    use serde_json::json;

    #[test]
    fn every_service_is_found_with_its_actions() {
        assert!(services().count() > 400);
        assert!(services().all(|prefix| of(prefix).is_some()));
        assert!(of("ssm").is_some_and(|mut names| names.any(|name| name == "getparameters")));
        assert!(of("smm").is_none());
        assert!(takes_resources("s3") && !takes_resources("ssmmessages") && takes_resources("smm"));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert!(pack(&json!([])).is_err());
        assert!(pack(&json!({ "ssm": {} })).is_err());
        let packed =
            pack(&json!({ "b": { "Actions": { "two": {}, "one": { "Resources": ["r"] } } }, "A": { "Actions": {} } })).unwrap();
        let list = Table::new(&packed.bytes, &packed.texts).unwrap();
        assert_eq!((list.name(0), list.name(1), list.name(2)), (Some("*"), Some("a"), Some("b")));
        assert_eq!(Literal::new(&list, list.find("*").unwrap()).as_str(), Some("a"));
        assert_eq!(Literal::new(&list, list.find("b").unwrap()).as_str(), Some("one two"));
    }
}
