//! Which property takes the value of which other: the relations that the schemas lack.
//!
//! The resource schemas say by `format` that a text is a VPC's id, but not that another is a target group's ARN. AWS's CDK
//! team publishes such relations; they are kept here as two sorted text files of tab-separated fields, so that the archive
//! can be built again without the package they come from.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::literal::Literal;

/// The keyword under which a schema carries its relations: a list of `[type, property]`.
pub const KEYWORD: &str = "relationshipRefs";

/// The keyword that names the property that `Ref` denotes where it is not the primary identifier.
pub const REFERENCE_KEYWORD: &str = "cfnRefIdentifier";

/// The definition in `relations.tsv` that stands for the resource itself.
const ROOT: &str = "-";

/// A property of a resource type that a value may be taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Relation<'a> {
    /// The type of the resource: `AWS::ElasticLoadBalancingV2::TargetGroup`.
    pub type_name: &'a str,
    /// The path of the property in it: `TargetGroupArn`.
    pub property: &'a str,
}

impl<'a> Relation<'a> {
    pub(super) fn read(pair: Literal<'a>) -> Option<Self> {
        let mut texts = pair.items().texts();
        Some(Self { type_name: texts.next()?, property: texts.next()? })
    }
}

/// The texts of the two files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationFiles {
    /// Lines of: type, definition or `-`, property, target type, target property.
    pub relations: String,
    /// Lines of: type, the properties that `Ref` joins, with commas.
    pub references: String,
}

impl RelationFiles {
    /// Reads them out of the database of `@aws-cdk/aws-service-spec`.
    ///
    /// # Errors
    /// When the JSON has not the database's form.
    pub fn extract(database: &Value) -> Result<Self, String> {
        let resources = entities(database, "resource")?;
        let definitions = entities(database, "typeDefinition")?;
        let uses = &database["schema"]["usesType"]["forward"];
        let mut files = [BTreeSet::new(), BTreeSet::new()];
        for resource in resources {
            let type_name = text(resource, "cloudFormationType")?;
            collect(&mut files[0], type_name, ROOT, resource)?;
            for id in uses[text(resource, "$id")?].as_array().into_iter().flatten() {
                let id = text(id, "$id")?;
                let definition = find_entity(definitions, id).ok_or_else(|| format!("no type definition {id}"))?;
                collect(&mut files[0], type_name, text(definition, "name")?, definition)?;
            }
            if let Some(properties) = resource["cfnRefIdentifier"].as_array() {
                let properties: Vec<_> = properties.iter().filter_map(Value::as_str).collect();
                files[1].insert(format!("{type_name}\t{}\n", properties.join(",")));
            }
        }
        let [relations, references] = files.map(|lines| lines.into_iter().collect());
        Ok(Self { relations, references })
    }
}

fn entities<'a>(database: &'a Value, kind: &str) -> Result<&'a [Value], String> {
    let entities = database["schema"][kind]["entities"].as_array();
    entities.map(Vec::as_slice).ok_or_else(|| format!("the database has no `{kind}` entities"))
}

/// Ids are numbers in ascending order within a kind, so that a search may halve.
fn find_entity<'a>(entities: &'a [Value], id: &str) -> Option<&'a Value> {
    let number = |entity: &Value| entity["$id"].as_str().and_then(|id| id.parse::<u64>().ok());
    let wanted = id.parse().ok();
    let index = entities.binary_search_by_key(&wanted, number).ok();
    index.map(|index| &entities[index]).or_else(|| entities.iter().find(|entity| entity["$id"] == id))
}

fn text<'a>(entity: &'a Value, field: &str) -> Result<&'a str, String> {
    entity[field].as_str().ok_or_else(|| format!("an entity of the database has no `{field}`"))
}

fn collect(lines: &mut BTreeSet<String>, type_name: &str, definition: &str, entity: &Value) -> Result<(), String> {
    for (property, schema) in entity["properties"].as_object().into_iter().flatten() {
        for target in schema[KEYWORD].as_array().into_iter().flatten() {
            let (target_type, target_property) = (text(target, "cloudFormationType")?, text(target, "propertyName")?);
            lines.insert(format!("{type_name}\t{definition}\t{property}\t{target_type}\t{target_property}\n"));
        }
    }
    Ok(())
}

