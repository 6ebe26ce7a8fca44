//! Walking the properties of every resource together with their schemas.

use super::context::{Context, MOST_FINDINGS, Step};
use super::rule::{Reach, Rule};
use super::sight::{self, Sight};
use crate::diagnostic::Diagnostic;
use crate::schema::{self, AdditionalProperties, SchemaNode};
use crate::template::{Content, Map, Node, Place, Template};

/// One value and the schema that it is to meet.
pub struct Subject<'a> {
    /// The template around it.
    pub template: &'a Template,
    /// The type of the resource.
    pub resource_type: &'a str,
    /// The value, as it will be: no intrinsic function.
    pub node: &'a Node,
    /// The schema of its property.
    pub schema: SchemaNode<'a>,
    /// The property's name; that of the list for an item of one.
    pub name: &'a str,
    /// Where it was written.
    pub place: Place,
}

impl<'a> Subject<'a> {
    /// What the properties in it belong to, in words: the resource type, or a nested property of it.
    pub fn owner(&self) -> String {
        match self.name {
            "Properties" => self.resource_type.to_owned(),
            name => format!("`{name}` of {}", self.resource_type),
        }
    }

    /// The value as text where it is a scalar: CloudFormation takes `"80"` for 80 and `"true"` for true, and the other way round.
    pub fn scalar(&self) -> Option<String> {
        scalar(self.node)
    }

    /// The map, where it is one.
    pub fn map(&self) -> Option<&'a Map> {
        self.node.as_map()
    }

    /// Where an entry of the map was written.
    pub fn place_of(&self, key: &str) -> Place {
        let entry = self.map().and_then(|map| map.get_key_value(key));
        entry.map(|(key, value)| key.place_with(value)).unwrap_or_default()
    }

    /// Whether an entry of the map may turn out to be there.
    pub fn has(&self, key: &str) -> bool {
        self.map().is_some_and(|map| sight::is_present(self.template, map, key))
    }
}

/// A scalar as text.
pub fn scalar(node: &Node) -> Option<String> {
    match &node.content {
        Content::Text(text) => Some(text.to_string()),
        Content::Number(number) => Some(number.to_string()),
        Content::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Judges the properties of every resource by its schema.
pub fn judge(context: &mut Context<'_>, rules: &[&Rule]) {
    let template = context.template();
    for resource in template.resources() {
        if context.is_full() {
            return;
        }
        let Some(schema) = schema::find(resource.resource_type) else { continue };
        let empty = empty_map();
        let properties = resource.node.get("Properties").unwrap_or(empty);
        let entry = resource.node.as_map().and_then(|map| map.get_key_value("Properties"));
        let place = entry.map(|(key, properties)| key.place_with(properties)).unwrap_or_default();
        let place = place.or(resource.id.place_with(resource.node));
        let mut walk = Walk {
            template,
            resource_type: resource.resource_type,
            rules,
            path: vec![Step::Key("Resources"), Step::Key(resource.id.as_str()), Step::Key("Properties")],
            found: Vec::new(),
            nested: None,
        };
        walk.value(properties, schema.root(), "Properties", place);
        for (finding, place, path) in walk.found {
            context.report(finding, place, path);
        }
    }
}

/// The properties of a resource that has none: still judged, since some are required.
fn empty_map() -> &'static Node {
    static EMPTY: std::sync::OnceLock<Node> = std::sync::OnceLock::new();
    EMPTY.get_or_init(|| Node::new(Content::Map(Map::new())))
}

struct Walk<'a, 'r> {
    template: &'a Template,
    resource_type: &'a str,
    rules: &'r [&'r Rule],
    path: Vec<Step<'a>>,
    found: Vec<(Diagnostic, Place, Vec<String>)>,
    /// The nested property type that the walk is in.
    nested: Option<&'a str>,
}

/// What the rules link to that judge values by their schemas; each finding links to the page of its own property.
pub const TYPES_PAGE: &str =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html";

impl<'a> Walk<'a, '_> {
    fn value(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, place: Place) {
        if sight::is_plain(node) {
            self.literal(node, schema, name, place);
            self.inner(node, schema, name, place);
            return;
        }
        for seen in sight::look(self.template, node) {
            match seen {
                Sight::Literal(literal) => {
                    self.literal(literal, schema, name, literal.place.or(place));
                    self.inner(literal, schema, name, literal.place.or(place));
                }
                Sight::Text(text, _) => {
                    let made = Node::text(text).at(place);
                    self.literal(&made, schema, name, place);
                }
                Sight::Absent | Sight::Unknown => {}
            }
        }
    }

    fn literal(&mut self, node: &Node, schema: SchemaNode<'a>, name: &str, place: Place) {
        let subject = Subject { template: self.template, resource_type: self.resource_type, node, schema, name, place };
        for rule in self.rules {
            let Reach::Value(run) = rule.reach else { continue };
            for mut finding in run(rule, &subject) {
                if rule.link == TYPES_PAGE {
                    finding.link = Some(self.page(&subject).map_or(rule.link.into(), Into::into));
                }
                // A rule may know a better place inside the value, such as an unknown key.
                let at = finding.place.or(place);
                let path = self.path.iter().map(Step::to_string).chain(finding.path.iter().cloned()).collect();
                if self.found.len() < MOST_FINDINGS {
                    self.found.push((finding, at, path));
                }
            }
        }
    }

    /// The page of a value's property; that of its own type for a map.
    fn page(&self, subject: &Subject<'_>) -> Option<String> {
        if subject.map().is_some() {
            return schema::page(self.resource_type, subject.schema.definition_name().or(self.nested));
        }
        schema::property_page(self.resource_type, self.nested, subject.name)
    }

    fn inner(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, place: Place) {
        match &node.content {
            Content::Map(map) => {
                let outer = self.nested;
                self.nested = schema.definition_name().or(outer);
                for (key, value) in sight::keys(map) {
                    let Some(property) = property(schema, key.as_str()) else { continue };
                    self.path.push(Step::Key(key.as_str()));
                    self.value(value, property, key.as_str(), key.place_with(value).or(place));
                    self.path.pop();
                }
                self.nested = outer;
            }
            Content::List(items) => {
                let Some(item_schema) = schema.items() else { return };
                for (index, item) in items.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    self.value(item, item_schema, name, item.place.or(place));
                    self.path.pop();
                }
            }
            _ => {}
        }
    }
}

/// The schema of an entry of a map, by its name, by a pattern of names, or for all other names.
pub fn property<'a>(schema: SchemaNode<'a>, name: &str) -> Option<SchemaNode<'a>> {
    if let Some(found) = schema.property(name) {
        return Some(found);
    }
    let mut patterns = schema.pattern_properties();
    if let Some((_, value)) = patterns.next() {
        return Some(value);
    }
    match schema.additional_properties() {
        AdditionalProperties::Of(value) => Some(value),
        _ => None,
    }
}
