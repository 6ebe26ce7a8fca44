//! `AWS::Serverless::WebFunction`

use super::build;
use super::event::Needs;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{role, tags};
use crate::template::Node;

/// The type of what a web function becomes.
pub(super) const TYPE: &str = "AWS::Lambda::WebFunction";

/// Makes the function, its revision, its endpoint, and its role unless one is given.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>) {
    let (function, revision) = (source.id, source.id_of("Revision"));
    let name = source.property("FunctionName").cloned();
    // The name is made of the id and of the stack's id where the author gives none.
    let name = name.unwrap_or_else(|| build::opaque_of([("Id", build::text(source.id))]));
    let list = || tags::list("lambda:createdBy", source.property("Tags"));
    work.put(source, MadeResource::main(source, TYPE).set("FunctionName", name.clone()).set("Tags", list()));
    let role_arn = match source.property("ExecutionRoleArn") {
        Some(given) => given.clone(),
        None => {
            let basic = build::managed_policy("service-role/AWSLambdaBasicExecutionRole");
            let needs = Needs { managed: vec![basic], inline: Vec::new() };
            let role = role::execution(source, role::trust("lambda.amazonaws.com"), list(), needs, Needs::default());
            work.put(source, role);
            build::attribute(&source.id_of("Role"), "Arn")
        }
    };
    let part = |names: &[&'static str]| build::opaque_of(names.iter().map(|name| (*name, source.property(name).cloned())));
    let build_config = part(&["Runtime", "CodeUri", "InlineCode"]);
    let service = build::opaque_of([
        ("Role", Some(role_arn)),
        ("EnvironmentVariables", source.property("EnvironmentVariables").cloned()),
        ("EntryPoint", source.property("EntryPoint").cloned()),
        ("MaxConcurrencyPerEnvironment", source.property("MaxConcurrencyPerEnvironment").cloned()),
        ("EgressNetworkConnectorArn", source.property("EgressNetworkConnectorArn").cloned()),
        ("Timeout", source.property("Timeout").cloned()),
        ("LoggingConfig", source.property("LoggingConfig").cloned()),
    ]);
    let made = MadeResource::beside(source, revision.clone(), "AWS::Lambda::WebFunctionRevision")
        .after(function)
        .set("FunctionName", name.clone())
        .set("Description", source.property("RevisionDescription").cloned())
        .set("KmsKeyArn", source.property("KmsKeyArn").cloned())
        .set("BuildConfig", build_config)
        .set("ServiceConfig", service);
    work.put(source, made);
    work.put(source, endpoint(source, name, &revision));
}

fn endpoint(source: &SamResource<'_>, name: Node, revision: &str) -> MadeResource {
    let given = |name, default: &'static str| source.property(name).cloned().unwrap_or_else(|| build::text(default));
    let weights = source.property("RevisionWeights").map(build::opaque);
    let newest = || {
        let weight = Node::from(serde_json::Value::from(100));
        build::list([build::map([("RevisionId", build::attribute(revision, "RevisionId")), ("Weight", weight)])])
    };
    MadeResource::beside(source, source.id_of("Endpoint"), "AWS::Lambda::WebFunctionEndpoint")
        .attribute("DependsOn", build::list([build::text(source.id), build::text(revision)]))
        .set("FunctionName", name)
        .set("EndpointName", given("EndpointName", "prod"))
        .set("EndpointType", given("EndpointType", "HomeRegion"))
        .set("RevisionWeights", weights.unwrap_or_else(newest))
        .set("Regions", source.property("ReplicaRegions").map(build::opaque))
        .set("Description", source.property("EndpointDescription").cloned())
        .copy(source.properties, &["AuthType", "ScalingConfig", "ThrottleConfig"])
}

#[cfg(test)]
mod tests {
    use super::super::testing::made;

    #[test]
    fn a_web_function_has_a_revision_and_an_endpoint() {
        let yaml = "Resources: {W: {Type: AWS::Serverless::WebFunction, Properties: {Runtime: r, AuthType: IamAuth}}}";
        assert_eq!(
            made(yaml),
            [
                "W AWS::Lambda::WebFunction",
                "WRole AWS::IAM::Role",
                "WRevision AWS::Lambda::WebFunctionRevision",
                "WEndpoint AWS::Lambda::WebFunctionEndpoint",
            ]
        );
    }
}
