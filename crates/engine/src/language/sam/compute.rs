//! `AWS::Serverless::CapacityProvider`, `…::NetworkConnector` and `…::MicrovmImage`

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{role, tags};
use crate::template::Node;

/// What one of these types becomes.
struct ComputeType {
    resource_type: &'static str,
    /// The property that holds the ARN of its role.
    role: &'static str,
    /// Properties that both types have.
    copied: &'static [&'static str],
}

/// The type of what a capacity provider becomes.
pub(super) const CAPACITY_PROVIDER: &str = "AWS::Lambda::CapacityProvider";
/// The type of what a network connector becomes.
pub(super) const NETWORK_CONNECTOR: &str = "AWS::Lambda::NetworkConnector";
/// The type of what an image becomes.
pub(super) const IMAGE: &str = "AWS::Lambda::MicrovmImage";

fn kind(source: &SamResource<'_>) -> ComputeType {
    match source.kind {
        "CapacityProvider" => {
            ComputeType { resource_type: CAPACITY_PROVIDER, role: "OperatorRole", copied: &["CapacityProviderName", "KmsKeyArn"] }
        }
        "NetworkConnector" => ComputeType { resource_type: NETWORK_CONNECTOR, role: "OperatorRole", copied: &["Name"] },
        _ => ComputeType {
            resource_type: IMAGE,
            role: "BuildRoleArn",
            copied: &["BaseImageArn", "BaseImageVersion", "Description", "Name"],
        },
    }
}

/// Makes the resource, and its role unless one is given. What is written in another form is opaque.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>) {
    let kind = kind(source);
    let made_role = source.id_of(kind.role.trim_end_matches("Arn"));
    let arn = match source.property(kind.role) {
        Some(given) => given.clone(),
        None => build::attribute(&made_role, "Arn"),
    };
    let made = MadeResource::main(source, kind.resource_type)
        .copy(source.properties, kind.copied)
        .set("Tags", tags::list_before("lambda:createdBy", source.property("Tags")));
    let made = match kind.resource_type {
        CAPACITY_PROVIDER => capacity_provider(source, made, arn),
        NETWORK_CONNECTOR => {
            let configuration = build::opaque_of([
                ("VpcConfig", source.property("VpcConfig").cloned()),
                ("ComputeTypes", source.property("ComputeTypes").cloned()),
            ]);
            made.set("Configuration", configuration).set("OperatorRole", arn)
        }
        _ => image(source, made, arn),
    };
    work.put(source, made);
    if source.property(kind.role).is_none() {
        // Which policies it has depends on what is not modelled.
        let role = MadeResource::beside(source, made_role, role::TYPE)
            .set("AssumeRolePolicyDocument", role::trust("lambda.amazonaws.com"))
            .set("ManagedPolicyArns", build::list([build::opaque_of([("Kind", build::text(source.kind))])]))
            .set("Tags", build::opaque_of([("Source", source.property("Tags").cloned())]));
        work.put(source, role);
    }
}

fn capacity_provider(source: &SamResource<'_>, made: MadeResource, arn: Node) -> MadeResource {
    let vpc = source.property("VpcConfig").map(|config| match build::is_plain_map(config) {
        true => build::map(["SubnetIds", "SecurityGroupIds"].map(|name| (name, build::present(config, name).cloned()))),
        false => build::opaque(config),
    });
    made.set("VpcConfig", vpc)
        .set("PermissionsConfig", build::map([("CapacityProviderOperatorRoleArn", arn)]))
        .set("InstanceRequirements", source.property("InstanceRequirements").map(build::opaque))
        .set("CapacityProviderScalingConfig", source.property("ScalingConfig").map(build::opaque))
        .set("TelemetryConfig", source.property("LoggingConfig").map(build::opaque))
        .set("PropagateTags", source.property("ManagedResourceTags").map(build::opaque))
}

fn image(source: &SamResource<'_>, made: MadeResource, arn: Node) -> MadeResource {
    let further = [
        "Logging",
        "EgressNetworkConnectors",
        "CpuConfigurations",
        "Resources",
        "AdditionalOsCapabilities",
        "Hooks",
        "EnvironmentVariables",
    ];
    let made = made.set("CodeArtifact", source.property("CodeUri").map(build::opaque)).set("BuildRoleArn", arn);
    further.into_iter().fold(made, |made, name| made.set(name, source.property(name).map(build::opaque)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::made;

    #[test]
    fn a_role_is_made_unless_one_is_given() {
        let yaml = "
Resources:
  C: {Type: AWS::Serverless::CapacityProvider, Properties: {VpcConfig: {SubnetIds: [s]}}}
  N: {Type: AWS::Serverless::NetworkConnector, Properties: {VpcConfig: {SubnetIds: [s]}, OperatorRole: r}}
  I: {Type: AWS::Serverless::MicrovmImage, Properties: {Name: n, CodeUri: s3://b/k}}";
        assert_eq!(
            made(yaml),
            [
                "C AWS::Lambda::CapacityProvider",
                "COperatorRole AWS::IAM::Role",
                "N AWS::Lambda::NetworkConnector",
                "I AWS::Lambda::MicrovmImage",
                "IBuildRole AWS::IAM::Role",
            ]
        );
    }
}
