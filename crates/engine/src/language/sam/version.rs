//! The version and the alias of a function that publishes itself.

use super::build;
use super::deployment;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use crate::template::Node;

/// A version of a function.
const VERSION: &str = "AWS::Lambda::Version";
/// An alias of a function.
pub(super) const ALIAS: &str = "AWS::Lambda::Alias";
/// The digits of a hash that an author gives.
const GIVEN_DIGITS: usize = 10;

/// The characters of an alias.
const LONGEST_ALIAS: usize = 128;

/// What a function publishes.
pub(super) struct Published {
    /// The id of the alias.
    pub(super) alias: String,
    /// The version and the alias.
    pub(super) made: Vec<MadeResource>,
}

/// The version and the alias, if `AutoPublishAlias` asks for them.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &SamResource<'a>, lambda: &MadeResource) -> Option<Published> {
    let name = source.property("AutoPublishAlias")?;
    let version = version(work, source, lambda);
    work.refer(source, "Version", &version.id);
    // What a function yields decides the id, and only the deployment knows it.
    if name.as_str().is_none() {
        work.open.push(source.id_of("Alias"));
    }
    let id = alias_id(source)?;
    work.refer(source, "Alias", &id);
    let alias = MadeResource::beside(source, id.clone(), ALIAS)
        .set("Name", if build::is_plain(name) { name.clone() } else { build::opaque(name) })
        .set("FunctionName", build::reference(source.id))
        .set("FunctionVersion", build::attribute(&version.id, "Version"))
        .set("ProvisionedConcurrencyConfig", source.property("ProvisionedConcurrencyConfig").cloned());
    let alias = deployment::of(work, source, alias);
    Some(Published { alias: id, made: vec![version, alias] })
}

/// The id of the alias, if `AutoPublishAlias` asks for one.
pub(super) fn alias_id(source: &SamResource<'_>) -> Option<String> {
    let name = source.property("AutoPublishAlias")?.as_str().filter(|name| name.len() <= LONGEST_ALIAS).unwrap_or_default();
    Some(source.id_of(&format!("Alias{}", name.replace('-', "D").replace('_', "U"))))
}

fn version(work: &mut Work<'_>, source: &SamResource<'_>, lambda: &MadeResource) -> MadeResource {
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
    MadeResource::beside(source, id, VERSION)
        .or_attribute("DeletionPolicy", policy)
        .set("FunctionName", build::reference(source.id))
        .set("Description", source.property("VersionDescription").cloned())
        .set("FunctionScalingConfig", scaling.cloned())
}

/// The description of the function, to which a given hash is appended so that a change of it alone is a change.
pub(super) fn description(source: &SamResource<'_>) -> Option<Node> {
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

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    const LIVE: &str = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: s3://b/k, AutoPublishAlias: live-one, Events: {Q: {Type: SQS, Properties: {Queue: q}}}}
Outputs:
  Alias: {Value: !Ref F.Alias}
  Number: {Value: !GetAtt F.Version.Version}
  Text: {Value: !Sub '${F.Version}, ${F.Arn} and ${!F.Alias}'}";

    #[test]
    fn events_go_to_the_alias() {
        assert_eq!(
            made(LIVE),
            [
                "F AWS::Lambda::Function",
                "FVersion# AWS::Lambda::Version",
                "FAliasliveDone AWS::Lambda::Alias",
                "FRole AWS::IAM::Role",
                "FQ AWS::Lambda::EventSourceMapping",
            ]
        );
        assert_eq!(json(LIVE, &["Resources", "FVersion#", "DeletionPolicy"]), r#""Retain""#);
        assert_eq!(json(LIVE, &["Resources", "FQ", "Properties", "FunctionName"]), r#"{"Ref":"FAliasliveDone"}"#);
    }

    #[test]
    fn references_through_a_property_go_to_what_is_made() {
        assert_eq!(json(LIVE, &["Outputs", "Alias"]), r#"{"Value":{"Ref":"FAliasliveDone"}}"#);
        let number = json(LIVE, &["Outputs", "Number", "Value"]);
        assert!(number.starts_with(r#"{"Fn::GetAtt":["FVersion"#) && number.ends_with(r#"","Version"]}"#), "{number}");
        let text = json(LIVE, &["Outputs", "Text", "Value"]);
        assert!(text.starts_with(r#"{"Fn::Sub":"${FVersion"#) && text.ends_with(r#"}, ${F.Arn} and ${!F.Alias}"}"#), "{text}");
    }

    #[test]
    fn the_version_changes_with_the_code_alone() {
        let id = |yaml: String| {
            let translated = super::super::translate(&super::super::testing::template(&yaml));
            translated.resources().map(|it| it.id.as_str().to_owned()).find(|id| id.starts_with("FVersion"))
        };
        let of = |key: &str, timeout: u8| {
            id(format!(
                "Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{CodeUri: s3://b/{key}, Timeout: {timeout}, AutoPublishAlias: a}}}}}}"
            ))
        };
        assert_eq!(of("k", 1), of("k", 2));
        assert_ne!(of("k", 1), of("other", 1));
    }

    #[test]
    fn an_alias_that_a_parameter_names_has_no_known_id() {
        let yaml = "
Parameters: {P: {Type: String}}
Resources: {F: {Type: AWS::Serverless::Function, Properties: {CodeUri: s3://b/k, AutoPublishAlias: !Ref P}}}";
        assert_eq!(made(yaml)[2], "FAlias AWS::Lambda::Alias");
        assert!(super::super::made_names(&super::super::testing::template(yaml)).may_have("FAliaslive"));
    }
}
