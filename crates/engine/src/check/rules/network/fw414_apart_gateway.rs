//! FW414: a route to an internet gateway that is attached to no VPC.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Dependencies, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW414",
    severity: Severity::Error,
    what: "Finds a route to an internet gateway of the template which no `VPCGatewayAttachment` attaches.",
    why: "EC2 refuses the route: `route table rtb-… and network gateway igw-… belong to different networks`.",
    example: "An `InternetGateway` and a route with its id, and no `VPCGatewayAttachment`",
    fix: "add an `AWS::EC2::VPCGatewayAttachment` with the VPC and the gateway, and let the route depend on it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html",
    kind: RuleKind::Template(run),
};

const GATEWAY: &str = "AWS::EC2::InternetGateway";
const ATTACHMENT: &str = "AWS::EC2::VPCGatewayAttachment";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let gateways = resource::of_type(scope, GATEWAY);
    if gateways.is_empty() || context.uses().is_rewritten {
        return;
    }
    let dependencies = Dependencies::of(scope.template());
    for gateway in gateways {
        // Whatever else gets its id may attach it: a custom resource, a nested stack, a stack that imports it.
        let kind = |id: &str| resource::find(scope, id).map(|resource| resource.kind).unwrap_or_default();
        let mut users = dependencies.direct().iter().filter(|(_, used)| used.contains(&gateway.id)).map(|(id, _)| kind(id));
        if users.any(|kind| kind != "AWS::EC2::Route") || resource::is_shared(scope, gateway.id) {
            continue;
        }
        // An attachment of what only the deployment knows may be that of this gateway.
        let is_unknown = |attachment: &Resource<'_>| {
            let id = attachment.properties.get("InternetGatewayId");
            !id.is_absent() && id.ids().is_empty()
        };
        if resource::of_type(scope, ATTACHMENT).iter().any(is_unknown) {
            continue;
        }
        for route in resource::of_type(scope, "AWS::EC2::Route") {
            let way = route.properties.get("GatewayId");
            if way.target_of(GATEWAY).is_some_and(|found| found.id == gateway.id) {
                let message = format!("`{}` leads to `{}`, which is attached to no VPC", route.id, gateway.id);
                way.report(context, rule.finding(message).help(rule.fix).related(gateway.location, "the gateway"));
            }
        }
    }
}
