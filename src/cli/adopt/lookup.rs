//! `--from-cli`: what only AWS knows of identifiers, through Cloud Control, which identifies resources as imports do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::adopt::{self, Adoption, Candidate};
use crate::cli::aws::{Aws, Refusal};
use crate::cli::stop::Stop;
use crate::language::stacks::StackSource;

/// So many resources of a type are looked at, one after the other.
const MOST: usize = 60;
/// So many of them are named where none is sure.
const NAMED: usize = 8;

/// What was found out.
#[derive(Default)]
pub(super) struct Found {
    /// Identifiers, as `--identifier` gives them.
    pub(super) given: BTreeMap<String, String>,
    /// By which properties, by the logical id.
    pub(super) by: Vec<(String, String)>,
    /// Why it is not known what others are, by the logical id.
    pub(super) why: BTreeMap<String, String>,
}

/// Looks for the resources whose identifiers are not known. One is taken where it alone has the properties of the code.
pub(super) fn identifiers(
    adoption: &Adoption,
    code: &StackSource<'_>,
    given: &BTreeMap<String, String>,
    aws: &Aws<'_>,
) -> Result<Found, Stop> {
    let mut found = Found { given: given.clone(), ..Found::default() };
    let ids: BTreeSet<(&str, &str)> = adoption.unknown.iter().map(|it| (it.id.as_str(), it.resource_type.as_str())).collect();
    for (id, resource_type) in ids {
        let known = adopt::known_properties(code, id, &found.given);
        let candidates = match candidates(id, resource_type, adoption, &known, aws)? {
            Ok(candidates) => candidates,
            Err(why) => {
                found.why.insert(id.to_owned(), why);
                continue;
            }
        };
        match adopt::matching(&known, &candidates).as_slice() {
            [(one, by)] => {
                let parts = adopt::parts(resource_type, &one.identifier);
                found.given.extend(parts.into_iter().map(|(name, value)| (format!("{id}.{name}"), value)));
                found.by.push((id.to_owned(), by.join(", ")));
            }
            several => {
                let count = if several.is_empty() { "none".to_owned() } else { format!("{}", several.len()) };
                let names: Vec<&str> = candidates.iter().take(NAMED).map(|it| it.identifier.as_str()).collect();
                let among = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
                found.why.insert(
                    id.to_owned(),
                    format!("{count} of {} in AWS has the properties of the code{among}", candidates.len()),
                );
            }
        }
    }
    Ok(found)
}

/// The resources of a type, with their properties; or why they are not known.
fn candidates(
    id: &str,
    resource_type: &str,
    adoption: &Adoption,
    known: &BTreeMap<String, String>,
    aws: &Aws<'_>,
) -> Result<Result<Vec<Candidate>, String>, Stop> {
    // Of a type that lives in another resource, the list needs to know which.
    let parts = adoption.resources.iter().find(|it| it.logical_resource_id == id).map(|it| &it.resource_identifier);
    let model = parts.filter(|parts| !parts.is_empty()).map(|parts| json!(parts).to_string());
    let mut list = vec!["cloudcontrol", "list-resources", "--type-name", resource_type];
    list.extend(model.iter().flat_map(|model| ["--resource-model", model.as_str()]));
    let listed = match aws.ask(&list)? {
        Ok(listed) => listed,
        Err(Refusal(words)) => return Ok(Err(format!("AWS does not list it: {words}"))),
    };
    let mut found: Vec<Candidate> =
        listed["ResourceDescriptions"].as_array().into_iter().flatten().filter_map(candidate).collect();
    if found.len() > MOST {
        return Ok(Err(format!("AWS has {} resources of the type, and {MOST} are looked at", found.len())));
    }
    // A list often has the identifiers only.
    for each in &mut found {
        if known.keys().any(|name| each.properties.get(name).is_some()) {
            continue;
        }
        let get = ["cloudcontrol", "get-resource", "--type-name", resource_type, "--identifier", &each.identifier];
        if let Some(whole) = aws.ask(&get)?.ok().and_then(|answer| candidate(&answer["ResourceDescription"])) {
            *each = whole;
        }
    }
    Ok(Ok(found))
}

fn candidate(description: &Value) -> Option<Candidate> {
    let properties = description["Properties"].as_str().and_then(|text| serde_json::from_str(text).ok());
    Some(Candidate { identifier: description["Identifier"].as_str()?.to_owned(), properties: properties.unwrap_or(Value::Null) })
}
