//! FW706: a function that nothing lets its caller invoke.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::senders::{Sender, TO_ANY};
use crate::diagnostic::Severity;
use crate::language::read::pattern;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::{Scope, reference};

pub(crate) const RULE: Rule = Rule {
    code: "FW706",
    severity: Severity::Warning,
    what: "Finds a function that a rule, a bucket, a topic, an API, a log group, a user pool or a target group is to invoke, without an `AWS::Lambda::Permission` for that service; and one with a URL for everybody that nobody may call.",
    why: "The service may not invoke the function: S3 and load balancers refuse to be set up, the others lose their events without a word. The URL answers `403 Forbidden`.",
    example: "An EventBridge rule with a function as target, and no `AWS::Lambda::Permission`",
    fix: "add an `AWS::Lambda::Permission` with the principal that the message names and the `SourceArn` of the caller",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    kind: RuleKind::Template(run),
};

/// What invokes functions only.
const SENDERS: [Sender; 7] = [
    Sender { kind: "AWS::ApiGateway::Method", way: &["Integration", "Uri"], role: "Credentials", service: "apigateway" },
    Sender { kind: "AWS::ApiGatewayV2::Integration", way: &["IntegrationUri"], role: "CredentialsArn", service: "apigateway" },
    Sender { kind: "AWS::Config::ConfigRule", way: &["Source", "SourceIdentifier"], role: "", service: "config" },
    Sender {
        kind: "AWS::ElasticLoadBalancingV2::TargetGroup",
        way: &["Targets", "*", "Id"],
        role: "",
        service: "elasticloadbalancing",
    },
    Sender { kind: "AWS::Logs::SubscriptionFilter", way: &["DestinationArn"], role: "RoleArn", service: "logs" },
    Sender {
        kind: "AWS::S3::Bucket",
        way: &["NotificationConfiguration", "LambdaConfigurations", "*", "Function"],
        role: "",
        service: "s3",
    },
    Sender { kind: "AWS::SecretsManager::RotationSchedule", way: &["RotationLambdaARN"], role: "", service: "secretsmanager" },
];

/// What a user pool calls.
const TRIGGERS: [Sender; 10] = [
    trigger(&["LambdaConfig", "CreateAuthChallenge"]),
    trigger(&["LambdaConfig", "CustomMessage"]),
    trigger(&["LambdaConfig", "DefineAuthChallenge"]),
    trigger(&["LambdaConfig", "PostAuthentication"]),
    trigger(&["LambdaConfig", "PostConfirmation"]),
    trigger(&["LambdaConfig", "PreAuthentication"]),
    trigger(&["LambdaConfig", "PreSignUp"]),
    trigger(&["LambdaConfig", "PreTokenGeneration"]),
    trigger(&["LambdaConfig", "UserMigration"]),
    trigger(&["LambdaConfig", "VerifyAuthChallengeResponse"]),
];

const fn trigger(way: &'static [&'static str]) -> Sender {
    Sender { kind: "AWS::Cognito::UserPool", way, role: "", service: "cognito-idp" }
}

const FUNCTION: &str = "AWS::Lambda::Function";
/// What calls a function by its URL.
const URL_ACTION: &str = "lambda:InvokeFunctionUrl";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    // What a macro or an included file makes may be a permission.
    if context.uses().is_rewritten || resource::of_type(scope, FUNCTION).is_empty() {
        return;
    }
    let permissions = resource::of_type(scope, "AWS::Lambda::Permission");
    for sender in SENDERS.iter().chain(&TO_ANY).chain(&TRIGGERS) {
        for (caller, property) in sender.targets(scope) {
            let Some(function) = function(scope, &property) else { continue };
            if permissions.iter().any(|permission| may_permit(scope, permission, &function, sender.service)) {
                continue;
            }
            let message = format!(
                "`{}` is to invoke `{}`, and no permission lets `{}.amazonaws.com`",
                caller.id, function.id, sender.service
            );
            property.report(context, rule.finding(message).help(rule.fix).related(function.location, "the function"));
        }
    }
    closed_urls(rule, context, &permissions);
}

/// Reports the URLs that ask nobody who he is, of functions that let nobody call them by their URL.
fn closed_urls<'a>(rule: &Rule, context: &mut Context<'a>, permissions: &[Resource<'a>]) {
    let scope = context.scope();
    for url in resource::of_type(scope, "AWS::Lambda::Url") {
        let open = url.properties.get("AuthType");
        let Some(function) = function(scope, &url.properties.get("TargetFunctionArn")).filter(|_| open.is("NONE")) else {
            continue;
        };
        let is_for_urls = |permission: &Resource<'a>| {
            let action = permission.properties.get("Action").text();
            let of = self::function(scope, &permission.properties.get("FunctionName"));
            action.is_none_or(|action| pattern::matches(&action, URL_ACTION)) && of.is_none_or(|of| of.id == function.id)
        };
        if !permissions.iter().any(is_for_urls) {
            let message = format!("everybody is to call the URL of `{}`, and no permission allows `{URL_ACTION}`", function.id);
            let help = format!(
                "add an `AWS::Lambda::Permission` with `Action: {URL_ACTION}`, `Principal: \"*\"` and `FunctionUrlAuthType: NONE`"
            );
            open.report(context, rule.finding(message).help(help).related(function.location, "the function"));
        }
    }
}

/// The function that a value leads to, itself or by one of its aliases and versions.
fn function<'a>(scope: &'a Scope<'a>, value: &Property<'a>) -> Option<Resource<'a>> {
    let ids = value.node().map(reference::ids)?;
    let found = ids.into_iter().filter_map(|id| resource::find(scope, id));
    found.into_iter().find_map(|found| match found.kind {
        FUNCTION => Some(found),
        "AWS::Lambda::Alias" | "AWS::Lambda::Version" => found.properties.get("FunctionName").owner_of(FUNCTION),
        _ => None,
    })
}

/// Whether a permission lets a service invoke a function, or may: what is not known may be this function and this service.
fn may_permit<'a>(scope: &'a Scope<'a>, permission: &Resource<'a>, wanted: &Resource<'a>, service: &str) -> bool {
    let principal = permission.properties.get("Principal");
    let is_other = principal
        .text()
        .is_some_and(|principal| principal.contains(".amazonaws.com") && !principal.split('.').any(|label| label == service));
    let of = function(scope, &permission.properties.get("FunctionName"));
    !is_other && of.is_none_or(|of| of.id == wanted.id)
}
