//! The transform `AWS::Serverless-2016-10-31`: what it makes of a template, as far as that is known without asking AWS.
//!
//! [`translate`] gives the template with the resources that the transform makes, under the ids that it gives them. What is not
//! modelled is *opaque*: a call of `Fn::Transform` that holds the source, so equal sources are equal and others unknown. Ids that end
//! with digits of some content have other digits than those of the transform; [`Names`] knows which ids may be its own.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>

mod api_event;
mod application;
mod build;
mod change;
mod code;
mod compute;
mod connector;
mod deployment;
mod domain;
mod event;
mod events;
mod function;
mod globals;
mod graph_ql;
mod hash;
mod http_api;
mod implicit;
mod invoke;
mod layer;
mod made;
mod make;
mod names;
mod pending;
mod policies;
mod policy_template;
mod references;
mod refused;
mod resource;
mod rest_api;
mod role;
mod state_machine;
mod table;
mod tags;
#[cfg(test)]
mod testing;
mod transform;
mod url;
mod usage_plan;
mod version;
mod web_function;
mod web_socket_api;
mod work;

pub(crate) use names::{Names, made_names};
pub(crate) use policies::WayOut;
pub(crate) use refused::refusals;
pub(crate) use transform::{TRANSFORM, made_of, source_of, uses};

use crate::template::{Content, Map, Node, Template};
use work::Work;

/// The template that CloudFormation gets: its globals merged, and every resource of the transform replaced by what is made of it.
/// Everything that is made has the place of its source. The section `Transform` stays as the author wrote it; translating once more
/// changes nothing.
pub(crate) fn translate(template: &Template) -> Template {
    let merged = globals::merge(&implicit::add(template));
    finish(template, make::all(&merged))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::SourceLocation;

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
    fn what_is_made_has_the_place_of_its_source() {
        let translated = translate(&testing::template(TEMPLATE));
        let location = |id: &str| translated.resource(id).map(|it| (it.id.location(), it.node.location));
        let of_function = SourceLocation::File { line: 3, column: 3 };
        assert_eq!(location("FRole"), Some((of_function, of_function)));
        assert_eq!(location("ServerlessRestApi"), Some((of_function, of_function)));
        let of_event = SourceLocation::File { line: 8, column: 9 };
        assert_eq!(location("FGetPermissionProd"), Some((of_event, of_event)));
        for resource in translated.resources() {
            let id = resource.id.as_str();
            resource.node.walk(&mut |node| assert!(node.location.is_known(), "{id}: {}", testing::compact(node)));
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
    }
}
