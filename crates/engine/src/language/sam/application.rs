//! `AWS::Serverless::Application`

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use super::tags;
use super::work::Work;
use crate::language::NESTED;
use crate::template::{Content, Node};

/// The type of what an application becomes.
pub(super) const TYPE: &str = NESTED;

/// Makes a nested stack. Where its template lies is known only when the transform runs.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>) {
    let made = MadeResource::main(source, TYPE)
        .set("TemplateURL", source.property("Location").map(build::opaque))
        .copy(source.properties, &["Parameters", "NotificationARNs", "TimeoutInMinutes"])
        .set("Tags", tags(source));
    work.put(source, made);
}

/// The tags, with those that say where the application comes from.
fn tags(source: &SamResource<'_>) -> Node {
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

#[cfg(test)]
mod tests {
    use super::super::testing::json;

    #[test]
    fn an_application_is_a_nested_stack() {
        let yaml = "
Resources:
  A:
    Type: AWS::Serverless::Application
    Properties: {Location: {ApplicationId: a, SemanticVersion: 1.0.0}, Parameters: {P: x}}";
        assert_eq!(
            json(yaml, &["Resources", "A"]),
            r#"{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":{"Fn::Transform":{"Name":"AWS::Serverless-2016-10-31","Parameters":{"Source":{"ApplicationId":"a","SemanticVersion":"1.0.0"}}}},"Parameters":{"P":"x"},"Tags":[{"Key":"lambda:createdBy","Value":"SAM"},{"Key":"serverlessrepo:applicationId","Value":"a"},{"Key":"serverlessrepo:semanticVersion","Value":"1.0.0"}]}}"#
        );
    }
}
