//! The REST API that a part of one belongs to.

use crate::language::read::resource::Resource;

/// The APIs of two parts, in words, where they surely are different ones.
pub(super) fn differ(one: &Resource<'_>, other: &Resource<'_>) -> Option<[String; 2]> {
    let name = |part: &Resource<'_>| {
        let property = part.properties.get("RestApiId");
        let api = property.owner_of("AWS::ApiGateway::RestApi").map(|api| api.id.to_owned());
        api.or_else(|| property.text()).map(|name| format!("`{name}`"))
    };
    let names = [name(one)?, name(other)?];
    (names[0] != names[1]).then_some(names)
}
