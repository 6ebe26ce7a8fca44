//! E3708: a method whose authorization is not that of its authorizer.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3708",
    severity: Severity::Error,
    what: "Finds a method whose `AuthorizationType` does not go with the `Type` of its authorizer.",
    why: "API Gateway refuses the method.",
    example: "`AuthorizationType: CUSTOM` with an authorizer of Cognito",
    fix: "write `CUSTOM` for `TOKEN` and `REQUEST`, and `COGNITO_USER_POOLS` for the same",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for method in resource::of_type(context.scope(), "AWS::ApiGateway::Method") {
        let property = method.properties.get("AuthorizationType");
        let authorizer = method.properties.get("AuthorizerId").owner_of("AWS::ApiGateway::Authorizer");
        let Some((given, authorizer)) = property.text().zip(authorizer) else { continue };
        let Some(kind) = authorizer.properties.get("Type").text() else { continue };
        let wanted = match kind.as_str() {
            "TOKEN" | "REQUEST" => "CUSTOM",
            "COGNITO_USER_POOLS" => "COGNITO_USER_POOLS",
            _ => continue,
        };
        // With another kind of authorization there may be an authorizer that is not asked.
        if given != wanted && ["CUSTOM", "COGNITO_USER_POOLS"].contains(&given.as_str()) {
            let message = format!("the authorizer `{}` is of type {kind}, and `AuthorizationType` is `{given}`", authorizer.id);
            let finding = rule.finding(message).help(format!("write `{wanted}`")).related(authorizer.location, "the authorizer");
            property.report(context, finding);
        }
    }
}
