//! FW415: a VPC endpoint that its service or its VPC does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW415",
    severity: Severity::Error,
    what: "Finds a gateway endpoint of another service than S3 and DynamoDB, and an endpoint with private DNS in a VPC of the template without DNS host names.",
    why: "EC2 refuses the endpoint: `The endpoint type (Gateway) does not match the service type`, `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames`.",
    example: "`ServiceName: com.amazonaws.eu-west-1.sqs` without `VpcEndpointType`, which is `Gateway` then",
    fix: "write `VpcEndpointType: Interface`; and `EnableDnsHostnames: true` at the VPC",
    link: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
    kind: RuleKind::Template(run),
};

/// The services that have gateway endpoints.
const GATEWAYS: [&str; 3] = ["dynamodb", "s3", "s3express"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for endpoint in resource::of_type(context.scope(), "AWS::EC2::VPCEndpoint") {
        let kind = endpoint.properties.get("VpcEndpointType").text_or("Gateway");
        let name = endpoint.properties.get("ServiceName");
        let is_gateway = kind.as_deref() == Some("Gateway");
        if let Some(service) = service(&name).filter(|service| is_gateway && !GATEWAYS.contains(&service.as_str())) {
            let message = format!("`{service}` has no gateway endpoint, and `{}` is one", endpoint.id);
            name.report(context, rule.finding(message).help("write `VpcEndpointType: Interface`"));
        }
        let private = endpoint.properties.get("PrivateDnsEnabled");
        let vpc =
            endpoint.properties.get("VpcId").target_of("AWS::EC2::VPC").filter(|_| !is_gateway && is_flag(&private, "", true));
        let Some(vpc) = vpc else { continue };
        let names = [("EnableDnsHostnames", "false"), ("EnableDnsSupport", "true")];
        let off = names.iter().find(|(name, default)| is_flag(&vpc.properties.get(name), default, false));
        let Some((name, _)) = off else { continue };
        let message = format!("`{}` has private DNS, and `{name}` of the VPC `{}` is off", endpoint.id, vpc.id);
        let help = format!("write `{name}: true` at the VPC");
        private.report(context, rule.finding(message).help(help).related(vpc.location, "the VPC"));
    }
}

/// The last part of the name of a service of AWS.
fn service(name: &Property<'_>) -> Option<String> {
    let parts = name.parts();
    let (Piece::Text(first), Piece::Text(last)) = (parts.first()?, parts.last()?) else { return None };
    let is_aws = ["com.amazonaws.", "cn.com.amazonaws."].iter().any(|begin| first.starts_with(begin));
    last.rsplit_once('.').map(|(_, service)| service.to_owned()).filter(|_| is_aws)
}

fn is_flag(property: &Property<'_>, default: &str, wanted: bool) -> bool {
    property.text_or(default).is_some_and(|text| text.eq_ignore_ascii_case(if wanted { "true" } else { "false" }))
}
