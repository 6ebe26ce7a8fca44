//! The APIs that are made for events which name none.

use std::collections::BTreeSet;

use super::api_event::{self, ApiEvent, IMPLICIT_HTTP, IMPLICIT_REST};
use super::build;
use super::resource::SamResource;
use crate::template::{Content, Key, Map, Node, SourceLocation, Template, function};

/// The template with the implicit APIs that its events need, written as an author would write them.
pub(super) fn add(template: &Template) -> Template {
    let apis = api_event::of_apis(template);
    let mut root = template.root().clone();
    for (id, kind) in [(IMPLICIT_REST, "Api"), (IMPLICIT_HTTP, "HttpApi")] {
        let Some(events) = apis.get(id).filter(|_| template.resource(id).is_none()) else { continue };
        let Content::Map(sections) = &mut root.content else { continue };
        let (api, condition) = api(id, kind, events, template);
        if let Some(condition) = condition {
            let section = sections.get_or_insert_with("Conditions".into(), || Node::new(Content::Map(Map::default())));
            if let Content::Map(conditions) = &mut section.content {
                conditions.get_or_insert_with(format!("{id}Condition").into(), || condition);
            }
        }
        if let Some(Content::Map(resources)) = sections.get_mut("Resources").map(|node| &mut node.content) {
            let location = events.first().map_or(SourceLocation::Unknown, |event| event.owner.location);
            resources.insert(Key::new(id, location), api.at(location));
        }
    }
    let added = Template::new(root);
    match template.source_bytes() {
        Some(bytes) => added.with_source_bytes(bytes),
        None => added,
    }
}

