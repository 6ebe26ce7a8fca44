//! The actions of IAM: embedded, compressed, looked up by service.
//!
//! IAM reads names of actions without regard to case, and the published list has them in lower case.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::{Archive, Cache, archive};

static BYTES: &[u8] = include_bytes!("data/actions.bin");

/// What the list says for itself; each part of the data names its own source in `data/SOURCE.md`.
const NOTE: &str = "actions of IAM by the prefix of their service";

/// The prefixes of all services, sorted: `ssm`.
pub fn services() -> impl Iterator<Item = &'static str> {
    let archive = list();
    let count = archive.map_or(0, Archive::len);
    (0..count).filter_map(move |index| archive?.name(index))
}

/// The actions of a service by its prefix, in lower case and sorted; `None` where there is no such service.
#[must_use]
pub fn of(prefix: &str) -> Option<impl Iterator<Item = &'static str> + Clone> {
    static READ: Cache<&'static str, String> = Cache::new();
    let prefix = list()?.spelling(prefix)?;
    let names: &'static String = READ.get_or_make(prefix, || {
        let location = list()?.locate(prefix)?;
        String::from_utf8(list()?.inflate(location.chunk)?).ok()
    })?;
    Some(names.split(' ').filter(|name| !name.is_empty()))
}

/// The list's bytes, from the JSON that cfn-lint has: a map of services, each with a map `Actions`.
///
/// # Errors
/// When the JSON has not this form.
pub(super) fn pack(json: &Value) -> Result<Vec<u8>, String> {
    let services = json.as_object().ok_or("the list of actions is no map of services")?;
    let mut packed: Vec<(String, String)> = Vec::new();
    for (prefix, service) in services {
        let actions: &Map<String, Value> =
            service["Actions"].as_object().ok_or_else(|| format!("the service `{prefix}` has no actions"))?;
        let mut names: Vec<&str> = actions.keys().map(String::as_str).collect();
        names.sort_unstable();
        packed.push((prefix.to_lowercase(), names.join(" ")));
    }
    packed.sort();
    Ok(archive::pack(NOTE, &packed))
}

fn list() -> Option<&'static Archive<'static>> {
    static LIST: OnceLock<Option<Archive<'static>>> = OnceLock::new();
    LIST.get_or_init(|| Archive::new(BYTES)).as_ref()
}

#[cfg(test)]
mod tests {
    use super::{of, pack, services};
    use crate::schema::Archive;
    use serde_json::json;

    #[test]
    fn every_service_is_found_with_its_actions() {
        assert!(services().count() > 400);
        assert!(services().all(|prefix| of(prefix).is_some()));
        assert!(of("ssm").is_some_and(|mut names| names.any(|name| name == "getparameters")));
        assert!(of("smm").is_none());
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert!(pack(&json!([])).is_err());
        assert!(pack(&json!({ "ssm": {} })).is_err());
        let bytes = pack(&json!({ "b": { "Actions": { "two": {}, "one": {} } }, "A": { "Actions": {} } })).unwrap();
        let list = Archive::new(&bytes).unwrap();
        assert_eq!((list.name(0), list.name(1)), (Some("a"), Some("b")));
        assert_eq!(list.inflate(list.locate("b").unwrap().chunk).as_deref(), Some(&b"one two"[..]));
    }
}
