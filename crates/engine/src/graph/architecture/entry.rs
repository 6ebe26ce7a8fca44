//! Where requests come in that no security group tells of: the public endpoints of services.

use crate::graph::model::node_id;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::stacks::Stacks;

/// The nodes that answer anyone, each with what it listens to.
pub(super) fn public(stacks: &Stacks<'_>) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for (frame, stack) in stacks.stacks().iter().enumerate() {
        for resource in resource::all(&stack.scope) {
            if let Some(label) = label(&resource) {
                found.push((node_id(frame, resource.id), label));
            }
        }
    }
    found
}

/// What a resource surely listens to in the internet; nothing where that depends, or is not so.
fn label(resource: &Resource<'_>) -> Option<&'static str> {
    let get = |path: &[&'static str]| resource.properties.at(path);
    // <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html>
    let is_public_api = || {
        let types: Property<'_> = get(&["EndpointConfiguration", "Types"]);
        types.items().is_some_and(|types| types.iter().all(|one| one.is("REGIONAL") || one.is("EDGE")))
    };
    let only_https = || get(&["DistributionConfig", "DefaultCacheBehavior", "ViewerProtocolPolicy"]).is("https-only");
    match resource.kind {
        "AWS::ApiGateway::RestApi" => is_public_api().then_some("HTTPS 443"),
        "AWS::ApiGatewayV2::Api" | "AWS::Lambda::Url" => Some("HTTPS 443"),
        "AWS::AppSync::GraphQLApi" => {
            get(&["Visibility"]).text_or("GLOBAL").filter(|visibility| visibility == "GLOBAL").map(|_| "HTTPS 443")
        }
        "AWS::CloudFront::Distribution" if only_https() => Some("HTTPS 443"),
        "AWS::CloudFront::Distribution" => Some("HTTP 80, HTTPS 443"),
        _ => None,
    }
}