/// The resource, and the condition that is made of several.
fn api(id: &str, kind: &str, events: &[ApiEvent<'_>], template: &Template) -> (Node, Option<Node>) {
    let stage = (kind == "Api").then(|| ("StageName", build::text("Prod")));
    let mut properties = Node::map(stage);
    if let Content::Map(entries) = &mut properties.content {
        entries.extend(propagated(events, template));
    }
    let mut entries =
        Map::from_iter([("Type".into(), build::text(format!("AWS::Serverless::{kind}"))), ("Properties".into(), properties)]);
    let (condition, made) = condition(id, events);
    entries.extend(condition.map(|condition| ("Condition".into(), condition)));
    for (attribute, order) in
        [("DeletionPolicy", &["Retain", "Delete"][..]), ("UpdateReplacePolicy", &["Retain", "Snapshot", "Delete"])]
    {
        let given =
            |policy: &&&str| events.iter().any(|event| event.owner.entry(attribute).and_then(Node::as_str) == Some(**policy));
        let strictest = order.iter().find(given);
        entries.extend(strictest.map(|policy| (attribute.into(), build::text(*policy))));
    }
    (Node::new(Content::Map(entries)), made)
}

/// The API's condition where everything that has events for it has one: the only one, or any of them.
fn condition(id: &str, events: &[ApiEvent<'_>]) -> (Option<Node>, Option<Node>) {
    let names: Option<BTreeSet<&str>> =
        events.iter().map(|event| event.owner.entry("Condition").and_then(Node::as_str)).collect();
    let Some(names) = names else { return (None, None) };
    match (names.len(), names.first()) {
        (0 | 1, only) => (only.map(|only| build::text(*only)), None),
        _ => {
            let any = names.iter().map(|name| Node::call(function::CONDITION, build::text(*name)));
            (Some(build::text(format!("{id}Condition"))), Some(build::any(any.collect())))
        }
    }
}

/// The tags that functions hand on to the API.
fn propagated(events: &[ApiEvent<'_>], template: &Template) -> Vec<(Key, Node)> {
    let mut tags = Map::default();
    for event in events {
        let global = |name| template.root().at_path(&["Globals", event.owner.kind, name]);
        let either = |owner: &SamResource<'_>, name| owner.properties.get(name).or_else(|| global(name)).cloned();
        let (is_asked, given) = (either(&event.owner, "PropagateTags"), either(&event.owner, "Tags"));
        if build::is_true(is_asked.as_ref())
            && let Some(given) = given.filter(build::is_plain_map)
        {
            tags.extend(given.as_map().into_iter().flatten().map(|(key, node)| (key.clone(), node.clone())));
        }
    }
    if tags.is_empty() {
        return Vec::new();
    }
    vec![("Tags".into(), Node::new(Content::Map(tags))), ("PropagateTags".into(), build::flag(true))]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    const EVENTS: &str = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Role: r
      Events:
        Get: {Type: Api, Properties: {Path: '/hello/{id}', Method: get}}
        All: {Type: HttpApi}
        One: {Type: HttpApi, Properties: {Path: /one, Method: post}}
Outputs:
  Url: {Value: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/${ServerlessRestApi.Stage}/'}";

    #[test]
    fn events_that_name_no_api_make_one() {
        assert_eq!(
            made(EVENTS),
            [
                "F AWS::Lambda::Function",
                "FGetPermissionProd AWS::Lambda::Permission",
                "FAllPermission AWS::Lambda::Permission",
                "ServerlessRestApi AWS::ApiGateway::RestApi",
                "ServerlessRestApiDeployment# AWS::ApiGateway::Deployment",
                "ServerlessRestApiProdStage AWS::ApiGateway::Stage",
                "ServerlessHttpApi AWS::ApiGatewayV2::Api",
                "ServerlessHttpApiApiGatewayDefaultStage AWS::ApiGatewayV2::Stage",
            ]
        );
        assert_eq!(
            json(EVENTS, &["Resources", "FGetPermissionProd", "Properties", "SourceArn"]),
            r#"{"Fn::Sub":["arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/GET/hello/*",{"__ApiId__":{"Ref":"ServerlessRestApi"},"__Stage__":"*"}]}"#
        );
        assert!(json(EVENTS, &["Outputs", "Url"]).contains("/${ServerlessRestApiProdStage}/"));
    }

    #[test]
    fn an_api_does_not_refer_to_itself() {
        let yaml = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {Role: r, Events: {Get: {Type: Api, Properties: {Path: /, Method: get, RestApiId: !Ref A}}}}
  A: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}";
        let body = json(yaml, &["Resources", "A", "Properties", "Body"]);
        assert!(body.contains(r#"{"Fn::GetAtt":["F","Arn"]}"#) && !body.contains(r#""A""#), "{body}");
        assert!(made(yaml).contains(&"FGetPermissionv1 AWS::Lambda::Permission".to_owned()));
    }

    #[test]
    fn the_api_has_a_condition_where_all_its_events_have_one() {
        let yaml = |other: &str| {
            format!("
Conditions: {{C: !Equals [a, b], D: !Equals [a, c]}}
Resources:
  F: {{Type: AWS::Serverless::Function, Condition: C, Properties: {{Events: {{A: {{Type: Api, Properties: {{Path: /, Method: get}}}}}}}}}}
  G: {{Type: AWS::Serverless::Function{other}, Properties: {{Events: {{A: {{Type: Api, Properties: {{Path: /g, Method: get}}}}}}}}}}")
        };
        assert_eq!(json(&yaml(", Condition: C"), &["Resources", "ServerlessRestApi", "Condition"]), r#""C""#);
        let both = yaml(", Condition: D");
        assert_eq!(json(&both, &["Resources", "ServerlessRestApi", "Condition"]), r#""ServerlessRestApiCondition""#);
        let any = r#"{"Fn::Or":[{"Condition":"C"},{"Condition":"D"}]}"#;
        assert_eq!(json(&both, &["Conditions", "ServerlessRestApiCondition"]), any);
        let api = json(&yaml(""), &["Resources", "ServerlessRestApi"]);
        assert!(api.starts_with(r#"{"Type":"AWS::ApiGateway::RestApi","Properties""#), "{api}");
    }
}
