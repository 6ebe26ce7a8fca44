//! `AWS::Serverless::Application`

use super::build::{self, Made};
use super::source::Source;
use super::tags;
use super::work::Work;
use crate::template::{Content, Node};

/// The type of what an application becomes.
pub(super) const TYPE: &str = "AWS::CloudFormation::Stack";

/// Makes a nested stack. Where its template lies is known only when the transform runs.
pub(super) fn make(work: &mut Work<'_>, source: &Source<'_>) {
    let made = Made::main(source, TYPE)
        .set("TemplateURL", source.property("Location").map(build::opaque))
        .copy(source.properties, &["Parameters", "NotificationARNs", "TimeoutInMinutes"])
        .set("Tags", tags(source));
    work.put(source, made);
}

/// The tags, with those that say where the application comes from.
fn tags(source: &Source<'_>) -> Node {
    let list = tags::list("lambda:createdBy", source.property("Tags"));
    let location = source.property("Location").filter(|location| build::is_plain_map(location));
    let from = |tag: &'static str, name| {
        let value = location.and_then(|location| build::present(location, name))?;
        Some(build::map([("Key", build::text(tag)), ("Value", value.clone())]))
    };
    let more = [from("serverlessrepo:applicationId", "ApplicationId"), from("serverlessrepo:semanticVersion", "SemanticVersion")];
    match list.content {
        Content::List(items) => build::list(items.into_iter().chain(more.into_iter().flatten())),
        content => Node::new(content),
    }
}
