//! Making a graph of templates.

use super::model::{Flow, Frame, Graph, GraphNode, Role, node_id, place_text, yaml};
use super::reference::{self, Target};
use super::resolve::Resolver;
use super::source::Source;
use super::{parts, subnet, summary, traffic};

impl Graph {
    /// The graph of these templates.
    pub fn of(title: &str, sources: &[Source<'_>]) -> Graph {
        let mut graph = Graph { title: title.to_owned(), ..Graph::default() };
        for source in sources {
            graph.add_source(source);
        }
        let resolver = Resolver::new(sources);
        traffic::add(&mut graph, &resolver);
        parts::add(&mut graph, &resolver);
        add_references(&mut graph, &resolver);
        subnet::tell(&mut graph, &resolver);
        graph
    }

    fn add_source(&mut self, source: &Source<'_>) {
        let frame = self.frames.len();
        self.frames.push(Frame { title: source.name.to_owned() });
        for resource in source.template.resources() {
            let node = GraphNode {
                title: resource.id.as_str().to_owned(),
                subtitle: summary::of(source.template, resource.resource_type, resource.node),
                resource_type: resource.resource_type.to_owned(),
                role: summary::role(resource.resource_type),
                frame: Some(frame),
                place: place_text(resource.id.place().or(resource.node.place), source.name),
                text: yaml(resource.node),
            };
            self.nodes.insert(node_id(frame, resource.id.as_str()), node);
        }
    }
}

/// Every reference between resources that is not told by traffic already.
fn add_references(graph: &mut Graph, resolver: &Resolver<'_>) {
    for (frame, source) in resolver.sources().iter().enumerate() {
        for resource in source.template.resources() {
            let Some(from) = graph.find(&node_id(frame, resource.id.as_str())) else { continue };
            for found in reference::of_resource(resource.node) {
                for to in targets(graph, resolver, frame, &found.target) {
                    if !graph.has_traffic(from, to) {
                        graph.connect(from, to, Flow::Reference, found.label());
                    }
                }
            }
        }
    }
}

/// The nodes that a reference leads to. What is outside the templates gets a node of its own.
fn targets(graph: &mut Graph, resolver: &Resolver<'_>, frame: usize, target: &Target<'_>) -> Vec<usize> {
    let resolved = resolver.resources(frame, target);
    if !resolved.is_empty() {
        let ids = resolved.into_iter().map(|(frame, id)| node_id(frame, id));
        return ids.filter_map(|id| graph.find(&id)).collect();
    }
    let Some((title, subtitle)) = resolver.outside(frame, target) else { return Vec::new() };
    vec![graph.find_or_add(format!("@outside/{title}"), || GraphNode::outside(title, subtitle, Role::Other))]
}
