//! What of an official schema goes into the archive: the facts, not the prose.
//!
//! Every keyword is either kept or dropped by name. One that is neither makes the import fail, so that new vocabulary of
//! the registry is noticed rather than lost.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{path, relations};

/// Keywords of a resource type that a nested schema cannot have.
const ROOT_KEPT: &[&str] = &[
    "additionalIdentifiers",
    "cfnRefIdentifier",
    "conditionalCreateOnlyProperties",
    "createOnlyProperties",
    "definitions",
    "deprecatedProperties",
    "lifecycle",
    "primaryIdentifier",
    "readOnlyProperties",
    "replacementStrategy",
    "tagging",
    "typeName",
    "writeOnlyProperties",
];
const ROOT_DROPPED: &[&str] = &[
    "$schema",
    "documentationUrl",
    "handlers",
    "propertyTransform",
    "resourceLink",
    "sourceUrl",
    "taggable",
    "typeConfiguration",
];
/// Keywords whose value is taken as it is.
const KEPT: &[&str] = &[
    "$ref",
    "const",
    "default",
    "dependentExcluded",
    "dependentRequired",
    "enum",
    "enumCaseInsensitive",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "insertionOrder",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maxUniqueItems",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "requiredOr",
    "requiredXor",
    "type",
    "uniqueItems",
    "uniqueKeys",
];
/// Keywords whose value is a schema, or `true` or `false`.
pub(super) const SCHEMA: &[&str] = &["additionalProperties", "else", "if", "items", "not", "then"];
/// Keywords whose value is a list of schemas.
pub(super) const SCHEMAS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose value maps names, which are no keywords, to schemas.
pub(super) const NAMED: &[&str] = &["definitions", "dependencies", "patternProperties", "properties"];
const DROPPED: &[&str] = &["$comment", "arrayType", "description", "examples", "relationshipRef", "title"];

/// The facts of a resource type's schema, with sorted keys and without definitions that nothing refers to.
pub(super) fn resource(schema: &Value) -> Result<Value, String> {
    let schema = schema.as_object().ok_or("the schema is not an object")?;
    let (root, nested): (Map<_, _>, Map<_, _>) = schema.clone().into_iter().partition(|(keyword, _)| is_of_root(keyword));
    let mut facts = node(&nested, "")?;
    for (keyword, value) in root.into_iter().filter(|(keyword, _)| ROOT_KEPT.contains(&keyword.as_str())) {
        let value = match keyword.as_str() {
            "definitions" => named(&value, "/definitions")?,
            _ => value,
        };
        facts.insert(keyword, value);
    }
    tagging(schema, &mut facts);
    let mut facts = Value::Object(facts);
    drop_unreachable(&mut facts);
    facts.sort_all_objects();
    Ok(facts)
}

/// The facts of a schema that applies at one property. Its definitions stay where they are.
pub(super) fn extension(schema: &Value) -> Result<Value, String> {
    let mut keywords = schema.as_object().ok_or("the schema is not an object")?.clone();
    let definitions = keywords.remove("definitions");
    let mut facts = node(&keywords, "")?;
    if let Some(definitions) = definitions {
        facts.insert("definitions".to_owned(), named(&definitions, "/definitions")?);
    }
    Ok(Value::Object(facts))
}

fn is_of_root(keyword: &str) -> bool {
    ROOT_KEPT.contains(&keyword) || ROOT_DROPPED.contains(&keyword)
}

/// The permissions are of no use here; the older `taggable` means the same as the one in `tagging`.
fn tagging(schema: &Map<String, Value>, facts: &mut Map<String, Value>) {
    match facts.get_mut("tagging") {
        Some(Value::Object(tagging)) => drop(tagging.remove("permissions")),
        Some(_) => {}
        None => {
            if let Some(taggable) = schema.get("taggable") {
                facts.insert("tagging".to_owned(), json!({ "taggable": taggable }));
            }
        }
    }
}

fn value(schema: &Value, location: &str) -> Result<Value, String> {
    match schema {
        Value::Bool(_) => Ok(schema.clone()),
        Value::Object(schema) => node(schema, location).map(Value::Object),
        // `dependencies` may list properties instead of giving a schema.
        Value::Array(_) if location.contains("/dependencies/") => Ok(schema.clone()),
        _ => Err(format!("{location} is not a schema")),
    }
}

