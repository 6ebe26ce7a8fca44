//! Error codes of services, and what each of them means.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::entry::{Cause, Failure};
use super::service::is_shared;

/// What codes end with in one place, and lack in another: `DBClusterNotFoundFault` of an SDK is `DBClusterNotFound` of the API.
const ENDS: [&str; 3] = ["Exception", "Fault", "Error"];

/// A code of this length names a thing of its service: no other has it.
const LONG: usize = 24;

/// What shows more of what a service refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct More {
    /// Whose events CloudTrail has: `rds` of `rds.amazonaws.com`.
    pub source: String,
    /// The region whose CloudTrail has them, where the service is of all regions.
    pub region: Option<String>,
    /// Commands that tell why.
    pub commands: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    any: BTreeMap<String, String>,
    more: BTreeMap<String, More>,
    #[serde(flatten)]
    services: BTreeMap<String, BTreeMap<String, Cause>>,
}

/// The error codes that are known.
pub(super) struct Codes {
    any: BTreeMap<String, String>,
    /// What shows more of each service.
    pub more: BTreeMap<String, More>,
    /// By the code without its ending: each service that has it, with what it means there.
    own: BTreeMap<String, Vec<(String, Failure)>>,
}

impl Codes {
    /// Reads the file: the codes that any service has are in the table `any`, the others in that of their service.
    pub(super) fn read(text: &str) -> Result<Self, toml::de::Error> {
        let File { any, more, services } = toml::from_str(text)?;
        let mut own: BTreeMap<String, Vec<(String, Failure)>> = BTreeMap::new();
        for (service, codes) in services {
            for (code, cause) in codes {
                own.entry(base(&code).to_owned()).or_default().push((service.clone(), Failure::of_code(code, cause)));
            }
        }
        Ok(Codes { any, more, own })
    }

    /// What the codes of a message mean: to its service, or where no other has such a code.
    pub(super) fn of(&self, message: &str, services: &[String]) -> Vec<&Failure> {
        let mut found = Vec::new();
        for base in words(message).filter(|word| is_code(word)).map(base) {
            let known = self.own.get(base).map_or(&[][..], Vec::as_slice);
            let of_service = known.iter().find(|(service, _)| services.contains(service));
            let is_elsewhere =
                |service: &str| services.is_empty() && base.len() >= LONG || is_shared(service) && base.contains('.');
            let of_other = || known.iter().find(|(service, _)| known.len() == 1 && is_elsewhere(service));
            found.extend(of_service.or_else(of_other).map(|(_, failure)| failure));
        }
        found
    }

    /// What the last of the codes means that a message has and that any service has.
    pub(super) fn of_any(&self, message: &str) -> Option<(&str, &str)> {
        let found = words(message).filter_map(|word| self.any.get_key_value(word)).last();
        found.map(|(code, meaning)| (code.as_str(), meaning.as_str()))
    }
}

/// The words of a message, of which one may be a code: `InvalidGroup.NotFound` is one, too.
fn words(message: &str) -> impl Iterator<Item = &str> {
    message.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').map(|word| word.trim_matches('.'))
}

fn is_code(word: &str) -> bool {
    word.bytes().filter(u8::is_ascii_uppercase).count() > 1
}

/// A code without its ending, and without whose fault it is.
fn base(code: &str) -> &str {
    let code = code.trim_start_matches("Client.").trim_start_matches("Server.");
    ENDS.iter().find_map(|end| code.strip_suffix(end)).unwrap_or(code)
}
