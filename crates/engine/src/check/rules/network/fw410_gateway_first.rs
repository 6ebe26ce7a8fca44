//! FW410: a route or NAT gateway that does not wait until the internet gateway is attached.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Dependencies, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW410",
    severity: Severity::Warning,
    what: "Finds a route to an internet gateway, or a public NAT gateway, that does not depend on the `VPCGatewayAttachment` of the same template.",
    why: "EC2 refuses both while the gateway is not attached to the VPC. Only `DependsOn` makes CloudFormation attach it first.",
    example: "A route with `GatewayId` and without `DependsOn`, beside the attachment of the gateway.",
    fix: "add `DependsOn` with the attachment; the construct `Network` does",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let attachments = resource::of_type(scope, "AWS::EC2::VPCGatewayAttachment");
    if attachments.is_empty() {
        return;
    }
    let dependencies = Dependencies::of(scope.template());
    let routes = resource::of_type(scope, "AWS::EC2::Route").into_iter().map(|route| {
        let gateway = route.properties.get("GatewayId").target_of("AWS::EC2::InternetGateway");
        (route, "InternetGatewayId", gateway)
    });
    let gateways = resource::of_type(scope, "AWS::EC2::NatGateway").into_iter().map(|nat| {
        let subnet = nat.properties.get("SubnetId").target_of("AWS::EC2::Subnet");
        let public = nat.properties.get("ConnectivityType").text_or("public").is_some_and(|kind| kind == "public");
        let vpc = subnet.filter(|_| public).and_then(|subnet| subnet.properties.get("VpcId").target_of("AWS::EC2::VPC"));
        (nat, "VpcId", vpc)
    });
    for (resource, key, target) in routes.chain(gateways) {
        let Some(target) = target else { continue };
        let attaches = |attachment: &&Resource<'_>| {
            let other = attachment.properties.get(key).target();
            other.is_some_and(|other| other.id == target.id) && !attachment.properties.get("InternetGatewayId").is_absent()
        };
        let mut relevant = attachments.iter().filter(attaches).peekable();
        let Some(first) = relevant.peek().map(|attachment| (attachment.id, attachment.location)) else { continue };
        let waits = dependencies.all(resource.id);
        if relevant.any(|attachment| waits.contains(attachment.id)) {
            continue;
        }
        let message = format!("`{}` does not wait for `{}`, which attaches the internet gateway", resource.id, first.0);
        let help = format!("add `DependsOn: {}` to `{}`", first.0, resource.id);
        let path = ["Resources", resource.id];
        context.report(rule.finding(message).help(help).related(first.1, "attaches it"), resource.location, path);
    }
}
