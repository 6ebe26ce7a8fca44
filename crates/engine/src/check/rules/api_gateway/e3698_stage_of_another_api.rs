//! E3698: a stage with the deployment of another API.

use super::rest_api;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3698",
    severity: Severity::Error,
    what: "Finds a stage whose deployment belongs to another REST API.",
    why: "API Gateway refuses the stage.",
    example: "`RestApiId: !Ref One` with a deployment of `Other`",
    fix: "give both the same `RestApiId`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for stage in resource::of_type(context.scope(), "AWS::ApiGateway::Stage") {
        let property = stage.properties.get("DeploymentId");
        let Some(deployment) = property.owner_of("AWS::ApiGateway::Deployment") else { continue };
        if let Some([own, others]) = rest_api::differ(&stage, &deployment) {
            let message = format!("the stage `{}` is of {own}, and its deployment `{}` of {others}", stage.id, deployment.id);
            property.report(context, rule.finding(message).help(rule.fix).related(deployment.location, "the deployment"));
        }
    }
}
