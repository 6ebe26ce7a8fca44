//! FW606: a path on this machine, where the deployment reads from S3.

use crate::check::engine::{Deployed, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::is_local_path;
use crate::stack::Assembly;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW606",
    severity: Severity::Error,
    what: "Finds a path on this machine where the deployment of a synthesized stack reads from S3: the code of a function or layer, a nested template, a definition.",
    why: "CloudFormation sees no file of this machine, so the deployment fails. The scripts that `synth` writes deploy templates as they are, and upload only what the stacks declare as artifacts.",
    example: "override_property(\"Resize\", \"Code\", \"./resize\")",
    fix: "have `deploy.sh` upload it: `Function::folder`, `ZipFolder` and `TemplateFile` pass its bucket and key as parameters; or put it into a bucket yourself, under a name that holds its hash",
    link: "https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html",
    kind: RuleKind::App(run),
};

/// What `aws cloudformation package` uploads: the type, and the way to the path.
const ARTIFACTS: &[(&str, &[&str])] = &[
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

fn run(rule: &Rule, _: &Assembly, stacks: &[Deployed<'_, '_>], findings: &mut Vec<Diagnostic>) {
    for stack in stacks.iter().flat_map(|Deployed { stack, .. }| stack.with_instances()) {
        for resource in stack.template.resources() {
            let kind = resource.resource_type;
            for (_, way) in ARTIFACTS.iter().filter(|(artifact, _)| *artifact == kind) {
                let Some(node) = resource.node.get("Properties").and_then(|properties| properties.at_path(way)) else { continue };
                let Some(text) = node.as_str().filter(|text| is_local_path(text)) else { continue };
                let property = way.join(".");
                let message =
                    format!("`{property}` of {kind} is `{text}`, a path on this machine, which the deployment cannot read");
                let path = Path::of(
                    [stack.name, "Resources", resource.id.as_str(), "Properties"].into_iter().chain(way.iter().copied()),
                );
                findings.push(rule.finding(message).at(node.location).path(path).help(rule.fix));
            }
        }
    }
}