fn node(schema: &Map<String, Value>, location: &str) -> Result<Map<String, Value>, String> {
    let mut facts = Map::new();
    for (keyword, content) in schema {
        let inner = format!("{location}/{keyword}");
        let content = match keyword.as_str() {
            // The order of a list has a meaning where nothing is said.
            "insertionOrder" if *content == Value::Bool(true) => continue,
            name if KEPT.contains(&name) => content.clone(),
            name if SCHEMA.contains(&name) => value(content, &inner)?,
            name if SCHEMAS.contains(&name) => list(content, &inner)?,
            name if NAMED.contains(&name) => named(content, &inner)?,
            name if DROPPED.contains(&name) => continue,
            _ => {
                return Err(format!("the keyword {inner} is neither kept nor dropped: decide in `strip.rs`"));
            }
        };
        facts.insert(keyword.clone(), content);
    }
    if let Some(relation) = schema.get("relationshipRef") {
        own_relation(&mut facts, relation, location)?;
    }
    Ok(facts)
}

fn list(schemas: &Value, location: &str) -> Result<Value, String> {
    let schemas = schemas.as_array().ok_or_else(|| format!("{location} is not a list"))?;
    schemas.iter().map(|schema| value(schema, location)).collect()
}

fn named(schemas: &Value, location: &str) -> Result<Value, String> {
    let schemas = schemas.as_object().ok_or_else(|| format!("{location} is not a map"))?;
    let facts = schemas.iter().map(|(name, schema)| Ok((name.clone(), value(schema, &format!("{location}/{name}"))?)));
    facts.collect::<Result<Map<_, _>, String>>().map(Value::Object)
}

/// The schemas' own, rare form of a relation becomes the form of all others.
fn own_relation(facts: &mut Map<String, Value>, relation: &Value, location: &str) -> Result<(), String> {
    match (relation["typeName"].as_str(), relation["propertyPath"].as_str()) {
        (Some(type_name), Some(property)) => relations::add(facts, type_name, path::without_head(property)),
        _ => return Err(format!("{location}/relationshipRef names no property")),
    }
    Ok(())
}

/// Drops the definitions that no property leads to: some are rests of patches for definitions that are gone.
fn drop_unreachable(schema: &mut Value) {
    let mut reached = BTreeSet::new();
    if let Some(root) = schema.as_object() {
        let parts: Vec<_> = root.iter().filter(|(keyword, _)| *keyword != "definitions").map(|(_, value)| value).collect();
        parts.iter().for_each(|part| reach(part, schema, &mut reached));
    }
    if let Some(definitions) = schema.get_mut("definitions").and_then(Value::as_object_mut) {
        definitions.retain(|name, _| reached.contains(name));
        if definitions.is_empty() {
            schema.as_object_mut().and_then(|root| root.remove("definitions"));
        }
    }
}

fn reach(part: &Value, root: &Value, reached: &mut BTreeSet<String>) {
    if let Some(name) = part["$ref"].as_str().and_then(|pointer| pointer.strip_prefix("#/definitions/"))
        && reached.insert(name.to_owned())
    {
        reach(&root["definitions"][name], root, reached);
    }
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| reach(part, root, reached)),
        Value::Object(parts) => parts.values().for_each(|part| reach(part, root, reached)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_goes_and_properties_called_like_keywords_stay() {
        let schema = json!({
            "typeName": "AWS::X::Y",
            "description": "prose",
            "handlers": {"create": {}},
            "properties": {"title": {"type": "string", "title": "prose"}, "description": {"$ref": "#/definitions/examples"}},
            "definitions": {"examples": {"enum": ["description"]}, "unused": {}},
            "tagging": {"taggable": true, "permissions": ["x:y"]}
        });
        let expected = json!({
            "definitions": {"examples": {"enum": ["description"]}},
            "properties": {"description": {"$ref": "#/definitions/examples"}, "title": {"type": "string"}},
            "tagging": {"taggable": true},
            "typeName": "AWS::X::Y",
        });
        assert_eq!(resource(&schema).unwrap().to_string(), expected.to_string());
    }

    #[test]
    fn an_unknown_keyword_is_an_error() {
        let schema = json!({"properties": {"A": {"items": {"novelty": 1}}}});
        assert!(resource(&schema).unwrap_err().contains("/properties/A/items/novelty"));
    }
}
