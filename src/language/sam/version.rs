//! The version and the alias of a function that publishes itself.

use super::build::{self, Made};
use super::deployment;
use super::source::Source;
use super::work::Work;
use crate::template::Node;

/// A version of a function.
const VERSION: &str = "AWS::Lambda::Version";
/// An alias of a function.
pub(super) const ALIAS: &str = "AWS::Lambda::Alias";
/// The digits of a hash that an author gives.
const GIVEN_DIGITS: usize = 10;

/// What a function publishes.
pub(super) struct Published {
    /// The id of the alias.
    pub(super) alias: String,
    /// The version and the alias.
    pub(super) made: Vec<Made>,
}

/// The version and the alias, if `AutoPublishAlias` asks for them.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &Source<'a>, lambda: &Made) -> Option<Published> {
    let name = source.property("AutoPublishAlias")?;
    let version = version(work, source, lambda);
    work.refer(source, "Version", &version.id);
    // What a function yields decides the id, and only the deployment knows it.
    if name.as_str().is_none() {
        work.open.push(source.id_of("Alias"));
    }
    let id = alias_id(source)?;
    work.refer(source, "Alias", &id);
    let alias = Made::beside(source, id.clone(), ALIAS)
        .set("Name", if build::is_plain(name) { name.clone() } else { build::opaque(name) })
        .set("FunctionName", build::reference(source.id))
        .set("FunctionVersion", build::attribute(&version.id, "Version"))
        .set("ProvisionedConcurrencyConfig", source.property("ProvisionedConcurrencyConfig").cloned());
    let alias = deployment::of(work, source, alias);
    Some(Published { alias: id, made: vec![version, alias] })
}

/// The id of the alias, if `AutoPublishAlias` asks for one.
pub(super) fn alias_id(source: &Source<'_>) -> Option<String> {
    let name = source.property("AutoPublishAlias")?.as_str().unwrap_or_default();
    Some(source.id_of(&format!("Alias{}", name.replace('-', "D").replace('_', "U"))))
}

fn version(work: &mut Work<'_>, source: &Source<'_>, lambda: &Made) -> Made {
    let beginning = source.id_of("Version");
    let id = match source.text("AutoPublishCodeSha256") {
        // The author's own hash is what the transform takes.
        Some(given) => {
            work.hashed.insert(beginning.clone(), VERSION);
            format!("{beginning}{}", given.chars().take(GIVEN_DIGITS).collect::<String>())
        }
        None => {
            let names: &[&str] = match build::is_true(source.property("AutoPublishAliasAllProperties")) {
                true => {
                    &["Code", "Environment", "MemorySize", "SnapStart", "Handler", "Runtime", "Timeout", "Layers", "VpcConfig"]
                }
                false => &["Code", "Environment", "MemorySize", "SnapStart"],
            };
            work.hashed_id(&beginning, VERSION, names.iter().filter_map(|name| lambda.property(name)))
        }
    };
    let policy = source
        .property("VersionDeletionPolicy")
        .cloned()
        .unwrap_or_else(|| build::text(if source.property("CapacityProviderConfig").is_some() { "Delete" } else { "Retain" }));
    let scaling = source.property("FunctionScalingConfig").filter(|_| source.property("CapacityProviderConfig").is_some());
    Made::beside(source, id, VERSION)
        .or_attribute("DeletionPolicy", policy)
        .set("FunctionName", build::reference(source.id))
        .set("Description", source.property("VersionDescription").cloned())
        .set("FunctionScalingConfig", scaling.cloned())
}

/// The description of the function, to which a given hash is appended so that a change of it alone is a change.
pub(super) fn description(source: &Source<'_>) -> Option<Node> {
    let given = source.property("Description");
    let hash = source.property("AutoPublishCodeSha256").filter(|_| source.property("AutoPublishAlias").is_some());
    match (given, hash) {
        (given, None) => given.cloned(),
        (None, Some(hash)) => Some(hash.clone()),
        (Some(given), Some(hash)) => Some(match (given.as_str(), hash.as_str()) {
            (Some(given), Some(hash)) => build::text(format!("{given} {hash}")),
            _ => build::opaque_of([("Source", given.clone()), ("Hash", hash.clone())]),
        }),
    }
}
