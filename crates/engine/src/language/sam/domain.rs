//! The domain of an API: its name, the paths that lead to the API, and the records of Route 53.

use super::build;
use super::change::Change;
use super::made::MadeResource;
use super::resource::SamResource;
use super::tags;
use super::work::Work;
use crate::template::{Content, Node};

/// What differs between the kinds of APIs.
struct ApiDomain {
    /// What the id of the domain's name begins with.
    beginning: &'static str,
    /// The type of the domain's name.
    name: &'static str,
    /// The type of a path, and what its id ends with.
    path: (&'static str, &'static str),
    /// The property by which `Ref: Api.…` refers to the domain's name.
    property: &'static str,
}

const REST: ApiDomain = ApiDomain {
    beginning: "ApiGatewayDomainName",
    name: "AWS::ApiGateway::DomainName",
    path: ("AWS::ApiGateway::BasePathMapping", "BasePathMapping"),
    property: "DomainName",
};
const PRIVATE: ApiDomain = ApiDomain {
    beginning: "ApiGatewayDomainNameV2",
    name: "AWS::ApiGateway::DomainNameV2",
    path: ("AWS::ApiGateway::BasePathMappingV2", "BasePathMapping"),
    property: "DomainNameV2",
};
const HTTP: ApiDomain = ApiDomain {
    beginning: "ApiGatewayDomainNameV2",
    name: "AWS::ApiGatewayV2::DomainName",
    path: ("AWS::ApiGatewayV2::ApiMapping", "ApiMapping"),
    property: "DomainName",
};

/// The domain of a REST API.
pub(super) fn of_rest_api(work: &mut Work<'_>, source: &SamResource<'_>) {
    let endpoint = source.property("Domain").and_then(|domain| build::present(domain, "EndpointConfiguration"));
    let is_private = endpoint.and_then(Node::as_str) == Some("PRIVATE");
    of(work, source, if is_private { &PRIVATE } else { &REST });
}

/// The domain of an HTTP API or of one for web sockets.
pub(super) fn of_http_api(work: &mut Work<'_>, source: &SamResource<'_>) {
    of(work, source, &HTTP);
}

fn of(work: &mut Work<'_>, source: &SamResource<'_>, kind: &ApiDomain) {
    let Some(domain) = source.property("Domain") else { return };
    let name = build::present(domain, "DomainName").filter(|_| build::is_plain_map(domain));
    let Some(name) = name else {
        work.open.extend([kind.beginning.to_owned(), "RecordSetGroup".to_owned(), source.id.to_owned()]);
        work.put(source, MadeResource::opaque(source.id_of("Domain"), build::opaque(domain)));
        return;
    };
    let id = work.hashed_id(kind.beginning, kind.name, [name]);
    work.refer(source, kind.property, &id);
    let made = MadeResource::beside(source, id.clone(), kind.name).at(domain.location).set("DomainName", name.clone());
    let made = if kind.name == HTTP.name { http_name(source, made, domain) } else { rest_name(made, domain) };
    work.put(source, made);
    paths(work, source, kind, domain, &id);
    if let Some(association) = build::present(domain, "AccessAssociation").filter(|_| kind.property == PRIVATE.property) {
        let resource_type = "AWS::ApiGateway::DomainNameAccessAssociation";
        let endpoint = build::present(association, "VpcEndpointId").cloned();
        let key = build::list(endpoint.clone().into_iter().chain([build::text(id.clone())]));
        let association_id = work.hashed_id("DomainNameAccessAssociation", resource_type, [&key]);
        let made = MadeResource::beside(source, association_id, resource_type)
            .set("DomainNameArn", build::reference(&id))
            .set("AccessAssociationSourceType", build::text("VPCE"))
            .set("AccessAssociationSource", endpoint);
        work.put(source, made);
    }
    if let Some(route) = build::present(domain, "Route53") {
        records(work, source, domain, route, &id);
    }
}

fn rest_name(made: MadeResource, domain: &Node) -> MadeResource {
    let kind = build::present(domain, "EndpointConfiguration").cloned().unwrap_or_else(|| build::text("REGIONAL"));
    let certificate = if kind.as_str() == Some("REGIONAL") { "RegionalCertificateArn" } else { "CertificateArn" };
    let endpoint =
        build::map([("Types", Some(build::list([kind]))), ("IpAddressType", build::present(domain, "IpAddressType").cloned())]);
    made.set(certificate, build::present(domain, "CertificateArn").cloned()).set("EndpointConfiguration", endpoint).copy(
        domain,
        &["MutualTlsAuthentication", "EndpointAccessMode", "OwnershipVerificationCertificateArn", "Policy", "SecurityPolicy"],
    )
}

fn http_name(source: &SamResource<'_>, made: MadeResource, domain: &Node) -> MadeResource {
    let endpoint = build::present(domain, "EndpointConfiguration").cloned().unwrap_or_else(|| build::text("REGIONAL"));
    let given = |name| build::present(domain, name).cloned();
    let configuration = build::map([
        ("CertificateArn", given("CertificateArn")),
        ("EndpointType", Some(endpoint)),
        ("OwnershipVerificationCertificateArn", given("OwnershipVerificationCertificateArn")),
        ("SecurityPolicy", given("SecurityPolicy")),
    ]);
    made.set("DomainNameConfigurations", build::list([configuration]))
        .copy(domain, &["MutualTlsAuthentication"])
        .set("Tags", name_tags(source))
}

/// The tags of the domain's name.
fn name_tags(source: &SamResource<'_>) -> Node {
    match source.kind {
        "WebSocketApi" => tags::map(None, tags::WEB_SOCKET_API),
        _ if source.property("DefinitionUri").is_none() => tags::map(source.property("Tags"), tags::HTTP_API),
        _ => tags::map(None, tags::HTTP_API),
    }
}

