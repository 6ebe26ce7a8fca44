//! Templates in templates, and files on this machine in the place of what lies in S3.

use crate::template::{ResourceEntry, SourceLocation};

/// The type of a stack in a stack.
pub(crate) const NESTED: &str = "AWS::CloudFormation::Stack";

/// The type of a product of Service Catalog, which has a stack of its own. Only the catalog has its template.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicecatalog-cloudformationprovisionedproduct.html>
pub(crate) const PROVISIONED: &str = "AWS::ServiceCatalog::CloudFormationProvisionedProduct";

/// The types that nest a template, each with the property that says where it lies.
pub const NESTING: [(&str, &str); 2] = [(NESTED, "TemplateURL"), ("AWS::Serverless::Application", "Location")];

/// Whether a text is a path on this machine: no place in S3 or on the web, and nothing that only a deployment fills in.
#[must_use]
pub fn is_local_path(text: &str) -> bool {
    !text.is_empty() && !["://", "${", "{{"].iter().any(|part| text.contains(part))
}

/// What `aws cloudformation package` uploads: the type, and the way to the path. See
/// <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html>
const PACKAGED: &[(&str, &[&str])] = &[
    ("AWS::ApiGateway::RestApi", &["BodyS3Location"]),
    ("AWS::AppSync::FunctionConfiguration", &["CodeS3Location"]),
    ("AWS::AppSync::FunctionConfiguration", &["RequestMappingTemplateS3Location"]),
    ("AWS::AppSync::FunctionConfiguration", &["ResponseMappingTemplateS3Location"]),
    ("AWS::AppSync::GraphQLSchema", &["DefinitionS3Location"]),
    ("AWS::AppSync::Resolver", &["CodeS3Location"]),
    ("AWS::AppSync::Resolver", &["RequestMappingTemplateS3Location"]),
    ("AWS::AppSync::Resolver", &["ResponseMappingTemplateS3Location"]),
    ("AWS::CloudFormation::Stack", &["TemplateURL"]),
    ("AWS::CloudFormation::StackSet", &["TemplateURL"]),
    ("AWS::ElasticBeanstalk::ApplicationVersion", &["SourceBundle"]),
    ("AWS::Glue::Job", &["Command", "ScriptLocation"]),
    ("AWS::Lambda::Function", &["Code"]),
    ("AWS::Lambda::LayerVersion", &["Content"]),
    ("AWS::Serverless::Api", &["DefinitionUri"]),
    ("AWS::Serverless::Application", &["Location"]),
    ("AWS::Serverless::Function", &["CodeUri"]),
    ("AWS::Serverless::HttpApi", &["DefinitionUri"]),
    ("AWS::Serverless::LayerVersion", &["ContentUri"]),
    ("AWS::Serverless::StateMachine", &["DefinitionUri"]),
    ("AWS::StepFunctions::StateMachine", &["DefinitionS3Location"]),
];

/// The paths on this machine that stand in a resource as it is written, each with the way to it and its place.
pub(crate) fn local_files<'a>(resource: &ResourceEntry<'a>) -> Vec<(&'static [&'static str], &'a str, SourceLocation)> {
    let ways = PACKAGED.iter().filter(|(kind, _)| *kind == resource.resource_type);
    let found = ways.filter_map(|(_, way)| {
        let node = resource.node.get("Properties")?.at_path(way)?;
        let text = node.as_str().filter(|text| is_local_path(text))?;
        Some((*way, text, node.location))
    });
    found.collect()
}
