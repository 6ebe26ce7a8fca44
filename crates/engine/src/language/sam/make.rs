//! What all the sources of a template make.

use super::made::MadeResource;
use super::resource::SamResource;
use super::transform::empty_map;
use super::work::Work;
use super::{application, build, compute, connector, deployment, function, graph_ql, http_api, layer, rest_api, state_machine};
use super::{table, usage_plan, web_function, web_socket_api};
use crate::template::{Content, Node, Template};

/// Makes the resources of a template with its globals merged, in the order of their sources.
pub(super) fn all(template: &Template) -> Work<'_> {
    let mut made = Work::new(template);
    let work = &mut made;
    for entry in template.resources() {
        match SamResource::of(&entry, empty_map()) {
            Some(source) => one(work, &source),
            None => drop(work.resources.insert(entry.id.clone(), without_connectors(entry.node))),
        }
        connector::embedded(work, &entry);
    }
    deployment::shared(work);
    usage_plan::shared(work);
    made
}

/// What one source makes.
fn one<'a>(work: &mut Work<'a>, source: &SamResource<'a>) {
    if !build::is_plain_map(source.properties) && !source.properties.is_empty() {
        // All properties are a function: what is made of it is unknown.
        work.open.push(source.id.to_owned());
        work.put(source, MadeResource::opaque(source.id, build::opaque(source.node)));
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
            work.put(source, MadeResource::opaque(source.id, build::opaque(source.node)));
        }
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
