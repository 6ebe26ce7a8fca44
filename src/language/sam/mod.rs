//! The transform `AWS::Serverless-2016-10-31`: what it makes of a template, as far as that is known without asking AWS.
//!
//! [`translate`] gives the template with the resources that the transform makes, under the ids that it gives them. What is not
//! modelled is *opaque*: a call of `Fn::Transform` that holds the source, so equal sources are equal and others unknown. Ids that end
//! with digits of some content have other digits than those of the transform; [`Names`] knows which ids may be its own.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>

mod application;
mod build;
mod change;
mod code;
mod compute;
mod connector;
mod deployment;
mod domain;
mod events;
mod function;
mod globals;
mod graph_ql;
mod hash;
mod http_api;
mod implicit;
mod invoke;
mod layer;
mod names;
mod references;
mod rest_api;
mod role;
mod source;
mod state_machine;
mod table;
mod tags;
#[cfg(test)]
mod testing;
mod url;
mod usage_plan;
mod version;
mod web_function;
mod web_socket_api;
mod work;

use std::sync::OnceLock;

pub(crate) use names::{Names, made_names};

use crate::template::{self, Content, Map, Node, Template};
use build::Made;
use source::Source;
use work::Work;

/// The transform's name.
pub(crate) const TRANSFORM: &str = template::function::SERVERLESS;

/// Whether a template names the transform.
pub(crate) fn uses(template: &Template) -> bool {
    let Some(node) = template.root().get("Transform") else { return false };
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    items.iter().any(|item| item.as_str() == Some(TRANSFORM) || item.get("Name").and_then(Node::as_str) == Some(TRANSFORM))
}

/// The template that CloudFormation gets: its globals merged, and every resource of the transform replaced by what is made of it.
/// Everything that is made has the place of its source. The section `Transform` stays as the author wrote it; translating once more
/// changes nothing.
pub(crate) fn translate(template: &Template) -> Template {
    let merged = globals::merge(&implicit::add(template));
    let mut work = Work::new(&merged);
    make_all(&mut work);
    finish(template, work)
}

/// Makes the resources, in the order of their sources.
fn make_all(work: &mut Work<'_>) {
    let template = work.template;
    for entry in template.resources() {
        match Source::of(&entry, empty_map()) {
            Some(source) => make(work, &source),
            None => drop(work.resources.insert(entry.id.clone(), without_connectors(entry.node))),
        }
        connector::embedded(work, &entry);
    }
    deployment::shared(work);
    usage_plan::shared(work);
}

fn make<'a>(work: &mut Work<'a>, source: &Source<'a>) {
    if !build::is_plain_map(source.properties) && !source.properties.is_empty() {
        // All properties are a function: what is made of it is unknown.
        work.open.push(source.id.to_owned());
        work.put(source, Made::opaque(source.id, build::opaque(source.node)));
        return;
    }
    match source.kind {
        "Api" => rest_api::make(work, source),
        "Application" => application::make(work, source),
        "CapacityProvider" | "MicrovmImage" | "NetworkConnector" => compute::make(work, source),
        "Connector" => connector::make(work, source),
        "Function" => function::make(work, source),
        "GraphQLApi" => graph_ql::make(work, source),
        "HttpApi" => http_api::make(work, source),
        "LayerVersion" => layer::make(work, source),
        "SimpleTable" => table::make(work, source),
        "StateMachine" => state_machine::make(work, source),
        "WebFunction" => web_function::make(work, source),
        "WebSocketApi" => web_socket_api::make(work, source),
        _ => {
            work.open.push(source.id.to_owned());
            work.put(source, Made::opaque(source.id, build::opaque(source.node)));
        }
    }
}

/// The template made of the author's sections and of what was made.
fn finish(template: &Template, mut work: Work<'_>) -> Template {
    change::apply(&mut work.resources, std::mem::take(&mut work.changes));
    let mut root = work.template.root().clone();
    if let Content::Map(sections) = &mut root.content {
        set_section(sections, "Resources", std::mem::take(&mut work.resources));
        if !work.conditions.is_empty() {
            let own = sections.get("Conditions").and_then(Node::as_map).cloned().unwrap_or_default();
            let made = std::mem::take(&mut work.conditions).into_iter().filter(|(key, _)| !own.contains_key(key.as_str()));
            let all = own.clone().into_iter().chain(made.collect::<Vec<_>>()).collect();
            set_section(sections, "Conditions", all);
        }
        references::rewrite(sections, &work);
    }
    let translated = Template::new(root);
    match template.source_bytes() {
        Some(bytes) => translated.with_source_bytes(bytes),
        None => translated,
    }
}

fn set_section(sections: &mut Map, name: &'static str, entries: Map) {
    match sections.get_mut(name) {
        Some(node) => node.content = Content::Map(entries),
        None => drop(sections.insert(name.into(), Node::new(Content::Map(entries)))),
    }
}

/// A resource of CloudFormation without what the transform takes out of it.
fn without_connectors(node: &Node) -> Node {
    let mut node = node.clone();
    if let Content::Map(entries) = &mut node.content {
        entries.shift_remove("Connectors");
    }
    node
}

/// The properties of a resource that has none.
fn empty_map() -> &'static Node {
    static EMPTY: OnceLock<Node> = OnceLock::new();
    EMPTY.get_or_init(|| Node::new(Content::Map(Map::default())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Place, read};

    const TEMPLATE: &str = "Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Events:
        Get: {Type: Api, Properties: {Path: /, Method: get}}
  B: {Type: AWS::S3::Bucket}
";

    #[test]
    fn the_transform_is_a_text_or_in_a_list() {
        let of = |transform: &str| {
            let text = format!("Transform: {transform}\nResources: {{B: {{Type: AWS::S3::Bucket}}}}");
            uses(&read::template(text.as_bytes()).expect("a template").0)
        };
        assert!(of("AWS::Serverless-2016-10-31") && of("[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]"));
        assert!(!of("AWS::LanguageExtensions") && !of("[Own]"));
    }

    #[test]
    fn what_is_made_has_the_place_of_its_source() {
        let translated = translate(&testing::template(TEMPLATE));
        let place = |id: &str| translated.resource(id).map(|it| (it.id.place(), it.node.place));
        let of_function = Place::File { line: 3, column: 3 };
        assert_eq!(place("FRole"), Some((of_function, of_function)));
        assert_eq!(place("ServerlessRestApi"), Some((of_function, of_function)));
        let of_event = Place::File { line: 8, column: 9 };
        assert_eq!(place("FGetPermissionProd"), Some((of_event, of_event)));
        for resource in translated.resources() {
            let id = resource.id.as_str();
            resource.node.walk(&mut |node| assert!(node.place.is_known(), "{id}: {}", testing::compact(node)));
        }
    }

    #[test]
    fn translating_once_more_changes_nothing() {
        let once = translate(&testing::template(TEMPLATE));
        assert_eq!(translate(&once), once);
    }

    #[test]
    fn what_is_no_resource_of_the_transform_stays() {
        let template = testing::template("Resources: {B: {Type: AWS::S3::Bucket}, 'Fn::ForEach::L': [X, [a], {}]}");
        assert_eq!(translate(&template), template);
        assert_eq!(made_names(&template).ids().count(), 0);
    }
}
