//! Resources that exist outside a stack, and the change set that imports them into it.
//!
//! An import adds the resources that it imports and changes nothing else: its template is the deployed one with these in it, each with
//! a deletion policy, and without new outputs.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources.html>

mod identifier;
mod lookup;
mod plan;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::language::stacks::{StackSource, with_stacks};
use crate::schema;
use crate::template::{Template, function};
use identifier::Identifiers;
pub use lookup::{Candidate, known_properties, matching, parts};
pub use plan::{Adoption, ResourceToImport, Unknown};

/// Plans the import of what the code has and the deployed stack has not: all of it, or what is `asked` for. `given` has identifiers by
/// `ID` or `ID.Property`.
pub fn adopt(code: &StackSource<'_>, deployed: Option<&Template>, asked: &[&str], given: &BTreeMap<String, String>) -> Adoption {
    with_stacks(std::slice::from_ref(code), true, |read| {
        let Some(stack) = read.stacks().first() else { return Adoption::default() };
        let is_new = |id: &str| deployed.is_none_or(|deployed| deployed.resource(id).is_none());
        let is_asked = |id: &str| asked.is_empty() || asked.contains(&id);
        let identifiers = Identifiers { stack, given };
        let mut made = Adoption::default();
        for entry in code.template.resources() {
            let id = entry.id.as_str();
            if function::is_function(id) || !is_new(id) || !is_asked(id) {
                continue;
            }
            if let Some(why) = hindrance(entry.resource_type).filter(|_| !identifiers.is_given(id)) {
                made.refused.push((id.to_owned(), why));
                continue;
            }
            let (resource_identifier, unknown) = identifiers.of(id, entry.resource_type);
            made.unknown.extend(unknown);
            made.resources.push(ResourceToImport {
                resource_type: entry.resource_type.to_owned(),
                logical_resource_id: id.to_owned(),
                resource_identifier,
            });
        }
        template::put(&mut made, code.template, deployed);
        made
    })
}

/// Why a type cannot be imported.
fn hindrance(resource_type: &str) -> Option<String> {
    if schema::is_serverless(resource_type) {
        return Some(format!("a transform makes other resources of `{resource_type}`"));
    }
    let Some(schema) = schema::find(resource_type) else {
        return Some(format!("`{resource_type}` has no schema that says what identifies it"));
    };
    if schema::is_unreadable(resource_type) {
        return Some(format!("CloudFormation cannot read `{resource_type}`: its schema has no `read` handler"));
    }
    schema.primary_identifier().next().is_none().then(|| format!("the schema of `{resource_type}` has no identifier"))
}
