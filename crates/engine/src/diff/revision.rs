//! Types whose every change makes a new revision of one thing, as AWS means them to be used: what refers to them moves on, and nothing
//! is lost. What is of another thing is no revision.

use super::change::ResourceChange;
use super::processed::Pair;

const TASK_DEFINITION: &str = "AWS::ECS::TaskDefinition";

/// Such types, and the property that says of what they are a revision.
const REVISIONS: [(&str, &str); 4] = [
    ("AWS::ApiGateway::Deployment", "RestApiId"),
    (TASK_DEFINITION, "Family"),
    ("AWS::Lambda::LayerVersion", "LayerName"),
    ("AWS::Lambda::Version", "FunctionName"),
];

/// Whether a type is one of these.
pub(super) fn has(resource_type: &str) -> bool {
    property(resource_type).is_some()
}

/// Whether another logical id is how another one is made, so that it is no rename.
pub(super) fn is_made_anew(resource_type: &str) -> bool {
    ["AWS::ApiGateway::Deployment", "AWS::Lambda::Version"].contains(&resource_type)
}

fn property(resource_type: &str) -> Option<&'static str> {
    REVISIONS.iter().find(|(known, _)| *known == resource_type).map(|(_, property)| *property)
}

/// Whether what takes the place of a resource is a revision of the same thing.
pub(super) fn is(pair: &Pair<'_>, resource: &ResourceChange) -> bool {
    property(&resource.resource_type).is_some_and(|property| {
        let is_other = resource.changes.iter().any(|change| change.path.begins_with(&[property]));
        !is_other && !generates_family(pair, resource)
    })
}

/// What is said of a task definition without a family.
pub(super) const GENERATED: &str = "it has no Family, so CloudFormation makes a new family with another name";

/// Whether CloudFormation makes up the family of a task definition, another one at each change. A layer without a name has its logical id.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html>
pub(super) fn generates_family(pair: &Pair<'_>, resource: &ResourceChange) -> bool {
    let properties = || {
        let after = pair.after?;
        after.properties(after.find(&resource.id)?.node)
    };
    resource.resource_type == TASK_DEFINITION && properties().is_none_or(|properties| properties.get("Family").is_none())
}
