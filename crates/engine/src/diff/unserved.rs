//! Changes of an API that its stages do not serve: a deployment is a snapshot, and stays one while the template leaves it as it is.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html>

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::kept::Kept;
use super::processed::{Pair, Processed};
use super::show;
use crate::template::path::Step;
use crate::template::{Node, listed};

/// How many resources are named.
const NAMED: usize = 3;

/// The types of one kind of API, the property of each that names the API, and the parts that a deployment takes.
struct Kind {
    api: &'static str,
    named_by: &'static str,
    deployment: &'static str,
    stage: &'static str,
    parts: &'static [&'static str],
}

const KINDS: [Kind; 2] = [
    Kind {
        api: "AWS::ApiGateway::RestApi",
        named_by: "RestApiId",
        deployment: "AWS::ApiGateway::Deployment",
        stage: "AWS::ApiGateway::Stage",
        parts: &["Authorizer", "GatewayResponse", "Method", "Model", "RequestValidator", "Resource"],
    },
    Kind {
        api: "AWS::ApiGatewayV2::Api",
        named_by: "ApiId",
        deployment: "AWS::ApiGatewayV2::Deployment",
        stage: "AWS::ApiGatewayV2::Stage",
        parts: &["Authorizer", "Integration", "IntegrationResponse", "Model", "Route", "RouteResponse"],
    },
];

/// The properties of an API itself that a deployment takes.
const OF_API: [&str; 6] =
    ["BinaryMediaTypes", "Body", "BodyS3Location", "MinimumCompressionSize", "Policy", "RouteSelectionExpression"];

/// A deployment that stays though its API changes.
struct Stale<'a, 'c> {
    deployment: &'a str,
    /// What of the API changes.
    changed: Vec<&'c ResourceChange>,
}

/// What is said of each deployment that stays though its API changes.
pub(super) fn notes(pair: &Pair<'_>, change: &StackChange) -> Vec<String> {
    let told = stale(pair, change).into_iter().map(|one| {
        let names: Vec<&str> = one.changed.iter().map(|one| one.id.as_str()).collect();
        format!(
            "not served: {}; the deployment {} stays, and a stage serves what that took: make one under another logical id",
            listed(&names, NAMED),
            one.deployment
        )
    });
    told.collect()
}

/// The APIs that go on calling a function which is deleted once another one is made.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let is_gone = |id: &&String| {
        let mut its = change.resources.iter().filter(|one| one.id == **id && one.resource_type == "AWS::Lambda::Function");
        its.any(|one| one.verdict == Verdict::Replace && Kept::of(pair, one).is_none())
    };
    let told = stale(pair, change).into_iter().filter_map(|one| {
        let (api, function) = one.changed.iter().find_map(|resource| {
            Some((&resource.id, resource.changes.iter().filter_map(|one| one.through.as_ref()).find(is_gone)?))
        })?;
        let message = format!(
            "{api}: the deployment {} stays, and goes on calling the old {function}, which is deleted: its calls fail",
            one.deployment
        );
        let way_out = "Make a deployment of the API under another logical id in the same change.";
        Some(Headline::new(HeadlineKind::Downtime, "DIFF301", &change.name, api, message, way_out))
    });
    told.collect()
}

fn stale<'a, 'c>(pair: &Pair<'a>, change: &'c StackChange) -> Vec<Stale<'a, 'c>> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let mut found = Vec::new();
    for kind in &KINDS {
        let api_of = |side: &Processed<'_>, id: &str| {
            let properties = side.properties(side.find(id)?.node)?;
            properties.get(kind.named_by).map(show::node)
        };
        let changed = change.resources.iter().filter(|resource| kind.is_taken(resource));
        let of_api = |resource: &&ResourceChange, api: &str| {
            let own = || api_of(after, &resource.id).or_else(|| api_of(before, &resource.id));
            resource.id == api || own().as_deref() == Some(api)
        };
        let changed: Vec<&ResourceChange> = changed.collect();
        let is_new = |id: &str| {
            let own = change.resources.iter().find(|resource| resource.id == id);
            own.is_some_and(|own| matches!(own.verdict, Verdict::Add | Verdict::Replace | Verdict::MayReplace))
        };
        let deployments = || after.present().filter(|entry| entry.resource_type == kind.deployment);
        let made: Vec<String> = deployments()
            .filter(|entry| is_new(entry.id.as_str()))
            .filter_map(|entry| api_of(after, entry.id.as_str()))
            .collect();
        for entry in deployments().filter(|entry| before.find(entry.id.as_str()).is_some()) {
            let Some(api) = api_of(after, entry.id.as_str()) else { continue };
            let its: Vec<&ResourceChange> = changed.iter().filter(|one| of_api(one, &api)).copied().collect();
            if !its.is_empty() && !made.contains(&api) && !kind.deploys_itself(after, &api) {
                found.push(Stale { deployment: entry.id.as_str(), changed: its });
            }
        }
    }
    found
}

impl Kind {
    /// Whether a resource changes what a deployment takes.
    fn is_taken(&self, resource: &ResourceChange) -> bool {
        if matches!(resource.verdict, Verdict::Metadata | Verdict::Replace) && resource.resource_type == self.api {
            return false;
        }
        if resource.resource_type == self.api {
            let is_taken = |step: &Step<'_>| OF_API.iter().any(|name| step.is_key(name));
            return resource.verdict != Verdict::Add && resource.changes.iter().any(|one| one.path.first().is_some_and(is_taken));
        }
        let part = resource.resource_type.rsplit_once("::").filter(|(service, _)| self.api.starts_with(service));
        resource.verdict != Verdict::Metadata && part.is_some_and(|(_, part)| self.parts.contains(&part))
    }

    /// Whether a stage of an API takes each change by itself.
    fn deploys_itself(&self, side: &Processed<'_>, api: &str) -> bool {
        let stages = side.present().filter(|entry| entry.resource_type == self.stage);
        let mut properties = stages.filter_map(|entry| side.properties(entry.node));
        properties.any(|stage| {
            let is_of_api = stage.get(self.named_by).map(show::node).as_deref() == Some(api);
            is_of_api && stage.get("AutoDeploy").and_then(Node::scalar).as_deref() == Some("true")
        })
    }
}
