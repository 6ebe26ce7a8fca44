//! FW229: actions that a listener cannot have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::property::Property;

pub(crate) const RULE: Rule = Rule {
    code: "FW229",
    severity: Severity::Error,
    what: "Finds a listener or listener rule without exactly one action that ends the request, an action without the settings of its type, and an authentication action on a listener without TLS.",
    why: "Elastic Load Balancing refuses them.",
    example: "{\"Type\": \"redirect\"} without `RedirectConfig`",
    fix: "end with one `forward`, `redirect` or `fixed-response`, with its target group or `…Config`; authenticate users on an HTTPS listener",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-listener-action.html",
    kind: RuleKind::Template(run),
};

/// The types of actions, their settings, and whether they end the request.
const TYPES: [(&str, &str, bool); 5] = [
    ("authenticate-cognito", "AuthenticateCognitoConfig", false),
    ("authenticate-oidc", "AuthenticateOidcConfig", false),
    ("fixed-response", "FixedResponseConfig", true),
    ("forward", "ForwardConfig", true),
    ("redirect", "RedirectConfig", true),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (resource, list) in listener::forwarders(scope) {
        let listener = listener::listener_of(&resource);
        let protocol = listener.and_then(|listener| listener.properties.get("Protocol").text()).unwrap_or_default();
        let Some(actions) = list.items().filter(|actions| !actions.is_empty()) else { continue };
        let kinds: Vec<_> = actions.iter().map(|action| kind_of(action)).collect();
        for (action, kind) in actions.iter().zip(&kinds) {
            let Some((name, config, ends)) = kind else { continue };
            let missing = action.get(config).is_absent() && (*name != "forward" || action.get("TargetGroupArn").is_absent());
            if missing {
                let needed =
                    if *name == "forward" { "`TargetGroupArn` or `ForwardConfig`".to_owned() } else { format!("`{config}`") };
                action.report(context, rule.finding(format!("the action `{name}` needs {needed}")).help(rule.fix));
            }
            if !ends && protocol == "HTTP" {
                let finding = rule.finding(format!("the action `{name}` needs an HTTPS listener; this one is for HTTP"));
                action.get("Type").report(context, finding.help("use `Protocol: HTTPS`"));
            }
        }
        let ending = kinds.iter().flatten().filter(|(_, _, ends)| *ends).count();
        if kinds.iter().all(Option::is_some) && ending != 1 {
            let message = format!("expected exactly one action of `{}` that ends the request, found {ending}", resource.id);
            list.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

fn kind_of(action: &Property<'_>) -> Option<(&'static str, &'static str, bool)> {
    let given = action.get("Type").text()?;
    TYPES.into_iter().find(|(name, ..)| *name == given)
}
