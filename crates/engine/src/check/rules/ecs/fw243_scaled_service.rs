//! FW243: a scalable target that names no service.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::resource::{self, Resource};
use crate::language::read::service;
use crate::template::{Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "FW243",
    severity: Severity::Error,
    what: "Finds a scalable target of ECS whose `ResourceId` is not `service/CLUSTER/SERVICE` with the names of both.",
    why: "Application Auto Scaling refuses the target, or knows no such service.",
    example: "`ResourceId: !Sub \"service/${Cluster}/${Service}\"`: the `Ref` of a service is its ARN",
    fix: "write `!Sub \"service/${Cluster}/${Service.Name}\"`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html",
    kind: RuleKind::Template(run),
};

const BEGINNING: &str = "service/";

fn run(rule: &Rule, context: &mut Context<'_>) {
    for target in resource::of_type(context.scope(), "AWS::ApplicationAutoScaling::ScalableTarget") {
        let id = target.properties.get("ResourceId");
        let parts = id.parts();
        // A literal one is `FW115`.
        if !target.properties.get("ServiceNamespace").is("ecs") || parts.is_empty() || id.text().is_some() {
            continue;
        }
        let owners: Vec<(&Node, Resource<'_>)> = parts.iter().filter_map(|part| owner(context, part)).collect();
        let is_headless = match &parts[0] {
            Piece::Text(text) => !text.starts_with(BEGINNING),
            Piece::Call(call) => owners.first().is_some_and(|(first, _)| std::ptr::eq(*first, *call)),
        };
        let arn = owners.iter().find(|(call, owner)| is_arn(call, owner));
        let message = match arn {
            _ if is_headless => Some(format!("expected `{BEGINNING}` at the beginning of `ResourceId`")),
            Some((_, owner)) => Some(format!("expected the name of `{}`, found its ARN", owner.id)),
            None => None,
        };
        if let Some(message) = message {
            id.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// The resource of the template that a part of the id names.
fn owner<'a>(context: &Context<'a>, part: &Piece<'a>) -> Option<(&'a Node, Resource<'a>)> {
    let Piece::Call(call) = part else { return None };
    let id = match function::call(call)? {
        (function::REF, argument) => argument.as_str()?,
        (function::GET_ATT, argument) => function::get_att_target(argument)?.0,
        _ => return None,
    };
    resource::find(context.scope(), id).map(|owner| (*call, owner))
}

/// Whether a call gives the ARN of a service or a cluster.
fn is_arn(call: &Node, owner: &Resource<'_>) -> bool {
    match function::call(call) {
        Some((function::REF, _)) => owner.kind == service::SERVICE,
        Some((_, argument)) => function::get_att_target(argument).is_some_and(|(_, attribute)| attribute.ends_with("Arn")),
        None => false,
    }
}