/// Puts the relations of one type into its schema; returns how many found a place.
///
/// A property that the schema lacks is passed over: the two sources are of different days.
pub(super) fn merge<'a>(schema: &mut Value, lines: impl Iterator<Item = &'a str>) -> Result<usize, String> {
    let mut merged = 0;
    for line in lines {
        let fields: Vec<_> = line.split('\t').collect();
        let [_, definition, property, target_type, target_property] = fields[..] else {
            return Err(format!("a relation has not five fields: {line}"));
        };
        let owner = owner(definition, schema).and_then(|pointer| schema.pointer_mut(&pointer));
        if let Some(location) = owner.and_then(|owner| owner.get_mut("properties")?.get_mut(property)?.as_object_mut()) {
            add(location, target_type, target_property);
            merged += 1;
        }
    }
    Ok(merged)
}

/// The JSON pointer of what a definition's name denotes. An object without a definition of its own goes by the name of
/// its property.
fn owner(definition: &str, schema: &Value) -> Option<String> {
    if definition == ROOT {
        return Some(String::new());
    }
    let locations =
        [format!("/definitions/{definition}"), format!("/properties/{definition}/items"), format!("/properties/{definition}")];
    locations.into_iter().find(|pointer| schema.pointer(pointer).is_some())
}

/// Adds a relation to a property's schema, in order and once. A list carries it on its items, since it is their value
/// that is taken.
pub(super) fn add(schema: &mut Map<String, Value>, target_type: &str, target_property: &str) {
    if let Some(Value::Object(items)) = schema.get_mut("items") {
        return add(items, target_type, target_property);
    }
    let relations = schema.entry(KEYWORD).or_insert_with(|| json!([]));
    let relation = json!([target_type, target_property]);
    if let Some(relations) = relations.as_array_mut().filter(|relations| !relations.contains(&relation)) {
        relations.push(relation);
        relations.sort_by(|one, other| pair(one).cmp(&pair(other)));
    }
}

fn pair(relation: &Value) -> [Option<&str>; 2] {
    [0, 1].map(|index| relation[index].as_str())
}

/// Puts into a schema what `Ref` denotes.
pub(super) fn merge_reference(schema: &mut Value, line: &str) -> Result<(), String> {
    let (type_name, properties) = line.split_once('\t').ok_or_else(|| format!("a reference has not two fields: {line}"))?;
    if schema.get(REFERENCE_KEYWORD).is_some() {
        return Err(format!("{type_name}: a fix says what `Ref` denotes, and so does the list of references now"));
    }
    schema[REFERENCE_KEYWORD] = properties.split(',').collect();
    Ok(())
}

/// The lines of a sorted file that belong to a type.
pub(super) fn lines_of<'a>(file: &'a str, type_name: &'a str) -> impl Iterator<Item = &'a str> {
    file.lines().filter(move |line| line.split('\t').next() == Some(type_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_becomes_sorted_lines_and_lines_become_keywords() {
        let target = |name: &str| json!({"cloudFormationType": "AWS::EC2::Subnet", "propertyName": name});
        let database = json!({"schema": {
            "resource": {"entities": [{"$id": "1", "cloudFormationType": "AWS::X::Y", "cfnRefIdentifier": ["Arn"],
                "properties": {"Subnets": {"relationshipRefs": [target("Name"), target("Id")]}}}]},
            "typeDefinition": {"entities": [{"$id": "2", "name": "D", "properties": {"P": {"relationshipRefs": [target("Id")]}}}]},
            "usesType": {"forward": {"1": [{"$id": "2"}]}}
        }});
        let files = RelationFiles::extract(&database).unwrap();
        assert_eq!(
            files.relations,
            "AWS::X::Y\t-\tSubnets\tAWS::EC2::Subnet\tId\nAWS::X::Y\t-\tSubnets\tAWS::EC2::Subnet\tName\n\
             AWS::X::Y\tD\tP\tAWS::EC2::Subnet\tId\n"
        );
        assert_eq!(files.references, "AWS::X::Y\tArn\n");
        let mut schema = json!({"properties": {"Subnets": {"type": "array", "items": {"type": "string"}}}});
        let merged = merge(&mut schema, lines_of(&files.relations, "AWS::X::Y"));
        assert_eq!(merged, Ok(2), "the definition D is not in the schema");
        assert_eq!(
            schema["properties"]["Subnets"]["items"][KEYWORD],
            json!([["AWS::EC2::Subnet", "Id"], ["AWS::EC2::Subnet", "Name"]])
        );
    }
}
