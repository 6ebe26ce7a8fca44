//! FW705: a deployment of a REST API that may be made before its methods.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::resource::{self, Dependencies, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW705",
    severity: Severity::Error,
    what: "Finds a deployment of a REST API that waits for none of its methods, or not for all of them (warning).",
    why: "A deployment takes the methods that there are: without any it fails (`The REST API doesn't contain any methods`), and a method that comes later is not in the stage.",
    example: "A deployment without `DependsOn` beside the methods of its API",
    fix: "name the methods in `DependsOn` of the deployment",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html",
    kind: RuleKind::Template(run),
};

const API: &str = "AWS::ApiGateway::RestApi";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let deployments = resource::of_type(scope, "AWS::ApiGateway::Deployment");
    if deployments.is_empty() {
        return;
    }
    let dependencies = Dependencies::of(scope.template());
    let methods = resource::of_type(scope, "AWS::ApiGateway::Method");
    for deployment in deployments {
        let Some(api) = deployment.properties.get("RestApiId").owner_of(API) else { continue };
        // The methods of an API may also be in its body.
        if ["Body", "BodyS3Location", "CloneFrom"].iter().any(|key| !api.properties.get(key).is_absent()) {
            continue;
        }
        let own = methods.iter().filter(|method| {
            let of_api = method.properties.get("RestApiId").owner_of(API).is_some_and(|of| of.id == api.id);
            of_api && resource::coexist(method, &deployment)
        });
        let own: Vec<&Resource<'_>> = own.collect();
        let waits_for = dependencies.all(deployment.id);
        // A method that itself waits for the deployment, by its function for example, cannot be waited for.
        let is_missed =
            |method: &&&Resource<'_>| !waits_for.contains(method.id) && !dependencies.all(method.id).contains(deployment.id);
        let missed: Vec<&str> = own.iter().filter(is_missed).map(|method| method.id).collect();
        if missed.is_empty() {
            continue;
        }
        let finding = finding(rule, &deployment, &missed, missed.len() == own.len());
        context.report(finding, deployment.location, ["Resources", deployment.id]);
    }
}

fn finding(rule: &Rule, deployment: &Resource<'_>, missed: &[&str], is_all: bool) -> Diagnostic {
    let names = format!("`{}`", missed.join("`, `"));
    let help = format!("name {names} in `DependsOn` of `{}`", deployment.id);
    let message = match is_all {
        true => format!("`{}` may be made before any method of its API: it does not wait for {names}", deployment.id),
        false => format!("`{}` may be made before {names}, which the stage then lacks", deployment.id),
    };
    let mut finding = rule.finding(message).help(help);
    if !is_all {
        finding.severity = Severity::Warning;
    }
    finding
}
