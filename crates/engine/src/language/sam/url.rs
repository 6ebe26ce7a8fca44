//! The address of a function.

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use crate::template::Node;

/// The address, and the permissions of a public one.
pub(super) fn make(source: &SamResource<'_>, alias: Option<&str>) -> Vec<MadeResource> {
    let Some(config) = source.property("FunctionUrlConfig") else { return Vec::new() };
    let id = source.id_of("Url");
    let name = build::reference(alias.unwrap_or(source.id));
    if !build::is_plain_map(config) {
        let whole = build::opaque_of([("Source", config.clone()), ("Target", name)]);
        return vec![MadeResource::opaque(id, whole)];
    }
    let url = MadeResource::beside(source, id, "AWS::Lambda::Url")
        .copy(config, &["AuthType", "Cors", "InvokeMode"])
        .set("TargetFunctionArn", name.clone());
    if build::present(config, "AuthType").and_then(Node::as_str) != Some("NONE") {
        return vec![url];
    }
    let permission = |role: &str, action: &'static str| {
        MadeResource::beside(source, source.id_of(role), "AWS::Lambda::Permission")
            .set("Action", build::text(action))
            .set("FunctionName", name.clone())
            .set("Principal", build::text("*"))
    };
    let of_url = permission("UrlPublicPermissions", "lambda:InvokeFunctionUrl").set("FunctionUrlAuthType", build::text("NONE"));
    let of_function = permission("URLInvokeAllowPublicAccess", "lambda:InvokeFunction");
    vec![url, of_url, of_function.set("InvokedViaFunctionUrl", build::flag(true))]
}

#[cfg(test)]
mod tests {
    use super::super::testing::made;

    #[test]
    fn a_public_address_has_two_permissions() {
        let of = |auth: &str| {
            let all = made(&format!(
                "Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{FunctionUrlConfig: {{AuthType: {auth}}}}}}}}}"
            ));
            all.into_iter().filter(|line| line.to_lowercase().starts_with("furl")).collect::<Vec<_>>()
        };
        assert_eq!(of("AWS_IAM"), ["FUrl AWS::Lambda::Url"]);
        assert_eq!(
            of("NONE"),
            [
                "FUrl AWS::Lambda::Url",
                "FUrlPublicPermissions AWS::Lambda::Permission",
                "FURLInvokeAllowPublicAccess AWS::Lambda::Permission",
            ]
        );
    }
}
