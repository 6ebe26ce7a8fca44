//! `AWS::Serverless::LayerVersion`

use super::build;
use super::code;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use crate::template::Node;

/// The type of what a layer becomes.
pub(super) const TYPE: &str = "AWS::Lambda::LayerVersion";

/// Makes a version of a layer, whose id changes with it: so the old one can be retained.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>) {
    let id = work.hashed_id(source.id, TYPE, [source.properties]);
    work.renamed.insert(source.id.to_owned(), id.clone());
    let mut made = MadeResource::main(source, TYPE);
    made.id = id;
    let name = source.property("LayerName").cloned().unwrap_or_else(|| build::text(source.id));
    let made = made
        .attribute("DeletionPolicy", source.property("RetentionPolicy").map(retention))
        .or_attribute("DeletionPolicy", build::text("Retain"))
        .set("LayerName", name)
        .set("Content", source.property("ContentUri").map(|uri| code::location(uri, code::LAMBDA)))
        .copy(source.properties, &["CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo"]);
    work.put(source, made);
}

/// `Retain` or `Delete`, however it is spelt.
fn retention(policy: &Node) -> Node {
    match policy.as_str() {
        Some(text) if text.eq_ignore_ascii_case("delete") => build::text("Delete"),
        Some(_) => build::text("Retain"),
        None => build::opaque(policy),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made, template};

    #[test]
    fn references_go_to_the_version_that_is_made() {
        let yaml = "
Resources:
  L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: s3://b/k, RetentionPolicy: delete}}
  F: {Type: AWS::Serverless::Function, DependsOn: [L], Properties: {Role: r, Layers: [!Ref L]}}";
        assert_eq!(made(yaml), ["L# AWS::Lambda::LayerVersion", "F AWS::Lambda::Function"]);
        assert_eq!(json(yaml, &["Resources", "L#", "DeletionPolicy"]), r#""Delete""#);
        let names = super::super::made_names(&template(yaml));
        let layers = json(yaml, &["Resources", "F", "Properties", "Layers"]);
        let id = layers.trim_start_matches(r#"[{"Ref":""#).trim_end_matches(r#""}]"#);
        assert!(names.may_have(id) && names.may_have("L0123456789"), "{layers}");
        assert_eq!(json(yaml, &["Resources", "F", "DependsOn"]), format!(r#"["{id}"]"#));
    }
}