/// The paths of the domain that lead to the API: the root, or those that are named.
fn paths(work: &mut Work<'_>, source: &SamResource<'_>, kind: &ApiDomain, domain: &Node, name: &str) {
    let (resource_type, ending) = kind.path;
    let given = build::present(domain, "BasePath");
    let paths: Vec<Option<&Node>> = match given.map(|given| &given.content) {
        Some(Content::List(items)) => items.iter().map(Some).collect(),
        _ => vec![given],
    };
    for path in paths {
        let text = path.and_then(Node::as_str);
        let in_id: String = text.unwrap_or_default().chars().filter(|letter| letter.is_alphanumeric()).collect();
        if path.is_some() && text.is_none() {
            work.open.push(source.id.to_owned());
        }
        let made = MadeResource::beside(source, source.id_of(&format!("{in_id}{ending}")), resource_type).at(domain.location);
        let stage = build::reference(&format!("{}.Stage", source.id));
        let made = made.set("Stage", stage);
        let normalized = !build::is_false(build::present(domain, "NormalizeBasePath"));
        let made = match (kind.name == HTTP.name, text) {
            (true, _) => made
                .set("ApiId", build::reference(source.id))
                .set("DomainName", build::reference(name))
                .set("ApiMappingKey", text.map(|text| build::text(text.trim_matches('/')))),
            (false, _) => {
                let domain_property = if kind.property == PRIVATE.property { "DomainNameArn" } else { "DomainName" };
                made.set("RestApiId", build::reference(source.id))
                    .set(domain_property, build::reference(name))
                    .set("BasePath", text.map(|text| build::text(if normalized { in_id } else { text.to_owned() })))
            }
        };
        work.put(source, made);
    }
}

/// The records that lead to the domain. The domains of one zone share a group.
fn records(work: &mut Work<'_>, source: &SamResource<'_>, domain: &Node, route: &Node, name: &str) {
    let resource_type = "AWS::Route53::RecordSetGroup";
    let zone = build::present(route, "HostedZoneId").or_else(|| build::present(route, "HostedZoneName"));
    let mut content: Vec<&Node> = zone.into_iter().collect();
    if build::is_true(build::present(route, "SeparateRecordSetGroup")) {
        content.extend(build::present(domain, "DomainName"));
    }
    let id = work.hashed_id("RecordSetGroup", resource_type, content);
    let made = MadeResource::beside(source, id.clone(), resource_type)
        .copy(route, &["HostedZoneId", "HostedZoneName"])
        .set("RecordSets", build::list([]))
        .at(domain.location);
    work.put(source, made);
    let kinds = if build::is_true(build::present(route, "IpV6")) { &["A", "AAAA"][..] } else { &["A"] };
    for kind in kinds {
        let record = build::map([
            ("Name", build::present(domain, "DomainName").cloned()),
            ("Type", Some(build::text(*kind))),
            ("AliasTarget", Some(alias(domain, route, name))),
            ("Region", build::present(route, "Region").cloned()),
            ("SetIdentifier", build::present(route, "SetIdentifier").cloned()),
        ]);
        work.changes.push((id.clone(), Change::Append(&["RecordSets"], record.at(route.location))));
    }
}

fn alias(domain: &Node, route: &Node, name: &str) -> Node {
    let endpoint = build::present(domain, "EndpointConfiguration").and_then(Node::as_str).unwrap_or("REGIONAL");
    let given = |name| build::present(route, name).cloned();
    let (zone, dns) = match endpoint {
        "REGIONAL" => (Some(build::attribute(name, "RegionalHostedZoneId")), Some(build::attribute(name, "RegionalDomainName"))),
        "EDGE" => {
            let own = || build::attribute(name, "DistributionDomainName");
            // The zone of all distributions of CloudFront.
            (Some(build::text("Z2FDTNDATAQYW2")), Some(given("DistributionDomainName").unwrap_or_else(own)))
        }
        _ => (given("VpcEndpointHostedZoneId"), given("VpcEndpointDomainName")),
    };
    build::map([("HostedZoneId", zone), ("DNSName", dns), ("EvaluateTargetHealth", given("EvaluateTargetHealth"))])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    const DOMAIN: &str = "
Resources:
  A:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Domain: {DomainName: a.example.com, CertificateArn: c, BasePath: [/one], Route53: {HostedZoneId: Z}}
  H:
    Type: AWS::Serverless::HttpApi
    Properties: {Domain: {DomainName: h.example.com, CertificateArn: c, Route53: {HostedZoneId: Z}}}";

    #[test]
    fn domains_of_one_zone_share_their_records() {
        let of_domains: Vec<String> =
            made(DOMAIN).into_iter().filter(|line| !line.contains("Stage") && line.len() > 30).collect();
        assert_eq!(
            of_domains[1..],
            [
                "ApiGatewayDomainName# AWS::ApiGateway::DomainName",
                "AoneBasePathMapping AWS::ApiGateway::BasePathMapping",
                "RecordSetGroup# AWS::Route53::RecordSetGroup",
                "ApiGatewayDomainNameV2# AWS::ApiGatewayV2::DomainName",
                "HApiMapping AWS::ApiGatewayV2::ApiMapping",
            ]
        );
        let records = json(DOMAIN, &["Resources", "RecordSetGroup#", "Properties", "RecordSets"]);
        assert!(records.contains("a.example.com") && records.contains("h.example.com"), "{records}");
        let stage = json(DOMAIN, &["Resources", "AoneBasePathMapping", "Properties", "Stage"]);
        assert_eq!(stage, r#"{"Ref":"Av1Stage"}"#);
    }
}
